"""Pictures in HTML, for notebooks and reports: a calendar, and a map of the provinces.

The calendar shows a month or a year. Weekends are grey, holidays red, make-up working days blue and
projected days hatched. The working days of a processing window are outlined. The background
colours are translucent, and the text has the same colour as the text of the page. So a picture is
readable on light and on dark pages.
"""

import datetime as dt
from calendar import Calendar, monthrange
from html import escape
from itertools import groupby
from typing import Final

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import argument, checked, instance, print_repr
from icp_rules.provinces import Summary, summaries
from icp_rules.sla import ProcessingWindow
from icp_rules.vocabulary import Text, language
from icp_rules.workdays import WEEKDAYS, Basis, CalendarDay, WorkingCalendar, china_calendar

__all__ = ["Picture", "ProvinceMap", "picture", "province_map"]

#: Jupyter's own stylesheet stripes the rows of every table, aligns cells to the right and indents
#: lists. Its selectors are stronger than these, so three rules need `!important`.
_CSS: Final = """
.icp-cal{font:13px/1.35 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;display:flex;
 flex-wrap:wrap;gap:18px 26px;max-width:1100px}
.icp-cal table{border-collapse:separate;border-spacing:2px;table-layout:fixed;margin:0;border:0;
 font-size:inherit}
.icp-cal caption{font-weight:600;text-align:left;padding:2px 3px;color:inherit;caption-side:top}
.icp-cal tr{background:none!important}
.icp-cal th,.icp-cal td{text-align:center!important;padding:2px;border:0;border-radius:4px;
 background:none;color:inherit;font-size:inherit}
.icp-cal th{font-weight:400;opacity:.75}
.icp-cal .month th,.icp-cal .month td{width:92px}
.icp-cal .month td{height:50px;vertical-align:top;overflow-wrap:anywhere}
.icp-cal .year th,.icp-cal .year td{width:25px}
.icp-cal .year th{font-size:11px}
.icp-cal small{display:block;font-size:10.5px;line-height:1.2}
.icp-cal td.rest{background-color:rgba(128,128,128,.22)}
.icp-cal td.holiday{background-color:rgba(225,40,40,.30)}
.icp-cal td.makeup{background-color:rgba(40,110,245,.34);font-weight:600}
.icp-cal td.projected{background-image:
 repeating-linear-gradient(45deg,rgba(128,128,128,.38) 0 1.5px,transparent 1.5px 6px)}
.icp-cal td.changed{text-decoration:underline dotted}
.icp-cal td.received{outline:2px dashed currentColor;outline-offset:-2px}
.icp-cal td.window{outline:2px solid currentColor;outline-offset:-2px}
.icp-cal ul{list-style:none;margin:3px 0 0;padding:0 3px!important;font-size:11.5px;
 max-width:190px}
.icp-cal li{margin:0}
.icp-cal p{flex-basis:100%;margin:0;font-size:12px}
.icp-cal p span{white-space:nowrap;margin-right:14px}
.icp-cal i{display:inline-block;width:13px;height:13px;border-radius:3px;vertical-align:-2px;
 margin-right:5px}
.icp-cal i.rest{background-color:rgba(128,128,128,.22)}
.icp-cal i.holiday{background-color:rgba(225,40,40,.30)}
.icp-cal i.makeup{background-color:rgba(40,110,245,.34)}
.icp-cal i.projected{background-image:
 repeating-linear-gradient(45deg,rgba(128,128,128,.6) 0 1.5px,transparent 1.5px 5px)}
.icp-cal i.changed{border-bottom:1px dotted currentColor;border-radius:0}
.icp-cal i.received{outline:2px dashed currentColor;outline-offset:-2px}
.icp-cal i.window{outline:2px solid currentColor;outline-offset:-2px}
"""

