"""One request in, one answer out: verdict, editions, calendar."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import DataError, Edition, FilingRegister, assess, find_rule
from icp_rules.findings import passage
from icp_rules.rules import where
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
    """ "The verdict is `accepted` if there is no error, `incomplete` if all errors are about
    documents, and otherwise `rejected`." (docs/design.md, "Requests and assessments")"""

    @own.law(
        "The verdict is `accepted` if there is no error, `incomplete` if all errors are about "
        "documents, and otherwise `rejected`"
    )
    @given(own.requests, registers, own.editions)
    @own.at_least(500)
    def test_follows_from_the_errors(self, request, register, edition):
        answer = assess(request, register, edition=edition)
        errors = {f.code for f in answer.findings if f.severity == "error"}
        wanted = "rejected" if errors - ABOUT_DOCUMENTS else "incomplete" if errors else "accepted"
        assert answer.verdict == wanted and answer.edition is edition

    @own.law("The verdict never depends on which account bought the domain or the server")
    @given(own.filings, registers, st.none() | own.accounts, st.none() | own.accounts)
    @own.at_least(500)
    def test_purchase_accounts_never_change_it(
        self, filing, register, domain_account, server_account
    ):
        """ "The account information does not affect the review of your ICP Filing
        application." (FAQ, question 2)"""
        other = attrs.evolve(filing, domain_account=domain_account, server_account=server_account)
        for edition in Edition:
            one, two = (
                assess(icp.FilingRequest(f), register, edition=edition) for f in (filing, other)
            )
            assert one.verdict is two.verdict
            # today a server takes a service number, and of a domain nothing is said
            today = {Edition.HELP_2025_04_23}
            if edition not in today:
                assert {*one.differs_in} ^ {*two.differs_in} <= today

    @own.law("Every answer names its rules, and every rule has its source")
    @given(own.requests, registers, own.editions)
    def test_every_finding_names_a_rule_in_force_and_its_source(self, request, register, edition):
        for finding in assess(request, register, edition=edition).findings:
            rule = find_rule(finding.rule)
            assert edition in rule.editions and finding.source == rule.source(edition)
        for requirement in assess(request, register, edition=edition).required_documents:
            assert edition in find_rule(requirement.rule).editions


class TestEditions:
    """ "The `differs_in` of an answer lists the published editions that would answer differently."
    (docs/design.md, "Editions and sources")"""

    @own.law(
        "`differs_in` lists exactly the other published editions that would answer differently"
    )
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
        assert [len(assess(request, edition=e).required_documents) for e in Edition] == [
            *(2, 1, 3, 3),
            0,
        ]


class TestCalendar:
    """ "the window includes projected days" (docs/design.md, "Working days and service levels")"""

    @own.law(
        "A window that includes projected days is always marked `projected`. With `strict=True`, "
        "`processing_window` raises `BeyondHorizon` instead of returning a projected window"
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

    @own.law("The window does not depend on the time zone in which the time of receipt is given")
    @given(own.applicants, own.instants, own.offsets)
    def test_the_zone_never_changes_an_answer(self, applicant, moment, offset):
        one, two = (
            assess(icp.EmailInitializationRequest(applicant, m))
            for m in (moment, moment.astimezone(offset))
        )
        assert one == two


class TestReceived:
    """ "A datetime is written with its offset in whole minutes." (docs/design.md, "JSON")"""

    @pytest.mark.parametrize("offset", ["+00:00", "+05:30", "+08:00", "-03:00"])
    def test_an_offset_in_whole_minutes_is_kept(self, offset):
        at = f"2018-02-14T17:20:00{offset}"
        request = icp.EmailInitializationRequest(
            icp.Applicant("individual"), dt.datetime.fromisoformat(at)
        )
        assert icp.dump(request)["received_at"] == request.received_at.isoformat() == at


class TestRefusals:
    """ "An exception means that the question itself cannot be answered." (docs/design.md, "The
    idea")"""

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

    def test_what_is_no_index(self):
        filing = icp.FilingRequest(icp.Filing("1001", PERSON))
        moved = icp.ImportRequest("1001", "official_store", dt.date(2015, 1, 1))
        for index in (5, "1001", [None], [PERSON], {"1001": PERSON}):
            for request in (filing, moved):
                with pytest.raises(DataError, match="/index"):
                    assess(request, index)
        for index in (5, "1001", {"1001": PERSON}, FilingRegister):
            with pytest.raises(DataError, match=r"^/index: "):  # though it is not looked at
                assess(icp.RecoveryRequest(True, True), index)
            with pytest.raises(DataError, match=r"^/index: "):
                assess(filing, index)

    def test_what_is_no_calendar(self):
        for request in (icp.FilingRequest(icp.Filing("1001", PERSON)), self.EMAIL):
            for calendar in (5, [], "x", icp.WorkingCalendar, object()):
                with pytest.raises(DataError, match=r"^/calendar: "):
                    assess(request, calendar=calendar)

    EMAIL = icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(2018, 2, 14))

    def test_a_filing_asks_whether_it_may_be_filed(self):
        """ "`assess` also accepts a `Filing` instead of a `FilingRequest`." (docs/design.md,
        "Requests and assessments")"""
        filing = icp.Filing("1001", PERSON)
        for index in ([], [icp.Filing("1001", OTHER)], [icp.Filing("1002", PERSON)]):
            assert assess(filing, index) == assess(icp.FilingRequest(filing), index)


