"""What is easily got wrong by one: boundaries, orders, plurals, editions handed on. Each was once a
change that no test noticed."""

import datetime as dt
import re

import attrs
import pytest
from hypothesis.vendor.pretty import pretty

import icp_rules as icp
from icp_rules import (
    Applicant,
    Edition,
    EmailInitializationRequest,
    Filing,
    FilingRegister,
    Source,
    SubmittedDocument,
    Text,
    Website,
    derive,
)
from icp_rules.accounts import Instruction, Period, Way
from icp_rules.editions import Flaw, FlawKind, Proof
from icp_rules.exports import wire
from icp_rules.findings import Says
from icp_rules.register import Holdings
from icp_rules.rules import Column, Rule, Table, where
from icp_rules.vocabulary import Term
from icp_rules.workdays import _named
from tests.strategies import resident_number

EN, ZH06, ZH08, GUIDE, HELP = Edition
DAY = dt.date(2018, 2, 14)
OURS = Source("Ours", "https://example.com", DAY, "Ours.")
NAME = Text("Own", "自有")
A, B = (
    icp.Subject("individual", name, icp.Credential("passport", number))
    for name, number in (("张三", "E12345678"), ("李四", "E87654321"))
)


class TestWindows:
    """ "Round trip: `load(dump(x), type(x)) == x`." (docs/design.md, "JSON") The level of an e-mail
    initialization is left out, whichever object it is."""

    def test_a_level_equal_to_the_usual_one(self):
        window = icp.processing_window(DAY, calendar=icp.china_calendar())
        copied = attrs.evolve(window, level=attrs.evolve(window.level))
        assert copied.level is not window.level and copied == window
        assert icp.dump(copied) == icp.dump(window) and "level" not in icp.dump(window)
        other = attrs.evolve(window, level=icp.ServiceLevel("x", 1, 2))
        assert icp.load(icp.dump(other), icp.ProcessingWindow).level == other.level


class TestTerms:
    """ "Names, codes and wire values (the values used in JSON) in `code font` do not change"
    (docs/design.md): a shell completes those that are ours."""

    @pytest.mark.parametrize(
        ("of", "names"),
        [
            (icp.SubjectType, "INDIVIDUAL ORGANIZATION of_code to"),
            (icp.SubjectType.INDIVIDUAL, "en name of_code to value zh"),
            (icp.CredentialKind.PASSPORT, "en name natures of_code sides to type value zh"),
        ],
    )
    def test_a_shell_completes_our_names(self, of, names):
        mutants = "ǁ"  # their names are added to those of a class
        assert [name for name in dir(of) if mutants not in name] == names.split()


class TestRegister:
    """ "The order of websites, filings and documents never changes an answer." (docs/design.md,
    "Subjects"): a register is equal by content and is iterated in one order."""

    def test_the_order_of_iteration_looks_at_every_field(self):
        enterprise = icp.Subject(
            "organization", "示例", icp.Credential("organization_code", "98765285-8"), "enterprise"
        )
        sites = [
            [],
            [Website("a.cn")],
            [Website("a.cn", "京ICP备99000001号")],
            [Website("a.cn", "京ICP备99000002号")],
            [Website("b.cn")],
        ]
        wanted = [
            *(Filing("1", enterprise, some) for some in sites[:2]),
            Filing("1", enterprise, sites[1], domain_account=None, server_account="0"),
            Filing("1", enterprise, sites[1], domain_account="0"),
            Filing("1", enterprise, sites[1], domain_account="0", server_account="0"),
            Filing("1", enterprise, sites[1], domain_account="Y"),
            *(Filing("1", enterprise, some) for some in sites[2:]),
            Filing("1", attrs.evolve(enterprise, nature="foundation")),
            Filing("1", attrs.evolve(enterprise, nature="law_practice")),
            Filing("1", A),
            Filing("2", enterprise),
        ]
        assert list(FilingRegister.of(reversed(wanted))) == wanted
        plain = attrs.evolve(enterprise, nature=None)
        assert list(FilingRegister.of([Filing("1", plain), Filing("1", enterprise)])) == [
            Filing("1", plain),
            Filing("1", enterprise),
        ]

    def test_a_register_may_begin_empty(self):
        numbered = Filing("1", A, [Website("a.cn", "京ICP备99000001号")])
        assert FilingRegister() == FilingRegister.of()
        assert FilingRegister().add(numbered) == FilingRegister.of([numbered])

    def test_equal_length_is_not_equality(self):
        one, two = FilingRegister.of([Filing("1", A)]), FilingRegister.of([Filing("1", B)])
        assert one != two and hash(one) != hash(two) and one == FilingRegister.of([Filing("1", A)])
        assert (
            Filing("1", B) not in one
            and Filing("2", A) not in one
            and A not in one
            and Filing("1", A) in one
        )

    def test_several_names_of_one_subject_are_all_kept(self):
        renamed = attrs.evolve(A, name="张三丰")
        register = (
            FilingRegister.of([Filing("1", A)])
            .add(Filing("1", renamed))
            .add(Filing("1", attrs.evolve(A, name="张君宝")))
        )
        known = {one.name for one in register.subjects_of("1")}
        assert known == {"张三", "张三丰", "张君宝"}
        assert register.subjects_of("nobody") == frozenset()
        for name in known:
            assert register.check(Filing("1", attrs.evolve(A, name=name))) == ()
        (finding,) = register.check(Filing("1", attrs.evolve(A, name="张翠山")))
        assert finding.code == "same_credential_other_name"

    def test_check_and_add_go_by_the_edition_they_are_given(self):
        closed = derive(
            EN,
            "closed",
            NAME,
            [Rule("subjects.closed", (), Says("account_holds_another_subject"), OURS)],
        )
        register, filing = FilingRegister.of(), Filing("1", A)
        assert [f.rule for f in register.check(filing, closed)] == [
            "subjects.closed"
        ] and register.check(filing) == ()
        with pytest.raises(icp.RuleViolation):
            register.add(filing, closed)

    def test_a_bad_row_far_down_is_told_by_its_number(self):
        rows = [(f"a{i}", f"k{i}") for i in range(5000)]
        for at in (0, 1023, 1024, 2048, 4999):
            with pytest.raises(icp.DataError, match=rf"^/rows/{at}: "):
                icp.find_conflicts([*rows[:at], ("a", None), *rows[at + 1 :]])


