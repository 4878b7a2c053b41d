"""Every public function and every model that a caller makes, with each argument of a wrong type."""

import datetime as dt
import inspect
import itertools

import attrs
import pytest

import icp_rules as icp
from icp_rules import DataError
from icp_rules.register import Holdings
from tests import composed_notices as composed

DAY, EDITION = dt.date(2018, 2, 14), "faq-en-2018-01-08"
NOW = dt.datetime(2018, 2, 14, 12, tzinfo=icp.workdays.BEIJING)
PASSPORT = icp.Credential("passport", "E12345678")
PERSON = icp.Subject("individual", "张三", PASSPORT)
FILING = icp.Filing("1001", PERSON, [icp.Website("example.cn")])
REGISTER = icp.FilingRegister.of([FILING])
ALONE = icp.Applicant("individual")
WORDS = icp.Text("a", "甲")
SOURCE = icp.Source("t", "https://example.cn", DAY, "q")
NUMBER = icp.FilingNumber.parse("浙ICP备99000001号-1")
CALENDAR = icp.china_calendar()
WINDOW = icp.processing_window(DAY)
TABLE = icp.tables()[0]
IMPORT = icp.ImportRequest("1001", "other")
INITIALIZATION = icp.EmailInitializationRequest(ALONE, NOW)
CHANGES = icp.compare(EDITION, "faq-zh-2018-06-09")


class Missing(dt.datetime):
    """A missing time as pandas has it: a datetime that is not equal to itself and that raises a
    bare `ValueError` when it is asked for anything."""

    def __ne__(self, other):
        return True

    def __eq__(self, other):
        return False

    __hash__ = dt.datetime.__hash__

    def utcoffset(self):
        raise ValueError("NaTType does not support utcoffset")

    year = property(lambda self: float("nan"))


NAT = Missing(1, 1, 1)
NOTICE = composed.notice(2026, composed.items(2026), composed.of_2025)
WRONG = {
    "nothing": None,
    "an empty list": [],
    "text": "x",
    "a number": 3,
    "an object": object(),
    "a list of nothing": [None],
    "a list of lists": [[]],
    "a list of filings": [FILING],
    "a fraction": 2.5,
    "bytes": b"x",
    "a dictionary": {},
    "true": True,
    "a class": icp.WorkingCalendar,
    "a missing time": NAT,
    "a time without zone": dt.datetime(2018, 2, 14),
    "the last day": dt.date.max,
}

