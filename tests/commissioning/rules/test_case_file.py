"""Reading case files: a good one whole, a bad one with every error on its line."""

from datetime import UTC, date, datetime

import pytest

from commissioning.rules.case_file import CaseFile, CaseFileErrors, read
from commissioning.rules.case_file_shapes import STEPS

GOOD = """\
[case]
title = "Support for carers"
question = "What do carers need?"
sponsor = "adults"
lead_member = "cm-adults"
estimate = "£1.2m"

[proposal.FINANCE]
text = "One year."
costs = [{ label = "Service", year = "2027/28", kind = "REVENUE", amount = "1,200,000.50", basis = "ILLUSTRATIVE" }]

[[steps]]
do = "case.open"
by = "commissioner"
on = "2026-09-01 10:00"

[[steps]]
do = "clearance.give"
by = ["s151", "legal"]
on = "2026-09-21 10:00"
result = "CLEARED"
"""


def errors_of(text: str, **kwargs: object) -> list[str]:
    with pytest.raises(CaseFileErrors) as caught:
        read(text, name="bad.toml", **kwargs)
    return [str(error) for error in caught.value.errors]


def good(**kwargs: object) -> CaseFile:
    return read(GOOD, name="good.toml", **kwargs)


def test_read_gives_case_with_money_in_pence():
    assert good().case == {
        "title": "Support for carers",
        "question": "What do carers need?",
        "sponsor": "adults",
        "lead_member": "cm-adults",
        "estimate": 120_000_000,
    }


def test_read_turns_amounts_into_pence_at_any_depth():
    cost = good().proposal["FINANCE"]["costs"][0]

    assert cost["pence"] == 120_000_050
    assert "amount" not in cost


def test_read_gives_steps_at_london_time_and_one_for_each_office():
    steps = [(step.do, step.by, step.at.astimezone(UTC), dict(step.values)) for step in good().steps]

    assert steps == [
        ("case.open", "commissioner", datetime(2026, 9, 1, 9, 0, tzinfo=UTC), {}),
        ("clearance.give", "s151", datetime(2026, 9, 21, 9, 0, tzinfo=UTC), {"result": "CLEARED"}),
        ("clearance.give", "legal", datetime(2026, 9, 21, 9, 0, tzinfo=UTC), {"result": "CLEARED"}),
    ]


def test_read_reads_days_written_as_dates_and_as_text():
    text = (
        GOOD
        + """
[[steps]]
do = "notice.publish"
by = "proper-officer"
on = "2026-09-22 10:00"
matter = "m"
why_key = "w"
decide_from = 2026-11-02
decide_to = "2026-12-31"
"""
    )

    values = read(text, name="good.toml").steps[-1].values

    assert (values["decide_from"], values["decide_to"]) == (date(2026, 11, 2), date(2026, 12, 31))


def test_extended_file_gives_what_is_not_given_here_and_never_its_steps():
    base = '[case]\nwards = "All"\ntitle = "Other"\n[proposal.NEEDS]\ntext = "Shared"\n[[steps]]\ndo = "case.open"\n'

    file = read('extends = "base.toml"\n' + GOOD, name="good.toml", shared=lambda name: base)

    assert file.case["wards"] == "All"
    assert file.case["title"] == "Support for carers"
    assert file.proposal["NEEDS"] == {"text": "Shared"}
    assert len(file.steps) == 3


def test_extended_file_may_extend_another_but_never_itself():
    files = {"a.toml": 'extends = "b.toml"\n[case]\nwards = "A"\n', "b.toml": 'extends = "a.toml"\n'}

    found = errors_of('extends = "a.toml"\n' + GOOD, shared=files.__getitem__)

    assert found == [
        "line 1: extends: a.toml cannot be read: line 1: extends: b.toml cannot be read: line 1: extends: must name another file in "
        "the same folder"
    ]


def test_extended_file_that_is_missing_is_named():
    def missing(name: str) -> str:
        raise FileNotFoundError(name)

    assert errors_of('extends = "none.toml"\n' + GOOD, shared=missing) == [
        "line 1: extends: none.toml cannot be read: none.toml"
    ]


def test_text_that_is_no_toml_is_refused_with_its_line():
    found = errors_of('[case]\ntitle = "a"\nquestion = what\n')

    assert len(found) == 1
    assert found[0].startswith("line 3: file: is not readable TOML")


