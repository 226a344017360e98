"""The page of figures, in sections that are measured and written apart from one another."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).with_name("README.md")


def put_section(heading: str, text: str, page: Path = PAGE) -> None:
    """Replace one section of the page, from its heading to the next of the same rank, or append it.

    The first section carries the page's title and lasts until the first one of rank two.
    """
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    parts = [part for part in re.split(r"^(?=#{1,2} )", before, flags=re.MULTILINE) if part.strip()]
    made = f"{heading}\n\n{text.strip()}\n"
    found = [made if part.split("\n", 1)[0].strip() == heading else part.strip() + "\n" for part in parts]
    page.write_text("\n".join(found if made in found else [*found, made]), encoding="utf-8")


def machine(*packages: str) -> str:
    """Today, and what it was measured on, with the versions of some packages."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    python = f"Python {platform.python_version()}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, {python}, {versions}"
