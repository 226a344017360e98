"""Kinds: items that are alike to every rule, and so are counted instead of named."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from capacity.ledger import Ledger
from placement import standards
from placement.applications import HostTable, host_table
from placement.candidates import Candidates, Starts, candidates, judge_starts
from placement.check_server import unmodelled
from placement.keep import Group
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Kind:
    """Items that are alike to every rule.

    `request` speaks for all of them; `members` are (position of the request in the batch, its quantity),
    the highest priority first. `group` names those that keep rules may bind to each other, None if none do.
    `table` is None for what is not modelled (0U servers, blades).
    """

    request: Request
    members: tuple[tuple[int, int], ...]
    group: str | None
    table: Candidates | HostTable | None

    @property
    def quantity(self) -> int:
        return sum(quantity for _, quantity in self.members)


def kinds(ledger: Ledger, requests: Sequence[Request]) -> tuple[Kind, ...]:
    """Sort the items of a batch into kinds, in order of first appearance."""
    bound = {r.group for r in requests if r.keep and r.group is not None}
    dedicated = {rack.dedicated_to for rack in ledger.racks}
    alike: dict[Hashable, list[int]] = {}
    for position, request in enumerate(requests):
        alike.setdefault(_likeness(ledger, request, bound, dedicated), []).append(position)
    known = _Known({}, {})
    made = []
    for positions in alike.values():
        positions.sort(key=lambda i: -requests[i].priority)  # stable: file order within a priority
        request = requests[positions[0]]
        group = f"group {request.group}" if request.group in bound else None
        if request.keep and request.group is None:
            group = f"request {request.name}"
        members = tuple((i, requests[i].quantity) for i in positions)
        made.append(Kind(request, members, group, _table(ledger, request, known)))
    return tuple(made)


def _likeness(
    ledger: Ledger, request: Request, bound: Collection[str], dedicated: Collection[str | None]
) -> Hashable:
    """Everything that a rule may look at.

    Owners matter only where a rack is dedicated to them; product and end of stay only through the
    standard, and for applications the product also through what a host runs.
    """
    same = replace(
        request, name="", quantity=1, priority=1, start=None, until=None, device_type=None, notes=(),
        file="", line=None,
        owner=request.owner if request.owner in dedicated else None,
        group=request.group if request.group in bound else None,
        os=request.os if request.kind == "application" else None,
        os_version=None,
    )  # fmt: skip
    alone = request.name if request.keep and request.group is None else ""
    return same, standards.judge(ledger.room, request).state, alone


@dataclass(frozen=True, slots=True)
class _Known:
    """What several kinds share: groups by name, starts by height and depth."""

    groups: dict[str | None, Group]
    starts: dict[tuple[int | None, str], tuple[Starts, ...]]


def _table(ledger: Ledger, request: Request, known: _Known) -> Candidates | HostTable | None:
    if unmodelled(request):
        return None
    if request.kind == "application":
        # With more than one item apart:power is no rule of a single host; see `HostPlace`.
        return host_table(ledger, replace(request, quantity=2))
    if request.group not in known.groups:
        known.groups[request.group] = Group(ledger, request.group)
    shape = request.height_hu, request.depth
    if shape not in known.starts:
        known.starts[shape] = judge_starts(ledger, request)
    return candidates(ledger, replace(request, quantity=1), known.groups[request.group], known.starts[shape])
