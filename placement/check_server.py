"""check for one server: the filter over the ledger says every place, the best first, or every reason."""

from __future__ import annotations

import numpy as np

from capacity.ledger import Ledger
from placement import conditions, standards, touched
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Alternative, Answer
from placement.candidates import Candidates, candidates
from placement.errors import Disagreement
from placement.explain import blocked, conflicts, reasons
from placement.missing import Missing, missing
from placement.placed import Placed
from placement.proof import enumerated
from placement.rank import BEST, Ranked, best_places
from placement.relax import would_fit_if
from placement.request import Request


def unmodelled(request: Request) -> bool:
    """True for a server of 0U or of a child device type: its chassis is not modelled yet."""
    return request.kind == "server" and (request.chassis or request.height_hu == 0)


def answer_unmodelled(ledger: Ledger, request: Request) -> Answer:
    """The answer to a request that `unmodelled` is true of."""
    column, what = (
        ("device_type", "a child device type") if request.chassis else ("u_height", "a server of 0U")
    )
    why = f"{what} stands in or at other equipment, which is not modelled yet"
    return Answer(
        request=request.name,
        decision=CANNOT_DECIDE,
        conditions=tuple(conditions.of_room(ledger, request, standards.judge(ledger.room, request))),
        missing=(Missing(request.file, request.line, column, why),),
        proof=enumerated(CANNOT_DECIDE, 0),
    )


def check_server(ledger: Ledger, request: Request, most: int | None, *, one_per_rack: bool) -> Answer:
    """Decide one server; `most` alternatives are listed, None = every place (or rack) that fits."""
    table = candidates(ledger, request)
    general = conditions.of_room(ledger, request, table.standard)
    ranked = []
    if table.measured:
        limit = None if most is None else most + 1
        ranked = best_places(table, limit, one_per_rack=one_per_rack)
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
    certain_choice, open_choice = np.zeros(racks, dtype=bool), np.zeros(racks, dtype=bool)
    certain_choice[table.choice_rack[(table.choice_broken | table.choice_unknown) == 0]] = True
    open_choice[table.choice_rack[table.choice_broken == 0]] = True
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