class TestEditions:
    """ "The `differs_in` of an answer lists the published editions that would answer differently."
    (docs/design.md, "Editions and sources"), also of what only warns or only says how"""

    def test_a_warning_withdrawn_differs_from_every_published_edition(self):
        quiet = derive(EN, "quiet", NAME, withdraw=["account-warnings.replaced"])
        answer = icp.assess(icp.RecoveryRequest(False, False), edition=quiet)
        assert answer.findings == () and answer.differs_in == tuple(Edition)

    def test_a_step_in_other_words_differs_too(self):
        row = next(row for row in icp.tables(EN)[11].rows if row.id == "steps.wait")
        other = derive(
            EN,
            "other",
            NAME,
            [attrs.evolve(row, then=Instruction(Text("Wait a week.", "等待一周。")), cites=OURS)],
        )
        assert icp.assess(icp.RecoveryRequest(False, False), edition=other).differs_in == tuple(
            Edition
        )
        assert icp.assess(icp.RecoveryRequest(True, True), edition=other).differs_in == (HELP,)

    @pytest.mark.parametrize(
        "changed",
        [
            "windows.email-initialization",
            "review.missing",
            "documents.individual",
            "recovery.account-lost",
        ],
    )
    def test_one_row_in_other_words_is_enough(self, changed):
        row = icp.find_rule(changed)
        then = {
            "windows": lambda: icp.ServiceLevel("email_initialization", 3, 4),
            "review": lambda: Says("document_missing", Text("Bring it.", "请补交。")),
            "documents": lambda: row.then[:1],
            "recovery": lambda: Way(row.then.outcome, row.then.actions[::-1]),
        }[changed.split(".")[0]]()
        other = derive(EN, "other", NAME, [attrs.evolve(row, then=then, cites=OURS)])
        person = EmailInitializationRequest(Applicant("individual"), DAY, [])
        assert (
            icp.assess(person, edition=EN).differs_in
            == (HELP,)
            != icp.assess(person, edition=other).differs_in
        )

    def test_the_warning_is_about_the_whole_and_the_account_about_the_account(self):
        taken = FilingRegister.of([Filing("1", A)])
        answer = icp.assess(
            icp.ImportRequest("1", "official_store", dt.date(2015, 1, 1), knows_old_account=False),
            taken,
        )
        assert [(f.code, f.path) for f in answer.findings] == [
            ("replaces_email_account", ""),
            ("account_already_has_subject", "/account"),
        ]
        assert answer.steps == ()

    def test_what_is_wrong_with_several_tables_is_told_at_once(self):
        with pytest.raises(icp.DataError) as caught:
            derive(EN, "bare", NAME, withdraw=["documents.individual", "access.known"])
        assert [p.message.split(" where ")[0] for p in caught.value.problems] == [
            "table access",
            "table documents",
            "table documents",
        ]

    def test_a_way_that_finds_an_unknown_code_is_refused(self):
        with pytest.raises(icp.DataError, match="not a known code of a finding"):
            derive(
                EN,
                "odd",
                NAME,
                [
                    Rule(
                        "imports.other-origin",
                        where(origin={"other"}),
                        Way("not_eligible", (), Says("no_such_code")),
                        OURS,
                    )
                ],
            )

    def test_an_input_that_may_be_anything_is_not_mentioned(self):
        changes = icp.compare(EN, ZH06)
        assert [
            [text.en for text in one.conditions]
            for one in changes.differences
            if one.table == "documents"
        ] == [
            ["the applicant is an organization", "the applicant is an administrator of the filing"]
        ]
        row = icp.find_rule("documents.individual")
        (fewer,) = icp.compare(
            EN, derive(EN, "fewer", NAME, [attrs.evolve(row, then=row.then[:1], cites=OURS)])
        ).differences
        assert len(fewer.cells) == 2 and [text.en for text in fewer.conditions] == [
            "the applicant is an individual"
        ]

    @pytest.mark.parametrize(
        ("flaws", "said"), [(0, "no flaw."), (1, "1 flaw."), (2, "2 flaws."), (3, "3 flaws.")]
    )
    def test_one_flaw_is_one_flaw(self, flaws, said):
        proof = Proof(1, 2, 3, 4, tuple([Flaw(FlawKind.GAP, "t")] * flaws))
        assert str(proof).splitlines()[0] == f"1 tables, 2 rows, 3 cells, 4 sentences: {said}"
        assert str(proof).splitlines()[1:] == ["t: no row applies"] * flaws


