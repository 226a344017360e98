"""A person before the pages: what he opens and sends, without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from tests.api.http.serving import WHO, Site

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}


class Visitor:
    """Somebody with a session of his own, or nobody; he reads English unless told otherwise."""

    def __init__(self, site: Site, person: str | None, language: str = "en") -> None:
        self.site = site
        cookies = [f"titip_language={language}"]
        if person is not None:
            cookies.append(site.as_(person).headers["Cookie"])
        self.headers = BROWSER | {"Cookie": "; ".join(cookies)}

    def get(self, path: str) -> Any:
        self.site.client.cookies.clear()
        return self.site.client.get(path, headers=self.headers, follow_redirects=False)

    def post(self, path: str, values: Mapping[str, Any] | None = None, **more: Any) -> Any:
        self.site.client.cookies.clear()
        return self.site.client.post(
            path, data=dict(values or {}), headers=self.headers, follow_redirects=False, **more
        )


def statuses(site: Site, path: str) -> dict[str, int]:
    """What each role is answered who opens a page."""
    return {role: Visitor(site, person).get(path).status_code for role, person in WHO.items()}


def words(answer: Any) -> str:
    """What a page says, without its tags."""
    body = re.sub(r"(?s)^.*<main.*?>|</main>.*$", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
