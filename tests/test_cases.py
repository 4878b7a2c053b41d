"""The worked cases of docs/cases.md, asked of the library line by line."""

import datetime as dt
import re
from pathlib import Path

import pytest

import icp_rules as icp
from tests.strategies import credit_code, organization_code

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "cases.md").read_text(encoding="utf-8")
EDITIONS = dict(zip(("en", "zh06", "zh08", "guide", "help"), icp.Edition, strict=True))


def table(title):
    """The lines of the table under a heading, as dictionaries."""
    part = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    (text,) = [one for one in part if one.startswith(title)]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


ANT, BEE, NAMESAKE = (
    credit_code("91330106" + organization_code(body))
    for body in ("MA27ABCD", "MA27ABCE", "MA27ABCF")
)
SUBJECTS = {
    "Ant": ("Ant", "unified_social_credit_code", ANT),
    "Ant-old-code": ("Ant", "organization_code", ANT[8:17]),
    "Ant-renamed": ("Ant Digital", "unified_social_credit_code", ANT),
    "Ant-namesake": ("Ant", "unified_social_credit_code", NAMESAKE),
    "Ant-mistyped": ("Ant", "unified_social_credit_code", ANT[:2] + "340106" + ANT[8:]),
    "Bee": ("Bee", "unified_social_credit_code", BEE),
}


@pytest.mark.parametrize("case", table("Who may file"), ids=lambda case: case["case"])
def test_who_may_file(case):
    """ "One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or
    individual) information." (FAQ, question 1)"""
    register = icp.FilingRegister.of()
    for step in case["filings, in order"].split("; "):
        who, account, domain = re.fullmatch(r"(\S+) \((\d)\) files (\S+)", step).groups()
        name, kind, number = SUBJECTS[who]
        filing = icp.Filing(
            account,
            icp.Subject("organization", name, icp.Credential(kind, number)),
            [icp.Website(domain)],
        )
        answer = icp.assess(icp.FilingRequest(filing), register)
        if answer.verdict == "accepted":
            register = register.add(filing)
    assert answer.verdict == case["the last one is"]
    assert " ".join(f.code for f in answer.findings) == case["because"]


DOCUMENTS = {
    "photo:own": {"document": "half_length_photo", "held": "id_credential"},
    "photo:subject": {"document": "half_length_photo", "held": "subject_credential"},
    "id": {"document": "id_credential", "sides": ["front", "back"]},
    "front": {"document": "id_credential", "sides": ["front"]},
    "letter": {"document": "letter_of_authorization", "sealed": True, "on_template": True},
    "letter:unsealed": {"document": "letter_of_authorization", "on_template": True},
}


@pytest.mark.parametrize("case", table("Which documents, and when"), ids=lambda case: case["case"])
def test_which_documents_and_when(case):
    """ "Prepare the necessary documents in advance." (FAQ, question 4, the note)"""
    role = case["applicant"].replace(" ", "_")
    applicant = (
        {"type": "individual"}
        if role == "individual"
        else {"type": "organization", "roles": [role] if role != "agent" else []}
    )
    data = {
        "kind": "email_initialization",
        "applicant": applicant,
        "received_at": case["received"],
        "documents": [DOCUMENTS[one] for one in case["hands in"].split(", ")],
    }
    for edition in case["edition"].split(", "):
        answer = icp.assess(icp.load(data, icp.Request), edition=EDITIONS[edition])
        assert answer.verdict == case["verdict"], edition
        assert [f.code for f in answer.findings] == [
            *filter(None, [case["because"]]),
            "replaces_email_account",
        ], edition
        assert f"{answer.window.earliest} to {answer.window.latest}" == case["processed"]


@pytest.mark.parametrize(
    "case", table("Which old filings can be imported"), ids=lambda case: case["case"]
)
def test_which_old_filings_can_be_imported(case):
    """ "If you obtained an ICP Filing through the old HiChina ICP Filing management platform ...
    before January 2017" (FAQ, question 3)"""
    day = dt.date.fromisoformat(case["on"]) if case["on"] else None
    knows_account, knows_password = {
        "both": (True, True),
        "account": (True, False),
        "password": (False, True),
        "neither": (False, False),
    }[case["knows"]]
    for edition in case["edition"].split(", "):
        route = icp.import_route(
            case["obtained through"],
            day,
            knows_old_account=knows_account,
            knows_old_password=knows_password,
            edition=EDITIONS[edition],
        )
        assert route.outcome == case["outcome"], edition
        assert " ".join(f.code for f in route.findings) == case["because"], edition
