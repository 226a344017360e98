"""Cells that hold lists: names, ranges of units, cords, ports."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from capacity.reading.problems import Refused, quoted
from capacity.room import LEGS, Cord, PortUse

T = TypeVar("T")

# No list of a real room comes near; without a bound one file can hold millions of names.
MOST_ENTRIES = 200

_COUNT = re.compile(r"0*([1-9][0-9]{0,5})")
_RANGE = re.compile(r"([0-9]{1,12})(?:-([0-9]{1,12}))?")
# Marks that separate the parts of a list entry cannot be part of a port type.
_PORT_TYPE = re.compile(r"[^\s/:@]+")


def each(parse: Callable[[str], T], *, once: bool = False) -> Callable[[str], tuple[T, ...]]:
    """A parser of blank-separated entries in their order; with `once`, repetitions are dropped."""

    def entries(text: str) -> tuple[T, ...]:
        words = split(text)
        return tuple(map(parse, dict.fromkeys(words) if once else words))

    return entries


def split(text: str) -> list[str]:
    """The blank-separated entries of a cell; raises `Refused` for more than `MOST_ENTRIES`."""
    words = text.split(maxsplit=MOST_ENTRIES)
    if len(words) > MOST_ENTRIES:
        raise Refused(f"The list has more than {MOST_ENTRIES} entries.", "Shorten it, or use ranges.")
    return words


def cord(text: str) -> Cord:
    """``PDU`` or ``PDU:leg``."""
    pdu, colon, leg = text.rpartition(":")
    if not colon:
        return Cord(text)
    if leg not in LEGS or not pdu:
        raise Refused(f"{quoted(text)} is not a cord.", "Write PDU or PDU:leg; a leg is L1, L2 or L3.")
    return Cord(pdu, leg)


def _count(text: str, whole: str) -> int:
    found = _COUNT.fullmatch(text)
    if found is None:
        raise Refused(
            f"{quoted(whole)} has no usable count of ports.", "End it with a colon and a number from 1."
        )
    return int(found[1])


def port_type(text: str) -> str:
    """Name of a port type: without blanks and without the marks / : @."""
    if _PORT_TYPE.fullmatch(text) is None:
        raise Refused(
            f"{quoted(text)} is not a port type.",
            "Use NetBox's names of types, e.g. 10gbase-x-sfpp.",
        )
    return text


def port_use(text: str) -> PortUse:
    """``switch/port_type:count``; a switch's name may hold a slash, a port type may not."""
    group, colon, count = text.rpartition(":")
    switch, slash, kind = group.rpartition("/")
    if not (colon and slash and switch and kind):
        raise Refused(
            f"{quoted(text)} does not name ports.", "Write switch/port_type:count, e.g. SW1/10gbase-x-sfpp:2."
        )
    return PortUse(switch, port_type(kind), _count(count, text))


def port_need(text: str) -> tuple[str, str | None, int]:
    """``type:count`` or ``type@network:count`` as (type, network, count)."""
    group, colon, count = text.rpartition(":")
    kind, at, network = group.partition("@")
    if not (colon and kind) or bool(at) != bool(network):
        raise Refused(
            f"{quoted(text)} does not ask for ports.",
            "Write type:count or type@network:count, e.g. 10gbase-x-sfpp:2.",
        )
    return port_type(kind), network or None, _count(count, text)


def unit_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """``1 41-42`` as ((1, 1), (41, 42)); ranges stay ranges, so that a huge one costs nothing."""
    ranges = []
    for word in split(text):
        found = _RANGE.fullmatch(word)
        if found is None:
            raise Refused(f"{quoted(word)} is no unit and no range.", "Write units like 1 or 41-42.")
        low = int(found[1])
        high = int(found[2]) if found[2] else low
        if high < low:
            raise Refused(f"{quoted(word)} is reversed.", f"Write the lower unit first: {high}-{low}.")
        ranges.append((low, high))
    return tuple(ranges)
