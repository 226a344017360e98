"""What a request means: defaults applied, device type filled in, contradictions refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from capacity.reading import cells
from capacity.reading.catalogue import DeviceType
from capacity.reading.dictionary import REQUESTS, columns_of
from capacity.reading.memo import BAD
from capacity.reading.problems import Problems, Suggestions, quoted
from placement.request import PortNeed, Request

SERVER_FIELDS = (
    "u_height",
    "depth",
    "depth_mm",
    "weight_kg",
    "power_w",
    "power_basis",
    "cords",
    "ports",
    "port_sides",
    "device_type",
)
APPLICATION_FIELDS = ("vcpu", "memory_mb", "disk_gb")
# A request has at most two cords; more supplies of a model are plugged in pairs.
_MOST_CORDS = 2


class Models:
    """The device types that requests may name, and what a misspelt slug may have meant."""

    def __init__(self, types: Mapping[str, DeviceType]) -> None:
        self.types = types
        self.suggestions = Suggestions(types)


@cache
def _defaults() -> Mapping[str, Any]:
    return {
        name: cells.parser(column)(column.default)
        for name, column in columns_of(REQUESTS).items()
        if column.default is not None
    }


def interpret(
    values: Mapping[str, Any],
    file: str,
    line: int | None,
    models: Models,
    problems: Problems,
    prefix: str = "",
) -> Request | None:
    """The request that the values of its columns describe; None if they hold a problem.

    `values` come from `capacity.reading`, in base units, None where empty and `BAD` where a
    problem was told already; contradictions between them are told here.
    """
    before = len(problems)
    full = dict(values)
    notes: list[str] = []
    application = full["kind"] == "application"
    device_type = _device_type(full["device_type"], file, line, models, problems, prefix)
    other = SERVER_FIELDS if application else APPLICATION_FIELDS
    notes += [_unused(name, application) for name in other if full[name] is not None]
    if device_type is not None and not application:
        _fill(full, device_type, notes)
    for name, default in _defaults().items():
        if full[name] is None:
            full[name] = default
    _check(full, application, file, line, problems, prefix)
    if len(problems) > before or any(value is BAD for value in full.values()):
        return None
    return Request(
        name=full["request"],
        kind=full["kind"],
        owner=full["owner"],
        quantity=full["quantity"],
        priority=full["priority"],
        start=full["from"],
        until=full["until"],
        os=full["os"],
        os_version=full["os_version"],
        group=full["group"],
        keep=full["keep"] or (),
        security_zone=full["security_zone"],
        network=full["network"],
        height_hu=full["u_height"],
        depth=full["depth"],
        depth_mm=full["depth_mm"],
        weight_g=full["weight_kg"],
        power_w=full["power_w"],
        power_basis=full["power_basis"],
        cords=full["cords"],
        ports=tuple(PortNeed(kind, count, network) for kind, network, count in full["ports"] or ()),
        port_sides=full["port_sides"],
        device_type=full["device_type"],
        chassis=device_type is not None and device_type.child and not application,
        vcpu=full["vcpu"],
        memory_mb=full["memory_mb"],
        disk_gb=full["disk_gb"],
        notes=tuple(notes),
        file=file,
        line=line,
    )


def _unused(name: str, application: bool) -> str:
    kinds = ("server", "application") if application else ("application", "server")
    return f"{name} is for {kinds[0]}s; the request is for an {kinds[1]}, so it was not used.".replace(
        "an server", "a server"
    )


def _device_type(
    slug: Any,
    file: str,
    line: int | None,
    models: Models,
    problems: Problems,
    prefix: str,
) -> DeviceType | None:
    if slug is None or slug is BAD:
        return None
    if slug not in models.types:
        advice = models.suggestions.advice(slug, "Correct the slug, or add it to device_types.csv.")
        problems.add(
            file, line, f"{prefix}device_type", f"{quoted(slug)} is not in the device-type catalogue.", advice
        )
        return None
    return models.types[slug]


def _fill(full: dict[str, Any], model: DeviceType, notes: list[str]) -> None:
    """Put the catalogue's values where the request left a field empty."""
    if full["power_w"] is None and model.power_w is not None:
        full["power_w"] = model.power_w
        # The basis belongs to the figure: a request's own draw keeps the request's basis.
        full["power_basis"] = full["power_basis"] or model.power_basis
    given = {
        "u_height": model.height_hu,
        "depth": model.depth,
        "depth_mm": model.depth_mm,
        "weight_kg": model.weight_g,
        "ports": model.ports or None,
    }
    if model.cords or (model.cords == 0 and full["power_w"] == 0):
        given["cords"] = min(model.cords, _MOST_CORDS)
        if full["cords"] is None and model.cords > _MOST_CORDS:
            notes.append(f"{model.slug} has {model.cords} supplies; the request is for {_MOST_CORDS} cords.")
    for name, value in given.items():
        if full[name] is None:
            full[name] = value


def _check(
    full: Mapping[str, Any],
    application: bool,
    file: str,
    line: int | None,
    problems: Problems,
    prefix: str,
) -> None:
    if full["cords"] == 0 and not application and full["power_w"] is not BAD and full["power_w"] != 0:
        problems.add(
            file,
            line,
            f"{prefix}cords",
            "0 cords are for what draws nothing.",
            "Set power_w 0, or ask for 1 or 2 cords.",
        )
    start, until = full["from"], full["until"]
    if BAD not in (start, until) and start and until and until < start:
        problems.add(
            file, line, f"{prefix}until", f"{until} is before from, {start}.", "Correct one of the dates."
        )
