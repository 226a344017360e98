"""titip defragment as its user sees it."""

from __future__ import annotations

from capacity.data import data_path
from tests.api.running import Run
from tests.api.test_reference import keys, told

ROOM, TODAY = data_path("rooms/denpasar"), "2026-11-24"


def test_the_moves_and_what_they_free_are_told(titip: Run) -> None:
    """Now and then side by side, the bound, and the headroom that moves alone do not raise here."""
    ran = titip("defragment", ROOM, "--moves", 1, "--today", TODAY)
    assert ran.code == 0
    for words in (
        "Moves, in this order",
        "slots of 2U, by height alone",
        "no plan exceeds",
        "every step verified",
    ):
        assert words in " ".join(ran.out.split()), words


def test_every_key_of_a_plan_of_moves_stands_in_the_reference(titip: Run) -> None:
    said = titip("defragment", ROOM, "--moves", 1, "--json", "--today", TODAY).said
    assert keys(said) - told("defragment") - told("check") - told("headroom") == set()
    assert said["after"]["slots"] > said["before"]["slots"]
    assert said["after"]["slots"] <= said["bound"]
    assert len(said["moves"]) == 1


def test_a_number_of_moves_or_an_aim_that_makes_no_sense_is_bad_input(titip: Run) -> None:
    assert titip("defragment", ROOM, "--moves", 0).code == 2
    assert titip("defragment", ROOM, "--aim", "beauty").code == 2
