"""The frozen analysis as letters read it: what was asked, where it goes, what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from capacity.units import plain
from placement.request import Request
from workflow.analysis import Assumption, Frozen
from workflow.analysis.places import from_answer
from workflow.letters.conditions import assumed_inside, assumed_outside, told_inside, told_outside
from workflow.letters.indonesian import UNKNOWN, amount, counted, day, number, percent, unit_word
from workflow.letters.places import place_rows, place_table, place_words
from workflow.letters.remedies import OF_THE_REQUEST, hours, moves_searched, remedy_inside, remedy_outside
from workflow.letters.terms import ATTRIBUTES, limit_name, reason, remedy, rule_words, scenario_name
from workflow.letters.values import Table
from workflow.papers import ItemPlace

FITS, DOES_NOT_FIT = "fits", "does not fit"
#: So many reasons are told to the agency; the analysis holds all.
MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Findings:
    """An analysis: its `answer` (see `placement.answer.answer_json`) and the `request` as understood.

    `items` are the places that letters tell of, `holds` is what the verifier said of the first one.
    """

    request: Request
    answer: Mapping[str, Any]
    items: tuple[ItemPlace, ...] = ()
    room: str = ""
    assumptions: tuple[Assumption, ...] = ()
    holds: bool | None = None

    @classmethod
    def of(cls, frozen: Frozen) -> Findings:
        """The findings of a frozen analysis, at its first place."""
        return cls(
            frozen.request,
            frozen.answer,
            from_answer(frozen.answer.get("placement") or ()),
            frozen.room.name,
            frozen.assumptions,
            None if frozen.verdict is None else frozen.verdict.holds,
        )

    def at(self, items: tuple[ItemPlace, ...]) -> Findings:
        """The findings with another place, such as the one that was chosen."""
        return replace(self, items=items)

    @property
    def decision(self) -> str:
        """``fits``, ``does not fit`` or ``cannot decide``."""
        return str(self.answer["decision"])

    @property
    def fits(self) -> bool:
        return self.decision == FITS

    @property
    def application(self) -> bool:
        """True for an application, which goes to a host; a server goes into a rack."""
        return self.request.kind == "application"

    @property
    def what(self) -> str:
        """``server`` or ``aplikasi``."""
        return "aplikasi" if self.application else "server"

    @property
    def quantity(self) -> str:
        """How many, e.g. ``1 (satu) unit``."""
        return counted(self.request.quantity, "unit")

    @property
    def stay(self) -> str:
        """Until when it stays."""
        until = self.request.until
        return "tidak ditentukan" if until is None else f"sampai dengan {day(until)}"

    @property
    def place(self) -> str:
        """The place in a few words."""
        return place_words(self.items, self.request.height_hu)

    def place_rows(self) -> tuple[tuple[str, str], ...]:
        """The place of a single item as rows of label and value; empty for several, which take a table."""
        return place_rows(self.items[0], self.request.height_hu) if len(self.items) == 1 else ()

    def place_table(self) -> Table:
        """The places of all items."""
        return place_table(self.items, self.request.height_hu)

    def asked(self, attribute: str) -> int | float | None:
        """An attribute of the request by its contract name, in its unit; None where it is not known."""
        request = self.request
        if attribute == "weight_kg":
            return None if request.weight_g is None else plain(request.weight_g, 1000)
        if attribute == "u_height":
            return None if request.height_hu is None else plain(request.height_hu, 2)
        value: int | None = getattr(request, attribute, None)
        return value

    def spec_rows(self) -> tuple[tuple[str, str], ...]:
        """The specification as it was understood, as rows of label and value; what was assumed says so."""
        assumed = {one.column for one in self.assumptions if one.table == "request"}
        names = ("vcpu", "memory_mb", "disk_gb") if self.application else _OF_SERVERS
        rows = [("Jumlah", self.quantity)]
        for name in names:
            label, unit, _ = ATTRIBUTES[name]
            mark = " (diandaikan)" if name in assumed else ""
            rows.append((label, amount(self.asked(name), unit) + mark))
        request = self.request
        if not self.application:
            rows.append(("Kabel daya", number(request.cords)))
            rows.append(("Port jaringan", ", ".join(map(str, request.ports)) or "tidak diminta"))
        rows += [
            ("Sistem operasi", " ".join(filter(None, (request.os, request.os_version))) or UNKNOWN),
            ("Zona keamanan", request.security_zone or "tidak ditentukan"),
            ("Masa penitipan", self.stay),
        ]
        return tuple(rows)

    def limit_table(self) -> Table:
        """The limits before and after at the first place, tightest first and marked."""
        rows = []
        for limit in self.answer.get("limits") or ():
            capacity = limit["capacity"]
            rows.append(
                (
                    limit_name(str(limit["limit"])),
                    scenario_name(str(limit["scenario"])),
                    number(limit["before"]),
                    number(limit["after"]),
                    UNKNOWN if capacity is None else number(capacity),
                    unit_word(limit["unit"]),
                    percent(limit["after"], capacity) if capacity else "–",
                )
            )
        head = ("Batas", "Keadaan", "Sebelum", "Sesudah", "Kapasitas", "Satuan", "Terpakai")
        marked = (0,) if rows else ()
        return Table(head, tuple(rows), (9, 8, 5, 5, 6, 5, 5), right=(2, 3, 4, 6), marked=marked)

    def tightest(self) -> str:
        """The tightest limit as a sentence; "" without limits, or where its capacity is not known."""
        limits = self.answer.get("limits") or ()
        if not limits or not limits[0]["capacity"]:
            return ""
        first = limits[0]
        when = f" ({scenario_name(first['scenario'])})" if first["scenario"] else ""
        return (
            f"Batas yang paling ketat adalah {limit_name(str(first['limit']))}{when}:"
            f" terpakai {number(first['after'])} dari {amount(first['capacity'], first['unit'])}"
            f" ({percent(first['after'], first['capacity'])})."
        )

    def conditions(self, *, outward: bool) -> tuple[str, ...]:
        """The conditions; `outward`: as an agency may read them, with what was assumed for its request."""
        told: Sequence[str] = self.answer.get("conditions") or ()
        if outward:
            return (*assumed_outside(self.assumptions), *told_outside(told))
        return told_inside(told)

    def assumed(self) -> tuple[str, ...]:
        """What was assumed for missing data, a sentence each."""
        return assumed_inside(self.assumptions)

    def reasons(self) -> tuple[str, ...]:
        """Why it does not fit, most decisive first, for the agency."""
        told: Sequence[Mapping[str, Any]] = self.answer.get("reasons") or ()
        found = [reason(one, application=self.application) for one in told[:MOST_REASONS]]
        if len(told) > MOST_REASONS:
            found.append(f"{number(len(told) - MOST_REASONS)} sebab lain tercantum dalam hasil analisis.")
        return tuple(found)

    def reason_table(self) -> Table:
        """Every reason: what is wrong, in how many racks or hosts, and the least it lacks, for the office."""
        rows = []
        for one in self.answer.get("reasons") or ():
            short, nearest = one.get("least_short"), one.get("nearest")
            lacks = "–" if short is None else amount(short, one.get("unit"))
            if short is not None and nearest:
                lacks += f" ({nearest})"
            text = rule_words(str(one["rule"]), application=self.application)
            rows.append((text, number(one["racks"]), number(one["only_blocker"]), lacks))
        what = "Host" if self.application else "Rak"
        head = ("Sebab", f"{what} terkena", f"{what} terhalang hanya karenanya", "Kekurangan terkecil")
        return Table(head, tuple(rows), (12, 4, 5, 6), right=(1, 2))

    def lacking(self) -> tuple[str, ...]:
        """What of the agency's own request is not known, where that keeps it undecided.

        What is not known of the room is the office's matter, told as one sentence.
        """
        if self.decision in (FITS, DOES_NOT_FIT):
            return ()
        missing: Sequence[Mapping[str, Any]] = self.answer.get("missing") or ()
        own = [str(m["column"]) for m in missing if m.get("row") is None and m["column"] in ATTRIBUTES]
        found = [f"{ATTRIBUTES[name][0]} belum dinyatakan dalam permohonan." for name in own]
        if len(own) < len(missing):
            found.append("Sebagian data ruang yang diperlukan untuk menilai permohonan belum lengkap.")
        return tuple(dict.fromkeys(found))

    def remedies(self) -> tuple[str, ...]:
        """What the agency may ask less of to make it fit, each alone enough."""
        return tuple(remedy(one, self.asked) for one in self.answer.get("would_fit_if") or ())

    def works(self) -> tuple[str, ...]:
        """What the office may do to make it fit, as the agency may read it; the cheapest first."""
        told = (remedy_outside(one) for one in self._works())
        return tuple(dict.fromkeys(said for said in told if said))

    def work_table(self) -> Table:
        """The same for the office: every step by name, with its estimated price."""
        rows = tuple((remedy_inside(one, self.what), hours(one)) for one in self._works())
        return Table(("Upaya", "Perkiraan"), rows, (12, 4))

    def no_moves(self) -> str:
        """What is proved of moves where none help; "" where they do, or were not searched for."""
        return moves_searched(str(self.answer.get("moves_searched") or ""))

    def _works(self) -> tuple[Mapping[str, Any], ...]:
        told: Sequence[Mapping[str, Any]] = self.answer.get("remedies") or ()
        return tuple(one for one in told if one["kind"] not in OF_THE_REQUEST)


_OF_SERVERS = ("u_height", "depth_mm", "weight_kg", "power_w")
