"""What would have to change, against a search through everything that could be changed."""

import datetime as dt
import itertools

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import (
    Applicant,
    ApplicantRole,
    CredentialKind,
    Edition,
    SubmittedDocument,
    applicants_for,
    assess,
    derive,
    find_rule,
    what_must_change,
)
from icp_rules.accounts import IMPORT_RULES, Period
from icp_rules.changes import Remedy
from icp_rules.findings import Says
from icp_rules.rules import Rule
from tests import strategies as own
from tests.test_editions import DAYS, OWN

DAY = dt.date(2018, 3, 5)
PASSPORT = icp.Credential("passport", "E12345678")
SIDES = ["front", "back"]


def states(kind, good, *worse):
    """What can be in hand of one kind of document: nothing, a good one, or one with faults."""
    return [
        (),
        (SubmittedDocument(kind, **good),),
        *((SubmittedDocument(kind, **good | fault),) for fault in worse),
    ]


EXPIRED = {"valid_until": DAY - dt.timedelta(days=1)}
HELD = {"held": "subject_credential"}
STATES = [
    [
        *states(
            "half_length_photo",
            HELD,
            {"held": "id_credential"},
            {"clear": False},
            {"of_original": False},
            EXPIRED,
            {"authentic": False},
            {"clear": False, **EXPIRED},
        ),
        (
            SubmittedDocument("half_length_photo", **HELD),
            SubmittedDocument("half_length_photo", held="id_credential"),
        ),
    ],
    [
        *states(
            "id_credential",
            {"sides": SIDES},
            {"sides": ["front"]},
            {"of_original": False},
            {"clear": False},
            {"authentic": False},
            {"sides": ["back"], "clear": False},
            {"sides": []},
        ),
        (
            SubmittedDocument("id_credential", ["front"]),
            SubmittedDocument("id_credential", ["back"]),
        ),
    ],
    states(
        "letter_of_authorization",
        {"sealed": True, "on_template": True},
        {"sealed": False},
        {"on_template": False},
        {"sealed": False, "on_template": False},
        {"authentic": False},
        {"clear": False},
        EXPIRED,
    ),
]
IN_HAND = list(itertools.product(*STATES))
HELP = Edition.HELP_2025_04_23
#: Those that speak of an e-mail initialization.
EDITIONS = [*(edition for edition in Edition if edition is not HELP), OWN]
AGENT = Applicant("organization")
ADMINISTRATOR = Applicant("organization", [ApplicantRole.SUBJECT_ADMINISTRATOR])


def handed_in(applicant, state):
    return icp.EmailInitializationRequest(applicant, DAY, sum(state, ()))


def distance(one, two):
    """For how many kinds of document two states differ."""
    return sum(a is not b for a, b in zip(one, two, strict=True))


