"""What a check finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from capacity.limits.limit import Limit
from capacity.units import plain

MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or one oddity, of a room.

    Attributes
    ----------
    check
        Name of the check, e.g. ``overlap``.
    rule
        The contract's rule that is broken; "" for what breaks none.
    where
        The rack, node, limit or device.
    what, advice
        A sentence that says what is found, and one that says what to do.
    scenario, unit, capacity, used
        Of a limit that is exceeded; "" and None otherwise.
    names
        The devices, reservations or nodes concerned.
    """

    check: str
    rule: str
    where: str
    what: str
    advice: str
    scenario: str = ""
    unit: str = ""
    capacity: Fraction | None = None
    used: Fraction | None = None
    names: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """True where a rule is broken; False for a warning."""
        return bool(self.rule)


def exceeded(check: str, limit: Limit, what: str, advice: str) -> Finding:
    """The finding of a limit that carries more than its capacity; `what` says so in general."""
    capacity, used = Fraction(limit.capacity or 0, limit.scale), Fraction(limit.used, limit.scale)
    lost = limit.scenario if limit.scenario not in ("", "nothing lost") else ""
    when = f" with {lost}" if lost else ""
    unit = "" if limit.unit in ("ports", "outlets") else f" {limit.unit}"
    return Finding(
        check,
        limit.rule,
        limit.name,
        f"{what}{when}: {plain(used):,}{unit} of {plain(capacity):,}{unit}.",
        advice,
        limit.scenario,
        limit.unit,
        capacity,
        used,
    )


def some(names: Iterable[str]) -> str:
    """Names joined, the first few where there are many."""
    listed = list(names)
    if len(listed) <= MOST_NAMES:
        return ", ".join(listed[:-1]) + (" and " if len(listed) > 1 else "") + listed[-1]
    return f"{', '.join(listed[:MOST_NAMES])} and {len(listed) - MOST_NAMES} more"
