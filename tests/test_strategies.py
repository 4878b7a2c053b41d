"""The strategies that are shipped: what they give is valid, by oracles of the tests' own; a near
miss has the one defect it names."""

import datetime as dt
import inspect
import os
import pickle
import subprocess
import sys

import attrs
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import icp_rules
from icp_rules import strategies as shipped
from icp_rules.findings import MESSAGES
from icp_rules.rules import AnyEdition, Table
from tests import strategies as own

K = icp_rules.CredentialKind
#: Every public model of every module, the parts of rules and texts included.
MODELS = [
    cls
    for _, cls in dict(own.PUBLIC).items()
    if isinstance(cls, type) and (attrs.has(cls) or cls is icp_rules.Problem)
]
ALL = settings(suppress_health_check=list(HealthCheck))
# answers take long to make
SOME = settings(ALL, max_examples=max(20, settings.default.max_examples // 5))
EACH = settings(ALL, max_examples=max(20, settings.default.max_examples // len(MODELS)))

NO_SHRINKING = [
    phase for phase in settings.default.phases if phase.name in ("explicit", "generate")
]


class TestEveryModel:
    """There is a strategy for every public model, registered for `st.from_type`."""

    @pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
    def test_from_type_gives_what_it_says_and_a_value_like_any_other(self, cls):
        @EACH
        @given(st.from_type(cls))
        def check(value):
            assert type(value) is cls and hash(value) == hash(value)
            again = pickle.loads(pickle.dumps(value))
            assert again == value or cls is Table  # which is known by its identity

        check()

    def test_terms_unions_and_the_protocol_come_by_their_type_too(self):
        for cls in (icp_rules.CredentialKind, icp_rules.Request, AnyEdition):
            find(
                st.from_type(cls),
                lambda value, cls=cls: isinstance(value, cls),
                settings=settings(ALL, phases=NO_SHRINKING),
            )
        find(
            st.from_type(icp_rules.FilingIndex),
            lambda value: not value.subjects_of("nobody"),
            settings=ALL,
        )

    @pytest.mark.parametrize(
        "imported",
        [
            "icp_rules.strategies",
            "icp_rules, icp_rules.strategies",
            "hypothesis",
            "icp_rules, hypothesis",
        ],
    )
    def test_whichever_is_imported_first(self, imported):
        """In a process of its own, since here Hypothesis has been imported long ago."""
        code = (
            f"import {imported}; import icp_rules; from hypothesis import strategies as st; "
            "st.from_type(icp_rules.FilingIndex).validate()"
        )
        plugins = {
            name: value for name, value in os.environ.items() if name != "HYPOTHESIS_NO_PLUGINS"
        }
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=plugins
        )
        assert (done.returncode, done.stderr) == (0, "")

    def test_every_public_strategy_says_what_it_gives(self):
        for name in shipped.__all__:
            assert inspect.getdoc(getattr(shipped, name)), name

    def test_a_type_with_a_model_in_it_needs_nothing_more(self):
        @attrs.frozen
        class Order:
            filing: icp_rules.Filing
            day: dt.date

        assert (
            type(
                find(
                    st.from_type(Order), lambda _: True, settings=settings(ALL, phases=NO_SHRINKING)
                ).filing
            )
            is icp_rules.Filing
        )


class TestValid:
    """ "Strategies generate only valid values, except near misses and conflicting registers."
    (docs/design.md, "Tables")"""

    @own.law("Strategies generate only valid values, except near misses and conflicting registers")
    @given(shipped.credentials())
    @own.at_least(500)
    def test_credentials_by_the_printed_weights(self, credential):
        number, kind = credential.number, credential.kind
        assert credential.is_valid and credential.repairs == ()
        if (
            kind
            in (K.RESIDENT_ID_CARD, K.TAIWAN_RESIDENCE_PERMIT, K.HONG_KONG_MACAO_RESIDENCE_PERMIT)
            and len(number) == 18
        ):
            assert number == own.resident_number(number[:17])
        if kind is K.FOREIGN_PERMANENT_RESIDENT_ID and len(number) == 18:
            assert number == own.resident_number(number[:17])
        if kind is K.ORGANIZATION_CODE:
            assert number == own.organization_code(number[:8])
        if kind is K.UNIFIED_SOCIAL_CREDIT_CODE:
            assert number == own.credit_code(number[:17]) and number[8:17] == own.organization_code(
                number[8:16]
            )

    @pytest.mark.parametrize("kind", [kind for kind in K if kind is not K.UNLISTED])
    def test_every_kind_has_numbers(self, kind):
        number = find(shipped.credential_numbers(kind.value), bool, settings=ALL)
        assert icp_rules.Credential(kind, number).is_valid
        assert find(
            shipped.credentials(),
            lambda one: one.kind is kind,
            settings=settings(ALL, max_examples=5000, phases=NO_SHRINKING),
        )

    @given(shipped.subjects(), shipped.registers())
    def test_nothing_is_found_in_a_new_filing_of_a_subject(self, subject, register):
        found = register.check(icp_rules.Filing("an account of its own", subject))
        if subject.key not in {filing.subject.key for filing in register}:
            assert {finding.code for finding in found} <= {
                "same_name_other_credential",
                "credential_not_for_nature",
                "credential_number_doubtful",
            }
            assert all(
                subject.credential.kind is K.MILITARY_OFFICER_CARD
                for f in found
                if f.code == "credential_not_for_nature"
            )

    @own.law("Strategies generate only valid values, except near misses and conflicting registers")
    @given(shipped.registers())
    def test_registers_agree(self, register):
        assert not register.conflicts()
        domains = [site.domain for filing in register for site in filing.websites]
        assert len(domains) == len(set(domains)) and len(register) <= 8

    def test_conflicting_registers_may_not(self):
        assert find(
            shipped.registers(conflicting=True),
            lambda register: bool(register.conflicts()),
            settings=settings(ALL, phases=NO_SHRINKING),
        )

    @given(shipped.sources())
    def test_a_source_is_evidence(self, source):
        assert source.is_evidence and (source.date is None) is (source.read_on is not None)

    @pytest.mark.parametrize(
        "wanted",
        [
            lambda source: source.date is None and source.quote,
            lambda source: source.date is None and not source.quote,
            lambda source: source.quote and source.gist is not None,
            lambda source: source.quote and source.gist is None,
        ],
    )
    def test_every_sort_of_source_comes(self, wanted):
        assert find(shipped.sources(), wanted, settings=settings(ALL, phases=NO_SHRINKING))

    @given(shipped.calendars(), st.data())
    def test_days_of_a_calendar(self, calendar, data):
        assert calendar.first_day <= data.draw(shipped.days(calendar)) <= calendar.last_day
        if any(calendar.working):
            assert calendar.is_working_day(data.draw(shipped.working_days(calendar)))

    @given(shipped.days() | shipped.instants(), shipped.service_levels())
    def test_a_window_fits(self, received, level):
        try:
            icp_rules.processing_window(received, level)
        except icp_rules.DataError as error:
            assert error.problems[0].code == "time_needed" and type(received) is dt.date

    @SOME
    @given(shipped.own_editions(), shipped.requests())
    def test_own_editions_are_whole(self, edition, request):
        assert (
            not icp_rules.prove(edition).flaws
            and icp_rules.assess(request, edition=edition).edition is edition
        )

    def test_they_shrink_to_plain_values(self):
        filing = find(shipped.filings(), lambda _: True, settings=ALL)
        assert len(filing.account) <= 13 and (
            filing.websites,
            filing.domain_account,
            filing.server_account,
        ) == ((), None, None)
        assert len(filing.subject.name) <= 3 and filing.subject.nature is None


class TestNearMisses:
    """ "A near miss is an input with exactly one error, together with the code and the place of
    this error." (docs/design.md, "Tables")"""

    def test_data_is_refused_for_the_one_problem_it_names(self):
        seen = set()

        @given(shipped.near_miss_data())
        @settings(own.at_least(2000), derandomize=True)
        def check(near):
            seen.add(near.code)
            with pytest.raises(icp_rules.DataError) as caught:
                icp_rules.load(near.value, icp_rules.Request)
            assert [(problem.pointer, problem.code) for problem in caught.value.problems] == [
                (near.path, near.code)
            ]

        check()
        assert seen == {
            "missing",
            "unknown_key",
            "wrong_type",
            "unknown_value",
            "empty",
            "too_long",
            "forbidden_character",
            "bad_date",
            "bad_time",
            "naive_time",
            "bad_domain",
            "bad_filing_number",
            "wrong_kind",
        }

    def test_a_request_has_the_one_error_it_names(self):
        seen = set()

        @given(shipped.near_miss_requests())
        @settings(own.at_least(1000), derandomize=True)
        def check(near):
            seen.add(near.code)
            answer = icp_rules.assess(near.value, near.index)
            assert [
                (finding.code, finding.path) for finding in answer.findings if finding.is_error
            ] == [(near.code, near.path)]

        check()
        wanted = {
            code
            for code, message in MESSAGES.items()
            if message.severity is icp_rules.Severity.ERROR
        }
        # the default edition, in which they are asked, offers every procedure
        assert seen == wanted - {"procedure_not_offered"}


class TestPrinting:
    """ "`repr`, messages and logs never show an identity number in full." (docs/design.md,
    "Identifiers") What Hypothesis prints of a failing test shows none either."""

    @pytest.mark.parametrize(
        "make",
        [
            shipped.filings,
            shipped.registers,
            shipped.near_miss_data,
            shipped.near_miss_requests,
            shipped.requests,
        ],
    )
    def test_what_a_failing_test_prints_shows_no_number(self, make):
        seen = []

        def numbers(value):
            if isinstance(value, shipped.NearMiss):
                yield from numbers(value.value)
                yield from numbers(value.index)
            elif isinstance(value, icp_rules.FilingRegister):
                yield from (filing.subject.credential.number for filing in value)
            elif isinstance(value, dict):
                number = (
                    value.get("subject", {}).get("credential", {})
                    if isinstance(value.get("subject"), dict)
                    else {}
                )
                yield from (
                    [number["number"]]
                    if isinstance(number, dict) and isinstance(number.get("number"), str)
                    else []
                )
            else:
                filing = getattr(value, "filing", value)
                yield from (
                    [filing.subject.credential.number]
                    if isinstance(filing, icp_rules.Filing)
                    else []
                )

        @settings(ALL, max_examples=100, phases=NO_SHRINKING, print_blob=False)
        @given(value=make())
        def fails(value):
            seen.extend(number for number in numbers(value) if len(number) > 4)
            assert len(seen) < 5

        with pytest.raises(AssertionError) as caught:
            fails()
        printed = "".join(getattr(caught.value, "__notes__", ()))
        assert "value=" in printed and seen and not [number for number in seen if number in printed]

    @given(shipped.credentials())
    def test_nor_does_the_printer_that_notebooks_share(self, credential):
        assert pretty(credential) == repr(credential) and credential.number not in pretty(
            [credential]
        )
