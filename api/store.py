"""The one place where a door meets the store behind it: everybody else in api knows `workflow.ports` only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from api.settings import DATABASE, Settings, bad_setting, read_settings
from capacity.errors import BadInput, Problem
from workflow import store as sql
from workflow.conflicts import NotStored
from workflow.ports import Store

_FILE = "sqlite:///"
_MAGIC = b"SQLite format 3\0"


@contextmanager
def open_store(settings: Settings | None = None, *, make: bool = False) -> Iterator[Store]:
    """The store that the settings name, by default those of the environment; closed at the end.

    A SQLite file that is not there is made only with `make`. Raises BadInput for an address that leads
    to no database of Titip's, StoreDown for a server that cannot be reached.
    """
    settings = settings or read_settings()
    _look_at_the_file(settings.database, make=make)
    try:
        store = sql.open_store(settings.database)
    except NotStored as error:
        raise bad_setting(DATABASE, error.sentence, "Correct the address, or update Titip.") from None
    try:
        yield store
    finally:
        store.close()


def _look_at_the_file(address: str, *, make: bool) -> None:
    """Refuse a SQLite file that is missing though it is not to be made, or that is something else."""
    if not address.startswith(_FILE):
        return
    path = Path(address.removeprefix(_FILE).partition("?")[0])
    try:
        if path.is_file():
            with path.open("rb") as file:
                start = file.read(len(_MAGIC))
            if start and start != _MAGIC:
                raise bad_setting(DATABASE, f"{path.name!r} is no database.", "Name another file.")
        elif path.exists():
            raise bad_setting(DATABASE, f"{path.name!r} is no file.", "Name a file.")
        elif not make:
            told = f"There is no database {path.name!r} in {str(path.parent)!r}."
            raise bad_setting(DATABASE, told, "Make it with `titip setup`, or set TITIP_DATABASE.")
        elif not path.parent.is_dir():
            told = f"There is no folder {str(path.parent)!r}."
            raise bad_setting(DATABASE, told, "Make the folder, or set TITIP_DATABASE.")
    except OSError as error:
        told = f"{path.name!r} cannot be read: {error.strerror}."
        raise bad_setting(DATABASE, told, "Check its permissions.") from None


def back_up(store: Store, path: Path, at: datetime) -> dict[str, object]:
    """Write everything of a store into a file; what it holds. Raises BadInput."""
    assert isinstance(store, sql.SqlStore), "opened here"
    return _told(sql.backup(store, path, at))


def check_backup(path: Path) -> dict[str, object]:
    """Restore a backup into a database that is thrown away; what it holds. Raises BadInput."""
    return _of_backup(path, lambda: sql.check(path))


def restore_backup(path: Path, settings: Settings) -> dict[str, object]:
    """Put a backup into the empty database of the settings; what it holds. Raises BadInput."""
    _look_at_the_file(settings.database, make=True)
    return _of_backup(path, lambda: sql.restore(path, settings.database))


def _of_backup(path: Path, work: Callable[[], sql.Manifest]) -> dict[str, object]:
    try:
        return _told(work())
    except sql.BadBackup as bad:
        told = Problem(path.name, None, "", bad.sentence, "Nothing was changed.")
        raise BadInput([told]) from None


def _told(made: sql.Manifest) -> dict[str, object]:
    return {
        "made_at": made.made_at.isoformat(),
        "revision": made.revision,
        "head": {"seq": made.head.seq, "sha256": made.head.sha256},
        "tables": dict(made.tables),
    }
