"""Call-in rules of several councils side by side; what nobody has seen published says so, it is never guessed."""

from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import NOT_SEEN, PublishedCallInSet
from commissioning.rules.constitution_words import lines

COLUMNS = (
    ("call_in.period", "Window"),
    ("call_in.counted_from", "Starts with"),
    ("call_in.requesters", "Who may call in"),
    ("call_in.min_signatories", "Signatures"),
    ("call_in.min_political_groups", "Political groups"),
    ("call_in.signatory_cap_per_year", "Requests a member a year"),
    ("call_in.require_alternative", "Alternative needed"),
    ("call_in.validity_decider", "Who rules on validity"),
    ("call_in.hearing.within", "Heard within"),
    ("call_in.hearing.if_missed", "If not heard in time"),
    ("call_in.reconsider.within", "Reconsidered within"),
)


def compared(whole: Constitution | PublishedCallInSet) -> tuple[str, ...]:
    """The values of one council in the order of COLUMNS, in words."""
    found = {line.path: line.words for line in lines(whole)}
    return tuple(_words(path, found) for path, _ in COLUMNS)


def _words(path: str, found: dict[str, str]) -> str:
    """A value, or "not seen" where the whole part it stands in was not seen."""
    return found.get(path, NOT_SEEN)
