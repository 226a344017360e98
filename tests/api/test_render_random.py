"""Whatever the room: what is printed of it is printable, and within the width."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from api.render.check import print_answer
from api.render.headroom import print_headroom
from api.render.plan import print_plan
from api.render.room import print_room
from capacity.errors import BadInput
from capacity.summary import summarise, summary_json
from placement.check import Checker
from placement.headroom import headroom
from placement.plan import plan
from placement.stranded import reference_server, stranded
from tests.properties.cases import read


@pytest.mark.parametrize("seed", range(40))
def test_a_random_room_and_its_answer_fit_the_page(
    seed: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rooms with everything unknown, broken or absent, at 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    case = read(seed)
    summary = summarise(case.room, case.today)
    for dimension in summary.measures.dimensions:
        assert dimension.used >= 0
        assert dimension.held >= 0
        if dimension.capacity is not None and dimension.free is not None:
            assert dimension.free + dimension.used + dimension.held == dimension.capacity
    found = stranded(summary.ledger, reference_server(case.room.policy, {}))
    summary_json(summary, found.totals)
    print_room("room", summary, found, 0.1)
    answer = Checker(case.room, case.today).check(case.request, one_per_rack=True)
    print_answer(case.room, case.request, answer, 0.1, today=case.today)
    lines = capsys.readouterr().out.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("seed", range(40, 80))
def test_a_plan_and_a_headroom_of_a_random_room_fit_the_page(
    seed: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many of the request as asked for and two more, then as many as go in."""
    monkeypatch.setenv("COLUMNS", "80")
    case = read(seed)
    asked = [case.request, replace(case.request, name="another", quantity=2, priority=3)]
    found = plan(case.room, asked, case.today)
    print_plan(case.room, asked, found, 0.1, today=case.today)
    with suppress(BadInput):  # nothing bounds a request that asks for nothing
        print_headroom(case.room, case.request, headroom(case.room, case.request, case.today), 0.1)
    lines = capsys.readouterr().out.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) <= 80