def test_empty_file_names_everything_that_is_missing():
    assert errors_of("") == [
        "line 1: case.estimate: is missing",
        "line 1: case.lead_member: is missing",
        "line 1: case.question: is missing",
        "line 1: case.sponsor: is missing",
        "line 1: case.title: is missing",
        "line 1: steps: needs at least one [[steps]]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('title = "Support for carers"', 'title = " "', "line 2: case.title: must be text"),
        ('estimate = "£1.2m"', 'estimate = "12e9"', "line 6: case.estimate: is not an amount of money"),
        ('estimate = "£1.2m"', 'estimate = "1"\ncolour = "red"', "line 7: case.colour: is not known here"),
        ('estimate = "£1.2m"', 'estimate = "1"\nmaker = "MAYOR"', "line 7: case.maker: must be one of CABINET"),
        ('estimate = "£1.2m"', 'estimate = "1"\npartners = "icb"', "line 7: case.partners: must be a list of texts"),
        ('estimate = "£1.2m"', 'estimate = "1"\nseveral_wards = 1', "line 7: case.several_wards: must be true or false"),
        ("[proposal.FINANCE]", "[proposal.MONEY]", "line 8: proposal.MONEY: is not a section"),
        ('year = "2027/28"', 'year = "2027"', "line 8: proposal.FINANCE: Finance, costs 1, year must look like 2026/27."),
        ('amount = "1,200,000.50"', 'amount = "lots"', "line 10: proposal.FINANCE.costs[0].amount: is not an amount"),
        ("[[steps]]", '[extra]\na = 1\n[[steps]]', "line 12: extra: is not a part of a case file"),
        ('do = "case.open"', 'do = "case.begin"', "line 13: steps[0].do: 'case.begin' is not an act"),
        ('do = "case.open"\n', "", "line 12: steps[0].do: is missing"),
        ('do = "case.open"', 'do = "vote.close"', "line 12: steps[0].do: the first step is case.open"),
        ('by = "commissioner"\n', "", "line 12: steps[0].by: is missing"),
        ('"2026-09-01 10:00"', '"1/9/2026"', "line 15: steps[0].on: must be a London date and time"),
        ('"2026-09-01 10:00"', '"2026-09-30 10:00"', "line 17: steps[1].on: lies before the step above it"),
        ('result = "CLEARED"', 'result = "FINE"', "line 21: steps[1].result: must be one of CLEARED"),
        ('result = "CLEARED"', 'answer = "x"', "line 21: steps[1].answer: is not known here"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line_and_key(old, new, error):
    text = GOOD.replace(old, new, 1)

    found = errors_of(text)

    assert [line for line in found if line.startswith(error)] != [], found


def test_unknown_act_does_not_hide_a_wrong_date_in_the_same_step():
    text = GOOD.replace('do = "case.open"', 'do = "case.begin"', 1).replace('"2026-09-01 10:00"', '"2026-99-01"', 1)

    assert [error.split(": ")[1] for error in errors_of(text)] == ["steps[0].do", "steps[0].on", "steps[0].do"]


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ('do = "meeting.sit"\npresent = 9', "steps[2].present: must be a list of texts"),
        (
            'do = "meeting.sit"\npresent = []\ninterests = { a = 1 }',
            "steps[2].interests: must be a table such as",
        ),
        ('do = "pack.answer"\ntext = "t"\nnumber = -1', "steps[2].number: must be a whole number"),
        ('do = "proposal.submit"\nchange = "x"', "steps[2].change: must be a table of names and values"),
        (
            'do = "signoff.sign"\nauthority = "a"\nauthority_on = "soon"',
            "steps[2].authority_on: must be a date",
        ),
        ('do = "ssmt.schedule"\nmeets = "Monday"', "steps[2].meets: must be a London date and time"),
        (
            'do = "call_in.request"\nalternative = "a"\ngrounds = ["x"]',
            "steps[2].grounds: must be a list such as",
        ),
        (
            'do = "scrutiny.respond"\nanswers = [{ disposition = "YES" }]',
            "steps[2].answers: must be one of ACCEPTED",
        ),
        ('do = "vote.cast"\nchoice = "MAYBE"', "steps[2].choice: must be one of FOR"),
        ('do = "case.close"\nretention = "PERMANENT"', "steps[2].note: is missing"),
    ],
)
def test_each_act_says_what_it_cannot_take(step, error):
    text = GOOD + f'\n[[steps]]\n{step}\nby = "x"\non = "2026-10-01 10:00"\n'

    found = [line.partition(": ")[2] for line in errors_of(text)]

    assert [line for line in found if line.startswith(error)] != [], found


