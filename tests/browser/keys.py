"""Somebody without a mouse: Tab, Enter, Space, arrows and typing."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.serving import PASSWORD
from tests.browser.visiting import Visitor

MOST_TABS = 120


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # The browser is told beforehand that choosers are waited for: later it might open one already.
        page.on("filechooser", lambda chooser: None)

    def to(self, selector: str) -> Keys:
        """Press Tab until something has the focus; what is passed on the way must show it."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return self
        raise AssertionError(f"Tab never comes to {selector}")

    def write(self, selector: str, text: str) -> Keys:
        """Go to a field and fill it in, as its kind is filled in by keys."""
        self.to(selector)
        kind = self.page.evaluate("document.activeElement.type")
        if kind == "select-one":
            while self.page.evaluate("document.activeElement.value") != text:
                before = self.page.evaluate("document.activeElement.selectedIndex")
                self.page.keyboard.press("ArrowDown")
                assert self.page.evaluate("document.activeElement.selectedIndex") != before, text
        elif kind == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
            assert self.page.evaluate("document.activeElement.value") == text
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        return self

    def choose_file(self, selector: str, content: bytes) -> Keys:
        """Open the chooser with the space bar; what then opens is the system's own window."""
        self.to(selector)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        sent: Any = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": content}
        chooser.value.set_files(sent)
        return self

    def enter(self) -> Keys:
        """Enter leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self


def signed_in(visitor: Visitor, person: str) -> Keys:
    """Sign in with the keyboard."""
    visitor.site.later()
    keys = Keys(visitor.page)
    visitor.page.goto("/sign-in")
    keys.write("#login", person).write("#password", PASSWORD).enter()
    assert visitor.page.locator(".who").is_visible()
    return keys
