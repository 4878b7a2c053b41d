"""Nothing shows an identity number but `dump`, when it is not masked."""

import copy
import datetime as dt
import json
import logging
import traceback
from string import Formatter

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import icp_rules as icp
from icp_rules import strategies as shipped
from icp_rules.pictures import Picture
from icp_rules.register import Holdings
from icp_rules.workdays import CalendarChange
from tests import strategies as own

SECRET = "330106196901016780"
PERSON = icp.Subject("individual", "张三", icp.Credential("passport", "E12345678"))
NAME = icp.Text("Ours", "我们的")


def shown(value):
    """Every way a value shows itself without being asked for its fields."""
    yield from (
        repr(value),
        str(value),
        f"{value}",
        Formatter().format("{!s}{!r}", value, value),
        pretty(value),
        pretty([value, {"x": value}]),
    )
    for lang in ("en", "zh"):
        if hasattr(value, "explain"):
            yield value.explain(lang)
    if hasattr(value, "_repr_html_"):
        yield value._repr_html_()


def told(error):
    yield from (
        str(error),
        repr(error),
        repr(error.args),
        "".join(traceback.format_exception(error)),
    )


def numbers(filings):
    """What must not be seen: the numbers, and what of them is a key."""
    for filing in filings:
        credential = filing.subject.credential
        yield from (
            text
            for text in (credential.number, credential.key, credential.key.partition(":")[2])
            if len(text) > 6
        )


class TestValues:
    """ "`repr`, messages and tracebacks never show an identity number in full." (docs/design.md,
    "Identifiers") Nor do logs, explanations and HTML show one."""

    @own.law("`repr`, messages and tracebacks never show an identity number in full")
    @given(own.filings, st.lists(own.colliding_filings, max_size=4), own.editions)
    def test_no_value_and_no_answer_shows_one(self, filing, filed, edition):
        register = icp.FilingRegister.of(filed)
        request = icp.FilingRequest(filing)
        answer = icp.assess(request, register, edition=edition)
        pairs = [(one.account, one.subject.key) for one in [filing, *filed]]
        values = [
            filing,
            filing.subject,
            filing.subject.credential,
            register,
            request,
            answer,
            *answer.findings,
            icp.find_conflicts(pairs),
            Holdings.of(pairs),
            register.conflicts(),
            *icp.what_must_change(request, register, edition=edition),
        ]
        out = [text for value in values for text in shown(value)] + [
            json.dumps(icp.dump(answer), ensure_ascii=False)
        ]
        out += [
            json.dumps(icp.dump(value, masked=True), ensure_ascii=False)
            for value in (request, register, filing, filing.subject.credential)
        ]
        try:
            register.add(filing, edition)
        except icp.RuleViolation as error:
            out += told(error)
        public = " ".join(
            f"{site.domain} {site.filing_number}"
            for one in (filing, *filed)
            for site in one.websites
        )
        for number in numbers([filing, *filed]):
            # a filing number is public, and may by chance read like the number of a permit
            assume(number not in public)
            assert not [text for text in out if number in text]

    @given(own.filings)
    def test_dump_gives_it_back_and_a_masked_dump_does_not(self, filing):
        credential = filing.subject.credential
        assert icp.dump(filing)["subject"]["credential"]["number"] == credential.number
        masked = icp.dump(filing, masked=True)
        assert masked["subject"]["credential"]["number"] == (
            "…" + credential.number[-4:] if len(credential.number) >= 12 else "…"
        )
        masked["subject"]["credential"]["number"] = credential.number
        assert masked == icp.dump(filing), "nothing else is masked"

    @given(own.filings)
    def test_a_masked_number_is_not_taken_for_a_number(self, filing):
        with pytest.raises(icp.DataError) as caught:
            icp.load(icp.dump(filing, masked=True), icp.Filing)
        assert [problem[:2] for problem in caught.value.problems] == [
            ("/subject/credential/number", "masked")
        ]

    def test_nothing_is_logged_and_nothing_printed(self, caplog, capsys):
        caplog.set_level(logging.DEBUG)
        subject = icp.Subject(
            "individual", "张三", icp.Credential("resident_id_card", "11010519491231002X")
        )
        icp.assess(
            icp.FilingRequest(icp.Filing("1", subject)),
            icp.FilingRegister.of([icp.Filing("2", subject)]),
        )
        with pytest.raises(icp.DataError):
            icp.load({"kind": SECRET}, icp.Request)
        assert not caplog.records and capsys.readouterr() == ("", "")


