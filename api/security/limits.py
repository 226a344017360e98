"""How large a request may be: Starlette counts, this sets the figures and says it as a problem.

`BodyLimits` holds the limit of ordinary requests; a route that takes a file is made with
`max_body_size=limits.upload_bytes`, and the app with `form_limits=limits.form_limits`.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.security.problem import problem
from workflow.uploads import LARGEST_FILE_BYTES

KIB = 1024
# What a form adds to a file: names, other fields, the lines between parts.
_AROUND_FILE_BYTES = 64 * KIB


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Sizes of requests, in bytes; at most so many fields, each of at most so much, and one file."""

    body_bytes: int = 1024 * KIB
    file_bytes: int = LARGEST_FILE_BYTES
    fields: int = 20
    field_bytes: int = 64 * KIB
    files: int = 1

    @property
    def upload_bytes(self) -> int:
        """The largest request with a file in it."""
        return self.file_bytes * self.files + _AROUND_FILE_BYTES

    @property
    def form_limits(self) -> dict[str, int]:
        """What FastAPI calls `form_limits`."""
        return {"max_fields": self.fields, "max_files": self.files, "max_part_size": self.field_bytes}


class BodyLimits:
    """ASGI middleware: Starlette's limit of bodies, whose plain refusal it says as a problem.

    FastAPI's own `max_body_size` of the whole app must stay unset: it lies outside of every middleware, so
    that its refusals would carry none of our headers. Routes that take files set theirs.
    """

    def __init__(self, app: ASGIApp, limits: RequestLimits | None = None) -> None:
        self.limits = limits or RequestLimits()
        self.app = RequestBodyLimitMiddleware(app, self.limits.body_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def as_problem(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and _is_plain_refusal(message):
                refused = True
                return await self._refusal()(scope, receive, send)
            if not refused:
                await send(message)

        await self.app(scope, receive, as_problem)

    def _refusal(self) -> Response:
        detail = (
            f"A request has at most {self.limits.body_bytes // KIB} KiB; where a file is taken,"
            f" at most {self.limits.upload_bytes // KIB} KiB."
        )
        return problem(413, "too-large", "The request is too large.", detail, {"connection": "close"})


def _is_plain_refusal(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 413 and kind.startswith("text/plain")
