"""titip backup and restore: everything into one file, and out of it into an empty database."""

from __future__ import annotations

from pathlib import Path

from api.commands.shell import now, print_json
from api.settings import read_settings
from api.store import back_up, check_backup, open_store, restore_backup
from capacity.errors import BadInput, Problem


def run_backup(out: Path, *, verify: bool, as_json: bool) -> int:
    """Write a backup and print what it holds; 0."""
    if out.exists():
        told = "There is a file of that name."
        raise BadInput([Problem(out.name, None, "", told, "Name another; backups are not overwritten.")])
    with open_store() as store:
        made = back_up(store, out, now())
    if verify:
        check_backup(out)
    _print("BACKED UP", out, made, as_json=as_json, checked=verify)
    return 0


def run_restore(file: Path, *, as_json: bool) -> int:
    """Restore a backup into the empty database of the settings, and print what it holds; 0."""
    made = restore_backup(file, read_settings())
    _print("RESTORED", file, made, as_json=as_json, checked=True)
    return 0


def _print(done: str, file: Path, made: dict[str, object], *, as_json: bool, checked: bool) -> None:
    if as_json:
        print_json(made | {"file": str(file), "checked": checked})
        return
    from api.render.backup import print_backup

    print_backup(done, file, made, checked=checked)