PERSON = icp.Subject("individual", "张三", icp.Credential("passport", "E12345678"))
OTHER = icp.Subject("individual", "李四", icp.Credential("passport", "E87654321"))


class TestTaken:
    """ "An import that has the error `account_already_has_subject` has no steps, because nothing
    can be imported into this account." (docs/design.md, "Accounts")"""

    REQUEST = icp.ImportRequest("1001", "official_store", dt.date(2015, 1, 1))

    def test_it_is_rejected_and_says_no_steps(self):
        filed = [icp.Filing("1001", PERSON)]
        free = assess(self.REQUEST)
        assert (free.verdict, len(free.steps), len(free.step_reasons)) == ("accepted", 4, 4)
        for index in (filed, FilingRegister.of(filed), tuple(filed)):
            taken = assess(self.REQUEST, index)
            assert (taken.verdict, taken.steps, taken.step_reasons) == ("rejected", (), ())
            assert taken.rules == ("imports.store", "access.known", "account-warnings.taken")
            assert not [rule for rule in taken.rules if rule.startswith("steps.")]
            for lang, step in (("en", free.steps[0].en), ("zh", free.steps[0].zh)):
                assert step in free.explain(lang) and step not in taken.explain(lang)

    @own.law("An import that has the error `account_already_has_subject` has no steps")
    @given(
        own.accounts,
        st.sampled_from(icp.FilingOrigin),
        st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2020, 1, 1)),
        st.booleans(),
        st.booleans(),
        own.editions,
        registers,
    )
    def test_whatever_is_imported(self, account, origin, day, knows, password, edition, register):
        request = icp.ImportRequest(
            account, origin, day, knows_old_account=knows, knows_old_password=password
        )
        answer = assess(request, register, edition=edition)
        taken = bool(register.subjects_of(account))
        free = assess(request, edition=edition)
        harmless = {"imports.log-on", "imports.look-up", "imports.store-unmentioned"}
        in_the_way = taken and not harmless & {*free.rules}  # with these nothing is imported
        assert answer.steps == (() if in_the_way else free.steps)
        steps = [rule for rule in answer.rules if rule.startswith("steps.")]
        assert len(steps) == len(answer.steps) == len(answer.step_reasons)
        route = icp.import_route(
            origin,
            day,
            knows_old_account=knows,
            knows_old_password=password,
            edition=edition,
            account=account,
            index=register,
        )
        assert (
            route.steps == answer.steps
            and route.outcome
            is icp.import_route(
                origin, day, knows_old_account=knows, knows_old_password=password, edition=edition
            ).outcome
        )


