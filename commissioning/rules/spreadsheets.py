"""What every CSV file that people open in a spreadsheet has in common."""

SIGNS = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins a formula


def inert(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(SIGNS) else text
