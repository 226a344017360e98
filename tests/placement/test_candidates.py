"""The table of places: racks, cords and starts, each with the rules it breaks or leaves open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.rules import BIT, RULES, names
from tests.builders import SERVER, UPSTREAM, chain, check, device, pdu, rack, room, server, table, unit


def test_an_empty_rack_breaks_nothing_anywhere() -> None:
    """Nine starts of 2 U in 10 U, one pair of cords."""
    found = table()
    (face,) = found.starts
    assert (found.broken.tolist(), found.unknown.tolist()) == ([0], [0])
    assert (found.choice_broken.tolist(), found.choice_number.tolist()) == ([0], [0])
    assert int(face.allowed.sum()) == 9
    assert not (face.broken | face.unknown)[face.allowed].any()


def test_every_broken_rule_of_a_rack_has_its_bit() -> None:
    """Retired, of another zone, dedicated, shallow, weak, hot and without pdus."""
    bad = rack(
        status="retired",
        security_zone="dmz",
        dedicated_to="bps",
        usable_depth_mm=1,
        max_load_g=1,
        max_heat_w=1,
        height_u=1,
    )
    found = table(room(racks=(bad,), power=UPSTREAM, cooling=(unit("C1", 1),)))
    expected = ("status", "zone", "dedicated", "depth", "weight", "heat", "cooling")
    assert names(int(found.broken[0])) == expected
    assert names(int(found.choice_broken[0])) == ("cords",)
    assert check(found.ledger.room).decision == DOES_NOT_FIT


def test_unknown_values_have_their_bits_where_they_could_break_a_rule() -> None:
    """Nothing is broken, and nothing certain."""
    blank = rack(
        security_zone=None, usable_depth_mm=None, max_load_g=None, max_heat_w=None, cooling_zone=None
    )
    found = table(room(racks=(blank,), cooling=(unit("C1", 9_000),)))
    assert found.broken.tolist() == [0]
    assert names(int(found.unknown[0])) == ("zone", "depth", "weight", "heat", "cooling")


def test_a_rack_without_a_choice_of_cords_has_one_that_stands_for_it() -> None:
    """R2 has no pdu."""
    found = table(room(racks=(rack("R1"), rack("R2"))))
    assert list(zip(found.choice_rack.tolist(), found.choice_number.tolist(), strict=True)) == [
        (0, 0),
        (1, -1),
    ]
    assert found.choice_broken.tolist() == [0, BIT["cords"]]


def test_without_cords_every_rack_has_one_choice() -> None:
    """No pdu is needed, also where there is none."""
    found = table(room(racks=(rack("R1"), rack("R2"))), server(cords=0, power_w=0))
    assert (found.choice_rack.tolist(), found.choice_broken.tolist()) == ([0, 1], [0, 0])


def test_half_depth_has_starts_on_both_faces() -> None:
    """Full depth is entered as front."""
    assert [f.face for f in table().starts] == ["front"]
    assert [f.face for f in table(request=server(depth="half", depth_mm=400)).starts] == ["front", "rear"]


def test_a_server_of_unknown_height_has_one_open_start_per_rack() -> None:
    """The rule space is unknown everywhere, keep_free too where there is one."""
    found = table(room(policy={"keep_free_hu": 2}), server(height_hu=None))
    assert not found.measured
    assert [names(int(mask)) for mask in found.starts[0].unknown.ravel()] == [("space", "keep_free")]
    assert check(room(), server(height_hu=None)).decision == CANNOT_DECIDE


def test_a_zero_draw_breaks_nothing_that_draws() -> None:
    """0 W on a rack of 0 W, with 0 W of cooling, on pdus of 0 W."""
    nodes = chain(R1_A={"rated_w": 0}, R1_B={"rated_w": 0})
    where = room(racks=(rack(max_heat_w=0),), power=nodes, cooling=(unit("C1", 0),))
    assert check(where, server(power_w=0)).decision == FITS
    assert check(where, server(power_w=1)).decision == DOES_NOT_FIT


def test_a_place_is_out_where_a_rule_is_broken_even_if_another_is_unknown() -> None:
    """R1 is hot for certain, though nobody knows its load limit."""
    answer = check(room(racks=(rack(max_heat_w=1, max_load_g=None),)))
    assert (answer.decision, answer.places) == (DOES_NOT_FIT, {"certain": 0, "undecided": 0, "out": 9})


def test_places_are_counted_by_what_is_known_of_them() -> None:
    """R1: units 2 to 9 certain but for one taken; R2: nine undecided; R3: out."""
    racks = (rack("R1"), rack("R2", max_load_g=None), rack("R3", status="planned"))
    answer = check(room(device(), racks=racks, power=chain("R1", "R2", "R3")))
    assert answer.places == {"certain": 8, "undecided": 9, "out": 10}


def test_one_certain_place_decides_whatever_the_others_are() -> None:
    """R2 is undecided, R1 fits."""
    racks = (rack("R1"), rack("R2", max_load_g=None))
    answer = check(room(racks=racks, power=chain("R1", "R2")))
    assert (answer.decision, answer.missing, answer.reasons) == (FITS, (), ())


def test_a_choice_of_cords_is_judged_by_itself() -> None:
    """The pair with B2 is weak, that with B holds."""
    nodes = (*chain(), replace(pdu("R1-B2", "PB"), rated_w=1))
    found = table(room(power=nodes))
    assert found.choice_broken.tolist() == [0, BIT["power"]]
    assert found.short["power"].tolist() == [0, 499]


@pytest.mark.parametrize("quantity", [1, 2])
def test_no_racks_no_place(quantity: int) -> None:
    """An empty racks.csv leaves nothing to stand in: space is what lacks, and no set of rules excludes it."""
    answer = check(room(racks=(), power=()), replace(SERVER, quantity=quantity))
    assert answer.decision == DOES_NOT_FIT
    assert [r.rule for r in answer.reasons] == ["space"]
    assert answer.conflicts == ()


def test_a_mask_names_its_rules_in_their_order() -> None:
    """All rules have a bit of their own."""
    assert names(sum(BIT.values())) == RULES
    assert names(BIT["keep"] | BIT["status"]) == ("status", "keep")
