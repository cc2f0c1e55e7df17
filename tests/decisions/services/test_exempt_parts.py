"""What a report keeps back: who reads it, where it must never show, and that lifting the exemption shows the same words."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from commissioning import ledger
from commissioning.models import AccessIndex, AuditIndex, AuditOpening, Case, Document
from commissioning.rules import receipts
from commissioning.rules.refusals import Refusal
from commissioning.selectors import ledger_verify
from commissioning.services import disclosures
from commissioning.services.receipts import case_receipt
from decisions.models import AgendaItem, Interest
from decisions.rules.exempt_parts import KeptBack
from decisions.selectors.exempt_parts import exempt_part
from tests.builders import actor, office, person, test_act
from tests.builders_ledger import signed, signer
from tests.builders_s5 import mark_education
from tests.decisions.services.test_meetings import CABINET, WEIGHING, a_new, publish, recommended
from tests.decisions.services.test_private_meetings import first as private_first
from tests.decisions.services.test_private_meetings import second as private_second

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
PUBLISHED = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
SHORT = "The lowest bid is zebracanary pounds an hour."
LONG = f"{SHORT}\n\n" + "| provider | pounds an hour |\n" * 100
CANARY = "zebracanary"
REVIEW = date(2027, 6, 1)


@pytest.fixture(scope="module")
def private_case(built_borough: None) -> int:
    """Recommended, with both notices of a private meeting."""
    case = recommended()
    private_first(case)
    private_second(case, at=datetime(2026, 12, 31, 8, 0, tzinfo=UTC))
    return case.pk


@pytest.fixture
def case(private_case: int, settings, tmp_path) -> Case:
    settings.DOCUMENT_STORE = tmp_path / "documents"
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"
    settings.DEMO_MODE = True  # the second factor is a page of ours
    return Case.objects.get(pk=private_case)


def kept(case: Case, text: str = SHORT, **more: object) -> AgendaItem:
    words = {"closed_for": [3], "weighing": WEIGHING, "kept_back": KeptBack(text, REVIEW)} | more
    return publish(case, new=a_new(CABINET), at=PUBLISHED, **words)


def lift(case: Case, item: AgendaItem, ground: str = "The contract is signed.") -> None:
    with ledger.recording():
        disclosures.lift_exemption(
            case=case, fields=[(exempt_part(item).seq, "exempt_text")], ground=ground, actor=actor("proper-officer"), at=CABINET
        )


def reader(who: str = "") -> Client:
    client = Client()
    if who:
        client.force_login(person(who))
        session = client.session
        session["has_second_factor"] = person(who).pk
        session.save()
    return client


def page(item: AgendaItem, who: str = "", part: str = "exempt/") -> tuple[int, str]:
    answer = reader(who).get(f"/reports/{item.pk}/{part}")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_what_is_kept_back_is_committed_to_under_the_exempt_tier_and_stands_in_no_row(case, text):
    item = kept(case, text)

    part = exempt_part(item)
    assert (part.text(), part.is_open) == (text.strip(), False)
    opening = AuditOpening.objects.get(event_id=part.seq, name="exempt_text")
    assert opening.tier == "exempt"
    assert CANARY not in json.dumps(item.closed_for)
    assert list(Document.objects.values_list("access", flat=True)) == ([] if text == SHORT else ["EXEMPT"])
    assert part.digest == ("" if text == SHORT else hashlib.sha256(text.strip().encode()).hexdigest())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kept_back": KeptBack(SHORT, None)}, "exempt.no_review"),
        ({"kept_back": KeptBack(SHORT, PUBLISHED.date())}, "exempt.no_review"),
        ({"closed_for": []}, "exempt.no_paragraph"),
    ],
)
def test_nothing_is_kept_back_without_a_paragraph_and_a_later_day_of_review(case, more, code):
    with pytest.raises(Refusal) as refusal:
        kept(case, **more)

    assert (refusal.value.code, Document.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("", 302), ("commissioner", 404), ("councillor-1", 404), ("lead-icb", 404), ("administrator", 404), ("scrutiny-chair", 404),
        ("co-optee-church", 404),
        ("leader", 200), ("cm-adults", 200), ("monitoring-officer", 200), ("s151", 200), ("proper-officer", 200), ("legal", 200),
    ],
)  # fmt: skip
def test_those_who_decide_and_those_who_answer_for_it_read_it_and_each_reading_is_recorded(case, who, status):
    item = kept(case)

    answer = page(item, who)

    assert (answer[0], CANARY in answer[1]) == (status, status == 200)
    told = [("read.exempt", person(who).pk)] if status == 200 else []
    assert list(AccessIndex.objects.values_list("kind", "actor_id")) == told


def test_co_optee_on_an_education_matter_waits_for_the_decision_like_all_of_scrutiny(case):
    mark_education(case, at=PUBLISHED)
    item = kept(case)

    found = [page(item, who)[0] for who in ("co-optee-church", "scrutiny-1")]

    assert (found, "Read what the report leaves out" in page(item, "co-optee-church", "")[1]) == ([404, 404], False)
    assert AccessIndex.objects.count() == 0


def test_member_who_has_to_stay_out_is_not_served_what_is_kept_back(case):
    item = kept(case)
    Interest.create_as(
        test_act(PUBLISHED), item=item, person=person("cm-adults"), office=office("cm-adults"), version=item.version,
        kind="DPI", nature="Shares in a bidder", declared_at=PUBLISHED, stage="PREPARED",
    )  # fmt: skip

    status, words = page(item, "cm-adults")

    assert (status, CANARY in words) == (403, False)
    assert "This paper is not served to you." in words
    assert list(AccessIndex.objects.values_list("kind", flat=True)) == ["read.refused"]


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_acceptance_8_what_is_kept_back_shows_nowhere_until_the_exemption_is_lifted(case, text):
    item = kept(case, text)
    signed()
    year, number = case.reference.split("/")
    open_pages = [
        f"/reports/{item.pk}/", f"/meetings/{item.meeting_id}/", "/meetings/", "/register/", f"/register/{year}/{number}/",
        f"/register/{year}/{number}/receipt.json", "/register/?q=zebra",
    ]  # fmt: skip
    trail = f"/audit-trail/{year}/{number}/"
    staff = [f"/cases/{year}/{number}/", trail, f"{trail}?event={exempt_part(item).seq}", f"{trail}as-known/", f"/reports/{item.pk}/"]

    answers = {path: reader().get(path) for path in open_pages}
    answers |= {(who, path): reader(who).get(path) for who in ("proper-officer", "scrutiny-chair") for path in staff}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert [where for where, answer in answers.items() if CANARY in answer.content.decode()] == []
    assert "The exemption is looked at again on 1 June 2027." in page(item, "", "")[1]
    assert "Read what the report leaves out" in page(item, "leader", "")[1]
    assert "Read what the report leaves out" not in page(item, "", "")[1]


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_lifting_the_exemption_shows_everybody_the_words_that_were_committed_to(case, text):
    item = kept(case, text)
    before = signed()
    lift(case, item)
    signed()

    words = page(item, "", "")[1]
    verdict = receipts.verify(json.dumps(case_receipt(case)), [signer()[0]])

    seq = exempt_part(item).seq
    assert (CANARY in words, "The contract is signed." in words) == (True, True)
    assert "Not for publication in part, until 11 January 2027." in words
    assert verdict.is_good
    (shown,) = [one.fields["exempt_text"] for one in verdict.entries if one.seq == seq]
    digest = {"sha256": hashlib.sha256(text.strip().encode()).hexdigest(), "bytes": len(text.strip()), "media": "text/plain; charset=utf-8"}
    assert shown == (SHORT if text == SHORT else digest)
    assert ledger_verify.verify_log(before.note, [signer()[0]]).findings == ()


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_erasing_what_was_kept_back_leaves_the_words_nowhere(case, text, django_capture_on_commit_callbacks):
    item = kept(case, text)
    lift(case, item)
    with django_capture_on_commit_callbacks(execute=True), ledger.transaction():
        disclosures.erase(
            fields=[(exempt_part(item).seq, "exempt_text")], kind="redact", authority="High Court", ground="Order of today.",
            case=case, actor=actor("monitoring-officer"), at=CABINET,
        )  # fmt: skip

    words = page(item, "", "")[1]

    assert (CANARY in words, "It has been erased since." in words) == (False, True)
    assert CANARY not in page(item, "leader")[1]
    assert CANARY not in json.dumps(list(AuditOpening.objects.values_list("value", flat=True)))


def test_report_that_keeps_nothing_back_has_no_exempt_page(case):
    item = kept(case, "")

    assert exempt_part(item) is None
    assert page(item, "leader")[0] == 404
    assert AuditIndex.objects.filter(kind="agenda.publish").count() == 1
