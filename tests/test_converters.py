"""The boundary to JSON: round trips, every problem at once, nothing but
`DataError`, no value repeated."""

import copy
import datetime as dt
import json
import pickle
import time
import traceback
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import DataError, Request, converters, dump, load, loads
from tests import strategies as own

FILING = {
    "kind": "filing",
    "account": "1001",
    "subject": {
        "type": "organization",
        "name": "示例科技",
        "credential": {"kind": "unified_social_credit_code", "number": "91330106MA27ABCD4C"},
    },
    "websites": [{"domain": "example.cn", "filing_number": "浙ICP备99000001号-1"}],
    "domain_account": "2002",
    "server_account": None,
}
IMPORT = {
    "kind": "import",
    "account": "1001",
    "origin": "official_store",
    "obtained_on": "2016-12-31",
    "knows_old_account": True,
    "knows_old_password": True,
}
RECOVERY = {"kind": "recovery", "knows_account": False, "can_retrieve_password": False}
INITIALIZATION = {
    "kind": "email_initialization",
    "applicant": {"type": "organization", "roles": [], "id_credential": "resident_id_card"},
    "received_at": "2018-02-14T17:20:00+08:00",
    "documents": [
        {"document": "half_length_photo", "held": "subject_credential"},
        {"document": "letter_of_authorization", "sealed": True, "on_template": True},
        {"document": "id_credential", "sides": ["front", "back"], "medium": "photograph"},
    ],
}
ALL = [FILING, IMPORT, RECOVERY, INITIALIZATION]


def problems(data, type=Request):
    with pytest.raises(DataError) as caught:
        load(data, type)
    return [(p.pointer, p.code) for p in caught.value.problems]


def changed(data, path, value):
    """A copy of the data with another value at a path."""
    data = copy.deepcopy(data)
    *way, last = path
    place = data
    for step in way:
        place = place[step]
    place[last] = value
    return data


def with_one_defect(tree, value, draw):
    """Data with another value somewhere in it."""
    place = tree
    while keys := list(place) if isinstance(place, dict) else list(range(len(place))):
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
            place = place[key]
        else:
            place[key] = value
            break
    return tree