def enough(applicant, edition):
    """The states that are accepted from an applicant."""
    return [
        state
        for state in IN_HAND
        if not any(
            f.is_error for f in icp.review_documents(applicant, sum(state, ()), edition, DAY)
        )
    ]


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
class TestDocuments:
    """ "`what_must_change(request)` returns the smallest sets of changes that would get a request
    accepted." (docs/design.md, "Requests and assessments")"""

    @pytest.mark.parametrize(
        "applicant",
        [
            Applicant("individual"),
            Applicant("individual", id_credential="passport"),
            AGENT,
            ADMINISTRATOR,
        ],
        ids=repr,
    )
    def test_are_the_smallest_sets_of_all(self, edition, applicant):
        goals, as_administrator = enough(applicant, edition), enough(ADMINISTRATOR, edition)
        assert goals
        nothing = IN_HAND[0]
        for state in IN_HAND:
            ways = [min(distance(state, goal) for goal in goals)]
            if applicant is AGENT and ways[0]:  # another person applies, and brings their own
                ways.append(1 + min(distance(nothing, goal) for goal in as_administrator))
            remedies = what_must_change(handed_in(applicant, state), edition=edition)
            assert [len(one.changes) for one in remedies] == [min(ways)] * ways.count(min(ways)), (
                state
            )
            for remedy in remedies:
                answer = assess(remedy.request, edition=edition)
                assert answer.verdict == "accepted"
                for change in remedy.changes:
                    assert change.reason.rule == answer.required_documents[0].rule
                    assert find_rule(change.reason.rule, edition if edition is OWN else None)

    @pytest.mark.parametrize(
        "kind", [kind for kind in CredentialKind if kind.type == "individual"], ids=str
    )
    def test_every_applicant_with_every_subset(self, edition, kind):
        good = [state[1] for state in STATES]
        for type, roles in itertools.product(
            icp.SubjectType, ([], [*ApplicantRole][:1], [*ApplicantRole][1:], [*ApplicantRole])
        ):
            applicant = Applicant(type, roles, kind)
            photo = attrs.evolve(
                good[0][0], held="id_credential" if type == "individual" else "subject_credential"
            )
            files = [photo, good[1][0], good[2][0]]
            needed = {r.document for r in icp.required_documents(applicant, edition)}
            for subset in itertools.chain.from_iterable(
                itertools.combinations(files, n) for n in range(4)
            ):
                missing = needed - {one.document for one in subset}
                remedies = what_must_change(
                    icp.EmailInitializationRequest(applicant, DAY, subset), edition=edition
                )
                assert remedies and all(len(r.changes) <= len(missing) for r in remedies)
                assert all(
                    assess(r.request, edition=edition).verdict == "accepted" for r in remedies
                )
                direct = [r for r in remedies if r.request.applicant == applicant]
                assert not direct or {c.path for c in direct[0].changes} == (
                    {"/documents"} if missing else set()
                )


class TestWords:
    """What to do is said in words: hand this in, have that sealed, ask an administrator."""

    def test_what_is_wrong_with_a_single_document_is_named(self):
        wanted = {3: ["clear_image"], 2: ["hold"], 5: ["renew"], 6: ["authentic"], 7: ["replace"]}
        for i, actions in wanted.items():
            (remedy,) = what_must_change(
                handed_in(AGENT, (STATES[0][i], STATES[1][1], STATES[2][1]))
            )
            assert [c.action for c in remedy.changes] == actions

    def test_an_administrator_saves_two_documents(self):
        (remedy,) = what_must_change(handed_in(AGENT, IN_HAND[0]), edition="faq-zh-2018-06-09")
        assert [c.action for c in remedy.changes] == ["administrator_applies", "hand_in"]
        assert (
            "主体负责人" in remedy.explain("zh")
            and "documents.organization-administrator-photo" in remedy.explain()
        )
        assert len(what_must_change(handed_in(AGENT, IN_HAND[0]))) == 2

    @pytest.mark.parametrize("fault", [{"authentic": False}, {"clear": False}, EXPIRED], ids=str)
    def test_a_faulty_file_that_is_not_needed_is_left_out(self, fault):
        letter = SubmittedDocument("letter_of_authorization", **fault)
        given = [*STATES[0][1], *STATES[1][1], letter]
        (remedy,) = what_must_change(icp.EmailInitializationRequest(ADMINISTRATOR, DAY, given))
        assert [c.action for c in remedy.changes] == [
            "leave_out"
        ] and "<table" in remedy._repr_html_()

    def test_only_what_has_to_be_fixed_is_to_be_fixed(self):
        front = SubmittedDocument("id_credential", ["front"], of_original=False)
        whole = SubmittedDocument("id_credential", SIDES, clear=False)
        given = [*STATES[0][1], front, whole, *STATES[2][1]]
        (remedy,) = what_must_change(icp.EmailInitializationRequest(AGENT, DAY, given))
        assert [(c.action, c.path) for c in remedy.changes] == [("clear_image", "/documents/2")]


