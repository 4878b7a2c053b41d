"""Which way a filing or an account goes, against the texts read by hand."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Credential,
    DataError,
    Edition,
    Filing,
    FilingOrigin,
    FilingRegister,
    Subject,
    find_rule,
    import_route,
    recovery_route,
)
from icp_rules.accounts import Period, joined
from tests import strategies as own

EN, ZH06, ZH08, GUIDE, HELP = (edition.value for edition in Edition)
OLD = ("old_hichina_platform", "official_store", "official_company_website")
EDGES = [
    None,
    dt.date.min,
    dt.date(2009, 3, 4),
    dt.date(2010, 5, 31),
    dt.date(2010, 6, 1),
    dt.date(2014, 2, 3),
    dt.date(2016, 12, 31),
    dt.date(2017, 1, 1),
    dt.date(2017, 1, 31),
    dt.date(2017, 2, 1),
    dt.date(2019, 9, 9),
    dt.date.max,
]


def oracle(edition, origin, day):
    """May it be imported? By the wording of the texts (docs/design.md, "Editions and sources"):
    import, claim, log_on, look_up, not_eligible or date_needed."""
    if origin == "other":
        return "not_eligible"
    if edition == HELP:
        before = day is not None and day < dt.date(2017, 1, 1)
        return "claim" if before and origin == "old_hichina_platform" else "look_up"
    if edition == EN and origin == "old_hichina_platform":
        return "import"
    if day is None:
        return "date_needed"
    if edition == GUIDE:
        if day < dt.date(2010, 6, 1):
            return "claim"
        return "import" if day <= dt.date(2017, 1, 31) else "log_on"
    return "import" if day < dt.date(2017, 1, 1) else "not_eligible"


def check(edition, origin, day):
    route = import_route(origin, day, edition=edition)
    wanted = oracle(edition, origin, day)
    assert route.outcome.value == wanted
    errors = [f.code for f in route.findings if f.is_error]
    refused = "import_not_eligible"
    if edition == HELP and origin in ("official_store", "official_company_website"):
        refused = "procedure_not_offered"
    assert errors == {"import": [], "date_needed": ["import_date_unknown"]}.get(wanted, [refused])
    doubtful = origin == "old_hichina_platform" and day is not None and day > dt.date(2017, 1, 31)
    assert ("filing_date_implausible" in [f.code for f in route.findings]) == doubtful
    by_origin = origin == "other" or refused == "procedure_not_offered"
    # why not comes before what else is odd, and says which field it is about
    if wanted not in ("import", "claim"):
        assert (route.findings[0].code, route.findings[0].path) in [
            (code, "/origin" if by_origin else "/obtained_on") for code in errors[:1]
        ]
    assert bool(route.steps) == (wanted in ("import", "claim", "log_on", "look_up"))
    for id in route.rules:
        assert edition in find_rule(id).editions


@pytest.mark.parametrize("edition", [EN, ZH06, ZH08, GUIDE, HELP])
@pytest.mark.parametrize("origin", [*OLD, "other"])
class TestImport:
    """ "If you obtained an ICP Filing through the old HiChina ICP Filing management platform or
    obtained an official store/official company website ICP Filing before January 2017, log on to
    the ICP Filing system to import the filing information" (FAQ, question 3)"""

    def test_every_edge(self, edition, origin):
        for day in EDGES:
            check(edition, origin, day)

    def test_a_refusal_advises_what_the_text_of_its_row_supports_or_nothing(self, edition, origin):
        """ "if the edition says what to do instead, such as claiming the filing, the remedy says
        the same" (docs/design.md, "Accounts")"""
        advised = {
            "imports.store-too-late": None,
            "imports.too-late": None,
            "imports.other-origin": None,
            "imports.claim": "Claim the filing instead of importing it.",
            "imports.log-on": "Log on to the Alibaba Cloud ICP Filing system directly. No import "
            "is needed.",
            "imports.claim-by-domain": "Look up the filed domain, and claim the filing once it is "
            "found in the old system.",
            "imports.look-up": "Look up the filed domain. If the filing is in the old system, "
            "claim it. If it is not, the look-up finds the account that holds "
            "it.",
        }
        for day in EDGES:
            for finding in import_route(origin, day, edition=edition).findings:
                if finding.code == "import_not_eligible":
                    assert (finding.remedy and finding.remedy.en) == advised[finding.rule]
                    assert "anew" not in finding.explain() and "重新" not in finding.explain("zh")
                else:
                    assert finding.remedy is not None


