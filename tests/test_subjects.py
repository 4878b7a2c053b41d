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
    Text,
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


def main_numbers(filing):
    return [
        str(site.filing_number).split("-")[0]
        for site in filing.websites
        if site.filing_number is not None
    ]


def parents(domain):
    """The domains above a domain, but not its suffix: b.c.cn and c.cn for a.b.c.cn."""
    while domain.count(".") > 1:
        domain = domain.partition(".")[2]
        yield domain


class Model:
    """What is filed, as plain dictionaries of sets."""

    def __init__(self, filings):
        self.subjects, self.accounts, self.holders, self.names, self.bearers = (
            defaultdict(set) for _ in range(5)
        )
        self.numbered = defaultdict(set)
        for f in filings:
            key = f.subject.key
            self.subjects[f.account].add(key)
            self.accounts[key].add(f.account)
            self.names[key].add(f.subject.name)
            if f.subject.type == "organization":
                self.bearers[f.subject.name].add(key)
            for site in f.websites:
                self.holders[site.domain].add(key)
            for number in main_numbers(f):
                self.numbered[number].add(key)

    def codes(self, f, today=False):
        """What is found, by the FAQs and the guide, or by today's pages."""
        key, found = f.subject.key, []
        found += ["account_holds_another_subject"] * bool(self.subjects[f.account] - {key})
        found += ["subject_filed_under_another_account"] * bool(self.accounts[key] - {f.account})
        found += ["website_filed_under_another_subject"] * sum(
            bool(self.holders[site.domain] - {key}) for site in f.websites
        )
        found += ["parent_domain_filed_under_another_subject"] * sum(
            any(self.holders[parent] - {key} for parent in parents(site.domain))
            for site in f.websites
        )
        credential, numbers = f.subject.credential, main_numbers(f)
        found += ["credential_number_doubtful"] * (
            credential.kind == "resident_id_card" and len(credential.number) == 15
        )
        found += ["filing_number_of_another_subject"] * sum(
            bool(self.numbered[number] - {key}) or len(set(numbers)) > 1 for number in numbers
        )
        found += ["same_credential_other_name"] * (
            bool(self.names[key]) and f.subject.name not in self.names[key]
        )
        found += ["same_name_other_credential"] * (
            f.subject.type == "organization" and bool(self.bearers[f.subject.name] - {key})
        )
        domain, server = (
            a is not None and a != f.account for a in (f.domain_account, f.server_account)
        )
        if today:
            movable = self.accounts[key] - {f.account} and not self.subjects[f.account]
            found += ["filing_can_be_moved"] * bool(movable)
            found += ["not_stated"] * domain + ["service_number_needed"] * server
        else:
            found += ["purchase_account_differs"] * (domain + server)
        return sorted(found)


class Index:
    """What is filed already as a service would keep it: look-ups in dictionaries of its own."""

    def __init__(self, filings, keys_only=False):
        self.held, self.filed_from, self.holders, self.bearers, self.numbered = (
            defaultdict(list) for _ in range(5)
        )
        for one in filings:
            subject = one.subject.key if keys_only else one.subject
            self.held[one.account].append(subject)
            self.filed_from[one.subject.key].append(one.account)
            for site in one.websites:
                self.holders[site.domain].append(subject)
            for number in main_numbers(one):
                self.numbered[number].append(subject)
            if one.subject.type == "organization":
                self.bearers[one.subject.name].append(subject)

    def subjects_of(self, account):
        yield from self.held.get(account, ())

    def accounts_of(self, subject_key):
        return self.filed_from.get(subject_key, [])

    def holders_of(self, domain):
        return iter(self.holders.get(domain, ()))


class NamingIndex(Index):
    """One that also knows which organizations have a name, and which subjects a number."""

    def subjects_named(self, name):
        return tuple(self.bearers.get(name, ()))

    def subjects_numbered(self, subject_number):
        return self.numbered.get(subject_number, [])


def without_names(findings):
    return [finding for finding in findings if finding.rule not in NAMES]


#: What an index without its two optional look-ups cannot know, or sees less of.
NAMES = {
    "holders.other-name",
    "holders.other-credential",
    "filing-numbers.other-subject",
    "filing-numbers.several",
}


