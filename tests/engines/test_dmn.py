"""The tables as DMN, opened by engines of somebody else's.

SpiffWorkflow runs wherever the engines group is installed. The test with dmn-moddle, which dmn-js
reads files with, and feelin needs `npm install dmn-moddle feelin`, and the environment variable
DMN_NODE_MODULES with the path of its node_modules.
"""

import json
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path

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
    # Where no row looks at the edition, every edition is asked the same, so one of them is enough.
    looked_at = any(rule.inputEntries[0].lhs != [None] for rule in decide.decision_table.rules)
    for edition in table.editions if looked_at else table.editions[:1]:
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


TABLES = [*icp.tables(), *icp.tables(OWN)]
#: Of the edition of one's own those that the engine walks soon; the others have the rows above.
SMALL = [table for table in icp.tables(OWN) if len([*table.cells()]) <= 300]
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
#: Reads files as dmn-js does and asks feelin, a FEEL engine, every cell.
NODE = """
import fs from 'fs'; import {DmnModdle} from 'dmn-moddle'; import {unaryTest} from 'feelin';
const asked = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const wrong = [], kept = new Map();
const holds = (test, value) => {
  const key = test + '\\n' + value;
  if (!kept.has(key)) kept.set(key, unaryTest(test, {'?': value}).value === true);
  return kept.get(key);
};
for (const {xml, cells} of asked) {
  const {rootElement, warnings} = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  wrong.push(...warnings.map(one => one.message));
  const decision = rootElement.drgElement.find(one => one.$type === 'dmn:Decision');
  const table = decision.decisionLogic;
  const names = table.input.map(one => one.inputExpression.text);
  for (const {given, rules} of cells) {
    const told = table.rule
      .filter(row => row.inputEntry.every((one, i) => holds(one.text, given[names[i]])))
      .map(row => JSON.parse(row.outputEntry[0].text));
    if (JSON.stringify(told) !== JSON.stringify(rules)) wrong.push([decision.id, given, told]);
  }
}
console.log(JSON.stringify(wrong));
"""


class TestDmn:
    """ "`to_rows`, `to_csv`, `to_markdown` and `to_dmn` export a table." (docs/design.md, "Tables")
    The DMN opens in a real engine (SpiffWorkflow), which answers every cell as we do."""

    @pytest.mark.parametrize("table", icp.tables(), ids=lambda table: table.name)
    def test_every_cell_of_every_edition(self, table):
        assert disagreements(table) == []

    @pytest.mark.parametrize("table", SMALL, ids=lambda table: table.name)
    def test_every_cell_of_an_edition_of_ones_own(self, table):
        assert disagreements(attrs.evolve(table, published=None)) == []

    def test_a_changed_table_is_told_apart(self):
        (table,) = [one for one in icp.tables() if one.name == "documents"]
        changed = attrs.evolve(table, rows=table.rows[1:])
        assert len(disagreements(changed, ours=table)) == (
            (len(icp.Edition) - 1) * 2  # individuals, where the edition asks for documents
        )

    @pytest.mark.skipif("DMN_NODE_MODULES" not in os.environ, reason="needs npm packages")
    def test_dmn_moddle_has_no_warning_and_feelin_answers_every_cell(self, tmp_path):
        asked = []
        for table in TABLES:
            table = attrs.evolve(table, published=None)
            names = ["edition", *(column.name for column in table.columns)]
            cells = [
                {
                    "given": dict(zip(names, [str(edition), *map(wire, cell)], strict=True)),
                    "rules": [row.id for row in table.matching(edition, *cell)],
                }
                for edition in table.editions
                for cell in table.cells()
            ]
            asked.append({"xml": icp.to_dmn(table), "cells": cells})
        (tmp_path / "node_modules").symlink_to(Path(os.environ["DMN_NODE_MODULES"]).resolve())
        (tmp_path / "ask.mjs").write_text(NODE, encoding="utf-8")
        (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        command = ["node", tmp_path / "ask.mjs", tmp_path / "asked.json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert json.loads(done.stdout) == []

    @pytest.mark.parametrize("table", TABLES, ids=lambda one: f"{one.name}-{len(one.editions)}")
    def test_what_a_decision_needs_is_declared(self, table):
        """ "The namespace is a URN of this package. Every input is an `inputData` element with a
        variable, and the decision refers to it as a `requiredInput`. Each cell has one literal, or
        `-` for any value." (docs/design.md, "Tables")"""
        root = etree.fromstring(icp.to_dmn(table).encode())
        (decision,) = root.findall(f"{DMN}decision")
        name = table.name.replace("-", "_")
        assert root.get("namespace") == f"urn:icp-rules:dmn:{name}"
        asked = ["edition", *(column.name for column in table.columns)]
        data = root.findall(f"{DMN}inputData")
        for one in (decision, *data):
            assert one.find(f"{DMN}variable").get("name") == one.get("name")
            assert re.fullmatch(r"\w+", one.get("name"))
        assert decision.get("name") == name and decision.get("label") == table.title.en
        assert [one.get("name") for one in data] == asked
        assert [one.text for one in root.findall(f".//{DMN}inputExpression/{DMN}text")] == asked
        needed = [one.get("href") for one in decision.findall(f".//{DMN}requiredInput")]
        assert needed == [f"#{one.get('id')}" for one in data]
        for one in root.findall(f".//{DMN}inputEntry/{DMN}text"):
            assert one.text == "-" or isinstance(json.loads(one.text), str)
        ids = [one.get("id") for one in root.iter() if one.get("id")]
        assert len(ids) == len(set(ids))

    @pytest.mark.parametrize(
        "table",
        TABLES,
        ids=lambda table: f"{table.name}-{len(table.editions)}",
    )
    def test_is_valid_by_the_schema_of_dmn(self, table):
        schema = etree.XMLSchema(
            etree.parse(str(files("SpiffWorkflow.dmn.parser") / "schema" / "DMN13.xsd"))
        )
        schema.assertValid(etree.fromstring(icp.to_dmn(table).encode()))
