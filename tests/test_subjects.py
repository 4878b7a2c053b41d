"""Laws of uniqueness, against a model of dictionaries and sets."""

import copy
import itertools
import pickle
from collections import defaultdict

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Conflicts,
    Credential,
    DataError,
    Filing,
    FilingRegister,
    Holdings,
    RuleViolation,
    Subject,
    SubjectNature,
    Website,
    check_filing,
    find_conflicts,
)
from tests import strategies as own

lists = st.lists(own.colliding_filings, max_size=8)


def codes(findings):
    return sorted(finding.code for finding in findings)


class Model:
    """What is filed, as plain dictionaries of sets."""

    def __init__(self, filings):
        self.subjects, self.accounts, self.holders, self.names, self.bearers = (
            defaultdict(set) for _ in range(5)
        )
        for f in filings:
            key = f.subject.key
            self.subjects[f.account].add(key)
            self.accounts[key].add(f.account)
            self.names[key].add(f.subject.name)
            if f.subject.type == "organization":
                self.bearers[f.subject.name].add(key)
            for site in f.websites:
                self.holders[site.domain].add(key)

    def codes(self, f):
        key, found = f.subject.key, []
        found += ["account_holds_another_subject"] * bool(self.subjects[f.account] - {key})
        found += ["subject_filed_under_another_account"] * bool(self.accounts[key] - {f.account})
        found += ["website_filed_under_another_subject"] * sum(
            bool(self.holders[site.domain] - {key}) for site in f.websites
        )
        found += ["same_credential_other_name"] * (
            bool(self.names[key]) and f.subject.name not in self.names[key]
        )
        found += ["same_name_other_credential"] * (
            f.subject.type == "organization" and bool(self.bearers[f.subject.name] - {key})
        )
        found += ["purchase_account_differs"] * sum(
            a is not None and a != f.account for a in (f.domain_account, f.server_account)
        )
        return sorted(found)


class Index:
    """An index as a service would write it: three look-ups in tables of its own."""

    def __init__(self, register, keys_only):
        self.register, self.keys_only = register, keys_only

    def _answer(self, subject):
        return subject.key if subject is not None and self.keys_only else subject

    def subject_of(self, account):
        return self._answer(self.register.subject_of(account))

    def account_of(self, subject_key):
        return self.register.account_of(subject_key)

    def holder_of(self, domain):
        return self._answer(self.register.holder_of(domain))


