"""Figures, the procedure, and notifications as pages: what they tell, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.http.browsing import Visitor, statuses, words
from tests.api.http.serving import CASE, Site, copied, site_on
from tests.workflow.driving import sop
from tests.workflow.handling.carrying import NINE, Carrier, request
from tests.workflow.offices import ADMIN, ASKER, AUDITOR, KABID, KASI, OTHER_AGENCY, STRANGER
from workflow.kept import Job
from workflow.messages import Messenger

INSIDE = {"kepala_dinas", "sekretaris", "kabid", "kasi", "planner", "auditor"}
SHIPPED = Path(__file__).parents[3] / "data" / "procedures"


@pytest.fixture(scope="module")
def refused(populated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With a refusal beside the two cases that fit."""
    with site_on(copied(populated, tmp_path_factory.mktemp("figures"))) as one:
        wide = request("does-not-fit-gpu", owner=OTHER_AGENCY)
        carrier = Carrier(one.store, NINE).file(wide, by=STRANGER, agency=OTHER_AGENCY, subject="GPU")
        carrier.to("3").analyse().refuse()
        yield one


def row(text: str, name: str) -> list[str]:
    """The cells of the row of a table that begins so."""
    for found in re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", text, re.DOTALL):
        cells = [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in re.split(r"</t[hd]>", found)]
        if cells[0].startswith(name):
            return cells
    raise AssertionError(name)


def test_figures_are_for_the_office(refused: Site) -> None:
    assert {role for role, status in statuses(refused, "/figures").items() if status == 200} == INSIDE


def test_steps_are_told_with_their_rate_and_times_in_working_time(refused: Site) -> None:
    answer = Visitor(refused, AUDITOR).get("/figures")
    step = row(answer.text, "1b")
    # Each was forwarded a minute after it was filed.
    assert step[1:3] == ["3", "100 % (3/3)"]
    assert step[4:7] == ["1 min", "1 min", "0"]
    assert row(answer.text, "Head of section")[1] == "1"
    assert row(answer.text, OTHER_AGENCY)[1] == "5"


def test_refusals_are_counted_by_what_they_failed_by(refused: Site) -> None:
    answer = Visitor(refused, AUDITOR).get("/figures")
    assert "1 requests for which no place was found" in words(answer)
    assert row(answer.text, "Heat of the rack")[1] == "1", "most racks are too hot for it"
    assert row(answer.text, "Space")[1] == "0", "it stands in the way in fewer racks"


def test_a_period_without_decisions_says_so(refused: Site) -> None:
    told = words(Visitor(refused, AUDITOR).get("/figures?since=2026-07-01"))
    assert "Nothing was decided in that time." in told
    assert "100 %" in words(Visitor(refused, AUDITOR).get("/figures?since=2026-06-08&until=2026-06-08"))
    assert Visitor(refused, AUDITOR).get("/figures?since=yesterday&until=0001-01-01").status_code == 200


def test_the_figures_follow_the_log_at_once(site: Site) -> None:
    before = row(Visitor(site, AUDITOR).get("/figures").text, "1b")[1]
    Carrier(site.store, NINE).file(subject="One more").forward()
    assert int(row(Visitor(site, AUDITOR).get("/figures").text, "1b")[1]) == int(before) + 1


def test_the_procedure_is_drawn_for_everybody_who_is_signed_in(refused: Site) -> None:
    for path in ("/procedures", f"/procedures/{sop().sha256}"):
        told = statuses(refused, path)
        assert told.pop("nobody") == 303
        assert told.pop("no_post") == 403
        assert set(told.values()) == {200}
    page = Visitor(refused, ASKER).get(f"/procedures/{sop().sha256}")
    assert 'class="sop-drawing"' in page.text
    assert "Every check of a publication holds." in words(page)
    assert Visitor(refused, ASKER).get(f"/procedures/{'0' * 64}").status_code == 404


def test_a_version_is_tried_first_and_published_by_an_administrator_alone(site: Site) -> None:
    text = next(SHIPPED.glob("*.yaml")).read_text()
    later = re.sub(r"(?m)^version: \d+", "version: 77", text)
    admin = Visitor(site, ADMIN)
    for path in ("/procedures/check", "/procedures"):
        assert Visitor(site, KASI).post(path, {"text": later}).status_code == 403
    tried = admin.post("/procedures/check", files={"file": ("sop.yaml", later.encode())})
    assert "Nothing is published yet." in words(tried)
    assert row(tried.text, "version")[2] == "77"
    assert "77" not in words(admin.get("/procedures"))
    assert admin.post("/procedures", {"text": later}).headers["location"] == "/procedures?done=published"
    assert "77 for new cases" in words(admin.get("/procedures"))
    with site.store.read() as unit:
        told = unit.log.of("procedure", sop().procedure.id)[-1].news
    assert (told.kind, told.by) == ("ProcedurePublished", ADMIN)


@pytest.mark.parametrize("content", [b"steps: 1", b"\xff\xfe", b"", b"a: " + b"x" * 70_000])
def test_what_is_no_procedure_is_refused_in_words(refused: Site, content: bytes) -> None:
    answer = Visitor(refused, ADMIN).post("/procedures/check", files={"file": ("sop.yaml", content)})
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)


def told_of_the_case(site: Site) -> None:
    """As the worker does it: everything that people are told."""
    with site.store.read() as unit:
        jobs = unit.lists.jobs("mail", limit=100).items
    for one in jobs:
        job = Job(one.id, one.queue, one.kind, one.body, one.due, one.key, 1, "t", site.now)
        Messenger(None, "http://titip").handle(site.store, job, site.now)


def test_notifications_are_counted_in_the_head_read_and_marked(site: Site) -> None:
    told_of_the_case(site)
    kasi, kabid = Visitor(site, KASI), Visitor(site, KABID)
    page = kasi.get("/notifications")
    assert CASE in page.text
    assert '<span class="count">' in page.text
    upto = re.findall(r'name="upto" value="(\d+)"', page.text)[0]
    assert kasi.post("/notifications/seen", {"upto": upto}).headers["location"] == "/notifications?done=seen"
    after = kasi.get("/notifications")
    assert '<span class="count">' not in after.text
    assert CASE in after.text
    assert "You have seen everything." in words(kasi.get("/notifications?unseen=yes"))
    assert '<span class="count">' in kabid.get("/notifications").text, "another's stay unseen"
    assert kasi.post("/notifications/seen", {"upto": "x"}).status_code == 422


def test_whoever_is_told_nothing_reads_that(refused: Site) -> None:
    assert "Nobody has told you anything yet." in words(Visitor(refused, ADMIN).get("/notifications"))
    assert statuses(refused, "/notifications")["nobody"] == 303
