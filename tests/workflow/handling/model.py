"""What a case may do and what becomes of it, told a second time: plain Python, no procedure, no store.

It knows the walk of the sheet by heart, who may do what, and which units are taken. Due dates are not its
business: when a hold expires it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.workflow.offices import ASKER, HEAD, KABID, KASI, OTHER_ASKER, REGISTRAR, SECRETARY

OFFICIALS = {HEAD, SECRETARY, KABID, KASI}
AGENCY_SIDE = {ASKER, OTHER_ASKER, REGISTRAR}
ACTORS = {
    "1b": {HEAD, SECRETARY},
    "2": {KABID},
    "3": {KASI},
    "4": {KASI},
    "5": {KABID},
    "6": {KABID},
    "7": {HEAD},
    "8": {KASI},
}
SUPERIORS = {
    "1b": {HEAD, SECRETARY},
    "2": {HEAD},
    "3": {KABID, HEAD},
    "4": {KABID, HEAD},
    "5": {HEAD},
    "6": {HEAD},
    "7": {HEAD},
    "8": {KABID, HEAD},
}
SIGNED = {"6", "7"}
INITIALS = {KASI: "kasi", KABID: "kabid", SECRETARY: "sekretaris"}
# Decisions by name: at which step, and the step after it (None: it depends).
DECISIONS: dict[str, tuple[str, str | None]] = {
    "forward": ("1b", "2"),
    "coordinate": ("2", "3"),
    "accept": ("3", "4"),
    "refuse": ("3", "4"),
    "coordinate_again": ("3", "2"),
    "draft": ("4", "5"),
    "agree": ("5", "6"),
    "disagree": ("5", "4"),
    "analyse_again": ("5", "3"),
    "sign_reply": ("6", None),
    "redraft": ("6", "4"),
    "sign_decision": ("7", None),
    "draft_anew": ("7", "4"),
    "archive": ("8", None),
}


@dataclass
class Known:
    """A case as the model has it. `where` is rack and lowest unit; `drawn` the offers of its analysis."""

    height_u: int
    step: str | None = "1b"
    visits: int = 1
    status: str = "open"
    path: str | None = None
    place: str = "none"  # held, lapsed, firm, installed, ended
    where: tuple[str, int] | None = None
    expires: datetime | None = None
    asked: bool = False
    holder: str | None = None
    assigned: bool = False
    analysed: tuple[int, int] | None = None  # visit, height
    offers: list[tuple[str, int]] = field(default_factory=list)
    initials: set[str] = field(default_factory=set)
    sent: bool = False

    @property
    def takes(self) -> bool:
        """True while units are kept from others."""
        return self.place in ("held", "firm", "installed")

    held_u: int = 0  # the height that the place was taken for


class Model:
    """Cases that compete for a few racks."""

    def __init__(self, racks: list[str], rack_u: int) -> None:
        self.racks = racks
        self.rack_u = rack_u
        self.cases: dict[str, Known] = {}

    def taken(self, but: Known | None = None) -> set[tuple[str, int]]:
        """The units that cases keep, without one of them."""
        return {
            (one.where[0], one.where[1] + above)
            for one in self.cases.values()
            if one.takes and one is not but and one.where
            for above in range(one.held_u)
        }

    def free(self, case: Known, rack: str, unit: int) -> bool:
        """True if the case could stand there."""
        taken = self.taken(case)
        units = range(unit, unit + case.height_u)
        return rack in self.racks and all(
            1 <= one <= self.rack_u and (rack, one) not in taken for one in units
        )

    def fits(self, case: Known) -> bool:
        """True if there is a place at all."""
        return any(self.free(case, rack, unit) for rack in self.racks for unit in range(1, self.rack_u + 1))

    def lapse(self, now: datetime) -> None:
        """Let go what has expired."""
        for one in self.cases.values():
            if one.place == "held" and one.expires is not None and one.expires <= now:
                one.place = "lapsed"

    # Who may.

    def entitled(self, case: Known, who: str) -> bool:
        assert case.step is not None
        given = case.assigned and case.holder == who and case.step not in SIGNED
        return given or who in ACTORS[case.step]

    def decides(self, case: Known, who: str) -> bool:
        if case.step is None or not self.entitled(case, who):
            return False
        return case.holder in (None, who) or not self.entitled(case, str(case.holder))

    # What may be done: True, False, by what is known. `args` are those of the command.

    def allows(self, case: Known, what: str, who: str, args: dict[str, Any]) -> bool:
        if what in ("hand_over", "end_stay"):
            return self._afterwards(case, what, who, args)
        if what == "comment":
            return who in OFFICIALS or (who in AGENCY_SIDE and bool(args["visible"]))
        if case.step is None:
            return False
        if what in ("withdraw", "cancel"):
            return who in (AGENCY_SIDE if what == "withdraw" else {KABID})
        if what == "answer":
            return case.asked and who in AGENCY_SIDE
        if what in ("reassign", "extend"):
            good = args["to"] in (ACTORS[case.step] if case.step in SIGNED else OFFICIALS)
            return who in SUPERIORS[case.step] and (what == "extend" or good)
        if what == "unclaim":
            if case.holder is None:
                return False
            return self.decides(case, who) if case.holder == who else who in SUPERIORS[case.step]
        if what == "initial":
            rightly = case.step == "7" and INITIALS.get(who) == args["role"]
            return rightly and not case.asked and args["role"] not in case.initials
        if not self.decides(case, who):
            return False
        if what == "drop_question":
            return case.asked
        return what == "claim" or (not case.asked and self._decision(case, what, args))

    def _afterwards(self, case: Known, what: str, who: str, args: dict[str, Any]) -> bool:
        if what == "hand_over":
            return who == KASI and case.status == "archived" and case.place == "firm" and args["kg"] <= 100
        return who in (KASI, KABID) and case.status == "archived" and case.place in ("firm", "installed")

    def _decision(self, case: Known, what: str, args: dict[str, Any]) -> bool:
        if what == "ask":
            return True
        if what == "analyse":
            return case.step == "3"
        if what == "send":
            return case.step == "8" and not case.sent
        if DECISIONS[what][0] != case.step:
            return False
        if what in ("accept", "refuse") and case.analysed != (case.visits, case.height_u):
            return False
        if what == "accept":
            place = args["place"]
            return place is not None and self.free(case, *place)
        if what == "sign_reply":
            return case.analysed is not None and case.analysed[1] == case.height_u
        if what == "sign_decision":
            return len(case.initials) == len(INITIALS)
        return what != "archive" or case.sent

    # What becomes of it.

    def done(self, case: Known, what: str, who: str, args: dict[str, Any]) -> None:
        if what in DECISIONS:
            self._decided(case, what, args)
        elif what == "analyse":
            case.analysed = (case.visits, case.height_u)
            case.offers = args["offers"]
            self._let_go(case)
        elif what in ("withdraw", "cancel"):
            case.status, case.step, case.asked = args["ends"], None, False
            self._let_go(case)
        elif what in ("ask", "answer", "drop_question"):
            case.asked = what == "ask"
            case.height_u = args.get("height_u", case.height_u)
        elif what == "claim" and case.holder != who:
            case.holder, case.assigned = who, False
        elif what == "unclaim":
            case.holder, case.assigned = None, False
        elif what == "reassign":
            case.holder, case.assigned = args["to"], True
        elif what == "initial":
            case.initials.add(args["role"])
        elif what == "send":
            case.sent = True
        elif what == "hand_over":
            case.place = "installed"
        elif what == "end_stay":
            case.place = "ended"

    def _decided(self, case: Known, what: str, args: dict[str, Any]) -> None:
        step = DECISIONS[what][1]
        if what == "accept":
            case.path, case.place, case.where = "accept", "held", args["place"]
            case.held_u = case.height_u
        elif what == "refuse":
            case.path = "refuse"
            self._let_go(case)
        elif what == "draft":
            case.initials = set()
        elif what == "sign_reply":
            step = "7" if case.path == "accept" else "8"
        elif what == "sign_decision":
            certain = case.place == "held" and case.analysed is not None and case.analysed[1] == case.height_u
            step = "8" if certain else "3"
            case.place = "firm" if certain else case.place
        elif what == "archive":
            case.status = "archived"
        case.step, case.holder, case.assigned, case.sent = step, None, False, False
        case.visits += step is not None

    @staticmethod
    def _let_go(case: Known) -> None:
        case.place, case.where, case.expires = "none", None, None
