"""“Who may decide this?”: the answer of the scheme and the constitution with every reason; and what is wrong with it."""

from django.urls import path

from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.views.base import StaffView
from decisions.forms.authority import AuthorityForm
from decisions.rules.key_decision import KeyFacts
from decisions.selectors import authority


class WhoMayDecide(StaffView):
    """Value, day and effects in; deciders, key decision, call-in and every reason out."""

    act = "case.read"
    template_name = "decisions/who_may_decide.html"

    def get_context_data(self, **kwargs: object) -> dict:
        asked = "function" in self.request.GET
        form = AuthorityForm(self.request.GET if asked else None, functions=authority.functions())
        found = self.found(form) if asked and form.is_valid() else {}
        return super().get_context_data(form=form, faults=authority.faults(local_date(self.at)), **found, **kwargs)

    def found(self, form: AuthorityForm) -> dict:
        """The answer, or nothing with the reason at the form."""
        said = form.cleaned_data
        effects = said["wards"] == "yes"
        facts = KeyFacts(
            said["value"],
            said["value"],
            wards=("one", "two") if effects else (),
            significant_in_wards=effects,
            changes_framework=said["framework"] == "yes",
            executive=authority.gives_as_executive(said["function"]) != {False},
        )
        try:
            answer = authority.answer(said["function"], facts, said["on"])
        except Refusal as refusal:
            form.add_error("on", refusal.message)
            return {}
        names = authority.titles(answer)
        return {"answer": answer, "makers": [(names[one.office], one) for one in answer.makers], "said": said}


urlpatterns = [path("who-may-decide/", WhoMayDecide.as_view(), name="who_may_decide")]
