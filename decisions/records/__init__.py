"""The published record: frozen context, HTML and the one door to WeasyPrint."""
