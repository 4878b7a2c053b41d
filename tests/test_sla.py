"""How long it takes: the goldens, the laws, the refusals."""

import datetime as dt
import re
import zoneinfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import (
    EMAIL_INITIALIZATION,
    Basis,
    BeyondHorizon,
    DataError,
    Edition,
    Problem,
    ServiceLevel,
    Stage,
    Text,
    china_calendar,
    derive,
    find_rule,
    processing_window,
    service_level,
)
from icp_rules.findings import MESSAGES
from icp_rules.sla import level_ruling
from icp_rules.workdays import BEIJING
from tests import strategies as own

CHINA = china_calendar()
GUIDE = Edition.GUIDE_ZH_2019_08_01
ONE = dt.timedelta(days=1)

#: Day of receipt, first and second working day after it.
GOLDENS = [
    ("2018-02-14", "2018-02-22", "2018-02-23"),
    ("2018-09-28", "2018-09-29", "2018-09-30"),
    ("2020-01-23", "2020-02-03", "2020-02-04"),
    ("2026-02-13", "2026-02-14", "2026-02-24"),
    ("2026-09-30", "2026-10-08", "2026-10-09"),
    ("2026-10-09", "2026-10-10", "2026-10-12"),
    ("2018-12-28", "2018-12-29", "2019-01-02"),
]
ZONES = [
    "UTC",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Niue",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
]


class TestGoldens:
    """ "Alibaba Cloud processes your application within one or two business days of receiving
    it." (FAQ, question 4)"""

    @pytest.mark.parametrize(("received", "first", "second"), GOLDENS)
    def test_by_date_and_by_instant_from_any_zone(self, received, first, second):
        day = dt.date.fromisoformat(received)
        wanted = (day, dt.date.fromisoformat(first), dt.date.fromisoformat(second))
        window = processing_window(day)
        assert (window.received_on, window.earliest, window.latest) == wanted
        assert (
            window.due == dt.datetime.combine(wanted[2] + ONE, dt.time(), BEIJING)
            and window.basis is Basis.OFFICIAL
        )
        for zone in ZONES:
            for hour in (dt.time(0), dt.time(12), dt.time(23, 59, 59, 999_999)):
                moment = dt.datetime.combine(day, hour, BEIJING).astimezone(zoneinfo.ZoneInfo(zone))
                assert processing_window(moment) == window

    @pytest.mark.parametrize("moment", [dt.datetime(2018, 2, 14), dt.datetime(2018, 2, 14, 17, 20)])
    def test_a_naive_datetime_is_refused(self, moment):
        with pytest.raises(DataError) as caught:
            processing_window(moment)
        assert caught.value.problems[0][:2] == ("/received", "naive_time") and "+08:00" in str(
            caught.value
        )

    @pytest.mark.parametrize("bad", ["2018-02-14", None, 20180214, dt.time(12)])
    def test_what_is_no_time_is_refused(self, bad):
        with pytest.raises(DataError, match="/received"):
            processing_window(bad)


class TestLaws:
    """ "Both ends of a window are working days. From the day after receipt to `latest` there are
    exactly `maximum` working days." "A later time of receipt never gives an earlier window." "The
    window does not depend on the time zone in which the time of receipt is given." (docs/design.md,
    "Working days and service levels")"""

    levels = st.builds(
        lambda a, b: ServiceLevel("x", a, a + b), st.integers(1, 20), st.integers(0, 20)
    )

    @own.law(
        "Both ends of a window are working days. From the day after receipt to `latest` there are "
        "exactly `maximum` working days"
    )
    @given(own.days, levels)
    def test_ends_and_count(self, day, level):
        window = processing_window(day, level)
        assert CHINA.is_working_day(window.earliest) and CHINA.is_working_day(window.latest)
        assert CHINA.count_working_days(day, window.earliest) == level.minimum
        assert CHINA.count_working_days(day, window.latest) == level.maximum
        assert day < window.earliest <= window.latest and window.level == level

    @own.law("A later time of receipt never gives an earlier window")
    @given(own.days, levels)
    def test_never_earlier_for_later_receipt(self, day, level):
        one, two = processing_window(day, level), processing_window(day + ONE, level)
        assert one.earliest <= two.earliest and one.latest <= two.latest

    @own.law("The window does not depend on the time zone in which the time of receipt is given")
    @given(own.instants, own.offsets)
    def test_the_same_instant_in_any_zone(self, moment, offset):
        assert processing_window(moment) == processing_window(moment.astimezone(offset))

    @own.law("A datetime with a time zone is converted to Beijing time")
    @given(own.instants)
    def test_an_instant_counts_as_its_day_in_beijing(self, moment):
        assert processing_window(moment) == processing_window(moment.astimezone(BEIJING).date())


