"""Tables proved, compared and derived from, each against an independent walk."""

import copy
import datetime as dt
import itertools
import pickle
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import (
    Column,
    DataError,
    Edition,
    Rule,
    Source,
    Table,
    Text,
    compare,
    derive,
    find_rule,
    prove,
    tables,
)
from icp_rules.accounts import Period
from icp_rules.documents import DOCUMENT_RULES, LETTER
from icp_rules.editions import _boxes
from icp_rules.rules import BOTH, where
from tests import strategies as own

EN, ZH06, ZH08, GUIDE = Edition
O = {icp.SubjectType.ORGANIZATION}  # noqa: E741
OURS = Source(
    "Our terms", "https://example.com/terms", dt.date(2024, 1, 1), "Everybody brings the letter."
)
ROWS = {row.id: row for row in DOCUMENT_RULES.rows}


def without(*ids):
    return [row for row in DOCUMENT_RULES.rows if row.id not in ids]


def changed(id, /, **how):
    return [attrs.evolve(row, **how) if row.id == id else row for row in DOCUMENT_RULES.rows]


class TestProof:
    """ "`prove()` walks every input of every table in every edition" (issue 5)"""

    def test_our_tables_have_no_flaw_and_every_cell_was_walked(self):
        proof = prove()
        cells = sum(
            len(list(itertools.product(Edition, *(column.values for column in table.columns))))
            for table in tables()
        )
        assert (
            proof.flaws == ()
            and proof.cells == cells
            and proof.tables == 14
            and proof.rows == sum(len(t.rows) for t in tables())
        )
        assert str(proof) == f"14 tables, {proof.rows} rows, {cells} cells walked: no flaw."

    @pytest.mark.parametrize(
        ("rows", "kind", "about"),
        [
            (without("documents.individual"), "gap", ()),
            (
                changed("documents.individual", when=where(type=set(icp.SubjectType))),
                "overlap",
                ("documents.individual", "documents.organization-agent"),
            ),
            (
                changed("documents.individual", when=()),
                "overlap",
                ("documents.individual", "documents.organization-unconditional"),
            ),
            (changed("documents.individual", sources=()), "no_source", ("documents.individual",)),
            (changed("documents.individual", sources=()), "unreachable", ("documents.individual",)),
            (
                changed("documents.individual", sources=OURS.quoting(" ")),
                "no_quote",
                ("documents.individual",),
            ),
            (
                changed("documents.individual", sources=attrs.evolve(OURS, title="")),
                "no_quote",
                ("documents.individual",),
            ),
            (
                changed("documents.individual", sources=ROWS["documents.individual"].sources[::-1]),
                "edition_order",
                ("documents.individual",),
            ),
            (
                changed(
                    "documents.individual",
                    sources=((EN, OURS), (ZH06, attrs.evolve(OURS, date=dt.date(2018, 1, 1)))),
                ),
                "edition_order",
                ("documents.individual",),
            ),
            (
                changed("documents.individual", when=where(age={18})),
                "unknown_input",
                ("documents.individual",),
            ),
            (
                changed("documents.individual", when=where(type={"individuals"})),
                "unknown_input",
                ("documents.individual",),
            ),
            (
                changed("documents.individual", when=where(type=())),
                "unknown_input",
                ("documents.individual",),
            ),
            (
                changed("documents.individual", id="documents.organization-agent"),
                "duplicate_id",
                ("documents.organization-agent",),
            ),
            (
                [*DOCUMENT_RULES.rows, Rule("documents.never", where(type=set()), (), OURS)],
                "unreachable",
                ("documents.never",),
            ),
        ],
    )
    def test_a_mutilated_table_is_reported(self, rows, kind, about):
        flaws = prove([attrs.evolve(DOCUMENT_RULES, rows=tuple(rows))]).flaws
        assert (kind, about) in {(str(flaw.kind), flaw.rules) for flaw in flaws}

    def test_a_gap_comes_with_its_cells_and_the_rows_that_close_it(self):
        flaws = prove(
            [
                attrs.evolve(
                    DOCUMENT_RULES, rows=tuple(without("documents.organization-administrator"))
                )
            ]
        ).flaws
        (flaw,) = flaws
        assert (flaw.kind, flaw.edition, flaw.cell, flaw.rules) == (
            "gap",
            EN,
            (icp.SubjectType.ORGANIZATION, True),
            (),
        )
        assert str(flaw) == "documents (organization, True) in faq-en-2018-01-08: no row answers"

    @own.law("a gap comes with the row that closes it")
    @given(
        st.sets(
            st.sampled_from(
                [(row.id, edition) for row in DOCUMENT_RULES.rows for edition in row.editions]
            )
        )
    )
    def test_the_closing_rows_close_every_gap(self, gone):
        rows = [
            attrs.evolve(row, sources=tuple(s for s in row.sources if (row.id, s[0]) not in gone))
            for row in DOCUMENT_RULES.rows
        ]
        table = attrs.evolve(DOCUMENT_RULES, rows=tuple(row for row in rows if row.sources))
        gaps = [flaw for flaw in prove([table]).flaws if flaw.kind == "gap"]
        assert {flaw.kind for flaw in prove([table]).flaws} <= {"gap"} and bool(gaps) == bool(gone)
        closing = tuple(
            attrs.evolve(
                gap.closing, id=f"documents.new-{i}", sources=((gap.closing.sources[0][0], OURS),)
            )
            for i, gap in enumerate(gaps)
        )
        assert prove([attrs.evolve(table, rows=table.rows + closing)]).flaws == ()

    def test_tables_of_ones_own_making_are_walked(self):
        fares = Table(
            "fares",
            Text("Who pays", "谁付费"),
            "unique",
            (Column("age", (6, 7)), Column("pass", BOTH)),
            (
                Rule("fares.free", where(age={6}), Text("free", "免费"), OURS),
                Rule("fares.full", where(age={7}), Text("full", "全价"), OURS),
            ),
            ("2024",),
        )
        assert (prove([fares]).cells, prove([fares]).flaws) == (4, ())
        (flaw, _) = prove([attrs.evolve(fares, rows=fares.rows[:1])]).flaws
        assert flaw.closing.when == where(age={7}, **{"pass": {True}})

    @pytest.mark.parametrize("what", [7, "no-such-edition", [None]])
    def test_what_is_no_table_is_refused(self, what):
        with pytest.raises(DataError):
            prove(what)


