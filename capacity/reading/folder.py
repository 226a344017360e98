"""A room from a folder or a zip: all of it, or every problem it has."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from capacity.policy import Policy
from capacity.reading import build
from capacity.reading.dictionary import DEVICE_TYPES, POLICY, ROOM_TABLES, columns_of, dictionary
from capacity.reading.policy import LARGEST_POLICY, policy_from, read_policy
from capacity.reading.problems import Problems, Refused, Suggestions, bad_file, quoted
from capacity.reading.references import check_references
from capacity.reading.sense import check_sense
from capacity.reading.source import LARGEST_TABLE, Source, open_source
from capacity.reading.table import Table, read_table
from capacity.room import Room

# Over all tables; a room of 5,000 racks and 100,000 devices has less.
_MOST_ROWS = 200_000
_ACTIVE_OR_NOT = ("active", "planned", "retired")


def read_room(path: str | Path) -> Room:
    """The room in a folder, or in a zip of it.

    Raises
    ------
    BadInput
        With every problem found, ordered by file, row and column.
    """
    source = _opened(Path(path))
    with _uncollected():
        return _read(source)


def read_files(files: Mapping[str, bytes]) -> Room:
    """The room whose files are given by name. Raises BadInput as `read_room` does."""
    with _uncollected():
        return _read(Source(tuple(files), lambda name, _: files[name]))


def room_files(path: str | Path) -> dict[str, bytes]:
    """The files of a room in a folder or a zip, as they are, by name: what `read_files` takes.

    Raises BadInput where they cannot be had; what is in them is not looked at.
    """
    source = _opened(Path(path))
    found = {}
    for name in (*ROOM_TABLES, POLICY, DEVICE_TYPES):
        if name in source.names:
            try:
                found[name] = source.read(name, LARGEST_POLICY if name == POLICY else LARGEST_TABLE)
            except Refused as refused:
                raise bad_file(name, refused) from None
    return found


def _opened(path: Path) -> Source:
    try:
        return open_source(path)
    except Refused as refused:
        raise bad_file(path.name or str(path), refused) from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out: nothing here is cyclic, and its walks take a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(source: Source) -> Room:
    problems = Problems()
    tables, policy, digest = _read_files(source, problems)
    check_references(tables, problems)
    check_sense(tables, problems)
    problems.raise_if_any()
    files = frozenset(name for name in (*ROOM_TABLES, POLICY, DEVICE_TYPES) if name in source.names)
    return build_room(tables, policy, files, _notes(source, tables), digest)


def build_room(
    tables: dict[str, Table], policy: Policy, files: frozenset[str], notes: tuple[str, ...], sha256: str
) -> Room:
    """The room of tables that hold no problem; an absent table has no rows."""

    def made(file: str, make: Callable[[Table], tuple[Any, ...]]) -> tuple[Any, ...]:
        return make(tables[file]) if file in tables else ()

    return Room(
        racks=made("racks.csv", build.racks),
        power=made("power.csv", build.power),
        cooling=made("cooling.csv", build.cooling),
        ports=made("ports.csv", build.ports),
        trays=made("trays.csv", build.trays),
        devices=made("devices.csv", build.devices),
        reservations=made("reservations.csv", build.reservations),
        hosts=made("hosts.csv", build.hosts),
        vms=made("vms.csv", build.vms),
        standards=made("standards.csv", build.standards),
        policy=policy,
        files=files,
        notes=notes,
        sha256=sha256,
    )


def _read_files(source: Source, problems: Problems) -> tuple[dict[str, Table], Policy, str]:
    """The tables and the policy of the source, and one digest over their contents."""
    tables: dict[str, Table] = {}
    rows = 0
    policy = policy_from({}, problems)
    digest = hashlib.sha256()
    # Sorted, so that the digest does not depend on the order of a file system.
    for name in sorted((*ROOM_TABLES, POLICY, DEVICE_TYPES)):
        if name not in source.names:
            continue
        try:
            data = source.read(name, LARGEST_POLICY if name == POLICY else LARGEST_TABLE)
        except Refused as refused:
            problems.refuse(name, None, "", refused)
            if name in ROOM_TABLES:
                tables[name] = Table(name, [], {column: [] for column in columns_of(name)}, complete=False)
            continue
        digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
        if name == POLICY:
            policy = read_policy(data, problems)
            continue
        table = read_table(name, data, columns_of(name), problems)
        rows += len(table.lines)
        if rows > _MOST_ROWS:
            problems.add(name, None, "", f"The room has more than {_MOST_ROWS} rows.", "Split it.")
            break
        if name in ROOM_TABLES:
            tables[name] = table
    if "racks.csv" not in source.names:
        near = Suggestions([name for name in source.names if name.endswith(".csv")])
        advice = near.advice("racks.csv", "It is the one file that must be there.")
        problems.add("racks.csv", None, "", "There is no racks.csv.", advice)
    return tables, policy, digest.hexdigest()


def _notes(source: Source, tables: dict[str, Table]) -> tuple[str, ...]:
    """What the reader passed over, so that nobody takes it for read."""
    known = Suggestions(dictionary())
    notes = []
    for name in source.names:
        if name.lower().endswith(".csv") and name not in dictionary():
            advice = known.advice(name, "The name is not one of a room's files.")
            notes.append(f"{quoted(name)} was not read. {advice}")
    for file in ("cooling.csv", "hosts.csv"):
        table = tables.get(file)
        for line, status in zip(table.lines, table["status"], strict=True) if table else ():
            if status not in _ACTIVE_OR_NOT:
                notes.append(
                    f"{file} row {line} status: {quoted(status)} is none of"
                    f" {', '.join(_ACTIVE_OR_NOT)}, and counts as not active."
                )
    return tuple(notes)
