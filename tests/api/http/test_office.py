"""The office over HTTP: people and posts, calendar, procedures, notifications, figures, the log."""

from __future__ import annotations

from typing import Any

from tests.api.http.serving import CASE, Site, all_of, problem
from tests.workflow.offices import ADMIN, ASKER, AUDITOR, KABID, KASI, PLANNER
from workflow.ports import Store


def test_a_person_gets_a_post_and_acts_in_it_from_its_first_day(site: Site) -> None:
    admin = site.as_(ADMIN)
    body = {"post": "kabid", "person": KASI, "start": "2026-06-08", "end": "2026-06-10", "kind": "plh"}
    told = problem(admin.post("/holdings", body), 422, "bad-input")
    assert "decree" in told["errors"][0]["problem"]
    made = admin.post("/holdings", {**body, "decree": "800/1"})
    assert (made.status_code, made.json()["acts"]) == (201, True)
    assert site.as_(KASI).get("/me").json()["roles"] == ["kabid", "kasi"]
    assert site.as_(KABID).get("/me").json()["roles"] == []
    post = next(one for one in admin.get("/posts").json()["items"] if one["post"] == "kabid")
    assert {one["person"]: one["acts"] for one in post["holders"]} == {KASI: True, KABID: False}
    later = admin.get("/posts", params={"on": "2026-06-10"}).json()["items"]
    post = next(one for one in later if one["post"] == "kabid")
    assert [(one["person"], one["acts"]) for one in post["holders"]] == [(KABID, True)]


def test_people_and_posts_are_added_and_replaced(site: Site) -> None:
    admin = site.as_(ADMIN)
    assert admin.put("/people/ayu", {"name": " Ayu ", "rank": "Penata"}).json()["name"] == "Ayu"
    assert admin.put("/people/ayu", {"name": "Ayu", "email": "ayu@titip.example"}).json()["rank"] is None
    post = {"role": "agency", "title": "Kasubag", "agency": "Dishub"}
    assert admin.put("/posts/agency-dishub", post).status_code == 200
    problem(admin.put("/posts/agency-x", {"role": "agency", "title": "T"}), 422, "bad-input")
    assert admin.put("/people/No%20Id", {"name": "N"}).status_code == 422


def test_lists_of_the_office_come_by_pages_in_order(shared: Site) -> None:
    auditor = shared.as_(AUDITOR)
    for path, key in (("/people", "person"), ("/posts", "post"), ("/accounts", "person")):
        names = [one[key] for one in all_of(auditor, path, 3)]
        assert names == sorted(names) == [one[key] for one in all_of(auditor, path, 200)]
        assert len(names) > 3
    assert len(all_of(auditor, "/holdings", 4)) == len(all_of(auditor, "/holdings", 200)) > 4


def test_a_calendar_is_put_in_the_place_of_the_one_that_was_seen(site: Site) -> None:
    admin = site.as_(ADMIN)
    seen = admin.get("/calendar")
    changed = seen.json()["calendar"] | {"name": "other"}
    problem(admin.put("/calendar", {"calendar": changed}), 428, "precondition")
    problem(admin.put("/calendar", {"calendar": changed}, headers={"If-Match": '"x"'}), 412, "precondition")
    tag = {"If-Match": seen.headers["etag"]}
    adopted = admin.put("/calendar", {"calendar": changed}, headers=tag)
    assert adopted.status_code == 200
    assert adopted.json() == admin.get("/calendar").json()
    assert adopted.headers["etag"] != seen.headers["etag"]
    problem(admin.put("/calendar", {"calendar": changed}, headers=tag), 412, "precondition")
    bad = admin.put("/calendar", {"calendar": changed | {"zone": "Mars"}}, headers=tag)
    assert [one["column"] for one in problem(bad, 422, "bad-input")["errors"]] == ["zone"]


def test_a_version_of_the_procedure_is_published_once_and_told_apart(site: Site) -> None:
    admin = site.as_(ADMIN)
    (first,) = admin.get("/procedures").json()["items"]
    text = admin.get(f"/procedures/{first['sha256']}").json()["procedure"]
    same = admin.post("/procedures", {"procedure": text})
    assert (same.status_code, same.json()["new"]) == (200, False)
    again = admin.post("/procedures", {"procedure": text | {"title": {"id": "Lain", "en": "Other"}}})
    problem(again, 422, "bad-input")
    made = admin.post("/procedures", {"procedure": text | {"version": 2}})
    assert (made.status_code, made.json()["current"]) == (201, True)
    assert [one["where"] for one in made.json()["differences"]] == ["version"]
    listed = all_of(admin, "/procedures", 1)
    assert [(one["version"], one["current"]) for one in listed] == [(2, True), (1, False)]


