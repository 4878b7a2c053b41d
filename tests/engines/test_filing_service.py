"""The example service as its users meet it: a server of two processes, clients over HTTP,
SQLite and PostgreSQL."""

import contextlib
import itertools
import json
import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

httpx = pytest.importorskip("httpx")
sqlalchemy = pytest.importorskip("sqlalchemy")
pytest.importorskip("fastapi")
pytest.importorskip("psycopg")
pytest.importorskip("uvicorn")

import icp_rules  # noqa: E402
from examples.filing_service.app import LONGEST_BODY  # noqa: E402
from icp_rules import Filing, FilingRegister, FilingRequest, Verdict  # noqa: E402
from tests.strategies import credit_code, organization_code  # noqa: E402

pytestmark = pytest.mark.engines

TOP = Path(__file__).resolve().parents[2]
REQUESTS = [
    json.loads(line)
    for line in (TOP / "examples" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
]
CLIENTS = 8


# -- The databases ---------------------------------------------------------------------------------


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def tool(name):
    """A program of PostgreSQL, from PATH or from where Debian keeps it."""
    return shutil.which(name) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)),
        None,
    )


@pytest.fixture(scope="session")
def cluster():
    """The URL of a PostgreSQL that may be written to, and its log if it is our own."""
    given = os.environ.get("ICP_TEST_POSTGRES_URL")
    if given:
        yield (
            given.replace("postgres://", "postgresql://").replace(
                "postgresql://", "postgresql+psycopg://"
            ),
            None,
        )
        return
    if not (tool("initdb") and tool("pg_ctl")):
        pytest.skip("PostgreSQL is not installed and ICP_TEST_POSTGRES_URL is not set")
    as_owner = {}
    folder = Path(tempfile.mkdtemp(prefix="icp-postgres-"))
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root and there is no user postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    port, log = free_port(), folder / "log"
    control = [tool("pg_ctl"), "-D", str(folder / "data"), "-w"]
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c "
        "max_connections=60"
    )
    try:
        subprocess.run(
            [
                tool("initdb"),
                "-D",
                str(folder / "data"),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            **as_owner,
        )
        subprocess.run(
            [*control, "-l", str(log), "-o", options, "start"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **as_owner,
        )
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", log
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"],
            cwd=folder,
            check=False,
            capture_output=True,
            **as_owner,
        )
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database(name, request, tmp_path_factory):
    """The URL of an empty database, and the log it keeps."""
    if name == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('filings')}/filings.sqlite", None
        return
    url, log = request.getfixturevalue("cluster")
    own = f"icp_{secrets.token_hex(6)}"
    maker = sqlalchemy.create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool
    )
    with maker.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {own}")
    try:
        yield sqlalchemy.make_url(url).set(database=own).render_as_string(hide_password=False), log
    finally:
        with maker.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {own} WITH (FORCE)")


# -- The server ------------------------------------------------------------------------------------


class Server:
    """A running service, and its database seen from outside."""

    def __init__(self, url, log, database_log):
        self.url, self.log, self.database_log = url, log, database_log
        self.engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        self.base = f"http://127.0.0.1:{free_port()}"
        self.process = None

    def start(self):
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "--factory",
            "examples.filing_service.app:create_app",
            "--workers",
            "2",
        ]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", self.base.rpartition(":")[2]],
                cwd=TOP,
                stdout=out,
                stderr=out,
                env={**os.environ, "FILING_DATABASE_URL": self.url},
                start_new_session=True,
            )
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.base}/accounts/nobody", timeout=5).status_code == 404:
                    return self
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self, how=signal.SIGTERM):
        """Both processes and the one that watches them, at once."""
        os.killpg(self.process.pid, how)
        self.process.wait(30)

    def client(self):
        """One connection."""
        return httpx.Client(base_url=self.base, timeout=60, limits=httpx.Limits(max_connections=1))

    def rows(self, query, **values):
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sqlalchemy.text(query), values)]

    def stored(self, prefix):
        """The filings of the accounts that start so."""
        found = self.rows("SELECT content FROM filings WHERE account LIKE :like", like=f"{prefix}%")
        return [icp_rules.load(json.loads(content), Filing) for (content,) in found]


