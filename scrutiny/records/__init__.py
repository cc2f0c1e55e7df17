"""What papers of scrutiny look like in print."""
