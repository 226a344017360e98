"""What the verifier finds: violations, unknowns, conditions, and the verdict they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

#: Rule names of the contract ("Settled points", Rule names), in the order answers list them.
RULES = (
    "status",
    "space",
    "keep_free",
    "depth",
    "weight",
    "heat",
    "power",
    "cords",
    "outlets",
    "cooling",
    "ports",
    "zone",
    "dedicated",
    "keep",
    "hosting",
    "standards",
)

Amount = int | Fraction


class Cell(NamedTuple):
    """The cell of an input file that has to be filled in; `line` None where none is meant."""

    file: str
    line: int | None
    column: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that the placements break.

    Attributes
    ----------
    rule
        One of `RULES`.
    where
        The limit or place, e.g. ``pdu R03-A``, ``pdu R03-A:L1``, ``rack R03``; for ports also what is wrong
        there, e.g. ``rack R03: sw-1/10gbase-t does not serve it``.
    scenario
        ``nothing lost`` or ``R03-B lost``; "" for rules that know no losses. A limit that is over
        in many losses is reported once, for the loss that leaves most on it.
    unit
        Unit of `capacity` and `after` ("W", "kg", "U", "ports", "vcpu", ...); "" without figures.
    capacity, after
        What the limit carries and what it would carry, exact; None for yes/no rules.
    items
        The placed items that charge it, as ``request/item``.
    """

    rule: str
    where: str
    scenario: str
    unit: str
    capacity: Amount | None
    after: Amount | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A rule that some value of what is not known would break.

    `file`, `line` (None: not a row) and `column` name the first cell to fill in, `why` says what
    is not known there. One per rule and `where`.
    """

    rule: str
    where: str
    items: tuple[str, ...]
    why: str
    file: str
    line: int | None
    column: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`holds` is True without a violation; unknown rules are listed and do not change it."""

    holds: bool
    violations: tuple[Violation, ...]
    unknown: tuple[Unknown, ...]
    conditions: tuple[str, ...]


def exact(numerator: int, denominator: int) -> Amount:
    """Return the quotient exactly: an int where it is whole, a Fraction otherwise."""
    value = Fraction(numerator, denominator)
    return value.numerator if value.denominator == 1 else value


class Findings:
    """Collects what the concerns report and puts it into one order."""

    def __init__(self) -> None:
        self._violations: list[Violation] = []
        self._unknown: list[Unknown] = []
        self._conditions: dict[str, None] = {}

    def violated(
        self,
        rule: str,
        where: str,
        items: Iterable[str],
        *,
        scenario: str = "",
        unit: str = "",
        capacity: Amount | None = None,
        after: Amount | None = None,
    ) -> None:
        self._violations.append(Violation(rule, where, scenario, unit, capacity, after, tuple(items)))

    def unknown(self, rule: str, where: str, items: Iterable[str], why: str, cell: Cell) -> None:
        self._unknown.append(Unknown(rule, where, tuple(items), why, cell.file, cell.line, cell.column))

    def condition(self, sentence: str) -> None:
        self._conditions[sentence] = None

    def verdict(self) -> Verdict:
        """Sum up; the order depends on what was found only, not on how it was looked for."""
        rank = {rule: number for number, rule in enumerate(RULES)}
        violations = sorted(self._violations, key=lambda v: (rank[v.rule], v.where, v.scenario, v.items))
        unknown = sorted(self._unknown, key=lambda u: (rank[u.rule], u.where, u.items))
        return Verdict(not violations, tuple(violations), tuple(unknown), tuple(self._conditions))
