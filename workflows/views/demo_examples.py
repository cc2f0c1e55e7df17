"""The demonstration's button “Fill what is empty with an example” on the two pages where most is written."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from commissioning import access, clock
from commissioning.rules.refusals import Refusal
from commissioning.services.evidence_packs import save_pack_part
from commissioning.services.proposals import save_section
from commissioning.views.base import actor_of
from workflows import desk
from workflows.services.demo_examples import empty_pack_parts, empty_sections
from workflows.views.task import find_duty

KINDS = ("pack.write", "proposal.write")


class FillWithExample(LoginRequiredMixin, View):
    """Save example words in every empty part of the draft, each as one act of the person at the keyboard."""

    act = "own"
    is_public = False
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty = find_duty(pk)
        actor = actor_of(request)
        if not settings.DEMO_MODE or duty.kind not in KINDS or access.may(actor, duty.kind, duty, clock.now()) is None:
            raise Http404
        if duty.kind == "pack.write":
            acts = [(save_pack_part, {"part": part, "value": value}) for part, value in empty_pack_parts(duty.case)]
        else:
            parts = empty_sections(duty.case, clock.today())
            acts = [(save_section, {"section": section, "value": value}) for section, value in parts]
        refused: list[Refusal] = []
        for number, (service, values) in enumerate(acts):
            by = replace(actor, request=f"{actor.request}-{number}")
            refusal = desk.act(duty.case, service, by=by, duty=pk, **values).refusal
            refused += [refusal] if refusal else []
        self.tell(request, len(acts) - len(refused), refused)
        return redirect("duty", pk)

    @staticmethod
    def tell(request: HttpRequest, filled: int, refused: list[Refusal]) -> None:
        if filled:
            parts = "1 empty part is" if filled == 1 else f"{filled} empty parts are"
            messages.success(request, f"{parts} filled with example words. Nothing that was written has changed.")
        for refusal in refused:
            messages.warning(request, refusal.message)
        if not filled and not refused:
            messages.info(request, "No part is empty.")
