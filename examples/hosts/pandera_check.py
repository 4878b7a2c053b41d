"""Frames of filings checked with pandera, for pandas and Polars alike.

pandera repeats the values that fail. So it is not the number that is checked but what
`icp_rules.frames` says of it: the column `problem`, which is null where all is well
and a code where not.
"""

from types import ModuleType
from typing import Any

from icp_rules.frames import add_processing_windows, canonical_keys, find_conflicts

PROBLEM = "this credential cannot be read; the code says why"
PROJECTED = "this day is past the State Council's last arrangement"


def checked(frame: Any, pandera: ModuleType) -> Any:
    """The frame with keys and windows. pandera's `SchemaErrors` tell of every row at once;
    `pandera` is pandera.pandas or pandera.polars.

    The frame has the columns kind, number and received_at.
    """
    keyed = add_processing_windows(canonical_keys(frame).rename(**renamed(pandera)))
    refused = pandera.Column(nullable=True, checks=pandera.Check.isin([], error=PROBLEM))
    official = pandera.Column(
        nullable=True, checks=pandera.Check.isin(["official"], error=PROJECTED)
    )
    schema = pandera.DataFrameSchema({"credential_problem": refused, "basis": official})
    return schema.validate(keyed, lazy=True)


def renamed(pandera: ModuleType) -> dict[str, Any]:
    """Both steps add a column `problem`; that of the credential makes room."""
    names = {"problem": "credential_problem"}
    return {"columns": names} if pandera.__name__.endswith("pandas") else {"mapping": names}


def conflicts(frame: Any) -> Any:
    """The accounts and subjects that break "one account, one subject", of a frame with the column
    account that has been `checked`.
    """
    return find_conflicts(frame, subject="subject_key")
