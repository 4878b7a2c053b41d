"""icp_rules types as fields of pydantic models:
`subject: Annotated[icp_rules.Subject, Ruled()]`.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

import icp_rules
from icp_rules import DataError


class Ruled:
    """Make pydantic read a field with `icp_rules.load`, write it with `icp_rules.dump` and describe
    it with `icp_rules.json_schema`.

    pydantic allows one error for a field. Its context has the list of all problems, each with its
    pointer and code.
    """

    def __init__(self, lang: Literal["en", "zh"] = "en") -> None:
        self.lang = lang

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """How pydantic reads and writes the field."""

        def read(value: Any) -> Any:
            if isinstance(value, source):
                return value
            try:
                return icp_rules.load(value, source)
            except DataError as error:
                problems = [problem._asdict() for problem in error.problems]
                raise PydanticCustomError(
                    "icp_rules", "{message}", {"message": str(error), "problems": problems}
                ) from None

        written = core_schema.plain_serializer_function_ser_schema(icp_rules.dump)
        return core_schema.no_info_plain_validator_function(
            read, serialization=written, metadata={"icp_rules": source}
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """How OpenAPI describes the field: without definitions, because their names could clash
        with those of other fields.
        """
        made = icp_rules.json_schema(schema["metadata"]["icp_rules"], self.lang)
        defs = made.pop("$defs", {})
        del made["$schema"]

        def whole(part: Any) -> Any:
            if isinstance(part, list):
                return [whole(one) for one in part]
            if not isinstance(part, dict):
                return part
            if "$ref" in part:
                part = {
                    **defs[part["$ref"].removeprefix("#/$defs/")],
                    **{key: one for key, one in part.items() if key != "$ref"},
                }
            return {key: whole(one) for key, one in part.items()}

        described: dict[str, Any] = whole(made)
        return described


def problems(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The errors of pydantic, one item for each problem. They leave out `input`, `ctx` and `url`,
    which contain what was sent, including identity numbers.
    """
    found = []
    for error in errors:
        for one in error.get("ctx", {}).get("problems") or [
            {"pointer": "", "code": error["type"], "message": error["msg"]}
        ]:
            inside = [
                int(part) if part.isdigit() else part for part in one["pointer"].split("/")[1:]
            ]
            found.append(
                {"loc": [*error["loc"], *inside], "type": one["code"], "msg": one["message"]}
            )
    return found
