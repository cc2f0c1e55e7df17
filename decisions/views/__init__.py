"""Pages to read, and acts outside the procedure."""
