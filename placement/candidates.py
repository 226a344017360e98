"""Candidates: every place of a room for one server, each rule judged at each place.

A *place* is a rack, a start and a face; a *choice* are its cords and legs. Rules of the rack (status,
weight ...) are judged per rack, rules of the cords per choice, rules of the units per start, so
that the table is small and yet says for every combination which rules it breaks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.demand import HALF_G, charged_draw
from capacity.ledger import Ledger
from capacity.limits.cords import CordChoices
from capacity.limits.limit import CLIP, State
from capacity.limits.ports import PortPart, parts
from capacity.limits.space import modes
from placement import standards
from placement.keep import Group, power_state, rack_states
from placement.request import Request
from placement.rules import BIT

Mask = npt.NDArray[np.uint32]
Amounts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Starts:
    """Starts on one face, arrays (racks, half units): where an item may stand, rules broken and unknown."""

    face: str
    mode: int
    allowed: npt.NDArray[np.bool_]
    broken: Mask
    unknown: Mask


@dataclass(frozen=True, slots=True)
class Candidates:
    """All places of a room for one server, as bit masks of `placement.rules`.

    Attributes
    ----------
    broken, unknown
        Per rack: rules of the rack.
    choice_rack, choice_broken, choice_unknown
        Per choice of cords: its rack, and the rules of the cords. A rack without choice (cords is
        broken there) has one choice that stands for it; then `choice_number` is -1.
    choice_number
        Entry of `cords` that a choice stands for.
    starts
        Per face that the item may take.
    short
        Per rule with an amount: by how much it is broken per rack (per choice for power), 0 where it
        is not; in half grams, draw units, mm or ports.
    draw, weight_half_g
        What the item charges; None if unknown.
    """

    ledger: Ledger
    request: Request
    broken: Mask
    unknown: Mask
    choice_rack: npt.NDArray[np.int64]
    choice_number: npt.NDArray[np.int64]
    choice_broken: Mask
    choice_unknown: Mask
    cords: CordChoices | None
    starts: tuple[Starts, ...]
    short: dict[str, Amounts]
    draw: int | None
    weight_half_g: int | None
    port_parts: tuple[PortPart, ...]
    group: Group
    standard: standards.Finding

    @property
    def measured(self) -> bool:
        """False where the item's height is not known or not modelled: then no start can be named."""
        return _height(self.request) is not None


def _height(request: Request) -> int | None:
    return None if request.chassis or not request.height_hu else request.height_hu


def port_parts(request: Request) -> tuple[PortPart, ...]:
    """The request's port needs as parts that compete for groups."""
    asked: dict[tuple[str, str | None], int] = {}  # a type named twice is one need, split over the sides once
    for need in request.ports:
        key = (need.port_type, need.network or request.network)
        asked[key] = asked.get(key, 0) + need.count
    return tuple(
        part
        for (port_type, network), count in asked.items()
        for part in parts(port_type, network, count, request.port_sides)
    )


def candidates(
    ledger: Ledger,
    request: Request,
    group: Group | None = None,
    starts: tuple[Starts, ...] | None = None,
) -> Candidates:
    """Judge every rule at every place of the ledger's room for one server of `request`.

    `group` and `starts` are those of the request, where they have been looked up and judged already.
    """
    policy = ledger.room.policy
    draw = None if request.power_w is None else charged_draw(request.power_w, request.power_basis, policy)
    weight = None if request.weight_g is None else request.weight_g * HALF_G
    group = Group(ledger, request.group) if group is None else group
    finding = standards.judge(ledger.room, request)
    wanted = port_parts(request)
    racks = _RackRules(len(ledger.racks))
    racks.add("status", ledger.eligibility.status())
    racks.add("zone", ledger.eligibility.zone(request.security_zone))
    racks.add("dedicated", ledger.eligibility.dedicated(request.owner))
    racks.add("standards", np.full(len(ledger.racks), finding.state, dtype=np.uint8))
    racks.add("depth", ledger.eligibility.depth(request.depth, request.depth_mm))
    if request.depth_mm is not None:
        needed = request.depth_mm if request.depth == "full" else 2 * request.depth_mm
        racks.short["depth"] = np.where(
            ledger.eligibility.depth_mm < 0, 0, needed - ledger.eligibility.depth_mm
        )
    racks.threshold("weight", weight, ledger.weight.sure, ledger.weight.possible)
    racks.threshold("heat", draw, ledger.heat.sure, ledger.heat.possible)
    if ledger.cooling is not None:
        racks.threshold("cooling", draw, ledger.cooling.rack_sure, ledger.cooling.rack_possible)
    if ledger.ports is not None and wanted:
        states, missing = ledger.ports.states(wanted)
        racks.add("ports", states)
        racks.short["ports"] = missing
    for states in rack_states(ledger, request, group):
        racks.add("keep", states)
    cords = ledger.cord_choices(request.cords)
    choice_rack, number, broken, unknown = _judge_choices(racks, ledger, request, cords, draw, group)
    return Candidates(
        ledger, request, racks.broken, racks.unknown, choice_rack, number, broken, unknown, cords,
        starts if starts is not None else judge_starts(ledger, request),
        racks.short, draw, weight, wanted, group, finding,
    )  # fmt: skip


