"""A Litestar service. To start it:

    python -m uvicorn examples.hosts.litestar_app:app

Litestar alone would bypass our JSON format and validation. That is why each handler gets its value
through a dependency, which calls `load`.
"""

from typing import Any, TypeVar

from litestar import Litestar, MediaType, Request, Response, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ClientException, SerializationException
from litestar.params import SkipValidation

import icp_rules
from icp_rules import DataError

T = TypeVar("T")


def body_as(type_: type[T]) -> Provide:
    """A dependency that returns the body as a value of this type."""

    async def read(request: Request[Any, Any, Any]) -> T:
        try:
            data = await request.json()
        except SerializationException as error:
            raise ClientException("The body is not JSON.") from error
        return icp_rules.load(data, type_)

    return Provide(read)


def refused(_: Request[Any, Any, Any], error: DataError) -> Response[Any]:
    """Answer with the place and code of every problem, and nothing of what was sent."""
    return Response(
        {"detail": [problem._asdict() for problem in error.problems]},
        status_code=422,
        media_type=MediaType.JSON,
    )


@post("/filings", dependencies={"filing": body_as(icp_rules.Filing)}, status_code=200)
async def filings(filing: NamedDependency[SkipValidation[icp_rules.Filing]]) -> Any:
    """Assess a filing."""
    return icp_rules.dump(icp_rules.assess(icp_rules.FilingRequest(filing)))


app = Litestar([filings], exception_handlers={DataError: refused})
