"""The proper officer's page for a notice of key decision, with the earliest lawful date before anything is published."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning import access
from commissioning.models import Body, Case, Duty, Office
from commissioning.rules.dates import instant, local_date, local_time, parse_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.forms.key_decision_notices import NoticeForm
from decisions.models import KeyDecisionNotice
from decisions.rules.notice_scope import Slippage
from decisions.rules.notices import period_warnings
from decisions.selectors.case_authority import function_of
from decisions.selectors.key_decision_notices import (
    covers,
    decision_makers,
    live_notice,
    members_of,
    reckon_notice,
    wards_of,
)
from decisions.services.key_decision_notices import Copy, Wording, ask_again, publish_notice
from decisions.services.notice_content import LONGEST
from workflows import desk
from workflows.flows.key_decision_notice import KeyDecisionNoticeFlow
from workflows.views.task import TaskView

PERIOD = timedelta(days=30)  # the notice names a period, so that the meeting need not be on its first day
DOCUMENTS = ("Report with recommendations", "Equality analysis", "Evidence pack")


def carries_months(case: Case) -> int:
    """By how many months a decision may slip with its clear days kept; 0 where the constitution starts them again."""
    rule = constitution_of(case).slippage
    return rule.restart_after_months if rule.rule == Slippage.CARRY else 0


class NoticeTask(TaskView):
    """Publish the notice; a second notice of the case replaces the first."""

    kind = "notice.publish"
    title = "Publish the notice of key decision"
    done = "The notice is published and its clear days are running."
    template_name = "decisions/notice_publish.html"
    form_class = NoticeForm
    service = publish_notice

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.earlier: KeyDecisionNotice | None = None

    def form_arguments(self) -> dict:
        self.earlier = live_notice(self.case)
        bodies, offices = decision_makers()
        makers = [(f"body:{body.pk}", body.name) for body in bodies]
        makers += [(f"office:{office.pk}", f"{office.title}, alone") for office in offices]
        return {
            "makers": makers,
            "again": self.earlier is not None,
            "initial": self.initial(bodies[0] if bodies else None),
        }

    def initial(self, cabinet: Body | None) -> dict:
        """What is known already; the dates begin with the earliest lawful one."""
        earliest = self.reckoning().next_working
        address = constitution_of(self.case).publication.office_address
        version = current_version(self.case)
        question = getattr(self.case, "commissioning_question", None)
        known = {
            "matter": self.case.question,
            "why_key": " ".join(str(reason) for reason in self.case.track_reasons),
            "maker": f"body:{cabinet.pk}" if cabinet else "",
            "decide_from": earliest,
            "decide_to": earliest + PERIOD,
            "documents": DOCUMENTS,
            "wards": wards_of(self.case, version),
            "value": version.value_total if version else question.estimate if question else None,
            "address": address,
            "procedure": f"Ask democratic services at {address}",
            "copy_place": address,
            "copy_on": local_date(self.at),
            "copy_time": local_time(self.at).replace(second=0, microsecond=0),
            "copy_placed_by": self.actor.name,
        }
        if self.earlier is not None:
            said = self.earlier.content
            known |= {key: said[key] for key in ("matter", "why_key", "documents", "address", "procedure")}
            known["maker"] = f"body:{self.earlier.maker_body_id}" if self.earlier.maker_body_id else f"office:{self.earlier.maker_office_id}"
            if self.earlier.decide_to >= local_date(self.at) and covers(self.earlier, version).covers:  # its days may go on
                known |= {"decide_from": self.earlier.decide_from, "decide_to": self.earlier.decide_to}
        return known

    def reckoning(self) -> Deadline:
        """The count as it would be if the notice went out now."""
        return reckon_notice(self.case, self.at)

    def arguments(self, form: NoticeForm) -> dict:
        said = form.cleaned_data
        kind, _, pk = said["maker"].partition(":")
        return {
            "wording": Wording(
                matter=said["matter"],
                why_key=said["why_key"],
                decide_from=said["decide_from"],
                decide_to=said["decide_to"],
                documents=said["documents"],
                address=said["address"],
                procedure=said["procedure"],
                wards=said["wards"],
                value_pence=said["value"],
                body=Body.objects.get(pk=pk) if kind == "body" else None,
                member=Office.objects.get(pk=pk) if kind == "office" else None,
                why_again=said.get("why_again", ""),
            ),
            "copy": Copy(said["copy_place"], said["copy_placed_by"], instant(said["copy_on"], said["copy_time"])),
        }

    def context(self, form: NoticeForm) -> dict:
        cabinet = Body.objects.filter(kind="CABINET").order_by("pk").first()
        return {
            "reckoning": self.reckoning(),
            "asks_function": function_of(self.case) is None,
            "earlier": self.earlier,
            "carries_months": carries_months(self.case),
            "members": members_of(cabinet, self.at) if cabinet else [],
        }


    def finished(self, outcome: desk.Outcome) -> HttpResponse:
        """Also says what is lawful but unusual about the period."""
        notice = outcome.result
        constitution = constitution_of(self.case)
        longest, cited = constitution.slippage.notice_period_warning_months, constitution.citation(LONGEST)
        found = period_warnings(notice.decide_from, notice.decide_to, longest_months=longest, citation=cited) if notice else ()
        for warning in found:
            messages.warning(self.request, f"{warning} A new notice with other dates replaces this one.")
        return super().finished(outcome)


class NoticeAgain(TaskView):
    """From the agenda page: ask for a new notice when the published one does not cover the decision."""

    kind = "agenda.publish"
    title = "Ask for a new notice"
    template_name = "decisions/notice_again.html"
    service = ask_again
    start = staticmethod(lambda result: KeyDecisionNoticeFlow if result else None)

    def asked_for(self) -> dict[str, date]:
        """The days that the address asks for, as far as they can be read."""
        found = {}
        for name in ("decide_from", "decide_to"):
            try:
                found[name] = parse_date(self.request.GET.get(name, ""))
            except Refusal:
                continue
        return found

    def context(self, form: object) -> dict:
        asked = self.asked_for().get("decide_from")
        return {
            "earlier": live_notice(self.case),
            "carries_months": carries_months(self.case),
            "reckoning": reckon_notice(self.case, self.at),
            "asked": asked,
        }

    def finished(self, outcome: desk.Outcome) -> HttpResponse:
        """On to the form of the new notice, filled with the days asked for, where it waits for this person."""
        waiting = Duty.objects.filter(case=self.case, kind="notice.publish", closed_at__isnull=True).order_by("-pk").first()
        if waiting is None or access.may(self.actor, waiting.kind, waiting, self.at) is None:
            return redirect("inbox")
        days = {name: day.isoformat() for name, day in self.asked_for().items()}
        return redirect(f"{reverse('duty', args=[waiting.pk])}{'?' if days else ''}{urlencode(days)}")


TASK_VIEWS = [NoticeTask]
urlpatterns = [path("duties/<int:pk>/new-notice/", NoticeAgain.as_view(), name="notice_again")]
