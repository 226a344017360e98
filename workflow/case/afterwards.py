"""After the archive: the equipment is installed and recorded (BAST), and one day the stay ends."""

from __future__ import annotations

from workflow.case import handing_in, who
from workflow.case.context import Context, not_empty, reason
from workflow.commands import EndStay, HandOver
from workflow.errors import BadValue, Conflict, NoSuchChoice
from workflow.events import Event, HandedOver, PaperAdded, StayEnded
from workflow.guards import REGISTRY, Situation
from workflow.papers import Installed
from workflow.state import Case


def hand_over(case: Case, command: HandOver, context: Context) -> list[Event]:
    """The equipment stands there: actual serial number, place, weight and draw, verified again."""
    rules = context.procedure.handover
    if rules is None or case.stay != "awaited":
        raise Conflict("No equipment is awaited.", case.name)
    by = who.of_roles(case, context, rules.actors, command.by, command.at).by
    handing_in.well_formed(command.paper, context, case.name)
    if command.paper.paper != rules.paper:
        raise NoSuchChoice(f"The handover is recorded on '{rules.paper}'.", case.name)
    _well_formed(case, command.installed)
    situation = Situation(case, context.procedure, context.facts, command.by, path=case.path)
    for guard in rules.guards:
        if error := REGISTRY[guard](situation):
            raise error
    version = handing_in.revision(case, command.paper, command.by)
    return [
        PaperAdded(at=command.at, by=by, version=version),
        HandedOver(at=command.at, by=by, installed=command.installed, effects=rules.effects),
    ]


def _well_formed(case: Case, installed: tuple[Installed, ...]) -> None:
    """All items of the place that was granted, each once, with their actual values. Raises BadValue."""
    granted = {place.item: place for place in case.choice.items} if case.choice else {}
    items = [one.item for one in installed]
    if not items or len(set(items)) < len(items) or (granted and set(items) != set(granted)):
        wanted = ", ".join(map(str, sorted(granted))) or "1"
        raise BadValue(f"The record covers every item once: {wanted}.", case.name)
    for one in installed:
        not_empty(one.serial, "The serial number", case.name)
        not_empty(one.place, "The place", case.name)
        hosted = one.item in granted and granted[one.item].host is not None
        if not hosted and not ((one.weight_g or 0) > 0 and one.power_w is not None and one.power_w >= 0):
            raise BadValue("Weight and draw as installed are needed.", case.name)


def end_stay(case: Case, command: EndStay, context: Context) -> list[Event]:
    """The equipment leaves, or will never come; its place is free again."""
    rules = context.procedure.stay
    if rules is None or case.stay not in ("awaited", "installed"):
        raise Conflict("No equipment stands or is awaited.", case.name)
    by = who.of_roles(case, context, rules.actors, command.by, command.at).by
    text = reason(command.reason, case)
    return [StayEnded(at=command.at, by=by, reason=text, effects=rules.effects)]
