"""The floor plan: each rack at its place, with one figure of a dimension and the band that it falls into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from api.pages.floor_figures import Figure
from capacity.room import Rack, Room
from workflow.procedure import Text

SIZE, MARGIN = 54, 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A dimension to look at: what it is called, its unit, and where its five bands begin.

    From `steps` on a figure falls into the next band; with `fewer`, below them.
    """

    title: Text
    unit: str = "%"
    steps: tuple[int, int, int, int] = (50, 70, 85, 95)
    fewer: bool = False

    def band(self, value: float | None) -> int:
        """From 1 (much is left) to 5; 0 where the figure is not known."""
        if value is None:
            return 0
        return 1 + sum(value < step if self.fewer else value >= step for step in self.steps)

    @property
    def legend(self) -> tuple[tuple[int, str], ...]:
        """Band -> the figures that fall into it."""
        a, b, c, d = self.steps
        if self.fewer:
            told = (f"≥ {a}", f"{b} – < {a}", f"{c} – < {b}", f"{d} – < {c}", f"< {d}")
        else:
            told = (f"< {a}", f"{a} – < {b}", f"{b} – < {c}", f"{c} – < {d}", f"≥ {d}")
        return tuple((band, f"{words} {self.unit}") for band, words in enumerate(told, start=1))


