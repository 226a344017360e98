"""The audit log and what is stored: whole, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from api.render.done import BAD, GOOD, marked
from api.render.text import clean, count, number
from workflow.kept import ChainFault, Head


def print_log(head: Head | None, fault: ChainFault | None, expected: Head | None) -> None:
    """Print the head of a log that is whole, or its first bad entry."""
    if fault is not None or head is None:
        seq, problem = (fault.seq, fault.problem) if fault else (0, "")
        screen = marked("NOT AS WRITTEN", BAD, f"entry {number(seq)}", f": {clean(problem, 400)}")
        return
    screen = marked("AS WRITTEN", GOOD, count(head.seq, "entry", "entries"))
    if expected is not None:
        screen.line(f"Entry {number(expected.seq)} is the one whose hash was kept.", indent=3)
    screen.blank()
    screen.line("Its head, to be kept elsewhere, and given back with --head:", indent=1)
    # On a line of its own and never folded, to be copied.
    print(f"{head.seq}:{head.sha256}")


def print_faults(faults: Sequence[str]) -> None:
    """Print every contradiction that was found in what is stored."""
    if not faults:
        marked("SOUND", GOOD, "", "what is stored agrees with itself")
        return
    screen = marked("UNSOUND", BAD, "", f"{count(len(faults), 'contradiction')} in what is stored")
    screen.points(clean(fault, 400) for fault in faults)
