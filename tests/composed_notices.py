"""Notices composed from facts: which days are off and worked in which year, by the package
chinesecalendar, said in the words that the State Council's notices have used."""

import datetime as dt
import re
from typing import NamedTuple

import chinese_calendar.constants as facts

from icp_rules import WorkingCalendar, china_calendar

ONE = dt.timedelta(1)
YEARS = range(2007, 2027)
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}
OLD = {"劳动节": "“五一”", "国庆节": "“十一”"}
NUMERALS = "一二三四五六七八九十"
#: The festivals' own days, by day.
STATUTORY = {
    day: {*name.zh.replace("农历除夕", "春节").split("; ")} & {*NAMES.values()}
    for day, name in china_calendar().names
}
#: What amendments changed, as it was before: days off and worked that were not, and the reverse.
BEFORE = {
    2019: ({dt.date(2019, 5, 2), dt.date(2019, 5, 3), dt.date(2019, 5, 4)}, set()),
    2020: ({dt.date(2020, 1, 31), dt.date(2020, 2, 1), dt.date(2020, 2, 2)}, {dt.date(2020, 2, 1)}),
}


class Item(NamedTuple):
    """A clause to be written: its festivals, the days off, the make-up working days."""

    names: tuple
    off: tuple
    worked: tuple


def between(first, last):
    return [first + ONE * i for i in range((last - first).days + 1)]


def first_day(year):
    """The first day that the notice of a year decides."""
    return dt.date(year - 1, 12, 29)


def items(year, amended=False):
    """What a year's notice arranges, clause by clause."""
    no_more, again = ((), ()) if amended else BEFORE.get(year, ((), ()))
    decided = [*between(first_day(year), first_day(year + 1) - ONE)]
    off, worked = {}, {}
    for day in decided:
        if (name := NAMES.get(facts.holidays.get(day))) and day not in no_more:
            off.setdefault(name, []).append(day)
        if name := NAMES.get(facts.workdays.get(day)):
            worked.setdefault(name, []).append(day)
    if again:
        worked["春节"] += again
    if year == 2019 and not amended:
        worked.pop("劳动节")
    made = [
        Item((name,), (*days,), (*worked.get(name, ()),))
        for name, days in sorted(off.items(), key=lambda one: one[1][0])
    ]
    return merged(made, year)


def merged(made, year):
    """Mid-Autumn within the days of National Day is one clause with it."""
    *rest, last = [one for one in made if one.names != ("中秋节",)]
    autumn = [one for one in made if one.names == ("中秋节",)]
    if not autumn and year >= 2008:
        return [*rest, Item(("国庆节", "中秋节"), last.off, last.worked)]
    if autumn and min(last.off) <= autumn[0].off[-1] + ONE <= max(last.off) + ONE:
        off = tuple(sorted({*last.off, *autumn[0].off}))
        return [*rest, Item(("中秋节", "国庆节"), off, last.worked + autumn[0].worked)]
    return made


# -- Words -----------------------------------------------------------------------------------------


class Writer:
    """How dates are written: which words of theirs are left out, and what stands in brackets."""

    def __init__(self, year, weekday="", months=False, dash="至"):
        self.year, self.weekday, self.months, self.dash = year, weekday, months, dash
        self.last = None

    def date(self, day, note=True):
        last, self.last = self.last, day
        text = f"{day.day}日"
        whole = (last or dt.date(self.year, 1, 1)).year != day.year
        if self.months or whole or last is None or last.month != day.month:
            text = f"{day.month}月{text}"
        if whole:
            text = f"{day.year}年{text}"
        if note and self.weekday:
            text += f"（{self.weekday}{'一二三四五六日'[day.weekday()]}）"
        return text

    def dates(self, days):
        return "、".join(map(self.date, days))

    def span(self, off, note=True):
        ends = [off[0], off[-1]] if len(off) > 1 else [off[0]]
        return self.dash.join(self.date(day, note) for day in ends)


def filled(off):
    return between(off[0], off[-1])


def worked_sentence(writer, item):
    writer.last = None  # the first date of a sentence names its month
    return f"{writer.dates(item.worked)}上班。" if item.worked else ""


def of_2007(item, year):
    """With the exchange of every 公休日."""
    writer, off = Writer(year, "星期", dash="—"), filled(item.off)
    text = f"{writer.span(off, False)}放假，共{len(off)}天。"
    own = [day for day in off if STATUTORY.get(day, set()) & {*item.names}]
    weekend = [day for day in off if day.weekday() >= 5]
    given = sorted([*item.worked, *(day for day in weekend if day in own)])
    got = [day for day in off if day not in own and day not in weekend]
    text += f"其中，{writer.dates(own)}为法定节假日"
    if rest := [day for day in weekend if day not in own]:
        text += f"，{writer.dates(rest)}照常公休"
    if got and not given:  # no notice of that time had a day off for nothing
        return of_2010(item, year)
    if got:
        also = "及中秋节" if len(got) == len(given) + 1 else ""
        count = {2: "两个", 3: "三个"}.get(len(given), "") if not also else ""
        text += f"；将{writer.dates(given)}{count}公休日{also}分别调至{writer.dates(got)}"
    return text + ("，" + worked_sentence(writer, item) if item.worked else "。")


