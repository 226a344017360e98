"""What rules, limits, losses and attributes are called in letters: plain Indonesian for who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflow.letters.indonesian import amount, number

#: rule -> what is wrong where it is broken, for the agency; {where} is "rak" or "host".
RULES: Mapping[str, str] = {
    "status": "{Where} belum atau tidak lagi digunakan",
    "zone": "Zona keamanan {where} berbeda dengan zona yang diminta",
    "dedicated": "{Where} dikhususkan bagi perangkat daerah lain",
    "standards": "Sistem operasi atau versinya tidak diperkenankan oleh standar yang berlaku",
    "space": "Tidak tersedia ruang kosong setinggi perangkat dalam satu bagian yang utuh",
    "keep_free": "Ruang cadangan yang wajib disisakan di {where} akan berkurang",
    "depth": "Perangkat lebih dalam daripada {where}",
    "weight": "Berat perangkat melampaui daya dukung {where} atau lantai",
    "heat": "Panas perangkat melampaui batas yang dapat dibuang dari {where}",
    "cords": "Tidak tersedia catu daya dari dua jalur yang tetap hidup pada setiap gangguan",
    "power": "Daya listrik tidak mencukupi, dalam keadaan normal atau pada saat gangguan",
    "outlets": "Tidak tersedia stopkontak pada unit distribusi daya {where}",
    "cooling": "Pendinginan tidak mencukupi apabila satu unit pendingin berhenti",
    "ports": "Port jaringan yang tersedia dalam jangkauan kabel tidak mencukupi",
    "hosting": "Kapasitas host atau klaster tidak mencukupi, atau tidak sesuai dengan sistem operasinya",
    "keep": "Ketentuan penempatan terpisah atau bersama dalam satu kelompok tidak terpenuhi",
}

_LIMITS: Mapping[str, str] = {
    "ups": "UPS",
    "pdu": "PDU",
    "panel": "Panel",
    "generator": "Genset",
    "utility": "Jaringan listrik",
    "rack_ats": "ATS rak",
    "ats": "ATS",
    "sts": "STS",
    "outlets": "Stopkontak",
    "weight": "Berat di rak",
    "heat": "Panas di rak",
    "cooling": "Pendinginan zona",
    "vcpu": "vCPU",
    "memory": "Memori",
    "disk": "Penyimpanan",
}

#: attribute of a request -> how a letter calls it, its unit, how a change of it is worded.
ATTRIBUTES: Mapping[str, tuple[str, str, str]] = {
    "power_w": ("Daya", "W", "daya perangkat paling besar {}"),
    "weight_kg": ("Berat", "kg", "berat perangkat paling besar {}"),
    "u_height": ("Tinggi", "U", "tinggi perangkat paling besar {}"),
    "depth_mm": ("Kedalaman", "mm", "kedalaman perangkat paling besar {}"),
    "vcpu": ("Prosesor", "vCPU", "kebutuhan prosesor paling besar {}"),
    "memory_mb": ("Memori", "MB", "kebutuhan memori paling besar {}"),
    "disk_gb": ("Penyimpanan", "GB", "kebutuhan penyimpanan paling besar {}"),
    "quantity": ("Jumlah", "unit", "jumlah yang dititipkan paling banyak {}"),
    "cords": ("Kabel daya", "kabel", "perangkat memakai {} daya saja"),
    "port_sides": ("Sisi jaringan", "sisi", "port jaringan dihubungkan ke {} jaringan saja"),
}


def limit_name(name: str) -> str:
    """``Pendinginan zona Z1 Z2`` for ``cooling Z1 Z2``; a name of another kind stays."""
    first, _, rest = name.partition(" ")
    if first == "ports" and "/" in rest:
        switch, _, port_type = rest.partition("/")
        return f"Port {port_type} pada {switch}"
    if rest.startswith("cluster "):
        rest = "klaster " + rest.removeprefix("cluster ")
    if first not in _LIMITS or not rest:
        return name
    word = _LIMITS[first]
    return rest if rest.casefold().startswith(word.casefold()) else f"{word} {rest}"


_THINGS: Mapping[str, str] = {
    "rack": "rak",
    "cooling unit": "unit pendingin",
    "device": "perangkat",
    "reservation": "reservasi",
}


def thing_name(why: str) -> str:
    """What a missing cell is about: ``rak B05`` for ``heat limit of rack B05``."""
    thing = why.partition(" of ")[2] or why
    if thing == "the request":
        return "permohonan"
    for kind, word in _THINGS.items():
        if thing.startswith(f"{kind} "):
            return f"{word} {thing.removeprefix(kind).strip()}"
    return thing


def scenario_name(scenario: str) -> str:
    """``bila UPS-A hilang`` for ``UPS-A lost``; a dash where losses do not matter."""
    if not scenario:
        return "–"
    if scenario == "nothing lost":
        return "keadaan normal"
    lost = scenario.removesuffix(" lost")
    if lost.endswith(" largest"):
        return f"bila {lost.removesuffix(' largest')} host terbesar padam"
    return f"bila {lost} padam"


def rule_words(rule: str, *, application: bool) -> str:
    """What is wrong where a rule is broken, e.g. ``Panas perangkat melampaui …``."""
    where = "host" if application else "rak"
    return RULES.get(rule, f"Ketentuan lain tidak terpenuhi: {rule}").format(
        where=where, Where=where.capitalize()
    )


def reason(told: Mapping[str, Any], *, application: bool) -> str:
    """A reason of the answer as one sentence: what is wrong, in how many racks, and what lacks the least.

    It names no rack, so that an agency learns nothing about what others have there.
    """
    said = rule_words(str(told["rule"]), application=application)
    more = []
    if told.get("racks"):
        more.append(f"pada {number(told['racks'])} {'host' if application else 'rak'}")
    if told.get("least_short") is not None and told.get("unit") != "items":
        more.append(f"kekurangan terkecil {amount(told['least_short'], told.get('unit'))}")
    return f"{said} ({'; '.join(more)})." if more else f"{said}."


def remedy(change: Mapping[str, Any], asked: Callable[[str], int | float | None]) -> str:
    """One entry of ``would_fit_if`` as part of a sentence, with what was `asked` for."""
    said = []
    for name, value in change.items():
        _, unit, text = ATTRIBUTES.get(name, (name, "", f"{name} {{}}"))
        told = text.format(amount(value, unit))
        was = asked(name)
        said.append(told if was is None else f"{told} (diajukan {amount(was, unit)})")
    return " dan ".join(said)
