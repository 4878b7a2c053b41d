"""Check frames of filings with pandera, in pandas or Polars.

pandera includes failing values in its errors. To keep identity numbers out of them, we do not check
the column of numbers but the column `problem` that `icp_rules.frames` adds: null for a valid
number, a code for an invalid one.
"""

from types import ModuleType
from typing import Any

from icp_rules.frames import add_processing_windows, canonical_keys, find_conflicts

PROBLEM = "invalid credential; the code says why"
PROJECTED = "beyond the last published holiday schedule"


def checked(frame: Any, pandera: ModuleType) -> Any:
    """Add keys and processing windows to a frame and check it. If rows fail, pandera raises
    `SchemaErrors`, which lists all of them.

    The frame has the columns kind, number and received_at. `pandera` is the module pandera.pandas
    or pandera.polars.
    """
    keyed = add_processing_windows(canonical_keys(frame).rename(**renamed(pandera)))
    refused = pandera.Column(nullable=True, checks=pandera.Check.isin([], error=PROBLEM))
    official = pandera.Column(
        nullable=True, checks=pandera.Check.isin(["official"], error=PROJECTED)
    )
    schema = pandera.DataFrameSchema({"credential_problem": refused, "basis": official})
    return schema.validate(keyed, lazy=True)


def renamed(pandera: ModuleType) -> dict[str, Any]:
    """How to rename the first column `problem`, because the next step adds another."""
    names = {"problem": "credential_problem"}
    return {"columns": names} if pandera.__name__.endswith("pandas") else {"mapping": names}


def conflicts(frame: Any) -> Any:
    """The filings that break "one account, one subject". The frame comes from `checked` and also
    has the column account.
    """
    return find_conflicts(frame, subject="subject_key")
