"""Where cords and cables are plugged in: PDUs with their legs, switches with their port types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from capacity.reading.memo import BAD
from capacity.reading.problems import Problems, Suggestions, quoted
from capacity.reading.table import Table
from capacity.room import Cord, PortUse

_USERS = ("devices.csv", "reservations.csv")


def check_sockets(tables: Mapping[str, Table], problems: Problems) -> None:
    """Report cords to what is no pdu, legs on single-phase pdus, and ports that do not exist."""
    power, ports = tables.get("power.csv"), tables.get("ports.csv")
    if power is not None:
        _check_pdu_names(power, problems)
    for file in _USERS:
        if file not in tables:
            continue
        if power is not None and _whole(power, "node"):
            _check_cords(tables[file], power, problems)
        if ports is not None and _whole(ports, "switch") and _whole(ports, "port_type"):
            _check_ports(tables[file], ports, problems)


def _whole(table: Table, column: str) -> bool:
    """True where every name of the column is known."""
    return table.complete and not any(value is BAD for value in table[column])


def _check_pdu_names(power: Table, problems: Problems) -> None:
    for line, node, kind in zip(power.lines, power["node"], power["kind"], strict=True):
        if kind == "pdu" and node is not BAD and ":" in node:
            problems.add(
                power.file,
                line,
                "node",
                f"The name {quoted(node)} of a pdu has a colon.",
                "A colon separates the leg in PDU:leg: use another mark.",
            )


def _used(table: Table, column: str) -> list[tuple[int, tuple[Any, ...]]]:
    """(row, entries) wherever the column has a list."""
    lines_and_entries = zip(table.lines, table[column], strict=True)
    return [(line, entries) for line, entries in lines_and_entries if entries and entries is not BAD]


def _check_cords(table: Table, power: Table, problems: Problems) -> None:
    rows = zip(power["node"], power["kind"], power["phases"], strict=True)
    nodes = {node: (kind, phases) for node, kind, phases in rows}
    suggestions = Suggestions([node for node, (kind, _) in nodes.items() if kind == "pdu"])
    good: set[int] = set()
    for line, cords in _used(table, "cords"):
        # Equal cells share one tuple; its identity is the quickest proof that it was looked at.
        if id(cords) in good:
            continue
        before = len(problems)
        for cord in dict.fromkeys(cords):
            _check_cord(cord, line, table.file, nodes, suggestions, problems)
        if len(problems) == before:
            good.add(id(cords))


def _check_cord(
    cord: Cord,
    line: int,
    file: str,
    nodes: Mapping[str, tuple[Any, Any]],
    suggestions: Suggestions,
    problems: Problems,
) -> None:
    kind, phases = nodes.get(cord.pdu, (None, None))
    if kind is None:
        advice = suggestions.advice(cord.pdu, "Correct the name, or add the pdu to power.csv.")
        problems.add(file, line, "cords", f"{quoted(cord.pdu)} is no node of power.csv.", advice)
    elif kind is not BAD and kind != "pdu":
        problems.add(
            file,
            line,
            "cords",
            f"{quoted(cord.pdu)} is a {kind}, not a pdu.",
            "Name the pdu it goes to.",
        )
    elif cord.leg and phases == 1:
        problems.add(
            file,
            line,
            "cords",
            f"{quoted(str(cord))} names a leg, but the pdu has one phase.",
            "Leave the leg out, or set phases 3 in power.csv.",
        )


def _check_ports(table: Table, ports: Table, problems: Problems) -> None:
    types: dict[str, list[str]] = {}
    for switch, kind in zip(ports["switch"], ports["port_type"], strict=True):
        types.setdefault(switch, []).append(kind)
    suggestions = Suggestions(types)
    for line, uses in _used(table, "ports"):
        for use in dict.fromkeys(uses):
            _check_use(use, line, table.file, types, suggestions, problems)


def _check_use(
    use: PortUse,
    line: int,
    file: str,
    types: Mapping[str, list[str]],
    suggestions: Suggestions,
    problems: Problems,
) -> None:
    if use.switch not in types:
        advice = suggestions.advice(use.switch, "Correct the name, or add the switch to ports.csv.")
        problems.add(
            file, line, "ports", f"{quoted(use.switch)} is not in the column switch of ports.csv.", advice
        )
    elif use.port_type not in types[use.switch]:
        problems.add(
            file,
            line,
            "ports",
            f"The switch {quoted(use.switch)} has no ports of type {quoted(use.port_type)}.",
            f"Its types: {', '.join(map(quoted, types[use.switch][:8]))}.",
        )
