"""The date calculator, for officers and residents."""

from django.urls import path

from commissioning import clock
from commissioning.forms.dates import DateForm
from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_in_force
from commissioning.selectors.date_answers import Answer, Question, answer, offered
from commissioning.views.base import PublicView


def constitution_or_none() -> Constitution | None:
    """The council's numbers today; a new installation has none yet."""
    try:
        return constitution_in_force(local_date(clock.now()))
    except Refusal:
        return None


class DateCalculator(PublicView):
    """Counts one period and shows every day of it. The answer is in the address, to be kept or sent."""

    template_name = "commissioning/dates.html"

    def get_context_data(self, **kwargs: object) -> dict:
        constitution = constitution_or_none()
        asked = "on" in self.request.GET
        form = DateForm(
            self.request.GET if asked else None,
            groups=offered(constitution),
            initial={name: self.request.GET[name] for name in ("period", "n") if name in self.request.GET},
        )
        found = self.found(form, constitution) if asked and form.is_valid() else None
        return super().get_context_data(form=form, answer=found, constitution=constitution, **kwargs)

    def found(self, form: DateForm, constitution: Constitution | None) -> Answer | None:
        """The answer, or nothing with the reason beside the box."""
        given = form.cleaned_data
        question = Question(
            period=given["period"],
            on=form.moment,
            n=given["n"],
            back=given["direction"] == "back",
            calendar=given["calendar"],
        )
        try:
            return answer(question, constitution)
        except Refusal as refusal:
            form.refuse(refusal)
            return None


urlpatterns = [path("dates/", DateCalculator.as_view(), name="date_calculator")]
