"""From the text of a cell to a value in base units, exactly, or a refusal with advice.

Numbers become integers: W, mm, g, half rack units, millionths. No value passes through a
float, so 0.1 kg is 100 g and 100.000 W is 100 W, while 100.0001 kg is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from capacity.reading import lists
from capacity.reading.dictionary import Column
from capacity.reading.problems import Refused, Suggestions, quoted

Parse = Callable[[str], object]

LONGEST_CELL = 10_000
# Sums over a large room must stay far below 2**53.
_MOST_DIGITS = 12
_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# C0 and C1 controls, line separators, direction marks, byte order marks and lone surrogates: none of them
# can be seen, and each can make a name read as another or disturb a terminal.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)

# Base units per written unit, and what the smallest step is called.
SCALES = {
    "whole": (1, "a whole number"),
    "metres": (1_000, "1 mm"),
    "kilograms": (1_000, "1 g"),
    "half_units": (2, "0.5 U"),
    "ratio": (1_000_000, "six decimals"),
}
NUMBERS = frozenset(SCALES) | {"position"}
LISTS = frozenset({"words", "units", "cords", "port_uses", "port_needs", "choices"})

# Beside the rails: no unit is taken. Positions are never negative, so the mark cannot be one.
ZERO_U = -1


def number(text: str, scale: int, step: str) -> int:
    """The number in base units, `scale` of which make one written unit.

    Raises `Refused` for anything but plain digits with a decimal point, for values finer than
    the base unit, and for more than twelve digits.
    """
    if len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit():
        return _bounded(int(text) * scale, text)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise _not_a_number(text)
    sign, whole, fraction = found[1], found[2].lstrip("0"), (found[3] or "").rstrip("0")
    if len(whole) > _MOST_DIGITS:
        raise _too_large(text)
    if scale == 2:
        fine, part = fraction not in ("", "5"), 1 if fraction else 0
    else:
        places = len(str(scale)) - 1
        fine = len(fraction) > places
        part = 0 if fine else int(fraction.ljust(places, "0") or "0")
    if fine:
        limit = "a whole number is needed" if scale == 1 else f"the finest step is {step}"
        raise Refused(f"{quoted(text)} is finer than can be kept: {limit}.", "Round the value.")
    value = _bounded(int(whole or "0") * scale + part, text)
    return -value if sign == "-" else value


def _bounded(value: int, text: str) -> int:
    if value >= 10**_MOST_DIGITS:
        raise _too_large(text)
    return value


def _too_large(text: str) -> Refused:
    return Refused(
        f"{quoted(text)} is too large: at most {_MOST_DIGITS} digits can be kept.", "Check the unit."
    )


def _not_a_number(text: str) -> Refused:
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        advice = "Write a decimal point, not a comma, and no thousands separator."
    elif re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", text):
        advice = "Write the number out, without an exponent."
    elif re.fullmatch(r"[0-9]+([ _'\u00a0\u202f][0-9]+)+", text):
        advice = "Write the digits without separators."
    else:
        advice = "Write digits, with a decimal point if needed; leave the cell empty if it is not known."
    return Refused(f"{quoted(text)} is not a number.", advice)


def _number_parser(column: Column) -> Callable[[str], int]:
    scale, step = SCALES[column.kind]
    unit = "" if column.unit in ("-", "count") else f" {column.unit}"
    if "|" in column.allowed:
        options = {int(option) for option in column.allowed.split("|")}
        low = high = None
    else:
        options = set()
        least, _, most = column.allowed.partition("..")
        low = number(least, scale, step) if least else None
        high = number(most, scale, step) if most else None
    told = column.allowed.replace("..", " to ") if high is not None else f"at least {low}"

    def parse(text: str) -> int:
        if text[0] in "+-" and low is not None and low >= 0:
            # -0 and +5 come from a mistake where nothing may be negative.
            number(text, scale, step)
            raise Refused(f"{quoted(text)} has a sign.", f"The value must be {told}{unit}, without a sign.")
        value = number(text, scale, step)
        if options and value not in options:
            listed = ", ".join(column.allowed.split("|"))
            raise Refused(f"{quoted(text)} is not one of {listed}.", f"Use one of {listed}.")
        if (low is not None and value < low) or (high is not None and value > high):
            raise Refused(f"{quoted(text)} is out of range.", f"The value must be {told}{unit}.")
        return value

    return parse


def _choice_parser(options: tuple[str, ...]) -> Callable[[str], str]:
    known = {option: option for option in options}
    suggestions = Suggestions(options)
    listed = ", ".join(options)

    def parse(text: str) -> str:
        try:
            return known[text]
        except KeyError:
            advice = suggestions.advice(text, f"Use one of {listed}.")
            raise Refused(f"{quoted(text)} is not one of {listed}.", advice) from None

    return parse


def _text(text: str) -> str:
    return text


def _word(text: str) -> str:
    if any(map(str.isspace, text)):
        raise Refused(
            f"{quoted(text)} has a blank in it.", "Lists are separated by blanks: use - or _ in this name."
        )
    return text


def _date(text: str) -> date:
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refused(f"{quoted(text)} is not a day of the calendar.", "Correct the date.") from None
    raise Refused(f"{quoted(text)} is not a date.", "Write it as YYYY-MM-DD, e.g. 2027-12-31.")


def _position_parser(column: Column) -> Callable[[str], int]:
    scale, step = SCALES["half_units"]

    def parse(text: str) -> int:
        if text == "0U":
            return ZERO_U
        if text[0] in "+-":
            number(text, scale, step)
            raise Refused(f"{quoted(text)} has a sign.", "Write the lowest unit taken, or 0U.")
        try:
            return number(text, scale, step)
        except Refused as refused:
            if text.casefold() == "0u":
                refused.advice = "Write 0U, with a capital U, for a device beside the rails."
            raise

    return parse


def parser(column: Column) -> Parse:
    """The function that turns a trimmed, non-empty cell of this column into its value.

    It raises `Refused`. Empty cells, unseen characters and over-long cells are the caller's business.
    """
    if column.kind in SCALES:
        return _number_parser(column)
    options = tuple(column.allowed.split("|"))
    if column.kind == "choice":
        return _choice_parser(options)
    if column.kind == "choices":
        return lists.each(_choice_parser(options), once=True)
    if column.kind == "yesno":
        answer = _choice_parser(options)
        return lambda text: answer(text) == "yes"
    if column.kind == "position":
        return _position_parser(column)
    return _PARSERS[column.kind]


_PARSERS: dict[str, Parse] = {
    "text": _text,
    "word": _word,
    "words": lists.each(_text),
    "date": _date,
    "port_type": lists.port_type,
    "units": lists.unit_ranges,
    "cords": lists.each(lists.cord),
    "port_uses": lists.each(lists.port_use),
    "port_needs": lists.each(lists.port_need),
}


def unseen(text: str) -> Refused | None:
    """The refusal of a cell that holds characters nobody can see or that is far too long."""
    if len(text) > LONGEST_CELL:
        return Refused(
            f"The cell has {len(text)} characters; at most {LONGEST_CELL} are read.", "Shorten it."
        )
    if UNSEEN.search(text):
        return Refused(
            f"{quoted(text)} holds a control character or an invisible mark.",
            "Remove line breaks, tabs and unprintable characters from the cell.",
        )
    return None
