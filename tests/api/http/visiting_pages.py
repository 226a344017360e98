"""A page as somebody gets it: its status and text, its drawings and tables parsed, its queries counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.etree import ElementTree

from sqlalchemy import event

from tests.api.http.serving import WHO, Site


@dataclass(frozen=True)
class Got:
    """What came back."""

    code: int
    text: str
    headers: Any

    def drawings(self, css: str) -> list[ElementTree.Element]:
        """The inline SVGs of a class, parsed."""
        found = re.findall(rf'<svg class="{css}".*?</svg>', self.text, re.DOTALL)
        return [ElementTree.fromstring(one) for one in found]

    def rows(self, caption: str = "") -> list[list[str]]:
        """The cells of the body rows of the tables whose caption or label holds some words, as plain text."""
        found = []
        for table in re.findall(r"<table.*?</table>", self.text, re.DOTALL):
            at = self.text.index(table)
            if caption not in table and caption not in self.text[max(0, at - 300) : at]:
                continue
            body = table.partition("<tbody>")[2]
            rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
            found += [[plain(c) for c in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]
        return found


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def get(site: Site, role: str, path: str, language: str = "en") -> Got:
    """A page as somebody of a role sees it."""
    caller = site.as_(WHO[role])
    site.client.cookies.clear()
    cookie = f"{caller.headers.get('Cookie', '')}; titip_language={language}".removeprefix("; ")
    answer = site.client.get(path, headers={**caller.headers, "Cookie": cookie}, follow_redirects=False)
    return Got(answer.status_code, answer.text, answer.headers)


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """The statements that the store is sent meanwhile."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    engine = site.store.engine  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