#: The marks of a day, in the order of the legend.
_MARKS: Final = {
    "rest": Text("weekend", "周末"),
    "holiday": Text("holiday or day off", "节假日"),
    "makeup": Text("make-up working day", "调休上班"),
    "projected": Text("projected", "推算"),
    "changed": Text("changed", "另行设定"),
    "received": Text("received", "收到"),
    "window": Text("expected", "预计处理"),
}
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@attrs.frozen(field_transformer=checked, repr=False)
class Picture:
    """A picture of a month or a year. `picture` returns it, and a notebook displays it.

    To save a picture to a file:

    >>> from pathlib import Path
    >>> html = '<meta charset="utf-8">' + picture(2026, 9)._repr_html_()
    >>> Path("month.html").write_text(html, encoding="utf-8")  # doctest: +SKIP

    Attributes:
        calendar:
            The calendar that the picture shows.

        year:
            The year, 1 to 9999.

        month:
            The month, 1 to 12; None for the whole year.

        window:
            The processing window whose working days are outlined; None for no window.

        lang:
            The language: "en" or "zh".
    """

    calendar: WorkingCalendar
    year: int
    month: int | None = None
    window: ProcessingWindow | None = None
    lang: str = "en"

    def __attrs_post_init__(self) -> None:
        argument("calendar", instance, WorkingCalendar, self.calendar)
        if self.window is not None:
            argument("window", instance, ProcessingWindow, self.window)
        language(self.lang)
        month = 1 if self.month is None else self.month
        for name, value, high in ("year", self.year, 9999), ("month", month, 12):
            if type(value) is not int or not 1 <= value <= high:
                raise DataError.of(
                    "out_of_range", f"expected a whole number from 1 to {high}", f"/{name}"
                )
        for one in self.month or 1, self.month or 12:
            for day in 1, monthrange(self.year, one)[1]:
                self.calendar.basis(dt.date(self.year, one, day))  # BeyondHorizon if outside

    def _repr_html_(self) -> str:
        months = range(1, 13) if self.month is None else (self.month,)
        seen: set[str] = set()
        tables = "".join(self._month(month, seen) for month in months)
        legend = "".join(
            f'<span><i class="{mark}"></i>{escape(name.to(self.lang))}</span>'
            for mark, name in _MARKS.items()
            if mark in seen
        )
        return (
            f'<style>{_CSS}</style><div class="icp-cal" '
            f'lang="{self.lang}">{tables}<p>{legend}</p></div>'
        )

    def __repr__(self) -> str:
        return f"<Picture of {self.year}" + (">" if self.month is None else f"-{self.month:02}>")

    _repr_pretty_ = print_repr

    def _month(self, month: int, seen: set[str]) -> str:
        """One month as a table. This adds the marks of its days to `seen`."""
        zh = self.lang == "zh"
        size = "year" if self.month is None else "month"
        title = f"{self.year}年{month}月" if zh else f"{_MONTHS[month - 1]} {self.year}"
        heads = "".join(
            f"<th>{escape(name.zh[-1] if zh else name.en[:3])}</th>" for name in WEEKDAYS
        )
        weeks = (
            [self._cell(month, day, seen) if day else "<td></td>" for day in week]
            for week in Calendar().monthdayscalendar(self.year, month)
        )
        rows = "".join(f"<tr>{''.join(week)}</tr>" for week in weeks)
        table = f'<table class="{size}"><caption>{title}</caption><tr>{heads}</tr>{rows}</table>'
        return f"<div>{table}{self._festivals(month) if size == 'year' else ''}</div>"

    def _cell(self, month: int, day: int, seen: set[str]) -> str:
        told = self.calendar.explain(dt.date(self.year, month, day))
        marks = self._marks(told)
        seen.update(marks)
        words = {
            "holiday": told.words,
            "makeup": told.words,
            "received": _MARKS["received"],
            "window": _MARKS["window"],
        }
        small = "".join(
            f"<small>{escape(words[mark].to(self.lang))}</small>"
            for mark in marks
            if mark in words and self.month is not None
        )
        return (
            f'<td class="{" ".join(marks)}" '
            f'title="{escape(told.explain(self.lang))}">{day}{small}</td>'
        )

    def _marks(self, told: CalendarDay) -> list[str]:
        weekend = not told.works and told.day.weekday() >= 5 and told.holiday is None
        window = self.window
        holds = {
            "rest": weekend,
            "holiday": not told.works and not weekend,
            "makeup": told.make_up,
            "projected": told.basis is Basis.PROJECTED,
            "changed": told.change is not None and told.change.year is None,
            "received": window is not None and told.day == window.received_on,
            "window": window is not None
            and told.works
            and window.earliest <= told.day <= window.latest,
        }
        return [mark for mark in _MARKS if holds[mark]]

    def _festivals(self, month: int) -> str:
        """The holidays of a month as a list. Neighbouring days with the same name are merged."""

        def name(one: CalendarDay) -> str:
            # without the remark that the holiday is observed on another day
            return one.words.to(self.lang).removesuffix(" (observed)").removesuffix("（补假）")

        told = [
            self.calendar.explain(day)
            for day, _ in self.calendar.names
            if (day.year, day.month) == (self.year, month)
        ]
        off = [one for one in told if not one.works and "调休" not in one.words.zh]
        lines = ""
        for called, run in groupby(off, name):
            first, *more = (one.day.day for one in run)
            lines += f"<li>{first}{f'–{more[-1]}' if more else ''} {escape(called)}</li>"
        return f"<ul>{lines}</ul>"


