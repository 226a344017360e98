"""The pages of a draft's parts: what is entered there is kept, and then looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.pages import draft_words as words
from api.pages.answers import named
from api.pages.draft_content import Content, Item, Part, filled
from api.pages.draft_pages import Opened, change, item_of, judged, look
from api.pages.filing import PAPER, agencies_of, type_options
from api.pages.forms import LARGEST_FORM, Form, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.problem_words import told
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.security.access import not_there
from capacity.errors import BadInput
from workflow.drafts import DraftChanged

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=40)]
PartName = Annotated[str, Path(max_length=20)]
#: What a choice stands at before anybody chooses, as the reader of requests takes it.
DEFAULTS = {"depth": "full", "power_basis": "budget", "cords": "2", "port_sides": "1"}
Change = Callable[[Content], Content]


@router.get("/requests/drafts/{id}/items/{number}/{name}")
def item_part(id: Id, number: int, name: PartName, page: MemberPage) -> Response:
    """The page of a part of an item."""
    found = look(page, id)
    item = item_of(found.content, number, id)
    return _part_page(page, found, _part_of(item, name, id), item.values, item)


@router.post("/requests/drafts/{id}/items/{number}/{name}", max_body_size=LARGEST_FORM)
def save_item_part(id: Id, number: int, name: PartName, page: MemberPage, form: Sent) -> Response:
    """Keep what was entered of an item; or fill in what the device type says, to be looked at."""
    found = look(page, id)
    catalogue = page.served.desk.catalogue
    item = item_of(found.content, number, id)
    part = _part_of(item, name, id)
    entered = _entered(form, part)
    model = catalogue.get(entered.get("device_type", ""))
    before = catalogue.get(item.values.get("device_type", ""))
    if form.text("fill") and "device_type" in entered:
        both = filled(item.values, model, before) | {"device_type": entered.get("device_type", "")}
        both |= {name: entered[name] for name in ("label", "quantity")}
        name = named("device_type", entered.get("device_type", ""), catalogue)
        return _part_page(page, found, part, both, item, filled_in=name)

    def changed(content: Content) -> Content:
        now = item_of(content, number, id)
        values = {**now.values, **entered}
        if "device_type" in entered and model is not None and model != before:
            # What this page does not show is filled in as well.
            values = filled(values, model, before) | entered
        return content.with_item(Item(number, values, _done(now.done, part, form)))

    return _saved(page, found, part, form, changed, item)


@router.get("/requests/drafts/{id}/{name}")
def shared_part(id: Id, name: PartName, page: MemberPage) -> Response:
    """The page of a part that holds for the whole request."""
    found = look(page, id)
    return _part_page(page, found, _shared(found, name), found.content.values)


@router.post("/requests/drafts/{id}/{name}", max_body_size=LARGEST_FORM)
def save_shared_part(id: Id, name: PartName, page: MemberPage, form: Sent) -> Response:
    """Keep what was entered."""
    found = look(page, id)
    part = _shared(found, name)
    entered = _entered(form, part)
    try:
        kept = form.paper(page, PAPER) if "sha256" in part.fields else None
    except BadInput as error:
        return _part_page(page, found, part, entered, None, troubles_of(error, page), 422)
    if kept is not None:
        entered |= {"sha256": kept.sha256, "file": kept.name}

    def changed(content: Content) -> Content:
        done = _done(content.done, part, form)
        return replace(content, values={**content.values, **entered}, done=done)

    return _saved(page, found, part, form, changed)


def _saved(
    page: Page, found: Opened, part: Part, form: Form, changed: Change, item: Item | None = None
) -> Response:
    """Keep a part and go on; back to it where something is wrong with it."""
    say = page.language.text
    entered = _entered(form, part)
    if long := [name for name, value in entered.items() if len(value) > words.LONGEST_VALUE]:
        told_long = [Trouble(name, say(words.TOO_LONG)) for name in long]
        return _part_page(page, found, part, entered, item, told_long, 422)
    try:
        after = change(page, found.draft.id, changed, form.whole("seen"))
    except DraftChanged:
        return _part_page(page, found, part, entered, item, [Trouble("", say(words.CHANGED))], 409)
    if form.text("go") == "later":
        return go("/?done=saved")
    values: Mapping[str, str] = {**after.content.values, "agency": after.agency}
    if item is not None:
        values = (after.content.item(item.number) or item).values
    troubles = [
        Trouble(f"paper-{PAPER}" if name == "sha256" else name, say(words.NEEDED[name]))
        for name in part.needed
        if not values.get(name)
    ]
    troubles += _wrong(page, after, part, item)
    if troubles:
        return _part_page(page, after, part, values, item, troubles, 422)
    return go(after.address)


def _wrong(page: Page, found: Opened, part: Part, item: Item | None) -> list[Trouble]:
    """What the reader of requests refuses among the fields of a part."""
    wrong = judged(found, page.served.desk.catalogue)
    problems = [
        one
        for number, ones in wrong.items()
        if item is None or number == item.number
        for one in ones
        if one.column in part.fields
    ]
    return [
        Trouble(
            one.column,
            f"{page.language.text(words.DRAFT_FIELDS[one.column].label)}: {told(one, page.language.code)}",
        )
        for one in dict.fromkeys(problems)
    ]


def _entered(form: Form, part: Part) -> dict[str, str]:
    """What was sent for the fields of a part; a file that was kept before is not sent again."""
    kept = ("sha256", "file")
    return {
        name: " ".join(form.many(name)) if name == "keep" else form.text(name)
        for name in part.fields
        if name not in kept
    }


def _done(done: tuple[str, ...], part: Part, form: Form) -> tuple[str, ...]:
    without = tuple(one for one in done if one != part.name)
    return without if form.text("go") == "later" else (*without, part.name)


def _part_page(
    page: Page,
    found: Opened,
    part: Part,
    values: Mapping[str, str],
    item: Item | None = None,
    troubles: Sequence[Trouble] = (),
    status: int = 200,
    filled_in: str = "",
) -> Response:
    say = page.language.text
    options: dict[str, list[tuple[str, str]]] = {
        name: [(code, say(word)) for code, word in field.choices]
        for name, field in words.DRAFT_FIELDS.items()
        if name in part.fields
    }
    if "device_type" in part.fields:
        options["device_type"] = type_options(page.served.desk.catalogue)
    if "agency" in part.fields:
        with page.read() as unit:
            agencies = agencies_of(page, unit.office.offices())
        options["agency"] = [(one, one) for one in agencies]
        values = {**values, "agency": values.get("agency") or found.agency}
    return page.render(
        "draft_part.html",
        status,
        found=found,
        part=part,
        item=item,
        here_to=found.page_of(part, item),
        values=values,
        defaults=DEFAULTS,
        filled_in=filled_in,
        fields=words.DRAFT_FIELDS,
        option_lists=options,
        troubles=tuple(troubles),
        wrong={one.field: one.message for one in troubles if one.field},
    )


def _part_of(item: Item, name: str, id: str) -> Part:
    found = next((one for one in item.parts if one.name == name), None)
    if found is None:
        raise not_there(id)
    return found


def _shared(found: Opened, name: str) -> Part:
    part = found.part(name)
    if part is None:
        raise not_there(found.draft.id)
    return part
