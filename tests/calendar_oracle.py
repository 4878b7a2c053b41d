"""What China's calendar has to be, day by day, from the independent package chinesecalendar and the
names of the holidays written by hand."""

import datetime as dt
import re
from functools import cache

import chinese_calendar
import holidays

# what is settled, whatever versions are installed
FIRST, LAST = dt.date(2007, 1, 1), dt.date(2026, 12, 28)
#: The holidays' names, and what chinesecalendar calls them; a day may belong to two.
NAMES = {
    ("New Year's Day", "元旦"): {"New Year's Day"},
    ("Chinese New Year's Eve", "农历除夕"): {"Spring Festival"},
    ("Chinese New Year (Spring Festival)", "春节"): {"Spring Festival"},
    ("Chinese New Year Extended Holiday", "春节延长假期"): {"Spring Festival"},
    ("Tomb-Sweeping Day", "清明节"): {"Tomb-sweeping Day"},
    ("Labor Day", "劳动节"): {"Labour Day"},
    ("Dragon Boat Festival", "端午节"): {"Dragon Boat Festival", None},
    ("Mid-Autumn Festival", "中秋节"): {"Mid-autumn Festival", "National Day"},
    ("National Day", "国庆节"): {"National Day"},
    ("Mid-Autumn Festival; National Day", "中秋节; 国庆节"): {
        "Mid-autumn Festival",
        "National Day",
    },
    (
        (
            "70th Anniversary of the Victory of the Chinese People's War of Resistance against "
            "Japanese Aggression and the World Anti-Fascist War"
        ),
        "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
    ): {"Anti-Fascist 70th Day"},
}


@cache
def _truth():
    days = [FIRST + dt.timedelta(i) for i in range((LAST - FIRST).days + 1)]
    return [
        (day, chinese_calendar.is_workday(day), chinese_calendar.get_holiday_detail(day)[1])
        for day in days
    ]


def _well_named(day, works, festival, text):
    """Whether a day's name is the right one. A weekend needs none, and a working day has none."""
    if text is None or works:
        return text is None and (works or day.weekday() >= 5)
    if exchanged := re.fullmatch(r"day off in exchange for (\d{4}-\d\d-\d\d)", text.en):
        return text.zh == f"调休（{exchanged[1]} 上班）"
    known = NAMES.get((text.en.removesuffix(" (observed)"), text.zh.removesuffix("（补假）")))
    return (
        known is not None
        and festival in known
        and text.en.endswith(" (observed)") == text.zh.endswith("（补假）")
    )


def wrong_days(calendar):
    """The days that are wrong in a calendar, by whether they are worked and what they are called;
    and its ends, if they are moved."""
    # undocumented: the last year with a notice
    arranged = max(holidays.country_holidays("CN").special_public_holidays)
    found = (
        []
        if calendar.first_day == FIRST and calendar.official_through == dt.date(arranged, 12, 28)
        else ["ends"]
    )
    names = dict(calendar.names)
    start = (FIRST - calendar.first_day).days
    for i, (day, works, festival) in enumerate(_truth(), start):
        if calendar.working[i] != works or not _well_named(day, works, festival, names.get(day)):
            found.append(day)
    return found
