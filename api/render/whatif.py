"""What-if: the room as it is and each scenario side by side, then what each of them comes to."""

from __future__ import annotations

from api.render.proof import SOLVED
from api.render.text import Screen, clean, count, number
from api.render.whatif_table import print_table
from api.render.whatif_told import print_outcome, queue_left
from placement.whatif import WhatIf
from placement.whatif.view import View

MOST_BESIDE = 4  # scenarios in one table; more go into the next


def print_whatif(name: str, found: WhatIf, seconds: float) -> None:
    """Print what the scenarios make of the room `name`."""
    screen = Screen()
    screen.blank()
    many = count(len(found.outcomes), "scenario")
    screen.line(
        (" WHAT IF ", "bold white on blue"), "  ", (clean(name), "bold"), f": {many} beside the room as it is"
    )
    for start in range(0, len(found.outcomes), MOST_BESIDE):
        part = WhatIf(found.base, found.outcomes[start : start + MOST_BESIDE], found.references)
        screen.head("Side by side")
        print_table(screen, part)
    if left_over := queue_left(found.base.queue):
        screen.head("As it is")
        screen.points([left_over])
    for outcome in found.outcomes:
        print_outcome(screen, outcome, found.base, found.references)
    screen.blank()
    said = [SOLVED, *_proof(found), _policy(found.base)]
    said += [f"input {found.base.room.sha256[:12]}"] if found.base.room.sha256 else []
    said.append(f"{number(seconds, 2)} s")
    screen.line((f" {screen.glyphs.dot} ".join(said), "dim"), indent=1)


def _proof(found: WhatIf) -> list[str]:
    """What of the searches can be told in a word."""
    views = [found.base, *(outcome.view for outcome in found.outcomes)]
    plans = [plan for outcome in found.outcomes for plan in outcome.plans]
    plans += [view.queue for view in views if view.queue is not None]
    counted = [each for view in views for each in view.headrooms]
    some = any(plan.placed for plan in plans) or any(each.placement for each in counted)
    proofs = [plan.proof for plan in plans] + [each.proof for each in counted]
    clock = not all(proof.reproducible for proof in proofs)
    said = ["verified"] if some else []
    return [*said, "NOT reproducible: the clock ended a search" if clock else "reproducible"]


def _policy(view: View) -> str:
    version = view.room.policy.version
    return f"policy {clean(version)}" if version else "policy without version"
