"""Where the files of a room come from: a folder, or a zip that is not trusted."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from capacity.reading.problems import Refused, quoted
from capacity.reading.zipped import LARGEST_ZIP, is_zip, unzip

MIB = 1 << 20
LARGEST_TABLE = 32 * MIB
LARGEST_FOLDER = 64 * MIB
_MOST_ENTRIES = 10_000


@dataclass(slots=True)
class Source:
    """The files of a room: their base names, and `read`, which raises `Refused`."""

    names: Collection[str]
    _read: Callable[[str, int], bytes]
    _left: int = LARGEST_FOLDER

    def read(self, name: str, largest: int = LARGEST_TABLE) -> bytes:
        """The bytes of the file `name`, at most `largest` of them; raises `Refused`."""
        data = self._read(name, largest)
        self._left -= len(data)
        if self._left < 0:
            raise Refused(
                f"The files of the room hold more than {LARGEST_FOLDER // MIB} MiB.", "Split the room."
            )
        return data


def read_file(path: Path, largest: int) -> bytes:
    """The bytes of a regular file; raises `Refused` for anything else and beyond `largest` bytes."""
    try:
        # Without O_NONBLOCK the mere opening of a FIFO waits for a writer that may never come.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Refused("It is not a regular file.", "Put a plain file in its place.")
            with os.fdopen(handle, "rb", closefd=False) as file:
                data = file.read(largest + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Refused(f"It cannot be read: {reason}.", "Check the name and its permissions.") from None
    if len(data) > largest:
        told = f"{largest // MIB} MiB" if largest >= MIB else f"{largest // 1024} KiB"
        raise Refused(f"The file is larger than {told}.", "Check that it is the right file.")
    return data


def open_source(path: Path) -> Source:
    """The source of a room; raises `Refused` where `path` is neither a folder nor a zip."""
    try:
        if path.is_dir():
            return _folder(path)
        if not path.exists():
            raise Refused(f"There is no folder or zip {quoted(str(path))}.", "Check the path.")
    except (OSError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Refused(f"It cannot be opened: {reason}.", "Check the path and its permissions.") from None
    data = read_file(path, LARGEST_ZIP)
    if not is_zip(data):
        raise Refused("It is neither a folder nor a zip.", "Name the room's folder, or a zip of it.")
    files = unzip(data)

    def read(name: str, largest: int) -> bytes:
        return files(name, largest)

    return Source(files.names, read)


def _folder(path: Path) -> Source:
    names = []
    with os.scandir(path) as entries:
        for entry in entries:
            names.append(entry.name)
            if len(names) > _MOST_ENTRIES:
                raise Refused(
                    f"The folder has more than {_MOST_ENTRIES} entries.", "Name the folder of one room."
                )
    return Source(sorted(names), lambda name, largest: read_file(path / name, largest))
