"""What a scenario comes to, in sentences: who is hit, what breaks, what binds, what finds no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from api.render.spots import racks_and_units
from api.render.stops import stopped_by
from api.render.text import Screen, amount, clean, count, listed, number
from api.render.words import limit_name, rule_name, scenario_words
from placement.answer import CANNOT_DECIDE
from placement.headroom import Headroom
from placement.plan import Plan, PlannedRequest
from placement.request import Request
from placement.whatif import Outcome
from placement.whatif.view import View

MOST_NAMES = 8
MOST_FAULTS = 4
MOST_REQUESTS = 6
MOST_REASONS = 3

_HIT = {
    "dead": ("device is", "devices are", "without power"),
    "perhaps_dead": ("device is", "devices are", "perhaps without power: cords are not known"),
    "weakened": ("device runs", "devices run", "on fewer cords than before"),
    "cut_off": ("device has", "devices have", "lost ports"),
    "stopped": ("VM", "VMs", "stopped: no host of the cluster is left"),
    "restarted": ("VM has", "VMs have", "to start again on another host of the cluster"),
    "holds": ("reservation has", "reservations have", "lost place, power or ports"),
}


def print_outcome(screen: Screen, outcome: Outcome, base: View, references: Sequence[Request]) -> None:
    """The heading of a scenario, and a sentence for each thing worth knowing."""
    scenario = outcome.prepared.scenario
    screen.head(clean(outcome.name))
    days = sorted({change.at for change in scenario.changes if change.at is not None})
    said = [count(len(scenario.changes), "change")]
    said += [f"planned for {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "")] if days else []
    said += [clean(text, 200) for text in (scenario.owner, scenario.note) if text]
    screen.line((", ".join(said), "dim"), indent=3)
    screen.points(
        [*_hit(outcome), *_faults(outcome, base), *_binds(outcome, references), *_places(screen, outcome)]
    )


def queue_left(queue: Plan | None) -> str:
    """What of the queue finds no place in the room as it is; "" where all of it does."""
    return "" if queue is None else _left("Of the queue", queue.requests)


def _hit(outcome: Outcome) -> Iterator[str]:
    for name, (one, more, what) in _HIT.items():
        names = getattr(outcome.aftermath, name)
        if names:
            yield f"{count(len(names), one, more)} {what}: {_some(names)}."


def _some(names: Sequence[str]) -> str:
    shown = [clean(name) for name in names[:MOST_NAMES]]
    rest = len(names) - len(shown)
    return listed([*shown, f"{number(rest)} more"] if rest else shown)


def _faults(outcome: Outcome, base: View) -> Iterator[str]:
    new = [f for f in outcome.view.summary.findings if f in outcome.new_faults]
    for finding in new[:MOST_FAULTS]:
        yield f"Broken: {clean(finding.where, 80)}. {clean(finding.what, 400)}"
    if len(new) > MOST_FAULTS:
        yield f"{number(len(new) - MOST_FAULTS)} more rules are broken; --json lists all."
    now = sum(f.broken for f in outcome.view.summary.findings) - len(new)
    gone = sum(f.broken for f in base.summary.findings) - now
    if gone > 0:
        yield f"{count(gone, 'rule')} broken today {'is' if gone == 1 else 'are'} no longer broken."


def _binds(outcome: Outcome, references: Sequence[Request]) -> Iterator[str]:
    """Where the failover budget is, and what stops the next one of the reference servers."""
    limit = outcome.view.failover
    if limit is not None:
        amount_left = Fraction((limit.capacity or 0) - limit.used, limit.scale)
        when = scenario_words(limit.scenario)
        where = f"on {limit_name(limit)}{f' {when}' if when else ''}"
        if amount_left < 0:
            yield f"The chain does not carry it: {amount(-amount_left, 'W')} too much {where}."
        else:
            at_most = "at most " if limit.most != limit.used else ""
            yield f"Failover budget: {at_most}{amount(amount_left, 'W')}, {where}."
    alike: dict[str, list[str]] = {}
    for found, reference in zip(outcome.view.headrooms, references, strict=True):
        hosts = reference.kind == "application"
        alike.setdefault(_stopped(found, outcome.view, hosts=hosts), []).append(clean(found.request, 24))
    for words, names in alike.items():
        yield f"{'No' if words.startswith(' fits') else 'The next'} {listed(names, 'or')}{words}."


def _stopped(found: Headroom, view: View, *, hosts: bool) -> str:
    """What follows the name of a reference: ``is stopped by ups UPS-A while ATS-B is lost``."""
    if found.decision == CANNOT_DECIDE:
        return " cannot be decided: data is missing"
    if found.headroom and found.binding:
        limit = found.binding[0].limit
        when = scenario_words(limit.scenario)
        return f" is stopped by {stopped_by(found.binding[0])}{f' {when}' if when else ''}"
    reasons = sorted(found.reasons, key=lambda reason: -reason.racks)[:MOST_REASONS]
    if found.headroom:
        return f" is stopped by {listed(rule_name(reason.rule) for reason in reasons)}"
    total = len(view.room.hosts) if hosts else len(view.room.racks)
    kind, near = ("host", "on") if hosts else ("rack", "in")
    told = [
        f"{rule_name(r.rule)} {near} {number(r.racks)} of {count(total, kind)}" for r in reasons if r.racks
    ]
    if told and reasons[0].racks == total:
        told = [f"{rule_name(reasons[0].rule)} {near} every {kind}"]
    if hosts and not total:
        told = ["there is no host"]
    return f" fits: {listed(told)}" if told else " fits"


def _places(screen: Screen, outcome: Outcome) -> Iterator[str]:
    """What the scenario places and where, and what finds no place."""
    asked = {r.name: r for each in outcome.prepared.requests.values() for r in each}
    own = [request for plan in outcome.plans for request in plan.requests]
    for request in own[:MOST_REQUESTS]:
        if request.placement:
            yield _placed(screen, request, asked[request.request])
    if len(own) > MOST_REQUESTS:
        yield f"{count(len(own) - MOST_REQUESTS, 'more request')} placed by it; --json lists all."
    yield from filter(None, (_left("Of what it places", own), queue_left(outcome.view.queue)))


def _placed(screen: Screen, request: PlannedRequest, asked: Request) -> str:
    spots = racks_and_units(request.placement, asked.height_hu, screen.glyphs.times)
    many = f"{number(len(request.placement))} of {number(request.asked)}"
    return f"Placed: {many} of {clean(request.request)} in {', '.join(spots)}."


def _left(of_what: str, requests: Iterable[PlannedRequest]) -> str:
    rest = [each for each in requests if len(each.placement) < each.asked]
    if not rest:
        return ""
    alike: dict[str, list[str]] = {}
    for each in rest:
        many = f" ({number(each.asked - len(each.placement))} of {number(each.asked)})"
        alike.setdefault(_why(each), []).append(clean(each.request) + (many if each.asked > 1 else ""))
    told = [f"{_some(names)}{f': {why}' if why else ''}" for why, names in alike.items()]
    return f"{of_what} no place is left for {'; for '.join(told)}."


def _why(request: PlannedRequest) -> str:
    """The rules that keep it out: the smallest set that leaves no place, or the one that most racks break."""
    if request.decision == CANNOT_DECIDE:
        return "missing data"
    if request.conflicts:
        return listed(map(rule_name, request.conflicts[0]))
    most = sorted(request.reasons, key=lambda reason: -reason.racks)[:1]
    return rule_name(most[0].rule) if most else ""
