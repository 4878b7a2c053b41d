"""Every table, cell by cell, against the same tables written by hand; the wording against the
committed pages; the calendar day by day."""

import attrs
import pytest

from icp_rules import (
    CredentialKind,
    Edition,
    ServiceLevel,
    SubjectNature,
    china_calendar,
    sources,
    tables,
)
from icp_rules.workdays import NOTICES
from tests import mutate_tables, table_oracle
from tests.calendar_oracle import wrong_days
from tests.strategies import law

TABLES = {table.name: table for table in tables()}


@pytest.mark.parametrize("name", TABLES)
class TestTables:
    """ "exactly one rule matches each combination of inputs in every edition that has rules in the
    table" (docs/design.md, "Tables")"""

    @law("Every table gives the right answer for every combination of inputs in every edition")
    def test_every_cell_of_every_edition_is_answered_as_written_by_hand(self, name):
        assert table_oracle.disagreements(TABLES[name]) == []

    def test_the_wording_is_that_of_the_committed_page(self, name):
        assert mutate_tables.on_page(TABLES[name])

    def test_a_service_level_rests_on_the_sentence_of_its_row(self, name):
        for row in TABLES[name].rows:
            if isinstance(row.then, ServiceLevel):
                (first, *_) = (edition for edition in Edition if edition in row.editions)
                assert row.then.source == row.source(first)


class TestCodeList:
    """ "the regulator's 18 natures of a subject (单位性质), each with its code, its type and the
    credentials listed for it" (docs/design.md, "Vocabulary")"""

    def test_natures_and_credentials_are_those_of_the_list(self):
        found = {
            nature.zh: (nature.code, {code: kind.zh for code, kind in nature.credentials.items()})
            for nature in SubjectNature
        }
        assert {
            zh: known for zh, known in found.items() if known != (0, {})
        } == table_oracle.LISTED and len(found) == 19

    def test_every_listed_credential_is_a_kind(self):
        papers = {paper for _, known in table_oracle.LISTED.values() for paper in known.values()}
        assert papers == {kind.zh for kind in CredentialKind} - {"军官证", "代码表之外的证件"}


class TestCalendar:
    """ "The calendar of mainland China follows the State Council's notices for 2007 to 2026 day by
    day" (docs/design.md, "Working days and service levels")"""

    def test_every_settled_day_is_worked_and_called_as_it_should_be(self):
        assert wrong_days(china_calendar()) == []

    def test_the_notices(self):
        """The State Council's notices, typed again: the year, the day of publication, the end of
        the address."""
        known = """
            2007 2008-03-28 2008-03/28/content_1761.htm; 2008 2008-03-28 2008-03/28/content_1645.htm; 2009 2008-12-10 2008-12/10/content_1572.htm;
            2010 2009-12-08 2009-12/08/content_1476.htm; 2011 2010-12-10 2010-12/10/content_1423.htm; 2012 2011-12-06 2011-12/06/content_1411.htm;
            2013 2012-12-10 2012-12/10/content_1353.htm; 2014 2014-01-02 2014-01/02/content_1194.htm; 2015 2014-12-16 2014-12/16/content_9302.htm;
            2015 2015-05-13 2015-05/13/content_9742.htm; 2016 2015-12-10 2015-12/10/content_10394.htm; 2017 2016-12-01 2016-12/01/content_5141603.htm;
            2018 2017-11-30 2017-11/30/content_5243579.htm; 2019 2018-12-06 2018-12/06/content_5346276.htm; 2019 2019-03-22 2019-03/22/content_5375877.htm;
            2020 2019-11-21 2019-11/21/content_5454164.htm; 2020 2020-01-27 2020-01/27/content_5472352.htm; 2021 2020-11-25 2020-11/25/content_5564127.htm;
            2022 2021-10-25 2021-10/25/content_5644835.htm; 2023 2022-12-08 2022-12/08/content_5730844.htm; 2024 2023-10-25 202310/content_6911528.htm;
            2025 2024-11-12 202411/content_6986383.htm; 2026 2025-11-04 202511/content_7047091.htm"""  # noqa: E501
        found = [
            (
                f"{year} {source.date} "
                f"{source.url.removeprefix('https://www.gov.cn/zhengce/zhengceku/')}"
            )
            for year, source in NOTICES
        ]
        assert found == [one.strip() for one in known.split(";")]
        assert all(
            str(year) in source.title or "70周年" in source.title for year, source in NOTICES
        ) and all("通知" in s.title for _, s in NOTICES)


class TestChanged:
    """A test fails for every change of a rule table or of a text: here for a part of them, for all
    of them by `python3 dev.py mutants` (see `mutate_tables.py`)."""

    def test_each_is_minded(self):
        # without those whose many cells take longest
        long = {"natures", "filing-documents"}
        tables = [table for table in TABLES.values() if table.name not in long]
        assert [name for name, minded in mutate_tables.mutants(tables) if not minded] == []

    def test_some_changes_of_the_provinces_are_minded(self):
        """Of every fifth row, since there are many."""
        table = TABLES["filing-documents"]
        few = attrs.evolve(table, rows=table.rows[::5])
        found = [
            (f"{row.id}, {field}", minded)
            for row in few.rows
            for kind, field, changed in mutate_tables.row_changes(table, row)
            for minded in [mutate_tables.minded(table, kind, changed)]
        ]
        assert [name for name, minded in found if not minded] == [] and len(found) > 1000

    def test_each_change_of_a_text_is_minded(self):
        """Every second one."""
        changed = [*mutate_tables.changed_texts()][::2]
        found = [(name, mutate_tables.minded_text(texts)) for name, texts in changed]
        assert [name for name, minded in found if not minded] == []
        assert len(found) > 1500 and sources.CITED is mutate_tables.WAS["CITED"]

    def test_what_is_not_changed_is_not(self):
        assert not mutate_tables.minded_text(sources.PUBLICATIONS)
        for table in TABLES.values():
            assert not mutate_tables.minded(
                table, mutate_tables.ANSWERS
            ) and not mutate_tables.minded(table, mutate_tables.WORDS)
            for row in table.rows:
                assert not mutate_tables.minded(
                    table, mutate_tables.ANSWERS, row
                ) and not mutate_tables.minded(table, mutate_tables.WORDS, row)
