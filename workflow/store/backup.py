"""Backups: all rows of one moment in one file, which either database can be restored from.

A zip with one file of JSON lines for each table, and a manifest: revision of the schema, rows of each table,
head of the audit log, hash of each file. It is written beside its place and moved there when it is whole. A
restore goes into an empty database, in one transaction that is kept only if everything is as the manifest
says and nothing contradicts itself; so a backup taken from SQLite can be restored into PostgreSQL.
"""

from __future__ import annotations

import base64
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Column, Connection, Date, LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from capacity.errors import BadInput, Problem, TitipError
from workflow.kept import Head
from workflow.store.chain import ChainedLog
from workflow.store.engine import WRITES
from workflow.store.invariants import faults
from workflow.store.session import RoomCache, Session
from workflow.store.store import SqlStore, open_store
from workflow.store.tables import metadata
from workflow.store.translate import translated
from workflow.store.types import Moment

MANIFEST = "manifest.json"
FORMAT = 1
ROWS_AT_ONCE = 500


class BadBackup(TitipError):
    """The file is no backup, is damaged, or does not go into this database; nothing was changed."""

    code = "bad-backup"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `tables` are rows by table, `sha256` the hashes of its files by name."""

    made_at: datetime
    revision: str
    head: Head
    tables: Mapping[str, int]
    sha256: Mapping[str, str]


def backup(store: SqlStore, path: Path, at: datetime) -> Manifest:
    """Write everything, as it is at one moment, into a file. Raises BadInput where that cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with store.read() as unit, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            session = unit.session
            counts: dict[str, int] = {}
            hashes: dict[str, str] = {}
            for table in metadata.sorted_tables:
                counts[table.name], hashes[table.name] = _write(session, table, archive)
            head = unit.log.head()
            made = Manifest(at.astimezone(UTC), revision_of(session), head, counts, hashes)
            archive.writestr(MANIFEST, json.dumps(_plain(made), indent=1))
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        told = f"It cannot be written: {error.strerror}."
        raise BadInput([Problem(path.name, None, "", told, "Name another place.")]) from None
    finally:
        beside.unlink(missing_ok=True)
    return made


def restore(path: Path, url: str) -> Manifest:
    """Put a backup into an empty database, which is made first. Raises BadBackup; then it is as it was."""
    store = open_store(url)
    try:
        with _opened(path) as archive:
            manifest = _manifest(archive)
            with store.engine.execution_options(**{WRITES: True}).begin() as connection:
                session = Session(connection, RoomCache(), writes=True)
                _fits(session, manifest)
                for table in metadata.sorted_tables:
                    _read(session, table, archive, manifest)
                _count_on(connection)
                _as_it_was(session, manifest)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadBackup(f"It is damaged: {error}.", path.name) from error
    except SQLAlchemyError as error:
        raise BadBackup(f"The database refuses it: {translated(error).sentence}", path.name) from error
    finally:
        store.close()
    return manifest


def check(path: Path) -> Manifest:
    """Restore a backup into a database that is thrown away, with all that is checked. Raises BadBackup."""
    with TemporaryDirectory() as folder:
        return restore(path, f"sqlite:///{Path(folder) / 'check.db'}")


def _write(session: Session, table: Table, archive: zipfile.ZipFile) -> tuple[int, str]:
    """One table into the archive, by its key; how many rows, and the hash of what was written."""
    rows, digest = 0, sha256()
    found = session.execute(select(table).order_by(*table.primary_key.columns))
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in found:
            line = json.dumps([_out(value) for value in row], ensure_ascii=False).encode() + b"\n"
            file.write(line)
            digest.update(line)
            rows += 1
    return rows, digest.hexdigest()


def _read(session: Session, table: Table, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """One table out of the archive. Raises BadBackup where it is not what the manifest says."""
    if table.name == "chain_head":
        session.execute(table.delete())
    rows = 0
    digest = sha256()
    with archive.open(f"{table.name}.jsonl") as file:
        batch: list[dict[str, Any]] = []
        for line in file:
            digest.update(line)
            values = json.loads(line)
            batch.append(
                {column.name: _in(column, value) for column, value in zip(table.columns, values, strict=True)}
            )
            rows += 1
            if len(batch) == ROWS_AT_ONCE:
                session.execute(insert(table), batch)
                batch = []
        if batch:
            session.execute(insert(table), batch)
    if digest.hexdigest() != manifest.sha256[table.name] or rows != manifest.tables[table.name]:
        raise BadBackup(f"The rows of {table.name} are not those that were written.", archive.filename or "")


def revision_of(session: Session) -> str:
    """The revision of the schema."""
    return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _fits(session: Session, manifest: Manifest) -> None:
    mine = revision_of(session)
    if manifest.revision != mine:
        raise BadBackup(
            f"It is of revision {manifest.revision} of the schema, this Titip's is {mine}: restore it"
            " with the Titip that made it, then update."
        )
    if set(manifest.tables) != {table.name for table in metadata.sorted_tables}:
        raise BadBackup("It does not hold the tables of this revision.")
    for table in metadata.sorted_tables:
        if table.name != "chain_head" and session.execute(select(func.count()).select_from(table)).scalar():
            raise BadBackup(f"The database is not empty: {table.name} has rows. Restore into a new one.")


def _as_it_was(session: Session, manifest: Manifest) -> None:
    broken = ChainedLog(session).fault(manifest.head)
    if broken is not None:
        raise BadBackup(f"The audit log is not as it was, entry {broken.seq}: {broken.problem}.")
    found = tuple(faults(session))
    if found:
        raise BadBackup(f"What it holds contradicts itself: {found[0]}.")


def _count_on(connection: Connection) -> None:
    """Have PostgreSQL number new rows after those that were restored."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            last = f"(SELECT max({key.name}) FROM {table.name})"
            sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            connection.execute(
                text(
                    f"SELECT setval({sequence}, coalesce({last}, 0) + 1, false) WHERE {sequence} IS NOT NULL"
                )
            )


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile):
        raise BadBackup("It is no backup, or it is damaged.", path.name) from None


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        node = json.loads(archive.read(MANIFEST))
        if node["format"] != FORMAT:
            raise BadBackup("It is of another format, of a newer Titip.")
        return Manifest(
            datetime.fromisoformat(node["made_at"]),
            node["revision"],
            Head(node["head"]["seq"], node["head"]["sha256"]),
            node["tables"],
            node["sha256"],
        )
    except (KeyError, ValueError, TypeError):
        raise BadBackup("It is no backup: its manifest cannot be read.") from None


def _plain(made: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": made.made_at.isoformat(),
        "revision": made.revision,
        "head": {"seq": made.head.seq, "sha256": made.head.sha256},
        "tables": dict(made.tables),
        "sha256": dict(made.sha256),
    }


def _out(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date) else value


def _in(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value
