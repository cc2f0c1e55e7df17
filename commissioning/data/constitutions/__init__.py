"""Constitutions as TOML: the demo borough's own, and in `call_in` the sets that real councils published."""
