"""Which unsafe requests are the site's own: a table of what browsers and programs send."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse

from api.security.csrf import SameOriginOnly
from tests.api.security.asgi import send

HOST = ("host", "titip.example")
COOKIE = ("cookie", "__Host-titip=x")
TOKEN = ("authorization", "Bearer titip_x")
BASIC = ("authorization", "Basic c2FyaTp4")
OWN, FOREIGN = ("origin", "https://titip.example"), ("origin", "https://evil.example")
NULL = ("origin", "null")


def site(value: str) -> tuple[str, str]:
    return ("sec-fetch-site", value)


app = SameOriginOnly(PlainTextResponse("done"))
UNSAFE = ("POST", "PUT", "PATCH", "DELETE", "WHATEVER")

# What is sent -> whether it passes.
TABLE = [
    # A browser of today.
    ((COOKIE, site("same-origin"), OWN), True),
    ((COOKIE, site("same-origin")), True),
    ((COOKIE, site("none")), True),
    ((COOKIE, site("same-site"), ("origin", "https://other.titip.example")), False),
    ((COOKIE, site("cross-site"), FOREIGN), False),
    ((COOKIE, site("cross-site"), OWN), False),
    ((COOKIE, site("Same-Origin")), False),
    ((COOKIE, site("")), False),
    ((COOKIE, site("something-new")), False),
    ((COOKIE, site("same-origin"), site("cross-site")), False),
    # An older browser: Origin only.
    ((COOKIE, OWN), True),
    ((COOKIE, ("origin", "HTTPS://TITIP.example")), True),
    ((COOKIE, FOREIGN), False),
    ((COOKIE, NULL), False),
    ((COOKIE, ("origin", "")), False),
    ((COOKIE, ("origin", "https://titip.example.evil.example")), False),
    ((COOKIE, ("origin", "https://titip.example:8443")), False),
    ((COOKIE, ("origin", "https://titip.example@evil.example")), False),
    ((COOKIE, ("origin", "file://titip.example")), False),
    ((COOKIE, ("origin", "https://[titip.example")), False),
    ((COOKIE, OWN, FOREIGN), False),
    # Something that keeps a cookie and does not say where it comes from.
    ((COOKIE,), False),
    ((COOKIE, ("referer", "https://titip.example/")), False),
    ((COOKIE, BASIC), False),
    # Signing in is protected as well: nobody is signed in under somebody else's account unawares.
    ((site("cross-site"), FOREIGN), False),
    ((site("same-origin"), OWN), True),
    ((FOREIGN,), False),
    ((), True),  # a program without a cookie, which signs in or is refused by the route
    # A program with a token.
    ((TOKEN,), True),
    ((TOKEN, site("cross-site"), FOREIGN), True),
    ((TOKEN, COOKIE), False),
    ((TOKEN, COOKIE, site("cross-site"), FOREIGN), False),
    ((TOKEN, COOKIE, site("same-origin"), OWN), True),
    ((BASIC, FOREIGN), False),
    ((("authorization", "Bearer "), FOREIGN), False),
]


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize(("headers", "passes"), TABLE)
def test_unsafe_requests(method: str, headers: tuple[tuple[str, str], ...], passes: bool) -> None:
    answer = send(app, method, [HOST, *headers])
    if passes:
        assert (answer.status, answer.body) == (200, b"done")
    else:
        assert answer.status == 403
        assert answer.problem["code"] == "cross-site"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_requests_that_change_nothing_may_come_from_anywhere(method: str) -> None:
    assert send(app, method, [HOST, COOKIE, site("cross-site"), FOREIGN]).status == 200


@pytest.mark.parametrize(
    ("origin", "passes"),
    [
        ("https://titip.example", True),
        ("http://titip.example", False),
        ("https://inside.example", False),
    ],
)
def test_with_known_addresses_the_host_that_was_asked_for_does_not_count(origin: str, passes: bool) -> None:
    """Behind a proxy the Host may be an inner one; and a page without TLS is not the page with it."""
    known = SameOriginOnly(PlainTextResponse("done"), origins=["https://Titip.example/"])
    headers = [("host", "inside.example"), COOKIE, ("origin", origin)]
    assert (send(known, "POST", headers).status == 200) == passes


def test_without_a_host_no_origin_is_its_own() -> None:
    assert send(app, "POST", [COOKIE, ("origin", "https://")]).status == 403


def test_what_is_no_http_passes_through() -> None:
    seen = []

    async def inner(scope: object, receive: object, send: object) -> None:
        seen.append(scope)

    asyncio.run(SameOriginOnly(inner)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == [{"type": "lifespan"}]