valid_filings = own.colliding_filings.filter(lambda one: one.subject.credential.is_valid)


class TestFilings:
    """ "the account already holds a different subject; remedy: file from another account"
    (docs/design.md, "Subjects")"""

    @own.law("what must change: the smallest sets of changes")
    @given(st.lists(valid_filings, max_size=5), valid_filings, own.editions)
    @own.at_least(300)
    def test_are_the_smallest_of_all_accounts_and_websites(self, filed, filing, edition):
        register = icp.FilingRegister.of(filed)
        sizes = set()
        accounts = {filing.account, "an account that nobody holds", *(one.account for one in filed)}
        for account, n in itertools.product(accounts, range(len(filing.websites) + 1)):
            for kept in itertools.combinations(filing.websites, n):
                tried = attrs.evolve(filing, account=account, websites=kept)
                if not any(f.is_error for f in icp.check_filing(tried, register, edition)):
                    sizes.add((account != filing.account) + len(filing.websites) - n)
        remedies = what_must_change(icp.FilingRequest(filing), register, edition=edition)
        elsewhere = register.accounts_of(filing.subject.key) - {filing.account}
        movable = elsewhere and not register.subjects_of(filing.account) and edition is HELP
        assert [len(one.changes) for one in remedies] == ([min(sizes)] if sizes else []) * (
            2 if movable else 1
        )
        for remedy in remedies:
            actions = {change.action for change in remedy.changes}
            free = actions & {"file_from_free", "move_filing"}
            assert (remedy.request is None) == bool(free)
            assert free or assess(remedy.request, register, edition=edition).verdict == "accepted"
            assert all(
                change.reason.rule
                == ("subjects.move" if change.action == "move_filing" else change.reason.rule)
                and (
                    change.action == "move_filing"
                    or change.reason.rule in ("subjects.first", "subjects.further-websites")
                )
                for change in remedy.changes
            )

    def test_today_a_filing_can_be_moved_instead(self):
        """ "where the subject is filed from another account, today's pages offer a second remedy:
        to have its filing moved to this account" (docs/design.md, "Requests and assessments")"""
        subject = icp.Subject("individual", "张三", PASSPORT)
        filed = [icp.Filing("1001", subject)]
        request = icp.FilingRequest(icp.Filing("1002", subject, [icp.Website("example.cn")]))
        assert assess(request, filed, edition=HELP).verdict == "rejected"
        holder, moved = what_must_change(request, filed, edition=HELP)
        assert [c.action for c in holder.changes] == ["file_from_holder"]
        assert [(c.action, c.path) for c in moved.changes] == [("move_filing", "/subject")]
        assert moved.request is None and "China site" in moved.explain()
        (move,) = moved.changes
        assert (move.text.en, move.text.zh) == (
            "Have the subject's filing moved to this account.",
            "将该主体的备案转移到本账号。",
        )
        there = [icp.Filing("1002", subject)]  # once it is moved
        assert assess(request, there, edition=HELP).verdict == "accepted"
        for edition in Edition:
            assert (len(what_must_change(request, filed, edition=edition)) == 2) == (
                edition is HELP
            )
        taken = [
            *filed,
            icp.Filing(
                "1002", icp.Subject("individual", "李四", icp.Credential("passport", "E87654321"))
            ),
        ]
        (only,) = what_must_change(request, taken, edition=HELP)
        assert [c.action for c in only.changes] == ["file_from_holder"]

    def test_no_account_helps_where_none_may_file(self):
        closed = derive(
            "faq-en-2018-01-08",
            "closed",
            icp.Text("Closed", "停止受理"),
            [
                Rule(
                    "subjects.closed",
                    (),
                    Says("account_holds_another_subject"),
                    icp.Source("Ours", "https://example.com", DAY, "Closed."),
                )
            ],
        )
        filing = icp.Filing(
            "1", icp.Subject("individual", "张三", icp.Credential("passport", "E12345678"))
        )
        assert what_must_change(icp.FilingRequest(filing), edition=closed) == ()

    def test_a_date_does_not_help_where_nothing_is_imported(self):
        full = derive(
            "faq-zh-2018-06-09",
            "full",
            icp.Text("Full", "停止导入"),
            [
                Rule(
                    "account-warnings.full",
                    (),
                    Says("account_already_has_subject"),
                    icp.Source("Ours", "https://example.com", DAY, "Full."),
                )
            ],
        )
        request = icp.ImportRequest("1001", "official_store")
        assert (
            what_must_change(request, edition="faq-zh-2018-06-09")
            and what_must_change(request, edition=full) == ()
        )

    def test_nothing_helps_where_no_account_is_recovered(self):
        shut = derive(
            "faq-en-2018-01-08",
            "shut",
            icp.Text("Shut", "停止找回"),
            [
                Rule(
                    "account-warnings.shut",
                    (),
                    Says("account_already_has_subject"),
                    icp.Source("Ours", "https://example.com", DAY, "Shut."),
                )
            ],
        )
        assert assess(icp.RecoveryRequest(False, False), edition=shut).verdict == "rejected"
        assert what_must_change(icp.RecoveryRequest(False, False), edition=shut) == ()

    def test_a_wrong_number_comes_first(self):
        subject = icp.Subject(
            "organization",
            "甲公司",
            icp.Credential("unified_social_credit_code", "911100001000004000"),
        )
        (remedy,) = what_must_change(icp.FilingRequest(icp.Filing("1", subject)))
        assert [c.action for c in remedy.changes] == ["correct_number"] and remedy.request is None


