"""Every number of a constitution in words, and what a new version would change."""

from datetime import time

import pytest

from commissioning.rules.call_in_rule_set import Span
from commissioning.rules.constitution_toml import parse, parse_any, shipped, shipped_text
from commissioning.rules.constitution_words import Change, Line, changes, code_in_words, lines, span_in_words
from commissioning.rules.deadlines import Basis

TEXT = shipped_text("lammas-vale-2026")
LAMMAS_VALE = shipped("lammas-vale-2026")


def by_path() -> dict[str, Line]:
    return {line.path: line for line in lines(LAMMAS_VALE)}


@pytest.mark.parametrize(
    ("path", "part", "words", "paragraph"),
    [
        ("key_decision.threshold_pence", "Key decisions", "£500,000", "Article 13, paragraph 13.3(a)"),
        ("key_decision.budget_percent", "Key decisions", "none", "Article 13, paragraph 13.3(a)"),
        ("publication.cut_off", "Publication", "5pm", "Part 4B, paragraph 3.1"),
        ("publication.closure_days[0].day", "Publication", "29 December 2026", "Part 4B, paragraph 3"),
        ("call_in.period", "Call-in", "5 clear working days, closing at 5pm", "Part 4E, paragraph 16.2"),
        ("call_in.min_signatories", "Call-in", "5", "Part 4E, paragraph 16.3"),
        ("call_in.partial_call_in", "Call-in", "yes", "Part 4E, paragraph 16.5(a)"),
        ("call_in.civic_mayor_may", "Call-in", "no", "Part 4E, paragraph 16.3"),
        ("call_in.other_routes", "Call-in", "none", "Part 4E, paragraph 16"),
        (
            "call_in.requesters",
            "Call-in",
            "Non-executive councillor; Education co-optee",
            "Part 4E, paragraph 16.3",
        ),
        ("retention.record_years", "Retention", "6 years", "Part 4B, paragraph 9.1"),
        ("quorum.council", "Quorum", "one quarter of the whole number", "Part 4A, paragraph 8.1"),
        ("quorum.cabinet", "Quorum", "3 members", "Part 4D, paragraph 1.7"),
        ("clearances[1].office", "Clearances", "Legal", "Part 4G, paragraph 4.2"),
        (
            "about.council",
            "About this set",
            "London Borough of Lammas Vale",
            "",
        ),
    ],
)
def test_value_is_shown_in_words_with_its_paragraph(path, part, words, paragraph):
    line = by_path()[path]

    assert (line.part, line.words, line.paragraph) == (part, words, paragraph)


def test_every_value_has_a_label_and_all_but_themes_and_about_a_paragraph():
    without = {
        line.path for line in by_path().values() if not line.paragraph and not line.path.startswith("about.")
    }

    assert without == {"themes"}
    assert [line for line in by_path().values() if not line.label] == []


def test_unseen_value_is_shown_as_not_seen():
    found = parse_any('[about]\nkind = "CALL_IN_SET"\n[call_in]\nmin_signatories = 6\n')

    shown = {line.path: line.words for line in lines(found)}

    assert (shown["call_in.min_signatories"], shown["call_in.period"]) == ("6", "not seen")


def test_label_says_what_a_value_means():
    found = by_path()

    assert found["call_in.min_signatories"].label == "Signatures needed"
    assert found["clearances[0].office"].label == "Office that gives it"
    assert found["annual_meetings"].words == "20 May 2026; 19 May 2027; 17 May 2028"
    assert found["themes"].words.startswith("Healthier lives; Safer neighbourhoods; ")


def test_paragraph_of_a_published_set_is_its_own():
    text = '[about]\nkind = "CALL_IN_SET"\n[call_in]\nmin_signatories = { value = 6, paragraph = "4.16" }\n'

    shown = {line.path: line.paragraph for line in lines(parse_any(text))}

    assert (shown["call_in.min_signatories"], shown["call_in.period"]) == ("4.16", "")


@pytest.mark.parametrize(
    ("quorum", "words"),
    [
        ('{ at_least = 3, share = "ONE_THIRD" }', "one third of the whole number, at least 3 members"),
        ('{ share = "ONE_HALF" }', "one half of the whole number"),
        ("{ at_least = 4 }", "4 members"),
    ],
)
def test_quorum_in_words(quorum, words):
    text = TEXT.replace(
        'cabinet = { at_least = 3, paragraph = "Part 4D, paragraph 1.7" }', f"cabinet = {quorum}", 1
    )

    shown = {line.path: line.words for line in lines(parse(text))}

    assert shown["quorum.cabinet"] == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(basis=Basis.WORK_AFTER, n=1), "1 working day"),
        (Span(basis=Basis.WORK_AFTER, n=3, cut_off=time(12)), "3 working days, closing at midday"),
        (
            Span(basis=Basis.WEEKDAY_OF_FOLLOWING_WEEK, weekday="TUESDAY", cut_off=time(17)),
            "Tuesday of the following week, closing at 5pm",
        ),
        (Span(basis=None, n=5, published_as="5 days"), "5 days"),
        (Span(basis=None, n=5), "not seen"),
        (Span(basis=Basis.WORK_AFTER, n=None), "not seen"),
    ],
)
def test_span_in_words(span, words):
    assert span_in_words(span) == words


def test_changes_between_versions_are_shown_value_by_value():
    changed = TEXT.replace("min_signatories = { value = 5", "min_signatories = { value = 3").replace(
        'version = "2026.1"', 'version = "2026.2"'
    )

    assert changes(LAMMAS_VALE, parse(changed)) == (
        Change("Version", "2026.1", "2026.2", "about.version"),
        Change("Signatures needed", "5", "3", "call_in.min_signatories"),
    )


def test_changes_show_what_is_new_and_what_is_gone():
    start, end = TEXT.index("[[publication.closure_days]]"), TEXT.index("[slippage]")
    without = parse(TEXT[:start] + TEXT[end:])

    gone = {change.path: (change.before, change.after) for change in changes(LAMMAS_VALE, without)}
    new = {change.path: (change.before, change.after) for change in changes(without, LAMMAS_VALE)}

    assert gone["publication.closure_days[0].day"] == ("29 December 2026", "")
    assert new["publication.closure_days[0].day"] == ("", "29 December 2026")


def test_no_changes_against_itself():
    assert changes(LAMMAS_VALE, LAMMAS_VALE) == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MONITORING_OFFICER", "Monitoring Officer"),
        ("SCRUTINY_CHAIR", "Scrutiny chair"),
        ("Best value", "Best value"),
    ],
)
def test_code_in_words(code, words):
    assert code_in_words(code) == words
