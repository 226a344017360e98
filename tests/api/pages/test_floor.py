"""Figures of racks on the floor plan: what they are, when there is none, and the band that they fall into."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.pages.floor import DIMENSIONS, WHY, floor
from api.pages.floor_figures import Figure, figures
from api.web.rooms import Seen
from capacity.room import Room
from capacity.summary import summarise
from placement.stranded import reference_server, stranded
from tests.builders import TODAY, chain, device, draws, group, rack, room, unit

OUT_OF_REACH = {"ports": (group("S", 48, rack="R2", serves="rack"),), "racks": (rack(), rack("R2"))}


def of(made: Room, name: str) -> Figure:
    """The figure of the first rack."""
    summary = summarise(made, TODAY)
    return figures(Seen(summary, stranded(summary.ledger, reference_server(made.policy, {}))))[name][0]


def test_space_counts_what_is_not_blocked() -> None:
    made = room(device("D", position_hu=2, height_hu=4), racks=(rack(blocked_units=frozenset({9, 10})),))
    assert of(made, "space").value == 25.0
    assert of(made, "run").value == 6.0


def test_power_is_the_fullest_pdu_and_a_loss_the_fullest_limit_on_the_way_up() -> None:
    made = room(draws("D", 3_000, "R1-A", "R1-B"))
    assert of(made, "power").value == 37.5
    after = of(made, "loss_a")
    assert (after.value, after.bound.name if after.bound else "") == (75.0, "pdu R1-B")
    assert after.bound is not None
    assert after.bound.scenario == "UA lost"


def test_a_draw_that_is_not_known_leaves_power_heat_and_cooling_open() -> None:
    made = room(draws("D", None, "R1-A", "R1-B"), cooling=(unit("AC", 9_000),))
    for name in ("power", "loss_a", "loss_b", "heat", "cooling"):
        figure = of(made, name)
        assert (figure.value, figure.why) == (None, "unknown"), name
    assert of(made, "weight").value is not None


def test_a_height_that_is_not_known_leaves_space_open() -> None:
    made = room(device("D", position_hu=2, height_hu=None))
    assert of(made, "space").why == of(made, "run").why == "unknown"


@pytest.mark.parametrize(
    ("changes", "name", "why"),
    [
        ({"power": (), "files": frozenset({"racks.csv", "power.csv"})}, "power", "no pdu"),
        ({"power": tuple(n for n in chain("R1") if n.name != "R1-B")}, "loss_a", "one path"),
        ({"cooling": (unit("AC", 9_000, "Z2"),)}, "cooling", "no unit"),
        (OUT_OF_REACH, "ports", "no port"),
        ({"racks": (rack(status="planned"),), "power": ()}, "space", "not in use"),
    ],
)
def test_where_there_is_no_figure_it_is_told_why(changes: dict[str, Any], name: str, why: str) -> None:
    figure = of(room(**changes), name)
    assert (figure.value, figure.why) == (None, why)
    assert figure.why in WHY


def test_ports_are_those_that_the_reference_needs_within_reach() -> None:
    ports = (group("S", 48, used=12), replace(group("T", 48, used=48), port_type="1000base-t"))
    assert of(room(ports=ports), "ports").value == 25.0


def test_bands_begin_at_their_steps() -> None:
    share, run, stranded_u = (DIMENSIONS[name] for name in ("space", "run", "stranded"))
    assert [share.band(value) for value in (None, 0, 49.9, 50, 70, 85, 94.9, 95, 120)] == [
        0, 1, 1, 2, 3, 4, 4, 5, 5,
    ]  # fmt: skip
    assert [run.band(value) for value in (12, 10, 9.5, 6, 3, 1, 0.5, 0)] == [1, 1, 2, 2, 3, 4, 5, 5]
    assert [stranded_u.band(value) for value in (0, 1, 5.5, 6, 12, 24)] == [1, 2, 2, 3, 4, 5]
    assert len(run.legend) == len(share.legend) == 5


def test_a_share_is_not_rounded_to_a_full_or_a_just_full_limit() -> None:
    made = room(racks=tuple(rack(f"R{n}", x_mm=600 * n) for n in range(1, 5)), power=())
    values = (99.6, 100.0, 100.2, 41.5)
    drawn = floor(made, [Figure(value) for value in values], DIMENSIONS["space"], lambda value: f"{value:g}")
    assert [spot.written for spot in drawn.spots] == ["99%", "100%", "101%", "42%"]
    assert drawn.placed


def test_racks_without_coordinates_are_drawn_row_by_row() -> None:
    racks = (rack("R1", x_mm=None), rack("R2"), replace(rack("R3"), row="B"))
    drawn = floor(room(racks=racks, power=()), [Figure(1.0)] * 3, DIMENSIONS["space"], str)
    assert not drawn.placed
    first, second, other = drawn.spots
    assert first.y == second.y < other.y
    assert first.x == other.x < second.x
