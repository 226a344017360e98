"""Somebody who looks at pages and sends their forms, without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.api.http.serving import Caller, Site

LETTER = ("surat.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


@dataclass
class Visit:
    """A person at the pages of a site, in a language."""

    site: Site
    person: str
    language: str = "en"

    def _ask(self, method: str, path: str, more: Mapping[str, str] | None = None, **body: Any) -> Any:
        caller: Caller = self.site.as_(self.person)
        headers = dict(caller.headers)
        headers["Cookie"] += f"; titip_language={self.language}"
        headers |= more or {}
        self.site.client.cookies.clear()
        return self.site.client.request(method, path, headers=headers, follow_redirects=False, **body)

    def get(self, path: str, status: int = 200) -> str:
        """What a page says, as text with its tags."""
        answer = self._ask("GET", path)
        assert answer.status_code == status, (path, answer.status_code, answer.headers.get("location"))
        return html.unescape(str(answer.text))

    def to(self, path: str) -> str:
        """Where an address leads."""
        answer = self._ask("GET", path)
        assert answer.status_code == 303, (path, answer.status_code)
        return str(answer.headers["location"])

    def send(self, path: str, values: Mapping[str, Any] | None = None, **files: tuple[str, bytes]) -> str:
        """Send a form that goes on to a page; that page's address."""
        answer = self._ask("POST", path, data=dict(values or {}), **_files(files))
        assert answer.status_code == 303, (path, answer.status_code, said(answer.text))
        return str(answer.headers["location"])

    def refused(
        self, status: int, path: str, values: Mapping[str, Any] | None = None, **files: tuple[str, bytes]
    ) -> str:
        """Send a form that is shown again; what the page says."""
        answer = self._ask("POST", path, data=dict(values or {}), **_files(files))
        assert answer.status_code == status, (path, answer.status_code)
        return html.unescape(str(answer.text))

    def begin(self, kind: str = "server", **more: str) -> str:
        """A new draft; its address."""
        return self.send("/requests/drafts", {"kind": kind, "agency": "Disdikpora"} | more).partition("?")[0]

    def fill(self, part: str, values: Mapping[str, Any] | None = None, **files: tuple[str, bytes]) -> str:
        """Fill in a part of a draft as it is now; where that leads."""
        return self.send(part, {"seen": self.seen(part)} | dict(values or {}), **files)

    def seen(self, page: str) -> str:
        """The version that a page was shown with."""
        return re.findall(r'name="seen" value="(\d+)"', self.get(page))[0]


def _files(files: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
    return {"files": {name.replace("__", "-"): file for name, file in files.items()}} if files else {}


def said(page: str) -> str:
    """The words of a page's content."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(body)).split())
