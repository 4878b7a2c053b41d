"""The tables as DMN, opened by an engine of somebody else's."""

from importlib.resources import files

import attrs
import pytest

import icp_rules as icp
from icp_rules.exports import wire
from icp_rules.rules import Rule, where

etree = pytest.importorskip("lxml.etree")
pytest.importorskip("SpiffWorkflow")

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # noqa: E402
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser  # noqa: E402

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
                  id="one" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="ask" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="decide" />
    <bpmn:businessRuleTask id="decide" name="decide">
      <bpmn:extensionElements><spiffworkflow:calledDecisionId>DECISION</spiffworkflow:calledDecisionId></bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
    </bpmn:businessRuleTask>
    <bpmn:sequenceFlow id="b" sourceRef="decide" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"""


def engine(table):
    """The engine with a table loaded, and the task whose data it reads."""
    parser = SpiffBpmnParser()
    name = table.name.replace("-", "_")
    parser.add_dmn_xml(etree.fromstring(icp.to_dmn(table).encode()), filename=f"{name}.dmn")
    parser.add_bpmn_xml(
        etree.fromstring(PROCESS.replace("DECISION", name).encode()), filename="ask.bpmn"
    )
    workflow = BpmnWorkflow(parser.get_spec("ask"), parser.get_subprocess_specs("ask"))
    (task,) = workflow.get_tasks(spec_name="decide")
    return task.task_spec.dmnEngine, task


def disagreements(table, ours=None):
    """Each cell of each edition that the engine answers differently from `ours`, which is the table
    itself if not given."""
    decide, task = engine(table)
    wrong = []
    names = [column.name for column in table.columns]
    for edition in table.editions:
        for cell in table.cells():
            task.data = {"edition": str(edition), **dict(zip(names, map(wire, cell), strict=True))}
            said = decide.result(task)
            rules = (
                said.get("rule", []) if table.hit == "collect" else [said["rule"]] if said else []
            )
            quotes = (
                said.get("quote", []) if table.hit == "collect" else [said["quote"]] if said else []
            )
            rows = (ours or table).matching(edition, *cell)
            sources = [row.source(edition) for row in rows]
            wanted = [one.quote or one.gist.en for one in sources]  # not every page may be quoted
            if rules != [row.id for row in rows] or quotes != wanted:
                wrong.append((edition, cell))
    return wrong


OWN = icp.derive(
    "faq-zh-2018-08-29",
    "own",
    icp.Text("Own", "自有"),
    [
        Rule(
            "documents.own-administrator",
            where(type={icp.SubjectType.ORGANIZATION}, administrator={True}),
            icp.find_rule("documents.organization-administrator").then,
            icp.Source(
                "Own",
                "https://example.com",
                icp.find_rule("documents.individual").source().date,
                'An administrator "never" brings\n the letter? In (all) cases.',
            ),
        ),
        attrs.evolve(
            icp.find_rule("documents.organization-unconditional"),
            when=where(type={icp.SubjectType.ORGANIZATION}, administrator={False}),
            cites=icp.find_rule("documents.organization-unconditional").source("faq-zh-2018-08-29"),
        ),
    ],
)


class TestDmn:
    """ "`to_rows`, `to_csv`, `to_markdown` and `to_dmn` export a table." (docs/design.md, "Tables")
    The DMN opens in a real engine (SpiffWorkflow), which answers every cell as we do."""

    @pytest.mark.parametrize("table", icp.tables(), ids=lambda table: table.name)
    def test_every_cell_of_every_edition(self, table):
        assert disagreements(table) == []

    @pytest.mark.parametrize("table", icp.tables(OWN), ids=lambda table: table.name)
    def test_every_cell_of_an_edition_of_ones_own(self, table):
        assert disagreements(attrs.evolve(table, published=None)) == []

    def test_a_changed_table_is_told_apart(self):
        table = icp.tables()[-3]
        assert table.name == "documents"
        changed = attrs.evolve(table, rows=table.rows[1:])
        assert len(disagreements(changed, ours=table)) == len(icp.Edition) * 2  # individuals

    @pytest.mark.parametrize(
        "table",
        [*icp.tables(), *icp.tables(OWN)],
        ids=lambda table: f"{table.name}-{len(table.editions)}",
    )
    def test_is_valid_by_the_schema_of_dmn(self, table):
        schema = etree.XMLSchema(
            etree.parse(str(files("SpiffWorkflow.dmn.parser") / "schema" / "DMN13.xsd"))
        )
        schema.assertValid(etree.fromstring(icp.to_dmn(table).encode()))
