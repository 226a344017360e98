"""Every page: accessible by WCAG 2.2 AA, within the policy of the site, no wider than the screen."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Served
from tests.browser.stops import STOPS, Cases
from tests.browser.visiting import Visitor

pytestmark = pytest.mark.timeout(180)
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
LARGEST_PAGE_BYTES = 120_000


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def faults(visitor: Visitor, theme: str) -> list[str]:
    """What axe finds wrong with the page that is shown. It is injected past the policy, as a tool may be.

    A theme changes nothing but colours: in dark only what depends on them is looked at again.
    """
    visitor.page.evaluate(axe())
    only: dict[str, Any] = {"type": "tag", "values": RULES}
    found = _run(visitor, only)
    visitor.page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    found += _run(visitor, {"type": "rule", "values": OF_COLOURS})
    visitor.page.emulate_media(color_scheme="light" if theme == "light" else "dark")
    return found


def _run(visitor: Visitor, only: dict[str, Any]) -> list[str]:
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False, "iframes": False}
    found: Any = visitor.page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "id"), (390, "dark", "en")])
def test_no_page_breaks_wcag_or_the_policy_or_asks_another_host(
    browser: Browser, shared: tuple[Served, Cases], width: int, theme: str, language: str
) -> None:
    site, cases = shared
    visitor = Visitor(browser, site, language, width=width, theme=theme)
    found, last = [], ""
    for name, person, path in STOPS:
        if person and person != last:
            visitor.sign_in(person)
        last = person
        visitor.page.goto(path(cases))
        found += [f"{name}: {fault}" for fault in faults(visitor, theme)]
        wide = visitor.page.evaluate("document.documentElement.scrollWidth")
        found += [f"{name}: is {wide} px wide"] if wide > width else []
    assert found == []
    assert (visitor.complaints, visitor.elsewhere) == ([], [])
    visitor.context.close()


def test_the_theme_of_the_system_is_followed_and_a_choice_stays(
    browser: Browser, shared: tuple[Served, Cases]
) -> None:
    site, _ = shared
    grounds = {}
    for theme in ("light", "dark"):
        visitor = Visitor(browser, site, theme=theme)
        visitor.page.goto("/sign-in")
        grounds[theme] = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
        visitor.leave(visitor.page.locator('button[name="theme"][value="light"]'))
        chosen = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert chosen == grounds["light"]
    assert grounds["light"] != grounds["dark"]


def test_a_page_loads_no_more_than_it_may() -> None:
    folder = Path(__file__).parents[2] / "api" / "static"
    names = json.loads((folder / "manifest.json").read_text()).values()
    assert sum((folder / f"{name}.gz").stat().st_size for name in names) <= LARGEST_PAGE_BYTES
