"""The demonstration borough: who sits where (`borough.toml`) and its commissioning cases (`cases/`)."""
