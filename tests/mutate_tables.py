"""Every row, every field of every rule table changed, and every class of day of the calendar: does
a test fail for each?

`python -m tests.mutate_tables` prints how many were changed and which no test minds; it exits with
1 if there is one. What a row answers (its conditions, consequence, editions, hit policy) has to be
minded by the tables written by hand (`table_oracle.py`). The wording (titles, notes, sentences,
addresses) has to be minded by docs/rules.md and docs/zh/rules.md, which are committed; the tests of
both are in test_tables.py.
"""

import datetime as dt
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import get_args

import attrs

from icp_rules import (
    Code,
    DocumentKind,
    Edition,
    Held,
    Says,
    ServiceLevel,
    Text,
    Way,
    china_calendar,
    tables,
    to_markdown,
)
from tests import table_oracle
from tests.calendar_oracle import LAST, wrong_days

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = "\n".join((DOCS / page).read_text(encoding="utf-8") for page in ("rules.md", "zh/rules.md"))
ANSWERS, WORDS = "answers", "words"


def on_page(table, row=None):
    """Whether the page shows a table, or one row of it, as it is, in English and in Chinese."""
    if row is not None:
        table = attrs.evolve(table, rows=(row,))
    shown = (to_markdown(table, lang) for lang in ("en", "zh"))
    if not all((text if row is None else text[text.index("### ") :]) in PAGE for text in shown):
        return False
    asked = {name for one in table.rows for name, _ in one.when}
    said = [
        text
        for column in table.columns
        for text in (
            column.says
            if isinstance(column.says, tuple)
            else [column.says] * (column.name not in asked)
        )
    ]
    return row is not None or all(
        (text.en, text.zh) in table_oracle.UNSAID or (text.en in PAGE and text.zh in PAGE)
        for text in said
    )


# -- Changes ---------------------------------------------------------------------------------------


def texts(text):
    """A text with either language changed."""
    yield attrs.evolve(text, en=text.en + " x")
    yield attrs.evolve(text, zh=text.zh + "改")


def conditions(table, when):
    """Conditions with one dropped, and with each value of each input let in or left out."""
    known = dict(when)
    for column in table.columns:
        allowed = known.get(column.name, frozenset(column.values))
        if len(allowed) < len(column.values):
            yield tuple(pair for pair in when if pair[0] != column.name)
        for value in column.values:
            yield tuple({**known, column.name: allowed ^ {value}}.items())


def consequences(then):
    """Another consequence: each part of it changed, added or left out; and whether only
    its wording is touched."""
    if then is None:
        yield ANSWERS, Says("document_missing")
    elif isinstance(then, Says):
        yield ANSWERS, None
        yield from (
            (ANSWERS, attrs.evolve(then, code=code)) for code in get_args(Code) if code != then.code
        )
        yield from (
            (WORDS, attrs.evolve(then, remedy=remedy))
            for remedy in (texts(then.remedy) if then.remedy else [Text("x", "改")])
        )
    elif isinstance(then, Way):
        yield from (
            (ANSWERS, attrs.evolve(then, outcome=outcome))
            for outcome in type(then.outcome)
            if outcome is not then.outcome
        )
        for i in range(len(then.actions)):
            yield ANSWERS, attrs.evolve(then, actions=then.actions[:i] + then.actions[i + 1 :])
            yield (
                ANSWERS,
                attrs.evolve(then, actions=then.actions[:i] + then.actions[i:][::-1])
                if i < len(then.actions) - 1
                else None,
            )
        for says in (None, Says("document_missing")):
            yield ANSWERS, attrs.evolve(then, says=says) if says != then.says else None
        if then.says:
            yield from (
                (kind, attrs.evolve(then, says=says))
                for kind, says in consequences(then.says)
                if says
            )
    elif isinstance(then, ServiceLevel):
        other = dt.time(17)
        for change in (
            {"minimum": then.minimum + 1, "maximum": then.maximum + 1},
            {"maximum": then.maximum + 1},
            {"name": then.name + "x"},
            {"cutoff": other},
            {"receipt": "next_working_day"},
            {"minimum": max(then.minimum - 1, 1), "maximum": max(then.maximum - 1, 1)},
        ):
            changed = attrs.evolve(then, **change)
            yield ANSWERS, changed if changed != then else None
        yield from (
            (WORDS, attrs.evolve(then, source=source))
            for source in (None, then.source.quoting("x"))
        )
    elif isinstance(then, Text):
        yield from ((WORDS, text) for text in texts(then))
    else:  # documents
        for i, asked in enumerate(then):
            yield ANSWERS, then[:i] + then[i + 1 :]
            changes = [{"document": kind} for kind in DocumentKind] + [
                {"held": held} for held in (None, *Held)
            ]
            changes += [
                {flag: not getattr(asked, flag)}
                for flag in ("every_side", "sealed", "on_template", "of_original")
            ]
            yield from (
                (ANSWERS, (*then[:i], attrs.evolve(asked, **change), *then[i + 1 :]))
                for change in changes
            )
        yield ANSWERS, then[::-1]