class TestHorizon:
    """ "A window that includes projected days is always marked `projected`. With `strict=True`,
    `processing_window` raises `BeyondHorizon` instead of returning a projected window."
    (docs/design.md, "Working days and service levels")"""

    @own.law(
        "A window that includes projected days is always marked `projected`. With `strict=True`, "
        "`processing_window` raises `BeyondHorizon` instead of returning a projected window"
    )
    @given(st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)))
    def test_official_exactly_when_the_whole_window_is(self, day):
        window = processing_window(day)
        assert (window.basis is Basis.OFFICIAL) == (window.latest <= window.official_through)
        assert window.official_through == CHINA.official_through
        if window.basis is Basis.PROJECTED:
            with pytest.raises(BeyondHorizon, match=f"{CHINA.official_through}.*with_notice"):
                processing_window(day, strict=True)
        else:
            assert processing_window(day, strict=True) == window

    def test_the_days_before_the_edge(self):
        # whatever the installed holidays knows by now
        known = attrs.evolve(CHINA, official_through=dt.date(2026, 12, 28))
        wanted = {"2026-12-23": "official", "2026-12-24": "official", "2026-12-25": "projected"}
        assert {
            day: processing_window(dt.date.fromisoformat(day), calendar=known).basis.value
            for day in wanted
        } == wanted

    def test_the_same_days_once_the_next_arrangement_is_supplied(self):
        known = attrs.evolve(CHINA, official_through=dt.date(2026, 12, 28))
        received = (dt.date(2026, 12, 23), dt.date(2026, 12, 25))
        assert processing_window(received[0], calendar=known, strict=True).basis is Basis.OFFICIAL
        with pytest.raises(
            BeyondHorizon,
            match=r"add the holiday schedule of 2027 with WorkingCalendar.with_notice\(",
        ):
            processing_window(received[1], calendar=known, strict=True)
        # made up for this test
        off = {day for day, _ in known.names if day.year == 2027} | {
            dt.date(2027, 1, 1),
            dt.date(2026, 12, 31),
        }
        make_up = [day for day in (dt.date(2027, 3, 6), dt.date(2027, 3, 7)) if day not in off]
        there = known.with_changes(
            off, working=make_up, source="https://example.cn/2027", year=2027
        )
        for day in received:
            window = processing_window(day, calendar=there, strict=True)
            assert (window.basis, window.official_through) == (
                Basis.OFFICIAL,
                dt.date(2027, 12, 28),
            )
        assert processing_window(received[1], calendar=there).latest == dt.date(2026, 12, 29)

    def test_outside_the_table(self):
        for day in (dt.date(2006, 12, 31), dt.date.min, dt.date.max, CHINA.last_day):
            with pytest.raises(BeyondHorizon):
                processing_window(day)
        for moment in (
            dt.datetime.max.replace(tzinfo=dt.UTC),
            dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14))),
        ):
            with pytest.raises((DataError, BeyondHorizon)):
                processing_window(moment)


