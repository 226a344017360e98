"""A request goes from the agency to the archive in the browser: both languages, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Served
from tests.browser.visiting import Visitor
from tests.browser.walk import analyse, decide, file_request, to_analysis, to_archive

pytestmark = pytest.mark.timeout(180)


@pytest.mark.parametrize(("language", "scripts"), [("id", True), ("en", False)])
def test_a_request_goes_from_the_agency_to_the_archive(
    browser: Browser, site: Served, tmp_path: Path, language: str, scripts: bool
) -> None:
    visitor = Visitor(browser, site, language, scripts)
    case = file_request(visitor)
    to_analysis(visitor, case)
    analyse(visitor, case)
    decide(visitor, case, "komang", "fits", where="/analysis")
    to_archive(visitor, case, tmp_path)
    with site.store.read() as unit:
        kept = unit.cases.get(case)
    assert (kept.status, kept.stay) == ("archived", "awaited")
    visitor.sign_in("sari").open(f"/cases/{case}")
    visitor.send(f"/cases/{case}/receipt").ok()
    assert {paper.paper for paper in kept.papers if paper.signed} == {
        "surat_balasan",
        "surat_pengantar",
        "penetapan",
    }
    assert (visitor.complaints, visitor.elsewhere) == ([], [])
