"""What the service answers when it does not do what was asked: RFC 9457 problem details, in plain words.

No answer repeats what was sent: it may be a text that nobody else should read, in a log or on a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from nutgraf.errors import InputError, NutgrafError

MEDIA_TYPE = "application/problem+json"
#: Faults of one request that are told; the others would say the same.
MOST_FAULTS = 5

#: By pydantic's type of error: what was expected. Its own words speak of Python types.
EXPECTED = {
    "string_type": "expected a string",
    "bool_type": "expected true or false",
    "list_type": "expected a list",
    "model_type": "expected an object",
    "model_attributes_type": "expected an object",
    "dict_type": "expected an object",
    "missing": "is missing",
    "extra_forbidden": "unknown; the fields are listed at /docs",
}
#: By status: the framework's own words for it say nothing more than its phrase.
DETAILS = {404: "no such address; /docs lists them", 405: "this address takes another method; /docs lists them"}
#: Names that RFC 9110 changed, and Python with 3.13: a status has one name, whatever runs the service.
RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}


class Problem(BaseModel):
    """Why a request was not done. `title` is the phrase of the status, `detail` the reason and what to do."""

    title: str
    status: int
    detail: str


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that tells of a problem."""
    told = Problem(title=_phrase(status), status=status, detail=detail)
    return Response(orjson.dumps(told.model_dump()), status, headers, MEDIA_TYPE)


def _phrase(status: int) -> str:
    return RENAMED.get(status) or HTTPStatus(status).phrase


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": _phrase(status), "content": content} for status in statuses}


def add_handlers(app: FastAPI) -> None:
    """Make every failure that routes raise a problem."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(InputError, _unusable)
    app.add_exception_handler(NutgrafError, _not_here)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(422, faults(error.errors()))


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    detail = DETAILS.get(error.status_code, phrase) if error.detail == phrase else str(error.detail)
    return problem(error.status_code, detail, error.headers)


async def _unusable(_: Request, error: Exception) -> Response:
    return problem(422, str(error))


async def _not_here(_: Request, error: Exception) -> Response:
    """Good input, and an installation that cannot use it: without selectolax there is no HTML."""
    return problem(501, str(error))


def faults(errors: Iterable[Mapping[str, Any]]) -> str:
    """All faults of a request in one sentence, each with the place where it stands."""
    told = list(dict.fromkeys(_fault(error) for error in errors))
    more = [f"and {len(told) - MOST_FAULTS} more"] if len(told) > MOST_FAULTS else []
    return "; ".join([*told[:MOST_FAULTS], *more])


def _fault(error: Mapping[str, Any]) -> str:
    kind, place = error["type"], error["loc"]
    if kind == "json_invalid":
        return f"the body is no JSON: {error['ctx']['error']} at character {place[-1]}"
    # The place begins with "body", which says nothing where there is no other.
    name = ".".join(map(str, place[1:]))
    if kind == "value_error":
        return ": ".join([*([name] if name else []), str(error["ctx"]["error"])])
    if not name:
        return _whole(kind)
    if kind == "literal_error":
        return f"{name}: expected one of {error['ctx']['expected'].replace(' or ', ', ')}"
    return f"{name}: {EXPECTED.get(kind, error['msg'])}"


def _whole(kind: str) -> str:
    if kind == "missing":
        return "the body is empty, expected a JSON object"
    return "expected a JSON object, sent with Content-Type: application/json"
