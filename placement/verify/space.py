"""Rules `space`, `keep_free` and `depth`: the half-unit grid of each rack, both faces.

Faces are bit masks over the half units of a rack, bit 0 being the lower half of the lowest unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from capacity.room import Rack, Room
from placement.verify.excess import Gap
from placement.verify.findings import Amount, Cell, Findings, exact
from placement.verify.items import Item
from placement.verify.standing import Standing


@dataclass(frozen=True, slots=True)
class Grid:
    """A rack's half units.

    `front` and `rear` are certainly taken, `maybe_front` and `maybe_rear` possibly (equipment of
    unknown height). `roaming` half units belong to equipment that stands somewhere in the rack
    (as many as the rack has where a height is unknown); `gap` is the first cell behind what is not known.
    """

    rack: Rack
    size: int
    blocked: int
    front: int
    rear: int
    maybe_front: int
    maybe_rear: int
    roaming: int
    gap: Gap | None

    def span(self, position_hu: int, height_hu: int) -> int:
        """Return the mask of a height (hu) from a position (rack numbering, hu), as far as the rack goes."""
        start = position_hu - 2 * self.rack.first_unit
        low, high = max(0, start), min(self.size, start + height_hu)
        return (1 << high) - (1 << low) if low < high else 0

    def inside(self, position_hu: int, height_hu: int) -> bool:
        low = position_hu - 2 * self.rack.first_unit
        return low >= 0 and low + height_hu <= self.size

    def free_on_both(self, front: int, rear: int) -> int:
        """Return the half units that are not blocked and that neither mask takes."""
        return ((1 << self.size) - 1) & ~(self.blocked | front | rear)


def units(half_units: int) -> Amount:
    """Half units as U."""
    return exact(half_units, 2)


class Space:
    """What stands where; a rack's grid is made when the first item asks for it."""

    def __init__(self, room: Room, standing: Iterable[Standing]) -> None:
        self.policy = room.policy
        self._in_rack: dict[str | None, list[Standing]] = defaultdict(list)
        for thing in standing:
            if thing.height_hu != 0:
                self._in_rack[thing.rack].append(thing)
        self._grids: dict[str, Grid] = {}

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        racks: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            if item.is_server and item.rack is not None:
                self._judge_depth(item, item.rack, findings)
                racks[item.rack.name].append(item)
        for placed in racks.values():
            self._judge_rack(placed, findings)

    def _grid(self, rack: Rack) -> Grid:
        if rack.name not in self._grids:
            self._grids[rack.name] = self._make_grid(rack)
        return self._grids[rack.name]

    def _make_grid(self, rack: Rack) -> Grid:
        size = 2 * rack.height_u
        blocked = sum(3 << 2 * (unit - rack.first_unit) for unit in rack.blocked_units)
        grid = Grid(rack, size, blocked, 0, 0, 0, 0, 0, None)
        certain = {"front": 0, "rear": 0}
        maybe = {"front": 0, "rear": 0}
        roaming = 0
        gap = None
        for thing in (*self._in_rack[rack.name], *self._in_rack[None]):
            if thing.rack is None or thing.position_hu is None:
                # The contract: position unknown = every place in that rack is undecided for space;
                # a device of unknown rack may stand in any (ADR 2).
                roaming += size if thing.height_hu is None else thing.height_hu
                column = "rack" if thing.rack is None else "position_u"
                gap = gap or Gap(thing.cell(column), f"{column} of {thing.name} is not known")
                continue
            faces = ("front", "rear") if thing.depth == "full" else (thing.face,)
            # Of unknown height: its first half unit for certain, all above it perhaps.
            taken = grid.span(thing.position_hu, thing.height_hu or 1)
            above = 0
            if thing.height_hu is None:
                top = 2 * rack.first_unit + size
                above = grid.span(thing.position_hu + 1, top - thing.position_hu - 1)
                gap = gap or Gap(thing.cell("u_height"), f"u_height of {thing.name} is not known")
            for face in faces:
                certain[face] |= taken
                maybe[face] |= above
        return Grid(
            rack,
            size,
            blocked,
            certain["front"],
            certain["rear"],
            maybe["front"],
            maybe["rear"],
            roaming,
            gap,
        )

    def _judge_depth(self, item: Item, rack: Rack, findings: Findings) -> None:
        """`depth full` fits usable_depth_mm, `depth half` half of it (the contract, Space)."""
        request = item.request
        depth, usable = request.depth_mm, rack.usable_depth_mm
        where = f"rack {rack.name}"
        if depth == 0:
            return
        if usable is None and self.policy.unknown_limits == "condition":
            findings.condition(f"usable_depth_mm of rack {rack.name} is not known and was let pass.")
        elif depth is None:
            why = f"depth_mm of request {request.name} is not known"
            findings.unknown("depth", where, [item.name], why, item.cell("depth_mm"))
        elif usable is None:
            why = f"usable_depth_mm of rack {rack.name} is not known"
            cell = Cell("racks.csv", rack.line, "usable_depth_mm")
            findings.unknown("depth", where, [item.name], why, cell)
        else:
            share = 2 if request.depth == "half" else 1
            if share * depth > usable:
                findings.violated(
                    "depth", where, [item.name], unit="mm", capacity=exact(usable, share), after=depth
                )

    def _judge_rack(self, placed: Sequence[Item], findings: Findings) -> None:
        rack = placed[0].rack
        assert rack is not None
        grid = self._grid(rack)
        front, rear, maybe_front, maybe_rear = grid.front, grid.rear, grid.maybe_front, grid.maybe_rear
        new_front = new_rear = 0
        shapes: list[tuple[Item, int, int]] = []
        gaps: dict[str, Gap] = {}
        for item in placed:
            request, position = item.request, item.placed.position_hu
            if request.chassis or request.height_hu == 0:
                # The contract: a server of 0U or of a child device type cannot be decided.
                column = "device_type" if request.chassis else "u_height"
                why = f"request {request.name} is a server of 0U or a blade: its chassis is not modelled"
                findings.unknown("space", f"rack {rack.name}", [item.name], why, item.cell(column))
                continue
            assert position is not None
            if not self._well_entered(item, grid, position, findings):
                continue
            faces = _faces(item)
            if request.height_hu is None:
                why = f"u_height of request {request.name} is not known"
                gaps[item.name] = Gap(item.cell("u_height"), why)
                span = grid.span(position, grid.size)
                maybe_front |= span if "front" in faces else 0
                maybe_rear |= span if "rear" in faces else 0
                continue
            span = grid.span(position, request.height_hu)
            on_front, on_rear = (span if "front" in faces else 0), (span if "rear" in faces else 0)
            hit = grid.blocked & span | front & on_front | rear & on_rear
            if hit:
                findings.violated("space", _place(grid, hit), [item.name])
            for other, other_front, other_rear in shapes:
                shared = on_front & other_front | on_rear & other_rear
                if shared:
                    findings.violated("space", _place(grid, shared), [other.name, item.name])
            shapes.append((item, on_front, on_rear))
            new_front |= on_front
            new_rear |= on_rear
        self._list_unknown(grid, shapes, maybe_front, maybe_rear, gaps, findings)
        self._judge_keep_free(grid, shapes, new_front, new_rear, maybe_front | maybe_rear, gaps, findings)

    def _well_entered(self, item: Item, grid: Grid, position: int, findings: Findings) -> bool:
        """Whole units, inside the rack, full depth as front; reports and returns False otherwise."""
        height = item.request.height_hu
        where = f"rack {grid.rack.name} U{float(position) / 2:g}"
        whole = height is None or height % 2 == 1 or position % 2 == 0
        front = item.request.depth != "full" or item.placed.face != "rear"
        if whole and front and grid.inside(position, height or 1):
            return True
        findings.violated("space", where, [item.name])
        return False

    def _list_unknown(
        self,
        grid: Grid,
        shapes: Sequence[tuple[Item, int, int]],
        maybe_front: int,
        maybe_rear: int,
        gaps: dict[str, Gap],
        findings: Findings,
    ) -> None:
        where = f"rack {grid.rack.name}"
        for name, gap in gaps.items():
            findings.unknown("space", where, [name], gap.why, gap.cell)
        for item, on_front, on_rear in shapes:
            if on_front & (grid.front | grid.blocked) or on_rear & (grid.rear | grid.blocked):
                continue  # broken already
            if grid.roaming == 0 and not (on_front & maybe_front or on_rear & maybe_rear):
                continue
            cause = grid.gap or next(iter(gaps.values()))
            findings.unknown("space", where, [item.name], cause.why, cause.cell)

    def _judge_keep_free(
        self,
        grid: Grid,
        shapes: Sequence[tuple[Item, int, int]],
        new_front: int,
        new_rear: int,
        maybe: int,
        gaps: dict[str, Gap],
        findings: Findings,
    ) -> None:
        """`keep_free_u`: half units free on both faces and not blocked, anywhere in the rack, afterwards."""
        keep = self.policy.keep_free_hu
        if keep == 0:
            return
        where = f"rack {grid.rack.name}"
        before = grid.free_on_both(grid.front, grid.rear)
        after = grid.free_on_both(grid.front | new_front, grid.rear | new_rear)
        charging = [item.name for item, on_front, on_rear in shapes if before & (on_front | on_rear)]
        free = after.bit_count()
        if charging and free < keep:
            # As used of what may be used, so that a broken rule has after > capacity as everywhere.
            usable = grid.free_on_both(0, 0).bit_count()
            findings.violated(
                "keep_free",
                where,
                charging,
                unit="U",
                capacity=units(usable - keep),
                after=units(usable - free),
            )
            return
        for name, gap in gaps.items():
            findings.unknown("keep_free", where, [name], gap.why, gap.cell)
        if charging and free - (after & maybe).bit_count() - grid.roaming < keep:
            cause = grid.gap or next(iter(gaps.values()))
            findings.unknown("keep_free", where, charging, cause.why, cause.cell)


def _faces(item: Item) -> tuple[str, ...]:
    """Full-depth equipment takes both faces; half-depth its own (front where none is named)."""
    return ("front", "rear") if item.request.depth == "full" else (item.placed.face or "front",)


def _place(grid: Grid, mask: int) -> str:
    """Name the lowest half unit of `mask`, e.g. ``rack R1 U12.5``."""
    lowest = (mask & -mask).bit_length() - 1
    return f"rack {grid.rack.name} U{grid.rack.first_unit + lowest / 2:g}"
