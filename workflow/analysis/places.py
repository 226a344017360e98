"""Places of items in the forms that they go through: placed, in JSON, kept by a case, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from capacity.errors import BadInput, Problem
from capacity.reading.lists import cord, port_use
from capacity.reading.problems import Refused
from capacity.units import plain
from placement.placed import Placed
from workflow.papers import ItemPlace

#: What problems call a place that a person has chosen.
PLACE = "place"
_MOST_TOLD = 20


def kept(placed: Placed) -> ItemPlace:
    """A placed item as a case keeps it."""
    return ItemPlace(
        item=placed.item,
        rack=placed.rack,
        position_hu=placed.position_hu,
        face=placed.face,
        cords=tuple(map(str, placed.cords)),
        ports=tuple(map(str, placed.ports)),
        host=placed.host,
    )


def placed(items: Iterable[ItemPlace], request: str) -> tuple[Placed, ...]:
    """What a case keeps as placed items of the request of that name.

    Raises BadInput with every cord and port that is none.
    """
    problems: list[Problem] = []
    found = []
    for item in items:
        lists: dict[str, list[Any]] = {"cords": [], "ports": []}
        for column, parse, texts in (("cords", cord, item.cords), ("ports", port_use, item.ports)):
            for text in texts:
                try:
                    lists[column].append(parse(text))
                except Refused as refused:
                    where = f"items[{item.item}].{column}"
                    problems.append(Problem(PLACE, None, where, refused.problem, refused.advice))
        found.append(
            Placed(
                request=request,
                item=item.item,
                rack=item.rack,
                position_hu=item.position_hu,
                face=item.face,
                cords=tuple(lists["cords"]),
                ports=tuple(lists["ports"]),
                host=item.host,
            )
        )
    if problems:
        raise BadInput(problems)
    return tuple(found)


def from_answer(placement: Sequence[Mapping[str, Any]]) -> tuple[ItemPlace, ...]:
    """The ``placement`` of an answer in JSON as a case keeps it."""
    return tuple(_from_answer(item) for item in placement)


def _from_answer(item: Mapping[str, Any]) -> ItemPlace:
    if "host" in item:
        return ItemPlace(item["item"], host=item["host"])
    # Positions are whole or half units, which a float holds exactly.
    unit = item["position_u"]
    return ItemPlace(
        item=item["item"],
        rack=item["rack"],
        position_hu=None if unit is None else int(2 * unit),
        face=item["face"],
        cords=tuple(item["cords"]),
        ports=tuple(item["ports"]),
    )


def in_words(items: Sequence[ItemPlace]) -> str:
    """Where the items go, for people: ``rack R03, unit 17, front``."""
    if len(items) == 1:
        return _in_words(items[0])
    told = "; ".join(f"item {item.item}: {_in_words(item)}" for item in items[:_MOST_TOLD])
    more = len(items) - _MOST_TOLD
    return f"{told}; and {more} more" if more > 0 else told


def _in_words(item: ItemPlace) -> str:
    if item.host is not None:
        return f"host {item.host}"
    unit = "" if item.position_hu is None else f", unit {plain(item.position_hu, 2)}"
    return f"rack {item.rack}{unit}, {item.face or 'front'}"
