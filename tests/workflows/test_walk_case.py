"""A whole case from its file: every act through the desk, every chart moved, every record made."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from commissioning.acts import Actor
from commissioning.models import AuditIndex, AuditOpening, Case, DraftSave, Duty, Office, Organisation
from commissioning.selectors.proposals import current_version
from commissioning.services.proposals import save_section, submit_proposal
from decisions.models import AgendaItem, Decision, DecisionRecord, Meeting, PartialEffect
from decisions.rules.errata import Slip
from decisions.services.errata import correct_report
from scrutiny.models import CallInText
from tests.builders import a_borough, a_user
from tests.builders_s2 import set_clock
from workflows import desk
from workflows.services.case_files import FOLDER, read_file
from workflows.services.walk import Walk
from workflows.services.walk_papers import decider_of

pytestmark = pytest.mark.django_db


def walk(path: Path | str, *options: str) -> list[str]:
    told = StringIO()
    call_command("walk_case", str(path), *options, stdout=told)
    return told.getvalue().splitlines()


def refused(path: Path, *options: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        walk(path, *options)
    return caught.value


def changed(folder: Path, *changes: tuple[str, str], name: str = "sexual-health.toml") -> Path:
    """A shipped file with some words replaced."""
    text = (FOLDER / name).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "my-case.toml"
    path.write_text(text)
    return path


def test_better_care_fund_walks_from_question_to_closed_scrutiny_record(tmp_path):
    lines = walk(FOLDER / "better-care-fund.toml", "--out", str(tmp_path / "walked"))

    case = Case.objects.get()
    assert (case.outcome, case.effective_on.isoformat()) == ("CLOSED", "2026-09-23")
    assert Duty.objects.filter(closed_at__isnull=True).count() == 0
    assert set(Process.objects.values_list("status", flat=True)) == {PROCESS.DONE}
    assert lines[-1] == "2026/001: 30 steps; now at: ended"
    assert (tmp_path / "walked/decision-2026-001-1.pdf").read_bytes().startswith(b"%PDF-")
    page = (tmp_path / "walked/case.html").read_text()
    assert "£53,440,286 in all, of which the council pays £21,091,826." in page
    assert 'href="ui/app.css"' in page


def test_every_act_is_printed_with_its_date_person_and_reason():
    lines = walk(FOLDER / "sexual-health.toml")

    assert lines[1].startswith(
        "08 Sep 2026 10:00  2026/001  case.open           Ravi Senanayake (Commissioning manager"
    )
    assert [line for line in lines if "decision.make" in line] == [
        "18 Nov 2026 17:10  2026/001  decision.make       Councillor David Rosenthal (Cabinet member for adults and "
        "health): New diagnoses rise, and a joint service needs a year of planning."
    ]


def test_until_stops_at_the_stage():
    lines = walk(FOLDER / "sexual-health.toml", "--until", "clearance")

    assert lines[-1] == "2026/001: 5 steps; now at: Clearances"
    assert set(Duty.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)) == {
        "clearance.give"
    }


def test_until_runs_the_timers_after_the_last_step():
    lines = walk(FOLDER / "sexual-health.toml", "--until", "effect")

    assert [line.split("  ")[2] for line in lines if "System:" in line] == [
        "call_in.lapse",
        "decision.effect",
    ]
    assert Case.objects.get().effective_on.isoformat() == "2026-11-27"


def test_until_beyond_the_file_says_so():
    problem = refused(FOLDER / "sexual-health.toml", "--until", "closed")

    assert (str(problem), problem.returncode) == ("The file ends before the stage closed is reached.", 1)


def test_refused_step_stops_with_reason_source_and_earliest_date(tmp_path):
    path = changed(
        tmp_path,
        ('on = "2026-09-03 12:00"', 'on = "2026-09-08 12:00"'),
        name="better-care-fund.toml",
    )

    problem = refused(path)

    assert problem.returncode == 1
    assert "my-case.toml, line" in str(problem)
    assert "agenda.publish by proper-officer on 2026-09-08 12:00" in str(problem)
    assert "SI 2012/2089 reg" in str(problem)
    assert "Earliest lawful date: 16 September 2026." in str(problem)
    assert not AuditIndex.objects.filter(kind="agenda.publish").exists()


def test_wrong_person_stops_the_walk(tmp_path):
    problem = refused(
        changed(
            tmp_path, ('do = "record.certify"\nby = "proper-officer"', 'do = "record.certify"\nby = "s151"')
        )
    )

    assert problem.returncode == 1
    assert "record.certify does not wait for s151; waiting: record.certify (proper-officer)" in str(problem)


def test_bad_file_gets_every_mistake_with_its_line_and_nothing_is_stored(tmp_path):
    path = changed(
        tmp_path, ('estimate = "392,867"', 'estimate = "12e9"'), ('outcome = "AGREED"', 'outcome = "FINE"')
    )

    problem = refused(path)

    lines = str(problem).splitlines()
    assert problem.returncode == 2
    assert [line.split(": ")[:2] for line in lines[:2]] == [
        ["line 11", "case.estimate"],
        ["line 149", "steps[9].outcome"],
    ]
    assert lines[2:] == ["2 mistakes in my-case.toml; nothing was stored."]
    assert (Organisation.objects.count(), AuditIndex.objects.count()) == (0, 0)


def test_names_that_nobody_has_are_mistakes_too(tmp_path):
    path = changed(
        tmp_path,
        ('sponsor = "public-health"', 'sponsor = "gardening"'),
        ('by = "research-lead"', 'by = "gardener"'),
        ('agency = "council"', 'agency = "gardens"'),
    )

    problem = refused(path)

    assert problem.returncode == 2
    assert [line.partition("; there are")[0] for line in str(problem).splitlines()[:-1]] == [
        "line 9: case.sponsor: there is no commissioning service 'gardening'",
        "line 82: proposal.FINANCE: there is no agency 'gardens'",
        "line 108: pack.approve: there is no office 'gardener'",
    ]
    assert Organisation.objects.count() == 0


def test_file_names_the_officer_who_decides_a_key_decision_alone(tmp_path):
    unknown = refused(changed(tmp_path, ('maker = "CABINET_MEMBER"', 'maker = "OFFICER"\ndecider = "gardener"')))

    assert str(unknown).partition("; there are")[0] == "line 15: case.decider: there is no office 'gardener'"
    a_borough()
    file = read_file(FOLDER / "sexual-health.toml")
    told = [{**file.case, "maker": "OFFICER", "decider": "director"}, {**file.case, "maker": "CABINET"}]
    assert [decider_of(Walk(replace(file, case=one))) for one in told] == [Office.objects.get(key="director"), None]


def test_file_that_does_not_exist_is_refused(tmp_path):
    problem = refused(tmp_path / "none.toml")

    assert problem.returncode == 2


def test_real_people_are_left_alone():
    person = a_user("anybody")
    person.email = "anybody@realborough.example"
    person.save()

    problem = refused(FOLDER / "sexual-health.toml")

    assert str(problem) == "Real people use this database. Walk the case in an empty one."
    assert Case.objects.count() == 0


def test_names_that_do_not_exist_are_told_with_the_other_mistakes(tmp_path):
    path = changed(tmp_path, ('by = ["s151"', 'by = ["treasurer"'), ('sponsor = "', 'colour = "blue"\nsponsor = "x'))

    mistakes = str(refused(path)).splitlines()

    assert [line.split(": ", 1)[1].split(" ")[0] for line in mistakes[:-1]] == ["case.colour:", "case.sponsor:", "clearance.give:"]
    assert mistakes[-1] == "3 mistakes in my-case.toml; nothing was stored."
    assert Case.objects.count() == 0


@pytest.mark.parametrize("finance", ["[]", '"dear"', '{ contributions = "all" }', "{ contributions = [3] }"])
def test_section_of_any_shape_is_a_mistake_and_never_a_crash(tmp_path, finance):
    path = tmp_path / "odd.toml"
    path.write_text(f'extends = "shared.toml"\n[case]\ntitle = "A"\n[proposal]\nFINANCE = {finance}\n')

    refusal = refused(path)

    assert refusal.returncode == 2
    assert "proposal.FINANCE" in str(refusal)


def test_file_that_is_not_there_is_told_plainly(tmp_path):
    refusal = refused(tmp_path / "none.toml")

    assert (refusal.returncode, str(refusal)) == (2, f"There is no file {tmp_path / 'none.toml'}. Give the path of a case file.")


def test_e14_monitoring_officer_is_asked_and_only_then_the_case_ends(client, tmp_path, settings):
    text = (FOLDER / "sexual-health.toml").read_text()
    head, certify = text.split('do = "record.certify"', 1)
    head = head.replace('outcome = "AGREED"\ntext = "The sexual', 'outcome = "REGULARISED"\nsince = 2026-11-01\nbecause = "It was overlooked."\ntext = "The sexual')
    step = certify.split("[[steps]]", 1)[0]
    path = tmp_path / "afterwards.toml"
    path.write_text(f'{head}do = "record.certify"{step}')
    walk(path)
    case = Case.objects.get()
    duty = Duty.objects.get(closed_at__isnull=True)
    waiting = (duty.kind, duty.office.key, case.outcome)
    client.force_login(duty.office.appointments.filter(is_deputy=False).first().person)

    set_clock(settings, duty.opened_at)
    shown = client.get(f"/duties/{duty.pk}/").content.decode()
    done = client.post(f"/duties/{duty.pk}/", {"note": "Budget holders were reminded.", "request_key": "n1"})

    case.refresh_from_db()
    assert waiting == ("retrospective.note", "monitoring-officer", "")
    assert "It was overlooked." in shown
    assert (done.status_code, case.get_outcome_display(), desk.open_tasks(case)) == (302, "Put on record", [])
    note = AuditIndex.objects.get(kind="retrospective.note")
    assert AuditOpening.objects.get(event_id=note.seq, name="note").tier == "member"


def test_e24_report_taken_off_the_agenda_goes_back_to_its_officer_and_is_cleared_again(tmp_path):
    text = (FOLDER / "sexual-health.toml").read_text()
    path = tmp_path / "pulled.toml"
    path.write_text(text.split('[[steps]]\ndo = "decision.make"', 1)[0])
    walk(path)
    case = Case.objects.get()
    first = current_version(case).content["recommendations"][0]["text"]
    slip = Slip("recommendation-1", first, "That nothing be bought.")
    who = Actor.person(Office.objects.get(role="PROPER_OFFICER").appointments.filter(is_deputy=False).first().person)

    done = desk.act(case, correct_report, by=who, slip=slip, note="It said the opposite.", changes_substance=True)

    assert done.is_done
    assert [duty.kind for duty in Duty.objects.filter(closed_at__isnull=True)] == ["proposal.write"]
    assert [task.flow_task.name for task in desk.open_tasks(case)] == ["proposal_write"]

    draft = DraftSave.objects.filter(case=case, part="proposal/RECOMMENDATIONS").latest("revision")
    rows = [{**draft.content["items"][0], "text": "That nothing be bought."}, *draft.content["items"][1:]]
    officer = Actor.person(case.officer.appointments.filter(is_deputy=False).first().person)
    duty = Duty.objects.get(closed_at__isnull=True).pk
    value = {**draft.content, "items": rows}
    saved = {"section": "RECOMMENDATIONS", "value": value, "revision": draft.revision}
    assert desk.act(case, save_section, by=officer, duty=duty, **saved).is_done
    assert desk.act(case, submit_proposal, by=replace(officer, request="again"), duty=duty, note="It said the opposite.").is_done
    assert {duty.kind for duty in Duty.objects.filter(closed_at__isnull=True)} == {"clearance.give"}


IN_PRIVATE = """
[[steps]]
do = "meeting.sit"
by = "proper-officer"
on = "2027-03-08 18:00"
present = ["leader", "cm-adults", "cm-finance", "cm-housing"]

