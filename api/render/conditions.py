"""Conditions of many requests: each once, those that differ in names and figures only told together."""

from __future__ import annotations

from collections.abc import Iterable

from api.render.text import Screen, clean, count, number

MOST_ALIKE = 3
MOST_CONDITIONS = 24


def print_conditions(screen: Screen, of_requests: Iterable[Iterable[str]]) -> None:
    """Each condition with how many requests have it; those of most requests first, a few of each kind."""
    many: dict[str, int] = {}
    requests = 0
    for conditions in of_requests:
        requests += 1
        for condition in dict.fromkeys(conditions):
            many[condition] = many.get(condition, 0) + 1
    if not many:
        return
    alike: dict[str, list[str]] = {}
    for condition in sorted(many, key=lambda each: -many[each]):  # stable: else as the requests come
        alike.setdefault(_shape(condition), []).append(condition)
    told = []
    for group in alike.values():
        told += [_told(each, many[each], requests) for each in group[:MOST_ALIKE]]
        if len(group) > MOST_ALIKE:
            told.append(f"and {number(len(group) - MOST_ALIKE)} more like this; --json lists all")
    screen.head("Conditions")
    screen.points(told[:MOST_CONDITIONS])
    if len(told) > MOST_CONDITIONS:
        screen.line(
            (f"{count(len(told) - MOST_CONDITIONS, 'more line')}; --json lists all.", "dim"), indent=3
        )


def _shape(condition: str) -> str:
    """The condition without names and figures: words that hold a digit."""
    return " ".join(word for word in condition.split() if not any(c.isdigit() for c in word))


def _told(text: str, many: int, requests: int) -> str:
    if many == 1:
        return clean(text, 400)
    return f"{clean(text, 400)} ({'all' if many == requests else number(many)} requests)"
