"""CP-SAT model of like applications: how many on each host."""

from __future__ import annotations

from collections.abc import Mapping

from capacity.limits.hosting import POOLED, RESOURCES
from capacity.limits.limit import Limit, State
from placement.applications import HostTable, charges
from placement.placed import Placed
from placement.rules import BIT
from placement.solver.cpsat import Model, Solution
from placement.solver.keep_model import keep_rows, power_rows


class HostModel:
    """Counts per host, the limits of hosts and clusters, and the keep rules among the items.

    Parameters
    ----------
    sure
        True: unknown data at their worst; False: at their best.
    dropped
        Rules left out of account.
    """

    def __init__(self, table: HostTable, *, sure: bool, dropped: frozenset[str] = frozenset()) -> None:
        self._table, self._sure, self._dropped = table, sure, dropped
        self._model = Model()
        request = table.request
        self._counts: dict[int, int] = {}
        skip = BIT["hosting"] | sum(BIT[r] for r in dropped)
        for i, place in enumerate(table.places):
            bars = (place.broken | place.unknown if sure else place.broken) & ~skip
            if not bars and ("hosting" in dropped or not self._unsuited(i)):
                self._counts[i] = self._model.variable(0, request.quantity)
        self._model.linear(dict.fromkeys(self._counts.values(), 1), request.quantity, request.quantity)
        if "hosting" not in dropped:
            self._limits()
        if "keep" not in dropped and request.quantity > 1:
            self._keep()

    def solve(self, seed: int, scores: Mapping[tuple[int, int], int] | None = None) -> Solution:
        del scores  # any host that holds is as good to the proof
        return self._model.solve(seed)

    def placement(self, solution: Solution) -> tuple[Placed, ...]:
        hosts = [
            self._table.places[i].host.name
            for i, v in self._counts.items()
            for _ in range(solution.values[v])
        ]
        return tuple(
            Placed(self._table.request.name, k, host=host) for k, host in enumerate(sorted(hosts), 1)
        )

    def _unsuited(self, place: int) -> bool:
        """The host cannot run the OS, or is of another network: no amount helps."""
        host, request = self._table.places[place].host, self._table.request
        if request.os is not None and host.os_families and request.os not in host.os_families:
            return True
        return request.network is not None and host.network is not None and host.network != request.network

    def _keep(self) -> None:
        table, request = self._table, self._table.request
        places = {v: table.places[i] for i, v in self._counts.items()}
        columns = [(p.rack, v, p.may_die if self._sure else p.dies) for v, p in places.items()]
        keep_rows(self._model, table.ledger, request, columns, sure=self._sure)
        if "apart:power" in request.keep:
            power_rows(self._model, columns, request.quantity, table.group.all_dead(sure=self._sure))

    def _limits(self) -> None:
        hosting, clusters = self._table.ledger.hosting, dict[str, list[int]]()
        limits_of: dict[str, dict[str, Limit]] = {}
        for i, variable in self._counts.items():
            host = self._table.places[i].host
            limits = hosting.limits(host)
            for resource in RESOURCES:
                self._row([variable], limits.host[resource], resource)
            if host.cluster is not None:
                clusters.setdefault(host.cluster, []).append(variable)
                limits_of[host.cluster] = limits.cluster
        for cluster, variables in clusters.items():
            for resource in POOLED:
                self._row(variables, limits_of[cluster][resource], resource)

    def _row(self, variables: list[int], limit: Limit, resource: str) -> None:
        charge = charges(self._table.request)[resource]
        one = self._table.ledger.hosting.judge(limit, charge)
        if one is State.HOLDS and (not charge or limit.capacity is None):
            return
        if charge is None or limit.capacity is None:
            most = 0 if self._sure else None
        else:
            most = max(0, limit.capacity - (limit.most if self._sure else limit.used)) // charge
        if most is not None and most < self._table.request.quantity:
            self._model.linear(dict.fromkeys(variables, 1), None, most)