class TestChanges:
    """ "`what_must_change(request)` returns the smallest sets of changes that would get a request
    accepted." (docs/design.md, "Requests and assessments")"""

    def test_the_callers_calendar_is_asked_all_the_way(self):
        calendar = icp.WorkingCalendar(dt.date(2000, 1, 1), dt.date(2000, 3, 1), bytes([1] * 100))
        request = EmailInitializationRequest(Applicant("individual"), dt.date(2000, 1, 10))
        (remedy,) = icp.what_must_change(request, calendar=calendar)
        assert len(remedy.changes) == 2

    def test_the_administrator_who_applies_instead_has_the_same_kind_of_credential(self):
        letter = SubmittedDocument(
            "letter_of_authorization", sealed=True, on_template=True, clear=False, authentic=False
        )
        agent = EmailInitializationRequest(Applicant("organization", (), "passport"), DAY, [letter])
        instead = [
            one.request
            for one in icp.what_must_change(agent)
            if one.changes[0].action == "administrator_applies"
        ]
        assert [one.applicant.id_credential.value for one in instead] == ["passport"]
        assert [sorted(document.sides) for document in instead[0].documents] == [[], ["front"]]

    def test_no_reason_is_made_up_where_no_row_permits(self):
        silent = derive(
            EN, "silent", NAME, withdraw=["subjects.first", "subjects.further-websites"]
        )
        (remedy,) = icp.what_must_change(
            icp.FilingRequest(Filing("1", A)), FilingRegister.of([Filing("1", B)]), edition=silent
        )
        assert [(change.action.value, change.reason) for change in remedy.changes] == [
            ("file_from_free", None)
        ]

    def test_ways_of_several_rows_are_several_remedies(self):
        early = where(origin={"official_store"}, period={Period.BEFORE_JUNE_2010})
        late = where(
            origin={"official_store", "official_company_website"}, period={Period.BEFORE_2017}
        )
        company = where(origin={"official_company_website"}, period={Period.BEFORE_JUNE_2010})
        row = icp.find_rule("imports.store")
        split = derive(
            EN,
            "split",
            NAME,
            [
                attrs.evolve(row, id=f"imports.{id}", when=when, cites=OURS)
                for id, when in (("early", early), ("store", late), ("company", company))
            ],
        )
        taken = FilingRegister.of([Filing("1", A)])
        remedies = icp.what_must_change(
            icp.ImportRequest("1", "official_store"), taken, edition=split
        )
        assert [
            [(change.action.value, change.reason.rule) for change in one.changes]
            for one in remedies
        ] == [
            [("give_date", "imports.early"), ("import_into_free", "imports.early")],
            [("give_date", "imports.store"), ("import_into_free", "imports.early")],
        ]

    def test_a_date_is_asked_for_without_a_condition_that_is_not_known(self):
        (remedy,) = icp.what_must_change(icp.ImportRequest("1", "official_store"))
        (known,) = remedy.changes[0].reason.conditions
        assert known.en == "the old filing was obtained through: official store"
        named = {"store": Period.BEFORE_2017, "store-undated": Period.UNKNOWN}
        rows = {id: icp.find_rule(f"imports.{id}") for id in (*named, "store-too-late")}
        when = {id: where(period={period}) for id, period in named.items()}
        when["store-too-late"] = where(period={*Period} - {*named.values()})
        dated = derive(
            EN,
            "dated",
            NAME,
            [attrs.evolve(row, when=when[id], cites=OURS) for id, row in rows.items()],
            ["imports.old-platform", "imports.other-origin"],
        )
        (remedy,) = icp.what_must_change(icp.ImportRequest("1", "official_store"), edition=dated)
        assert remedy.changes[0].reason.conditions is None, "nothing else is a condition of it"
        taken = FilingRegister.of([Filing("1", A)])
        (remedy,) = icp.what_must_change(
            icp.ImportRequest("1", "official_store", dt.date(2015, 1, 1)), taken
        )
        assert remedy.changes[0].reason.conditions[1].en == (
            "it was obtained from 1 June 2010 to 31 December 2016"
        )

    def test_who_could_apply_hangs_on_the_day_of_receipt(self):
        papers = [
            SubmittedDocument("id_credential", ["front", "back"], valid_until=DAY),
            SubmittedDocument("half_length_photo", held="id_credential"),
        ]
        assert icp.applicants_for(papers, received_on=DAY) and not icp.applicants_for(
            papers, received_on=DAY + dt.timedelta(1)
        )


