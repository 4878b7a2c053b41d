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
from icp_rules.accounts import IMPORT_RULES, Period, Way
from icp_rules.changes import Remedy
from icp_rules.documents import Asked
from icp_rules.findings import Says
from icp_rules.rules import Rule, where
from icp_rules.subjects import Whose
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
            f.is_error
            for f in icp.review_documents(applicant, sum(state, ()), edition, received_on=DAY)
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

    def test_a_document_that_is_still_valid_on_the_day_is_kept(self):
        card = SubmittedDocument("id_credential", SIDES, valid_until=DAY)
        request = icp.EmailInitializationRequest(Applicant("individual"), DAY, [card])
        (remedy,) = what_must_change(request)
        assert [(c.action, c.path) for c in remedy.changes] == [("hand_in", "/documents")]
        assert [one.document for one in remedy.request.documents] == [
            "id_credential",
            "half_length_photo",
        ] and remedy.request.documents[0] == card

    def test_only_what_has_to_be_fixed_is_to_be_fixed(self):
        front = SubmittedDocument("id_credential", ["front"], of_original=False)
        whole = SubmittedDocument("id_credential", SIDES, clear=False)
        given = [*STATES[0][1], front, whole, *STATES[2][1]]
        (remedy,) = what_must_change(icp.EmailInitializationRequest(AGENT, DAY, given))
        assert [(c.action, c.path) for c in remedy.changes] == [("clear_image", "/documents/2")]


valid_filings = own.colliding_filings.filter(lambda one: one.subject.credential.is_valid)


class TestFilings:
    """ "the account already holds another subject; remedy: file from another account"
    (docs/design.md, "Subjects")"""

    @own.law("`what_must_change` returns the smallest sets of changes")
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
        """ "if the subject is filed from another account, the pages of 2025 offer a second remedy:
        have the filing moved to this account" (docs/design.md, "Requests and assessments")"""
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
            icp.Credential("unified_social_credit_code", "911100009000000000"),
        )
        (remedy,) = what_must_change(icp.FilingRequest(icp.Filing("1", subject)))
        assert [c.action for c in remedy.changes] == ["correct_number"] and remedy.request is None


OURS = icp.Source("Ours", "https://example.com", DAY, "Ours.")
ASKED = {
    "id_credential": Asked("half_length_photo", held="id_credential"),
    "subject_credential": Asked("half_length_photo", held="subject_credential"),
    "card": Asked("id_credential", every_side=True, of_original=True),
}


def asking(id, *asked):
    """An edition in which an individual hands in these documents."""
    row = Rule("documents.individual", where(type="individual"), asked, OURS)
    return derive("faq-en-2018-01-08", id, icp.Text(id, id), [row])


TWO_PHOTOS = asking("two-photos", *ASKED.values())


