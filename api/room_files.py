"""What is handed in as a room: a zip, one table, JSON, or NetBox's export; columns mapped; read once, apart.

Everything here runs in a child process: files of strangers are not read in the process that serves everybody.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Literal

from capacity.errors import BadInput, Problem
from capacity.reading import read_files
from capacity.reading.dictionary import DEVICE_TYPES, POLICY, ROOM_TABLES, columns_of
from capacity.reading.netbox import import_netbox_csv
from capacity.reading.problems import Refused, bad_file
from capacity.reading.report import report_rows
from capacity.reading.source import LARGEST_TABLE
from capacity.reading.spreadsheet import csv_text
from capacity.reading.zipped import is_zip, unzip, unzip_all

Kind = Literal["room", "netbox"]
TABLES = (*ROOM_TABLES, DEVICE_TYPES)
FILES = (*TABLES, POLICY)
#: File -> header as it stands there -> column of the dictionary; "" leaves the column out.
Mapped = Mapping[str, Mapping[str, str]]
_MARKS = (";", "\t")


@dataclass(frozen=True, slots=True)
class Strange:
    """A column that the dictionary does not have, and the one that it may stand for ("" for none)."""

    file: str
    header: str
    may_be: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of reading: the files, strange columns, every problem, and what there is in the room."""

    files: Mapping[str, bytes]
    strange: tuple[Strange, ...]
    problems: tuple[Problem, ...]
    rows: Mapping[str, int]
    notes: tuple[str, ...]


def gathered(
    content: bytes, name: str, kind: Kind, table: str, base: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[tuple[str, ...]]]:
    """The files of a room that were handed in, and what an importer could not tell.

    One table takes the place of its like in `base`, the files that the room has now. Raises BadInput.
    """
    if kind == "netbox":
        return _netbox(content, name)
    if is_zip(content):
        return _zip(content, name), []
    if name.lower().endswith(".json") or content.lstrip()[:1] == b"{":
        return _json(content, name), []
    file = table or PurePath(name).name
    if file not in FILES:
        advice = "Choose which table of the room it is."
        raise BadInput([Problem(name, None, "", "It is not known which table this is.", advice)])
    return {**base, file: content}, []


def first_try(
    content: bytes, name: str, kind: Kind, table: str, base: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[tuple[str, ...]], Tried]:
    """What `gathered` gives, and what `tried` says of it as it is. Raises BadInput."""
    files, report = gathered(content, name, kind, table, base)
    return files, report, tried(files, {})


def tried(files: Mapping[str, bytes], mapped: Mapped) -> Tried:
    """The files with their columns mapped, read once; every problem of all of them."""
    named = {name: _renamed(name, content, mapped.get(name, {})) for name, content in files.items()}
    rows = {name: max(0, len(_records(content)) - 1) for name, content in named.items() if name in TABLES}
    try:
        room = read_files(named)
    except BadInput as bad:
        return Tried(named, _strange(files, mapped), bad.problems, rows, ())
    return Tried(named, _strange(files, mapped), (), rows, room.notes)


def _zip(content: bytes, name: str) -> dict[str, bytes]:
    try:
        zipped = unzip(content)
        return {file: zipped(file, LARGEST_TABLE) for file in FILES if file in zipped.names}
    except Refused as refused:
        raise bad_file(name, refused) from None


def _netbox(content: bytes, name: str) -> tuple[dict[str, bytes], list[tuple[str, ...]]]:
    try:
        archive, entries = unzip_all(content)
    except Refused as refused:
        raise bad_file(name, refused) from None
    with TemporaryDirectory() as folder:
        for path, entry in entries.items():
            # Names alone, into a new folder: nothing of the paths in the zip is used.
            (Path(folder) / path.name).write_bytes(archive.read(entry)[: LARGEST_TABLE + 1])
        found = import_netbox_csv(Path(folder))
    return {file: text.encode() for file, text in found.files.items()}, report_rows(
        found.gaps, found.left_out
    )


def _json(content: bytes, name: str) -> dict[str, bytes]:
    """Texts of files by name, or rows of tables by the name of the table."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise BadInput(
            [Problem(name, None, "", "It is no JSON.", "Hand in JSON, a zip or a table.")]
        ) from None
    told = told.get("files", told) if isinstance(told, dict) else {}
    found = {}
    for key, value in told.items() if isinstance(told, dict) else ():
        file = key if key in FILES else f"{key}.csv"
        if file not in FILES:
            continue
        if isinstance(value, str):
            found[file] = value.encode("utf-8", "replace")
        elif isinstance(value, list) and all(isinstance(row, dict) for row in value):
            found[file] = _table(value)
    if not found:
        advice = 'Write {"racks": [{"rack": "A01", ...}], ...}, or the texts of files by their names.'
        raise BadInput([Problem(name, None, "", "It holds no table of a room.", advice)])
    return found


def _table(rows: Sequence[Mapping[str, object]]) -> bytes:
    columns = list(dict.fromkeys(str(column) for row in rows for column in row))
    texts = [{str(key): _cell(value) for key, value in row.items()} for row in rows]
    return csv_text(columns, texts).encode("utf-8", "replace")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _records(content: bytes) -> list[list[str]]:
    """The rows of a table, whichever mark stands between its columns."""
    text = content.decode("utf-8-sig", "replace")
    head = text.partition("\n")[0]
    mark = next((one for one in _MARKS if one in head and "," not in head), ",")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return []


def _renamed(name: str, content: bytes, mapped: Mapping[str, str]) -> bytes:
    """The table with its columns named anew; as it is where nothing is to be done with it."""
    head = content.partition(b"\n")[0]
    other = b"," not in head and any(mark.encode() in head for mark in _MARKS)
    if name not in TABLES or not (mapped or other):
        return content
    records = _records(content)
    if not records:
        return content
    names = [mapped.get(one.strip(), one.strip()) for one in records[0]]
    kept = [place for place, one in enumerate(names) if one or records[0][place].strip() not in mapped]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([names[place] for place in kept])
    writer.writerows([[row[place] for place in kept if place < len(row)] for row in records[1:]])
    return out.getvalue().encode()


def _strange(files: Mapping[str, bytes], mapped: Mapped) -> tuple[Strange, ...]:
    """The columns that the dictionary does not have, as the files name them."""
    found = []
    for name, content in sorted(files.items()):
        if name not in TABLES:
            continue
        known = columns_of(name)
        headers = [one.strip() for one in next(iter(_records(content)), [])][:200]
        free = [column for column in known if column not in headers]
        for header in dict.fromkeys(headers):
            if header and header not in known:
                told = mapped.get(name, {}).get(header)
                spelt = header.casefold().replace(" ", "_").replace("-", "_")
                near = get_close_matches(spelt, free, 1, 0.6)
                found.append(Strange(name, header, told if told is not None else (near[0] if near else "")))
    return tuple(found)