class TestWhy:
    """ "`rules` has the ids of all rules that contributed to the answer. They include the rules
    that led to the steps, and rules that only permit something." (docs/design.md, "Requests and
    assessments")"""

    def test_an_accepted_filing_names_what_permits_it(self):
        answer = assess(icp.FilingRequest(icp.Filing("1001", PERSON, domain_account="1001")))
        assert (answer.verdict, answer.findings) == ("accepted", ())
        assert answer.rules == ("subjects.first", "purchases.same-account")
        english, chinese = answer.explain(), answer.explain("zh")
        first = find_rule("subjects.first").source()
        assert english.splitlines()[:4] == [
            "Verdict: accepted.",
            "This rule applies:",
            "  Because the account holds no subject yet, and the subject is not filed yet.",
            f"  Rule subjects.first, {first.title} (2018-01-08): “{first.quote}” {first.url}",
        ]
        assert f"“{first.quote}”（本包译文：{first.gist.zh}）" in chinese
        assert english.splitlines()[-1] == "Edition applied: FAQ, English, 2018-01-08."

    def test_a_recovery_names_each_of_its_steps(self):
        answer = assess(icp.RecoveryRequest(True, True), edition="faq-zh-2018-06-09")
        assert answer.rules == ("recovery.retrieve", "steps.retrieve-password")
        assert [one.rule for one in answer.reasons] == list(answer.rules)
        assert [one.rule for one in answer.step_reasons] == ["steps.retrieve-password"]
        english = answer.explain()
        source = find_rule("steps.retrieve-password").source("faq-zh-2018-06-09")
        assert f"1. {answer.steps[0].en}\n" in english
        assert f"“{source.quote}” (our translation: {source.gist.en}) {source.url}" in english
        assert f"“{source.quote}” {source.url}" in answer.explain("zh")

    def test_no_step_is_given_the_row_of_another(self):
        answer = assess(icp.RecoveryRequest(False, False))
        data = icp.dump(answer)
        i = data["rules"].index("steps.initialize")
        data["rules"][i] = "steps.of-a-later-version"
        lines = [*icp.load(data, icp.Assessment).lines("en")]
        steps = {said: reason for said, reason in lines if said[0].isdigit()}
        assert len(steps) == len(answer.steps) == 6 and {*steps.values()} == {None}
        also = [reason.rule for said, reason in lines if said == "This rule applies:"]
        known = [one for one in answer.rules if one.startswith("steps.")]
        assert also[-5:] == [one for one in known if one != "steps.initialize"]

    def test_an_answer_from_json_cites_the_rows_of_the_edition_that_is_put_back(self):
        """ "To add these rules to the explanation, replace the id with your edition:
        `attrs.evolve(answer, edition=own)`." (docs/design.md, "JSON")"""
        ours = icp.Source("Ours", "https://example.com", dt.date(2024, 1, 1), "Ours.")
        rows = [find_rule(id) for id in ("subjects.first", "recovery.account-lost")]
        edition = icp.derive(
            Edition.FAQ_EN_2018_01_08,
            "own",
            icp.Text("Own", "自有"),
            [attrs.evolve(row, cites=ours) for row in rows],
        )
        for request in (icp.Filing("1001", PERSON), icp.RecoveryRequest(False, False)):
            answer = assess(request, edition=edition)
            read = icp.load(icp.dump(answer), icp.Assessment)
            assert read.edition == "own" and "Ours" not in read.explain()
            told = attrs.evolve(read, edition=edition).explain().splitlines()
            assert told == [
                line for line in answer.explain().splitlines() if not line.startswith("  Because")
            ]
            assert any("Rule" in line and "Ours (2024-01-01)" in line for line in told)

    def test_what_may_not_be_quoted_is_said_in_our_words(self):
        subject = icp.Subject("individual", "张三", icp.Credential("resident_id_card", "1" * 18))
        (finding,) = assess(icp.FilingRequest(icp.Filing("1001", subject))).findings
        assert finding.rule == "numbers.resident" and finding.source.quote == ""
        gist = finding.source.gist
        assert f": {gist.en} (in our words; not quoted) {finding.source.url}" in finding.explain()
        assert f"：{gist.zh}（本包转述，非原文） {finding.source.url}" in finding.explain("zh")

    def test_a_page_without_a_day_bears_the_day_it_was_read_marked_as_such(self):
        enterprise = icp.Subject(
            "organization", "示例", icp.Credential("law_firm_license", "1"), "enterprise"
        )
        (finding,) = assess(icp.FilingRequest(icp.Filing("1001", enterprise))).findings
        assert (finding.code, finding.source.date) == ("credential_not_for_nature", None)
        read = finding.source.read_on
        assert f"({finding.source.title} (no date; read on {read}))" not in finding.explain()
        assert f", {finding.source.title} (no date; read on {read}): " in finding.explain()
        assert f"，《{finding.source.title}》（原文无日期，{read} 查阅）：" in finding.explain("zh")

    @own.law("Every answer can be explained in both languages")
    @given(own.requests, registers, own.editions)
    @own.at_least(300)
    def test_every_row_that_had_a_part_is_listed_once_and_named(self, request, register, edition):
        answer = assess(request, register, edition=edition)
        assert len(set(answer.rules)) == len(answer.rules)
        reasons = answer.reasons
        assert list(dict.fromkeys(one.rule for one in reasons)) == list(answer.rules)
        assert set(answer.step_reasons) <= set(reasons)
        for one in reasons:
            rule = find_rule(one.rule)
            assert one.source == rule.source(edition) and len(one.conditions) == len(rule.when)
        named = {one.rule for one in (*answer.findings, *answer.required_documents)}
        assert named <= set(answer.rules)
        assert len(answer.step_reasons) == len(answer.steps)
        for lang, colon in (("en", ", "), ("zh", "，")):
            text = answer.explain(lang)
            for one in reasons:
                assert f" {one.rule}{colon}" in text
                assert passage(one.source, lang) in text and one.source.url in text

    @given(own.requests, registers, own.editions)
    def test_rows_that_permit_are_those_that_the_tables_give(self, request, register, edition):
        """Each row of a filing's answer, found or permitted, is asked of the tables again."""
        if not isinstance(request, icp.FilingRequest):
            return
        answer = assess(request, register, edition=edition)
        permitted = set(answer.rules) - {finding.rule for finding in answer.findings}
        assert all(find_rule(rule).then is None for rule in permitted)
        errors = [finding for finding in answer.findings if finding.rule.startswith("subjects.")]
        assert bool({"subjects.first", "subjects.further-websites"} & permitted) != bool(errors)
        bought = [rule for rule in answer.rules if rule.startswith("purchases.")]
        filing = request.filing
        other = [
            one
            for one in (filing.domain_account, filing.server_account)
            if one not in (None, filing.account)
        ]
        elsewhere = {"purchases.other-account"}
        if edition is Edition.HELP_2025_04_23:
            elsewhere = {"purchases.server-of-other-account", "purchases.domain-of-other-account"}
        assert bool(elsewhere & {*bought}) == bool(other)
        assert ("purchases.same-account" in bought) == (len(other) < 2)


