"""A JSON object names each of its fields once: which of two values counts is nobody's to guess."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request

from workflow.errors import BadValue


async def no_field_twice(request: Request) -> None:
    """Raise BadValue for a JSON body in which a field stands twice. RFC 8259 leaves open what that means."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        body = await request.body()
        if body:
            json.loads(body, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        where = ", ".join(twice)[:200].encode("ascii", "backslashreplace").decode()
        raise BadValue("A field stands twice in an object; name it once.", where)
    return table