#: What can be looked at, in the order of the switch.
DIMENSIONS: Mapping[str, Shown] = MappingProxyType(
    {
        "space": Shown(Text("Ruang terpakai", "Space used")),
        "run": Shown(Text("Ruang kosong terpanjang", "Longest free run"), "U", (10, 6, 3, 1), True),
        "power": Shown(Text("Daya PDU, keadaan normal", "PDU power, nothing lost")),
        "loss_a": Shown(Text("Setelah jalur A padam", "After loss of A")),
        "loss_b": Shown(Text("Setelah jalur B padam", "After loss of B")),
        "heat": Shown(Text("Panas", "Heat")),
        "cooling": Shown(Text("Pendinginan zona", "Cooling of the zone")),
        "weight": Shown(Text("Berat", "Weight")),
        "ports": Shown(Text("Port jaringan", "Switch ports")),
        "outlets": Shown(Text("Stopkontak PDU", "PDU outlets")),
        "stranded": Shown(Text("Ruang terdampar", "Stranded space"), "U", (1, 6, 12, 24)),
    }
)
#: What a dimension says, in a sentence below the plan.
HINTS: Mapping[str, Text] = MappingProxyType(
    {
        "space": Text(
            "Unit rak yang terpakai atau ditahan, dari semua unit yang tidak diblokir.",
            "Rack units that are taken or held, of all that are not blocked.",
        ),
        "run": Text(
            "Deret unit terpanjang yang kosong di kedua sisi.", "The longest run that is free on both faces."
        ),
        "power": Text(
            "PDU atau fasa rak yang paling penuh dalam keadaan normal.",
            "The fullest PDU or leg of the rack while nothing is lost.",
        ),
        "loss_a": Text(
            "Bagian paling penuh dari PDU rak sampai ke sumber, bila PDU jalur A rak ini padam.",
            "The fullest part from the rack's PDUs to the source when its PDUs on path A are dark.",
        ),
        "loss_b": Text(
            "Bagian paling penuh dari PDU rak sampai ke sumber, bila PDU jalur B rak ini padam.",
            "The fullest part from the rack's PDUs to the source when its PDUs on path B are dark.",
        ),
        "heat": Text(
            "Panas perangkat terhadap batas rak.", "Heat of the equipment against the rack's limit."
        ),
        "cooling": Text(
            "Zona pendingin rak setelah unit cadangan berhenti.",
            "The rack's cooling zone once the spare units have stopped.",
        ),
        "weight": Text(
            "Berat perangkat terhadap batas rak.", "Weight of the equipment against the rack's limit."
        ),
        "ports": Text(
            "Dari jenis port yang dibutuhkan server acuan, yang paling penuh dalam jangkauan kabel.",
            "Of the types of port that the reference server needs, the fullest within reach of a cable.",
        ),
        "outlets": Text(
            "PDU rak dengan stopkontak paling penuh.", "The PDU of the rack with the fewest left."
        ),
        "stranded": Text(
            "Unit kosong di rak yang tidak dapat ditempati server acuan.",
            "Free units in racks where the reference server fits nowhere.",
        ),
    }
)
#: Why a rack has no figure.
WHY: Mapping[str, Text] = MappingProxyType(
    {
        "unknown": Text("data kurang", "data is missing"),
        "no file": Text("data ruang ini tidak dimuat", "the room has no such list"),
        "no pdu": Text("rak tanpa PDU", "no PDU in the rack"),
        "one path": Text("rak hanya punya satu jalur", "the rack has one path only"),
        "no such path": Text("rak tanpa PDU di jalur ini", "the rack has no PDU on this path"),
        "all dark": Text("semua PDU rak ikut padam", "every PDU of the rack goes dark"),
        "not looked at": Text(
            "gangguan ini tidak disebut kebijakan", "the policy does not ask for this loss"
        ),
        "not in use": Text("rak belum atau tidak dipakai", "the rack is not in use"),
        "no unit": Text("tidak ada unit pendingin untuk zona ini", "no cooling unit serves the zone"),
        "no port": Text("tidak ada port yang mencapai rak", "no port reaches the rack"),
    }
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A rack on the plan: where, its figure, what is written on it, and its band."""

    rack: Rack
    x: float
    y: float
    figure: Figure
    written: str
    band: int


@dataclass(frozen=True, slots=True)
class Floor:
    """The plan. `placed`: drawn by the racks' coordinates; else row by row."""

    width: float
    height: float
    placed: bool
    spots: tuple[Spot, ...]


def floor(room: Room, figures: Sequence[Figure], shown: Shown, number: Callable[[float], str]) -> Floor:
    """The plan of a room with the figures of one dimension; `number` writes a figure for people."""
    places, placed = _places(room)
    written: dict[float, str] = {}
    spots = []
    for rack, figure in zip(room.racks, figures, strict=True):
        said = "?" if figure.why in ("", "unknown", "no file") else "–"
        if figure.value is not None:
            value = _rounded(figure.value, shown.unit)
            if value not in written:
                written[value] = number(value)
            said = f"{written[value]}{'%' if shown.unit == '%' else ' U'}"
        spots.append(Spot(rack, *places[rack.name], figure, said, shown.band(figure.value)))
    return Floor(
        width=max(spot.x for spot in spots) + SIZE + MARGIN,
        height=max(spot.y for spot in spots) + SIZE + MARGIN,
        placed=placed,
        spots=tuple(spots),
    )


def _rounded(value: float, unit: str) -> float:
    """Whole per cent, but never 100 while something is left, and more than 100 where it is."""
    if unit != "%":
        return value
    whole = round(value)
    if whole == 100 and value != 100:
        return 99 if value < 100 else 101
    return whole


def _places(room: Room) -> tuple[dict[str, tuple[float, float]], bool]:
    """Where racks are drawn: by their coordinates if all have some that do not collide, else row by row."""
    known = {rack.name: (rack.x_mm, rack.y_mm) for rack in room.racks}
    if all(x is not None and y is not None for x, y in known.values()):
        xs = sorted({x for x, _ in known.values() if x is not None})
        ys = sorted({y for _, y in known.values() if y is not None})
        cells = {(x, y) for x, y in known.values()}
        if len(cells) == len(known):
            at_x = _spread(xs)
            at_y = _spread(ys)
            return {
                name: (at_x[x], at_y[y]) for name, (x, y) in known.items() if x is not None and y is not None
            }, True
    rows: dict[str, int] = {}
    count: dict[str, int] = {}
    found = {}
    for rack in room.racks:
        row = rows.setdefault(rack.row, len(rows))
        count[rack.row] = count.get(rack.row, -1) + 1
        found[rack.name] = (MARGIN + count[rack.row] * (SIZE + 4.0), MARGIN + row * (SIZE + 24.0))
    return found, False


def _spread(values: list[int]) -> dict[int, float]:
    """Distances kept in order and roughly in proportion, so that no two boxes overlap."""
    found: dict[int, float] = {}
    at = float(MARGIN)
    for before, value in zip([None, *values], values, strict=False):
        if before is not None:
            at += max(SIZE + 4.0, min((value - before) * SIZE / 600, 3.0 * SIZE))
        found[value] = at
    return found