class TestRoundTrip:
    """ "Round trip: `load(dump(x), type(x)) == x`." (docs/design.md, "JSON")"""

    @own.law("Round trip: `load(dump(x), type(x)) == x`")
    @given(own.requests)
    @own.at_least(500)
    def test_requests(self, request):
        data = json.loads(json.dumps(dump(request)))
        assert load(data, Request) == load(data, type(request)) == request
        assert dump(load(data, Request)) == data

    @own.law("Round trip: `load(dump(x), type(x)) == x`")
    @given(own.requests, st.lists(own.colliding_filings, max_size=4), own.editions)
    def test_assessments(self, request, filed, edition):
        answer = icp.assess(request, icp.FilingRegister.of(filed), edition=edition)
        data = json.loads(json.dumps(dump(answer)))
        assert load(data, icp.Assessment) == answer

    @own.law("Round trip: `load(dump(x), type(x)) == x`")
    @given(
        st.one_of(
            own.applicants,
            own.documents,
            own.subjects,
            own.filings,
            own.websites,
            st.lists(own.filings, max_size=4).map(icp.FilingRegister.of),
        )
    )
    def test_every_other_model(self, value):
        assert load(json.loads(json.dumps(dump(value))), type(value)) == value
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
        assert hash(copy.deepcopy(value)) == hash(value)

    def test_routes_levels_windows_and_texts(self):
        level = icp.ServiceLevel(
            "x", 1, 3, icp.EMAIL_INITIALIZATION.source, dt.time(17, 30), "next_working_day"
        )
        moment = dt.datetime(2018, 3, 1, 9, tzinfo=dt.UTC)
        for value in (
            level,
            icp.processing_window(moment, level),
            icp.processing_window(moment),
            icp.import_route("official_store"),
            icp.recovery_route(True, False),
            icp.Text("a", "甲"),
            level.source,
            icp.FilingNumber.parse("浙ICP备99000001号-1X"),
            *icp.required_documents(icp.Applicant("organization")),
        ):
            assert load(json.loads(json.dumps(dump(value))), type(value)) == value

    @pytest.mark.parametrize("data", ALL)
    def test_the_designs_own_examples(self, data):
        def within(part, whole):
            if isinstance(part, dict):
                return all(within(part[k], whole[k]) for k in part)
            return (
                all(within(*pair) for pair in zip(part, whole, strict=True))
                if isinstance(part, list)
                else part == whole
            )

        assert within(data, dump(load(data, Request)))

    def test_the_regulators_codes_are_read_and_written_as_names(self):
        """ "`unlisted` for a code newer than the list" (docs/design.md, "Vocabulary"): such a code
        passes with a warning. An unknown name does not, since it may be a typing error."""
        subject = {
            "type": "organization",
            "name": "示例",
            "nature": 4,
            "credential": {"kind": 1, "number": "91330100987652858B"},
        }
        filing = {"kind": "filing", "account": "1", "subject": subject}
        written = icp.dump(icp.load(filing, icp.Request))["subject"]
        assert (written["nature"], written["credential"]["kind"]) == (
            "enterprise",
            "business_license",
        )
        new = icp.load(
            {
                **filing,
                "subject": {**subject, "nature": 77, "credential": {"kind": 88, "number": "AB12"}},
            },
            icp.Request,
        )
        assert (
            icp.dump(new)["subject"]["nature"]
            == icp.dump(new)["subject"]["credential"]["kind"]
            == "unlisted"
        )
        answer = icp.assess(new)
        assert answer.verdict is icp.Verdict.ACCEPTED and [f.rule for f in answer.findings] == [
            "natures.unlisted"
        ]
        for bad in ("company", 0, -4, True, 4.5):
            with pytest.raises(icp.DataError, match="/subject/nature"):
                icp.load({**filing, "subject": {**subject, "nature": bad}}, icp.Request)
        with pytest.raises(icp.DataError, match="/applicant/id_credential"):
            icp.load(
                {
                    "kind": "email_initialization",
                    "applicant": {"type": "individual", "id_credential": 88},
                    "received_at": "2018-02-14",
                },
                icp.Request,
            )

    def test_the_shape_of_an_assessment(self):
        answer = dump(icp.assess(load(INITIALIZATION, Request)))
        assert list(answer) == [
            "verdict",
            "findings",
            "required_documents",
            "window",
            "steps",
            "rules",
            "edition",
            "differs_in",
        ]
        assert answer["rules"] == [
            "documents.organization-agent",
            "windows.email-initialization",
            "recovery.account-lost",
            "steps.prepare",
            "steps.initialize",
            "steps.be-truthful",
            "steps.wait",
            "steps.log-on-anew",
            "steps.reset-password",
            "account-warnings.replaced",
        ]
        assert set(answer["findings"][0]) == {
            "code",
            "severity",
            "rule",
            "path",
            "message",
            "remedy",
            "source",
        }
        source = answer["findings"][0]["source"]
        assert list(source) == ["title", "url", "date", "quote", "read_on", "gist"]
        assert set(source["gist"]) == set(answer["steps"][0]) == {"en", "zh"}
        assert set(answer["required_documents"][0]) == {
            "document",
            "sides",
            "held",
            "sealed",
            "on_template",
            "of_original",
            "rule",
        }
        assert answer["window"] == {
            "received_on": "2018-02-14",
            "earliest": "2018-02-22",
            "latest": "2018-02-23",
            "due": "2018-02-24T00:00:00+08:00",
            "basis": "official",
            "official_through": str(icp.china_calendar().official_through),
        }

    def test_the_rules_of_an_accepted_request(self):
        """ "you can look up the sentences behind an accepted request too" (docs/design.md,
        "Requests and assessments")"""
        answer = dump(icp.assess(load(FILING, Request)))
        assert (answer["verdict"], answer["rules"]) == (
            "accepted",
            ["subjects.first", "purchases.other-account", "purchases.same-account"],
        )
        assert {icp.find_rule(id).id for id in answer["rules"]} == set(answer["rules"])
        for wrong in (None, "subjects.first", {}, [None], [["subjects.first"]], [5]):
            with pytest.raises(DataError, match=r"^/rules"):
                load({**answer, "rules": wrong}, icp.Assessment)
        del answer["rules"]
        assert problems(answer, icp.Assessment) == [("/rules", "missing")]

    @pytest.mark.parametrize(
        ("date", "read_on"), [(None, "2026-11-26"), ("2018-01-08", None), (None, None)]
    )
    @pytest.mark.parametrize("quote", ["", "A sentence."])
    @pytest.mark.parametrize("gist", [None, {"en": "What it says.", "zh": "大意。"}])
    def test_a_source(self, date, read_on, quote, gist):
        """ "A source has `title`, `url`, `date`, `quote`, `read_on` and `gist`"
        (docs/design.md, "JSON")"""
        data = {"title": "A page", "url": "https://example.cn", "date": date, "quote": quote}
        data |= {"read_on": read_on, "gist": gist}
        source = load(data, icp.Source)
        assert dump(source) == data and list(dump(source)) == list(data)
        assert load(dump(source), icp.Source) == source
        kept = {key: value for key, value in data.items() if value not in (None, "")}
        assert load(kept, icp.Source) == source

    def test_left_out_fields_take_the_favourable_value(self):
        document = load({"document": "id_credential"}, icp.SubmittedDocument)
        assert attrs.asdict(document) == {
            "document": "id_credential",
            "sides": frozenset(),
            "held": None,
            "medium": "scan",
            "of_original": True,
            "sealed": False,
            "on_template": False,
            "clear": True,
            "authentic": True,
            "valid_until": None,
        }


