"""A PDF that a report leaves out: kept without anything that acts, read by those who decide, opened and erased like words."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String

from commissioning import documents, ledger
from commissioning.models import AccessIndex, AuditOpening, Case, Document
from commissioning.rules.refusals import Refusal
from commissioning.selectors import ledger_verify
from commissioning.services import disclosures
from decisions.models import AgendaItem
from decisions.records.clean_pdf import UnfitPdf, clean_pdf
from decisions.rules.exempt_parts import KeptBack
from decisions.selectors.exempt_parts import exempt_part, to_review
from tests.builders import actor
from tests.builders_s2 import set_clock, sign_in
from tests.decisions.services.test_exempt_parts import (  # noqa: F401
    PUBLISHED,
    REVIEW,
    case,
    kept,
    page,
    private_case,
    reader,
)
from tests.decisions.services.test_meetings import CABINET, WEIGHING, a_meeting, duty_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
CANARY = b"zebracanary"


def a_pdf(*, pages: int = 1, password: str = "") -> bytes:
    """A PDF with everything that can act: a script on opening, a named script, a link, a form, an attachment, an author."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 200))
        script = Dictionary(S=Name.JavaScript, JS=String("zebracanary"))
        document.Root.OpenAction = script
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        document.Root.AcroForm = Dictionary(XFA=String("zebracanary"), Fields=Array([]))
        if pages:
            document.pages[0].AA = Dictionary(O=script)
            link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 1, 1]), A=Dictionary(S=Name.URI, URI=String("zebracanary")))
            document.pages[0].Annots = Array([document.make_indirect(link)])
        document.attachments["zebracanary.txt"] = CANARY
        document.docinfo["/Author"] = "zebracanary"
        document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return out.getvalue()


@pytest.fixture
def item(case: Case) -> AgendaItem:  # noqa: F811
    return kept(case, "", kept_back=KeptBack("", REVIEW, a_pdf()))


def lift(item: AgendaItem) -> None:
    with ledger.recording():
        disclosures.lift_exemption(
            case=item.case, fields=exempt_part(item).standing, ground="Signed.", actor=actor("proper-officer"), at=CABINET
        )


def test_pdf_keeps_its_pages_and_loses_everything_that_acts():
    clean = clean_pdf(a_pdf(pages=2))

    with pikepdf.open(BytesIO(clean)) as document:
        assert len(document.pages) == 2
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert {"/AA", "/Annots"} & set(document.pages[0].obj.keys()) == set()
        assert list(document.attachments) == []
    assert CANARY not in clean


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"", a_pdf(pages=0), a_pdf(password="secret"), a_pdf(pages=501)])
def test_broken_locked_empty_or_endless_pdf_is_unfit(data):
    with pytest.raises(UnfitPdf):
        clean_pdf(data)


def test_file_is_committed_to_under_the_exempt_tier_and_kept_clean(item):
    part = exempt_part(item)

    opening = AuditOpening.objects.get(event_id=part.seq, name="exempt_file")
    stored = Document.objects.get(sha256=part.file["sha256"])
    assert (opening.tier, opening.value) == ("exempt", part.file)
    assert (stored.access, stored.name, part.text()) == ("EXEMPT", "exempt-2026-001.pdf", "")
    assert part.pdf().startswith(b"%PDF-") and CANARY not in part.pdf()
    assert part.standing == [(part.seq, "exempt_file")]


def test_unfit_file_is_refused_and_nothing_is_published(case):  # noqa: F811
    with pytest.raises(Refusal) as refusal:
        kept(case, kept_back=KeptBack("", REVIEW, b"%PDF-1.7 broken"))

    assert (refusal.value.code, AgendaItem.objects.filter(kind="DECISION").count()) == ("exempt.unfit", 0)


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("monitoring-officer", 200), ("commissioner", 404), ("scrutiny-chair", 404), ("", 302)]
)
def test_file_is_for_those_who_decide_and_each_reading_is_recorded(item, who, status):
    answer = reader(who).get(f"/reports/{item.pk}/exempt/file/")

    assert answer.status_code == status
    assert list(AccessIndex.objects.values_list("kind", flat=True)) == (["read.exempt"] if status == 200 else [])
    if status == 200:
        assert answer.content == exempt_part(item).pdf()
        assert answer["Content-Disposition"] == 'attachment; filename="exempt-2026-001.pdf"'
        assert "no-store" in answer["Cache-Control"]


def test_public_report_names_the_paragraph_and_no_file(item):
    status, words = page(item, "", "")

    assert (status, "Not for publication in part." in words, "Save the PDF" in words) == (200, True, False)
    assert reader().get(f"/reports/{item.pk}/opened/file/").status_code == 404
    assert "Save the PDF that the report leaves out" in page(item, "leader")[1]


def test_lifting_opens_the_file_to_everybody(item):
    lift(item)

    answer = reader().get(f"/reports/{item.pk}/opened/file/")

    assert (answer.status_code, answer.content) == (200, exempt_part(item).pdf())
    assert "Save the PDF that was kept back" in page(item, "", "")[1]
    assert "It has been erased since." not in page(item, "", "")[1]
    assert to_review(REVIEW) == []


def test_erasing_destroys_the_file_and_ends_the_review(item, django_capture_on_commit_callbacks):
    part = exempt_part(item)
    assert [one.seq for one in to_review(REVIEW)] == [part.seq]

    with django_capture_on_commit_callbacks(execute=True), ledger.transaction():
        disclosures.erase(
            fields=[(part.seq, "exempt_file")], kind="redact", authority="High Court", ground="Order of today.", case=item.case,
            actor=actor("monitoring-officer"), at=CABINET,
        )  # fmt: skip

    assert documents.path_of(part.file["sha256"]).exists() is False
    assert reader("leader").get(f"/reports/{item.pk}/exempt/file/").status_code == 404
    assert "It has been erased." in page(item, "leader")[1]
    assert (exempt_part(item).standing, to_review(REVIEW)) == ([], [])
    assert ledger_verify.verify_log().findings == ()


def test_words_and_file_are_kept_back_together_and_reviewed_until_both_are_open(case):  # noqa: F811
    item = kept(case, kept_back=KeptBack("The lowest bid.", REVIEW, a_pdf()))
    part = exempt_part(item)
    with ledger.recording():
        disclosures.lift_exemption(
            case=case, fields=[(part.seq, "exempt_text")], ground="Signed.", actor=actor("proper-officer"), at=CABINET
        )

    assert [one.seq for one in to_review(REVIEW)] == [part.seq]
    lift(item)
    assert (exempt_part(item).standing, to_review(REVIEW)) == ([], [])


def test_agenda_page_takes_the_file(client, case, settings):  # noqa: F811
    meeting = a_meeting(CABINET)
    set_clock(settings, PUBLISHED)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")
    data = {
        "meeting": meeting.pk, "whole": "on", "request_key": "k1", "closed_for": ["3"], "weighing": WEIGHING,
        "kept_pdf": SimpleUploadedFile("bids.pdf", a_pdf()), "review_on_day": 1, "review_on_month": 6, "review_on_year": 2027,
    }  # fmt: skip
    wrong = client.post(f"/duties/{duty.pk}/", data | {"request_key": "k0", "kept_pdf": SimpleUploadedFile("bids.pdf", b"MZ")})

    answer = client.post(f"/duties/{duty.pk}/", data)

    assert list(wrong.context["form"].errors) == ["kept_pdf"]
    assert (answer.status_code, exempt_part(AgendaItem.objects.get(kind="DECISION")).pdf()[:5]) == (302, b"%PDF-")
