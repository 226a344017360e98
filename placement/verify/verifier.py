"""The verifier: every rule of the contract, judged for a set of placements from first principles.

It shares no code with the ledger, the filters and the solver that it checks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from capacity.errors import BadInput, Problem
from capacity.room import Room
from capacity.unchecked import UNCHECKED
from placement.placed import Placed
from placement.request import Request
from placement.verify.chain import Chain
from placement.verify.cooling import Cooling
from placement.verify.cords import Cords
from placement.verify.eligibility import Eligibility
from placement.verify.findings import Findings, Verdict
from placement.verify.hosting import Hosting
from placement.verify.items import FILE, Item, Register
from placement.verify.keep import Keep
from placement.verify.load import Load
from placement.verify.member import Members
from placement.verify.ports import Ports
from placement.verify.power import Power
from placement.verify.space import Space
from placement.verify.standards import Standards
from placement.verify.standing import guests, standings


class Verifier:
    """A room prepared for verifying placements in it.

    Parameters
    ----------
    room
        The room; a rule whose file is not in `room.files` is not checked, which is a condition of
        every verdict.
    today
        Reservations whose `until` lies before it do not count.
    releasing
        Names of the requests whose reservations are released first.

    Raises
    ------
    BadInput
        Where the power chain is not one (it runs in a circle or names what is not there).
    """

    def __init__(self, room: Room, today: date, releasing: Collection[str]) -> None:
        standing = list(standings(room, today, frozenset(releasing)))
        hosted = list(guests(room, today, frozenset(releasing)))
        self._room = room
        self._register = Register(room)
        powered, cooled, ported = (name in room.files for name in ("power.csv", "cooling.csv", "ports.csv"))
        chain = Chain(room.power, room.policy.survive) if powered else None
        self._power = Power(chain, room, standing) if chain else None
        self._cooling = Cooling(room, standing) if cooled else None
        self._concerns: list[Eligibility | Space | Load | Cords | Ports | Keep | Hosting | Standards] = [
            Eligibility(room),
            Space(room, standing),
            Load(room, standing),
            *([Cords(chain, standing)] if chain else []),
            *([Ports(room, standing)] if ported else []),
            Keep(Members(self._register, standing, hosted, chain), chain, room.racks),
            Hosting(room, hosted),
            Standards(room),
        ]
        self._unchecked = [
            UNCHECKED[name]
            for name, there in (("power.csv", powered), ("cooling.csv", cooled), ("ports.csv", ported))
            if not there
        ]
        self._prepared = False

    def prepare(self) -> None:
        """Make the tables that `verify_one` looks things up in; done by its first call otherwise."""
        if not self._prepared:
            if self._power is not None:
                self._power.prepare()
            if self._cooling is not None:
                self._cooling.prepare()
            self._prepared = True

    def verify(self, requests: Sequence[Request], placements: Sequence[Placed]) -> Verdict:
        """Judge all placements together, walking the chain for every loss.

        Requests may be placed in part; those without placements are not judged.

        Raises
        ------
        BadInput
            With every placement that names what is not there, is incomplete or stands twice.
        """
        return self._verify(self._register.items(requests, placements), whole=True)

    def verify_one(self, request: Request, placements: Sequence[Placed]) -> Verdict:
        """Judge the items of one request: the same verdict as `verify`, restricted to what they touch.

        Raises
        ------
        BadInput
            As `verify`; also where a placement is of another request.
        """
        strange = [placed for placed in placements if placed.request != request.name]
        if strange:
            raise BadInput(
                Problem(
                    FILE,
                    placed.line or None,
                    "request",
                    f"{placed.request!r} is not the request {request.name!r}.",
                    "Give the placements of this request only.",
                )
                for placed in strange
            )
        self.prepare()
        return self._verify(self._register.items([request], placements), whole=False)

    def _verify(self, items: Sequence[Item], *, whole: bool) -> Verdict:
        findings = Findings()
        for sentence in self._unchecked:
            findings.condition(sentence)
        for concern in self._concerns:
            concern.judge(items, findings)
        if self._power is not None:
            (self._power.judge if whole else self._power.judge_one)(items, findings)
        if self._cooling is not None:
            self._cooling.judge(items, findings)
        return findings.verdict()