class TestCheck:
    """ "One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or
    individual) information." (FAQ, question 1)"""

    def test_a_company_may_have_a_persons_name(self):
        person = Filing("1", Subject("individual", "示例", Credential("passport", "E12345678")))
        company = Filing(
            "2", Subject("organization", "示例", Credential("organization_code", "79965505-8"))
        )
        for register in (FilingRegister.of([person]), FilingRegister().add(person)):
            assert check_filing(company, register) == ()

    @own.law("each finding of uniqueness is what a model of dictionaries finds")
    @given(lists, own.colliding_filings)
    @own.at_least(1000)
    def test_against_the_model(self, filed, filing):
        assert codes(FilingRegister.of(filed).check(filing)) == Model(filed).codes(filing)

    @own.law(
        "`index` is anything with `subject_of(account)`, `account_of(subject_key)`, "
        "`holder_of(domain)`"
    )
    @given(lists, own.colliding_filings)
    @own.at_least(500)
    def test_a_services_own_index_gives_the_same_errors(self, filed, filing):
        register = FilingRegister.of([])
        # only what may stand beside one another, as in a database with constraints
        for one in filed:
            if not any(f.is_error for f in register.check(one)):
                register = register.add(one)
        wanted = [f for f in register.check(filing) if f.is_error]
        for keys_only in (False, True):
            assert [
                f for f in check_filing(filing, Index(register, keys_only)) if f.is_error
            ] == wanted

    @given(lists, own.colliding_filings)
    def test_a_name_on_file_is_known_to_an_index_that_keeps_names(self, filed, filing):
        index = Index(FilingRegister.of(filed[:1]), keys_only=False)
        found, by_register = (
            codes(x)
            for x in (check_filing(filing, index), FilingRegister.of(filed[:1]).check(filing))
        )
        assert found.count("same_credential_other_name") == by_register.count(
            "same_credential_other_name"
        )

    @own.law("the two purchase accounts never change a verdict")
    @given(lists, own.filings, st.none() | own.accounts, st.none() | own.accounts)
    def test_the_purchase_accounts_never_change_a_verdict(
        self, filed, filing, domain_account, server_account
    ):
        """ "The account information does not affect the review of your ICP Filing
        application." (FAQ, question 2)"""
        register = FilingRegister.of(filed)
        other = attrs.evolve(filing, domain_account=domain_account, server_account=server_account)
        plain, varied = (
            [f for f in register.check(x) if f.code != "purchase_account_differs"]
            for x in (filing, other)
        )
        assert plain == varied
        assert all(
            f.severity == "note"
            for f in register.check(other)
            if f.code == "purchase_account_differs"
        )

    @own.law("one subject may hold any number of websites")
    @given(own.few_subjects, st.lists(own.websites, max_size=20))
    def test_one_subject_may_hold_any_number_of_websites(self, subject, sites):
        """ "However, a single subject can hold ICP Filings for multiple
        websites." (FAQ, question 1)"""
        register = FilingRegister.of()
        for site in sites:
            register = register.add(Filing("1001", subject, [site]))
        assert len(register) == len(set(sites))

    @given(own.filings)
    def test_paths_point_into_the_filing(self, filing):
        others = FilingRegister.of(
            [
                Filing(
                    "9",
                    Subject(
                        "organization",
                        "其他",
                        Credential("organization_code", own.organization_code("00000000")),
                    ),
                    filing.websites,
                )
            ]
        )
        for finding in others.check(filing):
            if finding.code == "website_filed_under_another_subject":
                i = int(finding.path.split("/")[2])
                assert finding.path == f"/websites/{i}/domain" and i < len(filing.websites)

    def test_linked_numbers_are_one_subject(self):
        code = own.credit_code("91330106" + own.organization_code("MA27ABCD"))
        new = Subject("organization", "示例", Credential("unified_social_credit_code", code))
        old = Subject("organization", "示例", Credential("organization_code", code[8:17]))
        licence = Subject("organization", "示例", Credential("business_license", code))
        assert len({s.key for s in (new, old, licence)}) == 1
        assert FilingRegister.of([Filing("1", new)]).check(Filing("1", old)) == ()


