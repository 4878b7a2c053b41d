"""Laws of every rule table, and of the error for malformed data."""

import copy
import datetime as dt
import pickle
from functools import partial
from typing import get_args

import attrs
import pytest

from icp_rules import (
    Applicant,
    DataError,
    DocumentKind,
    Edition,
    Held,
    SubjectType,
    SubmittedDocument,
    Text,
    derive,
    find_rule,
    prove,
    tables,
)
from icp_rules.errors import Problem
from icp_rules.findings import MESSAGES, Code, Says
from icp_rules.rules import Column, Hit, Rule, Source, Table, where
from icp_rules.vocabulary import Term

TABLES = {table.name: table for table in tables()}
OURS = Source("Our terms", "https://example.cn", dt.date(2024, 1, 1), "Everybody.")


@pytest.mark.parametrize("name", TABLES)
class TestTables:
    """ "`prove` can check every combination of inputs" (docs/design.md, "The idea")"""

    def test_a_unique_table_answers_every_cell_of_every_edition_once(self, name):
        table = TABLES[name]
        for edition in Edition:
            for cell in table.cells():
                rows = table.matching(edition, *cell)
                if table.hit == "unique" and not table.speaks_in(edition):
                    assert (rows, edition) == ((), Edition.HELP_2025_04_23)
                    assert name in ("access", "documents", "review")
                elif table.hit == "unique":
                    assert len(rows) == 1, (edition, cell, [row.id for row in rows])
                    assert table.only(edition, *cell) == table.at(edition, *cell)
                assert tuple(hit.row for hit in table.at(edition, *cell).hits) == rows

    def test_every_row_can_answer(self, name):
        table = TABLES[name]
        reached = {
            hit.row.id
            for edition in Edition
            for cell in table.cells()
            for hit in table.at(edition, *cell).hits
        }
        assert reached == {row.id for row in table.rows}

    def test_every_row_names_a_text_and_a_sentence_in_every_edition_it_is_in_force_in(self, name):
        for row in TABLES[name].rows:
            assert row.editions and row.cites is None
            assert [*map(row.holds_in, Edition)] == [edition in row.editions for edition in Edition]
            for edition in row.editions:
                source = row.source(edition)
                assert source.is_evidence and source.url.startswith("https://")
                assert source.quote.strip() or source.gist
                assert source.quote != source.title

    def test_conditions_name_inputs_and_values_the_table_has(self, name):
        columns = {column.name: set(column.values) for column in TABLES[name].columns}
        for row in TABLES[name].rows:
            for column, allowed in row.when:
                assert allowed and allowed <= columns[column], row.id

    def test_a_value_that_is_no_input_is_refused(self, name):
        """ "No rule is ever applied to an unknown value." (docs/design.md, "Vocabulary")"""
        table = TABLES[name]
        cell = next(table.cells())
        with pytest.raises(KeyError):
            table.at(Edition.FAQ_EN_2018_01_08, "no such value", *cell[1:])
        with pytest.raises(KeyError, match="edition"):
            table.at("faq-en-2018-01-09", *cell)


