"""One request in, one answer out: verdict, editions, calendar."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import DataError, Edition, FilingRegister, assess, find_rule
from tests import strategies as own

ABOUT_DOCUMENTS = {
    "document_missing",
    "side_missing",
    "not_an_original",
    "wrong_credential_held",
    "seal_missing",
    "template_not_used",
    "image_unclear",
    "document_not_authentic",
    "credential_expired",
}
registers = st.lists(own.colliding_filings, max_size=5).map(FilingRegister.of)


class TestVerdict:
    """ "`rejected` if any error other than about documents, else `incomplete` if a document error,
    else `accepted`" (design, section 9)"""

    @own.law(
        "`rejected` if any error other than about documents, else `incomplete` if a document "
        "error, else `accepted`"
    )
    @given(own.requests, registers, own.editions)
    @own.at_least(500)
    def test_follows_from_the_errors(self, request, register, edition):
        answer = assess(request, register, edition=edition)
        errors = {f.code for f in answer.findings if f.severity == "error"}
        wanted = "rejected" if errors - ABOUT_DOCUMENTS else "incomplete" if errors else "accepted"
        assert answer.verdict == wanted and answer.edition is edition

    @own.law("the two purchase accounts never change a verdict")
    @given(own.filings, registers, st.none() | own.accounts, st.none() | own.accounts)
    @own.at_least(500)
    def test_purchase_accounts_never_change_it(
        self, filing, register, domain_account, server_account
    ):
        """ "The account information does not affect the review of your ICP Filing
        application." (FAQ, question 2)"""
        other = attrs.evolve(filing, domain_account=domain_account, server_account=server_account)
        one, two = (assess(icp.FilingRequest(f), register) for f in (filing, other))
        assert one.verdict is two.verdict and one.differs_in == two.differs_in

    @own.law("the answer carries the row, the row carries its source")
    @given(own.requests, registers, own.editions)
    def test_every_finding_names_a_rule_in_force_and_its_source(self, request, register, edition):
        for finding in assess(request, register, edition=edition).findings:
            rule = find_rule(finding.rule)
            assert edition in rule.editions and finding.source == rule.source(edition)
        for requirement in assess(request, register, edition=edition).required_documents:
            assert edition in find_rule(requirement.rule).editions


class TestEditions:
    """ "Where editions differ for an input, the answer says so
    (`differs_in`)" (design, section 3)"""

    @own.law("where editions differ for an input, the answer says so")
    @given(own.requests, registers)
    @own.at_least(300)
    def test_differs_in_is_what_asking_each_edition_shows(self, request, register):
        answers = {edition: assess(request, register, edition=edition) for edition in Edition}

        def essence(answer):
            documents = [
                (r.document, r.sides, r.held, r.sealed, r.on_template, r.of_original)
                for r in answer.required_documents
            ]
            return (
                answer.verdict,
                [(f.code, f.path, f.remedy) for f in answer.findings],
                documents,
                answer.window,
                answer.steps,
            )

        for answer in answers.values():
            assert answer.differs_in == tuple(
                e for e in Edition if essence(answers[e]) != essence(answer)
            )

    def test_an_administrators_case(self):
        request = icp.EmailInitializationRequest(
            icp.Applicant("organization", ["website_administrator"]), dt.date(2018, 9, 28)
        )
        assert [len(assess(request, edition=e).required_documents) for e in Edition] == [2, 1, 3, 3]


class TestCalendar:
    """ "a projected answer never looks like an official one" (design, section 8)"""

    @own.law(
        "a projected answer never looks like an official one, and `strict=True` raises "
        "`BeyondHorizon`"
    )
    @given(st.dates(dt.date(2026, 6, 1), dt.date(2029, 1, 1)))
    def test_a_projected_window_comes_with_a_warning(self, day):
        answer = assess(icp.EmailInitializationRequest(icp.Applicant("individual"), day))
        warned = [f.path for f in answer.findings if f.code == "window_projected"]
        assert warned == ([] if answer.window.basis == "official" else ["/received_at"])

    def test_the_callers_calendar_is_the_one_that_counts(self):
        day = dt.date(2026, 3, 2)
        closed = icp.china_calendar().with_changes(
            off=[day + dt.timedelta(days=1)], source="closed"
        )
        request = icp.EmailInitializationRequest(icp.Applicant("individual"), day)
        assert assess(request, calendar=closed).window.earliest == assess(
            request
        ).window.earliest + dt.timedelta(days=1)

    def test_a_day_outside_the_calendar_is_beyond_the_horizon(self):
        with pytest.raises(icp.BeyondHorizon):
            assess(icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(1999, 1, 1)))

    @own.law("the same instant in any time zone gives the same window")
    @given(own.applicants, own.instants, own.offsets)
    def test_the_zone_never_changes_an_answer(self, applicant, moment, offset):
        one, two = (
            assess(icp.EmailInitializationRequest(applicant, m))
            for m in (moment, moment.astimezone(offset))
        )
        assert one == two


class TestRefusals:
    """ "An exception means the question itself cannot be answered" (design, section 1)"""

    @pytest.mark.parametrize("request_", [None, {}, "filing", {"kind": "recovery"}])
    def test_what_is_no_request(self, request_):
        with pytest.raises(DataError, match="/request"):
            assess(request_)

    def test_requests_check_their_fields(self):
        with pytest.raises(DataError, match="/received_at"):
            icp.EmailInitializationRequest(icp.Applicant("individual"), dt.datetime(2018, 2, 14))
        with pytest.raises(DataError, match="/applicant"):
            icp.EmailInitializationRequest("individual", dt.date(2018, 2, 14))
        with pytest.raises(DataError, match="/documents/1"):
            icp.EmailInitializationRequest(
                icp.Applicant("individual"),
                dt.date(2018, 2, 14),
                [icp.SubmittedDocument("id_credential"), None],
            )
        with pytest.raises(DataError, match="/filing"):
            icp.FilingRequest(None)

    def test_an_import_into_a_taken_account_is_rejected(self):
        taken = FilingRegister.of(
            [
                icp.Filing(
                    "1001",
                    icp.Subject("individual", "张三", icp.Credential("passport", "E12345678")),
                )
            ]
        )
        request = icp.ImportRequest("1001", "official_store", dt.date(2015, 1, 1))
        assert (assess(request).verdict, assess(request, taken).verdict) == ("accepted", "rejected")
