"""Compare one decision, the documents that an applicant hands in, with a dictionary, with if and
else, and with rule engines.

All candidates get the same rules and decide every case of every edition. An answer is right if it
names the rule that applies.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import rule_engine
import zen
from json_logic import jsonLogic

import icp_rules as icp
from benchmarks.side_by_side import nanoseconds, of_statement, ratio, table, versions, write
from icp_rules.documents import DOCUMENT_RULES
from icp_rules.exports import wire
from tests.engines.test_dmn import engine

INPUTS = ["edition", *(column.name for column in DOCUMENT_RULES.columns)]
CELLS = [
    (edition, *cell)
    for edition in icp.Edition
    if DOCUMENT_RULES.speaks_in(edition)
    for cell in DOCUMENT_RULES.cells()
]
TEXTS = [dict(zip(INPUTS, map(wire, cell), strict=True)) for cell in CELLS]
RIGHT = [DOCUMENT_RULES.only(*cell).hits[0].row.id for cell in CELLS]
#: Each row as texts: for each input the values it takes, or all of them.
ROWS = [
    (
        rule.id,
        [
            [str(e) for e in icp.Edition if e in rule.editions],
            *(
                [
                    wire(value)
                    for value in column.values
                    if value in dict(rule.when).get(column.name, column.values)
                ]
                for column in DOCUMENT_RULES.columns
            ),
        ],
    )
    for rule in DOCUMENT_RULES.rows
]


def if_else(edition: str, type: str, administrator: str) -> str:
    """The table as somebody would write it by hand."""
    if type == "individual":
        return "documents.individual"
    if edition in ("faq-zh-2018-08-29", "guide-zh-2019-08-01"):
        return "documents.organization-unconditional"
    if administrator == "no":
        return "documents.organization-agent"
    if edition == "faq-zh-2018-06-09":
        return "documents.organization-administrator-photo"
    return "documents.organization-administrator"


def with_zen() -> Callable[[dict[str, str]], Any]:
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": f"i{i}", "name": name, "field": name} for i, name in enumerate(INPUTS)],
        "outputs": [{"id": "o", "name": "rule", "field": "rule"}],
        "rules": [
            {
                "_id": id,
                **{f"i{i}": ", ".join(map(json.dumps, values)) for i, values in enumerate(allowed)},
                "o": json.dumps(id),
            }
            for id, allowed in ROWS
        ],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "content": {}},
        {"id": "t", "name": "t", "type": "decisionTableNode", "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "content": {}},
    ]
    edges = [
        {"id": f"{a}{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in (("in", "t"), ("t", "out"))
    ]
    decision = zen.ZenEngine().create_decision(
        json.dumps(
            {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
        )
    )
    return lambda text: decision.evaluate(text)["result"]["rule"]


def with_spiff() -> Callable[[dict[str, str]], Any]:
    decide, task = engine(DOCUMENT_RULES)

    def ask(text: dict[str, str]) -> Any:
        task.data = text
        return decide.result(task)["rule"]

    return ask


def with_rule_engine() -> Callable[[dict[str, str]], Any]:
    rules = [
        (
            id,
            rule_engine.Rule(
                " and ".join(
                    f"{name} in {json.dumps(values)}"
                    for name, values in zip(INPUTS, allowed, strict=True)
                )
            ),
        )
        for id, allowed in ROWS
    ]
    return lambda text: next(id for id, rule in rules if rule.matches(text))


def with_json_logic() -> Callable[[dict[str, str]], Any]:
    steps: list[Any] = []
    for id, allowed in ROWS:
        steps += [
            {
                "and": [
                    {"in": [{"var": name}, values]}
                    for name, values in zip(INPUTS, allowed, strict=True)
                ]
            },
            id,
        ]
    logic = {"if": steps}
    return lambda text: jsonLogic(logic, text)


def main() -> None:
    bare = {
        (type, administrator): DOCUMENT_RULES.only(
            icp.Edition.FAQ_EN_2018_01_08, type, administrator
        )
        .hits[0]
        .row.id
        for type, administrator in DOCUMENT_RULES.cells()
    }
    agent = icp.Applicant("organization")
    names: dict[str, Any] = {
        "bare": bare,
        "type": agent.type,
        "administrator": False,
        "required_documents": icp.required_documents,
        "agent": agent,
        "if_else": if_else,
        "edition": icp.Edition.FAQ_EN_2018_01_08,
        "text": "organization",
        "no": "no",
        "assess": icp.assess,
    }
    look_up = of_statement("bare[type, administrator]", names)
    ours = of_statement("required_documents(agent)", names)
    by_edition = of_statement("required_documents(agent, edition)", names)
    by_hand = of_statement("if_else(edition, text, no)", names)
    lines = [
        [
            "a dictionary: `answers[type, administrator]`",
            f"{look_up:.0f} ns",
            "1.00 ×",
            f"{ratio(look_up, ours)} ×",
            "all, in one edition",
        ],
        [
            "`required_documents(applicant)`",
            f"{ours:.0f} ns",
            f"{ratio(ours, look_up)} ×",
            "1.00 ×",
            "all",
        ],
        [
            "`required_documents(applicant, edition)`",
            f"{by_edition:.0f} ns",
            f"{ratio(by_edition, look_up)} ×",
            f"{ratio(by_edition, ours)} ×",
            "all",
        ],
        [
            "if and else, by hand",
            f"{by_hand:.0f} ns",
            f"{ratio(by_hand, look_up)} ×",
            f"{ratio(by_hand, ours)} ×",
            f"{sum(if_else(*text.values()) == right for text, right in zip(TEXTS, RIGHT, strict=True))} of {len(RIGHT)}",  # noqa: E501
        ],
    ]
    for name, make in {
        "zen-engine": with_zen,
        "rule-engine": with_rule_engine,
        "json-logic-qubit": with_json_logic,
        "SpiffWorkflow, with the DMN of `to_dmn`": with_spiff,
    }.items():
        ask = make()
        right = sum(ask(dict(text)) == wanted for text, wanted in zip(TEXTS, RIGHT, strict=True))
        each = nanoseconds(lambda ask=ask: [ask(text) for text in TEXTS]) / len(TEXTS)
        lines.append(
            [
                name,
                f"{each / 1e3:.1f} µs",
                f"{ratio(each, look_up)} ×",
                f"{ratio(each, ours)} ×",
                f"{right} of {len(RIGHT)}",
            ]
        )

    given = [
        icp.SubmittedDocument("half_length_photo", held="subject_credential"),
        icp.SubmittedDocument("id_credential", ["front", "back"]),
        icp.SubmittedDocument("letter_of_authorization", sealed=True, on_template=True),
    ]
    request = icp.EmailInitializationRequest(agent, dt.date(2018, 2, 14), given)
    wrong = icp.EmailInitializationRequest(
        agent, dt.date(2018, 2, 14), [given[0], icp.SubmittedDocument("id_credential", ["front"])]
    )
    imported = icp.ImportRequest("1001", "official_store", dt.date(2016, 12, 31))
    calendar = icp.china_calendar()
    calls: dict[str, Callable[[], Any]] = {
        "`assess`: an e-mail initialization, three documents, accepted": lambda: icp.assess(
            request, calendar=calendar
        ),
        "`assess`: the same, without one side and the letter": lambda: icp.assess(
            wrong, calendar=calendar
        ),
        "`assess`: an import": lambda: icp.assess(imported),
        "`what_must_change`: for the incomplete application": lambda: icp.what_must_change(
            wrong, calendar=calendar
        ),
        "`compare`: two editions, every combination of inputs": lambda: icp.compare(
            "faq-zh-2018-06-09", "faq-zh-2018-08-29"
        ),
        "`prove`: all published tables and publications": icp.prove,
    }
    whole = []
    for name, call in calls.items():
        each = nanoseconds(call)
        told = f"{each / 1e3:.1f} µs" if each < 1e6 else f"{each / 1e6:.0f} ms"
        whole.append([name, told, f"{ratio(each, look_up)} ×"])
    write(
        "decision",
        "\n\n".join(
            [
                "## One decision",
                """The decision is which documents an applicant has to hand in. It has five rules, two inputs and four editions. The rule engines are given the same
rules. Only the decision is measured, not a review of documents. The engines and "if and else" get strings, which are made before the clock starts.
There are 16 cases: four combinations of the inputs in each of the four editions. The times of the engines are means over these cases; the other times are for one case.""",  # noqa: E501
                table(
                    [
                        "decision",
                        "time",
                        "multiple of a dictionary",
                        "multiple of `required_documents`",
                        "right answers",
                    ],
                    lines,
                ),
                """The next table shows the times of functions that do more than make this decision. An answer of `assess` can contain findings, reasons, a
window, steps and the editions that would answer differently.""",  # noqa: E501
                table(["answer", "time", "multiple of a dictionary"], whole),
                "Measured by `python3 dev.py bench decision` with "
                + versions(
                    "icp-rules",
                    "attrs",
                    "zen-engine",
                    "rule-engine",
                    "json-logic-qubit",
                    "SpiffWorkflow",
                ),
            ]
        ),
    )


if __name__ == "__main__":
    main()