class TestSeveralOfOneKind:
    """ "An edition of your own can require several photographs, each with a different credential in
    the applicant's hands. Then each photograph that is missing or faulty counts as a separate
    change." (docs/design.md, "Requests and assessments")"""

    PERSON = Applicant("individual")
    SLOTS = tuple(
        states("half_length_photo", {"held": held}, {"clear": False}, EXPIRED, {"authentic": False})
        for held in ("id_credential", "subject_credential")
    )

    def test_are_the_smallest_sets_of_all(self):
        slots = [*self.SLOTS, STATES[1][:4]]
        every = list(itertools.product(*slots))
        goals = [state for state in every if not self.errors(state)]
        assert goals and all(len(state) == 3 and all(state) for state in goals)
        for state in every:
            (remedy,) = self.remedies(state)
            assert len(remedy.changes) == min(distance(state, goal) for goal in goals), state
            assert assess(remedy.request, edition=TWO_PHOTOS).verdict == "accepted"

    def errors(self, state):
        found = icp.review_documents(self.PERSON, sum(state, ()), TWO_PHOTOS, received_on=DAY)
        return any(one.is_error for one in found)

    def remedies(self, state, edition=TWO_PHOTOS):
        return what_must_change(handed_in(self.PERSON, state), edition=edition)

    def said(self, *photos, edition=TWO_PHOTOS):
        (remedy,) = self.remedies((STATES[1][1], photos), edition)
        return [(one.action, one.path) for one in remedy.changes]

    def test_a_second_photograph_is_handed_in_beside_the_first(self):
        mine, plain = (
            SubmittedDocument("half_length_photo", held=held) for held in ("id_credential", None)
        )
        assert self.said() == [("hand_in", "/documents")] * 2
        assert self.said(mine) == [("hand_in", "/documents")]
        assert self.said(plain) == [("hold", "/documents/1"), ("hand_in", "/documents")]

    def test_one_photograph_does_for_two_rows_that_it_satisfies_both(self):
        any_photo = Asked("half_length_photo", of_original=True)
        once = asking("once", ASKED["card"], ASKED["id_credential"], any_photo)
        copy = SubmittedDocument("half_length_photo", held="id_credential", of_original=False)
        assert self.said(edition=once) == [("hand_in", "/documents")]
        assert self.said(copy, edition=once) == [("use_original", "/documents/1")]
        (remedy,) = self.remedies((STATES[1][1],), once)
        added = remedy.request.documents[-1]
        assert (added.held, added.of_original) == ("id_credential", True)
        twice = asking("twice", ASKED["card"], ASKED["id_credential"], ASKED["id_credential"])
        assert self.said(edition=twice) == [("hand_in", "/documents")]

    @pytest.mark.parametrize(
        ("document", "one", "two"),
        [
            ("half_length_photo", {}, {"held": "id_credential"}),
            ("id_credential", {}, {"every_side": True}),
            ("letter_of_authorization", {"sealed": True}, {"on_template": True}),
        ],
    )
    def test_one_new_file_does_for_all_that_is_asked_of_it(self, document, one, two):
        for asked in ((one, two), (two, one)):
            edition = asking("pair", *(Asked(document, **each) for each in asked))
            (remedy,) = self.remedies(((),), edition)
            assert [change.action for change in remedy.changes] == ["hand_in"]

    def test_an_administrator_who_applies_instead_brings_both(self):
        row = Rule(
            "documents.organization-administrator",
            where(type="organization", administrator=True),
            (ASKED["id_credential"], ASKED["subject_credential"]),
            OURS,
        )
        both = derive(
            "faq-zh-2018-06-09",
            "both",
            icp.Text("Both", "两张"),
            [row],
            ["documents.organization-administrator-photo"],
        )
        remedies = what_must_change(handed_in(AGENT, IN_HAND[0]), edition=both)
        assert [[one.action for one in remedy.changes] for remedy in remedies] == [
            ["hand_in"] * 3,
            ["administrator_applies", "hand_in", "hand_in"],
        ]


class ByNumber:
    """A service's index: its accounts are numbers, and it notes what it is asked about."""

    def __init__(self, *filings):
        self.filed, self.asked = icp.FilingRegister.of(filings), []

    def subjects_of(self, account):
        self.asked.append(int(account))
        return self.filed.subjects_of(account)

    def accounts_of(self, subject_key):
        return iter([*self.filed.accounts_of(subject_key)])

    def holders_of(self, domain):
        self.asked.append(domain)
        return iter([*self.filed.holders_of(domain)])


A, B = (
    icp.Subject("individual", name, icp.Credential("passport", number))
    for name, number in (("张三", "E12345678"), ("李四", "E87654321"))
)


def tencent():
    """The edition of docs/own-edition.md, in which a subject may file from several accounts."""
    return derive(
        "faq-en-2018-01-08",
        "tencent-2019-08-21",
        icp.Text("Tencent Cloud", "腾讯云"),
        [
            Rule("subjects.first", where(account_holds=Whose.NOBODY), None, OURS),
            Rule("subjects.further-websites", where(account_holds=Whose.SAME), None, OURS),
            Rule(
                "subjects.other-subject",
                where(account_holds=Whose.OTHER),
                Says("account_holds_another_subject"),
                OURS,
            ),
        ],
        withdraw=["subjects.other-account"],
    )


TENCENT = tencent()