#: Characters of which NFKC or NFC makes several, which disappear, or which are another's spelling.
ODD = "\ufdfa\ufb03\u2474\u33ff½ßİŉǰ\u0344\u0958\ufb2c\u1e9b\u0323ﬀ㈱㎗．。－Ａａ1xE-/() 　中·•号"


class TestEverythingIsReadBack:
    """ "Round trip: `load(dump(x), type(x)) == x`" (docs/design.md, "JSON"), for everything that a
    constructor takes, however it is spelled."""

    def read_back(self, make):
        try:
            made = make()
        except DataError:
            return False
        assert load(json.loads(json.dumps(dump(made))), type(made)) == made
        return True

    @own.law("Round trip: `load(dump(x), type(x)) == x`")
    @given(st.text(ODD, max_size=64) | st.sampled_from(ODD).map(lambda one: one * 64))
    def test_texts(self, text):
        for kind in (icp.CredentialKind.PASSPORT, icp.CredentialKind.BUSINESS_LICENSE):
            self.read_back(lambda kind=kind: icp.Credential(kind, text))
        passport = icp.Credential("passport", "E12345678")
        self.read_back(lambda: icp.Subject("individual", text, passport))
        self.read_back(lambda: icp.ImportRequest(text, "other"))
        self.read_back(lambda: icp.Website(f"{text}.cn"))
        self.read_back(lambda: icp.Website("example.cn", f"浙ICP备99000001号{text}"))
        assert self.read_back(lambda: icp.Source(text, text, quote=text, gist=icp.Text(text, text)))
        assert self.read_back(lambda: icp.ServiceLevel(text, 1, 2))

    @given(
        st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 12, 31)),
        st.timedeltas(-dt.timedelta(days=1), dt.timedelta(days=1)).filter(
            lambda offset: abs(offset) < dt.timedelta(days=1)
        ),
    )
    def test_instants(self, time, offset):
        at = time.replace(tzinfo=dt.timezone(offset))
        made = icp.EmailInitializationRequest(icp.Applicant("individual"), at)
        assert made.received_at == at and self.read_back(lambda: made)

    def test_the_two_of_the_report(self):
        with pytest.raises(DataError, match=r"^/number: a credential number has at most 64"):
            icp.Credential("passport", "\ufdfa" * 64)
        longest = icp.Credential("passport", "\ufdfa" * 4)  # 15 letters each, without blanks
        assert len(longest.number) == 60 and self.read_back(lambda: longest)
        odd = dt.timezone(dt.timedelta(hours=8, seconds=30))
        at = dt.datetime(2018, 2, 14, 17, 20, 30, tzinfo=odd)
        made = icp.EmailInitializationRequest(icp.Applicant("individual"), at)
        assert dump(made)["received_at"] == "2018-02-14T17:20:00+08:00"
        assert self.read_back(lambda: made)