class _RackRules:
    """Masks over the racks, filled rule by rule."""

    def __init__(self, racks: int) -> None:
        self.broken: Mask = np.zeros(racks, dtype=np.uint32)
        self.unknown: Mask = np.zeros(racks, dtype=np.uint32)
        self.short: dict[str, Amounts] = {}

    def add(self, rule: str, states: npt.NDArray[np.uint8]) -> None:
        self.broken |= np.where(states == State.BROKEN, BIT[rule], 0).astype(np.uint32)
        self.unknown |= np.where(states == State.UNKNOWN, BIT[rule], 0).astype(np.uint32)

    def threshold(self, rule: str, charge: int | None, sure: Amounts, possible: Amounts) -> None:
        self.add(rule, threshold_states(charge, sure, possible))
        if charge:
            self.short[rule] = np.where(charge > possible, charge - possible, 0)


def threshold_states(charge: int | None, sure: Amounts, possible: Amounts) -> npt.NDArray[np.uint8]:
    """`State` of a charge: zero holds, an unknown one is unknown wherever there is a limit."""
    if charge is None:
        return np.where(sure == CLIP, State.HOLDS, State.UNKNOWN).astype(np.uint8)
    if charge == 0:
        return np.zeros(len(sure), dtype=np.uint8)
    over = np.where(charge > possible, State.BROKEN, State.UNKNOWN)
    return np.where(charge <= sure, State.HOLDS, over).astype(np.uint8)


def _judge_choices(
    racks: _RackRules,
    ledger: Ledger,
    request: Request,
    cords: CordChoices | None,
    draw: int | None,
    group: Group,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Mask, Mask]:
    """Rack, number, broken and unknown rules of every choice of cords."""
    everywhere = np.arange(len(ledger.racks), dtype=np.int64)
    if cords is None:
        none = np.zeros(len(everywhere), dtype=np.uint32)
        return everywhere, np.full(len(everywhere), -1, dtype=np.int64), none, none.copy()
    states = threshold_states(draw, cords.sure, cords.possible)
    broken = np.where(states == State.BROKEN, BIT["power"], 0).astype(np.uint32)
    unknown = np.where(states == State.UNKNOWN, BIT["power"], 0).astype(np.uint32)
    if draw:
        racks.short["power"] = np.where(draw > cords.possible, draw - cords.possible, 0)
    broken |= np.where(cords.sockets, 0, BIT["outlets"]).astype(np.uint32)
    if request.cords == 2:
        broken |= np.where(cords.has_dark, BIT["cords"], 0).astype(np.uint32)
    if "apart:power" in request.keep and group.members:
        of_dark = {dark: power_state(dark, group) for dark in set(cords.dark)}
        keep = np.array([of_dark[dark] for dark in cords.dark], dtype=np.uint8)
        broken |= np.where(keep == State.BROKEN, BIT["keep"], 0).astype(np.uint32)
        unknown |= np.where(keep == State.UNKNOWN, BIT["keep"], 0).astype(np.uint32)
    bare = cords.bare
    rack = np.concatenate([cords.rack, bare])
    number = np.concatenate([np.arange(len(cords.rack)), np.full(len(bare), -1)])
    broken = np.concatenate([broken, np.full(len(bare), BIT["cords"], dtype=np.uint32)])
    return rack, number, broken, np.concatenate([unknown, np.zeros(len(bare), dtype=np.uint32)])


def judge_starts(ledger: Ledger, request: Request) -> tuple[Starts, ...]:
    """Every start on every face the item may take; one unknown start per rack without a height."""
    height, keep_free = _height(request), ledger.room.policy.keep_free_hu
    if height is None:
        one = np.ones((len(ledger.racks), 1), dtype=bool)
        rules = BIT["space"] | (BIT["keep_free"] if keep_free else 0)
        none = np.zeros(one.shape, dtype=np.uint32)
        return (
            Starts(
                "front", modes(request.depth)[0][0], one, none, np.full(one.shape, rules, dtype=np.uint32)
            ),
        )
    found = []
    for mode, face in modes(request.depth):
        judged = {"space": ledger.space.states(height, mode)}
        if keep_free:
            judged["keep_free"] = ledger.space.keep_free_states(height, keep_free)
        broken = np.zeros(judged["space"].shape, dtype=np.uint32)
        unknown = np.zeros_like(broken)
        for rule, states in judged.items():
            broken |= (states == State.BROKEN) * np.uint32(BIT[rule])
            unknown |= (states == State.UNKNOWN) * np.uint32(BIT[rule])
        found.append(Starts(face, mode, ledger.space.starts(height), broken, unknown))
    return tuple(found)
