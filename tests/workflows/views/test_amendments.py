"""An amendment whose cost goes beyond the notice: the Monitoring Officer is asked from the refusal."""

import pytest

from decisions.models import AdviceRequest, Decision
from tests.builders import a_borough
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import CABINET_AT, an_item_in_session
from tests.workflows.views.test_cabinet import outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(db, settings):
    a_borough()
    set_clock(settings, CABINET_AT)
    return an_item_in_session()


def test_e57_refused_amendment_leads_to_the_prepared_question_and_the_certificate_lets_it_go_on(client, item):
    pence = item.version.value_total * 14 // 10
    amended = outcome(outcome="AGREED_AMENDED", resolutions="That it be bought for longer.", pence=f"{pence // 100}")
    url = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"
    sign_in(client, "leader")
    refused = client.post(url, amended)
    (way,) = [way.url for way in refused.context["ways"] if "certify" in way.label]

    form = client.get(way).context["form"]
    asked = client.post(way, {"pence": f"{pence // 100}", "why": "Two more years of the same service.", "request_key": "a1"})
    sign_in(client, "monitoring-officer")
    advice = f"/duties/{open_duty(item.case, 'advice.give').pk}/"
    question = client.get(advice).content.decode()
    client.post(advice, {"may_go_on": "YES", "text": "It is the same service.", "request_key": "a2"})
    sign_in(client, "leader")
    done = client.post(url, amended | {"request_key": "o2"})

    assert (form.initial["pence"], asked.status_code) == (pence, 302)
    assert "Is the amendment still the matter of the published notice?" in question
    assert (AdviceRequest.objects.get().pence, done.status_code) == (pence, 302)
    assert Decision.objects.get().outcome == "AGREED_AMENDED"
    assert "It is the same service." in client.get("/cases/2026/001/law/").content.decode()


@pytest.mark.parametrize("changes", [{"why": ""}, {"pence": "12e9"}])
def test_question_without_its_parts_is_not_asked(client, item, changes):
    sign_in(client, "proper-officer")

    page = client.post("/cases/2026/001/amendment/", {"pence": "2000000", "why": "The same.", "request_key": "a1"} | changes)

    assert (page.status_code, list(page.context["form"].errors), AdviceRequest.objects.count()) == (200, list(changes), 0)