#: What is asked for, with arguments that are right.
CALLS = [
    (icp.Applicant, {"type": "individual", "roles": [], "id_credential": "passport"}),
    (icp.Credential, {"kind": "passport", "number": "E12345678"}),
    (
        icp.EmailInitializationRequest,
        {"applicant": ALONE, "received_at": NOW, "documents": []},
    ),
    (
        icp.Filing,
        {
            "account": "1001",
            "subject": PERSON,
            "websites": ["example.cn"],
            "domain_account": "1",
            "server_account": "1",
        },
    ),
    (
        icp.FilingNumber,
        {field.name: getattr(NUMBER, field.name) for field in attrs.fields(icp.FilingNumber)},
    ),
    (icp.FilingNumber.parse, {"text": "浙ICP备99000001号-1"}),
    (icp.FilingNumber.find_all, {"text": "浙ICP备99000001号-1"}),
    (icp.FilingRegister.of, {"filings": [FILING]}),
    (REGISTER.check, {"filing": FILING, "edition": EDITION}),
    (REGISTER.add, {"filing": FILING, "edition": EDITION}),
    (REGISTER.merge, {"other": REGISTER}),
    (REGISTER.subjects_of, {"account": "1001"}),
    (REGISTER.accounts_of, {"subject_key": PERSON.key}),
    (REGISTER.holders_of, {"domain": "example.cn"}),
    (REGISTER.subjects_named, {"name": "示例科技"}),
    (REGISTER.subjects_numbered, {"subject_number": "浙ICP备99000001号"}),
    (Holdings.of, {"rows": [("a", "b")]}),
    (Holdings().merge, {"other": Holdings()}),
    (icp.FilingRequest, {"filing": FILING}),
    (
        icp.ImportRequest,
        {
            "account": "1001",
            "origin": "other",
            "obtained_on": DAY,
            "knows_old_account": True,
            "knows_old_password": True,
        },
    ),
    (icp.RecoveryRequest, {"knows_account": True, "can_retrieve_password": True}),
    (
        icp.ServiceLevel,
        {
            "name": "ours",
            "minimum": 3,
            "maximum": 3,
            "source": SOURCE,
            "cutoff": dt.time(17),
            "receipt": "exclude_day",
        },
    ),
    (
        icp.Source,
        {
            "title": "t",
            "url": "https://example.cn",
            "date": DAY,
            "quote": "q",
            "read_on": DAY,
            "gist": WORDS,
        },
    ),
    (SOURCE.dated, {"lang": "en"}),
    (SOURCE.translated, {"lang": "en"}),
    (icp.Text, {"en": "a", "zh": "甲"}),
    (WORDS.format, {"about": WORDS}),
    (WORDS.to, {"lang": "en"}),
    (icp.Subject, {"type": "individual", "name": "张三", "credential": PASSPORT, "nature": 4001}),
    (
        icp.SubmittedDocument,
        {
            "document": "id_credential",
            "sides": [],
            "held": None,
            "medium": "scan",
            "of_original": True,
            "sealed": True,
            "on_template": True,
            "clear": True,
            "authentic": True,
            "valid_until": DAY,
        },
    ),
    (icp.Website, {"domain": "example.cn", "filing_number": None}),
    (
        icp.WorkingCalendar,
        {
            "first_day": DAY,
            "official_through": DAY,
            "working": b"\1",
            "names": [(DAY, WORDS)],
            "changes": [],
        },
    ),
    (CALENDAR.is_working_day, {"day": DAY}),
    (CALENDAR.nth_working_day, {"day": DAY, "n": 1}),
    (CALENDAR.count_working_days, {"start": DAY, "end": DAY}),
    (CALENDAR.basis, {"day": DAY}),
    (CALENDAR.explain, {"day": DAY}),
    (CALENDAR.explain(DAY).explain, {"lang": "en"}),
    (
        CALENDAR.with_changes,
        {"off": [DAY], "working": [], "source": "https://example.cn", "year": None},
    ),
    (CALENDAR.with_notice, {"text": NOTICE, "url": "https://example.cn"}),
    (CALENDAR.rruleset, {"start": DAY, "end": DAY}),
    (WINDOW.status, {"now": NOW}),
    (WINDOW.working_days_left, {"today": DAY, "calendar": CALENDAR}),
    (WINDOW.reason, {"edition": EDITION}),
    (WINDOW.explain, {"lang": "en", "calendar": CALENDAR, "edition": EDITION}),
    (icp.applicants_for, {"documents": [], "edition": EDITION, "received_on": DAY}),
    *(
        (
            icp.assess,
            {"request": request, "index": [FILING], "calendar": CALENDAR, "edition": EDITION},
        )
        for request in (
            icp.FilingRequest(FILING),
            IMPORT,
            icp.RecoveryRequest(True, True),
            INITIALIZATION,
        )
    ),
    (icp.assess(IMPORT).explain, {"lang": "en"}),
    (icp.assess(IMPORT).findings[0].explain, {"lang": "en"}),
    (icp.check_filing, {"filing": FILING, "index": [FILING], "edition": EDITION}),
    (icp.china_calendar, {}),
    (icp.compare, {"before": EDITION, "after": EDITION}),
    (CHANGES.explain, {"lang": "en"}),
    (CHANGES.rows, {"lang": "en"}),
    (
        icp.derive,
        {"base": EDITION, "id": "ours", "name": WORDS, "rows": [], "withdraw": []},
    ),
    (icp.dump, {"value": ALONE, "masked": False}),
    (icp.find_conflicts, {"rows": [("a", "b")]}),
    (icp.find_rule, {"id": "subjects.first", "edition": EDITION}),
    (icp.find_rule("subjects.first").source, {"edition": EDITION}),
    (
        icp.import_route,
        {
            "origin": "other",
            "obtained_on": DAY,
            "knows_old_account": True,
            "knows_old_password": True,
            "edition": EDITION,
            "account": "1001",
            "index": [FILING],
        },
    ),
    (icp.json_schema, {"type": icp.Filing, "lang": "en"}),
    (icp.load, {"data": icp.dump(FILING), "type": icp.Filing}),
    (icp.loads, {"text": '{"type": "individual"}', "type": icp.Applicant}),
    (
        icp.picture,
        {"year": 2018, "month": 1, "calendar": CALENDAR, "window": WINDOW, "lang": "en"},
    ),
    (
        icp.processing_window,
        {"received": NOW, "level": "claim_review", "calendar": CALENDAR, "strict": False},
    ),
    (icp.prove, {"what": [TABLE]}),
    (
        icp.recovery_route,
        {"knows_account": True, "can_retrieve_password": True, "edition": EDITION},
    ),
    (
        icp.filing_documents,
        {
            "province": "shanghai",
            "type": "organization",
            "entity_leader": "other",
            "service_leader": "other",
            "local_id": True,
            "edition": EDITION,
        },
    ),
    (
        icp.FilingDocumentsRequest,
        {
            "province": "shanghai",
            "type": "organization",
            "entity_leader": "other",
            "service_leader": "other",
            "local_id": True,
        },
    ),
    (icp.required_documents, {"applicant": ALONE, "edition": EDITION}),
    (
        icp.review_documents,
        {"applicant": ALONE, "documents": [], "edition": EDITION, "received_on": DAY},
    ),
    (icp.service_level, {"stage": "email_initialization", "edition": EDITION}),
    (icp.tables, {"edition": EDITION}),
    (icp.to_csv, {"table": TABLE}),
    (icp.to_dmn, {"table": TABLE}),
    (icp.to_markdown, {"what": TABLE, "lang": "en"}),
    (icp.exports.to_rows, {"table": TABLE}),
    (
        icp.what_must_change,
        {"request": IMPORT, "index": [FILING], "calendar": CALENDAR, "edition": EDITION},
    ),
]
#: What a caller gets and does not make: their constructors check nothing.
ANSWERS = {
    icp.Assessment,
    icp.Finding,
    icp.ProcessingWindow,
    icp.Requirement,
    icp.Route,
    icp.BeyondHorizon,
    icp.DataError,
    icp.Problem,
    icp.RuleViolation,
    icp.FilingIndex,
}
#: The argument that has no name in the data it reads, and those that are a programmer's error.
DATA = {(icp.load, "data"), (icp.loads, "text"), (CALENDAR.with_notice, "text")}
TYPES = {(icp.load, "type"), (icp.loads, "type"), (icp.json_schema, "type"), (icp.dump, "value")}
#: Where two arguments do not go together, the one that is named need not be the wrong one.
TOGETHER = {"minimum": "/maximum", "first_day": "/official_through", "type": "/nature"}


