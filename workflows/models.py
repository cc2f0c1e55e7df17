"""Proxy processes, one per chart."""