APPLICANTS = [
    icp.Applicant(type, roles)
    for type in icp.SubjectType
    for roles in ((), ["subject_administrator"], ["website_administrator"], list(icp.ApplicantRole))
]
DAYS = {
    Period.UNKNOWN: (None,),
    Period.BEFORE_JUNE_2010: (dt.date(2001, 1, 1), dt.date(2010, 5, 31)),
    Period.BEFORE_2017: (dt.date(2010, 6, 1), dt.date(2016, 12, 31)),
    Period.JANUARY_2017: (dt.date(2017, 1, 1), dt.date(2017, 1, 31)),
    Period.LATER: (dt.date(2017, 2, 1), dt.date(2020, 1, 1)),
}


def bare(thing):
    """An answer without the rows it rests on."""
    if isinstance(thing, tuple):
        return [attrs.evolve(one, rule="") for one in thing]
    return thing.outcome, thing.steps, [(f.code, f.path, f.remedy) for f in thing.findings]


@pytest.mark.parametrize(("before", "after"), list(itertools.combinations(Edition, 2)))
class TestComparison:
    """ "gives exactly the inputs whose answers differ, with both answers and
    both sources" (issue 5)"""

    def test_is_what_asking_for_documents_shows(self, before, after):
        differing = {
            (applicant.type, applicant.is_administrator)
            for applicant in APPLICANTS
            if bare(icp.required_documents(applicant, before))
            != bare(icp.required_documents(applicant, after))
        }
        assert {
            cell for table, cell in compare(before, after).cells if table == "documents"
        } == differing

    def test_is_what_asking_for_imports_shows(self, before, after):
        differing = {
            (origin, period)
            for origin, (period, days) in itertools.product(icp.FilingOrigin, DAYS.items())
            for day in days
            if bare(icp.import_route(origin, day, edition=before))
            != bare(icp.import_route(origin, day, edition=after))
        }
        assert {
            cell for table, cell in compare(before, after).cells if table == "imports"
        } == differing

    def test_is_what_asking_for_recovery_and_reviews_shows(self, before, after):
        for knows, can in itertools.product(BOTH, BOTH):
            assert bare(icp.recovery_route(knows, can, before)) == bare(
                icp.recovery_route(knows, can, after)
            )
        assert {table for table, _ in compare(before, after).cells} <= {
            "documents",
            "imports",
            "steps",
        }

    def test_is_what_reading_every_row_shows(self, before, after):
        brute = {
            (table.name, cell)
            for table in tables()
            for cell in table.cells()
            if [r.then for r in table.matching(before, *cell) if r.then]
            != [r.then for r in table.matching(after, *cell) if r.then]
        }
        comparison = compare(before, after)
        assert len(comparison.cells) == len(brute) and set(comparison.cells) == brute
        assert (
            compare(after, before).cells == comparison.cells and compare(before, before).cells == ()
        )

    def test_bears_both_answers_and_both_sources(self, before, after):
        for one in compare(before, after).differences:
            table = next(table for table in tables() if table.name == one.table)
            for cell in one.cells:
                assert tuple(hit.row for hit in one.before) == table.matching(before, *cell)
                assert tuple(hit.row for hit in one.after) == table.matching(after, *cell)
            assert all(hit.reason.source == hit.row.source(before) for hit in one.before)
            assert all(hit.reason.source == hit.row.source(after) for hit in one.after)
            assert [hit.row.then for hit in one.before] != [hit.row.then for hit in one.after]