def named(call, name):
    return f"{getattr(call, '__qualname__', call)}({name})"


PLACES = [(call, right, name) for call, right in CALLS for name in right]


class TestWrongTypes:
    """ "An argument of the wrong type raises a `DataError` that names the argument."
    (docs/design.md, "Errors and limits") What comes out instead of an error is an answer."""

    def test_every_public_function_and_model_is_asked(self):
        asked = {call for call, _ in CALLS}
        public = {getattr(icp, name) for name in icp.__all__}
        functions = {one for one in public if inspect.isfunction(one) or hasattr(one, "cache_info")}
        models = {one for one in public if isinstance(one, type) and attrs.has(one)}
        assert functions <= asked
        assert models - {icp.FilingRegister} - ANSWERS <= asked
        assert len(functions) > 20 and len(models) > 15
        for call, right in CALLS:
            wanted = inspect.signature(call).parameters
            assert set(right) == set(wanted), (call, "every argument is asked")
            call(**right)

    @pytest.mark.parametrize(
        ("call", "right", "name"), PLACES, ids=[named(call, name) for call, _, name in PLACES]
    )
    def test_each_is_refused_by_name_or_means_something(self, call, right, name):
        places = (f"/{name}", TOGETHER.get(name, f"/{name}"))
        for said, wrong in WRONG.items():
            try:
                call(**{**right, name: wrong})
            except icp.BeyondHorizon:
                assert name == "year" or wrong is dt.date.max, said
            except DataError as error:
                assert error.problems and error.__context__ is None, said
                for pointer, _, _ in error.problems:
                    whole = (call, name) in DATA or (not pointer and call is icp.FilingNumber)
                    assert whole or pointer.startswith(places), (said, error)
            except TypeError as error:
                assert (call, name) in TYPES and "of icp_rules" in str(error), said

    @pytest.mark.parametrize(
        ("call", "pointer"),
        [
            (lambda: icp.FilingRegister().merge([]), "/other"),
            (lambda: icp.FilingRegister.of(None), "/filings"),
            (lambda: icp.FilingRegister.of(FILING), "/filings"),
            (lambda: icp.FilingRegister.of("1001"), "/filings"),
            (lambda: icp.FilingRegister.of([FILING, None]), "/filings/1"),
            (lambda: icp.check_filing(FILING, [FILING, "x"]), "/index/1"),
            (lambda: icp.check_filing(FILING, icp.FilingRegister), "/index"),
            (lambda: icp.processing_window(NAT), "/received"),
            (lambda: WINDOW.status(NAT), "/now"),
            (lambda: WINDOW.working_days_left(NAT), "/today"),
            (lambda: icp.EmailInitializationRequest(ALONE, NAT), "/received_at"),
            (lambda: CALENDAR.is_working_day(NAT), "/day"),
            (lambda: CALENDAR.count_working_days(DAY, NAT), "/end"),
            (lambda: CALENDAR.rruleset("x", DAY), "/start"),
            (lambda: icp.derive(EDITION, "ours", WORDS, withdraw="subjects.first"), "/withdraw"),
            (lambda: icp.derive(EDITION, "ours", WORDS, withdraw=[[]]), "/withdraw/0"),
            (lambda: icp.derive(EDITION, "ours", WORDS, rows=TABLE.rows[0]), "/rows"),
            (lambda: icp.derive(EDITION, "ours", "name"), "/name"),
            (lambda: icp.derive("x", "ours", WORDS), "/base"),
            (lambda: icp.prove("x"), "/what"),
            (lambda: icp.find_conflicts(5), "/rows"),
            (lambda: icp.find_conflicts("ab"), "/rows"),
            (lambda: icp.Text("a", 5), "/zh"),
            (lambda: icp.Source("t", 5), "/url"),
            (lambda: icp.Source("t", "u", "2018-02-14"), "/date"),
            (lambda: icp.Source("t", "u", gist="x"), "/gist"),
            (lambda: icp.ServiceLevel(5, 1, 2), "/name"),
            (lambda: icp.ServiceLevel("x", 1, 2, "source"), "/source"),
            (lambda: icp.processing_window(DAY, "x"), "/level"),
        ],
    )
    def test_which_argument(self, call, pointer):
        with pytest.raises(DataError) as caught:
            call()
        assert [problem.pointer for problem in caught.value.problems] == [pointer]

    def test_both_languages_are_told_at_once(self):
        with pytest.raises(DataError) as caught:
            icp.Text(None, 5)
        assert [one.pointer for one in caught.value.problems] == ["/en", "/zh"]

    def test_a_missing_argument_is_pythons_own_error(self):
        with pytest.raises(TypeError, match="missing 1 required"):
            icp.check_filing()


