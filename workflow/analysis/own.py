"""The Kasi's own place: completed with cords and ports, and the rules of the office that it breaks named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from capacity.errors import BadInput, Problem
from capacity.room import FACES, Room
from placement.check import Checker
from placement.own import own_place
from placement.placed import Placed
from placement.request import Request
from placement.verify import Verifier
from workflow.analysis.assumptions import LONGEST_REASON, assumed_room, still_open
from workflow.analysis.frozen import Frozen
from workflow.analysis.holding import reservations
from workflow.analysis.judging import KEEP_FREE
from workflow.analysis.places import PLACE, in_words, kept, placed
from workflow.analysis.sentences import reasons, reasons_of
from workflow.analysis.soft import Broken, broken_ranked
from workflow.errors import NotYet
from workflow.papers import ItemPlace, PlaceChoice


def take_own(
    room_now: Room, frozen: Frozen, items: Sequence[ItemPlace], *, today: date, reason: str = ""
) -> PlaceChoice:
    """An own place for every item: rack, unit and face of a server, the host of an application.

    Cords and ports may be left out: they are completed with the best that hold there. Of several servers
    that is done one by one, those that name all of theirs first, each of the others with those before it in
    the room. So the cords found for an early one may be what a late one needed; then they have to be named.

    Whether the place holds is not said here: `judge` says so.

    Parameters
    ----------
    room_now
        The room as it stands now.
    reason
        Why rules of the office's own are overridden; not kept where the place breaks none.

    Raises
    ------
    BadInput
        Items that are not those of the request, names that the room does not have, or no reason where one is
        needed (column ``reason``).
    NotYet
        There are no cords or ports with which a server holds there; it says why.
    """
    room = assumed_room(room_now, still_open(room_now, frozen.assumptions))
    request = frozen.request
    problems = [*_problems(room, request, items), *_illegible(reason)]
    if problems:
        raise BadInput(problems)
    whole = placed(sorted(items, key=lambda item: item.item), request.name)
    # The verifier tells of `keep_free`, which may be overridden; cords are looked for all the same.
    loose = Checker(replace(room, policy=replace(room.policy, keep_free_hu=0)), today)
    if request.kind == "server":
        whole = _completed(loose, request, whole)
    plugged = {item.item for item in items if item.cords}
    broken = _broken(room, loose, request, whole, plugged)
    if broken and not reason.strip():
        raise BadInput(_problem("reason", one.told, "Say why, or choose another place.") for one in broken)
    taken = tuple(map(kept, whole))
    return PlaceChoice(
        place=in_words(taken),
        kind="own",
        overrides=reason.strip() if broken else "",
        room=frozen.room.name,
        items=taken,
        rules=tuple(dict.fromkeys(one.rule for one in broken)),
    )


def _broken(
    room: Room, loose: Checker, request: Request, items: Sequence[Placed], plugged: Collection[int]
) -> list[Broken]:
    """The office's own rules that the items break. Raises BadInput for names that the room does not have."""
    try:
        said = Verifier(room, loose.today, {request.name}).verify([request], items)
    except BadInput as bad:
        raise BadInput(replace(problem, file=PLACE, row=None) for problem in bad.problems) from None
    little = tuple(found for found in said.violations if found.rule == KEEP_FREE)
    broken = [Broken(KEEP_FREE, told) for told in reasons(replace(said, violations=little, unknown=()))]
    if request.kind == "server":
        broken += broken_ranked(loose.compiled(request)[0], request, items, plugged)
    return broken