def test_cells_are_put_together_only_where_their_conditions_cover_them_exactly():
    assert list(_boxes([(1, 1), (1, 2)])) == [((1, 1), (1, 2))]
    assert list(_boxes([(1, 1), (1, 2), (2, 1)])) == [((1, 1),), ((1, 2),), ((2, 1),)]


def test_what_changed_on_2018_08_29_fits_a_small_table():
    """ "A reader sees in one small table what changed on 2018-08-29." (issue 5)"""
    comparison = compare(ZH06, ZH08)
    assert [one.table for one in comparison.differences] == ["documents"] * 2
    page = icp.to_markdown(comparison, "zh")
    assert (
        len(page.strip().splitlines()) == 4 and "申请人手持主办单位有效证件原件的半身照。" in page
    )
    assert (
        comparison._repr_html_().count("<tr>") == 3
        and "单位：申请人手持主办单位有效证件半身照。" in comparison.explain()
    )


# -- An edition of one's own -----------------------------------------------------------------------

EVERYBODY = Rule(
    "documents.organization-administrator", where(type=O, administrator={True}), (LETTER,), OURS
)
LEVEL = Rule(
    "windows.email-initialization",
    where(stage={icp.Stage.EMAIL_INITIALIZATION}),
    icp.ServiceLevel("email_initialization", 3, 5),
    OURS,
)
NAME = Text("Our terms", "我们的条款")
OWN = derive(EN, "our-terms", NAME, [EVERYBODY, LEVEL], ["account-warnings.replaced"])


