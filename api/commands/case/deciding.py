"""titip case decide, analyse, initial: what an official does at the open step."""

from __future__ import annotations

from dataclasses import dataclass

from api.commands.case.acting import Sender, Sending, send, sending, standing
from api.commands.case.papers import keep_papers
from api.commands.case.places import rack_place
from api.commands.shell import print_json
from api.options import bad_option
from api.render.case_json import plain_analysis, plain_row
from capacity.reading.problems import quoted
from workflow.analysis import Assumption, assumable, read_frozen
from workflow.commands import Command, Decide, PutInitials
from workflow.overview import Looking, initials_wanted
from workflow.papers import ItemPlace, PlaceChoice

ASSUME = "TABLE:NAME:COLUMN=VALUE:REASON"


@dataclass(frozen=True, slots=True)
class Taken:
    """The place that a decision takes, as it was typed: one of the analysis, or own places, item by item."""

    place: int | None = None
    own: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision says and brings along, as it was typed."""

    outcome: str
    comment: str = ""
    papers: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    attest: str = ""
    taken: Taken = Taken()


def run_decide(name: str, decision: Decision, sender: Sender) -> int:
    """Take an outcome of the open step; 0."""
    choice = _choice(decision.taken)

    def make(ready: Sending) -> Command:
        papers = keep_papers(ready.desk, ready.at, decision.papers, decision.signed, decision.attest)
        return ready.make(
            Decide, outcome=decision.outcome, comment=decision.comment, papers=papers, choice=choice
        )

    return send(name, sender, make)


def run_initial(name: str, role: str | None, sender: Sender) -> int:
    """Put initials, by default those of the one role in which the person has to; 0."""

    def make(ready: Sending) -> Command:
        return ready.make(PutInitials, role=role or _role(ready))

    return send(name, sender, make)


def run_analyse(name: str, room: str | None, assume: tuple[str, ...], sender: Sender) -> int:
    """Analyse the request in a room, record that, and print the answer with its places; 0."""
    assumptions = tuple(map(_assumption, assume))
    with sending(name, sender) as ready:
        desk, store = ready.desk, ready.desk.store
        desk.analyse(
            name,
            by=ready.by,
            at=ready.at,
            version=ready.version,
            room=room,
            assumptions=assumptions,
            key=ready.key,
        )
        with store.read() as unit:
            analysis = unit.cases.get(name).analysis
            assert analysis is not None
            frozen = read_frozen(unit.files.get(analysis.sha256)[1])
            gaps = assumable(unit.rooms.now(frozen.room.name), frozen) if frozen.answer["missing"] else ()
        shown, place, zone = standing(store, name, ready.at)
    if sender.as_json:
        print_json({**plain_row(shown, place), "analysis": plain_analysis(frozen, gaps)})
    else:
        from api.render.case import print_analysis, print_done

        print_done(shown, place, zone)
        print_analysis(frozen, gaps)
    return 0


def _choice(taken: Taken) -> PlaceChoice | None:
    given = [taken.place is not None, bool(taken.own), bool(taken.hosts)]
    if sum(given) > 1:
        raise bad_option("--place", "A place is named in one way.", "Give --place, --own or --host.")
    if taken.reason and not (taken.own or taken.hosts):
        raise bad_option("--reason", "Rules are overridden for an own place only.", "Give --own or --host.")
    if taken.place is not None:
        return PlaceChoice("", "first" if taken.place == 1 else "other", number=taken.place)
    items = [rack_place(word, item, "--own") for item, word in enumerate(taken.own, start=1)]
    items += [ItemPlace(item, host=host) for item, host in enumerate(taken.hosts, start=1)]
    return PlaceChoice("", "own", overrides=taken.reason, items=tuple(items)) if items else None


def _role(ready: Sending) -> str:
    """The role in which initials wait for the person; where none do, one that the case will say so of."""
    with ready.desk.store.read() as unit:
        look = Looking(unit, ready.at)
        wanted = initials_wanted(look, ready.case, ready.by)
        roles = wanted or look.roles_of(ready.by)
    if len(wanted) > 1:
        raise bad_option("--role", f"They wait in several: {', '.join(wanted)}.", "Say --role ROLE.")
    return roles[0] if roles else ""


def _assumption(word: str) -> Assumption:
    cell, equals, said = word.partition("=")
    value, colon, reason = said.partition(":")
    table, first, rest = cell.partition(":")
    name, second, column = rest.rpartition(":")
    if not (equals and colon and first and second):
        advice = f"Write {ASSUME}; a request has no name: request::power_w=450:REASON."
        raise bad_option("--assume", f"{quoted(word)} says no assumption.", advice)
    return Assumption(table, name, column, value, reason)
