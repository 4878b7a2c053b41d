"""Tables proved, compared and derived from, each against an independent walk."""

import copy
import datetime as dt
import itertools
import pickle
import re

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import (
    DataError,
    Edition,
    Source,
    Text,
    compare,
    derive,
    find_rule,
    prove,
    sources,
    tables,
)
from icp_rules.accounts import Instruction, Outcome, Period, Step, Way
from icp_rules.documents import DOCUMENT_RULES, LETTER, Asked
from icp_rules.editions import Flaw, FlawKind, _boxes
from icp_rules.findings import MESSAGES, Says, passage
from icp_rules.rules import BOTH, Column, Rule, Table, where
from icp_rules.texts import Page, Publication, Sentence
from tests import strategies as own

EN, ZH06, ZH08, GUIDE, HELP = Edition
O = {icp.SubjectType.ORGANIZATION}  # noqa: E741
OURS = Source(
    "Our terms", "https://example.com/terms", dt.date(2024, 1, 1), "Everybody brings the letter."
)
ROWS = {row.id: row for row in DOCUMENT_RULES.rows}
NOWHERE = "documents.nowhere"


#: Today's pages offer neither an import nor an e-mail initialization, so they do not speak of what
#: belongs to these.
SILENT = tuple((name, HELP) for name in ("access", "documents", "review"))


def without(*ids):
    return [row for row in DOCUMENT_RULES.rows if row.id not in ids]


def changed(id, /, **how):
    return [attrs.evolve(row, **how) if row.id == id else row for row in DOCUMENT_RULES.rows]


def mutilated(id="documents.individual", /, **how):
    """Our documents as one of their rows would have it; a changed row needs a source of its own
    only where its id is not ours."""
    return attrs.evolve(DOCUMENT_RULES, rows=tuple(changed(id, **how)))


