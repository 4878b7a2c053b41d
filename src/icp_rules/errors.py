"""The one error for malformed data: `DataError`, which lists every `Problem` at once.

The package has two more errors, each beside what raises it: `workdays.BeyondHorizon` for a day the
calendar does not cover, and `findings.RuleViolation` for a filing that must not be added to a
register. All three are a `ValueError`.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self

__all__ = ["DataError", "Problem"]


class Problem(NamedTuple):
    """One thing wrong with the data.

    Attributes:
        pointer:
            Where it is, as a JSON Pointer; "" is the whole.

        code:
            What kind of problem it is.

        message:
            What is wrong and what is expected instead. It never repeats a value.
    """

    pointer: str
    code: str
    message: str


class DataError(ValueError):
    """The data is malformed, so the question cannot be answered.

    Attributes:
        problems:
            Every `Problem` found, in the order of the data.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # the only argument, so that the error pickles

    def __str__(self) -> str:
        return "; ".join(
            f"{p.pointer or '(the whole)'}: {p.message} [{p.code}]" for p in self.problems
        )

    @classmethod
    def of(cls, code: str, message: str, pointer: str = "") -> Self:
        """An error with a single problem."""
        return cls([Problem(pointer, code, message)])

    def under(self, prefix: str) -> list[Problem]:
        """The problems as seen from the place that holds this data at `prefix`."""
        return [Problem(prefix + p.pointer, p.code, p.message) for p in self.problems]
