"""People, posts, and who holds them."""

from __future__ import annotations

from datetime import date

from rich.text import Text

from api.render.done import AS_BEFORE, GOOD, marked
from api.render.text import Screen, clean, columns, count
from workflow.roles import ROLES, Holding, Offices


def print_changed(title: str, new: Offices) -> None:
    """Print which people, posts and holdings are new."""
    if not (new.people or new.posts or new.holdings):
        marked("AS BEFORE", AS_BEFORE, title)
        return
    screen = marked("KEPT", GOOD, title)
    for many, one, more in (
        (len(new.people), "person", "people"),
        (len(new.posts), "post", "posts"),
        (len(new.holdings), "holding", "holdings"),
    ):
        if many:
            screen.line(count(many, one, more), indent=3)


def print_office(office: Offices, on: date) -> None:
    """Print every post by its role, with who holds it on a day."""
    screen = Screen()
    screen.blank()
    screen.line(
        (f" {on.isoformat()} ", "bold white on blue"), f"  {count(len(office.posts), 'post')}", indent=1
    )
    names = {one.id: one.name for one in office.people}
    table = columns(("role", "<"), ("post", "<"), ("held by", "<"))
    order = list(ROLES)
    for post in sorted(office.posts, key=lambda post: (order.index(post.role), post.id)):
        acting = {one.person.id for one in office.acting(post.role, on) if one.post == post}
        held = [one for one in office.holdings if one.post == post.id and one.covers(on)]
        told = Text("\n").join(_holder(one, names, acts=one.person in acting) for one in held)
        where = f"{clean(post.agency)}: {clean(post.title, 120)}" if post.agency else clean(post.title, 120)
        called = Text.assemble((clean(post.id), "bold"), "\n", (where, "dim"))
        table.add_row(clean(post.role), called, told if held else Text("vacant", style="yellow"))
    screen.put(table)


def print_people(office: Offices, on: date) -> None:
    """Print the people, with the roles that they act in on a day."""
    screen = Screen()
    screen.blank()
    many = count(len(office.people), "person", "people")
    screen.line((f" {on.isoformat()} ", "bold white on blue"), f"  {many}", indent=1)
    table = columns(("person", "<"), ("name", "<"), ("NIP", "<"), ("roles", "<"))
    for one in office.people:
        roles = ", ".join(office.roles_of(one.id, on))
        shown = Text(roles) if roles else Text("none", style="dim")
        table.add_row(Text(clean(one.id), style="bold"), clean(one.name), clean(one.nip or ""), shown)
    screen.put(table)


def _holder(one: Holding, names: dict[str, str], *, acts: bool) -> Text:
    until = f" until {one.end.isoformat()}" if one.end else ""
    kind = "" if one.kind == "definitive" else f", {one.kind.title()}"
    name = Text(f"{clean(names[one.person])}{kind}{until}", style="" if acts else "dim")
    return name if acts else name.append(" (away)")
