"""check: decides one request, exactly, and explains.

Two deciders speak: the filter over the ledger (all places, all reasons), and a CP-SAT model built
from the same limits. They must agree, and the verifier must accept what is answered; else the call
ends in an error that shows both sides, never in an answer.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date
from importlib.metadata import version

from capacity.errors import BadInput, Problem, TitipError
from capacity.ledger import Ledger
from capacity.room import Room
from placement import conditions, standards, touched
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Alternative, Answer, Proof
from placement.applications import HostTable, host_missing, host_reasons, host_table, host_would_fit_if
from placement.candidates import Candidates, candidates
from placement.explain import Reason, blocked, conflicts, minimal, reasons
from placement.missing import Missing, missing
from placement.placed import Placed
from placement.rank import BEST, Ranked, best_places
from placement.relax import would_fit_if
from placement.request import Request
from placement.verify import Verifier

CERTIFY_UP_TO = 200  # racks up to which CP-SAT always speaks
SEED = 1


class Disagreement(TitipError):
    """Two independent parts of Titip came to different results; nothing may be answered."""

    code = "deciders-disagree"


class Checker:
    """Checks requests against one room on one day; the compiled room is kept between calls.

    Parameters
    ----------
    room, today
        The room, and the day that reservations are compared with.
    """

    def __init__(self, room: Room, today: date) -> None:
        self.room = room
        self.today = today
        self._holding = {r.request for r in room.reservations if r.request is not None}
        self._compiled: dict[frozenset[str], tuple[Ledger, Verifier]] = {}

    def compiled(self, request: Request) -> tuple[Ledger, Verifier]:
        """Ledger and verifier without the request's own reservations."""
        own = frozenset({request.name} & self._holding)
        if own not in self._compiled:
            self._compiled[own] = Ledger(self.room, self.today, own), Verifier(self.room, self.today, own)
        return self._compiled[own]

    def check(self, request: Request, *, alternatives: int | None = 5, certify: bool = False) -> Answer:
        """Decide `request`.

        Parameters
        ----------
        alternatives
            How many places to list beside the first; None lists all.
        certify
            Let CP-SAT speak whatever the size of the room.

        Raises
        ------
        Disagreement
            If filter, CP-SAT and verifier do not agree.
        """
        ledger, verifier = self.compiled(request)
        if unmodelled(request):
            answer = _unmodelled(ledger, request)
            return replace(answer, policy_version=self.room.policy.version, input_sha256=_digest(self.room, request))
        speak = certify or len(self.room.racks) <= CERTIFY_UP_TO
        if request.quantity > 1:
            from placement.several import check_several

            answer = check_several(ledger, request)
        elif request.kind == "application":
            answer = _application(ledger, request, alternatives)
        else:
            answer = _server(ledger, request, alternatives)
        if request.quantity == 1:
            answer = replace(answer, proof=_prove(ledger, request, answer) if speak else _enumerated(answer))
        verified(verifier, request, answer.placement)
        return replace(
            answer, policy_version=self.room.policy.version, input_sha256=_digest(self.room, request)
        )


def unmodelled(request: Request) -> bool:
    """True for a server of 0U or of a child device type: its chassis is not modelled, so nothing can be decided."""
    return request.kind == "server" and (request.chassis or request.height_hu == 0)


def _unmodelled(ledger: Ledger, request: Request) -> Answer:
    column, what = ("device_type", "a child device type") if request.chassis else ("u_height", "a server of 0U")
    why = f"{what} stands in or at other equipment, which is not modelled yet"
    return Answer(
        request=request.name,
        decision=CANNOT_DECIDE,
        conditions=tuple(conditions.of_room(ledger, request, standards.judge(ledger.room, request))),
        missing=(Missing(request.file, request.line, column, why),),
        proof=Proof("enumeration", "undecided", 0, 0.0, SEED, True),
    )


def _server(ledger: Ledger, request: Request, most: int | None) -> Answer:
    table = candidates(ledger, request)
    general = conditions.of_room(ledger, request, table.standard)
    ranked = best_places(table, None if most is None else most + 1) if table.measured else []
    counts = count_places(table)
    if ranked:
        first = ranked[0]
        placed = as_placed(table, first)
        others = tuple(Alternative((as_placed(table, r),), r.score / BEST, _shares(r)) for r in ranked[1:])
        own = conditions.of_server(table, first.rack, first.start, first.choice)
        return Answer(
            request=request.name,
            decision=FITS,
            placement=(placed,),
            score=first.score / BEST,
            terms=_shares(first),
            alternatives=others,
            limits=touched.by_server(table, first.rack, first.choice, placed.ports),
            conditions=tuple(own + general),
            places=counts,
        )
    found = blocked(table)
    decision = CANNOT_DECIDE if counts["undecided"] else DOES_NOT_FIT
    return Answer(
        request=request.name,
        decision=decision,
        conditions=tuple(general),
        missing=tuple(missing(table)) if decision == CANNOT_DECIDE else (),
        reasons=tuple(reasons(table, found)),
        conflicts=tuple(conflicts(found.minimal)) if decision == DOES_NOT_FIT else (),
        would_fit_if=tuple(would_fit_if(table)),
        places=counts,
    )


