"""examples/hosts/litestar_app.py, served by Litestar."""

import pytest
from litestar.testing import TestClient as Client

import icp_rules
from examples.hosts.litestar_app import app
from tests.hosts import FILING, NUMBER

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def client():
    with Client(app) as one:
        yield one


class TestFilings:
    """Litestar reads a filing with `load`, so it gets our JSON form and our checks."""

    def test_a_filing_is_answered_as_python_answers(self, client):
        answer = client.post("/filings", json=FILING)
        wanted = icp_rules.dump(
            icp_rules.assess(icp_rules.FilingRequest(icp_rules.load(FILING, icp_rules.Filing)))
        )
        assert (answer.status_code, answer.json()) == (200, wanted)

    def test_every_problem_is_told_and_no_number(self, client):
        spoilt = {
            **FILING,
            "account": "",
            "subject": {**FILING["subject"], "credential": {"kind": "pass", "number": NUMBER}},
        }
        answer = client.post("/filings", json=spoilt)
        assert answer.status_code == 422 and NUMBER not in answer.text
        assert [(one["pointer"], one["code"]) for one in answer.json()["detail"]] == [
            ("/account", "empty"),
            ("/subject/credential/kind", "unknown_value"),
        ]

    def test_what_is_no_json_is_refused(self, client):
        answer = client.post(
            "/filings",
            content=f'{{"account": "{NUMBER}'.encode(),
            headers={"content-type": "application/json"},
        )
        assert answer.status_code == 400 and NUMBER not in answer.text
