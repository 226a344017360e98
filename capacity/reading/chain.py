"""The power chain as a graph: no node may feed itself, over however many others."""

from __future__ import annotations

from capacity.reading.memo import BAD
from capacity.reading.problems import Problems, printable, quoted
from capacity.reading.table import Table

_MOST_SHOWN = 8
# Nodes that all feed each other close millions of circles; a few tell enough.
_MOST_CYCLES = 100


def check_chain(power: Table, problems: Problems) -> None:
    """Report parents named twice and every cycle in fed_by, each cycle once."""
    rows: dict[str, int] = {}
    parents: dict[str, tuple[str, ...]] = {}
    for line, node, fed_by in zip(power.lines, power["node"], power["fed_by"], strict=True):
        if node is BAD or fed_by is BAD or not fed_by or node in rows:
            continue
        rows[node], parents[node] = line, tuple(dict.fromkeys(fed_by))
        if len(parents[node]) < len(fed_by):
            twice = next(name for place, name in enumerate(fed_by) if name in fed_by[:place])
            problems.add(
                power.file, line, "fed_by", f"{quoted(twice)} is named twice.", "Name each parent once."
            )
    for cycle in cycles(parents):
        shown = [printable(name) for name in cycle[:_MOST_SHOWN]]
        middle = ["…"] if len(cycle) > _MOST_SHOWN else []
        told = " <- ".join([*shown, *middle, printable(cycle[0])])
        problems.add(
            power.file,
            min(rows[name] for name in cycle),
            "fed_by",
            f"The nodes feed each other in a circle: {told}.",
            "Correct fed_by, so that every way up ends at a source.",
        )


def cycles(parents: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """Cycles met on one walk of the graph, at most 100, each as its nodes in order, child before parent.

    The walk keeps its own stack: chains may be deeper than Python's.
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        if start in done:
            continue
        # Node -> place on the way from `start`, in the order of the way.
        way: dict[str, int] = {start: 0}
        stack = [iter(parents[start])]
        while stack:
            parent = next(stack[-1], None)
            if parent is None:
                stack.pop()
                done.add(way.popitem()[0])
            elif parent in way:
                if len(found) == _MOST_CYCLES:
                    return found
                found.append(list(way)[way[parent] :])
            elif parent not in done and parent in parents:
                way[parent] = len(way)
                stack.append(iter(parents[parent]))
    return found
