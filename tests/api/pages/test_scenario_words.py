"""Changes in words, figures of a comparison and charts of a forecast: from made-up values, by hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from api.pages.change_forms import CHANGE_FORMS
from api.pages.change_words import told
from api.pages.comparison_figures import fitting, free, holding, measures
from api.pages.dimension_words import dimension_words
from api.pages.finding_words import finding_words, place_words
from api.pages.forecast_figures import band, demand, heat, times
from api.pages.forecasts import stop_words
from api.pages.words import AFTERMATH
from api.pages.work import error_told
from capacity.data import data_path
from capacity.reading import read_room
from capacity.summary import summarise, summary_json

CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"lose": "UPS-A"}, "Lose UPS-A"),
    ({"lose": "UPS-A", "kind": "power"}, "Lose power node UPS-A"),
    ({"add": "racks", "rows": [{"rack": "A08", "row": "A"}, {"rack": "A09"}]}, "Add 2 racks: A08, A09"),
    ({"add": "power", "rows": [{"node": "A08-A", "rack": "A08"}]}, "Add 1 power node: A08-A"),
    ({"remove": "devices", "names": list("abcdefgh")}, "Remove 8 devices: a, b, c, d, e, f, and 2 more"),
    ({"remove": "devices", "where": {"owner": "Dinas X"}}, "Remove all devices: Owner Dinas X"),
    (
        {"set": "power", "name": "UPS-B", "values": {"rated_w": 60000}},
        "Change UPS-B: Rated power of a node 60000 W",
    ),
    ({"move": "web", "rack": "R07", "face": "rear"}, "Move web: rack R07, side rear"),
    ({"policy": {"cooling": {"spare": 0}}}, "Policy: Spare cooling units 0"),
    ({"policy": {"version": "2"}}, "Policy: version 2"),
    (
        {"requests": [{"request": "web", "quantity": 3, "u_height": 2, "power_w": 400}]},
        "Place 3 × web (2 U, 400 W)",
    ),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_change_is_a_line_that_people_read(change: dict[str, Any], words: str) -> None:
    line = told({**change, "at": "2027-06-01"})
    assert line.text.en == words
    assert line.text.id != words
    assert line.at == date(2027, 6, 1)


def test_every_form_and_field_has_words_in_both_languages() -> None:
    for form in CHANGE_FORMS.values():
        texts = [form.title, form.hint]
        for asked in form.fields.values():
            texts += [asked.field.label, *(word for _, word in asked.field.choices)]
            texts += [asked.field.hint] if asked.field.hint else []
        assert all(text.id and text.en for text in texts)


def summary(**dimension: Any) -> dict[str, Any]:
    one = {"dimension": "space", "unit": "U", "capacity": 100, "used": 60, "held": 0, "free": 40}
    one |= {"stranded": 5, "unknown": 0, "unknown_capacity": 0} | dimension
    return {"dimensions": [one], "broken": [], "failover_budget": None}


def result(*scenarios: dict[str, Any], queue: dict[str, Any] | None = None, **base: Any) -> dict[str, Any]:
    return {"base": summary() | base, "scenarios": list(scenarios), "queue": queue}


def scenario(headroom: tuple[int, int] = (4, 4), **more: Any) -> dict[str, Any]:
    nothing: dict[str, list[str]] = {key: [] for key in AFTERMATH}
    count = {"request": "ref", "base": 4, "scenario": headroom[0], "base_bound": 4,
             "scenario_bound": headroom[1], "decision": "fits"}  # fmt: skip
    return {"name": "s", "summary": summary(), "aftermath": nothing, "broken": [], "headroom": [count],
            "placed": [], "not_placed": []} | more  # fmt: skip


def test_a_change_is_good_or_bad_by_what_is_measured() -> None:
    worse = scenario(summary=summary(free=30, used=70), broken=[{}])
    (row,) = free(result(worse))
    assert [(cell.value, cell.change, cell.good) for cell in row.cells] == [
        (40, None, None),
        (30, -10, False),
    ]
    (used,) = measures(result(worse), "used")
    assert used.cells[1].good is False
    assert holding(result(worse))[0].cells[1].good is False


def test_bounds_and_what_is_not_known_are_marked() -> None:
    found = result(
        scenario(summary=summary(unknown=1)),
        scenario(summary=summary(unknown_capacity=1)),
        scenario(summary=summary(capacity=None, free=None, used=1)),
        scenario(summary=summary() | {"dimensions": []}),
    )
    (row,) = free(found)
    assert [(cell.value, cell.mark) for cell in row.cells[1:]] == [
        (40, "≤"), (40, "≥"), (None, "?"), (None, "")
    ]  # fmt: skip


def test_a_headroom_that_is_not_proved_has_its_bound_and_one_that_is_undecided_none() -> None:
    undecided = scenario()
    undecided["headroom"] = [undecided["headroom"][0] | {"decision": "cannot decide"}]
    (row,) = fitting(result(scenario((3, 5)), undecided))
    assert (row.cells[1].value, row.cells[1].most, row.cells[1].change) == (3, 5, -1)
    assert (row.cells[2].value, row.cells[2].mark) == (None, "?")


def test_what_a_scenario_places_is_told_apart_from_what_waits() -> None:
    own, waits = {"request": "new"}, {"request": "PS-1"}
    left = {"request": "PS-2", "asked": 2, "placed": 0}
    found = result(
        scenario(placed=[own, own, waits], not_placed=[left]),
        queue={"cases": ["PS-1", "PS-2"], "unread": []},
        placed=[],
        not_placed=[{"request": "PS-1", "asked": 1, "placed": 0}, left],
    )
    _, placed, queue = fitting(found)
    assert [(cell.value, cell.of) for cell in placed.cells] == [(None, None), (2, 2)]
    assert [(cell.value, cell.of, cell.good) for cell in queue.cells] == [(0, 3, False), (1, 3, True)]


FORECAST = json.loads(
    """{"from": "2026-06-08", "days": 365.25, "draws": 10, "counts": [1, 0, 4], "demand": {"per_month": 2.0},
    "room_full": {"dimension": "room", "draws": 9, "p10": 10, "p50": 100, "p90": null,
    "p10_date": "2026-06-18", "p50_date": "2026-09-16", "p90_date": null}, "dimensions": [],
    "by_month": {"months": ["2026-06"], "rows": [{"dimension": "power:ups", "shares": [0.25]}]}}"""
)


def test_a_span_begins_and_ends_where_its_days_lie() -> None:
    chart = times(FORECAST)
    (span,) = chart.spans
    assert span.start is not None
    assert span.middle is not None
    assert chart.left < span.start < span.middle < chart.right
    whole = chart.right - chart.left
    assert (span.middle - chart.left) / whole == pytest.approx(100 / 365.25, abs=0.001)
    assert (span.end, span.p90, span.futures) == (None, None, 90)
    assert all(chart.left <= tick.at <= chart.right for tick in chart.ticks)


def test_bars_of_demand_are_as_high_as_their_counts() -> None:
    chart = demand(FORECAST)
    assert [bar.count for bar in chart.bars] == [1, 0, 4]
    assert chart.bars[2].height == 4 * chart.bars[0].height
    assert chart.bars[1].height == 0
    assert chart.bars[0].y > chart.level > chart.bars[2].y


def test_cells_of_the_heat_map_have_a_figure_and_a_band() -> None:
    months, rows = heat(FORECAST, "en")
    assert months == ("Jun 26",)
    assert rows[0].cells == ((25.0, 2),)
    assert [band(share) for share in (0, 0.05, 0.1, 0.5, 0.9, 1)] == [0, 1, 2, 3, 4, 4]


def test_what_stops_a_future_is_told_in_words() -> None:
    assert stop_words("ups UPS-B while ATS-A is lost").id == "UPS-B, ATS-A padam"
    assert stop_words("cooling").en == "Cooling"


def test_every_finding_of_a_room_is_told_in_both_languages() -> None:
    rooms = [read_room(data_path(f"rooms/{name}")) for name in ("denpasar", "hall")]
    found = [summary_json(summarise(room, date(2026, 6, 8)), {}) for room in rooms]
    findings: list[Any] = [one for each in found for key in ("broken", "warnings") for one in each[key]]  # type: ignore[union-attr,attr-defined]
    assert len(findings) > 3
    for one in findings:
        words, place = finding_words(one), place_words(one)
        assert words.id != words.en, one
        assert one["check"] not in words.en
        assert not place.id.startswith("rack "), place


def test_every_dimension_of_a_room_has_a_name() -> None:
    room = read_room(data_path("rooms/hall"))
    for one in summary_json(summarise(room, date(2026, 6, 8)), {})["dimensions"]:  # type: ignore[attr-defined]
        assert dimension_words(one["dimension"]).id != one["dimension"]


def test_why_there_is_no_answer_is_told_in_the_language_of_the_page() -> None:
    said = "changes[1].lose: There is no device 'x'."
    assert error_told(said, "en") == said
    assert error_told(said, "id") == "Perubahan 1: Tidak ada perangkat 'x'."
    assert error_told(None, "id") is None
