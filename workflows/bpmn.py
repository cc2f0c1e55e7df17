"""Charts as BPMN 2.0 files: viewflow's export completed so that other tools read it without complaint.

Added to the raw export: cardinality of multi-instance tasks, moments of timers, conditions and default flows of
gateways, names of flows, messages, and the responsible office as documentation. The result is valid against the OMG
schema (BPMN 2.0, formal/2011-01-03), loads in bpmn-moddle without warnings and instantiates in SpiffWorkflow.
"""

from lxml import etree
from viewflow.workflow import chart, flow

from workflows.flows.agency_sign_off import AgencySignOffFlow
from workflows.flows.call_in import CallInFlow
from workflows.flows.commissioning_case import CommissioningCaseFlow
from workflows.flows.early_effect import EarlyEffectFlow
from workflows.flows.key_decision_notice import KeyDecisionNoticeFlow
from workflows.flows.partial_effect import PartialEffectFlow
from workflows.flows.scrutiny_recommendation import ScrutinyRecommendationFlow
from workflows.nodes import Clock, Stage, WaitFor

CHARTS = (
    CommissioningCaseFlow,
    KeyDecisionNoticeFlow,
    AgencySignOffFlow,
    EarlyEffectFlow,
    CallInFlow,
    PartialEffectFlow,
    ScrutinyRecommendationFlow,
)
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"bpmn": BPMN}


def file_name(flow_class: type) -> str:
    """The name of the exported file: the chart's module name."""
    return f"{flow_class.__module__.rpartition('.')[2]}.bpmn"


def export(flow_class: type) -> bytes:
    """One chart as a BPMN 2.0 document with diagram."""
    grid = chart.calc_layout_data(flow_class, edge_start_gap_size=0, edge_end_gap_size=0)
    root = etree.fromstring(chart.grid_to_bpmn(grid).encode())
    root.set("exporter", "Joint commissioning workflow")
    root.set("exporterVersion", "1")
    root.set("id", f"definitions_{flow_class.__name__}")
    _messages(root, flow_class)
    for node in flow_class.instance.nodes():
        element = root.find(f".//*[@id='id_node_{node.name}']")
        if element is not None:
            _complete(root, element, node)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _formal(parent: etree._Element, name: str, text: str) -> etree._Element:
    """An expression; Spiff reads it as a variable name, so it is one word."""
    found = etree.SubElement(parent, _tag(name))
    found.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    found.text = text
    return found


def _complete(root: etree._Element, element: etree._Element, node: object) -> None:
    office = getattr(node, "office", "")
    if office:
        words = etree.Element(_tag("documentation"))
        words.text = f"Responsible: {office}"
        element.insert(0, words)
    if isinstance(node, Stage) and node._multi_instance:
        loop = element.find("bpmn:multiInstanceLoopCharacteristics", NS)
        loop.set("isSequential", "false")
        _formal(loop, "loopCardinality", f"duties_{node.name}")
    if isinstance(node, Clock):
        _formal(element.find("bpmn:timerEventDefinition", NS), "timeDate", node.due.__name__)
    if isinstance(node, WaitFor | flow.StartHandle):
        element.find("bpmn:messageEventDefinition", NS).set("messageRef", f"message_{node.name}")
    if isinstance(node, flow.If):
        _if_flows(root, element, node)
    if isinstance(node, flow.Switch):
        _switch_flows(root, element, node)


def _flow(root: etree._Element, source: object, target: object) -> etree._Element:
    path = f".//bpmn:sequenceFlow[@sourceRef='id_node_{source.name}'][@targetRef='id_node_{target.name}']"
    return root.find(path, NS)


def _condition(edge: etree._Element, name: str, text: str) -> None:
    edge.set("name", name)
    if edge.find("bpmn:conditionExpression", NS) is None:
        _formal(edge, "conditionExpression", text)


def _if_flows(root: etree._Element, element: etree._Element, node: flow.If) -> None:
    question = getattr(node._condition, "__name__", node.name)
    _condition(_flow(root, node, node._on_true), "yes", question)
    no = _flow(root, node, node._on_false)
    no.set("name", "no")
    element.set("default", no.get("id"))


def _switch_flows(root: etree._Element, element: etree._Element, node: flow.Switch) -> None:
    for target, condition in node._activate_next:
        edge = _flow(root, node, target)
        if condition is None:
            edge.set("name", "otherwise")
            element.set("default", edge.get("id"))
        else:
            name = condition.__name__
            _condition(edge, name.replace("_", " "), name)


def _messages(root: etree._Element, flow_class: type) -> None:
    """Named messages before the process, one for each start and each waiting node."""
    process = root.find("bpmn:process", NS)
    for node in flow_class.instance.nodes():
        if isinstance(node, WaitFor | flow.StartHandle):
            message = etree.Element(_tag("message"))
            message.set("id", f"message_{node.name}")
            message.set("name", str(node.task_title))
            root.insert(root.index(process), message)
