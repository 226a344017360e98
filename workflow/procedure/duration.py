"""Times of a procedure as its sheet states them: "30 menit", "1 jam", "1 hari"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from capacity.reading.problems import Refused, quoted

Unit = Literal["menit", "jam", "hari"]
UNITS: tuple[Unit, ...] = ("menit", "jam", "hari")
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Duration:
    """So many minutes or hours of working time, or so many working days.

    ``hari`` is no number of hours: one day later means the same clock time on the next working
    day. What that is on a calendar is not decided here.
    """

    amount: int
    unit: Unit

    @classmethod
    def from_text(cls, text: str) -> Duration:
        """The time that a text such as "2 jam" states. Raises `Refused`."""
        amount, _, unit = text.partition(" ")
        if unit not in UNITS or not (amount.isascii() and amount.isdigit()):
            raise Refused(f"{quoted(text)} is no time.", "Write a number and menit, jam or hari: '30 menit'.")
        if not 1 <= int(amount[:8]) <= _MOST:
            raise Refused(f"{quoted(text)} is not between 1 and {_MOST}.", "State a time that can be kept.")
        return cls(int(amount), unit)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    @property
    def working_minutes(self) -> int | None:
        """Minutes of working time; None for days, which are counted on a calendar."""
        return {"menit": self.amount, "jam": 60 * self.amount}.get(self.unit)
