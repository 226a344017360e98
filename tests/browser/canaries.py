"""Canaries: what breaks out of text, attributes and drawings where it is not escaped, in all that is said."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, get_type_hints

from capacity.data import data_path
from capacity.reading import room_files
from capacity.reading.dictionary import ROOM_TABLES, columns_of
from workflow.analysis import Assumption
from workflow.commands import Answer, Command
from workflow.handling import Desk, Done, Filing
from workflow.office_file import read_office
from workflow.papers import NewPaper
from workflow.roles import Holding, Offices, Person, Post

#: Fields of commands that name something which is there, or one of a few words: no free text.
NAMES = frozenset(
    (
        *("by", "case", "agency", "outcome", "role", "ends", "step", "procedure", "to", "refers_to"),
        *("request_sha256", "sha256", "paper", "media_type", "place", "channel", "room", "rack", "face"),
        *("host", "kind", "id", "post", "person"),
    )
)


class Canaries:
    """Makes them, each with a number, and knows what it stands in."""

    def __init__(self) -> None:
        self.planted: dict[int, str] = {}

    def __call__(self, what: str) -> str:
        """A canary for a field that is called so; the same field bears different ones."""
        number = len(self.planted) + 1
        self.planted[number] = what
        return f"k{number}k\"'><img class=canary src=x onerror=alert({number})>"

    def in_every_text(self, thing: Any) -> Any:
        """A dataclass with a canary at the end of every text that somebody writes, also in what it holds."""
        made: dict[str, Any] = {}
        hints = get_type_hints(type(thing))
        for one in fields(thing):
            value = getattr(thing, one.name)
            if hints[one.name] in (str, str | None) and one.name not in NAMES:
                made[one.name] = f"{value or ''} {self(f'{type(thing).__name__}.{one.name}')}".strip()
            elif isinstance(value, tuple) and value and is_dataclass(value[0]):
                made[one.name] = tuple(map(self.in_every_text, value))
        return replace(thing, **made)


class PlantingDesk(Desk):
    """A desk at which everybody writes canaries."""

    def __init__(self, desk: Desk, canaries: Canaries) -> None:
        super().__init__(desk.store, desk.catalogue, desk.verify)
        self.canaries = canaries
        self.sent: set[type[Command]] = set()

    def keep_paper(self, content: bytes, at: datetime, **more: Any) -> NewPaper:
        more["name"] += self.canaries("the name of a file")
        if more.get("number"):
            more["number"] += self.canaries("the number of a letter")
        if more.get("signature"):
            more["signature"] = self.canaries.in_every_text(more["signature"])
        return super().keep_paper(content, at, **more)

    def file(self, what: Filing, key: str | None = None) -> Done:
        asked = {**what.request, "owner": self.canaries("the owner in a request")}
        planted = self.canaries.in_every_text(replace(what, papers=()))
        return super().file(replace(planted, request=asked, papers=what.papers), key)

    def send(self, name: str, command: Command, key: str | None = None) -> Done:
        self.sent.add(type(command))
        return super().send(name, self.canaries.in_every_text(command), key)

    def answer(self, name: str, command: Answer, *more: Any, **others: Any) -> Done:
        self.sent.add(Answer)
        return super().answer(name, self.canaries.in_every_text(command), *more, **others)

    def analyse(self, name: str, *, assumptions: tuple[Assumption, ...] = (), **more: Any) -> Done:
        planted = tuple(replace(one, reason=self.canaries("Assumption.reason")) for one in assumptions)
        return super().analyse(name, assumptions=planted, **more)


def office(canaries: Canaries) -> Offices:
    """The sample office with canaries in what its people and posts are called."""
    found = read_office(data_path("offices/denpasar.yaml").read_bytes(), "denpasar.yaml")
    people = tuple(map(canaries.in_every_text, found.people))
    posts = (*map(canaries.in_every_text, found.posts), *_of_agency(canaries))
    holdings = (
        *map(canaries.in_every_text, found.holdings),
        Holding("canary", "sari", found.holdings[0].start),
    )
    assert isinstance(people[0], Person)
    return replace(found, people=people, posts=posts, holdings=holdings)


def _of_agency(canaries: Canaries) -> tuple[Post, ...]:
    return (Post("canary", "agency", "Sekretaris", canaries("the name of an agency")),)


def room(canaries: Canaries) -> Mapping[str, bytes]:
    """The sample room with one row more in each table, with canaries in every column that takes any text."""
    files = dict(room_files(data_path("rooms/denpasar")))
    keys: dict[str, str] = {}
    for table in ROOM_TABLES:
        if table not in files:
            continue
        rows = list(csv.DictReader(io.StringIO(files[table].decode())))
        rows.append(_row(table, rows[-1], keys, canaries))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[table] = out.getvalue().encode()
    return files


def _row(table: str, row: Mapping[str, str], keys: dict[str, str], canaries: Canaries) -> dict[str, str]:
    """A row like another one; what it is called by, and what it refers to, is another canary's."""
    made = dict(row)
    for name, column in columns_of(table).items():
        if name not in made:
            continue
        if column.kind == "text" and column.refers:
            made[name] = keys.get(column.refers, made[name] if column.required else "")
        elif column.kind == "text":
            made[name] = canaries(f"{table}, {name}")
        elif column.key and column.kind == "word":
            made[name] = f"{row[name]}x"
        elif column.kind in ("cords", "port_uses"):
            made[name] = ""
        if column.key:
            keys[f"{table.removesuffix('.csv')}.{name}"] = made[name]
    return made
