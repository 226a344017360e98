"""The register: filters, sorting and pages in the address, exports of what is filtered, each as he may."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.api.http.browsing import Visitor, statuses, words
from tests.api.http.serving import CASE, OTHER_CASE, SECRET, Site, copied, site_on
from tests.workflow.handling.carrying import NINE, Carrier
from tests.workflow.offices import AGENCY, ASKER, AUDITOR, KASI, OTHER_AGENCY, REGISTRAR, STRANGER
from workflow.store import SqlStore

THIRD = "PS-2026-0003"
FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture(scope="module")
def site(populated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A third case, whose subject a spreadsheet would run."""
    with site_on(copied(populated, tmp_path_factory.mktemp("register"))) as one:
        Carrier(one.store, NINE).file(subject=FORMULA)
        yield one


def listed(site: Site, query: str = "", person: str = KASI) -> list[str]:
    """The cases that the register lists, in its order."""
    answer = Visitor(site, person).get(f"/cases{query}")
    assert answer.status_code == 200, answer.text
    return re.findall(r'<th scope="row"><a href="/cases/([^"]+)"', answer.text)


def table(site: Site, query: str = "", person: str = KASI) -> list[dict[str, str]]:
    """The export as CSV."""
    answer = Visitor(site, person).get(f"/cases.csv{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_who_may_see_cases_sees_the_register_and_its_exports(site: Site) -> None:
    for path in ("/cases", "/cases.csv", "/cases.xlsx"):
        told = statuses(site, path)
        assert {role for role, status in told.items() if status == 403} == {"administrator", "no_post"}
        assert told["nobody"] == 303
        assert {status for role, status in told.items() if status not in (303, 403)} == {200}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [THIRD, OTHER_CASE, CASE]),
        ("?sort=name", [CASE, OTHER_CASE, THIRD]),
        ("?sort=agency", [OTHER_CASE, CASE, THIRD]),
        ("?q=rahasia", [OTHER_CASE]),
        ("?status=archived", []),
        ("?step=3&sort=name", [CASE, OTHER_CASE]),
        ("?room=denpasar&sort=name", [CASE, OTHER_CASE]),
        (f"?agency={OTHER_AGENCY}", [OTHER_CASE]),
        ("?since=2026-06-09", []),
        ("?until=2026-06-08&step=3&sort=-name", [OTHER_CASE, CASE]),
        ("?overdue=yes", [THIRD]),
        ("?status=nonsense&sort=nonsense&page=0&since=x", [THIRD, OTHER_CASE, CASE]),
        ("?page=2", []),
    ],
)
def test_the_address_says_which_cases_in_which_order(site: Site, query: str, found: list[str]) -> None:
    assert listed(site, query) == found


def test_an_agency_sees_its_own_whatever_the_address_says(site: Site) -> None:
    assert listed(site, "?sort=name", ASKER) == [CASE, THIRD]
    assert listed(site, "", STRANGER) == [OTHER_CASE]
    assert listed(site, f"?agency={AGENCY}", STRANGER) == []
    assert SECRET not in Visitor(site, ASKER).get("/cases?q=Rahasia").text.partition("<tbody>")[2]
    assert [row["Case"] for row in table(site, "", STRANGER)] == [OTHER_CASE]


def test_rooms_and_names_of_officials_are_told_inside_only(site: Site) -> None:
    inside, outside = table(site, "?sort=name")[0], table(site, "?sort=name", ASKER)[0]
    assert (inside["Room"], inside["Who has it"]) == ("denpasar", "Komang")
    assert "Room" not in outside
    assert outside["Who has it"] == "Kepala Seksi Penyebaran Sistem Komunikasi"
    assert "Room" not in table(site, "", REGISTRAR)[0]
    assert listed(site, "?room=hall", ASKER) == [THIRD, CASE], "a filter by room is none for an agency"


def test_an_export_holds_what_is_filtered_and_no_spreadsheet_runs_it(site: Site) -> None:
    assert [row["Case"] for row in table(site, "?step=3&sort=name")] == [CASE, OTHER_CASE]
    (row,) = table(site, "?q=HYPERLINK")
    assert (row["Subject"], row["Status"], row["Filed"]) == (f"'{FORMULA}", "Open", "2026-06-08 09:01")
    book = Visitor(site, KASI).get("/cases.xlsx?q=HYPERLINK")
    assert 'filename="register.xlsx"' in book.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert FORMULA.replace('"', "&quot;") in parts.read("xl/sharedStrings.xml").decode() or (
            FORMULA in parts.read("xl/sharedStrings.xml").decode()
        )


def test_an_empty_list_says_what_to_do(site: Site) -> None:
    assert "Show all cases" in words(Visitor(site, KASI).get("/cases?q=nothing-like-that"))


def test_the_page_says_how_many_and_keeps_the_choice_in_its_links(site: Site) -> None:
    answer = Visitor(site, KASI).get("/cases?step=3&sort=name")
    assert "1 to 2 of 2" in words(answer)
    assert 'href="/cases.csv?step=3&amp;sort=name"' in answer.text
    assert 'href="/cases?step=3&amp;sort=-name"' in answer.text


@pytest.mark.parametrize("path", ["/cases", "/cases.csv"])
def test_a_case_more_is_no_query_more(site: Site, path: str) -> None:
    assert isinstance(site.store, SqlStore)
    counts, asked = [], 0

    def count(*_: object) -> None:
        nonlocal asked
        asked += 1

    event.listen(site.store.engine, "before_cursor_execute", count)
    visitor = Visitor(site, AUDITOR)
    for query in ("?q=Rahasia", ""):
        asked = 0
        visitor.get(path + query)
        counts.append(asked)
    event.remove(site.store.engine, "before_cursor_execute", count)
    assert counts[0] == counts[1] <= 25, counts


def test_the_search_finds_cases_racks_and_devices_as_one_may(site: Site) -> None:
    told = words(Visitor(site, KASI).get("/search?q=Rahasia"))
    assert SECRET in told
    assert SECRET not in words(Visitor(site, ASKER).get("/search?q=Rahasia"))
    assert "A03" in words(Visitor(site, KASI).get("/search?q=a03"))
    assert "Nothing bears that name." in words(Visitor(site, ASKER).get("/search?q=A03"))
    assert Visitor(site, KASI).get("/search").status_code == 200