class TestReading:
    """ "`.problems` lists every problem as `(pointer, code, message)`; no message repeats an input
    value" (docs/design.md, "Errors and limits")"""

    def problems(self, data, cls=icp.Request):
        with pytest.raises(icp.DataError) as caught:
            icp.load(data, cls)
        return [tuple(problem) for problem in caught.value.problems]

    @pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}])
    def test_32_levels_are_read_and_33_are_not(self, wrap):
        def nested(levels):
            data = None
            for _ in range(levels):
                data = wrap(data)
            return data

        assert {code for _, code, _ in self.problems(nested(32))} <= {"wrong_type", "missing"}
        assert self.problems(nested(33)) == [
            (
                self.problems(nested(33))[0][0],
                "too_large",
                "at most 32 levels and 200000 values are read",
            )
        ]

    def test_10_000_characters_are_looked_at_and_one_more_is_not(self):
        request = {"kind": "import", "origin": "other"}
        assert self.problems({**request, "account": "x" * 10_000}) == [
            ("/account", "too_long", "at most 128 characters")
        ]
        assert self.problems({**request, "account": "x" * 10_001}) == [
            ("/account", "too_long", "at most 10000 characters")
        ]

    def test_10_000_items_are_read_and_one_more_is_not(self):
        assert (
            self.problems(
                {"kind": "recovery", "knows_account": [0] * 10_000, "can_retrieve_password": True}
            )[0][1]
            == "wrong_type"
        )
        assert self.problems({"kind": "recovery", "knows_account": [0] * 10_001})[0] == (
            "/knows_account",
            "too_many",
            "at most 10000 items",
        )

    def test_200_000_values_are_read_and_one_more_is_not(self):
        rest = 200_000 - 3 - 20 - 1
        lists = [[0] * 9_999 for _ in range(20)]
        lists[0] = lists[0][: 9_999 - (20 * 9_999 - rest)]
        data = {"kind": "recovery", "knows_account": lists, "can_retrieve_password": True}
        assert self.problems(data)[0][1] == "wrong_type"
        lists[0].append(0)
        assert self.problems(data)[0][1] == "too_large"

    @pytest.mark.parametrize(
        ("key", "shown"),
        [
            ("Extra", "/Extra"),
            ("EXTRA_", "/EXTRA_"),
            ("x" * 40, "/" + "x" * 40),
            ("x" * 41, "/…"),
            ("x1", "/…"),
            ("", "/…"),
        ],
    )
    def test_an_unknown_key_is_repeated_if_it_looks_like_one(self, key, shown):
        assert self.problems({"type": "individual", key: 1}, icp.Applicant)[0][:2] == (
            shown,
            "unknown_key",
        )

    def test_why_is_not_read_from_json(self):
        answer = icp.assess(icp.RecoveryRequest(False, False))
        finding = {**icp.dump(answer.findings[0]), "reason": None}
        known = "code, severity, rule, path, message, remedy, source"
        assert self.problems(finding, icp.Finding) == [
            ("/reason", "unknown_key", f"unknown key; the keys are: {known}")
        ]
        requirement = {
            **icp.dump(icp.required_documents(Applicant("individual"))[0]),
            "reason": None,
        }
        assert [p[:2] for p in self.problems(requirement, icp.Requirement)] == [
            ("/reason", "unknown_key")
        ]
        route = {**icp.dump(icp.recovery_route(True, True)), "reasons": []}
        assert [p[:2] for p in self.problems(route, icp.Route)] == [("/reasons", "unknown_key")]
        credential = {"kind": "passport", "number": "E12345678", "key": "x", "is_valid": True}
        assert self.problems(credential, icp.Credential) == [
            (f"/{name}", "unknown_key", "unknown key; the keys are: kind, number")
            for name in ("is_valid", "key")
        ]


