"""Moments as whole microseconds since 1970 in UTC, and the moment at which a clock of a zone shows a time.

Arithmetic on these numbers is exact, and knows no summer time.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def to_instant(moment: dt.datetime) -> int:
    """Microseconds since 1970 of a moment with a time zone."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def to_moment(instant: int) -> dt.datetime:
    """The moment, in UTC."""
    return _EPOCH + dt.timedelta(microseconds=instant)


def instant_of_clock(clock: dt.datetime, zone: ZoneInfo) -> int:
    """When the clocks of a zone first show the date and time `clock`, which has no zone itself.

    If they skip it, when they do. Later times on the clock are never earlier moments.
    """
    first = clock.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    assert before is not None  # for the type checker: a zone of the database always has an offset
    assert after is not None
    if before < after:
        return _skip(to_instant(first.replace(fold=1)), to_instant(first), zone)
    return to_instant(first)


def _skip(low: int, high: int, zone: ZoneInfo) -> int:
    """The moment between two at which the zone's clocks are put forward."""
    offset = to_moment(low).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if to_moment(middle).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
