"""What is filed, in memory: laws of the register and of conflicts in bulk, against a model of
dictionaries and sets."""

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Credential,
    DataError,
    Filing,
    FilingRegister,
    RuleViolation,
    Subject,
    Website,
    find_conflicts,
)
from icp_rules.register import Conflicts, Holdings
from icp_rules.trie import Trie
from tests import strategies as own
from tests.test_subjects import Model, lists, main_numbers


class TestLookUps:
    """ "The look-ups of a `FilingRegister` accept any spelling of an account, a domain or a name."
    (docs/design.md, "Domains and names")"""

    SUBJECT = Subject("organization", "示例（Ａ）", Credential("organization_code", "98765285-8"))
    REGISTER = FilingRegister.of(
        [Filing("Andr\u00e9", SUBJECT, [Website("example.cn"), Website("示例.cn")])]
    )

    @pytest.mark.parametrize(
        "domain",
        ["example.cn", "EXAMPLE.CN", "example.cn。", " Example．cn.", "示例.CN", "XN--FSQ092H.cn"],
    )
    def test_a_domain(self, domain):
        for register in (self.REGISTER, FilingRegister().add(next(iter(self.REGISTER)))):
            assert register.holders_of(domain) == {self.SUBJECT}

    def test_an_account_and_a_name(self):
        assert self.REGISTER.subjects_of(" Andre\u0301 ") == {self.SUBJECT}
        assert self.REGISTER.subjects_named("示例(a)") == {self.SUBJECT.key}
        (held,) = self.REGISTER.holders_of("example.cn")
        assert held.name == "示例（Ａ）"

    @pytest.mark.parametrize("domain", ["", "cn", "http://example.cn", "xn--a.cn", "a⒈cn", "\x00"])
    def test_what_is_no_domain_is_filed_by_nobody(self, domain):
        assert self.REGISTER.holders_of(domain) == frozenset()

    @pytest.mark.parametrize("value", [None, 5, b"example.cn"])
    def test_what_is_no_text_is_refused(self, value):
        for ask, place in (("holders_of", "/domain"), ("subjects_named", "/name")):
            with pytest.raises(DataError, match=place):
                getattr(self.REGISTER, ask)(value)
        with pytest.raises(DataError, match="/account"):
            self.REGISTER.subjects_of(value)


class TestOrderOfWebsites:
    """ "Two filings are equal if they differ only in the order of their websites or in how often a
    website is listed." (docs/design.md, "Subjects")"""

    @own.law("The order of websites, filings and documents never changes an answer")
    @given(own.filings, st.randoms(use_true_random=False))
    def test_it_is_the_same_filing(self, filing, random):
        sites = [*filing.websites, *filing.websites[:1]]
        random.shuffle(sites)
        again = attrs.evolve(filing, websites=sites)
        assert again == filing and hash(again) == hash(filing)
        assert again.websites == tuple(sites), "kept as it was written"
        register = FilingRegister.of([filing])
        assert again in register and FilingRegister.of([again, filing]) == register
        try:
            added = register.add(again)
        except RuleViolation:  # its number is wrong, say
            return
        assert added is register and len(added) == 1
        assert register.merge(FilingRegister.of([again])) == register

    @given(lists, st.randoms(use_true_random=False))
    def test_registers_that_are_equal_are_gone_through_alike(self, filings, random):
        mixed = [
            attrs.evolve(one, websites=random.sample(one.websites, len(one.websites)))
            for one in filings
        ]
        one, two = FilingRegister.of(filings), FilingRegister.of(mixed)
        assert one == two and list(one) == list(two) and hash(one) == hash(two)

    def test_another_website_makes_another_filing(self):
        one, two, three = (
            attrs.evolve(next(iter(TestLookUps.REGISTER)), websites=sites)
            for sites in (["a.cn", "b.cn"], ["b.cn", "a.cn"], ["a.cn", "c.cn"])
        )
        assert one == two != three
        assert len(FilingRegister.of([one, two, three])) == 2


