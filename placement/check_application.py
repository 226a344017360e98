"""check for one application: every host judged, the one with most left first, or every reason."""

from __future__ import annotations

from capacity.ledger import Ledger
from placement import conditions, touched
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Alternative, Answer
from placement.applications import HostTable, host_reasons, host_table, host_would_fit_if
from placement.explain import conflicts, minimal
from placement.host_missing import host_missing
from placement.placed import Placed
from placement.request import Request


def check_application(ledger: Ledger, request: Request, most: int | None) -> Answer:
    """Decide one application; `most` alternatives are listed, None = all hosts that fit."""
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
            conditions=(*conditions.of_host(ledger, request, host), *general),
            places=counts,
        )
    decision = CANNOT_DECIDE if undecided else DOES_NOT_FIT
    masks = minimal(p.broken for p in table.places)
    return Answer(
        request=request.name,
        decision=decision,
        conditions=tuple(general),
        missing=tuple(host_missing(table)) if undecided else (),
        reasons=tuple(host_reasons(table)),
        conflicts=tuple(conflicts(masks)) if not undecided and table.places else (),
        would_fit_if=tuple(host_would_fit_if(table)),
        places=counts,
    )


def _left(table: HostTable, host: str) -> float:
    """Part that is left of the tightest limit of a host afterwards, to four decimals."""
    value = next(h for h in table.ledger.hosting.hosts if h.name == host)
    limits = touched.by_application(table.ledger, table.request, value)
    return round(min(t.left for t in limits), 4)
