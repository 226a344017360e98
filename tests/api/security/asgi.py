"""Sends requests to an ASGI app as a server would, header by header, and keeps what comes back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json"
        told: dict[str, Any] = json.loads(self.body)
        assert told["status"] == self.status
        return told


def send(
    app: ASGIApp,
    method: str = "GET",
    headers: list[tuple[str, str]] | None = None,
    chunks: tuple[bytes, ...] = (b"",),
    path: str = "/",
) -> Answer:
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers or []]
    scope = {"type": "http", "method": method, "path": path, "headers": raw, "query_string": b""}
    bodies = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return bodies.pop(0) if bodies else {"type": "http.disconnect"}

    async def keep(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, keep))
    starts = [message for message in sent if message["type"] == "http.response.start"]
    assert len(starts) == 1
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answer(starts[0]["status"], Headers(raw=starts[0]["headers"]), body)