class TestImportLaw:
    """ "Whether an old filing can be imported depends on its origin, the day it was obtained and
    the edition, exactly as the published pages say." (docs/design.md, "Accounts")"""

    @own.law(
        "Whether an old filing can be imported depends on its origin, the day it was obtained and "
        "the edition, exactly as the published pages say"
    )
    @given(own.editions, st.sampled_from(FilingOrigin), st.none() | st.dates())
    def test_every_day(self, edition, origin, day):
        check(edition.value, origin.value, day)


class TestAccess:
    """ "If you have forgotten your account or password for the old ICP Filing platform, click ICP
    Filing Account Email Initialization or Retrieve ICP Filing Logon Password to reset your account
    name or retrieve your password." (FAQ, question 3)"""

    @pytest.mark.parametrize("edition", [EN, ZH06, ZH08, GUIDE])
    def test_the_four_ways(self, edition):
        plain, lost_password, lost_account, lost_both = (
            import_route(
                "official_store",
                dt.date(2015, 1, 1),
                knows_old_account=account,
                knows_old_password=password,
                edition=edition,
            )
            for account, password in ((True, True), (True, False), (False, True), (False, False))
        )
        assert [r.outcome.value for r in (plain, lost_password, lost_account)] == [
            "import",
            "retrieve_password",
            "email_initialization",
        ]
        assert lost_account == lost_both
        assert (
            [f.code for f in lost_account.findings] == ["replaces_email_account"]
            and not plain.findings
            and not lost_password.findings
        )
        assert len(plain.steps) == 4
        assert lost_password.steps[1:] == plain.steps and lost_account.steps[6:] == plain.steps

    def test_nothing_to_get_into_when_nothing_can_be_imported(self):
        for account, password in itertools.product((True, False), repeat=2):
            assert (
                import_route(
                    "other", None, knows_old_account=account, knows_old_password=password
                ).steps
                == ()
            )


class TestRecovery:
    """ "If you cannot retrieve the password for your account on the old HiChina ICP Filing system,
    you can click ICP Filing Account Email Initialization, enter your ICP Filing information, and
    upload your credentials." (FAQ, question 4)"""

    @pytest.mark.parametrize("edition", [EN, ZH06, ZH08, GUIDE])
    def test_the_four_cases(self, edition):
        assert recovery_route(True, True, edition).outcome.value == "retrieve_password"
        for case in ((True, False), (False, True), (False, False)):
            route = recovery_route(*case, edition)
            assert route.outcome.value == "email_initialization"
            assert [(f.code, f.severity.value) for f in route.findings] == [
                ("replaces_email_account", "warning")
            ]
            assert [step.en.split()[0] for step in route.steps] == [
                "Prepare",
                "Open",
                "Check",
                "Wait",
                "Log",
                "Reset",
            ]

    @pytest.mark.parametrize("bad", ["false", 0, 1, None, "True"])
    def test_only_true_and_false(self, bad):
        with pytest.raises(DataError, match="/knows_account"):
            recovery_route(bad, True)
        with pytest.raises(DataError, match="/can_retrieve_password"):
            recovery_route(True, bad)
        with pytest.raises(DataError, match="/knows_old_password"):
            import_route("other", None, knows_old_account=True, knows_old_password=bad)


