"""Writing what an importer made: all of it or nothing, and never over something that is there."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from capacity.errors import BadInput, Problem


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write `files` (name -> text) as the new folder `folder`, whole or not at all.

    An empty folder may be there already. Raises BadInput if there is anything else,
    or if the place cannot be written.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise _refused(folder, "is there already and is not empty.", "Name a new folder, or empty this one.")
    # Built beside its place and renamed in one step: nobody ever sees half a room.
    scratch = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch.mkdir()
        for name, text in files.items():
            (scratch / name).write_text(text, encoding="utf-8", newline="")
        os.replace(scratch, folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_file(text: str, path: Path) -> None:
    """Write `text` as the new file `path`, whole or not at all.

    Raises BadInput if something is there already, or if the place cannot be written.
    """
    if path.is_symlink() or path.exists():
        raise _refused(path, "is there already.", "Name a new file, or remove this one.")
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(text, encoding="utf-8", newline="")
        os.link(scratch, path)  # unlike a rename, this fails if somebody was faster
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):  # where it could not even be made
            scratch.unlink()


def replace_file(text: str, path: Path) -> None:
    """Write `text` as the file `path` in one step, in place of what is there.

    Raises BadInput if the place cannot be written.
    """
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        scratch.write_text(text, encoding="utf-8", newline="")
        os.replace(scratch, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):  # where it could not even be made
            scratch.unlink()


def _refused(path: Path, problem: str, advice: str) -> BadInput:
    return BadInput([Problem(str(path), None, "", f"'{path.name}' {problem}", advice)])


def _not_written(path: Path, error: OSError) -> BadInput:
    reason = error.strerror or str(error)
    return _refused(path, f"cannot be written: {reason}.", "Check the place and the right to write there.")