class TestRows:
    """ "The id of a rule begins with the name of its table, is permanent and is never reused."
    (docs/design.md, "Tables")"""

    def test_ids_are_unique_and_begin_with_the_table(self):
        ids = [row.id for table in tables() for row in table.rows]
        assert len(ids) == len(set(ids))
        assert all(row.id.startswith(table.name + ".") for table in tables() for row in table.rows)

    def test_find_rule_finds_each_and_nothing_else(self):
        assert all(find_rule(row.id) is row for table in tables() for row in table.rows)
        with pytest.raises(DataError):
            find_rule("documents.nobody")

    def test_a_row_not_in_force_is_refused_with_the_editions_where_it_is(self):
        """ "If that edition does not have the rule, the error lists the editions that do."
        (docs/design.md, "Editions and sources")"""
        for row in (row for table in tables() for row in table.rows):
            for edition in Edition:
                if edition in row.editions:
                    assert find_rule(row.id, edition) is find_rule(row.id, edition.value) is row
                    continue
                for asked in (edition, edition.value):
                    for ask in (partial(find_rule, row.id), row.source):
                        with pytest.raises(DataError) as caught:
                            ask(asked)
                        assert caught.value.problems == (
                            Problem(
                                "/edition",
                                "unknown_value",
                                f"rule {row.id} is not in force in edition {edition}; "
                                "it is in force in: "
                                + ", ".join(one for one in Edition if one in row.editions),
                            ),
                        )

    def test_a_row_that_ones_own_edition_has_withdrawn(self):
        own = derive("faq-en-2018-01-08", "own", Text("Own", "自有"), (), ["subjects.first"])
        with pytest.raises(
            DataError, match="in edition own; it is in force in: faq-en-2018-01-08, faq-zh"
        ):
            find_rule("subjects.first", own)
        with pytest.raises(
            DataError, match="not in force in edition own; it is in force in: guide-zh"
        ):
            find_rule("imports.claim", own)
        with pytest.raises(DataError, match="/id"):
            find_rule("subjects.nobody", own)
        assert find_rule("subjects.other-subject", own).cites is not None

    def test_a_row_of_ones_own_rests_on_its_own_source_everywhere(self):
        row = Rule("documents.own", (), (), OURS)
        assert row.editions == set(Edition) and row.holds_in("our-terms")
        assert {row.source(edition) for edition in Edition} == {OURS}
        nowhere = Rule("documents.own", (), ())
        assert nowhere.editions == set() and not any(map(nowhere.holds_in, Edition))

    def test_the_names_for_writing_rules_can_be_had_from_one_module(self):
        from icp_rules import rules, texts

        assert rules.Source is texts.Source and rules.Sentence is texts.Sentence


class TestWriting:
    """ "You can pass a single value instead of a set. A string counts as one value … An invalid
    table is refused when it is made." (docs/design.md, "Tables")"""

    @pytest.mark.parametrize(
        ("one", "several"),
        [
            ("individual", {"individual"}),
            (SubjectType.INDIVIDUAL, {SubjectType.INDIVIDUAL}),
            (True, {True}),
            (None, {None}),
            (5, [5]),
            ("", [""]),
        ],
    )
    def test_a_single_value_is_one_value(self, one, several):
        wanted = (("type", frozenset(several)),)
        assert where(type=one) == where(type=several) == wanted
        assert where(type=iter(several)) == wanted
        for when in (wanted, [["type", several]], (("type", one),)):
            assert Rule("t.a", when, None).when == wanted

    def test_a_value_is_as_good_as_its_wire_value(self):
        for id, when in (
            ("documents.individual", {"type": "individual"}),
            ("documents.organization-agent", {"type": "organization", "administrator": False}),
            ("windows.projected", {"basis": "projected"}),
        ):
            row = find_rule(id)
            assert row.when == where(**when)
            table = TABLES[id.split(".")[0]]
            written = tuple(
                attrs.evolve(one, when=where(**when)) if one is row else one for one in table.rows
            )
            again = attrs.evolve(table, rows=written)
            assert prove([again]).flaws == ()
            for cell in table.cells():
                assert again.at("faq-en-2018-01-08", *cell) == table.at("faq-en-2018-01-08", *cell)

    @pytest.mark.parametrize(
        "when",
        [
            "type",
            5,
            None,
            {"type": {1}},
            [("type",)],
            [(5, {1})],
            [("type", [[1]])],
            ("type", {1}),
            {"ab": {1}},
            ["ab"],
        ],
    )
    def test_what_are_no_conditions_is_refused(self, when):
        with pytest.raises(DataError) as caught:
            Rule("documents.own", when, ())
        assert [(one.pointer, one.code) for one in caught.value.problems] == [
            ("/when", "wrong_type")
        ]
        assert caught.value.__context__ is None

    @pytest.mark.parametrize("hit", ["Unique", "UNIQUE", "collect ", "", "first", None, True, Hit])
    def test_there_are_two_ways_to_hit_and_no_other_spelling(self, hit):
        with pytest.raises(DataError) as caught:
            attrs.evolve(TABLES["documents"], hit=hit)
        (problem,) = caught.value.problems
        assert (problem.pointer, problem.code) == ("/hit", "unknown_value")

    def test_columns_have_names_of_their_own_and_values_once(self):
        one, two = Column("x", (1, 2)), Column("y", (1, 2))
        with pytest.raises(DataError) as caught:
            Table("t", Text("t", "t"), "unique", (one, two, one, attrs.evolve(two, name="x")), ())
        assert [(one.pointer, one.code) for one in caught.value.problems] == [
            ("/columns/2/name", "duplicate_name"),
            ("/columns/3/name", "duplicate_name"),
        ]
        for values in ((1, 2, 1), (1, True), ("a", "a")):
            with pytest.raises(DataError, match="/values: each value may be listed only once"):
                Column("x", values)

    def test_a_text_is_no_list_of_letters(self):
        assert Column("x", "ab").values == ("ab",)
        rows = [Rule("t.a", (), Text("a", "甲"), OURS)]
        table = Table("t", Text("t", "t"), "unique", [Column("x", "ab")], rows, "2024")
        assert (table.editions, len([*table.cells()])) == (("2024",), 1)
        assert prove([table]).flaws == () and prove([table]).cells == 1
        for wrong in ({"columns": "x"}, {"rows": "x"}, {"rows": [None]}, {"columns": rows}):
            with pytest.raises(DataError, match=f"/{next(iter(wrong))}"):
                attrs.evolve(table, **wrong)


