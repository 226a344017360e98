"""An agency fills in a request part by part and sends it: both languages, with and without scripts."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Served
from tests.browser.visiting import PDF, Visitor
from tests.browser.walk import REQUEST

pytestmark = pytest.mark.timeout(120)
PARTS = {
    "about": ("subject",),
    "items/1/power": ("power_w",),
    "items/1/network": ("ports", "port_sides"),
    "items/1/software": ("os", "os_version", "security_zone"),
    "time": ("until",),
}


def size(visitor: Visitor, page: str) -> None:
    """Choose a device type: its values are there at once with a script, else by a button."""
    visitor.open(page)
    visitor.page.select_option("#device_type", "dell-poweredge-r640")
    fill = visitor.page.locator('button[name="fill"]')
    if visitor.scripts:
        visitor.page.wait_for_function("document.querySelector('#weight_kg').value === '21.9'")
        assert not fill.is_visible()
    else:
        visitor.leave(fill)
    assert visitor.page.input_value("#u_height") == "1"
    assert visitor.page.input_value("#depth_mm") == "773"
    visitor.send(page)
    assert visitor.problems() == ""


@pytest.mark.parametrize(("language", "scripts"), [("id", True), ("en", False)])
def test_a_request_is_filled_in_part_by_part_and_sent(
    browser: Browser, site: Served, language: str, scripts: bool
) -> None:
    visitor = Visitor(browser, site, language, scripts)
    visitor.sign_in("sari").open("/requests/new").send("/requests/drafts")
    draft = visitor.page.url.removeprefix(site.url)
    started = visitor.page.locator(".task-status .tag-blue").count()
    size(visitor, f"{draft}/items/1/size")
    for part, fields in PARTS.items():
        visitor.open(draft)
        visitor.leave(visitor.page.locator(f'.tasks a[href="{draft}/{part}"]'))
        visitor.send(f"{draft}/{part}", {name: REQUEST[name] for name in fields})
        assert visitor.problems() == ""
        assert visitor.page.url == site.url + draft
    assert (started, visitor.page.locator(".task-status .tag").count()) == (7, 1)
    visitor.open(f"{draft}/contact")
    visitor.send(f"{draft}/contact", files={"paper-surat_permohonan": PDF})
    visitor.leave(visitor.page.locator(f'a[href="{draft}/check"]'))
    assert visitor.problems() == ""
    visitor.send(f"{draft}/send").ok()
    case = visitor.page.locator(".panel strong").inner_text()
    with site.store.read() as unit:
        asked = json.loads(unit.files.get(unit.cases.get(case).request_sha256)[1])
    wanted = {name: value for name, value in REQUEST.items() if name != "subject"}
    wanted |= {"u_height": "1", "depth_mm": "773", "weight_kg": "21.9", "device_type": "dell-poweredge-r640"}
    assert {name: asked[name] for name in wanted} == wanted
    assert (visitor.complaints, visitor.elsewhere) == ([], [])


def test_a_draft_that_was_put_aside_is_found_again_by_the_keyboard_alone(
    browser: Browser, site: Served
) -> None:
    visitor = Visitor(browser, site)
    visitor.sign_in("sari").open("/requests/new")
    page = visitor.page

    def press_on(selector: str) -> None:
        """Go to something with the tabulator and press it, or fail after a hundred steps."""
        for _ in range(100):
            page.keyboard.press("Tab")
            if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                break
        assert page.evaluate("wanted => document.activeElement.matches(wanted)", selector), selector
        with page.expect_navigation():
            page.keyboard.press("Enter")

    press_on('#begin button[type="submit"]')
    press_on('.tasks a[href$="/about"]')
    page.locator("#subject").focus()
    page.keyboard.type("Server arsip")
    press_on('button[name="go"]')
    visitor.ok()
    press_on('a[href^="/requests/drafts/"]')
    assert page.locator("h1").inner_text() == "Server arsip"
    assert visitor.complaints == []
    visitor.context.close()
