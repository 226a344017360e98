"""Sessions kept by the server: the cookie is an opaque number of 256 bits, of which only a hash is stored.

A session says who somebody is and nothing else; what he may do is asked anew for every request. It ends
when it was not used for a while, when it is old, when its owner signs out, and when his account changes.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address

from workflow.accounts import StoredSession
from workflow.ports import UnitOfWork

# Noting every request would make every reader a writer.
NOTED_EVERY = timedelta(minutes=1)
_ID = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """How long a session may lie unused, and how long it lasts at most."""

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Cookie:
    """The cookie's name and attributes. `secure` is False in the mode for loopback only: see `cookie_for`."""

    secure: bool = True

    @property
    def name(self) -> str:
        """`__Host-`: browsers take it over TLS only, for this host only, from this host only."""
        return "__Host-titip" if self.secure else "titip-loopback"

    def set(self, session_id: str, lasts: timedelta) -> str:
        """The value of a Set-Cookie header."""
        return f"{self.name}={session_id}; Max-Age={int(lasts.total_seconds())}{self._attributes}"

    def clear(self) -> str:
        """The Set-Cookie header that has the browser forget it."""
        return f"{self.name}=; Max-Age=0{self._attributes}"

    @property
    def _attributes(self) -> str:
        return f"; Path=/; HttpOnly; SameSite=Lax{'; Secure' if self.secure else ''}"


def cookie_for(scheme: str, host: str) -> Cookie:
    """The cookie for a service at an address; without TLS only on loopback, for trying it out.

    Raises ValueError for plain http on any other host: passwords and sessions would be read on the way.
    """
    if scheme == "https":
        return Cookie()
    if scheme == "http" and _loopback(host):
        return Cookie(secure=False)
    raise ValueError(f"without TLS, Titip serves on a loopback address only, not on {host!r}")


def open_session(
    unit: UnitOfWork, person: str, at: datetime, times: SessionTimes, replaces: str | None = None
) -> str:
    """A new session's id, for the cookie. `replaces` is the id that the browser came with: it ends.

    An id is never taken from the request, so nobody can be given one that somebody else knows.
    """
    if replaces is not None:
        close_session(unit, replaces)
    made = secrets.token_urlsafe(32)
    unit.accounts.open_session(StoredSession(_hash(made), person, at, at, at + times.longest))
    return made


def find_session(
    unit: UnitOfWork, session_id: str, at: datetime, times: SessionTimes
) -> StoredSession | None:
    """The session of an id, if it still counts at a moment; None for whatever else."""
    if not _ID.fullmatch(session_id):
        return None
    found = unit.accounts.session(_hash(session_id))
    if found is None or at >= found.ends or at >= found.last_seen + times.idle:
        return None
    account = unit.accounts.get(found.person)
    return None if account.disabled or found.created < account.changed_at else found


def worth_noting(session: StoredSession, at: datetime) -> bool:
    """True if the use of a session is to be written down, with `unit.accounts.seen`."""
    return at >= session.last_seen + NOTED_EVERY


def close_session(unit: UnitOfWork, session_id: str) -> bool:
    """Sign out; False if there was no such session."""
    return bool(_ID.fullmatch(session_id)) and unit.accounts.end_session(_hash(session_id))


def forget_old_sessions(unit: UnitOfWork, at: datetime, times: SessionTimes) -> int:
    """Drop the sessions that count no more; how many."""
    return unit.accounts.forget_sessions(at - times.idle, at)


def _hash(session_id: str) -> str:
    return sha256(session_id.encode()).hexdigest()


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
