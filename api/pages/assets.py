"""Style sheet, script, font and icon of the pages: built by `make assets`, named by content, kept long."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from capacity.errors import TitipError
from workflow.conflicts import NotStored

FOLDER = Path(__file__).parents[1] / "static"
URL = "/static"
_KINDS = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "woff2": "font/woff2",
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_NOTICES = "THIRD_PARTY_NOTICES.txt"

router = APIRouter(include_in_schema=False)


class NotBuilt(TitipError):
    """The files that pages load were not built."""

    code = "not-built"


@lru_cache
def manifest() -> dict[str, str]:
    """Name in the sources -> name as built. Raises NotBuilt."""
    try:
        found: dict[str, str] = json.loads((FOLDER / "manifest.json").read_text())
    except FileNotFoundError:
        raise NotBuilt("The pages' files are not built: run `make assets`.") from None
    return found


def asset(name: str) -> str:
    """The address of a file. Raises NotBuilt, KeyError."""
    return f"{URL}/{manifest()[name]}"


@router.get(f"{URL}/{{name}}")
def built(name: str, request: Request) -> Response:
    """A built file, gzipped for browsers that take it so. Raises NotStored."""
    if name not in (*manifest().values(), _NOTICES):
        raise NotStored("There is no such file.", name)
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding"}
    path = FOLDER / name
    packed = FOLDER / f"{name}.gz"
    if "gzip" in request.headers.get("accept-encoding", "") and packed.exists():
        path, headers = packed, headers | {"Content-Encoding": "gzip"}
    return Response(path.read_bytes(), media_type=_KINDS[name.rpartition(".")[2]], headers=headers)
