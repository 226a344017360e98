"""The Kasi's own place: completed, judged, and with a reason where it overrides the office's rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.policy import RANKING_DEFAULTS
from capacity.room import Room
from tests.builders import SFP, chain, draws, group, host, rack, room
from tests.workflow.analysis.analysing import APPLICATION, SERVER, TODAY, analysed, two_racks
from workflow.analysis import judge, take_own
from workflow.errors import NotYet
from workflow.papers import ItemPlace, PlaceChoice

ONE = room(racks=(rack("R1"),))
PHASES: dict[str, Any] = {"phases": 3, "rated_w": 12_000}
THREE = chain("R1", R1_A=PHASES, R1_B=PHASES)


def own(
    where: Room, *items: ItemPlace, reason: str = "", now: Room | None = None, **more: object
) -> PlaceChoice:
    """The own place of the server (or of a request changed by `more`), completed in the room as it is now."""
    frozen = analysed(where, SERVER, **more)
    return take_own(now or where, frozen, items, today=TODAY, reason=reason)


def accepted(where: Room, choice: PlaceChoice, **more: object) -> bool:
    return judge(where, analysed(ONE, SERVER, **more).request, choice, today=TODAY).holds


def columns(caught: pytest.ExceptionInfo[BadInput]) -> set[str]:
    return {problem.column for problem in caught.value.problems}


def test_rack_and_unit_are_enough() -> None:
    where = replace(ONE, ports=(group("SW", 4),), files=ONE.files | {"ports.csv"})
    choice = own(where, ItemPlace(1, "R1", 8), ports=f"{SFP}:2")
    assert choice.kind == "own"
    assert choice.items == (ItemPlace(1, "R1", 8, "front", ("R1-A", "R1-B"), (f"SW/{SFP}:2",)),)
    assert choice.place == "rack R1, unit 4, front"
    assert (choice.room, choice.overrides, choice.rules) == ("hall", "", ())
    assert accepted(where, choice, ports=f"{SFP}:2")


def test_cords_and_ports_that_are_named_stay_as_they_are_named() -> None:
    where = room(
        racks=(rack("R1"),),
        power=chain("R1", R1_A=PHASES, R1_B=PHASES),
        ports=(group("SW", 4), group("SX", 4)),
    )
    named = ItemPlace(1, "R1", 8, "front", ("R1-A:L3", "R1-B:L2"))
    choice = own(where, named, ports=f"{SFP}:2")
    assert choice.items[0].cords == named.cords
    assert choice.items[0].ports
    named = ItemPlace(1, "R1", 8, "front", ports=(f"SX/{SFP}:2",))
    choice = own(where, named, ports=f"{SFP}:2")
    assert choice.items[0].ports == named.ports
    assert len(choice.items[0].cords) == 2
    assert accepted(where, choice, ports=f"{SFP}:2")


def test_cords_are_found_around_what_stands_there_now() -> None:
    """Leg L1 was free in the analysis; since then somebody has taken it."""
    where = room(racks=(rack("R1"),), power=THREE)
    taken = replace(
        where, devices=(draws("D", 3_900, "R1-A:L1", "R1-B:L1"),), files=where.files | {"devices.csv"}
    )
    choice = own(where, ItemPlace(1, "R1", 8), now=taken)
    assert not any(cord.endswith("L1") for cord in choice.items[0].cords)
    assert accepted(taken, choice)


def test_a_place_where_no_cords_hold_is_told_with_the_reason() -> None:
    full = room(draws("D", 3_600, "R1-A", "R1-B"), racks=(rack("R1"),))
    with pytest.raises(NotYet, match=r"rack R1, unit 4, front: power \(100 W short\)") as caught:
        own(full, ItemPlace(1, "R1", 8))
    assert (caught.value.guard, caught.value.where) == ("fits", "PS-1")


def test_an_unknown_draw_is_told_with_its_cell() -> None:
    dim = room(draws("D", None, "R1-A", line=4), racks=(rack("R1"),))
    with pytest.raises(NotYet, match=r"not known: draw of device D \(devices.csv row 4, power_w\)"):
        own(dim, ItemPlace(1, "R1", 8))


def test_a_place_out_of_the_rack_is_no_place() -> None:
    with pytest.raises(NotYet):
        own(ONE, ItemPlace(1, "R1", 80))


def test_physical_limits_are_never_overridden() -> None:
    """A reason does not make a rack carry more: the verifier refuses, with the cords named or not."""
    heavy = room(racks=(rack("R1", max_load_g=19_000),))
    with pytest.raises(NotYet, match="weight"):
        own(heavy, ItemPlace(1, "R1", 8), reason="It will hold.")
    choice = own(heavy, ItemPlace(1, "R1", 8, "front", ("R1-A", "R1-B")), reason="It will hold.")
    assert (choice.overrides, choice.rules) == ("", ())
    assert not accepted(heavy, choice)
    forced = replace(choice, overrides="It will hold.", rules=("weight", "keep_free"))
    assert not accepted(heavy, forced)


@pytest.mark.parametrize(
    "racks",
    [rack("R1", security_zone="dmz"), rack("R1", dedicated_to="Dishub"), rack("R1", status="planned")],
)
def test_rules_of_others_are_never_overridden(racks: Any) -> None:
    where = room(racks=(racks,))
    choice = own(where, ItemPlace(1, "R1", 8, "front", ("R1-A", "R1-B")), reason="Nobody minds.")
    assert choice.rules == ()
    assert not accepted(where, choice)


def test_the_offices_own_reserve_may_be_overridden_with_a_reason() -> None:
    where = room(racks=(rack("R1"),), policy={"keep_free_hu": 17})
    assert analysed(where).result == "does_not_fit"
    with pytest.raises(BadInput) as caught:
        own(where, ItemPlace(1, "R1", 8))
    assert columns(caught) == {"reason"}
    assert "0.5 U too few would stay free in rack R1" in caught.value.problems[0].problem
    choice = own(where, ItemPlace(1, "R1", 8), reason="  The patch panel goes elsewhere. ")
    assert choice.overrides == "The patch panel goes elsewhere."
    assert choice.rules == ("keep_free",)
    assert accepted(where, choice)


def test_an_override_counts_for_an_own_place_with_its_reason_only() -> None:
    where = two_racks(policy={"keep_free_hu": 17})
    choice = own(where, ItemPlace(1, "R1", 8), reason="No panel there.")
    assert accepted(where, choice)
    assert not accepted(where, replace(choice, overrides=""))
    assert not accepted(where, replace(choice, rules=()))
    assert not accepted(where, replace(choice, kind="other"))


def test_a_heavy_server_high_up_needs_a_reason() -> None:
    """40 kg from half the rack on: up to unit 5 of ten is fine, unit 6 is not."""
    assert own(ONE, ItemPlace(1, "R1", 8), weight_kg=40).rules == ()
    with pytest.raises(BadInput, match=r"40 kg would stand 5\.5 U high in rack R1; from 40 kg on") as caught:
        own(ONE, ItemPlace(1, "R1", 10), weight_kg=40, u_height="1.5", depth_mm=100)
    assert columns(caught) == {"reason"}
    assert own(ONE, ItemPlace(1, "R1", 10), weight_kg="39.999").rules == ()
    choice = own(ONE, ItemPlace(1, "R1", 10), weight_kg=40, reason="The low units are wet.")
    assert choice.rules == ("heavy_low",)
    assert accepted(ONE, choice, weight_kg=40)


def test_the_height_that_heavy_equipment_stays_below_is_the_policys() -> None:
    where = room(racks=(rack("R1", first_unit=3),), policy={"heavy_below_hu": 6, "heavy_g": 20_000})
    assert own(where, ItemPlace(1, "R1", 8)).rules == ()  # units 4 and 5 are the second and third
    assert own(where, ItemPlace(1, "R1", 10), reason="x").rules == ("heavy_low",)


def test_a_leg_that_unbalances_a_pdu_needs_a_reason_where_another_would_not() -> None:
    there = (draws("D", 600, "R1-A:L1", "R1-B:L1"), draws("E", 500, "R1-A:L2", "R1-B:L2"))
    where = room(*there, racks=(rack("R1"),), power=THREE)
    good = ItemPlace(1, "R1", 8, "front", ("R1-A:L3", "R1-B:L3"))
    assert own(where, good).rules == ()
    bad = replace(good, cords=("R1-A:L1", "R1-B:L3"))
    with pytest.raises(BadInput, match=r"The legs of R1-A would be 106\.25 % out of balance, with 20 %"):
        own(where, replace(bad))
    choice = own(where, bad, reason="The socket on L3 is broken.")
    assert choice.rules == ("leg_balance",)
    assert accepted(where, choice)


def test_the_first_server_on_three_phases_needs_no_reason() -> None:
    """Whatever its leg, it is out of balance: there is nothing better to choose."""
    where = room(racks=(rack("R1"),), power=THREE)
    assert own(where, ItemPlace(1, "R1", 8, "front", ("R1-A:L1", "R1-B:L2"))).rules == ()


def test_cords_that_were_found_are_the_rankings_and_need_no_reason() -> None:
    """An office that gives balance no weight gets the first leg that holds, and is not asked why."""
    there = (draws("D", 600, "R1-A:L1", "R1-B:L1"), draws("E", 100, "R1-A:L2", "R1-B:L2"))
    where = room(
        *there, racks=(rack("R1"),), power=THREE, policy={"ranking": dict.fromkeys(RANKING_DEFAULTS, 0)}
    )
    found = own(where, ItemPlace(1, "R1", 8))
    assert any(cord.endswith(":L1") for cord in found.items[0].cords)
    assert found.rules == ()
    assert own(where, found.items[0], reason="As found.").rules == ("leg_balance",)


@pytest.mark.parametrize(("power_w", "rules"), [(40, ()), (41, ("leg_balance",))])
def test_balance_is_exact_at_the_limit(power_w: int, rules: tuple[str, ...]) -> None:
    """On each PDU 100, 100 and 80 W: 20 W more on L1 are exactly 20 % out of balance, 20.5 W more."""
    there = [draws(f"D{n}", watts, f"R1-A:L{n}", f"R1-B:L{n}") for n, watts in ((1, 200), (2, 200), (3, 160))]
    where = room(*there, racks=(rack("R1"),), power=THREE)
    item = ItemPlace(1, "R1", 8, "front", ("R1-A:L1", "R1-B:L1"))
    assert own(where, item, power_w=power_w, reason="x").rules == rules


def test_several_servers_are_completed_one_by_one() -> None:
    where = two_racks(ports=(group("SW", 2),))
    items = [ItemPlace(2, "R2", 4), ItemPlace(1, "R1", 4)]
    choice = own(where, *items, quantity=2, ports=f"{SFP}:1")
    assert [item.item for item in choice.items] == [1, 2]
    assert [item.ports for item in choice.items] == [(f"SW/{SFP}:1",), (f"SW/{SFP}:1",)]
    assert accepted(where, choice, quantity=2, ports=f"{SFP}:1")


def test_a_later_server_finds_what_the_earlier_ones_have_left() -> None:
    where = two_racks(ports=(group("SW", 1), group("SX", 1)))
    choice = own(where, ItemPlace(1, "R1", 4), ItemPlace(2, "R1", 8), quantity=2, ports=f"{SFP}:1")
    assert {port for item in choice.items for port in item.ports} == {f"SW/{SFP}:1", f"SX/{SFP}:1"}
    assert accepted(where, choice, quantity=2, ports=f"{SFP}:1")


def test_servers_that_name_their_cords_come_first() -> None:
    """Item 2 names the only port left on SW, so item 1 gets the other."""
    where = two_racks(ports=(group("SW", 1), group("SX", 1)))
    named = ItemPlace(2, "R1", 8, "front", ("R1-A", "R1-B"), (f"SW/{SFP}:1",))
    choice = own(where, ItemPlace(1, "R1", 4), named, quantity=2, ports=f"{SFP}:1")
    assert choice.items[0].ports == (f"SX/{SFP}:1",)
    assert choice.items[1] == named


def test_what_is_to_be_apart_is_apart_while_it_is_completed() -> None:
    where = two_racks()
    with pytest.raises(NotYet, match="item 2: keep"):
        own(where, ItemPlace(1, "R1", 4), ItemPlace(2, "R1", 8), quantity=2, keep="apart:rack")
    choice = own(where, ItemPlace(1, "R1", 4), ItemPlace(2, "R2", 4), quantity=2, keep="apart:rack")
    assert accepted(where, choice, quantity=2, keep="apart:rack")


def test_an_application_gets_an_own_host() -> None:
    where = two_racks(hosts=(host("H1"), host("H2")))
    frozen = analysed(where, APPLICATION)
    choice = take_own(where, frozen, [ItemPlace(1, host="H2")], today=TODAY)
    assert (choice.items, choice.place) == ((ItemPlace(1, host="H2"),), "host H2")
    assert judge(where, frozen.request, choice, today=TODAY).holds
    with pytest.raises(BadInput) as caught:
        take_own(where, frozen, [ItemPlace(1, "R1", 2, host="H9")], today=TODAY)
    assert columns(caught) == {"items[1].host", "items[1]"}


@pytest.mark.parametrize(
    ("items", "wrong"),
    [
        ((), {"items[1]"}),
        ((ItemPlace(2, "R1", 8),), {"items[1]", "items[2]"}),
        ((ItemPlace(1, "R1", 8), ItemPlace(1, "R1", 2)), {"items[1]"}),
        (
            (ItemPlace(1, "R9", None, "top", host="H1"),),
            {"items[1].rack", "items[1].position_u", "items[1].face", "items[1].host"},
        ),
        ((ItemPlace(1, "R1", 8, "rear"),), {"items[1].face"}),
        ((ItemPlace(1, "R1", 8, "front", ("R1-A:L9",)),), {"items[1].cords"}),
        ((ItemPlace(1, "R1", 8, "front", ("R1-A", "R7-B")),), {"cords"}),
    ],
)
def test_a_place_that_cannot_be_read_is_refused_with_every_problem(
    items: tuple[ItemPlace, ...], wrong: set[str]
) -> None:
    with pytest.raises(BadInput) as caught:
        own(ONE, *items)
    assert columns(caught) == wrong
    assert {problem.file for problem in caught.value.problems} == {"place"}


@pytest.mark.parametrize("reason", ["a\x00b", "never ending " * 100])
def test_a_reason_can_be_printed(reason: str) -> None:
    with pytest.raises(BadInput) as caught:
        own(ONE, ItemPlace(1, "R1", 8), reason=reason)
    assert columns(caught) == {"reason"}


def test_a_server_of_unknown_height_needs_an_assumption_first() -> None:
    with pytest.raises(BadInput) as caught:
        own(ONE, ItemPlace(1, "R1", 8), u_height=None)
    assert columns(caught) == {"request.u_height"}


def test_without_power_and_ports_there_is_nothing_to_complete() -> None:
    where = Room(racks=(rack("R1"),), files=frozenset({"racks.csv"}))
    choice = own(where, ItemPlace(1, "R1", 8), ports=f"{SFP}:2")
    assert choice.items == (ItemPlace(1, "R1", 8),)
    assert accepted(where, choice, ports=f"{SFP}:2")