class TestInitialization:
    """ "If the account is lost, or if its password cannot be retrieved, apply for an e-mail
    initialization." (docs/design.md, "Accounts")"""

    def test_the_steps_are_those_of_a_lost_account(self):
        ours = icp.Source("Ours", "https://example.com", dt.date(2024, 1, 1), "Ours.")
        base = find_rule("recovery.account-lost")
        ways = {
            (True, False): ["initialize", "wait"],
            (False, True): ["prepare", "initialize"],
            (False, False): ["prepare", "wait"],
        }
        ids = "password-lost", "account-known-by-password", "account-lost"
        edition = icp.derive(
            Edition.FAQ_EN_2018_01_08,
            "own",
            icp.Text("Own", "自有"),
            [
                attrs.evolve(
                    base,
                    id=f"recovery.{id}",
                    when=where(knows_account={account}, can_retrieve_password={password}),
                    then=attrs.evolve(base.then, actions=steps),
                    cites=ours,
                )
                for id, ((account, password), steps) in zip(ids, ways.items(), strict=True)
            ],
        )
        routes = [icp.recovery_route(*one, edition) for one in ways]
        assert len({route.steps for route in routes}) == 3
        answer = assess(TestRefusals.EMAIL, edition=edition)
        assert answer.steps == routes[-1].steps and answer.step_reasons == routes[-1].step_reasons