#: Arguments that have an order everybody knows, or whose order docs/design.md fixes.
IN_ORDER = {
    ("Filing", "account", "domain_account"),
    ("Filing", "account", "server_account"),
    ("Filing", "domain_account", "server_account"),
    ("FilingDocumentsRequest", "entity_leader", "service_leader"),
    ("ImportRequest", "knows_old_account", "knows_old_password"),
    ("RecoveryRequest", "knows_account", "can_retrieve_password"),
    ("ServiceLevel", "minimum", "maximum"),
    ("Source", "title", "url"),
    ("Source", "title", "quote"),
    ("Source", "url", "quote"),
    ("Text", "en", "zh"),
    ("WorkingCalendar", "first_day", "official_through"),
    ("WorkingCalendar.count_working_days", "start", "end"),
    ("WorkingCalendar.with_changes", "off", "working"),
    ("WorkingCalendar.rruleset", "start", "end"),
    ("compare", "before", "after"),
    ("filing_documents", "entity_leader", "service_leader"),
    ("import_route", "knows_old_account", "knows_old_password"),
    ("derive", "rows", "withdraw"),  # both are empty here; otherwise they are refused
    ("recovery_route", "knows_account", "can_retrieve_password"),
}


class TestPositions:
    """ "Arguments that are easily mixed up must be passed by name, unless this page gives their
    order." (docs/design.md, "Errors and limits")"""

    @staticmethod
    def takes(call, arguments):
        try:
            call(**arguments)
        except (ValueError, TypeError):
            return False
        return True

    def test_no_two_places_can_be_confused(self):
        confused = set()
        for call, right in CALLS:
            parameters = inspect.signature(call).parameters.values()
            places = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
            for one, other in itertools.combinations([p for p in places if p in right], 2):
                if self.takes(call, {**right, one: right[other], other: right[one]}):
                    confused.add((call.__qualname__, one, other))
        assert confused == IN_ORDER

    @pytest.mark.parametrize(
        ("call", "given"),
        [
            (icp.Source, ("t", "u", DAY, "q", DAY)),
            (icp.SubmittedDocument, ("id_credential", (), None, "scan", True)),
            (icp.applicants_for, ([], EDITION, DAY)),
            (icp.filing_documents, ("beijing", "organization", "other", "other", True, EDITION)),
            (icp.import_route, ("other", DAY, True, True, EDITION)),
            (icp.review_documents, (ALONE, [], EDITION, DAY)),
            (CALENDAR.with_changes, ([], [], "https://example.cn")),
        ],
    )
    def test_by_name_alone(self, call, given):
        call(*given[:-1])
        with pytest.raises(TypeError, match="positional argument"):
            call(*given)


