"""A person before the browser: what he opens and sends, and what the browser complains about meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.serving import PASSWORD, Served

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Visitor:
    """A browser of his own, in a language, with or without scripts."""

    browser: Browser
    site: Served
    language: str = "id"
    scripts: bool = True
    width: int = 1440
    theme: str = "light"
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        scheme: Any = self.theme
        self.context = self.browser.new_context(
            java_script_enabled=self.scripts,
            viewport={"width": self.width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            base_url=self.site.url,
        )
        self.context.set_default_timeout(10_000)
        self.context.add_cookies([{"name": "titip_language", "value": self.language, "url": self.site.url}])
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        # Chromium also tells of every status from 400 on; those are looked at where they are expected.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(f"{self.site.url}/"):
            self.elsewhere.append(url)

    def sign_in(self, person: str) -> Visitor:
        self.site.later()
        self.page.goto("/sign-in")
        if self.page.locator('form[action="/sign-out"]').count():
            self.leave(self.page.locator('form[action="/sign-out"] button'))
        self.page.fill("#login", person)
        self.page.fill("#password", PASSWORD)
        self.leave(self.page.locator('form[action="/sign-in"] button'))
        signed_in = self.page.locator(".who").is_visible()
        assert signed_in, self.problems() or self.page.locator("body").inner_text()
        return self

    def open(self, path: str) -> Visitor:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        return self

    def send(
        self,
        action: str,
        values: Mapping[str, str] | None = None,
        files: Mapping[str, bytes] | None = None,
        having: str = "",
    ) -> Visitor:
        """Fill in the form of an address and send it; `having` is a selector within the one that is meant."""
        self.site.later()
        form = self.page.locator(f'form[action="{action}"]')
        if having:
            form = form.filter(has=self.page.locator(having))
        form = form.first
        self._show(form)
        for name, value in (values or {}).items():
            box = form.locator(f'[name="{name}"]').first
            if box.evaluate("one => one.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        for name, content in (files or {}).items():
            sent: Any = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": content}
            form.locator(f'[name="{name}"]').set_input_files(sent)
        self.leave(form.locator("button[type=submit]:not([formaction])").last)
        return self

    def leave(self, button: Locator) -> None:
        """Press a button and wait for the page that it leads to: until then the old one is still there."""
        with self.page.expect_navigation():
            button.click()

    def _show(self, form: Any) -> None:
        """Open the folded part that the form is in, as a reader does."""
        folded = form.locator("xpath=ancestor::details[not(@open)]")
        for number in range(folded.count()):
            folded.nth(number).locator("summary").first.click()

    def problems(self) -> str:
        """What the page says is wrong; "" if nothing."""
        bad = self.page.locator(".notice-bad")
        return bad.inner_text() if bad.count() else ""

    def ok(self) -> Visitor:
        """Fail where the page says that something is wrong."""
        assert self.problems() == ""
        assert self.page.locator(".notice-good, .panel").count(), self.page.locator("main").inner_text()[:400]
        return self

    def download(self, selector: str, folder: Path) -> bytes:
        with self.page.expect_download() as found:
            self.page.locator(selector).first.click()
        path = folder / found.value.suggested_filename
        found.value.save_as(path)
        return path.read_bytes()
