"""What the verifier refuses: placements that cannot be judged at all, every one of them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.errors import BadInput, Problem
from capacity.room import Cord, PortUse
from placement.placed import Placed
from placement.request import Request
from placement.verify import Verifier
from tests.placement.verifying import PORTS, fine, on_host, put, verdict, wanted
from tests.properties.small_room import SERVER, TODAY, small_room, with_nodes


def refused(*placed: Placed, asks: Request | list[Request] = SERVER) -> list[Problem]:
    """Return the problems of placements that are refused."""
    with pytest.raises(BadInput) as caught:
        verdict(small_room(), *placed, asks=asks)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"request": "Q7"}, "request"),
        ({"item": 0}, "item"),
        ({"item": 2}, "item"),
        ({"rack": "R7"}, "rack"),
        ({"rack": None}, "rack"),
        ({"position_hu": None}, "position_u"),
        ({"face": "top"}, "face"),
        ({"cords": (Cord("R7-A"), Cord("R1-B"))}, "cords"),
        ({"cords": (Cord("PA"), Cord("R1-B"))}, "cords"),
        ({"cords": (Cord("R1-A", "L1"), Cord("R1-B"))}, "cords"),
        ({"ports": (PortUse("SWX", "10gbase-x-sfpp", 2),)}, "ports"),
        ({"ports": (PortUse("SWA", "1000base-t", 2),)}, "ports"),
    ],
)
def test_a_placement_that_names_what_is_not_there_is_refused(change: dict[str, Any], column: str) -> None:
    """With the row of PLACEMENTS.csv, the column and what to do."""
    requests = [SERVER, wanted(name="Q2")]
    (problem,) = refused(replace(put(), line=3, **change), asks=requests)
    assert (problem.file, problem.row, problem.column) == ("placements.csv", 3, column)
    assert problem.problem
    assert problem.advice


def test_an_item_twice_is_refused() -> None:
    """Even at two places."""
    assert [p.column for p in refused(put(), put(7))] == ["item"]


def test_a_leg_that_no_pdu_has_is_refused() -> None:
    """L4 of a three-phase pdu."""
    room = with_nodes(small_room(), R1_A={"phases": 3})
    with pytest.raises(BadInput, match="leg 'L4'"):
        verdict(room, put(cords=(Cord("R1-A", "L4"), Cord("R1-B"))))


def test_an_application_names_a_host_that_is_there() -> None:
    """Not none, and not another."""
    asks = wanted(kind="application", quantity=2)
    assert [p.column for p in refused(on_host(), replace(on_host(item=2), host=None), asks=asks)] == [
        "host",
        "host",
    ]


def test_all_problems_are_told_at_once() -> None:
    """Two placements with three faults."""
    faulty = (put(rack="R7"), put(item=5, ports=(PortUse("SWX", "a", 1),)))
    assert [p.column for p in refused(*faulty)] == ["rack", "item", "ports"]


def test_a_request_twice_or_without_cords_for_its_draw_is_refused() -> None:
    """The problem is the request's."""
    problems = refused(put(), asks=[SERVER, SERVER, wanted(name="Q2", cords=0)])
    assert [(p.file, p.column) for p in problems] == [("request.json", "request"), ("request.json", "cords")]


def test_verify_one_takes_one_request_only() -> None:
    """Placements of others are refused rather than left out."""
    with pytest.raises(BadInput, match="not the request"):
        Verifier(small_room(), TODAY, ()).verify_one(SERVER, [replace(put(), request="Q2")])


def test_nothing_placed_holds() -> None:
    """A request may be placed in part, even in none."""
    assert fine(verdict(small_room()))


def test_names_in_a_file_that_is_absent_are_not_followed() -> None:
    """Neither cords nor ports."""
    room = small_room(files=frozenset({"racks.csv"}))
    assert fine(verdict(room, put(cords=(Cord("X"),), ports=(*PORTS, PortUse("Y", "b", 9)))))
