"""Bad input on stderr: every problem, file by file, with the place to look at and what to do."""

from __future__ import annotations

from itertools import groupby

from rich.table import Table
from rich.text import Text

from api.render.text import Screen, clean, columns, count, spans
from capacity.errors import BadInput, Problem, TitipError

ROWS_WIDTH = 14


def print_problems(bad: BadInput) -> None:
    """Print every problem, grouped by file in the order given."""
    screen = Screen(error=True)
    files = len({p.file for p in bad.problems})
    where = f" in {count(files, 'file')}" if files > 1 else ""
    screen.blank()
    screen.line(
        (" BAD INPUT ", "bold white on red"), f"  {count(len(bad.problems), 'problem')}{where}", indent=1
    )
    for file, problems in groupby(bad.problems, key=lambda p: p.file):
        screen.head(clean(file, 100))
        screen.put(_table(list(problems)))


def print_refusal(refused: TitipError) -> None:
    """Print why a command was not carried out, and the stable code of that."""
    screen = Screen(error=True)
    screen.blank()
    where = (f"{clean(refused.where)}  ", "bold") if refused.where else ""
    screen.line((" REFUSED ", "bold white on red"), "  ", where, (clean(refused.code), "dim"), indent=1)
    screen.line(clean(refused.sentence, 2000), indent=3)


def _table(problems: list[Problem]) -> Table:
    """The problems of one file; one that several rows have is told once, with all its rows."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for each in problems:
        rows = alike.setdefault((each.column, each.problem, each.advice), [])
        rows += [] if each.row is None else [each.row]
    numbered = any(alike.values())
    table = columns(*([("row", ">")] if numbered else []), ("column", "<"), ("problem", "<"), show=numbered)
    if numbered:
        table.columns[0].max_width = ROWS_WIDTH
    for (column, problem, advice), rows in alike.items():
        said = Text.assemble(clean(problem, 400), "\n", (clean(advice, 400), "cyan"))
        row = [Text(spans(rows))] if numbered else []
        table.add_row(*row, Text(clean(column), style="bold"), said)
    return table
