"""Places named on the command line: RACK:UNIT:FACE, and hosts."""

from __future__ import annotations

from api.options import bad_option
from capacity.reading.problems import quoted
from capacity.room import FACES
from workflow.papers import ItemPlace

ADVICE = "Write RACK:UNIT or RACK:UNIT:FACE, such as A03:17:front; units in steps of 0.5."


def rack_place(word: str, item: int, option: str) -> ItemPlace:
    """The place that RACK:UNIT[:FACE] says. Raises BadInput."""
    rack, _, rest = word.partition(":")
    unit, _, face = rest.partition(":")
    whole, dot, half = unit.partition(".")
    if not rack or not whole.isdecimal() or len(whole) > 6 or (dot and half not in ("0", "5")):
        raise bad_option(option, f"{quoted(word)} is no place.", ADVICE)
    if face and face not in FACES:
        raise bad_option(option, f"{quoted(face)} is no face.", "Say front or rear.")
    return ItemPlace(item, rack=rack, position_hu=2 * int(whole) + (half == "5"), face=face or None)
