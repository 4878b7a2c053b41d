"""Pictures of the calendar: every day once, marked as the calendar has it, and
safe to put into a page. The map of the provinces: each once, as its page has it."""

import calendar as months
import datetime as dt
import re
from html import escape as html_escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Basis,
    BeyondHorizon,
    DataError,
    Text,
    WorkingCalendar,
    china_calendar,
    picture,
    processing_window,
)
from icp_rules.pictures import _LEADERS, _SIGNS, province_map
from icp_rules.provinces import summaries
from icp_rules.sources.provinces import FACTS

CHINA = china_calendar()


class Cells(HTMLParser):
    """The cells of a picture, as (number, classes, small print, title), read by an HTML parser."""

    def __init__(self, html):
        super().__init__()
        self.cells, self.open, self.tags, self.captions = [], [], set(), []
        self.feed(html)
        self.close()
        assert self.open == [], "every tag is closed"

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.add(tag)
        assert not [
            name for name, _ in attributes if name.startswith("on") or name in ("src", "href")
        ]
        if tag == "td":
            given = dict(attributes)
            self.cells.append(["", set((given.get("class") or "").split()), "", given.get("title")])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "caption":
            self.captions.append(data)
        if "td" in self.open:
            self.cells[-1][2 if "small" in self.open else 0] += data


def days_of(html):
    return [cell for cell in Cells(html).cells if cell[0]]


class TestMonth:
    """ "`picture` shows a month or a year with rest days, make-up working days and, if you pass
    one, the window marked." (docs/design.md, "Explanations and pictures") Holidays stand there by
    name, and projected days are hatched."""

    @given(st.integers(2007, 2036), st.integers(1, 12), st.sampled_from(["en", "zh"]))
    def test_every_day_once_and_marked_as_it_is(self, year, month, lang):
        cells = days_of(picture(year, month, lang=lang)._repr_html_())
        assert [int(cell[0]) for cell in cells] == list(
            range(1, months.monthrange(year, month)[1] + 1)
        )
        for number, marks, small, title in cells:
            told = CHINA.explain(dt.date(year, month, int(number)))
            assert ("makeup" in marks) == told.make_up and bool(marks & {"rest", "holiday"}) == (
                not told.works
            )
            assert ("projected" in marks) == (told.basis is Basis.PROJECTED)
            assert title == told.explain(lang)
            if told.holiday and not told.works:
                assert told.holiday.to(lang) in small

    def test_monday_comes_first(self):
        html = picture(2018, 10)._repr_html_()
        assert re.findall("<th>(.*?)</th>", html)[0] == "Mon"
        # 1 October 2018 was a Monday: the first row is full
        assert html.index('">1<') < html.index('">7<')
        assert "<tr><td></td>" not in html.split("</th></tr>")[1].split("</tr>")[0]

    def test_a_window(self):
        window = processing_window(dt.date(2018, 9, 28))
        marked = {
            cell[0]: cell[1] & {"received", "window"}
            for cell in days_of(picture(2018, 9, window=window)._repr_html_())
        }
        assert {number: marks for number, marks in marked.items() if marks} == {
            "28": {"received"},
            "29": {"window"},
            "30": {"window"},
        }

    def test_a_window_over_a_holiday_outlines_working_days_only(self):
        window = processing_window(dt.date(2026, 2, 13))  # to 24 February, over Spring Festival
        marked = [
            cell[0]
            for cell in days_of(picture(2026, 2, window=window)._repr_html_())
            if "window" in cell[1]
        ]
        assert marked == ["14", "24"]

    def test_a_change(self):
        closed = CHINA.with_changes(
            off=[dt.date(2018, 3, 1)], source='<script>alert(1)</script> & "quotes"'
        )
        html = picture(2018, 3, calendar=closed)._repr_html_()
        assert "script" not in Cells(html).tags and {"changed", "holiday"} <= days_of(html)[0][1]
        assert '<script>alert(1)</script> & "quotes"' in days_of(html)[0][3]

    def test_a_whole_arrangement_marks_no_day_as_changed(self):
        year = CHINA.official_through.year + 1
        off = [day for day, _ in CHINA.names if day.year == year]
        make_up = [
            day
            for day in (dt.date(year, 3, 1) + dt.timedelta(i) for i in range(14))
            if day.weekday() >= 5
        ][:1]
        html = picture(
            year, 3, calendar=CHINA.with_changes(off, working=make_up, year=year)
        )._repr_html_()
        assert not any({"changed", "projected"} & cell[1] for cell in days_of(html)) and [
            c[0] for c in days_of(html) if "makeup" in c[1]
        ] == [str(make_up[0].day)]

    @pytest.mark.parametrize(("year", "month"), [(1, 1), (9999, 12), (1, None), (9999, None)])
    def test_the_first_and_the_last_month_there_are(self, year, month):
        first, days = dt.date(year, 1, 1), 365
        calendar = WorkingCalendar(first, first, bytes([1] * days))
        html = picture(year, month, calendar)._repr_html_()
        assert html.count("<td class=") == (31 if month else days)


