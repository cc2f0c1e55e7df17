"""People and their offices, for the administrator."""

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import path, reverse

from commissioning.accounts import factors_of
from commissioning.forms.govuk import GovukForm
from commissioning.forms.people import (
    AppointForm,
    BodyForm,
    CloseAccountForm,
    EndForm,
    InviteForm,
    OfficeForm,
    PeopleFilters,
    ReopenForm,
    ResetForm,
)
from commissioning.models import Appointment, User
from commissioning.rules.dates import local_date
from commissioning.selectors.people import (
    appointments_of,
    changes_of,
    find_people,
    offices_with_holders,
    what_a_role_can_do,
)
from commissioning.services.appointments import appoint, end_appointment, make_office
from commissioning.services.bodies import make_body
from commissioning.services.people import (
    deactivate_person,
    invite_again,
    invite_person,
    reopen_account,
    reset_second_factor,
)
from commissioning.views.base import StaffView
from commissioning.views.forms import ServicePage

PER_PAGE = 50


def found_person(pk: int) -> User:
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


class People(StaffView):
    """Everybody with an account, by name; found by name, address or office."""

    act = "people.read"
    template_name = "commissioning/people/list.html"

    def get_context_data(self, **kwargs: object) -> dict:
        filters = PeopleFilters(self.request.GET)
        chosen = filters.cleaned_data if filters.is_valid() else {}
        query, show = chosen.get("q", ""), chosen.get("show", "")
        pages = Paginator(find_people(query=query, show=show, at=self.at), PER_PAGE)
        return super().get_context_data(
            filters=filters,
            is_filtered=bool(query or show),
            page=pages.get_page(self.request.GET.get("page")),
            **kwargs,
        )


class Offices(StaffView):
    """Every office, who holds it now, who deputises."""

    act = "people.read"
    template_name = "commissioning/people/offices.html"

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(bodies=offices_with_holders(self.at), **kwargs)


class Person(StaffView):
    """One account: offices held, offices held before, every change with who made it."""

    act = "people.read"
    template_name = "commissioning/people/person.html"

    def get_context_data(self, **kwargs: object) -> dict:
        person = found_person(self.kwargs["pk"])
        today = local_date(self.at)
        appointments = appointments_of(person)
        for one in appointments:
            one.is_over = one.ends_on is not None and one.ends_on < today
            one.is_ahead = one.starts_on > today
            one.can = what_a_role_can_do(one.office.role)
        return super().get_context_data(
            person=person,
            appointments=appointments,
            changes=changes_of(person),
            has_factor=factors_of(person) > 0,
            **kwargs,
        )


class Invite(ServicePage):
    act, form_class, service = "person.invite", InviteForm, invite_person
    title, submit = "Invite somebody", "Send the invitation"
    lede = "They get a link to choose a password. What they may do follows from the office you appoint them to next."
    done = "The invitation is on its way."


class OfThisPerson(ServicePage):
    """A form about one person, shown with the name."""

    def more(self) -> dict:
        return {"caption": self.person.name}

    @property
    def person(self) -> User:
        if not hasattr(self, "_person"):
            self._person = found_person(self.kwargs["pk"])
        return self._person

    def arguments(self, form: GovukForm) -> dict:
        return {"person": self.person, **form.cleaned_data}

    def next_url(self) -> str:
        return reverse("person", kwargs={"pk": self.person.pk})


class InviteAgain(OfThisPerson):
    act, form_class, service = "person.invite", GovukForm, invite_again
    title, submit = "Send a new link", "Send the link"
    lede = "The former link may be used up or too old. The new one works once, for three days."
    done = "A new link is on its way."


class Appoint(OfThisPerson):
    act, form_class, service = "office.appoint", AppointForm, appoint
    title, submit = "Appoint to an office", "Appoint"
    lede = "The appointment works from the first day at midnight to the end of the last day."
    done = "The appointment is made."


class CloseAccount(OfThisPerson):
    act, form_class, service = "person.deactivate", CloseAccountForm, deactivate_person
    title, submit = "Close the account", "Close the account"
    lede = (
        "The person is signed out at once and cannot sign in again; appointments end today. What they did stays on "
        "record under their name."
    )
    done = "The account is closed."


class ReopenAccount(OfThisPerson):
    act, form_class, service = "person.reopen", ReopenForm, reopen_account
    title, submit = "Open the account again", "Open the account"
    lede = "The person gets a link to choose a new password. Former offices are not given back: appoint them anew."
    done = "The account is open again, and a link is on its way."


class ResetSecondFactor(OfThisPerson):
    act, form_class, service = "person.reset", ResetForm, reset_second_factor
    title, submit = "Take away a lost second factor", "Take it away"
    lede = "For somebody who lost phone, passkey and recovery codes. At the next sign-in they set up a new one."
    done = "The second factor is taken away."


class EndAppointment(ServicePage):
    act, form_class, service = "office.end", EndForm, end_appointment
    title, submit, done = "End the appointment", "End the appointment", "The last day in office is set."

    @property
    def appointment(self) -> Appointment:
        if not hasattr(self, "_appointment"):
            found = Appointment.objects.select_related("person", "office__body").filter(pk=self.kwargs["pk"])
            self._appointment = found.first()
            if self._appointment is None:
                raise Http404
        return self._appointment

    def more(self) -> dict:
        return {"caption": f"{self.appointment.person.name}, {self.appointment.office.title}"}

    def arguments(self, form: GovukForm) -> dict:
        return {"appointment": self.appointment, **form.cleaned_data}

    def next_url(self) -> str:
        return reverse("person", kwargs={"pk": self.appointment.person_id})


class MakeBody(ServicePage):
    act, form_class, service = "body.make", BodyForm, make_body
    title, submit, done = "Set up a body", "Set up the body", "The body is set up. Give it its offices."
    lede = "Something that sits, works or decides together: the Cabinet, a commissioning service, a partner agency."

    def next_url(self) -> str:
        return reverse("offices")


class MakeOffice(ServicePage):
    act, form_class, service = "office.make", OfficeForm, make_office
    title, submit, done = "Set up an office", "Set up the office", "The office is set up. Appoint somebody to it."

    def next_url(self) -> str:
        return reverse("offices")


urlpatterns = [
    path("people/", People.as_view(), name="people"),
    path("people/invite/", Invite.as_view(), name="person_invite"),
    path("people/offices/", Offices.as_view(), name="offices"),
    path("people/bodies/new/", MakeBody.as_view(), name="body_make"),
    path("people/offices/new/", MakeOffice.as_view(), name="office_make"),
    path("people/<int:pk>/", Person.as_view(), name="person"),
    path("people/<int:pk>/invite/", InviteAgain.as_view(), name="person_invite_again"),
    path("people/<int:pk>/appoint/", Appoint.as_view(), name="person_appoint"),
    path("people/<int:pk>/second-factor/", ResetSecondFactor.as_view(), name="person_reset"),
    path("people/<int:pk>/reopen/", ReopenAccount.as_view(), name="person_reopen"),
    path("people/<int:pk>/close/", CloseAccount.as_view(), name="person_close"),
    path("people/appointments/<int:pk>/end/", EndAppointment.as_view(), name="appointment_end"),
]
