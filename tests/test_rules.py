"""Laws of every rule table, and of the error for malformed data."""

import copy
import pickle
from typing import get_args

import pytest

from icp_rules import (
    Applicant,
    Code,
    DataError,
    Edition,
    Problem,
    Rule,
    Table,
    Term,
    Text,
    find_rule,
    tables,
)
from icp_rules.findings import MESSAGES
from icp_rules.rules import Column, Source, cite, where

TABLES = {table.name: table for table in tables()}


@pytest.mark.parametrize("name", TABLES)
class TestTables:
    """ "a table over finite inputs can be proved complete and unambiguous by walking all of them"
    (design, section 1)."""

    def test_a_unique_table_answers_every_cell_of_every_edition_once(self, name):
        table = TABLES[name]
        for edition in Edition:
            for cell in table.cells():
                rows = table.matching(edition, *cell)
                if table.hit == "unique":
                    assert len(rows) == 1, (edition, cell, [row.id for row in rows])
                    assert table.answer(edition, *cell) is rows[0]
                assert table.collect(edition, *cell) == rows

    def test_every_row_can_answer(self, name):
        table = TABLES[name]
        reached = {
            row.id
            for edition in Edition
            for cell in table.cells()
            for row in table.collect(edition, *cell)
        }
        assert reached == {row.id for row in table.rows}

    def test_every_row_names_a_text_and_a_sentence_in_every_edition_it_is_in_force_in(self, name):
        for row in TABLES[name].rows:
            assert row.editions
            assert [edition for edition, _ in row.sources] == [
                edition for edition in Edition if edition in row.editions
            ]
            for edition in row.editions:
                source = row.source(edition)
                assert source.quote.strip() and source.title and source.url.startswith("https://")

    def test_conditions_name_inputs_and_values_the_table_has(self, name):
        columns = {column.name: set(column.values) for column in TABLES[name].columns}
        for row in TABLES[name].rows:
            for column, allowed in row.when:
                assert allowed and allowed <= columns[column], row.id

    def test_a_value_that_is_no_input_is_refused(self, name):
        """ "a plain value never silently matches no row" (issue 2)."""
        table = TABLES[name]
        cell = next(table.cells())
        with pytest.raises(KeyError):
            table.collect(Edition.FAQ_EN_2018_01_08, "no such value", *cell[1:])


class TestRows:
    """ "a permanent row id that callers may log and that is never reused" (style)."""

    def test_ids_are_unique_and_begin_with_the_table(self):
        ids = [row.id for table in tables() for row in table.rows]
        assert len(ids) == len(set(ids))
        assert all(row.id.startswith(table.name + ".") for table in tables() for row in table.rows)

    def test_find_rule_finds_each_and_nothing_else(self):
        assert all(find_rule(row.id) is row for table in tables() for row in table.rows)
        with pytest.raises(DataError):
            find_rule("documents.nobody")

    def test_a_row_not_in_force_has_no_source(self):
        with pytest.raises(DataError, match="not in force"):
            find_rule("imports.claim").source("faq-en-2018-01-08")

    def test_an_ambiguous_and_an_incomplete_table_are_found_out(self):
        source = cite(
            every=Source(
                "t", "https://example.cn", find_rule("documents.individual").source().date, "q"
            )
        )
        column = Column("x", (1, 2))
        rows = (Rule("t.a", where(x={1}), "a", source), Rule("t.b", where(x={1}), "b", source))
        table = Table[str]("t", Text("t", "t"), "unique", (column,), rows)
        assert [len(table.matching(Edition.FAQ_EN_2018_01_08, x)) for x in (1, 2)] == [2, 0]
        with pytest.raises(ValueError, match="values to unpack"):
            table.answer(Edition.FAQ_EN_2018_01_08, 1)


class TestMessages:
    """ "Messages and remedies in English and Chinese for every code" (issue 2)."""

    def test_every_code_has_a_message_and_no_message_lacks_a_code(self):
        assert set(MESSAGES) == set(get_args(Code))

    @pytest.mark.parametrize("code", get_args(Code))
    def test_both_languages(self, code):
        message = MESSAGES[code]
        for text in filter(None, (message.message, message.remedy)):
            assert text.en.isascii() and any("一" <= c <= "鿿" for c in text.zh)
        assert message.message.en.count("{}") == message.message.zh.count("{}")
        assert message.remedy is not None or message.severity == "note", (
            "an error or a warning says what to do"
        )

    def test_every_term_has_two_names(self):
        for cls in Term.__subclasses__():
            for one in cls:
                assert one.value and one.en and one.zh, one
                if cls.__name__ != "Edition":
                    assert one.value.replace("_", "").isalnum() and one.value == one.value.lower()


class TestDataError:
    """ "one exception type for malformed data, all problems at once, each with its path and a
    code" (how we build)."""

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
        from icp_rules import DocumentKind, Held, SubmittedDocument

        assert DocumentKind.ID_CREDENTIAL == Held.ID_CREDENTIAL.value
        with pytest.raises(DataError):
            SubmittedDocument("half_length_photo", held=DocumentKind.ID_CREDENTIAL)
