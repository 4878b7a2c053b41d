"""Contracts of the small functions, for CrossHair (`--analysis_kind=asserts`): what
is given, and the law.

The asserts a function begins with are what is given; those after the first other statement are the
law. So such a statement must stand between them, or CrossHair takes all asserts but the last for
given. It runs each function on values that stand for all values at once and says "Confirmed over
all paths" if no counterexample exists within what is given; that is so of every function here whose
name does not end in `_searched`. Of those it only has to find no counterexample. tests/contracts.md
says how to run it and what it cannot reach. This is no test module: pytest collects nothing here.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from icp_rules.accounts import Period, period_of
from icp_rules.assessment import Verdict, _assessment, _verdict
from icp_rules.converters import _key
from icp_rules.documents import (
    Applicant,
    Defect,
    DocumentKind,
    Held,
    Medium,
    Requirement,
    SubmittedDocument,
    _of_copy,
    find_faults,
    required_documents,
)
from icp_rules.errors import DataError
from icp_rules.fields import day, flag, member
from icp_rules.findings import MESSAGES, Finding, Severity
from icp_rules.identifiers import (
    CREDIT_ALPHABET,
    CredentialKind,
    FiledService,
    FilingNumber,
    Side,
    SubjectNature,
    _birth_date,
    _link,
    _validity,
    credential_number,
    credit_check,
    mask,
    organization_check,
    resident_check,
)
from icp_rules.rules import DEFAULT_EDITION, Edition, Ruling
from icp_rules.sla import ServiceLevel, WindowStatus, _count, processing_window
from icp_rules.subjects import _whose
from icp_rules.texts import Page, Sentence, Source
from icp_rules.trie import Trie
from icp_rules.vocabulary import Text, any_of, conjoined
from icp_rules.workdays import (
    BEIJING,
    Basis,
    BeyondHorizon,
    WorkingCalendar,
    _arranged_by,
    beijing_day,
)

# -- What the contracts are about ------------------------------------------------------------------

FIRST = dt.date(2018, 9, 24)
DAYS = tuple(FIRST + dt.timedelta(i) for i in range(14))

#: Every table of five days there is, by number.
WEEKS = tuple(WorkingCalendar(FIRST, DAYS[2], bytes(table)) for table in product((0, 1), repeat=5))

#: The fortnight around the Mid-Autumn Festival and National Day of 2018: days off on weekdays, a
#: weekend that is worked.
FORTNIGHT = WorkingCalendar(FIRST, DAYS[9], bytes((0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)))
#: The same length without a long holiday.
PLAIN = WorkingCalendar(FIRST, DAYS[9], bytes((1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0)))

BODY = "11010519491231002"  # of a resident number, without its check digit
CREDIT_BODY = "91330100987652858"  # of a credit code, likewise
ORGANIZATION_BODY = "98765285"
DIGITS = "0123456789"

Six = tuple[int, int, int, int, int, int]
Eight = tuple[int, int, int, int, int, int, int, int]
Fifteen = tuple[int, int, int, int, int, int, int, int, int, int, int, int, int, int, int]
Seventeen = tuple[
    int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int
]


def are_digits(numbers: Iterable[int]) -> bool:
    """Whether these are digits; one condition of all, so that CrossHair need not go
    through them one by one."""
    bounds = [bound for number in numbers for bound in (number >= 0, number <= 9)]
    return all(bounds)


def written(numbers: Iterable[int]) -> str:
    """Digits as text that stays symbolic."""
    text = ""
    for number in numbers:
        text = text + chr(48 + number)
    return text


def with_character(text: str, at: int, character: str) -> str:
    """A text with another character at one place."""
    return text[:at] + character + text[at + 1 :]


def step(calendar: WorkingCalendar, start: dt.date, n: int) -> dt.date | None:
    """The n-th working day, or None where it lies outside the calendar."""
    try:
        return calendar.nth_working_day(start, n)
    except BeyondHorizon:
        return None


def refused(function: Callable[..., Any], *values: Any) -> bool:
    """Whether a function refuses its arguments as malformed data."""
    try:
        function(*values)
    except DataError:
        return True
    return False


# -- Working days ----------------------------------------------------------------------------------


def counting_undoes_stepping(table: int, start: int, n: int) -> None:
    """From a day to its n-th working day there are n working days; it is outside the calendar
    only if there are fewer."""
    assert 0 <= table < 32
    assert 0 <= start < 5
    assert 1 <= n <= 5
    calendar, there = WEEKS[table], step(WEEKS[table], DAYS[start], n)
    if there is None:
        assert calendar.count_working_days(DAYS[start], DAYS[4]) < n
    else:
        assert calendar.count_working_days(DAYS[start], there) == n


def counting_undoes_stepping_back(table: int, start: int, n: int) -> None:
    """The n-th working day before a day: the day itself is never counted,
    whether or not it is one."""
    assert 0 <= table < 32
    assert 0 <= start < 5
    assert 1 <= n <= 5
    calendar, there = WEEKS[table], step(WEEKS[table], DAYS[start], -n)
    if there is not None:
        assert calendar.count_working_days(there, DAYS[start]) == n - 1 + calendar.is_working_day(
            DAYS[start]
        )


def a_step_lands_on_a_working_day(table: int, start: int, n: int) -> None:
    """The n-th working day is a working day, and comes after the day one starts from, or before
    it for a negative n."""
    assert 0 <= table < 32
    assert 0 <= start < 5
    assert -5 <= n <= 5
    assert n != 0
    there = step(WEEKS[table], DAYS[start], n)
    if there is not None:
        assert WEEKS[table].is_working_day(there)
        assert there > DAYS[start] if n > 0 else there < DAYS[start]


def steps_add_up(start: int, a: int, b: int) -> None:
    """The b-th working day after the a-th one is the (a + b)-th one."""
    assert 0 <= start < 14
    assert 1 <= a <= 6
    assert 1 <= b <= 6
    there = step(FORTNIGHT, DAYS[start], a)
    if there is not None:
        assert step(FORTNIGHT, there, b) == step(FORTNIGHT, DAYS[start], a + b)


def a_step_back_undoes_a_step(start: int, n: int) -> None:
    """From a working day n on and n back leads where one came from."""
    assert 0 <= start < 14
    assert 1 <= n <= 10
    there = step(PLAIN, DAYS[start], n)
    if there is not None and PLAIN.is_working_day(DAYS[start]):
        assert step(PLAIN, there, -n) == DAYS[start]


def counts_add_up(a: int, b: int, c: int) -> None:
    """Counting to a day and on from it is counting through; there and back is nothing."""
    assert 3 <= a < 9
    assert 3 <= b < 9
    assert 3 <= c < 9
    count = PLAIN.count_working_days
    assert count(DAYS[a], DAYS[b]) + count(DAYS[b], DAYS[c]) == count(DAYS[a], DAYS[c])
    assert count(DAYS[a], DAYS[b]) == -count(DAYS[b], DAYS[a])


def the_table_decides(table: int, at: int) -> None:
    """A day works if its byte is 1, and counts for one exactly then; past the last day
    nothing is answered."""
    assert 0 <= table < 32
    assert 0 <= at < 6
    calendar = WEEKS[table]
    try:
        works = calendar.is_working_day(DAYS[at])
    except BeyondHorizon:
        assert at == 5
        return
    assert works == (calendar.working[at] == 1)
    assert at == 0 or calendar.count_working_days(DAYS[at - 1], DAYS[at]) == works


def the_horizon_is_official(at: int) -> None:
    """A day is official up to and including the last one that is arranged."""
    assert 0 <= at < 14
    basis = FORTNIGHT.basis(DAYS[at])
    assert basis is (Basis.OFFICIAL if at <= 9 else Basis.PROJECTED)


def a_change_changes_its_day_alone(changed: int, asked: int, works: bool) -> None:
    """A day set off is off, a day set to work works, and every other day stays what it was."""
    assert 0 <= changed < 7
    assert 0 <= asked < 7
    one = [DAYS[changed]]
    after = FORTNIGHT.with_changes(working=one) if works else FORTNIGHT.with_changes(off=one)
    assert after.is_working_day(DAYS[asked]) == (
        works if asked == changed else FORTNIGHT.is_working_day(DAYS[asked])
    )


def the_next_year_arranges_the_last_days(one: dt.date) -> None:
    """The next year's arrangement decides the last three days of December too, and no other day."""
    assert one.year < dt.MAXYEAR
    years = _arranged_by(one)
    assert years[0] == one.year
    assert (years[1:] == (one.year + 1,)) == (one >= dt.date(one.year, 12, 29))


