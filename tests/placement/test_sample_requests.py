"""The requests for the made-up hall: what they ask for, how each is answered, what cannot all be placed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from capacity.data import data_path
from capacity.reading import read_room
from capacity.reading.catalogue import catalogue_for
from placement.check import Checker
from placement.reading import read_request, read_requests, reference_requests
from placement.request import Request

TODAY = date(2026, 11, 24)
HALL, REQUESTS = data_path("rooms/hall"), data_path("requests/hall")


@cache
def checker() -> Checker:
    return Checker(read_room(HALL), TODAY)


@cache
def batch() -> dict[str, Request]:
    """The batch by the last three digits of the request."""
    return {r.name[-3:]: r for r in read_requests(REQUESTS / "batch.csv", catalogue_for(HALL))}


def single(name: str) -> Request:
    return read_request(REQUESTS / name, catalogue_for(HALL))


def test_the_cluster_fits_in_three_racks_of_three_cooling_zones() -> None:
    """And its items never lose power all at once."""
    request = single("cluster.json")
    assert (request.quantity, request.keep) == (3, ("apart:rack", "apart:power", "apart:cooling"))
    answer = checker().check(request)
    assert answer.decision == "fits"
    zones = {rack.name: rack.cooling_zone for rack in checker().room.racks}
    assert len({zones[placed.rack or ""] for placed in answer.placement}) == 3


def test_the_cluster_has_to_be_spread() -> None:
    """The three racks that are best for one such server stand in two cooling zones."""
    one = replace(single("cluster.json"), quantity=1, keep=())
    answer = checker().check(one, alternatives=2, one_per_rack=True)
    racks = {rack.name: rack for rack in checker().room.racks}
    places = [answer.placement, *(other.placement for other in answer.alternatives)]
    best = [racks[place[0].rack or ""] for place in places]
    assert len({rack.name for rack in best}) == 3
    assert len({rack.cooling_zone for rack in best}) == 2


def test_the_batch_is_mixed() -> None:
    """Servers and applications, quantities 1 to 4, priorities 1 to 5, two groups of two requests."""
    requests = batch().values()
    assert len(requests) == 20
    assert sum(request.quantity for request in requests) == 43
    assert sum(request.kind == "application" for request in requests) == 3
    assert {request.quantity for request in requests} == {1, 2, 3, 4}
    assert {request.priority for request in requests} == {1, 2, 3, 4, 5}
    for group, keep in (("rme-klaster", "apart:cooling"), ("pacs-ha", "together:row")):
        members = [request for request in requests if request.group == group]
        assert len(members) == 2
        assert all(keep in request.keep for request in members)


@pytest.mark.parametrize("number", [*range(401, 410), *range(411, 421)])
def test_each_of_the_batch_fits_by_itself(number: int) -> None:
    """In the hall as it stands; what cannot be placed is short only beside the others."""
    assert checker().check(batch()[str(number)], alternatives=0).decision == "fits"


def test_four_graphics_servers_do_not_fit_at_once() -> None:
    """Two of them do: power, cooling and ports leave no place for a third."""
    answer = checker().check(batch()["410"], alternatives=0)
    assert answer.decision == "does not fit"
    assert {"quantity": 2} in [dict(change) for change in answer.would_fit_if]


def test_the_dmz_has_fewer_ports_than_the_batch_asks_for() -> None:
    """Six servers take a 10G port on each side; four are free there."""
    assert [r.network for r in batch().values() if r.kind == "server"].count("dmz") == 2
    assert batch()["407"].quantity + batch()["408"].quantity == 6
    ports = checker().compiled(batch()["407"])[0].ports
    assert ports is not None
    free = {
        group.side: left
        for group, left in zip(ports.groups, ports.free, strict=True)
        if group.network == "dmz" and group.port_type == "10gbase-x-sfpp"
    }
    assert free == {"A": 4, "B": 4}


def test_the_restricted_zone_has_fewer_gaps_than_the_batch_asks_for() -> None:
    """Six servers of 5U; the gaps of the four racks take five."""
    asked = [batch()["409"], batch()["415"]]
    assert [(r.quantity, r.height_hu, r.security_zone) for r in asked] == [(3, 10, "restricted")] * 2
    ledger, _ = checker().compiled(asked[0])
    gaps = 0
    for rack, cells in zip(ledger.racks, ledger.space.free_both.tolist(), strict=True):
        if rack.security_zone == "restricted":
            runs = "".join("x" if cell else " " for cell in cells).split()
            gaps += sum(len(run) // 10 for run in runs)
    assert gaps == 5


def test_the_headroom_requests_are_the_references_of_the_hall() -> None:
    """Small, usual and large, to the last value."""
    references = {r.name: r for r in reference_requests(checker().room.policy, catalogue_for(HALL))}
    for file in ("headroom-1u.json", "headroom-2u.json", "headroom-4u.json"):
        request = single(file)
        reference = references[request.name]
        assert (request.height_hu, request.power_w, request.ports) == (
            reference.height_hu,
            reference.power_w,
            reference.ports,
        )
        assert checker().check(request, alternatives=0).decision == "fits"
