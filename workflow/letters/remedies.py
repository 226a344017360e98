"""What would make a refused request fit, in Indonesian: with names inside the office, without outwards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.letters.indonesian import day, number

#: Less of something, and fewer units: `would_fit_if` says these already.
OF_THE_REQUEST = ("less", "fewer")
_KEEP = {
    "apart:rack": "di rak terpisah",
    "apart:row": "di baris terpisah",
    "apart:power": "pada catu daya terpisah",
    "apart:cooling": "pada pendinginan terpisah",
    "together:rack": "di rak yang sama",
    "together:row": "di baris yang sama",
}
_NO_PLAN = re.compile(r"No plan of up to (?P<moves>\d+) moves makes it fit; searched: (?P<scope>.+)\.")
_WHOLE = re.compile(
    r"all (?P<racks>\d+) racks and (?P<devices>\d+) movable devices(?: \((?P<left>\d+) more, .+, left out\))?"
)


def remedy_inside(told: Mapping[str, Any], what: str) -> str:
    """A remedy of the answer as a sentence without its full stop, with every name; `what` is asked for."""
    changes: Sequence[Mapping[str, Any]] = told["changes"]
    match told["kind"]:
        case "move":
            then = "; lalu ".join(_move(one) for one in told["moves"])
            return f"{then[:1].upper()}{then[1:]}; setelah itu {what} ditempatkan di {_where(told)}"
        case "zone":
            return f"Tempatkan di zona keamanan {changes[0]['security_zone']}: {_where(told)}"
        case "split":
            rest = str(changes[0]["keep"])
            kept = f"tinggal {keep_words(rest)}" if rest else "tanpa ketentuan lain"
            return f"Lepaskan satu ketentuan terpisah atau bersama ({kept}): {_where(told)}"
        case "rating":
            raised = " dan ".join(
                f"{one['name']} menjadi {number(one['values']['rated_w'])} W" for one in changes
            )
            return f"Tingkatkan daya terpasang {raised}"
        case "pdu_pair":
            rows = changes[0]["rows"]
            pair = " dan ".join(f"{row['node']} (dicatu {row['fed_by']})" for row in rows)
            return f"Tambahkan sepasang PDU di rak {rows[0]['rack']}: {pair}"
        case "cooling":
            unit = changes[0]["rows"][0]
            watts = number(unit["capacity_w"])
            return f"Pasang unit pendingin {unit['unit']} sebesar {watts} W untuk zona {unit['zones']}"
        case "leaving":
            gone = _listed(changes[0]["names"])
            return f"Tunggu sampai {gone}, yang memang akan ditarik, tidak ada lagi"
        case "wait":
            until = day(date.fromisoformat(changes[0]["today"]))
            return f"Tunggu sampai setelah {until}: saat itu {_listed(changes[0]['lapsed'])} berakhir"
    return str(told["sentence"]).rstrip(".")


def remedy_outside(told: Mapping[str, Any]) -> str | None:
    """The same within a letter to the agency, which learns nothing of what others have; None: not told."""
    changes: Sequence[Mapping[str, Any]] = told["changes"]
    match told["kind"]:
        case "move":
            many = len({one["device"] for one in told["moves"]})
            return f"pemindahan {number(many)} perangkat lain yang sudah terpasang"
        case "zone":
            return f"penempatan di zona keamanan {changes[0]['security_zone']}"
        case "split":
            return "pelepasan satu ketentuan penempatan terpisah atau bersama"
        case "rating":
            return "peningkatan daya terpasang pada jalur catu daya"
        case "pdu_pair":
            return "penambahan sepasang unit distribusi daya di rak"
        case "cooling":
            return "penambahan unit pendingin"
        case "leaving":
            return "pengeluaran perangkat yang memang akan ditarik"
        case "wait":
            until = day(date.fromisoformat(changes[0]["today"]))
            return f"penantian sampai setelah {until}, saat penahanan tempat yang lain berakhir"
    return None


def moves_searched(told: str) -> str:
    """What is known where no moves help; "" where there is nothing to say."""
    if not told:
        return ""
    found = _NO_PLAN.fullmatch(told)
    if found is None:
        return "Tidak ditemukan rencana pemindahan yang cukup; pencarian tidak menyeluruh."
    whole = _WHOLE.fullmatch(found["scope"])
    proved = f"Rencana sampai {found['moves']} pemindahan terbukti tidak cukup"
    if whole is None:
        return f"{proved} di antara rak yang paling memungkinkan."
    left = f"; {whole['left']} perangkat lain tidak ikut dicari" if whole["left"] else ""
    return f"{proved} ({whole['racks']} rak dan {whole['devices']} perangkat yang dapat dipindahkan{left})."


def hours(told: Mapping[str, Any]) -> str:
    """What it costs, as an estimate: ``9 jam kerja``."""
    return f"{number(told['hours'])} jam kerja"


def keep_words(rules: str) -> str:
    """Keep rules in words: ``di rak terpisah`` for ``apart:rack``."""
    return ", ".join(_KEEP.get(rule, rule) for rule in rules.split())


def _move(one: Mapping[str, Any]) -> str:
    before, after = one["from"], one["to"]
    if all(before[key] == after[key] for key in ("rack", "position_u", "face")):
        return f"pindahkan kabel {one['device']} di {_place(before)} ke {' '.join(after['cords'])}"
    return f"pindahkan {one['device']} dari {_place(before)} ke {_place(after)}"


def _where(told: Mapping[str, Any]) -> str:
    return "; ".join(_place(one) for one in told["placement"][:3])


def _place(one: Mapping[str, Any]) -> str:
    if one.get("host"):
        return f"host {one['host']}"
    rear = ", belakang" if one["face"] == "rear" else ""
    return f"rak {one['rack']} unit {number(one['position_u'])}{rear}"


def _listed(names: Sequence[str]) -> str:
    """Up to three names, and how many more."""
    if len(names) > 3:
        return f"{', '.join(names[:3])} dan {number(len(names) - 3)} lainnya"
    return " dan ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
