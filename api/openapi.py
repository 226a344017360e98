"""``python -m api.openapi``: writes ``openapi.json`` of the project anew, from the app."""

from __future__ import annotations

import json
from pathlib import Path

from api.app import routed
from api.security.sessions import Cookie

FILE = Path(__file__).resolve().parents[1] / "openapi.json"


def document_text() -> str:
    """The document as it is kept: one name a line, in the order of the app."""
    told = routed(Cookie()).openapi()
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(document_text(), encoding="utf-8")
    print(FILE.name)
