"""Signing in and out, passwords, tokens and accounts over HTTP; what another site may have a browser send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.app import PREFIX, routes
from tests.api.http.asked import request_to, things_of
from tests.api.http.serving import PASSWORD, RETIRED, WHO, Caller, Site, all_of, problem
from tests.workflow.offices import ADMIN, AGENCY, ASKER, AUDITOR, KASI

NEXT = "teh sore di ubud"
UNSAFE = [route.replace(PREFIX, "", 1) for route in routes() if not route.startswith("GET ")]
#: Headers of a request with a cookie -> whether it is let through.
SITES: list[tuple[dict[str, str], bool]] = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Origin": "http://127.0.0.1"}, True),
    ({"Origin": "https://elsewhere.example"}, False),
    ({"Origin": "null"}, False),
    ({}, False),
]


def signed_in(site: Site, person: str, password: str = PASSWORD) -> tuple[Caller, Any]:
    """Somebody who has come in by the front door, and what he was answered."""
    own = {"Sec-Fetch-Site": "same-origin"}
    body = {"login": f"{person}.x", "password": password}
    answer = site.as_(None).post("/sessions", body, headers=own)
    cookie = answer.headers.get("set-cookie", "").partition(";")[0]
    return Caller(site, own | {"Cookie": cookie}), answer


@pytest.mark.parametrize("route", UNSAFE)
def test_what_another_site_has_a_browser_send_is_refused_at_every_route(shared: Site, route: str) -> None:
    # Somebody without a post, so that what is let through changes nothing; no two of them in one session.
    cookie = shared.as_(RETIRED).headers["Cookie"]
    method, path, more = request_to(route, things_of(route)[-1])
    for headers, let_through in SITES:
        if let_through and route in ("DELETE /sessions", "DELETE /sessions/current"):
            cookie = shared.as_(RETIRED).headers["Cookie"]
        sent = {**more, "headers": {**more.get("headers", {}), **headers, "Cookie": cookie}}
        answer = Caller(shared).send(method, path, **sent)
        refused = answer.status_code == 403 and answer.json()["code"] == "cross-site"
        assert refused != let_through, headers


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(site: Site) -> None:
    _, answer = signed_in(site, KASI)
    assert (answer.status_code, answer.json()) == (201, {"person": KASI})
    attributes = answer.headers["set-cookie"].split("; ")[1:]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"} == set(attributes)


def test_signing_in_anew_ends_the_session_that_the_browser_had(site: Site) -> None:
    first, _ = signed_in(site, KASI)
    body = {"login": f"{KASI}.x", "password": PASSWORD}
    assert first.post("/sessions", body).status_code == 201
    problem(first.get("/me"), 401, "not-signed-in")


def test_an_id_that_the_browser_brings_is_never_taken(site: Site) -> None:
    chosen = f"titip-loopback={'A' * 43}"
    _, answer = signed_in(site, KASI)
    again = site.as_(None).post(
        "/sessions",
        {"login": f"{KASI}.x", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin", "Cookie": chosen},
    )
    assert again.headers["set-cookie"].partition(";")[0] not in (chosen, answer.headers["set-cookie"])
    problem(Caller(site, {"Cookie": chosen}).get("/me"), 401, "not-signed-in")


def test_signing_out_ends_this_session_and_everywhere_all_of_them(site: Site) -> None:
    here, there, third = (signed_in(site, KASI)[0] for _ in range(3))
    answer = here.delete("/sessions/current")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    problem(here.get("/me"), 401, "not-signed-in")
    assert there.get("/me").status_code == 200
    assert there.delete("/sessions").status_code == 204
    problem(third.get("/me"), 401, "not-signed-in")


def test_guessing_is_slowed_down_and_says_when_to_come_again(site: Site) -> None:
    for _ in range(5):
        problem(signed_in(site, KASI, "wrong wrong wrong")[1], 401, "sign-in-failed")
    told = signed_in(site, KASI)[1]
    problem(told, 429, "too-many-attempts")
    site.now += timedelta(seconds=int(told.headers["retry-after"]))
    assert signed_in(site, KASI)[1].status_code == 201


def test_a_login_that_nobody_has_is_refused_in_the_same_words(site: Site) -> None:
    unknown = signed_in(site, "nobody")[1].json()
    assert unknown == signed_in(site, KASI, "wrong wrong wrong")[1].json()


def test_a_changed_password_ends_sessions_and_tokens_and_begins_a_session(site: Site) -> None:
    here, there = signed_in(site, KASI)[0], signed_in(site, KASI)[0]
    token = site.token(KASI)
    site.now += timedelta(minutes=1)
    problem(here.put("/me/password", {"old": "wrong", "new": NEXT}), 401, "sign-in-failed")
    problem(here.put("/me/password", {"old": PASSWORD, "new": "short"}), 422, "weak-password")
    answer = here.put("/me/password", {"old": PASSWORD, "new": NEXT})
    assert answer.status_code == 204
    for other in (here, there, token):
        problem(other.get("/me"), 401, "not-signed-in")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert Caller(site, {"Cookie": cookie}).get("/me").json()["person"] == KASI
    assert signed_in(site, KASI, NEXT)[1].status_code == 201


def test_a_token_is_shown_once_and_works_until_it_is_revoked(site: Site) -> None:
    kasi = site.as_(KASI)
    ends = (site.now + timedelta(days=30)).isoformat()
    made = kasi.post("/tokens", {"name": "nightly", "scopes": ["read"], "expires": ends})
    assert made.status_code == 201
    token, prefix = made.json()["token"], made.json()["prefix"]
    assert made.headers["location"] == f"/api/v1/tokens/{prefix}"
    program = Caller(site, {"Authorization": f"Bearer {token}"})
    assert program.get("/me").json()["scopes"] == ["read"]
    listed = kasi.get("/tokens")
    assert [one["prefix"] for one in listed.json()] == [prefix]
    assert token not in listed.text
    assert kasi.delete(f"/tokens/{prefix}").status_code == 204
    problem(program.get("/me"), 401, "not-signed-in")
    problem(kasi.delete(f"/tokens/{prefix}"), 404, "not-stored")


@pytest.mark.parametrize(
    ("scopes", "days"), [(["everything"], 30), (["read"], 400), (["read"], -1)], ids=["scope", "long", "past"]
)
def test_a_token_that_makes_no_sense_is_not_made(shared: Site, scopes: list[str], days: int) -> None:
    ends = (shared.now + timedelta(days=days)).isoformat()
    body = {"name": "t", "scopes": scopes, "expires": ends}
    told = problem(shared.as_(KASI).post("/tokens", body), 422, "bad-input")
    assert [one["file"] for one in told["errors"]] == ["token"]


@pytest.mark.parametrize("role", [role for role, person in WHO.items() if person])
def test_no_token_makes_tokens_or_keeps_accounts(shared: Site, role: str) -> None:
    program = shared.token(WHO[role] or "")
    requests = [
        program.get("/tokens"),
        program.post("/tokens", {"name": "t", "scopes": ["read"], "expires": "2026-07-01T00:00:00Z"}),
        program.put("/me/password", {"old": PASSWORD, "new": NEXT}),
        program.delete("/sessions"),
        program.get("/accounts"),
        program.post("/accounts", {"person": RETIRED, "login": "new.x", "password": NEXT}),
    ]
    assert [answer.status_code for answer in requests] == [403] * len(requests)


def test_an_administrator_keeps_accounts_and_the_log_tells_who_did(site: Site) -> None:
    admin = site.as_(ADMIN)
    assert admin.put("/people/nyoman.b", {"name": "Nyoman B."}).status_code == 200
    body = {"person": "nyoman.b", "login": "nyoman.b", "password": NEXT}
    made = admin.post("/accounts", body)
    assert made.status_code == 201
    assert NEXT not in made.text
    problem(admin.post("/accounts", body), 409, "already-there")
    theirs = {"login": "nyoman.b", "password": NEXT}
    own = {"Sec-Fetch-Site": "same-origin"}
    assert site.as_(None).post("/sessions", theirs, headers=own).status_code == 201
    site.now += timedelta(minutes=1)
    assert admin.put("/accounts/nyoman.b/password", {"password": PASSWORD}).status_code == 204
    problem(site.as_(None).post("/sessions", theirs, headers=own), 401, "sign-in-failed")
    assert admin.put("/accounts/nyoman.b/disabled", {"disabled": True}).status_code == 204
    assert admin.get("/accounts/nyoman.b").json()["disabled"] is True
    entries = all_of(site.as_(AUDITOR), "/audit/entries", 200)
    told = [(one["kind"], one["by"]) for one in entries if one["name"] == "nyoman.b"]
    kinds = ["PersonKept", "AccountCreated", "SignedIn", "PasswordSet", "AccountDisabled"]
    assert told == [(kind, "nyoman.b" if kind == "SignedIn" else ADMIN) for kind in kinds]


def test_a_closed_account_is_out_at_once(site: Site) -> None:
    asker, program = site.as_(ASKER), site.token(ASKER)
    site.now += timedelta(minutes=1)
    site.as_(ADMIN).put(f"/accounts/{ASKER}/disabled", {"disabled": True})
    for one in (asker, program):
        problem(one.get("/me"), 401, "not-signed-in")
    problem(signed_in(site, ASKER)[1], 401, "sign-in-failed")


def test_one_is_told_who_one_is_today(shared: Site) -> None:
    told = shared.as_(ASKER).get("/me").json()
    assert (told["roles"], told["agencies"], told["scopes"]) == (["agency"], [AGENCY], None)
    assert shared.as_(KASI).get("/me").json()["waiting"] == 2