class TestText:
    """ "`loads(text, type)` reads JSON text or bytes strictly. It refuses duplicate keys in an
    object, NaN and Infinity. It ignores a byte order mark." (docs/design.md, "JSON")"""

    @pytest.mark.parametrize("data", ALL, ids=[one["kind"] for one in ALL])
    def test_it_reads_what_load_reads(self, data):
        written = json.dumps(data, ensure_ascii=False)
        wanted = load(data, Request)
        for text in (written, written.encode(), "\ufeff" + written, written.encode("utf-8-sig")):
            assert loads(text, Request) == wanted
        assert loads(f" [{written}]\n", list[Request]) == [wanted]

    @pytest.mark.parametrize(
        ("text", "code", "message"),
        [
            ('{"a": 1, "a": 1}', "duplicate_key", "duplicate key in an object"),
            ('[{"x": {"b": 1, "b": 2}}]', "duplicate_key", "duplicate key in an object"),
            ('{"a": NaN}', "bad_json", "NaN and Infinity are not valid JSON"),
            ("-Infinity", "bad_json", "NaN and Infinity are not valid JSON"),
            ('{"a":\n  }', "bad_json", "not JSON: Expecting value at line 2, column 3"),
            ("", "bad_json", "not JSON: Expecting value at line 1, column 1"),
            (b"\xff{}", "bad_encoding", "the text is not UTF-8"),
            (
                "\ufeff\ufeff{}",
                "bad_json",
                "not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig) at line 1, column 1",
            ),
            ("[" * 100_000, "bad_json", "a number is too long or the nesting too deep"),
            ("9" * 5_000, "bad_json", "a number is too long or the nesting too deep"),
        ],
    )
    def test_what_is_no_json(self, text, code, message):
        with pytest.raises(DataError) as caught:
            loads(text, Request)
        assert caught.value.problems == (("", code, message),)
        assert caught.value.__context__ is None and caught.value.__cause__ is None

    def test_what_is_no_text(self):
        for wrong in (None, {}, [], 5, bytearray(b"{}")):
            with pytest.raises(DataError) as caught:
                loads(wrong, Request)
            assert [(p.pointer, p.code) for p in caught.value.problems] == [("/text", "wrong_type")]
        with pytest.raises(TypeError):
            loads("{}", dict)

    def test_it_is_as_strict_as_load(self):
        for text in ("{}", "5", '"x"', "[]", '{"kind": "filing", "extra": 1}'):
            with pytest.raises(DataError) as one:
                load(json.loads(text) if text != '"x"' else None, icp.Filing)
            with pytest.raises(DataError) as two:
                loads(text if text != '"x"' else "null", icp.Filing)
            assert one.value.problems == two.value.problems


