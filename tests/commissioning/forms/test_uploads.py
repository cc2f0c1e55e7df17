"""Files are checked by name, size and content."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.forms.govuk import GovukForm
from commissioning.forms.uploads import UploadField


class Paper(GovukForm):
    paper = UploadField(label="Paper", kinds=("docx", "pdf", "csv"), megabytes=1)


def sent(name, content):
    return Paper({}, {"paper": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7 x"), ("A.DOCX", b"PK\x03\x04x"), ("a.csv", "ward,sum\r\nẸkọ,1".encode())],
)
def test_upload_of_an_allowed_kind_is_taken(name, content):
    form = sent(name, content)

    assert form.is_valid()
    assert form.cleaned_data["paper"].read() == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "The selected file must be Word (docx), PDF or CSV"),
        ("a", b"%PDF-", "The selected file must be Word (docx), PDF or CSV"),
        ("a.pdf.html", b"%PDF-", "The selected file must be Word (docx), PDF or CSV"),
        ("a.pdf", b"<html>", "The selected file is not a real PDF file. Save it again and select it"),
        ("a.csv", b"a\x00b", "The selected file is not a real CSV file. Save it again and select it"),
        ("a.csv", b"\xff\xfe", "The selected file is not a real CSV file. Save it again and select it"),
        ("a.pdf", b"%PDF-" + b"x" * 1024 * 1024, "The selected file must be smaller than 1MB"),
        ("a.pdf", b"", "The selected file is empty"),
    ],
)
def test_upload_that_is_not_what_it_says_is_refused_in_words(name, content, words):
    form = sent(name, content)

    assert [problem["text"] for problem in form.problems] == [words]


def test_upload_tells_kinds_and_size_beside_the_box():
    page = str(Paper())

    assert "Word (docx), PDF or CSV, up to 1MB" in page
    assert 'accept=".docx,.pdf,.csv"' in page


def test_upload_of_a_kind_without_known_signs_cannot_be_declared():
    with pytest.raises(ValueError, match="No signs are known for exe"):
        UploadField(kinds=("exe",))