class TestNature:
    """ "`credential_not_for_nature` | warning | a kind not listed for that
    nature" (design, section 5)"""

    def test_every_nature_and_kind(self):
        from icp_rules import CredentialKind

        for nature, kind in itertools.product(SubjectNature, CredentialKind):
            subject = Subject(
                nature.type or "organization", "示例", Credential(kind, "123456789"), nature
            )
            found = "credential_not_for_nature" in codes(
                FilingRegister.of().check(Filing("1", subject))
            )
            # it stands on the business licence
            licence = nature is SubjectNature.ENTERPRISE and kind == "unified_social_credit_code"
            assert found == (kind not in nature.credentials.values() and not licence), (
                nature,
                kind,
            )

    def test_eighteen_natures_with_codes_of_their_own(self):
        assert sorted(n.code for n in SubjectNature if n is not SubjectNature.UNLISTED) == [
            1,
            2,
            3,
            4,
            5,
            6,
            *range(9, 21),
        ]
        listed = [code for n in SubjectNature for code in n.credentials]
        assert len(listed) == len(set(listed)) and set(listed) <= set(range(1, 45))

    def test_a_code_is_as_good_as_its_name_and_an_unknown_one_passes_with_a_warning(self):
        from icp_rules import CredentialKind

        for nature in SubjectNature:
            for code, kind in nature.credentials.items():
                assert Subject(nature.type, "x", Credential(code, "1"), nature.code) == Subject(
                    nature.type, "x", Credential(kind, "1"), nature
                )
                assert nature in kind.natures
        new = Subject("organization", "示例", Credential(4444, "AB12"), 99)
        assert (new.nature, new.credential.kind) == (
            SubjectNature.UNLISTED,
            CredentialKind.UNLISTED,
        ) and new.key == "unlisted:AB12"
        found = FilingRegister.of().check(Filing("1", new))
        assert [(f.code, f.severity.value) for f in found] == [
            ("credential_not_for_nature", "warning")
        ]
        assert codes(
            FilingRegister.of().check(
                Filing("1", Subject("individual", "x", Credential(4444, "AB12")))
            )
        ) == ["credential_not_for_nature"]
        for bad in (0, -1, True, 1.0):
            with pytest.raises(DataError, match="/kind"):
                Credential(bad, "1")
            with pytest.raises(DataError, match="/nature"):
                Subject("organization", "x", Credential(1, "1"), bad)

    def test_a_nature_is_one_of_the_type(self):
        with pytest.raises(DataError, match="/nature"):
            Subject("individual", "张三", Credential("passport", "E12345678"), "enterprise")


class TestRegister:
    """ "order never matters; adding twice is adding once; merge is associative and commutative;
    conflicts of the whole = conflicts of the merged parts" (design, section 5)"""

    @own.law("order never matters")
    @given(lists, st.randoms(use_true_random=False))
    def test_order_never_matters(self, filings, random):
        shuffled = filings[:]
        random.shuffle(shuffled)
        one, two = FilingRegister.of(filings), FilingRegister.of(shuffled)
        assert (
            one == two
            and hash(one) == hash(two)
            and list(one) == list(two)
            and one.conflicts() == two.conflicts()
        )

    @own.law("adding twice is adding once")
    @given(lists)
    def test_twice_is_once(self, filings):
        assert FilingRegister.of(filings * 2) == FilingRegister.of(filings)
        assert (
            len(FilingRegister.of(filings))
            == len(set(filings))
            == len(list(FilingRegister.of(filings)))
        )

    @own.law("merge is associative and commutative")
    @given(lists, lists, lists)
    def test_merge(self, a, b, c):
        a, b, c = (FilingRegister.of(x) for x in (a, b, c))
        assert a.merge(b) == b.merge(a)
        assert a.merge(b).merge(c) == a.merge(b.merge(c))
        assert a.merge(a) == a == a.merge(FilingRegister.of())

    @own.law("conflicts of the whole = conflicts of the merged parts")
    @given(lists, lists)
    def test_conflicts_of_the_whole_are_those_of_the_merged_parts(self, a, b):
        whole = find_conflicts((f.account, f.subject.key) for f in a + b)
        assert FilingRegister.of(a).merge(FilingRegister.of(b)).conflicts() == whole
        model = Model(a + b)
        assert whole.accounts == {k: frozenset(v) for k, v in model.subjects.items() if len(v) > 1}
        assert whole.subjects == {k: frozenset(v) for k, v in model.accounts.items() if len(v) > 1}

    @own.law("`.add(filing)` raises `RuleViolation` with the findings when there is an error")
    @given(lists)
    @own.at_least(500)
    def test_what_was_added_one_by_one_never_conflicts(self, filings):
        register = FilingRegister.of()
        for filing in filings:
            before = list(register)
            try:
                register = register.add(filing)
            except RuleViolation as error:
                assert any(f.is_error for f in error.findings) and list(register) == before
            else:
                assert filing in register
        assert not register.conflicts()

    @given(lists)
    def test_copies_and_pickles(self, filings):
        register = FilingRegister.of(filings)
        assert pickle.loads(pickle.dumps(register)) == register == copy.deepcopy(register)
        conflicts = register.conflicts()
        assert pickle.loads(pickle.dumps(conflicts)) == conflicts and hash(conflicts) == hash(
            copy.deepcopy(conflicts)
        )

    def test_an_old_version_stays_as_it_was(self):
        sites = [Website(f"site{i}.cn") for i in range(500)]
        subject = Subject("individual", "张三", Credential("passport", "E12345678"))
        versions = [FilingRegister.of()]
        for site in sites:
            versions.append(versions[-1].add(Filing("1", subject, [site])))
        assert [len(v) for v in versions] == list(range(501))
        assert (
            versions[250].holder_of("site249.cn") == subject
            and versions[250].holder_of("site250.cn") is None
        )

    def test_a_register_grown_one_by_one_is_the_one_made_at_once(self):
        filings = [
            Filing(
                f"{i}",
                Subject("organization", f"名{i % 7}", Credential("business_license", f"{i:015}")),
                [Website(f"s{i}.cn")],
            )
            for i in range(300)
        ]
        grown = FilingRegister.of()
        for filing in filings:
            grown = grown.add(filing)
        once = FilingRegister.of(filings)
        assert (
            grown == once
            and list(grown) == list(once)
            and hash(grown) == hash(once)
            and not grown.conflicts()
        )
        for filing in filings:
            key = filing.subject.key
            assert (
                (grown.names_of(key), grown.accounts_of(key))
                == (once.names_of(key), once.accounts_of(key))
                == ({filing.subject.name}, {filing.account})
            )
            assert grown.subjects_named(filing.subject.name) == once.subjects_named(
                filing.subject.name
            )

    def test_what_is_no_filing_is_not_in_it_and_no_register_equals_it(self):
        register = FilingRegister.of()
        assert "1001" not in register and register != [] and register != "x" and not register == {}

    def test_keys_whose_hashes_collide_stay_apart(self):
        from icp_rules.trie import Trie

        class Same(str):
            __slots__ = ()

            def __hash__(self):
                return 42

        trie = Trie()
        for i in range(50):
            trie = trie.put(Same(f"k{i}"), i)
        assert [trie.get(Same(f"k{i}")) for i in range(51)] == [*range(50), None]
        assert trie.put(Same("k3"), "new").get(Same("k3")) == "new" and trie.get(Same("k3")) == 3


