"""A request filed and checked with the keyboard alone; focus is seen wherever it goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.keys import signed_in
from tests.browser.serving import Served
from tests.browser.stops import STOPS, Cases
from tests.browser.visiting import PDF, Visitor
from tests.browser.walk import REQUEST

pytestmark = pytest.mark.timeout(180)
#: What takes the focus and does not show where it is.
UNSEEN = """() => {
    const found = [];
    const every = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    for (const one of document.querySelectorAll(every)) {
        if (one.disabled || !one.checkVisibility({visibilityProperty: true})) continue;
        one.focus();
        if (document.activeElement !== one) continue;
        const style = getComputedStyle(one);
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
            found.push(one.outerHTML.slice(0, 120));
    }
    return found;
}"""


def test_a_request_is_filed_and_checked_with_the_keyboard_alone(browser: Browser, site: Served) -> None:
    visitor = Visitor(browser, site)
    keys = signed_in(visitor, "sari")
    keys.to('.head-nav a[href="/requests/new"]').enter()
    keys.to('main a[href="/requests/one-page"]').enter()
    keys.write("#subject", REQUEST["subject"]).choose_file("#paper-surat_permohonan", PDF)
    for name, value in REQUEST.items():
        if name != "subject":
            keys.write(f"#{name}", value)
    keys.to("#request-form button.btn-primary").enter()
    assert visitor.problems() == ""
    assert "26" in visitor.page.locator("main").inner_text()
    keys.to('main form button[formaction="/requests/new"], main form button.btn:not(.btn-primary)').enter()
    keys.write("#weight_kg", "27").to("#request-form button.btn-primary").enter()
    keys.to("main form button.btn-primary").enter()
    assert visitor.page.locator(".panel").is_visible()
    assert "27 kg" in visitor.page.locator("main").inner_text()
    assert visitor.complaints == []


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(browser: Browser, site: Served) -> None:
    visitor = Visitor(browser, site)
    keys = signed_in(visitor, "sari")
    visitor.page.goto("/requests/one-page")
    keys.to("#request-form button.btn-primary").enter()
    assert visitor.page.evaluate("document.activeElement.matches('.notice-bad')")
    keys.to('.notice-bad a[href="#subject"]')
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "subject"


def test_the_first_tab_leads_past_the_head(browser: Browser, site: Served) -> None:
    visitor = Visitor(browser, site)
    signed_in(visitor, "komang")
    visitor.page.goto("/cases")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.locator(".skip")
    box = skip.bounding_box()
    assert skip.evaluate("one => document.activeElement === one")
    assert box is not None
    assert box["x"] >= 0
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "content"
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("!!document.activeElement.closest('main')")


def test_a_slash_goes_to_the_search_unless_somebody_writes(browser: Browser, site: Served) -> None:
    visitor = Visitor(browser, site)
    keys = signed_in(visitor, "komang")
    visitor.page.keyboard.press("/")
    assert visitor.page.evaluate("document.activeElement.id") == "search"
    visitor.page.keyboard.type("a/b")
    assert visitor.page.input_value("#search") == "a/b"
    visitor.page.keyboard.press("Control+a")
    visitor.page.keyboard.type("A03")
    keys.enter()
    assert visitor.page.url.endswith("/search?q=A03")


def test_focus_is_seen_wherever_it_goes(browser: Browser, shared: tuple[Served, Cases]) -> None:
    site, cases = shared
    visitor = Visitor(browser, site)
    found, last = [], ""
    for name, person, path in STOPS:
        if person and person != last:
            visitor.sign_in(person)
        last = person
        visitor.page.goto(path(cases))
        visitor.page.keyboard.press("Tab")
        found += [f"{name}: {unseen}" for unseen in visitor.page.evaluate(UNSEEN)]
    assert found == []
