"""The planner's page: what is left, held and waits; what more fits; what is broken, missing, refused."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.api.http.serving import CASE, OTHER_CASE, WHO, Site
from tests.api.http.visiting_pages import counted, get, plain
from tests.workflow.handling.carrying import Carrier, catalogue, request
from workflow.computing import QUEUE, jobs
from workflow.worker import Worker

AT = "/planning?room=denpasar"


def lines(site: Site) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in get(site, "planner", AT).rows("lines-head")}


def post(site: Site, role: str, path: str, **form: str) -> tuple[int, str]:
    caller = site.as_(WHO[role])
    site.client.cookies.clear()
    answer = site.client.post(path, headers=caller.headers, data=form, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def test_dimensions_tell_used_held_asked_for_and_free(shared: Site) -> None:
    of, used, held, asked, free, _, share = lines(shared)["Rack space"][:7]
    known = [float(cell.split()[0].replace(",", "")) for cell in (of, used, held, free)]
    assert known[0] == sum(known[1:])
    assert float(asked) == 2 * float(request()["u_height"]), "two requests wait, of as many units each"
    assert share == f"{100 * (known[1] + known[2]) / known[0]:.1f} %"


def test_what_waits_is_not_asked_for_any_more_once_it_is_held(site: Site) -> None:
    before = lines(site)["Rack space"]
    carrier = Carrier(site.store, site.now)
    carrier.name = CASE
    carrier.accept()
    after = lines(site)["Rack space"]
    height = float(request()["u_height"])
    assert float(before[3]) - float(after[3]) == height
    assert float(after[2]) - float(before[2]) == height
    held = {row[0]: row for row in get(site, "planner", AT).rows("holds-head")}
    assert held[f"{CASE}/1"][1] == CASE
    assert held[f"{CASE}/1"][5] == "0"


def test_what_is_not_known_is_told_and_never_zero(shared: Site) -> None:
    found = lines(shared)
    weight = next(cells for name, cells in found.items() if name.startswith("Weight"))
    assert weight[1].startswith("≥ ")
    assert weight[4].startswith("≤ ")
    assert weight[5] == "?"
    assert found["Power of panels"][3] == "–", "a watt may count there more than once"


def test_missing_cells_name_file_row_and_column(shared: Site) -> None:
    rows = get(shared, "planner", AT).rows("missing-head")
    assert ["devices.csv", "129", "weight_kg", "weight of device siak-san-1"] in rows
    indonesian = get(shared, "planner", AT, "id").rows("missing-head")
    assert ["devices.csv", "129", "weight_kg", "berat perangkat siak-san-1"] in indonesian
    got = get(shared, "planner", "/rooms/denpasar/missing.csv")
    listed = list(csv.DictReader(io.StringIO(got.text.removeprefix("\ufeff"))))
    assert len(listed) == len(rows)
    assert listed[0]["File"] == "devices.csv"


def test_broken_rules_are_told_in_the_language_of_the_page(shared: Site) -> None:
    (english,) = get(shared, "planner", AT).rows("broken-head")
    (indonesian,) = get(shared, "planner", AT, "id").rows("broken-head")
    assert english[:3] == [
        "rack B05, unit 20",
        "sirine-1, kvm-b05 are recorded in the same units",
        "Space",
    ]
    assert indonesian[1] == "sirine-1, kvm-b05 tercatat di unit yang sama"


def test_what_kept_requests_out_is_counted_over_the_refused(site: Site) -> None:
    assert "No request was refused" in get(site, "planner", AT).text
    wide = request("does-not-fit-gpu")
    refused = [Carrier(site.store, site.now).file(wide).to("3").analyse() for _ in range(2)]
    rows = get(site, "planner", AT).rows("refused-head")
    assert rows
    for row in rows:
        assert row[1] == "2"
        assert row[4].replace(" ,", ",") == ", ".join(one.name for one in reversed(refused))


def test_the_headroom_of_a_reference_is_asked_for_counted_and_shown(site: Site) -> None:
    first = get(site, "planner", AT).rows("headroom-head")
    assert [row[1] for row in first] == ["–", "–", "–"]
    status, job = post(site, "planner", "/planning/headrooms", room="denpasar", reference="2")
    assert status == 303
    assert re.fullmatch(r"/planning/jobs/[^/]+", job)
    assert "is being counted" in get(site, "planner", AT).rows("headroom-head")[1][2]
    Worker(site.store, jobs(catalogue()), (QUEUE,), clock=lambda: site.now).drain()
    assert get(site, "planner", job).headers["location"] == job.replace("jobs", "headrooms")
    answer = plain(get(site, "planner", job.replace("jobs", "headrooms")).text)
    more = re.search(r"(\d+) more of ref-1u-1g fit", answer)
    assert more
    row = get(site, "planner", AT).rows("headroom-head")[1]
    assert row[1] == more[1]
    assert "the room has changed since" not in row[2]
    site.now = site.now.replace(hour=15)
    carrier = Carrier(site.store, site.now)
    carrier.name = OTHER_CASE
    carrier.accept()
    assert "the room has changed since" in get(site, "planner", AT).rows("headroom-head")[1][2]
    assert get(site, "agency", job.replace("jobs", "headrooms")).code == 404


def test_a_reference_or_room_that_is_not_there_is_not_found(site: Site) -> None:
    assert post(site, "planner", "/planning/headrooms", room="denpasar", reference="9")[0] == 404
    assert post(site, "planner", "/planning/headrooms", room="none", reference="1")[0] == 404
    assert get(site, "planner", "/planning?room=none").code == 404


@pytest.mark.parametrize("role", ["agency", "other_agency", "registrar", "administrator", "no_post"])
def test_who_does_not_see_the_work_inside_sees_no_planning(shared: Site, role: str) -> None:
    assert get(shared, role, AT).code == 403
    assert post(shared, role, "/planning/headrooms", room="denpasar", reference="1")[0] == 403


def test_an_auditor_looks_and_starts_nothing(shared: Site) -> None:
    got = get(shared, "auditor", AT)
    assert got.code == 200
    assert "Count now" not in got.text
    assert post(shared, "auditor", "/planning/headrooms", room="denpasar", reference="1")[0] == 403


def test_the_page_asks_the_store_no_more_for_more_requests(site: Site) -> None:
    def asked() -> int:
        get(site, "planner", AT)
        with counted(site) as sent:
            assert get(site, "planner", AT).code == 200
        return sum(one.lstrip().upper().startswith("SELECT") for one in sent)

    few = asked()
    for _ in range(3):
        Carrier(site.store, site.now).file(request("does-not-fit-gpu")).to("3").analyse()
    assert asked() <= few + 1, "the frozen analyses, all at once"
    assert few <= 34
