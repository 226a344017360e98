"""Errors as problem+json (RFC 9457): one shape for everything that is refused, with a stable code."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.security.errors import HashingBusy, NotSignedIn, SignInFailed, TooManyAttempts, WeakPassword
from capacity.errors import BadInput, ChildFailed, ChildStopped, TitipError
from workflow.calendar import CalendarError
from workflow.computing import TooMany
from workflow.conflicts import Busy, KeyReused, NotStored, StaleVersion, StoreDown
from workflow.errors import BadValue, CommentNeeded, Conflict, MissingPaper, NoSuchChoice, NotAllowed, NotYet
from workflow.letters import LetterTooLarge, NoRegister

_log = logging.getLogger("titip.http")

#: The nearest of these classes says the status; anything else is a failure of Titip.
STATUS: Mapping[type[TitipError], int] = {
    BadInput: 422,
    BadValue: 422,
    CalendarError: 422,
    CommentNeeded: 422,
    NoSuchChoice: 422,
    KeyReused: 422,
    WeakPassword: 422,
    LetterTooLarge: 422,
    NoRegister: 422,
    NotSignedIn: 401,
    SignInFailed: 401,
    NotAllowed: 403,
    NotStored: 404,
    Conflict: 409,
    MissingPaper: 409,
    NotYet: 409,
    StaleVersion: 412,
    TooManyAttempts: 429,
    TooMany: 429,
    Busy: 503,
    HashingBusy: 503,
    StoreDown: 503,
    ChildFailed: 503,
    ChildStopped: 503,
}
RETRY_AFTER_S = 2


class Precondition(TitipError):
    """The version that a change is meant for is missing, or is not the one that is there.

    `status` is 428 for the first, 412 for the second.
    """

    code = "precondition"

    def __init__(self, sentence: str, status: int, where: str = "") -> None:
        super().__init__(sentence, where)
        self.status = status


def status_of(error: TitipError) -> int:
    """The status that tells of an error."""
    if isinstance(error, Precondition):
        return error.status
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def body_of(error: TitipError, status: int) -> dict[str, Any]:
    """The problem as it is told: never more than the error's own words."""
    told: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.sentence,
        "code": error.code,
    }
    if error.where:
        told["instance"] = error.where
    if isinstance(error, BadInput):
        told["errors"] = [
            {"file": p.file, "row": p.row, "column": p.column, "problem": p.problem, "advice": p.advice}
            for p in error.problems
        ]
    if isinstance(error, MissingPaper):
        told["papers"] = list(error.papers)
    if isinstance(error, NotYet):
        told["guard"] = error.guard
    return told


def problem_response(error: TitipError) -> JSONResponse:
    """The error as a response, with the headers that belong to its status."""
    status = status_of(error)
    if status == 500:
        _log.error("a request failed: %s", error.code, exc_info=error)
        error = TitipError("Titip failed at this; the administrator finds more in its log.")
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="titip"'
    if status in (429, 503):
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after_s)
    return JSONResponse(body_of(error, status), status, headers, media_type="application/problem+json")


def tell_problems(app: FastAPI) -> None:
    """Have the app tell everything that is refused, and everything that fails, in the one shape."""

    @app.exception_handler(TitipError)
    def _titip(request: Request, error: TitipError) -> JSONResponse:
        return problem_response(error)

    @app.exception_handler(RequestValidationError)
    def _malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        told = {
            "type": "/problems/bad-request",
            "title": HTTPStatus(422).phrase,
            "status": 422,
            "detail": "The request is not what this address takes.",
            "code": "bad-request",
            "errors": [_place(one) for one in error.errors()],
        }
        return JSONResponse(told, 422, media_type="application/problem+json")

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        told = {
            "type": "about:blank",
            "title": phrase,
            "status": error.status_code,
            "detail": phrase if error.status_code == 404 else str(error.detail),
            "code": phrase.lower().replace(" ", "-"),
        }
        headers = dict(error.headers or {})
        return JSONResponse(told, error.status_code, headers, media_type="application/problem+json")

    @app.exception_handler(Exception)
    def _failed(request: Request, error: Exception) -> JSONResponse:
        _log.error("a request failed", exc_info=error)
        return problem_response(TitipError("Titip failed at this."))


def _place(error: Mapping[str, Any]) -> dict[str, Any]:
    """A fault of a body, query or header by its place; what was sent is not repeated."""
    where, *names = error["loc"]
    return {"in": str(where), "field": ".".join(str(name) for name in names), "problem": str(error["msg"])}
