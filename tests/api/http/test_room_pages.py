"""Floor plan and racks as pages: what is drawn is what the table says, and who sees it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from api.pages.floor import DIMENSIONS
from tests.api.http.serving import Site
from tests.api.http.visiting_pages import counted, get, plain
from tests.workflow.handling.carrying import catalogue
from tests.workflow.offices import KASI
from workflow.planning import keep, promote
from workflow.scenarios import Content

AT = "/rooms/denpasar"
SVG = {"class": "floor"}
NO_ROOMS = ("agency", "other_agency", "registrar", "no_post")


def words(drawing: ElementTree.Element, css: str) -> list[str]:
    return [one.text or "" for one in drawing.iter("text") if css in one.get("class", "").split()]


@pytest.mark.parametrize("show", DIMENSIONS)
def test_the_plan_and_its_table_say_the_same_of_every_rack(shared: Site, show: str) -> None:
    got = get(shared, "planner", f"{AT}?show={show}")
    assert got.code == 200
    (plan,) = got.drawings("floor")
    drawn = dict(zip(words(plan, "spot-name"), words(plan, "spot-value"), strict=True))
    table = {row[0]: row[3] for row in got.rows("As a table")}
    assert drawn == table
    assert len(drawn) == 14


def test_a_rack_that_is_not_in_use_has_no_figure_and_no_colour(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}?show=weight")
    (plan,) = got.drawings("floor")
    bands = {
        (link.find("text").text): link.find("rect").get("class")  # type: ignore[union-attr]
        for link in plan.iter("a")
    }
    assert bands["A07"] == "spot band-0"
    rows = {row[0]: row for row in got.rows("As a table")}
    assert rows["A07"][2:] == ["planned", "–", "the rack is not in use"]


def test_after_a_loss_the_plan_names_what_binds_and_in_which_loss(shared: Site) -> None:
    rows = {row[0]: row for row in get(shared, "planner", f"{AT}?show=loss_a").rows("As a table")}
    assert rows["A03"][3] == "91%"
    assert rows["A03"][4].startswith("UPS-B, ATS-A is lost, 31,")


def test_the_legend_tells_the_thresholds_of_the_dimension(shared: Site) -> None:
    text = plain(get(shared, "planner", f"{AT}?show=run").text)
    assert "≥ 10 U 6 – < 10 U 3 – < 6 U 1 – < 3 U < 1 U ? not known" in text
    assert "< 50 % 50 – < 70 %" in plain(get(shared, "planner", f"{AT}?show=heat").text)


def test_a_dimension_that_there_is_not_shows_space(shared: Site) -> None:
    assert "Floor plan: Space used" in plain(get(shared, "planner", f"{AT}?show=sound").text)


def test_a_rack_marks_the_one_limit_that_binds(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}/racks/A03")
    rows = got.rows("Limits of this rack</caption>")
    assert [row[0] for row in rows if row[0].endswith("binding")] == ["After loss of A binding"]
    assert [row[0] for row in rows][1:3] == ["Power A", "Power B"]
    assert all(row[4].endswith("%") for row in rows)


def test_free_runs_are_labelled_with_their_size_and_units(shared: Site) -> None:
    (drawing,) = get(shared, "planner", f"{AT}/racks/A03").drawings("rack")
    labels = words(drawing, "label-free")
    assert "4U free (U20-U23)" in labels
    assert labels.count("4U free (U7-U10)") == 2, "on both faces"


def test_each_face_shows_the_ghost_of_what_stands_on_the_other(shared: Site) -> None:
    (drawing,) = get(shared, "planner", f"{AT}/racks/A03").drawings("rack")
    assert "tor-a03" in words(drawing, "label-behind")
    assert "nas-opd-2" in words(drawing, "label-taken")
    assert "tor-a03" not in words(drawing, "label-taken")


def test_states_are_told_by_words_and_by_patterns(shared: Site) -> None:
    (drawing,) = get(shared, "planner", f"{AT}/racks/A03").drawings("rack")
    assert "held: PS-2026-038" in words(drawing, "label-held")
    assert "blocked" in words(drawing, "label-blocked")
    fills = [one.get("fill") for one in drawing.iter("rect")]
    assert {"url(#hatch-held)", "url(#hatch-blocked)"} <= set(fills)


def test_a_row_of_racks_is_shown_side_by_side(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}/racks?row=B")
    assert len(got.drawings("rack")) == 7
    assert len(get(shared, "planner", f"{AT}/racks?row=nonsense").drawings("rack")) == 7


@pytest.mark.parametrize("path", ["/rooms", AT, f"{AT}/racks", f"{AT}/racks/A03"])
def test_who_may_not_see_rooms_is_refused(shared: Site, path: str) -> None:
    for role in NO_ROOMS:
        assert get(shared, role, path).code == 403, role
    assert get(shared, "nobody", path).code == 303
    assert get(shared, "administrator", path).code == 200


@pytest.mark.parametrize("path", ["/rooms/none", "/rooms/none/racks", f"{AT}/racks/none"])
def test_a_room_or_rack_that_is_not_there_is_not_found(shared: Site, path: str) -> None:
    assert get(shared, "planner", path).code == 404


@pytest.mark.parametrize("path", [AT, f"{AT}?show=ports", f"{AT}/racks?row=A", f"{AT}/racks/A03"])
def test_a_page_asks_the_store_the_same_few_things_whatever_it_shows(shared: Site, path: str) -> None:
    get(shared, "planner", path)  # the room is read once
    with counted(shared) as sent:
        assert get(shared, "planner", path).code == 200
    reads = [one for one in sent if one.lstrip().upper().startswith("SELECT")]
    assert len(reads) <= 12, "\n".join(reads)


def test_changes_that_were_decided_for_the_room_stand_on_its_page(site: Site) -> None:
    content = Content("Panel B2 goes", ({"lose": "PDP-B2"},))
    with site.store.write() as unit:
        line = keep(unit, "denpasar", content, KASI, site.now, catalogue())
        promote(unit, line.id, 1, due=None, note="After the rains.", by=KASI, at=site.now)
        unit.commit()
    (row,) = get(site, "planner", AT).rows("Planned changes")
    assert row[0] == "Panel B2 goes"
    assert get(site, "administrator", AT).rows("Planned changes") == [], "who may not see scenarios"