class TestEditions:
    """ "A `Source` is the passage that a rule is based on." (docs/design.md, "Editions and
    sources") Each edition has its own."""

    def test_the_passage_is_that_of_the_edition(self):
        window = icp.processing_window(dt.date(2018, 2, 14), calendar=china_calendar())
        told = {
            edition: window.explain("zh", edition=edition)
            for edition in icp.Edition
            if window.reason(edition)
        }
        assert len(told) == 4 == len(set(told.values()))
        for edition, text in told.items():
            assert str(window.reason(edition).source.date) in text


class TestTheLastYear:
    """ "A window that would end after the year 9999 raises a `DataError` at `/received`."
    (docs/design.md, "Working days and service levels")"""

    LAST = dt.date.max
    CALENDAR = icp.WorkingCalendar(LAST - dt.timedelta(9), LAST, bytes([1] * 10))

    @pytest.mark.parametrize(
        ("received", "level"),
        [
            (LAST - dt.timedelta(1), icp.ServiceLevel("x", 1, 1)),
            (LAST - dt.timedelta(2), icp.EMAIL_INITIALIZATION),
            (
                dt.datetime(9999, 12, 31, 18, tzinfo=icp.workdays.BEIJING),
                icp.ServiceLevel("x", 1, 1, cutoff=dt.time(17)),
            ),
        ],
    )
    def test_a_window_that_cannot_be_written(self, received, level):
        with pytest.raises(icp.DataError) as caught:
            icp.processing_window(received, level, self.CALENDAR)
        said = "the window would end after the year 9999"
        assert caught.value.problems == (("/received", "out_of_range", said),)
        assert caught.value.__context__ is None

    def test_the_last_that_can(self):
        window = icp.processing_window(
            self.LAST - dt.timedelta(3), icp.EMAIL_INITIALIZATION, self.CALENDAR
        )
        assert window.due == dt.datetime(9999, 12, 31, tzinfo=icp.workdays.BEIJING)
        assert icp.load(icp.dump(window), icp.ProcessingWindow) == window
        with pytest.raises(icp.BeyondHorizon):
            icp.processing_window(self.LAST, icp.EMAIL_INITIALIZATION, self.CALENDAR)


class TestLevels:
    """ "If a service level has a `cutoff`, an application that arrives after that time counts as
    received on the next day. If the level has `receipt="next_working_day"`, an application that
    arrives on a rest day counts as received on the next working day." (docs/design.md, "Working
    days and service levels")"""

    def test_cutoff(self):
        level = ServiceLevel("x", 1, 1, cutoff=dt.time(17))
        at = {
            hour: processing_window(
                dt.datetime(2018, 3, 1, *hour, tzinfo=BEIJING), level
            ).received_on
            for hour in ((16, 59), (17, 0), (17, 1))
        }
        assert at == {
            (16, 59): dt.date(2018, 3, 1),
            (17, 0): dt.date(2018, 3, 1),
            (17, 1): dt.date(2018, 3, 2),
        }
        abroad = dt.datetime(2018, 3, 1, 9, 1, tzinfo=dt.UTC)  # 17:01 in Beijing
        assert processing_window(abroad, level).received_on == dt.date(2018, 3, 2)

    def test_a_cutoff_needs_the_hour(self):
        with pytest.raises(DataError, match="time_needed"):
            processing_window(dt.date(2018, 3, 1), ServiceLevel("x", 1, 1, cutoff=dt.time(17)))

    def test_receipt(self):
        saturday = dt.date(2018, 3, 3)
        plain, moved = (
            processing_window(saturday, ServiceLevel("x", 1, 2, receipt=r))
            for r in ("exclude_day", "next_working_day")
        )
        assert (plain.received_on, plain.earliest) == (saturday, dt.date(2018, 3, 5))
        assert (moved.received_on, moved.earliest, moved.latest) == (
            dt.date(2018, 3, 5),
            dt.date(2018, 3, 6),
            dt.date(2018, 3, 7),
        )
        make_up = dt.date(2018, 9, 29)
        assert (
            processing_window(
                make_up, ServiceLevel("x", 1, 2, receipt="next_working_day")
            ).received_on
            == make_up
        )

    @pytest.mark.parametrize(
        ("low", "high"), [(0, 1), (2, 1), (-1, 2), (1.0, 2), (True, 2), ("1", 2), (1, None)]
    )
    def test_what_is_no_level(self, low, high):
        with pytest.raises(DataError):
            ServiceLevel("x", low, high)

    def test_the_one_of_the_faq(self):
        assert (
            EMAIL_INITIALIZATION.minimum,
            EMAIL_INITIALIZATION.maximum,
            EMAIL_INITIALIZATION.cutoff,
        ) == (1, 2, None)
        assert "one or two business days" in EMAIL_INITIALIZATION.source.quote


