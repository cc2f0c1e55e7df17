"""Pure parts of the desk: how a process map is placed and drawn. No Django here."""
