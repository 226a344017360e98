"""Lists by pages: a cursor says after which name the next page begins, and is opaque to its reader."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from workflow.errors import BadValue

Item = TypeVar("Item")
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
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadValue("The cursor is not one of this list.", "cursor") from None
