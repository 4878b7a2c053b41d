# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A thousand applications
#
# One application is asked about, explained and put right; then a thousand made-up ones show how
# long people wait across a year, where the usual calendar code goes wrong, and what is missing most
# often. `python3 dev.py notebook` runs this file and writes build/tutorial.html; to work in it,
# open it in Jupyter with jupytext.

# %%
import datetime as dt
import random
from collections import Counter

import holidays
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import icp_rules as icp
from icp_rules import frames

TEAL, AMBER, RED, BLUE, GREY = "#0f766e", "#b45309", "#b91c1c", "#1d4ed8", "#9ca3af"
plt.rcParams |= {
    "figure.dpi": 110,
    "font.size": 9,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
}
plt.rcParams |= {"axes.spines.top": False, "axes.spines.right": False}

# %% [markdown]
# ## One application
#
# A company's authorized agent asks for the account's e-mail to be initialized, late on the last
# working day before Spring Festival 2018. `load` reads the request or says all that is wrong with
# it; `assess` answers.

# %%
request = icp.load(
    {
        "kind": "email_initialization",
        "received_at": "2018-02-14T17:20:00+08:00",
        "applicant": {"type": "organization", "roles": []},
        "documents": [
            {"document": "half_length_photo", "held": "subject_credential"},
            {"document": "id_credential", "sides": ["front", "back"]},
        ],
    },
    icp.Request,
)
answer = icp.assess(request)
answer

# %% [markdown]
# ## Why
#
# Each finding has the conditions that matched, the rule and the sentence it rests on.
# `explain("zh")` says the same in Chinese.

# %%
print(answer.explain())

# %% [markdown]
# And the smallest change after which it would be accepted:

# %%
(remedy,) = icp.what_must_change(request)
print(remedy.explain())

# %% [markdown]
# ## The days
#
# Red days are off, blue ones are weekend days that are worked in exchange (调休). The day of
# receipt is not counted.

# %%
icp.picture(2018, 2, window=answer.window)

# %%
icp.picture(2018)

# %% [markdown]
# ## Which text
#
# The FAQ was revised in 2018. The table lists what the edition of August answers differently from
# the edition of June.

# %%
icp.compare("faq-zh-2018-06-09", "faq-zh-2018-08-29")

# %% [markdown]
# ## A thousand applications
#
# Made up, from a fixed seed: received at any minute of 2025, by an individual, an
# administrator or an agent, and with a document missing now and then. They are plain JSON, as
# a service would get them.

# %%
chance = random.Random(2025)
APPLICANTS = {
    "individual": {"type": "individual", "roles": []},
    "administrator": {"type": "organization", "roles": ["website_administrator"]},
    "agent": {"type": "organization", "roles": []},
}


def made_up(who: str) -> dict[str, object]:
    """A request by one of them. Each document is left out once in eight times; the letter lacks
    its seal once in eight.
    """
    held = "id_credential" if who == "individual" else "subject_credential"
    documents: list[dict[str, object]] = [
        {"document": "half_length_photo", "held": held},
        {"document": "id_credential", "sides": ["front", "back"]},
    ]
    if who == "agent":
        sealed = chance.random() > 1 / 8
        documents.append(
            {"document": "letter_of_authorization", "sealed": sealed, "on_template": True}
        )
    minute = dt.timedelta(minutes=chance.randrange(365 * 24 * 60))
    received = dt.datetime(2025, 1, 1, tzinfo=icp.workdays.BEIJING) + minute
    return {
        "kind": "email_initialization",
        "received_at": received.isoformat(),
        "applicant": APPLICANTS[who],
        "documents": [one for one in documents if chance.random() > 1 / 8],
    }


people = chance.choices([*APPLICANTS], [5, 3, 2], k=1000)
requests = [icp.load(made_up(who), icp.EmailInitializationRequest) for who in people]
answers = [icp.assess(one) for one in requests]
pd.crosstab(
    pd.Series(people, name="who"), pd.Series([str(one.verdict) for one in answers], name="verdict")
)

# %% [markdown]
# What is wrong with those that are incomplete:

# %%
errors = [finding for one in answers for finding in one.findings if finding.is_error]
faults = Counter(finding.message.en.rstrip(".") for finding in errors).most_common()
figure, axes = plt.subplots(figsize=(9, 1 + 0.3 * len(faults)))
axes.barh([fault for fault, _ in faults], [often for _, often in faults], color=TEAL)
axes.set(title="In a thousand applications")
axes.invert_yaxis()
figure.tight_layout()

# %% [markdown]
# ## How long people wait
#
# "Within one or two business days": how many days of the calendar is that? The line is every day of
# the year, each dot an application, set a little off the line so that many can be told from one.

