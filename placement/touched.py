"""The limits that a placement charges, before and after, the tightest first."""

from __future__ import annotations

from capacity.ledger import Ledger
from capacity.limits.hosting import RESOURCES, SCALE
from capacity.room import Host, PortUse
from placement.answer import Touched
from placement.candidates import Candidates
from placement.request import Request


def by_server(table: Candidates, rack: int, choice: int, ports: tuple[PortUse, ...]) -> tuple[Touched, ...]:
    """Limits of one server in `rack` with the cords of `choice`; per power node its tightest scenario."""
    ledger = table.ledger
    name = ledger.racks[rack].name
    found = [
        Touched(limit, limit.used + (table.weight_half_g or 0)) for limit in [ledger.weight.limit(rack, name)]
    ]
    heat = ledger.heat.limit(rack, name)
    found.append(Touched(heat, heat.used + (table.draw or 0)))
    number = int(table.choice_number[choice])
    if ledger.power is not None and table.cords is not None and number >= 0:
        tightest: dict[int, Touched] = {}
        for node, scenario, part in ledger.power.rows(table.cords.plugs[number]):
            limit = ledger.power.limit(node, scenario)
            touched = Touched(limit, limit.used + part * (table.draw or 0))
            if node not in tightest or touched.left < tightest[node].left:
                tightest[node] = touched
        found += tightest.values()
        found += _outlets(ledger, [c.pdu for c in table.cords.cords(number)])
    zone = ledger.racks[rack].cooling_zone
    if ledger.cooling is not None and zone is not None:
        cooling = ledger.cooling.binding[zone]
        found.append(Touched(cooling, cooling.used + (table.draw or 0)))
    if ledger.ports is not None:
        for use in ports:
            limit = ledger.ports.limit(ledger.ports.by_key[use.switch, use.port_type])
            found.append(Touched(limit, limit.used + use.count))
    return _sorted(found)


def by_application(ledger: Ledger, request: Request, host: Host) -> tuple[Touched, ...]:
    """Limits of one application on `host` and in its cluster."""
    asked = {"vcpu": request.vcpu, "memory": request.memory_mb, "disk": request.disk_gb}
    limits = ledger.hosting.limits(host)
    pairs = [(r, limit) for r in RESOURCES for limit in limits.of(r)]
    return _sorted([Touched(limit, limit.used + (asked[r] or 0) * SCALE[r]) for r, limit in pairs])


def _outlets(ledger: Ledger, pdus: list[str]) -> list[Touched]:
    limits = [ledger.outlets.limit(p) for p in pdus]
    return [Touched(limit, limit.used + 1) for limit in limits if limit is not None]


def _sorted(found: list[Touched]) -> tuple[Touched, ...]:
    return tuple(sorted(found, key=lambda t: (t.left, t.limit.rule, t.limit.name, t.limit.scenario)))
