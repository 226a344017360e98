"""The OpenAPI document: what FastAPI finds in the routes, and what it cannot know of them.

Summaries are the first lines of docstrings. What may be refused follows from what a route depends on, so
that a new route is described without a word of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import Field

from api.web.given import anybody, meant_version
from api.web.lists import Model

TAGS: Mapping[str, str] = {
    "sign-in": "Sessions, tokens, and who one is.",
    "accounts": "Who can sign in; kept by administrators, never with a token.",
    "cases": "Requests of agencies, and their way through the procedure.",
    "letters": "Letters of cases, and whether one is genuine.",
    "files": "Files on their way in.",
    "rooms": "What stands in the rooms and what is held.",
    "checks": "May this be placed: answered at once.",
    "calculations": "Plans, headroom, what-if, forecasts: asked for, then fetched.",
    "scenarios": "Changes to a room that are tried on a copy, and those that are planned.",
    "office": "People, posts, the calendar.",
    "procedures": "The versions of the procedure.",
    "notifications": "What one is told.",
    "figures": "How long steps take.",
    "audit": "The log of everything.",
}
_UNSAFE = frozenset({"post", "put", "patch", "delete"})
_ON_THE_CALENDAR = frozenset({"cases", "figures", "office"})


class Fault(Model):
    """One fault: of a file by file, row and column, of a request by where it is and its field."""

    file: str | None = None
    row: int | None = None
    column: str | None = None
    where: str | None = Field(None, alias="in")
    field: str | None = None
    problem: str
    advice: str | None = None


class Problem(Model):
    """What is wrong (RFC 9457). `code` is stable; `instance` names the thing that it is about."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str | None = None
    errors: list[Fault] = Field([], description="Every fault that was found.")
    papers: list[str] = Field([], description="With `missing-paper`: which.")
    guard: str | None = Field(None, description="With `not-yet`: what does not hold yet.")


def operation_id(route: APIRoute) -> str:
    """What clients call an operation: ``cases.decide``."""
    return f"{str((route.tags or ['other'])[0]).replace('-', '_')}.{route.name}"


def describe(app: FastAPI, routes: Mapping[str, APIRoute], cookie: str) -> None:
    """Have the app's document say all of it. `routes` by method and path, as in ``GET /api/v1/me``."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            told = plain()
            for path, operations in told["paths"].items():
                for method, operation in operations.items():
                    _amend(operation, method, path, routes[f"{method.upper()} {path}"])
            _add_shared(told, cookie)
            app.openapi_schema = told
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _amend(operation: dict[str, Any], method: str, path: str, route: APIRoute) -> None:
    first, _, rest = inspect.cleandoc(route.endpoint.__doc__ or "").replace("``", "`").partition("\n")
    operation["summary"] = first
    operation.pop("description", None)
    if rest.strip():
        operation["description"] = rest.strip()
    calls = set(_calls(route.dependant))
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "if-match" and meant_version in calls:
            parameter["required"] = True
    if anybody not in calls:
        operation["security"] = []
    for status in _refusals(operation, method, path, calls):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _refusals(
    operation: Mapping[str, Any], method: str, path: str, calls: set[Callable[..., Any]]
) -> Iterator[int]:
    parameters, body, unsafe = operation.get("parameters", ()), "requestBody" in operation, method in _UNSAFE
    yield from (401, 503)
    if anybody in calls or unsafe:
        yield 403
    if parameters or body:
        yield 422
    # Without a name in the address as well: what a body names, or the calendar that is needed.
    if unsafe or "{" in path or operation["tags"][0] in _ON_THE_CALENDAR:
        yield 404
    if unsafe:
        yield from (409, 429)
    if body:
        yield from (400, 413)
    if any(one["name"] == "if-match" for one in parameters):
        yield from (412, 428)


def _add_shared(told: dict[str, Any], cookie: str) -> None:
    components = told["components"]
    schemas = components["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= shape.pop("$defs") | {"Problem": shape}
    components["schemas"] = dict(sorted(schemas.items()))
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        _name(status): {"description": meaning, "content": content} for status, meaning in _MEANINGS.items()
    }
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of `POST /tokens`."},
        "session": {"type": "apiKey", "in": "cookie", "name": cookie, "description": "`POST /sessions`."},
    }
    told["security"] = [{"token": []}, {"session": []}]
    told["tags"] = [{"name": name, "description": meaning} for name, meaning in TAGS.items()]


_MEANINGS: Mapping[int, str] = {
    400: "The body cannot be read.",
    401: "Nobody is signed in, or the session or token counts no more.",
    403: "One may not do this.",
    404: "There is nothing of that name, or none that one may know of.",
    409: "Something has changed, or is in the way: look again, then decide again.",
    412: "It was changed since; look again, then decide again.",
    413: "The request is too large.",
    422: "The request is not what this address takes, or says what makes no sense.",
    428: "Say which version is meant: If-Match with the ETag that was seen.",
    429: "Too many: see Retry-After.",
    503: "Not now: see Retry-After.",
}


def _name(status: int) -> str:
    return HTTPStatus(status).name.title().replace("_", "")


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    """Everything that a route depends on."""
    for one in dependant.dependencies:
        if one.call is not None:
            yield one.call
        yield from _calls(one)
