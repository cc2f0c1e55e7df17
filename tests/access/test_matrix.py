"""Every address as a stranger, as somebody without an office and as one person of each role, against the matrix."""

import re
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseNotFound
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from commissioning import access, clock, urls
from commissioning.models import Appointment, AuditIndex, Case, ConstitutionVersion, Duty, User
from commissioning.rules.access_matrix import ACTS
from commissioning.services.duties import open_duties
from decisions.models import AgendaItem, KeyDecisionNotice
from tests.access.matrix import DUTIES, DUTY_PAGES, PAGES, ROLES
from tests.architecture.test_urls import patterns
from tests.builders import a_borough, a_case, a_user, actor, office, person
from tests.builders import test_act as system_act
from tests.builders_accounts import with_password
from tests.builders_s3 import an_item_in_session
from workflows.urls import PAGES as TASK_PAGES
from workflows.views.registry import TASKS

pytestmark = pytest.mark.django_db
OPEN, SIGN_IN, HIDDEN = "open", "sign in", "not found"


@pytest.fixture
def world(db):
    """A case before an open Cabinet, so that every page has something to show."""
    cache.clear()
    a_borough(since=date(2020, 1, 1))
    with_password(a_user("no-office"))
    return an_item_in_session()


@pytest.fixture
def brief_404(monkeypatch):
    """Thousands of pages are not found here: without drawing that page, which tests below look at, twice as fast."""
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponseNotFound(), raising=False)


@pytest.fixture
def drawn_once(monkeypatch):
    """Each page is drawn for the first role that may open it; for the next ones it is enough that it opens."""
    draw, drawn = Template.render, set()

    def once(self: Template, context: dict | None = None, request: HttpRequest | None = None) -> str:
        page = (request.resolver_match.view_name, self.template.name) if request else None
        if page in drawn:
            return ""
        text = draw(self, context, request)
        drawn.update({page} - {None})
        return text

    monkeypatch.setattr(Template, "render", once)


@pytest.fixture
def case(db):
    """A case in which nobody has done anything."""
    cache.clear()
    a_borough(since=date(2020, 1, 1))
    return a_case()


