"""Every row, every field of every rule table changed, every sentence of the texts they rest on,
and every class of day of the calendar: does a test fail for each?

`python -m tests.mutate_tables` prints how many were changed and which no test minds; it exits with
1 if there is one. What a row answers (its conditions, its consequence, the editions it is in force
in, the hit policy) has to be minded by the tables written by hand (`table_oracle.py`). The wording
(titles, notes, sentences, addresses) has to be minded by docs/rules.md, docs/zh/rules.md and
docs/coverage.md, which are committed; the tests of all this are in test_tables.py.
"""

import datetime as dt
import sys
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import get_args

import attrs

from docs import generate
from icp_rules import (
    DocumentKind,
    Edition,
    Held,
    ServiceLevel,
    Source,
    Stage,
    Text,
    china_calendar,
    editions,
    rules,
    sources,
    tables,
)
from icp_rules.accounts import Instruction, Way
from icp_rules.findings import Code, Says
from icp_rules.texts import is_chinese
from tests import table_oracle
from tests.calendar_oracle import LAST, wrong_days

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = ("rules.md", "zh/rules.md", "provinces.md", "zh/provinces.md")
PAGE = "\n".join((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
COVERAGE = (DOCS / "coverage.md").read_text(encoding="utf-8")
OURS = Source("Ours", "https://example.com", dt.date(2024, 1, 1), "Ours.")
ANSWERS, WORDS = "answers", "words"


def on_page(table, row=None):
    """Whether the page shows a table, or one row of it, as it is, in English and in Chinese."""
    if row is not None:
        table = attrs.evolve(table, rows=(row,))
    for shown in (generate.section(table, lang) for lang in ("en", "zh")):
        *_, block = shown.partition("### ")
        # a row alone is a block, or the lines of a table
        parts = [shown] if row is None else ["### " + block] if block else shown.splitlines()
        if not all(part in PAGE for part in parts):
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
        # the message has a place for it only where the row fills it
        yield from (
            (WORDS, attrs.evolve(then, about=about))
            for about in ((None, *texts(then.about)) if then.about else ())
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
            for source in (None, attrs.evolve(then.source, quote="x"))
        )
    elif isinstance(then, Instruction):
        yield from ((WORDS, attrs.evolve(then, text=text)) for text in texts(then.text))
        yield from (
            (ANSWERS, attrs.evolve(then, stage=stage))
            for stage in (None, *Stage)
            if stage is not then.stage
        )
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


def row_changes(table, row):
    """(what has to mind it, the field, the row changed in it), for every change of the row."""
    yield ANSWERS, "id", attrs.evolve(row, id=row.id + "-x")
    for when in conditions(table, row.when):
        yield ANSWERS, "when", attrs.evolve(row, when=when)
    for kind, then in consequences(row.then):
        if (then is not None or kind is ANSWERS) and then != row.then:
            yield kind, "then", attrs.evolve(row, then=then)
    yield (
        WORDS if row.editions == frozenset(Edition) else ANSWERS,
        "cites",
        attrs.evolve(row, cites=OURS),
    )
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
        then.source not in rules.CITED.get(one.id, {}).values()
        for one in table.rows
        if isinstance(then := one.then, ServiceLevel)
    )


def mutants(changed_tables=None):
    """(name, whether a test fails for it), for every change of every table."""
    for table in tables() if changed_tables is None else changed_tables:
        for i, row in enumerate(table.rows):
            for n, (kind, field, changed) in enumerate(row_changes(table, row)):
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


# -- The texts -------------------------------------------------------------------------------------

ROWS = {row.id: (table, row) for table in tables() for row in table.rows}
WAS = {"PUBLICATIONS": sources.PUBLICATIONS, "CITED": sources.CITED}
HOLDERS = [
    (module, name)
    for module in (sources, rules, editions)
    for name in WAS
    if vars(module).get(name) is WAS[name]
]


@contextmanager
def printed(publications):
    """The package as it would be if these were its texts."""
    now = {"PUBLICATIONS": publications, "CITED": sources._cited(publications)}
    for module, name in HOLDERS:
        setattr(module, name, now[name])
    try:
        yield now["CITED"]
    finally:
        for module, name in HOLDERS:
            setattr(module, name, WAS[name])


def sentences(one, edition):
    """(the field, the sentence changed in it), for every change of a sentence of an edition."""
    for rule in one.rules:
        yield "rule left out", attrs.evolve(one, rules=[id for id in one.rules if id != rule])
    yield "rule added", attrs.evolve(one, rules=[*one.rules, "documents.no-such-rule"])
    for quote in {one.quote[:-1], one.quote + "x"} - {one.quote}:
        yield "quote", attrs.evolve(one, quote=quote)
    en, zh = texts(one.gist)  # a page shows it in the language that the quote is not in
    for gist in [zh] * (not one.quote or not is_chinese(one.quote)) + [en] * (
        not one.quote or is_chinese(one.quote)
    ):
        yield "gist", attrs.evolve(one, gist=gist)
    if not one.rules:
        for why in (None, Text("x", "改"), attrs.evolve(one.no_rule, en=one.no_rule.en + " x")):
            yield "reason for no rule", attrs.evolve(one, no_rule=why)
    if one.rules and edition:
        yield "everywhere", attrs.evolve(one, everywhere=not one.everywhere)


def whole_page(page):
    """(the field, the page changed in it), for what is not a sentence's own."""
    yield "title", attrs.evolve(page, title=page.title + "x")
    yield "url", attrs.evolve(page, url=page.url + "x")
    one, day = dt.timedelta(1), dt.date(2024, 1, 1)
    yield "date", attrs.evolve(page, date=day if page.date is None else page.date + one)
    if page.date is None:
        yield "day of reading", attrs.evolve(page, read_on=page.read_on + one)
        yield "day of reading", attrs.evolve(page, read_on=None)
    yield "whole", attrs.evolve(page, whole=not page.whole)
    told = page.sentences
    for i in range(len(told)):
        yield "sentence left out", attrs.evolve(page, sentences=told[:i] + told[i + 1 :])
    for i in range(len(told) - 1):
        swapped = (*told[:i], told[i + 1], told[i], *told[i + 2 :])
        if swapped != told:
            yield "order of sentences", attrs.evolve(page, sentences=swapped)


def whole_text(text):
    """(the field, the text changed in it): its name, its pages in another order or without one;
    each rule in force in its edition withdrawn, each other one brought into force."""
    pages = text.pages
    if text.name:
        yield "name", attrs.evolve(text, name=attrs.evolve(text.name, en=text.name.en + " x"))
    for i in range(len(pages)):
        if len(pages) > 1:
            yield "page left out", attrs.evolve(text, pages=pages[:i] + pages[i + 1 :])
    for i in range(len(pages) - 1):
        swapped = (*pages[:i], pages[i + 1], pages[i], *pages[i + 2 :])
        yield "order of pages", attrs.evolve(text, pages=swapped)
    for rule in ROWS if text.edition else ():
        changed = _renamed(text, lambda rules, rule=rule: [one for one in rules if one != rule])
        if text.edition not in sources.CITED[rule]:
            changed = _renamed(text, lambda rules, rule=rule: [*rules, rule] if rules else rules)
        if changed != text:  # else it is in force by a sentence that holds everywhere
            yield "editions", changed


def _renamed(text, change):
    """A text with the rules that each sentence names changed."""
    pages = [
        attrs.evolve(
            page,
            sentences=tuple(attrs.evolve(one, rules=change(one.rules)) for one in page.sentences),
        )
        for page in text.pages
    ]
    return attrs.evolve(text, pages=tuple(pages))


def changed_texts():
    """(name, all texts with one thing changed), for every change of every text."""
    known = sources.PUBLICATIONS
    for t, text in enumerate(known):
        name = text.edition or (text.name.en if text.name else "standards")
        for field, changed in whole_text(text):
            yield f"{name}, {field}", (*known[:t], changed, *known[t + 1 :])
        for p, page in enumerate(text.pages):
            changed_pages = [(f"page {p}", field, one) for field, one in whole_page(page)]
            for i, sentence in enumerate(page.sentences):
                for field, one in sentences(sentence, text.edition):
                    told = (*page.sentences[:i], one, *page.sentences[i + 1 :])
                    changed_pages.append(
                        (f"page {p} sentence {i}", field, attrs.evolve(page, sentences=told))
                    )
            for place, field, one in changed_pages:
                now = attrs.evolve(text, pages=(*text.pages[:p], one, *text.pages[p + 1 :]))
                yield f"{name} {place}, {field}", (*known[:t], now, *known[t + 1 :])


def minded_text(publications):
    """Whether a test fails for texts so changed: the tables written by hand, if a row is in force
    in more or fewer editions; else one of the pages that show the texts."""
    with printed(publications) as cited:
        rested = {id: dict(WAS["CITED"][id]) for id in ROWS}
        rests = {id: dict(cited.get(id, {})) for id in ROWS}
        moved = [id for id in ROWS if [*rested[id]] != [*rests[id]]]
        if moved:
            return any(table_oracle.disagreements(ROWS[id][0], [ROWS[id][1]]) for id in moved)
        reworded = [id for id in ROWS if rested[id] != rests[id]]
        return (
            any(not on_page(*ROWS[id]) for id in reworded)
            or generate.coverage(publications) != COVERAGE
        )


def text_mutants():
    """(name, whether a test fails for it), for every change of every text."""
    for n, (name, publications) in enumerate(changed_texts()):
        yield f"{name} ({n})", minded_text(publications)


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
                        f"{day} has another name",
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
    changes = {"rule tables": mutants(), "texts": text_mutants(), "calendar": calendar_mutants()}
    for title, found in changes.items():
        found = list(found)
        lived = [name for name, killed in found if not killed]
        failed += lived
        print(f"{title}: {len(found):,} changes, {len(lived)} that no test minds")
        for field, count in (
            Counter(name.split(", ")[-1].split(" (")[0] for name, _ in found).most_common()
            if title != "calendar"
            else []
        ):
            print(f"  {count:6,} {field}")
    print(*failed[:100], sep="\n")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
