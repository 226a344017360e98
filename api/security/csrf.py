"""Requests that another site has a browser send are refused, by what browsers say of where they come from.

No tokens in forms are needed: every browser of the last years sends Sec-Fetch-Site, or at least Origin, with
requests that can change something, and pages cannot alter them. SameSite on the cookie comes on top.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.security.problem import problem
from api.security.tokens import bearer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOriginOnly:
    """ASGI middleware: unsafe requests come from the site itself, or from a program with a token.

    `origins` are the addresses that browsers reach the service at, such as ``https://titip.example``; with
    none, the Origin must name the host that the request was sent to.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        self.app = app
        self.origins = frozenset(origin.rstrip("/").lower() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE:
            return await self.app(scope, receive, send)
        if (reason := cross_site(Headers(scope=scope), self.origins)) is not None:
            refusal = problem(403, "cross-site", "This request comes from elsewhere.", reason)
            return await refusal(scope, receive, send)
        return await self.app(scope, receive, send)


def cross_site(headers: Headers, origins: frozenset[str]) -> str | None:
    """Why an unsafe request is not the site's own, or None if it is, or comes from a program.

    A token without a cookie is a program's: no browser adds a token by itself. With a cookie beside it, the
    request is looked at like any other.
    """
    cookie = "cookie" in headers
    if not cookie and bearer(headers.get("authorization", "")) is not None:
        return None
    sites, sent_from = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    if len(sites) > 1 or len(sent_from) > 1:
        return "A header that says where it comes from is there twice."
    if sites:
        if sites[0] in ("same-origin", "none"):
            return None
        return "The browser says that another site sent it."
    if sent_from:
        if _is_own(sent_from[0].lower(), headers.get("host", "").lower(), origins):
            return None
        return "Its Origin is another site."
    if cookie:
        return "With a cookie, it must say where it comes from: send Origin, or use a token instead."
    return None


def _is_own(origin: str, host: str, origins: frozenset[str]) -> bool:
    if origins:
        return origin in origins
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and parts.netloc == host
