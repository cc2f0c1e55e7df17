"""Stating the Cabinet's outcome, and deciding alone."""

from collections.abc import Sequence

from django import forms

from commissioning.forms.fields import GovukDateField, MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import LinesField
from decisions.forms.interests import SingleInterestFields
from decisions.models import Decision
from decisions.rules.delegations import OFFICERS, Consulted, Declared
from decisions.rules.motions import Manner, Words
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.decisions import documents_to_read

MODES = [
    ("AGREED", "Agreed without a vote"),
    ("SHOW_OF_HANDS", "Show of hands"),
    ("RECORDED", "Recorded vote"),
]
CASTING = [
    ("", "No second vote was needed"),
    ("FOR", "For"),
    ("AGAINST", "Against"),
    ("DECLINED", "Declined"),
]


class WordsFields(forms.Form):
    """The decision in words; resolutions only where they differ from the report."""

    text = TextField(label="The decision in a sentence", max_length=2000, required=False)
    resolutions = LinesField(
        label="Resolutions, if they differ from the report",
        help_text="One on each line. Needed when agreed as amended.",
        max_length=8000,
        required=False,
    )
    pence = MoneyField(
        label="Whole cost as amended",
        help_text="Only if an amendment changes the cost. It must stay within the notice of key decision.",
        required=False,
    )
    outside_framework = forms.BooleanField(
        label="This is contrary to the budget or the policy framework",
        help_text="Only the full council can agree that. The Cabinet can refer it to the council.",
        required=False,
    )
    reasons = TextField(label="Reasons", max_length=8000)
    alternatives = TextField(
        label="Alternatives considered and rejected",
        help_text="Or write “None, because” and the reason.",
        max_length=8000,
        required=False,
    )

    short_form = False

    def allow_short_form(self, why: str) -> None:
        """An officer's decision on a small sum names alternatives only if any were considered; `why` is said beside the box."""
        self.short_form = bool(why)
        if why:
            self.fields["alternatives"].help_text = f"Only if any were considered. {why}"

    def require_words(self, cleaned: dict) -> None:
        """Alternatives with every decision that is recorded in full; the amended text with an amended one."""
        in_full = not self.short_form or cleaned.get("pence") is not None  # then the service looks at the sum as amended
        if in_full and cleaned.get("outcome") not in PUT_OFF and not cleaned.get("alternatives", "").strip():
            self.add_error("alternatives", "Write the alternatives, or “None, because” and the reason")
        if cleaned.get("outcome") == "AGREED_AMENDED" and not cleaned.get("resolutions"):
            self.add_error("resolutions", "Write the resolutions as amended, one on each line")

    def words(self, outcome: str = "") -> Words:
        said = self.cleaned_data
        return Words(
            outcome or said["outcome"],
            said["text"],
            tuple(said["resolutions"]),
            said["reasons"],
            said["alternatives"],
            said["pence"],
            said["outside_framework"],
            said.get("not_deferred", ""),
            said.get("since"),
            said.get("because", ""),
            said.get("advice", ""),
        )


class ObjectionField(forms.Form):
    """Why an item is decided although an agency objects to it since the report was published."""

    not_deferred = TextField(
        label="An agency objects: why is the item not deferred?", max_length=4000, required=False,
        help_text="Name the agency and say what was made of its objection and of the Monitoring Officer’s advice. The record shows it.",
    )  # fmt: skip

    def ask_about_objections(self, objections: bool) -> None:
        """Nothing is asked about deferring while no agency objects."""
        if not objections:
            del self.fields["not_deferred"]

    def require_weighed(self, cleaned: dict) -> None:
        """What the chair or the member says when the item is decided all the same."""
        asked = "not_deferred" in self.fields and cleaned.get("outcome") not in PUT_OFF
        if asked and not cleaned.get("not_deferred", "").strip():
            self.add_error("not_deferred", "Say why the item is not deferred although an agency objects")