class TestBeyond:
    """ "The FAQ states only the service level `EMAIL_INITIALIZATION`, which is one to two working
    days. The service levels below are stated only in the guide of 2019." (docs/design.md, "Working
    days and service levels")"""

    LEVELS = {  # noqa: RUF012
        "email_initialization": (1, 2),
        "claim_review": (1, 1),
        "first_review": (1, 1),
        "photo_review": (1, 1),
        "forwarding": (1, 1),
        "posted_documents": (1, 2),
        "authority_review": (3, 20),
    }

    def test_every_stage_has_its_level_in_the_guide_and_one_alone_is_of_the_faq(self):
        levels = {stage.value: service_level(stage, GUIDE) for stage in Stage}
        assert {
            stage: (level.minimum, level.maximum) for stage, level in levels.items()
        } == self.LEVELS
        assert [stage for stage in Stage if not levels[stage].beyond_faq] == [
            Stage.EMAIL_INITIALIZATION
        ]
        for stage in Stage:
            level = service_level(stage.value, "guide-zh-2019-08-01")
            assert (level.name, level.cutoff, level.receipt) == (stage, None, "exclude_day")
            if stage is not Stage.EMAIL_INITIALIZATION:
                assert str(level.maximum) in level.source.quote and "工作日" in level.source.quote
                assert level.source == find_rule(f"windows.{stage.replace('_', '-')}").source(GUIDE)
        assert attrs.evolve(EMAIL_INITIALIZATION, cutoff=dt.time(17)).beyond_faq, (
            "the FAQ states no hour"
        )

    @pytest.mark.parametrize("edition", [*Edition][:3])
    def test_a_stage_the_faq_is_silent_on_names_the_guide(self, edition):
        """ "If an edition says nothing about a matter, `required_documents`, `review_documents`,
        `applicants_for` and `service_level` raise a `DataError`. The error names the edition that
        you chose and the editions that have an answer." (docs/design.md, "Editions and sources")"""
        for stage in Stage:
            if stage is Stage.EMAIL_INITIALIZATION:
                assert service_level(stage, edition) == EMAIL_INITIALIZATION
                continue
            for asked in (stage, stage.value):
                with pytest.raises(DataError) as caught:
                    service_level(asked, edition.value)
                assert caught.value.problems == (
                    Problem(
                        "/stage",
                        "unknown_value",
                        f"edition {edition} does not say how long this stage takes; "
                        "editions that do: guide-zh-2019-08-01",
                    ),
                )
        if edition is Edition.FAQ_EN_2018_01_08:
            with pytest.raises(DataError, match="guide-zh-2019-08-01"):
                service_level("authority_review")

    def test_todays_pages_promise_no_working_days(self):
        """ "The help pages of 2025 do not state any service level." (docs/design.md, "Working days
        and service levels")"""
        faqs = "faq-en-2018-01-08, faq-zh-2018-06-09, faq-zh-2018-08-29, "
        for stage in Stage:
            also = faqs if stage is Stage.EMAIL_INITIALIZATION else ""
            with pytest.raises(DataError) as caught:
                service_level(stage, "help-2025-04-23")
            assert caught.value.problems[0].message == (
                "edition help-2025-04-23 does not say how long this stage takes; editions that "
                f"do: {also}guide-zh-2019-08-01"
            )

    def test_a_level_that_an_edition_of_ones_own_withdrew_is_not_stated_there(self):
        mute = derive(GUIDE, "mute", Text("Mute", "未规定"), withdraw=["windows.authority-review"])
        with pytest.raises(
            DataError, match=r"edition mute .* editions that do: guide-zh-2019-08-01"
        ):
            service_level("authority_review", mute)
        assert service_level("forwarding", mute) == service_level("forwarding", GUIDE)

    def test_a_ruling_has_the_row_and_the_editions_that_differ(self):
        today = Edition.HELP_2025_04_23
        for edition in [*Edition][:4]:
            for stage in Stage:
                faq_too = stage is Stage.EMAIL_INITIALIZATION
                if edition is not GUIDE and not faq_too:
                    continue
                ruling = level_ruling(edition, stage)
                assert ruling.answer == service_level(stage, edition)
                (reason,) = ruling.reasons
                assert reason.rule == f"windows.{stage.replace('_', '-')}"
                assert reason.source == find_rule(reason.rule).source(edition)
                assert ruling.others == ({today} if faq_too else {*Edition} - {GUIDE})

    @pytest.mark.parametrize(
        ("low", "high", "en", "zh"),
        [
            (1, 1, "1 working day", "1 个工作日"),
            (2, 2, "2 working days", "2 个工作日"),
            (1, 2, "1 to 2 working days", "1 至 2 个工作日"),
            (3, 20, "3 to 20 working days", "3 至 20 个工作日"),
        ],
    )
    def test_how_many_days_in_words(self, low, high, en, zh):
        level = ServiceLevel("x", low, high)
        assert level.days == Text(en, zh)
        assert level.words == Text(f"{en} after the day of receipt", f"自收到次日起 {zh}")

    def test_an_unknown_stage_is_refused(self):
        for bad in ("review", None, 1):
            with pytest.raises(DataError, match="/stage"):
                service_level(bad)
        with pytest.raises(DataError, match="/edition"):
            service_level("email_initialization", "guide")

    def test_the_authority_over_a_holiday(self):
        level = service_level("authority_review", GUIDE)
        window = processing_window(dt.date(2018, 9, 20), level)
        # September 21, 25-30 make 7; October 8-12 make 12, 15-19 make 17, 22, 23 and 24 make 20.
        assert (window.earliest, window.latest) == (dt.date(2018, 9, 26), dt.date(2018, 10, 24))


