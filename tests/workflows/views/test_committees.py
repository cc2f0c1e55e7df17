"""A committee of the Cabinet on the pages: set up by the administrator, given a matter by the Leader, put on its own agenda."""

import pytest

from commissioning import ledger
from commissioning.models import Body, Office
from decisions.models import Allocation
from decisions.services.agendas import open_agenda_publish
from tests.builders import a_borough, a_case, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, set_clock, sign_in
from tests.builders_s3 import AGENDA_AT, CABINET_AT

pytestmark = pytest.mark.django_db


def test_what_the_leader_gives_to_a_committee_is_offered_its_meetings_alone_and_no_seat_on_it_decides_by_itself(client, settings):
    a_borough()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    set_clock(settings, AGENDA_AT)
    sign_in(client, "administrator")
    made = client.post("/people/bodies/new/", {"name": "Cabinet Committee on Care", "kind": "CABINET_COMMITTEE", "request_key": "b"})
    committee = Body.objects.get(kind="CABINET_COMMITTEE")
    seat = Office(key="care-1", role="CABINET_MEMBER", title="Committee on Care, seat 1", body=committee, order=900).save_as(test_act())
    own, _ = a_meeting(CABINET_AT, body=committee.key), a_meeting(CABINET_AT)
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(AGENDA_AT))
    sign_in(client, "leader")
    offered = [value for value, _ in client.get("/cases/2026/001/allocate/").context["form"].fields["to"].choices]
    client.post("/cases/2026/001/allocate/", {"to": f"body:{committee.pk}", "reasons": "It knows care.", "request_key": "a"})
    sign_in(client, "proper-officer")
    form = client.get(f"/duties/{open_duty(case, 'agenda.publish').pk}/").context["form"]

    assert (made.status_code, own.chair, Allocation.objects.get().body) == (302, seat, committee)
    assert (f"body:{committee.pk}" in offered, f"office:{seat.pk}" in offered) == (True, False)
    assert [value for value, _ in form.fields["meeting"].choices if value.isdigit()] == [str(own.pk)]