@contextlib.contextmanager
def serving(name, request, tmp_path_factory):
    with database(name, request, tmp_path_factory) as (url, database_log):
        server = Server(url, tmp_path_factory.mktemp("server") / "log", database_log).start()
        try:
            yield server
        finally:
            with contextlib.suppress(ProcessLookupError):
                server.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request, tmp_path_factory):
    with serving(request.param, request, tmp_path_factory) as running:
        yield running


@pytest.fixture(scope="module")
def clients(server):
    """Eight connections that are open already."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(server.client()) for _ in range(CLIENTS)]


# -- The requests ----------------------------------------------------------------------------------

_serial = itertools.count(1)
told = set()  # every number that was sent


def company(i=None):
    """A company nobody has met, or the i-th; by its organization code or by the
    credit code that holds it."""
    code = organization_code(f"M{next(_serial) if i is None else i:07d}")
    number = credit_code("91330106" + code)
    if i is None:  # the others are written into the database by hand, whose log then tells of them
        told.update((code, number))
    return [
        {
            "type": "organization",
            "name": f"示例公司 {code}",
            "credential": {"kind": kind, "number": number},
        }
        for kind, number in (("organization_code", code), ("unified_social_credit_code", number))
    ]


def filing(account, subject, *domains):
    return {
        "kind": "filing",
        "account": account,
        "subject": subject,
        "websites": [{"domain": one} for one in domains],
    }


def send(client, request):
    response = client.post("/assessments", json=request)
    assert response.status_code == 200, response.text
    return response.json()


def at_once(clients, requests):
    """One request from each client, as near to the same instant as threads come."""
    barrier = threading.Barrier(len(requests))

    def one(client, request):
        barrier.wait()
        return send(client, request)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(one, clients, requests))


def codes(answer):
    return [finding["code"] for finding in answer["findings"]]


def errors(answer):
    return (
        {finding["code"] for finding in answer["findings"] if finding["severity"] == "error"}
        if isinstance(answer, dict)
        else None
    )


# -- The tests -------------------------------------------------------------------------------------


class TestOneRequest:
    """One request in, the assessment out, the filing stored only if accepted, atomically."""

    def test_the_shipped_requests_get_the_answers_of_the_register(self, server, clients):
        register = FilingRegister()
        for data in REQUESTS:
            request = icp_rules.load(data, icp_rules.Request)
            answer = icp_rules.assess(request, register)
            assert send(clients[0], data) == icp_rules.dump(answer)
            if isinstance(request, FilingRequest) and answer.verdict is Verdict.ACCEPTED:
                register = register.add(request.filing)
        assert register == FilingRegister.of(server.stored(""))

    def test_what_an_account_holds_is_told_with_the_credential_masked(self, server, clients):
        code, credit = company()
        assert clients[0].get("/accounts/一 / 1001").status_code == 404
        assert (
            send(clients[0], filing("一 / 1001", credit, "b.masked.cn", "示例-masked.cn"))[
                "verdict"
            ]
            == "accepted"
        )
        response = clients[1].get("/accounts/一 / 1001")
        number = credit["credential"]["number"]
        assert response.json() == {
            "account": "一 / 1001",
            "domains": ["b.masked.cn", "示例-masked.cn"],
            "subject": {
                **credit,
                "nature": None,
                "credential": {**credit["credential"], "number": "…" + number[-4:]},
            },
        }
        short = {
            **code,
            "name": "甲",
            "credential": {"kind": "organization_code", "number": organization_code("MASK0001")},
        }
        send(clients[0], filing("masked-2", short))
        assert clients[1].get("/accounts/masked-2").json()["subject"]["credential"]["number"] == "…"
        assert clients[1].get("/accounts/%00").status_code == 422

    def test_the_same_twice_changes_nothing(self, server, clients):
        one = filing("twice", company()[0], "twice-1.cn", "twice-2.cn", "twice-1.cn")
        assert [send(clients[i % CLIENTS], one)["verdict"] for i in range(5)] == ["accepted"] * 5
        assert {answer["verdict"] for answer in at_once(clients, [one] * CLIENTS)} == {"accepted"}
        assert len(server.stored("twice")) == 1

    def test_a_subject_adds_websites_from_its_account_by_either_paper(self, server, clients):
        code, credit = company()
        assert send(clients[0], filing("grows", code, "grows-1.cn"))["verdict"] == "accepted"
        assert (
            send(clients[1], filing("grows", credit, "grows-2.cn", "grows-1.cn"))["verdict"]
            == "accepted"
        )
        assert clients[2].get("/accounts/grows").json()["domains"] == ["grows-1.cn", "grows-2.cn"]
        assert errors(send(clients[0], filing("grows-too", credit, "grows-3.cn"))) == {
            "subject_filed_under_another_account"
        }

    def test_of_a_rejected_filing_nothing_stays(self, server, clients):
        (one, _), (other, _), (third, _) = company(), company(), company()
        send(clients[0], filing("whole-1", one, "whole-1.cn"))
        answer = send(
            clients[0], filing("whole-2", other, "whole-0.cn", "whole-1.cn", "whole-2.cn")
        )
        assert (errors(answer), answer["findings"][0]["path"]) == (
            {"website_filed_under_another_subject"},
            "/websites/1/domain",
        )
        assert clients[0].get("/accounts/whole-2").status_code == 404
        assert (
            send(clients[0], filing("whole-2", third, "whole-0.cn", "whole-2.cn"))["verdict"]
            == "accepted"
        )

    def test_a_new_name_is_warned_of_and_the_old_one_stays(self, server, clients):
        subject, _ = company()
        send(clients[0], filing("named", subject, "named-1.cn"))
        answer = send(
            clients[0], filing("named", {**subject, "name": "改名后的公司"}, "named-2.cn")
        )
        assert (answer["verdict"], codes(answer)) == ("accepted", ["same_credential_other_name"])
        for name in (subject["name"], "改名后的公司"):  # both are on file now
            answer = send(clients[0], filing("named", {**subject, "name": name}, "named-3.cn"))
            assert (answer["verdict"], codes(answer)) == ("accepted", [])
        other, _ = company()
        answer = send(clients[0], filing("namesake", {**other, "name": "改名后的公司"}))
        assert (answer["verdict"], codes(answer)) == ("accepted", ["same_name_other_credential"])
        assert clients[0].get("/accounts/named").json()["subject"]["name"] == subject["name"]


class TestTheSameInstant:
    """Two clients filing the same subject, or two subjects under one account, at the same instant:
    exactly one is stored, the other gets the finding, in both databases.
    """

    ROUNDS = 25

    def race(self, server, clients, requests, code, prefix):
        answers = at_once(clients, requests)
        accepted = [
            request
            for request, answer in zip(requests, answers, strict=True)
            if answer["verdict"] == "accepted"
        ]
        assert Counter(frozenset(errors(answer)) for answer in answers) == {
            frozenset(): 1,
            frozenset({code}): len(requests) - 1,
        }
        assert all(
            finding["rule"] and finding["source"]["quote"]
            for answer in answers
            for finding in answer["findings"]
        )
        assert server.stored(prefix) == [icp_rules.load(accepted[0], FilingRequest).filing]

    def test_one_subject_from_eight_accounts(self, server, clients):
        for i in range(self.ROUNDS):
            papers = company()
            requests = [filing(f"s{i}-{j}", papers[j % 2], f"s{i}-{j}.cn") for j in range(CLIENTS)]
            self.race(server, clients, requests, "subject_filed_under_another_account", f"s{i}-")

    def test_eight_subjects_under_one_account(self, server, clients):
        for i in range(self.ROUNDS):
            requests = [filing(f"a{i}-", company()[j % 2], f"a{i}-{j}.cn") for j in range(CLIENTS)]
            self.race(server, clients, requests, "account_holds_another_subject", f"a{i}-")

    def test_one_domain_for_eight_subjects(self, server, clients):
        for i in range(self.ROUNDS):
            sites = [f"d{i}.cn", *(f"d{i}-{j}.cn" for j in range(CLIENTS))]
            requests = [
                filing(f"d{i}-{j}", company()[0], *(sites if j % 2 else reversed(sites)))
                for j in range(CLIENTS)
            ]
            self.race(server, clients, requests, "website_filed_under_another_subject", f"d{i}-")

    def test_one_subject_from_one_account_is_no_conflict(self, server, clients):
        for i in range(self.ROUNDS):
            papers = company()
            requests = [
                filing(f"o{i}-", papers[j % 2], f"o{i}-{j}.cn", f"o{i}-{j % 3}.cn")
                for j in range(CLIENTS)
            ]
            assert {answer["verdict"] for answer in at_once(clients, requests)} == {"accepted"}
            assert len(server.stored(f"o{i}-")) == CLIENTS
            assert clients[0].get(f"/accounts/o{i}-").json()["domains"] == [
                f"o{i}-{j}.cn" for j in range(CLIENTS)
            ]


class TestManyAtOnce:
    """200 concurrent requests over 8 connections against PostgreSQL and SQLite: no accepted pair
    breaks a rule, none is lost, no 500."""

    @pytest.mark.parametrize("seed", range(3))
    def test_two_hundred_requests_over_eight_connections(self, server, clients, seed):
        draw, prefix = random.Random(seed), f"m{seed}-"
        companies = [company() for _ in range(12)]
        requests = [
            filing(
                f"{prefix}{draw.randrange(12)}",
                draw.choice(draw.choice(companies)),
                *(f"m{seed}-{draw.randrange(40)}.cn" for _ in range(draw.randrange(5))),
            )
            for _ in range(200)
        ]

        def work(i):
            # send: no 500, nor any other refusal
            return [send(clients[i], request) for request in requests[i::CLIENTS]]

        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = [
                answer
                for batch in zip(*pool.map(work, range(CLIENTS)), strict=True)
                for answer in batch
            ]
        read = [icp_rules.load(request, FilingRequest).filing for request in requests]
        accepted = [
            one
            for one, answer in zip(read, answers, strict=True)
            if answer["verdict"] == "accepted"
        ]
        assert len(answers) == 200
        assert 12 <= len(accepted) <= 150  # so that both were put to the test

        # Exactly what was accepted is stored: every filing, every pair, every domain.
        held = FilingRegister.of(server.stored(prefix))
        assert held == FilingRegister.of(accepted)
        pairs = server.rows(
            "SELECT account, subject_key FROM accounts WHERE account LIKE :like", like=f"{prefix}%"
        )
        assert sorted(pairs) == sorted({(one.account, one.subject.key) for one in accepted})
        assert not icp_rules.find_conflicts(pairs)
        domains = server.rows(
            "SELECT domain, subject_key FROM websites WHERE domain LIKE :like", like=f"{prefix}%"
        )
        assert sorted(domains) == sorted(
            {(site.domain, one.subject.key) for one in accepted for site in one.websites}
        )

        # Nothing is ever taken out, so what stands in the end shows whether each answer was right.
        for one, answer in zip(read, answers, strict=True):
            found = {finding.code for finding in held.check(one) if finding.is_error}
            assert bool(found) == (answer["verdict"] == "rejected")
            assert errors(answer) <= found


class TestCutOff:
    """The filing stored only if accepted, atomically."""

    @pytest.mark.parametrize("name", ["sqlite", "postgresql"])
    def test_a_server_that_is_killed_leaves_whole_filings_and_all_that_it_accepted(
        self, name, request, tmp_path_factory
    ):
        with serving(name, request, tmp_path_factory) as server:
            accepted = []

            def work(i):
                with server.client() as client, contextlib.suppress(httpx.TransportError):
                    for j in itertools.count():
                        one = filing(
                            f"k{i}-{j}", company()[0], *(f"k{i}-{j}-{n}.cn" for n in range(5))
                        )
                        if send(client, one)["verdict"] == "accepted":
                            accepted.append(one["account"])

            with ThreadPoolExecutor(4) as pool:
                for i in range(4):
                    pool.submit(work, i)
                while len(accepted) < 50:
                    time.sleep(0.01)
                server.stop(signal.SIGKILL)
            server.start()  # on what was left
            stored = server.stored("k")
            assert set(accepted) <= {one.account for one in stored}
            assert sorted(server.rows("SELECT account, subject_key FROM accounts")) == sorted(
                (one.account, one.subject.key) for one in stored
            )
            assert sorted(server.rows("SELECT domain FROM websites")) == sorted(
                (site.domain,) for one in stored for site in one.websites
            )


class TestConstraints:
    """The rules also stand as unique constraints."""

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO accounts (account, subject_key) VALUES ('c-1', :second)",
            "INSERT INTO accounts (account, subject_key) VALUES ('c-9', :first)",
            "UPDATE accounts SET account = 'c-1' WHERE account = 'c-2'",
            "INSERT INTO websites (domain, subject_key) VALUES ('c-1.cn', :second)",
            "INSERT INTO accounts (account, subject_key) VALUES ('c-9', 'nobody')",
        ],
    )
    def test_the_database_refuses_by_itself(self, server, clients, statement):
        subjects = [company(9_000_001)[0], company(9_000_002)[0]]
        for i, subject in enumerate(subjects, 1):
            assert send(clients[0], filing(f"c-{i}", subject, f"c-{i}.cn"))["verdict"] == "accepted"
        keys = {
            n: icp_rules.load(subject, icp_rules.Subject).key
            for n, subject in zip(("first", "second"), subjects, strict=True)
        }
        used = {n: key for n, key in keys.items() if f":{n}" in statement}
        with server.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            with pytest.raises(sqlalchemy.exc.IntegrityError):
                connection.execute(sqlalchemy.text(statement), used)


class TestRefusals:
    """Malformed requests give 422 and never repeat a value; no identity number is in a
    response or in a log."""

    NUMBER = "11010519491231002X"
    GOOD = {  # noqa: RUF012
        "kind": "filing",
        "account": "1",
        "subject": {
            "type": "individual",
            "name": "张三",
            "credential": {"kind": "passport", "number": NUMBER},
        },
    }

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            (b"", "", "bad_json"),
            (b'{"number": "11010519491231002X", }', "", "bad_json"),
            (b'{"number": NaN}', "", "bad_json"),
            (b'{"n": ' + b"1" * 5000 + b"}", "", "bad_json"),
            (b"[" * 50_000, "", "bad_json"),
            (b'{"11010519491231002X": 1, "11010519491231002X": 2}', "", "duplicate_key"),
            (b'{"kind": "\xff11010519491231002X"}', "", "bad_encoding"),
            (b"[]", "", "wrong_type"),
            ({"kind": NUMBER}, "/kind", "unknown_value"),
            ({**GOOD, NUMBER: NUMBER}, "/…", "unknown_key"),
            ({**GOOD, "account": {"number": NUMBER}}, "/account", "wrong_type"),
            ({**GOOD, "account": NUMBER + "\0"}, "/account", "forbidden_character"),
            (
                {**GOOD, "websites": [{"domain": "http://" + NUMBER}]},
                "/websites/0/domain",
                "bad_domain",
            ),
            (
                {
                    **GOOD,
                    "subject": {
                        **GOOD["subject"],
                        "credential": {"kind": "passport", "number": NUMBER + "?"},
                    },
                },
                "/subject/credential/number",
                "forbidden_character",
            ),
            (
                {
                    "kind": "email_initialization",
                    "applicant": {"type": "individual"},
                    "received_at": "1018-02-14",
                },
                "/received_at",
                "beyond_horizon",
            ),
            (
                {
                    "kind": "email_initialization",
                    "applicant": {"type": "individual"},
                    "received_at": "2018-02-14T09:00:00",
                },
                "/received_at",
                "naive_time",
            ),
        ],
    )
    def test_a_malformed_request(self, clients, body, pointer, code):
        response = clients[0].post(
            "/assessments", content=body if isinstance(body, bytes) else json.dumps(body)
        )
        assert response.status_code == 422
        assert [(p["pointer"], p["code"]) for p in response.json()["problems"]] == [(pointer, code)]
        assert all(set(p) == {"pointer", "code", "message"} for p in response.json()["problems"])
        assert not any(value in response.text for value in (self.NUMBER, "张三", "1018"))

    @pytest.mark.parametrize("length", [LONGEST_BODY, LONGEST_BODY + 1, 20 * LONGEST_BODY])
    @pytest.mark.parametrize("in_parts", [False, True])
    def test_a_body_that_is_too_long(self, server, length, in_parts):
        body = json.dumps(self.GOOD).encode().ljust(length)
        with server.client() as client:
            response = client.post(
                "/assessments", content=iter([body[:50_000], body[50_000:]]) if in_parts else body
            )
        assert response.status_code == (413 if length > LONGEST_BODY else 200)
        assert self.NUMBER not in response.text

    def test_no_number_is_in_any_log(self, server, clients):
        assert len(told) > 500  # the tests above have sent them
        logs = [server.log, *([server.database_log] if server.database_log else [])]
        for log in logs:
            text = log.read_text(encoding="utf-8", errors="replace")
            sent = told | {self.NUMBER}
            assert not [number for number in sent if number in text]
            assert "Traceback" not in text
