"""What an evidence pack needs, and what it becomes."""

from datetime import date
from hashlib import sha256

import pytest

from commissioning.rules.evidence_charts import indicator_chart, indicator_csv, source_words
from commissioning.rules.evidence_packs import (
    compose_pack,
    newest_data,
    pack_gaps,
    pack_hash,
    require_pack_complete,
)
from commissioning.rules.pack_values import settle_part
from commissioning.rules.refusals import Refusal
from commissioning.rules.shortcomings import Shortcoming
from tests.builders_s1 import ABOUT, CLAIM, INDICATOR, SOURCE

HEAD = {"reference": "2026/001", "title": "Support", "question": "Who?"}


def pack(**changes: dict) -> dict:
    parts = {"about": ABOUT, "S1": SOURCE, "I1": INDICATOR, "C1": CLAIM, **changes}
    kept = {key: value if value.get("removed") else settle_part(key, value) for key, value in parts.items()}
    return compose_pack(HEAD, kept)


def gaps(**changes: dict) -> list[str]:
    return [gap.message for gap in pack_gaps(pack(**changes))]


def test_a_full_pack_has_no_gap_and_one_hash():
    require_pack_complete(pack())

    assert pack_hash(pack()) == pack_hash(pack())
    assert pack_hash(pack()) != pack_hash(pack(about={**ABOUT, "period": "2024"}))


def test_an_empty_pack_lists_everything():
    found = [gap.message for gap in pack_gaps(compose_pack(HEAD, {}))]

    assert found[0] == "Say whose needs are described."
    assert found[-4:] == [
        "Declare that you have no line to the sponsoring service.",
        "Add at least one source.",
        "Add at least one indicator.",
        "Add at least one claim.",
    ]


def test_a_real_figure_names_its_source():
    assert gaps(S1={"removed": True}) == [
        "Add at least one source.",
        "Name the source of “Domestic abuse offences”, or say that it is derived or illustrative.",
    ]


def test_a_derived_figure_says_how():
    """Offences per 1,000 in April 2023: 325 of 317,654 people (Lambeth data pack)."""
    derived = {
        **INDICATOR,
        "basis": "DERIVED",
        "source": "",
        "observations": [{"period": "2023-04", "value": "1.02", "basis": "DERIVED"}],
    }

    assert gaps(I1=derived) == ["Say how “Domestic abuse offences” was worked out."]
    assert gaps(I1={**derived, "derivation": "325 divided by 317.654"}) == []


def test_a_claim_is_carried_by_an_indicator():
    assert gaps(C1={**CLAIM, "indicators": ["I9"]}) == [
        "Name an indicator that carries “Recorded offences rose from 325 to 389 a month.”."
    ]


def test_an_indicator_has_figures():
    assert gaps(I1={**INDICATOR, "observations": []}) == [
        "Enter at least one figure for “Domestic abuse offences”."
    ]


def test_removed_parts_are_left_out_and_the_rest_stays_in_order():
    parts = {f"S{n}": SOURCE for n in (10, 2, 1)} | {"S3": {"removed": True}}

    assert [source["key"] for source in compose_pack(HEAD, parts)["sources"]] == ["S1", "S2", "S10"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("S1", {**SOURCE, "published_on": "31.1.2024"}),
        ("S1", {**SOURCE, "url": "javascript:alert(1)"}),
        ("S1", {**SOURCE, "title": ""}),
        ("S1", {**SOURCE, "licence": " "}),
        ("I1", {**INDICATOR, "basis": "GUESSED"}),
        ("I1", {**INDICATOR, "observations": [{"period": "2023", "value": "many", "basis": "REAL"}]}),
        ("C1", {"text": "", "indicators": []}),
        ("C1", {"text": "x", "indicators": ["S1"]}),
        ("about", {**ABOUT, "confidence": "SOME"}),
    ],
)
def test_settle_part_refuses_what_cannot_be_read(part, value):
    with pytest.raises(Refusal) as refused:
        settle_part(part, value)

    assert refused.value.code == "draft.unreadable"


def test_chart_follows_the_number_of_figures():
    indicator = pack()["indicators"][0]
    single = {**indicator, "observations": indicator["observations"][:1]}

    assert indicator_chart(indicator).summary == (
        "Domestic abuse offences rose from 325 offences in 2023-04 to 389 offences in 2023-07."
    )
    assert type(indicator_chart(single)).__name__ == "Bar"
    assert indicator_chart({**indicator, "observations": []}) is None


def test_chart_shows_a_range_as_lines_of_its_own():
    forecast = {"period": "2027", "value": "410", "low": "380", "high": "450", "basis": "DERIVED"}
    indicator = pack()["indicators"][0]
    indicator["observations"].append(forecast)

    assert [name for name, _ in indicator_chart(indicator).series] == [
        "Domestic abuse offences",
        "Low",
        "High",
    ]


def test_csv_names_basis_and_source_and_begins_no_formula():
    indicator = {**pack()["indicators"][0], "title": "=HYPERLINK(1)"}

    lines = indicator_csv(indicator, source_words(pack(), "S1")).splitlines()

    assert lines[0] == "indicator,unit,area,period,value,low,high,basis,source"
    assert lines[1] == (
        '\'=HYPERLINK(1),offences,Lambeth,2023-04,325,,,real,"Metropolitan Police, Monthly domestic abuse offences"'
    )
    assert source_words(pack(), "S9") == ""