class TestOnly:
    """ "If an edition says nothing about a matter, `required_documents`, `review_documents`,
    `applicants_for` and `service_level` raise a `DataError`. The error names the edition that you
    chose and the editions that have an answer." (docs/design.md, "Editions and sources")"""

    SPEAKING = (
        ("steps", ("open_claim",), [Edition.GUIDE_ZH_2019_08_01]),
        ("windows", ("authority_review", "official"), [Edition.GUIDE_ZH_2019_08_01]),
        ("dates", ("other", "unknown"), []),
    )

    @pytest.mark.parametrize(("name", "cell", "speak"), SPEAKING)
    def test_an_edition_that_is_silent_names_those_that_speak(self, name, cell, speak):
        table = TABLES[name]
        for edition in Edition:
            if edition in speak:
                assert len(table.only(edition, *cell).hits) == 1
                continue
            with pytest.raises(DataError) as caught:
                table.only(edition, *cell)
            (problem,) = caught.value.problems
            assert problem == Problem(
                "/edition",
                "unknown_value",
                f"edition {edition} has no rule for: {table.title.en}; editions with one: "
                + (", ".join(speak) or "none"),
            )

    def test_several_answers_are_not_one(self):
        with pytest.raises(DataError, match="has no rule for: Who may file"):
            TABLES["subjects"].only("faq-en-2018-01-08", "other", "other")

    def test_an_ambiguous_and_an_incomplete_table_are_found_out(self):
        column = Column("x", (1, 2))
        rows = (Rule("t.a", where(x={1}), "a", OURS), Rule("t.b", where(x={1}), "b", OURS))
        table = Table[str]("t", Text("t", "t"), "unique", (column,), rows)
        assert [len(table.matching(Edition.FAQ_EN_2018_01_08, x)) for x in (1, 2)] == [2, 0]
        for x in (1, 2):
            with pytest.raises(
                DataError, match="/edition: edition faq-en-2018-01-08 has no rule for"
            ):
                table.only(Edition.FAQ_EN_2018_01_08, x)

    def test_a_table_speaks_in_an_edition_where_a_row_is_in_force(self):
        for table in TABLES.values():
            assert [*map(table.speaks_in, Edition)] == [
                any(edition in row.editions for row in table.rows) for edition in Edition
            ]
            assert not table.speaks_in("no-such-edition")
        claims = attrs.evolve(
            TABLES["steps"], rows=(find_rule("steps.open-claim"), find_rule("steps.fill-claim"))
        )
        assert [*map(claims.speaks_in, Edition)] == [False, False, False, True, False]


