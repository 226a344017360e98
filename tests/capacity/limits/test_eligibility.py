"""Yes/no rules of a rack: status, zone, dedication, depth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.limits.limit import State
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from tests.builders import SERVER, check, ledger, rack, room


@pytest.mark.parametrize(
    ("status", "decision"), [("active", FITS), ("planned", DOES_NOT_FIT), ("retired", DOES_NOT_FIT)]
)
def test_only_an_active_rack_takes_equipment(status: str, decision: str) -> None:
    """A planned rack is not there yet, a retired one no longer."""
    answer = check(room(racks=(rack(status=status),)))
    assert answer.decision == decision
    assert answer.conflicts == ((("status",),) if decision == DOES_NOT_FIT else ())


@pytest.mark.parametrize(
    ("zone", "decision"), [("internal", FITS), ("dmz", DOES_NOT_FIT), (None, CANNOT_DECIDE)]
)
def test_a_server_stands_in_its_own_security_zone(zone: str | None, decision: str) -> None:
    """Another zone is out, an unknown one undecided."""
    assert check(room(racks=(rack(security_zone=zone),))).decision == decision


def test_a_server_of_no_zone_stands_in_any() -> None:
    """Nothing is asked, so nothing is missing."""
    anywhere = replace(SERVER, security_zone=None)
    assert check(room(racks=(rack(security_zone=None),)), anywhere).decision == FITS


@pytest.mark.parametrize(("owner", "decision"), [("bps", FITS), ("dkis", DOES_NOT_FIT), (None, DOES_NOT_FIT)])
def test_a_dedicated_rack_is_for_its_agency_alone(owner: str | None, decision: str) -> None:
    """A server without owner never stands in one."""
    assert check(room(racks=(rack(dedicated_to="bps"),)), replace(SERVER, owner=owner)).decision == decision


def test_a_rack_for_anybody_takes_an_owner_too() -> None:
    """Not dedicated means open to all."""
    assert ledger().eligibility.dedicated("bps").tolist() == [State.HOLDS]


@pytest.mark.parametrize(
    ("depth", "depth_mm", "usable_mm", "state"),
    [
        ("full", 1_000, 1_000, State.HOLDS),
        ("full", 1_001, 1_000, State.BROKEN),
        ("half", 500, 1_001, State.HOLDS),
        ("half", 501, 1_001, State.BROKEN),
        ("full", None, 1_000, State.UNKNOWN),
        ("half", None, 1_000, State.UNKNOWN),
        ("full", 1, None, State.UNKNOWN),
        ("full", 1, 0, State.BROKEN),
    ],
)
def test_depth_is_within_the_usable_one_and_half_depth_within_half_of_it(
    depth: str, depth_mm: int | None, usable_mm: int | None, state: State
) -> None:
    """Half of 1,001 mm is 500.5 mm: 500 fit, 501 do not."""
    found = ledger(room(racks=(rack(usable_depth_mm=usable_mm),))).eligibility
    assert found.depth(depth, depth_mm).tolist() == [state]


def test_an_unknown_usable_depth_is_let_pass_where_the_policy_says_so() -> None:
    """With limits = "condition" it is a condition; a depth that is known stays a limit."""
    racks = (rack("R1", usable_depth_mm=None), rack("R2"))
    found = ledger(room(racks=racks, policy={"unknown_limits": "condition"})).eligibility
    assert found.depth("full", 1_001).tolist() == [State.HOLDS, State.BROKEN]
    assert found.depth("full", None).tolist() == [State.HOLDS, State.UNKNOWN]
