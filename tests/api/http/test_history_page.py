"""The history of a room as a page."""

from __future__ import annotations

import pytest

from tests.api.http.serving import CASE, WHO, Site
from tests.api.http.visiting_pages import counted, get
from tests.workflow.handling.carrying import Carrier

AT = "/rooms/denpasar/history"


def test_before_anything_was_placed_the_page_says_what_will_stand_there(shared: Site) -> None:
    got = get(shared, "planner", AT)
    assert got.code == 200
    assert "Titip has placed nothing here yet." in got.text
    (version,) = got.rows("versions-head")
    assert version[0] == "1 in force"
    assert version[4] == "11 files, the first time"


def test_a_hold_stands_there_with_its_case_for_those_who_see_cases(site: Site) -> None:
    carrier = Carrier(site.store, site.now)
    carrier.name = CASE
    carrier.accept()
    (row,) = get(site, "planner", AT).rows("placed-head")
    assert row[4] == "Held"
    assert row[6] == CASE
    assert row[2].startswith("A")
    (row,) = get(site, "administrator", AT).rows("placed-head")
    assert len(row) == 6
    assert f"/cases/{CASE}" not in get(site, "administrator", AT).text


@pytest.mark.parametrize("role", ["agency", "other_agency", "registrar", "no_post"])
def test_who_may_not_see_rooms_sees_no_history(shared: Site, role: str) -> None:
    assert WHO[role]
    assert get(shared, role, AT).code == 403
    assert get(shared, "planner", "/rooms/none/history").code == 404


def test_the_history_asks_the_store_a_few_things_only(shared: Site) -> None:
    with counted(shared) as sent:
        get(shared, "planner", AT)
    assert sum(one.lstrip().upper().startswith("SELECT") for one in sent) <= 20
