"""A constitution file is read whole, or every mistake is told with its line."""

from datetime import date, time

import pytest

from commissioning.rules.constitution_toml import (
    ConstitutionErrors,
    parse,
    parse_any,
    parse_call_in_set,
    shipped,
    shipped_text,
)
from commissioning.rules.deadlines import Basis

TEXT = shipped_text("lammas-vale-2026")


def changed(*replacements: tuple[str, str]) -> str:
    text = TEXT
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line_of(text: str, fragment: str) -> int:
    return text[: text.index(fragment)].count("\n") + fragment.count("\n") + 1


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConstitutionErrors) as caught:
        parse(text)
    return [str(error) for error in caught.value.errors]


def test_shipped_constitution_is_whole():
    constitution = shipped("lammas-vale-2026")

    assert constitution.about.council == "London Borough of Lammas Vale"
    assert (constitution.key, constitution.version) == ("lammas-vale", "2026.1")
    assert constitution.effective_from == date(2026, 5, 20)
    assert constitution.not_seen == ()
    assert len(constitution.sha256) == 64


def test_values_are_typed():
    constitution = shipped("lammas-vale-2026")

    assert constitution.key_decision.threshold_pence == 50_000_000
    assert constitution.publication.cut_off == time(17)
    assert constitution.publication.closure_days[0].day == date(2026, 12, 29)
    assert constitution.call_in.period.basis is Basis.CLEAR_WORK
    assert constitution.call_in.signatory_cap_per_year is None
    assert [rule.function for rule in constitution.clearances] == [
        "FINANCE",
        "LEGAL",
        "EQUALITY",
        "LEAD_MEMBER",
    ]


def test_number_that_nobody_could_use_is_told_beside_a_misspelt_value():
    text = changed(("min_political_groups = { value = 1,", "min_political_groups = { value = 6,"), ('comparison = { value = "OVER"', 'comparison = { value = "MORE"'))

    assert [mistake.partition(": ")[2] for mistake in mistakes(text)] == [
        "key_decision.comparison: “MORE” is not one of OVER, AT_LEAST",
        "call_in.min_political_groups: 5 signatures cannot come from 6 groups",
    ]


def test_check_waits_for_the_value_that_it_reads():
    text = changed(("min_political_groups = { value = 1,", "min_political_groups = { value = 6,"), ("min_signatories = { value = 5,", 'min_signatories = { value = "not seen",'))

    assert parse(text).not_seen == ("call_in.min_signatories",)


