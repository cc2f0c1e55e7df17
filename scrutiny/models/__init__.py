"""Models of this app, imported one by one so that Django finds them."""
