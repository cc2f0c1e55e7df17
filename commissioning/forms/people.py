"""Forms for accounts, offices and appointments."""

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import FilterForm, GovukForm, Look
from commissioning.models import Body, Office, Organisation
from commissioning.selectors.people import bodies, offices_to_fill

BODY_WORDS = dict(Body.KINDS) | {"COUNCIL": "Full council", "AGENCY": "Partner agency"}
BODIES = [(kind, label) for kind, label in BODY_WORDS.items() if kind != "OFFICE"]  # statutory officers are there first
AGENCIES = [("", "Choose"), *((kind, label) for kind, label in Organisation.KINDS if kind != "COUNCIL")]


class PeopleFilters(FilterForm):
    """Finding somebody."""

    q = forms.CharField(label="Name, e-mail address or office", max_length=100)
    show = forms.ChoiceField(
        label="Show",
        choices=[("", "Open accounts"), ("closed", "Closed accounts"), ("without", "People without an office")],
    )


class InviteForm(GovukForm):
    """A new account."""

    name = forms.CharField(label="Full name", max_length=300, help_text="As it shall stand in records")
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="The link to choose a password goes there"
    )
    looks = {"name": Look(width=30), "email": Look(width=30)}


class AppointForm(GovukForm):
    """One person, one office, from when to when."""

    office = forms.ModelChoiceField(label="Office", queryset=None, empty_label="Choose an office")
    starts_on = GovukDateField(label="First day in office", help_text="Today or later")
    ends_on = GovukDateField(label="Last day in office", required=False, help_text="Leave empty if it is open")
    is_deputy = forms.ChoiceField(
        label="As what?",
        choices=[
            ("no", "Holder of the office"),
            ("share", "Job-share partner of the Cabinet member who holds it: one portfolio, one vote"),
            ("yes", "Named deputy, who acts when the holder cannot"),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_to_fill()
        self.fields["office"].label_from_instance = lambda office: f"{office.title} ({office.body.name})"

    def clean(self) -> dict:
        """As the service takes it: a deputy, a job-share partner, or the holder."""
        said = super().clean()
        chosen = said.get("is_deputy")
        return said | {"is_deputy": chosen == "yes", "shares": chosen == "share"}


class EndForm(GovukForm):
    """The last day in office."""

    last_day = GovukDateField(label="Last day in office", help_text="Today or later")


class CloseAccountForm(GovukForm):
    """Why an account is closed; kept with the event."""

    reason = TextField(label="Why is the account closed?", max_length=500, help_text="For example, left the council")
    looks = {"reason": Look(rows=3)}


class ReopenForm(GovukForm):
    """Why an account is opened again; kept with the event."""

    reason = TextField(label="Why is the account opened again?", max_length=500, help_text="For example, came back from leave")
    looks = {"reason": Look(rows=3)}


class ResetForm(GovukForm):
    """Why a second factor is taken away; kept with the event."""

    reason = TextField(
        label="How do you know that it is this person?", max_length=500, help_text="For example, came by with the staff pass"
    )
    looks = {"reason": Look(rows=3)}


class OfficeForm(GovukForm):
    """A new post or seat."""

    title = forms.CharField(label="Title", max_length=200, help_text="For example, Cabinet member for housing")
    role = forms.ChoiceField(label="What the law lets it do", choices=[("", "Choose"), *Office.ROLES])
    body = forms.ModelChoiceField(label="Where it belongs", queryset=None, empty_label="Choose")
    portfolio = forms.CharField(
        label="Portfolio", max_length=200, required=False, help_text="For the Leader and cabinet members"
    )
    party = forms.CharField(
        label="Political group", max_length=100, required=False, help_text="For the seats of councillors"
    )
    looks = {"title": Look(width=30), "portfolio": Look(width=30), "party": Look(width=20)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies()


class BodyForm(GovukForm):
    """A body of the council, or a partner agency with the body that acts for it."""

    name = forms.CharField(label="Name", max_length=300, help_text="For example, Cabinet, or the full name of the agency")
    kind = forms.ChoiceField(label="What is it?", choices=BODIES, widget=forms.RadioSelect)
    short = forms.CharField(
        label="Short name", max_length=60, required=False, help_text="As tables show it, for example ICB"
    )
    agency_kind = forms.ChoiceField(label="Kind of agency", choices=AGENCIES, required=False)
    advises_only = forms.BooleanField(label="The agency advises the team and has no vote", required=False)
    looks = {
        "name": Look(width=30),
        "short": Look(width=10, when="for a partner agency"),
        "agency_kind": Look(when="for a partner agency"),
    }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("kind") == "AGENCY":
            if not cleaned.get("short"):
                self.add_error("short", "Enter the short name of the agency")
            if not cleaned.get("agency_kind"):
                self.add_error("agency_kind", "Select the kind of agency")
        return cleaned