class TestFilingNumbers:
    """ "a website's filing number has the main number (the part before the hyphen) of another
    subject on file, or two websites of one filing have different main numbers" (docs/design.md,
    "Subjects")"""

    MINE = Subject("individual", "张三", Credential("passport", "E12345678"))
    OTHER = Subject("individual", "李四", Credential("passport", "E87654321"))

    def found(self, numbers, filed=(), subject=MINE):
        sites = [Website(f"{i}.example.cn", number) for i, number in enumerate(numbers)]
        filing = Filing("1", subject, sites)
        answers = [
            [(one.code, one.severity.value, one.rule, one.path) for one in check_filing(filing, it)]
            for it in (
                filed,
                FilingRegister.of(filed),
                NamingIndex(filed),
                NamingIndex(filed, keys_only=True),
            )
        ]
        assert answers == answers[:1] * 4
        assert assess(FilingRequest(filing), filed).verdict == "accepted"
        return answers[0]

    def one(self, i, rule):
        path = f"/websites/{i}/filing_number"
        return "filing_number_of_another_subject", "warning", f"filing-numbers.{rule}", path

    def test_of_another_subject(self):
        """The services differ; the subject's part is what counts, however it is written."""
        filed = [Filing("2", self.OTHER, [Website("a.cn", "浙ICP备99000001号-1")])]
        for number in ("浙ICP备99000001号-2A", "浙icp備99000001", "浙ICP备99000001号-1"):
            assert self.found([None, number], filed) == [self.one(1, "other-subject")]
            assert self.found([number, number], filed) == [
                self.one(0, "other-subject"),
                self.one(1, "other-subject"),
            ]
        assert self.found(["浙ICP备99000002号-1", None], filed) == []

    def test_its_own(self):
        filed = [Filing("1", self.MINE, [Website("a.cn", "浙ICP备99000001号-1")])]
        assert self.found(["浙ICP备99000001号-2", "浙ICP备99000001号-3K"], filed) == []

    def test_several_in_one_filing(self):
        numbers = [None, "浙ICP备99000001号-1", "浙ICP备99000001号", "浙ICP备99000002号-1", None]
        assert self.found(numbers) == [self.one(i, "several") for i in (1, 2, 3)]
        filed = [Filing("2", self.OTHER, [Website("a.cn", "浙ICP备99000002号-1")])]
        several = [self.one(i, "several") for i in (1, 2)]
        assert self.found(numbers, filed) == [*several, self.one(3, "other-subject")]

    def test_an_index_may_know_no_numbers(self):
        filed = [Filing("2", self.OTHER, [Website("a.cn", "浙ICP备99000001号-1")])]
        filing = Filing("1", self.MINE, [Website("b.cn", "浙ICP备99000001号-2")])
        assert check_filing(filing, Index(filed)) == ()


