"""Drafts as pages open and change them: who may, what is wrong with them, how far their parts are."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from api.pages.draft_content import Content, Item, Part, Status, request_of_item, shared_parts, status
from api.pages.page import Page
from api.security.access import Thing, not_there, require
from capacity.errors import BadInput, Problem
from capacity.reading.catalogue import Catalogue
from workflow.analysis import canonical_request
from workflow.conflicts import NotStored
from workflow.drafts import Draft, DraftChanged
from workflow.ports import UnitOfWork

Wrong = Mapping[int, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft that somebody looks at."""

    draft: Draft
    content: Content

    @property
    def behalf(self) -> bool:
        """True where a registrar writes it for an agency."""
        return self.draft.agency is None

    @property
    def agency(self) -> str:
        """The agency that it is for; "" where that is not said yet."""
        return self.draft.agency or self.content.values.get("agency", "")

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"/requests/drafts/{quote(self.draft.id)}"

    def part(self, name: str) -> Part | None:
        """One of its own parts by name."""
        parts = shared_parts(self.content, behalf=self.behalf)
        return next((one for one in parts if one.name == name), None)

    def page_of(self, part: Part, item: Item | None = None) -> str:
        """Where the page of a part is."""
        return f"{self.address}/items/{item.number}/{part.name}" if item else f"{self.address}/{part.name}"

    def request(self, item: Item) -> dict[str, object]:
        """What is asked for with an item, as a contract object."""
        return request_of_item(self.content, item, self.agency, self.draft.id)


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list: a part, where its page is, and how far it is."""

    part: Part
    to: str
    status: Status


@dataclass(frozen=True, slots=True)
class Tasks:
    """All parts of a draft: its own, and those of each item."""

    about: tuple[Task, ...]
    items: tuple[tuple[Item, tuple[Task, ...]], ...]
    rest: tuple[Task, ...]

    def every(self) -> Iterator[Task]:
        """The tasks in their order."""
        yield from self.about
        for _, tasks in self.items:
            yield from tasks
        yield from self.rest

    @property
    def done(self) -> int:
        """How many are finished."""
        return sum(one.status == "done" for one in self.every())

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(1 for _ in self.every())


@dataclass(frozen=True, slots=True)
class Missing:
    """A field without which a draft cannot be sent, and where it is filled in."""

    field: str
    to: str


def seen_draft(page: Page, unit: UnitOfWork, id: str) -> Draft:
    """The draft, sent or not, if one may see it. Raises NotStored."""
    try:
        draft = unit.drafts.get(id)
    except NotStored:
        raise not_there(id) from None
    whose = Thing(person=draft.person) if draft.agency is None else Thing(agency=draft.agency)
    require(page.subject, "draft.keep", whose, id)
    return draft


def opened(page: Page, unit: UnitOfWork, id: str) -> Opened:
    """The draft, if one may write in it. Raises NotStored; DraftChanged if it was sent."""
    draft = seen_draft(page, unit, id)
    if draft.cases:
        raise DraftChanged("The draft was sent.", id)
    return Opened(draft, Content.read(draft.body))


def look(page: Page, id: str) -> Opened:
    """The draft as it is now."""
    with page.read() as unit:
        return opened(page, unit, id)


def change(page: Page, id: str, what: Callable[[Content], Content], seen: int | None = None) -> Opened:
    """The draft after it was changed and kept.

    `seen` is the version that whoever changes it has looked at. Raises DraftChanged where somebody else
    has saved it since.
    """

    def work(unit: UnitOfWork) -> Opened:
        found = opened(page, unit, id)
        draft = found.draft
        if seen is not None and seen != draft.version and draft.saved_by != page.person:
            raise DraftChanged("Somebody else has changed the draft.", id)
        after = what(found.content)
        unit.drafts.save(id, after.written(), page.person, page.at)
        kept = unit.drafts.get(id)
        unit.commit()
        return Opened(kept, after)

    return page.served.store.run(work)


def begin(page: Page, content: Content, agency: str) -> str:
    """A new draft: of one's own agency, or of nobody else's where one files on behalf; its id."""
    page.require("case.file")
    shared = agency if agency in page.subject.agencies else None
    if shared is None:
        content = Content({**content.values, "agency": agency}, content.items, content.done, content.pending)
    id = f"D-{page.today.year}-{secrets.token_hex(5)}"
    new = Draft(id, shared, page.person, page.at, page.at, page.person, content.written())

    def work(unit: UnitOfWork) -> None:
        unit.drafts.add(new)
        unit.commit()

    page.served.store.run(work)
    return id


def item_of(content: Content, number: int, id: str) -> Item:
    """The item of a number. Raises NotStored."""
    found = content.item(number)
    if found is None:
        raise not_there(id)
    return found


def judged(found: Opened, catalogue: Catalogue) -> Wrong:
    """Number of an item -> what the reader of requests says is wrong with it."""
    wrong: dict[int, tuple[Problem, ...]] = {}
    for item in found.content.items:
        try:
            canonical_request(found.request(item), catalogue)
        except BadInput as error:
            wrong[item.number] = error.problems
    return wrong


def tasks(found: Opened, wrong: Wrong) -> Tasks:
    """The task list."""
    content = found.content
    refused = {number: frozenset(one.column for one in problems) for number, problems in wrong.items()}
    everywhere = frozenset().union(*refused.values()) if refused else frozenset()
    known = _known(found)
    own = tuple(
        Task(part, found.page_of(part), status(part, known, content.done, everywhere))
        for part in shared_parts(content, behalf=found.behalf)
    )
    items = tuple(
        (
            item,
            tuple(
                Task(
                    part,
                    found.page_of(part, item),
                    status(part, item.values, item.done, refused.get(item.number, frozenset())),
                )
                for part in item.parts
            ),
        )
        for item in content.items
    )
    return Tasks(own[:1], items, own[1:])


def missing(found: Opened) -> tuple[Missing, ...]:
    """What must be there and is not."""
    known = _known(found)
    return tuple(
        Missing(name, found.page_of(part))
        for part in shared_parts(found.content, behalf=found.behalf)
        for name in part.needed
        if not known.get(name)
    )


def _known(found: Opened) -> dict[str, str]:
    return {**found.content.values, "agency": found.agency}


@dataclass(frozen=True, slots=True)
class Line:
    """A draft in a list."""

    draft: Draft
    subject: str
    items: int
    saved_by: str
    refers_to: str = field(default="")


def lines(unit: UnitOfWork, page: Page, names: Mapping[str, str]) -> list[Line]:
    """The drafts of whoever looks; `names` are people by id."""
    if not page.may("case.file"):
        return []
    found = []
    for draft in unit.drafts.of(page.subject.agencies, page.person):
        content = Content.read(draft.body)
        values = content.values
        who = names.get(draft.saved_by, draft.saved_by)
        found.append(
            Line(draft, values.get("subject", ""), len(content.items), who, values.get("refers_to", ""))
        )
    return found
