"""Versions, keys, pages of lists, unknown fields, large bodies; sessions and tokens over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.http.serving import CASE, OTHER_CASE, PASSWORD, SECRET, Site, problem
from tests.workflow.handling.carrying import request
from tests.workflow.offices import AGENCY, ASKER, AUDITOR, KASI

COMMENT = {"text": "Hm."}


def comments(case: str = CASE) -> str:
    return f"/cases/{case}/comments"


def test_a_change_names_the_version_that_was_seen(site: Site) -> None:
    kasi = site.as_(KASI)
    problem(kasi.post(comments(), json=COMMENT), 428, "precondition")
    for tag in ("12", 'W/"12"', '"*"', '""'):
        problem(kasi.post(comments(), json=COMMENT, headers={"If-Match": tag}), 412, "precondition")
    seen = {"If-Match": site.version()}
    answer = kasi.post(comments(), json=COMMENT, headers=seen)
    assert answer.headers["ETag"] == site.version() != seen["If-Match"]
    problem(kasi.post(comments(), json=COMMENT, headers=seen), 412, "stale-version")


def test_the_same_key_has_one_effect_and_another_body_under_it_none(site: Site) -> None:
    kasi, before = site.as_(KASI), site.version()
    headers = {"If-Match": before, "Idempotency-Key": "k-1"}
    first = kasi.post(comments(), json=COMMENT, headers=headers)
    again = kasi.post(comments(), json=COMMENT, headers=headers)
    assert (again.status_code, again.json()) == (200, first.json())
    problem(kasi.post(comments(), json={"text": "Other."}, headers=headers), 422, "key-reused")
    timeline = kasi.get(f"/cases/{CASE}/timeline").json()
    assert [one["kind"] for one in timeline].count("CommentAdded") == 1


def test_a_list_comes_by_pages_that_together_are_all_of_it(shared: Site) -> None:
    auditor, names, after = shared.as_(AUDITOR), [], None
    for _ in range(9):
        page = auditor.get("/cases", params={"limit": 1} | ({"after": after} if after else {})).json()
        names += [one["case"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert names == [CASE, OTHER_CASE]
    problem(auditor.get("/cases", params={"after": "!!"}), 422, "bad-value")
    assert auditor.get("/cases", params={"limit": 0}).status_code == 422


def test_lists_totals_and_conflicts_of_an_agency_tell_nothing_of_anothers(shared: Site) -> None:
    asker = shared.as_(ASKER)
    assert [one["case"] for one in asker.get("/cases").json()["items"]] == [CASE]
    assert asker.get("/cases", params={"agency": "Dinkes"}).json() == {"items": [], "next": None}
    hidden = asker.get(f"/cases/{OTHER_CASE}").json()
    missing = asker.get("/cases/PS-2026-0099").json()
    assert hidden | {"instance": ""} == missing | {"instance": ""}
    for path in ("/cases", "/tasks", f"/cases/{CASE}", f"/cases/{CASE}/timeline", "/notifications"):
        assert SECRET not in asker.get(path).text


def test_unknown_fields_are_refused_with_their_place(shared: Site) -> None:
    body = {"agency": AGENCY, "subject": "S", "request": request(), "papers": [], "colour": "red"}
    told = problem(shared.as_(ASKER).post("/cases", json=body), 422, "bad-request")
    assert [(one["in"], one["field"]) for one in told["errors"]] == [("body", "colour")]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b'{"room": "city-hall", "request": {}, "room": "other"}', "room"),
        (b'{"request": {"power_w": 400, "power_w": 4000}}', "power_w"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "\\ud800"),
    ],
)
def test_a_field_that_stands_twice_is_refused_wherever_it_stands(
    shared: Site, body: bytes, where: str
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = shared.as_(KASI).send("POST", "/checks", headers, content=body)
    assert problem(answer, 422, "bad-value")["instance"] == where


def test_a_body_that_is_too_large_is_refused_before_it_is_read(shared: Site) -> None:
    answer = shared.as_(ASKER).post("/cases", json={"agency": "x" * (2 << 20)})
    problem(answer, 413, "too-large")


@pytest.mark.parametrize("site_header", ["cross-site", "same-site"])
def test_a_change_that_comes_from_another_site_is_refused(shared: Site, site_header: str) -> None:
    answer = shared.as_(KASI).post(comments(), json=COMMENT, headers={"Sec-Fetch-Site": site_header})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_session_begins_with_the_password_and_ends_with_sign_out_or_disuse(site: Site) -> None:
    nobody = site.as_(None)
    headers = {"Sec-Fetch-Site": "same-origin"}
    wrong = {"login": f"{KASI}.x", "password": "not this one, no"}
    problem(nobody.post("/sessions", json=wrong, headers=headers), 401, "sign-in-failed")
    right = {"login": f"{KASI}.x", "password": PASSWORD}
    answer = nobody.post("/sessions", json=right, headers=headers)
    assert answer.status_code in (200, 201)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    mine = {"Cookie": cookie, **headers}
    assert nobody.get("/me", headers=mine).json()["person"] == KASI
    site.now += timedelta(minutes=31)
    problem(nobody.get("/me", headers=mine), 401, "not-signed-in")


def test_a_token_does_what_it_is_good_for_and_no_more(site: Site) -> None:
    reader = site.token(KASI, "read")
    assert reader.get(f"/cases/{CASE}").status_code == 200
    refused = reader.post(comments(), json=COMMENT, headers={"If-Match": site.version()})
    problem(refused, 403, "not-allowed")
    site.now += timedelta(days=2)
    problem(reader.get(f"/cases/{CASE}"), 401, "not-signed-in")
