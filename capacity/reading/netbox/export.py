"""The files of an export as rows of fields, whatever their headers are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from capacity.reading.cells import UNSEEN
from capacity.reading.netbox.labels import SHEETS, Sheet, label_key, sheet_key
from capacity.reading.plain_yaml import Node, YamlRefused, documents
from capacity.reading.problems import Problems, Refused, quoted
from capacity.reading.records import blocks

T = TypeVar("T")

MOST_BYTES = 64 * 1024 * 1024
_AGAIN = "Export the tables from NetBox as CSV (All Data) into one folder."
_EMPTY = ("", "None", "—", "–")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: `line` counts as a spreadsheet does; an absent field reads as ""."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def value(self, name: str, parse: Callable[[str], T], problems: Problems) -> T | None:
        """The parsed value of a field; None where it is empty, or refused and noted in `problems`."""
        text = self[name]
        if not text:
            return None
        try:
            return parse(text)
        except Refused as refused:
            problems.refuse(self.file, self.line, name, refused)
            return None


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the export; `fields` are those that it has a column for."""

    file: str
    fields: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.fields


@dataclass(slots=True)
class Export:
    """A folder of exported tables. `unused` names the files that no importer here reads."""

    tables: dict[str, Table] = field(default_factory=dict)
    types: list[Node] = field(default_factory=list)
    types_file: str = ""
    unused: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Table:
        return self.tables.get(name, Table(f"{name}.csv"))

    def __contains__(self, name: str) -> bool:
        return name in self.tables


def read_export(folder: Path, problems: Problems) -> Export:
    """Read the CSV tables of `folder` and ``device-types.yaml``; every fault goes to `problems`."""
    export = Export()
    if not folder.is_dir():
        problems.add(folder.name, None, "", f"{quoted(folder.name)} is no folder that can be read.", _AGAIN)
        return export
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        name = sheet_key(path.stem)
        if name == "device-types" and path.suffix in (".yaml", ".yml"):
            _read_types(path, export, problems)
        elif path.suffix.lower() != ".csv" or name not in SHEETS:
            export.unused.append(path.name)
        elif name in export:
            first = export[name].file
            problems.add(path.name, None, "", f"It holds the same table as {first}.", "Keep one of them.")
        else:
            export.tables[name] = _read_table(path, SHEETS[name], problems)
    if "racks" not in export:
        problems.add("racks.csv", None, "", "There is no racks.csv in the folder.", _AGAIN)
    return export


def _bytes_of(path: Path, problems: Problems) -> bytes | None:
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        problems.add(path.name, None, "", f"It cannot be read: {error.strerror}.", "Check its rights.")
        return None
    if len(data) > MOST_BYTES:
        problems.add(path.name, None, "", "It is too large.", f"At most {MOST_BYTES} bytes are read.")
        return None
    return data


def _read_types(path: Path, export: Export, problems: Problems) -> None:
    data = _bytes_of(path, problems)
    if data is None:
        return
    try:
        export.types += documents(data)
        export.types_file = path.name
    except YamlRefused as error:
        problems.add(path.name, None, "", str(error), "Export the device types from NetBox again.")


def _read_table(path: Path, sheet: Sheet, problems: Problems) -> Table:
    empty = Table(path.name)
    data = _bytes_of(path, problems)
    if data is None:
        return empty
    before = len(problems)
    found = (pair for block in blocks(path.name, data, problems) for pair in zip(*block, strict=True))
    _, header = next(found, (0, []))
    if not header:
        if len(problems) == before:
            problems.add(path.name, None, "", "The file is empty.", _AGAIN)
        return empty
    places = _places(path.name, header, sheet, problems)
    rows = []
    for line, cells in found:
        if len(cells) > len(header):
            problems.add(path.name, line, "", "The row has more cells than the header.", _AGAIN)
            continue
        texts = {name: clean(cells[at]) for name, at in places.items() if at < len(cells)}
        rows.append(Row(path.name, line, texts))
    return Table(path.name, frozenset(places), tuple(rows))


def _places(file: str, header: list[str], sheet: Sheet, problems: Problems) -> dict[str, int]:
    """Field -> place of its column. Columns that are not used may stand twice, as Created does."""
    if len(header) == 1 and any(mark in header[0] for mark in ";|\t"):
        advice = "Choose the comma as CSV delimiter in NetBox's user preferences, and export again."
        problems.add(file, 1, "", "The columns are not separated by commas.", advice)
        return {}
    keys = [label_key(label) for label in header]
    places: dict[str, int] = {}
    for name, labels in sheet.fields.items():
        for label in labels:
            at = [i for i, key in enumerate(keys) if key == label]
            if len(at) > 1:
                problems.add(file, 1, header[at[0]], "The column stands there twice.", "Remove one.")
            if at and name not in places:
                places[name] = at[0]
    for name in sheet.required:
        if name not in places:
            told = " or ".join(quoted(label) for label in sheet.fields[name])
            problems.add(file, 1, name, f"There is no column {told}.", _AGAIN)
    return places


def clean(text: str) -> str:
    """A cell in one line: line breaks and runs of blanks become one blank, what nobody can see goes."""
    line = " ".join(text.split())
    if UNSEEN.search(line):
        line = " ".join(UNSEEN.sub("", line).split())
    return "" if line in _EMPTY else line
