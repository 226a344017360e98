"""Lines, symbols and labels keep out of each other's way, in any procedure."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import Phase, given, settings

from tests.workflow.drawing.procedures import SOP, chain, procedures
from workflow.drawing.bands import Box
from workflow.drawing.flow import lines_of, marks_of, symbols_of
from workflow.drawing.page import HEIGHT, MARGIN, WIDTH, Column, Page, columns_of, pages_of
from workflow.drawing.routing import DOWN, RIGHT, Grid, Port
from workflow.drawing.text import width_of, wrapped
from workflow.drawing.wiring import Wiring, wiring_of
from workflow.procedure import Procedure


def laid_out(procedure: Procedure) -> list[tuple[Page, tuple[Column, ...], Wiring]]:
    columns = columns_of(procedure)
    roles = {actor.role for actor in procedure.actors}
    actors = tuple(column for column in columns if column.name in roles)
    flow = symbols_of(procedure), marks_of(procedure), lines_of(procedure, "id")
    return [(page, actors, wiring_of(page, actors, *flow)) for page in pages_of(procedure, "id")]


def inner(box: Box) -> Box:
    """The box without its border, on which lines begin and end."""
    return Box(box.x + 0.1, box.y + 0.1, box.width - 0.2, box.height - 0.2)


def pieces(wiring: Wiring) -> list[Box]:
    return [
        Box(min(a[0], b[0]), min(a[1], b[1]), max(abs(a[0] - b[0]), 1e-6), max(abs(a[1] - b[1]), 1e-6))
        for wire in wiring.wires
        for a, b in pairwise(wire.points)
    ]


def check(procedure: Procedure) -> None:
    for page, actors, wiring in laid_out(procedure):
        boxes = [placed.box for placed in wiring.symbols] + [box for _, box in wiring.marks]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].overlap(pair[1])]
        for piece in pieces(wiring):
            assert not [box for box in boxes if inner(box).overlap(piece)]
        for wire in wiring.wires:
            assert len(wire.points) > 1
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(wire.points))
            assert all(on_border(end, boxes) for end in (wire.points[0], wire.points[-1]))
        left, right = actors[0].x, actors[-1].x + actors[-1].width
        assert all(left <= x <= right for wire in wiring.wires for x, _ in wire.points)
        assert page.bottom <= HEIGHT - MARGIN


def on_border(point: tuple[float, float], boxes: list[Box]) -> bool:
    def close(one: float, other: float) -> bool:
        return abs(one - other) < 0.01

    return any(
        (
            (close(point[0], box.x) or close(point[0], box.x + box.width))
            and box.y - 0.01 <= point[1] <= box.y + box.height + 0.01
        )
        or (
            (close(point[1], box.y) or close(point[1], box.y + box.height))
            and box.x - 0.01 <= point[0] <= box.x + box.width + 0.01
        )
        for box in boxes
    )


def test_the_lines_of_the_sop_begin_and_end_at_symbols_and_cross_none() -> None:
    check(SOP)


def test_no_label_of_the_sop_stands_on_a_line_a_symbol_or_another_label() -> None:
    for language in ("id", "en"):
        columns = columns_of(SOP)
        actors = columns[2:7]
        flow = symbols_of(SOP), marks_of(SOP), lines_of(SOP, language)  # type: ignore[arg-type]
        (page,) = pages_of(SOP, language)  # type: ignore[arg-type]
        wiring = wiring_of(page, actors, *flow)
        labels = [wire.label.box for wire in wiring.wires if wire.label]
        boxes = [placed.box for placed in wiring.symbols] + [box for _, box in wiring.marks]
        assert len(labels) == 10
        assert not [pair for pair in combinations(labels, 2) if pair[0].overlap(pair[1])]
        assert not [label for label in labels for box in boxes if label.overlap(box)]
        assert not [label for label in labels for piece in pieces(wiring) if label.overlap(piece)]


def test_every_line_of_the_sop_is_drawn() -> None:
    ((_, _, wiring),) = laid_out(SOP)
    assert len(wiring.wires) == len(lines_of(SOP, "id"))


# Without shrinking: a page takes a third of a second, and a failure is drawn to be looked at anyway.
@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(procedures())
def test_in_any_procedure_lines_and_symbols_keep_apart_and_stay_on_the_page(procedure: Procedure) -> None:
    check(procedure)


def test_lines_with_different_goals_never_share_a_track() -> None:
    ((_, _, wiring),) = laid_out(SOP)
    for one, other in combinations(wiring.wires, 2):
        if one.points[-1] == other.points[-1]:
            continue
        for piece in _pieces(one.points):
            assert not [found for found in _pieces(other.points) if _along(piece, found)]


def _pieces(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float, float, float]]:
    return [(*min(a, b), *max(a, b)) for a, b in pairwise(points)]


def _along(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """True if two upright, or two level, pieces run over each other for some length."""
    for axis in (0, 1):
        level = one[axis] == one[axis + 2] == other[axis] == other[axis + 2]
        across = 1 - axis
        shared = min(one[across + 2], other[across + 2]) - max(one[across], other[across])
        if level and shared > 0.01:
            return True
    return False


@pytest.mark.parametrize("count", [9, 12, 20, 40])
def test_rows_that_do_not_fit_go_to_further_pages_evenly(count: int) -> None:
    pages = pages_of(chain(count), "id")
    assert [row.step.no for page in pages for row in page.rows] == [str(no) for no in range(1, count + 1)]
    assert all(page.bottom <= HEIGHT - MARGIN for page in pages)
    lengths = [len(page.rows) for page in pages]
    assert max(lengths) - min(lengths) <= 2
    assert (len(pages) > 1) == (count > 11)


def test_a_line_to_another_page_ends_in_a_connector_and_goes_on_from_one() -> None:
    first, *_, last = laid_out(chain(20))
    connectors = [placed for placed in first[2].symbols if placed.shape == "connector"]
    assert {placed.text for placed in connectors} >= {str(len(first[0].rows) + 1)}
    assert all(first[0].bottom - 9 <= placed.box.y <= first[0].bottom for placed in connectors)
    entering = [placed for placed in last[2].symbols if placed.shape == "connector"]
    assert {placed.text for placed in entering} >= {last[0].rows[0].step.no}
    check(chain(20))


def test_without_another_page_there_is_no_connector() -> None:
    ((_, _, wiring),) = laid_out(SOP)
    assert "connector" not in {placed.shape for placed in wiring.symbols}


def test_a_way_that_is_walled_in_is_told_as_none() -> None:
    grid = Grid([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], ((), ()))
    grid.block(1, 1, 0, 2)
    assert grid.route([Port((0, 1), RIGHT)], [Port((2, 1), RIGHT)], "x") == ()


def test_a_straight_way_has_no_corner() -> None:
    grid = Grid([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], ((), ()))
    assert grid.route([Port((0, 0), DOWN)], [Port((0, 2), DOWN)], "x") == ((0, 0), (0, 2))


def test_lines_of_text_stay_within_their_room() -> None:
    text = "Menandatangani penetapan layanan penitipan server/aplikasi beserta surat-pengantar"
    for room in (6.0, 12.0, 30.0):
        lines = wrapped(text, 2.5, room)
        assert all(width_of(line, 2.5) <= room for line in lines)
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


def test_a_word_that_is_too_long_is_cut_at_a_slash_if_it_has_one() -> None:
    assert wrapped("server/aplikasi", 2.5, 11.0) == ("server/", "aplikasi")
    assert wrapped("W", 2.5, 0.1) == ("W",)
    assert wrapped("", 2.5, 10.0) == ()


def test_the_columns_fill_the_page_whatever_the_number_of_actors() -> None:
    columns = columns_of(SOP)
    assert columns[0].x == MARGIN
    assert columns[-1].x + columns[-1].width == pytest.approx(WIDTH - MARGIN)