class TestRegister:
    """ "The order of websites, filings and documents never changes an answer." "Adding a filing
    twice is the same as adding it once." "`FilingRegister.merge` is associative and commutative."
    "Merging parts of the data finds the same conflicts as reading all the data at once."
    (docs/design.md, "Subjects")"""

    @own.law("The order of websites, filings and documents never changes an answer")
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

    @own.law("Adding a filing twice is the same as adding it once")
    @given(lists)
    def test_twice_is_once(self, filings):
        assert FilingRegister.of(filings * 2) == FilingRegister.of(filings)
        assert (
            len(FilingRegister.of(filings))
            == len(set(filings))
            == len(list(FilingRegister.of(filings)))
        )

    @own.law("`FilingRegister.merge` is associative and commutative")
    @given(lists, lists, lists)
    def test_merge(self, a, b, c):
        a, b, c = (FilingRegister.of(x) for x in (a, b, c))
        assert a.merge(b) == b.merge(a)
        assert a.merge(b).merge(c) == a.merge(b.merge(c))
        assert a.merge(a) == a == a.merge(FilingRegister.of())

    @own.law("Merging parts of the data finds the same conflicts as reading all the data at once")
    @given(lists, lists)
    def test_conflicts_of_the_whole_are_those_of_the_merged_parts(self, a, b):
        whole = find_conflicts((f.account, f.subject.key) for f in a + b)
        assert FilingRegister.of(a).merge(FilingRegister.of(b)).conflicts() == whole
        model = Model(a + b)
        assert whole.accounts == {k: frozenset(v) for k, v in model.subjects.items() if len(v) > 1}
        assert whole.subjects == {k: frozenset(v) for k, v in model.accounts.items() if len(v) > 1}

    @own.law(
        "`FilingRegister.add` raises `RuleViolation` with the findings if one of them is an error"
    )
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
        assert versions[250].holders_of("site249.cn") == {subject}
        assert versions[250].holders_of("site250.cn") == frozenset()

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
            assert grown.accounts_of(key) == once.accounts_of(key) == {filing.account}
            assert grown.subjects_of(filing.account) == once.subjects_of(filing.account)
            assert once.subjects_of(filing.account) == {filing.subject}
            (site,) = filing.websites
            assert grown.holders_of(site.domain) == once.holders_of(site.domain) == {filing.subject}
            name = filing.subject.name
            assert grown.subjects_named(name) == once.subjects_named(name)
            assert key in once.subjects_named(name)

    @given(lists)
    def test_each_look_up_is_that_of_the_model(self, filings):
        """However the register was made: at once, one by one, merged from two halves."""
        model, grown = Model(filings), FilingRegister()
        for filing in filings:
            grown = grown.merge(FilingRegister.of([filing]))
        half = len(filings) // 2
        halves = (FilingRegister.of(filings[:half]), FilingRegister.of(filings[half:]))
        for register in (FilingRegister.of(filings), grown, halves[0].merge(halves[1])):
            for filing in [*filings, Filing("nobody", self.NOBODY, [Website("nobody.cn")])]:
                key, name = filing.subject.key, filing.subject.name
                held = register.subjects_of(filing.account)
                assert {one.key for one in held} == model.subjects[filing.account]
                filed_so = {one.subject for one in filings if one.account == filing.account}
                assert held == filed_so
                assert register.accounts_of(key) == model.accounts[key]
                assert register.subjects_named(name) == model.bearers[name]
                for number in main_numbers(filing):
                    assert register.subjects_numbered(number) == model.numbered[number]
                for site in filing.websites:
                    holders = register.holders_of(site.domain)
                    assert {one.key for one in holders} == model.holders[site.domain]
                    assert all(type(one) is Subject for one in holders)

    NOBODY = Subject("organization", "无", Credential("organization_code", "98765285-8"))

    @pytest.mark.parametrize("bad", [None, "1001", {}, 5])
    def test_what_is_no_filing_is_not_taken(self, bad):
        good = Filing("1", Subject("individual", "张三", Credential("passport", "E12345678")))
        with pytest.raises(DataError, match="/1"):
            FilingRegister.of([good, bad])
        with pytest.raises(DataError, match="/filing"):
            FilingRegister().add(bad)

    def test_what_is_no_filing_is_not_in_it_and_no_register_equals_it(self):
        register = FilingRegister.of()
        assert "1001" not in register and register != [] and register != "x" and not register == {}

    def test_keys_whose_hashes_collide_stay_apart(self):
        class Same(str):
            __slots__ = ()

            def __hash__(self):
                return 42

        trie = Trie()
        for i in range(50):
            trie = trie.put(Same(f"k{i}"), i)
        assert [trie.get(Same(f"k{i}")) for i in range(51)] == [*range(50), None]
        assert trie.put(Same("k3"), "new").get(Same("k3")) == "new" and trie.get(Same("k3")) == 3


class TestConflicts:
    """ "`find_conflicts` finds every conflict in one pass over rows `(account, subject_key)`."
    (docs/design.md, "Subjects")"""

    @own.law("`find_conflicts` finds every conflict in one pass over rows `(account, subject_key)`")
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

    @own.law("Merging parts of the data finds the same conflicts as reading all the data at once")
    @given(pairs, pairs, pairs)
    def test_parts_merge_to_the_whole(self, one, two, three):
        """Merging is associative, commutative and idempotent."""
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

    def test_without_rows_it_is_empty(self):
        empty = Holdings()
        assert empty == Holdings.of() == empty.merge(Holdings()) and len(empty) == 0
        assert empty.conflicts() == Conflicts({}, {})

    def test_shows_no_key(self):
        assert "E12345678" not in repr(Holdings.of([("a", "passport:E12345678")]))
        assert "E12345678" not in repr(find_conflicts([("a", "passport:E12345678"), ("a", "k")]))

    def test_cannot_be_changed(self):
        with pytest.raises(TypeError):
            Conflicts({}, {}).accounts["a"] = frozenset()
