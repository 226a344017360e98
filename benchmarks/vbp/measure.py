"""`make bench ARGS=--vbp`: racks opened on every family, beside the peers and the bound."""

from __future__ import annotations

from benchmarks.report import machine, put_section
from benchmarks.vbp.compare import OURS, PEERS, Packed, packed
from benchmarks.vbp.families import FAMILIES, ITEMS, problem

SEEDS = range(6)
SECONDS = 30.0


def measure_vbp(*, write: bool) -> int:
    """Measure, print, and return 1 where a peer opens fewer racks, or a family is not better in total."""
    heads = ["family", "problems", OURS, *PEERS, "bound", "by volume", "gap", "proved", "longest s"]
    rows = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    missed = []
    for family in FAMILIES:
        found = {seed: packed(problem(family, seed), SECONDS) for seed in SEEDS}
        rows.append(_row(family, list(found.values())))
        print(rows[-1], flush=True)
        missed += [f"{family} {seed}: {one.opened}" for seed, one in found.items() if one.worse]
        ours = sum(one.ours for one in found.values())
        for peer in PEERS:
            if ours >= sum(one.opened[peer] for one in found.values()):
                missed.append(f"{family}: {peer} is as good in total")
    table = "\n".join(rows)
    print(table)
    print("\n".join(["Missed:", *missed]) if missed else "Never worse on a problem, better on every family.")
    if write:
        _write(table)
    return 1 if missed else 0


def _row(family: str, found: list[Packed]) -> str:
    ours, bound = sum(one.ours for one in found), sum(one.bound for one in found)
    proved = sum(one.ours == one.bound for one in found)
    peers = [str(sum(one.opened[peer] for one in found)) for peer in PEERS]
    cells = [family, str(len(found)), str(ours), *peers, str(bound), str(sum(one.volume for one in found))]
    cells += [f"{(ours - bound) / bound:.1%}", f"{proved} of {len(found)}"]
    return "| " + " | ".join([*cells, f"{max(one.seconds for one in found):.1f}"]) + " |"


def _write(table: str) -> None:
    text = f"""Written by `make bench ARGS="--vbp --write"`: {machine("ortools", "highspy", "numpy")}.

{table}

Racks opened, summed over the problems of a family: {ITEMS} items each, half of the problems in two dimensions
and half in three, made by `benchmarks/vbp/families.py`. Each may search {SECONDS:.0f} s, and the verifier has
passed every packing. *bound* is what the planner proves that no packing undercuts, *by volume* what the sum
of sizes alone would say, *proved* the problems whose packing meets the bound. Of problems in files:
`python -m benchmarks.vbp FILE.vbp...`.
"""
    put_section("## Fewest racks: vector bin packing", text)