class TestDerive:
    """ "a caller can derive an edition … and everything above works for it: proof, trace,
    comparison, what-if, export" (issue 5)"""

    def test_answers_by_its_own_rows_and_else_by_the_base(self):
        for applicant in APPLICANTS:
            wanted = (
                [LETTER.document]
                if applicant.is_administrator and applicant.type == "organization"
                else None
            )
            found = icp.required_documents(applicant, OWN)
            assert [r.document for r in found] == (
                wanted or [r.document for r in icp.required_documents(applicant, EN)]
            )
        assert icp.required_documents(APPLICANTS[-1], OWN)[0].reason.source == OURS
        assert icp.required_documents(APPLICANTS[0], OWN)[0].reason.source == find_rule(
            "documents.individual"
        ).source(EN)

    def test_the_service_level_is_its_own(self):
        request = icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(2018, 3, 5))
        answer = icp.assess(request, edition=OWN)
        assert (answer.window.earliest, answer.window.latest) == (
            dt.date(2018, 3, 8),
            dt.date(2018, 3, 12),
        )
        assert (
            icp.service_level("email_initialization", OWN).minimum == 3
            and icp.service_level("email_initialization").minimum == 1
        )
        assert (
            OURS.quote in answer.explain()
            and answer.window.reason(OWN).source == OURS
            and answer.window.reason(EN) is None
        )

    def test_a_withdrawn_row_answers_no_more(self):
        assert (
            icp.recovery_route(False, False, OWN).findings
            == ()
            != icp.recovery_route(False, False).findings
        )

    def test_differs_in_names_the_published_editions_that_differ(self):
        request = icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(2018, 3, 5))
        assert icp.assess(request, edition=OWN).differs_in == tuple(Edition)
        filing = icp.FilingRequest(
            icp.Filing(
                "1", icp.Subject("individual", "张三", icp.Credential("passport", "E12345678"))
            )
        )
        assert icp.assess(filing, edition=OWN).differs_in == ()

    def test_proof_trace_comparison_and_exports_work_for_it(self):
        assert prove(OWN).flaws == () and prove(OWN).cells * len(Edition) == prove().cells
        assert set(compare(EN, OWN).cells) == {
            ("documents", (icp.SubjectType.ORGANIZATION, True)),
            ("account-warnings", (True, True)),
            ("account-warnings", (True, False)),
            *(("windows", (icp.Stage.EMAIL_INITIALIZATION, basis)) for basis in icp.Basis),
        }
        assert compare(OWN, OWN).cells == ()
        table = next(table for table in tables(OWN) if table.name == "documents")
        assert {row["edition"] for row in icp.to_rows(table)} == {"our-terms"}
        assert (
            OURS.quote in icp.to_markdown(table)
            and OURS.quote in icp.to_dmn(table)
            and OURS.quote in icp.to_csv(table)
        )
        assert find_rule(EVERYBODY.id, OWN).then == (LETTER,) != find_rule(EVERYBODY.id).then

    def test_ours_are_untouched(self):
        assert prove().flaws == () and "our-terms" not in str(
            [table.editions for table in tables()]
        )
        assert (
            icp.required_documents(APPLICANTS[-1], EN)[0].rule
            == "documents.organization-administrator"
        )

    def test_can_be_derived_from_again(self):
        again = derive(
            OWN,
            "again",
            NAME,
            [attrs.evolve(LEVEL, then=icp.ServiceLevel("email_initialization", 2, 2))],
        )
        assert {table for table, _ in compare(OWN, again).cells} == {"windows"} and prove(
            again
        ).flaws == ()
        assert icp.required_documents(APPLICANTS[-1], again)[0].document is LETTER.document
        once = derive(
            EN,
            "once",
            NAME,
            [attrs.evolve(EVERYBODY, then=ROWS["documents.organization-unconditional"].then)],
        )
        request = icp.EmailInitializationRequest(APPLICANTS[-1], dt.date(2018, 3, 5))
        for derived in (once, derive(once, "twice", NAME)):
            assert icp.assess(request, edition=derived).differs_in == (EN, ZH06)

    def test_a_row_that_merely_permits_makes_no_difference(self):
        silent = derive(EN, "silent", NAME, withdraw=["subjects.first"])
        assert compare(EN, silent).cells == () and len(prove(silent).flaws) == 0
        filing = icp.FilingRequest(
            icp.Filing(
                "1", icp.Subject("individual", "张三", icp.Credential("passport", "E12345678"))
            )
        )
        assert icp.assess(filing, edition=silent).differs_in == ()

    def test_is_a_value(self):
        same = derive(
            "faq-en-2018-01-08",
            "our-terms",
            NAME,
            [EVERYBODY, LEVEL],
            ["account-warnings.replaced"],
        )
        assert (
            same == OWN
            and hash(same) == hash(OWN)
            and repr(OWN) == "<our-terms>"
            and str(OWN) == "our-terms"
        )
        for other in (pickle.loads(pickle.dumps(OWN)), copy.deepcopy(OWN)):
            assert other == OWN and icp.required_documents(
                APPLICANTS[-1], other
            ) == icp.required_documents(APPLICANTS[-1], OWN)
        assert derive(EN, "our-terms", NAME, [EVERYBODY]) != OWN

    def test_goes_to_json_by_its_id(self):
        assert (
            icp.dump(icp.assess(icp.RecoveryRequest(True, True), edition=OWN))["edition"]
            == "our-terms"
        )

    @own.law("an edition of your own without changes answers as its base")
    @given(own.requests)
    def test_one_without_changes_answers_as_its_base(self, request):
        plain = derive(GUIDE, "plain", NAME)
        one, two = icp.assess(request, edition=plain), icp.assess(request, edition=GUIDE)
        assert attrs.evolve(one, edition=GUIDE) == attrs.evolve(two, differs_in=one.differs_in)
        assert one.differs_in == two.differs_in

    @pytest.mark.parametrize(
        ("how", "pointer", "code"),
        [
            ({"id": "faq-zh-2018-06-09"}, "/id", "unknown_value"),
            ({"id": ""}, "/id", "unknown_value"),
            ({"base": "faq"}, "/base", "unknown_value"),
            ({"name": "Our terms"}, "/name", "wrong_type"),
            ({"rows": [None]}, "/rows/0", "wrong_type"),
            ({"rows": [attrs.evolve(EVERYBODY, id="letters.own")]}, "/rows/0", "unknown_value"),
            ({"rows": [EVERYBODY, EVERYBODY]}, "/rows/1", "duplicate_id"),
            ({"rows": [attrs.evolve(EVERYBODY, sources=((EN, OURS),))]}, "/rows/0", "wrong_type"),
            ({"rows": [attrs.evolve(EVERYBODY, sources=OURS.quoting(""))]}, "/rows", "no_quote"),
            ({"rows": [attrs.evolve(EVERYBODY, then=Text("a", "b"))]}, "/rows/0", "wrong_type"),
            ({"rows": [attrs.evolve(EVERYBODY, then=())]}, "/rows/0", "wrong_type"),
            (
                {
                    "rows": [
                        Rule("account-warnings.own", (), icp.findings.Says("no_such_code"), OURS)
                    ]
                },
                "/rows/0",
                "unknown_value",
            ),
            ({"rows": [attrs.evolve(EVERYBODY, id="documents.more")]}, "/rows", "overlap"),
            ({"rows": [attrs.evolve(EVERYBODY, when=where(size={1}))]}, "/rows", "unknown_input"),
            ({"withdraw": ["documents.individual"]}, "/rows", "gap"),
            ({"withdraw": ["documents.nobody"]}, "/withdraw/0", "unknown_value"),
            (
                {"withdraw": ["documents.organization-unconditional"]},
                "/withdraw/0",
                "unknown_value",
            ),
        ],
    )
    def test_what_would_not_stand_is_refused(self, how, pointer, code):
        arguments = {"base": EN, "id": "x", "name": NAME, "rows": [], **how}
        with pytest.raises(DataError) as caught:
            derive(**arguments)
        assert (pointer, code) in {(p.pointer, p.code) for p in caught.value.problems}

    def test_an_edition_of_ones_own_is_known_only_as_such(self):
        with pytest.raises(DataError, match="/edition"):
            icp.required_documents(APPLICANTS[0], "our-terms")


