"""The page that explains case files: public, and never behind the code."""

import pytest

from commissioning.rules.case_file_help import WORDS
from commissioning.rules.case_file_shapes import STEPS


def test_every_act_of_a_case_file_is_explained():
    assert list(WORDS) == list(STEPS)


@pytest.mark.django_db
def test_help_shows_acts_offices_and_a_whole_example_without_signing_in(client):
    answer = client.get("/help/case-files/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert [act for act in STEPS if act not in page] == []
    assert "deputy:" in page
    assert "Owen Trevelyan" not in page
    assert "commissioner-health" in page
