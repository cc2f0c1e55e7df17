"""Facts that ship with the programme: bank holidays and constitutions, each with its source and date."""
