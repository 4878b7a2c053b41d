"""A reader for the State Council's notices of public holidays (节假日安排的通知).

The State Council, China's government, publishes such a notice each year, usually in the autumn. The
notice sets the holiday schedule of the next year. `read_notice` extracts the days off and the
make-up working days from each clause. If it does not understand the notice, it raises one error
that lists every problem. `WorkingCalendar.with_notice` applies a notice to a calendar.
"""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from icp_rules.errors import DataError, Problem
from icp_rules.fields import article
from icp_rules.texts import Source
from icp_rules.vocabulary import Text, both

__all__ = ["FESTIVALS", "Notice", "NoticeClause", "holidays_due", "read_notice"]

_LONGEST, _LONGEST_URL = 10_000, 2_000
#: How many days a make-up working day may be away from the days off of its clause. In the notices
#: so far, it is at most 11 days away.
_AROUND = dt.timedelta(14)
_LONGEST_EXTENSION = dt.timedelta(31)
_ONE_DAY = dt.timedelta(1)

#: The public holidays for all citizens, by the names that notices use.
FESTIVALS: Final = {
    "元旦": Text("New Year's Day", "元旦"),
    "春节": Text("Spring Festival", "春节"),
    "清明节": Text("Tomb-Sweeping Day", "清明节"),
    "劳动节": Text("Labor Day", "劳动节"),
    "端午节": Text("Dragon Boat Festival", "端午节"),
    "中秋节": Text("Mid-Autumn Festival", "中秋节"),
    "国庆节": Text("National Day", "国庆节"),
}
_ALSO = {"五一": "劳动节", "五一国际劳动节": "劳动节", "十一": "国庆节"}
#: How many days off the law grants for each festival, and from which year on. The law is the
#: Regulation on public holidays (全国年节及纪念日放假办法) as revised in 1999, 2007, 2013 and 2024.
_DUE = {
    "元旦": {2007: 1},
    "春节": {2007: 3, 2025: 4},
    "清明节": {2008: 1},
    "劳动节": {2007: 3, 2008: 1, 2025: 2},
    "端午节": {2008: 1},
    "中秋节": {2008: 1},
    "国庆节": {2007: 3},
}


class NoticeClause(NamedTuple):
    """One clause of a notice: its days off and make-up working days.

    Attributes:
        number:
            The number of the clause in the notice.

        name:
            The name of the days off, such as "Spring Festival holiday".
            `WorkingCalendar.with_notice` gives this name to the days off that have no name in the
            calendar.

        off:
            The days off, weekends included, in order.

        working:
            The make-up working days, in order.
    """

    number: int
    name: Text
    off: tuple[dt.date, ...]
    working: tuple[dt.date, ...]


class Notice(NamedTuple):
    """A State Council notice as data.

    Attributes:
        kind:
            What the notice does. A notice of the kind "arranges" sets the holiday schedule of a
            year. The other kinds amend a schedule: "replaces" changes the days of a festival,
            "extends" makes a festival longer, and "adds" adds a holiday.

        year:
            The year whose schedule the notice sets or amends.

        source:
            The notice as a source: its title, the address that was passed to `read_notice`, and its
            date (None if it has no date).

        clauses:
            The clauses that set days off or working days.

        first, last:
            The first and the last day that the notice covers. The notice need not name every day of
            this period. If the kind is "arranges" or "replaces", a day that the notice does not
            name becomes a working day if it is a weekday, and otherwise a day off. If the kind is
            "extends" or "adds", the days that the notice does not name do not change.
    """

    kind: str
    year: int
    source: Source
    clauses: tuple[NoticeClause, ...]
    first: dt.date
    last: dt.date


def holidays_due(year: int) -> dict[str, int]:
    """The number of days off that the law grants for each festival in a year; {} before 2007.

    >>> sum(holidays_due(2024).values()), sum(holidays_due(2025).values())
    (11, 13)
    """
    due = {name: [n for first, n in by.items() if first <= year] for name, by in _DUE.items()}
    return {name: days[-1] for name, days in due.items() if days}


# -- The phrases of the notices --------------------------------------------------------------------

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
#: Copies of a notice differ in punctuation, so the punctuation is made uniform. In the patterns
#: below, "D" stands for a date. So every D in the text of a notice first becomes a small letter.
_SAME = str.maketrans(
    {".": "。", "D": "d", **dict.fromkeys("—–―-~", "至"), **dict.fromkeys("“”\"'")}
)
_DASHES = re.compile("至+")

