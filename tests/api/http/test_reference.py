"""The reference of the HTTP API names every address and every code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from api.web.docs_page import DOCS
from api.web.problems import STATUS
from capacity.errors import TitipError

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs/reference/http-api.md").read_text(encoding="utf-8")
OPENAPI = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))


def kinds(of: type[TitipError]) -> Iterator[type[TitipError]]:
    for kind in of.__subclasses__():
        if kind.__module__.partition(".")[0] in ("capacity", "placement", "workflow", "api"):
            yield kind
        yield from kinds(kind)


def test_every_address_stands_in_the_reference_and_no_other() -> None:
    told = set(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", TEXT, re.MULTILINE))
    there = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in OPENAPI["paths"].items()
        for method in methods
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert told == there


def test_the_reference_says_where_it_can_be_tried_out() -> None:
    assert f"at `{DOCS}`" in TEXT


def test_every_code_stands_in_the_reference_with_its_status() -> None:
    rows = re.findall(r"^\| (\d{3}) \| (.*) \|$", TEXT, re.MULTILINE)
    told = {(int(status), code) for status, codes in rows for code in re.findall(r"`([a-z-]+)`", codes)}
    for kind in set(kinds(TitipError)):
        status = next((STATUS[one] for one in kind.__mro__ if one in STATUS), None)
        if status is not None:
            assert (status, kind.code) in told, kind
