"""What would make a refused request fit: the remedies that change the room, the cheapest first."""

from __future__ import annotations

from collections.abc import Iterator

from api.render.text import Screen, clean, count, number
from placement.answer import Answer
from placement.remedies import read_prices
from placement.remedy import Remedy

MOST = 6
SAID_ABOVE = ("less", "fewer")  # "it would fit with one of these" says them already


def print_remedies(screen: Screen, answer: Answer) -> None:
    """The remedies with their prices, what is proved of moves, and what was searched."""
    listed = [remedy for remedy in answer.remedies if remedy.kind not in SAID_ABOVE]
    if listed:
        screen.head("What would make room, the cheapest first")
        screen.points(clean(sentence, 1_000) for remedy in listed[:MOST] for sentence in _said(remedy))
        if len(listed) > MOST:
            more = count(len(listed) - MOST, "more remedy", "more remedies")
            screen.line((f"{more}; --json lists all.", "dim"), indent=3)
        version = clean(read_prices().version)
        screen.line(
            (f"Hours are assumed prices ({version}), which an office sets for itself.", "dim"), indent=3
        )
    if answer.moves_searched:
        if not listed:
            screen.head("What would make room")
        screen.line((clean(answer.moves_searched, 500), "dim"), indent=3)


def _said(remedy: Remedy) -> Iterator[str]:
    yield f"{number(remedy.hours)} h: {remedy.sentence}{_proved(remedy)}"
    yield from remedy.conditions


def _proved(remedy: Remedy) -> str:
    """What is proved of moves, and within what."""
    if not remedy.moves:
        return ""
    if remedy.proved_minimal:
        return f" Proved: no fewer and no cheaper moves do, of {remedy.scope}."
    if remedy.proved_fewest:
        return f" Proved: no fewer moves do, of {remedy.scope}; cheaper ones may."
    return f" Fewer or cheaper moves may do as well; searched in part: {remedy.scope}."