_TITLES = {
    "arranges": re.compile("国务院办公厅关于([0-9]{4})年部分节假日安排的通知"),
    "replaces": re.compile(r"国务院办公厅关于调整([0-9]{4})年(\w{2,3})假期安排的通知"),
    "extends": re.compile(r"国务院办公厅关于延长([0-9]{4})年(\w{2,3})假期的通知"),
    "adds": re.compile(r"国务院(?:办公厅)?关于\w{1,60}纪念日调休放假的通知"),
}
_YEARS = re.compile("现将(?:调整|延长)?([0-9]{4})年")
_ADDED = re.compile("([0-9]{4})年[0-9]{1,2}月[0-9]{1,2}日全国放假([0-9])天")
_NUMBERED = re.compile("(?<=[。:;])([一二三四五六七八九十])、")
_CLOSING = re.compile(
    "(?:节假日|调休放假)期间,|国务院(?:办公厅)?[0-9零〇○o一二三四五六七八九]{4}年"
)
_SIGNED = re.compile(
    "国务院(?:办公厅)?([0-9零〇○o一二三四五六七八九]{4})年"
    "([0-9一二三四五六七八九十]{1,3})月([0-9一二三四五六七八九十]{1,3})日"
)
_NUMERALS = "一二三四五六七八九十"
_DIGITS = str.maketrans("零〇○o一二三四五六七八九", "0000123456789")

_DATE = re.compile(r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日(?:\(([^()]*)\))?")
_WEEKDAY = re.compile("(?:星期|周)([一二三四五六日])")
_NOTE = re.compile("[^0-9周期班假休]{1,20}")  # a lunar day or a festival's name: not checked
_COUNT = re.compile("([0-9]{1,2})天")

#: The phrases that a clause can contain. Each key says what its phrases mean.
_PHRASES = {
    "off": re.compile("(?:其中)?D(?:至D)?(?:放假|放假调休|放假公休|调休放假)(?:[0-9]天)?"),
    "substitute": re.compile("D(?:补休|调休)"),
    "count": re.compile("共[0-9]{1,2}天"),
    "worked": re.compile("D(?:、D){0,9}上班"),
    "statutory": re.compile("(?:其中)?D(?:、D){0,9}为(?:国庆节)?法定(?:节假日|假日)"),
    "rest": re.compile("D(?:、D){0,9}(?:照常公休|为公休日)"),
    "moved": re.compile(
        "将?D(?:、D){0,9}(?:[两三]个)?公休日(?:及中秋节)?(?:分别)?调至D(?:、D){0,9}"
    ),
    "adjoining": re.compile("与周末连休"),
    "alone": re.compile("不调休"),
    "nothing": re.compile("其中"),
    "extended": re.compile(r"延长[0-9]{4}年\w{2,3}假期至D"),
    "resumed": re.compile("D起正常上班"),
}


def _plain(text: str) -> str:
    """The text without blanks and line breaks, and with uniform punctuation."""
    text = _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_SAME)
    return _DASHES.sub("至", text)


def _number(said: str) -> int:
    """A number in digits or in Chinese numerals. A number with 十 (ten) is at most 99.

    >>> _number("二〇〇六"), _number("十二"), _number("三十一"), _number("9")
    (2006, 12, 31, 9)
    """
    tens, ten, ones = said.translate(_DIGITS).partition("十")
    return 10 * int(tens or 1) + int(ones or 0) if ten else int(tens)