class TestIndex:
    """ "It queries the index only about values from the request or from earlier answers of the
    index, and about each value only once." (docs/design.md, "Requests and assessments")"""

    @pytest.mark.parametrize("edition", [*Edition, TENCENT], ids=str)
    def test_it_is_never_asked_about_an_account_that_nobody_has(self, edition):
        sites = [icp.Website("a.example.cn"), icp.Website("b.example.cn")]
        for filed in (
            [icp.Filing("1001", B, sites[:1])],
            [icp.Filing("1001", B), icp.Filing("2002", A)],
        ):
            index = ByNumber(*filed)
            assert what_must_change(
                icp.FilingRequest(icp.Filing("1001", A, sites)), index, edition=edition
            )
            assert set(index.asked) <= {1001, 2002, "a.example.cn", "b.example.cn", "example.cn"}
            assert len(index.asked) == len(set(index.asked)), "each thing once"
            request = icp.ImportRequest("1001", "official_store")
            index = ByNumber(*filed)
            # today's pages do not offer this import at all, so no change helps there
            offered = edition is not icp.Edition.HELP_2025_04_23
            assert bool(what_must_change(request, index, edition=edition)) == offered
            assert index.asked == [1001]

    def test_an_account_called_like_the_invented_one_is_another(self):
        for i in range(4):
            name = f"free account {i}"
            filed = [icp.Filing(name, B)]
            (remedy,) = what_must_change(icp.FilingRequest(icp.Filing(name, A)), filed)
            assert [one.action for one in remedy.changes] == ["file_from_free"]
            (remedy,) = what_must_change(icp.ImportRequest(name, "old_hichina_platform"), filed)
            assert [one.action for one in remedy.changes] == ["import_into_free"]

    def test_what_an_account_is_called_changes_nothing(self):
        """ "there is a separate remedy for each account from which it would be accepted"
        (docs/design.md, "Requests and assessments")"""
        site = icp.Website("example.cn")
        row = find_rule("purchases.other-account")
        row = attrs.evolve(row, then=Says("website_filed_under_another_subject"), cites=OURS)
        bought = derive("faq-en-2018-01-08", "bought", icp.Text("Bought", "购买"), [row])
        for wanted, filing, filed, edition in (
            (
                [["clear_domain"]],
                lambda name: icp.Filing(name, A, [site]),
                lambda name: [icp.Filing("1001", B, [site])],
                Edition.FAQ_EN_2018_01_08,
            ),
            (
                [["file_from_holder"]],
                lambda name: icp.Filing("1001", A),
                lambda name: [icp.Filing(name, A), icp.Filing("1001", B)],
                Edition.FAQ_EN_2018_01_08,
            ),
            (
                [],
                lambda name: icp.Filing("1001", A, domain_account=name),
                lambda name: [icp.Filing("1001", B)],
                bought,
            ),
        ):
            for name in ("2002", "free account 0", "free account 1"):
                remedies = what_must_change(filing(name), filed(name), edition=edition)
                assert [[c.action for c in one.changes] for one in remedies] == wanted, name
                assert all(one.request.filing.account == name for one in remedies)

    def test_a_filing_held_in_two_accounts_can_be_moved_once(self):
        rows = (
            attrs.evolve(find_rule(f"subjects.{id}"), when=where(**when), cites=OURS)
            for id, when in (
                ("further-websites", {"account_holds": Whose.SAME}),
                (
                    "other-account",
                    {"account_holds": Whose.NOBODY, "subject_filed_from": Whose.OTHER},
                ),
            )
        )
        edition = derive(HELP, "two", icp.Text("Two", "两个"), rows)
        filed = [icp.Filing(account, A) for account in ("2002", "3003")]
        remedies = what_must_change(icp.Filing("1001", A), filed, edition=edition)
        assert [[c.action for c in one.changes] for one in remedies] == [
            ["file_from_holder"],
            ["move_filing"],
            ["file_from_holder"],
        ]

    @own.law("`what_must_change` returns the smallest sets of changes")
    @given(st.lists(valid_filings, max_size=5), valid_filings)
    @own.at_least(300)
    def test_every_smallest_set_is_given(self, filed, filing):
        register = icp.FilingRegister.of(filed)
        tried, nobodys = {}, "an account that nobody holds"
        accounts = {filing.account, nobodys, *(one.account for one in filed)}
        for account, n in itertools.product(accounts, range(len(filing.websites) + 1)):
            for kept in itertools.combinations(filing.websites, n):
                way = attrs.evolve(filing, account=account, websites=kept)
                if not any(f.is_error for f in icp.check_filing(way, register, TENCENT)):
                    size = (account != filing.account) + len(filing.websites) - n
                    tried.setdefault(size, []).append((account, kept))
        remedies = what_must_change(icp.FilingRequest(filing), register, edition=TENCENT)
        assert {len(one.changes) for one in remedies} == {min(tried)}
        free = [one for one in remedies if one.request is None]
        named = [one.request.filing for one in remedies if one.request is not None]
        given = [(one.account, one.websites) for one in named] + [(nobodys, ...)] * len(free)
        wanted = [(a, ... if a == nobodys else kept) for a, kept in tried[min(tried)]]
        holds = {a for a in accounts if a == nobodys or [*register.subjects_of(a)]}
        wanted = [one for one in wanted if one[0] in holds | {filing.account}]
        assert sorted(map(str, given)) == sorted(map(str, wanted))

    def test_a_free_account_is_one_and_each_account_of_the_subject(self):
        filed = [icp.Filing(account, A) for account in ("2002", "3003")] + [icp.Filing("1001", B)]
        request = icp.FilingRequest(icp.Filing("1001", A))
        remedies = what_must_change(request, filed, edition=TENCENT)
        assert [
            (one.changes[0].action, one.request and one.request.filing.account) for one in remedies
        ] == [("file_from_holder", "2002"), ("file_from_holder", "3003"), ("file_from_free", None)]
        assert what_must_change(request, filed) == (), "one subject, one account in the FAQ"

    def test_an_account_that_holds_another_subject_too_is_none(self):
        filed = [
            icp.Filing("2002", A),
            icp.Filing("2002", B),
            icp.Filing("3003", A),
            icp.Filing("1001", B),
        ]
        remedies = what_must_change(
            icp.FilingRequest(icp.Filing("1001", A)), filed, edition=TENCENT
        )
        assert [one.request and one.request.filing.account for one in remedies] == ["3003", None]

    def test_twice_the_websites_take_twice_the_look_ups(self):
        asked = []
        for n in (100, 200):
            sites = [icp.Website(f"a{i}.cn") for i in range(n)]
            index = ByNumber(icp.Filing("2002", B, sites))
            (remedy,) = what_must_change(icp.FilingRequest(icp.Filing("1001", A, sites)), index)
            assert len(remedy.changes) == n
            asked.append(len(index.asked))
        assert asked == [101, 201]

    def test_a_filing_alone_is_a_request(self):
        filed = [icp.Filing("1001", B)]
        mine = icp.Filing("1001", A)
        assert what_must_change(mine, filed) == what_must_change(icp.FilingRequest(mine), filed)


