"""The procedure drawn as the office's sheets are: a matrix with one column per actor, on A4 landscape."""

from __future__ import annotations

from functools import lru_cache

from workflow.drawing import svg
from workflow.drawing.flow import lines_of, marks_of, symbols_of
from workflow.drawing.identity import identity
from workflow.drawing.matrix import matrix
from workflow.drawing.page import HEIGHT, WIDTH, Column, Page, columns_of, pages_of
from workflow.drawing.wiring import Wiring, wiring_of
from workflow.drawing.words import Language, day, say, word
from workflow.procedure import Procedure


def draw(
    procedure: Procedure,
    *,
    current: str | None = None,
    language: Language = "id",
    standalone: bool = True,
    name: str = "sop",
) -> tuple[str, ...]:
    """The pages of the matrix, each an SVG document.

    Parameters
    ----------
    procedure
        A published procedure.
    current
        Number of the step that a case waits at, to be marked; None for the bare sheet.
    standalone
        True: a file of its own, with its size and its colours for light, dark and paper. False: to be put
        into a page, whose colour it takes; it holds no style element.
    name
        Keeps the ids of several drawings in one page apart.
    """
    columns, pages, wirings = _laid_out(procedure, language)
    title = f"SOP {procedure.head.number}: {say(procedure.title, language)}"
    documents = []
    for page, wiring in zip(pages, wirings, strict=True):
        body = matrix(procedure, page, len(pages), columns, wiring, current, language)
        said = f"{title} ({word('page', language)} {page.number}/{len(pages)})"
        documents.append(
            svg.document(
                body,
                (WIDTH, HEIGHT),
                said,
                describe(procedure, page, current, language),
                f"{name}-{page.number}",
                standalone=standalone,
            )
        )
    return tuple(documents)


def draw_identity(
    procedure: Procedure, *, language: Language = "id", standalone: bool = True, name: str = "sop"
) -> str:
    """The sheet before the matrix, with the head of the procedure; parameters as for `draw`."""
    title = f"SOP {procedure.head.number}: {say(procedure.title, language)}"
    head = procedure.head
    said = (
        f"{head.office} {head.city}; {word('made', language)} {day(head.made, language)},"
        f" {word('effective', language)} {day(head.effective, language)};"
        f" {word('approved_by', language)} {head.approved_by}."
    )
    body = identity(procedure, language)
    return svg.document(body, (WIDTH, HEIGHT), title, said, f"{name}-0", standalone=standalone)


def describe(procedure: Procedure, page: Page, current: str | None, language: Language) -> str:
    """The page in words: each step, who does it, and where it leads."""
    lines = lines_of(procedure, language)
    said = []
    for row in page.rows:
        step = row.step
        titles = [say(actor.title, language) for role in step.actors if (actor := procedure.actor(role))]
        ways = [
            f"{word('leads_to', language)} {line.target.partition('/')[0]}"
            + (f" ({line.label})" if line.label else "")
            for line in lines
            if line.source.partition("/")[0] == step.no != line.target.partition("/")[0]
        ]
        if any(outcome.ends for outcome in step.outcomes):
            ways.append(word("end", language))
        here = f" [{word('here', language)}]" if step.no == current else ""
        actors = " / ".join(titles)
        said.append(
            f"{word('step', language)} {step.no}{here}: {say(step.activity, language)}"
            f" ({actors}); {', '.join(ways)}."
        )
    return " ".join(said)


@lru_cache(maxsize=16)
def _laid_out(
    procedure: Procedure, language: Language
) -> tuple[tuple[Column, ...], tuple[Page, ...], tuple[Wiring, ...]]:
    """Columns, pages and wirings of a procedure: the same for every case, so made once."""
    columns, pages = columns_of(procedure), pages_of(procedure, language)
    roles = {actor.role for actor in procedure.actors}
    actors = tuple(column for column in columns if column.name in roles)
    symbols, marks, lines = symbols_of(procedure), marks_of(procedure), lines_of(procedure, language)
    wirings = tuple(wiring_of(page, actors, symbols, marks, lines) for page in pages)
    return columns, pages, wirings


__all__ = ["Language", "describe", "draw", "draw_identity"]
