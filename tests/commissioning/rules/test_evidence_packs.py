"""What an evidence pack needs, and what it becomes."""

import pytest

from commissioning.rules.evidence_charts import indicator_chart, indicator_csv, source_words
from commissioning.rules.evidence_packs import compose_pack, pack_gaps, pack_hash, require_pack_complete
from commissioning.rules.pack_values import settle_part
from commissioning.rules.refusals import Refusal
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
