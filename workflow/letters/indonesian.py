"""Dates, numbers and amounts as letters in Indonesian write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_UNITS = (*_DIGITS, "sepuluh", "sebelas")

#: What stands where a value is not known: never 0, never a blank that passes for one.
UNKNOWN = "belum diketahui"
#: What stands where something was not entered, such as the number of a letter that came in.
UNRECORDED = "belum dicatat"
#: What stands where a number or a date is still to be written.
DOTS = "........................"


def day(value: date | None) -> str:
    """``8 Juni 2026``; dots where the date is still to be written. A moment counts as its own day."""
    return DOTS if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """The name of the day of the week."""
    return WEEKDAYS[value.weekday()]


def spelled(value: int) -> str:
    """A whole number from 0 to 9999 in words, e.g. ``dua ribu dua puluh enam``. ValueError outside."""
    if not 0 <= value <= 9999:
        raise ValueError(f"{value} is not spelled out.")
    if value < 12:
        return _UNITS[value]
    if value < 20:
        return f"{_UNITS[value - 10]} belas"
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "")):
        many, rest = divmod(value, size)
        if many:
            head = one if many == 1 else f"{spelled(many)} {name}"
            return f"{head} {spelled(rest)}" if rest else head
    raise AssertionError(value)


def counted(value: int, what: str) -> str:
    """``2 (dua) berkas``; without the words from 10,000 on."""
    words = f" ({spelled(value)})" if 0 <= value <= 9999 else ""
    return f"{number(value)}{words} {what}"


def number(value: int | float) -> str:
    """``1.234,5``: points between thousands, a comma before decimals, at most three of these."""
    text = f"{Decimal(str(value)):,.3f}".rstrip("0").rstrip(".")
    return text.translate({ord(","): ".", ord("."): ","})


def percent(part: int | float, whole: int | float) -> str:
    """A share in whole percent, ``92%``: never 100 while something is left, never 100 when it is more."""
    share = part * 100 / whole
    return f"{number(int(share) if share <= 100 else int(-(-share // 1)))}%"


_WORDS = {"outlets": "stopkontak", "ports": "port", "cords": "kabel daya", "vcpu": "vCPU", "items": "unit"}


def amount(value: int | float | None, unit: str | None) -> str:
    """``31.131 W``; the word for what is not known without a value."""
    if value is None:
        return UNKNOWN
    return f"{number(value)} {unit_word(unit)}".rstrip()


def unit_word(unit: str | None) -> str:
    """The unit of a limit as Indonesian has it; W, kg, U and the like stay."""
    return _WORDS.get(unit or "", unit or "")
