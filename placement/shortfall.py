"""Shortfalls: the least that the limits would have to give more for some items to fit as well.

Every limit gets slack, and the sum of it, each in parts of one item's share, is minimised with all items
placed: what is left is exact, and no more than needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from capacity.ledger import Ledger
from capacity.limits.limit import Limit, State
from placement.answer import Touched
from placement.batch.batch import Batch
from placement.batch.blockers import Stop
from placement.batch.keep_rows import add_keep_rows
from placement.batch.naming import after
from placement.batch.solve import solve
from placement.joint import joint_conflicts
from placement.proof import SEED
from placement.request import Request
from placement.rules import BIT, RULES
from placement.solver.search import Effort, search
from placement.solver.system import System

EFFORT = Effort(work=2.0, seconds=3.0, seed=SEED)
SOFT = frozenset({"space", "keep_free", "weight", "heat", "power", "outlets", "cooling", "ports", "hosting"})
FINE = 1_000  # slack is weighed in thousandths of one item's share
MOST_COLUMNS = 60_000
CHEAP = 2_000  # columns up to which sets of rules are asked for


@dataclass(frozen=True, slots=True)
class Shortfalls:
    """`stops`: limits with what they lack; `unreachable`: requests that no amount of a limit would help.

    `conflicts` are minimal sets of rules that together keep the items out, the smallest first. `exact` is
    True where the least slack was proved; `asked` is how many items it is for.
    """

    stops: tuple[Stop, ...] = ()
    unreachable: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    exact: bool = True
    asked: int = 0


def shortfalls(ledger: Ledger, requests: Sequence[Request]) -> Shortfalls:
    """What the ledger's limits lack for all items of `requests` to be placed together."""
    if not requests:
        return Shortfalls()
    loose = Batch.of(ledger, requests, soft=SOFT)
    reached = set(loose.columns.kind.tolist())
    lost = {p for k, kind in enumerate(loose.kinds) if k not in reached for p, _ in kind.members}
    unreachable = tuple(requests[p].name for p in sorted(lost))
    rest = [request for p, request in enumerate(requests) if p not in lost]
    asked = sum(request.quantity for request in rest)
    if not rest or len(loose.columns) > MOST_COLUMNS:
        return Shortfalls((), unreachable, (), not rest, asked)
    batch = Batch.of(ledger, rest, soft=SOFT) if lost else loose
    stops, status = _least_slack(batch)
    if status == "infeasible" and (kept := _kept_out(ledger, batch)):
        unreachable += tuple(sorted(kept))
        batch = Batch.of(ledger, [request for request in rest if request.name not in kept], soft=SOFT)
        asked = sum(request.quantity for request in batch.requests)
        stops, status = _least_slack(batch) if asked else ((), "optimal")
    sets = _conflicts(ledger, rest) if len(loose.columns) <= CHEAP else ()
    return Shortfalls(stops, unreachable, sets, status == "optimal", asked)


def _kept_out(ledger: Ledger, batch: Batch) -> set[str]:
    """Requests of groups whose keep rules cannot be obeyed, whatever the limits give."""
    lost: set[str] = set()
    for group in batch.keeps:
        members = [batch.requests[p] for k in group.kinds for p, _ in batch.kinds[k].members]
        if _least_slack(Batch.of(ledger, members, soft=SOFT))[1] == "infeasible":
            lost.update(request.name for request in members)
    return lost


@dataclass(frozen=True, slots=True)
class Slack:
    """The least that rows would have to give more: (block, row) -> amount, and what ports lack.

    `ports` is (rack, part of `PortNeeds.parts`) -> (count, limit). `status` is the solver's.
    """

    status: str
    rows: dict[tuple[int, int], int]
    ports: dict[tuple[int, int], tuple[int, Limit]]


def _least_slack(batch: Batch) -> tuple[tuple[Stop, ...], str]:
    """The limits with the least slack that lets all items in, and how sure that is."""
    found = least_slack(batch)
    stops = [_stop(batch, key, amount) for key, amount in found.rows.items()]
    stops += [Stop(Touched(limit, limit.used + n), n, 1) for n, limit in found.ports.values()]
    return tuple(stops), found.status