def rows(table, row):
    """(what has to mind it, the field, the row changed in it), for every change of the row."""
    yield ANSWERS, "id", attrs.evolve(row, id=row.id + "-x")
    for when in conditions(table, row.when):
        yield ANSWERS, "when", attrs.evolve(row, when=when)
    for kind, then in consequences(row.then):
        if (then is not None or kind is ANSWERS) and then != row.then:
            yield kind, "then", attrs.evolve(row, then=then)
    cited = row.sources
    for i, (_, source) in enumerate(cited):
        yield ANSWERS, "editions", attrs.evolve(row, sources=cited[:i] + cited[i + 1 :])
        for change in (
            {"title": source.title + "x"},
            {"url": source.url + "x"},
            {"date": source.date + dt.timedelta(1)},
            {"quote": source.quote[:-1]},
            {"quote": source.quote + "x"},
        ):
            yield (
                WORDS,
                next(iter(change)),
                attrs.evolve(
                    row,
                    sources=(
                        *cited[:i],
                        (cited[i][0], attrs.evolve(source, **change)),
                        *cited[i + 1 :],
                    ),
                ),
            )
    for edition in Edition:
        if edition not in row.editions:
            yield ANSWERS, "editions", attrs.evolve(row, sources=(*cited, (edition, cited[0][1])))
    for note in [None, *texts(row.note)] if row.note else [Text("x", "改")]:
        yield WORDS, "note", attrs.evolve(row, note=note)


def whole(table):
    """(what has to mind it, the field, the table changed in it), for what is not a row's own."""
    for i in range(len(table.rows)):
        yield (
            ANSWERS,
            "row left out",
            attrs.evolve(table, rows=table.rows[:i] + table.rows[i + 1 :]),
        )
        yield ANSWERS, "row twice", attrs.evolve(table, rows=(*table.rows, table.rows[i]))
    for i in range(len(table.rows) - 1):
        yield (
            WORDS,
            "order of rows",
            attrs.evolve(
                table,
                rows=(*table.rows[:i], table.rows[i + 1], table.rows[i], *table.rows[i + 2 :]),
            ),
        )
    yield ANSWERS, "hit", attrs.evolve(table, hit="collect" if table.hit == "unique" else "unique")
    yield from ((WORDS, "title", attrs.evolve(table, title=title)) for title in texts(table.title))
    for i in range(len(table.editions)):
        yield (
            ANSWERS,
            "editions of the table",
            attrs.evolve(table, editions=table.editions[:i] + table.editions[i + 1 :]),
        )
    for i, column in enumerate(table.columns):
        changed = [
            attrs.evolve(column, name=column.name + "x"),
            *(
                attrs.evolve(column, values=column.values[:j] + column.values[j + 1 :])
                for j in range(len(column.values))
            ),
            attrs.evolve(column, values=column.values[::-1]),
        ]
        yield from (
            (
                ANSWERS,
                "column",
                attrs.evolve(table, columns=(*table.columns[:i], one, *table.columns[i + 1 :])),
            )
            for one in changed
        )
        says = column.says if isinstance(column.says, tuple) else (column.says,)
        for j, text in enumerate(says):
            for other in texts(text):
                now = (*says[:j], other, *says[j + 1 :])
                changed = attrs.evolve(
                    column, says=now if isinstance(column.says, tuple) else other
                )
                yield (
                    WORDS,
                    "column's words",
                    attrs.evolve(
                        table, columns=(*table.columns[:i], changed, *table.columns[i + 1 :])
                    ),
                )


