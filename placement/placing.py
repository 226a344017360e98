"""What a row of PLACEMENTS.csv means: one item of a request at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from capacity.reading.memo import BAD
from capacity.reading.problems import Problems, Suggestions, quoted
from capacity.reading.table import Table
from placement.placed import Placed
from placement.request import Request

_SERVER_CELLS = ("rack", "position_u", "cords", "ports")


def interpret_placements(table: Table, requests: Iterable[Request], problems: Problems) -> tuple[Placed, ...]:
    """The rows as `Placed`; rows with a problem are left out and told."""
    asked = {request.name: request for request in requests}
    suggestions = Suggestions(asked)
    rows: dict[tuple[str, int], int] = {}
    placed = []
    for place, line in enumerate(table.lines):
        values = {name: column[place] for name, column in table.columns.items()}
        name, item = values["request"], values["item"]
        if problems.full(table.file):
            break
        if name is BAD:
            continue
        request = asked.get(name)
        if request is None:
            advice = suggestions.advice(name, "Correct the name, or add the request.")
            problems.add(table.file, line, "request", f"{quoted(name)} is not among the requests.", advice)
            continue
        _check_item(request, item, line, rows, table.file, problems)
        _check_cells(request, values, line, table.file, problems)
        if not any(value is BAD for value in values.values()):
            placed.append(_placed(request, values, line))
    return tuple(placed)


def _check_item(
    request: Request,
    item: Any,
    line: int,
    rows: dict[tuple[str, int], int],
    file: str,
    problems: Problems,
) -> None:
    if item is BAD:
        return
    if item > request.quantity:
        problems.add(
            file,
            line,
            "item",
            f"Item {item} of {quoted(request.name)} is out of range: its quantity is {request.quantity}.",
            "Number the items from 1 to the quantity.",
        )
    first = rows.setdefault((request.name, item), line)
    if first != line:
        problems.add(
            file,
            line,
            "item",
            f"Item {item} of {quoted(request.name)} stands there already, in row {first}.",
            "Give each item one row.",
        )


def _check_cells(
    request: Request, values: Mapping[str, Any], line: int, file: str, problems: Problems
) -> None:
    """A server has a rack and a unit, an application a host, and neither has the other's."""
    application = request.kind == "application"
    needed = ("host",) if application else ("rack", "position_u")
    foreign = _SERVER_CELLS if application else ("host",)
    for name in needed:
        if values[name] is None:
            problems.add(
                file,
                line,
                name,
                f"The {request.kind} {quoted(request.name)} has no {name}.",
                "Fill it in, or leave the row out if the item is not placed.",
            )
    for name in foreign:
        if values[name] is not None and values[name] is not BAD:
            problems.add(
                file,
                line,
                name,
                f"The {request.kind} {quoted(request.name)} cannot have a {name}.",
                "Leave the cell empty.",
            )


def _placed(request: Request, values: Mapping[str, Any], line: int) -> Placed:
    server = request.kind == "server"
    return Placed(
        request=request.name,
        item=values["item"],
        rack=values["rack"],
        position_hu=values["position_u"],
        face=values["face"] if server else None,
        cords=values["cords"] or (),
        ports=values["ports"] or (),
        host=values["host"],
        line=line,
    )
