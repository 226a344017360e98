"""The first line of what a command did to the store: a mark, and what it was done to."""

from __future__ import annotations

from api.render.text import Part, Screen, clean

GOOD, AS_BEFORE, BAD = "bold white on green", "bold black on cyan", "bold white on red"


def marked(mark: str, style: str, title: str, *more: Part) -> Screen:
    """A screen with that line on it, for more."""
    screen = Screen()
    screen.blank()
    screen.line((f" {mark} ", style), "  ", (clean(title, 400), "bold"), *more, indent=1)
    return screen
