"""Devices and ports of a room as lists: filters, sorting, pages and files say what the room holds."""

from __future__ import annotations

import csv
import io

import pytest

from api.pages.room_lists import natural
from tests.api.http.serving import Site
from tests.api.http.visiting_pages import Got, counted, get

AT = "/rooms/denpasar"


def names(got: Got) -> list[str]:
    assert got.code == 200
    return [row[0] for row in got.rows("Devices and holds")]


def lines(got: Got) -> list[dict[str, str]]:
    assert got.code == 200
    assert "attachment" in got.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(got.text.removeprefix("\ufeff"))))


def test_devices_come_by_name_as_people_count_fifty_a_page(shared: Site) -> None:
    first = names(get(shared, "planner", f"{AT}/devices"))
    second = names(get(shared, "planner", f"{AT}/devices?page=2"))
    assert (len(first), len(second)) == (50, 50)
    assert not set(first) & set(second)
    racked = names(get(shared, "planner", f"{AT}/devices?q=cm-a01"))
    assert [name for name in racked if name.startswith("cm")] == [f"cm-a01-{n}" for n in range(1, 8)]
    assert natural("A2") < natural("A10") < natural("b1")


def test_a_page_beyond_the_last_shows_the_last(shared: Site) -> None:
    last = names(get(shared, "planner", f"{AT}/devices?page=999"))
    assert last
    assert last == names(get(shared, "planner", f"{AT}/devices?page=6"))


def test_a_column_sorts_both_ways_and_what_is_not_known_comes_last(shared: Site) -> None:
    for sort in ("weight", "-weight"):
        found = lines(get(shared, "planner", f"{AT}/devices.csv?sort={sort}"))
        known = [float(one["Weight (kg)"]) for one in found if one["Weight (kg)"]]
        assert known == sorted(known, reverse=sort.startswith("-"))
        assert found[-1]["Weight (kg)"] == ""
        assert len(known) < len(found)


def test_filters_hold_together_and_stand_in_the_links_of_the_page(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}/devices?rack=A03&state=held")
    assert names(got) == ["TT-2026-022"]
    assert f"{AT}/devices.csv?rack=A03&amp;state=held" in got.text
    assert f"{AT}/devices?rack=A03&amp;state=held&amp;sort=power" in got.text
    assert names(get(shared, "planner", f"{AT}/devices?q=simpus+dinkes&rack=A03")) == ["TT-2026-022"]


def test_devices_with_missing_data_are_found(shared: Site) -> None:
    found = lines(get(shared, "planner", f"{AT}/devices.csv?missing=yes"))
    assert {"siak-san-1"} <= {one["Name"] for one in found}
    columns = ("Rack", "Lowest unit", "Height (U)", "Weight (kg)", "Draw (W)")
    assert all("" in [one[column] for column in columns] for one in found)


def test_a_file_holds_all_that_is_filtered_whatever_the_page(shared: Site) -> None:
    whole = lines(get(shared, "planner", f"{AT}/devices.csv?page=3"))
    assert len(whole) > 200
    assert get(shared, "planner", f"{AT}/devices.xlsx").text.startswith("PK")


def test_ports_of_a_rack_are_those_within_reach(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}/ports?rack=B03")
    switches = {row[0] for row in got.rows("By switch")}
    assert {"acc-b01", "core-1"} <= switches
    assert not any(name.endswith(("-a02", "-a03")) for name in switches)


def test_kinds_of_port_add_up_to_the_switches(shared: Site) -> None:
    found = lines(get(shared, "planner", f"{AT}/ports.csv"))
    kinds = {row[0]: row for row in get(shared, "planner", f"{AT}/ports").rows("By type")}
    assert set(kinds) == {one["Type of port"] for one in found}
    for kind, row in kinds.items():
        own = [one for one in found if one["Type of port"] == kind]
        assert [int(cell) for cell in row[1:5]] == [
            sum(int(one[column]) for one in own) for column in ("Total", "Used", "Held", "Free")
        ]
    assert sum(int(one["Held"]) for one in found) == 6, "of the two reservations that count"


@pytest.mark.parametrize("path", ["devices", "devices.csv", "ports", "ports.csv"])
def test_who_may_not_see_rooms_sees_no_list(shared: Site, path: str) -> None:
    for role in ("agency", "other_agency", "registrar", "no_post"):
        assert get(shared, role, f"{AT}/{path}").code == 403
    assert get(shared, "planner", f"/rooms/none/{path}").code == 404


@pytest.mark.parametrize("path", ["devices?sort=-power", "ports?rack=A03"])
def test_a_list_asks_the_store_the_same_few_things(shared: Site, path: str) -> None:
    get(shared, "planner", f"{AT}/{path}")
    with counted(shared) as sent:
        get(shared, "planner", f"{AT}/{path}")
    assert sum(one.lstrip().upper().startswith("SELECT") for one in sent) <= 12