def test_evidence_in_the_wrong_shape_is_told_with_its_line():
    text = (
        GOOD
        + '\n[evidence]\nfindings = "x"\n[[evidence.claims]]\ntext = ""\n[[evidence.claims]]\nindicators = ["Z"]\n'
    )

    found = errors_of(text)

    assert [error.split(":")[0] + error.split(":")[1] for error in found] == [
        "line 24 evidence.findings",
        "line 25 evidence.claims[0]",
        "line 27 evidence.claims[1]",
    ]


def test_parts_of_the_wrong_kind_are_refused():
    found = errors_of('case = "x"\nevidence = 1\nproposal = []\nsteps = "now"\n')

    assert [error for error in found if "missing" not in error] == [
        "line 1: case: must be a table",
        "line 2: evidence: must be a table",
        "line 3: proposal: must be a table",
        "line 4: steps: needs at least one [[steps]]",
    ]


def test_all_mistakes_are_told_together_in_the_order_of_lines():
    text = GOOD.replace('"Support for carers"', "7").replace('"CLEARED"', '"FINE"').replace('"£1.2m"', '"x"')

    lines = [int(error.split()[1].rstrip(":")) for error in errors_of(text)]

    assert lines == [2, 6, 21]


PARTS = "extends, case, evidence, proposal, steps"
SECTIONS = (
    "SUMMARY, NEEDS, OUTCOMES, FINANCE, LEGAL, WORKFORCE, EQUALITY, HEALTH, CHILDREN, CLIMATE, COMMUNITY_SAFETY, SOCIAL_VALUE, "
    "DATA_PROTECTION, PROCUREMENT, SUBSIDY, CONSULTATION, RISKS, TIMETABLE, RECOMMENDATIONS, CRITERIA, OPTIONS, PRINCIPLES, EVIDENCE"
)
FIELDS = "title, question, sponsor, lead_member, estimate, estimate_basis, partners, several_wards, wards, maker, decider, executive"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("[proposal.FINANCE]", "[extra]\na = 1\n[proposal.FINANCE]", f"line 8: extra: is not a part of a case file; parts are {PARTS}"),
        (
            "[proposal.FINANCE]", "[evidence]\nfacts = []\n[proposal.FINANCE]",
            "line 9: evidence.facts: is not known here; known are about, sources, indicators, claims",
        ),
        ("[proposal.FINANCE]", "[proposal.MONEY]", f"line 8: proposal.MONEY: is not a section; sections are {SECTIONS}"),
        ("[proposal.FINANCE]", "colour = 'red'\n[proposal.FINANCE]", f"line 8: case.colour: is not known here; known are {FIELDS}"),
    ],
)  # fmt: skip
def test_word_that_is_not_known_is_told_with_all_that_are(old, new, error):
    assert errors_of(GOOD.replace(old, new, 1)) == [error]


def test_act_that_is_not_known_is_told_with_all_that_are():
    found = errors_of(GOOD + '\n[[steps]]\ndo = "case.begin"\nby = "commissioner"\non = "2026-09-22 10:00"\n')

    assert found == [f"line 24: steps[2].do: 'case.begin' is not an act; acts are {', '.join(STEPS)}"]


def test_every_unknown_word_of_a_table_is_told_and_what_is_wrong_below_it_too():
    found = errors_of(GOOD.replace('estimate = "£1.2m"', 'colour = "red"\nsize = "big"\nestimate = "12e9"', 1))

    assert [error.split(": ")[1] for error in found] == ["case.colour", "case.size", "case.estimate"]


ABOUT = '\n[evidence.about]\nconfidence = "SURE"\n'


def test_what_the_evidence_is_about_is_checked_on_its_line():
    assert errors_of(GOOD + ABOUT) == [
        "line 23: evidence.about: About the evidence, confidence must be one of HIGH, MEDIUM, LOW or empty."
    ]


def test_rows_of_evidence_that_are_no_list_are_told_and_the_next_rows_still_checked():
    found = errors_of(GOOD + '\n[evidence]\nsources = "ONS"\nindicators = 3\n[[evidence.claims]]\ntext = ""\n')

    assert found == [
        "line 24: evidence.sources: must be a list of tables",
        "line 25: evidence.indicators: must be a list of tables",
        "line 26: evidence.claims[0]: Claim: enter the claim.",
    ]