def test_the_sheet_is_drawn_with_the_step_marked(shared: Site) -> None:
    kasi = shared.as_(KASI)
    (version,) = kasi.get("/procedures").json()["items"]
    path = f"/procedures/{version['sha256']}/drawing"
    bare, marked = kasi.get(path), kasi.get(path, params={"current": "3", "language": "en"})
    assert bare.headers["content-type"] == "image/svg+xml"
    assert bare.text.startswith("<svg")
    assert bare.text != marked.text
    assert int(bare.headers["titip-pages"]) >= 1
    problem(kasi.get(path, params={"current": "99"}), 422, "bad-value")
    problem(kasi.get(path, params={"page": 99}), 422, "bad-value")


def notify(store: Store, person: str, at: Any) -> None:
    with store.write() as unit:
        for number in range(5):
            body = f'{{"body":"Text {number}","subject":"S"}}'
            unit.notifications.put(f"k{number}", person, CASE, "arrival", body, at)
        unit.notifications.put("k9", "eka", CASE, "arrival", '{"body":"Not his","subject":"S"}', at)
        unit.commit()


def test_notifications_are_ones_own_and_are_marked_as_seen(site: Site) -> None:
    notify(site.store, ASKER, site.now)
    asker = site.as_(ASKER)
    assert asker.get("/me").json()["unseen"] == 5
    told = all_of(asker, "/notifications", 2)
    assert [one["text"] for one in told] == [f"Text {number}" for number in (4, 3, 2, 1, 0)]
    assert asker.put("/notifications/seen", {"upto": told[2]["id"]}).json() == {"marked": 3}
    left = asker.get("/notifications", params={"unseen": True}).json()["items"]
    assert [one["text"] for one in left] == ["Text 4", "Text 3"]


def test_figures_are_of_the_time_that_is_asked_for(shared: Site) -> None:
    planner = shared.as_(PLANNER)
    told = planner.get("/figures").json()
    assert told["cases"] == 2
    assert {one["name"]: one["decided"] for one in told["steps"]} == {"1b": 2, "2": 2}
    assert {one["median_s"] for one in told["steps"]} == {60.0}
    none = planner.get("/figures", params={"until": "2026-01-01T00:00:00Z"}).json()
    assert none == {"cases": 0, "steps": [], "agencies": [], "roles": []}
    assert planner.get("/figures", params={"since": "2026-01-01"}).status_code == 422


def test_the_log_is_read_in_order_and_verified_against_a_head(site: Site) -> None:
    auditor = site.as_(AUDITOR)
    entries = all_of(auditor, "/audit/entries", 7)
    assert [one["seq"] for one in entries] == list(range(1, len(entries) + 1))
    head = f"{entries[-1]['seq']}:{entries[-1]['sha256']}"
    assert auditor.get("/audit/verification", params={"head": head}).json() == {
        "holds": True, "head": head, "fault": None
    }  # fmt: skip
    forged = f"3:{'0' * 64}"
    told = auditor.get("/audit/verification", params={"head": forged}).json()
    assert (told["holds"], told["head"], told["fault"]["entry"]) == (False, None, 3)


def test_on_postgresql_as_well(postgres_site: Site) -> None:
    site = postgres_site
    notify(site.store, ASKER, site.now)
    assert len(all_of(site.as_(ASKER), "/notifications", 2)) == 5
    admin = site.as_(ADMIN)
    assert admin.put("/people/ayu", {"name": "Ayu"}).status_code == 200
    assert len(all_of(admin, "/holdings", 4)) > 4
    # PostgreSQL keeps no NUL: asked for, it is not there; sent, it makes no sense.
    for path in ("/cases/%00", "/rooms/%00", "/computations/%00", "/procedures/%00", "/accounts/%00"):
        assert site.as_(AUDITOR).get(path).status_code in (404, 422), path
    assert admin.put("/people/a%00b", {"name": "A"}).status_code == 422
    assert site.as_(ASKER).get("/cases", params={"agency": "\x00"}).status_code in (200, 422)
    assert admin.delete("/tokens/%00").status_code in (404, 422)
