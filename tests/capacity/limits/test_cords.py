"""Cord choices: every way to plug into the pdus of a rack, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.limits.cords import CordChoices
from capacity.room import Cord, PowerNode
from placement.answer import DOES_NOT_FIT, FITS
from tests.builders import CHAIN, SERVER, UPSTREAM, chain, check, ledger, node, pdu, rack, room

TWO_RACKS = (rack("R1"), rack("R2"))


def choices(cords: int, *nodes: PowerNode) -> list[str]:
    found = compiled(cords, *nodes)
    return [" ".join(map(str, found.cords(i))) for i in range(len(found.plugs))]


def compiled(cords: int, *nodes: PowerNode) -> CordChoices:
    found = ledger(room(racks=TWO_RACKS, power=nodes)).cord_choices(cords)
    assert found is not None
    return found


def test_two_cords_take_one_pdu_of_each_path() -> None:
    """Two pdus on A and one on B make two pairs."""
    assert choices(2, *CHAIN, pdu("R1-A2", "PA")) == ["R1-A R1-B", "R1-A2 R1-B"]


def test_one_cord_takes_any_pdu_of_the_rack_also_one_without_path() -> None:
    """In order of their names."""
    assert choices(1, *CHAIN, replace(pdu("R1-Q", "PA"), path=None)) == ["R1-A", "R1-B", "R1-Q"]


def test_a_pdu_without_path_never_makes_a_pair() -> None:
    """Nobody knows which side it is on."""
    assert choices(2, *UPSTREAM, pdu("R1-A", "PA"), replace(pdu("R1-Q", "PB"), path=None)) == []


def test_cords_come_from_the_own_rack() -> None:
    """A pair of R1 and one of R2, none across."""
    assert choices(2, *chain("R1", "R2")) == ["R1-A R1-B", "R2-A R2-B"]


def test_only_pdus_that_hang_in_a_rack_are_plugged_into() -> None:
    """Neither a panel in the rack nor a pdu of no rack."""
    nodes = (*UPSTREAM, node("P9", "panel", "UA", rack="R1"), replace(pdu("R1-A", "PA"), rack=None))
    assert choices(1, *nodes) == []


def test_a_placement_names_a_leg_of_every_three_phase_pdu() -> None:
    """Three legs on A, and a single-phase B: three choices."""
    nodes = chain(R1_A={"phases": 3})
    assert choices(2, *nodes) == ["R1-A:L1 R1-B", "R1-A:L2 R1-B", "R1-A:L3 R1-B"]
    assert len(choices(2, *chain(R1_A={"phases": 3}, R1_B={"phases": 3}))) == 9


def test_a_choice_knows_the_losses_that_leave_it_dark() -> None:
    """One cord on A dies with R1-A and all above it that may be lost; a pair on two sides never."""
    one, two = compiled(1, *CHAIN), compiled(2, *CHAIN)
    index = ledger().power.chain.index  # type: ignore[union-attr]
    assert set(one.dark[0]) == {index[name] for name in ("UA", "PA", "R1-A")}
    assert (one.has_dark.tolist(), two.has_dark.tolist()) == ([True, True], [False])


@pytest.mark.parametrize(("cords", "decision"), [(1, FITS), (2, DOES_NOT_FIT)])
def test_two_cords_behind_one_ups_are_no_two_cords(cords: int, decision: str) -> None:
    """A and B hang on the same UPS: a server that asks for two must have a live one in every loss."""
    nodes = (*UPSTREAM, pdu("R1-A", "PA"), pdu("R1-B", "PA"))
    answer = check(room(power=nodes), replace(SERVER, cords=cords))
    assert answer.decision == decision
    assert answer.conflicts == ((("cords",),) if decision == DOES_NOT_FIT else ())


def test_one_cord_carries_the_condition_that_names_its_losses() -> None:
    """The letter says what switches the server off."""
    answer = check(room(), replace(SERVER, cords=1))
    assert answer.conditions[0] == "One cord only: the loss of PA, R1-A, UA switches it off."


def test_a_rack_without_a_pair_breaks_cords() -> None:
    """R1 has a pdu on A only."""
    answer = check(room(power=CHAIN[:-1]))
    assert (answer.decision, answer.conflicts) == (DOES_NOT_FIT, (("cords",),))
    assert answer.would_fit_if == ({"cords": 1},)


def test_without_cords_nothing_is_plugged_in() -> None:
    """A server that draws nothing may ask for none."""
    answer = check(room(), replace(SERVER, cords=0, power_w=0))
    assert answer.decision == FITS
    assert answer.placement[0].cords == ()


def test_without_power_csv_no_cords_are_named() -> None:
    """Power, cords and outlets are then a condition."""
    answer = check(room(power=()))
    assert (answer.decision, answer.placement[0].cords) == (FITS, ())
    assert "There is no power.csv: power, cords and outlets are not checked." in answer.conditions


def test_the_cords_of_a_choice_are_named_as_in_a_file() -> None:
    """`PDU` or `PDU:leg`."""
    found = compiled(2, *chain(R1_A={"phases": 3}))
    assert found.cords(0) == (Cord("R1-A", "L1"), Cord("R1-B"))