class TestTarget:
    """ "the account to import into already holds a subject (found only with an index)"
    (docs/design.md, "Accounts")"""

    TAKEN = FilingRegister.of(
        [Filing("1001", Subject("individual", "张三", Credential("passport", "E12345678")))]
    )

    def test_only_a_taken_account_and_only_with_an_index(self):
        def found(account, index):
            route = import_route(
                "official_store", dt.date(2015, 1, 1), account=account, index=index
            )
            assert bool(route.steps) != bool(route.findings), "a taken account has no steps"
            return [(f.code, f.path) for f in route.findings]

        for taken in (self.TAKEN, list(self.TAKEN), tuple(self.TAKEN)):
            assert found("1001", taken) == [("account_already_has_subject", "/account")]
            assert found("1002", taken) == found("1001", None) == found(None, taken) == []

    @pytest.mark.parametrize(
        ("origin", "day", "knows"),
        [
            ("official_store", dt.date(2015, 1, 1), (True, True)),
            ("official_store", dt.date(2015, 1, 1), (True, False)),
            ("official_store", dt.date(2015, 1, 1), (False, False)),
            ("official_store", dt.date(2010, 5, 31), (True, True)),
        ],
    )
    def test_into_a_taken_account_there_are_no_steps_and_no_rules_of_steps(
        self, origin, day, knows
    ):
        """ "An import that has the error `account_already_has_subject` has no steps, because
        nothing can be imported into this account." (docs/design.md, "Accounts")"""
        for edition in (EN, ZH06, ZH08, GUIDE):
            free, taken = (
                import_route(
                    origin,
                    day,
                    knows_old_account=knows[0],
                    knows_old_password=knows[1],
                    edition=edition,
                    account="1001",
                    index=index,
                )
                for index in (None, self.TAKEN)
            )
            assert taken.steps == taken.step_reasons == () and taken.outcome is free.outcome
            assert taken.rules == tuple(
                rule for rule in free.rules if not rule.startswith("steps.")
            )
            assert [f for f in taken.findings if f.code != "account_already_has_subject"] == list(
                free.findings
            )
            assert "1. " not in taken.explain() and "account-warnings.taken" in taken.explain()

    def test_where_one_logs_on_directly_nothing_is_imported_so_it_does_not_matter(self):
        """ "If the answer is to log on or to use the look-up by domain, nothing is imported, so
        it does not matter whether the account holds a subject." (docs/design.md, "Accounts")"""
        for origin in [*FilingOrigin][:3]:
            free, taken = (
                import_route(
                    origin,
                    dt.date(2017, 2, 1),
                    edition="guide-zh-2019-08-01",
                    account="1001",
                    index=index,
                )
                for index in (None, self.TAKEN)
            )
            assert taken == free and len(taken.steps) == 1
            assert "account_already_has_subject" not in [f.code for f in taken.findings]

    def test_the_refusal_rests_on_the_providers_page_and_helps_whichever_subject_it_is(self):
        for edition in (EN, ZH06, ZH08, GUIDE):
            (refused,) = [
                finding
                for finding in import_route(
                    "official_store",
                    dt.date(2016, 12, 31),
                    edition=edition,
                    account="1001",
                    index=self.TAKEN,
                ).findings
                if finding.is_error
            ]
            source = refused.source
            assert (source.title, source.quote, source.date) == ("备案平台合并FAQ", "", None)
            assert source.url.endswith("/091df70/cn.zh-CN/常见问题/备案平台合并FAQ.md")
            assert "An import is refused" in source.gist.en and "不予导入" in source.gist.zh
            assert refused.remedy.en.startswith("If that is the subject of the old filing, file")
            assert refused.remedy.zh.startswith("如该主体就是旧备案的主体，请直接在该账号下备案")

    @pytest.mark.parametrize(
        ("periods", "en", "zh"),
        [
            (["before_2010_06"], "before 2010-06-01", "2010-06-01 之前"),
            (["before_2010_06", "before_2017"], "before 2017-01-01", "2017-01-01 之前"),
            (["before_2017", "2017_01"], "2010-06-01 to 2017-01-31", "2010-06-01 至 2017-01-31"),
            (["2017_01", "later"], "after 2016-12-31", "2016-12-31 之后"),
            (
                ["later", "before_2010_06"],
                "before 2010-06-01 or after 2017-01-31",
                "2010-06-01 之前或2017-01-31 之后",
            ),
            ([*Period], "any day", "任何日期"),
        ],
    )
    def test_neighbouring_periods_are_said_as_one(self, periods, en, zh):
        """ "Neighbouring periods are described as one period" (docs/design.md, "Requests and
        assessments")"""
        for some in (periods, periods[::-1]):
            said = joined([Period(one) for one in some])
            assert (said.en, said.zh) == (en, zh)

    def test_the_day_asked_for_and_the_day_the_guide_speaks_of_are_told_apart(self):
        for rule in ("dates.after-closing", "imports.claim", "imports.log-on"):
            note = find_rule(rule).note
            assert "submitt" in note.en and "obtained" in note.en.replace("obtaining", "obtained")
            assert "提交备案的日期" in note.zh and "取得备案的日期" in note.zh

    def test_an_index_is_one(self):
        for index in (5, [None], "1001", [1]):
            with pytest.raises(DataError, match="/index"):
                import_route("official_store", account="1001", index=index)

    @pytest.mark.parametrize("origin", ["", "hichina", None, 1, "OTHER", FilingOrigin])
    def test_an_unknown_origin_is_refused(self, origin):
        with pytest.raises(DataError, match="/origin"):
            import_route(origin)

    @pytest.mark.parametrize("day", ["2016-12-31", dt.datetime(2016, 12, 31), 20161231])
    def test_a_day_is_a_date(self, day):
        with pytest.raises(DataError, match="/obtained_on"):
            import_route("official_store", day)


