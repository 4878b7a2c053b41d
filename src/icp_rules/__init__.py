"""Alibaba Cloud's published rules for ICP filing (ICP备案), as functions and data.

Every website served from mainland China needs an ICP filing. The rules were published in several
versions, which this package calls editions. The default edition is the FAQ of January 2018. The
newest edition is "help-2025-04-23". No answer depends on the clock, on files or on the network, so
you pass in the day and the existing filings.

Five common questions, each with the call that answers it:

>>> import datetime as dt, icp_rules
>>> # May this company, which has filed from account 1001, file from account 2002?
>>> company = icp_rules.Subject(
...     "organization", "示例科技", icp_rules.Credential("organization_code", "12345678-8"))
>>> on_file = icp_rules.Filing("1001", company, ["shop.example.cn"])
>>> planned = icp_rules.Filing("2002", company, ["news.example.cn"])
>>> icp_rules.check_filing(planned, [on_file])[0].message.en
'This subject is already filed under another account.'
>>> # Which documents does a company need in Gansu?
>>> [str(one.document) for one in icp_rules.filing_documents("gansu", "organization")]
['subject_credential', 'entity_leader_id']
>>> # When can the company expect an answer from the authority?
>>> print(icp_rules.processing_window(dt.date(2026, 9, 28), "authority_review"))
2026-10-08 to 2026-10-30 (official)
>>> # What is today's procedure for a lost account?
>>> icp_rules.recovery_route(False, False, "help-2025-04-23").steps[1].en
'Enter the filed domain.'
>>> # Which accounts and subjects conflict? (`icp_rules.frames` answers this for data frames.)
>>> rows = [("1001", "company a"), ("1001", "company b"), ("1002", "company c")]
>>> icp_rules.find_conflicts(rows)
<Conflicts: 1 accounts, 0 subjects>

These are the public names, by task. `help` describes each, as in `help(icp_rules.check_filing)`.

Check a filing: `check_filing` takes a `Filing`. A filing has a `Subject` with a `Credential`, and
websites (`Website`), which can have a `FilingNumber`. You pass the existing filings as a list, a
`FilingRegister` or your own `FilingIndex`. `find_conflicts` finds the conflicts between them.

List and review documents: `filing_documents` returns each `Requirement` of a filing. For the e-mail
initialization of a lost account, `required_documents` lists what an `Applicant` must hand in, and
`review_documents` checks each `SubmittedDocument`. `applicants_for` says who could apply.

Compute a window: `processing_window` computes a `ProcessingWindow` from a `ServiceLevel`, such as
`EMAIL_INITIALIZATION` or the `service_level` of a `Stage`. `china_calendar` is the default
`WorkingCalendar`; days outside it raise `BeyondHorizon`. `picture` draws a month or a year.

Import a filing, recover an account: `import_route` and `recovery_route` return a `Route`.

Answer JSON: `load` and `loads` read a `Request` (`FilingRequest`, `ImportRequest`,
`RecoveryRequest`, `EmailInitializationRequest`, `FilingDocumentsRequest`), `assess` returns an
`Assessment` with a `Verdict`, and `dump` writes it. `json_schema` describes the JSON.
`what_must_change` says what would get a request accepted. A `DataError` lists every `Problem`.

See why: a `Finding` has a `Severity`, the id of its rule, a `Source` and a message in English and
Chinese (`Text`). Its method `explain` shows all this. The error `RuleViolation` contains findings.

Work with rules: `tables` and `find_rule` return rules. `prove` checks an `Edition`, `compare`
compares two, and `derive` makes your own. `to_csv`, `to_markdown` and `to_dmn` export tables.

Vocabularies: `ApplicantRole`, `Basis`, `CredentialKind`, `DocumentKind`, `EntityLeader`,
`FilingOrigin`, `Held`, `Province`, `ServiceLeader`, `SubjectNature`, `SubjectType`. You can also
pass their values as strings, such as "organization".

Other modules: `frames` for data frames (pip extra `frames`), `strategies` for Hypothesis (pip extra
`hypothesis`), and `rules`, `findings` and `sources` for authors of rules.
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


#: The modules in which a name is looked up, lower layers first. `converters` and `schemas` come
#: last because they import cattrs, which most names do not need.
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

if not TYPE_CHECKING:  # with a `__getattr__`, a type checker would accept any name

    def __getattr__(name: str) -> object:
        """Import a public name or a module when it is first used.

        This keeps `import icp_rules` fast.
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
