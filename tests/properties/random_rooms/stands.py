"""What stands in the racks: devices of every kind, reservations, and gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from capacity.room import FACES, Cord, Device, Rack, Reservation
from placement.request import Request
from tests.properties.random_rooms.draft import Draft
from tests.properties.random_rooms.wishes import GROUP, TODAY

Cell = tuple[int, str]


def furnish(draft: Draft) -> None:
    """Fill every rack, leaving the item a gap unless the rack is meant to be short of space."""
    for rack in list(draft.racks):
        _Filling(draft, rack).fill()
    for rack in draft.racks:
        _odd_ones(draft, rack)
    if draft.chance(0.04) or any("roaming" in plan.unsure for plan in draft.plans.values()):
        _roaming(draft)


def bottom(rack: Rack) -> int:
    return 2 * rack.first_unit


def top(rack: Rack) -> int:
    return 2 * (rack.first_unit + rack.height_u)


class _Filling:
    """Fills one rack from the bottom up."""

    def __init__(self, draft: Draft, rack: Rack) -> None:
        self.draft, self.rack, self.rng = draft, rack, draft.rng
        self.taken: set[Cell] = {
            (2 * unit + half, face) for unit in rack.blocked_units for half in (0, 1) for face in FACES
        }
        self.kept: set[Cell] = set()

    def fill(self) -> None:
        request, short = self.draft.request, "space" in self.draft.plans[self.rack.name].short
        windows = self._windows(request)
        if not short:
            for one in self.draft.requests:
                self._keep_gaps(one)
        density = self.rng.choice((0.2, 0.5, 0.9))
        for position in range(bottom(self.rack), top(self.rack)):
            if self.draft.chance(density):
                self._put(position)
        if short:
            for window in windows:
                if not window & self.taken:
                    self._plug(window)

    def _keep_gaps(self, request: Request) -> None:
        """Leave a gap for one item of the request, and for others of them mostly."""
        windows = self._windows(request)
        for number in range(request.quantity):
            free = [window for window in windows if not window & (self.taken | self.kept)]
            if free and (number == 0 or self.draft.chance(0.6)):
                window = self.rng.choice(free)
                self.kept |= window
                if self.draft.chance(0.1):
                    self._own(request, window)

    def _windows(self, request: Request) -> list[set[Cell]]:
        height, half = request.height_hu or 2, request.depth == "half"
        step = 1 if height % 2 else 2
        faces = [("front",), ("rear",)] if half else [FACES]
        return [
            {(hu, face) for hu in range(position, position + height) for face in some}
            for position in range(bottom(self.rack), top(self.rack) - height + 1, step)
            for some in faces
        ]

    def _put(self, position: int) -> None:
        """Put something at this half unit if it is free."""
        rng = self.rng
        height = self.draft.pick(((2, 6), (4, 2), (1, 1), (3, 1)))
        if position % 2 and height % 2 == 0 and not self.draft.chance(0.1):
            return
        depth, face = ("full", "front") if self.draft.chance(0.7) else ("half", rng.choice(FACES))
        self._stand(position, height, depth, face)

    def _stand(self, position: int, height: int, depth: str, face: str) -> None:
        faces = FACES if depth == "full" else (face,)
        cells = {(hu, f) for hu in range(position, position + height) for f in faces}
        if position + height > top(self.rack) or cells & (self.taken | self.kept):
            return
        self.taken |= cells
        device = any_device(self.draft, self.rack.name, height)
        self._add(replace(device, position_hu=position, depth=depth, face=face))

    def _plug(self, window: set[Cell]) -> None:
        """Close a window with something small somewhere in it."""
        position, face = self.rng.choice(sorted(window))
        half = len({f for _, f in window}) == 1 or self.draft.chance(0.5)
        self._stand(position, 1, "half" if half else "full", face)

    def _add(self, device: Device) -> None:
        if self.draft.chance(0.15):
            self.draft.reservations.append(as_reservation(self.draft, device))
        else:
            self.draft.devices.append(device)

    def _own(self, request: Request, window: set[Cell]) -> None:
        """Reserve the gap for the request itself: released before anything is judged."""
        position = min(hu for hu, _ in window)
        face = min(face for _, face in window)
        device = any_device(self.draft, self.rack.name, len({hu for hu, _ in window}))
        device = replace(device, position_hu=position, face=face, depth=request.depth)
        held = as_reservation(self.draft, device)
        self.draft.reservations.append(replace(held, request=request.name, until=None))


def any_device(draft: Draft, rack: str, height: int) -> Device:
    """Return a device of this rack, without a position yet."""
    rng = draft.rng
    cords = draft.plug(rack)
    if draft.chance(0.04) and draft.power:
        pdu = rng.choice([n for n in draft.power if n.kind == "pdu"] or [None])
        cords = (draft.cord(pdu),) if pdu else cords
    return Device(
        name=f"d{len(draft.devices) + 1}",
        rack=rack,
        height_hu=height,
        depth_mm=rng.choice((None, 300, 700)),
        weight_g=rng.randint(1, 300) * 100,
        power_w=draft.pick(((rng.randint(20, 500), 8), (0, 2))),
        power_basis=draft.pick((("budget", 3), ("nameplate", 1), ("measured", 1))),
        cords=cords,
        owner=rng.choice((None, "bps")),
        group=draft.pick(((None, 9), ("db", 1))),
        status=draft.pick((("installed", 6), ("planned", 1), ("leaving", 1))),
        movable=draft.chance(0.2),
    )


def as_reservation(draft: Draft, device: Device) -> Reservation:
    """Return the device as a reservation of another request: firm, running, or long past."""
    days = draft.pick(((None, 3), (0, 1), (200, 3), (-1, 1), (-90, 1)))
    return Reservation(
        name=f"H{len(draft.reservations) + 1}",
        request=draft.rng.choice(("Q7", "Q8", None)),
        item=1,
        owner=device.owner,
        group=device.group,
        rack=device.rack,
        position_hu=device.position_hu,
        face=device.face,
        height_hu=device.height_hu,
        depth=device.depth,
        depth_mm=device.depth_mm,
        weight_g=device.weight_g,
        power_w=device.power_w,
        cords=device.cords,
        until=None if days is None else TODAY + timedelta(days=days),
    )


def _odd_ones(draft: Draft, rack: Rack) -> None:
    """Add what rooms have as well: things beside the rails, overlaps, things out of the rack."""
    rng, plan = draft.rng, draft.plans[rack.name]
    if draft.chance(0.15):
        _add(draft, rack.name, 0, None)
    if draft.chance(0.06):
        _add(draft, rack.name, 2, top(rack) + rng.choice((-1, 0, 2)))
    here = [d for d in draft.devices if d.rack == rack.name and d.position_hu is not None]
    if here and draft.chance(0.08):
        twin = rng.choice(here)
        _add(draft, rack.name, twin.height_hu or 2, twin.position_hu)
    if rack.blocked_units and draft.chance(0.2):
        _add(draft, rack.name, 2, 2 * min(rack.blocked_units))
    if "space" in plan.unsure:
        _add(draft, rack.name, rng.choice((2, None)), None)
    if "height" in plan.unsure and rack.height_u > 1:
        _add(draft, rack.name, None, rng.randint(bottom(rack), top(rack) - 1))
    if "draw" in plan.unsure:
        _change(draft, rack.name, power_w=None)
    if "weight" in plan.unsure:
        _change(draft, rack.name, weight_g=None)
    if "cordless" in plan.unsure:
        _change(draft, rack.name, cords=())
    if draft.chance(0.08):
        _change(draft, rack.name, cords=())
    if draft.chance(0.03):
        _change(draft, rack.name, power_w=None)
    if "keep" in plan.unsure:
        _stray_member(draft)
    if "keep" in plan.short:
        draft.wish(group=GROUP)
        _change(draft, rack.name, group=GROUP)
        if not draft.request.keep:
            draft.wish(keep=(rng.choice(("apart:rack", "apart:power")),))
    elif draft.request.group and draft.chance(0.15):
        _change(draft, rack.name, group=GROUP)


def _add(draft: Draft, rack: str | None, height: int | None, position: int | None) -> None:
    device = any_device(draft, rack or "", height or 0)
    if position is not None:
        position = max(2, position)
    draft.devices.append(replace(device, rack=rack, height_hu=height, position_hu=position))


def _change(draft: Draft, rack: str, **values: object) -> None:
    """Change something of one device of the rack; put one beside the rails if there is none."""
    here = [i for i, device in enumerate(draft.devices) if device.rack == rack]
    if not here:
        _add(draft, rack, 0, None)
        here = [len(draft.devices) - 1]
    index = draft.rng.choice(here)
    draft.devices[index] = replace(draft.devices[index], **values)  # type: ignore[arg-type]


def _stray_member(draft: Draft) -> None:
    """Add a member of the group that draws and weighs nothing, in a rack that nobody knows."""
    draft.wish(group=GROUP)
    if not draft.request.keep:
        draft.wish(keep=(draft.rng.choice(("apart:rack", "apart:row", "together:rack", "apart:cooling")),))
    _add(draft, None, 0, None)
    nothing = {"power_w": 0, "weight_g": 0, "cords": (), "group": GROUP}
    draft.devices[-1] = replace(draft.devices[-1], **nothing)  # type: ignore[arg-type]


def _roaming(draft: Draft) -> None:
    """Add a device of which nobody knows the rack: beside the rails, mostly."""
    height = draft.pick(((0, 6), (2, 1), (None, 1)))
    _add(draft, None, height, None)
    last = draft.devices[-1]
    pdus = [node for node in draft.power if node.kind == "pdu"]
    cords: tuple[Cord, ...] = (draft.cord(draft.rng.choice(pdus)),) if pdus and draft.chance(0.5) else ()
    draft.devices[-1] = replace(last, cords=cords, group=draft.rng.choice((None, draft.request.group)))
