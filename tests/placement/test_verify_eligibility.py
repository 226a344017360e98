"""The verifier's yes-or-no rules: status, zone, dedicated, standards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from capacity.policy import Policy
from capacity.room import Host, Room, Standard
from tests.placement.verifying import broken, fine, gap, on_host, put, unknown, verdict, wanted
from tests.properties.small_room import device, rack, small_room


@pytest.mark.parametrize(("status", "holds"), [("active", True), ("planned", False), ("retired", False)])
def test_only_active_racks_take_equipment(status: str, holds: bool) -> None:
    """A planned or retired one breaks status."""
    found = verdict(small_room(racks=(rack("R1", status=status),)), put())
    assert broken(found) == (set() if holds else {"status"})


def test_the_zone_asked_for_is_the_racks() -> None:
    """None asked: any; the rack's not known: undecided."""
    assert fine(verdict(small_room(), put(), asks=wanted(security_zone=None)))
    assert broken(verdict(small_room(), put(), asks=wanted(security_zone="dmz"))) == {"zone"}
    open_rack = small_room(racks=(rack("R1", security_zone=None, line=2),))
    found = gap(verdict(open_rack, put()))
    assert (found.rule, found.file, found.line, found.column) == ("zone", "racks.csv", 2, "security_zone")
    assert fine(verdict(open_rack, put(), asks=wanted(security_zone=None)))


def test_a_dedicated_rack_is_for_its_agency_alone() -> None:
    """A request without owner never stands in one."""
    room = small_room(racks=(rack("R1", dedicated_to="bkn"),))
    assert fine(verdict(room, put(), asks=wanted(owner="bkn")))
    assert broken(verdict(room, put(), asks=wanted(owner="bps"))) == {"dedicated"}
    assert broken(verdict(room, put())) == {"dedicated"}


APP = wanted(kind="application", vcpu=1, memory_mb=1, disk_gb=1, ports=(), os="ubuntu")


def hosted(host: dict[str, Any], *racks: dict[str, Any]) -> Room:
    """Return a room of one host on device d in R1."""
    found = tuple(rack(f"R{n}", **more) for n, more in enumerate(racks, 1))
    values = {"device": "d", "vcpu": 9, "memory_mb": 9, "disk_gb": 9, "line": 3, **host}
    return small_room(device("d"), racks=found, hosts=(Host("h1", **values),))


def test_an_application_takes_zone_and_dedication_from_its_hosts_rack() -> None:
    """And both the host and the rack have to be active."""
    assert fine(verdict(hosted({}, {}), on_host(), asks=APP))
    assert broken(verdict(hosted({"status": "planned"}, {}), on_host(), asks=APP)) == {"status"}
    other = {"status": "retired", "security_zone": "dmz", "dedicated_to": "bkn"}
    assert broken(verdict(hosted({}, other), on_host(), asks=APP)) == {"status", "zone", "dedicated"}


def test_a_host_whose_device_is_not_known_may_stand_in_any_rack() -> None:
    """Broken if every rack breaks the rule, unknown if some does."""
    mixed = hosted(
        {"device": None}, {"security_zone": "dmz"}, {"security_zone": "dmz", "dedicated_to": "bkn"}
    )
    found = verdict(mixed, on_host(), asks=APP)
    assert broken(found) == {"zone"}
    assert unknown(found) == {"dedicated"}
    assert (found.unknown[0].file, found.unknown[0].line, found.unknown[0].column) == (
        "hosts.csv",
        3,
        "device",
    )
    assert fine(verdict(hosted({"device": None}, {}, {}), on_host(), asks=APP))


def standard(policy: Policy | None = None, **row: Any) -> Room:
    """Return the small room with a standard of one row about ubuntu."""
    rows = (Standard("ubuntu", **{"rule": "allowed", "line": 2, **row}),)
    files = small_room().files | {"standards.csv"}
    return small_room(standards=rows, files=files, policy=policy or Policy())


UBUNTU = wanted(os="ubuntu", os_version="24.04", until=date(2030, 1, 1))
LATER = {"support_ends": date(2031, 1, 1)}
REFUSE = Policy(expired="refuse", unlisted="refuse")


def test_an_allowed_product_holds() -> None:
    """Without a condition; support lasts to the very day."""
    found = verdict(standard(support_ends=date(2030, 1, 1)), put(), asks=UBUNTU)
    assert fine(found)
    assert found.conditions == ()


def test_a_forbidden_product_breaks_standards() -> None:
    """The row of the very version comes before one without version."""
    assert broken(verdict(standard(rule="forbidden"), put(), asks=UBUNTU)) == {"standards"}
    rows = (Standard("ubuntu", "forbidden"), Standard("ubuntu", "allowed", "24.04", **LATER))
    room = small_room(standards=rows, files=frozenset({"standards.csv"}))
    assert fine(verdict(room, put(), asks=UBUNTU))
    assert broken(verdict(room, put(), asks=wanted(os="ubuntu", os_version="22.04"))) == {"standards"}
    assert broken(verdict(room, put(), asks=wanted(os="ubuntu"))) == {"standards"}


def test_a_tolerated_product_is_a_condition() -> None:
    """It does not stop a placement."""
    found = verdict(standard(rule="tolerated", **LATER), put(), asks=UBUNTU)
    assert fine(found)
    assert found.conditions == ("ubuntu 24.04 is tolerated by the standard, not allowed.",)


@pytest.mark.parametrize(
    ("row", "request_", "rules"),
    [
        ({"support_ends": date(2029, 12, 31)}, UBUNTU, {"standards"}),
        ({}, wanted(os="ubuntu"), set()),
        (LATER, wanted(os="Ubuntu"), {"standards"}),
    ],
)
def test_support_and_listing_follow_the_policy(row: Any, request_: Any, rules: set[str]) -> None:
    """Refused, or a condition: support that ends too early, a product that is not listed."""
    assert broken(verdict(standard(REFUSE, **row), put(), asks=request_)) == rules
    found = verdict(standard(**row), put(), asks=request_)
    assert fine(found)
    assert len(found.conditions) == len(rules)


def test_an_unknown_end_of_support_is_undecided_where_it_would_refuse() -> None:
    """A condition otherwise."""
    found = gap(verdict(standard(REFUSE), put(), asks=UBUNTU))
    assert (found.rule, found.file, found.line, found.column) == (
        "standards",
        "standards.csv",
        2,
        "support_ends",
    )
    assert verdict(standard(), put(), asks=UBUNTU).conditions == (
        "Support of ubuntu 24.04 may end before 2030-01-01.",
    )


def test_without_a_standard_an_os_is_a_condition() -> None:
    """A request without os has none; an unlisted product may be allowed."""
    assert verdict(small_room(), put(), asks=UBUNTU).conditions == (
        "There is no standards.csv: standards of products are not checked.",
    )
    assert verdict(small_room(), put()).conditions == ()
    assert verdict(standard(Policy(unlisted="allow")), put(), asks=wanted(os="plan9")).conditions == ()
