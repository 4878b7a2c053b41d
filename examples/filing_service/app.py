"""The service: a request in, its assessment out. A filing is kept if, and only if, it is accepted.

    python -m uvicorn --factory examples.filing_service.app:create_app

`POST /assessments` takes any request of icp_rules as JSON, `GET /accounts/{account}` tells what is
filed from an account. Refusals have a list of problems, each with its place, and repeat no value.
`FILING_DATABASE_URL` says where the filings are.
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
    """The body is longer than is read."""


async def whole_body(request: Request) -> bytes:
    """The body, read no further than it may be long."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise TooLong
    return bytes(body)


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different; JSON itself would quietly take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DataError.of("duplicate_key", "duplicate key in an object")
    return found


def no_constant(_: str) -> None:
    """NaN and Infinity are not valid JSON."""
    raise DataError.of("bad_json", "NaN and Infinity are not valid JSON")


def parse(body: bytes) -> icp_rules.Request:
    """A request from its JSON. `DataError` says what is wrong with it."""
    try:
        data = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=unique_keys, parse_constant=no_constant
        )
    except DataError:
        raise
    except UnicodeDecodeError:
        problem = Problem("", "bad_encoding", "the body is not UTF-8")
    except json.JSONDecodeError as error:
        problem = Problem("", "bad_json", f"not JSON: line {error.lineno}, column {error.colno}")
    except (ValueError, RecursionError):
        problem = Problem("", "bad_json", "a number is too long or the nesting too deep")
    else:
        return icp_rules.load(data, icp_rules.Request)
    # outside the except block: a __context__ would carry the values along
    raise DataError([problem])


# -- Answering -------------------------------------------------------------------------------------


def refusal(status: int, problems: Iterable[Problem]) -> JSONResponse:
    """What is wrong, place by place."""
    return JSONResponse({"problems": [problem._asdict() for problem in problems]}, status)


async def on_bad_data(_: Request, error: Exception) -> JSONResponse:
    """The request cannot be read."""
    assert isinstance(error, DataError)
    return refusal(422, error.problems)


async def on_far_day(_: Request, __: Exception) -> JSONResponse:
    """The calendar does not reach the day."""
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
    """The body is too long."""
    return refusal(413, [Problem("", "too_long", f"a request has at most {LONGEST_BODY} bytes")])


async def on_no_database(_: Request, __: Exception) -> JSONResponse:
    """The database does not answer."""
    return refusal(
        503,
        [
            Problem(
                "",
                "unavailable",
                (
                    "the database does not answer; try again later, filing the same twice changes "
                    "nothing"
                ),
            )
        ],
    )


def masked(number: str) -> str:
    """As much of a number as may be shown."""
    return "…" + number[-4:] if len(number) >= 12 else "…"


def create_app(url: str | None = None) -> FastAPI:
    """The service over the database at `url`, or at `FILING_DATABASE_URL`. The database is opened
    when the service starts.
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

    # Plain functions, so that they run in threads: waiting for the database holds nobody else up.

    @app.post("/assessments")
    def assess(body: Annotated[bytes, Depends(whole_body)]) -> JSONResponse:
        """Answer a request; a filing that is accepted is stored."""
        return JSONResponse(icp_rules.dump(store.assess(parse(body))))

    @app.get("/accounts/{account:path}")
    def held(account: str) -> JSONResponse:
        """What is filed from an account, its credential masked."""
        found = store.held_by(as_account(account))
        if found is None:
            return refusal(404, [Problem("", "not_found", "nothing is filed from this account")])
        subject = icp_rules.dump(found.subject)
        subject["credential"]["number"] = masked(found.subject.credential.number)
        return JSONResponse(
            {"account": found.account, "subject": subject, "domains": found.domains}
        )

    return app
