"""The names that a procedure may use, each with its meaning. A procedure holds names, never expressions.

Guards must hold before an outcome is taken (`workflow.guards` answers them); effects are carried
out by whoever commits the decision, in the same transaction; acts are what else is done at a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GUARDS: Mapping[str, str] = MappingProxyType(
    {
        "papers_complete": "The papers that the step needs are there, and it has made its own.",
        "analysis_exists": "An analysis of the request as it now stands has been recorded in this step.",
        "fits": "The analysis found a place, it was chosen, and the verifier accepted it.",
        "initials_complete": "The papers carry the initials of everybody who has to check them.",
        "place_verified": "The place is still held for the case, and the verifier accepts it again.",
        "letters_sent": "The letters have been sent to the agency.",
        "handover_verified": "The verifier accepts the equipment with its actual values where it stands.",
    }
)

EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "hold_place": "Hold the chosen place until a date; no other case can take it.",
        "confirm_place": "Make the hold firm: it no longer expires.",
        "release_place": "Give the place free again, if one is held.",
        "extend_hold": "Move the hold's expiry to the date that the case now states.",
        "install_place": "Turn the hold into equipment that stands there, with its actual values.",
        "end_stay": "Take the equipment or the hold out of the room's occupancy.",
    }
)

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "analyse": "Record an analysis of the request.",
        "send": "Record that the letters were sent.",
    }
)

# Effects as a publish check follows them: what becomes of the place.
PLACE_AFTER: Mapping[str, str] = MappingProxyType(
    {"hold_place": "held", "confirm_place": "firm", "release_place": "none"}
)
