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
# This notebook is for analysts. It assesses one application and shows how to get it accepted. Then
# it makes up a thousand applications and shows what is most often wrong with them, how long people
# wait for an answer, and where ordinary calendar code goes wrong.
#
# `python3 dev.py notebook` runs this file and writes build/tutorial.html. To work in the notebook,
# open the file in Jupyter with jupytext installed.

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
# An ICP filing (备案) registers a website. Under the rules of 2018, somebody who has lost the
# account of a filing asks for an e-mail initialization (备案账号邮箱初始化): the account gets a new
# e-mail address. Here an agent of a company asks for one, late on the last working day before
# Spring Festival 2018. The agent is not an administrator of the filing.
#
# `load` checks the request and lists every problem in it. `assess` answers it. In the table each
# rule has one row, with the sentence it comes from.

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
# ## The reasons as text
#
# `explain` writes the same as text, for a log or an e-mail, in English or Chinese. Here it explains
# the error alone:

# %%
missing = answer.findings[0]
print(missing.explain())
print(missing.explain("zh"))

# %% [markdown]
# `what_must_change` returns the smallest change that would get the application accepted:

# %%
(remedy,) = icp.what_must_change(request)
print(remedy.explain())

# %% [markdown]
# ## The working days
#
# Red days are holidays. Blue days are make-up working days (调休): weekend days on which people
# work in exchange for a longer holiday. The day of receipt does not count.

# %%
icp.picture(2018, 2, window=answer.window)

# %%
icp.picture(2018)

# %% [markdown]
# ## Two editions of the rules
#
# The rules were published in several editions. The table lists what the FAQ of August 2018 answers
# differently from the FAQ of June.

# %%
icp.compare("faq-zh-2018-06-09", "faq-zh-2018-08-29")

# %% [markdown]
# ## Make up a thousand applications
#
# The applications are random, but the same in every run. They arrive at any minute of 2025, from an
# individual, an administrator or an agent, and some documents are missing. They are plain JSON, as
# a service would receive them.

# %%
chance = random.Random(2025)
APPLICANTS = {
    "individual": {"type": "individual", "roles": []},
    "administrator": {"type": "organization", "roles": ["website_administrator"]},
    "agent": {"type": "organization", "roles": []},
}


def made_up(who: str) -> dict[str, object]:
    """An application from one of them. One document in eight is missing, and one letter in eight
    has no seal.
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
# What is wrong with the incomplete ones:

# %%
errors = [finding for one in answers for finding in one.findings if finding.is_error]
faults = Counter(finding.message.en.rstrip(".") for finding in errors).most_common()
figure, axes = plt.subplots(figsize=(9, 1 + 0.3 * len(faults)))
axes.barh([fault for fault, _ in faults], [often for _, often in faults], color=TEAL)
axes.set(title="Faults in a thousand applications")
axes.invert_yaxis()
figure.tight_layout()

# %% [markdown]
# ## How long people wait
#
# The FAQ promises an answer "within one or two business days". How many calendar days is that? The
# line shows it for every day of the year. Each dot is an application, moved a little off the line
# so that dots do not hide each other.

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
# ## Where ordinary calendar code goes wrong
#
# Two methods are common: count all weekdays, or count all weekdays except public holidays. Both
# ignore make-up working days. The plots show how often each method gets the end of the window
# wrong, for every day of receipt from 2018 to 2026.

# %%
first, last = dt.date(2018, 1, 1), dt.date(2026, 12, 24)
dates = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
days = np.array(dates, dtype="datetime64[D]")
right = np.array([icp.processing_window(day).latest for day in dates], dtype="datetime64[D]")
public = np.array(
    sorted(holidays.country_holidays("CN", years=range(2018, 2027))), dtype="datetime64[D]"
)
methods = {
    "all weekdays": np.busday_offset(days, 2, roll="backward"),
    "weekdays except public holidays": np.busday_offset(days, 2, roll="backward", holidays=public),
}

figure, both = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
for axes, (name, said) in zip(both, methods.items(), strict=True):
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
# The next plot shows by how many days each method is wrong. If the end of the window is too early,
# applications are called late that are not. If it is too late, nobody notices a late application.

# %%
figure, axes = plt.subplots(figsize=(9, 2.6))
for (name, said), colour, shift in zip(methods.items(), (RED, BLUE), (-0.2, 0.2), strict=True):
    off, often = np.unique((said - right).astype(int), return_counts=True)
    axes.bar(off[off != 0] + shift, often[off != 0], 0.4, color=colour, label=name)
axes.axvline(0, color=GREY, linewidth=0.8)
axes.set(title="Days too early (-) or too late (+), over nine years", ylabel="days of receipt")
axes.legend(frameon=False)
figure.tight_layout()

# %% [markdown]
# ## A data frame
#
# `add_processing_windows` computes the windows for a whole column at once. The frame here is from
# pandas. Polars, PyArrow, DuckDB, Dask and PySpark work the same way.

# %%
table = pd.DataFrame({"who": people, "received_at": [one.received_at for one in requests]})
table["received_at"] = pd.to_datetime(table.received_at, utc=True)
table = frames.add_processing_windows(table)
assert table.latest.to_list() == [one.latest for one in promised]
table.head()

# %% [markdown]
# An account holds the filing of one subject (主体), which is the person or organization that files.
# `find_conflicts` finds the filings that break this rule. A unified social credit code and the
# organization code in it belong to the same subject. The keys of the subjects contain their
# numbers, so the table shows the domain of each filing instead.

# %%
register = pd.DataFrame(
    {
        "domain": ["a.example.cn", "b.example.cn", "c.example.cn", "d.example.cn", "e.example.cn"],
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
conflicts = frames.find_conflicts(register, subject="subject_key").merge(register)
conflicts.sort_values(["code", "domain"])[["code", "account", "domain"]]
