"""A plan: how much of a batch found a place, where, and what the rest lacked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.text import Text

from api.render.check import BADGES
from api.render.conditions import print_conditions
from api.render.grouped import print_groups
from api.render.left_over import print_left_over
from api.render.planned import print_requests
from api.render.proof import gap_words, print_proof
from api.render.text import Part, Screen, amount, clean, columns, count, number
from api.render.ways import print_ways
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.plan import Objective, Plan
from placement.request import Request


def print_plan(room: Room, requests: Sequence[Request], found: Plan, seconds: float, *, today: date) -> None:
    """Print a plan of `requests`; `today` is the day by which reservations have lapsed."""
    screen = Screen()
    screen.blank()
    screen.line(*_badge(found), indent=1)
    whole = sum(len(each.placement) == each.asked for each in found.requests)
    every = count(len(found.requests), "request")
    words = every if whole == len(found.requests) else f"{number(whole)} of {every} in full"
    screen.line((f"{words}, as of {today}", "dim"), indent=3)
    _print_objectives(screen, requests, found)
    print_requests(screen, room, requests, found)
    print_groups(screen, room, requests, found)
    print_left_over(screen, room, requests, found)
    print_ways(screen, found.ways)
    print_conditions(screen, (each.conditions for each in found.requests))
    print_proof(
        screen,
        found.proof,
        placed=bool(found.placed),
        policy=found.policy_version,
        digest=found.input_sha256,
        seconds=seconds,
    )


def _badge(found: Plan) -> list[Part]:
    placed, asked = len(found.placed), found.asked
    open_ = sum(each.asked - len(each.placement) for each in found.requests if each.decision == CANNOT_DECIDE)
    if open_:
        said = f"  {number(placed)} of {count(asked, 'item')} placed; {number(open_)} cannot be decided"
        return [(" CANNOT DECIDE ", BADGES[CANNOT_DECIDE]), said]
    if placed == asked:
        return [(" ALL PLACED ", BADGES[FITS]), f"  {count(asked, 'item')}"]
    badge = f" {number(placed) if placed else 'NONE'} OF {number(asked)} PLACED "
    return [(badge, BADGES[DOES_NOT_FIT]), f"  {count(asked - placed, 'item')} left over"]


def _print_objectives(screen: Screen, requests: Sequence[Request], found: Plan) -> None:
    screen.head("What it aims at" + (", in this order" if len(found.objectives) > 1 else ""))
    table = columns(("", "<"), ("", "<"), ("", "<"), show=False)
    asked = sum(request.priority * request.quantity for request in requests)
    for place, each in enumerate(found.objectives):
        value = number(each.value) if each.unit == "priority" else amount(each.value, each.unit)
        value += f" of {number(asked)}" if place == 0 else ""
        table.add_row(clean(each.name), Text(value, style="bold"), _proved(each))
    screen.put(table)
    if found.start < found.objectives[0].value:
        more = number(found.objectives[0].value - found.start)
        text = f"Priority is {more} more than by the best of the simple passes that it began with."
        screen.line((text, "dim"), indent=3)


def _proved(each: Objective) -> Text:
    """How near to the best possible."""
    if not each.gap:
        return Text("proved optimal", style="green")
    end = "at least" if each.bound < each.value else "at most"
    bound = number(each.bound) if each.unit == "priority" else amount(each.bound, each.unit)
    return Text(f"{gap_words(each.gap)} ({end} {bound})", style="yellow")