def a_day_in_beijing_begins_at_16_utc(minute: int) -> None:
    """An instant belongs to the day it has in Beijing, eight hours ahead of UTC."""
    assert 0 <= minute < 1440
    there = beijing_day(
        dt.datetime(2018, 2, 14, 0, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
    )
    assert there == (dt.date(2018, 2, 15) if minute >= 960 else dt.date(2018, 2, 14))


# -- How long it takes -----------------------------------------------------------------------------

#: Received on 24 September 2018, to be expected on the 25th or the 26th.
_MADE = processing_window(DAYS[0], ServiceLevel("one to two", 1, 2), FORTNIGHT)


def a_window_ends_at_midnight(minute: int) -> None:
    """Before the earliest day, within the window, and overdue from `due` on: one of the
    three at every instant."""
    assert 0 <= minute < 4 * 1440
    now = dt.datetime(2018, 9, 24, 0, 0, tzinfo=BEIJING) + dt.timedelta(minutes=minute)
    status = _MADE.status(now)
    assert (status is WindowStatus.BEFORE) == (minute < 1440)
    assert (status is WindowStatus.OVERDUE) == (minute >= 3 * 1440)


def a_count_is_one_or_more(value: int) -> None:
    """A whole number of working days is taken as it is from 1 on, and refused below."""
    assert -(10**9) <= value <= 10**9
    taken = not refused(_count, value)
    assert taken == (value >= 1)
    assert not taken or _count(value) == value


# -- Credentials -----------------------------------------------------------------------------------


def a_mask_shows_at_most_the_last_four(number: str) -> None:
    """A long number shows its last four characters and nothing else."""
    assert 12 <= len(number) <= 64
    shown = mask(number)
    assert shown == "…" + number[-4:]
    assert len(shown) == 5


def a_mask_shows_nothing_of_a_short_number(number: str) -> None:
    """Of fewer than twelve characters nothing is shown."""
    assert len(number) < 12
    shown = mask(number)
    assert shown == "…"


def a_resident_check_is_of_its_alphabet(numbers: Seventeen) -> None:
    """Over any 17 digits the check is one of 0 to 9 and X."""
    assert are_digits(numbers)
    check = resident_check(written(numbers))
    assert len(check) == 1
    assert check in "0123456789X"


def a_resident_check_catches_a_changed_digit(at: int, beside: int) -> None:
    """MOD 11-2: whichever digit of a number is another one, the check is another one,
    whatever stands beside it."""
    assert 0 <= at < 17
    assert 0 <= beside < 3
    body = with_character(BODY, (at + 1) % 17, DIGITS[beside])
    checks = [resident_check(with_character(body, at, digit)) for digit in DIGITS]
    assert len(set(checks)) == 10


def a_credit_check_catches_a_changed_character(at: int) -> None:
    """Whichever character of a credit code is another one, the check is another one of the
    characters a credit code can have."""
    assert 0 <= at < 17
    checks = [
        credit_check(with_character(CREDIT_BODY, at, character)) for character in CREDIT_ALPHABET
    ]
    assert sorted(checks) == sorted(CREDIT_ALPHABET)


def an_organization_check_catches_a_changed_digit(at: int, beside: int) -> None:
    """Whichever digit of an organization code is another one, the check is another
    one of 0 to 9 and X."""
    assert 0 <= at < 8
    assert 0 <= beside < 10
    body = with_character(ORGANIZATION_BODY, (at + 1) % 8, DIGITS[beside])
    checks = {organization_check(with_character(body, at, digit)) for digit in DIGITS}
    assert len(checks) == 10
    assert checks <= set("0123456789X")


def both_lengths_of_a_resident_number_have_one_key(numbers: Six) -> None:
    """A 15-digit resident number and its 18 digits have one key."""
    assert are_digits(numbers)
    short = "110105" + "491231" + written(numbers[:3])
    body = "110105" + "19491231" + written(numbers[:3])
    key = _link(CredentialKind.RESIDENT_ID_CARD, short, True)
    assert key == _link(CredentialKind.RESIDENT_ID_CARD, body + resident_check(body), True)


def a_permit_keeps_its_key_when_renewed(numbers: Eight, renewed: int) -> None:
    """The first nine characters of a Hong Kong/Macao permit, the first eight digits of a Taiwan
    permit: what follows changes nothing."""
    assert are_digits((*numbers, renewed))
    one, more = written(numbers), written((0, renewed))
    hong_kong, taiwan = (
        CredentialKind.HONG_KONG_MACAO_TRAVEL_PERMIT,
        CredentialKind.TAIWAN_TRAVEL_PERMIT,
    )
    assert _link(hong_kong, "H" + one, True) == _link(hong_kong, "H" + one + more, True)
    assert _link(taiwan, one, True) == _link(taiwan, one + more, True)


def a_credit_code_has_the_key_of_the_code_inside(at: int, a: int) -> None:
    """A credit code and the organization code inside it, its 9th to 17th character, have one key,
    whatever paper shows it."""
    assert 0 <= at < 17
    assert 0 <= a < 7
    body = with_character(CREDIT_BODY, at, "0357AXY"[a])
    number = body + credit_check(body)
    key = _link(CredentialKind.BUSINESS_LICENSE, number, True)
    assert key == _link(CredentialKind.ORGANIZATION_CODE, number[8:17], True)
    assert key == _link(CredentialKind.UNIFIED_SOCIAL_CREDIT_CODE, number, True)


def a_birth_date_is_in_range(numbers: Eight) -> None:
    """What passes for a date of birth has a year from 1800 on, a month and a day."""
    assert are_digits(numbers)
    if _birth_date(written(numbers)):
        assert numbers[0] * 10 + numbers[1] >= 18
        assert 1 <= numbers[4] * 10 + numbers[5] <= 12
        assert 1 <= numbers[6] * 10 + numbers[7] <= 31


def a_taiwan_permit_has_its_shape(number: str) -> None:
    """A Taiwan permit is valid with 8 digits, 10 digits, or 10 and a bracketed letter, so never
    with another length."""
    assert len(number) <= 12
    if _validity(CredentialKind.TAIWAN_TRAVEL_PERMIT, number) == "valid":
        assert len(number) in (8, 10)


def a_code_is_of_the_list_or_newer(code: int, large: bool) -> None:
    """A number from 1 to 9999 is a code, if need be one newer than the list; any
    other number is none."""
    assert -3 <= code <= 50
    code = code + 9990 if large else code
    kind, nature = CredentialKind.of_code(code), SubjectNature.of_code(code)
    assert (kind is None) == (nature is None) == (not 1 <= code <= 9999)
    assert nature is None or nature is SubjectNature.UNLISTED or nature.code == code


def a_filing_number_reads_back(index: int, kind: int) -> None:
    """What a filing number is written as is read as that number again, with nothing repaired."""
    assert 1 <= index <= 99
    assert 0 <= kind < 4
    number = FilingNumber("浙", "99000001", index, tuple(FiledService)[kind])
    again = FilingNumber.parse(str(number))
    assert again == number
    assert again.repairs == ()


# -- Periods ---------------------------------------------------------------------------------------


def a_period_never_goes_back(a: dt.date, b: dt.date) -> None:
    """A later day is never of an earlier period."""
    assert a <= b
    order = tuple(Period)
    assert order.index(period_of(a)) <= order.index(period_of(b))


def every_day_has_its_period(one: dt.date) -> None:
    """Every day is of the period that its bounds say, and none of the unknown one."""
    assert one >= dt.date.min
    period = period_of(one)
    assert period is not Period.UNKNOWN
    assert (period is Period.BEFORE_JUNE_2010) == (one < dt.date(2010, 6, 1))
    assert (period is Period.JANUARY_2017) == (one.year == 2017 and one.month == 1)
    assert (period is Period.LATER) == (one > dt.date(2017, 1, 31))


# -- Words and fields ------------------------------------------------------------------------------


def texts_are_joined_by_or(a: str, b: str) -> None:
    """One text stays as it is; the last of several stands after "or", and conditions that hold
    together are joined by "and"."""
    assert len(a) <= 4
    assert len(b) <= 4
    first, second = Text(a, b), Text(b, a)
    assert any_of([first]) == first
    assert any_of([first, second]) == Text(a + " or " + b, b + "或" + a)
    assert conjoined([first, second]) == Text(a + ", and " + b, b + "，且" + a)


#: A page of which all sentences are here, three of them.
_PAGE = Page(
    "title",
    "https://example.cn/",
    sentences=tuple(Sentence(said, Text(said, "甲")) for said in ("One.", "Two.", "Three.")),
    whole=True,
)


def a_passage_shows_what_it_leaves_out(a: bool, b: bool, c: bool) -> None:
    """Sentences that follow one another stand together; between others there is an ellipsis."""
    assert a or b or c
    at = [i for i, taken in enumerate((a, b, c)) if taken]
    quote = _PAGE.passage(at).quote
    assert ("…" in quote) == (a and c and not b)
    assert quote.replace(" …", "") == " ".join(_PAGE.sentences[i].quote for i in at)


def a_flag_is_true_or_false_and_nothing_else(value: bool | int | str | None) -> None:
    """A field that is true or false takes nothing that merely counts as such: no 1,
    no text, not nothing."""
    assert value is None or value != "never"
    taken = not refused(flag, value)
    assert taken == isinstance(value, bool)


def a_day_is_no_instant(date: dt.date, hour: int) -> None:
    """A field that is a calendar day takes a date; a datetime is not one."""
    assert 0 <= hour < 24
    instant = dt.datetime(2018, 1, 8, hour)
    assert day(date) == date
    assert refused(day, instant)


def a_problem_is_told_from_where_one_stands(prefix: str, pointer: str) -> None:
    """Problems seen from a place that holds the data at a prefix: the pointer
    grows, the rest stays."""
    assert len(prefix) + len(pointer) <= 20
    (problem,) = DataError.of("missing", "this is required", pointer).under(prefix)
    assert problem.pointer == prefix + pointer
    assert problem[1:] == ("missing", "this is required")


def a_key_is_repeated_only_if_it_looks_like_one(key: str) -> None:
    """A key that does not look like one might be a value in the wrong place,
    so it is not repeated."""
    assert 1 <= len(key) <= 2
    looks = all("A" <= c <= "Z" or "a" <= c <= "z" or c == "_" for c in key)
    assert _key(key) == ("/" + key if looks else "/…")


def a_term_is_no_other_vocabulary(value: bool, held: bool) -> None:
    """Only a member of this very class counts: one spelled alike in another
    vocabulary is refused."""
    assert value or not value
    one = Held.ID_CREDENTIAL if held else DocumentKind.ID_CREDENTIAL
    assert refused(member, DocumentKind if value else Held, one) == (held == value)


def editions_come_in_order(a: bool, b: bool, c: bool, d: bool, e: bool) -> None:
    """The editions that differ are told in the order of their days, each once."""
    assert a or b or c or d or e
    chosen = [one for one, wanted in zip(Edition, (a, b, c, d, e), strict=True) if wanted]
    ruling = Ruling(None, (), frozenset(reversed(chosen)), ())
    assert list(_assessment(DEFAULT_EDITION, ruling, ()).differs_in) == chosen


# -- The trie --------------------------------------------------------------------------------------

#: Ten keys that share the last digit of their hash, so a leaf has been split, over a base of two.
_SPLIT = Trie({3: "base", 16: "base"})
for _key_of_split in range(0, 160, 16):
    _SPLIT = _SPLIT.put(_key_of_split, "put")


def what_is_put_is_got(key: int) -> None:
    """A new map has the key's new value and every other value of the old map; the
    old map is as it was."""
    assert 0 <= key < 36
    before = [_SPLIT.get(asked) for asked in range(36)]
    after = _SPLIT.put(key, "new")
    assert [after.get(asked) for asked in range(36)] == [*before[:key], "new", *before[key + 1 :]]
    assert [_SPLIT.get(asked) for asked in range(36)] == before


def what_is_put_is_listed(key: int) -> None:
    """A map lists every key once."""
    assert 0 <= key < 100
    listed = list(_SPLIT.put(key, "new"))
    assert len(listed) == len(set(listed)) == 11 + (_SPLIT.get(key) is None)
    assert key in listed


# -- Verdicts and documents ------------------------------------------------------------------------

_SOURCE = Source("title", "https://example.cn/", dt.date(2018, 1, 8))


def _found(code: Any) -> Finding:
    return Finding(code, MESSAGES[code].severity, "rule", "", MESSAGES[code].message, None, _SOURCE)


_OF_SUBJECTS, _OF_DOCUMENTS = _found("account_holds_another_subject"), _found("document_missing")
_OF_ACCOUNTS = _found("import_not_eligible")
_WARNINGS = (
    _found("window_projected"),
    _found("validity_not_checked"),
    _found("same_credential_other_name"),
)
_ORDER = (Verdict.ACCEPTED, Verdict.INCOMPLETE, Verdict.REJECTED)


def a_verdict_follows_the_errors(
    subject: bool, documents: bool, account: bool, warned: bool
) -> None:
    """Rejected for any error that is not about documents, else incomplete for one that is, else
    accepted; warnings weigh nothing."""
    assert all(one.severity is not Severity.ERROR for one in _WARNINGS)
    findings = [
        one
        for one, is_so in (
            (_OF_SUBJECTS, subject),
            (_OF_DOCUMENTS, documents),
            (_OF_ACCOUNTS, account),
        )
        if is_so
    ]
    verdict = _verdict((*_WARNINGS, *findings) if warned else findings)
    assert verdict is (
        Verdict.REJECTED
        if subject or account
        else Verdict.INCOMPLETE
        if documents
        else Verdict.ACCEPTED
    )


def a_finding_never_makes_it_better(documents: bool, account: bool, more: int) -> None:
    """Whatever else is found, the verdict is no better for it, and the order of the
    findings does not matter."""
    assert 0 <= more < 6
    findings = [
        one for one, is_so in ((_OF_DOCUMENTS, documents), (_OF_ACCOUNTS, account)) if is_so
    ]
    also = (_OF_SUBJECTS, _OF_DOCUMENTS, _OF_ACCOUNTS, *_WARNINGS)[more]
    assert _ORDER.index(_verdict([*findings, also])) >= _ORDER.index(_verdict(findings))
    assert _verdict([also, *findings]) is _verdict([*findings, also])


_PHOTO = Requirement(
    DocumentKind.HALF_LENGTH_PHOTO, (), Held.SUBJECT_CREDENTIAL, False, False, True, "rule"
)
_LETTER = Requirement(DocumentKind.LETTER_OF_AUTHORIZATION, (), None, True, True, False, "rule")
_CARD = Requirement(
    DocumentKind.ID_CREDENTIAL, (Side.FRONT, Side.BACK), None, False, False, True, "rule"
)


def each_lack_is_a_fault_of_its_own(
    sealed: bool, on_template: bool, clear: bool, of_original: bool
) -> None:
    """A letter lacks what is asked of a letter: seal, template and a clear image; that it is no
    original is not asked."""
    assert DocumentKind.LETTER_OF_AUTHORIZATION is _LETTER.document
    given = SubmittedDocument(
        _LETTER.document,
        of_original=of_original,
        sealed=sealed,
        on_template=on_template,
        clear=clear,
    )
    defects = [fault.defect for fault in _of_copy(_LETTER, given, 0, None)]
    assert (Defect.UNSEALED in defects) == (not sealed)
    assert (Defect.OFF_TEMPLATE in defects) == (not on_template)
    assert (Defect.UNCLEAR in defects) == (not clear)
    assert len(defects) == (not sealed) + (not on_template) + (not clear)


def valid_on_the_day_of_receipt(received: int, until: int) -> None:
    """A document is valid up to and including its last day; without a day of
    receipt that is not known."""
    assert 0 <= received < 14
    assert 0 <= until < 14
    given = SubmittedDocument(_CARD.document, ["front", "back"], valid_until=DAYS[until])
    assert [fault.defect for fault in _of_copy(_CARD, given, 0, DAYS[received])] == (
        [Defect.EXPIRED] if until < received else []
    )
    assert [fault.defect for fault in _of_copy(_CARD, given, 0, None)] == [Defect.UNDATED]


def a_photo_is_right_or_has_a_fault(
    held: bool, of_original: bool, clear: bool, authentic: bool
) -> None:
    """Nothing is wrong with a photo exactly if it shows the right credential, the
    original, clearly and truly."""
    assert _PHOTO.held is Held.SUBJECT_CREDENTIAL
    holds = Held.SUBJECT_CREDENTIAL if held else Held.ID_CREDENTIAL
    given = SubmittedDocument(
        _PHOTO.document, held=holds, of_original=of_original, clear=clear, authentic=authentic
    )
    faults = find_faults((_PHOTO,), (given,), None)
    assert (not faults) == (held and of_original and clear and authentic)
    assert len(faults) == (not held) + (not of_original) + (not clear) + (not authentic)


def sides_may_come_in_several_files(a: bool, b: bool, c: bool, d: bool) -> None:
    """The front in one file and the back in another are fine; a side that none shows is told, and
    is the only thing told."""
    assert a or b or c or d
    one = SubmittedDocument(
        _CARD.document, [side for side, shown in zip(Side, (a, b), strict=True) if shown]
    )
    two = SubmittedDocument(
        _CARD.document, [side for side, shown in zip(Side, (c, d), strict=True) if shown]
    )
    faults = find_faults((_CARD,), (one, two), None)
    assert [fault.about for fault in faults] == [
        side for side, shown in zip(Side, (a or c, b or d), strict=True) if not shown
    ]


def another_copy_never_hurts(held: bool, of_original: bool, clear: bool, first: bool) -> None:
    """What is satisfied stays satisfied, whatever authentic copy is handed in besides,
    before it or after it."""
    assert first or not first
    good = SubmittedDocument(
        _PHOTO.document, held=Held.SUBJECT_CREDENTIAL, medium=Medium.PHOTOGRAPH
    )
    holds = Held.SUBJECT_CREDENTIAL if held else None
    also = SubmittedDocument(_PHOTO.document, held=holds, of_original=of_original, clear=clear)
    assert find_faults((_PHOTO,), (also, good) if first else (good, also), None) == []


def who_applies_decides(individual: bool, subject: bool, website: bool) -> None:
    """An individual hands in no letter; an agent of an organization, who is neither administrator,
    does (English text)."""
    assert individual or not individual
    roles = [
        role
        for role, is_so in (("subject_administrator", subject), ("website_administrator", website))
        if is_so
    ]
    asked = {
        one.document
        for one in required_documents(
            Applicant("individual" if individual else "organization", roles)
        )
    }
    assert (DocumentKind.LETTER_OF_AUTHORIZATION in asked) == (
        not individual and not subject and not website
    )
    assert DocumentKind.ID_CREDENTIAL in asked


# -- Who holds what --------------------------------------------------------------------------------


def whose_it_is(known: list[bool]) -> None:
    """Nobody's if none is on file, the same if all are of this key, another's as soon as one is."""
    assert len(known) <= 4
    holder = _whose(["key" if same else "another" for same in known], "key")
    assert holder == ("nobody" if not known else "same" if all(known) else "other")


# -- Only searched ---------------------------------------------------------------------------------


def a_credential_number_is_its_own_normal_form_searched(value: str) -> None:
    """A number that has been normalised is normalised to itself."""
    assert len(value) <= 64
    try:
        number = credential_number(value)
    except DataError:
        return
    assert credential_number(number) == number


def a_filing_number_is_its_own_normal_form_searched(after: str) -> None:
    """A filing number that has been read is written so that it is read again as it is,
    with nothing repaired."""
    assert len(after) <= 3
    try:
        number = FilingNumber.parse("浙ICP备99000001" + after)
    except DataError:
        return
    again = FilingNumber.parse(str(number))
    assert again == number
    assert again.repairs == ()


def a_resident_check_catches_a_changed_digit_searched(numbers: Seventeen, other: int) -> None:
    """MOD 11-2 again, with all 17 digits left open: the fourth is another one, so the
    check is another one."""
    assert are_digits((*numbers, other))
    assert numbers[3] != other
    check = resident_check(written(numbers))
    assert check != resident_check(written((*numbers[:3], other, *numbers[4:])))