def minded(table, kind, row=None):
    """Whether a test fails for a table so changed: for the row alone where one was changed, since
    the others are as they were."""
    if kind is ANSWERS:
        return bool(table_oracle.disagreements(table, None if row is None else [row]))
    return not on_page(table, row) or any(
        then.source not in [source for _, source in one.sources]
        for one in table.rows
        if isinstance(then := one.then, ServiceLevel)
    )


def mutants(changed_tables=None):
    """(name, whether a test fails for it), for every change of every table."""
    for table in tables() if changed_tables is None else changed_tables:
        for i, row in enumerate(table.rows):
            for n, (kind, field, changed) in enumerate(rows(table, row)):
                yield (
                    f"{row.id}, {field} ({n})",
                    minded(
                        attrs.evolve(table, rows=(*table.rows[:i], changed, *table.rows[i + 1 :])),
                        kind,
                        changed,
                    ),
                )
        for n, (kind, field, changed) in enumerate(whole(table)):
            yield f"{table.name}, {field} ({n})", minded(changed, kind)


# -- The calendar ----------------------------------------------------------------------------------


def day_classes(calendar):
    """For every year and every sort of day in it, its first and its last day."""
    found = {}
    for i in range((calendar.official_through - calendar.first_day).days + 1):
        told = calendar.explain(calendar.first_day + dt.timedelta(i))
        name = (
            None
            if told.holiday is None
            else "exchanged"
            if "exchange" in told.holiday.en
            else told.holiday.zh
        )
        sort = told.day.year, told.works, told.day.weekday() >= 5, name
        found[sort] = (found.get(sort, (told.day,))[0], told.day)
    return found


def calendar_mutants():
    """(name, whether a test fails for it): each such day turned round or given another name, and
    the ends of the calendar moved."""
    calendar, one = china_calendar(), dt.timedelta(1)
    for (year, works, _, name), days in day_classes(calendar).items():
        for day in sorted(set(days)):
            i = (day - calendar.first_day).days
            turned = calendar.working[:i] + bytes([not works]) + calendar.working[i + 1 :]
            yield (
                f"{day} works: {not works}",
                bool(wrong_days(attrs.evolve(calendar, working=turned))),
            )
            if name and name != "exchanged":
                for text in (
                    Text("x", calendar.explain(day).holiday.zh),
                    Text(calendar.explain(day).holiday.en, "x"),
                ):
                    names = tuple(
                        (known, text if known == day else old) for known, old in calendar.names
                    )
                    yield (
                        f"{day} is called otherwise",
                        bool(wrong_days(attrs.evolve(calendar, names=names))),
                    )
        del year
    for change in (
        {"official_through": calendar.official_through + one},
        {"official_through": calendar.official_through - one},
        {"first_day": calendar.first_day + one},
        {"first_day": calendar.first_day - one},
    ):
        yield str(change), bool(wrong_days(attrs.evolve(calendar, **change)))
    for left, right in pairwise(range(0, sum(day <= LAST for day, _ in calendar.names), 40)):
        yield (
            f"names {left} to {right} are missing",
            bool(
                wrong_days(
                    attrs.evolve(calendar, names=calendar.names[:left] + calendar.names[right:])
                )
            ),
        )


def main():
    failed = []
    for title, found in (("rule tables", mutants()), ("calendar", calendar_mutants())):
        found = list(found)
        lived = [name for name, killed in found if not killed]
        failed += lived
        print(f"{title}: {len(found):,} changes, {len(lived)} that no test minds")
        for field, count in (
            Counter(name.split(", ")[-1].split(" (")[0] for name, _ in found).most_common()
            if title == "rule tables"
            else []
        ):
            print(f"  {count:6,} {field}")
    print(*failed[:100], sep="\n")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