def test_step_that_is_no_table_is_told_and_the_next_steps_still_checked():
    found = errors_of(
        'steps = [\n  "case.open",\n  { do = "case.begin", by = "commissioner", on = "2026-09-01 10:00" },\n]\n'
        + GOOD.partition("[[steps]]")[0]
    )

    assert found == [
        "line 2: steps[0]: must be a table",
        f"line 3: steps[1].do: 'case.begin' is not an act; acts are {', '.join(STEPS)}",
    ]


def test_steps_of_the_same_minute_stand_in_the_order_of_the_file():
    text = GOOD.replace('"2026-09-21 10:00"', '"2026-09-01 10:00"', 1)

    assert [step.by for step in read(text, name="good.toml").steps] == ["commissioner", "s151", "legal"]


def test_file_without_steps_needs_one():
    assert errors_of(GOOD.partition("[[steps]]")[0]) == ["line 1: steps: needs at least one [[steps]]"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("case", 1),
        ("case.title", 2),
        ("case.wards", 1),
        ("proposal.FINANCE.costs[0].pence", 10),
        ("steps[0]", 12),
        ("steps[0].by", 14),
        ("steps[1].result", 21),
        ("steps[1].answers[2].text", 17),
        ("nowhere", 1),
    ],
)
def test_file_knows_the_line_of_every_key_or_of_the_table_around_it(path, line):
    assert good().line(path) == line


def test_what_is_right_in_a_file_can_be_read_beside_its_errors():
    with pytest.raises(CaseFileErrors) as caught:
        read(GOOD.replace('"CLEARED"', '"FINE"', 1), name="half.toml")

    file = caught.value.readable
    assert (file.name, file.case["title"], list(file.proposal), list(file.evidence)) == ("half.toml", "Support for carers", ["FINANCE"], [])
    assert ([step.do for step in file.steps], file.line("case.title")) == (["case.open"], 2)


def test_errors_are_told_one_on_each_line():
    with pytest.raises(CaseFileErrors) as caught:
        read(GOOD.replace('"Support for carers"', "7").replace('"£1.2m"', '"x"'), name="bad.toml")

    assert str(caught.value).split("\n") == [str(error) for error in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "line"),
    [("[case]\ntitle = \"(at line 9)\"\nquestion = what\n", 3), ("[case]\ntitle =", 1)],
)
def test_line_of_what_is_no_toml_is_the_one_where_it_breaks(text, line):
    assert [error.partition(": ")[0] for error in errors_of(text)] == [f"line {line}"]


@pytest.mark.parametrize("other", ['"base.toml"', "7"])
def test_file_that_extends_none_of_its_folder_is_told_where(other):
    found = errors_of(GOOD.replace("[case]", f"# a comment\nextends = {other}\n[case]", 1))

    assert found == ["line 2: extends: must name another file in the same folder"]


def test_mistake_of_an_extended_file_is_told_where_it_is_extended():
    files = {
        "text.toml": "[case]\nwards = what\n",
        "money.toml": '[proposal.FINANCE]\ncosts = [{ amount = "lots" }]\n',
        "kind.toml": 'case = "x"\n',
    }

    found = {
        name: errors_of(GOOD.replace("[case]", f'# a comment\nextends = "{name}"\n[case]', 1), shared=files.__getitem__)
        for name in files
    }

    assert found == {
        "text.toml": ["line 2: extends: text.toml cannot be read: line 2: file: is not readable TOML: Invalid value"],
        "money.toml": [
            "line 2: extends: money.toml cannot be read: line 2: proposal.FINANCE.costs[0].amount: is not an amount of money: "
            "“lots” is not an amount we can read. Enter pounds in figures, for example 1200000 or 1200000.50."
        ],
        "kind.toml": ["line 2: extends: kind.toml cannot be read: line 1: case: must be a table"],
    }


def test_file_takes_what_is_extended_over_several_files():
    files = {"a.toml": 'extends = "b.toml"\n[case]\nwards = "A"\n', "b.toml": '[case]\nwards = "B"\nestimate_basis = "ILLUSTRATIVE"\n'}

    file = read('extends = "a.toml"\n' + GOOD, name="good.toml", shared=files.__getitem__)

    assert (file.case["wards"], file.case["estimate_basis"]) == ("A", "ILLUSTRATIVE")
