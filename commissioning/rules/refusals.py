"""The one way in which a rule says no.

A refusal is not an error of the programme: it is an answer. It tells the person what the law
or the council's constitution does not allow now, where that is written, the earliest lawful
date if there is one, and the lawful ways on. Pages show it with status 200.

Wrong time or wrong state is a refusal; the wrong person is ``PermissionDenied``.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commissioning.rules.deadlines import Deadline


@dataclass(frozen=True)
class Alternative:
    """A lawful way on: words for the link, the page that does it, and what its form is to be filled with.

    ``params`` name what the page is about where the case does not say it: the ``kind`` of another duty of the case, the
    number of a meeting. ``query`` holds fields of the prepared form, dates as ISO text. ``kinds`` are the kinds of duty
    from which this is a way on at all; empty means from everywhere.
    """

    label: str
    url_name: str
    params: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()


class Refusal(Exception):
    """An act that is not lawful now, with its reason and the lawful ways on.

    ``code`` is stable and for programmes (``notice.too_short``); ``message`` is for people;
    ``citation`` names the statute or the paragraph of the constitution; ``earliest`` is the first
    local date (Europe/London) on which the same act would be lawful, ``counted`` the count that gave it.
    """

    def __init__(
        self,
        code: str,
        message: str,
        citation: str = "",
        *,
        earliest: date | None = None,
        alternatives: tuple[Alternative, ...] = (),
        counted: "Deadline | None" = None,
    ) -> None:
        super().__init__(code, message, citation)
        self.code = code
        self.message = message
        self.citation = citation
        self.earliest = earliest
        self.alternatives = tuple(alternatives)
        self.counted = counted

    def with_ways(self, *alternatives: Alternative, earliest: date | None = None) -> "Refusal":
        """The same refusal with these ways on; another date (from several counts) has no single count to show."""
        return Refusal(
            self.code,
            self.message,
            self.citation,
            earliest=earliest or self.earliest,
            alternatives=alternatives,
            counted=self.counted if earliest in (None, self.earliest) else None,
        )

    def __str__(self) -> str:
        return f"{self.message} ({self.citation})" if self.citation else self.message
