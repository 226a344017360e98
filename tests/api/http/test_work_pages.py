"""The page of a calculation: how far it is, stopping it, and who sees it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.api.http.serving import WHO, Site
from tests.workflow.handling.carrying import ROOM, catalogue, request
from workflow.computing import QUEUE, Question, ask, jobs
from workflow.serving import Computation
from workflow.worker import Worker

TODAY = date(2026, 6, 8)


def put(site: Site, person: str) -> Computation:
    with site.store.write() as unit:
        one = ask(unit, Question("headroom", ROOM, [request()], TODAY, 5), person, catalogue(), site.now)
        unit.commit()
    return one


def page(site: Site, person: str | None, path: str, **more: object) -> tuple[int, str]:
    caller = site.as_(person)
    site.client.cookies.clear()
    answer = site.client.get(path, headers=caller.headers, follow_redirects=False)
    return answer.status_code, answer.text


def test_the_page_of_one_that_waits_looks_again_by_itself_and_can_stop_it(site: Site) -> None:
    one = put(site, WHO["planner"] or "")
    code, text = page(site, WHO["planner"], f"/planning/jobs/{one.id}")
    assert code == 200
    assert 'hx-trigger="every 2s"' in text
    assert "Menunggu" in text
    stop = f"/planning/jobs/{one.id}/cancel"
    caller = site.as_(WHO["planner"])
    assert site.client.post(stop, headers=caller.headers, follow_redirects=False).status_code == 303
    code, text = page(site, WHO["planner"], f"/planning/jobs/{one.id}")
    assert "Dihentikan" in text
    assert "hx-trigger" not in text
    assert "/cancel" not in text


def test_the_page_of_one_that_is_done_says_what_was_reached(site: Site) -> None:
    one = put(site, WHO["kasi"] or "")
    Worker(site.store, jobs(catalogue()), (QUEUE,), clock=lambda: site.now).drain()
    code, text = page(site, WHO["kasi"], f"/planning/jobs/{one.id}")
    assert code in (200, 303)
    if code == 200:
        assert "Selesai" in text


@pytest.mark.parametrize(("role", "expected"), [("kabid", 200), ("planner", 404), ("agency", 404)])
def test_a_calculation_is_seen_by_those_who_see_it_over_the_api(site: Site, role: str, expected: int) -> None:
    one = put(site, WHO["kasi"] or "")
    assert page(site, WHO[role], f"/planning/jobs/{one.id}")[0] == expected
    assert page(site, WHO[role], "/planning/jobs")[0] == 200


def test_whoever_is_not_signed_in_is_sent_to_the_door(site: Site) -> None:
    assert page(site, None, "/planning/jobs")[0] == 303