class AfterwardsFields(forms.Form):
    """What has happened before anybody decided it."""

    since = GovukDateField(
        label="Since when has money been spent or work been done?",
        help_text="Only if it has begun before this decision. It is then put on record, and is no authority for it.",
        required=False,
    )
    because = TextField(label="Why was it not decided before?", max_length=4000, required=False)

    def require_afterwards(self, cleaned: dict) -> None:
        """The day and the explanation for what is put on record after the event."""
        if cleaned.get("outcome") == "REGULARISED" and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", "Enter since when money has been spent or work been done")
        told = cleaned.get("since") and cleaned.get("outcome") in ("NOTED", "REGULARISED")
        if told and not cleaned.get("because", "").strip() and "because" not in self.errors:
            self.add_error("because", "Explain why it was not decided before")


class ReferralField(forms.Form):
    """What the statutory officers advised, where the Cabinet refers an item to the council."""

    advice = TextField(
        label="What did the Monitoring Officer and the chief finance officer advise?", max_length=4000, required=False
    )

    def require_referral(self, cleaned: dict) -> None:
        """Only what lies outside budget and policy framework is referred, and with advice."""
        if cleaned.get("outcome") != "REFERRED":
            return
        if not cleaned.get("outside_framework"):
            self.add_error("outside_framework", "Only what is contrary to the budget or the policy framework goes to the council")
        if not cleaned.get("advice", "").strip() and "advice" not in self.errors:
            self.add_error("advice", "Say what the Monitoring Officer and the chief finance officer advised")


class MannerFields(forms.Form):
    """How the person presiding put the item."""

    mode = forms.ChoiceField(
        label="How was it decided?",
        choices=MODES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it was decided"},
    )
    anybody_dissents = forms.BooleanField(
        label="A member dissents",
        help_text="Then take a vote: without one, an item is agreed only by all.",
        required=False,
    )
    votes_for = forms.IntegerField(
        label="Hands for", min_value=0, max_value=100, required=False
    )
    votes_against = forms.IntegerField(label="Hands against", min_value=0, max_value=100, required=False)
    abstentions = forms.IntegerField(label="Hands abstaining", min_value=0, max_value=100, required=False)
    casting = forms.ChoiceField(
        label="Second vote of the person presiding, if the votes are level",
        choices=CASTING,
        widget=forms.RadioSelect,
        required=False,
    )
    dissent = TextField(label="Dissent to be attached, with names", max_length=4000, required=False)

    def ask_who_presided(self, presiders: Sequence[tuple[int, str]]) -> None:
        """Only where the chair takes no part in the item: another member presided over it."""
        asked = forms.ChoiceField(
            label="Who presided over this item?",
            help_text="The chair is not there, or an interest keeps the chair out of this item.",
            choices=presiders,
            widget=forms.RadioSelect,
            error_messages={"required": "Select who presided over this item"},
        )
        self.add_field("presiding", asked)
        self.order_fields(["presiding", *self.fields])

    def require_totals(self, cleaned: dict) -> None:
        if (
            cleaned.get("mode") == "SHOW_OF_HANDS"
            and cleaned.get("votes_for") is None
            and "votes_for" not in self.errors
        ):
            self.add_error("votes_for", "Enter how many voted for")

    def manner(self) -> Manner:
        said = self.cleaned_data
        return Manner(
            said["mode"],
            said["votes_for"] or 0,
            said["votes_against"] or 0,
            said["abstentions"] or 0,
            said["casting"],
            said["anybody_dissents"],
            said["dissent"],
            int(said["presiding"]) if said.get("presiding") else None,
        )


