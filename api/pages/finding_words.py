"""What is broken or odd in a room, in words of both languages, from the fields of a summary's finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from api.pages.rule_words import limit_words
from workflow.procedure import Text

_CHECKS: Mapping[str, Text] = MappingProxyType(
    {
        "overlap": Text("tercatat di unit yang sama", "are recorded in the same units"),
        "out-of-rack": Text("tercatat di luar rak", "is recorded outside of the rack"),
        "on-blocked-units": Text("tercatat di unit yang tertutup", "is recorded in blocked units"),
        "too-deep": Text("lebih dalam daripada rak", "is deeper than the rack"),
        "few-units-kept-free": Text(
            "unit kosong lebih sedikit daripada yang harus disisakan",
            "fewer units are free than must be kept",
        ),
        "heavy-high": Text("berat dan terpasang terlalu tinggi", "is heavy and stands too high"),
        "cords-die-together": Text(
            "semua kabel dayanya padam pada satu gangguan", "has cords that all die in one loss"
        ),
        "no-pair-of-pdus": Text(
            "tidak ada dua PDU yang salah satunya tetap hidup", "has no two PDUs of which one stays alive"
        ),
        "uneven-legs": Text("fasanya tidak seimbang", "has legs out of balance"),
        "in-rack-not-active": Text(
            "berdiri di rak yang tidak dipakai", "stands in a rack that is not in use"
        ),
        "host-in-rack-not-active": Text(
            "adalah host di rak yang tidak dipakai", "is a host in a rack that is not in use"
        ),
        "foreign-in-dedicated-rack": Text(
            "berdiri di rak yang khusus untuk OPD lain", "stands in a rack kept for another agency"
        ),
        "lapsed-reservation": Text("reservasinya sudah kedaluwarsa", "is a reservation that has lapsed"),
        "unloaded-nodes": Text("tidak dibebani pada keadaan apa pun", "carries no load in any case"),
        "exceeded": Text("melampaui batas", "is over its limit"),
        "cooling-exceeded": Text("panasnya tidak semua didinginkan", "has heat that is not cooled"),
    }
)
_PLACES = ((r"^rack (.+)$", "rak"), (r"^reservation (.+)$", "reservasi"), (r"^host (.+)$", "host"))
_MOST_NAMES = 5


def finding_words(finding: Mapping[str, Any]) -> Text:
    """What is found; where it is, is told by `place_words`."""
    check = str(finding["check"])
    found = _CHECKS.get(check)
    if found is None:
        found = _CHECKS["exceeded"] if check.endswith("-exceeded") else Text(check, check)
    names = [str(name) for name in finding["names"]]
    if not names:
        return found
    shown, rest = ", ".join(names[:_MOST_NAMES]), len(names) - _MOST_NAMES
    more = (f" dan {rest} lagi", f" and {rest} more") if rest > 0 else ("", "")
    return Text(f"{shown}{more[0]} {found.id}", f"{shown}{more[1]} {found.en}")


def place_words(finding: Mapping[str, Any]) -> Text:
    """Where it is found: a rack with its units, or the limit."""
    where = str(finding["where"])
    for pattern, word in _PLACES:
        if found := re.match(pattern, where):
            return Text(f"{word} {found[1].replace(', units ', ', unit ')}", where)
    return limit_words(where)
