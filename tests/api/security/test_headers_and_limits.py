"""Headers on every response; requests that are too large, said as a problem."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request, UploadFile
from starlette.responses import PlainTextResponse, Response

from api.security.headers import CSP, CSP_OF_FILES, SecurityHeaders
from api.security.limits import BodyLimits, RequestLimits
from tests.api.security.asgi import Answer, send
from workflow.uploads import LARGEST_FILE_BYTES

LIMITS = RequestLimits(body_bytes=100, file_bytes=1000, fields=2, field_bytes=10)
JSON = ("content-type", "application/json")


def service() -> FastAPI:
    app = FastAPI()

    @app.post("/small")
    async def small(request: Request) -> int:
        return len(await request.body())

    @app.post("/unread")
    async def unread() -> str:
        return "not even looked at"

    @app.post("/file", max_body_size=LIMITS.upload_bytes, form_limits=LIMITS.form_limits)  # type: ignore[arg-type]
    async def file(paper: UploadFile) -> int:
        return len(await paper.read())

    app.add_middleware(BodyLimits, limits=LIMITS)
    app.add_middleware(SecurityHeaders)
    return app


app = service()


def post(path: str, size: int, *, declared: bool = True, chunks: int = 1) -> Answer:
    parts = tuple(b"x" * (size // chunks) for _ in range(chunks))
    headers = [JSON, *([("content-length", str(size))] if declared else [])]
    return send(app, "POST", headers, parts, path)


@pytest.mark.parametrize(("declared", "chunks"), [(True, 1), (False, 1), (False, 10)])
@pytest.mark.parametrize(("size", "status"), [(100, 200), (110, 413)])
def test_a_body_beyond_the_limit_is_refused_declared_or_not(
    declared: bool, chunks: int, size: int, status: int
) -> None:
    answer = post("/small", size, declared=declared, chunks=chunks)
    assert answer.status == status
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_declared_size_beyond_the_limit_is_a_problem_even_if_nobody_reads_it() -> None:
    answer = post("/unread", 110)
    assert answer.problem["code"] == "too-large"
    assert answer.headers["content-security-policy"] == CSP
    assert post("/unread", 90).status == 200


def upload(size: int, fields: int = 0) -> Answer:
    begin = b'--b\r\nContent-Disposition: form-data; name="paper"; filename="a.pdf"\r\n\r\n'
    more = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n for n in range(fields)
    )
    body = more + begin + b"x" * size + b"\r\n--b--\r\n"
    headers = [("content-type", "multipart/form-data; boundary=b"), ("content-length", str(len(body)))]
    return send(app, "POST", headers, (body,), "/file")


def test_a_route_that_takes_a_file_has_the_larger_limit() -> None:
    assert upload(1000).body == b"1000"
    assert upload(LIMITS.upload_bytes).status == 413


def test_a_form_with_too_many_fields_is_refused() -> None:
    assert upload(10, fields=2).status == 200
    assert upload(10, fields=3).status == 400


def test_the_usual_limits_leave_room_for_the_largest_file() -> None:
    usual = RequestLimits()
    assert usual.file_bytes == LARGEST_FILE_BYTES == 10 * 2**20
    assert usual.upload_bytes > usual.file_bytes


def test_browsers_are_told_to_do_almost_nothing() -> None:
    answer = send(SecurityHeaders(PlainTextResponse("x")))
    assert dict(answer.headers.items()) == {
        "content-length": "1",
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        "content-security-policy": CSP,
        "cache-control": "no-store",
    }
    assert "unsafe" not in CSP
    for told in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert told in CSP.split("; ")


def test_without_tls_browsers_are_not_told_to_insist_on_it() -> None:
    assert "strict-transport-security" not in send(SecurityHeaders(Response(), secure=False)).headers


def test_a_route_may_be_stricter_or_cached_but_not_sniffed() -> None:
    own = {
        "content-security-policy": CSP_OF_FILES,
        "cache-control": "private, no-cache",
        "x-content-type-options": "sniff",
    }
    headers = send(SecurityHeaders(Response("x", headers=own))).headers
    assert headers["content-security-policy"] == CSP_OF_FILES
    assert headers["cache-control"] == "private, no-cache"
    assert headers.getlist("x-content-type-options") == ["nosniff"]


def test_errors_bear_the_headers_too() -> None:
    answer = send(app, "GET", path="/nowhere")
    assert answer.status == 404
    assert answer.headers["content-security-policy"] == CSP
