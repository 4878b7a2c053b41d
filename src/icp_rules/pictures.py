"""A calendar as a picture: a month or a year as HTML, for notebooks and reports.

Rest days are grey, holidays red with their name, make-up working days blue, projected days hatched,
and a window is outlined. Colours are veils over whatever lies beneath and the text keeps the page's
own colour, so a picture reads in light and in dark.
"""

import datetime as dt
from calendar import Calendar, monthrange
from collections.abc import Iterator
from html import escape
from typing import Final

import attrs

from icp_rules.rules import DataError, Text, argument, checked, instance, language, print_repr
from icp_rules.sla import ProcessingWindow
from icp_rules.workdays import WEEKDAYS, Basis, CalendarDay, WorkingCalendar, china_calendar

__all__ = ["Picture", "picture"]

_CSS: Final = """
.icp-cal{font:13px/1.35 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;display:flex;flex-wrap:wrap;gap:18px 26px;max-width:1100px}
.icp-cal table{border-collapse:separate;border-spacing:2px;table-layout:fixed;margin:0;border:0;font-size:inherit}
.icp-cal caption{font-weight:600;text-align:left;padding:2px 3px;color:inherit;caption-side:top}
.icp-cal th,.icp-cal td{text-align:center;padding:2px;border:0;border-radius:4px;background:none;color:inherit;font-size:inherit}
.icp-cal th{font-weight:400;opacity:.75}
.icp-cal .month th,.icp-cal .month td{width:92px}.icp-cal .month td{height:50px;vertical-align:top;overflow-wrap:anywhere}
.icp-cal .year th,.icp-cal .year td{width:25px}
.icp-cal small{display:block;font-size:10.5px;line-height:1.2}
.icp-cal td.rest{background-color:rgba(128,128,128,.22)}
.icp-cal td.holiday{background-color:rgba(225,40,40,.30)}
.icp-cal td.makeup{background-color:rgba(40,110,245,.34);font-weight:600}
.icp-cal td.projected{background-image:repeating-linear-gradient(45deg,rgba(128,128,128,.38) 0 1.5px,transparent 1.5px 6px)}
.icp-cal td.changed{text-decoration:underline dotted}
.icp-cal td.received{outline:2px dashed currentColor;outline-offset:-2px}
.icp-cal td.window{outline:2px solid currentColor;outline-offset:-2px}
.icp-cal ul{list-style:none;margin:3px 0 0;padding:0 3px;font-size:11.5px;max-width:190px}.icp-cal li{margin:0}
.icp-cal p{flex-basis:100%;margin:0;font-size:12px}.icp-cal p span{white-space:nowrap;margin-right:14px}
.icp-cal i{display:inline-block;width:13px;height:13px;border-radius:3px;vertical-align:-2px;margin-right:5px}
.icp-cal i.rest{background-color:rgba(128,128,128,.22)}.icp-cal i.holiday{background-color:rgba(225,40,40,.30)}
.icp-cal i.makeup{background-color:rgba(40,110,245,.34)}
.icp-cal i.projected{background-image:repeating-linear-gradient(45deg,rgba(128,128,128,.6) 0 1.5px,transparent 1.5px 5px)}
.icp-cal i.changed{border-bottom:1px dotted currentColor;border-radius:0}
.icp-cal i.received{outline:2px dashed currentColor;outline-offset:-2px}.icp-cal i.window{outline:2px solid currentColor;outline-offset:-2px}
"""  # noqa: E501

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
    """A month or a year of a calendar; `picture` makes one.

    Attributes:
        calendar:
            The calendar.

        year:
            The year.

        month:
            The month, 1 to 12; the whole year if None.

        window:
            A window to outline, if any.

        lang:
            "en" or "zh".
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
        for name, value, low, high in (("year", self.year, 1, 9999), ("month", self.month, 1, 12)):
            if (value is not None or name == "year") and (
                type(value) is not int or not low <= value <= high
            ):
                raise DataError.of(
                    "out_of_range",
                    f"a whole number from {low} to {high} is needed here",
                    f"/{name}",
                )
        months = (1, 12) if self.month is None else (self.month, self.month)
        for month in months:
            for one in (1, monthrange(self.year, month)[1]):
                # BeyondHorizon outside the table
                self.calendar.basis(dt.date(self.year, month, one))

    def _repr_html_(self) -> str:
        months = range(1, 13) if self.month is None else (self.month,)
        size = "year" if self.month is None else "month"
        seen: set[str] = set()
        tables = "".join(self._month(month, size, seen) for month in months)
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

    def _month(self, month: int, size: str, seen: set[str]) -> str:
        zh = self.lang == "zh"
        title = f"{self.year}年{month}月" if zh else f"{_MONTHS[month - 1]} {self.year}"
        heads = "".join(
            f"<th>{escape(name.zh[-1] if zh else name.en[:3])}</th>" for name in WEEKDAYS
        )
        weeks = ""
        for week in Calendar().monthdatescalendar(self.year, month):
            weeks += (
                "<tr>"
                + "".join(
                    self._cell(one, size, seen) if one.month == month else "<td></td>"
                    for one in week
                )
                + "</tr>"
            )
        table = f'<table class="{size}"><caption>{title}</caption><tr>{heads}</tr>{weeks}</table>'
        if size == "month":
            return f"<div>{table}</div>"
        names = "".join(f"<li>{escape(line)}</li>" for line in self._festivals(month))
        return f"<div>{table}<ul>{names}</ul></div>"

    def _cell(self, one: dt.date, size: str, seen: set[str]) -> str:
        told = self.calendar.explain(one)
        marks = list(self._marks(told))
        seen.update(marks)
        small = ""
        if size == "month":
            words = [told.words] * (
                told.make_up or (not told.works and (one.weekday() < 5 or told.holiday is not None))
            )
            words += [_MARKS[mark] for mark in ("received", "window") if mark in marks]
            small = "".join(f"<small>{escape(word.to(self.lang))}</small>" for word in words)
        return (
            f'<td class="{" ".join(marks)}" '
            f'title="{escape(told.explain(self.lang))}">{one.day}{small}</td>'
        )

    def _marks(self, told: CalendarDay) -> Iterator[str]:
        if told.make_up:
            yield "makeup"
        elif not told.works:
            yield "rest" if told.day.weekday() >= 5 and told.holiday is None else "holiday"
        if told.basis is Basis.PROJECTED:
            yield "projected"
        if told.change is not None and told.change.year is None:
            yield "changed"
        if self.window is not None:
            if told.day == self.window.received_on:
                yield "received"
            if self.window.earliest <= told.day <= self.window.latest and told.works:
                yield "window"

    def _festivals(self, month: int) -> Iterator[str]:
        """The month's holidays by name, each with its days off: those next to one another and
        called alike are one.
        """
        days = [
            one for one, _ in self.calendar.names if (one.year, one.month) == (self.year, month)
        ]
        runs: list[tuple[str, list[dt.date]]] = []
        for one in days:
            told = self.calendar.explain(one)
            name = _plain(told.words.to(self.lang))
            if told.works or told.holiday is None or "调休" in told.holiday.zh:
                continue
            if runs and runs[-1][0] == name:
                runs[-1][1].append(one)
            else:
                runs.append((name, [one]))
        for name, run in runs:
            yield f"{run[0].day}{f'–{run[-1].day}' if len(run) > 1 else ''} {name}"


def _plain(name: str) -> str:
    """A holiday's name without the remark that it is observed on another day."""
    return name.removesuffix(" (observed)").removesuffix("（补假）")


def picture(
    year: int,
    month: int | None = None,
    calendar: WorkingCalendar | None = None,
    window: ProcessingWindow | None = None,
    lang: str = "en",
) -> Picture:
    """A month, or with no month a year, as a picture that a notebook shows; its `_repr_html_` is
    the HTML, with neither script nor link.

    Args:
        year:
            The year.

        month:
            The month, 1 to 12.

        calendar:
            The calendar; `china_calendar()` if left out.

        window:
            A window to outline.

        lang:
            "en" or "zh".

    Raises:
        DataError: no such month or language.
        BeyondHorizon: outside the calendar.

    >>> html = picture(2018, 9)._repr_html_()
    >>> html.count("make-up working day</small>")
    2
    """
    return Picture(china_calendar() if calendar is None else calendar, year, month, window, lang)