def test_every_gap_of_an_empty_pack_names_its_part_and_what_to_write():
    assert pack_gaps(compose_pack(HEAD, {})) == (
        Shortcoming("about", "population", "Say whose needs are described."),
        Shortcoming("about", "geography", "Say which area is described, with its wards or codes."),
        Shortcoming("about", "period", "Say which period is described."),
        Shortcoming("about", "findings", "Write what was found."),
        Shortcoming("about", "method", "Say how the figures were found and worked out."),
        Shortcoming("about", "limitations", "Say what the evidence cannot show."),
        Shortcoming("about", "protection", "Say how people’s data are protected, for example which small numbers are left out."),
        Shortcoming("about", "confidence", "Rate the confidence."),
        Shortcoming("about", "confidence_reason", "Say why the confidence is rated so."),
        Shortcoming("about", "is_independent", "Declare that you have no line to the sponsoring service."),
        Shortcoming("sources", "number", "Add at least one source."),
        Shortcoming("indicators", "number", "Add at least one indicator."),
        Shortcoming("claims", "number", "Add at least one claim."),
    )


def test_gaps_of_an_indicator_and_a_claim_name_their_key_and_field():
    bare = {"key": "I1", "title": "Falls", "observations": [], "basis": "REAL", "source": "S9", "derivation": ""}
    worked = {**bare, "key": "I2", "observations": [1], "basis": "DERIVED", "derivation": " "}
    claim = {"key": "C1", "text": "x" * 81, "indicators": ["I9"]}

    found = pack_gaps({**pack(), "indicators": [bare, worked], "claims": [claim, {**claim, "indicators": ["I9", "I2"]}]})

    assert found == (
        Shortcoming("I1", "observations", "Enter at least one figure for “Falls”."),
        Shortcoming("I1", "source", "Name the source of “Falls”, or say that it is derived or illustrative."),
        Shortcoming("I2", "derivation", "Say how “Falls” was worked out."),
        Shortcoming("C1", "indicators", f"Name an indicator that carries “{'x' * 80}”."),
    )


def test_empty_pack_holds_every_part_and_only_its_own():
    head = {"reference": "2026/001", "title": "Support", "question": "Who?"}
    about = {"population": "Carers", "is_independent": 1, "more": "x"}

    assert compose_pack(head, {"about": about, "S1": {"title": "A"}, "Sx": {}, "X1": {}, "I1": {"removed": False}}) == {
        **head, "population": "Carers", "geography": "", "period": "", "findings": "", "method": "", "limitations": "",
        "protection": "", "confidence": "", "confidence_reason": "", "is_independent": True,
        "sources": [{"key": "S1", "title": "A"}], "indicators": [{"key": "I1", "removed": False}], "claims": [],
    }  # fmt: skip
    assert compose_pack({}, {})["is_independent"] is False


def test_pack_that_is_not_complete_is_refused_with_the_law():
    with pytest.raises(Refusal) as refused:
        require_pack_complete(pack(S1={"removed": True}))

    assert (refused.value.code, refused.value.citation) == (
        "pack.incomplete", "Local Government and Public Involvement in Health Act 2007 ss116 to 116B"
    )  # fmt: skip
    assert refused.value.message.startswith("The evidence pack cannot go to review yet. Add at least one source. ")


def test_digest_of_a_pack_is_that_of_its_prefix_and_canonical_form():
    assert pack_hash({"a": 1}) == sha256(b'evidence-pack-content-1\n{"a":1}').hexdigest()


def test_newest_data_are_those_of_the_newest_source_of_real_figures():
    sources = [{"key": f"S{n}", "published_on": day} for n, day in enumerate(("2022-05-01", "2024-03-31", "2026-01-01"), 1)]
    indicators = [{"source": "S1", "basis": "REAL"}, {"source": "S2", "basis": "REAL"}, {"source": "S3", "basis": "ILLUSTRATIVE"}]

    assert newest_data({"sources": sources, "indicators": indicators}) == date(2024, 3, 31)
    assert newest_data({"sources": sources, "indicators": indicators[2:]}) is None


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("S1", {**SOURCE, "published_on": "31.1.2024"}, "Source, published on must be a date like 2026-03-31."),
        ("S1", {**SOURCE, "published_on": None}, "Source, published on must be a date like 2026-03-31."),
        ("S1", {**SOURCE, "url": "ftp://ons"}, "Source, url must be a web address that begins with https://."),
        ("S1", {**SOURCE, "title": ""}, "Source: enter the title."),
        ("S1", {**SOURCE, "publisher": ""}, "Source: enter the publisher."),
        ("S1", {**SOURCE, "licence": " "}, "Source: enter the licence."),
        ("I1", {**INDICATOR, "title": ""}, "Indicator: enter what is measured."),
        ("I1", {**INDICATOR, "unit": ""}, "Indicator: enter the unit."),
        ("I1", {**INDICATOR, "basis": "GUESSED"}, "Indicator, basis must be one of REAL, DERIVED, ILLUSTRATIVE."),
        ("C1", {**CLAIM, "text": ""}, "Claim: enter the claim."),
        ("C1", [], "Claim cannot be read."),
        ("about", {**ABOUT, "confidence": "SOME"}, "About the evidence, confidence must be one of HIGH, MEDIUM, LOW or empty."),
        ("about", {**ABOUT, "colour": "red"}, "About the evidence has no part named colour."),
    ],
)
def test_part_of_a_pack_that_cannot_be_read_is_told_in_words(part, value, message):
    with pytest.raises(Refusal) as refused:
        settle_part(part, value)

    assert refused.value.message == message


@pytest.mark.parametrize("url", ["", "http://data.gov.uk", "https://ons.gov.uk"])
def test_address_of_a_source_may_be_missing_or_on_the_web(url):
    assert settle_part("S1", {**SOURCE, "url": url})["url"] == url