ERRORS = {
    "account_holds_another_subject",
    "subject_filed_under_another_account",
    "website_filed_under_another_subject",
}


class TestConflicts:
    """ "`find_conflicts(rows)` takes an iterable of `(account, subject_key)` in one
    pass" (design, section 5)"""

    @own.law("`find_conflicts(rows)` takes an iterable of `(account, subject_key)` in one pass")
    @given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"))))
    def test_against_brute_force(self, rows):
        found = find_conflicts(iter(rows))
        for a in "abc":
            keys = {k for x, k in rows if x == a}
            assert found.accounts.get(a, frozenset()) == (keys if len(keys) > 1 else frozenset())
        for k in "xyz":
            accounts = {a for a, x in rows if x == k}
            assert found.subjects.get(k, frozenset()) == (
                accounts if len(accounts) > 1 else frozenset()
            )
        assert bool(found) == bool(found.accounts or found.subjects)

    @pytest.mark.parametrize(
        "row",
        [
            ("a", None),
            (None, "x"),
            ("a",),
            ("a", "x", "y"),
            "ax",
            5,
            (1, 2),
            ("", "x"),
            ("b", ""),
            (["a"], "x"),
            ("b", {}),
        ],
    )
    def test_a_row_that_is_no_pair_of_texts_is_refused_with_its_number(self, row):
        with pytest.raises(DataError, match="/1"):
            find_conflicts([("a", "x"), row])

    def test_a_row_may_be_a_list(self):
        assert find_conflicts([["a", "x"], ("a", "y")]) == find_conflicts([("a", "x"), ("a", "y")])

    pairs = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=12)

    @own.law("conflicts of the whole = conflicts of the merged parts")
    @given(pairs, pairs, pairs)
    def test_parts_merge_to_the_whole(self, one, two, three):
        """ "conflicts of the whole = conflicts of the merged parts", "merge associative,
        commutative, idempotent" (issue 4)"""
        a, b, c = map(Holdings.of, (one, two, three))
        whole = Holdings.of(one + two + three)
        assert a.merge(b).merge(c) == a.merge(b.merge(c)) == c.merge(a).merge(b) == whole
        assert a.merge(a) == a == a.merge(Holdings.of()) and a.merge(b) == b.merge(a)
        assert (
            whole.conflicts()
            == find_conflicts(one + two + three)
            == find_conflicts(reversed(one + two + three))
        )
        assert set(whole) == set(one + two + three) and len(whole) == len(set(whole)) == len(
            list(whole)
        )
        assert pickle.loads(pickle.dumps(whole)) == whole == copy.deepcopy(whole) and hash(
            whole
        ) == hash(a.merge(b.merge(c)))
        assert a == Holdings.of(one), "merging leaves its parts as they were"

    def test_shows_no_key(self):
        assert "E12345678" not in repr(Holdings.of([("a", "passport:E12345678")]))
        assert "E12345678" not in repr(find_conflicts([("a", "passport:E12345678"), ("a", "k")]))

    def test_cannot_be_changed(self):
        with pytest.raises(TypeError):
            Conflicts({}, {}).accounts["a"] = frozenset()