class TestMeant:
    """ "A short form of an argument is accepted if it has only one possible meaning."
    (docs/design.md, "Errors and limits")"""

    def test_a_list_of_filings_is_an_index(self):
        other = icp.Filing(
            "1001", icp.Subject("individual", "李四", icp.Credential("passport", "E8"))
        )
        for index in ([FILING, other], (other, FILING), iter([FILING, other])):
            found = icp.check_filing(FILING, index)
            assert [one.code for one in found] == ["account_holds_another_subject"]
        assert icp.assess(FILING, []).verdict == "accepted"
        assert icp.assess(icp.FilingRequest(FILING), [FILING, other]).verdict == "rejected"

    def test_a_filing_is_the_request_to_file_it(self):
        asked = icp.FilingRequest(FILING)
        for index in ([], [icp.Filing("1002", PERSON)]):
            assert icp.assess(FILING, index) == icp.assess(asked, index)
            assert icp.what_must_change(FILING, index) == icp.what_must_change(asked, index)

    def test_a_domain_is_a_website(self):
        made = icp.Filing("1001", PERSON, ["EXAMPLE.cn", icp.Website("b.cn")])
        assert made.websites == (icp.Website("example.cn"), icp.Website("b.cn"))
        with pytest.raises(DataError, match=r"^/websites/1/domain: .*; /websites/2: "):
            icp.Filing("1001", PERSON, ["a.cn", "x", 3])
        with pytest.raises(DataError, match=r"^/websites: expected a list of Website"):
            icp.Filing("1001", PERSON, "example.cn")

    @pytest.mark.parametrize("stage", icp.Stage)
    def test_a_stage_is_its_service_level(self, stage):
        first = next(one for one in icp.Edition if one is not icp.Edition.FAQ_ZH_2018_06_09)
        wanted = icp.service_level(
            stage, first if stage == "email_initialization" else icp.Edition.GUIDE_ZH_2019_08_01
        )
        for spelled in (stage, stage.value):
            assert icp.processing_window(DAY, spelled) == icp.processing_window(DAY, wanted)
