"""Call-in rule sets of real councils as published on the stated date; a value not seen is left out."""