def of_2010(item, year):
    writer, off = Writer(year, "星期"), filled(item.off)
    how = "放假调休" if item.worked else "放假公休"
    lunar = writer.span(off, False).replace("日", "日（农历除夕）", item.names == ("春节",))
    return f"{lunar}{how}，共{len(off)}天。{worked_sentence(writer, item)}"


def of_2014(item, year):
    """As short as can be: a single day, a day off in lieu, or a span."""
    writer = Writer(year, "星期", months=True)
    free = [day for day in item.off if day.weekday() < 5]
    own = [day for day in item.off if STATUTORY.get(day, set()) & {*item.names}]
    if not item.worked and len(own) == 1 and len(free) <= 1:
        (day,) = own
        text = f"{writer.date(day, False)}放假"
        if day in free and day.weekday() in (0, 4):
            return f"{text}，与周末连休。"
        if free and day not in free and free[0] > day:
            return f"{text}，{writer.date(free[0])}补休。"
        if not free or day in free:
            return f"{text}1天。" if item.names == ("元旦",) else f"{text}。"
        writer = Writer(year, "星期", months=True)
    off = filled(item.off)
    return f"{writer.span(off, False)}放假调休，共{len(off)}天。{worked_sentence(writer, item)}"


def of_2018(item, year):
    writer, off = Writer(year, "星期"), filled(item.off)
    how = "放假调休" if item.worked or len(off) > 3 else "放假"
    advice = "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"
    return (
        f"{writer.span(off, False)}{how}，共{len(off)}天。{worked_sentence(writer, item)}"
        f"{advice if item.names == ('春节',) else ''}"
    )


def of_2025(item, year):
    writer, off = Writer(year, "周"), filled(item.off)
    if len(off) == 1:
        return f"{writer.span(off)}放假1天，不调休。"
    how = "放假调休" if item.worked else "放假"
    span = writer.span(off).replace("（周", "（农历腊月二十八、周", item.names == ("春节",))
    return f"{span}{how}，共{len(off)}天。{worked_sentence(writer, item)}"


STYLES = (of_2007, of_2010, of_2014, of_2018, of_2025)


def notice(year, clauses, style, old_names=False):
    """A whole notice."""
    lines = [
        f"国务院办公厅关于{year}年部分节假日安排的通知",
        f"国办发明电〔{year - 1}〕7号",
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
        f"经国务院批准，现将{year}年放假调休日期的具体安排通知如下。",
    ]
    for number, item in zip(NUMERALS, clauses, strict=False):
        names = "、".join(OLD.get(one, one) if old_names else one for one in item.names)
        lines.append(f"{number}、{names}：{style(item, year)}")
    lines += [
        "节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。",
        "国务院办公厅",
        f"{year - 1}年12月1日",
    ]
    return "\n".join(lines) + "\n"


AMENDMENTS = {
    2015: """国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
2015年9月3日全国放假1天。特作如下调休：9月3日至5日调休放假，共3天。
其中9月3日（星期四）放假，9月4日（星期五）调休，9月6日（星期日）上班。
调休放假期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院
2015年5月13日
""",
    2019: """国务院办公厅关于调整2019年劳动节假期安排的通知
经国务院批准，现将调整2019年劳动节放假安排通知如下。
一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
二、各地区、各部门要抓紧做好本地区、本领域的劳动节假期调整落实工作。
国务院办公厅
2019年3月22日
""",
    2020: """国务院办公厅关于延长2020年春节假期的通知
经国务院批准，现将延长2020年春节假期的具体安排通知如下。
一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。
二、各地大专院校、中小学、幼儿园推迟开学，具体时间由教育部门另行通知。
国务院办公厅
2020年1月26日
""",
}


# -- Typing and damage -----------------------------------------------------------------------------

_HALF = str.maketrans("（），：；０１", "(),:;01")


def typed(text, half_width, breaks):
    """The same text as another copy has it.

    Args:
        half_width:
            Whether its brackets, commas and colons are half-width.

        breaks:
            Where blanks and line breaks stand: pairs of a place and what stands there.
    """
    text = text.translate(_HALF) if half_width else text
    for place, blank in breaks:
        at = place % (len(text) + 1)
        text = text[:at] + blank + text[at:]
    return text


def damaged(text, chance):
    """The text with one thing wrong: a digit, a weekday, a part left out, or two exchanged; and
    which of these it was."""
    what = chance.choice(["digit", "weekday", "dropped", "swapped"])
    if what == "digit":
        at = chance.choice([found.start() for found in re.finditer("[0-9]", text)])
        return what, text[:at] + chance.choice("0123456789") + text[at + 1 :]
    if what == "weekday":
        places = [found.end() for found in re.finditer("星期|（周|、周", text)]
        if not places:
            return what, text
        at = chance.choice(places)
        return what, text[:at] + chance.choice("一二三四五六日八") + text[at + 1 :]
    parts = re.split("([。，；、：\n])", text)
    one, other = (chance.randrange(0, len(parts), 2) for _ in range(2))
    if what == "dropped":
        return what, "".join(parts[:one] + parts[one + 2 :])
    parts[one], parts[other] = parts[other], parts[one]
    return what, "".join(parts)


def plain_weeks(first, official, last):
    """A calendar that knows weekdays and weekends only."""
    table = bytes(day.weekday() < 5 for day in between(first, last))
    return WorkingCalendar(first, official, table)
