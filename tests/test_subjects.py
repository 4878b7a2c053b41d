"""Who may file from which account, against a model of dictionaries and sets."""

import itertools
from collections import defaultdict

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Credential,
    CredentialKind,
    DataError,
    Filing,
    FilingOrigin,
    FilingRegister,
    FilingRequest,
    ImportRequest,
    Subject,
    SubjectNature,
    Website,
    assess,
    check_filing,
    what_must_change,
)
from tests import strategies as own

lists = st.lists(own.colliding_filings, max_size=8)
ERRORS = {
    "account_holds_another_subject",
    "subject_filed_under_another_account",
    "website_filed_under_another_subject",
}


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
    """What is filed already as a service would keep it: look-ups in dictionaries of its own."""

    def __init__(self, filings, keys_only=False):
        self.held, self.filed_from, self.holders, self.bearers = (
            defaultdict(list) for _ in range(4)
        )
        for one in filings:
            subject = one.subject.key if keys_only else one.subject
            self.held[one.account].append(subject)
            self.filed_from[one.subject.key].append(one.account)
            for site in one.websites:
                self.holders[site.domain].append(subject)
            if one.subject.type == "organization":
                self.bearers[one.subject.name].append(subject)

    def subjects_of(self, account):
        yield from self.held.get(account, ())

    def accounts_of(self, subject_key):
        return self.filed_from.get(subject_key, [])

    def holders_of(self, domain):
        return iter(self.holders.get(domain, ()))


class NamingIndex(Index):
    """One that also knows which organizations have a name."""

    def subjects_named(self, name):
        return tuple(self.bearers.get(name, ()))


def without_names(findings):
    return [finding for finding in findings if finding.rule not in NAMES]


NAMES = {"holders.other-name", "holders.other-credential"}


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
        "`index` is anything with `subjects_of(account)`, `accounts_of(subject_key)`, "
        "`holders_of(domain)`"
    )
    @given(lists, own.colliding_filings, own.editions)
    @own.at_least(500)
    def test_a_list_a_register_and_a_services_own_index_answer_alike(self, filed, filing, edition):
        """Names included, in whatever state the filings are."""
        register, request = FilingRegister.of(filed), FilingRequest(filing)
        wanted = check_filing(filing, register, edition)
        answer = assess(request, register, edition=edition)
        remedies = what_must_change(request, register, edition=edition)
        for index in (filed, tuple(filed), NamingIndex(filed), NamingIndex(filed[::-1])):
            assert check_filing(filing, index, edition) == wanted
            assert assess(request, index, edition=edition) == answer
            assert what_must_change(request, index, edition=edition) == remedies
        assert check_filing(filing, (one for one in filed), edition) == wanted
        assert answer.findings == wanted == register.check(filing, edition)

    @given(lists, own.colliding_filings)
    @own.at_least(300)
    def test_an_index_without_names_finds_all_but_what_is_about_names(self, filed, filing):
        wanted = without_names(check_filing(filing, filed))
        for keys_only, cls in ((True, Index), (True, NamingIndex), (False, Index)):
            found = check_filing(filing, cls(filed, keys_only))
            assert without_names(found) == wanted
            if keys_only and cls is Index:
                assert list(found) == wanted

    @given(lists, own.colliding_filings)
    def test_a_name_on_file_is_known_to_an_index_that_keeps_names(self, filed, filing):
        """A second organization of the same name is noticed only where another look-up returns
        it, unless the index has `subjects_named`; then a key is enough."""
        by_register = codes(check_filing(filing, FilingRegister.of(filed)))
        other_name, other_credential = "same_credential_other_name", "same_name_other_credential"
        plain = codes(check_filing(filing, Index(filed)))
        assert plain.count(other_name) == by_register.count(other_name)
        assert plain.count(other_credential) <= by_register.count(other_credential)
        keys = codes(check_filing(filing, NamingIndex(filed, keys_only=True)))
        assert keys.count(other_credential) == by_register.count(other_credential)
        assert other_name not in keys

    @given(lists, own.accounts, st.sampled_from(FilingOrigin), own.editions)
    def test_an_import_asks_any_of_them_alike(self, filed, account, origin, edition):
        request = ImportRequest(account, origin)
        one, *others = (
            assess(request, index, edition=edition)
            for index in (FilingRegister.of(filed), filed, Index(filed), Index(filed, True))
        )
        assert others == [one] * 3

    def test_nothing_filed_is_no_index_or_an_empty_one(self):
        filing = Filing("1", Subject("individual", "示例", Credential("passport", "E12345678")))
        for index in (None, [], (), FilingRegister(), Index([]), iter(())):
            assert check_filing(filing, index) == ()
        assert check_filing(filing) == ()

    @pytest.mark.parametrize("index", [5, "1001", b"", {}, [None], [1], {"1001": "x"}])
    def test_what_is_no_index_is_refused(self, index):
        filing = Filing("1", Subject("individual", "示例", Credential("passport", "E12345678")))
        with pytest.raises(DataError, match="/index"):
            check_filing(filing, index)
        for ask in (assess, what_must_change):
            with pytest.raises(DataError, match="/index"):
                ask(FilingRequest(filing), index)

    @pytest.mark.parametrize("filing", [None, {}, "1001"])
    def test_what_is_no_filing_is_refused(self, filing):
        with pytest.raises(DataError, match="/filing"):
            check_filing(filing)

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
    """ "the regulator's 18 natures of a subject (单位性质), each with its code, its type and the
    credentials listed for it" (docs/design.md, "Vocabulary")"""

    def test_every_nature_and_kind(self):
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


class TestModels:
    """ "An unknown value is a `DataError` that lists the known ones" (docs/design.md,
    "Vocabulary"); so is a domain, a name or an account that is none."""

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
