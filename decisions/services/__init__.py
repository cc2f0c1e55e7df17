"""One keyword-only function per act of legal weight: permission, legality, change, one event."""
