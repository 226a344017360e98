"""The ledger: which concerns a room has, and that they are compiled once."""

from __future__ import annotations

import pytest

from capacity.room import Reservation
from tests.builders import CHAIN, group, host, ledger, rack, room, unit

EVERYTHING = room(cooling=(unit("C1", 5_000),), ports=(group("SWA", 8),), hosts=(host("N1"),))


def test_every_concern_of_a_whole_room_is_there() -> None:
    """Power, cooling and ports have a file, so their rules are checked."""
    found = ledger(EVERYTHING).compile()
    assert None not in (found.power, found.cooling, found.ports)


@pytest.mark.parametrize("concern", ["power", "cooling", "ports"])
def test_a_concern_without_a_file_is_not_checked(concern: str) -> None:
    """An absent file is no limit of zero."""
    assert getattr(ledger(room(power=())), concern) is None


@pytest.mark.parametrize("concern", ["cooling", "ports"])
def test_a_file_without_rows_is_checked(concern: str) -> None:
    """The file is there, so the rule is too, and nothing can meet it."""
    assert getattr(ledger(room(files=(f"{concern}.csv",))), concern) is not None


def test_cord_choices_are_compiled_once_per_number_of_cords() -> None:
    """One pair of cords, two ways to plug in one."""
    found = ledger()
    two, one = found.cord_choices(2), found.cord_choices(1)
    assert two is not None
    assert one is not None
    assert (len(two.plugs), len(one.plugs)) == (1, 2)
    assert found.cord_choices(2) is two


def test_without_power_or_without_cords_there_is_nothing_to_choose() -> None:
    """Neither a room without power.csv nor an item without cords has choices."""
    assert ledger(room(power=())).cord_choices(2) is None
    assert ledger().cord_choices(0) is None


def test_racks_are_found_by_name() -> None:
    """The index is the position in racks.csv."""
    found = ledger(room(racks=(rack("R9"), rack("R1")), power=CHAIN))
    assert found.rack_index == {"R9": 0, "R1": 1}


def test_what_is_released_does_not_count_in_any_limit() -> None:
    """The reservation of Q1 takes 30 kg of 100, unless Q1 is decided."""
    kept = Reservation("H1", request="Q1", rack="R1", position_hu=2, height_hu=2, weight_g=30_000, power_w=0)
    held = room(reservations=(kept,))
    assert ledger(held).weight.sure.tolist() == [140_000]  # half grams
    assert ledger(held, ["Q1"]).weight.sure.tolist() == [200_000]