class TestImports:
    """ "whether it can be imported depends on the day, which is not given" (docs/design.md,
    "Accounts")"""

    @pytest.mark.parametrize("edition", Edition)
    def test_every_origin_and_period_and_account(self, edition):
        taken = icp.FilingRegister.of(
            [
                icp.Filing(
                    "1001",
                    icp.Subject("individual", "张三", icp.Credential("passport", "E12345678")),
                )
            ]
        )
        for origin, (_, days), account in itertools.product(
            icp.FilingOrigin, DAYS.items(), ("1001", "1002")
        ):
            for day in days:
                request = icp.ImportRequest(account, origin, day)
                answer = assess(request, taken, edition=edition)
                remedies = what_must_change(request, taken, edition=edition)
                codes = {f.code for f in answer.findings if f.is_error}
                if codes & {"import_not_eligible", "procedure_not_offered"}:
                    assert remedies == ()
                else:
                    assert remedies and {len(one.changes) for one in remedies} == {len(codes)}
                for change in (change for one in remedies for change in one.changes):
                    assert change.reason.rule in {
                        row.id
                        for p in Period
                        for row in IMPORT_RULES.matching(edition, origin, p)
                        if row.then.says is None
                    }
                    if change.action == "give_date":
                        first, last = (
                            ("2010-06-01 to ", "2017-01-31.")
                            if edition == "guide-zh-2019-08-01"
                            else ("before ", "2017-01-01.")
                        )
                        assert change.text.en.endswith(f"it helps if that is: {first}{last}")
                        for period in list(Period)[1:]:
                            right = {
                                assess(
                                    icp.ImportRequest("1002", origin, d), edition=edition
                                ).verdict
                                == "accepted"
                                for d in DAYS[period]
                            }
                            within = {"before_2017"} | (
                                {"2017_01"} if first[0] == "2" else {"before_2010_06"}
                            )
                            assert right == {period in within}

    def test_an_undated_import_names_one_span_and_no_condition_that_is_not_known(self):
        """ "Neighbouring periods are said as one, and a condition that is not known is not given as
        a reason." (docs/design.md, "Requests and assessments")"""
        taken = [icp.Filing("1001", icp.Subject("individual", "张三", PASSPORT))]
        for index in ([], taken):
            (remedy,) = what_must_change(icp.ImportRequest("1001", "official_store"), index)
            english, chinese = remedy.explain(), remedy.explain("zh")
            assert "helps if that is: before 2017-01-01.\n" in english
            assert "该日期须为：2017-01-01 之前。\n" in chinese
            assert "Because the old filing was obtained through: official store.\n" in english
            assert "依据：旧备案取自：旺铺。\n" in chinese
            assert "June 2010" not in english and "Always" not in english
        dated = icp.ImportRequest("1001", "official_store", dt.date(2014, 2, 3))
        (remedy,) = what_must_change(dated, taken)
        assert "obtained from 1 June 2010 to 31 December 2016.\n" in remedy.explain()

    @own.law("an accepted request needs no change")
    @given(own.requests, own.editions)
    def test_an_accepted_request_needs_no_change(self, request, edition):
        accepted = assess(request, edition=edition).verdict == "accepted"
        assert (what_must_change(request, edition=edition) == (Remedy((), request),)) is accepted

    @own.law("what must change: the smallest sets of changes")
    @given(own.applicants, st.lists(own.documents, max_size=2), own.instants)
    def test_an_initialization_that_is_not_offered_is_a_recovery_instead(
        self, applicant, given, received
    ):
        """ "Where an e-mail initialization is not offered, the change is to recover the account by
        its filed domain instead." (docs/design.md, "Requests and assessments")"""
        request = icp.EmailInitializationRequest(applicant, received, given)
        (remedy,) = what_must_change(request, edition=HELP)
        assert remedy.request == icp.RecoveryRequest(False, False)
        (change,) = remedy.changes
        assert (change.action, change.path) == ("recover_instead", "/kind")
        assert change.reason.rule == "recovery.look-up"
        assert (change.text.en, change.text.zh) == (
            "Recover the account by the filed domain instead.",
            "改为通过已备案的域名找回账号。",
        )
        answer = assess(remedy.request, edition=HELP)
        assert answer.verdict == "accepted" and len(answer.steps) == 5

    def test_what_is_no_request_is_refused(self):
        with pytest.raises(icp.DataError, match="/request"):
            what_must_change(None)