class TestOtherCodes:
    """ "`what_must_change` finds the changes by assessing changed requests, not by reading the
    codes of findings." (docs/design.md, "Requests and assessments")"""

    def test_an_account_refused_with_another_code(self):
        row = find_rule("subjects.other-subject")
        coded = attrs.evolve(row, then=Says("account_already_has_subject"), cites=OURS)
        edition = derive("faq-en-2018-01-08", "coded", icp.Text("Coded", "另码"), [coded])
        mine = icp.FilingRequest(icp.Filing("1001", A))
        (remedy,) = what_must_change(mine, [icp.Filing("1001", B)], edition=edition)
        assert [one.action for one in remedy.changes] == ["file_from_free"]

    def test_no_number_is_right_where_the_kind_is_refused(self):
        row = Rule(
            "numbers.no-passport",
            where(credential="passport"),
            Says("credential_number_invalid"),
            OURS,
        )
        edition = derive("faq-en-2018-01-08", "no-passport", icp.Text("None", "不收"), [row])
        mine = icp.FilingRequest(icp.Filing("1001", A))
        assert assess(mine, edition=edition).verdict == "rejected"
        assert what_must_change(mine, edition=edition) == ()

    def test_the_account_that_the_domain_was_bought_from(self):
        row = find_rule("purchases.other-account")
        own = attrs.evolve(row, then=Says("website_filed_under_another_subject"), cites=OURS)
        edition = derive(TENCENT, "bought", icp.Text("Bought", "购买"), [own])
        filed = [icp.Filing(account, A) for account in ("2002", "3003")] + [icp.Filing("1001", B)]
        for seller in ("2002", "3003"):
            mine = icp.Filing("1001", A, domain_account=seller)
            (remedy,) = what_must_change(mine, filed, edition=edition)
            assert remedy.request.filing.account == seller

    def test_leaders_of_a_filing_without_documents(self):
        request = icp.FilingDocumentsRequest("tianjin", "organization")
        bare = derive(
            "faq-en-2018-01-08",
            "bare",
            icp.Text("Bare", "免交"),
            withdraw=["filing-documents.organization", "filing-documents.service-leader"],
        )
        for edition, rule in (
            ("faq-en-2018-01-08", "filing-documents.organization"),
            (bare, "filing-documents.tianjin-letter-differs"),
        ):
            (remedy,) = what_must_change(request, edition=edition)
            assert [(one.action, one.reason.rule) for one in remedy.changes] == [
                ("service_leader", rule)
            ]

    def test_a_way_that_only_warns_is_open(self):
        row = Rule(
            "imports.store-undated",
            where(origin={"official_store", "official_company_website"}, period="unknown"),
            Way("import", (), Says("filing_date_implausible")),
            OURS,
        )
        edition = derive("faq-en-2018-01-08", "lenient", icp.Text("Lenient", "宽松"), [row])
        request = icp.ImportRequest("1001", "official_store")
        assert assess(request, edition=edition).verdict == "accepted"
        (remedy,) = what_must_change(request, [icp.Filing("1001", B)], edition=edition)
        assert [(one.action, one.reason.rule) for one in remedy.changes] == [
            ("import_into_free", "imports.store-undated")
        ]


