"""The law as plain Python: no Django, no clock, no database."""