class TestExplain:
    """ "The explanation of a window names every day that affects the window." (docs/design.md,
    "Working days and service levels"): what was promised, which days were passed over and why, what
    it rests on."""

    levels = st.sampled_from([service_level(stage, GUIDE) for stage in Stage]) | TestLaws.levels

    @own.law("The explanation of a window names every day that affects the window")
    @given(own.days, levels, st.sampled_from(["en", "zh"]))
    def test_it_names_every_day_that_matters(self, day, level, lang):
        window = processing_window(day, level)
        words = window.explain(lang)
        lines = words.splitlines()
        for one in (window.received_on, window.earliest, window.latest, window.official_through):
            assert str(one) in words
        between = [day + ONE * i for i in range(1, (window.latest - day).days)]
        passed = "".join(line for line in lines if line.startswith(("Not counted", "期间不计")))
        bracket = "（" if lang == "zh" else " ("  # an exchanged day is named too, without one
        assert all((f"{one}{bracket}" in passed) != CHINA.is_working_day(one) for one in between)
        gone = lines[-1].startswith(("The newest edition, ", "最新版本（"))
        assert gone == (window.reason() is not None)
        assert level.source is None or lines[-2 if gone else -1].endswith(level.source.url)
        assert any(line.startswith(("Projected", "推算")) for line in lines) == (
            window.basis is Basis.PROJECTED
        )

    @pytest.mark.parametrize("stage", list(Stage))
    def test_of_a_stage_it_cites_the_rule_of_the_edition_that_states_it(self, stage):
        """ "If you pass no edition, `explain` quotes the earliest edition that states the level. If
        the newest edition does not state the level, the explanation says so." (docs/design.md,
        "Working days and service levels")"""
        window = processing_window(dt.date(2018, 9, 28), stage)
        first = next(one for one in Edition if window.reason(one))
        assert window.reason() == window.reason(first)
        assert find_rule(window.reason().rule, first).then == window.level
        assert window.explain() == window.explain(edition=first)
        assert window.explain().endswith(
            "\nThe newest edition, help-2025-04-23, does not state this service level."
        )

    def test_in_chinese(self):
        lines = processing_window(dt.date(2018, 9, 28)).explain("zh").splitlines()
        assert lines[:3] == [
            "收到日期：2018-09-28（星期五）。收到当日不计。",
            "备案账号邮箱初始化所需工作日：1-2 个。",
            (
                "预计处理时间：2018-09-29（星期六，调休上班）至 2018-09-30（星期日，调休上班），"
                "截至北京时间当日 24:00。"
            ),
        ]

    def test_a_cutoff_and_a_rest_day_rule_are_named(self):
        """ "The explanation then says which day counts as the day of receipt, and why."
        (docs/design.md, "Working days and service levels")"""
        friday = dt.datetime(2018, 10, 12, 18, tzinfo=BEIJING)
        cutoff, rest = (
            "since what arrives after 17:00 counts as received the next day",
            "what arrives on a rest day counts as received on the next working day",
        )
        for receipt, day, why, zh in (
            ("exclude_day", "2018-10-13 (Saturday)", cutoff, "，因为 17:00 之后到达的视为次日收到"),
            (
                "next_working_day",
                "2018-10-15 (Monday)",
                f"{cutoff}, and {rest}",
                "，因为 17:00 之后到达的视为次日收到，且休息日到达的视为下一个工作日收到",
            ),
        ):
            level = ServiceLevel("ours", 1, 2, cutoff=dt.time(17), receipt=receipt)
            window = processing_window(friday, level)
            first = window.explain().splitlines()[0]
            assert first == f"Counts as received on {day}, {why}. That day is not counted."
            assert window.explain("zh").splitlines()[0].endswith(f"）{zh}。收到当日不计。")
            assert window.explain("zh").startswith("视为收到的日期：2018-10-1")
        level = ServiceLevel("ours", 1, 2, receipt="next_working_day")
        assert level.received.en == f"Counts as received on {{}}, since {rest}"
        assert ServiceLevel("ours", 1, 2).received.en == "Received on {}"
        assert " 17:30:15 " in ServiceLevel("x", 1, 1, cutoff=dt.time(17, 30, 15)).received.en

    def test_no_article_stands_twice(self):
        for stage in Stage:
            window = processing_window(dt.date(2018, 9, 28), service_level(stage, GUIDE))
            assert " the the " not in window.explain(edition=GUIDE), stage
            for table in icp.tables():
                for column in table.columns:
                    for value in column.values:
                        said = f" {column.clause([value]).en} "
                        assert not re.search(r" (the the|an? the|the an?|an? an?) ", said), said
        for message in MESSAGES.values():
            for kind in icp.CredentialKind:
                said = message.message.format(kind).en
                assert not re.search(r"\b([Aa] [AEIOUaeiou]|the the\b)", said), said

    def test_a_changed_calendar_must_be_passed(self):
        closed = CHINA.with_changes(off=[dt.date(2018, 9, 29)], source="the provider's notice")
        window = processing_window(dt.date(2018, 9, 28), calendar=closed)
        with pytest.raises(
            DataError, match=("/calendar: this window was computed with another calendar")
        ):
            window.explain()
        assert "2018-09-29 (Saturday" in window.explain("en", closed)

    def test_an_unknown_language_is_refused(self):
        with pytest.raises(DataError, match="/lang"):
            processing_window(dt.date(2018, 9, 28)).explain("fr")


