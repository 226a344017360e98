"""Demand and stays: counted by hand, drawn towards 'no difference', and as sure as they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from benchmarks.coverage import live
from benchmarks.histories import SAMPLE, history, sample
from benchmarks.rooms import make_room
from capacity.data import data_path
from capacity.errors import BadInput
from placement.forecast.backtest import backtest
from placement.forecast.demand import fit
from placement.forecast.history import PERIOD_DAYS, History
from placement.forecast.run import quantile
from placement.forecast.stays import Stays
from placement.request import Request

END = date(2026, 6, 1)
ONE = Request("one", height_hu=2, power_w=100, weight_g=1000, start=END)


def asked(per_month: list[int]) -> list[Request]:
    """So many requests in the middle of each of the months before the end, the oldest first."""
    found = []
    for back, count in enumerate(reversed(per_month)):
        day = END - timedelta(days=round((back + 0.5) * PERIOD_DAYS))
        found += [replace(ONE, name=f"R{back}-{n}", start=day) for n in range(count)]
    # One a little earlier makes the oldest month a whole one, and is in none itself.
    begin = END - timedelta(days=round(len(per_month) * PERIOD_DAYS) + 1)
    return [*found, replace(ONE, name="first", start=begin)]


def test_requests_are_counted_by_whole_months_back_from_the_end() -> None:
    """What came before the first whole month is in no month."""
    found = History.of(asked([3, 0, 1, 5, 2, 4, 7]), END)
    assert found.counts.tolist() == [3, 0, 1, 5, 2, 4, 7]


def test_every_fault_of_a_history_is_told_with_its_row() -> None:
    """No day, a day to come, gone before it came."""
    faults = [
        replace(ONE, name="a", start=None, line=2),
        replace(ONE, name="b", start=END + timedelta(days=1), line=3),
        replace(ONE, name="c", until=END - timedelta(days=1), line=4),
    ]
    with pytest.raises(BadInput) as bad:
        History.of(faults, END)
    assert [(p.row, p.column) for p in bad.value.problems] == [(2, "from"), (3, "from"), (4, "until")]


@pytest.mark.parametrize("few", [[], asked([1] * 3), [ONE]])
def test_too_short_a_history_says_nothing(few: list[Request]) -> None:
    """Five requests over six months are the least."""
    with pytest.raises(BadInput, match="Give at least 5 over at least 6 months"):
        History.of(few, END)


def test_a_request_without_figures_counts_but_is_never_made_again() -> None:
    """Missing data is not zero: it is an arrival of unknown size."""
    blank = [replace(r, name=f"blank {r.name}", power_w=None) for r in asked([4] * 12)]
    found = History.of([*asked([4] * 12), *blank], END)
    assert len(found.incomplete) == len(blank)
    model = fit(found)
    assert model.level == pytest.approx(8, rel=0.1)
    assert all(request.power_w == 100 for past in model.past.values() for request in past)


def test_an_even_history_has_its_own_level_and_no_spread() -> None:
    """Four a month are forecast as four a month; the counts vary as a Poisson count does, no more."""
    model = fit(History.of(asked([4] * 36), END))
    assert model.level == pytest.approx(4, rel=0.05)
    assert model.keep == 1.0
    assert model.spread == 1.0
    assert model.season == pytest.approx(np.ones(12))
    rng = np.random.default_rng(1)
    drawn = np.array([model.counts(rng, 12).sum() for _ in range(4000)])
    assert drawn.mean() == pytest.approx(48, rel=0.03)
    assert drawn.var() == pytest.approx(48 + 12 * 12 * 4 / 36, rel=0.1)  # Poisson, and the level's own


def test_a_level_that_has_moved_is_followed() -> None:
    """After two years of two a month, eight a month for a year: eight are expected, not four."""
    model = fit(History.of(asked([2] * 24 + [8] * 12), END))
    assert model.keep < 1
    assert model.level > 6.5


def test_a_season_is_drawn_towards_none() -> None:
    """With all requests in one month of the year its factor is large, but not twelve."""
    year = [0] * 5 + [12] + [0] * 6
    model = fit(History.of(asked(year * 3), END))
    assert int(np.argmax(model.season)) == 5
    assert 2 < model.season[5] < 6
    assert model.season.mean() == pytest.approx(1)


def test_requests_in_clumps_are_told_by_the_spread() -> None:
    """Twelve in one month of three vary more than four a month by chance."""
    calm = fit(History.of(asked([4] * 36), END))
    clumped = fit(History.of(asked(([0] * 11 + [24] + [0] * 6) * 2), END))
    assert clumped.spread > 2 * calm.spread


def test_kaplan_and_meier_by_hand() -> None:
    """Four things: gone after 10, standing at 20, gone after 30, standing at 40 days."""
    stays = Stays.estimate([(10, True), (20, False), (30, True), (40, False)])
    assert [stays.beyond(day) for day in (0, 9, 10, 29, 30)] == [1, 1, 0.75, 0.75, 0.375]
    assert stays.rate == pytest.approx(2.5 / 100)
    assert stays.beyond(70) == pytest.approx(0.375 * np.exp(-1))
    assert [stays.draw(chance) for chance in (1.0, 0.76, 0.74, 0.4)] == [10, 10, 30, 30]
    assert stays.draw(0.375 * np.exp(-1)) == pytest.approx(70)
    assert stays.draw(0.5, stood=15) == 15  # of those that stood for 15 days half are gone at 30


def test_where_nothing_left_yet_nothing_stays_for_ever() -> None:
    """Half a departure is added: a thousand days without any say about 0.0005 a day."""
    stays = Stays.estimate([(500, False), (500, False)])
    assert stays.rate == pytest.approx(0.0005)
    assert 0 < stays.beyond(10_000) < 0.01


def test_quantiles_count_what_never_came_as_latest() -> None:
    """Of ten draws the first, the fifth and the ninth."""
    days = [None, 5.0, 1.0, 2.0, 3.0, 4.0, None, 6.0, 7.0, 8.0]
    assert [quantile(days, part) for part in (10, 50, 90)] == [1.0, 5.0, None]
    assert quantile([], 50) is None


def test_the_backtest_knows_nothing_of_what_it_holds_out() -> None:
    """Requests that came after the last span held out change no error of the spans before."""
    past = asked([3, 4, 5] * 12)
    more = [*past, *(replace(ONE, name=f"late {n}", start=END) for n in range(40))]
    one, other = backtest(History.of(past, END)), backtest(History.of(more, END))
    assert one.spans == other.spans == 8
    assert one.covered >= 7
    assert other.error - one.error == pytest.approx(40 / 8, abs=0.5)  # the last span alone is 40 off


def test_the_sample_history_is_what_its_generator_makes() -> None:
    """The README says how it was made."""
    assert data_path("histories/hall.csv").read_text(encoding="utf-8") == sample()
    assert len(history(*SAMPLE[:3], projects=SAMPLE[3])) == sample().count("\n") - 1


def test_the_truth_lies_in_the_band_more_often_than_not() -> None:
    """Six histories by another model, each lived on; `python -m benchmarks.coverage` tries two hundred."""
    room = make_room(20, 1)
    found = [live(seed, room, 5) for seed in range(6)]
    assert sum(each.requests_covered for each in found) >= 4
    assert sum(each.full_covered for each in found) >= 3