def planted(data, secret):
    """A request with the secret in each of its places in turn, as a value, in a list, as a key."""

    def walk(holder, whole):
        for key, value in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            for bad in (
                secret,
                int(secret),
                [secret],
                {secret: secret},
                secret + "\u202e",
                "x" * 300 + secret,
            ):
                holder[key] = bad
                yield copy.deepcopy(whole)
            holder[key] = value
            if isinstance(value, dict | list):
                yield from walk(value, whole)
        if isinstance(holder, dict):
            holder[secret] = 1
            yield copy.deepcopy(whole)
            del holder[secret]

    yield from walk(data, data)


class TestPlanted:
    """ "A message never repeats a value of the request" (docs/design.md, "Explanations and
    pictures") A marked number is planted in every field, and everything that comes out is searched
    for it."""

    @pytest.mark.parametrize(
        "cls",
        [
            icp.FilingRequest,
            icp.ImportRequest,
            icp.RecoveryRequest,
            icp.EmailInitializationRequest,
            icp.FilingDocumentsRequest,
        ],
    )
    def test_in_every_place_of_a_request(self, cls):
        tried = 0

        @given(st.from_type(cls))
        @own.few(20)
        def check(request):
            nonlocal tried
            for data in planted(icp.dump(request), SECRET):
                tried += 1
                try:
                    answer = icp.assess(icp.load(data, icp.Request))
                except (icp.DataError, icp.BeyondHorizon) as error:
                    out = list(told(error))
                else:
                    out = [*shown(answer), json.dumps(icp.dump(answer))]
                assert not [text for text in out if SECRET in text]

        check()
        assert tried > 50

    @pytest.mark.parametrize(
        "cls",
        [
            icp.Applicant,
            icp.Subject,
            icp.Filing,
            icp.Website,
            icp.Credential,
            icp.SubmittedDocument,
            icp.ServiceLevel,
            CalendarChange,
            icp.WorkingCalendar,
            icp.FilingNumber,
            Picture,
            icp.ImportRequest,
            icp.RecoveryRequest,
            icp.FilingDocumentsRequest,
        ],
    )
    def test_in_every_argument_of_a_model(self, cls):
        """Also where the model's own check refuses it, and not that of JSON."""
        fields = [
            field for field in attrs.fields(cls) if field.init and not field.name.startswith("_")
        ]

        @given(st.from_type(cls))
        @own.few(10)
        def check(value):
            for field in fields:
                for bad in (
                    SECRET,
                    int(SECRET),
                    [SECRET],
                    {SECRET: SECRET},
                    SECRET + "\u202e",
                    "x" * 300 + SECRET,
                    SECRET.encode(),
                    object(),
                ):
                    try:
                        attrs.evolve(value, **{field.name: bad})
                    except (icp.DataError, icp.BeyondHorizon) as error:
                        assert not [text for text in told(error) if SECRET in text], field.name

        check()

    def test_in_every_argument_of_a_function(self):
        for call in (
            lambda bad: icp.required_documents(bad),
            lambda bad: icp.required_documents(icp.Applicant("individual"), bad),
            lambda bad: icp.import_route(bad),
            lambda bad: icp.import_route("other", bad),
            lambda bad: icp.recovery_route(bad, True),
            lambda bad: icp.service_level(bad),
            lambda bad: icp.assess(bad),
            lambda bad: icp.assess(icp.ImportRequest("1", "other"), bad),
            lambda bad: icp.check_filing(bad),
            lambda bad: icp.check_filing(bad, [bad]),
            lambda bad: icp.import_route("other", account=bad, index=[bad]),
            lambda bad: icp.import_route("other", account="1", index=[bad]),
            lambda bad: icp.find_rule("subjects.first").source(bad),
            lambda bad: icp.processing_window(bad),
            lambda bad: icp.find_conflicts([(bad, bad, bad)]),
            lambda bad: icp.find_rule(bad),
            lambda bad: icp.compare(bad, bad),
            lambda bad: icp.FilingRegister.of([bad]),
            lambda bad: icp.FilingNumber.parse(bad),
            lambda bad: icp.picture(2018, 1, lang=bad),
            lambda bad: icp.load({}, bad),
            lambda bad: icp.dump(bad),
            lambda bad: icp.china_calendar().nth_working_day(bad, 1),
            lambda bad: icp.china_calendar().with_changes(off=[bad]),
            lambda bad: icp.derive("faq-en-2018-01-08", bad, bad, [bad], [bad]),
            lambda bad: icp.to_csv(bad),
            lambda bad: icp.prove(bad),
            lambda bad: icp.FilingRegister().merge(bad),
            lambda bad: icp.FilingRegister.of(bad),
            lambda bad: icp.FilingRegister().accounts_of([bad]),
            lambda bad: icp.FilingRegister().subjects_numbered([bad]),
            lambda bad: icp.Filing("1", PERSON, [bad]),
            lambda bad: icp.Filing("1", PERSON, bad),
            lambda bad: icp.SubmittedDocument("id_credential", bad),
            lambda bad: icp.Applicant("organization", bad),
            lambda bad: icp.Text([bad], bad),
            lambda bad: icp.Text("a", "甲").format(bad),
            lambda bad: icp.Source([bad], bad),
            lambda bad: icp.Source("t", "u", bad),
            lambda bad: icp.Source("t", "u", gist=bad),
            lambda bad: icp.ServiceLevel([bad], 1, 2),
            lambda bad: icp.ServiceLevel("x", 1, 2, bad),
            lambda bad: icp.processing_window(bad, bad),
            lambda bad: icp.processing_window(dt.date(2018, 2, 14), bad),
            lambda bad: icp.derive("faq-en-2018-01-08", "x", NAME, withdraw=bad),
            lambda bad: icp.find_conflicts(bad),
            lambda bad: icp.china_calendar().rruleset(bad, bad),
            lambda bad: icp.assess(icp.RecoveryRequest(True, True), bad, bad),
            lambda bad: icp.load(bad, icp.Filing),
            lambda bad: icp.load(bad, list[icp.Filing]),
            lambda bad: icp.load([bad, {"account": bad}], list[icp.Filing]),
            lambda bad: icp.dump([bad]),
            lambda bad: icp.loads(bad, icp.Filing),
            lambda bad: icp.loads(f'{{"account": {bad!r}}}', icp.Filing),
            lambda bad: icp.loads(f'{{"{bad}": 1, "{bad}": 1}}', icp.Filing),
            lambda bad: icp.loads(f'{{"account": "{bad}\\x"}}', icp.Filing),
        ):
            for bad in (SECRET, int(SECRET), [SECRET], SECRET * 9, SECRET.encode()):
                try:
                    call(bad)
                except (icp.DataError, icp.BeyondHorizon, TypeError) as error:
                    assert not [
                        text
                        for text in told(error)
                        if SECRET in text.split("\n")[-2 if text.endswith("\n") else -1]
                    ]


@own.law("`repr`, messages and tracebacks never show an identity number in full")
@given(shipped.near_miss_data())
def test_a_near_miss_shows_none_either(near):
    credential = (
        near.value.get("subject", {}).get("credential", {})
        if isinstance(near.value.get("subject"), dict)
        else {}
    )
    number = credential.get("number") if isinstance(credential, dict) else None
    assert (
        not isinstance(number, str)
        or len(number) < 7
        or len(number) > 100
        or number not in repr(near) + pretty(near)
    )
