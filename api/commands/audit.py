"""titip audit: is the log as it was written, and does what is stored agree with itself."""

from __future__ import annotations

import re

from api.commands.shell import print_json
from api.options import bad_option
from api.store import open_store
from workflow.kept import Head

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def run_audit_verify(kept: str | None, *, as_json: bool) -> int:
    """Check the log, against a head that was kept elsewhere if one is given; 0 whole, 1 not."""
    expected = _head(kept)
    with open_store() as store, store.read() as unit:
        fault = unit.log.fault(expected)
        head = unit.log.head() if fault is None else None
    if as_json:
        print_json(
            {
                "holds": fault is None,
                "head": f"{head.seq}:{head.sha256}" if head else None,
                "fault": {"entry": fault.seq, "problem": fault.problem} if fault else None,
            }
        )
    else:
        from api.render.audit import print_log

        print_log(head, fault, expected)
    return 0 if fault is None else 1


def run_faults(*, as_json: bool) -> int:
    """Ask every invariant of the store; 0 if all hold, 1 if not."""
    with open_store() as store:
        found = tuple(store.faults())
    if as_json:
        print_json({"holds": not found, "faults": list(found)})
    else:
        from api.render.audit import print_faults

        print_faults(found)
    return 1 if found else 0


def _head(text: str | None) -> Head | None:
    if text is None:
        return None
    found = _HEAD.fullmatch(text.strip().lower())
    if not found:
        advice = "Give the line that `titip audit verify` printed: NUMBER:SHA256."
        raise bad_option("--head", f"{text[:80]!r} is no head.", advice)
    return Head(int(found[1]), found[2])
