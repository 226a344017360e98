"""Bad input on stderr: every problem, file by file, with the place to look at and what to do."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

from api.render.text import Screen, clean, columns, count
from capacity.errors import BadInput


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
        table = columns(("row", ">"), ("column", "<"), ("problem", "<"))
        listed = list(problems)
        rows, named = any(p.row is not None for p in listed), any(p.column for p in listed)
        table.columns[0].header = Text("row") if rows else Text("")
        table.columns[1].header = Text("column") if named else Text("")
        for problem in listed:
            row = "" if problem.row is None else str(problem.row)
            said = Text.assemble(clean(problem.problem, 400), "\n", (clean(problem.advice, 400), "cyan"))
            table.add_row(row, Text(clean(problem.column), style="bold"), said)
        screen.put(table)
