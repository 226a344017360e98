"""Checks of who may stand where, and of reservations whose time is over."""

from __future__ import annotations

from collections.abc import Iterator

from capacity.checks.finding import Finding, some
from capacity.ledger import Ledger


def foreign_in_dedicated_racks(ledger: Ledger) -> Iterator[Finding]:
    """Things of others in a rack kept for one agency; switches of the office itself are usual there."""
    kept_for = {r.name: r.dedicated_to for r in ledger.racks if r.dedicated_to is not None}
    foreign: dict[tuple[str, str], list[str]] = {}
    for demand in ledger.demands.servers:
        owner = kept_for.get(demand.rack or "")
        if demand.rack is not None and owner is not None and demand.owner not in (None, owner):
            foreign.setdefault((demand.rack, demand.owner or ""), []).append(demand.name)
    for (rack, owner), names in foreign.items():
        yield Finding(
            "foreign-in-dedicated-rack",
            "",
            f"rack {rack}",
            f"The rack is kept for {kept_for[rack]}, and {some(names)} in it {_belong(names)} {owner}.",
            "Nothing, if that is agreed; else correct owner or dedicated_to, or move them.",
            names=tuple(names),
        )


def _belong(names: list[str]) -> str:
    return "belongs to" if len(names) == 1 else "belong to"


def in_racks_not_active(ledger: Ledger) -> Iterator[Finding]:
    """Racks that are planned or retired and yet hold something."""
    inside: dict[str, list[str]] = {}
    for demand in ledger.demands.servers:
        if demand.rack is not None:
            inside.setdefault(demand.rack, []).append(demand.name)
    for rack in ledger.racks:
        names = tuple(inside.get(rack.name, ()))
        if rack.status != "active" and names:
            yield Finding(
                "in-rack-not-active",
                "",
                f"rack {rack.name}",
                f"The rack is {rack.status} and holds {some(names)}.",
                "Set its status to active, or take them out.",
                names=names,
            )


def lapsed_reservations(ledger: Ledger) -> Iterator[Finding]:
    """Reservations that no longer count."""
    for held in ledger.demands.lapsed:
        yield Finding(
            "lapsed-reservation",
            "",
            f"reservation {held.name}",
            f"It lapsed on {held.until} and no longer counts.",
            "Delete it, or give it a new until.",
            names=(held.name,),
        )


def hosts_in_doubt(ledger: Ledger) -> Iterator[Finding]:
    """Active hosts whose device stands in a rack that is not active: nothing may be placed on them."""
    status = {r.name: r.status for r in ledger.racks}
    racks = {d.name: d.rack for d in ledger.room.devices}
    for host in ledger.room.hosts:
        rack = racks.get(host.device or "")
        if host.status == "active" and rack is not None and status[rack] != "active":
            yield Finding(
                "host-in-rack-not-active",
                "",
                f"host {host.name}",
                f"Its device stands in rack {rack}, which is {status[rack]}: it takes nothing.",
                "Set the rack's status to active, or the host's to retired.",
                names=(host.name,),
            )
