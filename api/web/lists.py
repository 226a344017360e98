"""Lists by pages: a cursor says after which name the next page begins, and is opaque to its reader."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from workflow.errors import BadValue

Item = TypeVar("Item")
Thing = TypeVar("Thing")
LONGEST_PAGE = 200

Cursor = Annotated[
    str | None, Query(max_length=400, description="Where the page begins: `next` of the last.")
]
Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="How many at most.")]


class Model(BaseModel):
    """Base of what goes in and out: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Model, Generic[Item]):
    """Some of a list; `next` is the cursor of the rest, null at the end."""

    items: list[Item]
    next: str | None = None


def cursor_after(name: str) -> str:
    """The cursor of what comes after a name."""
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def name_of(cursor: str | None) -> str | None:
    """The name that a cursor stands for; None without one. Raises BadValue for what is none."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadValue("The cursor is not one of this list.", "cursor") from None
    if not name.isprintable():
        raise BadValue("The cursor is not one of this list.", "cursor")
    return name


def number_of(cursor: str | None) -> int | None:
    """The number that a cursor stands for, where a list goes by numbers. Raises BadValue for what is none."""
    name = name_of(cursor)
    if name is None:
        return None
    if not (name.isascii() and name.isdigit() and len(name) <= 18):
        raise BadValue("The cursor is not one of this list.", "cursor")
    return int(name)


def page_of(
    things: Iterable[Thing],
    name: Callable[[Thing], str],
    out: Callable[[Thing], Any],
    after: str | None,
    limit: int,
) -> Page[Any]:
    """Some of the things by name, after the cursor. Raises BadValue."""
    last = name_of(after)
    left = sorted((one for one in things if last is None or name(one) > last), key=name)
    shown = left[:limit]
    more = cursor_after(name(shown[-1])) if len(left) > limit else None
    return Page[Any](items=[out(one) for one in shown], next=more)
