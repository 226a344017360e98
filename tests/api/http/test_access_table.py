"""Every route, every role, {own, another agency's, nobody's}: what is answered equals ``access.csv``.

A cell is the status that somebody of the role gets. Requests are such that nothing comes of them, so that
412, 422 or 409 mean that he came past the door; at the door there are 401, 403, and 404 for what one may not
know of. After a route was added: ``python -m tests.api.http.test_access_table`` prints rows for it, which
are to be read before they go into the table.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from api.app import PREFIX, routes
from tests.api.http.asked import THINGS, computations, request_to, things_of
from tests.api.http.serving import WHO, Caller, Site
from tests.workflow.offices import ASKER, STRANGER
from workflow.accounts import ApiToken

TABLE = Path(__file__).with_name("access.csv")
ROUTES = [route.replace(PREFIX, "", 1) for route in routes()]
Row = tuple[str, str]


@cache
def table() -> dict[Row, dict[str, str]]:
    with TABLE.open(newline="") as file:
        return {(row.pop("route"), row.pop("thing")): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def callers(shared: Site) -> dict[str, Caller]:
    """Somebody of each role; each agency's asker has a calculation and a token."""
    at = shared.now
    with shared.store.write() as unit:
        for one in computations():
            unit.computations.add(one)
        for number, (kind, person) in enumerate((("own", ASKER), ("other", STRANGER))):
            prefix = THINGS["prefix"][kind]
            ends = at.replace(year=at.year + 1)
            unit.accounts.add_token(ApiToken(prefix, f"{number:064x}", person, "t", ("read",), at, ends))
        unit.commit()
    return {role: shared.as_(person) for role, person in WHO.items()}


def asked(callers: dict[str, Caller], route: str) -> Iterator[tuple[Row, dict[str, str]]]:
    """The rows of a route as they are found."""
    for thing in things_of(route):
        method, path, more = request_to(route, thing)
        found = {role: str(caller.send(method, path, **more).status_code) for role, caller in callers.items()}
        yield (route, thing), found


# Whoever sends these may have no session afterwards: a new one for each.
ENDS_SESSIONS = ("DELETE /sessions", "DELETE /sessions/current", "PUT /accounts/{person}/disabled")


def asked_anew(site: Site, route: str) -> Iterator[tuple[Row, dict[str, str]]]:
    for thing in things_of(route):
        method, path, more = request_to(route, thing)
        answers = {role: site.as_(person).send(method, path, **more) for role, person in WHO.items()}
        yield (route, thing), {role: str(answer.status_code) for role, answer in answers.items()}


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in ENDS_SESSIONS])
def test_every_role_gets_what_the_table_says(callers: dict[str, Caller], route: str) -> None:
    for row, found in asked(callers, route):
        assert row in table(), f"access.csv has no row {row}: add {found}, after having read it"
        assert found == table()[row], row


@pytest.mark.parametrize("route", ENDS_SESSIONS)
def test_so_with_routes_that_end_sessions(site: Site, route: str) -> None:
    for row, found in asked_anew(site, route):
        assert found == table()[row], row


def test_the_table_has_no_row_for_what_is_not_there() -> None:
    assert {route for route, _ in table()} == set(ROUTES)
    assert all(set(cells) == set(WHO) for cells in table().values())


def test_nobody_gets_anything_but_the_public_routes() -> None:
    public = {route for (route, _), cells in table().items() if cells["nobody"] != "401"}
    assert public == {"POST /sessions", "GET /letters/{code}", "POST /letters/{code}/comparisons"}


def test_an_agency_is_told_the_same_of_anothers_thing_as_of_none() -> None:
    for (route, thing), cells in table().items():
        if thing == "other":
            assert cells["agency"] == table()[route, "none"]["agency"], route
            assert cells["other_agency"] == table()[route, "own"]["agency"], route


def main() -> None:
    """Print the rows as they are found, for routes without one; with ``all``, of all routes."""
    import tempfile

    from tests.api.http.serving import populate, site_on
    from workflow.store import open_store

    out = csv.writer(sys.stdout, lineterminator="\n")
    wanted = [one for one in ROUTES if "all" in sys.argv or (one, things_of(one)[0]) not in table()]
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/titip.db"
        store = open_store(address)
        populate(store)
        store.close()
        with site_on(address) as site:
            people = callers.__wrapped__(site)  # type: ignore[attr-defined]
            for route in wanted:
                ends = route in ENDS_SESSIONS
                for row, found in asked_anew(site, route) if ends else asked(people, route):
                    out.writerow([*row, *found.values()])
                if ends:
                    people = {role: site.as_(person) for role, person in WHO.items()}


if __name__ == "__main__":
    main()