class TestTwoReaders:
    """ "If the quick reader accepts data, the careful reader accepts it too and returns the same
    value. The quick reader accepts whatever `dump` writes, except registers of any size and lists
    of more than 39 items, which it leaves to the careful reader." (docs/design.md, "JSON")"""

    @own.law(
        "If the quick reader accepts data, the careful reader accepts it too and returns the same "
        "value"
    )
    @given(own.requests)
    def test_what_dump_writes_is_read_quickly(self, request):
        data = dump(request)
        assert converters._QUICK.structure(data, Request) == request
        assert converters._CAREFUL.structure(data, Request) == request

    @given(own.requests, own.json_values, st.data())
    @own.at_least(300)
    def test_what_is_changed_at_random(self, request, value, data):
        tree = with_one_defect(dump(request), value, data.draw)
        try:
            quick = converters._QUICK.structure(tree, Request)
        except Exception:  # the careful reader decides
            return
        assert quick == converters._CAREFUL.structure(tree, Request)
        converters._outline(tree)  # and it is within the limits

    @pytest.mark.parametrize("data", ALL, ids=lambda data: data["kind"])
    def test_what_is_no_json_is_left_to_the_careful_reader(self, data):
        kind = {"kind": data["kind"]}
        odd = [
            attrs.make_class("Odd", [])(),
            type("Map", (dict,), {})(data),
            {**data, "account": type("Name", (str,), {})("1001")},
            *[{**kind, key: (value,)} for key, value in data.items()],
        ]
        for one in odd:
            with pytest.raises(DataError):
                load(one, Request)

    def test_a_member_in_place_of_its_wire_value_is_refused(self):
        for place, member in {
            ("subject", "type"): icp.SubjectType.ORGANIZATION,
            ("websites", 0, "filing_number"): icp.FilingNumber.parse("浙ICP备99000001号-1"),
        }.items():
            assert problems(changed(FILING, place, member)) == [
                ("/" + "/".join(map(str, place)), "wrong_type")
            ]
        roles = changed(INITIALIZATION, ("applicant", "roles"), [*icp.ApplicantRole])
        assert problems(roles) == [("/applicant/roles/1", "wrong_type")]

    def test_a_long_list_is_read_carefully(self):
        many = changed(FILING, ("websites",), [{"domain": f"a{i}.example.cn"} for i in range(40)])
        some = changed(many, ("websites",), many["websites"][:39])
        assert len(converters._QUICK.structure(some, Request).filing.websites) == 39
        assert len(load(many, Request).filing.websites) == 40
        with pytest.raises(ValueError, match=r"^$"):
            converters._QUICK.structure(many, Request)

    @pytest.mark.parametrize("type_", [list[icp.Filing], list[Request]], ids=["filings", "any"])
    def test_the_limits_hold_for_a_list_as_a_whole(self, type_):
        """Each of four filings is below the limit for domains that have to be encoded."""
        domains = [f"{'示' * 40}.{'例' * 40}.a{i:02}.cn" for i in range(39)]
        one = changed(FILING, ("websites",), [{"domain": domain} for domain in domains])
        if type_ == list[icp.Filing]:
            del one["kind"]
        assert len(load([one] * 2, type_)) == 2
        assert problems([one] * 4, type_) == [("/1/websites/3/domain", "too_large")]

    def test_a_text_beyond_the_limit_is_left_to_the_careful_reader(self):
        for size, said in ((10_000, None), (10_001, [("/en", "too_long")])):
            data = {"en": "x" * size, "zh": "y"}
            if said is None:
                assert load(data, icp.Text).en == data["en"]
            else:
                assert problems(data, icp.Text) == said

    @given(own.requests)
    def test_dump_gives_nothing_but_what_json_gives(self, request):
        parts = [dump(request), dump(icp.assess(request))]
        while parts:
            part = parts.pop()
            assert type(part) in (dict, list, str, int, bool, type(None))
            parts += part if type(part) is list else []
            parts += [*part, *part.values()] if type(part) is dict else []


