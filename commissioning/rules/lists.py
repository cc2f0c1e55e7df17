"""Several names in one sentence, as English says them."""

from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """A; A and B; A, B and C; "" of none."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