# -- Saying why ------------------------------------------------------------------------------------


class TestReasons:
    """ "every finding, requirement, window and route says which row answered, which conditions
    matched, the sentence and its address" """

    @own.law("every answer can say why")
    @given(own.requests, own.editions)
    def test_every_answer_says_why_in_both_languages(self, request, edition):
        answer = icp.assess(request, edition=edition)
        english, chinese = answer.explain("en"), answer.explain("zh")
        for one in (*answer.findings, *answer.required_documents):
            rule = find_rule(one.rule)
            assert (
                one.reason.rule == one.rule
                and one.reason.source == rule.source(edition)
                and len(one.reason.conditions) == len(rule.when)
            )
            for text in (english, chinese):
                assert all(
                    part in text
                    for part in (one.rule, one.reason.source.quote, one.reason.source.url)
                )
            assert all(
                clause.en in english and clause.zh in chinese for clause in one.reason.conditions
            )
        if answer.window:
            assert (
                "windows.email-initialization" in english
                and answer.window.reason(edition).source.quote in chinese
            )
        assert not re.search(r"\{\w*\}", english + chinese)

    @given(
        own.editions,
        st.sampled_from(icp.FilingOrigin),
        st.sampled_from(sum(DAYS.values(), ())),
        st.booleans(),
        st.booleans(),
    )
    def test_a_route_gives_a_reason_for_each_of_its_rules(
        self, edition, origin, day, knows, password
    ):
        route = icp.import_route(origin, day, knows, password, edition)
        assert tuple(reason.rule for reason in route.reasons) == route.rules
        text = route.explain("zh")
        assert all(reason.rule in text and reason.source.quote in text for reason in route.reasons)

    def test_the_html_is_the_same_and_escaped(self):
        bad = Source(
            "<b>x</b>", "javascript:alert(1)", dt.date(2024, 1, 1), "<script>alert(1)</script>"
        )
        told = Rule(
            "account-warnings.<b>",
            (),
            icp.Says("replaces_email_account", Text("<script>", "<script>")),
            bad,
        )
        own = derive(EN, "<i>", Text("<i>", "<i>"), [attrs.evolve(EVERYBODY, sources=bad), told])
        answer = icp.assess(
            icp.EmailInitializationRequest(APPLICANTS[-1], dt.date(2018, 3, 5)), edition=own
        )
        pages = [
            answer,
            *answer.findings,
            *answer.required_documents,
            compare(EN, own),
            icp.recovery_route(True, True),
        ]
        for page in (one._repr_html_() for one in pages):
            assert (
                "<script" not in page
                and "<b>" not in page
                and "<i>" not in page
                and 'javascript:alert(1)"' not in page
            )
            assert page.count("<tr>") == page.count("</tr>") > 1
        assert "&lt;script&gt;" in answer._repr_html_()

    def test_what_was_read_from_json_explains_itself_without_conditions(self):
        answer = icp.assess(icp.RecoveryRequest(False, False))
        again = icp.load(icp.dump(answer), icp.Assessment)
        assert again == answer and "account-warnings.replaced" in again.explain()

    def test_another_language_is_refused(self):
        with pytest.raises(DataError, match="/lang"):
            icp.assess(icp.RecoveryRequest(False, False)).explain("de")
