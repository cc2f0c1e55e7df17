"""Bank holidays: what the calendar holds, and a proclaimed day with what it changes in every open case."""

import uuid
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning import access, clock
from commissioning.rules import calendars
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import proclaimed_days, shipped_days
from commissioning.services.calendars import require_new_day
from commissioning.views.base import StaffView, actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back
from decisions.models import DeadlineMove
from decisions.selectors.recounts import Move, NewDay, cases_to_recount, moves
from workflows.forms.holidays import HiddenHoliday, HolidayForm
from workflows.services.holidays import enter_day, recount_cases

YEARS = range(calendars.COVERS_FROM.year, calendars.COVERS_TO.year + 1)


def by_case(found: list[Move]) -> list[tuple[object, list[Move]]]:
    """Moves in groups, one for each case."""
    return [(case, list(group)) for case, group in groupby(found, key=lambda move: move.case)]


class BankHolidays(StaffView):
    """The days of one year, and every day entered since the calendar was published."""

    act = "case.read"
    template_name = "workflows/bank_holidays.html"

    def get_context_data(self, **kwargs: object) -> dict:
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else local_date(self.at).year
        if year not in YEARS:
            year = local_date(self.at).year
        return super().get_context_data(
            year=year,
            before=year - 1 if year - 1 in YEARS else None,
            after=year + 1 if year + 1 in YEARS else None,
            parts=calendars.PART_NAMES,
            days=shipped_days(year),
            entered=proclaimed_days(),
            data_version=calendars.DATA_VERSION,
            may_enter=access.may(actor_of(self.request), "calendar.proclaim", None, self.at) is not None,
            **kwargs,
        )


class StepUpView(StaffView):
    """A page of the proper officer that asks for a fresh second factor."""

    act = "calendar.proclaim"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        allowed = request.user.is_authenticated and access.may(actor_of(request), self.act, None, clock.now())
        if allowed and not step_up_is_fresh(request):
            return to_step_up(request)
        return super().dispatch(request, *args, **kwargs)


class EnterDay(StepUpView):
    """Ask for the day; show what it would change; enter it."""

    template_name = "workflows/bank_holiday_enter.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.page(HolidayForm(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = HolidayForm(request.POST)
        if not form.is_valid() or "change" in request.POST:
            return self.page(form)
        try:
            if "confirm" in request.POST:
                return self.enter(form.cleaned_data)
            parts = require_new_day(form.cleaned_data["day"], form.cleaned_data["parts"], self.at)
        except Refusal as refusal:
            return self.page(form, refusal=refusal)
        new = NewDay(form.cleaned_data["day"], form.cleaned_data["name"], frozenset(parts))
        found = moves(self.at, new=new)
        return self.page(HiddenHoliday(request.POST), new=new, cases=by_case(found), count=len(found))

    def enter(self, given: dict) -> HttpResponse:
        by = actor_of(self.request, self.request.POST.get("request_key", ""))
        done = enter_day(by=by, **given)
        words = f"{long_date(given['day'])} is entered. "
        count = len(done.moved)
        words += f"Deadlines moved in {count} case{'' if count == 1 else 's'}." if count else "No deadline moved."
        messages.success(self.request, words)
        return redirect("bank_holiday", day=given["day"].isoformat())

    def page(self, form: HolidayForm, **more: object) -> HttpResponse:
        key = self.request.POST.get("request_key") or uuid.uuid4().hex
        return self.render_to_response(self.get_context_data(form=form, request_key=key, **more))


class OneDay(StaffView):
    """A proclaimed day: who entered it from where, what moved, and what still has to follow."""

    act = "case.read"
    template_name = "workflows/bank_holiday.html"

    def found(self) -> list:
        try:
            day = date.fromisoformat(self.kwargs["day"])
        except ValueError:
            raise Http404 from None
        rows = [one for one in proclaimed_days() if one.day == day]
        if not rows:
            raise Http404
        return rows

    def get_context_data(self, **kwargs: object) -> dict:
        rows = self.found()
        moved = DeadlineMove.objects.filter(day=rows[0].day).select_related("case").order_by("case__year", "case__number", "pk")
        may_enter = access.may(actor_of(self.request), "calendar.proclaim", None, self.at) is not None
        return super().get_context_data(
            rows=[(one, [calendars.PART_NAMES[part] for part in one.parts]) for one in rows],
            cases=[(case, list(group)) for case, group in groupby(moved, key=lambda move: move.case)],
            behind=cases_to_recount(self.at) if may_enter else [],
            request_key=uuid.uuid4().hex,
            **{**kwargs, "day": rows[0].day},
        )


class RecountDay(StepUpView):
    """Try again for the cases that could not be recounted."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("bank_holiday", day=kwargs["day"])

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        rows = OneDay.found(self)
        by = actor_of(request, request.POST.get("request_key", ""))
        done = recount_cases(by=by, day=rows[0].day, name=rows[0].name)
        count = len(done.moved)
        messages.success(request, f"{count} case{' follows' if count == 1 else 's follow'} the calendar now.")
        return redirect("bank_holiday", day=kwargs["day"])


TASK_VIEWS: list = []
urlpatterns = [
    path("calendar/", BankHolidays.as_view(), name="bank_holidays"),
    path("calendar/enter/", EnterDay.as_view(), name="bank_holiday_enter"),
    path("calendar/<str:day>/", OneDay.as_view(), name="bank_holiday"),
    path("calendar/<str:day>/recount/", RecountDay.as_view(), name="bank_holiday_recount"),
]
