"""Draws: every request placed as `check` would place it, things leave when they are to, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import inf

import pytest

from benchmarks.acceptance import year
from benchmarks.histories import ON_FIBRE, history
from benchmarks.rooms import TODAY, make_room
from capacity.ledger import Ledger
from capacity.room import Room
from placement.check import Checker
from placement.forecast import History, Setting, forecast, forecast_json, tidy
from placement.forecast.draw import Arrival, Player
from placement.forecast.live import LiveLedger
from placement.forecast.ranker import Refusal, place
from placement.occupied import occupied
from placement.placed import Placed
from placement.request import Request
from placement.sweep import ProcessPool

ROOM = make_room(20, 1)


def setting(room: Room = ROOM, days: float = 365.0, **more: object) -> Setting:
    """A forecast of a small room from a made-up history."""
    past = history(3, date(2022, 1, 1), TODAY, projects=1.0, kinds=ON_FIBRE)
    known = [replace(r, until=r.until if r.until and r.until <= TODAY else None) for r in past]
    made = Setting(room, TODAY, History.of(known, TODAY), (), days, 5)
    return replace(made, **more)  # type: ignore[arg-type]


def test_every_request_goes_where_a_check_of_the_room_would_put_it() -> None:
    """Against the whole `check` (filter, CP-SAT, verifier) of the room with all that came before in it."""
    ledger = LiveLedger(Ledger(ROOM, TODAY))
    here: list[tuple[Request, Placed]] = []
    for arrival in setting().stream(1)[:6]:
        request = replace(arrival.request, quantity=1)
        found = place(ledger, request)
        room = occupied(ROOM, [r for r, _ in here], [p for _, p in here])
        answer = Checker(room, TODAY).check(request, alternatives=0)
        assert (answer.decision == "fits") == (not isinstance(found, Refusal))
        if not isinstance(found, Refusal):
            stands = ledger.standing[found[0]]
            (placed,) = answer.placement
            assert (stands.rack, stands.position_hu, stands.face) == (
                placed.rack,
                placed.position_hu,
                placed.face,
            )
            assert (stands.cords, stands.ports) == (placed.cords, placed.ports)
            here.append((request, placed))
    assert len(here) >= 2


def test_a_request_of_which_one_item_finds_no_place_leaves_nothing_behind() -> None:
    """All of its items or none."""
    ledger = LiveLedger(Ledger(ROOM, TODAY))
    before = dict(ledger.standing)
    (one,) = {
        a.request.height_hu: a.request for a in setting().stream(1) if a.request.height_hu == 4
    }.values()
    assert isinstance(place(ledger, replace(one, quantity=500)), Refusal)
    assert ledger.standing == before
    assert not isinstance(place(ledger, replace(one, quantity=1)), Refusal)


def test_what_leaves_makes_room() -> None:
    """The same stream fits better where everything stays for a day than where it stays for ever."""
    player = Player(setting())
    stream = player.setting.stream(2)
    short = player.play(2, [replace(a, stay=1.0) for a in stream])
    for_ever = player.play(2, [replace(a, stay=inf) for a in stream])
    assert short.came == for_ever.came
    assert short.placed > for_ever.placed
    assert short.left > 0


def test_a_room_is_full_once_two_of_the_last_twenty_items_found_no_place() -> None:
    """One of twenty is 95 in 100; two are fewer."""
    ledger_free = next(a.request for a in setting().stream(1))
    huge = replace(ledger_free, height_hu=200, quantity=1)
    small = replace(ledger_free, power_w=0, cords=0, ports=(), weight_g=1, height_hu=2, quantity=1)
    days = [(1, huge), *((n, small) for n in range(2, 22)), (22, huge), (23, small), (24, huge)]
    stream = [Arrival(float(day), replace(r, name=f"n{day}"), 0.5) for day, r in days]
    found = Player(setting()).play(0, stream)
    assert found.first_refused == 1.0
    assert found.full == 24.0
    assert found.placed == found.came - 3


def test_equipment_that_the_history_tells_of_leaves() -> None:
    """A device named after an item of a request that still stands; other equipment stays."""
    name = next(d.name for d in ROOM.devices if LiveLedger(Ledger(ROOM, TODAY)).follows(d.name))
    base = setting()
    past = replace(base.history.past[0].request, name=name)
    start = TODAY - timedelta(days=900)
    more = [replace(past, name=f"x{n}", start=start, until=TODAY - timedelta(days=n + 1)) for n in range(40)]
    known = History.of([replace(past, start=start), *more], TODAY)
    player = Player(replace(base, history=known, days=4000.0))
    leaves = player.setting.departures(1, player.ledger)
    assert [who for _, who in leaves] == [name]
    assert player.play(1, [Arrival(leaves[0][0] + 1, replace(past, name="new", quantity=1), 1.0)]).left == 1


def test_a_forecast_is_the_same_for_any_number_of_workers() -> None:
    """One, two and three workers: every draw, every quantile, every row of the table."""
    wanted = setting(days=60.0)
    alone = forecast(wanted, 12, streams=0)
    for workers in (2, 3):
        pool = ProcessPool(workers)
        try:
            found = forecast(wanted, 12, pool=pool, streams=0)
        finally:
            pool.close()
        assert found.swept == alone.swept
        assert found.times == alone.times
        assert tidy(found).equals(tidy(alone))
    assert forecast(replace(wanted, seed=6), 12, streams=0).swept != alone.swept


def test_the_price_of_not_knowing_is_between_the_ranker_and_the_bound() -> None:
    """No plan places more than the bound, and the ranker no more than the plan."""
    found = forecast(setting(), 2)
    (price,) = found.myopia
    assert 0 < price.online <= price.bound <= price.came
    assert price.planned <= price.bound
    assert price.price == pytest.approx(1 - price.online / price.bound)
    said = forecast_json(found, 1.0)
    assert said["draws"] == 2
    assert {row["dimension"] for row in [said["room_full"], *said["dimensions"]]} >= {"room"}  # type: ignore[misc, index]


def test_the_queue_is_placed_first() -> None:
    """What waits today comes on day 0, in its order, before all that is drawn."""
    asked = history(3, date(2022, 1, 1), TODAY, kinds=ON_FIBRE)
    queue = tuple(replace(asked[n], name=f"Q{n}") for n in range(2))
    stream = setting(queue=queue).stream(0)
    assert [a.day for a in stream[:3]][:2] == [0.0, 0.0]
    assert [a.request.power_w for a in stream[:2]] == [r.power_w for r in queue]
    assert stream[2].day > 0


def test_the_ranker_holds_its_own_over_a_year() -> None:
    """A small version of `python -m benchmarks.acceptance`: never above the bound, not below chance."""
    found = year("small", make_room(20, 2, three_phase=True), 1.0, 1, work=1.0)
    assert all(placed <= found.bound <= found.came for placed in found.placed.values())
    assert found.placed["ranker"] >= 0.95 * max(found.placed.values())
