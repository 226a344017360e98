"""Limits that a placement charges, and that it charges them as what stands there does."""

from __future__ import annotations

from dataclasses import replace

from capacity.ledger import Ledger
from capacity.room import Device, Room, Vm
from placement.answer import FITS, Answer, touched_json
from placement.check import Checker
from placement.request import Request
from tests.builders import (
    app,
    chain,
    check,
    draws,
    group,
    host,
    need,
    rack,
    random_room,
    room,
    server,
    unit,
    vm,
)


def bars(answer: Answer) -> dict[str, tuple[object, object, object, object]]:
    told = [touched_json(t) for t in answer.limits]
    return {str(t["limit"]): (t["scenario"], t["capacity"], t["before"], t["after"]) for t in told}


def test_every_limit_of_a_placement_is_shown_before_and_after() -> None:
    """300 W stand there on both cords; 500 W and 20 kg join them, with a port on SWA.

    The tightest scenario of R1-A is the loss of a node on the other side: all 300 W, then 800 W, of 4,000 W.
    """
    there = draws("D1", 300, "R1-A", "R1-B", weight_g=5_500)
    where = room(
        there,
        power=chain(R1_A={"outlets": 4}),
        cooling=(unit("C1", 2_000), unit("C2", 2_500)),
        ports=(group("SWA", 8, used=3),),
        policy={"cooling_spare": 1},
    )
    found = bars(check(where, server(ports=(need(1),))))
    assert found["weight R1"] == ("", 100, 5.5, 25.5)
    assert found["heat R1"] == ("", 5_000, 300, 800)
    assert found["pdu R1-A"][1:] == (4_000, 300, 800)
    assert found["panel PA"][1:] == (8_000, 300, 800)
    assert found["utility UTIL"][1:] == (100_000, 300, 800)
    assert found["outlets R1-A"] == ("", 4, 1, 2)
    assert found["cooling Z1"] == ("C2 lost", 2_000, 300, 800)
    assert found["ports SWA/10gbase-x-sfpp"] == ("", 8, 3, 4)
    assert "outlets R1-B" not in found


def test_the_tightest_limit_comes_first() -> None:
    """Weight is filled to the last gram."""
    answer = check(room(racks=(rack(max_load_g=20_000),)))
    assert answer.limits[0].limit.name == "weight R1"
    assert [t.left for t in answer.limits] == sorted(t.left for t in answer.limits)
    assert answer.limits[0].left == 0


def test_a_leg_is_a_limit_of_its_own() -> None:
    """A third of 9,000 W."""
    answer = check(room(power=chain(R1_A={"rated_w": 9_000, "phases": 3})))
    assert bars(answer)["pdu R1-A:L1"][1:] == (3_000, 0, 500)


def test_parts_of_a_watt_are_shown_as_they_are() -> None:
    """0.7 x 501 W = 350.7 W on two cords."""
    where = room(policy={"nameplate_ppm": 700_000, "survive": ()})
    found = bars(check(where, server(power_w=501, power_basis="nameplate")))
    assert found["pdu R1-A"] == ("nothing lost", 4_000, 0, 175.35)
    assert found["heat R1"] == ("", 5_000, 0, 350.7)


def test_an_unknown_capacity_is_shown_as_none() -> None:
    """Let pass by policy."""
    found = bars(check(room(racks=(rack(max_load_g=None),), policy={"unknown_limits": "condition"})))
    assert found["weight R1"] == ("", None, 0, 20)


def test_an_application_shows_its_host_and_its_cluster() -> None:
    """4 vcpu join 3 on N1, and in the cluster 5, of 16 without the largest host."""
    hosts = (host("N1", cluster="C1"), host("N2", cluster="C1"))
    machines = (vm("V1", "N1", vcpu=3), vm("V2", "N2", vcpu=4))
    where = room(hosts=hosts, vms=machines, policy={"hosting_spare": 1})
    found = bars(check(where, app()))
    assert found["vcpu N1"] == ("", 16, 3, 7)
    assert found["vcpu cluster C1"] == ("1 largest lost", 16, 7, 11)
    assert found["disk N1"] == ("", 1_000, 0, 100)


# --- charged by the same rules ---------------------------------------------------------------


def standing(where: Room, request: Request, answer: Answer) -> Room:
    """The room with the placement in it, as a device or a machine that stands there."""
    (placed,) = answer.placement
    if placed.host is not None:
        new = Vm("new", None, placed.host, request.vcpu, request.memory_mb, request.disk_gb)
        return replace(where, vms=(*where.vms, new))
    device = Device(
        "new",
        placed.rack,
        placed.position_hu,
        placed.face or "front",
        request.height_hu,
        request.depth,
        request.depth_mm,
        request.weight_g,
        request.power_w,
        request.power_basis,
        placed.cords,
        placed.ports,
    )
    return replace(where, devices=(*where.devices, device))


def used(ledger: Ledger) -> dict[tuple[str, str], int]:
    """What every limit carries, by name and scenario."""
    limits = [
        sums.limit(i, r.name) for i, r in enumerate(ledger.racks) for sums in (ledger.weight, ledger.heat)
    ]
    if ledger.power is not None:
        scenarios = (None, *ledger.power.chain.scenarios)
        limits += [ledger.power.limit(n, s) for n in range(ledger.power.chain.size) for s in scenarios]
        outlets = [ledger.outlets.limit(n.name) for n in ledger.power.chain.nodes if n.kind == "pdu"]
        limits += [limit for limit in outlets if limit is not None]
    if ledger.ports is not None:
        limits += [ledger.ports.limit(i) for i in range(len(ledger.ports.groups))]
    for each in ledger.hosting.hosts:
        found = ledger.hosting.limits(each)
        limits += [*found.host.values(), *found.cluster.values()]
    return {(limit.name, limit.scenario): limit.used * 10**6 // limit.scale for limit in limits}


def test_what_a_placement_adds_is_what_it_charges_once_it_stands_there() -> None:
    """On random rooms: "after" of every limit is "before" in the room with the placement in it."""
    compared = 0
    for seed in range(3_000, 3_080):
        case = random_room(seed)
        request = replace(case.request, quantity=1)
        checker = Checker(case.room, case.today)
        answer = checker.check(request)
        if answer.decision != FITS:
            continue
        now = used(Ledger(standing(case.room, request, answer), case.today, [request.name]))
        for touched in answer.limits:
            limit = touched.limit
            if limit.rule != "cooling":
                key = (limit.name, limit.scenario)
                assert now[key] == touched.after * 10**6 // limit.scale, f"{key} of seed {seed}"
                compared += 1
    assert compared >= 100