def least_slack(batch: Batch, firm: Collection[str] = ()) -> Slack:
    """The least slack that lets in all items of a batch; rules of `firm` get none."""
    system, kind, asked = System(), batch.columns.kind, int(batch.quantities.sum())
    count = system.columns(batch.quantities[kind])
    system.rows(kind, count, np.ones(len(kind), dtype=np.int64), batch.quantities, batch.quantities)
    price: dict[int, int] = {}
    slack_of: dict[tuple[int, int], int] = {}
    for position, block in enumerate(batch.blocks):
        amount = block.amount[kind]
        loaded = np.flatnonzero((block.entity >= 0) & (amount > 0))
        start, stop = block.indptr[block.entity[loaded]], block.indptr[block.entity[loaded] + 1]
        width = stop - start
        at = np.repeat(start - np.cumsum(width) + width, width) + np.arange(int(width.sum()))
        column = np.repeat(loaded, width)
        value = block.part[at] * amount[column]
        rows, row = np.unique(block.row[at], return_inverse=True)
        share = np.ones(len(rows), dtype=np.int64)
        np.maximum.at(share, row, value)
        if block.rule in firm:
            system.rows(row, count[column], value, block.left[rows])
            continue
        slack = system.columns(share * asked)  # wider columns would overflow the objective of large rooms
        for r, s, largest in zip(rows.tolist(), slack.tolist(), share.tolist(), strict=True):
            slack_of[position, r] = s
            price[s] = max(1, FINE // largest)
        system.rows(
            np.concatenate([row, np.arange(len(rows))]),
            np.concatenate([count[column], slack]),
            np.concatenate([value, np.full(len(rows), -1)]),
            block.left[rows],
        )
    ports = _ports(batch, system, count, price, firm=frozenset(firm))
    number = dict(enumerate(count.tolist()))
    for group in batch.keeps:
        add_keep_rows(system, batch, group, number)
    cost = np.zeros(system.width, dtype=np.int64)
    for column_, worth in price.items():
        cost[column_] = -worth
    found = search(system.compiled(), cost, EFFORT)
    if found.status not in ("optimal", "feasible"):
        return Slack(found.status, {}, {})
    values = found.values
    return Slack(
        found.status,
        {key: int(values[s]) for key, s in slack_of.items() if values[s]},
        {key: (int(values[s]), limit) for s, (key, limit) in ports.items() if values[s]},
    )


def _stop(batch: Batch, key: tuple[int, int], slack: int) -> Stop:
    block = batch.blocks[key[0]]
    limit, used = after(batch, block, key[1], -slack)
    short = slack * int(block.common[key[1]]) * block.unit
    if limit.capacity is not None:  # a row counts in whole shares; what is left beside them helps as well
        short = used - max(limit.capacity, limit.used)
    return Stop(Touched(limit, used), short, 1)


def _ports(
    batch: Batch, system: System, count: np.ndarray, price: dict[int, int], *, firm: frozenset[str]
) -> dict[int, tuple[tuple[int, int], Limit]]:
    """Rows of ports with slack on what each rack lacks of a part; slack column -> (rack, part) and limit.

    There is none if `firm` has ports, and where rules are firm none for a rack that no switch reaches.
    """
    needs, found = batch.ports, dict[int, tuple[tuple[int, int], Limit]]()
    if needs is None:
        return found
    into: dict[int, list[int]] = {}
    for (rack, number), groups in needs.open.items():
        here = np.flatnonzero((batch.columns.rack == rack) & (needs.need[batch.columns.kind, number] > 0))
        if not len(here):
            continue
        need = needs.need[batch.columns.kind[here], number]
        sent = system.columns([needs.groups.free[g] for g in groups]).tolist()
        part = needs.parts[number]
        reached = any(part.takes(needs.groups.groups[g]) for g in needs.groups.reaching(rack, State.HOLDS))
        hopeless = "ports" in firm or (firm and not reached)
        most = 0 if hopeless else int(need.max() * batch.quantities.sum())
        slack = int(system.columns([most])[0])
        for group, column in zip(groups, sent, strict=True):
            into.setdefault(group, []).append(column)
        terms = [(int(count[c]), int(n)) for c, n in zip(here.tolist(), need.tolist(), strict=True)]
        system.row([*terms, *((c, -1) for c in sent), (slack, -1)], 0)
        price[slack] = FINE // int(need.max())
        side = f" side {part.side}" if part.side else ""
        what = f"ports {part.port_type}{side} for {batch.ledger.racks[rack].name}"
        free = sum(needs.groups.free[g] for g in groups)
        found[slack] = (rack, number), Limit("ports", what, "", "ports", 1, free, free, free)
    for group, columns in into.items():
        system.row(((c, 1) for c in columns), needs.groups.free[group])
    return found


def _conflicts(ledger: Ledger, requests: Sequence[Request]) -> tuple[tuple[str, ...], ...]:
    """Minimal sets of rules that keep the items from being placed together."""
    asked = sum(request.quantity for request in requests)
    alike = [replace(request, priority=1) for request in requests]
    every = frozenset(RULES)

    def excludes(rules: frozenset[str]) -> bool:
        solved = solve(Batch.of(ledger, alike, dropped=every - rules), seconds=5.0, seed=SEED, work=2.0)
        return solved.bound < asked

    return tuple(joint_conflicts([r for r in RULES if r in BIT], excludes, most=60))