class TestYear:
    """The same, for a year: twelve months, and the holidays by name under each."""

    @pytest.mark.parametrize(("lang", "name"), [("en", "National Day"), ("zh", "国庆节")])
    def test_twelve_months_and_the_holidays(self, lang, name):
        html = picture(2018, lang=lang)._repr_html_()
        assert len(Cells(html).captions) == 12 and len(days_of(html)) == 365
        assert f"<li>1–3 {name}</li>" in html
        # New Year, Spring Festival, Tomb-Sweeping, Labour, Dragon Boat, Mid-Autumn, National Day
        assert html.count("<li>") == 7

    def test_the_legend_names_what_is_seen(self):
        assert (
            "projected" not in picture(2018)._repr_html_().split("<p>")[1]
            and "projected" in picture(2027)._repr_html_().split("<p>")[1]
        )
        assert "received" not in picture(2018)._repr_html_().split("<p>")[1]


class TestJupyter:
    """Jupyter's stylesheet stripes the rows of every table, aligns the cells to the right and
    indents lists. Its selectors outrank those of a picture, so only `!important` keeps the colour
    of a working day."""

    @pytest.mark.parametrize("shown", [picture(2018), province_map()])
    def test_its_styles_do_not_reach_a_picture(self, shown):
        style = shown._repr_html_().partition("</style>")[0]
        rules = re.findall(r"([^{}]+)\{([^{}]+)\}", style)
        (rows,) = [text for selector, text in rules if selector.endswith(" tr")]
        assert rows == "background:none!important"
        aligned = [text for selector, text in rules if selector.endswith(" td")]
        assert any("text-align:center!important" in text for text in aligned)
        lists = [text for selector, text in rules if selector.endswith(" ul")]
        assert all("padding:0 3px!important" in text for text in lists)

    def test_weekdays_of_a_year_do_not_touch(self):
        assert ".year th{font-size:11px}" in picture(2018)._repr_html_()  # a column has 25 px