class _Clause:
    """A clause that is being read, with the days and the problems found so far."""

    def __init__(self, number: int, year: int, festivals: list[str]) -> None:
        self.number, self.year, self.festivals = number, year, festivals
        self.problems: dict[Problem, None] = {}  # used as an ordered set
        self.off: set[dt.date] = set()
        self.working: set[dt.date] = set()
        self.moved: set[dt.date] = set()
        self.called_off: set[dt.date] = set()
        self.counts: set[int] = set()
        self.first: dt.date | None = None
        self.last: dt.date | None = None
        self.until: dt.date | None = None

    def check(self, holds: bool, message: str) -> None:
        if not holds:
            self.problems[Problem(f"/{self.number}", "bad_notice", message)] = None

    def read(self, text: str) -> None:
        """Read every phrase of every sentence, except sentences of advice (鼓励)."""
        for sentence in re.split("[。;]", text):
            if sentence.startswith("鼓励"):
                continue
            days = iter([self._day(*found.groups()) for found in _DATE.finditer(sentence)])
            for phrase in filter(None, _DATE.sub("D", sentence).split(",")):
                says = [name for name, known in _PHRASES.items() if known.fullmatch(phrase)]
                self.check(bool(says), "contains a phrase that is not known from earlier notices")
                dates = [next(days) for _ in range(phrase.count("D"))]
                if says and None not in dates:
                    self._take(says[0], phrase, [one for one in dates if one])
        self._close()

    def _day(self, year: str, month: str, day: str, notes: str | None) -> dt.date | None:
        """The date with this year, month and day. If it is invalid, add a problem and return None.

        A date without a month is in the month of the date before it. A date without a year is in
        the year in which it is nearest to the first date of the clause.
        """
        if year:
            years = [int(year)]
        elif self.first:
            years = [self.first.year + i for i in (-1, 0, 1)]
        else:
            years = [self.year]
        in_month = int(month) if month else self.last.month if self.last else 0
        possible = [one for year in years if (one := _existing(year, in_month, int(day)))]
        self.check(bool(possible), "a date does not exist or has no month")
        one = min(possible, key=lambda one: abs(one - (self.first or one)), default=None)
        if one is None or not _start(self.year) <= one < _start(self.year + 1):
            self.check(one is None, "a date is outside the days that this notice covers")
            return None
        self.first, self.last = self.first or one, one
        for note in re.split("[、,]", notes) if notes is not None else ():
            told = _WEEKDAY.fullmatch(note)
            right = not told or told[1] == "一二三四五六日"[one.weekday()]
            self.check(right, "a weekday in brackets does not match its date")
            self.check(
                bool(told or _NOTE.fullmatch(note)),
                "a note in brackets is neither a weekday nor a lunar day",
            )
        return one

    def _take(self, says: str, phrase: str, days: list[dt.date]) -> None:
        """Store what a phrase says about these days."""
        self.counts |= {int(found) for found in _COUNT.findall(phrase)}
        if says == "off":
            self.check(days[0] <= days[-1], "the days off end before they begin")
            self.off |= {*_between(days[0], days[-1])}
        elif says == "substitute":
            self.off |= {*days}
            gap = {*_between(min(self.off), max(self.off))} - self.off
            self.check(
                all(map(_at_weekend, gap)), "a day off in lieu (补休) must be the next weekday"
            )
        elif says == "worked":
            self.working |= {*days}
        elif says == "statutory":
            self.called_off |= {*days}
        elif says == "rest":
            self.called_off |= {*days}
            self.check(all(map(_at_weekend, days)), "a day of rest (公休日) is not on a weekend")
        elif says == "moved":
            self._move(phrase, days)
        elif says == "adjoining":
            joins = len(self.off) == 1 and min(self.off).weekday() in (0, 4)
            self.check(joins, "a day off that joins a weekend must be a Monday or a Friday")
        elif says == "extended":
            self.check(
                phrase.startswith(f"延长{self.year}年"),
                "the year differs from the year in the title",
            )
            self.until = days[0]
        elif says == "resumed":
            follows = self.until is not None and days[0] == self.until + _ONE_DAY
            self.check(follows, "work must resume on the day after the last day off")

    def _move(self, phrase: str, days: list[dt.date]) -> None:
        """Exchange weekend days for weekdays, as phrases in the notices of 2007 to 2009 do."""
        cut = phrase.partition("调至")[0].count("D")
        given, got = days[:cut], days[cut:]
        exchanged = all(map(_at_weekend, given)) and not any(map(_at_weekend, got))
        self.check(exchanged, "a weekend day must be exchanged for a weekday")
        said = [n for word, n in (("两个", 2), ("三个", 3)) if word in phrase]
        agree = len(got) == cut + ("及中秋节" in phrase) and said in ([], [cut])
        self.check(agree, "the numbers of exchanged days differ")
        self.moved |= {*given}
        self.called_off |= {*got}

    def _close(self) -> None:
        """Check what can be checked only after the whole clause has been read."""
        self.working |= self.moved - self.off
        self.check(bool(self.off or self.until), "names no day off")
        self.check(self.counts <= {len(self.off)}, "the count of days (共N天) is wrong")
        self.check(
            self.called_off <= self.off, "a holiday or day of rest is not among the days off"
        )
        worked = all(map(_at_weekend, self.working))
        self.check(worked, "a make-up working day is not on a weekend")
        if self.off:
            near = {*_between(min(self.off) - _AROUND, max(self.off) + _AROUND)}
            self.check(
                self.working <= near,
                "a make-up working day is more than 14 days from the days off",
            )


