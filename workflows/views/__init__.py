"""Pages for acts on a live case; each calls the desk once."""
