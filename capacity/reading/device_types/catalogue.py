"""The catalogue: device types as the file that fills what a request leaves empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from capacity.reading.device_types.model import DeviceType
from capacity.reading.dictionary import DEVICE_TYPES, columns_of
from capacity.reading.output import write_file
from capacity.reading.report import Gap, LeftOut, Report
from capacity.reading.spreadsheet import csv_text
from capacity.reading.weights import half_u_cell, kg_cell

_ENTER = "Enter it from the data sheet, or give it in each request."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What an import of device types brought.

    Attributes
    ----------
    types
        The device types, sorted by slug.
    modules
        Number of module types read, power supplies or not.
    gaps
        What the types do not say, sorted.
    left_out
        Files and types that could not be used, and why, sorted.
    """

    types: tuple[DeviceType, ...]
    modules: int
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]


def catalogue_rows(types: Iterable[DeviceType]) -> list[dict[str, str]]:
    """One row of text per type as the data dictionary names the columns, sorted by slug; unknown is empty.

    `depth_mm` stands in no library. `ports` stays empty: the interfaces that a server has are
    not the ports that a request needs.
    """
    return [
        {
            "slug": t.slug,
            "manufacturer": t.manufacturer,
            "model": t.model,
            "u_height": half_u_cell(t.height_hu),
            "depth": t.depth,
            "weight_kg": kg_cell(t.weight_g),
            "power_w": "" if t.draw.power_w is None else str(t.draw.power_w),
            "power_basis": "" if t.draw.power_w is None else t.draw.basis,
            "cords": "" if t.cords is None else str(t.cords),
            "child": "yes" if t.child else "no",
            "source": t.source,
        }
        for t in sorted(types, key=lambda t: t.slug)
    ]


def catalogue_csv(types: Iterable[DeviceType]) -> str:
    """The catalogue as the text of ``device_types.csv``."""
    return csv_text(tuple(columns_of(DEVICE_TYPES)), catalogue_rows(types))


def write_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Write the catalogue as the new file `path`. Raises BadInput if something is there already."""
    write_file(catalogue_csv(catalogue.types), path)


def report_types(types: Iterable[DeviceType], report: Report) -> None:
    """Record in `report` what the types do not say, and how the rest was read."""
    for t in types:
        if t.height_hu is None:
            report.gap(DEVICE_TYPES, "u_height", "The height is not given.", _ENTER, t.slug)
        if not t.depth:
            report.gap(
                DEVICE_TYPES, "depth", "Full or half depth is not given: full is taken.", _ENTER, t.slug
            )
        report.gap(DEVICE_TYPES, "depth_mm", "The depth in mm is in no library.", _ENTER, t.slug)
        for doubt in t.doubts:
            report.gap(DEVICE_TYPES, "weight_kg", f"{doubt} It was taken as not known.", _ENTER, t.slug)
        if t.weight_g is None and not t.doubts:
            report.gap(DEVICE_TYPES, "weight_kg", "The weight is not given.", _ENTER, t.slug)
        if t.rounded:
            what = "The weight, given in another unit, was rounded to whole grams."
            report.gap(DEVICE_TYPES, "weight_kg", what, "No need to act: that is less than a gram.", t.slug)
        _report_power(t, report)


def _report_power(t: DeviceType, report: Report) -> None:
    if t.child:
        what = "A blade stands in a chassis, which draws for it."
        report.gap(
            DEVICE_TYPES,
            "child",
            what,
            "Ask for the chassis; a request for a blade cannot be decided.",
            t.slug,
        )
    if t.draw.power_w is None and not t.child:
        report.gap(DEVICE_TYPES, "power_w", t.draw.why, _ENTER, t.slug)
    if t.draw.power_w and t.supplies == 2:
        what = "Two supplies are taken as redundant (1+1): the larger rating is the draw."
        advice = "Where both supplies must run, or a measured draw is known, enter that."
        report.gap(DEVICE_TYPES, "power_w", what, advice, t.slug)
    if t.cords is None and not t.child:
        report.gap(
            DEVICE_TYPES,
            "cords",
            "The number of cords is not given: a request then asks for 2.",
            _ENTER,
            t.slug,
        )
    if t.supplies > 2:
        what = "It has more than two supplies; two cords are planned."
        report.gap(DEVICE_TYPES, "cords", what, "Plan for the further cords yourself.", t.slug)
