"""The effects of the vocabulary, carried out on the places of a room, in the command's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from workflow.analysis import holds, installed_things
from workflow.conflicts import HoldGone
from workflow.handling.asked import Asked
from workflow.occupancy import hold, installed
from workflow.papers import PlaceChoice
from workflow.ports import UnitOfWork
from workflow.state import Case

# A place is kept for a case whose clock stands still, but not for ever: an agency that never answers
# would keep everybody else out. Assumed; the case can still be decided, with another place.
LONGEST_PAUSE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Carried:
    """What an effect is about: the case after the command, what it asks for, and its place."""

    asked: Asked
    choice: PlaceChoice | None
    at: datetime

    @property
    def unit(self) -> UnitOfWork:
        """The unit of work that the command is carried out in."""
        return self.asked.unit

    @property
    def case(self) -> Case:
        """The case after the command."""
        return self.asked.case


Effect: TypeAlias = Callable[[Carried], None]


def hold_place(of: Carried) -> None:
    """Hold every unit, port and host that the chosen place takes. Raises PlaceTaken, NotEnough."""
    choice = _choice(of)
    policy = of.unit.rooms.as_loaded(choice.room).policy
    for row in holds(of.asked.request(), choice, policy, assumptions=of.asked.assumptions()):
        of.unit.occupancy.take(choice.room, hold(row, of.case.name, of.case.hold_until), of.at)


def confirm_place(of: Carried) -> None:
    """Make the hold firm. Raises HoldGone."""
    of.unit.occupancy.confirm(of.case.name, of.at)


def release_place(of: Carried) -> None:
    """Give up what the case holds; nothing, if it holds nothing."""
    of.unit.occupancy.release(of.case.name, of.at)


def extend_hold(of: Carried) -> None:
    """Move the hold's expiry to the case's date; one that is gone stays gone.

    While the clock stands still the place is kept anyway, and the date counts from the answer on.
    """
    if of.case.hold_until is not None and of.case.question is None:
        _extend(of, of.case.hold_until)


def suspend_hold(of: Carried) -> None:
    """Keep the place while the case's clock stands still."""
    if of.case.hold_until is not None:
        _extend(of, of.at + LONGEST_PAUSE)


def install_place(of: Carried) -> None:
    """Put the equipment, as installed, in place of the hold. Raises PlaceTaken, NotEnough."""
    choice = _choice(of)
    of.unit.occupancy.release(of.case.name, of.at)
    assumptions = of.asked.assumptions()
    things = installed_things(of.asked.request(), choice, of.case.installed, assumptions=assumptions)
    for thing in things:
        of.unit.occupancy.take(choice.room, installed(thing, of.case.name), of.at)


def end_stay(of: Carried) -> None:
    """Take out whatever is held or stands there for the case."""
    of.unit.occupancy.release(of.case.name, of.at, holds_only=False)


def _choice(of: Carried) -> PlaceChoice:
    if of.choice is None:
        raise HoldGone("No place was chosen.", of.case.name)
    return of.choice


def _extend(of: Carried, until: datetime) -> None:
    try:
        of.unit.occupancy.extend(of.case.name, until, of.at)
    except HoldGone:
        # It lapsed before; whoever signs will be told, and the case goes back to its analysis.
        return


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        effect.__name__: effect
        for effect in (hold_place, confirm_place, release_place, extend_hold, install_place, end_stay)
    }
)
