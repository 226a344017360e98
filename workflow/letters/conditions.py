"""The conditions of an answer in Indonesian; for the agency without the names of what others have there.

The answer states its conditions as sentences, of a kind for each place in the code that makes one. Here
each kind has its pattern. A sentence of no known kind is not lost: inside the office it is printed as it
is, outwards the letter says how many such notes the analysis holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from workflow.analysis import Assumption
from workflow.letters.indonesian import day, number
from workflow.letters.terms import ATTRIBUTES

_Say = Callable[[dict[str, str], bool], str]


def told_inside(conditions: Iterable[str]) -> tuple[str, ...]:
    """Every condition, with all names, for the office's own papers."""
    told, lopsided = _lopsided(conditions)
    found = dict.fromkeys(_told(each, outward=False) or each for each in told)
    for limit, legs in lopsided.items():
        pdus = ", ".join(f"{pdu} {value}" for pdu, value in legs)
        found[f"Beban antarfase PDU tidak seimbang, lebih dari {limit} menurut kebijakan ruang: {pdus}."] = (
            None
        )
    return tuple(found)


def told_outside(conditions: Iterable[str]) -> tuple[str, ...]:
    """Every condition as an agency may read it: devices and cases of others are counted, not named."""
    found: dict[str, None] = {}
    kept = 0
    told, lopsided = _lopsided(conditions)
    for each in told:
        said = _told(each, outward=True)
        if said:
            found[said] = None
        else:
            kept += 1
    for limit, legs in lopsided.items():
        many = number(len(legs))
        found[f"Beban antarfase {many} PDU tidak seimbang, lebih dari {limit} menurut kebijakan ruang."] = (
            None
        )
    if kept:
        found[f"Terdapat {number(kept)} catatan teknis lain yang tercantum dalam hasil analisis."] = None
    return tuple(found)


def assumed_inside(assumptions: Iterable[Assumption]) -> tuple[str, ...]:
    """What was assumed, with its reason, for the office's own papers."""
    return tuple(_assumed(one) for one in assumptions)


def assumed_outside(assumptions: Sequence[Assumption]) -> tuple[str, ...]:
    """What was assumed for the agency's own request; what was assumed of the room is counted."""
    own = tuple(_assumed(one) for one in assumptions if one.table == "request")
    more = len(assumptions) - len(own)
    if not more:
        return own
    return (
        *own,
        f"Terdapat {number(more)} anggapan mengenai data ruang yang tercantum dalam hasil analisis.",
    )


def _assumed(one: Assumption) -> str:
    what = "permohonan" if one.table == "request" else f"{one.name} ({one.table})"
    label, unit, _ = ATTRIBUTES.get(one.column, (one.column, "", ""))
    reason = one.reason.strip().rstrip(".")
    return f"{label} pada {what} belum diketahui dan diandaikan {one.value} {unit}".rstrip() + f": {reason}."


def _lopsided(conditions: Iterable[str]) -> tuple[list[str], dict[str, list[tuple[str, str]]]]:
    """The conditions but for those on legs out of balance, and these: by the policy's limit, PDU and value.

    A batch has two for each rack, which one sentence tells.
    """
    others: list[str] = []
    found: dict[str, list[tuple[str, str]]] = {}
    for each in conditions:
        if legs := _LEGS.fullmatch(each):
            limit = f"{_percent(legs['limit'])}%"
            found.setdefault(limit, []).append((legs["pdu"], f"{_percent(legs['value'])}%"))
        else:
            others.append(each)
    return others, found


def _told(condition: str, *, outward: bool) -> str | None:
    for pattern, say in _KINDS:
        if found := pattern.fullmatch(condition):
            return say(found.groupdict(), outward)
    return None


def _names(names: str, outward: bool, what: str) -> str:
    """The names; outwards how many there are, `what` being what they are."""
    if not outward:
        return names.replace(" and ", " dan ").replace(" more", " lainnya")
    listed, _, more = names.partition(" and ")
    many = len(listed.split(", ")) + (int(more.removesuffix(" more")) if more else 0)
    return f"{number(many)} {what}"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _percent(text: str) -> str:
    return number(float(text))


_UNCHECKED = {
    "power": "daya, kabel daya dan stopkontak",
    "cooling": "pendinginan",
    "ports": "port jaringan",
    "standards": "standar sistem operasi dan aplikasi",
}
_COLUMNS = {
    "max_load_kg": "Daya dukung",
    "max_heat_w": "Batas panas",
    "usable_depth_mm": "Kedalaman",
    "vcpu": "Prosesor",
    "memory_mb": "Memori",
    "disk_gb": "Penyimpanan",
}

