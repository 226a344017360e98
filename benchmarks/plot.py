"""One picture of a comparison, as SVG: seconds against value, a colour per peer and a shape per instance.

It is legible on light and on dark ground: ink and colours are of middle brightness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, log10

from benchmarks.compare import Run
from benchmarks.instances import name_of

WIDTH, HEIGHT = 860, 470
LEFT, RIGHT, TOP, BOTTOM = 70, 600, 30, 380  # of the field of marks
FLOOR = 0.9  # what is worth less, or nothing, stands in a row of its own below
BELOW = BOTTOM + 24
COLOURS = ("#d1495b", "#2e86c1", "#8e6bbf", "#3a9d6e", "#d98324", "#a0755b")
INK = "#6e7781"
SIZE = 6.0
LEAST_S = 0.001
STYLE = (
    f"text {{ font: 13px system-ui, sans-serif; fill: {INK} }} .line {{ stroke: {INK}; stroke-opacity: .4 }}"
)


def plot(runs: Sequence[Run]) -> str:
    """Draw value, relative to the least bound that any peer proved, over seconds of wall clock."""
    peers = list(dict.fromkeys(run.name for run in runs))
    instances = list(dict.fromkeys((run.racks, run.count, run.kind) for run in runs))
    seconds = [max(run.seconds, LEAST_S) for run in runs] or [1.0]
    low = floor(log10(min(seconds)))
    across = Axis(low, max(ceil(log10(max(seconds))), low + 1))
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>Value of plans over seconds, by peer and instance</title>",
        f"<style>{STYLE}</style>",
        *_frame(across),
    ]
    for run in sorted(runs, key=lambda run: -peers.index(run.name)):  # the first named on top
        key = (run.racks, run.count, run.kind)
        best = least_bound(runs, key)
        part = run.value / best if best else 1.0
        y = _height(part) if part >= FLOOR else float(BELOW)
        colour = COLOURS[peers.index(run.name) % len(COLOURS)]
        told = f"{run.name}, {name_of(*key)}: {part:.1%} in {run.seconds:.2f} s"
        drawn.append(_mark(instances.index(key), across.at(run.seconds), y, colour, told))
    drawn += _legend(peers, [name_of(*key) for key in instances])
    return "\n".join([*drawn, "</svg>"]) + "\n"


def least_bound(runs: Sequence[Run], key: tuple[int, int, str]) -> int:
    """What no plan of an instance exceeds by any peer's proof, or the best value where there is none."""
    own = [run for run in runs if (run.racks, run.count, run.kind) == key]
    bounds = [run.bound for run in own if run.bound is not None]
    return min(bounds) if bounds else max(run.value for run in own)


class Axis:
    """Seconds from 10 ** `low` to 10 ** `high`, across the field."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def at(self, seconds: float) -> float:
        part = (log10(max(seconds, LEAST_S)) - self.low) / (self.high - self.low)
        return LEFT + (RIGHT - LEFT) * part


def _height(part: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (part - FLOOR) / (1 - FLOOR)


def _frame(across: Axis) -> Iterable[str]:
    for percent in range(round(100 * FLOOR), 101, 2):
        y = _height(percent / 100)
        yield f'<path class="line" d="M{LEFT} {y:.1f}H{RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{percent} %</text>'
    yield f'<text x="{LEFT - 8}" y="{BELOW + 4}" text-anchor="end">less</text>'
    for power in range(across.low, across.high + 1):
        x = across.at(10.0**power)
        yield f'<path class="line" d="M{x:.1f} {TOP}V{BELOW + 12}"/>'
        yield f'<text x="{x:.1f}" y="{BELOW + 30}" text-anchor="middle">{10.0**power:g} s</text>'
    yield f'<text x="{LEFT}" y="{TOP - 12}">priority placed, of the least bound proved</text>'
    yield f'<text x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">wall clock</text>'


def _legend(peers: Sequence[str], instances: Sequence[str]) -> Iterable[str]:
    y = float(TOP)
    for number, name in enumerate(peers):
        yield _mark(0, RIGHT + 24, y, COLOURS[number % len(COLOURS)], "")
        yield f'<text x="{RIGHT + 38}" y="{y + 4}">{escape(name)}</text>'
        y += 24
    for number, name in enumerate(instances):
        y += 24
        yield _mark(number, RIGHT + 24, y, INK, "")
        yield f'<text x="{RIGHT + 38}" y="{y + 4}">{escape(name)}</text>'


def _mark(shape: int, x: float, y: float, colour: str, told: str) -> str:
    r = SIZE
    paths = (
        f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
        f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
        f"M{x:.1f} {y - r - 1:.1f}l{r + 1} {2 * r}h{-2 * r - 2}z",
        f"M{x:.1f} {y - r - 2:.1f}l{r + 2} {r + 2}l{-r - 2} {r + 2}l{-r - 2} {-r - 2}z",
        f"M{x:.1f} {y + r + 1:.1f}l{r + 1} {-2 * r}h{-2 * r - 2}z",
        f"M{x - r:.1f} {y:.1f}h{2 * r}M{x:.1f} {y - r:.1f}v{2 * r}",
    )
    title = f"<title>{escape(told)}</title>" if told else ""
    return (
        f'<path d="{paths[shape % len(paths)]}" fill="{colour}" fill-opacity=".55" stroke="{colour}" '
        f'stroke-width="2">{title}</path>'
    )
