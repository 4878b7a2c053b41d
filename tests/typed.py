"""What a type checker knows of our answers: `python3 dev.py check` reads this file,
and nothing else does.

"services import it": what is loaded, and what is answered, has a type of its own and not `Any`.
"""

import datetime as dt
from typing import assert_type

import icp_rules as icp
from icp_rules.changes import Remedy
from icp_rules.identifiers import Side


def loaded(data: object) -> None:
    """A model is what it was asked to be."""
    assert_type(icp.load(data, icp.Filing), icp.Filing)
    assert_type(icp.load(data, icp.Assessment), icp.Assessment)
    assert_type(icp.load(data, list[icp.Filing]), list[icp.Filing])
    assert_type(icp.loads(b"{}", icp.Filing), icp.Filing)
    request = icp.load(data, icp.Request)
    assert_type(icp.loads("{}", icp.Request), icp.Request)
    assert_type(icp.assess(request), icp.Assessment)
    if isinstance(request, icp.FilingRequest):
        assert_type(request.filing, icp.Filing)
    else:
        assert_type(
            request,
            icp.ImportRequest
            | icp.RecoveryRequest
            | icp.EmailInitializationRequest
            | icp.FilingDocumentsRequest,
        )


def answered(answer: icp.Assessment, day: dt.date) -> None:
    """What may be missing says so."""
    assert_type(answer.window, icp.ProcessingWindow | None)
    taken = icp.filing_documents("beijing", "individual")
    assert_type(taken, tuple[icp.Requirement, ...])
    assert_type(icp.processing_window(day).latest, dt.date)
    assert_type(icp.what_must_change(icp.RecoveryRequest(True, False)), tuple[Remedy, ...])
    assert_type(
        icp.Applicant("organization", ["website_administrator"]).roles, frozenset[icp.ApplicantRole]
    )


def worded(text: str) -> None:
    """A wire value may be written out; a word that is not of the vocabulary is an error here, and
    so is a text that may be any. `mypy --strict` and pyright both report a comment without use.
    """
    icp.Applicant("organization", "website_administrator", "passport")
    icp.Applicant(icp.SubjectType(text), [icp.ApplicantRole.WEBSITE_ADMINISTRATOR], 111)
    icp.SubmittedDocument("id_credential", ["front", Side.BACK])
    icp.filing_documents("beijing", "organization", service_leader="other")
    icp.Applicant("company")  # type: ignore[arg-type]
    icp.Applicant(text)  # type: ignore[arg-type]
    icp.Applicant(icp.Verdict.ACCEPTED)  # type: ignore[arg-type]
    icp.Applicant("organization", "website")  # type: ignore[arg-type]
    icp.Applicant("organization", id_credential="id_card")  # type: ignore[arg-type]
    icp.SubmittedDocument("photo")  # type: ignore[arg-type]
    icp.SubmittedDocument("id_credential", "frnt")  # type: ignore[arg-type]
    icp.SubmittedDocument("id_credential", held="credential")  # type: ignore[arg-type]
    icp.ImportRequest("1001", "hichina")  # type: ignore[arg-type]
    icp.filing_documents("peking", "individual")  # type: ignore[arg-type]
    icp.service_level("review")  # type: ignore[arg-type]
