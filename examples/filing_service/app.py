"""The service: it assesses requests and stores a filing if, and only if, it is accepted.

    python -m uvicorn --factory examples.filing_service.app:create_app

`POST /assessments` takes any icp_rules request as JSON and returns its assessment.
`GET /accounts/{account}` returns what is filed from an account. An error response lists the
problems with their places and never contains input values. Set `FILING_DATABASE_URL` to choose the
database.
"""

import json
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

import icp_rules
from icp_rules import BeyondHorizon, DataError, Problem
from icp_rules.fields import account as as_account

from .store import Store, Unavailable

DEFAULT_URL = "sqlite:///filings.sqlite"
LONGEST_BODY = 100_000  # bytes


# -- Reading ---------------------------------------------------------------------------------------


class TooLong(Exception):
    """The body is longer than `LONGEST_BODY`."""


async def whole_body(request: Request) -> bytes:
    """Read the body, but stop once it is too long."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise TooLong
    return bytes(body)


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, whose keys have to differ: Python would silently keep the last of two."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DataError.of("duplicate_key", "duplicate key in an object")
    return found


def no_constant(_: str) -> None:
    """Refuse NaN and Infinity, which are not valid JSON but which Python reads."""
    raise DataError.of("bad_json", "NaN and Infinity are not valid JSON")


def parse(body: bytes) -> icp_rules.Request:
    """The request in a body. `DataError` if there is none."""
    try:
        data = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=unique_keys, parse_constant=no_constant
        )
    except DataError:
        raise
    except UnicodeDecodeError:
        problem = Problem("", "bad_encoding", "the body is not UTF-8")
    except json.JSONDecodeError as error:
        problem = Problem(
            "", "bad_json", f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        )
    except (ValueError, RecursionError):
        problem = Problem("", "bad_json", "a number is too long or the nesting too deep")
    else:
        return icp_rules.load(data, icp_rules.Request)
    # raised outside the except block, where its __context__ would contain input values
    raise DataError([problem])


# -- Answering -------------------------------------------------------------------------------------


def refusal(status: int, problems: Iterable[Problem]) -> JSONResponse:
    """An error response with a list of problems."""
    return JSONResponse({"problems": [problem._asdict() for problem in problems]}, status)


async def on_bad_data(_: Request, error: Exception) -> JSONResponse:
    """Answer a request that is not valid."""
    assert isinstance(error, DataError)
    return refusal(422, error.problems)


async def on_far_day(_: Request, __: Exception) -> JSONResponse:
    """Answer a request for a day outside the calendar."""
    days = icp_rules.china_calendar()
    return refusal(
        422,
        [
            Problem(
                "/received_at",
                "beyond_horizon",
                f"the calendar runs from {days.first_day} to {days.last_day}",
            )
        ],
    )


async def on_long_body(_: Request, __: Exception) -> JSONResponse:
    """Answer a request that is too long."""
    return refusal(413, [Problem("", "too_long", f"a request has at most {LONGEST_BODY} bytes")])


async def on_no_database(_: Request, __: Exception) -> JSONResponse:
    """Answer while the database does not."""
    return refusal(
        503,
        [
            Problem(
                "",
                "unavailable",
                (
                    "the database does not respond; try again later; it does no harm to send the "
                    "same filing twice"
                ),
            )
        ],
    )


def masked(number: str) -> str:
    """The part of a number that may be shown."""
    return "…" + number[-4:] if len(number) >= 12 else "…"


def create_app(url: str | None = None) -> FastAPI:
    """Create the service. It opens the database at `url`, or at `FILING_DATABASE_URL`, when it
    starts.
    """
    store = Store.at(url or os.environ.get("FILING_DATABASE_URL") or DEFAULT_URL)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(store.create)
        yield
        store.close()

    app = FastAPI(title="ICP Filing", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_exception_handler(DataError, on_bad_data)
    app.add_exception_handler(BeyondHorizon, on_far_day)
    app.add_exception_handler(TooLong, on_long_body)
    app.add_exception_handler(Unavailable, on_no_database)

    # Plain functions run in threads, so waiting for the database does not block other requests.

    @app.post("/assessments")
    def assess(body: Annotated[bytes, Depends(whole_body)]) -> JSONResponse:
        """Answer a request, and store the filing if it is accepted."""
        return JSONResponse(icp_rules.dump(store.assess(parse(body))))

    @app.get("/accounts/{account:path}")
    def held(account: str) -> JSONResponse:
        """What is filed from an account, with a masked credential number."""
        found = store.held_by(as_account(account))
        if found is None:
            return refusal(404, [Problem("", "not_found", "nothing is filed from this account")])
        subject = icp_rules.dump(found.subject)
        subject["credential"]["number"] = masked(found.subject.credential.number)
        return JSONResponse(
            {"account": found.account, "subject": subject, "domains": found.domains}
        )

    return app
