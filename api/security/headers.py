"""Headers that tell browsers what pages and answers of this service may do: almost nothing."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
#: For files that people have handed in: shown, they are cut off from everything.
CSP_OF_FILES = "default-src 'none'; frame-ancestors 'none'; sandbox"
HSTS = "max-age=31536000; includeSubDomains"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    # Not "no-referrer": with it browsers send the Origin "null", even to the site itself.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware: adds the headers to every response, errors included; put it outermost.

    A route may set its own Content-Security-Policy and Cache-Control, no others. `secure` is False for the
    mode without TLS on loopback: browsers must not be told to insist on TLS there.
    """

    def __init__(self, app: ASGIApp, secure: bool = True) -> None:
        self.app = app
        self.fixed = _ALWAYS | ({"strict-transport-security": HSTS} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.fixed.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", CSP)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        return await self.app(scope, receive, with_headers)