class TestStrict:
    """ "`load` refuses unknown keys, wrong types, a wrong structure, times without a time zone,
    strings that are too long, and strings with control, invisible or bidirectional characters."
    (docs/design.md, "Errors and limits"): every trap, with its place."""

    @pytest.mark.parametrize(
        ("data", "path", "value", "code"),
        [
            (IMPORT, ["knows_old_account"], "false", "wrong_type"),
            (IMPORT, ["knows_old_account"], 0, "wrong_type"),
            (IMPORT, ["knows_old_account"], None, "wrong_type"),
            (IMPORT, ["account"], None, "wrong_type"),
            (IMPORT, ["account"], 1.9, "wrong_type"),
            (IMPORT, ["account"], {"a": 1}, "wrong_type"),
            (IMPORT, ["account"], "", "empty"),
            (IMPORT, ["account"], "x" * 129, "too_long"),
            (IMPORT, ["obtained_on"], "20161231", "bad_date"),
            (IMPORT, ["obtained_on"], "2016-12-31T00:00:00", "bad_date"),
            (IMPORT, ["obtained_on"], "2016-W52-6", "bad_date"),
            (IMPORT, ["obtained_on"], "2016-02-30", "bad_date"),
            (IMPORT, ["obtained_on"], "２016-12-31", "bad_date"),
            (IMPORT, ["obtained_on"], "2016-12-31\n", "bad_date"),
            (IMPORT, ["obtained_on"], 1483142400, "wrong_type"),
            (IMPORT, ["origin"], "Official_store", "unknown_value"),
            (IMPORT, ["origin"], 1, "wrong_type"),
            (IMPORT, ["extra"], 1, "unknown_key"),
            (IMPORT, ["kind"], "imports", "unknown_value"),
            (IMPORT, ["kind"], None, "unknown_value"),
            (IMPORT, ["kind"], ["import"], "unknown_value"),
            (FILING, ["subject", "name"], "a\u202eb", "forbidden_character"),
            (FILING, ["subject", "name"], "\u3164", "empty"),
            (FILING, ["subject", "name"], "\ud800", "forbidden_character"),
            (FILING, ["subject", "type"], "company", "unknown_value"),
            (FILING, ["subject", "type"], True, "wrong_type"),
            (FILING, ["subject", "nature"], "individual", "wrong_kind"),
            (FILING, ["subject", "credential"], "91330106MA27ABCD4C", "wrong_type"),
            (FILING, ["subject", "credential", "number"], 9133, "wrong_type"),
            (FILING, ["websites"], {"0": {}}, "wrong_type"),
            (FILING, ["websites"], "example.cn", "wrong_type"),
            (FILING, ["websites", 0, "domain"], "http://example.cn/", "bad_domain"),
            (FILING, ["websites", 0, "filing_number"], "浙ICP备990000011号-1", "bad_filing_number"),
            (FILING, ["websites", 0, "filing_number"], 99000001, "wrong_type"),
            (INITIALIZATION, ["received_at"], "2018-02-14T17:20:00", "naive_time"),
            (INITIALIZATION, ["received_at"], "2018-02-14 17:20:00+08:00", "bad_date"),
            (INITIALIZATION, ["received_at"], "2018-02-14T17:20:00+0800", "bad_time"),
            (INITIALIZATION, ["received_at"], "2018-02-14T25:20:00+08:00", "bad_time"),
            (INITIALIZATION, ["received_at"], "2018-02-14T17:20:00+99:00", "bad_time"),
            (INITIALIZATION, ["received_at"], 1518600000, "wrong_type"),
            (INITIALIZATION, ["applicant", "roles"], "subject_administrator", "wrong_type"),
            (INITIALIZATION, ["applicant", "roles"], {}, "wrong_type"),
            (INITIALIZATION, ["applicant", "id_credential"], "business_license", "wrong_kind"),
            (INITIALIZATION, ["documents", 0, "held"], "id card", "unknown_value"),
            (INITIALIZATION, ["documents", 0, "clear"], 1, "wrong_type"),
            (INITIALIZATION, ["documents", 2, "sides"], "front", "wrong_type"),
            (INITIALIZATION, ["documents", 2, "sides", 1], "top", "unknown_value"),
        ],
    )
    def test_traps(self, data, path, value, code):
        pointer = "".join(f"/{step}" for step in path)
        assert problems(changed(data, path, value)) == [(pointer, code)]

    @pytest.mark.parametrize(
        ("data", "key"),
        [
            (d, k)
            for d in (FILING, IMPORT, RECOVERY)
            for k in d
            if k in ("kind", "account", "subject", "origin", "knows_account")
        ],
    )
    def test_what_is_required(self, data, key):
        assert problems({k: v for k, v in data.items() if k != key}) == [(f"/{key}", "missing")]

    @pytest.mark.parametrize("data", [None, 5, "x", True, 1.5, [], [FILING], {}, float("nan")])
    def test_what_is_no_request(self, data):
        (problem,) = problems(data)
        assert problem in [("", "wrong_type"), ("/kind", "missing")]

    def test_every_problem_at_once(self):
        bad = changed(
            changed(
                changed(changed(FILING, ["account"], 5), ["subject", "name"], ""),
                ["subject", "credential", "kind"],
                "card",
            ),
            ["websites"],
            [{}, 5, {"domain": "x"}],
        )
        assert problems(bad) == [
            ("/account", "wrong_type"),
            ("/subject/name", "empty"),
            ("/subject/credential/kind", "unknown_value"),
            ("/websites/0/domain", "missing"),
            ("/websites/1", "wrong_type"),
            ("/websites/2/domain", "bad_domain"),
        ]

    def test_a_type_that_is_no_model_is_a_programmers_error(self):
        for wrong in (dict, int, str, list[int], None, icp.WorkingCalendar):
            with pytest.raises(TypeError):
                load({}, wrong)
        for value in (5, "x", None, {}, [5], (icp.WorkingCalendar,)):
            with pytest.raises(TypeError):
                dump(value)

    @pytest.mark.parametrize(
        ("text", "microsecond"),
        [
            ("2018-02-14T17:20:00.1234567+08:00", 123456),  # .NET
            ("2018-02-14T09:20:00.123456789Z", 123456),  # Go, Java
            ("2018-02-14T17:20:00.999999999+08:00", 999999),
            ("2018-02-14T17:20:00.000000001+08:00", 0),
            ("2018-02-14T17:20:00.5+08:00", 500000),
        ],
    )
    def test_a_fraction_of_up_to_nine_digits_is_cut_to_microseconds(self, text, microsecond):
        """ "A fraction of a second may have at most nine digits; it is cut to microseconds."
        (docs/design.md, "JSON")"""
        data = changed(INITIALIZATION, ["received_at"], text)
        read = load(data, Request).received_at
        assert read == dt.datetime(2018, 2, 14, 17, 20, 0, microsecond, icp.workdays.BEIJING)
        level = {"name": "ours", "minimum": 1, "maximum": 2, "cutoff": f"{text[11:].rstrip('Z')}"}
        level["cutoff"] = level["cutoff"].partition("+")[0]
        assert load(level, icp.ServiceLevel).cutoff.microsecond == microsecond
        for long in (text[:19] + ".1234567890Z", text[:19] + ".Z"):
            assert problems(changed(data, ["received_at"], long)) == [("/received_at", "bad_time")]

    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_2_0_is_a_whole_number(self, number):
        """ "A whole number such as 2 can also be written 2.0, as in JSON Schema." (docs/design.md,
        "JSON")"""
        level = {"name": "ours", "minimum": 1, "maximum": 3}
        read = load(level | {"minimum": float(number)}, icp.ServiceLevel)
        assert read == icp.ServiceLevel("ours", number, 3) and type(read.minimum) is int
        code = load({"kind": float(number), "number": "12345678-8"}, icp.Credential)
        assert code == icp.Credential(number, "12345678-8")
        for bad in (1.5, float("nan"), float("inf"), True, "1"):
            assert problems(level | {"minimum": bad}, icp.ServiceLevel) == [
                ("/minimum", "wrong_type")
            ]

    @pytest.mark.parametrize("text", ["{}", "", json.dumps(FILING), "x" * 20_000, b"{}"])
    def test_text_in_place_of_data(self, text):
        """ "If `load` is called with text, its error says to use `loads`" (docs/design.md,
        "JSON")"""
        for type_ in (Request, icp.Filing, icp.Source, list[icp.Filing]):
            with pytest.raises(DataError) as caught:
                load(text, type_)
            assert str(caught.value) == (
                "(the whole): this is text, not data: pass json.loads(text), or use loads "
                "[wrong_type]"
            )
        assert str(load("浙ICP备99000001号-1", icp.FilingNumber)) == "浙ICP备99000001号-1"

    def test_lists_of_models(self):
        """ "or a list of models such as `list[Filing]`" (docs/design.md, "JSON")"""
        requests = [load(one, Request) for one in ALL]
        for made in (requests, tuple(requests)):
            written = dump(made)
            assert written == [dump(one) for one in requests]
            assert load(written, list[Request]) == requests
            assert load(written, tuple[Request, ...]) == tuple(requests)
        assert dump([[requests[0]], ()], masked=True) == [[dump(requests[0], masked=True)], []]
        assert problems([FILING, {}, changed(FILING, ["account"], 5)], list[Request]) == [
            ("/1/kind", "missing"),
            ("/2/account", "wrong_type"),
        ]
        assert problems({}, list[Request]) == [("", "wrong_type")]
        assert problems([FILING] * 10_001, list[Request]) == [("", "too_many")]
        for wrong in (list, list[dict], tuple[icp.Filing, icp.Subject], set[icp.Filing], [Request]):
            with pytest.raises(TypeError):
                load([], wrong)

    def test_times_with_z_and_fractions_and_plain_days_are_read(self):
        for text in (
            "2018-02-14T09:20:00Z",
            "2018-02-14T17:20:00.123456+08:00",
            "2018-02-14T17:20+08:00",
            "2018-02-14",
        ):
            assert load(changed(INITIALIZATION, ["received_at"], text), Request)


