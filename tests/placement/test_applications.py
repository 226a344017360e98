"""Applications: every host judged by its own rules, its cluster and the rack of its device."""

from __future__ import annotations

from typing import Any

import pytest

from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from tests.builders import APPLICATION, app, check, device, host, rack, room, vm


def on_rack(rack_more: dict[str, Any], **host_more: Any) -> Room:
    """One host on a device in a rack with these changes."""
    return room(device(), racks=(rack(**rack_more),), hosts=(host("N1", **({"device": "D1"} | host_more)),))


def rules(answer: Answer) -> list[str]:
    return [reason.rule for reason in answer.reasons]


@pytest.mark.parametrize(
    ("rack_more", "host_more", "request_more", "decision"),
    [
        ({}, {}, {}, FITS),
        ({"status": "retired"}, {}, {}, DOES_NOT_FIT),
        ({}, {"status": "planned"}, {}, DOES_NOT_FIT),
        ({"security_zone": "dmz"}, {}, {"security_zone": "internal"}, DOES_NOT_FIT),
        ({"security_zone": None}, {}, {"security_zone": "internal"}, CANNOT_DECIDE),
        ({"dedicated_to": "bps"}, {}, {}, DOES_NOT_FIT),
        ({"dedicated_to": "bps"}, {}, {"owner": "bps"}, FITS),
        ({}, {"os_families": frozenset({"windows"})}, {"os": "ubuntu"}, DOES_NOT_FIT),
        ({}, {"os_families": frozenset({"ubuntu"})}, {"os": "ubuntu"}, FITS),
        ({}, {"os_families": frozenset({"windows"})}, {}, FITS),
        ({}, {"network": "dmz"}, {"network": "internal"}, DOES_NOT_FIT),
        ({}, {"network": "dmz"}, {"network": "dmz"}, FITS),
        ({}, {"network": None}, {"network": "dmz"}, FITS),
        ({}, {"network": "dmz"}, {}, FITS),
    ],
)
def test_a_host_is_judged_by_itself_and_by_its_rack(
    rack_more: dict[str, Any], host_more: dict[str, Any], request_more: dict[str, Any], decision: str
) -> None:
    """Status, zone, dedication, operating systems and network."""
    assert check(on_rack(rack_more, **host_more), app(**request_more)).decision == decision


def test_a_host_of_unknown_rack_is_judged_over_all_racks() -> None:
    """Certain where every rack says the same, else undecided."""
    racks = (rack("R1", security_zone="dmz"), rack("R2", security_zone="dmz"))
    where = room(racks=racks, hosts=(host("N1"),))
    assert check(where, app(security_zone="dmz")).decision == FITS
    assert check(where, app(security_zone="internal")).decision == DOES_NOT_FIT
    mixed = room(racks=(rack("R1"), rack("R2", security_zone="dmz")), hosts=(host("N1"),))
    assert check(mixed, app(security_zone="dmz")).decision == CANNOT_DECIDE


def test_reasons_count_hosts() -> None:
    """N1 is planned, N2 too small, N3 both."""
    hosts = (host("N1", status="planned"), host("N2", vcpu=3), host("N3", status="planned", vcpu=1))
    answer = check(room(hosts=hosts), APPLICATION)
    found = {r.rule: (r.racks, r.only_blocker, r.nearest) for r in answer.reasons}
    assert found == {"status": (2, 1, "N1"), "hosting": (2, 1, "N2")}
    assert answer.conflicts == (("status", "hosting"),)
    assert (answer.reasons[1].least_short, answer.reasons[1].unit) == (1, "vcpu")


def test_the_host_that_lacks_least_of_its_worst_resource_is_nearest() -> None:
    """N1 lacks 2 vcpu and 1 MB, N2 lacks 1 vcpu."""
    hosts = (host("N1", vcpu=2, memory_mb=8_191), host("N2", vcpu=3))
    reason = check(room(hosts=hosts), APPLICATION).reasons[0]
    assert (reason.least_short, reason.unit, reason.nearest) == (1, "vcpu", "N2")


def test_what_a_host_cannot_run_has_no_amount() -> None:
    """Nothing smaller would help."""
    where = on_rack({}, os_families=frozenset({"windows"}))
    answer = check(where, app(os="ubuntu"))
    assert (answer.reasons[0].least_short, answer.reasons[0].nearest) == (None, "N1")
    assert answer.would_fit_if == ()


@pytest.mark.parametrize("quantity", [1, 2])
def test_without_hosts_nothing_can_be_hosted(quantity: int) -> None:
    """There is no place, and the reason says which rule lacks one."""
    answer = check(room(), app(quantity=quantity))
    assert (answer.decision, rules(answer), answer.conflicts) == (DOES_NOT_FIT, ["hosting"], ())


def test_the_terms_of_an_application_are_what_is_left() -> None:
    """8,192 of 65,536 MB, 100 of 1,000 GB, and 4 of 16 vcpu, which is the tightest."""
    answer = check(room(hosts=(host("N1"),)), APPLICATION)
    assert (answer.score, dict(answer.terms)) == (0.75, {"host_margin": 0.75})
    assert answer.placement[0].host == "N1"
    assert answer.placement[0].rack is None


def test_places_of_applications_are_hosts() -> None:
    """One certain, one undecided, one out."""
    hosts = (host("N1"), host("N2", memory_mb=None), host("N3", vcpu=0))
    answer = check(room(hosts=hosts, vms=(vm("V1", "N1"),)), APPLICATION)
    assert answer.places == {"certain": 1, "undecided": 1, "out": 1}


def test_a_host_needs_no_racks_in_the_room() -> None:
    """A folder may hold hosts alone: nothing of a rack is then in the way."""
    assert check(room(racks=(), power=(), hosts=(host("N1"),)), APPLICATION).decision == FITS