_TEXTS: tuple[tuple[str, _Say], ...] = (
    (
        r"There is no (?P<file>power|cooling|ports|standards)\.csv: .*",
        lambda m, _: f"Data ruang tidak memuat {_UNCHECKED[m['file']]}, sehingga hal itu tidak diperiksa.",
    ),
    (
        r"(?P<product>.+) is not in the standard\.",
        lambda m, _: f"{m['product']} tidak tercantum dalam standar yang berlaku.",
    ),
    (
        r"(?P<product>.+) is forbidden by the standard\.",
        lambda m, _: f"{m['product']} tidak diperkenankan oleh standar yang berlaku.",
    ),
    (
        r"(?P<product>.+) is only tolerated by the standard\.",
        lambda m, _: (
            f"{m['product']} hanya diperkenankan untuk sementara oleh standar yang berlaku dan agar"
            " direncanakan penggantiannya."
        ),
    ),
    (
        r"Support of (?P<product>.+) may end before (?P<until>[\d-]+): its date is not known\.",
        lambda m, _: (
            f"Masa dukungan {m['product']} mungkin berakhir sebelum {_day(m['until'])};"
            " tanggal berakhirnya belum diketahui."
        ),
    ),
    (
        r"Support of (?P<product>.+) ends on (?P<end>[\d-]+), before (?P<until>[\d-]+)\.",
        lambda m, _: (
            f"Masa dukungan {m['product']} berakhir pada {_day(m['end'])}, sebelum masa penitipan"
            f" berakhir pada {_day(m['until'])}; agar diperbarui sebelum tanggal tersebut."
        ),
    ),
    (
        r"Unknown draw taken as (?P<value>[\d.]+) W per U by policy for (?P<names>.+)\.",
        lambda m, out: (
            f"Daya yang belum diketahui diperhitungkan {_percent(m['value'])} W per U sesuai kebijakan"
            f" ruang untuk {_names(m['names'], out, 'perangkat yang telah terpasang')}."
        ),
    ),
    (
        r"Unknown weight taken as (?P<value>[\d.]+) kg per U by policy for (?P<names>.+)\.",
        lambda m, out: (
            f"Berat yang belum diketahui diperhitungkan {_percent(m['value'])} kg per U sesuai kebijakan"
            f" ruang untuk {_names(m['names'], out, 'perangkat yang telah terpasang')}."
        ),
    ),
    (
        r"Lapsed reservations do not count: (?P<names>.+)\.",
        lambda m, out: (
            "Reservasi yang telah lewat masa berlakunya tidak diperhitungkan:"
            f" {_names(m['names'], out, 'reservasi')}."
        ),
    ),
    (
        r"(?P<column>\w+) of (?P<what>host|rack) (?P<name>.+) is not known and is let pass by policy\.",
        lambda m, _: (
            f"{_COLUMNS.get(m['column'], m['column'])} {'rak' if m['what'] == 'rack' else 'host'}"
            f" {m['name']} belum diketahui dan sesuai kebijakan ruang tidak menjadi penghalang."
        ),
    ),
    (
        r"One cord only: the loss of (?P<lost>.+) switches it off\.",
        lambda m, _: (
            f"Perangkat hanya memiliki satu kabel daya: gangguan pada {_names(m['lost'], False, '')}"
            " akan memadamkannya."
        ),
    ),
    (r"One cord only\.", lambda m, _: "Perangkat hanya memiliki satu kabel daya."),
    (
        r"(?P<kg>[\d.]+) kg reach up to unit (?P<top>[\d.]+) of rack (?P<rack>.+): heavy equipment should"
        r" stay within the lowest (?P<below>[\d.]+) U\.",
        lambda m, _: (
            f"Perangkat seberat {_percent(m['kg'])} kg mencapai unit {_percent(m['top'])} rak {m['rack']};"
            f" perangkat berat sebaiknya berada dalam {_percent(m['below'])} U terbawah."
        ),
    ),
    (
        r"(?P<column>\w+) is for (?:servers|applications); the request is for an? \w+, so it was not used\.",
        lambda m, _: f"Isian {m['column']} tidak berlaku bagi permohonan ini dan tidak dipakai.",
    ),
    (
        r"(?P<model>.+) has (?P<many>\d+) supplies; the request is for (?P<cords>\d+) cords\.",
        lambda m, _: (
            f"{m['model']} memiliki {m['many']} catu daya; permohonan memakai {m['cords']} kabel daya."
        ),
    ),
    (
        r"'(?P<file>.+)' was not read\. .*",
        lambda m, out: "" if out else f"Berkas '{m['file']}' dalam data ruang tidak dibaca.",
    ),
    (
        r"(?P<file>\w+\.csv) row (?P<row>\d+) status: '(?P<status>.*)' is none of .*",
        lambda m, out: (
            ""
            if out
            else f"{m['file']} baris {m['row']}: status '{m['status']}' tidak dikenal, dihitung tidak aktif."
        ),
    ),
)
_LEGS = re.compile(
    r"Legs of (?P<pdu>.+) are (?P<value>[\d.]+) % out of balance \(policy: (?P<limit>[\d.]+) %\)\."
)
_KINDS = tuple((re.compile(pattern), say) for pattern, say in _TEXTS)