class TestHostile:
    """ "Invalid data raises a `DataError` and no other error." (docs/design.md, "Errors and
    limits")"""

    @own.law("Invalid data raises a `DataError` and no other error")
    @given(own.json_values)
    @own.at_least(300)
    def test_random_trees(self, data):
        for type in (Request, icp.Assessment):
            try:
                load(data, type)
            except DataError as error:
                assert error.problems and error.__context__ is None and error.__cause__ is None
                json.dumps([tuple(p) for p in error.problems])

    @own.law("Invalid data raises a `DataError` and no other error")
    @given(own.requests, own.json_values, st.data())
    @own.at_least(300)
    def test_a_request_with_one_random_defect(self, request, value, data):
        tree = with_one_defect(dump(request), value, data.draw)
        try:
            icp.assess(load(tree, Request))
        except (DataError, icp.BeyondHorizon):
            pass

    @pytest.mark.parametrize("size", ["deep", "wide", "long", "many"])
    def test_a_large_input_is_refused_soon(self, size):
        deep = []
        for _ in range(100_000):
            deep = [deep]
        data = {
            "deep": deep,
            "wide": {f"k{i}": i for i in range(200_000)},
            "long": changed(IMPORT, ["account"], "x" * 10_000_000),
            "many": changed(FILING, ["websites"], [{"domain": "a.cn"}] * 100_000),
        }[size]
        start = time.perf_counter()
        ((_, code),) = problems(data)
        assert code in ("too_large", "too_many", "too_long") and time.perf_counter() - start < 5
        while deep:  # taken apart, so that nothing recurses when it goes
            deep = deep.pop()

    def test_32_levels_are_read(self):
        """ "nested lists and objects | 32 levels" (docs/design.md, "Errors and limits")"""
        data = 5
        for _ in range(32):
            data = [data]
        converters._outline(data)
        with pytest.raises(DataError, match=r"at most 32 levels and 200000 values are read"):
            converters._outline([data])

    def test_what_json_cannot_give_is_refused(self):
        class Text(str):
            __slots__ = ()

        for odd in (
            {1: 2},
            {"account": b"x"},
            (1,),
            {"account": Text("x")},
            object(),
            {"kind": {1}},
            10**5000,
            {"account": float("inf")},
        ):
            assert problems(odd)


