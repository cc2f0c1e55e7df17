"""Settings for demo, test and production."""
