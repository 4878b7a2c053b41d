"""What a type checker knows of our answers: `python3 dev.py check` reads this file,
and nothing else does.

"services import it": what is loaded, and what is answered, has a type of its own and not `Any`.
"""

import datetime as dt
from typing import assert_type

import icp_rules as icp
from icp_rules.changes import Remedy


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