class TestShared:
    """ "An answer does not depend on earlier calls." (docs/design.md, "Structure of the code")"""

    @own.law("An answer does not depend on earlier calls")
    @given(own.days, st.booleans())
    def test_asked_again(self, day, through_a_copy_of_the_level):
        fresh = attrs.evolve(CHINA)
        level = (
            attrs.evolve(EMAIL_INITIALIZATION)
            if through_a_copy_of_the_level
            else EMAIL_INITIALIZATION
        )
        assert (
            processing_window(day, level, fresh)
            == processing_window(day, level, fresh)
            == processing_window(day)
        )

    def test_a_changed_calendar_has_answers_of_its_own(self):
        day = dt.date(2018, 3, 1)
        before = processing_window(day)
        closed = CHINA.with_changes(off=[before.earliest])
        assert (
            processing_window(day, calendar=closed).earliest
            > before.earliest
            == processing_window(day).earliest
        )

    def test_a_wrong_argument_is_refused_though_the_answer_is_ready(self):
        day = dt.date(2018, 3, 1)
        processing_window(day)
        for wrong, place in (
            ({"calendar": 5}, "/calendar"),
            ({"level": "x"}, "/level"),
            ({"strict": 0}, "/strict"),
            ({"strict": None}, "/strict"),
        ):
            with pytest.raises(DataError, match=place):
                processing_window(day, **wrong)


