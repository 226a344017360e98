"""The state of a list in its address: filters, sorting and page, so that a saved link keeps all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from workflow.lists import Found

Item = TypeVar("Item")
#: No list is looked at beyond this page; filters lead further.
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Address:
    """A path with what is chosen there; what is "" is left out."""

    path: str
    chosen: Mapping[str, str]

    def to(self, **changes: str | int) -> str:
        """The address with other choices; a change of any but the page leads to the first page."""
        kept = dict(self.chosen) if "page" in changes else {**self.chosen, "page": ""}
        kept |= {name: str(value) for name, value in changes.items()}
        given = {name: value for name, value in kept.items() if value and (name, value) != ("page", "1")}
        return f"{self.path}?{urlencode(given)}" if given else self.path

    def at(self, path: str) -> str:
        """The same choices at another path, from the first page on: for exports."""
        return Address(path, self.chosen).to()

    def sorted_by(self, name: str) -> str:
        """The address sorted by a column; the other way round if it is already."""
        return self.to(sort=f"-{name}" if self.chosen.get("sort") == name else name)

    def direction(self, name: str) -> str:
        """What `aria-sort` says of a column."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.chosen.get("sort", ""), "none")


@dataclass(frozen=True, slots=True)
class Shown(Generic[Item]):
    """A page of a list: its items, which of how many they are, and the pages beside it."""

    items: tuple[Item, ...]
    total: int
    first: int
    page: int
    pages: int

    @property
    def last(self) -> int:
        """The number of the last item; 0 where there is none."""
        return self.first + len(self.items) - 1 if self.items else 0


def shown(found: Found[Item], page: int, size: int) -> Shown[Item]:
    """A page of what was found."""
    pages = max(1, -(-found.total // size))
    return Shown(found.items, found.total, (page - 1) * size + 1 if found.items else 0, page, pages)


def page_number(text: str) -> int:
    """The page that is asked for; the first for anything that is none."""
    good = text.isascii() and text.isdigit() and 1 <= len(text) <= 6
    return min(max(1, int(text)), MOST_PAGES) if good else 1


def day_of(text: str) -> date | None:
    """The day that a field holds; None for none, or for what is no day."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def begins(day: date | None, zone: ZoneInfo, days: int = 0) -> datetime | None:
    """When a day begins in the office; with `days` that many days later. None without a day."""
    if day is None or not date(1900, 1, 1) <= day <= date(2999, 12, 31):
        return None
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=zone)
