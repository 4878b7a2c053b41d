"""examples/hosts/fastapi_app.py as its users meet it: a server in a process of its
own, a client over HTTP."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import httpx
import pydantic
import pytest
from jsonschema import Draft202012Validator

import icp_rules
from examples.hosts.pydantic_adapter import Ruled, problems
from tests.hosts import FILING, NUMBER

pytestmark = pytest.mark.engines

TOP = Path(__file__).resolve().parents[2]
FIELD = Annotated[icp_rules.Filing, Ruled()]
ORDER = {"number": 7, "placed_on": "2018-02-14", "filing": FILING}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of the server, and a function that stops it and gives all it has printed."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as out:
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "examples.hosts.fastapi_app:app",
            "--port",
            str(port),
            "--log-level",
            "debug",
        ]
        process = subprocess.Popen(command, cwd=TOP, stdout=out, stderr=subprocess.STDOUT)
        try:
            for _ in range(300):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/openapi.json")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", log
        finally:
            process.terminate()
            process.wait()


def spoilt(**changes):
    credential = {**FILING["subject"]["credential"], **changes}
    return {
        **ORDER,
        "filing": {**FILING, "subject": {**FILING["subject"], "credential": credential}},
    }


class TestServer:
    """FastAPI reads filings through pydantic: an OpenAPI schema, a 422 that repeats no identity
    number, tried with a real server and client."""

    def test_an_order_is_answered_as_python_answers(self, server):
        answer = httpx.post(f"{server[0]}/orders", json=ORDER)
        wanted = icp_rules.dump(
            icp_rules.assess(icp_rules.FilingRequest(icp_rules.load(FILING, icp_rules.Filing)))
        )
        assert (answer.status_code, answer.json()) == (200, {"number": 7, "assessment": wanted})

    @pytest.mark.parametrize(
        "spoilt_number",
        [
            NUMBER[:-1] + "1",
            NUMBER + "1",
            "x" + NUMBER,
            int(NUMBER[:17]),
            [NUMBER],
            {NUMBER: NUMBER},
        ],
    )
    def test_a_refusal_repeats_no_number(self, server, spoilt_number):
        answer = httpx.post(
            f"{server[0]}/orders", json={**spoilt(number=spoilt_number), "number": NUMBER}
        )
        assert answer.status_code == 422 and NUMBER[:17] not in answer.text, answer.text
        assert NUMBER[:17] not in server[1].read_text()

    def test_without_the_handler_it_would_be_repeated(self):
        """So that the test above can fail."""
        with pytest.raises(pydantic.ValidationError) as caught:
            pydantic.TypeAdapter(FIELD).validate_python(spoilt(kind="pass")["filing"])
        assert NUMBER in json.dumps(
            caught.value.errors(), default=str
        ) and NUMBER not in json.dumps(problems(caught.value.errors()))

    def test_every_problem_is_told_at_its_place(self, server):
        answer = httpx.post(
            f"{server[0]}/orders", json={**spoilt(kind="pass", number=""), "placed_on": "soon"}
        )
        assert [(one["loc"], one["type"]) for one in answer.json()["detail"]] == [
            (["body", "placed_on"], "date_from_datetime_parsing"),
            (["body", "filing", "subject", "credential", "kind"], "unknown_value"),
            (["body", "filing", "subject", "credential", "number"], "empty"),
        ]

    def test_a_body_may_be_a_request_itself(self, server):
        asked = {"applicant": {"type": "individual"}, "received_at": "2018-09-28"}
        answer = httpx.post(f"{server[0]}/windows", json=asked)
        assert (answer.status_code, answer.json()["window"]["earliest"]) == (200, "2018-09-29")
        assert httpx.post(
            f"{server[0]}/windows", json={**asked, "received_at": "2018-02-30"}
        ).json()["detail"][0]["loc"] == ["body", "received_at"]

    def test_openapi_describes_what_is_taken(self, server):
        api = httpx.get(f"{server[0]}/openapi.json").json()
        described = api["components"]["schemas"]["Order"]["properties"]["filing"]
        Draft202012Validator.check_schema(described)
        assert "$ref" not in json.dumps(described) and Draft202012Validator(described).is_valid(
            FILING
        )
        assert not Draft202012Validator(described).is_valid({**FILING, "account": ""})
        assert api["components"]["schemas"]["Answer"]["properties"]["assessment"]["title"]


class TestAdapter:
    """A user of pydantic writes `field: Annotated[icp_rules.Subject, Ruled()]`."""

    MODELS = tuple(
        getattr(icp_rules, name)
        for name in (
            "Subject",
            "Filing",
            "Credential",
            "Applicant",
            "FilingNumber",
            "Request",
            "FilingRegister",
            "Assessment",
        )
    )

    @pytest.mark.parametrize("type_", MODELS, ids=lambda one: getattr(one, "__name__", "Request"))
    def test_every_model_is_described_without_references(self, type_):
        described = pydantic.TypeAdapter(Annotated[type_, Ruled("zh")]).json_schema()
        Draft202012Validator.check_schema(described)
        assert "$ref" not in json.dumps(described)

    def test_an_instance_is_taken_and_written_as_dump_writes_it(self):
        adapter = pydantic.TypeAdapter(FIELD)
        filing = icp_rules.load(FILING, icp_rules.Filing)
        assert (
            adapter.validate_python(filing) is filing
            and adapter.validate_json(json.dumps(FILING)) == filing
        )
        assert (
            adapter.dump_python(filing, mode="json")
            == icp_rules.dump(filing)
            == json.loads(adapter.dump_json(filing))
        )
