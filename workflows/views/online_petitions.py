"""Residents start and sign petitions without an account; the office checks them and hands them in."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from commissioning import clock
from commissioning.acts import Actor
from commissioning.models import Case
from commissioning.rules.dates import DAY, local_date
from commissioning.rules.refusals import Refusal
from commissioning.views.base import PublicView
from commissioning.views.limits import within_limit
from scrutiny.forms.online_petitions import CheckForm, HandInForm, PersonForm, StartForm
from scrutiny.models import OnlinePetition, PetitionSigner
from scrutiny.rules.online_petitions import USUAL_DAYS
from scrutiny.selectors.online_petitions import find_online, is_open, listed, signatures_of, signer_by
from scrutiny.selectors.register import find_public
from scrutiny.services.online_petitions import (
    check_petition,
    confirm_petition,
    confirm_signature,
    hand_in_petition,
    sign_petition,
    start_petition,
    take_back,
)
from workflows import desk
from workflows.views.task import TaskView

MOST_STARTS, MOST_SIGNATURES, WITHIN = 5, 20, 3600  # from one connection within an hour
SMALL_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
SHOWN = 500  # names on the page that hands a petition in
RESIDENT = "A member of the public"


class PetitionList(PublicView):
    """What can be signed today, and what became of the others."""

    template_name = "scrutiny/petitions.html"

    def get_context_data(self, **kwargs: object) -> dict:
        can_sign, others = listed(local_date(clock.now()))
        return super().get_context_data(can_sign=can_sign, others=others, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Start(PublicView):
    """The words, and who asks. Kept only until the link in the mail is followed."""

    template_name = "scrutiny/petition_start.html"

    def subject(self) -> Case:
        case = find_public(self.kwargs["year"], self.kwargs["number"])
        if case is None:
            raise Http404
        return case

    def get_context_data(self, form: StartForm | None = None, **kwargs: object) -> dict:
        return super().get_context_data(case=self.subject(), form=form or StartForm(), **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        case, form = self.subject(), StartForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form.is_from_a_programme:
            return redirect("petition_sent")  # answered like everybody, and dropped
        if not within_limit(request, "petition", most=MOST_STARTS, seconds=WITHIN):
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        said = form.cleaned_data
        try:
            start_petition(case=case, subject=said["subject"], asks=said["asks"], person=form.person(), at=clock.act_now())
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal))
        return redirect("petition_sent")


@method_decorator(never_cache, name="dispatch")
class PetitionPage(PublicView):
    """What is asked, how many signed, until when; and the form to sign it."""

    template_name = "scrutiny/petition.html"

    def subject(self) -> OnlinePetition:
        online = find_online(self.kwargs["reference"])
        if online is None:
            raise Http404
        return online

    def get_context_data(self, form: PersonForm | None = None, **kwargs: object) -> dict:
        online = self.subject()
        return super().get_context_data(
            online=online,
            case=online.case,
            can_sign=is_open(online, local_date(clock.now())),
            handed_in=getattr(online, "handed_in", None),
            form=form or PersonForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        online, form = self.subject(), PersonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form.is_from_a_programme:
            return redirect("petition_sent")
        if not within_limit(request, "petition.sign", most=MOST_SIGNATURES, seconds=WITHIN):
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        try:
            sign_petition(online=online, person=form.person(), at=clock.act_now())
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal))
        return redirect("petition_sent")


class Sent(PublicView):
    """Says nothing about who wrote, nor whether the address signed before."""

    template_name = "scrutiny/petition_sent.html"


@method_decorator(never_cache, name="dispatch")
class Link(PublicView):
    """Where the mail leads: a button that makes it count, or takes it back. Opening the page alone does neither, because
    programmes open links in mails."""

    template_name = "scrutiny/petition_link.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, **more: object) -> HttpResponse:
        signer = signer_by(self.kwargs["token"])
        about = (signer.draft or signer.online) if signer else None
        context = self.get_context_data(signer=signer, about=about, **more)
        return self.render_to_response(context, status=status if signer or more else 404)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        signer = signer_by(self.kwargs["token"])
        if signer is None:
            return self.page()
        if "take_back" in request.POST:
            take_back(signer=signer)
            return self.page(taken_back=True)
        if signer.draft is not None:
            by = Actor(user=None, via="web", name=RESIDENT)
            refusal = desk.act(signer.draft.case, confirm_petition, by=by, signer=signer.pk).refusal
        else:
            refusal = None
            try:
                confirm_signature(signer=signer, at=clock.act_now())
            except Refusal as found:
                refusal = found
        return self.page(refusal=refusal, done=refusal is None)


class CheckTask(TaskView):
    """Nothing defamatory, nobody named, nothing that is asked already: then people can sign it."""

    kind = "petition.check"
    title = "Check a petition that a resident started"
    done = "Whoever started it is told."
    template_name = "scrutiny/petition_check.html"
    form_class = CheckForm
    service = staticmethod(check_petition)

    def form_arguments(self) -> dict:
        return {"initial": {"closes_on": local_date(self.at) + USUAL_DAYS * DAY}}

    def context(self, form: CheckForm) -> dict:
        online = OnlinePetition.objects.filter(pk=self.duty.subject_id, case=self.case).first()
        return {"online": online, "signer": online.signers.filter(started=True).first() if online else None}


class HandInTask(TaskView):
    """The words, the number, and who signed, for the office only."""

    kind = "petition.hand_in"
    title = "Hand in a petition that residents signed"
    done = "The petition is with scrutiny, which answers it. It stands on the public page."
    template_name = "scrutiny/petition_hand_in.html"
    form_class = HandInForm
    service = staticmethod(hand_in_petition)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Hand it in, or delete one signature whose owner asks for that and has lost the link."""
        if "forget" not in request.POST:
            return super().post(request, *args, **kwargs)
        asked = request.POST["forget"]
        signers = PetitionSigner.objects.filter(online=self.duty.subject_id, online__case=self.case)
        signer = signers.filter(pk=int(asked)).first() if SMALL_NUMBER.fullmatch(asked) else None
        if signer is not None:
            take_back(signer=signer)
            messages.success(request, "The name and the address are deleted, and the signature no longer counts.")
        return redirect(request.path)

    def context(self, form: HandInForm) -> dict:
        online = OnlinePetition.objects.select_related("check_made").filter(pk=self.duty.subject_id, case=self.case).first()
        signers = online.signers.filter(confirmed_at__isnull=False).order_by("name", "pk")[:SHOWN] if online else []
        return {"online": online, "signers": signers, "count": signatures_of(online) if online else 0, "shown": SHOWN}


TASK_VIEWS = [CheckTask, HandInTask]
urlpatterns = [
    path("petitions/", PetitionList.as_view(), name="petitions"),
    path("petitions/sent/", Sent.as_view(), name="petition_sent"),
    path("petitions/link/<str:token>/", Link.as_view(), name="petition_link"),
    path("petitions/<slug:reference>/", PetitionPage.as_view(), name="petition"),
    path("register/<int:year>/<slug:number>/petition/", Start.as_view(), name="petition_start"),
]
