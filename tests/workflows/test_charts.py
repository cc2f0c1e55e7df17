"""Names of charts and nodes are stored in the database: a released one is never renamed or removed."""

import pytest
from viewflow.workflow import chart as layout

from commissioning.rules.access_matrix import ACTS
from workflows.bpmn import CHARTS
from workflows.nodes import Stage, WaitFor

RELEASED = {
    "workflows.flows.agency_sign_off.AgencySignOffFlow": ["end", "signoff", "start"],
    "workflows.flows.call_in.CallInFlow": [
        "answered", "call_in_hear", "call_in_rule", "council_review", "end", "reconsider_certify", "reconsider_decide", "reconsider_pdf",
        "reconsider_schedule", "referred_back", "release",
        "start", "to_council", "valid",
    ],
    "workflows.flows.commissioning_case.CommissioningCaseFlow": [
        "agenda", "agreed", "call_in_window", "callable_", "case_close", "cleared", "clearance", "decide", "decided",
        "end", "end_not_agreed", "end_not_supported", "end_rescinded", "joint", "joint_effect", "look_into", "no_hold", "not_agreed",
        "not_supported", "notice_early", "notice_later", "pack_approve", "pack_approved", "pack_review", "pack_write",
        "proposal_write", "record_certify", "record_pdf", "report_served", "rescinded", "responses", "review_passed",
        "scrutiny_report", "sign_offs", "ssmt", "ssmt_said", "ssmt_schedule", "stands", "start", "take_effect",
        "window_closed",
    ],
    "workflows.flows.early_effect.EarlyEffectFlow": ["early_effect", "end", "inside_window", "start", "wait"],
    "workflows.flows.key_decision_notice.KeyDecisionNoticeFlow": ["end", "notice_matures", "notice_publish", "start"],
    "workflows.flows.partial_effect.PartialEffectFlow": ["end", "part_effect", "start", "still_apart", "wait"],
    "workflows.flows.scrutiny_recommendation.ScrutinyRecommendationFlow": [
        "end", "scrutiny_publish", "scrutiny_respond", "start",
    ],
}  # fmt: skip


def test_every_released_name_still_stands():
    found = {
        f"{c.__module__}.{c.__name__}": sorted(node.name for node in c.instance.nodes()) for c in CHARTS
    }

    assert found == {name: sorted(nodes) for name, nodes in RELEASED.items()}


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.__name__)
def test_every_stage_names_an_act_of_the_matrix(chart):
    unknown = [
        node.name
        for node in chart.instance.nodes()
        if isinstance(node, Stage) and not isinstance(node, WaitFor) and node.act not in ACTS and node.act != "decide"
    ]

    assert unknown == []


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.__name__)
def test_every_node_can_be_reached_from_the_start(chart):
    order = layout.topsort(chart)[0]

    assert {node.name for node in order} == {node.name for node in chart.instance.nodes()}