class TestRefusals:
    """ "A day outside the calendar always raises `BeyondHorizon`." (docs/design.md, "Working days
    and service levels") An argument that is no year, month, calendar or window is a `DataError`."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"month": 0},
            {"month": 13},
            {"month": "5"},
            {"month": True},
            {"lang": "fr"},
            {"calendar": 5},
            {"window": 5},
            {"year": "2018"},
            {"year": None},
            {"year": 0},
            {"year": 10**30},
        ],
    )
    def test_what_makes_no_picture(self, wrong):
        with pytest.raises(DataError):
            picture(**{"year": 2018, **wrong})

    @pytest.mark.parametrize("year", [2006, 2040, 9999])
    def test_outside_the_calendar(self, year):
        with pytest.raises(BeyondHorizon):
            picture(year)


class TestMap:
    """ "`icp_rules.provinces.summaries()` describes every province in a few words.
    `icp_rules.pictures.province_map()` shows the provinces as a map." (docs/design.md, "Filing
    documents by province")"""

    TILE = re.compile(r'<td class="([a-z ]+)" title="([^"]*)"><b>(.)</b><small>([^<]*)</small>')

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_every_province_once_as_its_page_has_it(self, lang):
        html = province_map(lang)._repr_html_()
        tiles = {
            letter: (marks, title, name) for marks, title, letter, name in self.TILE.findall(html)
        }
        assert len(tiles) == 31 == html.count('<td class="')
        for one in summaries():
            marks, title, name = tiles[one.province.letter]
            leader = one.facts.leader or "open"
            assert marks == leader + " differs" * bool(one.others.en)
            assert name == one.province.to(lang)
            for text in (one.organization, one.individual, one.others):
                assert html_escape(text.to(lang)) in title

    def test_signs(self):
        html = province_map()._repr_html_()
        tiles, legend = html.split("</table>")
        found = {sign: len(re.findall(f"<span>[^<]*{sign}", tiles)) for sign in "✉⌂✕"}
        letters, elsewhere = (
            [getattr(one, name) for one in FACTS] for name in ("letter", "elsewhere")
        )
        assert found == {
            "✉": letters.count("yes"),
            "⌂": elsewhere.count("permit") + elsewhere.count("proof"),
            "✕": elsewhere.count("refused"),
        }
        assert all(sign in legend for sign in found)

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_nothing_else_stands_in_it(self, lang):
        """The markup with its tiles and words taken out."""
        html = province_map(lang)._repr_html_()
        tile = f"{self.TILE.pattern}<span>([✉⌂✕ ]*)</span></td>"
        layout = re.sub(tile, r"\3", html.split("</caption>")[1].split("</table>")[0])
        assert layout == "".join(
            f"<tr>{row.replace('.', '<td></td>')}</tr>"
            for row in (
                *(".......黑", "....蒙..吉", "新.陇宁晋京津辽", ".青.陕豫冀鲁."),
                *("藏.蜀渝鄂皖苏.", "..滇黔湘赣浙沪", "...桂粤闽..", "....琼..."),
            )
        )
        words = [html_escape(one.to(lang)) for one in (*_LEADERS.values(), *_SIGNS.values())]
        legend = re.sub(r"<i class=.([a-z]+).></i>", r"\1 ", html.split("</table>")[1])
        assert legend == (
            "<p>"
            + "".join(
                f"<span>{mark} {said}</span>"
                for mark, said in zip((*_LEADERS, *_SIGNS), words, strict=True)
            )
            + "</p></div>"
        )
        signs = {found[-1] for found in re.findall(tile, html)}
        assert {"", "✉", "✉ ⌂"} <= signs <= {"", "✉", "⌂", "✕", "✉ ⌂", "✉ ✕"}
        one = next(one for one in summaries() if one.others.en and one.individual.en)
        title = next(
            title for _, title, c, *_ in re.findall(tile, html) if c == one.province.letter
        )
        told = _LEADERS[one.facts.leader or "open"], one.organization, one.individual, one.others
        assert title == html_escape(" ".join(text.to(lang) for text in told if text.to(lang)))

    def test_escaped_and_without_scripts(self, monkeypatch):
        hostile = Text("<script>alert('x')</script>\"", "<script>")
        told = tuple(one._replace(organization=hostile) for one in summaries())
        monkeypatch.setattr("icp_rules.pictures.summaries", lambda: told)
        html = province_map()._repr_html_()
        assert "<script" not in html and "&lt;script&gt;" in html and "http" not in html

    def test_it_is_short_in_a_shell_and_refuses_another_language(self):
        assert repr(province_map()) == "<Map of the 31 provinces>"
        with pytest.raises(DataError) as caught:
            province_map("de")
        assert caught.value.problems[0].pointer == "/lang"