def addresses(item: AgendaItem) -> dict[str, dict]:
    """What to fill into the addresses of the world."""
    case = {"year": 2026, "number": "001"}
    notice = KeyDecisionNotice.objects.get()
    legal = person("legal")
    event = AuditIndex.objects.filter(case__reference="2026/001").earliest("seq").seq
    passkey = {"pk": 1}
    return {
        "register_case": case,
        "record_pdf": case,
        "register_evidence": case,
        "register_evidence_csv": {**case, "indicator": 1},
        "case_receipt": case,
        "audit_trail": case,
        "audit_reads": case,
        "audit_as_known": case,
        "audit_export": {**case, "media": "csv"},
        "audit_file": {**case, "order": 1},
        "audit_erase": {**case, "event": event},
        "audit_lift": {**case, "event": event},
        "call_in": case,
        "call_in_withdraw": case,
        "case_own_part": case,
        "case_petition": case,
        "petition": {"reference": "2026-001-e1"},
        "petition_link": {"token": "x"},
        "petition_start": case,
        "scrutiny_refer": case,
        "case": case,
        "case_withdraw": case,
        "case_law": case,
        "case_urgency_ask": case,
        "case_exception": case,
        "case_amendment": case,
        "case_informal": case,
        "case_late_item": case,
        "case_scrutiny_agenda": case,
        "case_report_gap": case,
        "case_record_correct": case,
        "case_report_correct": case,
        "case_interest": case,
        "case_function": case,
        "case_allocate": case,
        "case_call_in_class": case,
        "case_education": case,
        "case_outage": case,
        "case_key": case,
        "consultation": {"reference": "2026-001-c1"},
        "case_consultations": case,
        "case_consult": case,
        "case_consultation_extend": {**case, "n": 1},
        "case_consultation_results": {**case, "n": 1},
        "case_consultation_tell": {**case, "n": 1},
        "consultation_file": {"reference": "2026-001-c1", "n": 1},
        "case_procurement": case,
        "case_procurement_record": case,
        "case_private": case,
        "case_representation": case,
        "case_representation_answer": {**case, "representation": 1},
        "private_notice": {"reference": "2026-001-p1"},
        "representation_make": {"reference": "2026-001-p1"},
        "representation_sent": {"reference": "2026-001-p1", "representation": 1},
        "urgent_step": {"reference": "2026-001-u1"},
        "case_evidence": case,
        "case_evidence_challenge": case,
        "case_evidence_csv": {**case, "indicator": 1},
        "case_evidence_answer": {**case, "challenge": 1},
        "case_proposal": {**case, "version": 1},
        "case_proposal_compare": case,
        "meeting": {"pk": item.meeting_id},
        "meeting_live": {"pk": item.meeting_id},
        "meeting_cancel": {"pk": item.meeting_id},
        "meeting_postpone": {"pk": item.meeting_id},
        "meeting_interests": {"pk": item.meeting_id},
        "item_exclusion": {"pk": item.pk},
        "item_readmission": {"pk": item.pk},
        "report": {"pk": item.pk},
        "report_exempt": {"pk": item.pk},
        "report_exempt_file": {"pk": item.pk},
        "report_opened_file": {"pk": item.pk},
        "notice": {**case, "notice": notice.number},
        "ledger_entries": {"path": "000"},
        "ledger_tile": {"level": "0", "path": "000"},
        "ledger_proof": {"seq": "1"},
        "account_confirm_email": {"key": "x"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        "mfa_remove_webauthn": passkey,
        "mfa_edit_webauthn": passkey,
        "constitution_version": {"digest": ConstitutionVersion.objects.get().sha256[:12]},
        "constitution_text": {"digest": ConstitutionVersion.objects.get().sha256[:12]},
        "call_in_set": {"name": "brent-2024"},
        "constitution_confirm": {"pk": 1},
        "bank_holiday": {"day": "2027-06-03"},
        "bank_holiday_recount": {"day": "2027-06-03"},
        "constitution_withdraw": {"pk": 1},
        "scheme_change": {"pk": 1},
        "scheme_end": {"pk": 1},
        "scheme_confirm": {"pk": 1},
        "scheme_withdraw": {"pk": 1},
        "overlay_declare": {"kind": "spend-stop"},
        "overlay_end": {"pk": 1},
        "dispensation_answer": {"pk": 1},
        "overlay_authorise": {"pk": 1},
        "demo_example": {"pk": 1},
        "person": {"pk": legal.pk},
        "person_invite_again": {"pk": legal.pk},
        "person_appoint": {"pk": legal.pk},
        "person_close": {"pk": legal.pk},
        "person_reopen": {"pk": legal.pk},
        "person_reset": {"pk": legal.pk},
        "appointment_end": {"pk": Appointment.objects.get(person=legal).pk},
    }


# Nothing of the kind exists in the world, or the address answers a POST only: the honest answer to everybody.
EMPTY = {
    "dispensation_answer",
    "audit_export", "audit_file", "bank_holiday", "plan_file", "urgent_step", "private_notice", "representation_make", "representation_sent", "case_representation_answer",
    "consultation", "case_consultation_extend", "case_consultation_tell", "case_consultation_results", "consultation_file", "petition", "petition_link",
    "overlay_authorise", "overlay_end",
    "record_pdf", "case_receipt", "ledger_checkpoint", "ledger_checkpoints", "ledger_entries", "ledger_tile",
    "ledger_proof", "call_in", "call_in_withdraw", "ledger_consistency", "ledger_vkey", "case_evidence_answer", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "mfa_deactivate_totp", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip

# The pages beside the first one of a duty: its kind, and what else the address names.
PARTS = {
    "duty_minute": ("item.outcome", {}),
    "duty_minute_answer": ("reconsider.decide", {}),
    "duty_vote_open": ("item.outcome", {}),
    "duty_vote_close": ("item.outcome", {}),
    "duty_pass": ("decision.make", {}),
    "notice_again": ("agenda.publish", {}),
    "pack_part": ("pack.write", {"part": "about"}),
    "proposal_section": ("proposal.write", {"section": "summary"}),
}


def as_person(user: User) -> Client:
    """Signed in, with a second factor set up long ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["has_second_factor"] = user.pk
    session.save()
    return client


def answer_to(client: Client, path: str) -> str:
    answer = client.get(path)
    if answer.status_code in (404, 405):
        return HIDDEN
    if answer.status_code == 302 and answer.url.startswith("/accounts/login/"):
        return SIGN_IN
    assert answer.status_code in (200, 302, 304, 400), f"{path}: {answer.status_code}"
    return OPEN


def names() -> list[str]:
    return sorted({name for name, _ in patterns()})


def asked(may: set[str]) -> set[str]:
    """Everybody on SQLite; on PostgreSQL one role that may and one that may not: who may what is reckoned in Python."""
    if connection.vendor == "sqlite":
        return set(ROLES)
    return {*sorted(may & set(ROLES))[:1], *sorted(set(ROLES) - may)[:1]}


def test_every_address_is_in_the_matrix():
    assert set(names()) - DUTY_PAGES == set(PAGES)


def test_every_kind_of_duty_is_in_the_matrix():
    assert TASK_PAGES, "importing the addresses fills the register"
    assert set(TASKS) - set(DUTIES) == set()
    assert {kind for kind, need in ACTS.items() if need.duty} - set(DUTIES) == set()


def test_strangers_see_what_is_public_and_are_asked_to_sign_in_elsewhere(world):
    filled = addresses(world)
    expected, found = {}, {}
    for name, who in PAGES.items():
        cache.clear()
        expected[name] = HIDDEN if who.closed else OPEN if who.anonymous else SIGN_IN
        found[name] = answer_to(Client(), reverse(name, kwargs=filled.get(name)))

    assert differences(expected, found) == {
        "mfa_authenticate": (OPEN, SIGN_IN), "demo_next": (HIDDEN, SIGN_IN), "demo_example": (HIDDEN, SIGN_IN),
    }  # fmt: skip


def test_each_role_opens_what_the_matrix_says(world, brief_404, drawn_once):
    filled = addresses(world)

    wrong = {role: wrong_answers(with_password(person(key)), role, filled) for role, key in ROLES.items()}

    assert {role: pages for role, pages in wrong.items() if pages} == {}


def test_account_without_an_office_opens_its_own_pages_only(world):
    assert wrong_answers(a_user("no-office"), "", addresses(world)) == {}


def wrong_answers(user: User, role: str, filled: dict[str, dict]) -> dict:
    """Pages that do not answer this person as the matrix says: what was expected, what was found."""
    client = as_person(user)
    expected, found = {}, {}
    for name, who in PAGES.items():
        cache.clear()
        if name in {"account_logout", "mfa_authenticate"}:  # they lead signed-in people elsewhere
            continue
        if role and role not in asked(set(who.office)):
            continue
        may = role in who.office if role else who.person
        expected[name] = OPEN if may and not who.closed else HIDDEN
        found[name] = answer_to(client, reverse(name, kwargs=filled.get(name)))
    return differences(expected, found)


def differences(expected: dict, found: dict) -> dict:
    return {
        name: (expected[name], found[name])
        for name in expected
        if expected[name] != found[name] and not (name in EMPTY and found[name] == HIDDEN)
    }


def test_duty_opens_for_its_office_only(case, brief_404):
    wrong, clients = {}, {role: as_person(person(key)) for role, key in ROLES.items()}
    for kind in sorted(TASKS):
        duty = a_duty(case, kind)
        path = reverse("duty", kwargs={"pk": duty.pk})
        its_own = {role for role, key in ROLES.items() if key == DUTIES[kind]}
        expected = dict.fromkeys(asked(its_own) - its_own, HIDDEN)
        found = {role: answer_to(clients[role], path) for role in expected}
        wrong[kind] = differences(expected, found)
        if access.may(actor(DUTIES[kind]), kind, duty, clock.now()) is None:
            wrong[kind]["its office"] = HIDDEN

    assert {kind: roles for kind, roles in wrong.items() if roles} == {}


def test_duty_is_hidden_without_an_office_and_asks_strangers_to_sign_in(case):
    path = reverse("duty", kwargs={"pk": a_duty(case, "item.outcome").pk})

    assert answer_to(Client(), path) == SIGN_IN
    assert answer_to(as_person(a_user("no-office")), path) == HIDDEN


def a_duty(case: Case, kind: str) -> Duty:
    """An open duty of that kind for the office in the matrix."""
    key = DUTIES[kind]
    there = Duty.objects.filter(case=case, kind=kind, office__key=key, closed_at__isnull=True).first()
    return there or open_duties(case, kind, system_act(), offices=[office(key)])[0]


def test_parts_of_a_duty_ask_strangers_to_sign_in_and_hide_from_others(case):
    found = {}
    for name, (kind, extra) in PARTS.items():
        path = reverse(name, kwargs={"pk": a_duty(case, kind).pk, **extra})
        clients = (Client(), as_person(person("auditor")), as_person(a_user("no-office")))
        found[name] = [answer_to(client, path) for client in clients]

    assert set(PARTS) == DUTY_PAGES - {"duty"}
    assert found == {name: [SIGN_IN, HIDDEN, HIDDEN] for name in PARTS}


# missing and forbidden look the same


def page_text(answer) -> str:
    text = answer.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_forbidden_and_missing_are_the_same_page(case):
    duty = a_duty(case, "proposal.write")
    client = as_person(person("analyst"))
    pairs = [
        ("/people/", "/nowhere/"),
        ("/audit-trail/2026/001/", "/audit-trail/2026/999/"),
        (f"/duties/{duty.pk}/", "/duties/999999/"),
        ("/cases/2026/001/withdraw/", "/cases/2026/999/withdraw/"),
    ]

    pages = [(client.get(forbidden), client.get(missing)) for forbidden, missing in pairs]

    assert {(one.status_code, other.status_code) for one, other in pages} == {(404, 404)}
    assert [page_text(one) == page_text(other) for one, other in pages] == [True] * len(pairs)


def test_stranger_learns_nothing_from_a_number(case):
    duty = a_duty(case, "proposal.write")

    known, unknown = Client().get(f"/duties/{duty.pk}/"), Client().get("/duties/999999/")

    assert (known.status_code, unknown.status_code) == (302, 302)


def test_without_a_second_factor_only_public_pages_open(world):
    client = Client()
    client.force_login(person("legal"))
    Authenticator.objects.filter(user=person("legal")).delete()

    open_pages = [
        name
        for name, who in PAGES.items()
        if not who.anonymous
        and not who.closed
        and not name.startswith(("mfa_", "account_"))
        and name not in {"second_factor", "step_up"}
        and client.get(reverse(name, kwargs=addresses(world).get(name))).status_code == 200
    ]

    assert open_pages == []
