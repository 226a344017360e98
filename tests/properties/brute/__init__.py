"""A naive brute force of the contract: every place, every choice, everything computed anew.

It is the tests' own opinion: written from the contract of rooms and its readings (ADR 2) alone, in
plain Python with fractions, and sharing nothing but the vocabulary with the code that it checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from capacity.room import Room
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.rules import RULES, Rules
from tests.properties.brute.several import Decision, Joint
from tests.properties.brute.states import State
from tests.properties.brute.verdicts import Choice, Explanation, Place, PlaceVerdict, Verdict, conflicts
from tests.properties.brute.verdicts import explain as _explain
from tests.properties.brute.verdicts import places as _places

__all__ = [
    "RULES",
    "Choice",
    "Decision",
    "Explanation",
    "Joint",
    "Place",
    "PlaceVerdict",
    "Rules",
    "State",
    "Verdict",
    "conflicts",
    "decision",
    "explain",
    "joint",
    "judge",
    "places",
    "solve",
]


def places(room: Room, request: Request, today: date) -> dict[Place, PlaceVerdict]:
    """Return the verdict of every place for one item: (rack, position_hu, face), or a host's name."""
    return _places(Rules(room, request, today))


def decision(room: Room, request: Request, today: date) -> Decision:
    """Decide for one item of the request, whatever its quantity."""
    found = {verdict.state for verdict in places(room, request, today).values()}
    return "fits" if "certain" in found else "cannot decide" if "undecided" in found else "does not fit"


def joint(room: Room, request: Request, today: date) -> Decision:
    """Decide for all items of the request at once."""
    return solve(room, request, today)[0]


def solve(room: Room, request: Request, today: date) -> tuple[Decision, tuple[Placed, ...]]:
    """Decide for all items at once and return an answer: certain if it fits, else undecided."""
    return Joint(Rules(room, request, today)).solve()


def explain(room: Room, request: Request, today: date) -> Explanation:
    """Explain why one item of the request fits nowhere."""
    return _explain(Rules(room, request, today))


def judge(room: Room, request: Request, items: Sequence[Placed], today: date) -> dict[str, State]:
    """Judge an answer as it stands; a rule that is not named holds."""
    return Rules(room, request, today).answer(items)
