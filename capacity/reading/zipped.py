"""The files of a zipped room, read in memory and never unpacked to a disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from capacity.reading.problems import Refused, quoted

MIB = 1 << 20
LARGEST_ZIP = 64 * MIB
LARGEST_SUM = 100 * MIB
MOST_ENTRIES = 200
HIGHEST_RATIO = 100
# Small files of like rows compress very well; below this size a high ratio does no harm.
_RATIO_FROM = MIB
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_END_SIZE = 22
_LARGEST_DIRECTORY = 256 * 1024
_ENCRYPTED = 0x1
# What zipfile raises for damaged data; RuntimeError covers NotImplementedError.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Zipped:
    """Base name -> entry of the zip; call it with a name and a size to get the bytes."""

    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]

    @property
    def names(self) -> list[str]:
        return sorted(self.entries)

    def __call__(self, name: str, largest: int) -> bytes:
        entry = self.entries[name]
        if entry.file_size > largest:
            raise Refused(f"The file is larger than {largest >> 10} KiB.", "Check that it is the right file.")
        try:
            with self.archive.open(entry) as file:
                # An entry may hold more than it declares.
                data = file.read(largest + 1)
        except _BROKEN:
            raise Refused("It cannot be unpacked: the zip is damaged.", "Make the zip anew.") from None
        if len(data) > largest:
            raise Refused("The file is larger than it declares.", "Make the zip anew.")
        return data


def is_zip(data: bytes) -> bool:
    """True where the bytes begin as a zip does, be it an empty one."""
    return data[:4] in (b"PK\x03\x04", _END)


def unzip(data: bytes) -> Zipped:
    """The files in the root or in the one top folder of a zip. Raises `Refused`, as `unzip_all` does."""
    archive, files = unzip_all(data)
    return Zipped(archive, _level(files))


def unzip_all(data: bytes) -> tuple[zipfile.ZipFile, dict[PurePosixPath, zipfile.ZipInfo]]:
    """All files of a zip, by their path in it.

    Raises `Refused` for a damaged zip, for a bomb, and for any entry that is a link, leaves the
    folder, or stands there twice.
    """
    _check_directory(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise _damaged() from None
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused(f"The zip has more than {MOST_ENTRIES} entries.", "Zip the folder of one room only.")
    _check_sizes(entries)
    files: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for entry in entries:
        path = _checked_path(entry)
        if entry.is_dir() or path.parts[0] == "__MACOSX":
            continue
        if path in files:
            raise Refused(f"The zip holds {quoted(str(path))} twice.", "Keep one of them.")
        files[path] = entry
    return archive, files


def _damaged() -> Refused:
    return Refused("The zip is damaged.", "Make the zip anew.")


def _check_directory(data: bytes) -> None:
    """Look at the zip's table of contents before zipfile makes an object of every entry."""
    end = len(data) - _END_SIZE
    if end < 0 or data[end : end + 4] != _END or data[-2:] != b"\0\0":
        end = data.rfind(_END, max(0, len(data) - _END_SIZE - 0xFFFF))
    if end < 0 or end + _END_SIZE > len(data):
        raise _damaged()
    if data[max(0, end - 20) : end].startswith(_END_64):
        raise Refused("The zip is of the 64-bit kind.", "Make a plain zip; a room is small enough.")
    if int.from_bytes(data[end + 12 : end + 16], "little") > _LARGEST_DIRECTORY:
        raise Refused(f"The zip has more than {MOST_ENTRIES} entries.", "Zip the folder of one room only.")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bomb = total > _RATIO_FROM and total > HIGHEST_RATIO * packed
    for entry in entries:
        bomb |= entry.file_size > max(_RATIO_FROM, HIGHEST_RATIO * entry.compress_size)
    if total > LARGEST_SUM or bomb:
        raise Refused(
            f"The zip unpacks to {total} bytes from {packed}.",
            f"At most {LARGEST_SUM // MIB} MiB and {HIGHEST_RATIO} times its own size are unpacked.",
        )


def _checked_path(entry: zipfile.ZipInfo) -> PurePosixPath:
    # zipfile cuts names at a NUL; the name as stored must be harmless too.
    name = entry.orig_filename
    path = PurePosixPath(name)
    harmless = path.parts and not path.is_absolute() and not {"..", "."} & set(name.split("/"))
    if not harmless or any(mark in name for mark in "\\:\0"):
        raise Refused(
            f"The zip holds an entry {quoted(name)} that leads out of it.", "Use plain names inside the zip."
        )
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f"{quoted(name)} in the zip is not a plain file.", "Zip the files, not links to them.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The others unpack slowly, and take memory as they please.
        raise Refused(f"{quoted(name)} in the zip is packed in an unusual way.", "Make a plain zip.")
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(f"{quoted(name)} in the zip is encrypted.", "Make the zip without a password.")
    return path


def _level(files: Mapping[PurePosixPath, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files of the root, or those of the only top folder where the root has none."""
    root = {path.name: entry for path, entry in files.items() if len(path.parts) == 1}
    tops = sorted({path.parts[0] for path in files if len(path.parts) > 1})
    inner = {path.name: entry for path, entry in files.items() if len(path.parts) == 2}
    tables = [name for name in root if name.endswith(".csv")]
    if tables:
        if any(name in tables for name in inner):
            raise Refused("The zip holds a room's files at two levels.", "Keep one room in the zip.")
        return root
    with_rooms = [top for top in tops if PurePosixPath(top, "racks.csv") in files]
    if len(with_rooms) > 1 or (not with_rooms and len(tops) > 1):
        raise Refused(f"The zip holds {len(tops)} folders.", "Zip the folder of one room only.")
    top = with_rooms[0] if with_rooms else next(iter(tops), None)
    return {path.name: entry for path, entry in files.items() if path.parts[:-1] == (top,)}
