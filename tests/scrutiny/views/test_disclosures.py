"""Erasing and lifting through their pages: who, what is shown before, what is gone after, once."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from commissioning import documents, ledger
from commissioning.models import AccessIndex, AuditIndex, AuditOpening, Case, Document, Duty
from commissioning.selectors import ledger_verify
from tests.builders import a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_ledger import signed, signer

pytestmark = pytest.mark.django_db
ANSWERS = {"kind": "erase", "scope": "EVERYWHERE", "authority": "Data protection officer", "ground": "UK GDPR article 17(1)(d)"}
ADVICE, REASON = "Bidder A is cheaper.", "The contract is signed."


@pytest.fixture
def case(settings, tmp_path: Path, monkeypatch) -> Case:
    """Event 0: an exempt text that names a stored file, a personal and a public detail. In a demo, so that the second
    factor is a page of ours."""
    settings.ERASURE_JOURNAL = tmp_path / "journal.jsonl"
    settings.DOCUMENT_STORE = tmp_path / "documents"
    settings.DEMO_MODE = True
    a_borough()
    case = a_case()
    with ledger.recording():
        bid = documents.store(b"5p", system_act(), name="bid.pdf", media="application/pdf", access="EXEMPT", case=case)
        ledger.append(
            "decision.made", system_act(), case.reference, case=case,
            fields={"advice": ADVICE, "bid": {"sha256": bid.sha256}, "natures": "A tenancy", "outcome": "Agreed", "note": ""},
            tier={"advice": "exempt", "bid": "exempt", "natures": "personal"},
        )  # fmt: skip
    return case


@pytest.fixture
def officer(client, case):
    """The Monitoring Officer, with a fresh second factor."""
    return signed_in(client, "monitoring-officer")


def signed_in(client, who: str, *, fresh: bool = True):
    client.force_login(person(who))
    session = client.session
    session["has_second_factor"] = person(who).pk
    if fresh:
        session["stepped_up_at"], session["second_factor"] = "2999-01-01T00:00:00+00:00", "demo"
    session.save()
    return client


def path(name: str = "audit_erase", event: int = 0) -> str:
    return reverse(name, args=[2026, "001", event])


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer) -> dict[str, str]:
    form = answer.context["form"]
    return {label: form.looks["parts"].hints[name] for name, label in form.fields["parts"].choices}


def values(seq: int) -> dict[str, object]:
    return dict(AuditOpening.objects.filter(event_id=seq, salt__isnull=False).values_list("name", "value"))


@pytest.mark.parametrize("name", ["audit_erase", "audit_lift"])
@pytest.mark.parametrize("who", ["leader", "scrutiny-3", "auditor", "administrator", "commissioner"])
def test_erasing_and_lifting_are_not_found_by_others(client, case, name, who):
    signed_in(client, who)

    assert client.get(path(name)).status_code == 404
    assert client.post(path(name), {"parts": ["outcome"], "confirm": "1", **ANSWERS}).status_code == 404
    assert values(0)["outcome"] == "Agreed"


def test_proper_officer_lifts_and_does_not_erase(client, case):
    signed_in(client, "proper-officer")

    assert [client.get(path(name)).status_code for name in ("audit_lift", "audit_erase")] == [200, 404]


@pytest.mark.parametrize("event", [99, 10**17, 10**30])
def test_erasing_an_event_that_is_not_in_the_case_is_not_found(officer, event):
    assert officer.get(path(event=event)).status_code == 404


def test_erasing_an_event_of_another_case_is_not_found(officer):
    with ledger.recording():
        ledger.append("case.open", system_act(), "2026/002", case=a_case(number=2))

    assert officer.get(path(event=1)).status_code == 404


@pytest.mark.parametrize("name", ["audit_erase", "audit_lift"])
def test_erasing_and_lifting_ask_for_a_fresh_second_factor(client, case, name):
    signed_in(client, "monitoring-officer", fresh=False)
    sent = {"parts": ["advice"], "confirm": "1", **ANSWERS}

    answers = [client.get(path(name)), client.post(path(name), sent)]

    assert [one.url.partition("?")[0] for one in answers] == [reverse("step_up")] * 2
    assert AuditIndex.objects.count() == 1


def test_form_shows_what_each_detail_says_and_names_only_what_is_personal(officer):
    answer = officer.get(path())

    told = shown(answer)
    assert (told["Advice"], told["Outcome"], told["Nature of interests"]) == (
        ADVICE, "Agreed", "Personal. Not shown here either.",
    )  # fmt: skip
    assert {"Kind", "At", "Hist", "Note"} & told.keys() == set()
    assert "A tenancy" not in words(answer)


def test_looking_at_exempt_details_to_erase_them_is_a_reading(officer):
    officer.get(path())

    assert list(AccessIndex.objects.values_list("kind", "actor_id")) == [("read.exempt", person("monitoring-officer").pk)]


def test_preview_says_what_goes_and_what_stays_and_changes_nothing(officer):
    answer = officer.post(path(), {"parts": ["bid", "natures"], **ANSWERS})

    assert [row["value"] for row in answer.context["preview"]["rows"]][1] == "Personal. Not shown here either."
    assert [one.name for one in answer.context["preview"]["documents"]] == ["bid.pdf"]
    assert "Every receipt stays valid" in words(answer)
    assert "A tenancy" not in words(answer)
    assert AuditIndex.objects.count() == 1


def test_preview_names_where_else_the_words_go_and_what_stays(officer, case):
    said = "Asked for by a resident of Mill Lane"
    act = replace(system_act(), reason=said)
    with ledger.recording():
        case.title, case.question = "Another title", f"{said}: why?"
        case.save_as(act, update_fields=["title", "question"])
        ledger.append("case.revise", act, case.reference, case=case, fields={"why": "x" * 3000})
    with ledger.recording():
        ledger.append("case.revise", system_act(), case.reference, case=case, fields={"note": f"{said}."})

    one, other, narrow = (
        officer.post(path(event=1), {**ANSWERS, "parts": [part], "scope": scope})
        for part, scope in (("reason", "EVERYWHERE"), ("why", "EVERYWHERE"), ("reason", "EVENT"))
    )

    assert (one.context["preview"]["details"], one.context["preview"]["records"]) == (
        ["Note, event 2 of case 2026/001"],
        ["case: question", "history of the case: reason, question"],
    )
    assert narrow.context["preview"]["records"] == ["history of the case: reason"]
    assert [other.context["preview"][name] for name in ("details", "records", "stays")] == [[], [], []]
    assert "History of the case: reason, question" in words(one)
    assert "None: no record, draft or e-mail says the same." in words(other)
    assert AuditIndex.objects.count() == 3


def test_preview_warns_where_another_case_says_the_same(officer, case):
    said = "The usual words that stand in every case"
    other = a_case(number=2)
    with ledger.recording():
        other.question = said
        other.save_as(system_act(), update_fields=["question"])
        Duty.create_as(
            replace(system_act(), reason=said), case=other, kind="case.close", body=case.sponsor, office=case.officer, opened_at=system_act().at
        )
        ledger.append("case.revise", system_act(), other.reference, case=other)
        ledger.append("case.revise", system_act(), case.reference, case=case, fields={"note": said})

    wide, narrow = (officer.post(path(event=2), {**ANSWERS, "parts": ["note"], "scope": scope}) for scope in ("EVERYWHERE", "EVENT"))

    assert wide.context["preview"]["records"] == [
        "case: question, case 2026/002", "history of the case: question, case 2026/002", "history of the duty: reason, case 2026/002",
    ]  # fmt: skip
    assert "Other cases lose words as well: 2026/002." in words(wide)
    assert (narrow.context["preview"]["cases"], "Other cases lose words" in words(narrow)) == ([], False)


def test_page_that_showed_the_words_shows_the_mark_after_the_erasure(officer, case):
    said = "Asked for by a resident of Mill Lane"
    with ledger.recording():
        case.question = f"{said}: why?"
        case.save_as(system_act(), update_fields=["question"])
        ledger.append("case.revise", system_act(), case.reference, case=case, fields={"note": said})

    officer.post(path(event=1), {**ANSWERS, "parts": ["note"], "confirm": "1", "request_key": "k1"})

    case.refresh_from_db()
    assert case.question == "[erased]: why?"
    assert AuditIndex.objects.filter(kind="erase").count() == 1


@pytest.mark.parametrize("missing", ["parts", "scope", "kind", "authority", "ground"])
def test_erasing_without_an_answer_comes_back_with_the_question(officer, missing):
    sent = {"parts": ["outcome"], "confirm": "1", **ANSWERS}
    del sent[missing]

    answer = officer.post(path(), sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [missing])
    assert AuditIndex.objects.count() == 1


@pytest.mark.parametrize("name", ["kind", "hist", "subject.prev", "nothing"])
def test_erasing_what_holds_the_log_together_is_not_offered(officer, name):
    answer = officer.post(path(), {"parts": [name], "confirm": "1", **ANSWERS})

    assert list(answer.context["form"].errors) == ["parts"]
    assert AuditIndex.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_erasing_destroys_details_and_documents_and_leads_to_the_event_that_says_so(officer, settings):
    before = signed()

    answer = officer.post(path(), {"parts": ["bid", "natures"], "confirm": "1", "request_key": "k1", **ANSWERS}, follow=True)

    assert answer.redirect_chain[-1][0].endswith("/audit-trail/2026/001/?event=1")
    told = {one.label: one.lines for one in answer.context["entries"][0].fields}
    assert (told["Ordered by"], told["Ground"]) == (("Data protection officer",), ("UK GDPR article 17(1)(d)",))
    assert told["Details destroyed"] == ("Bid, event 0", "Nature of interests, event 0")
    assert {"bid", "natures"} & values(0).keys() == set()
    assert values(0)["advice"] == ADVICE
    assert documents.path_of(Document.objects.get(name="bid.pdf").sha256).exists() is False
    line = json.loads(Path(settings.ERASURE_JOURNAL).read_text())
    assert (line["event"], line["fields"]) == (1, [[0, "bid"], [0, "natures"]])
    assert ledger_verify.verify_log(before.note, [signer()[0]]).findings == ()


@pytest.mark.django_db(transaction=True)
def test_erasing_is_done_once_however_often_the_form_is_sent(officer):
    sent = {"parts": ["outcome"], "confirm": "1", "request_key": "k1", **ANSWERS}

    answers = [officer.post(path(), sent) for _ in range(2)]

    assert [one.url for one in answers] == [f"{reverse('audit_trail', args=[2026, '001'])}?event=1"] * 2
    assert AuditIndex.objects.filter(kind="erase").count() == 1


@pytest.mark.django_db(transaction=True)
def test_erased_details_are_told_in_the_trail_and_offered_no_more(officer):
    officer.post(path(), {"parts": ["outcome"], "confirm": "1", **ANSWERS})

    trail = officer.get(reverse("audit_trail", args=[2026, "001"]), {"event": 0})
    again = officer.post(path(), {"parts": ["outcome"], "confirm": "1", **ANSWERS})

    assert trail.context["entries"][0].erased == (("Outcome", 1),)
    assert again.context["form"].errors["parts"] == ["One of these details is no longer there. Look at the list again"]


@pytest.mark.django_db(transaction=True)
def test_event_of_an_erasure_offers_nothing_and_says_so(officer):
    officer.post(path(), {"parts": ["outcome"], "confirm": "1", **ANSWERS})

    answer = officer.get(path(event=1))

    assert answer.context["is_empty"] is True
    assert "This event holds nothing that can be erased" in words(answer)


def test_answers_can_be_changed_after_the_preview(officer):
    answer = officer.post(path(), {"parts": ["outcome"], "change": "1", **ANSWERS})

    assert answer.context["form"]["authority"].value() == "Data protection officer"
    assert "preview" not in answer.context


def test_lifting_offers_exempt_details_only(officer):
    assert shown(officer.get(path("audit_lift"))) == {"Advice": ADVICE, "Bid": shown(officer.get(path()))["Bid"]}


def test_lifting_shows_what_becomes_public_before_anything_happens(officer):
    answer = officer.post(path("audit_lift"), {"parts": ["advice"], "ground": REASON})

    assert [row["value"] for row in answer.context["preview"]["rows"]] == [ADVICE]
    assert AuditIndex.objects.count() == 1


def test_lifting_shows_a_long_text_whole_before_it_becomes_public(officer):
    text = "word " * 200
    with ledger.recording():
        ledger.append(
            "exempt.mark", system_act(), "2026/001", case=Case.objects.get(reference="2026/001"),
            fields={"advice": text}, tier="exempt",
        )  # fmt: skip

    cut = shown(officer.get(path("audit_lift", 1)))["Advice"]
    answer = officer.post(path("audit_lift", 1), {"parts": ["advice"], "ground": REASON})

    assert (len(cut) < 310, cut.endswith("…")) == (True, True)
    assert answer.context["preview"]["rows"][0]["value"].strip() == text.strip()


def test_lifting_opens_the_detail_once_and_leads_to_its_event(client, case):
    signed_in(client, "proper-officer")
    sent = {"parts": ["advice"], "ground": REASON, "confirm": "1", "request_key": "k1"}

    answers = [client.post(path("audit_lift"), sent) for _ in range(2)]

    assert [one.url.rpartition("?")[2] for one in answers] == ["event=1", "event=1"]
    assert (values(1)["kind"], values(1)["released"], values(1)["ground"]) == ("exempt.lift", [[0, "advice"]], REASON)
    assert AuditIndex.objects.count() == 2


def test_lifted_detail_is_not_offered_again(officer):
    for name in ("advice", "bid"):
        officer.post(path("audit_lift"), {"parts": [name], "ground": REASON, "confirm": "1"})

    answer = officer.get(path("audit_lift"))

    assert answer.context["is_empty"] is True
    assert "Nothing in this event is exempt" in words(answer)


def test_trail_leads_to_both_acts_for_those_who_may(client, case):
    links = {}
    for who in ("monitoring-officer", "proper-officer", "auditor"):
        answer = signed_in(client, who).get(reverse("audit_trail", args=[2026, "001"]))
        links[who] = [path(name) in words(answer) for name in ("audit_erase", "audit_lift")]

    assert links == {"monitoring-officer": [True, True], "proper-officer": [False, True], "auditor": [False, False]}