def test_same_text_gives_the_same_value():
    assert parse(TEXT) == parse(TEXT)


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("min_signatories = { value = 5,", "min_signatories = { value = 0,", "call_in.min_signatories", "0 is too small; the least is 1"),
        ("min_signatories = { value = 5,", 'min_signatories = { value = "5",', "call_in.min_signatories", "expected a whole number, found “5”"),
        ("min_signatories = { value = 5,", "min_signatories = { value = 5.5,", "call_in.min_signatories", "expected a whole number, found 5.5"),
        ("min_signatories = { value = 5,", "min_signatories = { value = true,", "call_in.min_signatories", "expected a whole number, found true"),
        ("min_signatories = { value = 5,", "min_signatories = { value = { n = 5 },", "call_in.min_signatories", "expected a whole number, found a table"),
        ("min_signatories = { value = 5,", "min_signatories = { number = 5,", "call_in.min_signatories", "missing its value"),
        ("wards_at_least = { value = 2,", "wards_at_least = { value = 3,", "key_decision.wards_at_least", "3 is too large; the most is 2"),
        ("record_years = { value = 6,", "record_years = { value = 5,", "retention.record_years", "5 is too small; the least is 6"),
        ('after_cut_off = { value = "NEXT_WORKING_DAY"', 'after_cut_off = { value = "LATER"', "publication.after_cut_off", "“LATER” is not one of NEXT_WORKING_DAY, ACTUAL_DATE"),
        ("effective_from = 2026-05-20", 'effective_from = "20 May"', "about.effective_from", "expected a date like 2026-05-20, found “20 May”"),
        ("effective_from = 2026-05-20", "effective_from = 2026-05-20T10:00:00", "about.effective_from", "expected a date like 2026-05-20, found 2026-05-20 10:00:00"),
        ('cut_off = { value = "17:00"', 'cut_off = { value = "5pm"', "publication.cut_off", 'expected a time like "17:00", found “5pm”'),
        ('cut_off = { value = "17:00"', 'cut_off = { value = "17:00:30"', "publication.cut_off", 'expected a time like "17:00", found “17:00:30”'),
        ('cut_off = { value = "17:00"', "cut_off = { value = 17", "publication.cut_off", 'expected a time like "17:00", found 17'),
        ('cut_off = { value = "17:00"', 'cut_off = { value = "24:00"', "publication.cut_off", 'expected a time like "17:00", found “24:00”'),
        ('validity_decider = { value = "MONITORING_OFFICER"', 'validity_decider = { value = "DEAN"', "call_in.validity_decider", None),
        ('council = "London Borough of Lammas Vale"', 'council = " "', "about.council", "is empty"),
        ('period = { basis = "CLEAR_WORK", n = 5, cut_off', 'period = { basis = "CLEAR", n = 5, cut_off', "call_in.period.basis", None),
        ('period = { basis = "CLEAR_WORK", n = 5, cut_off', 'period = { basis = "CLEAR_WORK", cut_off', "call_in.period", "needs n, the number of days, months or hours"),
        ('period = { basis = "CLEAR_WORK", n = 5, cut_off', 'period = { basis = "CLEAR_WORK", n = 5, weekday = "TUESDAY", cut_off', "call_in.period", "a weekday does not go with CLEAR_WORK"),
        ('period = { basis = "CLEAR_WORK", n = 5, cut_off', 'period = { basis = "WEEKDAY_OF_FOLLOWING_WEEK", cut_off', "call_in.period", "a weekday of the following week needs its weekday"),
        ("agenda = { basis", "agenda = [ 5 ] # { basis", "publication.agenda", "expected a table, found a list"),
        ('agenda = { basis = "CLEAR_WORK", n = 5', 'agenda = { basis = "CLEAR_WORK", n = 4', "publication.agenda", "the law asks for 5 clear days (SI 2012/2089 regs 6(2), 7(3)); write CLEAR_WORK or CLEAR_CAL with 5 or more"),
        ('agenda = { basis = "CLEAR_WORK", n = 5', 'agenda = { basis = "WORK_AFTER", n = 6', "publication.agenda", "the law asks for 5 clear days (SI 2012/2089 regs 6(2), 7(3)); write CLEAR_WORK or CLEAR_CAL with 5 or more"),
        ('requesters = { value = ["NON_EXECUTIVE_COUNCILLOR", "EDUCATION_CO_OPTEE"]', 'requesters = { value = "COUNCILLOR"', "call_in.requesters", "expected a list, found “COUNCILLOR”"),
        ('requesters = { value = ["NON_EXECUTIVE_COUNCILLOR", "EDUCATION_CO_OPTEE"]', "requesters = { value = []", "call_in.requesters", "is empty, so nobody could call in, or nothing could come of it"),
        ('requesters = { value = ["NON_EXECUTIVE_COUNCILLOR", "EDUCATION_CO_OPTEE"]', 'requesters = { value = ["INTERESTED_PERSON"]', "call_in.requesters", "residents sign no call-in; say in call_in.resident_trigger how many of them hold a decision"),
        ("min_political_groups = { value = 1,", "min_political_groups = { value = 6,", "call_in.min_political_groups", "5 signatures cannot come from 6 groups"),
        ('validity_decider = { value = "MONITORING_OFFICER"', 'validity_decider = { value = "CIVIC_MAYOR"', "call_in.validity_decider", "CIVIC_MAYOR cannot rule on a call-in here; known here: HEAD_OF_PAID_SERVICE, LEGAL, MONITORING_OFFICER, PROPER_OFFICER, SCRUTINY_OFFICER"),
        ('period = { basis = "CLEAR_WORK", n = 5, cut_off', 'period = { basis = "ASAP", n = 5, cut_off', "call_in.period", "as soon as reasonably practicable is no window; say in days when it closes"),
        ('agreed_by = { value = ["SCRUTINY_CHAIR", "CIVIC_MAYOR", "DEPUTY_MAYOR"]', 'agreed_by = { value = ["LEADER"]', "call_in.urgency_exemption.agreed_by", "LEADER cannot agree to urgency here; known here: CIVIC_MAYOR, DEPUTY_MAYOR, HEAD_OF_PAID_SERVICE, MONITORING_OFFICER, SCRUTINY_CHAIR, SCRUTINY_VICE_CHAIR"),
        ('enabled = false\nthreshold = "none"', 'enabled = true\nthreshold = "none"', "call_in.resident_trigger.threshold", None),
        ('office = "EQUALITY"', 'office = "AGENCY_LEAD"', "clearances[2].office", "AGENCY_LEAD gives no clearance here; known here: CABINET_MEMBER, CHIEF_FINANCE_OFFICER, EQUALITY, LEADER, LEGAL, MONITORING_OFFICER"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_line_and_key(old, new, key, message):
    text = changed((old, new))

    with pytest.raises(ConstitutionErrors) as caught:
        parse(text)

    found = {(error.key, error.line): error.message for error in caught.value.errors}
    assert (key, line_of(text, new)) in found
    if message:
        assert found[key, line_of(text, new)] == message


@pytest.mark.parametrize(
    ("days", "number", "message"),
    [
        ("2026-05-20, 2027-09-01", 1, "2027-09-01 is no day of an annual meeting; it is held from March to June"),
        ("2027-05-19, 2026-05-20", 1, "2026-05-20 does not follow 2027-05-19; there is one in each year, the first one first"),
        ("2026-05-20, 2026-06-30", 1, "2026-06-30 does not follow 2026-05-20; there is one in each year, the first one first"),
        ("2026-02-28, 2027-05-19", 0, "2026-02-28 is no day of an annual meeting; it is held from March to June"),
        ("2026-07-01, 2027-05-19", 0, "2026-07-01 is no day of an annual meeting; it is held from March to June"),
        ('"in May"', 0, "expected a date like 2026-05-20, found “in May”"),
    ],
)
def test_annual_meeting_that_cannot_be_is_told_with_its_line(days, number, message):
    text = changed(("2026-05-20, 2027-05-19, 2028-05-17", days))

    line = line_of(text, "annual_meetings")
    assert mistakes(text) == [f"line {line}: annual_meetings[{number}]: {message}"]


def test_annual_meetings_may_be_held_from_the_first_of_march_to_the_end_of_june():
    text = changed(("2026-05-20, 2027-05-19, 2028-05-17", "2026-03-01, 2027-06-30"))

    assert parse(text).annual_meetings == (date(2026, 3, 1), date(2027, 6, 30))


def test_every_annual_meeting_that_cannot_be_is_told():
    text = changed(("2026-05-20, 2027-05-19, 2028-05-17", '"in May", 2027-09-01'))

    assert [mistake.partition(": ")[2].partition(":")[0] for mistake in mistakes(text)] == ["annual_meetings[0]", "annual_meetings[1]"]


def test_constitution_without_annual_meetings_is_whole():
    text = changed(('annual_meetings = { value = [2026-05-20, 2027-05-19, 2028-05-17], paragraph = "Part 4A, paragraph 1.1" }', ""))

    assert (parse(text).annual_meetings, parse(text).not_seen) == ((), ())


def test_mistake_inside_a_list_of_several_lines_names_the_item_and_its_line():
    text = changed(('    "QUASI_JUDICIAL",\n', '    "JUDICIAL",\n'))

    (mistake,) = mistakes(text)

    line = line_of(text, '    "JUDICIAL",')
    assert mistake.startswith(
        f"line {line}: call_in.exempt_classes[3]: “JUDICIAL” is not one of ALREADY_CALLED_IN,"
    )


def test_mistake_in_one_of_several_tables_names_which():
    text = changed(('function = "EQUALITY"', 'function = "FAIRNESS"'))

    (mistake,) = mistakes(text)

    line = line_of(text, 'function = "FAIRNESS"')
    assert mistake.startswith(f"line {line}: clearances[2].function: “FAIRNESS” is not one of FINANCE,")


def test_unknown_key_is_a_mistake_and_the_right_one_is_offered():
    text = changed(("min_signatories = {", "min_signatorys = {"))

    found = mistakes(text)

    section, line = line_of(text, "[call_in]"), line_of(text, "min_signatorys")
    assert found == [
        f"line {section}: call_in.min_signatories: missing; it says: Signatures needed",
        f"line {line}: call_in.min_signatorys: unknown key; did you mean min_signatories?",
    ]


def test_unknown_key_like_no_other_lists_the_known_ones():
    text = TEXT + '\n[dragons]\ncolour = "red"\n'

    (mistake,) = mistakes(text)

    assert mistake.startswith(f"line {line_of(text, '[dragons]')}: dragons: unknown key; known here: about,")


def test_unknown_key_beside_a_value_is_a_mistake():
    text = changed(("min_signatories = { value = 5,", "min_signatories = { value = 5, valeu = 6,"))

    (mistake,) = mistakes(text)

    assert mistake == (
        f"line {line_of(text, 'valeu')}: call_in.min_signatories.valeu: unknown key; known here: "
        "value, paragraph, note"
    )


def test_missing_part_is_told_on_the_first_line():
    start, end = TEXT.index("[slippage]"), TEXT.index("[records]")

    found = mistakes(TEXT[:start] + TEXT[end:])

    assert found == ["line 1: slippage: missing; it says: Decisions later than their notice"]


def test_all_mistakes_are_told_at_once_in_order_of_lines():
    text = changed(
        ("threshold_pence = { value = 50_000_000,", "threshold_pence = { value = -1,"),
        ('order = { value = "FREE"', 'order = { value = "ANY"'),
    )

    found = mistakes(text)

    assert [mistake.split(": ")[1] for mistake in found] == ["key_decision.threshold_pence", "sign_off.order"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = [1\nb = 2", 2),
        ("[about]\nkey = \n", 2),
        ('x = "\n', 1),
        ("a = 1\na = 2\n", 2),
        ("a", 1),
        ("a = [", 1),
        ("a = 1\nb = [\n", 3),
    ],
)
def test_text_that_is_not_toml_is_told_with_its_line(text, line):
    (mistake,) = mistakes(text)

    assert mistake.startswith(f"line {line}: not TOML: ")


def test_mistake_of_the_whole_text_has_no_key():
    with pytest.raises(ConstitutionErrors) as caught:
        parse("a")

    assert caught.value.errors[0].key == ""


def test_value_not_seen_is_kept_as_unknown():
    text = changed(("min_signatories = { value = 5,", 'min_signatories = { value = "not seen",'))

    constitution = parse(text)

    assert constitution.not_seen == ("call_in.min_signatories",)
    assert constitution.call_in.min_signatories is None


def test_whole_part_not_seen_is_kept_as_unknown():
    start, end = TEXT.index("[slippage]"), TEXT.index("[records]")

    constitution = parse('slippage = "not seen"\n' + TEXT[:start] + TEXT[end:])

    assert constitution.not_seen == ("slippage",)


def test_end_of_day_may_be_written_as_24_hours():
    text = changed(('n = 5, cut_off = "17:00", paragraph', 'n = 5, cut_off = "24:00", paragraph'))

    assert parse(text).call_in.period.cut_off is None


def test_weekday_of_the_following_week_at_five():
    text = changed(
        (
            'period = { basis = "CLEAR_WORK", n = 5, cut_off = "17:00"',
            'period = { basis = "WEEKDAY_OF_FOLLOWING_WEEK", weekday = "TUESDAY", cut_off = "17:00"',
        )
    )

    period = parse(text).call_in.period

    assert (period.number, period.cut_off) == (2, time(17))


def test_noon_on_the_third_working_day():
    text = changed(
        (
            'period = { basis = "CLEAR_WORK", n = 5, cut_off = "17:00"',
            'period = { basis = "WORK_AFTER", n = 3, cut_off = 12:00:00',
        )
    )

    period = parse(text).call_in.period

    assert (period.basis, period.number, period.cut_off) == (Basis.WORK_AFTER, 3, time(12))


def test_error_text_has_a_line_for_each_mistake():
    with pytest.raises(ConstitutionErrors) as caught:
        parse("")

    assert str(caught.value).splitlines()[0] == "line 1: about: missing; it says: About this set"
    assert len(str(caught.value).splitlines()) == 16


def test_file_says_which_kind_it_is():
    call_in_only = '[about]\nkey = "x"\nkind = "CALL_IN_SET"\n[call_in]\nmin_signatories = 5\n'

    found = parse_any(call_in_only)

    assert found.call_in.min_signatories == 5
    assert "about.council" in found.not_seen
    assert parse_any(TEXT) == parse(TEXT)


def test_published_set_still_refuses_mistakes():
    with pytest.raises(ConstitutionErrors) as caught:
        parse_call_in_set("[call_in]\nmin_signatories = 0\nmax = 1\n")

    assert [str(error) for error in caught.value.errors] == [
        "line 2: call_in.min_signatories: 0 is too small; the least is 1",
        caught.value.errors[1].__str__(),
    ]
    assert caught.value.errors[1].line == 3


def test_paragraph_and_note_beside_a_value_are_kept_apart():
    constitution = parse(
        changed(("min_signatories = { value = 5,", 'min_signatories = { note = "n", value = 5,'))
    )

    assert constitution.paragraphs["call_in.min_signatories"] == "Part 4E, paragraph 16.3"
    assert constitution.paragraphs["call_in"] == "Part 4E, paragraph 16"
    assert constitution.call_in.min_signatories == 5


def test_notes_may_be_empty():
    assert parse(changed(("[key_decision]", 'notes = ""\n\n[key_decision]'))).about.notes == ""


def test_table_where_a_list_belongs_is_a_mistake():
    text = changed(
        ("[[publication.closure_days]]\nday = 2026-12-29", "[publication.closure_days]\nday = 2026-12-29")
    )
    text = text.replace("[[publication.closure_days]]", "[[publication.other]]")

    found = mistakes(text)

    line = line_of(text, "[publication.closure_days]")
    assert f"line {line}: publication.closure_days: missing its value" in found


def test_text_without_a_kind_is_read_as_a_whole_constitution():
    with pytest.raises(ConstitutionErrors):
        parse_any("about = 5\n")
    with pytest.raises(ConstitutionErrors):
        parse_any("")


def test_words_of_the_council_about_a_value_may_be_empty():
    route = '\n[[call_in.other_routes]]\nrequesters = ["COUNCILLOR"]\nmin_signatories = 9\ndescription = ""\n'
    period = ('period = { basis = "CLEAR_WORK", n = 5, cut_off', 'period = { basis = "CLEAR_WORK", n = 5, published_as = "", cut_off')

    found = parse(changed(period) + route)

    assert (found.call_in.other_routes[0].description, found.call_in.period.published_as) == ("", "")


ROUTE = "[[call_in.other_routes]]"


@pytest.mark.parametrize(
    ("route", "below", "key"),
    [
        ('requesters = ["COUNCILLOR"]\nmin_signatories = 0', 2, "min_signatories"),
        ('requesters = ["COUNCILLOR"]\nmin_signatories.value = 0', 2, "min_signatories"),
        ("min_signatories = 9", 0, "requesters"),
        ('min_signatories = 9\nrequesters = ["COUNCILLOR", "DEAN"]', 2, "requesters[1]"),
        ('min_signatories = 9\nrequesters = [\n  "COUNCILLOR",\n  "DEAN",\n]', 4, "requesters[1]"),
        ('min_signatories = 9\nrequesters.value = [\n  "COUNCILLOR",\n  "DEAN",\n]', 4, "requesters[1]"),
    ],
)
def test_mistake_in_one_of_several_routes_is_told_on_its_own_line(route, below, key):
    right = f'{ROUTE}\nrequesters = ["COUNCILLOR"]\nmin_signatories = 9\n'
    text = f"{TEXT}\n{right}\n{ROUTE}\n{route}\n"

    (mistake,) = mistakes(text)

    last = max(number for number, line in enumerate(text.splitlines(), 1) if line == ROUTE)
    assert mistake.startswith(f"line {last + below}: call_in.other_routes[1].{key}: ")