class TestWriting:
    """ "`to_rows`, `to_csv`, `to_markdown` and `to_dmn` export a table." (docs/design.md,
    "Tables")"""

    TABLE = Table(
        "t",
        Text("T", "表"),
        "collect",
        (Column("x", ("a", "b")),),
        (Rule("t.a", where(x={"a"}), Text("go to X", "去X"), OURS),),
        ("own",),
    )

    def test_a_table_of_one_row_and_of_none(self):
        head = (
            "table,edition,rule,x,answer_en,answer_zh,title,url,date,read_on,quote,"
            "gist_en,gist_zh,note_en,note_zh\r\n"
        )
        row = "t,own,t.a,a,go to X,去X,Ours,https://example.com,2018-02-14,,Ours.,,,,\r\n"
        assert icp.to_csv(self.TABLE) == head + row
        read = Source(
            "Ours", "u", None, "", read_on=dt.date(2026, 11, 26), gist=Text("All.", "全部。")
        )
        undated = attrs.evolve(self.TABLE, rows=(attrs.evolve(self.TABLE.rows[0], cites=read),))
        row = "t,own,t.a,a,go to X,去X,Ours,u,,2026-11-26,,All.,全部。,,\r\n"
        assert icp.to_csv(undated) == head + row
        assert (
            icp.to_csv(attrs.evolve(self.TABLE, rows=())) == head
            and icp.exports.to_rows(attrs.evolve(self.TABLE, rows=())) == []
        )

    def test_a_source_with_neither_quote_nor_gist(self):
        bare = attrs.evolve(self.TABLE.rows[0], cites=Source("Ours", "u"))
        text = icp.to_dmn(attrs.evolve(self.TABLE, rows=(bare,)))
        assert OURS.quote in icp.to_dmn(self.TABLE) and OURS.quote not in text
        assert text == icp.to_dmn(self.TABLE).replace(OURS.quote, "")

    @pytest.mark.parametrize("kind", Term.__subclasses__(), ids=lambda kind: kind.__name__)
    def test_an_input_is_written_as_in_json(self, kind):
        assert [wire(term) for term in kind] == [term.value for term in kind]

    def test_an_answer_ends_with_a_full_stop(self):
        assert "**then** go to X.\n" in icp.to_markdown(
            self.TABLE
        ) and "**结论**：去X。\n" in icp.to_markdown(self.TABLE, "zh")

    def test_what_is_no_table_is_refused_by_name(self):
        for function, place in (
            (icp.to_markdown, "/what"),
            (icp.to_csv, "/table"),
            (icp.exports.to_rows, "/table"),
            (icp.to_dmn, "/table"),
        ):
            with pytest.raises(
                icp.DataError,
                match=f"^{place}: expected a value of type Table, got a whole number",
            ):
                function(5)

    def test_what_prints_itself_prints_its_repr(self):
        for value in (
            A.credential,
            FilingRegister.of(),
            icp.find_conflicts([]),
            Holdings.of(),
            icp.china_calendar(),
            icp.picture(2018),
            derive(EN, "x", NAME),
        ):
            assert pretty(value) == repr(value)


