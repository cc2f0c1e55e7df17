"""What the desk shows: inbox, stages, process map."""