class TestNothingHelps:
    """ "returns the smallest sets of changes that would get a request accepted" (docs/design.md,
    "Requests and assessments"); where an edition refuses every request of a kind, there is none."""

    @pytest.mark.parametrize(
        ("base", "row"),
        [
            ("faq-en-2018-01-08", Rule("windows.mine", (), Says("image_unclear"), OURS)),
            (
                "help-2025-04-23",
                Rule("account-warnings.mine", (), Says("account_already_has_subject"), OURS),
            ),
        ],
        ids=["documents", "another procedure"],
    )
    def test_no_initialization_is_accepted(self, base, row):
        own = icp.derive(base, "strict", icp.Text("Strict", "从严"), [row])
        for type in icp.SubjectType:
            request = icp.EmailInitializationRequest(icp.Applicant(type), DAY)
            assert icp.assess(request, edition=own).verdict != "accepted"
            assert what_must_change(request, edition=own) == ()
            assert what_must_change(request, edition=base) != ()


class TestImports:
    """ "the day on which the filing was obtained is needed but not given" (docs/design.md,
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
                        assert change.text.en.endswith(f"These days are accepted: {first}{last}")
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
        """ "Neighbouring periods are described as one period. The `reason` of this change
        leaves out the condition about when the filing was obtained." (docs/design.md, "Requests and
        assessments")"""
        taken = [icp.Filing("1001", icp.Subject("individual", "张三", PASSPORT))]
        for index in ([], taken):
            (remedy,) = what_must_change(icp.ImportRequest("1001", "official_store"), index)
            english, chinese = remedy.explain(), remedy.explain("zh")
            assert "These days are accepted: before 2017-01-01.\n" in english
            assert "符合要求的日期：2017-01-01 之前。\n" in chinese
            assert "Because the old filing was obtained through: official store.\n" in english
            assert "依据：旧备案来源为旺铺。\n" in chinese
            assert "June 2010" not in english and "Always" not in english
        dated = icp.ImportRequest("1001", "official_store", dt.date(2014, 2, 3))
        (remedy,) = what_must_change(dated, taken)
        assert "obtained from 1 June 2010 to 31 December 2016.\n" in remedy.explain()

    @own.law("An accepted request needs no change")
    @given(own.requests, own.editions)
    def test_an_accepted_request_needs_no_change(self, request, edition):
        accepted = assess(request, edition=edition).verdict == "accepted"
        assert (what_must_change(request, edition=edition) == (Remedy((), request),)) is accepted

    @own.law("`what_must_change` returns the smallest sets of changes")
    @given(own.applicants, st.lists(own.documents, max_size=2), own.instants)
    def test_an_initialization_that_is_not_offered_is_a_recovery_instead(
        self, applicant, given, received
    ):
        """ "If the request is for an e-mail initialization and the edition does not offer it, the
        only change returned is to recover the account by its filed domain." (docs/design.md,
        "Requests and assessments")"""
        request = icp.EmailInitializationRequest(applicant, received, given)
        (remedy,) = what_must_change(request, edition=HELP)
        assert remedy.request == icp.RecoveryRequest(False, False)
        (change,) = remedy.changes
        assert (change.action, change.path) == ("recover_instead", "/kind")
        assert change.reason.rule == "recovery.look-up"
        assert (change.text.en, change.text.zh) == (
            "Recover the account by the filed domain instead.",
            "改用已备案的域名找回账号。",
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
            assert list(applicants_for(sum(state, ()), edition, received_on=DAY)) == accepted

    def test_nobody_applies_where_the_text_asks_for_no_documents(self):
        with pytest.raises(icp.DataError, match="help-2025-04-23 has no rule for: Which documents"):
            applicants_for(STATES[0][1], HELP, received_on=DAY)

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
