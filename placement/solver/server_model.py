"""CP-SAT model of like servers: how many with which cords in each rack, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from capacity.limits.limit import State
from capacity.room import Cord, PortUse
from placement.candidates import Candidates
from placement.placed import Placed
from placement.rules import BIT
from placement.solver.cooling_model import cooling_rows
from placement.solver.counts import Counts
from placement.solver.cpsat import Solution
from placement.solver.keep_model import keep_rows, power_rows
from placement.solver.power_model import power_limits

YES_OR_NO = ("status", "zone", "dedicated", "standards", "depth", "keep")


class ServerModel:
    """Counts per choice of cords, starts per rack and face, ports per group, and the ledger's limits as rows.

    Parameters
    ----------
    sure
        True: unknown data at their worst; False: at their best.
    dropped
        Rules left out of account.
    """

    def __init__(self, table: Candidates, *, sure: bool, dropped: frozenset[str] = frozenset()) -> None:
        self._table, self._sure, self._dropped = table, sure, dropped
        self._quantity = table.request.quantity
        self._counts = Counts(self._quantity, sure=sure)
        self._model = self._counts.model
        self._starts: dict[tuple[int, str, int], int] = {}
        self._ports: dict[tuple[int, int, int], int] = {}
        self._add_counts()
        self._add_starts()
        self._add_rack_limits()
        self._add_power()
        if "ports" not in dropped:
            self._add_ports()
        if "keep" not in dropped:
            self._add_keep()

    def solve(self, seed: int, scores: Mapping[tuple[int, int], int] | None = None) -> Solution:
        """Solve; with `scores` (per rack and choice) for the best sum, otherwise for any placement."""
        if scores is not None and self._quantity > 1:
            terms = {v: scores[int(self._table.choice_rack[c]), c] for c, v in self._counts.of_choice.items()}
            self._model.maximise({v: s for v, s in terms.items() if s})
        return self._model.solve(seed)

    # -- variables ---------------------------------------------------------------------

    def _allowed(self, broken: int, unknown: int, rules: tuple[str, ...]) -> bool:
        mask = sum(BIT[r] for r in rules if r not in self._dropped)
        return not (broken | (unknown if self._sure else 0)) & mask

    def _add_counts(self) -> None:
        table = self._table
        for choice, rack in enumerate(table.choice_rack.tolist()):
            if not self._allowed(int(table.broken[rack]), int(table.unknown[rack]), YES_OR_NO):
                continue
            if self._allowed(int(table.choice_broken[choice]), 0, ("cords",)):
                self._counts.add(choice, rack)
        self._model.linear(dict.fromkeys(self._counts.of_choice.values(), 1), self._quantity, self._quantity)

    def _add_starts(self) -> None:
        """A start per item; on each face no half unit twice."""
        if "space" in self._dropped and self._free_to_pile:
            return
        rules = ("space",)
        piled = not self._table.measured or "space" in self._dropped
        most = self._quantity if piled else 1
        for rack, counts in self._counts.of_rack.items():
            own: list[int] = []
            cells: dict[tuple[int, int], list[int]] = {}
            for face in self._table.starts:
                for at in np.flatnonzero(face.allowed[rack]).tolist():
                    broken, unknown = int(face.broken[rack, at]), int(face.unknown[rack, at])
                    if not self._allowed(broken, unknown, rules):
                        continue
                    variable = self._model.variable(0, most)
                    self._starts[rack, face.face, at] = variable
                    own.append(variable)
                    for cell in range(at, at + (self._table.request.height_hu or 0)):
                        cells.setdefault((face.mode, cell), []).append(variable)
            if not own and "space" in self._dropped:
                own.append(self._model.variable(0, most))  # the rack is too low for any start
            self._model.linear({**dict.fromkeys(own, 1), **dict.fromkeys(counts, -1)}, 0, 0)
            if self._quantity > 1 and "space" not in self._dropped:
                for variables in cells.values():
                    if len(variables) > 1:
                        self._model.linear(dict.fromkeys(variables, 1), None, 1)
            if "keep_free" not in self._dropped:
                self._keep_free(rack, cells, most)

    @property
    def _free_to_pile(self) -> bool:
        """Without the rule space only keep_free looks at the starts."""
        return "keep_free" in self._dropped or not self._table.ledger.room.policy.keep_free_hu

    def _keep_free(self, rack: int, cells: Mapping[tuple[int, int], list[int]], most: int) -> None:
        """Half units free on both faces that are taken, each once, within what may be taken."""
        space, keep = self._table.ledger.space, self._table.ledger.room.policy.keep_free_hu
        if not keep:
            return
        left = int(space.free_both[rack].sum())
        if self._sure:
            left -= space.doubtful_free(rack)
        if not self._table.measured:
            return
        taken = {}
        for (_, cell), variables in cells.items():
            if not space.free_both[rack, cell]:
                continue
            if cell not in taken:
                taken[cell] = self._model.variable(0, 1)
            for v in variables:
                self._model.linear({v: 1, taken[cell]: -most}, None, 0)
        self._model.linear(dict.fromkeys(taken.values(), 1), None, max(0, left - keep))

    # -- rows --------------------------------------------------------------------------

    def _add_rack_limits(self) -> None:
        table, ledger = self._table, self._table.ledger
        for rule, limits, charge in (
            ("weight", ledger.weight, table.weight_half_g),
            ("heat", ledger.heat, table.draw),
        ):
            if rule in self._dropped:
                continue
            thresholds = limits.sure if self._sure else limits.possible
            for rack, counts in self._counts.of_rack.items():
                self._counts.at_most(counts, self._counts.most(charge, int(thresholds[rack])))
        if ledger.cooling is not None and "cooling" not in self._dropped:
            cooling_rows(self._counts, ledger, ledger.cooling, table.draw)

    def _add_power(self) -> None:
        table = self._table
        if table.cords is None or table.ledger.power is None:
            return
        grid, columns = table.ledger.power, dict[int, list[int]]()
        numbers = {v: int(table.choice_number[c]) for c, v in self._counts.of_choice.items()}
        chosen = {v: table.cords.plugs[number] for v, number in numbers.items() if number >= 0}
        for variable, plugs in chosen.items():
            for pdu, _ in plugs:
                columns.setdefault(pdu, []).append(variable)
        if "outlets" not in self._dropped:
            for pdu, variables in columns.items():
                free = table.ledger.outlets.free(grid.chain.nodes[pdu].name)
                self._counts.at_most(variables, None if free is None else max(0, free))
        if "power" in self._dropped or table.draw == 0:
            return
        if table.draw is None:
            self._counts.at_most(list(chosen), 0 if self._sure else None)
        else:
            power_limits(self._model, grid, chosen, table.draw, self._quantity, sure=self._sure)

    def _add_ports(self) -> None:
        ports, wanted = self._table.ledger.ports, self._table.port_parts
        if ports is None or not wanted:
            return
        used: dict[int, list[int]] = {}
        for rack, counts in self._counts.of_rack.items():
            open_groups = ports.reaching(rack, State.HOLDS if self._sure else State.UNKNOWN)
            for number, part in enumerate(wanted):
                row = dict.fromkeys(counts, -part.count)
                for group in open_groups:
                    if part.takes(ports.groups[group]) and ports.free[group]:
                        variable = self._model.variable(
                            0, min(ports.free[group], part.count * self._quantity)
                        )
                        self._ports[rack, number, group] = variable
                        used.setdefault(group, []).append(variable)
                        row[variable] = 1
                self._model.linear(row, 0, 0)
        for group, variables in used.items():
            self._model.linear(dict.fromkeys(variables, 1), None, ports.free[group])

    def _add_keep(self) -> None:
        table, request = self._table, self._table.request
        dark = [] if table.cords is None else [frozenset(d) for d in table.cords.dark]
        numbers = table.choice_number.tolist()
        columns = [
            (int(table.choice_rack[c]), v, dark[numbers[c]] if numbers[c] >= 0 else frozenset[int]())
            for c, v in self._counts.of_choice.items()
        ]
        if self._quantity > 1:
            keep_rows(self._model, table.ledger, request, columns, sure=self._sure)
        if "apart:power" in request.keep and self._quantity + len(table.group.members) > 1:
            power_rows(self._model, columns, self._quantity, table.group.all_dead(sure=self._sure))

    # -- reading a solution ------------------------------------------------------------

    def placement(self, solution: Solution) -> tuple[Placed, ...]:
        """The items at their places, in order of rack and position."""
        placed: list[Placed] = []
        for rack in sorted(self._counts.of_rack, key=lambda r: self._table.ledger.racks[r].name):
            places = [
                (at, face) for (r, face, at), v in self._starts.items() if r == rack and solution.values[v]
            ]
            choices = [
                c
                for c, v in self._counts.of_choice.items()
                if self._table.choice_rack[c] == rack
                for _ in range(solution.values[v])
            ]
            pool = {
                key[1:]: solution.values[v]
                for key, v in self._ports.items()
                if key[0] == rack and solution.values[v]
            }
            for (at, face), choice in zip(sorted(places), choices, strict=True):
                placed.append(self._placed(len(placed) + 1, rack, at, face, choice, pool))
        return tuple(placed)

    def _placed(
        self, item: int, rack: int, at: int, face: str, choice: int, pool: dict[tuple[int, int], int]
    ) -> Placed:
        table, number = self._table, int(self._table.choice_number[choice])
        cords: tuple[Cord, ...] = table.cords.cords(number) if table.cords is not None and number >= 0 else ()
        return Placed(
            request=table.request.name,
            item=item,
            rack=table.ledger.racks[rack].name,
            position_hu=2 * table.ledger.racks[rack].first_unit + at,
            face=face,
            cords=cords,
            ports=self._take_ports(pool),
        )

    def _take_ports(self, pool: dict[tuple[int, int], int]) -> tuple[PortUse, ...]:
        """One item's ports out of what its rack was given, part by part."""
        ports, taken = self._table.ledger.ports, dict[int, int]()
        for number, part in enumerate(self._table.port_parts if ports is not None else ()):
            wanted = part.count
            for key in sorted(k for k in pool if k[0] == number):
                here = min(wanted, pool[key])
                pool[key] -= here
                wanted -= here
                if here:
                    taken[key[1]] = taken.get(key[1], 0) + here
        if ports is None:
            return ()
        uses = [PortUse(ports.groups[g].switch, ports.groups[g].port_type, n) for g, n in taken.items()]
        return tuple(sorted(uses, key=lambda u: (u.switch, u.port_type)))