class TestModels:
    """ "Refuse rather than guess" (how we build)"""

    @pytest.mark.parametrize(
        "domain",
        [
            "",
            "cn",
            "http://a.cn",
            "a.cn/x",
            "a b.cn",
            "-a.cn",
            "a-.cn",
            "示例-.cn",
            "-示例.cn",
            "a..cn",
            ".cn",
            "a.cn:80",
            "a_b.cn",
            "x" * 64 + ".cn",
            5,
            None,
        ],
    )
    def test_what_is_no_domain(self, domain):
        with pytest.raises(DataError, match="/domain"):
            Website(domain)

    def test_one_spelling_a_domain(self):
        assert Website("EXAMPLE.CN.") == Website("example.cn")
        assert Website("示例.cn") == Website("xn--fsq092h.cn") == Website("示例。CN")

    @pytest.mark.parametrize(
        "name",
        ["", "  ", "a\u202eb", "a\x00", "\u3164", "a\u200bb", "x" * 201, 5, None, b"a", "\ud800"],
    )
    def test_what_is_no_name(self, name):
        with pytest.raises(DataError, match="/name"):
            Subject("individual", name, Credential("passport", "E12345678"))

    def test_names_are_composed(self):
        one, two = (
            Subject("individual", n, Credential("passport", "E12345678"))
            for n in ("Andre\u0301", "Andr\u00e9")
        )
        assert one == two

    @pytest.mark.parametrize("account", ["", None, 1001, True, "a\n b"])
    def test_what_is_no_account(self, account):
        with pytest.raises(DataError, match="/account"):
            Filing(account, Subject("individual", "张三", Credential("passport", "E12345678")))

    def test_nothing_can_be_changed(self):
        filing = Filing(
            "1",
            Subject("individual", "张三", Credential("passport", "E12345678")),
            [Website("a.cn")],
        )
        for value in (
            filing,
            filing.subject,
            filing.subject.credential,
            filing.websites[0],
            FilingRegister.of([filing]),
        ):
            for field in attrs.fields(type(value)):
                with pytest.raises(attrs.exceptions.FrozenInstanceError):
                    setattr(value, field.name, None)
        assert isinstance(filing.websites, tuple)
