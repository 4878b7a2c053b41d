"""Everything the package answers about the shipped requests and more, as one text; for tests that
ask it in other processes."""

import datetime as dt
import json
from pathlib import Path

import icp_rules as icp
from icp_rules.sources import CITED, PUBLICATIONS

LINES = [
    json.loads(line)
    for line in (Path(__file__).resolve().parent.parent / "examples" / "requests.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def everything():
    told = []
    requests = [icp.load(line, icp.Request) for line in LINES]
    filings = [one.filing for one in requests if isinstance(one, icp.FilingRequest)]
    register = icp.FilingRegister.of(filings)
    for request in requests:
        for edition in icp.Edition:
            answer = icp.assess(request, register, edition=edition)
            told += [
                json.dumps(icp.dump(answer), ensure_ascii=False),
                answer.explain(),
                answer.explain("zh"),
                answer._repr_html_(),
            ]
            told += [
                remedy.explain()
                for remedy in icp.what_must_change(request, register, edition=edition)
            ]
        told.append(json.dumps(icp.dump(request), ensure_ascii=False))
    told += [repr(list(register)), json.dumps(icp.dump(register))]
    conflicts = register.conflicts()
    told += [
        repr(sorted((key, sorted(found)) for key, found in side.items()))
        for side in (conflicts.accounts, conflicts.subjects)
    ]
    told += [
        icp.to_markdown(table) + icp.to_csv(table) + icp.to_dmn(table) for table in icp.tables()
    ]
    told += [icp.compare(a, b).explain("zh") for a in icp.Edition for b in icp.Edition] + [
        str(icp.prove())
    ]
    told += [
        icp.picture(2018, 10)._repr_html_(),
        icp.pictures.province_map("zh")._repr_html_(),
        icp.china_calendar().explain(dt.date(2018, 10, 4)).explain(),
    ]
    told += [
        icp.processing_window(dt.date(2018, 1, 1) + dt.timedelta(i)).explain() for i in range(40)
    ]
    told += [str(list(icp.china_calendar().rruleset(dt.date(2018, 9, 1), dt.date(2018, 10, 31))))]
    guide = icp.Edition.GUIDE_ZH_2019_08_01
    told += [repr(icp.service_level(stage, guide)) for stage in icp.Stage]
    told += [repr(PUBLICATIONS), repr([(rule, dict(cited)) for rule, cited in CITED.items()])]
    told += [
        str(
            icp.derive(
                "guide-zh-2019-08-01",
                "own",
                icp.Text("Own", "自有"),
                withdraw=["holders.other-name"],
            )
            .tables["holders"]
            .rows
        )
    ]
    try:
        icp.load({"kind": "filing", "b": 1, "a": 2, "c": {}, "account": 5}, icp.Request)
    except icp.DataError as error:
        told.append(str(error))
    return "\n".join(told)
