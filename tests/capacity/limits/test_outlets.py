"""Outlets: each cord takes one socket."""

from __future__ import annotations

import pytest

from placement.answer import DOES_NOT_FIT, FITS
from tests.builders import chain, check, draws, ledger, room


@pytest.mark.parametrize(("outlets", "decision"), [(3, FITS), (2, DOES_NOT_FIT)])
def test_the_last_outlet_is_taken_and_no_more(outlets: int, decision: str) -> None:
    """Two cords are plugged into R1-A: the third socket is free, or there is none."""
    where = room(draws("D1", 10, "R1-A"), draws("D2", 10, "R1-A"), power=chain(R1_A={"outlets": outlets}))
    answer = check(where)
    assert answer.decision == decision
    if decision == DOES_NOT_FIT:
        assert answer.conflicts == (("outlets",),)
        assert (answer.reasons[0].least_short, answer.reasons[0].unit) == (1, "outlets")


def test_a_pdu_without_a_figure_is_not_checked() -> None:
    """An empty cell of outlets means that nobody counts them."""
    found = ledger(room(draws("D1", 10, "R1-A"))).outlets
    assert found.free("R1-A") is None
    assert found.limit("R1-A") is None


def test_cords_that_repeat_a_pdu_take_a_socket_each() -> None:
    """A 2+1 supply on A A B leaves 10 and 11 of 12, also where it draws nothing."""
    where = room(
        draws("D1", 0, "R1-A", "R1-A", "R1-B"), power=chain(R1_A={"outlets": 12}, R1_B={"outlets": 12})
    )
    found = ledger(where).outlets
    assert (found.free("R1-A"), found.free("R1-B")) == (10, 11)


def test_more_cords_than_sockets_show_below_zero() -> None:
    """Two cords on one socket: -1 left, and the bar says 2 of 1."""
    where = room(draws("D1", 1, "R1-A"), draws("D2", 1, "R1-A"), power=chain(R1_A={"outlets": 1}))
    found = ledger(where).outlets
    bar = found.limit("R1-A")
    assert found.free("R1-A") == -1
    assert bar is not None
    assert (bar.used, bar.capacity) == (2, 1)


def test_a_pdu_of_no_rack_has_outlets_too() -> None:
    """Devices may be plugged in elsewhere; their sockets count where they are."""
    far = tuple(n for n in chain(R1_A={"outlets": 2, "rack": None}))
    assert ledger(room(draws("D1", 5, "R1-A"), power=far)).outlets.free("R1-A") == 1