class TestNoValueIsRepeated:
    """ "`.problems` lists every problem as `(pointer, code, message)`; no message repeats an input
    value" (docs/design.md, "Errors and limits")"""

    SECRET = "330106196901016780"

    @pytest.mark.parametrize(
        "type",
        [
            *get_args(Request),
            icp.Applicant,
            icp.Subject,
            icp.Filing,
            icp.Website,
            icp.Credential,
            icp.SubmittedDocument,
            icp.Assessment,
        ],
    )
    def test_a_number_in_every_place(self, type):
        names = {
            f.name for t in (type, icp.Filing, icp.Subject, icp.Credential) for f in attrs.fields(t)
        }
        for value in (
            self.SECRET,
            [self.SECRET],
            {self.SECRET: self.SECRET},
            int(self.SECRET),
            "x" * 70 + self.SECRET,
            self.SECRET + ";\u202e",
        ):
            for data in (
                value,
                {**dict.fromkeys(names, value), self.SECRET: 1},
                {"kind": value},
                {self.SECRET: {self.SECRET: value}},
            ):
                for wanted in (type, Request):
                    try:
                        load(data, wanted)
                    except DataError as error:
                        told = (
                            "".join(traceback.format_exception(error))
                            + repr(error)
                            + repr(error.problems)
                        )
                        assert self.SECRET not in told

    def test_nothing_an_answer_shows_holds_the_number(self):
        number = "91330106MA27ABCD4C"
        request = load(FILING, Request)
        register = icp.FilingRegister.of([request.filing])
        answer = icp.assess(load(changed(FILING, ["account"], "1002"), Request), register)
        with pytest.raises(icp.RuleViolation) as caught:
            register.add(attrs.evolve(request.filing, account="1002"))
        shown = [
            repr(request),
            repr(register),
            repr(answer),
            str(answer),
            repr(caught.value),
            str(caught.value),
            json.dumps(dump(answer)),
            f"{request.filing}",
        ]
        assert not [text for text in shown if number in text or number[8:17] in text]
