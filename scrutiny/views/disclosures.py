"""Two acts on one event of the log, each with a fresh second factor: erase what it holds, or lift an exemption.

First the details with what they say now, then what would go and what stays, then the act. To look at what is not
public is a reading, and stands in the access log. What is personal is named, not shown: nobody reads it here.
"""

import uuid
from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commissioning import clock, documents, ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex, AuditOpening, Case, Document
from commissioning.rules.event_kinds import KINDS
from commissioning.rules.refusals import Refusal
from commissioning.selectors import erasures
from commissioning.selectors.disclosures import ORDERS, erasable, liftable
from commissioning.selectors.erasures import Change
from commissioning.services import disclosures
from commissioning.views.base import actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back
from scrutiny.forms.disclosures import EraseForm, LiftForm, Part, PartsForm
from scrutiny.rules.audit_words import Told, label, told
from scrutiny.selectors.audit import events_of
from scrutiny.views.audit import AuditPages

PERSONAL = "Personal. Not shown here either."
LARGEST = 10**17  # positions beyond this are no positions
SHOWN = 300  # characters of a value in the form


def cut(text: str) -> str:
    """The beginning of a long text, at the end of a word."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]}…"


class Disclosure(AuditPages):
    """Base: ask, show what would happen, do it once."""

    form_class: type[PartsForm]
    done = ""

    def subject(self) -> Case:
        case = super().subject()
        event = events_of(case, event=self.kwargs["event"]).first() if self.kwargs["event"] < LARGEST else None
        if event is None:
            raise Http404
        self.event = event
        return case

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.step_up() or self.page(self.make_form(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if first := self.step_up():
            return first
        by = actor_of(request, request.POST.get("request_key", ""))
        if (before := self.answered(by)) is not None:
            return self.result(before)
        form = self.make_form(request.POST)
        if not form.is_valid() or "change" in request.POST:
            return self.page(form)
        if "confirm" not in request.POST:
            return self.page(form.hide(), preview=self.preview(form.cleaned_data))
        try:
            return self.result(self.once(by, form.cleaned_data))
        except Refusal as refusal:
            return self.page(form, refusal=refusal)

    def step_up(self) -> HttpResponse | None:
        """To the second factor first."""
        if step_up_is_fresh(self.request):
            return None
        return to_step_up(self.request)

    def answered(self, by: Actor) -> int | None:
        """The event that this very form has led to before."""
        done = AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk, case=self.case, kind__in=self.kinds)
        return done.values_list("seq", flat=True).first()

    def once(self, by: Actor, given: dict) -> int:
        """The act, unless the same form came twice; returns the position of its event."""
        with ledger.transaction():
            Case.objects.select_for_update(no_key=True).only("pk").get(pk=self.case.pk)
            before = self.answered(by)
            if before is not None:
                return before
            return self.do(by, [(self.event.seq, name) for name in given.pop("parts")], given)

    def result(self, position: int) -> HttpResponse:
        messages.success(self.request, self.done)
        return redirect(self.trail(position))

    def trail(self, position: int) -> str:
        """Where the audit trail shows one event."""
        return f"{reverse('audit_trail', args=self.case.reference.split('/'))}?event={position}"

    def parts(self) -> list[Part]:
        """The details as the form names them, long ones cut."""
        return [(one.name, self.told(one).label, cut(self.now(one))) for one in self.found()]

    def told(self, one: AuditOpening) -> Told:
        return told(one.name, one.value)

    def now(self, one: AuditOpening) -> str:
        """What a detail says now, as far as this reader may see it."""
        if one.tier == "personal":
            return PERSONAL
        return "; ".join(self.told(one).lines)

    def preview(self, given: dict) -> dict:
        """What the chosen details say in full."""
        chosen = [one for one in self.found() if one.name in given["parts"]]
        return {"rows": [{"key": self.told(one).label, "value": self.now(one)} for one in chosen]}

    def make_form(self, *data: object) -> PartsForm:
        return self.form_class(*data, found=self.parts())

    def page(self, form: PartsForm, **more: object) -> HttpResponse:
        found = self.found()
        if any(one.tier in {"member", "exempt"} for one in found):
            kind = "read.exempt" if any(one.tier == "exempt" for one in found) else "read.trail"
            self.keep_reading(kind, events=str(self.event.seq))
        return self.render_to_response(
            self.get_context_data(
                case=self.case,
                event=self.event,
                label=KINDS[self.event.kind].label if self.event.kind in KINDS else self.event.kind,
                form=form,
                is_empty=not found,
                back=self.trail(self.event.seq),
                request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
                **more,
            )
        )

    kinds: frozenset[str] = frozenset()

    def found(self) -> list[AuditOpening]:
        raise NotImplementedError

    def do(self, by: Actor, fields: list, given: dict) -> int:
        raise NotImplementedError


class Erase(Disclosure):
    """The Monitoring Officer destroys details of an event with the documents that hold them."""

    act = "ledger.erase"
    template_name = "scrutiny/erase.html"
    form_class = EraseForm
    kinds = ORDERS
    done = "It is gone. This event says what, by whose order and on which ground."

    def found(self) -> list[AuditOpening]:
        return erasable(self.event)

    def preview(self, given: dict) -> dict:
        """Also where else the words go, the documents that go with them, and what stays."""
        plan = erasures.plan([(self.event.seq, name) for name in given["parts"]], given["scope"])
        others = [(seq, name) for seq, name in plan.fields if (seq, name) not in {(self.event.seq, n) for n in given["parts"]}]
        cases = dict(AuditIndex.objects.filter(seq__in={seq for seq, _ in others}, n__isnull=False).values_list("seq", "case__reference"))
        details = [f"{label(name)}, event {seq} of {f'case {cases[seq]}' if cases.get(seq) else 'no case'}" for seq, name in others]
        changes = [*plan.records, *plan.rows, *plan.others]
        elsewhere = {one.case for one in changes} | {str(case or "") for case in cases.values()}
        more = {
            "details": details, "records": self.records(changes), "typed": len(plan.sessions),
            "cases": sorted(elsewhere - {"", self.case.reference}),
        }  # fmt: skip
        return super().preview(given) | more | {"documents": plan.papers, "stays": plan.stays}

    def records(self, changes: list[Change]) -> list[str]:
        """The records that lose words: what they are called, which columns, how many, and where not in this case."""
        found = Counter(
            f"{str(type(one.row)._meta.verbose_name).replace('historical', 'history of the')}: "
            + ", ".join(label(name.removeprefix("history_change_")).lower() for name in sorted(one.values))
            + (f", case {one.case}" if one.case not in ("", self.case.reference) else "")
            for one in changes
        )
        return [told if count == 1 else f"{told} ({count} rows)" for told, count in sorted(found.items())]

    def do(self, by: Actor, fields: list, given: dict) -> int:
        return disclosures.erase(fields=fields, case=self.case, actor=by, at=clock.act_now(), **given)


class Lift(Disclosure):
    """The proper officer or the Monitoring Officer opens exempt details to everybody."""

    act = "ledger.lift"
    template_name = "scrutiny/lift.html"
    form_class = LiftForm
    kinds = frozenset({"exempt.lift"})
    done = "The exemption is lifted. Everybody can read these details in the receipt of the case."

    def found(self) -> list[AuditOpening]:
        return liftable(self.event)

    def now(self, one: AuditOpening) -> str:
        """A text too long for the log is read from the document store: nobody opens what he has not read."""
        sha256 = one.value.get("sha256") if isinstance(one.value, dict) else None
        paper = Document.objects.filter(sha256=sha256, case=self.case, media__startswith="text/").first() if sha256 else None
        return documents.read(paper).decode() if paper else super().now(one)

    def do(self, by: Actor, fields: list, given: dict) -> int:
        disclosures.lift_exemption(case=self.case, fields=fields, actor=by, at=clock.act_now(), **given)
        return ledger.flush()[-1]
