"""The production filter and ranker on a ledger that follows: one request placed, or what stopped it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from capacity.measures import POWER_KINDS
from placement.applications import host_table
from placement.candidates import Candidates, candidates
from placement.check_application import check_application
from placement.check_server import as_placed
from placement.explain import blocked
from placement.forecast.live import LiveLedger, demand_of
from placement.next_one import with_group
from placement.placed import Placed
from placement.rank import Ranked, best_places
from placement.request import Request
from placement.rules import BIT, RULES, names

OF_RULE = {"space": "space", "keep_free": "space", "weight": "weight", "heat": "heat", "cooling": "cooling"}
OTHER = "rules"  # zone, dedicated, status ...: no more capacity of any kind would help

Choose = Callable[[Candidates], Ranked | None]


def best(table: Candidates) -> Ranked | None:
    """The place that `check` would name first."""
    found = best_places(table, 1)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Dimensions that stopped a request, the one that did at most places first, and its limit there."""

    dimensions: tuple[str, ...]
    limit: str


def place(ledger: LiveLedger, request: Request, choose: Choose = best) -> tuple[str, ...] | Refusal:
    """Let all items of a request stand, one after the other, or none; returns their names in the ledger.

    `check` of several items also searches for ways in which they fit together where this order does not.
    """
    own = with_group(request) if request.quantity > 1 else request
    single = replace(own, quantity=1)
    standing: list[str] = []
    for item in range(1, request.quantity + 1):
        found = _one(ledger, single, item, choose)
        if isinstance(found, Refusal):
            for name in standing:
                ledger.remove(name)
            return found
        demand = demand_of(single, found, ledger.room)
        ledger.add(demand)
        standing.append(demand.name)
    return tuple(standing)


def _one(ledger: LiveLedger, request: Request, item: int, choose: Choose) -> Placed | Refusal:
    if request.kind == "application":
        answer = check_application(ledger, request, 0)
        if answer.placement:
            return replace(answer.placement[0], item=item)
        return _no_host(ledger, request)
    table = candidates(ledger, request)
    chosen = choose(table)
    if chosen is None:
        return _no_rack(table)
    return replace(as_placed(table, chosen), item=item)


def _no_host(ledger: LiveLedger, request: Request) -> Refusal:
    """The resources that are short on hosts that nothing else excludes."""
    places = [p for p in host_table(ledger, request).places if p.broken in (0, BIT["hosting"])]
    short = Counter(resource for p in places for resource in p.short)
    found = tuple(name for name, _ in short.most_common())
    return Refusal(found, f"{found[0]} of hosts") if found else Refusal((OTHER,), OTHER)


def _no_rack(table: Candidates) -> Refusal:
    """Rules of which each alone keeps racks from taking it; with none, those that do so together."""
    found = blocked(table)
    alone = {rule: int(((found.alone & BIT[rule]) != 0).sum()) for rule in RULES}
    rules = sorted((rule for rule in RULES if alone[rule]), key=lambda r: (-alone[r], RULES.index(r)))
    if not rules:
        fewest = min((mask.bit_count() for mask in found.minimal), default=0)
        masks = [mask for mask in found.minimal if mask.bit_count() == fewest]
        rules = list(dict.fromkeys(rule for mask in masks for rule in names(mask)))
    pairs = [(_dimension(table, rule), rule) for rule in rules]
    told = list(dict.fromkeys(dimension for dimension, _ in pairs))
    # Yes/no rules keep out whatever is built; they are told only where nothing else stands in the way.
    real = [dimension for dimension in told if dimension != OTHER] or [OTHER]
    return Refusal(tuple(real), _limit(table, next((rule for d, rule in pairs if d == real[0]), OTHER)))


def _dimension(table: Candidates, rule: str) -> str:
    if rule == "power":
        found = _tightest(table)
        kind = "" if found is None else found.split(" ")[0]
        return f"power:{kind if kind in POWER_KINDS else 'source'}"
    if rule == "outlets":
        return "outlets"
    if rule == "ports":
        return "ports"
    return OF_RULE.get(rule, OTHER)


def _limit(table: Candidates, rule: str) -> str:
    """The limit itself where it is one of the power chain, else the rule."""
    found = _tightest(table) if rule == "power" else None
    return found or rule


def _tightest(table: Candidates) -> str | None:
    """The limit of the power chain that stops the choice of cords which carries most."""
    cords, grid = table.cords, table.ledger.power
    if cords is None or grid is None:
        return None
    only = np.flatnonzero(table.choice_broken == BIT["power"])
    only = only[(table.broken[table.choice_rack[only]] & ~np.uint32(BIT["power"])) == 0]
    only = only[table.choice_number[only] >= 0]
    if not len(only):
        only = np.flatnonzero((table.choice_broken & BIT["power"]) != 0)
        only = only[table.choice_number[only] >= 0]
    if not len(only):
        return None
    number = int(table.choice_number[only[np.argmax(cords.possible[table.choice_number[only]])]])
    assert isinstance(table.ledger, LiveLedger)
    return table.ledger.power_limit(cords.plugs[number])
