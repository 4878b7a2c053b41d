"""Alibaba Cloud's rules for ICP Filing accounts (ICP备案), as data you can ask: who may file, what to hand in, how long it takes, and why.

Everything is a value or a pure function: no clock, no files, no network, no global state. You pass in the day of receipt, the earlier
filings and, if you like, the calendar.

>>> import datetime as dt, icp_rules
>>> agent = icp_rules.Applicant("organization")
>>> [document.document.en for document in icp_rules.required_documents(agent)][-1]
'letter of authorization from the organization'
>>> window = icp_rules.processing_window(dt.date(2018, 2, 14))  # the day before Spring Festival
>>> window.earliest.isoformat(), window.latest.isoformat(), str(window.basis)
('2018-02-22', '2018-02-23', 'official')
>>> request = icp_rules.load({"kind": "recovery", "knows_account": False, "can_retrieve_password": False}, icp_rules.Request)
>>> answer = icp_rules.assess(request)
>>> answer.verdict, answer.findings[0].code
(<accepted>, 'replaces_email_account')

Where to look: `subjects` (who files from which account), `documents` (what to hand in), `accounts` (bringing a filing over, recovering
an account), `sla` and `workdays` (how long, on which days), `identifiers` (credentials and filing numbers), `assessment` (a request in, an
answer out), `converters` (JSON), `rules` and `findings` (what tables and answers are made of).
"""

from typing import TYPE_CHECKING, Any

from icp_rules.accounts import FilingOrigin, Outcome, Route, import_route, recovery_route
from icp_rules.assessment import (
    Assessment,
    EmailInitializationRequest,
    FilingRequest,
    ImportRequest,
    RecoveryRequest,
    Request,
    Verdict,
    assess,
    find_rule,
    tables,
)
from icp_rules.documents import (
    Applicant,
    ApplicantRole,
    DocumentKind,
    Held,
    Medium,
    Requirement,
    SubmittedDocument,
    required_documents,
    review_documents,
)
from icp_rules.findings import Code, Finding, RuleViolation, Severity
from icp_rules.identifiers import Credential, CredentialKind, FilingNumber, Service, Side, SubjectNature, SubjectType
from icp_rules.rules import DataError, Edition, Problem, Rule, Source, Table, Term, Text
from icp_rules.sla import EMAIL_INITIALIZATION, ProcessingWindow, Receipt, ServiceLevel, WindowStatus, processing_window
from icp_rules.subjects import Conflicts, Filing, FilingIndex, FilingRegister, Subject, Website, check_filing, find_conflicts
from icp_rules.workdays import BEIJING, Basis, BeyondHorizon, WorkingCalendar, china_calendar

if TYPE_CHECKING:
    from icp_rules.converters import dump, load

__version__ = "0.1.0"

__all__ = [
    "BEIJING", "EMAIL_INITIALIZATION", "Applicant", "ApplicantRole", "Assessment", "Basis", "BeyondHorizon", "Code", "Conflicts", "Credential",
    "CredentialKind", "DataError", "DocumentKind", "Edition", "EmailInitializationRequest", "Filing", "FilingIndex", "FilingNumber",
    "FilingOrigin", "FilingRegister", "FilingRequest", "Finding", "Held", "ImportRequest", "Medium", "Outcome", "Problem", "ProcessingWindow",
    "Receipt", "RecoveryRequest", "Request", "Requirement", "Route", "Rule", "RuleViolation", "Service", "ServiceLevel", "Severity", "Side",
    "Source", "Subject", "SubjectNature", "SubjectType", "SubmittedDocument", "Table", "Term", "Text", "Verdict", "Website", "WindowStatus",
    "WorkingCalendar", "assess", "check_filing", "china_calendar", "dump", "find_conflicts", "find_rule", "import_route", "load",
    "processing_window", "recovery_route", "required_documents", "review_documents", "tables",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in ("load", "dump"):  # only these need cattrs, so only their use imports it
        from icp_rules import converters

        return getattr(converters, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
