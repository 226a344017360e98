"""The bars of a rack: one for each limit that may stop the next server there, the fullest marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.floor import DIMENSIONS
from api.pages.floor_figures import Figure, Figures, on_path
from capacity.ledger import Ledger
from capacity.room import Room
from workflow.procedure import Text

_PATHS = (
    ("A", Text("Daya jalur A", "Power A")),
    ("B", Text("Daya jalur B", "Power B")),
    (None, Text("Daya PDU lain", "Power of other PDUs")),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit of a rack. `binding`: no other of them is as full."""

    title: Text
    figure: Figure
    binding: bool = False


def rack_bars(ledger: Ledger, figures: Figures, rack: str) -> tuple[Bar, ...]:
    """The bars of a rack, in an order that is the same for all racks."""
    bars = tuple(_bars(ledger, figures, rack))
    most = max((bar.figure.value for bar in bars if bar.figure.value is not None), default=None)
    first = next((bar for bar in bars if most is not None and bar.figure.value == most), None)
    return tuple(Bar(bar.title, bar.figure, bar is first) for bar in bars)


def _bars(ledger: Ledger, figures: Figures, rack: str) -> Iterator[Bar]:
    at = ledger.rack_index[rack]

    def of(name: str) -> Bar:
        return Bar(DIMENSIONS[name].title, figures[name][at])

    yield of("space")
    for path, title in _PATHS:
        figure = on_path(ledger, rack, path)
        if figure is not None:
            yield Bar(title, figure)
        elif path is not None:
            why = "no file" if ledger.power is None else "no such path"
            yield Bar(title, Figure(None, why=why))
    for name in ("loss_a", "loss_b", "cooling", "heat", "weight", "ports", "outlets"):
        yield of(name)


def all_limits(room: Room, summary: Mapping[str, Any], rack: str) -> list[Mapping[str, Any]]:
    """Every limit of a rack and of its PDUs as the contract tells them, tightest first."""
    own = {rack, *(node.name for node in room.power if node.rack == rack)}
    return [one for one in summary["limits"] if one["limit"].partition(" ")[2].partition(":")[0] in own]
