"""Refusals of the middlewares, as problem+json (RFC 9457) like everything else that the API refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response


def problem(
    status: int, code: str, title: str, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A response that says what is wrong; `code` is stable."""
    told = {"type": f"/problems/{code}", "title": title, "status": status, "detail": detail, "code": code}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, dict(headers or {}), media_type="application/problem+json")