class TestProof:
    """ "`prove` checks every combination of inputs of every table in every edition, and every
    sentence of every publication." (docs/design.md, "Tables")"""

    def test_our_tables_have_no_flaw_and_every_cell_was_walked(self):
        proof = prove()
        cells = sum(
            len(list(itertools.product(Edition, *(column.values for column in table.columns))))
            for table in tables()
        )
        assert (proof.flaws, proof.silent) == ((), SILENT)
        assert (proof.tables, proof.cells) == (16, cells)
        assert proof.rows == sum(len(t.rows) for t in tables())
        read = [
            one for text in sources.PUBLICATIONS for page in text.pages for one in page.sentences
        ]
        assert proof.sentences == len(read)
        assert str(proof) == (
            f"16 tables, {proof.rows} rows, {cells} cells, {len(read)} sentences: no flaw."
        )

    @pytest.mark.parametrize("edition", Edition)
    def test_of_one_edition_its_own_text_is_read(self, edition):
        (text,) = (one for one in sources.PUBLICATIONS if one.edition == edition)
        for what in (edition, edition.value):
            proof = prove(what)
            assert (proof.flaws, proof.silent, proof.cells) == ((), SILENT, prove().cells)
            assert proof.sentences == sum(len(page.sentences) for page in text.pages)
        own = prove(derive(edition, "own", NAME))
        silent = tuple((name, "own") for name, there in SILENT if there is edition)
        assert (own.sentences, own.flaws, own.silent) == (0, (), silent)
        assert prove(tables()).sentences == 0

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
            (changed("documents.individual", id=NOWHERE), "no_source", (NOWHERE,)),
            (changed("documents.individual", id=NOWHERE), "unreachable", (NOWHERE,)),
            (changed("documents.individual", id=NOWHERE), "gap", ()),
            *(
                (
                    changed("documents.individual", cites=attrs.evolve(OURS, **blank)),
                    "no_quote",
                    ("documents.individual",),
                )
                for blank in (
                    {"quote": " "},
                    {"quote": "", "gist": Text("Everybody.", " ")},
                    {"quote": "", "gist": Text("", "所有人。")},
                    {"title": ""},
                    {"url": " "},
                )
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

    def test_a_gist_in_place_of_a_quote_is_no_flaw(self):
        cited = attrs.evolve(OURS, quote="", gist=Text("Everybody.", "所有人。"))
        table = mutilated("documents.individual", cites=cited)  # it then holds in every edition
        assert prove([attrs.evolve(table, editions=(EN, ZH06, ZH08, GUIDE))]).flaws == ()

    def test_a_gap_comes_with_its_inputs(self):
        table = attrs.evolve(
            DOCUMENT_RULES, rows=tuple(without("documents.organization-administrator"))
        )
        (flaw,) = prove([table]).flaws
        assert (flaw.kind, flaw.edition, flaw.cell, flaw.rules) == (
            "gap",
            EN,
            (icp.SubjectType.ORGANIZATION, True),
            (),
        )
        assert str(flaw) == "documents (organization, True) in faq-en-2018-01-08: no row applies"

    @own.law("For every gap, `prove` reports the inputs that no rule answers")
    @given(
        st.sets(
            st.sampled_from(
                [(row.id, edition) for row in DOCUMENT_RULES.rows for edition in row.editions]
            )
        )
    )
    def test_rows_for_the_inputs_of_every_gap_close_it(self, gone):
        """A table in each edition, less what is gone there, each row with its source there."""
        for edition in Edition:
            kept = [
                attrs.evolve(row, cites=row.source(edition))
                for row in DOCUMENT_RULES.rows
                if edition in row.editions and (row.id, edition) not in gone
            ]
            table = attrs.evolve(DOCUMENT_RULES, rows=tuple(kept), editions=(edition.value,))
            proof = prove([table])
            if not kept:
                assert (proof.flaws, proof.silent) == ((), (("documents", edition),))
                continue
            assert {flaw.kind for flaw in proof.flaws} <= {"gap"} and proof.silent == ()
            assert bool(proof.flaws) == any(there == edition for _, there in gone)
            names = [column.name for column in table.columns]
            closing = tuple(
                Rule(
                    f"documents.new-{i}",
                    where(**dict(zip(names, [{x} for x in gap.cell], strict=True))),
                    (),
                    OURS,
                )
                for i, gap in enumerate(proof.flaws)
            )
            assert prove([attrs.evolve(table, rows=(*kept, *closing))]).flaws == ()

    def test_a_unique_table_that_no_row_speaks_of_is_silent_and_has_no_gap(self):
        claims = attrs.evolve(
            next(table for table in tables() if table.name == "steps"),
            hit="unique",
            rows=(find_rule("steps.open-claim"),),
        )
        proof = prove([claims])
        assert proof.silent == tuple(("steps", edition) for edition in (EN, ZH06, ZH08, HELP))
        assert {(flaw.kind, flaw.edition) for flaw in proof.flaws} == {("gap", GUIDE)}
        derived = attrs.evolve(claims, published=claims)
        assert prove([derived]).silent == ()
        assert {flaw.edition for flaw in prove([derived]).flaws} == {*Edition}
        assert prove([attrs.evolve(claims, hit="collect")]).silent == ()

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
        flaws = prove([attrs.evolve(fares, rows=fares.rows[:1])]).flaws
        assert [(flaw.edition, flaw.cell) for flaw in flaws] == [
            ("2024", (7, True)),
            ("2024", (7, False)),
        ]

    @pytest.mark.parametrize("what", [7, "no-such-edition", [None]])
    def test_what_is_no_table_is_refused(self, what):
        with pytest.raises(DataError):
            prove(what)


class TestSentences:
    """ "sentences that neither name a rule nor say why there is none" (docs/design.md, "Tables")"""

    @staticmethod
    def flaws(monkeypatch, *sentences, edition="terms-zh-2030-01-01"):
        page = Page("Terms", "https://example.cn", dt.date(2030, 1, 1), None, sentences)
        name = Text("Terms", "条款")
        text = Publication((page,), edition, name)
        monkeypatch.setattr(icp.editions, "PUBLICATIONS", (*sources.PUBLICATIONS, text))
        found = prove()
        assert found.sentences == len(sentences) + sum(
            len(one.sentences) for text in sources.PUBLICATIONS for one in text.pages
        )
        return [(str(one.kind), one.table, one.rules, one.edition, str(one)) for one in found.flaws]

    GIST = Text("Everybody.", "所有人。")

    def test_one_that_names_a_rule_or_says_why_not_is_fine(self, monkeypatch):
        named = Sentence("所有人", self.GIST, "documents.individual steps.wait")
        why = Sentence("常见问题", self.GIST, no_rule=Text("A title.", "标题。"))
        assert self.flaws(monkeypatch, named, why) == []
        both = attrs.evolve(named, no_rule=why.no_rule)
        assert self.flaws(monkeypatch, both) == []

    def test_one_that_says_neither_is_reported(self, monkeypatch):
        for edition in ("terms-zh-2030-01-01", None):
            bare = Sentence("所有人", self.GIST)
            place = "" if edition is None else f" in {edition}"
            assert self.flaws(monkeypatch, bare, edition=edition) == [
                (
                    "no_rule",
                    "Terms",
                    (),
                    edition,
                    f"Terms{place}: a sentence names no row and gives no reason why",
                )
            ]

    def test_one_that_names_a_rule_there_is_not_is_reported_with_its_name(self, monkeypatch):
        wrong = Sentence("所有人", self.GIST, "documents.individual documents.nobody steps.none")
        ((kind, table, rules, edition, said),) = self.flaws(monkeypatch, wrong)
        assert (kind, table, rules, edition) == (
            "unknown_rule",
            "Terms",
            ("documents.nobody", "steps.none"),
            "terms-zh-2030-01-01",
        )
        assert said.endswith(
            "a sentence names a row that is in no table: documents.nobody, steps.none"
        )

    def test_a_rule_that_no_sentence_names_is_reported(self):
        for table in tables():
            row = attrs.evolve(table.rows[0], id=f"{table.name}.unnamed")
            flaws = prove([attrs.evolve(table, rows=(*table.rows, row))]).flaws
            assert ("no_source", (row.id,)) in {(str(one.kind), one.rules) for one in flaws}


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


def asked(question, *args, edition):
    """What a question is answered in an edition; None where the edition does not speak of it."""
    try:
        return bare(question(*args, edition=edition))
    except DataError:
        return None


def bare(thing):
    """An answer without the rows it rests on."""
    if isinstance(thing, tuple):
        return [attrs.evolve(one, rule="") for one in thing]
    return thing.outcome, thing.steps, [(f.code, f.path, f.remedy) for f in thing.findings]


@pytest.mark.parametrize(("before", "after"), list(itertools.combinations(Edition, 2)))
class TestComparison:
    """ "`compare` lists the inputs for which two editions answer differently. If only the sentence
    differs and the answer is the same, this does not count as a difference." (docs/design.md,
    "Tables")"""

    def test_is_what_asking_for_documents_shows(self, before, after):
        differing = {
            (applicant.type, applicant.is_administrator)
            for applicant in APPLICANTS
            if asked(icp.required_documents, applicant, edition=before)
            != asked(icp.required_documents, applicant, edition=after)
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
        differing = {
            (knows, can)
            for knows, can in itertools.product(BOTH, BOTH)
            if bare(icp.recovery_route(knows, can, before))
            != bare(icp.recovery_route(knows, can, after))
        }
        assert bool(differing) == (HELP in (before, after))
        cells = compare(before, after).cells
        assert {cell for table, cell in cells if table == "recovery"} == differing
        today = {"subjects", "purchases", "recovery", "account-warnings", "access", "review"}
        assert {table for table, _ in cells} <= {"documents", "imports", "steps", "windows"} | (
            today if HELP in (before, after) else set()
        )

    def test_is_what_asking_for_service_levels_shows(self, before, after):
        def level(stage, edition):
            try:
                found = icp.service_level(stage, edition)
            except DataError:
                return None
            return found.minimum, found.maximum, found.cutoff

        differing = {
            (stage, basis)
            for stage, basis in itertools.product(icp.Stage, icp.Basis)
            if level(stage, before) != level(stage, after)
        }
        # a text that promises no working days warns of no projected ones
        warned = {(stage, icp.Basis.PROJECTED) for stage in icp.Stage if HELP in (before, after)}
        assert {
            cell for table, cell in compare(before, after).cells if table == "windows"
        } == differing | warned
        assert bool(differing) == bool({GUIDE, HELP} & {before, after})

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


def test_what_changed_since_2019():
    """ "`compare` lists the inputs for which two editions answer differently." (docs/design.md,
    "Tables")"""
    comparison = compare(GUIDE, HELP)
    assert {one.table for one in comparison.differences} == {
        *("subjects", "purchases", "imports", "access", "recovery", "account-warnings", "steps"),
        *("documents", "review", "windows"),
    }
    said = {one.table: one for one in comparison.differences}
    assert [hit.row.id for hit in said["recovery"].after] == ["recovery.look-up"]
    assert said["documents"].after == said["review"].after == ()
    for lang, words in (("en", "nothing is said"), ("zh", "未作规定")):
        assert words in comparison.explain(lang)
        assert words in icp.to_markdown(comparison, lang)
    assert "2019-08-28" in comparison.explain() and "service number" in comparison.explain()
    assert "备案服务号" in comparison.explain("zh")


def test_what_changed_on_2018_08_29_fits_a_small_table():
    """ "A notebook shows findings, requirements, routes, assessments and the result of `compare` as
    tables." (docs/design.md, "Explanations and pictures")"""
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
    """ "`derive` makes an edition of your own (`OwnEdition`): an existing edition with rules
    added, replaced or withdrawn. Every function that takes an edition accepts an `OwnEdition`."
    (docs/design.md, "Editions and sources")"""

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
        assert OURS.quote in answer.explain()
        assert answer.window.reason(OWN).source == OURS
        assert answer.window.reason(EN) is None

    WAIT = (
        Text(
            "Wait for the application to be processed: {} after receipt.",
            "等待处理。收到申请后的处理时间：{}。",
        ),
        "steps.wait",
    )

    def test_the_steps_say_the_service_level_of_the_edition(self):
        """ "wait one to two working days": how long follows from the service level."""
        words, rule = self.WAIT
        for edition, days in (
            (EN, Text("1 to 2 working days", "1 至 2 个工作日")),
            (OWN, Text("3 to 5 working days", "3 至 5 个工作日")),
            (
                derive(
                    OWN,
                    "slow",
                    NAME,
                    [attrs.evolve(LEVEL, then=icp.ServiceLevel("email_initialization", 9, 9))],
                ),
                Text("9 working days", "9 个工作日"),
            ),
            (
                derive(OWN, "silent", NAME, withdraw=["windows.email-initialization"]),
                Text("an unstated number of working days", "未载明的工作日数"),
            ),
        ):
            said = words.format(days)
            assert said in icp.recovery_route(False, False, edition).steps
            route = icp.import_route(
                "official_store", dt.date(2015, 1, 1), knows_old_account=False, edition=edition
            )
            assert said in route.steps and rule in route.rules
            answer = icp.assess(icp.RecoveryRequest(False, False), edition=edition)
            assert said in answer.steps
            assert said.en in answer.explain() and said.zh in answer.explain("zh")

    def test_a_claims_step_says_its_service_level_too(self):
        level = Rule(
            "windows.claim-review",
            where(stage={icp.Stage.CLAIM_REVIEW}),
            icp.ServiceLevel("claim_review", 2, 4),
            OURS,
        )
        slow = derive(GUIDE, "slow", NAME, [level])
        for edition, en, zh in (
            (GUIDE, "review takes 1 working day.", "审核时间：1 个工作日。"),
            (slow, "review takes 2 to 4 working days.", "审核时间：2 至 4 个工作日。"),
        ):
            route = icp.import_route("official_store", dt.date(2010, 5, 31), edition=edition)
            assert route.steps[-1].en.endswith(en) and route.steps[-1].zh.endswith(zh)
            assert route.rules[-1] == "steps.submit-claim"

    def test_a_step_may_have_a_service_level_of_its_own_choice(self):
        said = Text("It takes {}; be patient.", "需要 {}，请耐心等待。")
        row = attrs.evolve(
            find_rule("steps.wait"),
            then=Instruction(said, icp.Stage.POSTED_DOCUMENTS),
            cites=OURS,
        )
        own_edition = derive(GUIDE, "posted", NAME, [row])
        steps = icp.recovery_route(False, False, own_edition).steps
        assert (
            Text("It takes 1 to 2 working days; be patient.", "需要 1 至 2 个工作日，请耐心等待。")
            in steps
        )
        assert row.then.words == Text(
            "It takes the stated number of working days; be patient.",
            "需要 规定的工作日数，请耐心等待。",
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
        assert {row["edition"] for row in icp.exports.to_rows(table)} == {"our-terms"}
        assert (
            OURS.quote in icp.to_markdown(table)
            and OURS.quote in icp.to_dmn(table)
            and OURS.quote in icp.to_csv(table)
        )
        assert find_rule(EVERYBODY.id, OWN).then == (LETTER,) != find_rule(EVERYBODY.id).then

    def test_an_edition_of_ones_own_may_be_silent_too(self):
        """ "An edition of your own says nothing about a matter if it has no rule about it."
        (docs/design.md, "Editions and sources")"""
        told = Rule("account-warnings.own", (), Says("procedure_not_offered"), OURS)
        rows = [row.id for row in DOCUMENT_RULES.rows if EN in row.editions]
        shut = derive(EN, "shut", NAME, [told], rows)
        assert (prove(shut).flaws, prove(shut).silent) == ((), (("documents", "shut"),))
        with pytest.raises(DataError, match="edition shut has no rule for: Which documents"):
            icp.required_documents(APPLICANTS[0], shut)
        request = icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(2018, 3, 5))
        answer = icp.assess(request, edition=shut)
        # its way to recover an account is the e-mail initialization, which would not work
        assert (answer.verdict, answer.steps, answer.window) == ("rejected", (), None)
        assert [f.code for f in answer.findings].count("procedure_not_offered") == 1

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
            assert icp.assess(request, edition=derived).differs_in == (EN, ZH06, HELP)

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

    @own.law("An edition derived without changes gives the same answers as the original edition")
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
            ({"rows": [attrs.evolve(EVERYBODY, cites=None)]}, "/rows/0", "wrong_type"),
            ({"rows": [attrs.evolve(EVERYBODY, cites=OURS.quote)]}, "/rows/0", "wrong_type"),
            (
                {"rows": [attrs.evolve(EVERYBODY, cites=attrs.evolve(OURS, quote=""))]},
                "/rows",
                "no_quote",
            ),
            ({"rows": [attrs.evolve(EVERYBODY, then=Text("a", "b"))]}, "/rows/0", "wrong_type"),
            ({"rows": [attrs.evolve(EVERYBODY, then=())]}, "/rows/0", "wrong_type"),
            (
                {"rows": [Rule("account-warnings.own", (), Says("no_such_code"), OURS)]},
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


def refused(*rows, base=EN, withdraw=()):
    """What keeps rows out of an edition of one's own: pointer, code and message of each."""
    with pytest.raises(DataError) as caught:
        derive(base, "x", NAME, rows, withdraw)
    return [(one.pointer, one.code, one.message) for one in caught.value.problems]


class TestUnheeded:
    """ "`derive` refuses a rule if no answer would use it or a part of it."
    (docs/design.md, "Tables")"""

    LEVEL = icp.ServiceLevel("mine", 3, 4)

    @pytest.mark.parametrize("stage", icp.Stage)
    def test_a_second_service_level_for_a_stage(self, stage):
        """ "In an edition, a stage has at most one service level." (docs/design.md, "Tables")"""
        row = Rule("windows.mine", where(stage=stage), self.LEVEL, OURS)
        first = f"windows.{stage.value.replace('_', '-')}"
        for base in Edition:
            if base not in find_rule(first).editions:
                own = derive(base, "x", NAME, [row])
                assert icp.service_level(stage, own) == self.LEVEL
                continue
            problems = refused(row, base=base)
            assert [one[:2] for one in problems] == [("/rows", "overlap")] * len(icp.Basis)
            assert all(f": {first}, windows.mine; narrow" in one[2] for one in problems)
            own = derive(base, "x", NAME, [row], [first])
            assert icp.service_level(stage, own) == self.LEVEL
            table = next(one for one in tables(own) if one.name == "windows")
            twice = attrs.evolve(table, rows=(*table.rows, attrs.evolve(row, id="windows.more")))
            both = ("windows.mine", "windows.more")
            assert prove([twice]).flaws == tuple(
                Flaw(FlawKind.OVERLAP, "windows", both, "x", (stage, basis)) for basis in icp.Basis
            )
        assert len(refused(Rule("windows.all", (), self.LEVEL, OURS), base=GUIDE)) == 14

    @pytest.mark.parametrize("basis", icp.Basis)
    def test_a_service_level_of_some_days_only(self, basis):
        row = attrs.evolve(LEVEL, when=where(stage="email_initialization", basis=basis))
        ((pointer, code, message),) = refused(row)
        assert (pointer, code) == ("/rows/0", "unknown_input")
        assert message == "a service level does not depend on the basis; leave the basis out"
        warned = Rule("windows.mine", where(basis=basis), Says("window_projected"), OURS)
        assert derive(EN, "x", NAME, [warned]), "what is found may hang on the basis"

    @pytest.mark.parametrize("words", [("It takes {}.", "需要。"), ("It takes long.", "需要{}。")])
    def test_a_step_with_a_gap_that_nothing_fills(self, words):
        step = Rule("steps.wait", where(action="wait"), Instruction(Text(*words)), OURS)
        ((pointer, code, message),) = refused(step)
        assert (pointer, code) == ("/rows/0", "unknown_value")
        assert message == ("a step with {} in its text needs a stage; its working days replace {}")
        filled = attrs.evolve(step, then=Instruction(Text(*words), "email_initialization"))
        own = derive(EN, "x", NAME, [filled])
        assert "{}" not in icp.assess(icp.RecoveryRequest(False, False), edition=own).explain()

    def test_the_steps_of_an_import_beside_those_of_its_access(self):
        row = find_rule("imports.old-platform")
        own = attrs.evolve(row, then=Way("import", ["open_import"]), cites=OURS)
        ((pointer, code, message),) = refused(own)
        assert (pointer, code) == ("/rows/0", "unknown_value")
        assert message == (
            'the steps of an import come from the table "access"; leave them out here'
        )
        claim = derive(
            GUIDE,
            "y",
            NAME,
            [
                Rule(
                    "imports.log-on",
                    find_rule("imports.log-on").when,
                    Way("log_on", ["log_on_directly"]),
                    OURS,
                )
            ],
        )
        route = icp.import_route("official_store", dt.date(2018, 1, 1), edition=claim)
        assert (route.outcome, len(route.steps), route.findings) == ("log_on", 1, ())

    def test_a_step_that_has_no_words_in_the_edition(self):
        row = find_rule("imports.old-platform")
        way = attrs.evolve(row, then=Way("log_on", ["log_on_directly", "prepare"]), cites=OURS)
        ((pointer, code, message),) = refused(way)
        assert (pointer, code) == ("/rows/0", "unknown_value")
        assert message.startswith('log_on_directly: the table "steps" has no row for this step')
        step = find_rule("steps.log-on-directly")
        own = derive(EN, "x", NAME, [way, attrs.evolve(step, cites=OURS)])
        route = icp.import_route("old_hichina_platform", edition=own)
        assert (route.outcome, len(route.steps), route.findings) == ("log_on", 2, ())
        problems = refused(way, withdraw=["steps.prepare"])
        assert [one[2].split(":")[0] for one in problems] == ["log_on_directly", "prepare"]

    def test_what_a_way_says_is_found_in_every_table_of_ways(self):
        for id, path, ask in (
            ("access.known", "/knows_old_account", icp.ImportRequest("1", "old_hichina_platform")),
            ("recovery.retrieve", "", icp.RecoveryRequest(True, True)),
        ):
            row = find_rule(id)
            then = attrs.evolve(row.then, says=Says("filing_date_implausible"))
            own = derive(EN, "x", NAME, [attrs.evolve(row, then=then, cites=OURS)])
            (finding,) = icp.assess(ask, edition=own).findings
            assert (finding.code, finding.rule, finding.path) == (
                "filing_date_implausible",
                id,
                path,
            )
            assert icp.assess(ask, edition=EN).findings == ()

    def test_wire_values_count_as_their_members(self):
        asked = Asked("half_length_photo", held="id_credential")
        assert asked == Asked(icp.DocumentKind.HALF_LENGTH_PHOTO, held=icp.Held.ID_CREDENTIAL)
        own = derive(
            EN, "x", NAME, [Rule("documents.individual", where(type="individual"), (asked,), OURS)]
        )
        photo = icp.SubmittedDocument("half_length_photo", held="id_credential")
        assert icp.review_documents(APPLICANTS[0], [photo], own) == ()
        assert Way("import", ["wait"]) == Way(Outcome.IMPORT, (Step.WAIT,))
        for wrong in (
            lambda: Asked("photo"),
            lambda: Asked("id_credential", held="passport"),
            lambda: Asked("id_credential", "yes"),
            lambda: Way("imported"),
            lambda: Way("import", "wait"),
            lambda: Way("import", ["waiting"]),
            lambda: Instruction(NAME, "waiting"),
        ):
            with pytest.raises(DataError):
                wrong()

    def test_what_is_found_of_a_stage_is_no_level(self):
        found = Rule("windows.mine", (), Says("window_projected"), OURS)
        own = derive(EN, "x", NAME, [found], withdraw=["windows.email-initialization"])
        with pytest.raises(DataError, match=r"^/stage: edition x does not say how long"):
            icp.service_level("email_initialization", own)


class TestFilled:
    """ "the placeholder is always filled" (docs/design.md,
    "Explanations and pictures")"""

    @pytest.mark.parametrize("code", MESSAGES)
    def test_no_code_comes_out_with_a_gap_wherever_it_is_said(self, code):
        remedy = Text("Bring the {}, please.", "请提供{}。")
        says = Says(code, remedy)
        rows = [
            Rule("account-warnings.mine", (), says, OURS),
            Rule("subjects.mine", (), says, OURS),
            Rule("holders.mine", (), says, OURS),
            Rule("numbers.mine", (), says, OURS),
            Rule("natures.mine", (), says, OURS),
            Rule("filing-numbers.mine", (), says, OURS),
            Rule("dates.mine", (), says, OURS),
            Rule("windows.mine", (), says, OURS),
            *(
                attrs.evolve(find_rule(id), then=says, cites=OURS)
                for id in ("purchases.other-account", "review.missing")
            ),
            *(
                attrs.evolve(find_rule(id), then=Way(Outcome.NOT_ELIGIBLE, (), says), cites=OURS)
                for id in ("imports.old-platform", "recovery.retrieve")
            ),
        ]
        own = derive(EN, "x", NAME, rows)
        site = icp.Website("example.cn", "浙ICP备99000001号-1")
        subject = icp.Subject("individual", "张三", icp.Credential("passport", "E12345678"))
        said = set()
        for request in (
            icp.FilingRequest(
                icp.Filing("1", subject, [site], domain_account="2", server_account="2")
            ),
            icp.ImportRequest("1", "old_hichina_platform"),
            icp.RecoveryRequest(True, True),
            icp.EmailInitializationRequest(icp.Applicant("individual"), dt.date(2018, 3, 5)),
        ):
            answer = icp.assess(request, edition=own)
            for one in (one for one in answer.findings if one.rule in own_ids(rows)):
                said.add(one.rule)
                for text in (one.message, one.remedy):
                    assert "{}" not in text.en + text.zh, one.rule
                assert one.remedy.en.startswith("Bring the ") and len(one.remedy.en) > 20
            assert "{}" not in answer.explain() + answer.explain("zh") + answer._repr_html_()
        # what is not offered has neither documents to review nor a window
        unasked = {"review.missing", "windows.mine"} if code == "procedure_not_offered" else set()
        assert said == own_ids(rows) - unasked
        assert "{}" not in says.words.en + says.words.zh


def own_ids(rows):
    return {row.id for row in rows}


class TestDumped:
    """ "For an edition of your own, the JSON contains only its id." (docs/design.md, "JSON")"""

    REQUESTS = (
        icp.EmailInitializationRequest(APPLICANTS[-1], dt.date(2018, 3, 5)),
        icp.RecoveryRequest(False, False),
        icp.ImportRequest("1", "official_store"),
    )

    @own.law("An answer read from JSON has the same explanation, except for what the JSON omits")
    @given(own.requests, st.sampled_from(["en", "zh"]))
    def test_is_read_back_and_says_what_is_still_known(self, request, lang):
        answer = icp.assess(request, edition=OWN)
        written = icp.dump(answer)
        again = icp.load(written, icp.Assessment)
        assert icp.dump(again) == written
        assert again.edition == "our-terms" and type(again.edition) is str
        assert attrs.evolve(again, edition=OWN) == answer
        lines, known = (one.explain(lang).splitlines() for one in (again, answer))
        name = {"en": "Edition applied: Our terms.", "zh": "适用版本：我们的条款。"}[lang]
        assert name in known
        known[known.index(name)] = name.replace(OWN.to(lang), "our-terms")
        assert [one for one in lines if one not in known] == [], "nothing else is said"
        assert lines[0] == known[0]
        for finding in answer.findings:
            assert f" {finding.rule}" in "\n".join(lines)
        assert "<td" in again._repr_html_()

    @pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: type(one).__name__)
    def test_satisfies_the_schema(self, request_):
        validator = jsonschema.Draft202012Validator(icp.json_schema(icp.Assessment))
        for id in ("our-terms", "本公司条款 2024", "x", "é" * 200, "𱖎"):
            answer = icp.assess(request_, edition=derive(OWN, id, NAME))
            written = icp.dump(answer)
            assert [*validator.iter_errors(written)] == []
            assert icp.load(written, icp.Assessment).edition == id
        for edition in Edition:
            written = icp.dump(icp.assess(request_, edition=edition))
            assert icp.load(written, icp.Assessment).edition is edition
        for wrong in ("", " ", "a\u200bb", "\n", "é" * 201, 5, None, ["our-terms"], {"value": "x"}):
            written["edition"] = wrong
            assert not validator.is_valid(written)
            with pytest.raises(DataError, match="/edition"):
                icp.load(written, icp.Assessment)

    @pytest.mark.parametrize(
        "id",
        [
            "",
            " ",
            "own ",
            "\ufeffown",
            "a\u200bb",
            "e\u0301",
            "x" * 201,
            "\ud800",
            "\ue000",
            5,
            None,
        ],
    )
    def test_an_id_that_could_not_be_read_back_is_refused(self, id):
        with pytest.raises(DataError) as caught:
            derive(EN, id, NAME)
        assert [one.pointer for one in caught.value.problems] == ["/id"]


# -- Saying why ------------------------------------------------------------------------------------


class TestReasons:
    """ "The explanation includes the result, the conditions that matched, the rule, its sentence
    and the address of the page." (docs/design.md, "Explanations and pictures")"""

    @own.law("Every answer can be explained in both languages")
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
            for lang, text in (("en", english), ("zh", chinese)):
                source = one.reason.source
                said = (one.rule, source.quote, passage(source, lang), source.url)
                assert all(part in text for part in said) and passage(source, lang)
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
        route = icp.import_route(
            origin, day, knows_old_account=knows, knows_old_password=password, edition=edition
        )
        assert tuple(reason.rule for reason in route.reasons) == route.rules
        assert len(route.step_reasons) == len(route.steps)
        assert route.reasons[len(route.reasons) - len(route.steps) :] == route.step_reasons
        for lang in ("en", "zh"):
            text = route.explain(lang)
            for reason in route.reasons:
                assert reason.rule in text and passage(reason.source, lang) in text

    def test_the_html_is_the_same_and_escaped(self):
        bad = Source(
            "<b>x</b>", "javascript:alert(1)", dt.date(2024, 1, 1), "<script>alert(1)</script>"
        )
        told = Rule(
            "account-warnings.<b>",
            (),
            Says("replaces_email_account", Text("<script>", "<script>")),
            bad,
        )
        own = derive(EN, "<i>", Text("<i>", "<i>"), [attrs.evolve(EVERYBODY, cites=bad), told])
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

    @own.law("An answer read from JSON has the same explanation, except for what the JSON omits")
    @given(own.requests, own.editions, st.sampled_from(["en", "zh"]))
    def test_what_was_read_from_json_explains_itself_without_conditions(
        self, request, edition, lang
    ):
        """ "An answer read from JSON does not know which conditions matched, so its explanation has
        no conditions, except that of the window." (docs/design.md, "Explanations and pictures")"""
        answer = icp.assess(request, edition=edition)
        again = icp.load(icp.dump(answer), icp.Assessment)
        assert again == answer

        def told(answer, head):
            lines = answer.explain(lang).splitlines()
            return sorted({one for one in lines if one.startswith(head) or one[:1] != " "})

        head = {"en": "  Rule ", "zh": "  规则 "}[lang]
        assert told(again, head) == told(answer, head)
        for finding in again.findings:
            lines = finding.explain(lang).splitlines()
            assert len(lines) == 2 and lines[1].startswith(head + finding.rule)
            assert ">always<" not in finding._repr_html_()
        for requirement in again.required_documents:
            assert len(requirement.explain(lang).splitlines()) == 1
        text = again.explain(lang)
        assert not re.search(r"^ +(Always|一律适用)", text, re.MULTILINE)
        whys = re.findall(r"^ +(?:Because|依据：).*", text, re.MULTILINE)
        assert len(whys) == (again.window is not None), "a window finds its row again"
        assert "<td" in again._repr_html_()

    def test_a_rule_that_is_not_in_force_is_left_out(self):
        answer = icp.assess(icp.RecoveryRequest(False, False))
        for rule in ("imports.claim", "no.such-rule"):
            odd = attrs.evolve(answer, rules=(rule,), reasons=(), step_reasons=())
            assert rule not in odd.explain()
            assert "This rule applies" not in odd.explain()

    def test_another_language_is_refused(self):
        with pytest.raises(DataError, match="/lang"):
            icp.assess(icp.RecoveryRequest(False, False)).explain("de")