[[steps]]
do = "exclusion.resolve"
by = "proper-officer"
on = "2027-03-08 18:05"
mover = "cm-adults"
seconder = "cm-finance"
for = 3
against = 1

[[steps]]
do = "item.outcome"
by = "leader"
on = "2027-03-08 18:30"
outcome = "AGREED"
mode = "AGREED"
text = "The Cabinet agreed to join the consortium."
reasons = "One service costs less than two."
alternatives = "Buying alone costs more."

[[steps]]
do = "exclusion.end"
by = "proper-officer"
on = "2027-03-08 18:31"

[[steps]]
do = "meeting.close"
by = "proper-officer"
on = "2027-03-08 18:40"

[[steps]]
do = "record.certify"
by = "deputy:proper-officer"
on = "2027-03-09 10:00"
"""


def test_private_item_walks_through_its_resolution_to_the_record(tmp_path):
    text = (FOLDER / "community-equipment.toml").read_text()
    path = tmp_path / "private.toml"
    path.write_text(text + IN_PRIVATE)

    walk(path)

    resolution = DecisionRecord.objects.get().content["private"]["resolution"]
    assert (resolution["vote"], resolution["paragraphs"][0]["number"]) == ("3 for, 1 against, 0 abstained: carried.", 3)
    assert (resolution["out_at"], resolution["in_at"]) == ("2027-03-08T18:05:00+00:00", "2027-03-08T18:31:00+00:00")


def test_e58_item_referred_to_the_council_is_public_and_waits_for_the_next_agenda(client, tmp_path, settings):
    text = (FOLDER / "supported-housing.toml").read_text()
    head, step = text.split('do = "item.outcome"', 1)
    step = step.split("[[steps]]", 1)[0].replace('outcome = "AGREED"', 'outcome = "REFERRED"\nadvice = "Both: the budget holds half of it."')
    path = tmp_path / "referred.toml"
    path.write_text(f'{head}do = "item.outcome"{step}')

    walk(path)

    case = Case.objects.get()
    decision = Decision.objects.get()
    set_clock(settings, decision.made_at)
    page = client.get(f"/register/{case.reference}/").content.decode()
    assert (decision.outcome, case.is_open) == ("REFERRED", True)
    assert [duty.kind for duty in Duty.objects.filter(closed_at__isnull=True, office__role="PROPER_OFFICER")] == ["agenda.publish"]
    assert "Referred to the council" in page
    assert "Both: the budget holds half of it." in page


CONSULTED = """do = "consultation.open"
by = "{officer}"
on = "2026-10-20 10:00"
title = "More places"
question = "What would help?"
how = "Write to the town hall."
opens_on = 2026-10-21
closes_on = 2026-11-18

