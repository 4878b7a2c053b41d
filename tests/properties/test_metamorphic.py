"""What never changes an answer: who sold the domain, the order of things, the time zone, the
language, the spelling, the form of the data."""

import datetime as dt
import json

import attrs
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules.findings import passage
from tests import strategies as own

registers = st.lists(own.colliding_filings, max_size=4).map(icp.FilingRegister.of)


def essence(answer):
    return (
        answer.verdict,
        sorted((finding.code, finding.severity) for finding in answer.findings),
        answer.window,
        answer.differs_in,
    )


class TestNothingChanges:
    """ "The verdict never depends on which account bought the domain or the server."
    (docs/design.md, "Subjects"); nor do the order of things, the time zone, the language, the
    spelling, the form of the data."""

    @own.law("The verdict never depends on which account bought the domain or the server")
    @given(own.filings, registers, own.editions, st.none() | own.accounts, st.none() | own.accounts)
    def test_where_domain_and_server_were_bought(self, filing, register, edition, domain, server):
        other = attrs.evolve(filing, domain_account=domain, server_account=server)
        one, two = (
            icp.assess(icp.FilingRequest(it), register, edition=edition) for it in (filing, other)
        )
        assert one.verdict is two.verdict
        # today's pages note other things of them, so they differ where one is another account
        today = {icp.Edition.HELP_2025_04_23}
        assert edition in today or {*one.differs_in} ^ {*two.differs_in} <= today
        assert [f for f in one.findings if f.is_error] == [f for f in two.findings if f.is_error]

    @own.law("The order of websites, filings and documents never changes an answer")
    @given(
        own.filings,
        st.lists(own.colliding_filings, max_size=5),
        own.editions,
        st.randoms(use_true_random=False),
    )
    def test_the_order_of_websites_and_of_what_is_filed(self, filing, filed, edition, random):
        other = attrs.evolve(filing, websites=random.sample(filing.websites, len(filing.websites)))
        one = icp.assess(icp.FilingRequest(filing), icp.FilingRegister.of(filed), edition=edition)
        two = icp.assess(
            icp.FilingRequest(other),
            icp.FilingRegister.of(random.sample(filed, len(filed))),
            edition=edition,
        )
        assert essence(one) == essence(two)

    @own.law("The order of websites, filings and documents never changes an answer")
    @given(
        own.applicants,
        own.days,
        st.lists(own.documents, max_size=4),
        own.editions,
        st.randoms(use_true_random=False),
    )
    def test_the_order_of_documents(self, applicant, day, documents, edition, random):
        one, two = (
            icp.assess(icp.EmailInitializationRequest(applicant, day, some), edition=edition)
            for some in (documents, random.sample(documents, len(documents)))
        )
        assert (one.verdict, one.window, one.required_documents) == (
            two.verdict,
            two.window,
            two.required_documents,
        )

    @own.law("The window does not depend on the time zone in which the time of receipt is given")
    @given(
        own.applicants, own.instants, own.offsets, st.lists(own.documents, max_size=3), own.editions
    )
    def test_the_time_zone(self, applicant, moment, offset, documents, edition):
        one, two = (
            icp.assess(icp.EmailInitializationRequest(applicant, at, documents), edition=edition)
            for at in (moment, moment.astimezone(offset))
        )
        assert one == two
        there = icp.load(
            icp.dump(
                icp.EmailInitializationRequest(applicant, moment.astimezone(offset), documents)
            ),
            icp.Request,
        )
        assert icp.assess(there, edition=edition) == one

    @own.law("An explanation says the same in both languages")
    @given(own.requests, registers, own.editions)
    def test_the_language(self, request, register, edition):
        """To explain an answer changes nothing, and both languages name the same
        rules, days and addresses."""
        answer = icp.assess(request, register, edition=edition)
        before = icp.dump(answer)
        en, zh = answer.explain("en"), answer.explain("zh")
        assert (
            icp.dump(answer) == before == icp.dump(icp.assess(request, register, edition=edition))
        )
        for finding in answer.findings:
            assert finding.rule in en and finding.rule in zh
            assert finding.source.quote in en and finding.source.quote in zh
            assert passage(finding.source, "en") in en and passage(finding.source, "zh") in zh
        for reason in (*answer.reasons, *answer.step_reasons):
            assert reason.rule in en and reason.rule in zh
            assert reason.source.url in en and reason.source.url in zh
        if answer.window:
            assert all(
                str(day) in en and str(day) in zh
                for day in (answer.window.received_on, answer.window.earliest, answer.window.latest)
            )

    @own.law("Different spellings of one number, domain or name get the same answer")
    @given(own.filings, registers)
    def test_the_spelling(self, filing, register):
        number = filing.subject.credential.number
        spelt = icp.Credential(
            filing.subject.credential.kind,
            " ".join(number.lower()).translate({ord(str(i)): 0xFF10 + i for i in range(10)}),
        )
        subject = attrs.evolve(filing.subject, credential=spelt, name=f" {filing.subject.name} ")
        other = attrs.evolve(
            filing,
            subject=subject,
            websites=[
                icp.Website(site.domain.upper() + ".", site.filing_number)
                for site in filing.websites
            ],
        )
        assert other == filing and icp.assess(icp.FilingRequest(other), register) == icp.assess(
            icp.FilingRequest(filing), register
        )

    @own.law("A request gets the same answer whether it is made in Python or read from JSON")
    @given(own.requests, registers, own.editions, st.randoms(use_true_random=False))
    def test_the_form_of_the_data(self, request, register, edition, random):
        def shuffled(data):
            if isinstance(data, dict):
                return {key: shuffled(data[key]) for key in random.sample(list(data), len(data))}
            return [shuffled(one) for one in data] if isinstance(data, list) else data

        data = shuffled(json.loads(json.dumps(icp.dump(request))))
        assert icp.assess(icp.load(data, icp.Request), register, edition=edition) == icp.assess(
            request, register, edition=edition
        )

    @own.law("Two calendars with the same days give the same answers, however they were made")
    @given(own.days, st.lists(own.days, max_size=4))
    def test_changes_that_change_nothing(self, day, days):
        china = icp.china_calendar()
        off, working = (
            [one for one in days if china.is_working_day(one) is wanted] for wanted in (False, True)
        )
        same = china.with_changes(off=off, working=working, source="says nothing new")
        assert icp.processing_window(day, calendar=same) == icp.processing_window(day)

    @own.law("One more day off never makes a processing window earlier")
    @given(own.days, own.days)
    def test_a_closure_only_delays(self, day, closed):
        shut = icp.china_calendar().with_changes(off=[closed])
        one, two = icp.processing_window(day), icp.processing_window(day, calendar=shut)
        assert (
            one.earliest <= two.earliest
            and one.latest <= two.latest
            and one.received_on == two.received_on
        )

    @own.law("An agent must hand in at least what an administrator must hand in")
    @given(own.applicants, st.lists(own.documents, max_size=4), own.editions, own.days)
    def test_what_will_do_for_an_agent_will_do_for_an_administrator(
        self, applicant, documents, edition, day
    ):
        agent = attrs.evolve(applicant, roles=frozenset())
        one, two = (
            icp.assess(icp.EmailInitializationRequest(who, day, documents), edition=edition).verdict
            for who in (agent, applicant)
        )
        assert two == "accepted" or one != "accepted"

    @own.law(
        "An accepted request stays accepted with one more document if that document is authentic, "
        "clear and valid"
    )
    @given(own.applicants, st.lists(own.documents, max_size=3), own.documents, own.editions)
    def test_one_more_document(self, applicant, documents, more, edition):
        day = dt.date(2020, 6, 1)
        more = attrs.evolve(more, authentic=True, clear=True, valid_until=None)
        one, two = (
            icp.assess(
                icp.EmailInitializationRequest(applicant, day, given_), edition=edition
            ).verdict
            for given_ in (documents, [*documents, more])
        )
        assert one != "accepted" or two == "accepted"
