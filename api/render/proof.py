"""What a plan or a count rests on: how near to the best it is proved to be, and who decided."""

from __future__ import annotations

import math

from api.render.text import Screen, clean, number
from placement.answer import Proof

SOLVED, FILTERED = "decided by CP-SAT and HiGHS", "decided by the filter over every place"


def gap_words(gap: float) -> str:
    """``at most 0.4 % from the best possible``: rounded up, so that it stays true."""
    if gap < 0.001:
        return "less than 0.1 % from the best possible"
    return f"at most {number(math.ceil(round(gap * 1000, 6)) / 10, 1)} % from the best possible"


def print_proof(
    screen: Screen, proof: Proof, *, placed: bool, policy: str | None, digest: str, seconds: float
) -> None:
    """The last line. What was placed was verified; without `placed` there was nothing to verify."""
    said = [SOLVED if proof.versions else FILTERED]
    said += ["verified"] if placed else []
    said.append(
        "reproducible" if proof.reproducible else "NOT reproducible: the clock ended the search (--seconds)"
    )
    said.append(f"policy {clean(policy) if policy else 'without version'}")
    said += [f"input {digest[:12]}"] if digest else []
    said.append(f"{number(seconds, 2) if seconds >= 0.01 else '< 0.01'} s")
    screen.blank()
    screen.line((f" {screen.glyphs.dot} ".join(said), "dim"), indent=1)
