"""What is assumed for data that is missing: each with its reason, none over a stated value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from capacity.reading.dictionary import REQUESTS, columns_of
from capacity.reading.mapping import value_of
from capacity.reading.problems import Problems, Refused, Suggestions, quoted
from capacity.room import Room, Standard
from capacity.scenario import set_values
from placement.request import Request
from workflow.analysis.request import REQUEST

#: Per table the columns that may be assumed, with the field that is None while they are unknown. Others have
#: a default, so that an empty cell of theirs says something.
ASSUMABLE: Mapping[str, Mapping[str, str]] = {
    REQUEST: {
        "u_height": "height_hu",
        "depth_mm": "depth_mm",
        "weight_kg": "weight_g",
        "power_w": "power_w",
        "vcpu": "vcpu",
        "memory_mb": "memory_mb",
        "disk_gb": "disk_gb",
    },
    "racks": {
        "x_m": "x_mm",
        "y_m": "y_mm",
        "usable_depth_mm": "usable_depth_mm",
        "max_load_kg": "max_load_g",
        "max_heat_w": "max_heat_w",
        "cooling_zone": "cooling_zone",
        "security_zone": "security_zone",
    },
    "cooling": {"capacity_w": "capacity_w", "zones": "zones"},
    "devices": {
        "rack": "rack",
        "position_u": "position_hu",
        "u_height": "height_hu",
        "weight_kg": "weight_g",
        "power_w": "power_w",
        "cords": "cords",
    },
    "reservations": {
        "rack": "rack",
        "position_u": "position_hu",
        "u_height": "height_hu",
        "weight_kg": "weight_g",
        "power_w": "power_w",
        "cords": "cords",
        "host": "host",
        "vcpu": "vcpu",
        "memory_mb": "memory_mb",
        "disk_gb": "disk_gb",
    },
    "hosts": {"device": "device", "vcpu": "vcpu", "memory_mb": "memory_mb", "disk_gb": "disk_gb"},
    "vms": {"host": "host", "vcpu": "vcpu", "memory_mb": "memory_mb", "disk_gb": "disk_gb"},
    "standards": {"support_ends": "support_ends"},
}
LONGEST_REASON = 1_000
_FOR_SERVERS = ("u_height", "depth_mm", "weight_kg", "power_w")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that stands for an empty cell.

    `table` is "request" (then `name` is "") or a file of the room without ``.csv``, `name` the thing's name
    there (of a standard ``product/version``), `value` what would be written into the cell, in its unit.
    """

    table: str
    name: str
    column: str
    value: str
    reason: str

    @property
    def sentence(self) -> str:
        """What letters print."""
        what = "the request" if self.table == REQUEST else f"{self.name} ({self.table})"
        return f"{self.column} of {what} is not known and is taken as {self.value}: {self.reason}"


def assumed_request(request: Request, assumptions: Iterable[Assumption]) -> Request:
    """The request with what is assumed of it; those about the room are passed over.

    Raises BadInput where a value was stated, or cannot be one.
    """
    problems = Problems()
    found = _assumed(request, [one for one in assumptions if one.table == REQUEST], problems)
    problems.raise_if_any()
    return found


def assumed_room(room: Room, assumptions: Iterable[Assumption]) -> Room:
    """The room with what is assumed of it; those about the request are passed over.

    Raises BadInput where a value was stated, where nothing has that name, or where the value cannot be one.
    """
    problems = Problems()
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for one in assumptions:
        if one.table != REQUEST and _may(room, one, problems):
            row = cells.setdefault((one.table, one.name), {})
            if one.column in row:
                _tell(one, "It is assumed twice.", "Keep one of them.", problems)
            row[one.column] = one.value
    problems.raise_if_any()
    for (table, name), values in cells.items():
        room = set_values(room, table, name, values)
    return room


