"""A cleared proposal, a published notice and called meetings, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from commissioning import clock, ledger
from commissioning.models import Body, Case, ClockJump, Duty, ProposalVersion
from commissioning.rules.tracks import Track
from commissioning.selectors.proposals import current_version
from commissioning.services.proposals import open_proposal_write, save_section, submit_proposal
from decisions.models import ClearanceResult, KeyDecisionNotice, Meeting
from decisions.services.agenda_items import NewMeeting
from decisions.services.clearances import clear, open_clearances
from decisions.services.key_decision_notices import Copy, Wording, open_notice_publish, publish_notice
from decisions.services.meetings import create_meeting
from tests.builders import MORNING, actor, person, test_act
from tests.builders_s1 import a_submitted_proposal, open_duty, section_values
from tests.replays import replayed

CLEARERS = ("s151", "legal", "equality", "cm-adults")


def ask_for_clearances(case: Case, *, at: datetime = MORNING) -> None:
    with ledger.recording():
        open_clearances(case=case, act=test_act(at))


def give_clearance(
    case: Case, office: str, *, result: str = "CLEARED", text: str = "", by: str = "", at: datetime = MORNING
) -> ClearanceResult:
    """One answer on the current version, by the holder unless somebody else is named."""
    with ledger.recording():
        return _clear(case, office, current_version(case).content_hash, result=result, text=text, by=by, at=at)


def _clear(case: Case, office: str, read: str, *, at: datetime, result: str = "CLEARED", text: str = "", by: str = "") -> ClearanceResult:
    duty = open_duty(case, "clearance.give", office)
    return clear(duty=duty, read=read, result=result, text=text, actor=actor(by or office), at=at)


@replayed
def a_cleared_proposal(case: Case, *, at: datetime = MORNING, icb: int = 60_000_000) -> ProposalVersion:
    """A version that everybody has cleared."""
    version = a_submitted_proposal(case, at=at, icb=icb)
    with ledger.recording():
        open_clearances(case=case, act=test_act(at))
        for office in CLEARERS:
            _clear(case, office, version.content_hash, at=at)
    return version


def a_second_version(
    case: Case,
    *,
    at: datetime = MORNING,
    council: int = 95_000_000,
    revision: int = 1,
    shares: Sequence[tuple[str, str]] = (),
) -> ProposalVersion:
    """The next version, with another sum from the council; `shares`: who keeps which part of the savings."""
    with ledger.recording():
        open_proposal_write(case=case, act=test_act(at))
        duty = open_duty(case, "proposal.write")
        value = section_values(Track(case.track), council=council)["FINANCE"]
        value["shares"] = [{"agency": agency, "share": share} for agency, share in shares]
        save_section(duty=duty, section="FINANCE", value=value, actor=actor("commissioner"), at=at, revision=revision)
        return submit_proposal(duty=duty, actor=actor("commissioner"), at=at, note="The council pays more.")


def wording(**changes: object) -> Wording:
    """A complete notice for the Cabinet on 11 January 2027."""
    values = {
        "matter": "Whether to buy one service for survivors together with the ICB.",
        "why_key": "The council would spend more than £500,000.",
        "decide_from": date(2027, 1, 11),
        "decide_to": date(2027, 3, 31),
        "documents": ("Report", "Equality analysis"),
        "address": "Lammas Vale Town Hall",
        "procedure": "Ask democratic services",
        "wards": (),
        "value_pence": None,
        "body": Body.objects.get(key="cabinet"),
    }
    return Wording(**(values | changes))


def a_copy(at: datetime = MORNING) -> Copy:
    return Copy("Town Hall reception", "Proper Officer", at - timedelta(minutes=5))


def a_notice_duty(case: Case, *, at: datetime = MORNING) -> Duty:
    with ledger.recording():
        open_notice_publish(case=case, act=test_act(at))
    return open_duty(case, "notice.publish")


@replayed
def a_notice(case: Case, *, at: datetime = MORNING, **changes: object) -> KeyDecisionNotice:
    """A published notice; changes are those of `wording`."""
    duty = a_notice_duty(case, at=at)
    with ledger.recording():
        return publish_notice(
            duty=duty, wording=wording(**changes), copy=a_copy(at), actor=actor("proper-officer"), at=at
        )


def a_meeting(starts_at: datetime, *, body: str = "cabinet", at: datetime = MORNING) -> Meeting:
    """A meeting called by the proper officer."""
    new = NewMeeting(Body.objects.get(key=body), starts_at, "Council Chamber")
    with ledger.recording():
        return create_meeting(new=new, actor=actor("proper-officer"), at=at)


def set_clock(settings: object, moment: datetime) -> None:
    """Let the product's clock show a moment, as the demonstration does."""
    settings.DEMO_MODE = True
    offset = int((moment - clock.real_now()).total_seconds()) + 1
    ClockJump.objects.create(offset_seconds=offset, to=moment, made_at=clock.real_now())


def sign_in(client: object, key: str) -> None:
    """Signed in as the person in that office, with a fresh second factor."""
    client.force_login(person(key))
    session = client.session
    session["stepped_up_at"] = clock.real_now().isoformat()
    session.save()
