"""Kinds: which requests are counted together, and in which order of priority."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from capacity.room import Standard
from placement.applications import HostTable
from placement.batch.kinds import Kind, kinds
from placement.candidates import Candidates
from placement.request import Request
from tests.builders import SERVER, app, host, ledger, need, rack, room, server


def sorted_kinds(*requests: Request, **more: object) -> tuple[Kind, ...]:
    return kinds(ledger(room(**more)), requests)


def together(one: Request, other: Request, **more: object) -> bool:
    return len(sorted_kinds(one, replace(other, name="Q2"), **more)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": 3},
        {"priority": 2},
        {"start": date(2027, 1, 1)},
        {"until": date(2028, 1, 1)},
        {"owner": "bps"},
        {"group": "web"},
        {"os": "ubuntu", "os_version": "24.04"},
        {"device_type": "r740", "notes": ("filled in",)},
        {"file": "requests.csv", "line": 7},
    ],
)
def test_what_no_rule_looks_at_makes_no_kind(change: dict[str, object]) -> None:
    """Names, numbers, dates, and owners and groups that nothing in the room or batch binds."""
    assert together(SERVER, server(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"height_hu": 2},
        {"depth": "half"},
        {"depth_mm": 701},
        {"weight_g": 20_001},
        {"power_w": 501},
        {"power_basis": "nameplate"},
        {"cords": 1},
        {"ports": (need(1),)},
        {"port_sides": 2},
        {"security_zone": "dmz"},
        {"network": "internal"},
        {"keep": ("apart:rack",)},
    ],
)
def test_what_a_rule_looks_at_makes_a_kind_of_its_own(change: dict[str, object]) -> None:
    """One attribute is enough."""
    assert not together(SERVER, server(**change))


def test_owners_matter_where_a_rack_is_dedicated_to_them() -> None:
    """To bps, not to bkd."""
    own = (rack(dedicated_to="bps"),)
    assert not together(SERVER, server(owner="bps"), racks=own)
    assert together(SERVER, server(owner="bkd"), racks=own)


def test_products_matter_through_what_the_standard_says_of_them() -> None:
    """A forbidden product is apart from an allowed one, two allowed ones are alike."""
    rows = (Standard("old", "forbidden"), Standard("new", "allowed"), Standard("newer", "allowed"))
    assert not together(server(os="old"), server(os="new"), standards=rows)
    assert together(server(os="newer"), server(os="new"), standards=rows)


def test_products_of_applications_matter_for_their_hosts() -> None:
    """A host may run one and not the other."""
    assert not together(app(os="old"), app(os="new"), hosts=(host("N1"),))


def test_groups_matter_once_a_member_asks_for_a_keep_rule() -> None:
    """Then also for members that ask for none."""
    asks = server(name="Q3", group="web", keep=("apart:rack",), height_hu=2)
    found = sorted_kinds(SERVER, server(name="Q2", group="web"), asks, server(name="Q4", group="db"))
    assert [(k.group, len(k.members)) for k in found] == [(None, 2), ("group web", 1), ("group web", 1)]


def test_a_keep_rule_without_group_binds_the_items_of_one_request_only() -> None:
    """Two like requests stay apart."""
    alone = server(keep=("apart:rack",))
    found = sorted_kinds(alone, replace(alone, name="Q2"))
    assert [k.group for k in found] == ["request Q1", "request Q2"]


def test_the_highest_priority_comes_first_and_file_order_decides_between_equals() -> None:
    """Of priorities 1, 3, 1, 2: the second, the fourth, the first, the third."""
    asked = [server(name=f"Q{i}", priority=p, quantity=i + 1) for i, p in enumerate((1, 3, 1, 2))]
    (kind,) = sorted_kinds(*asked)
    assert kind.members == ((1, 2), (3, 4), (0, 1), (2, 3))
    assert kind.quantity == 10
    assert kind.request.name == "Q1"


def test_a_kind_is_judged_for_one_item_of_it() -> None:
    """Servers at racks, applications at hosts; a server beside the rails and a blade are not modelled."""
    found = sorted_kinds(
        server(quantity=7), app(name="Q2"), server(name="Q3", height_hu=0), server(name="Q4", chassis=True)
    )
    assert isinstance(found[0].table, Candidates)
    assert found[0].table.request.quantity == 1
    assert isinstance(found[1].table, HostTable)
    assert found[2].table is None
    assert found[3].table is None