HANDS = ("votes_for", "votes_against", "abstentions")
LOOKS = {
    "outcome": Look(
        size="m",
        large=True,
        reveals={"AGREED_AMENDED": "pence", "REFERRED": "advice"},
        hints={"REGULARISED": "Money has been spent or work been done before anybody decided"},
    ),
    "mode": Look(
        size="m",
        reveals={"AGREED": "anybody_dissents", "SHOW_OF_HANDS": HANDS},
        hints={
            "AGREED": "The chair put it and nobody dissented",
            "RECORDED": "Open and close the vote first",
        },
    ),
    "votes_for": Look(width=3),
    "votes_against": Look(width=3),
    "abstentions": Look(width=3),
    "casting": Look(small=True, shown_with=("mode", ("SHOW_OF_HANDS", "RECORDED"))),
    "text": Look(rows=3),
    "nature": Look(rows=2, when="if you have one"),
    "since": Look(when="if it has begun already"),
    "because": Look(rows=3, when="if it has begun already", shown_with=("outcome", ("NOTED", "REGULARISED"))),
    "resolutions": Look(when=""),
    "alternatives": Look(when=""),
    "not_deferred": Look(rows=4, when="unless it is deferred"),
    "advice": Look(rows=3),
    "dissent": Look(rows=3),
}
CONFLICT_LOOKS = {"declared": Look(rows=2, when="if one was declared"), "declared_note": Look(rows=2, when="if one was declared")}


class OutcomeForm(GovukForm, MannerFields, ObjectionField, AfterwardsFields, ReferralField, WordsFields):
    """What the chair states, or the clerk enters for the chair."""

    outcome = forms.ChoiceField(
        label="What is the outcome?",
        choices=Decision.OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the outcome"},
    )
    field_order = [
        "outcome", "mode", "anybody_dissents", "votes_for", "votes_against", "abstentions", "casting", "dissent",
        "not_deferred", "text", "since", "because", "resolutions", "pence", "outside_framework", "advice", "reasons", "alternatives",
    ]  # fmt: skip
    looks = LOOKS
    says_optional = False

    def __init__(
        self, *args: object, objections: bool = False, presiders: Sequence[tuple[int, str]] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].required = False
        if presiders:
            self.ask_who_presided(presiders)
        self.ask_about_objections(objections)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("outcome") != "DEFERRED" and not cleaned.get("mode") and "mode" not in self.errors:
            self.add_error("mode", "Select how it was decided")
        self.require_words(cleaned)
        self.require_weighed(cleaned)
        self.require_afterwards(cleaned)
        self.require_totals(cleaned)
        self.require_referral(cleaned)
        return cleaned


class ConsultationFields(forms.Form):
    """Who was consulted, where the line of the scheme asks for it."""

    consulted = forms.CharField(
        label="Who was consulted?", max_length=300, help_text="Name and office",
        error_messages={"required": "Enter who was consulted"},
    )  # fmt: skip
    consulted_on = GovukDateField(label="On which day were they consulted?", help_text="For example, 11 1 2027")
    consulted_view = TextField(
        label="What did they say?", max_length=2000, help_text="The record shows it. Their agreement is not needed.",
        error_messages={"required": "Enter what they said"},
    )  # fmt: skip

    def ask_only_if(self, condition: str) -> None:
        """Nothing is asked about consultation where the line of the scheme asks for none."""
        if not condition:
            for name in ConsultationFields.base_fields:
                del self.fields[name]

    def consultation(self) -> Consulted | None:
        """What was said about the consultation; None where none is asked for."""
        said = self.cleaned_data
        return Consulted(said["consulted"], said["consulted_on"], said["consulted_view"]) if "consulted" in said else None


