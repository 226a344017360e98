"""The ledger: a room on a day, compiled to its limits.

Everything that decides, explains or shows capacity reads these limits; what a demand does to
them is written once, in `capacity.limits`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from capacity.demand import Demand, Demands, demands, draw_unit
from capacity.limits.cooling import Cooling
from capacity.limits.cords import CordChoices
from capacity.limits.eligibility import Eligibility
from capacity.limits.hosting import Hosting
from capacity.limits.outlets import Outlets
from capacity.limits.per_rack import PerRack, heat, weight
from capacity.limits.ports import Ports
from capacity.limits.power import PowerGrid
from capacity.limits.reach import Reach
from capacity.limits.space import Space
from capacity.room import Room


class Ledger:
    """The limits of `room` with what counts on `today`; concerns are compiled when first asked for.

    `releasing` names the requests whose own reservations do not count. A concern whose file is absent
    is None: its rule is not checked.
    """

    def __init__(self, room: Room, today: date, releasing: Collection[str] = ()) -> None:
        self.room = room
        self.today = today
        self.racks = room.racks
        self.rack_index = {r.name: i for i, r in enumerate(room.racks)}
        self.draw_unit = draw_unit(room.policy)
        self.demands: Demands = demands(room, today, releasing)
        self._cord_choices: dict[int, CordChoices] = {}

    def compile(self) -> Ledger:
        """Compile every concern now."""
        _ = self.space, self.weight, self.heat, self.eligibility, self.power, self.outlets
        _ = self.cooling, self.ports, self.hosting
        return self

    @cached_property
    def devices(self) -> dict[str, Demand]:
        """What each device asks of the room, by its name."""
        return {d.name: d for d in self.demands.servers if d.kind == "device"}

    @cached_property
    def unplaced(self) -> dict[str | None, list[Demand]]:
        """Mounted servers whose rack, position or height is not known, by rack (None: not known)."""
        found: dict[str | None, list[Demand]] = {}
        for demand in self.demands.servers:
            known = demand.rack is not None and demand.position_hu is not None
            if not (known and demand.height_hu is not None) and demand.mounted:
                found.setdefault(demand.rack, []).append(demand)
        return found

    @cached_property
    def assumed(self) -> dict[str, list[str]]:
        """Names of the servers whose column (power_w, weight_kg) the policy's ``[unknown]`` filled in."""
        found: dict[str, list[str]] = {"power_w": [], "weight_kg": []}
        for demand in self.demands.servers:
            for column in demand.assumed:
                found[column].append(demand.name)
        return found

    @cached_property
    def name_rank(self) -> npt.NDArray[np.int64]:
        """Place of each rack among all when sorted by name."""
        rank = np.empty(len(self.racks), dtype=np.int64)
        rank[sorted(range(len(self.racks)), key=lambda i: self.racks[i].name)] = np.arange(len(self.racks))
        return rank

    @cached_property
    def space(self) -> Space:
        return Space(self.racks, self.demands.servers)

    @cached_property
    def weight(self) -> PerRack:
        return weight(self.racks, self.demands.servers, self.room.policy)

    @cached_property
    def heat(self) -> PerRack:
        return heat(self.racks, self.demands.servers, self.room.policy)

    @cached_property
    def eligibility(self) -> Eligibility:
        return Eligibility(self.racks, self.room.policy)

    @cached_property
    def power(self) -> PowerGrid | None:
        if "power.csv" not in self.room.files:
            return None
        return PowerGrid(self.room.power, self.demands.servers, self.room.policy)

    @cached_property
    def outlets(self) -> Outlets:
        return Outlets(self.room.power, self.demands.servers)

    def cord_choices(self, cords: int) -> CordChoices | None:
        """Choices of one or two cords; None without power.csv, or for an item without cords."""
        if self.power is None or cords == 0:
            return None
        if cords not in self._cord_choices:
            self._cord_choices[cords] = CordChoices(self.power, self.outlets, self.racks, cords)
        return self._cord_choices[cords]

    @cached_property
    def cooling(self) -> Cooling | None:
        if "cooling.csv" not in self.room.files:
            return None
        return Cooling(self.room.cooling, self.racks, self.demands.servers, self.room.policy)

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.racks, self.room.trays, self.room.policy)

    @cached_property
    def ports(self) -> Ports | None:
        if "ports.csv" not in self.room.files:
            return None
        return Ports(self.room.ports, self.racks, self.demands.servers, self.reach)

    @cached_property
    def hosting(self) -> Hosting:
        return Hosting(self.room.hosts, self.demands.applications, self.room.policy)