def _existing(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _start(year: int) -> dt.date:
    """The first day that the notice for a year covers: 29 December of the year before."""
    return dt.date(year - 1, 12, 29)


def _at_weekend(day: dt.date) -> bool:
    return day.weekday() >= 5


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days from `first` to `last`, both included."""
    return map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


# -- The notice ------------------------------------------------------------------------------------


def read_notice(
    text: str, arranged: int, statutory: Mapping[dt.date, AbstractSet[str]], url: str = ""
) -> Notice:
    """Read the text of a notice and return it as data.

    Args:
        text:
            The whole notice in Chinese, from its title to its date.

        arranged:
            The last year whose holiday schedule the calendar already has.

        statutory:
            A mapping from the day of each statutory holiday to its festivals, named as in
            `FESTIVALS`.

        url:
            The address of the notice.

    Raises:
        DataError: the text cannot be read as a notice, or it contradicts itself or the law. The
            error lists every problem. The pointer of a problem in one clause is the number of that
            clause, such as "/3".
    """
    _check_size("text", text, _LONGEST)
    _check_size("url", url, _LONGEST_URL)
    plain = _plain(text)
    titles = [(found, kind) for kind, known in _TITLES.items() if (found := known.search(plain))]
    title, kind = min(titles, key=lambda one: one[0].start(), default=(None, ""))
    added = _ADDED.search(plain) if kind == "adds" else None
    if title is None or (kind == "adds" and added is None):
        raise DataError.of(
            "bad_notice",
            "expected the full text of a State Council notice, from its title to its date",
        )
    year, festivals = int((added or title)[1]), [*title.groups()[1:]]
    if not 2007 <= year < dt.MAXYEAR:
        raise DataError.of("out_of_range", "only notices for 2007 and later years can be read")
    body = "。" + plain[title.end() :]
    clauses = list(_clauses(kind, year, festivals, body))
    known = {one: names for one, names in statutory.items() if one.year == year}
    if kind == "extends":
        _extend(clauses, known)
    day, problems = _signed(body)
    problems += _about_the_whole(kind, year, arranged, body, day)
    problems += _together(kind, clauses, holidays_due(year), int(added[2]) if added else 0)
    for clause in clauses:
        own = {one for one, names in known.items() if names & {*clause.festivals}}
        clause.check(own <= clause.off, "a statutory holiday of this festival is not a day off")
        problems += clause.problems
    if problems:
        raise DataError(problems)
    return _arranged(kind, year, Source(title[0], url, day), clauses)


def _check_size(name: str, value: str, longest: int) -> None:
    if type(value) is not str:
        raise DataError.of("wrong_type", f"expected text, got {article(value)}", f"/{name}")
    if len(value) > longest:
        raise DataError.of("too_long", f"at most {longest} characters", f"/{name}")


def _clauses(kind: str, year: int, festivals: list[str], body: str) -> Iterator[_Clause]:
    """Read each clause that sets days off or working days."""
    if kind == "adds":  # such a notice has no numbered clauses
        body = "。一、" + body.partition("特作如下调休:")[2]
    parts = _NUMBERED.split(body)[1:]
    for i, (number, text) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1):
        heading, rest = "", _CLOSING.split(text)[0] if 2 * i == len(parts) else text
        if kind == "arranges":
            heading, _, rest = rest.partition(":")
            festivals = [_ALSO.get(name, name) for name in heading.split("、")]
        elif not _DATE.search(rest):
            continue  # this clause of an amendment sets no days
        clause = _Clause(i, year, festivals)
        clause.check(number == _NUMERALS[i - 1 : i], "the clauses are not numbered in order")
        clause.check(
            {*festivals} <= FESTIVALS.keys(), "expected the names of festivals before the colon"
        )
        clause.read(rest)
        yield clause


def _extend(clauses: list[_Clause], statutory: Mapping[dt.date, AbstractSet[str]]) -> None:
    """Add the days off that a notice sets when it extends a festival.

    The notice names only the last day off. All days from the start of the festival to that day are
    off.
    """
    for clause in clauses:
        own = [one for one, names in statutory.items() if names & {*clause.festivals}]
        until = clause.until or dt.date.min
        longer = bool(own) and max(own) < until <= max(own) + _LONGEST_EXTENSION
        clause.check(longer, "the last day off must be 1 to 31 days after the festival")
        clause.off |= {*_between(min(own), until)} if longer else set()


def _signed(body: str) -> tuple[dt.date | None, list[Problem]]:
    """The date of the notice, or None if it has no date; and the problems with the date."""
    signed = _SIGNED.findall(body)
    try:
        return (dt.date(*map(_number, signed[-1])) if signed else None), []
    except ValueError:
        return None, [Problem("", "bad_notice", "the date of the notice does not exist")]


def _about_the_whole(
    kind: str, year: int, arranged: int, body: str, day: dt.date | None
) -> Iterator[Problem]:
    if {*_YEARS.findall(body)} - {str(year)} or (day and not year - 1 <= day.year <= year):
        yield Problem("", "bad_notice", "the years in the title, the text and the date disagree")
    if kind == "arranges" and year > arranged + 1:
        message = f"the next holiday schedule to add is that of {arranged + 1}"
        yield Problem("", "out_of_range", message)
    if kind != "arranges" and year > arranged:
        yield Problem(
            "",
            "out_of_range",
            "the calendar has no holiday schedule for the year that this notice amends",
        )


def _together(
    kind: str, clauses: list[_Clause], due: Mapping[str, int], added: int
) -> Iterator[Problem]:
    """The problems that show only when all clauses are compared.

    Each festival must appear once, and no day may be both a day off and a working day. The number
    of days off must be the number that the law grants.
    """
    named = Counter(one for clause in clauses for one in clause.festivals)
    if lacking := [one for one in due if one not in named and kind == "arranges"]:
        told = " and ".join(FESTIVALS[one].en for one in lacking)
        yield Problem("", "missing", f"no clause sets the days of {told}")
    off, _ = _all_days(clauses)
    for clause in clauses:
        once = all(named[one] == 1 for one in clause.festivals)
        clause.check(once, "a festival appears twice")
        clause.check(clause.working.isdisjoint(off), "a day is both a day off and a working day")
    if not clauses:
        yield Problem("", "missing", "no clause sets any day")
    days = {one.number: added + sum(due.get(n, 0) for n in one.festivals) for one in clauses}
    if kind != "extends" and _balance(clauses) != sum(days.values()):
        odd = [one for one in clauses if _balance([one]) != days[one.number]]
        for clause in odd or clauses:
            message = "weekdays off minus make-up days must equal the days off that the law grants"
            clause.check(False, message)


def _balance(clauses: Iterable[_Clause]) -> int:
    """By how many days the clauses reduce the number of working days."""
    off, working = _all_days(clauses)
    return sum(not _at_weekend(one) for one in off) - len(working)


def _all_days(clauses: Iterable[_Clause]) -> tuple[set[dt.date], set[dt.date]]:
    off, working = set[dt.date](), set[dt.date]()
    for clause in clauses:
        off |= clause.off
        working |= clause.working
    return off, working


def _arranged(kind: str, year: int, source: Source, clauses: list[_Clause]) -> Notice:
    first, last = _start(year), _start(year + 1) - _ONE_DAY
    if kind != "arranges":
        off, _ = _all_days(clauses)
        first, last = min(off) - _AROUND, max(off) + _AROUND
    read = []
    for clause in clauses:
        of = both([FESTIVALS[one] for one in clause.festivals], " and ", "、")
        name = Text(f"{of.en or 'commemoration'} holiday", f"{of.zh or '纪念日'}假期")
        days = tuple(sorted(clause.off)), tuple(sorted(clause.working))
        read.append(NoticeClause(clause.number, name, *days))
    return Notice(kind, year, source, tuple(read), first, last)