def still_open(room: Room, assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """The assumptions about cells that the room still has and that are still empty.

    What was written down since is better than what was assumed.
    """
    return tuple(
        one
        for one in assumptions
        if one.table != REQUEST
        and any(is_empty(thing, one.table, one.column) for thing in _things(room, one))
    )


def still_asked(request: Request, assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """The assumptions about the request that it does not answer itself."""
    return tuple(
        one for one in assumptions if one.table == REQUEST and is_empty(request, REQUEST, one.column)
    )


def _assumed(request: Request, assumptions: Sequence[Assumption], problems: Problems) -> Request:
    fields: dict[str, Any] = {}
    for one in assumptions:
        field = ASSUMABLE[REQUEST].get(one.column)
        if not _is_column(one, problems) or field is None:
            continue
        if (one.column in _FOR_SERVERS) != (request.kind == "server"):
            _tell(one, f"It says nothing of a request for an {request.kind}.", "Leave it out.", problems)
        elif one.name:
            _tell(one, "The request has no other name here.", "Leave name empty.", problems)
        elif not is_empty(request, REQUEST, one.column):
            _tell(one, "The request states it.", "Ask the agency to correct its request.", problems)
        elif field in fields:
            _tell(one, "It is assumed twice.", "Keep one of them.", problems)
        elif _reasoned(one, problems):
            try:
                fields[field] = value_of(one.value, columns_of(REQUESTS)[one.column])
                if fields[field] is None:
                    raise Refused("The value is empty.", "Write what is assumed.")
            except Refused as refused:
                _tell(one, refused.problem, refused.advice, problems)
    return replace(request, **fields)


def _may(room: Room, one: Assumption, problems: Problems) -> bool:
    """True for an empty cell of the room; tells what is wrong otherwise."""
    if not _is_column(one, problems) or not _reasoned(one, problems):
        return False
    things = _things(room, one)
    if not things:
        advice = Suggestions([name_of(thing) for thing in getattr(room, one.table)]).advice(
            one.name, f"Name a row of {one.table}.csv."
        )
        _tell(one, f"{one.table}.csv has no {quoted(one.name)}.", advice, problems)
        return False
    if not all(is_empty(thing, one.table, one.column) for thing in things):
        _tell(one, "The room states it.", "Have the room's file corrected and loaded again.", problems)
        return False
    if not one.value.strip():
        _tell(one, "The value is empty.", "Write what is assumed.", problems)
        return False
    return True


def _is_column(one: Assumption, problems: Problems) -> bool:
    columns = ASSUMABLE.get(one.table)
    if columns is None:
        problem = f"{quoted(one.table)} is no table that has unknown cells."
        _tell(one, problem, f"Use one of {', '.join(ASSUMABLE)}.", problems)
    elif one.column not in columns:
        problem = f"{quoted(one.column)} of {one.table} cannot be assumed."
        _tell(one, problem, f"These can: {', '.join(columns)}.", problems)
    return columns is not None and one.column in columns


def _reasoned(one: Assumption, problems: Problems) -> bool:
    if one.reason.strip() and one.reason.isprintable() and len(one.reason) <= LONGEST_REASON:
        return True
    told = f"An assumption needs a reason, in one line of at most {LONGEST_REASON} characters."
    _tell(one, told, "Say what it rests on.", problems)
    return False


def _things(room: Room, one: Assumption) -> list[Any]:
    return [thing for thing in getattr(room, one.table, ()) if name_of(thing) == one.name]


def is_empty(thing: Any, table: str, column: str) -> bool:
    """True where nothing is known of an assumable column of a thing, or of the request."""
    field = ASSUMABLE[table][column]
    # A device that draws nothing has no cords, and that is known.
    if field == "cords":
        return not thing.cords and thing.power_w != 0
    # 0U stands beside the rails, at no position.
    if field == "position_hu" and thing.height_hu == 0:
        return False
    return getattr(thing, field) is None


def name_of(thing: Any) -> str:
    """What an assumption calls a thing of the room."""
    return f"{thing.product}/{thing.version or ''}" if isinstance(thing, Standard) else str(thing.name)


def _tell(one: Assumption, problem: str, advice: str, problems: Problems) -> None:
    where = f"{one.table}.{one.name}.{one.column}" if one.name else f"{one.table}.{one.column}"
    problems.add("assumptions", None, where, problem, advice)