def picture(
    year: int,
    month: int | None = None,
    calendar: WorkingCalendar | None = None,
    window: ProcessingWindow | None = None,
    lang: str = "en",
) -> Picture:
    """A picture of a month or a year of a calendar. A notebook displays it.

    The picture's method `_repr_html_` returns the HTML, which has no scripts and no links. The
    documentation of `icp_rules.pictures.Picture` shows how to save the picture to a file.

    Args:
        year:
            The year, 1 to 9999.

        month:
            The month, 1 to 12; the whole year by default.

        calendar:
            The calendar to show; `china_calendar()` by default.

        window:
            The processing window whose working days are outlined; by default there is none.

        lang:
            The language: "en" or "zh".

    Raises:
        DataError: the year, the month or the language is not valid, or an argument is of the wrong
            type.
        BeyondHorizon: a day of the month or year is outside the calendar.

    >>> html = picture(2018, 9)._repr_html_()
    >>> html.count("make-up working day</small>")
    2
    """
    return Picture(china_calendar() if calendar is None else calendar, year, month, window, lang)


# -- The provinces ---------------------------------------------------------------------------------

_MAP_CSS: Final = """
.icp-map{font:13px/1.35 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:760px}
.icp-map table{border-collapse:separate;border-spacing:4px;table-layout:fixed;width:100%;margin:0;
 border:0;font-size:inherit}
.icp-map caption{font-weight:600;text-align:left;padding:2px 4px;color:inherit;caption-side:top}
.icp-map tr{background:none!important}
.icp-map td{height:62px;padding:3px;border:0;border-radius:6px;text-align:center!important;
 background:none;color:inherit;vertical-align:top;overflow-wrap:anywhere}
.icp-map td b{display:block;font-size:17px;line-height:1.3}
.icp-map td small{display:block;font-size:10.5px;line-height:1.2}
.icp-map td span{font-size:12px}
.icp-map .must{background-color:rgba(40,110,245,.30)}
.icp-map .letter{background-color:rgba(20,160,90,.34)}
.icp-map .open{background-color:rgba(128,128,128,.24)}
.icp-map .differs{outline:2px dashed currentColor;outline-offset:-2px}
.icp-map p{margin:6px 4px 0;font-size:12px}
.icp-map p span{display:inline-block;margin-right:14px}
.icp-map i{display:inline-block;width:13px;height:13px;border-radius:3px;vertical-align:-2px;
 margin-right:5px}
"""

