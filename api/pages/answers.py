"""What a draft asks for, as it is checked before it is sent: each answer in words, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.draft_content import Item, Part
from api.pages.draft_pages import Opened, Wrong
from api.pages.draft_words import DRAFT_FIELDS
from api.pages.fields import in_words, shown
from capacity.reading.catalogue import Catalogue
from capacity.units import plain
from placement.request import Request
from workflow.analysis import canonical_request, request_named
from workflow.procedure import Text

#: Without these the office can mostly not decide whether and where something fits.
WANTED: Mapping[str, tuple[str, ...]] = {
    "server": ("u_height", "depth_mm", "weight_kg", "power_w"),
    "application": ("vcpu", "memory_mb", "disk_gb"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A field with its value in words; None where none was given.

    `from_type`: it was not entered, but follows from the device type or the default.
    """

    label: Text
    value: Text | None
    from_type: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An item as it will be filed: its parts with their answers, and what of it nobody knows."""

    item: Item
    title: str
    parts: tuple[tuple[Part, str, tuple[Answer, ...]], ...]
    unknown: tuple[Text, ...]


def card(found: Opened, item: Item, title: str, catalogue: Catalogue, wrong: Wrong) -> Card:
    """The summary of an item; what its device type fills in is told where nothing is wrong with it."""
    known: Mapping[str, str] = {}
    if item.number not in wrong:
        known = understood(request_named(canonical_request(found.request(item), catalogue), "x", catalogue))
    parts = tuple(
        (
            part,
            found.page_of(part, item),
            tuple(answer(name, item.values, known, catalogue) for name in part.fields if name != "label"),
        )
        for part in item.parts
    )
    unknown = tuple(
        DRAFT_FIELDS[name].label
        for name in WANTED[item.kind]
        if not item.values.get(name) and not known.get(name)
    )
    return Card(item, title, parts, unknown)


def answer(name: str, values: Mapping[str, str], known: Mapping[str, str], catalogue: Catalogue) -> Answer:
    """A field with its value: as it was given, else as it is known from the device type or the default."""
    label = DRAFT_FIELDS[name].label
    if value := values.get(name):
        return Answer(label, in_words(name, named(name, value, catalogue)))
    if value := known.get(name):
        return Answer(label, in_words(name, value), from_type=True)
    return Answer(label, None)


def named(field: str, value: str, catalogue: Catalogue) -> str:
    """A device type by manufacturer and model; any other value as it is."""
    model = catalogue.get(value) if field == "device_type" else None
    return value if model is None else " ".join(filter(None, (model.manufacturer, model.model))) or value


def understood(request: Request) -> dict[str, str]:
    """The values of a request as it is read, with those of its device type and the defaults."""
    found: dict[str, object] = {
        "u_height": None if request.height_hu is None else plain(request.height_hu, 2),
        "depth_mm": request.depth_mm,
        "weight_kg": None if request.weight_g is None else plain(request.weight_g, 1000),
        "power_w": request.power_w,
        "vcpu": request.vcpu,
        "memory_mb": request.memory_mb,
        "disk_gb": request.disk_gb,
    }
    if request.kind == "server":
        found |= {"cords": request.cords, "depth": request.depth, "port_sides": request.port_sides}
        if request.power_w is not None:
            found["power_basis"] = request.power_basis
        found["ports"] = " ".join(map(str, request.ports)) or None
    return {name: str(value) for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of an earlier request and of this one; None where it has none."""

    label: Text
    old: Text | None
    new: Text | None

    @property
    def changed(self) -> bool:
        """True where they differ."""
        return self.old != self.new


def differences(
    old: Mapping[str, str], new: Mapping[str, str], catalogue: Catalogue
) -> tuple[Difference, ...]:
    """Two requests beside each other, value by value; what changed comes first."""

    def said(request: Mapping[str, str]) -> dict[str, tuple[Text, Text]]:
        left_out = ("owner", "group")
        kept = {
            name: named(name, value, catalogue) for name, value in request.items() if name not in left_out
        }
        return {label.en: (label, value) for label, value in shown(kept)}

    before, after = said(old), said(new)
    order = [*after, *(name for name in before if name not in after)]
    rows = [
        Difference(
            (after.get(name) or before[name])[0],
            before[name][1] if name in before else None,
            after[name][1] if name in after else None,
        )
        for name in order
    ]
    return tuple(sorted(rows, key=lambda one: not one.changed))
