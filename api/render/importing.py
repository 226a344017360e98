"""An import: what was taken over, what the source does not say, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.text import Text

from api.render.text import Screen, clean, columns, count, number
from capacity.reading.report import REPORT_COLUMNS

MOST_LEFT_OUT = 15


def print_import(out: str, taken: Mapping[str, int | None], rows: Sequence[tuple[str, ...]]) -> None:
    """Print the report of an import that wrote `out`; `taken` says how many rows each file has."""
    screen = Screen()
    records = [dict(zip(REPORT_COLUMNS, row, strict=True)) for row in rows]
    gaps = [r for r in records if r["kind"] != "left out"]
    left_out = [r for r in records if r["kind"] == "left out"]
    screen.blank()
    screen.line((" WRITTEN ", "bold white on green"), "  ", (clean(out, 400), "bold"), indent=1)
    table = columns(("file", "<"), ("rows", ">"), show=False)
    for name, many in taken.items():
        table.add_row(clean(name), "" if many is None else number(many))
    screen.put(table)
    if gaps:
        screen.head("Not known, or read in one of several ways")
    for file, of_file in groupby(gaps, key=lambda record: record["file"]):
        screen.blank()
        screen.line((clean(file), "underline"), indent=3)
        table = columns(("column", "<"), ("of", ">"), ("what", "<"), show=False)
        for record in of_file:
            table.add_row(
                Text(clean(record["where"]), style="bold"), number(int(record["count"])), _said(record)
            )
        screen.put(table)
    if left_out:
        screen.head(f"Left out ({number(len(left_out))})")
        table = columns(("file", "<"), ("row", ">"), ("name", "<"), ("why", "<"))
        for record in left_out[:MOST_LEFT_OUT]:
            row = record["where"].removeprefix("row ")
            table.add_row(clean(record["file"], 100), row, clean(record["which"]), clean(record["what"], 400))
        screen.put(table)
        if len(left_out) > MOST_LEFT_OUT:
            rest = number(len(left_out) - MOST_LEFT_OUT)
            screen.line((f"{rest} more; --json lists all.", "dim"), indent=3)
    screen.blank()
    to_do = f"{count(len(gaps), 'point')} to look at, {count(len(left_out), 'row')} left out"
    screen.line((f"{to_do}; nothing was guessed", "dim"), indent=1)


def _said(record: Mapping[str, str]) -> Text:
    """What is not known, what to do about it, and of which things."""
    which = f"\n{clean(record['which'], 400)}" if record["which"] else ""
    what, advice = clean(record["what"], 400), clean(record["advice"], 400)
    return Text.assemble(what, " ", (advice, "cyan"), (which, "dim"))
