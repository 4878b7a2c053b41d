"""How hard the tests try, and what they tell of it.

Profiles: `fast` by default, the same examples every time; `ci` where CI is set, others every time;
`deep`, 50,000 examples a property, by `python3 dev.py deep`. `brief` is for
`python3 dev.py matrix`, which looks for what another Python or another dependency changes.
`mutants` is for `python3 dev.py mutants`, which runs the tests many times in one process.
"""

import os
import re

import pytest
from hypothesis import HealthCheck, Phase, settings

PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "fast",
    deadline=None,
    max_examples=100,
    derandomize=True,
    database=None,
    suppress_health_check=PATIENT,
)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=300,
    database=None,
    print_blob=True,
    suppress_health_check=PATIENT,
)
settings.register_profile(
    "deep",
    deadline=None,
    max_examples=50_000,
    database=None,
    print_blob=True,
    suppress_health_check=PATIENT,
)
settings.register_profile("brief", settings.get_profile("fast"), max_examples=25)
settings.register_profile(
    "mutants",
    settings.get_profile("fast"),
    phases=[Phase.explicit, Phase.generate],  # that it fails is enough
    suppress_health_check=[*PATIENT, HealthCheck.differing_executors],
)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "fast")
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """How many examples a property was tried on goes with its report, from a worker as well."""
    report = yield
    if call.when == "call":
        tried = re.findall(r"([0-9]+) passing", getattr(item, "hypothesis_statistics", ""))
        report.user_properties += [
            ("examples", sum(map(int, tried))),
            *(("law", mark.args[0]) for mark in item.iter_markers("law")),
        ]
    return report


def pytest_terminal_summary(terminalreporter):
    told = [
        pair for report in terminalreporter.getreports("passed") for pair in report.user_properties
    ]
    examples = [number for name, number in told if name == "examples" and number]
    laws = {clause for name, clause in told if name == "law"}
    terminalreporter.write_line(
        f"{len(laws)} laws held, {len(examples)} properties, {sum(examples):,} examples"
    )
