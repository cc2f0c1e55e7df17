"""The charts leave the house as BPMN 2.0 that software nobody here wrote reads without complaint."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from workflows.bpmn import CHARTS, export, file_name

NODE = Path(__file__).parent.parent / "node"
XSD = NODE / "node_modules/bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd"


@pytest.mark.parametrize("chart", CHARTS, ids=file_name)
def test_export_is_valid_against_the_omg_schema(chart):
    schema = etree.XMLSchema(etree.parse(str(XSD)))

    schema.validate(etree.fromstring(export(chart)))

    assert [str(error) for error in schema.error_log] == []


@pytest.mark.parametrize("chart", CHARTS, ids=file_name)
def test_export_instantiates_in_spiffworkflow(chart):
    parser = BpmnParser(validator=BpmnValidator())
    parser.add_bpmn_str(export(chart), filename=file_name(chart))
    process = parser.get_process_ids()[0]

    workflow = BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))

    assert workflow.is_completed() is False


def test_export_loads_in_bpmn_moddle_without_warning(tmp_path):
    call_command("export_bpmn", str(tmp_path), verbosity=0)
    files = sorted(str(path) for path in tmp_path.glob("*.bpmn"))

    run = subprocess.run([shutil.which("node"), "moddle.mjs", *files], cwd=NODE, capture_output=True, text=True)

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_export_writes_one_file_per_chart(tmp_path):
    call_command("export_bpmn", str(tmp_path / "new"), verbosity=0)

    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(file_name(c) for c in CHARTS)


def test_export_to_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="Cannot make the folder"):
        call_command("export_bpmn", str(tmp_path / "file"))


def test_every_stage_names_the_responsible_office():
    silent = [
        node.name
        for chart in CHARTS
        for node in chart.instance.nodes()
        if hasattr(node, "office") and not node.office
    ]

    assert silent == []