class TestStatus:
    """ "`due` is the instant at which the day `latest` ends: midnight in Beijing (Civil
    Code, art. 203)." (docs/design.md, "Working days and service levels")"""

    WINDOW = processing_window(dt.date(2018, 9, 28))

    @pytest.mark.parametrize(
        ("now", "status"),
        [
            ("2018-09-28T23:59:59", "before"),
            ("2018-09-29T00:00:00", "within"),
            ("2018-09-30T23:59:59", "within"),
            ("2018-10-01T00:00:00", "overdue"),
        ],
    )
    def test_status(self, now, status):
        moment = dt.datetime.fromisoformat(now).replace(tzinfo=BEIJING)
        assert (
            self.WINDOW.status(moment).value
            == self.WINDOW.status(moment.astimezone(dt.UTC)).value
            == status
        )
        assert (moment >= self.WINDOW.due) == (status == "overdue")

    @given(own.days, own.instants, own.offsets)
    def test_an_instant_counts_as_its_day_in_beijing(self, received, moment, offset):
        """Both take a day or an instant in any time zone."""
        window, today = processing_window(received), moment.astimezone(BEIJING).date()
        now = moment.astimezone(offset)
        assert window.status(now) is window.status(today)
        assert window.working_days_left(now) == window.working_days_left(today)
        assert (window.status(today) == "overdue") == (moment >= window.due)

    @given(own.days)
    def test_printed(self, received):
        """What one would print: both ends, and what they rest on."""
        window = processing_window(received)
        ends = f"{window.earliest.isoformat()} to {window.latest.isoformat()}"
        assert str(window) == f"{window}" == f"{ends} ({window.basis.value})"

    def test_days_left(self):
        left = [self.WINDOW.working_days_left(dt.date(2018, 9, 28) + ONE * i) for i in range(4)]
        assert left == [2, 1, 0, 0] and self.WINDOW.working_days_left(dt.date(2018, 10, 8)) == -1

    def test_refusals(self):
        with pytest.raises(DataError, match="/now"):
            self.WINDOW.status(dt.datetime(2018, 9, 28))
        with pytest.raises(DataError, match="/today"):
            self.WINDOW.working_days_left(dt.datetime(2018, 9, 28))
        for wrong in ("2018-09-28", 20180928, None):
            with pytest.raises(DataError, match="/now: "):
                self.WINDOW.status(wrong)
            with pytest.raises(DataError, match="/today: "):
                self.WINDOW.working_days_left(wrong)
