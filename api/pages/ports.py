"""Switch ports of a room: per kind and per switch, used, held and free; those that reach a rack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.pages.addresses import Address
from api.pages.exports import MOST_ROWS, Ending, table_file
from api.pages.page import MemberPage, Page
from api.pages.room_lists import Keys, cut, natural, ordered
from api.pages.room_parts import Name, room_now
from api.pages.room_words import PORT_COLUMNS, SERVES
from api.pages.troubles import PageRoute
from capacity.ledger import Ledger
from capacity.limits.limit import State
from capacity.room import PortGroup

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Group:
    """Ports of one type on one switch, or of one type in all.

    `used` is what is plugged in, `held` what reservations keep. `sure` is False where it is not known whether
    a cable is long enough for the rack that is asked about.
    """

    port: PortGroup
    total: int
    used: int
    held: int
    sure: bool = True

    @property
    def free(self) -> int:
        """What is left; below 0 where more is used than there is."""
        return self.total - self.used - self.held

    @property
    def share(self) -> float:
        """Used and held in per cent."""
        taken = self.used + self.held
        return 100 * taken / self.total if self.total else (100.0 if taken else 0.0)


KEYS: Keys = {
    "switch": lambda one: (natural(one.port.switch), one.port.port_type),
    "type": lambda one: one.port.port_type,
    "rack": lambda one: natural(one.port.rack),
    "serves": lambda one: one.port.serves,
    "side": lambda one: one.port.side,
    "network": lambda one: one.port.network,
    "total": lambda one: one.total,
    "used": lambda one: one.used,
    "held": lambda one: one.held,
    "free": lambda one: one.free,
    "share": lambda one: one.share,
}


def chosen(
    q: Word = "", rack: Word = "", type: Word = "", sort: Word = "", page: Word = ""
) -> Mapping[str, str]:
    """What is chosen in the address."""
    good = sort if sort.removeprefix("-") in KEYS else ""
    return {"q": q, "rack": rack, "type": type, "sort": good, "page": page}


Chosen = Annotated[Mapping[str, str], Depends(chosen)]


@router.get("/rooms/{room}/ports")
def ports(room: Name, page: MemberPage, choice: Chosen) -> Response:
    """The ports per kind, and a page of the groups."""
    now = room_now(page, room)
    ledger = page.served.rooms.seen(now).summary.ledger
    every = groups(ledger)
    return page.render(
        "ports.html",
        room=room,
        kinds=by_kind(_wanted(ledger, every, {**choice, "type": ""})),
        part=cut(_wanted(ledger, every, choice), choice["page"]),
        listed=ledger.ports is not None,
        address=Address(f"/rooms/{room}/ports", choice),
        choice=choice,
        columns=PORT_COLUMNS,
        serves=SERVES,
        rack_options=[(one.name, one.name) for one in sorted(now.room.racks, key=lambda r: natural(r.name))],
        type_options=[(one, one) for one in sorted({group.port.port_type for group in every})],
        filtered=any(choice[name] for name in ("q", "rack", "type")),
    )


@router.get("/rooms/{room}/ports.{ending}")
def export(room: Name, ending: Ending, page: MemberPage, choice: Chosen) -> Response:
    """All groups that are filtered, as a file."""
    now = room_now(page, room)
    ledger = page.served.rooms.seen(now).summary.ledger
    found = _wanted(ledger, groups(ledger), choice)[:MOST_ROWS]
    columns = [page.language.text(word) for word in PORT_COLUMNS.values()]
    return table_file(f"{room}-ports", ending, columns, (_record(page, one) for one in found))


def groups(ledger: Ledger) -> list[Group]:
    """Every group of ports with what is used and held of it, in the room's order."""
    found = ledger.ports
    if found is None:
        return []
    held = [0] * len(found.groups)
    for demand in ledger.demands.servers:
        for use in demand.ports if demand.kind == "reservation" else ():
            held[found.by_key[use.switch, use.port_type]] += use.count
    return [
        Group(group, group.ports, used - kept, kept)
        for group, used, kept in zip(found.groups, found.used, held, strict=True)
    ]


def by_kind(found: Sequence[Group]) -> list[Group]:
    """The sums per type of port, by name."""
    sums: dict[str, Group] = {}
    for one in found:
        kind = one.port.port_type
        so_far = sums.get(kind, Group(one.port, 0, 0, 0))
        sums[kind] = Group(one.port, so_far.total + one.total, so_far.used + one.used, so_far.held + one.held)
    return [sums[kind] for kind in sorted(sums)]


def _wanted(ledger: Ledger, every: Sequence[Group], choice: Mapping[str, str]) -> list[Group]:
    words = choice["q"].casefold().split()
    found = [
        one
        for one in _reaching(ledger, every, choice["rack"])
        if choice["type"] in ("", one.port.port_type)
        and all(word in f"{one.port.switch} {one.port.network or ''}".casefold() for word in words)
    ]
    return ordered(sorted(found, key=KEYS["switch"]), choice["sort"], KEYS)


def _reaching(ledger: Ledger, every: Sequence[Group], rack: str) -> Iterator[Group]:
    """The groups whose cables reach a rack, or may; all, where none is asked about."""
    at = ledger.rack_index.get(rack)
    if at is None or ledger.ports is None:
        yield from every
        return
    for number in ledger.ports.reaching(at, State.UNKNOWN):
        sure = ledger.ports.reaches(ledger.ports.groups[number], at) is State.HOLDS
        yield replace(every[number], sure=sure)


def _record(page: Page, one: Group) -> dict[str, object]:
    say, port = page.language.text, one.port
    values = (
        port.switch,
        port.port_type,
        port.rack,
        say(SERVES[port.serves]),
        port.side,
        port.network or "",
        one.total,
        one.used,
        one.held,
        one.free,
        f"{one.share:.1f}",
    )
    return dict(zip((say(word) for word in PORT_COLUMNS.values()), map(str, values), strict=True))
