"""What an erasure makes of a text: the words go, and a fixed mark stands in their place.

Erasure of personal data (UK GDPR art 17) would be worth little if the log forgot words that a record beside it goes on
saying. A detail of an event may be a sentence, a name, or a code by which the programme finds its way. Codes, dates
and digests are no words and stay. Two words or more are a phrase, and are looked for elsewhere too; a single word
is not, because it would be found in texts that have nothing to do with the matter.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MARK = "[erased]"
EVERYWHERE, ALONE, EVENT = "EVERYWHERE", "ALONE", "EVENT"
SCOPES = {
    EVERYWHERE: "Everywhere, inside longer texts as well",
    ALONE: "Everywhere, but only where they stand by themselves",
    EVENT: "Only in this event and in the records that it made",
}
DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST = 20_000  # characters; a longer text goes as a whole, because SQLite compares patterns of 50,000 bytes at most
SHORTEST = 5  # characters of a phrase
_CODE = re.compile(r"[A-Z0-9_]+|[a-z0-9_.:/-]+|[\d.:TZ+-]+|[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?")
_RUN = re.compile(r"[A-Za-z0-9 ,.;:()'-]+")


def texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            left.extend(item.values())
        elif isinstance(item, list | tuple):
            left.extend(item)


def is_word(text: str) -> bool:
    """Whether a text says something, and is no code, date or digest."""
    text = text.strip()
    return bool(text) and not _CODE.fullmatch(text) and not DIGEST.fullmatch(text)


def is_phrase(text: str) -> bool:
    """Whether a text is looked for beyond its own event."""
    return is_word(text) and len(text.strip()) >= SHORTEST and len(text.split()) > 1


def fragment(phrase: str) -> str:
    """A part of the phrase that every database spells alike, in a text and in JSON; empty where there is none."""
    longest = max(_RUN.findall(phrase), key=len, default="")
    return longest[:60] if len(longest.strip()) > 2 else ""


def is_marked(value: object) -> bool:
    """Whether something has been taken out of this value."""
    return any(MARK in text for text in texts(value))


@dataclass(frozen=True)
class Words:
    """What goes. `own` are the words of the event itself and `digests` those of its long texts, both for the records
    that it made; `phrases` go wherever they stand by themselves, and `inside` longer texts as well."""

    own: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    inside: bool = True

    @classmethod
    def of(cls, values: Iterable[object], scope: str, known: Iterable[str] = (), more: Iterable[str] = ()) -> Words:
        """The words of these values. `known` are names that stay where other records carry them (offices, bodies,
        accounts); `more` are long texts of which a value holds the digest only."""
        said = {_plain(text) for value in values for text in texts(value)} | {_plain(text) for text in more}
        own = frozenset(text for text in said if is_word(text))
        sought = own - {_plain(name) for name in known} if scope != EVENT else frozenset()
        return cls(
            own,
            frozenset(text for text in sought if is_phrase(text)),
            frozenset(text for text in said if DIGEST.fullmatch(text)),
            scope == EVERYWHERE,
        )

    def rid(self, text: str, *, own: bool = False) -> str:
        """The text without the words; the same text where it holds none of them."""
        plain = _plain(text)
        if not plain or plain == MARK:
            return text
        alone = self.own | self.phrases if own else self.phrases
        if plain in alone or (own and not self.digests.isdisjoint(_digests(text))):
            return MARK
        if not self.inside or not self.phrases:
            return text
        whole = unicodedata.normalize("NFC", text)
        left = self._pattern.sub(MARK, whole)
        if left == whole:
            return text
        return MARK if whole != text or len(left) > LONGEST else left

    def rid_value(self, value: Any, *, own: bool = False) -> Any:
        """The same for a whole value; keys, numbers and order stay."""
        if isinstance(value, str):
            return self.rid(value, own=own)
        if isinstance(value, dict):
            return {key: self.rid_value(item, own=own) for key, item in value.items()}
        if isinstance(value, list):
            return [self.rid_value(item, own=own) for item in value]
        return value

    def stand_in(self, value: object) -> bool:
        """Whether a value holds any of the phrases."""
        return any(self.rid(text) != text for text in texts(value))

    def long_texts(self, value: object) -> Iterator[str]:
        """Texts in a value of which the event holds the digest."""
        return (text for text in texts(value) if self.digests and not self.digests.isdisjoint(_digests(text)))

    @cached_property
    def fragments(self) -> frozenset[str]:
        """What to ask a database for; an empty one asks for every row."""
        found = frozenset(fragment(phrase) for phrase in self.phrases)
        return frozenset({""}) if "" in found else found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.phrases, key=lambda phrase: (-len(phrase), phrase))
        return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in ordered) + r")(?!\w)")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _digests(text: str) -> set[str]:
    whole = unicodedata.normalize("NFC", text)
    return {hashlib.sha256(one.encode("utf-8", "surrogatepass")).hexdigest() for one in {whole, whole.strip()}}


@dataclass(frozen=True)
class Emptied:
    """What the event of an erasure says of one row: at which position, which columns, the row's digest before and
    after."""

    seq: int
    names: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


def digest_now(seq: int, digest: str, erasures: Iterable[Emptied]) -> tuple[str, tuple[str, ...]]:
    """The digest that a row has to have now, and the columns that have to carry the mark.

    `seq` and `digest` are what the event says that wrote the row. A later erasure counts only where it takes the row up
    as the one before it left it: a chain without a gap.
    """
    names: set[str] = set()
    for one in sorted(erasures, key=lambda one: one.seq):
        if one.seq > seq and one.before == digest:
            digest, names = one.after, names | set(one.names)
    return digest, tuple(sorted(names))