class TestNumbers:
    """ "Related numbers have the same key" (docs/design.md, "Identifiers"), and those that are not
    linked do not"""

    @pytest.mark.parametrize(
        ("born", "valid"),
        [
            ("17991231", False),
            ("18000101", True),
            ("19000229", False),
            ("20000229", True),
            ("00010101", False),
        ],
    )
    def test_nobody_was_born_before_1800(self, born, valid):
        assert (
            icp.Credential("resident_id_card", resident_number(f"110105{born}002")).is_valid
            is valid
        )

    def test_a_taiwan_permit_may_bear_its_issue_in_brackets(self):
        for number, valid in (
            ("0123456701(B)", True),
            ("0123456701(b)", True),
            ("0123456701(1)", False),
            ("01234567(B)", False),
        ):
            credential = icp.Credential("taiwan_travel_permit", number)
            assert credential.is_valid is valid and credential.key == (
                "taiwan_travel_permit:01234567" if valid else f"taiwan_travel_permit:{number}"
            )

    def test_a_permanent_resident_may_have_an_x(self):
        found = next(
            n
            for n in (resident_number(f"911124198503140{i:02}") for i in range(99))
            if n[-1] == "X"
        )
        assert (
            icp.Credential("foreign_permanent_resident_id", found).is_valid
            and not icp.Credential("foreign_permanent_resident_id", found[:-1] + "1").is_valid
        )

    def test_64_characters_are_looked_at_and_one_more_is_not(self):
        assert icp.Credential("law_firm_license", "a" * 63 + "-").repairs == ("dash", "case")
        assert icp.Credential("law_firm_license", "a" * 64).number == "A" * 64
        with pytest.raises(icp.DataError) as caught:
            icp.Credential("law_firm_license", "a" * 65)
        assert caught.value.problems[0][1] == "too_long"

    def test_nine_characters_of_a_hong_kong_permit_count_and_not_eight(self):
        keys = [
            icp.Credential("hong_kong_macao_travel_permit", number).key
            for number in ("H01234567", "H01234568", "H0123456701")
        ]
        assert keys == [
            "hong_kong_macao_travel_permit:H01234567",
            "hong_kong_macao_travel_permit:H01234568",
            "hong_kong_macao_travel_permit:H01234567",
        ]

    def test_a_credit_code_with_a_wrong_check_is_still_one_and_on_a_licence_it_is_not(self):
        number = "91330100987652858A"
        assert icp.Credential("unified_social_credit_code", number).key == "organization:987652858"
        assert icp.Credential("business_license", number).key == f"business_license:{number}"
        assert (
            icp.Credential("unified_social_credit_code", "9133010098765285IB").key
            == "unified_social_credit_code:9133010098765285IB"
        )


class TestFilingNumbers:
    """ "`parse` returns a `FilingNumber` with `province`, `serial`, `index`, `service`,
    `subject_number` (the part before the hyphen) and `repairs`." (docs/design.md, "Identifiers")"""

    def test_a_subjects_number_tells_what_was_mended_too(self):
        assert icp.FilingNumber.parse("浙icp备99000001").repairs == ("case", "missing_hao")

    def test_64_characters_are_looked_at_and_one_more_is_not(self):
        text = "浙ICP备99000001号-1"
        assert str(icp.FilingNumber.parse(text.ljust(64))) == text
        with pytest.raises(icp.DataError) as caught:
            icp.FilingNumber.parse(text.ljust(65))
        assert caught.value.problems[0][1] == "too_long"


class TestDocuments:
    """ "Several files of one document are enough if together they show what is required"
    (docs/design.md, "Documents"); else what is short is said of the copies that come closest."""

    ME = Applicant("individual")
    PHOTO = SubmittedDocument("half_length_photo", held="id_credential")

    def told(self, *documents, applicant=ME):
        return [
            (found.code, found.path)
            for found in icp.review_documents(applicant, [self.PHOTO, *documents])
        ]

    def test_a_warning_is_closer_than_an_error_wherever_it_stands(self):
        dated = SubmittedDocument("id_credential", ["front", "back"], valid_until=DAY)
        unclear = SubmittedDocument("id_credential", ["front", "back"], clear=False)
        assert self.told(unclear, dated) == [("validity_not_checked", "/documents/2")]
        assert self.told(dated, unclear) == [("validity_not_checked", "/documents/1")]

    def test_of_two_as_close_the_first_is_told_of(self):
        unclear = SubmittedDocument("id_credential", ["front", "back"], clear=False)
        copied = SubmittedDocument("id_credential", ["front", "back"], of_original=False)
        (first,), (second,) = self.told(unclear, copied), self.told(copied, unclear)
        assert (
            first == ("image_unclear", "/documents/1")
            and second[0] != first[0]
            and second[1] == "/documents/1"
        )

    def test_where_no_side_is_shown_what_else_is_wrong_is_told_of_the_closest(self):
        worse, better = (
            SubmittedDocument("id_credential", clear=False, of_original=False),
            SubmittedDocument("id_credential", clear=False),
        )
        told = self.told(worse, better)
        assert [code for code, _ in told] == [
            "side_missing",
            "side_missing",
            "image_unclear",
        ] and told[-1][1] == "/documents/2"

    def test_what_was_not_asked_for_is_named(self):
        asked = SubmittedDocument("id_credential", ["front", "back"])
        letter = SubmittedDocument("letter_of_authorization", sealed=True, on_template=True)
        (finding,) = icp.review_documents(self.ME, [self.PHOTO, asked, letter])
        assert (
            "letter of authorization" in finding.message.en and "授权委托书" in finding.message.zh
        )


