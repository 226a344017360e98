"""Scenarios over HTTP: kept, changed, archived, planned; compared and forecast as calculations; tables."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from tests.api.http.serving import WHO, Site, all_of, problem
from tests.workflow.computing.past import add_past
from tests.workflow.handling.carrying import ROOM, catalogue
from workflow.computing import QUEUE, jobs
from workflow.worker import Worker

FIRST = "SK-2026-0001"  # the planner's, of the populated site


def body(name: str = "AC 1 lost", **more: Any) -> dict[str, Any]:
    return {"name": name, "changes": [{"lose": "AC-1"}], **more}


def drain(site: Site) -> None:
    Worker(site.store, jobs(catalogue()), (QUEUE,), clock=lambda: site.now).drain()


def test_a_scenario_is_made_read_and_changed_by_its_owner(site: Site) -> None:
    kabid = site.as_(WHO["kabid"])
    made = kabid.post("/scenarios", body(room=ROOM, note="next year"))
    assert made.status_code == 201
    assert made.headers["etag"] == '"1"'
    path = made.headers["location"]
    assert kabid.get(path).json()["changes"] == [{"lose": "AC-1"}]
    changed = body("both", changes=[{"lose": "AC-1"}, {"lose": "UPS-A", "at": "2027-01-01"}])
    answer = kabid.post(f"{path}/versions", changed, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    now = site.as_(WHO["planner"]).get(path).json()
    assert (now["name"], now["version"], now["owner"]) == ("both", 2, WHO["kabid"])
    assert [one["version"] for one in now["versions"]] == [2, 1]
    assert kabid.get(path, params={"version": 1}).json()["name"] == "both"
    assert kabid.get(path, params={"version": 1}).json()["note"] == "next year"
    problem(kabid.get(path, params={"version": 3}), 404, "not-stored")


def test_who_is_neither_owner_nor_head_of_section_changes_nothing(site: Site) -> None:
    headers = {"If-Match": '"1"'}
    kabid, kasi = site.as_(WHO["kabid"]), site.as_(WHO["kasi"])
    problem(kabid.post(f"/scenarios/{FIRST}/versions", body(), headers=headers), 403, "not-allowed")
    problem(kabid.delete(f"/scenarios/{FIRST}", headers=headers), 403, "not-allowed")
    assert kasi.post(f"/scenarios/{FIRST}/versions", body(), headers=headers).status_code == 201


def test_all_problems_are_told_by_change_and_field_and_nothing_is_kept(site: Site) -> None:
    planner = site.as_(WHO["planner"])
    before = all_of(planner, "/scenarios", 1)
    wrong = [{"lose": "UPS-Z"}, {"move": "nothing", "rack": "A01"}, {"fly": "away"}]
    told = problem(
        planner.post("/scenarios", {"room": ROOM, "name": "x", "changes": wrong}), 422, "bad-input"
    )
    assert {error["column"] for error in told["errors"]} == {"changes[3]"}  # its shape comes first
    told = problem(
        planner.post("/scenarios", {"room": ROOM, "name": "x", "changes": wrong[:2]}), 422, "bad-input"
    )
    assert {error["column"] for error in told["errors"]} == {"changes[1].lose", "changes[2].move"}
    problem(planner.post("/scenarios", body(room="elsewhere")), 404, "not-stored")
    assert all_of(planner, "/scenarios", 1) == before


def test_a_version_needs_the_one_that_was_seen(site: Site) -> None:
    planner = site.as_(WHO["planner"])
    problem(planner.post(f"/scenarios/{FIRST}/versions", body()), 428, "precondition")
    planner.post(f"/scenarios/{FIRST}/versions", body(), headers={"If-Match": '"1"'})
    again = planner.post(f"/scenarios/{FIRST}/versions", body(), headers={"If-Match": '"1"'})
    problem(again, 412, "stale-version")


def test_an_archived_scenario_is_listed_apart(site: Site) -> None:
    planner = site.as_(WHO["planner"])
    planner.post("/scenarios", body(room=ROOM))
    assert planner.delete(f"/scenarios/{FIRST}", headers={"If-Match": '"1"'}).json()["archived_by"]
    listed = [one["scenario"] for one in all_of(planner, "/scenarios", 1)]
    assert listed == ["SK-2026-0002"]
    archived = planner.get("/scenarios", params={"archived": "true", "room": ROOM}).json()["items"]
    assert [one["scenario"] for one in archived] == [FIRST]
    again = planner.delete(f"/scenarios/{FIRST}", headers={"If-Match": '"1"'})
    problem(again, 409, "conflict")


def test_a_planned_change_is_shown_with_its_room_until_after_its_end(site: Site) -> None:
    kasi = site.as_(WHO["kasi"])
    plan = {"due": "2027-01-01", "note": "after the tender"}
    assert kasi.post(f"/scenarios/{FIRST}/promotions", plan, headers={"If-Match": '"1"'}).status_code == 201
    (shown,) = site.as_(WHO["auditor"]).get(f"/rooms/{ROOM}/planned-changes").json()
    assert (shown["state"], shown["due"], shown["decided_by"]) == ("planned", "2027-01-01", WHO["kasi"])
    assert kasi.post(f"/scenarios/{FIRST}/promotion-ends", {"state": "carried_out"}).status_code == 200
    (shown,) = kasi.get(f"/rooms/{ROOM}/planned-changes").json()
    assert (shown["state"], shown["ended_by"]) == ("carried_out", WHO["kasi"])
    problem(kasi.post(f"/scenarios/{FIRST}/promotion-ends", {"state": "dropped"}), 409, "conflict")
    problem(kasi.get("/rooms/elsewhere/planned-changes"), 404, "not-stored")


def test_scenarios_are_compared_with_what_waits_and_the_table_is_a_file(site: Site) -> None:
    planner = site.as_(WHO["planner"])
    second = planner.post("/scenarios", body(room=ROOM)).json()["scenario"]
    asked = planner.post(
        f"/rooms/{ROOM}/whatifs",
        {"scenarios": [{"scenario": FIRST}, {"scenario": second, "version": 1}], "queue": True, "seconds": 5},
    )
    assert asked.status_code == 202
    place = asked.headers["location"]
    problem(planner.get(f"{place}/table"), 404, "not-stored")
    drain(site)
    done = planner.get(place).json()
    assert (done["state"], done["kind"]) == ("done", "whatif")
    result = done["result"]
    assert [one["name"] for one in result["scenarios"]] == ["UPS A lost", "AC 1 lost"]
    assert len(result["queue"]["cases"]) == 2
    rows = list(csv.DictReader(io.StringIO(planner.get(f"{place}/table").text)))
    assert {row["scenario"] for row in rows} == {"UPS A lost", "AC 1 lost"}
    problem(site.as_(WHO["agency"]).get(f"{place}/table"), 404, "not-stored")
    assert site.as_(WHO["kabid"]).get(f"{place}/table").status_code == 200


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet"])
def test_a_forecast_from_the_register_can_be_had_as_a_table(site: Site, format: str) -> None:
    add_past(site.store, site.now - timedelta(days=1))
    planner = site.as_(WHO["planner"])
    asked = planner.post(f"/rooms/{ROOM}/forecasts", {"draws": 2, "years": 0.5})
    drain(site)
    told = planner.get(asked.headers["location"]).json()["result"]
    assert told["draws"] == 2
    assert told["demand"]["requests"] == 62  # with the two cases of the site
    answer = planner.get(f"{asked.headers['location']}/table", params={"format": format})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f'.{format}"')
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}
    if format == "xlsx":  # there is no reader of it among the packages: it is a zip with one sheet
        assert answer.content[:2] == b"PK"
        return
    frame = read[format](io.BytesIO(answer.content))
    assert set(frame["draw"]) == {0, 1}


def test_a_register_that_is_too_short_is_told_when_one_asks(site: Site) -> None:
    told = problem(site.as_(WHO["planner"]).post(f"/rooms/{ROOM}/forecasts", {"draws": 5}), 422, "bad-input")
    assert "complete requests" in told["errors"][0]["problem"]


def test_a_scenario_of_another_room_is_refused(site: Site) -> None:
    with site.store.write() as unit:
        unit.rooms.load("other", unit.rooms.files(ROOM), site.now, "kadek")
        unit.commit()
    asked = {"scenarios": [{"scenario": FIRST}]}
    problem(site.as_(WHO["planner"]).post("/rooms/other/whatifs", asked), 422, "bad-input")
