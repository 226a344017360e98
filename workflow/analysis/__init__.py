"""The analysis step: what the core says of a request in a room, frozen; places taken, judged, held, filled.

Pure functions, in the order in which a case uses them. `canonical_request` and `request_named` keep the
request under the case's name; `analyse` freezes the answer; `take` and `take_own` make a place exact; `judge`
lets the verifier look at it again on the room as it stands now; `holds` makes the rows that hold it;
`judge_installed` and `installed_things` turn it into equipment. Where assumptions are given, they count only
while their cells are empty; `assumable` names cells that may be assumed. `limits_at` says what a place takes.
"""

from workflow.analysis.analyse import analyse
from workflow.analysis.assumptions import (
    Assumption,
    assumed_request,
    assumed_room,
)
from workflow.analysis.frozen import Frozen, read_frozen
from workflow.analysis.gaps import Gap, assumable
from workflow.analysis.handover import installed_things, judge_installed
from workflow.analysis.holding import holds
from workflow.analysis.judging import judge
from workflow.analysis.limits import limits_at, limits_in
from workflow.analysis.own import take_own
from workflow.analysis.request import canonical_request, request_named
from workflow.analysis.taking import take

__all__ = [
    "Assumption",
    "Frozen",
    "Gap",
    "analyse",
    "assumable",
    "assumed_request",
    "assumed_room",
    "canonical_request",
    "holds",
    "installed_things",
    "judge",
    "judge_installed",
    "limits_at",
    "limits_in",
    "read_frozen",
    "request_named",
    "take",
    "take_own",
]
