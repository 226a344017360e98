"""The draft of a scenario between two forms: it travels with the page, and is kept once it is saved.

So it works without a script, nothing half made is kept, and going back in the browser is undoing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.pages.change_forms import CHANGE_FORMS, Changes
from api.pages.change_words import Line, told
from api.pages.forms import Form
from api.pages.page import Page
from api.pages.problem_words import told as told_problem
from api.pages.troubles import Trouble
from capacity.errors import BadInput, Problem
from capacity.reading.mapping import RawNumber
from capacity.reading.problems import Problems
from capacity.reading.tomlfile import read_toml
from capacity.room import Room
from capacity.scenario.reading import LARGEST_SCENARIO
from workflow.errors import BadValue
from workflow.planning import check
from workflow.scenarios import Content

_IN_CHANGE = "changes["


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario that is being made: of a room; `id` and `seen` if it is a new version of one."""

    room: str
    content: Content
    id: str = ""
    seen: int = 0

    @property
    def hidden(self) -> str:
        """The changes as the page carries them."""
        return json.dumps(list(self.content.changes), ensure_ascii=False, default=str)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The changes in words."""
        return tuple(told(change) for change in self.content.changes)

    def with_changes(self, changes: Sequence[Mapping[str, Any]]) -> Draft:
        """The draft with other changes."""
        return replace(self, content=replace(self.content, changes=tuple(changes)))

    @classmethod
    def sent(cls, form: Form) -> Draft:
        """The draft that a page sent. Raises BadValue."""
        try:
            changes = json.loads(form.text("changes") or "[]")
            if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
                raise ValueError
            Draft("", Content("", tuple(changes))).lines  # noqa: B018 - each can be told in words
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadValue("The changes of the page cannot be read.", "changes") from None
        content = Content(form.text("name"), tuple(changes), form.text("note"))
        seen = form.text("seen")
        return cls(form.text("room"), content, form.text("id"), whole(seen))


def whole(text: str) -> int:
    """A small whole number of a page's own making; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


def made(form: Form, kind: str, room: Room) -> Changes:
    """The changes that a form of a kind asks for. Raises BadInput with the names of its fields."""
    asked = CHANGE_FORMS[kind]
    values = {name: form.text(f"{kind}-{name}") for name in asked.fields}
    empty = [
        Problem("scenario", None, name, "The value is missing.", "Fill it in.")
        for name, field in asked.fields.items()
        if field.needed and not values[name]
    ]
    if empty:
        raise BadInput(empty)
    day = {"at": _day(form.text("at"))} if form.text("at") else {}
    return [{**change, **day} for change in asked.make(values, room)]


def from_file(name: str, data: bytes) -> Content:
    """The scenario of a TOML file. Raises BadInput."""
    problems = Problems()
    if len(data) > LARGEST_SCENARIO:
        problems.add(name, None, "", f"The file is larger than {LARGEST_SCENARIO} bytes.", "Split it.")
    tables = None if len(problems) else read_toml(name, data, problems)
    problems.raise_if_any()
    node: Any = _plain(tables)
    changes = node.get("changes", [])
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        raise BadInput([Problem(name, None, "changes", "The changes must be tables.", "Write [[changes]].")])
    return Content(str(node.get("name", "")), tuple(changes), str(node.get("note", "")))


def problems_of(draft: Draft, room: Room, page: Page) -> BadInput | None:
    """What is wrong with the draft in the room; None if nothing is."""
    named = replace(draft.content, name=draft.content.name or "-")
    try:
        check(room, named, page.served.desk.catalogue)
    except BadInput as bad:
        return bad
    return None


def troubles(page: Page, error: BadInput, kind: str = "", before: int | None = None) -> tuple[Trouble, ...]:
    """What is wrong, each at its field: those of the change being added at its form, others at their change.

    `before` is how many changes there were before those that were added.
    """
    say, found = page.language.text, []
    for one in error.problems:
        number = _number(one.column)
        text = told_problem(one, page.language.code)
        if number is None and kind and one.column in CHANGE_FORMS[kind].fields:
            field = one.column
        elif number is not None and kind and before is not None and number > before:
            field = CHANGE_FORMS[kind].field_of(one.column)
        elif number is not None:
            found.append(Trouble(f"change-{number}", f"{number}. {text}"))
            continue
        else:
            found.append(Trouble(one.column if one.column in ("name", "note", "at") else "", text))
            continue
        label = say(CHANGE_FORMS[kind].fields[field].field.label)
        found.append(Trouble(f"{kind}-{field}", f"{label}: {text}"))
    return tuple(dict.fromkeys(found))


def _number(column: str) -> int | None:
    """Which change a problem's column is about: 2 for ``changes[2].rows[1].rack``."""
    if not column.startswith(_IN_CHANGE):
        return None
    number = column.removeprefix(_IN_CHANGE).partition("]")[0]
    return int(number) if number.isdecimal() else None


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        problem = Problem("scenario", None, "at", f"{text!r} is not a date.", "Write it as YYYY-MM-DD, "
                          "e.g. 2027-12-31.")  # fmt: skip
        raise BadInput([problem]) from None


def _plain(node: Any) -> Any:
    """Values of TOML as those of JSON: numbers as numbers, dates as texts."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, RawNumber):
        return float(node)
    return node if isinstance(node, str | int | bool) or node is None else node.isoformat()