class TestToday:
    """ "The help pages of 2025 offer neither the import nor the e-mail initialization. Instead,
    they describe how to find, with the filed domain, the account that holds the filing."
    (docs/design.md, "Accounts")"""

    LOOK_UP = (
        "Open the page for looking up log-on names and choose “filing information”.",
        "Enter the filed domain.",
        (
            "If the look-up finds the filing in the old system, claim it for an account that holds "
            "no other subject."
        ),
        (
            "If the look-up finds an account, verify your identity with the code sent to the "
            "account's phone number. If that number is no longer in use, contact customer service."
        ),
        "Log on with the log-on name that you receive by text message.",
    )

    @pytest.mark.parametrize("knows", [True, False])
    @pytest.mark.parametrize("can", [True, False])
    def test_a_lost_account_is_found_by_the_filed_domain(self, knows, can):
        route = recovery_route(knows, can, HELP)
        assert (route.outcome.value, tuple(step.en for step in route.steps)) == (
            "look_up",
            self.LOOK_UP,
        )
        # of passwords the page says nothing, so the answer says that
        assert [(f.code, f.severity.value, f.path) for f in route.findings] == [
            ("not_stated", "note", "")
        ] * knows
        for finding in route.findings:
            assert "password" in finding.remedy.en and "密码" in finding.remedy.zh

    @pytest.mark.parametrize("day", EDGES)
    def test_what_is_claimed_is_looked_up_first(self, day):
        route = import_route("old_hichina_platform", day, edition=HELP)
        claimed = day is not None and day < dt.date(2017, 1, 1)
        assert tuple(step.en for step in route.steps) == self.LOOK_UP[: 3 if claimed else 5]

    def test_who_can_log_on_is_not_asked_for_the_old_account(self):
        for account, password in itertools.product((True, False), repeat=2):
            day = dt.date(2015, 1, 1)
            one = import_route(
                "old_hichina_platform",
                day,
                knows_old_account=account,
                knows_old_password=password,
                edition=HELP,
            )
            assert one == import_route("old_hichina_platform", day, edition=HELP)

    def test_a_taken_account_cannot_claim_but_can_look_up(self):
        """ "If the answer is to log on or to use the look-up by domain, nothing is imported, so
        it does not matter whether the account holds a subject." (docs/design.md, "Accounts")"""
        for origin, day in itertools.product(OLD, EDGES):
            free, taken = (
                import_route(origin, day, edition=HELP, account="1001", index=index)
                for index in (None, TestTarget.TAKEN)
            )
            if free.outcome.value == "claim":
                assert (
                    taken.steps == () and taken.findings[-1].code == "account_already_has_subject"
                )
            else:
                assert taken == free and len(taken.steps) == 5

    def test_every_sentence_is_in_our_own_words_with_the_day_of_the_page_or_of_the_reading(self):
        for finding in import_route("official_store", edition=HELP).findings:
            assert (finding.source.quote, str(finding.source.date)) == ("", "2025-04-23")
        for step in recovery_route(False, False, HELP).step_reasons:
            assert (step.source.quote, step.source.date) == ("", None)
            assert step.source.title == "找回备案账号" and str(step.source.read_on) == "2026-11-26"
