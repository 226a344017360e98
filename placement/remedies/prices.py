"""The price catalogue of remedies: hours of work, stated in a data file and assumed until an office says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from capacity.data import data_path
from capacity.reading.problems import Problems, quoted
from capacity.reading.tomlfile import read_toml

LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Prices:
    """Hours of work for each kind of remedy; the meaning of each stands in ``data/remedies.toml``."""

    version: str
    move: int
    rating: int
    pdu_pair: int
    cooling: int
    less: int
    fewer: int
    zone: int
    split: int
    wait_week: int
    leaving: int
    rack: int


NAMES = tuple(field.name for field in fields(Prices) if field.name != "version")


def read_prices(path: Path | None = None) -> Prices:
    """The prices of a file, by default the catalogue of data/.

    Raises
    ------
    BadInput
        With every key that is missing, unknown or no whole number of hours.
    """
    return _catalogue() if path is None else _read(path)


@cache
def _catalogue() -> Prices:
    return _read(data_path("remedies.toml"))


def _read(path: Path) -> Prices:
    problems, file = Problems(), path.name
    with path.open("rb") as opened:
        tables = read_toml(file, opened.read(LARGEST), problems) or {}
    version, hours = tables.get("version", ""), tables.get("hours", {})
    if not isinstance(version, str):
        problems.add(file, None, "version", "version is no text.", "Put it into quotes.")
    if not isinstance(hours, dict):
        problems.add(file, None, "hours", "[hours] is no table.", "Write [hours], then one price a line.")
        hours = {}
    known = {}
    for name in (*NAMES, *(name for name in hours if name not in NAMES)):
        value = hours.get(name)
        if name not in NAMES:
            problems.add(file, None, f"hours.{name}", f"There is no remedy {quoted(name)}.", "Remove it.")
        elif not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
            advice = "Give whole hours, 0 to 100000."
            problems.add(file, None, f"hours.{name}", f"{name} has no price in hours.", advice)
        else:
            known[name] = value
    problems.raise_if_any()
    return Prices(version=str(version), **known)