class ConflictFields(forms.Form):
    """Conflicts of interest of councillors who were consulted (SI 2012/2089 reg 13; SI 2014/2095 reg 7(3)(d))."""

    declared = LinesField(
        label="Conflicts of interest that councillors declared who were consulted", max_length=4000, required=False,
        help_text="One councillor on each line: the name, a colon, what the interest is. Leave empty if none was declared.",
    )  # fmt: skip
    declared_note = TextField(
        label="Note of the head of paid service on these conflicts", max_length=2000, required=False,
        help_text="The dispensation that was granted, or that none was",
    )  # fmt: skip

    def ask_about_conflicts(self, maker: str) -> None:
        """On a function of the council no note of the head of paid service is asked for."""
        if maker == "OFFICER_NONEXEC":
            self.fields["declared"].label = "Conflicts of interest that councillors declared in the matter"
            del self.fields["declared_note"]

    def require_declared(self, cleaned: dict) -> None:
        """A name and an interest on each line, and the note where the law asks for it."""
        lines = cleaned.get("declared") or ()
        if any(not part.strip() for line in lines for part in self._pair(line)):
            self.add_error("declared", "Write the name of the councillor, a colon, and what the interest is, one on each line")
        if lines and "declared_note" in self.fields and not cleaned.get("declared_note", "").strip():
            self.add_error("declared_note", "Write which dispensation the head of paid service granted, or that none was granted")

    def conflicts(self) -> list[Declared]:
        """What was declared, one for each councillor."""
        said = self.cleaned_data
        return [Declared(*self._pair(line), said.get("declared_note", "")) for line in said.get("declared") or ()]

    @staticmethod
    def _pair(line: str) -> tuple[str, str]:
        who, _, what = line.partition(":")
        return who, what


class IndividualDecisionForm(
    GovukForm, SingleInterestFields, ConsultationFields, ConflictFields, ObjectionField, AfterwardsFields, WordsFields
):
    """Everything that one person states when deciding alone; `condition` is whom the line asks to consult first, `maker` the
    kind of decision-maker."""

    documents = forms.MultipleChoiceField(
        label="I have opened and read",
        choices=documents_to_read(has_results=False),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Open and read every document, then tick it"},
    )
    equality_read = forms.BooleanField(
        label="I have had due regard to the equality analysis",
        error_messages={"required": "Confirm that you have had due regard to the equality analysis"},
    )
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[choice for choice in Decision.OUTCOMES if choice[0] not in PUT_OFF],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    field_order = [
        "interest", "nature", "documents", "equality_read", "consulted", "consulted_on", "consulted_view", "declared",
        "declared_note", "outcome", "not_deferred", "text", "since", "because", "resolutions", "pence", "outside_framework", "reasons", "alternatives",
    ]  # fmt: skip
    looks = {**LOOKS, "consulted_view": Look(rows=3), **CONFLICT_LOOKS}

    def __init__(
        self, *args: object, condition: str = "", maker: str = "CABINET_MEMBER", objections: bool = False,
        has_results: bool = False, short_form: str = "", **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.ask_as_officer(maker in OFFICERS)
        self.ask_about_conflicts(maker)
        self.allow_short_form(short_form)
        self.fields["documents"].choices = documents_to_read(has_results=has_results)
        self.ask_only_if(condition)
        self.ask_about_objections(objections)

    def clean(self) -> dict:
        cleaned = super().clean()
        if len(cleaned.get("documents", ())) < len(self.fields["documents"].choices) and "documents" not in self.errors:
            self.add_error("documents", "Open and read every document, then tick it")
        self.require_words(cleaned)
        self.require_weighed(cleaned)
        self.require_afterwards(cleaned)
        self.require_declared(cleaned)
        return cleaned


class PassOnForm(GovukForm, SingleInterestFields):
    """Passing the decision on: the only step open to somebody with an interest."""

    reasons = TextField(label="Why should the Cabinet decide?", max_length=4000)
    looks = LOOKS

    def __init__(self, *args: object, maker: str = "CABINET_MEMBER", does: str = "decide", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.ask_as_officer(maker in OFFICERS)
        whom = "somebody else" if maker in OFFICERS else "the Cabinet"
        self.fields["reasons"].label = f"Why should {whom} {does}?"
        if maker in OFFICERS:
            self.fields["nature"].help_text = "What you write here is your written notice of a pecuniary interest. The Monitoring Officer reads it."
