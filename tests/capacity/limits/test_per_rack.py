"""Weight and heat of a rack: exact sums against one limit each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.limits.limit import CLIP, State
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.candidates import threshold_states
from tests.builders import SERVER, check, device, draws, ledger, rack, room

HEAVY = device("D1", weight_g=79_999)
HOT = draws("D1", 4_400, "R1-A", "R1-B")


@pytest.mark.parametrize(("weight_g", "decision"), [(20_001, FITS), (20_002, DOES_NOT_FIT)])
def test_weight_fits_to_the_gram(weight_g: int, decision: str) -> None:
    """100,000 g - 79,999 g leave 20,001 g."""
    assert check(room(HEAVY), replace(SERVER, weight_g=weight_g)).decision == decision


@pytest.mark.parametrize(("power_w", "decision"), [(600, FITS), (601, DOES_NOT_FIT)])
def test_heat_fits_to_the_watt(power_w: int, decision: str) -> None:
    """5,000 W - 4,400 W leave 600 W; the chain carries more, for its nodes are of 10 kW here."""
    wide = tuple(replace(n, rated_w=10_000) for n in room().power)
    assert check(room(HOT, power=wide), replace(SERVER, power_w=power_w)).decision == decision


def test_an_assumed_weight_counts_its_half_gram() -> None:
    """1.5 U at 10,001 g/U are 15,001.5 g, so 84,998.5 g are left: 84,998 g fit, 84,999 g do not."""
    where = room(device(height_hu=3, weight_g=None), policy={"weight_g_per_u": 10_001})
    assert ledger(where).weight.sure.tolist() == [2 * 84_998 + 1]
    assert check(where, replace(SERVER, weight_g=84_998)).decision == FITS
    assert check(where, replace(SERVER, weight_g=84_999)).decision == DOES_NOT_FIT


def test_a_nameplate_draw_counts_its_part_of_a_watt() -> None:
    """0.7 x 4,401 W = 3,080.7 W, so 1,919.3 W of 5,000 W are left, in tenths."""
    where = room(replace(HOT, power_w=4_401, power_basis="nameplate"), policy={"nameplate_ppm": 700_000})
    assert ledger(where).heat.sure.tolist() == [19_193]


def test_an_unknown_weight_leaves_nothing_certain() -> None:
    """The rack may be full; it is so for certain only above what is known to be left."""
    found = ledger(room(device("D1", weight_g=None), device("D2", position_hu=4, weight_g=30_000))).weight
    assert found.sure.tolist() == [-CLIP]
    assert found.possible.tolist() == [140_000]
    assert [d.name for d in found.doubtful["R1"]] == ["D1"]


@pytest.mark.parametrize(("weight_g", "decision"), [(70_000, CANNOT_DECIDE), (70_001, DOES_NOT_FIT)])
def test_what_exceeds_the_known_rest_is_out_whatever_is_unknown(weight_g: int, decision: str) -> None:
    """D2 leaves 70 kg at the most: one gram more cannot be saved by what D1 weighs."""
    where = room(device("D1", weight_g=None), device("D2", position_hu=4, weight_g=30_000))
    assert check(where, replace(SERVER, weight_g=weight_g)).decision == decision


def test_a_device_of_unknown_rack_may_stand_in_any() -> None:
    """30 kg that may be in R1 or R2: 70 kg are certain in each, 100 kg possible."""
    racks = (rack("R1"), rack("R2"))
    found = ledger(room(device(rack=None, position_hu=None, weight_g=30_000), racks=racks)).weight
    assert found.sure.tolist() == [140_000, 140_000]
    assert found.possible.tolist() == [200_000, 200_000]
    assert [d.name for d in found.doubtful[None]] == ["D1"]


def test_an_unknown_limit_is_undecided() -> None:
    """Neither certain at any charge nor broken at any."""
    found = ledger(room(racks=(rack(max_load_g=None),))).weight
    assert (found.sure.tolist(), found.possible.tolist()) == ([-CLIP], [CLIP])
    assert check(room(racks=(rack(max_load_g=None),))).decision == CANNOT_DECIDE


def test_an_unknown_limit_is_let_pass_where_the_policy_says_so() -> None:
    """With limits = "condition" the answer is fits, and names the cell it rests on."""
    where = room(racks=(rack(max_load_g=None, max_heat_w=None),), policy={"unknown_limits": "condition"})
    answer = check(where)
    assert answer.decision == FITS
    assert answer.conditions[:2] == (
        "max_load_kg of rack R1 is not known and is let pass by policy.",
        "max_heat_w of rack R1 is not known and is let pass by policy.",
    )


def test_a_rack_over_its_load_takes_only_what_weighs_nothing() -> None:
    """101 kg of 100 kg stand there: 1 g more is refused, 0 g is not."""
    where = room(device(weight_g=101_000))
    assert check(where, replace(SERVER, weight_g=1)).decision == DOES_NOT_FIT
    assert check(where, replace(SERVER, weight_g=0)).decision == FITS


def test_a_charge_of_zero_holds_everywhere_and_an_unknown_one_nowhere() -> None:
    """Unless no limit applies at all: then an unknown charge holds too."""
    found = ledger(room(racks=(rack("R1", max_load_g=1), rack("R2", max_load_g=None)))).weight
    sure, possible = found.sure, found.possible
    assert threshold_states(0, sure, possible).tolist() == [State.HOLDS, State.HOLDS]
    assert threshold_states(None, sure, possible).tolist() == [State.UNKNOWN, State.UNKNOWN]
    let_pass = ledger(room(racks=(rack(max_load_g=None),), policy={"unknown_limits": "condition"})).weight
    assert threshold_states(None, let_pass.sure, let_pass.possible).tolist() == [State.HOLDS]


def test_the_bar_of_a_rack_shows_what_is_used_in_its_unit() -> None:
    """79,999 g of 100,000 g, in half grams of which 2,000 make a kilogram."""
    bar = ledger(room(HEAVY)).weight.limit(0, "R1")
    assert (bar.name, bar.unit, bar.scale, bar.capacity, bar.used) == (
        "weight R1",
        "kg",
        2_000,
        200_000,
        159_998,
    )
