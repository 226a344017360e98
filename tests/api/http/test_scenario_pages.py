"""Scenarios and forecasts as pages: built by forms without a script, compared, planned; and who sees them."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from api.pages.change_forms import CHANGE_FORMS
from capacity.data import data_path
from tests.api.http.serving import WHO, Site
from tests.workflow.computing.past import add_past
from tests.workflow.handling.carrying import ROOM, catalogue
from workflow.computing import QUEUE, jobs
from workflow.worker import Worker

FIRST = "SK-2026-0001"  # the planner's, of the populated site
DRAFT = "/planning/scenarios/draft"


class Browser:
    """Somebody who looks at pages and sends their forms."""

    def __init__(self, site: Site, role: str, language: str = "en") -> None:
        self.site = site
        self.headers = dict(site.as_(WHO[role]).headers)
        self.headers["Cookie"] = f"{self.headers.get('Cookie', '')}; titip_language={language}"

    def get(self, path: str) -> Any:
        self.site.client.cookies.clear()
        return self.site.client.get(path, headers=self.headers, follow_redirects=False)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        self.site.client.cookies.clear()
        return self.site.client.post(path, data=data, headers=self.headers, follow_redirects=False, **more)


@pytest.fixture
def planner(site: Site) -> Browser:
    return Browser(site, "planner")


@pytest.fixture
def drafter(shared: Site) -> Browser:
    """A planner who keeps nothing."""
    return Browser(shared, "planner")


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None, name
    return html.unescape(found[1])


def state(page: Any) -> dict[str, str]:
    """What the page carries from one form to the next."""
    return {name: hidden(page, name) for name in ("room", "id", "seen", "changes")}


def changes(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(hidden(page, "changes"))
    return found


def add(browser: Browser, page: Any, kind: str, **values: str) -> Any:
    fields = {f"{kind}-{name}": value for name, value in values.items()}
    return browser.post(DRAFT, {**state(page), **fields, "act": f"add-{kind}"})


def drain(site: Site) -> None:
    Worker(site.store, jobs(catalogue()), (QUEUE,), clock=lambda: site.now).drain()


SERVERS = {"request": "new", "quantity": "2", "u_height": "1", "weight_kg": "15", "power_w": "200"}
#: Kind -> what is filled in, and the changes that it makes.
FILLED: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {
    "lose": ({"name": "UPS-A"}, [{"lose": "UPS-A"}]),
    "racks": ({"like": "A03", "names": "A08 A09", "row": "", "pdus": "yes"}, []),
    "remove": (
        {"names": "sismiop-db-1, atcs-1"},
        [{"remove": "devices", "names": ["sismiop-db-1", "atcs-1"]}],
    ),
    "replace": (
        {"names": "sismiop-db-1", **SERVERS},
        [
            {"remove": "devices", "names": ["sismiop-db-1"]},
            {"requests": [{"kind": "server", **SERVERS}]},
        ],
    ),
    "place": (SERVERS, [{"requests": [{"kind": "server", **SERVERS}]}]),
    "move": (
        {"device": "sismiop-db-1", "rack": "B05", "position_u": "30"},
        [{"move": "sismiop-db-1", "rack": "B05", "position_u": "30"}],
    ),
    "set": (
        {"what": "power.rated_w", "name": "UPS-B", "value": "60000"},
        [{"set": "power", "name": "UPS-B", "values": {"rated_w": "60000"}}],
    ),
    "policy": ({"what": "cooling.spare", "value": "0"}, [{"policy": {"cooling": {"spare": 0}}}]),
}


@pytest.mark.parametrize("kind", CHANGE_FORMS)
def test_every_form_adds_its_change_and_tells_it_in_words(drafter: Browser, kind: str) -> None:
    values, expected = FILLED[kind]
    page = add(drafter, drafter.get(f"/planning/scenarios/new?room={ROOM}"), kind, **values)
    assert page.status_code == 200, page.text
    assert "The change was added" in page.text
    made = changes(page)
    if kind == "racks":
        assert [change["add"] for change in made] == ["racks", "power"]
        assert [row["rack"] for row in made[0]["rows"]] == ["A08", "A09"]
    else:
        assert made == expected
    assert page.text.count('<li id="change-') == len(made)


def test_a_scenario_is_built_from_several_changes_and_saved(planner: Browser) -> None:
    page = add(planner, planner.get("/planning/scenarios/new"), "lose", name="UPS-A")
    page = planner.post(
        DRAFT, {**state(page), "lose-name": "AC-1", "at": "2027-02-01", "act": "add-lose", "name": "Both"}
    )
    page = add(planner, page, "remove", names="sismiop-db-1")
    assert [next(iter(change)) for change in changes(page)] == ["lose", "lose", "remove"]
    page = planner.post(DRAFT, {**state(page), "act": "up-3"})
    page = planner.post(DRAFT, {**state(page), "act": "drop-1", "name": "Both"})
    assert changes(page) == [
        {"remove": "devices", "names": ["sismiop-db-1"]},
        {"lose": "AC-1", "at": "2027-02-01"},
    ]
    saved = planner.post(DRAFT, {**state(page), "act": "save", "name": "Both", "note": "later"})
    assert saved.status_code == 303
    shown = planner.get(saved.headers["location"])
    assert "The scenario was saved." in shown.text
    assert "1 Feb 2027" in shown.text or "Feb 1, 2027" in shown.text
    edit = planner.get("/planning/scenarios/SK-2026-0002/edit")
    again = planner.post(DRAFT, {**state(edit), "act": "save", "name": "Both, once more"})
    assert again.status_code == 303
    listed = planner.get("/planning/scenarios")
    assert "Both, once more" in listed.text


def test_what_is_wrong_is_told_at_its_field_and_what_was_entered_stays(drafter: Browser) -> None:
    page = drafter.get("/planning/scenarios/new")
    wrong = add(drafter, page, "lose", name="UPS-Z")
    assert wrong.status_code == 422
    assert '<a href="#lose-name">' in wrong.text
    assert 'id="lose-name-wrong"' in wrong.text
    assert 'value="UPS-Z"' in wrong.text
    assert changes(wrong) == []
    empty = add(drafter, page, "set", what="power.rated_w", name="", value="many")
    assert '<a href="#set-name">' in empty.text
    number = add(drafter, page, "set", what="power.rated_w", name="UPS-B", value="many")
    assert '<a href="#set-value">' in number.text
    server = add(drafter, page, "place", **{**SERVERS, "power_w": "-1"})
    assert '<a href="#place-power_w">' in server.text
    day = drafter.post(DRAFT, {**state(page), "lose-name": "UPS-A", "at": "soon", "act": "add-lose"})
    assert '<a href="#at">' in day.text
    nameless = drafter.post(DRAFT, {**state(add(drafter, page, "lose", name="UPS-A")), "act": "save"})
    assert nameless.status_code == 422
    assert '<a href="#name">' in nameless.text


def test_problems_are_told_in_the_language_of_the_page(shared: Site) -> None:
    told = Browser(shared, "planner", "id")
    wrong = add(told, told.get("/planning/scenarios/new"), "lose", name="UPS-Z")
    assert "Tidak ada simpul daya, unit pendingin, switch, host, atau rak" in wrong.text
    assert "There is no" not in wrong.text


def test_changes_come_from_a_file_too(drafter: Browser) -> None:
    page = drafter.get("/planning/scenarios/new")
    file = data_path("scenarios/four-racks.toml").read_bytes()
    read = drafter.post(
        DRAFT, {**state(page), "act": "file"}, files={"file": ("four.toml", file, "application/toml")}
    )
    assert read.status_code == 200
    assert [change["add"] for change in changes(read)] == ["racks", "power"]
    assert 'value="four racks more"' in read.text
    bad = drafter.post(DRAFT, {**state(page), "act": "file"}, files={"file": ("x.toml", b"no = [", "x")})
    assert bad.status_code == 422
    assert '<a href="#file">' in bad.text


def test_a_page_that_was_tampered_with_is_refused(drafter: Browser) -> None:
    page = drafter.get("/planning/scenarios/new")
    for text in ("{", "[1]", '[{"fly": 1}]', '[{"add": "racks", "rows": 3}]'):
        answer = drafter.post(DRAFT, {**state(page), "changes": text, "act": "save", "name": "x"})
        assert answer.status_code == 422, text
    for act in ("drop-" + "9" * 5000, "up-x", "add-castle", "nothing"):
        again = drafter.post(DRAFT, {**state(page), "act": act, "seen": "9" * 5000})
        assert again.status_code == 200
        assert changes(again) == []


def test_a_version_that_somebody_else_made_meanwhile_is_not_overwritten(site: Site, planner: Browser) -> None:
    edit = planner.get(f"/planning/scenarios/{FIRST}/edit")
    kasi = Browser(site, "kasi")
    other = kasi.get(f"/planning/scenarios/{FIRST}/edit")
    assert kasi.post(DRAFT, {**state(other), "act": "save", "name": "by the head"}).status_code == 303
    late = planner.post(DRAFT, {**state(edit), "act": "save", "name": "too late"})
    assert late.status_code == 412
    assert changes(late) == [{"lose": "UPS-A"}]


def test_chosen_scenarios_are_compared_and_the_answer_is_a_page(site: Site, planner: Browser) -> None:
    page = add(planner, planner.get("/planning/scenarios/new"), "remove", names="sismiop-db-1")
    planner.post(DRAFT, {**state(page), "act": "save", "name": "<b>One</b> less"})
    chosen = {"scenario": [FIRST, "SK-2026-0002"], "queue": "yes", "room": ROOM}
    asked = planner.post("/planning/comparisons", chosen)
    assert asked.status_code == 303
    job = asked.headers["location"]
    assert "It begins as soon as a worker is free." in planner.get(job).text
    drain(site)
    on = planner.get(job)
    assert on.status_code == 303
    polled = site.client.get(job, headers={**planner.headers, "HX-Request": "true"}, follow_redirects=False)
    assert polled.headers["hx-redirect"] == on.headers["location"]
    shown = planner.get(on.headers["location"])
    assert shown.status_code == 200
    for text in ("UPS A lost", "&lt;b&gt;One&lt;/b&gt; less", "Devices without power", "Failover budget",
                 "What binds", "More of ref-2u-10g", "Of the requests that wait"):  # fmt: skip
        assert text in shown.text, text
    indonesian = Browser(site, "planner", "id").get(on.headers["location"]).text
    assert "Perangkat padam" in indonesian
    assert " is lost" not in indonesian
    assert " while " not in indonesian


@pytest.mark.parametrize("many", [0, 5])
def test_none_and_five_scenarios_are_not_compared(planner: Browser, many: int) -> None:
    for number in range(many - 1):
        page = add(planner, planner.get("/planning/scenarios/new"), "lose", name="UPS-A")
        planner.post(DRAFT, {**state(page), "act": "save", "name": f"n{number}"})
    ids = [f"SK-2026-{n:04d}" for n in range(1, many + 1)]
    answer = planner.post("/planning/comparisons", {"scenario": ids, "room": ROOM} if ids else {"room": ROOM})
    assert answer.status_code == 422
    assert '<a href="#choose">' in answer.text


def test_an_official_plans_a_scenario_and_its_room_shows_it(site: Site, planner: Browser) -> None:
    kasi = Browser(site, "kasi")
    path = f"/planning/scenarios/{FIRST}"
    assert "Record as a planned change" not in planner.get(path).text
    assert planner.post(f"{path}/promote", {"version": "1"}).status_code == 403
    bad = kasi.post(f"{path}/promote", {"version": "1", "due": "soon"})
    assert bad.status_code == 422
    assert '<a href="#due">' in bad.text
    done = kasi.post(f"{path}/promote", {"version": "1", "due": "2027-01-01", "note": "after the tender"})
    assert done.status_code == 303
    room = planner.get(f"/rooms/{ROOM}").text
    assert "Planned changes" in room
    assert "after the tender" in room
    assert kasi.post(f"{path}/promote", {"version": "1"}).status_code == 409
    assert kasi.post(f"{path}/plan-end", {"state": "carried_out"}).status_code == 303
    assert "Carried out" in planner.get(path).text


def test_a_scenario_is_put_away_by_its_owner(site: Site, planner: Browser) -> None:
    path = f"/planning/scenarios/{FIRST}"
    assert Browser(site, "kabid").post(f"{path}/archive", {"version": "1"}).status_code == 403
    assert planner.post(f"{path}/archive", {"version": "1"}).status_code == 303
    assert "There is no scenario yet." in planner.get("/planning/scenarios").text
    assert FIRST in planner.get("/planning/scenarios?archived=yes").text
    assert "put away" in planner.get(path).text


def test_a_forecast_is_asked_for_and_shown_with_its_tables(site: Site, planner: Browser) -> None:
    add_past(site.store, site.now - timedelta(days=1))
    form = {"room": ROOM, "years": "1", "draws": "3", "queue": "yes"}
    asked = planner.post("/planning/forecasts", form)
    drain(site)
    on = planner.get(asked.headers["location"])
    shown = planner.get(on.headers["location"])
    assert shown.status_code == 200
    for text in ("<svg", "P10", "P50", "P90", "Month by month", "Demand so far", "3 futures of 1 years"):
        assert text in shown.text, text
    assert shown.text.count("<svg") >= 2
    indonesian = Browser(site, "planner", "id").get(on.headers["location"]).text
    assert " while " not in indonesian


def test_a_forecast_that_cannot_be_is_told_at_its_field(drafter: Browser) -> None:
    wrong = drafter.post("/planning/forecasts", {"room": ROOM, "years": "99", "draws": "many"})
    assert wrong.status_code == 422
    assert '<a href="#draws">' in wrong.text
    years = drafter.post("/planning/forecasts", {"room": ROOM, "years": "99", "draws": "5"})
    assert '<a href="#years">' in years.text
    for text in ("nan", "inf", ""):
        assert (
            drafter.post("/planning/forecasts", {"room": ROOM, "years": "1", "draws": text}).status_code
            == 422
        )
    short = drafter.post("/planning/forecasts", {"room": ROOM, "years": "1", "draws": "5"})
    assert short.status_code == 422
    assert "complete requests" in short.text


#: Page -> who sees it; everybody else is told that he may not.
READERS = {"kepala_dinas", "sekretaris", "kabid", "kasi", "planner", "auditor"}
MAKERS = READERS - {"auditor"}
PAGES = {
    "/planning/scenarios": READERS,
    f"/planning/scenarios/{FIRST}": READERS,
    "/planning/scenarios/new": MAKERS,
    f"/planning/scenarios/{FIRST}/edit": MAKERS,
    "/planning/forecasts": MAKERS,
}


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_seen_by_those_who_see_the_same_over_the_api(shared: Site, path: str) -> None:
    for role, person in WHO.items():
        status = Browser(shared, role).get(path).status_code
        expected = 303 if person is None else 200 if role in PAGES[path] else 403
        assert status == expected, (role, status)


def test_answers_are_seen_by_those_who_see_the_calculation(site: Site, planner: Browser) -> None:
    asked = planner.post("/planning/comparisons", {"scenario": [FIRST]})
    id = asked.headers["location"].rpartition("/")[2]
    assert planner.get(f"/planning/comparisons/{id}").status_code == 404  # it is not done
    drain(site)
    assert planner.get(f"/planning/forecasts/{id}").status_code == 404  # it is of another kind
    assert Browser(site, "kabid").get(f"/planning/comparisons/{id}").status_code == 200
    for role in ("agency", "registrar", "administrator"):
        assert Browser(site, role).get(f"/planning/comparisons/{id}").status_code == 404
