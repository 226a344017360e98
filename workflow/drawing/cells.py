"""What the cells of a row say; an asterisk marks what the sheet does not."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.drawing.words import Language, duration, say, word
from workflow.procedure import Procedure, Step

FIELDS = ("no", "activity", "needs", "time", "outputs", "note")
ASSUMED = "*"


@dataclass(frozen=True, slots=True)
class Cell:
    """The entries of a cell, each to be broken into lines by itself."""

    entries: tuple[str, ...]


def cells_of(procedure: Procedure, step: Step, language: Language) -> dict[str, Cell]:
    """The cells of a step's row, by field."""
    time = duration(str(step.time), language) if step.time else word("none", language)
    needs = (
        [step.needs_as] if step.needs_as and language == "id" else _titles(procedure, step.needs, language)
    )
    note = say(step.note, language) if step.note else ""
    return {
        "no": _cell(step, "no", [step.no]),
        "activity": _cell(step, "activity", [say(step.activity, language)]),
        "needs": _papers(step, "needs", needs, _titles(procedure, step.also_needs, language)),
        "time": _cell(step, "time", [time], marked=step.time is not None),
        "outputs": _papers(
            step,
            "outputs",
            _titles(procedure, step.outputs, language),
            _titles(procedure, step.also_outputs, language),
        ),
        "note": _cell(step, "note", [note] if note else []),
    }


def _titles(procedure: Procedure, papers: tuple[str, ...], language: Language) -> list[str]:
    return [say(paper.title, language) for name in papers if (paper := procedure.paper(name))]


def _cell(step: Step, field: str, entries: list[str], *, marked: bool = True) -> Cell:
    mark = ASSUMED if marked and step.is_assumed(field) else ""
    return Cell(tuple(f"{entry}{mark}" for entry in entries))


def _papers(step: Step, field: str, said: list[str], also: list[str]) -> Cell:
    mark = ASSUMED if step.is_assumed(field) else ""
    return Cell((*(f"{title}{mark}" for title in said), *(f"{title}{ASSUMED}" for title in also)))