class TestNotOffered:
    """ "If an edition does not offer a procedure, the answer of `assess` has an error and the steps
    that work instead." (docs/design.md, "Editions and sources")"""

    HELP = Edition.HELP_2025_04_23

    @own.law(
        "If an edition does not offer a procedure, the answer has the steps that the edition "
        "offers instead"
    )
    @given(own.applicants, st.lists(own.documents, max_size=3), own.instants)
    def test_an_initialization_today_is_rejected_and_shows_the_steps_that_work(
        self, applicant, given, received
    ):
        request = icp.EmailInitializationRequest(applicant, received, given)
        answer = assess(request, edition=self.HELP)
        assert (answer.verdict, answer.window, answer.required_documents) == ("rejected", None, ())
        (finding,) = answer.findings
        assert (finding.code, finding.severity, finding.path) == (
            "procedure_not_offered",
            "error",
            "",
        )
        assert "2019-08-28" in finding.remedy.en and "2019-08-28" in finding.remedy.zh
        works = icp.recovery_route(False, False, self.HELP)
        assert works.findings == () and answer.steps == works.steps and len(works.steps) == 5
        assert answer.differs_in == tuple(e for e in Edition if e is not self.HELP)
        for lang in ("en", "zh"):
            told = answer.explain(lang)
            assert "2019-08-28" in told and all(step.to(lang) in told for step in works.steps)

    @given(own.applicants, st.lists(own.documents, max_size=3), own.instants, own.editions)
    def test_whoever_asks_another_edition_is_told_that_today_differs(
        self, applicant, given, received, edition
    ):
        request = icp.EmailInitializationRequest(applicant, received, given)
        answer = assess(request, edition=edition)
        assert (self.HELP in answer.differs_in) == (edition is not self.HELP)
        assert edition is self.HELP or "Help pages, 2025-04-23" in answer.explain()

    def test_a_day_beyond_the_calendar_does_not_matter_where_there_is_no_window(self):
        request = icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(1999, 1, 1))
        assert assess(request, edition=self.HELP).verdict == "rejected"

    def test_what_is_silent_says_which_texts_speak(self):
        speak = "faq-en-2018-01-08, faq-zh-2018-06-09, faq-zh-2018-08-29, guide-zh-2019-08-01"
        for ask in (
            lambda: icp.required_documents(icp.Applicant("organization"), self.HELP),
            lambda: icp.review_documents(icp.Applicant("organization"), [], self.HELP),
            lambda: icp.service_level("email_initialization", self.HELP),
        ):
            with pytest.raises(ValueError, match="edition help-2025-04-23 ") as caught:
                ask()
            assert f": {speak} [" in str(caught.value)
        with pytest.raises(ValueError, match="editions that do: guide-zh-2019-08-01"):
            icp.service_level("authority_review", self.HELP)


class TestToday:
    """What today's pages say of a filing that no earlier text says. (docs/design.md, "Subjects")"""

    HELP = Edition.HELP_2025_04_23

    def test_a_server_of_another_account_takes_a_service_number(self):
        filing = icp.Filing("1001", PERSON, (), domain_account="2002", server_account="2002")
        today = {
            (f.code, f.severity.value, f.path)
            for f in assess(icp.FilingRequest(filing), edition=self.HELP).findings
        }
        assert today == {
            ("not_stated", "note", "/domain_account"),
            ("service_number_needed", "note", "/server_account"),
        }
        answer = assess(icp.FilingRequest(filing))
        assert answer.verdict == "accepted" and answer.differs_in == (self.HELP,)
        # its verdict is the same, so the words must not say that the verdicts differ
        assert assess(icp.FilingRequest(filing), edition=self.HELP).verdict == answer.verdict
        assert answer.explain("zh").splitlines()[-1] == (
            "以下版本的答案不同：帮助页面（2025-04-23）。"
        )
        assert answer.explain().splitlines()[-1] == (
            "These editions would answer differently: Help pages, 2025-04-23."
        )
        same = icp.Filing("1001", PERSON, (), domain_account="1001", server_account="1001")
        answer = assess(icp.FilingRequest(same), edition=self.HELP)
        assert (answer.findings, answer.differs_in) == ((), ())

    def test_a_filing_can_be_moved_to_an_account_that_holds_none(self):
        filed = [icp.Filing("1001", PERSON)]
        other = icp.Subject("individual", "李四", icp.Credential("passport", "E87654321"))
        asked = icp.FilingRequest(icp.Filing("1002", PERSON))
        for more, codes in (
            ([], ["subject_filed_under_another_account", "filing_can_be_moved"]),
            (
                [icp.Filing("1002", other)],
                ["account_holds_another_subject", "subject_filed_under_another_account"],
            ),
        ):
            answer = assess(asked, filed + more, edition=self.HELP)
            assert [f.code for f in answer.findings] == codes and answer.verdict == "rejected"
        (moved,) = assess(asked, filed, edition=self.HELP).findings[1:]
        assert str(moved.source.date) == "2019-01-08" and moved.source.quote == ""
        assert assess(asked, filed).differs_in == (self.HELP,)