class TestCheck:
    """ "One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or
    individual) information." (FAQ, question 1)"""

    def test_a_company_may_have_a_persons_name(self):
        person = Filing("1", Subject("individual", "示例", Credential("passport", "E12345678")))
        company = Filing(
            "2", Subject("organization", "示例", Credential("organization_code", "98765285-8"))
        )
        for register in (FilingRegister.of([person]), FilingRegister().add(person)):
            assert check_filing(company, register) == ()

    @own.law("`check_filing` finds the same conflicts as a simple model made of dictionaries")
    @given(lists, own.colliding_filings)
    @own.at_least(1000)
    def test_against_the_model(self, filed, filing):
        assert codes(FilingRegister.of(filed).check(filing)) == Model(filed).codes(filing)

    @own.law(
        "A list, a register and a service's own index with all five methods, the same filings "
        "and the same names lead to the same findings"
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
                assert {one.rule for one in found} & NAMES <= {"filing-numbers.several"}

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

    @own.law("The verdict never depends on which account bought the domain or the server")
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

    @own.law("A subject may have any number of websites")
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

    def test_the_words_are_true_with_and_without_a_nature(self):
        for nature in (None, "enterprise"):
            subject = Subject("organization", "示例", Credential("passport", "E12345678"), nature)
            (found,) = FilingRegister.of().check(Filing("1", subject))
            assert found.message == Text(
                "For a subject of this kind, the regulator's code list does not have the passport.",
                "该类主体的可用证件中没有护照。",
            )
            assert "if it is given, the nature" in found.remedy.en
            assert "填写了单位性质的" in found.remedy.zh

    def test_a_nature_is_one_of_the_type(self):
        with pytest.raises(DataError, match="/nature"):
            Subject("individual", "张三", Credential("passport", "E12345678"), "enterprise")


class TestModels:
    """ "An unknown value raises a `DataError` that lists the allowed values" (docs/design.md,
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

    @pytest.mark.parametrize(
        "written", ["example.cn。", "EXAMPLE.CN.", "ｅｘａｍｐｌｅ．ｃｎ", " example｡cn"]
    )
    def test_a_domain_filed_by_another_is_found_however_it_is_spelled(self, written):
        filed = Filing("1", ORGANIZATION, [Website("example.cn")])
        other = Filing("2", PERSON, [Website(written)])
        for index in ([filed], FilingRegister.of([filed]), Index([filed])):
            assert [one.code for one in check_filing(other, index)] == [
                "website_filed_under_another_subject"
            ]

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


ORGANIZATION = Subject(
    "organization", "示例（北京）科技", Credential("organization_code", "98765285-8")
)
PERSON = Subject("individual", "张三", Credential("passport", "E12345678"))


class TestParentDomains:
    """ "a parent domain (example.cn for shop.example.cn) is filed by another subject"
    (docs/design.md, "Subjects")"""

    CODE = "parent_domain_filed_under_another_subject"

    @staticmethod
    def asked(domain, filed):
        held = Filing("1", ORGANIZATION, [Website(one) for one in filed])
        filing = Filing("2", PERSON, [Website("mine.cn"), Website(domain)])
        told = [
            [(one.code, one.severity.value, one.path) for one in check_filing(filing, index)]
            for index in ([held], FilingRegister.of([held]), Index([held]), Index([held], True))
        ]
        assert all(one == told[0] for one in told)
        return told[0]

    @pytest.mark.parametrize(
        ("domain", "filed"),
        [
            ("shop.example.cn", "example.cn"),
            ("www.example.cn", "example.cn"),
            ("a.b.c.d.example.cn", "example.cn"),
            ("a.b.c.d.example.cn", "c.d.example.cn"),
            ("商店.示例.中国", "示例.中国"),
            ("shop.example.com.cn", "example.com.cn"),
        ],
    )
    def test_a_domain_above_is_another_subjects(self, domain, filed):
        assert self.asked(domain, [filed]) == [(self.CODE, "warning", "/websites/1/domain")]

    @pytest.mark.parametrize(
        ("domain", "filed"),
        [
            ("shop.example.cn", "other.cn"),
            ("shop.example.cn", "myexample.cn"),
            ("example.cn", "shop.example.cn"),
            ("a.example.cn", "b.example.cn"),
        ],
    )
    def test_a_domain_beside_or_below_is_not_asked(self, domain, filed):
        assert self.asked(domain, [filed]) == []

    def test_both_are_told(self):
        assert [code for code, *_ in self.asked("a.b.cn", ["a.b.cn", "b.cn"])] == [
            "website_filed_under_another_subject",
            self.CODE,
        ]

    def test_ones_own_is_no_reason(self):
        held = Filing("1", ORGANIZATION, [Website("example.cn")])
        more = Filing("1", ORGANIZATION, [Website("shop.example.cn")])
        assert check_filing(more, [held]) == ()

    def test_what_is_asked(self):
        """From the nearest parent up to two labels, each once, and of a deep domain the highest
        eight: so a request of ten thousand deep domains costs no more than it should."""
        seen = []

        class Asked(Index):
            def holders_of(self, domain):
                seen.append(domain)
                return ()

        sites = [Website("a.b.c.cn"), Website("d.b.c.cn"), Website(f"{'x.' * 100}cn")]
        assert check_filing(Filing("1", PERSON, sites), Asked([])) == ()
        assert seen[:3] == [site.domain for site in sites]
        deep = [f"{'x.' * n}cn" for n in range(8, 0, -1)]
        assert seen[3:] == ["b.c.cn", "c.cn", *deep]

    def test_every_language_says_what_to_do(self):
        held = Filing("1", ORGANIZATION, [Website("example.cn")])
        (found,) = check_filing(Filing("2", PERSON, [Website("www.example.cn")]), [held])
        assert found.remedy is not None and "example" not in found.explain("en")
        assert "holders.parent-of-other-subject" in found.explain("zh")


class TestNamesFolded:
    """ "To compare names, the package folds them (`fields.folded`)" (docs/design.md, "Domains and
    names")"""

    OTHER = Credential("organization_code", "12345678-8")

    @pytest.mark.parametrize(
        "written",
        [
            "示例(北京)科技",
            "示例（北京)科技",
            "示例（北京）科技 ",
        ],
    )
    def test_the_same_name_typed_differently(self, written):
        held = Filing("1", ORGANIZATION)
        again = Filing("1", attrs.evolve(ORGANIZATION, name=written), [Website("example.cn")])
        other = Filing("2", attrs.evolve(again.subject, credential=self.OTHER))
        for index in ([held], FilingRegister.of([held])):
            assert check_filing(again, index) == ()
            assert [one.code for one in check_filing(other, index)] == [
                "same_name_other_credential"
            ]
        assert check_filing(again, Index([held])) == ()

    def test_another_name_is_another(self):
        renamed = Filing("1", attrs.evolve(ORGANIZATION, name="示例（上海）科技"))
        for index in ([Filing("1", ORGANIZATION)], FilingRegister.of([Filing("1", ORGANIZATION)])):
            assert [one.code for one in check_filing(renamed, index)] == [
                "same_credential_other_name"
            ]

    def test_an_index_gets_the_name_as_it_was_written(self):
        seen = []

        class Asked(NamingIndex):
            def subjects_named(self, name):
                seen.append(name)
                return ()

        check_filing(Filing("1", ORGANIZATION), Asked([]))
        assert seen == ["示例（北京）科技"]
