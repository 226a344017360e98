"""The request as the agency wrote it: checked, in one canonical text, and read back under its case's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import cast

from capacity.reading.catalogue import DeviceType
from placement.reading import request_from_table
from placement.request import Request
from workflow.plain import canonical

#: What problems call the request, and assumptions name it by.
REQUEST = "request"


def canonical_request(table: Mapping[str, object], catalogue: Mapping[str, DeviceType]) -> bytes:
    """The one JSON text of a request object of the contract, without its key ``request``.

    The case's name takes that key's place (`request_named`): two agencies may both call theirs "web-1", and
    a request's own reservations are released by its name. Every value becomes the text of a cell: numbers
    as they were written, lists with blanks between. What is left empty is left out; nothing is filled in from
    a device type, so that the text says what was asked and no more.

    Raises
    ------
    BadInput
        With every problem; its column is the key.
    """
    request_from_table({REQUEST: "request", **table}, REQUEST, catalogue)
    cells = {key: _cell(value) for key, value in table.items() if key != REQUEST}
    return canonical({key: cell for key, cell in cells.items() if cell})


def request_named(text: bytes, case: str, catalogue: Mapping[str, DeviceType]) -> Request:
    """The request that `canonical_request` wrote, under the name of its case. Raises BadInput.

    `catalogue` must still have the device type that the request names.
    """
    table = cast("dict[str, object]", json.loads(text))
    return request_from_table({**table, REQUEST: case}, REQUEST, catalogue)


def _cell(value: object) -> str:
    """A value that the reader has accepted, as a cell would have it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(value).strip()
