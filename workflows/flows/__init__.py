"""The charts. Module, class and node names are stored: never rename or delete a released one."""
