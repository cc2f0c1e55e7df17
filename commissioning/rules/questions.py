"""Whether a commissioning question leads to a key decision, limb by limb, with reasons.

SI 2012/2089 reg 8: key is an executive decision likely to mean significant spending or savings, or likely to be
significant for communities in two or more wards. Each limb is asked and answered for itself; in doubt it is key.
"""

from dataclasses import dataclass

from commissioning.rules.constitution import Constitution
from commissioning.rules.money import pounds


@dataclass(frozen=True)
class KeyTest:
    """The answer with a reason for each limb."""

    is_key: bool
    reasons: tuple[str, ...]


def key_test(*, executive: bool, value: int, several_wards: bool, constitution: Constitution) -> KeyTest:
    """Ask both limbs. `value` in pence is the whole-life value of the commitment."""
    if not executive:
        return KeyTest(False, ("A function of the council itself can never be a key decision.",))
    rules = constitution.key_decision
    limit = pounds(rules.threshold_pence)
    over = value > rules.threshold_pence or (
        rules.comparison == "AT_LEAST" and value == rules.threshold_pence
    )
    word = "reaches" if rules.comparison == "AT_LEAST" else "is over"
    money = (
        f"The value of {pounds(value)} {word} the council’s threshold of {limit}."
        if over
        else f"The value of {pounds(value)} stays within the council’s threshold of {limit}."
    )
    place = (
        "It is likely to be significant in two or more wards."
        if several_wards
        else "It is not likely to be significant in two or more wards."
    )
    return KeyTest(over or several_wards, (money, place))