# %%
year = [dt.date(2025, 1, 1) + dt.timedelta(days=i) for i in range(365)]
windows = [icp.processing_window(day) for day in year]
waits = [(window.latest - window.received_on).days for window in windows]
longest = max(range(365), key=lambda i: (waits[i], -i))

figure, axes = plt.subplots(figsize=(10, 3))
axes.step(year, waits, where="mid", color=TEAL, linewidth=0.8)
promised = [icp.processing_window(one.received_at) for one in requests]
waited = [(one.latest - one.received_on).days + chance.uniform(-0.3, 0.3) for one in promised]
axes.scatter(
    [one.received_on for one in promised], waited, s=7, color=AMBER, alpha=0.5, linewidths=0
)
told = f"received {year[longest]}: {waits[longest]} days"
axes.annotate(told, (year[longest], waits[longest]), (25, -3), textcoords="offset points")
axes.set(title="Days from receipt to the end of the window, 2025", ylim=(0, max(waits) + 1))
figure.tight_layout()

# %%
share = pd.Series(waits).value_counts(normalize=True).sort_index().mul(100).round(1)
share.rename_axis("days to the end of the window").to_frame("% of the days of the year")

# %% [markdown]
# ## Where the usual calendar code goes wrong
#
# Two ways that are often seen: weekdays alone, and weekdays without the public holidays. Neither
# knows the weekend days that are worked. For every day of receipt from 2018 to 2026: is the end
# of the window right?

# %%
first, last = dt.date(2018, 1, 1), dt.date(2026, 12, 24)
dates = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
days = np.array(dates, dtype="datetime64[D]")
right = np.array([icp.processing_window(day).latest for day in dates], dtype="datetime64[D]")
public = np.array(
    sorted(holidays.country_holidays("CN", years=range(2018, 2027))), dtype="datetime64[D]"
)
ways = {
    "weekdays alone": np.busday_offset(days, 2, roll="backward"),
    "weekdays without public holidays": np.busday_offset(days, 2, roll="backward", holidays=public),
}

figure, both = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
for axes, (name, said) in zip(both, ways.items(), strict=True):
    wrong = pd.DataFrame({"day": pd.DatetimeIndex(days), "wrong": said != right})
    by_month = 100 * wrong.pivot_table(
        index=wrong.day.dt.year, columns=wrong.day.dt.month, values="wrong"
    )
    shown = axes.imshow(by_month, cmap="OrRd", vmin=0, vmax=60, aspect="auto")
    axes.set(title=f"{name}: {wrong.wrong.mean():.1%} wrong", xlabel="month of receipt")
    axes.set_xticks(range(12), by_month.columns)
    axes.set_yticks(range(len(by_month)), by_month.index)
figure.colorbar(shown, ax=both, label="% of days")
plt.show()

# %% [markdown]
# How far off they are: too early means that somebody is told that an application is late while it
# is not; too late, that a late one is not noticed.

# %%
figure, axes = plt.subplots(figsize=(9, 2.6))
for (name, said), colour, shift in zip(ways.items(), (RED, BLUE), (-0.2, 0.2), strict=True):
    off, often = np.unique((said - right).astype(int), return_counts=True)
    axes.bar(off[off != 0] + shift, often[off != 0], 0.4, color=colour, label=name)
axes.axvline(0, color=GREY, linewidth=0.8)
axes.set(title="Days too early (-) or too late (+), over nine years", ylabel="days of receipt")
axes.legend(frameon=False)
figure.tight_layout()

# %% [markdown]
# ## A data frame
#
# The same windows for a whole column at once: pandas here; Polars, PyArrow, DuckDB, Dask and
# PySpark take the same call.

# %%
table = pd.DataFrame({"who": people, "received_at": [one.received_at for one in requests]})
table["received_at"] = pd.to_datetime(table.received_at, utc=True)
table = frames.add_processing_windows(table)
assert table.latest.to_list() == [one.latest for one in promised]
table.head()

# %% [markdown]
# A register in a frame: which filings break "one account, one subject"? A credit code and the
# organization code within it are one subject.

# %%
register = pd.DataFrame(
    {
        "account": ["1001", "1001", "1002", "1003", "1004"],
        "kind": [
            "organization_code",
            "passport",
            "unified_social_credit_code",
            "passport",
            "passport",
        ],
        "number": ["12345678-8", "E12345678", "913301061234567887", "E87654321", "E12345678"],
    }
)
register = frames.canonical_keys(register, "kind", "number")
frames.find_conflicts(register, subject="subject_key").sort_values(["code", "account"])[
    ["code", "account"]
]
