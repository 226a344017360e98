"""Guessing is slowed down: per login and per address, twice as long after each failure, in the store.

A sign-in counts as failed before its password is looked at, and is taken back when it succeeds: so many at
once gain nothing, whichever process they reach. Logins are kept as hashes, since people type passwords there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil

from api.security.errors import TooManyAttempts
from workflow.accounts import Attempts
from workflow.ports import UnitOfWork

#: Failures older than this are forgotten.
FORGOTTEN_AFTER = timedelta(hours=24)
LOGIN, ADDRESS = "login", "address"


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many failures are free; then the pause doubles from `first` up to `longest`."""

    free_of_login: int = 5
    free_of_address: int = 30
    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=15)

    def pause(self, kind: str, failures: int) -> timedelta:
        """How long nobody is looked at after so many failures."""
        over = failures - (self.free_of_login if kind == LOGIN else self.free_of_address)
        if over < 0:
            return timedelta(0)
        # Beyond this the doubling has passed any sensible longest pause.
        doubled: timedelta = self.first * (1 << min(over, 20))
        return min(doubled, self.longest)


def keys(login: str, address: str) -> tuple[str, str]:
    """The keys of a sign-in: the login's, and that of the address (of a network, with IPv6)."""
    hashed = sha256(login.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{LOGIN}:{hashed}", f"{ADDRESS}:{_network(address)}"


def enter(unit: UnitOfWork, login: str, address: str, at: datetime, throttle: Throttle) -> None:
    """Count an attempt, to be committed before the password is looked at. Raises TooManyAttempts."""
    both = keys(login, address)
    kept = unit.accounts.attempts(both, at)
    open_at = max((one.open_at for one in kept.values() if not _forgotten(one, at)), default=at)
    if open_at > at:
        raise TooManyAttempts(ceil((open_at - at).total_seconds()))
    for key in both:
        one = kept.get(key)
        failures = 1 if one is None or _forgotten(one, at) else one.failures + 1
        pause = throttle.pause(key.partition(":")[0], failures)
        unit.accounts.put_attempts(Attempts(key, failures, at, at + pause))


def succeeded(unit: UnitOfWork, login: str, address: str, at: datetime) -> None:
    """Forget the login's failures, and take this attempt back from the address.

    Not more from the address: else whoever has one account could guess at all others between his sign-ins.
    """
    of_login, of_address = keys(login, address)
    unit.accounts.forget_attempts(of_login)
    one = unit.accounts.attempts((of_address,), at).get(of_address)
    if one is not None and one.failures > 1:
        unit.accounts.put_attempts(Attempts(of_address, one.failures - 1, one.last, one.last))
    else:
        unit.accounts.forget_attempts(of_address)


def forget_old_attempts(unit: UnitOfWork, at: datetime) -> int:
    """Drop failures that are forgotten; how many keys."""
    return unit.accounts.forget_attempts(before=at - FORGOTTEN_AFTER)


def _forgotten(one: Attempts, at: datetime) -> bool:
    return at >= one.last + FORGOTTEN_AFTER


def _network(address: str) -> str:
    """The address; of IPv6 the network of 64 bits, whose owner has all its addresses."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)