class TestAnotherIndex:
    """ "A list, a register and a service's own index with all five methods, the same filings and
    the same names lead to the same findings." (docs/design.md, "Subjects")"""

    ORG = icp.Subject("organization", "示例科技", icp.Credential("organization_code", "98765285-8"))
    OTHER = icp.Credential("organization_code", "MA27ABCD5")

    @staticmethod
    def codes(filing, accounts_of=(), holders=(), subject_of=(), named=None):
        class Index:
            def subjects_of(self, account, /):
                return [subject for one, subject in subject_of if one == account]

            def accounts_of(self, subject_key, /):
                return list(accounts_of)

            def holders_of(self, domain, /):
                return [subject for one, subject in holders if one == domain]

        index = Index()
        if named is not None:
            index.subjects_named = lambda name: named if name == "示例科技" else ()
        return [finding.code for finding in icp.check_filing(filing, index)]

    def filing(self, subject, **more):
        return Filing("1", subject, [Website("a.cn")], **more)

    def test_the_name_on_file_is_that_of_the_account_it_is_filed_from(self):
        renamed = attrs.evolve(self.ORG, name="示例集团")
        assert self.codes(self.filing(self.ORG), ["2"], subject_of=[("2", renamed)]) == [
            "subject_filed_under_another_account",
            "same_credential_other_name",
        ]
        assert self.codes(self.filing(self.ORG), ["2"], subject_of=[("2", self.ORG)]) == [
            "subject_filed_under_another_account"
        ]

    def test_a_namesake_is_an_organization_of_the_same_name(self):
        namesake, stranger = (
            icp.Subject("organization", name, self.OTHER) for name in ("示例科技", "样本网络")
        )
        held = "website_filed_under_another_subject"
        assert self.codes(self.filing(self.ORG), holders=[("a.cn", namesake)]) == [
            held,
            "same_name_other_credential",
        ]
        assert self.codes(self.filing(self.ORG), holders=[("a.cn", stranger)]) == [held]
        person = icp.Subject("individual", "示例科技", icp.Credential("passport", "E12345678"))
        assert self.codes(self.filing(self.ORG), holders=[("a.cn", person)]) == [held]
        assert self.codes(self.filing(person), holders=[("a.cn", namesake)]) == [held]
        assert [
            finding.code
            for finding in icp.check_filing(
                self.filing(person), FilingRegister.of([Filing("2", namesake)])
            )
        ] == []

    def test_one_account_more_is_another_one_wherever_it_stands(self):
        """One look-up may have several answers, of which one is the asker's own."""
        other = "subject_filed_under_another_account"
        for accounts in (["1", "2"], ["2", "1"], ("1", "1", "2")):
            assert self.codes(self.filing(self.ORG), accounts) == [other]
        assert self.codes(self.filing(self.ORG), ["1", "1"]) == []
        stranger = icp.Subject("organization", "样本网络", self.OTHER)
        for held in ([self.ORG, stranger], [stranger, self.ORG], [self.ORG.key, stranger.key]):
            by_account = [("1", one) for one in held]
            assert self.codes(self.filing(self.ORG), ["1"], subject_of=by_account) == [
                "account_holds_another_subject"
            ]
            by_domain = [("a.cn", one) for one in held]
            assert self.codes(self.filing(self.ORG), holders=by_domain) == [
                "website_filed_under_another_subject"
            ]

    def test_who_has_the_name_is_asked_of_an_index_that_knows(self):
        namesake = icp.Subject("organization", "示例科技", self.OTHER)
        for named in (
            [namesake],
            [namesake.key],
            [self.ORG, namesake],
            (self.ORG.key, namesake.key),
        ):
            assert self.codes(self.filing(self.ORG), named=named) == ["same_name_other_credential"]
        for named in ([], [self.ORG], [self.ORG.key]):
            assert self.codes(self.filing(self.ORG), named=named) == []
        renamed = attrs.evolve(self.ORG, name="另一名称")
        assert self.codes(self.filing(renamed), named=[namesake]) == []
        person = icp.Subject("individual", "示例科技", icp.Credential("passport", "E12345678"))
        assert self.codes(self.filing(person), named=[namesake]) == []

    def test_a_server_of_the_same_account_is_nothing_to_tell(self):
        assert self.codes(self.filing(self.ORG, server_account="1", domain_account="1")) == []
        assert self.codes(self.filing(self.ORG, server_account="2")) == ["purchase_account_differs"]


