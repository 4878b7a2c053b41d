"""A FastAPI service. The fields of its pydantic models have icp_rules types. To start it:

python -m uvicorn examples.hosts.fastapi_app:app
"""

import datetime as dt
from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import icp_rules

from .pydantic_adapter import Ruled, problems

app = FastAPI(title="Filings")


class Order(BaseModel):
    """An order that contains a filing."""

    number: int
    placed_on: dt.date
    filing: Annotated[icp_rules.Filing, Ruled()]


class Answer(BaseModel):
    """The answer to an order, with the assessment of its filing."""

    number: int
    assessment: Annotated[icp_rules.Assessment, Ruled()]


@app.exception_handler(RequestValidationError)
async def refused(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer without the input, which FastAPI's own answer contains."""
    return JSONResponse({"detail": problems(error.errors())}, 422)


@app.post("/orders")
async def order(placed: Order) -> Answer:
    """Assess the filing of an order."""
    return Answer(
        number=placed.number, assessment=icp_rules.assess(icp_rules.FilingRequest(placed.filing))
    )


@app.post("/windows")
async def window(
    asked: Annotated[icp_rules.EmailInitializationRequest, Ruled("zh"), Body()],
) -> dict[str, Any]:
    """When to expect an answer."""
    return {"window": icp_rules.dump(icp_rules.assess(asked))["window"]}
