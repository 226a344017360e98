"""Pages asked for without a browser: by HTTP, as somebody who is signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx2

from tests.browser.serving import PASSWORD, Served


@dataclass
class Asker:
    """Asks a service as one person after the other; each signs in once."""

    site: Served
    language: str = "id"
    _clients: dict[str, httpx2.Client] = field(default_factory=dict)

    def get(self, person: str, path: str) -> httpx2.Response:
        """What the service answers somebody ("" is nobody) at an address."""
        return self._client(person).get(path)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def _client(self, person: str) -> httpx2.Client:
        if person not in self._clients:
            client = httpx2.Client(
                base_url=self.site.url,
                headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Origin": self.site.url},
                cookies={"titip_language": self.language},
                timeout=30,
            )
            if person:
                self.site.later()
                answer = client.post("/sign-in", data={"login": person, "password": PASSWORD})
                assert answer.status_code == 303, answer.text
            self._clients[person] = client
        return self._clients[person]
