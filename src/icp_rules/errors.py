"""The error for malformed data: `DataError`, which lists every `Problem` at once.

The package has two other exceptions. `workdays.BeyondHorizon` is raised for a day that the calendar
does not cover. `findings.RuleViolation` is raised if a filing that you add to a register breaks a
rule. All three errors are subclasses of `ValueError`.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self

__all__ = ["DataError", "Problem"]


class Problem(NamedTuple):
    """One thing that is wrong with the data.

    Attributes:
        pointer:
            The place of the problem, as a JSON Pointer such as "/subject/type". "" means the whole
            value.

        code:
            The kind of problem, one of the codes below. Codes are stable, so a program can branch
            on them.

        message:
            What is wrong and what is expected instead. It never contains a value from the data.

    The codes are:

    - `missing`: a required key or value is missing.
    - `unknown_key`: an object has a key that the model does not have.
    - `unknown_value`: the value is not one of those allowed.
    - `wrong_type`: the value does not have the expected type.
    - `wrong_kind`: the type is right, but the value does not fit here, such as an organization's
      credential in place of the applicant's ID.
    - `empty`, `too_long`: a string is blank or has too many characters.
    - `too_many`: a list or an object has too many items.
    - `too_large`: the data has too many values, is nested too deeply, or has too many characters
      in domains that have to be encoded.
    - `out_of_range`: a number is too small or too large, a day is too early or too late, or two
      values do not fit together.
    - `forbidden_character`: a string has a character that is not allowed, such as an invisible one.
    - `masked`, `damaged`: a credential number is masked, or a program such as a spreadsheet has
      changed it.
    - `bad_date`, `bad_time`, `bad_domain`, `bad_filing_number`, `bad_notice`: the string is not a
      valid date, time, domain, filing number or holiday notice.
    - `naive_time`: a time has no time zone.
    - `time_needed`: a day was passed where a time is needed.
    - `bad_json`, `bad_encoding`: the text is not JSON or not UTF-8.
    - `duplicate_key`, `duplicate_id`, `duplicate_name`, `duplicate_value`: a key of an object, the
      id of a rule, the name of a table's column or a value of a column occurs twice.
    - the values of `editions.FlawKind`, such as `gap`: the rules passed to `derive` have a flaw.
    """

    pointer: str
    code: str
    message: str


class DataError(ValueError):
    """The error for malformed data; it lists every problem found.

    Attributes:
        problems:
            Every `Problem` found.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # so that the error can be pickled

    def __str__(self) -> str:
        return "; ".join(
            f"{p.pointer or '(the whole)'}: {p.message} [{p.code}]" for p in self.problems
        )

    @classmethod
    def of(cls, code: str, message: str, pointer: str = "") -> Self:
        """An error with a single problem."""
        return cls([Problem(pointer, code, message)])

    def under(self, prefix: str) -> list[Problem]:
        """The problems of this error, with `prefix` put before each pointer.

        If the data is part of a larger value, pass the pointer to the data as `prefix`.
        """
        return [Problem(prefix + p.pointer, p.code, p.message) for p in self.problems]