[[steps]]
do = "consultation.result"
by = "{officer}"
on = "2026-11-20 10:00"
answered = 57
summary = "Most want evenings."
change = "PARTLY"
response = "One evening a week."

[[steps]]
do = "proposal.submit"
"""
PUT_OFF_AND_CANCELLED = """do = "agenda.publish"
by = "proper-officer"
on = "2027-01-06 10:00"
meets = "2027-01-25 16:00"

[[steps]]
do = "meeting.postpone"
by = "proper-officer"
on = "2027-01-11 10:00"
meets = "2027-01-25 17:00"
reason = "The hall is being mended."

[[steps]]
do = "meeting.cancel"
by = "proper-officer"
on = "2027-01-13 10:00"
reason = "The hall is not ready."

[[steps]]
do = "agenda.publish"
by = "proper-officer"
on = "2027-01-14 12:00"
"""
RULED = """valid = true
severable = true
public_words = "The wait is not measured."
left_out = "It named a patient."
"""
ERASED = """
[[steps]]
do = "words.erase"
by = "monitoring-officer"
on = "2027-02-04 10:00"
event = "meeting.cancel"
details = ["reason"]
order = "erase"
authority = "Article 17 request of 3 February 2027"
ground = "It named a person."
"""


def test_file_tells_a_consultation_a_cancelled_meeting_a_severed_part_and_an_erasure(tmp_path):
    text = (FOLDER / "substance-misuse.toml").read_text()
    head, rest = text.split('do = "proposal.submit"\n', 1)
    officer = rest.split('by = "', 1)[1].split('"', 1)[0]
    text = head + CONSULTED.format(officer=officer) + rest
    before, agenda = text.split('do = "agenda.publish"\nby = "proper-officer"\non = "2027-01-14 12:00"\n', 1)
    text = before + PUT_OFF_AND_CANCELLED + agenda
    text = text.replace('alternative = "Extend by one year', 'resolutions = [2]\nalternative = "Extend by one year', 1)
    text = text.replace("valid = true\n", RULED, 1)
    ruled, _ = text.split('\n[[steps]]\ndo = "call_in.hear"', 1)
    path = tmp_path / "severed.toml"
    path.write_text(ruled + ERASED)

    lines = walk(path)

    case = Case.objects.get()
    item = AgendaItem.objects.filter(case=case, kind="DECISION").order_by("pk")
    assert [row.ended_as for row in item] == ["CANCELLED", "AGREED"]
    assert current_version(case).content["consultations"][0]["answered"] == 57
    assert PartialEffect.objects.get().resolutions == [1]
    assert CallInText.objects.get().text == "The wait is not measured."
    assert not AuditOpening.objects.filter(value="The hall is not ready.").exists()
    assert Meeting.objects.get(cancelled_at__isnull=False).cancelled_why == "[erased]"
    assert any("words" in line or "erase" in line for line in lines)
