"""The error for malformed data: `DataError`, which lists every `Problem` at once.

The package has two more errors, each defined in the module that raises it.
`workdays.BeyondHorizon` is raised for a day that the calendar does not cover.
`findings.RuleViolation` is raised when a filing that breaks a rule is added to a register.
All three are subclasses of `ValueError`.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self

__all__ = ["DataError", "Problem"]


class Problem(NamedTuple):
    """One thing wrong with the data.

    Attributes:
        pointer:
            Where it is, as a JSON Pointer such as "/subject/type"; "" is the whole value.

        code:
            What kind of problem it is.

        message:
            What is wrong and what is expected instead. It never contains a value of the data.
    """

    pointer: str
    code: str
    message: str


class DataError(ValueError):
    """The error for malformed data; it lists every problem found.

    Attributes:
        problems:
            Every `Problem` found, in the order of the data.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # its only argument, so that the error can be pickled

    def __str__(self) -> str:
        return "; ".join(
            f"{p.pointer or '(the whole)'}: {p.message} [{p.code}]" for p in self.problems
        )

    @classmethod
    def of(cls, code: str, message: str, pointer: str = "") -> Self:
        """An error with a single problem."""
        return cls([Problem(pointer, code, message)])

    def under(self, prefix: str) -> list[Problem]:
        """The same problems, with `prefix` put before each pointer.

        Used where the data is part of a larger value and stands in it at `prefix`.
        """
        return [Problem(prefix + p.pointer, p.code, p.message) for p in self.problems]