def _completed(loose: Checker, request: Request, items: Sequence[Placed]) -> tuple[Placed, ...]:
    """Servers with cords and ports, where they named none. Raises NotYet."""
    room = loose.room
    whole = [item for item in items if not _lacks(room, request, item)]
    # What is kept apart or together within a request is kept so from those that are in the room already.
    group = request.group or (f"request {request.name}" if request.keep else None)
    single = replace(request, quantity=1, group=group)
    for item in items:
        if not _lacks(room, request, item):
            continue
        checker = loose
        if whole:
            beside = tuple(replace(row, request=None) for row in reservations(single, whole, room.policy))
            checker = Checker(replace(room, reservations=(*room.reservations, *beside)), loose.today)
        answer = own_place(checker, single, item.rack or "", item.position_hu or 0, item.face or "front")
        if not answer.placement:
            which = in_words([kept(item)]) if request.quantity == 1 else f"item {item.item}"
            why = "; ".join(reasons_of(answer)) or "it cannot stand at that unit"
            raise NotYet(f"No cords and ports hold for {which}: {why}.", "fits", request.name)
        found = answer.placement[0]
        whole.append(
            replace(item, face=found.face, cords=item.cords or found.cords, ports=item.ports or found.ports)
        )
    return tuple(sorted(whole, key=lambda item: item.item))


def _lacks(room: Room, request: Request, item: Placed) -> bool:
    """True where a server has no cords, or no ports, that it asks for and that are checked."""
    cords = bool(request.cords) and "power.csv" in room.files and not item.cords
    ports = bool(request.ports) and "ports.csv" in room.files and not item.ports
    return cords or ports


def _problems(room: Room, request: Request, items: Sequence[ItemPlace]) -> Iterator[Problem]:
    """What keeps the items from being looked at: which they are, and what they must and must not name."""
    numbers = [item.item for item in items]
    for number in range(1, request.quantity + 1):
        if number not in numbers:
            yield _problem(f"items[{number}]", f"Item {number} has no place.", "Give every item its place.")
    for number in sorted(set(numbers)):
        column = f"items[{number}]"
        if not 1 <= number <= request.quantity:
            told = f"Item {number} is not within 1 to {request.quantity}."
            yield _problem(column, told, "Count items from 1.")
        if numbers.count(number) > 1:
            yield _problem(column, f"Item {number} is there twice.", "Give each item one place.")
    for item in items:
        faults = _on_host(room, item) if request.kind == "application" else _in_rack(room, request, item)
        yield from faults


def _on_host(room: Room, item: ItemPlace) -> Iterator[Problem]:
    column = f"items[{item.item}]"
    if item.host not in {host.name for host in room.hosts}:
        yield _problem(f"{column}.host", f"There is no host {item.host!r}.", "Name a host of the room.")
    if item != ItemPlace(item.item, host=item.host):
        yield _problem(column, "An application has a host and nothing else.", "Leave out the rest.")


def _in_rack(room: Room, request: Request, item: ItemPlace) -> Iterator[Problem]:
    column = f"items[{item.item}]"
    if item.rack not in {rack.name for rack in room.racks}:
        yield _problem(f"{column}.rack", f"There is no rack {item.rack!r}.", "Name a rack of the room.")
    if item.position_hu is None:
        yield _problem(f"{column}.position_u", "The unit is missing.", "Give the lowest unit it takes.")
    if item.face not in (None, *FACES):
        yield _problem(f"{column}.face", f"There is no face {item.face!r}.", "Say front or rear.")
    if item.face == "rear" and request.depth == "full":
        told = "Full-depth equipment takes both faces."
        yield _problem(f"{column}.face", told, "Say front, or leave it out.")
    if item.host is not None:
        yield _problem(f"{column}.host", "A server has no host.", "Leave it out.")
    if request.height_hu is None:
        told = "Nobody can say which units a server of unknown height takes."
        yield _problem("request.u_height", told, "Assume a height in the analysis first.")


def _illegible(reason: str) -> Iterator[Problem]:
    """A reason is printed on letters, and must be read again years later."""
    if len(reason) > LONGEST_REASON or not all(mark.isprintable() or mark in "\n\t" for mark in reason):
        told = f"The reason is longer than {LONGEST_REASON} characters, or holds some that cannot be printed."
        yield _problem("reason", told, "Write it in a few plain sentences.")


def _problem(column: str, problem: str, advice: str) -> Problem:
    return Problem(PLACE, None, column, problem, advice)