class TestAsking:
    """A table in an edition of your own is asked like any other."""

    def test_of_the_published_table_or_of_its_own(self):
        row = Rule("account-warnings.own", (), Says("window_projected"), OURS)
        own = derive("faq-en-2018-01-08", "own", Text("Own", "自有"), [row])
        for table in TABLES.values():
            for cell in table.cells():
                ours = own.tables[table.name].at(own, *cell)
                assert table.at(own, *cell) == ours
                rows = own.tables[table.name].matching(own, *cell)
                assert tuple(hit.row for hit in ours.hits) == rows
        said = TABLES["account-warnings"].at(own, False, False)
        assert [hit.reason.source for hit in said.hits] == [OURS]
        assert said.others == set(Edition)


class TestMessages:
    """ "A message never repeats a value of the request. The rule's own words replace the
    placeholder `{}` in a message. If the rule has no words of its own, the placeholder is replaced
    by the name of a vocabulary term, such as a kind of credential. If there is no vocabulary term
    either, the default words for the code are used." (docs/design.md, "Explanations and
    pictures")"""

    def test_every_code_has_a_message_and_no_message_lacks_a_code(self):
        assert set(MESSAGES) == set(get_args(Code))

    @pytest.mark.parametrize("code", get_args(Code))
    def test_both_languages(self, code):
        message = MESSAGES[code]
        for text in filter(None, (message.message, message.remedy)):
            assert text.en.isascii() and any("一" <= c <= "鿿" for c in text.zh)
        assert message.message.en.count("{}") == message.message.zh.count("{}")
        # what to do instead of importing is said by the rows, where their sentence says it
        by_row = code == "import_not_eligible"
        assert message.remedy is not None or message.severity == "note" or by_row, (
            "an error or a warning says what to do"
        )

    def test_every_term_has_two_names(self):
        assert len(Term.__subclasses__()) > 20
        for cls in Term.__subclasses__():
            for one in cls:
                assert one.value and one.en and one.zh, one
                if cls.__name__ != "Edition":
                    assert one.value.replace("_", "").isalnum() and one.value == one.value.lower()


class TestDataError:
    """ "`.problems` lists every problem as `(pointer, code, message)`; no message repeats an input
    value" (docs/design.md, "Errors and limits")"""

    def test_is_a_value_error_and_pickles(self):
        error = DataError(
            [Problem("/a", "missing", "this is required"), Problem("", "wrong_type", "no")]
        )
        again = pickle.loads(pickle.dumps(error))
        assert (
            isinstance(again, ValueError)
            and again.problems == error.problems == copy.copy(error).problems
        )
        assert str(again) == "/a: this is required [missing]; (the whole): no [wrong_type]"

    def test_an_unknown_word_lists_the_known_ones_and_not_itself(self):
        with pytest.raises(DataError) as caught:
            Applicant("ORGANIZATION-4711")
        assert (
            caught.value.problems[0].pointer == "/type"
            and "organization" in str(caught.value)
            and "4711" not in str(caught.value)
        )
        assert caught.value.__context__ is None

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "organisation",
            "Organization",
            "organization ",
            None,
            1,
            True,
            b"organization",
            ["organization"],
        ],
    )
    def test_a_plain_value_never_matches_no_row(self, value):
        with pytest.raises(DataError):
            Applicant(value)

    @pytest.mark.parametrize("cell", [(), ("organization",), ("organization", True, True)])
    def test_a_table_is_asked_with_all_its_inputs_and_no_more(self, cell):
        table = next(table for table in tables() if table.name == "documents")
        assert len(table.columns) == 2
        for ask in (table.at, table.matching):
            with pytest.raises(ValueError, match="argument 2"):
                ask("faq-en-2018-01-08", *cell)

    def test_a_column_says_something_of_each_value(self):
        with pytest.raises(ValueError, match="argument 2"):
            Column("of", (1, 2, 3), (Text("one", "一"), Text("two", "二"))).clause([3])

    def test_a_member_of_another_vocabulary_is_refused_though_spelled_alike(self):
        assert DocumentKind.ID_CREDENTIAL == Held.ID_CREDENTIAL.value
        with pytest.raises(DataError):
            SubmittedDocument("half_length_photo", held=DocumentKind.ID_CREDENTIAL)
