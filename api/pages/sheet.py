"""A spreadsheet of servers and applications, saved as CSV: its rows as items of a draft, or its faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.draft_content import MOST_ITEMS, Values
from api.pages.draft_words import DRAFT_FIELDS
from api.pages.fields import FIELDS, LABELS
from capacity.errors import Problem
from capacity.reading.catalogue import Catalogue
from capacity.reading.dictionary import REQUESTS, Column, columns_of
from capacity.reading.problems import Problems, printable, quoted
from capacity.reading.records import decode
from capacity.reading.spreadsheet import unescape_cell
from capacity.reading.table import read_table
from placement.interpret import Models, interpret
from workflow.procedure import Text

#: The columns of such a file; `request` is what the row is called.
COLUMNS = ("request", "kind", "device_type", *FIELDS, "keep", "group", "owner")
LARGEST_BYTES = 1 << 20
_MARKS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that can be taken over, with their row numbers, and everything that is wrong with others."""

    rows: tuple[tuple[int, Values], ...]
    problems: tuple[Problem, ...]


def read_sheet(name: str, content: bytes, agency: str, catalogue: Catalogue) -> Sheet:
    """Read such a file: columns named as in requests.csv, or as the pages call them in either language.

    Commas, semicolons or tabs separate them, as the spreadsheet program of the country saves it. `agency`
    is whose request it is; a row that names another is refused.
    """
    file, problems = printable(name), Problems()
    records = _records(file, content, problems)
    if not records:
        return Sheet((), tuple(problems.listed()))
    top = next(place for place, cells in enumerate(records) if any(map(str.strip, cells)))
    header = [_column(cell) for cell in records[top]]
    if "request" not in header:
        header.append("request")
    named = [*records[:top], header, *(_named(cells, header, row) for row, cells in _after(records, top))]
    table = read_table(file, _as_csv(named), _columns(), problems, defaults=False)
    lines = list(table.lines)
    if not lines and not len(problems):
        problems.add(
            file, None, "", "There is no row under the header.", "Write a row for each kind of server."
        )
    if len(lines) > MOST_ITEMS:
        told = f"There are {len(lines)} rows; at most {MOST_ITEMS} are taken at once."
        problems.add(file, None, "", told, "Split it.")
    models = Models(catalogue)
    values = {name: table.columns.get(name, [None] * len(lines)) for name in columns_of(REQUESTS)}
    for place, line in enumerate(lines):
        interpret({name: column[place] for name, column in values.items()}, file, line, models, problems)
        owner = values["owner"][place]
        if isinstance(owner, str) and agency and owner != agency:
            told = f"{quoted(owner)} is another agency."
            problems.add(file, line, "owner", told, "Leave the cell empty: the request is your own agency's.")
    found = tuple(problems.listed())
    bad = {one.row for one in found}
    rows = () if None in bad or top + 1 in bad else _rows(named, lines, header, bad)
    return Sheet(rows, found)


def _records(file: str, content: bytes, problems: Problems) -> list[list[str]]:
    if content.startswith(b"PK"):
        problems.add(file, None, "", "It is a workbook, not a CSV file.", "Save it as 'CSV UTF-8'.")
        return []
    text = decode(file, content, problems)
    if text is None:
        return []
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(_MARKS, key=first.count)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        told = "A quote is opened and never closed."
        problems.add(file, None, "", told, 'Close it, or write a quote in a cell as "".')
        return []
    if not any(any(map(str.strip, cells)) for cells in records):
        problems.add(file, None, "", "The file is empty.", "Write at least the row of column names.")
        return []
    return records


def _after(records: Sequence[list[str]], top: int) -> list[tuple[int, list[str]]]:
    return list(enumerate(records))[top + 1 :]


def _named(cells: list[str], header: list[str], row: int) -> list[str]:
    """The cells of a row, with a name where it has none, for the reader wants one."""
    if not any(map(str.strip, cells)):
        return cells
    place = header.index("request")
    filled = cells + [""] * (place + 1 - len(cells))
    filled[place] = filled[place].strip() or f"row-{row + 1}"
    return filled


def _rows(
    records: Sequence[list[str]], lines: Sequence[int], header: Sequence[str], bad: set[int | None]
) -> tuple[tuple[int, Values], ...]:
    found = []
    for line in lines:
        if line in bad:
            continue
        cells = dict(zip(header, (unescape_cell(cell.strip()) for cell in records[line - 1]), strict=False))
        label = cells.pop("request", "")
        values = {name: cell for name, cell in cells.items() if name and cell and name != "owner"}
        values.setdefault("kind", "server")
        values.setdefault("quantity", "1")
        found.append((line, values | ({} if label == f"row-{line}" else {"label": label})))
    return tuple(found)


def _columns() -> Mapping[str, Column]:
    known = columns_of(REQUESTS)
    return {name: known[name] for name in COLUMNS}


def _column(cell: str) -> str:
    """The column that a heading means: its own name, or its label in a language, with or without unit."""
    text = cell.strip()
    folded = text.partition("(")[0].strip().casefold()
    return text if text in COLUMNS else _by_label().get(folded, text)


def _by_label() -> dict[str, str]:
    labels = {**LABELS, "request": DRAFT_FIELDS["label"].label}
    return {
        word.casefold(): name
        for name, label in labels.items()
        if name in COLUMNS
        for word in (label.id, label.en)
    }


def _as_csv(records: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    return text.getvalue().encode()


def template(code: str) -> bytes:
    """An empty such file with a row for example, its headings in a language."""
    labels = {**LABELS, "request": DRAFT_FIELDS["label"].label}
    shown = [name for name in COLUMNS if name not in ("owner", "group")]
    units = {name: field.unit for name, field in FIELDS.items()}

    def heading(name: str) -> str:
        label: Text = labels[name]
        word = label.en if code == "en" else label.id
        return f"{word} ({units[name]})" if units.get(name) else word

    example = {"request": "web", "kind": "server", "quantity": "2", "u_height": "2", "depth": "full"}
    example |= {"depth_mm": "750", "weight_kg": "26", "power_w": "450", "power_basis": "budget", "cords": "2"}
    example |= {"ports": "10gbase-x-sfpp:2", "port_sides": "2", "os": "ubuntu", "os_version": "24.04"}
    example |= {"security_zone": "internal", "until": "2028-12-31"}
    text = _as_csv([[heading(name) for name in shown], [example.get(name, "") for name in shown]])
    return b"\xef\xbb\xbf" + text