def count_places(table: Candidates) -> dict[str, int]:
    """Numbers of places (rack, start, face) that are certain, undecided and out."""
    racks = len(table.broken)
    certain_rack, open_rack = (table.broken | table.unknown) == 0, table.broken == 0
    certain_choice, open_choice = [False] * racks, [False] * racks
    for rack, broken, unknown in zip(
        table.choice_rack.tolist(), table.choice_broken.tolist(), table.choice_unknown.tolist(), strict=True
    ):
        open_choice[rack] |= not broken
        certain_choice[rack] |= not (broken or unknown)
    certain = possible = total = 0
    for face in table.starts:
        holds = face.allowed & ((face.broken | face.unknown) == 0)
        may = face.allowed & (face.broken == 0)
        certain += int((holds & (certain_rack & certain_choice)[:, None]).sum())
        possible += int((may & (open_rack & open_choice)[:, None]).sum())
        total += int(face.allowed.sum())
    return {"certain": certain, "undecided": possible - certain, "out": total - possible}


def as_placed(table: Candidates, ranked: Ranked) -> Placed:
    """A ranked place as the placement of item 1, with cords and ports."""
    ledger, number = table.ledger, int(table.choice_number[ranked.choice])
    ports = ledger.ports.choose(ranked.rack, table.port_parts) if ledger.ports is not None else ()
    if ports is None:
        raise Disagreement(
            f"ports of rack {ledger.racks[ranked.rack].name} were counted but cannot be assigned"
        )
    return Placed(
        request=table.request.name,
        item=1,
        rack=ledger.racks[ranked.rack].name,
        position_hu=2 * ledger.racks[ranked.rack].first_unit + ranked.start,
        face=ranked.face,
        cords=table.cords.cords(number) if table.cords is not None and number >= 0 else (),
        ports=ports,
    )


def _shares(ranked: Ranked) -> dict[str, float]:
    return {name: term / BEST for name, term in ranked.terms.items()}


def _application(ledger: Ledger, request: Request, most: int | None) -> Answer:
    table = host_table(ledger, request)
    general = conditions.of_room(ledger, request, table.standard)
    certain = [p for p in table.places if not p.broken and not p.unknown]
    undecided = [p for p in table.places if not p.broken and p.unknown]
    counts = {
        "certain": len(certain),
        "undecided": len(undecided),
        "out": len(table.places) - len(certain) - len(undecided),
    }
    if certain:
        scored = sorted(
            ((_left(table, p.host.name), p.host.name) for p in certain), key=lambda s: (-s[0], s[1])
        )
        placed = [Placed(request.name, 1, host=name) for _, name in scored]
        rest = list(zip(scored, placed, strict=True))[1:]
        host = next(h for h in ledger.hosting.hosts if h.name == scored[0][1])
        return Answer(
            request=request.name,
            decision=FITS,
            placement=(placed[0],),
            score=scored[0][0],
            terms={"host_margin": scored[0][0]},
            alternatives=tuple(Alternative((p,), s, {"host_margin": s}) for (s, _), p in rest[:most]),
            limits=touched.by_application(ledger, request, host),
            conditions=tuple(general),
            places=counts,
        )
    decision = CANNOT_DECIDE if undecided else DOES_NOT_FIT
    masks = minimal(p.broken for p in table.places)
    return Answer(
        request=request.name,
        decision=decision,
        conditions=tuple(general),
        missing=tuple(host_missing(table)) if undecided else (),
        reasons=tuple(host_reasons(table)) or _no_host(table),
        conflicts=tuple(conflicts(masks)) if not undecided and table.places else (),
        would_fit_if=tuple(host_would_fit_if(table)),
        places=counts,
    )


def _no_host(table: HostTable) -> tuple[Reason, ...]:
    return () if table.places else (Reason("hosting", 0, 0, None, None, None),)


def _left(table: HostTable, host: str) -> float:
    """Part that is left of the tightest limit of a host afterwards, to four decimals."""
    value = next(h for h in table.ledger.hosting.hosts if h.name == host)
    limits = touched.by_application(table.ledger, table.request, value)
    return round(min(t.left for t in limits), 4)


def _enumerated(answer: Answer) -> Proof:
    placed = len(answer.placement)
    return Proof("enumeration", _status(answer), placed, 0.0, SEED, True)


def _status(answer: Answer) -> str:
    return {FITS: "optimal", DOES_NOT_FIT: "infeasible", CANNOT_DECIDE: "undecided"}[answer.decision]


def _prove(ledger: Ledger, request: Request, answer: Answer) -> Proof:
    """Let CP-SAT decide as well; the decisions must be the same."""
    from placement.model import decide  # the solver is loaded only where it speaks

    said = decide(ledger, request, SEED)
    if said.decision != answer.decision:
        raise Disagreement(
            f"request {request.name}: the filter says {answer.decision!r} "
            f"({json.dumps(dict(answer.places))}, first place {answer.placement}), "
            f"CP-SAT says {said.decision!r} ({said.placement})"
        )
    return Proof(
        "both",
        _status(answer),
        len(answer.placement),
        0.0,
        SEED,
        said.reproducible,
        {"ortools": version("ortools")},
    )


def verified(verifier: Verifier, request: Request, placement: tuple[Placed, ...]) -> None:
    if not placement:
        return
    verdict = verifier.verify_one(request, placement)
    if not verdict.holds or verdict.unknown:
        raise Disagreement(
            f"request {request.name}: the verifier rejects the answer {placement}: {verdict.violations or verdict.unknown}"
        )


def _digest(room: Room, request: Request) -> str:
    said = json.dumps(asdict(request), default=str, sort_keys=True)
    return hashlib.sha256(f"{room.sha256}\n{said}".encode()).hexdigest()


def today_or(value: str | None) -> date:
    """The day given as ISO text, or the date of the clock."""
    if value is None:
        return date.today()
    try:
        return date.fromisoformat(value)
    except ValueError:
        problem = Problem(
            "command line", None, "--today", f"{value!r} is no date.", "Write it as YYYY-MM-DD."
        )
        raise BadInput([problem]) from None
