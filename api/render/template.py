"""Templates: what was written, what was there already, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence

from api.render.text import Screen, clean

OPTIONAL = ("power.csv", "cooling.csv", "ports.csv")


def print_template(out: str, written: Sequence[str], kept: Sequence[str]) -> None:
    """Print which files were written into the folder `out`, and which were left alone."""
    screen = Screen()
    screen.blank()
    if written:
        screen.line((" WRITTEN ", "bold white on green"), "  ", (clean(out, 400), "bold"), indent=1)
        screen.line(", ".join(written), indent=3)
    else:
        screen.line((" NOTHING WRITTEN ", "bold black on yellow"), "  ", (clean(out, 400), "bold"), indent=1)
    if kept:
        screen.head("Already there, and left alone")
        screen.line(", ".join(kept), indent=3)
    screen.blank()
    told = "Beside each table lies a .txt that says what its columns hold."
    if any(file in written for file in OPTIONAL):
        told += " Delete the tables that you do not keep: an empty power.csv says that there is no power."
    screen.line((told, "dim"), indent=1)
