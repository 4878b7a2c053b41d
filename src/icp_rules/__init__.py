"""Alibaba Cloud's rules for ICP Filing accounts (ICP备案), as data you can ask: who may file, what
to hand in, how long it takes, and why.

Everything is a value or a pure function: no clock, no files, no network, no global state. You pass
in the day of receipt, the earlier filings and, if you like, the calendar.

>>> import datetime as dt, icp_rules
>>> agent = icp_rules.Applicant("organization")
>>> [document.document.en for document in icp_rules.required_documents(agent)][-1]
'letter of authorization from the organization'
>>> window = icp_rules.processing_window(dt.date(2018, 2, 14))  # the day before Spring Festival
>>> window.earliest.isoformat(), window.latest.isoformat(), str(window.basis)
('2018-02-22', '2018-02-23', 'official')
>>> request = icp_rules.load(
...     {"kind": "recovery", "knows_account": False, "can_retrieve_password": False},
...     icp_rules.Request,
... )
>>> answer = icp_rules.assess(request)
>>> answer.verdict, answer.findings[0].code
(<accepted>, 'replaces_email_account')

What is here, by what you want to know:

May this be filed from this account? `check_filing` asks about a `Filing` of a `Subject` with its
`Credential` and each `Website` and its `FilingNumber`. What is filed already is a list of filings,
a `FilingRegister` or your own `FilingIndex`; `find_conflicts` goes through a whole list.

What must be handed in? `required_documents` and `review_documents` for an `Applicant` and each
`SubmittedDocument`; `filing_documents` for a province; `applicants_for` the other way round. The
answer is made of `Requirement`.

When will there be an answer? `processing_window` returns a `ProcessingWindow` for a `ServiceLevel`
such as `EMAIL_INITIALIZATION`; `service_level` has those of each `Stage`. The working days are a
`WorkingCalendar`, usually `china_calendar`; `picture` shows a month. Days outside it raise
`BeyondHorizon`.

How is an old filing imported, or a lost account recovered? `import_route` and `recovery_route`
return a `Route`.

All of these at once, from JSON: `load` or `loads` a `Request` (`FilingRequest`, `ImportRequest`,
`RecoveryRequest`, `EmailInitializationRequest`, `FilingDocumentsRequest`), `assess` it, and `dump`
the `Assessment` with its `Verdict`. `json_schema` describes them. `what_must_change` says what
would get a request accepted. Invalid data raises `DataError`, which lists each `Problem`.

Why? Each `Finding` has a `Severity`, a rule and a `Source`, in words of both languages (`Text`);
`RuleViolation` carries findings. `find_rule` and `tables` return the rules of an `Edition`;
`prove`, `compare` and `derive` examine and change them; `to_csv`, `to_markdown` and `to_dmn` export
them.

The vocabularies, each also written as text ("organization"): `ApplicantRole`, `Basis`,
`CredentialKind`, `DocumentKind`, `EntityLeader`, `FilingOrigin`, `Held`, `Province`,
`ServiceLeader`, `SubjectNature`, `SubjectType`.

Beyond these names, `frames` answers for whole columns and `strategies` has Hypothesis strategies
(both are extras). To write rules you also need `rules`, `findings` and `sources`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icp_rules.accounts import FilingOrigin, Route, import_route, recovery_route
    from icp_rules.assessment import (
        Assessment,
        EmailInitializationRequest,
        FilingDocumentsRequest,
        FilingRequest,
        ImportRequest,
        RecoveryRequest,
        Request,
        Verdict,
        assess,
        find_rule,
        tables,
    )
    from icp_rules.changes import applicants_for, what_must_change
    from icp_rules.converters import dump, load, loads
    from icp_rules.documents import (
        Applicant,
        ApplicantRole,
        DocumentKind,
        Held,
        Requirement,
        SubmittedDocument,
        required_documents,
        review_documents,
    )
    from icp_rules.editions import compare, derive, prove
    from icp_rules.errors import DataError, Problem
    from icp_rules.exports import to_csv, to_dmn, to_markdown
    from icp_rules.findings import Finding, RuleViolation, Severity
    from icp_rules.identifiers import (
        Credential,
        CredentialKind,
        FilingNumber,
        SubjectNature,
        SubjectType,
    )
    from icp_rules.pictures import picture
    from icp_rules.provinces import EntityLeader, Province, ServiceLeader, filing_documents
    from icp_rules.register import FilingRegister, find_conflicts
    from icp_rules.rules import Edition
    from icp_rules.schemas import json_schema
    from icp_rules.sla import (
        EMAIL_INITIALIZATION,
        ProcessingWindow,
        ServiceLevel,
        Stage,
        processing_window,
        service_level,
    )
    from icp_rules.subjects import Filing, FilingIndex, Subject, Website, check_filing
    from icp_rules.texts import Source
    from icp_rules.vocabulary import Text
    from icp_rules.workdays import Basis, BeyondHorizon, WorkingCalendar, china_calendar

__version__ = "0.1.0"

__all__ = [
    "EMAIL_INITIALIZATION",
    "Applicant",
    "ApplicantRole",
    "Assessment",
    "Basis",
    "BeyondHorizon",
    "Credential",
    "CredentialKind",
    "DataError",
    "DocumentKind",
    "Edition",
    "EmailInitializationRequest",
    "EntityLeader",
    "Filing",
    "FilingDocumentsRequest",
    "FilingIndex",
    "FilingNumber",
    "FilingOrigin",
    "FilingRegister",
    "FilingRequest",
    "Finding",
    "Held",
    "ImportRequest",
    "Problem",
    "ProcessingWindow",
    "Province",
    "RecoveryRequest",
    "Request",
    "Requirement",
    "Route",
    "RuleViolation",
    "ServiceLeader",
    "ServiceLevel",
    "Severity",
    "Source",
    "Stage",
    "Subject",
    "SubjectNature",
    "SubjectType",
    "SubmittedDocument",
    "Text",
    "Verdict",
    "Website",
    "WorkingCalendar",
    "applicants_for",
    "assess",
    "check_filing",
    "china_calendar",
    "compare",
    "derive",
    "dump",
    "filing_documents",
    "find_conflicts",
    "find_rule",
    "import_route",
    "json_schema",
    "load",
    "loads",
    "picture",
    "processing_window",
    "prove",
    "recovery_route",
    "required_documents",
    "review_documents",
    "service_level",
    "tables",
    "to_csv",
    "to_dmn",
    "to_markdown",
    "what_must_change",
]


#: Where the names are looked for, lower layers first. `converters` and `schemas` come last: only
#: what needs cattrs imports them.
_MODULES = (
    "errors",
    "vocabulary",
    "texts",
    "fields",
    "rules",
    "findings",
    "workdays",
    "identifiers",
    "subjects",
    "register",
    "sla",
    "documents",
    "accounts",
    "provinces",
    "assessment",
    "changes",
    "editions",
    "exports",
    "pictures",
    "converters",
    "schemas",
)

if not TYPE_CHECKING:  # a type checker would accept any name

    def __getattr__(name: str) -> object:
        """A public name, or a module, imported when it is first asked for.

        So importing icp_rules itself costs next to nothing.
        """
        if name in _MODULES:
            return import_module(f"icp_rules.{name}")
        for module in _MODULES if name in __all__ else ():
            home = import_module(f"icp_rules.{module}")
            if name in home.__all__:
                globals()[name] = found = getattr(home, name)
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
