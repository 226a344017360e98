"""A folder of device types: one YAML file per type, and the power-supply modules beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from capacity.errors import BadInput, Problem
from capacity.reading.device_types.catalogue import Catalogue, report_types
from capacity.reading.device_types.model import DeviceType, Supply
from capacity.reading.device_types.read_type import read_type
from capacity.reading.device_types.supplies import supply_from
from capacity.reading.plain_yaml import Node, documents
from capacity.reading.report import Report

T = TypeVar("T")

MOST_FILES = 50_000
MOST_BYTES = 4 * 1024 * 1024


def import_device_types(folder: Path) -> Catalogue:
    """Read every device type under `folder`, with module types where there are some.

    `folder` holds ``device-types/`` and perhaps ``module-types/``, as the community library
    does, or YAML files of device types alone. A file that cannot be used is left out and
    listed. Raises BadInput if there is no usable type at all.
    """
    if not folder.is_dir():
        raise _unusable(folder, "is no folder that can be read.")
    whole = (folder / "device-types").is_dir()
    types_at = folder / "device-types" if whole else folder
    modules_at = folder / "module-types"
    report = Report()
    supplies: list[Supply] = []
    modules = 0
    for name, node in _documents(folder, modules_at if whole else None, report):
        found = _use(name, node, _supply, report)
        modules += found is not None
        supplies += found or []
    types = [
        kind
        for name, node in _documents(folder, types_at, report)
        if (kind := _use(name, node, lambda n, at: read_type(n, supplies, at), report)) is not None
    ]
    types = _by_slug(types, report)
    if not types:
        raise _unusable(folder, "holds no usable device type.")
    report_types(types, report)
    return Catalogue(tuple(types), modules, tuple(report.gaps()), tuple(sorted(report.left_out)))


def _supply(node: Node, name: str) -> list[Supply]:
    """A module's supply as a list, empty for a module that is none."""
    if not isinstance(node, dict):
        raise ValueError("The document describes no module type.")
    supply = supply_from(node)
    return [supply] if supply else []


def _use(name: str, node: Node, read: Callable[[Node, str], T], report: Report) -> T | None:
    try:
        return read(node, name)
    except ValueError as error:
        report.leave_out(name, 0, "", str(error))
        return None


def _documents(root: Path, under: Path | None, report: Report) -> Iterator[tuple[str, Node]]:
    """Every YAML document below `under`, with the name of its file seen from `root`."""
    files = sorted(f for f in under.rglob("*") if f.suffix in (".yaml", ".yml")) if under else []
    for place, file in enumerate(files):
        name = file.relative_to(root).as_posix()
        if place >= MOST_FILES:
            report.leave_out(name, 0, "", f"Only {MOST_FILES} files are read.")
        elif file.is_symlink() or not file.is_file():
            report.leave_out(
                name, 0, "", "It is a link or no file; only files of the folder itself are read."
            )
        else:
            try:
                found = documents(_bytes_of(file), MOST_BYTES)
            except ValueError as error:
                report.leave_out(name, 0, "", str(error))
                continue
            if not found:
                report.leave_out(name, 0, "", "The file is empty.")
            yield from ((name, node) for node in found)


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)  # one more tells that it is too large
    except OSError as error:
        raise ValueError(f"The file cannot be read: {error.strerror}.") from error


def _by_slug(types: list[DeviceType], report: Report) -> list[DeviceType]:
    """The types by slug; where files of one slug disagree, none of them is used."""
    groups: dict[str, list[DeviceType]] = {}
    for kind in types:
        groups.setdefault(kind.slug, []).append(kind)
    kept = []
    for slug, group in sorted(groups.items()):
        first, *others = group
        if all(replace(other, source=first.source) == first for other in others):
            kept.append(first)
            others_left = others
            why = f"It says the same as {first.source}."
        else:
            others_left = group
            why = f"Files disagree about the slug '{slug}', so none of them is used."
        for kind in others_left:
            report.leave_out(kind.source, 0, slug, why)
    return kept


def _unusable(folder: Path, problem: str) -> BadInput:
    advice = "Name a folder with device-types/ in it, or with YAML files of device types."
    return BadInput([Problem(str(folder), None, "", f"'{folder.name}' {problem}", advice)])