class TestTexts:
    """ "Different spellings of one number, domain or name get the same answer." (docs/design.md,
    "Vocabulary")"""

    def test_an_x_is_a_name(self):
        assert icp.Subject("individual", "X", icp.Credential("passport", "E12345678")).name == "X"

    def test_a_label_may_have_every_letter(self):
        assert (
            Website("abcdefghijklmnopqrstuvwxyz-0123456789.cn").domain
            == "abcdefghijklmnopqrstuvwxyz-0123456789.cn"
        )

    def test_a_label_has_63_letters_a_name_200_and_not_one_more(self):
        assert (
            Website("a" * 63 + ".cn").domain == "a" * 63 + ".cn"
            and attrs.evolve(A, name="张" * 200).name == "张" * 200
        )
        for one, more in (
            ("/domain", lambda: Website("a" * 64 + ".cn")),
            ("/name", lambda: attrs.evolve(A, name="张" * 201)),
        ):
            with pytest.raises(icp.DataError, match=one):
                more()

    def test_a_term_says_that_it_cannot_be_changed(self):
        with pytest.raises(AttributeError, match=r"^a term cannot be changed$"):
            del icp.SubjectType.INDIVIDUAL.en

    def test_an_empty_register_is_empty(self):
        assert len(FilingRegister()) == 0 and len(FilingRegister().add(Filing("1", A))) == 1


class TestCalendar:
    """ "weekday, holiday name, whether it is a make-up day, and source" (docs/design.md, "Working
    days and service levels")"""

    def test_two_notices_are_two_addresses(self):
        told = icp.china_calendar().explain(dt.date(2018, 12, 31))
        assert told.explain().endswith(
            "https://www.gov.cn/zhengce/zhengceku/2017-11/30/content_5243579.htm "
            "https://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm "
            "https://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm"
        )

    def test_the_first_working_day_of_the_table_can_be_counted_back_to(self):
        calendar = icp.WorkingCalendar(DAY, DAY, b"\1\1\1")
        assert (
            calendar.nth_working_day(DAY + dt.timedelta(1), -1)
            == DAY
            == calendar.nth_working_day(DAY + dt.timedelta(2), -2)
        )
        with pytest.raises(icp.BeyondHorizon):
            calendar.nth_working_day(DAY, -1)

    @pytest.mark.parametrize("table", [b"\0\1X", b"X", b"\x02", b"", b"0", "01", None])
    def test_a_table_is_noughts_and_ones(self, table):
        with pytest.raises(icp.DataError, match="/working"):
            icp.WorkingCalendar(DAY, DAY, table)

    def test_the_months_of_a_year_have_nothing_between_their_holidays(self):
        found = re.findall(r"<ul>(.*?)</ul>", icp.picture(2013)._repr_html_())
        assert (
            len(found) == 12
            and all(re.fullmatch(r"(<li>[^<]+</li>)*", one) for one in found)
            and max(one.count("<li>") for one in found) > 1
        )

    def test_a_day_off_in_lieu_has_one_name_whatever_the_version_of_holidays(self):
        assert {
            _named("New Year's Day (observed)", zh) for zh in ("元旦（观察日）", "元旦（补假）")
        } == {Text("New Year's Day (observed)", "元旦（补假）")}

    def test_a_picture_needs_the_whole_of_its_month(self):
        calendar = icp.WorkingCalendar(dt.date(2018, 10, 1), dt.date(2018, 10, 21), bytes(31))
        assert icp.picture(2018, 10, calendar)
        for short in (
            icp.WorkingCalendar(dt.date(2018, 10, 1), dt.date(2018, 10, 21), bytes(30)),
            icp.WorkingCalendar(dt.date(2018, 10, 2), dt.date(2018, 10, 21), bytes(30)),
        ):
            with pytest.raises(icp.BeyondHorizon):
                icp.picture(2018, 10, short)
