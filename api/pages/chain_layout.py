"""Where the boxes of a power chain are drawn: sources on the left, each node right of all that feed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 176, 62, 76, 14, 6
SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Wire:
    """A line from a box to one that it feeds; `spare`: it feeds only when another one is lost."""

    start: str
    end: str
    spare: bool
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Left upper corners of the boxes by their key, and the wires between them."""

    width: float
    height: float
    places: Mapping[str, tuple[float, float]]
    wires: tuple[Wire, ...]


def lay_out(feeds: Mapping[str, Sequence[str]], spares: Mapping[str, Sequence[str]]) -> Layout:
    """Lay out boxes.

    Parameters
    ----------
    feeds
        Key of a box -> the keys of those that feed it, which must be keys too; there are no circles.
    spares
        Those among them that feed it only when another one is lost.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(feeds)
    graph.add_edges_from((parent, key) for key, parents in feeds.items() for parent in parents)
    rank = {key: at for at, key in enumerate(feeds)}
    layers = [sorted(layer, key=rank.__getitem__) for layer in nx.topological_generations(graph)]
    for sweep in range(SWEEPS):
        _uncross(layers, graph, down=sweep % 2 == 0)
    tallest = max((len(layer) for layer in layers), default=0)
    height = 2 * MARGIN + tallest * (HEIGHT + DOWN) - DOWN
    places = {}
    for column, layer in enumerate(layers):
        step = (height - 2 * MARGIN) / len(layer)
        for at, key in enumerate(layer):
            y = MARGIN + step * (at + 0.5) - HEIGHT / 2
            places[key] = (MARGIN + column * (WIDTH + ACROSS), round(y, 1))
    wires = tuple(
        Wire(parent, key, parent in spares.get(key, ()), _path(places[parent], places[key]))
        for key, parents in feeds.items()
        for parent in parents
    )
    width = 2 * MARGIN + len(layers) * (WIDTH + ACROSS) - ACROSS
    return Layout(max(width, 0), max(height, 0), places, wires)


def _uncross(layers: list[list[str]], graph: nx.DiGraph[str], *, down: bool) -> None:
    """Put each box of a layer near the middle of those that it hangs together with, layer after layer."""
    at = {key: (place + 0.5) / len(layer) for layer in layers for place, key in enumerate(layer)}
    for layer in layers if down else reversed(layers):
        middle = {}
        for key in layer:
            near = [at[other] for other in (graph.pred[key] if down else graph.succ[key])]
            middle[key] = sum(near) / len(near) if near else at[key]
        layer.sort(key=lambda key: (middle[key], at[key]))
        at |= {key: (place + 0.5) / len(layer) for place, key in enumerate(layer)}


def _path(start: tuple[float, float], end: tuple[float, float]) -> str:
    x, y = start[0] + WIDTH, start[1] + HEIGHT / 2
    to_x, to_y = end[0], end[1] + HEIGHT / 2
    bend = max(ACROSS / 2, (to_x - x) / 2)
    return f"M{x:g} {y:g}C{x + bend:g} {y:g} {to_x - bend:g} {to_y:g} {to_x:g} {to_y:g}"
