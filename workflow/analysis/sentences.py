"""What the verifier does not accept, as sentences with amounts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from capacity.units import plain
from placement.answer import Answer
from placement.explain import Reason
from placement.verify import Unknown, Verdict, Violation

MOST = 12

# Rules that say yes or no; the place stands in front.
_YES_OR_NO = {
    "status": "is not active and takes nothing",
    "space": "is not free for it",
    "cords": "does not get the cords asked for, from its own PDUs and from both paths",
    "zone": "is not in the security zone asked for",
    "dedicated": "is kept for another agency",
    "hosting": "cannot run the OS, or is not in the network asked for",
    "standards": "does not meet the standard",
}


def reasons(verdict: Verdict) -> tuple[str, ...]:
    """Everything that the verifier holds against the items: broken rules first, then unknown ones.

    At most `MOST` are told, and how many more there are.
    """
    said = [*map(_broken, verdict.violations), *map(_unknown, verdict.unknown)]
    return some(dict.fromkeys(said))


def some(said: Iterable[str]) -> tuple[str, ...]:
    """The first `MOST` of what is said, and how many more there are."""
    listed = list(said)
    more = len(listed) - MOST
    return (*listed[:MOST], f"and {more} more") if more > 0 else tuple(listed)


def _broken(found: Violation) -> str:
    if found.after is not None and found.capacity is not None:
        return _amount(found, Fraction(found.after), Fraction(found.capacity))
    if found.rule == "ports":
        return f"ports: {found.where}"
    if found.rule == "keep":  # e.g. "apart:rack PS-1"
        return f"{found.where.partition(' ')[0]} is not kept{_while(found)}"
    if found.rule == "cords" and found.scenario:
        return f"{found.where}: both cords would be dead with {found.scenario}"
    return f"{found.where} {_YES_OR_NO[found.rule]}"


def _amount(found: Violation, after: Fraction, capacity: Fraction) -> str:
    over = plain(after - capacity)
    unit, where = found.unit, found.where
    if found.rule == "cooling":
        return (
            f"{plain(after)} W of heat would not be cooled in {where}{_while(found)}, "
            f"{over} W more than today"
        )
    if found.rule == "keep_free":
        return f"{over} U too few would stay free in {where}"
    if found.rule == "depth":
        return f"{where} takes {plain(capacity)} mm of depth, and the server has {plain(after)} mm"
    if found.rule == "cords":
        return f"{where}: {plain(capacity)} cords are asked for and {plain(after)} are given"
    if found.rule in ("outlets", "ports"):
        return f"{where} has {plain(capacity)} {unit}, and {plain(after)} would be taken"
    return (
        f"{found.rule}: {where} would carry {plain(after)} {unit}{_while(found)} where it may carry "
        f"{plain(capacity)} {unit}, {over} {unit} too much"
    )


def _while(found: Violation) -> str:
    return f" with {found.scenario}" if found.scenario else ""


def _unknown(found: Unknown) -> str:
    row = f" row {found.line}" if found.line else ""
    cell = f"{found.file}{row}, {found.column}"
    return f"{found.rule} cannot be judged for {found.where}: {found.why} ({cell})"


def reasons_of(answer: Answer) -> tuple[str, ...]:
    """Why an answer names no place: the rules that exclude it, and what is not known."""
    said = [_reason(found) for found in answer.reasons]
    for cell in answer.missing:
        row = f" row {cell.row}" if cell.row else ""
        said.append(f"not known: {cell.why} ({cell.file}{row}, {cell.column})")
    return some(dict.fromkeys(said))


def _reason(found: Reason) -> str:
    if found.least_short is None:
        return found.rule
    return f"{found.rule} ({plain(found.least_short)} {found.unit} short)"