class TestApplicants:
    """ "`applicants_for(documents)` says who could apply with these documents." (docs/design.md,
    "Requests and assessments")"""

    @pytest.mark.parametrize("edition", EDITIONS, ids=str)
    def test_are_those_who_are_accepted(self, edition):
        everybody = [
            Applicant("individual", [], kind)
            for kind in CredentialKind
            if kind.type == "individual"
        ] + [
            Applicant("organization", roles, kind)
            for roles in ([], [*ApplicantRole][:1], [*ApplicantRole][1:], [*ApplicantRole])
            for kind in CredentialKind
            if kind.type == "individual"
        ]
        for state in itertools.product(*(one[:4] for one in STATES)):
            accepted = [
                a
                for a in everybody
                if assess(handed_in(a, state), edition=edition).verdict == "accepted"
            ]
            assert list(applicants_for(sum(state, ()), edition, DAY)) == accepted

    def test_nobody_applies_where_the_text_asks_for_no_documents(self):
        with pytest.raises(icp.DataError, match="help-2025-04-23 does not say: Which documents"):
            applicants_for(STATES[0][1], HELP, DAY)

    def test_a_stricter_edition_lets_fewer_apply(self):
        letters = derive(
            "faq-en-2018-01-08",
            "letters",
            icp.Text("Letters", "授权书"),
            [
                attrs.evolve(
                    find_rule("documents.organization-administrator"),
                    then=find_rule("documents.organization-unconditional").then,
                    cites=icp.Source(
                        "Ours", "https://example.com", DAY, "Everybody brings a letter."
                    ),
                )
            ],
        )
        in_hand = STATES[0][1] + STATES[1][1]
        assert applicants_for(in_hand) and not applicants_for(in_hand, letters)
