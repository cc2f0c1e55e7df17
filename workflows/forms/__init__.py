"""Forms of the procedure pages."""