#: The rough position of each province, shown as the character that begins its filing numbers.
_TILES: Final = (
    ".......黑",
    "....蒙..吉",
    "新.陇宁晋京津辽",
    ".青.陕豫冀鲁.",
    "藏.蜀渝鄂皖苏.",
    "..滇黔湘赣浙沪",
    "...桂粤闽..",
    "....琼...",
)
_TITLE: Final = Text("What a filing needs in each province", "各省备案的要求")
_LEADERS: Final = {
    "must": Text("entity leader: the legal representative only", "主体负责人：仅限法定代表人"),
    "letter": Text("entity leader: another person with a letter", "主体负责人：其他人须有授权书"),
    "open": Text("entity leader: not stated", "主体负责人：未说明"),
    "differs": Text("another source says something else", "其他来源说法不同"),
}
_SIGNS: Final = {
    "✉": Text(
        "letter for a service leader who is not the legal representative",
        "互联网信息服务负责人不是法定代表人的，须有授权书",
    ),
    "⌂": Text(
        "individual's ID from another province: residence permit or other proof",
        "个人持外省证件的：须有居住证或其他证明",
    ),
    "✕": Text("individual's ID from another province: refused", "个人持外省证件的：不予备案"),
}


@attrs.frozen(repr=False)
class ProvinceMap:
    """A map of the 31 provinces as tiles, coloured by who may be the entity leader.

    `province_map` returns it, and a notebook displays it.

    Attributes:
        lang:
            The language: "en" or "zh".
    """

    lang: str = attrs.field(default="en", converter=language)

    def _repr_html_(self) -> str:
        tiles = {one.province.letter: self._tile(one) for one in summaries()}
        rows = "".join(
            f"<tr>{''.join(tiles.get(letter, '<td></td>') for letter in row)}</tr>"
            for row in _TILES
        )
        legend = "".join(
            f'<span><i class="{mark}"></i>{escape(words.to(self.lang))}</span>'
            for mark, words in _LEADERS.items()
        )
        signs = "".join(
            f"<span>{sign} {escape(words.to(self.lang))}</span>" for sign, words in _SIGNS.items()
        )
        return (
            f'<style>{_MAP_CSS}</style><div class="icp-map" lang="{self.lang}"><table>'
            f"<caption>{escape(_TITLE.to(self.lang))}</caption>{rows}</table>"
            f"<p>{legend}{signs}</p></div>"
        )

    def __repr__(self) -> str:
        return "<Map of the 31 provinces>"

    _repr_pretty_ = print_repr

    def _tile(self, one: Summary) -> str:
        """The tile of one province: its character, its name, and signs for what a filing needs."""
        facts, lang = one.facts, self.lang
        shown = (
            facts.letter == "yes",
            facts.elsewhere in ("permit", "proof"),
            facts.elsewhere == "refused",
        )
        signs = " ".join(sign for sign, holds in zip(_SIGNS, shown, strict=True) if holds)
        marks = (facts.leader or "open") + " differs" * bool(one.others.en)
        told = (_LEADERS[facts.leader or "open"], one.organization, one.individual, one.others)
        title = " ".join(text.to(lang) for text in told if text.to(lang))
        return (
            f'<td class="{marks}" title="{escape(title)}"><b>{one.province.letter}</b>'
            f"<small>{escape(one.province.to(lang))}</small><span>{signs}</span></td>"
        )


def province_map(lang: str = "en") -> ProvinceMap:
    """A map that shows what a filing needs in each of the 31 provinces. A notebook displays it.

    The map's method `_repr_html_` returns the HTML, which has no scripts and no links. You can save
    a map to a file in the same way as a picture; see `Picture`.

    Args:
        lang:
            The language: "en" or "zh".

    Raises:
        DataError: the language is unknown.

    >>> html = province_map()._repr_html_()
    >>> html.count('<td class="'), html.count("✉")
    (31, 6)
    """
    return ProvinceMap(lang)
