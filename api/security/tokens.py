"""API tokens: 256 random bits behind a readable beginning, of which only the SHA-256 is kept.

A plain hash is enough: there is nothing to guess in 256 random bits.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from api.security.access import SCOPES
from capacity.errors import BadInput, Problem
from workflow.accounts import ApiToken
from workflow.ports import UnitOfWork

LONGEST = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=1)
_TOKEN = re.compile(r"titip_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
_FILE = "token"


def issue_token(
    unit: UnitOfWork, person: str, name: str, scopes: tuple[str, ...], expires: datetime, at: datetime
) -> tuple[str, ApiToken]:
    """A new token as it is shown once, and as it is stored. Raises BadInput, NotStored without an account."""
    problems = [*_problems(name, scopes, expires, at)]
    if problems:
        raise BadInput(problems)
    unit.accounts.get(person)
    prefix = f"titip_{secrets.token_hex(4)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    stored = ApiToken(prefix, _hash(text), person, name.strip(), tuple(sorted(set(scopes))), at, expires)
    unit.accounts.add_token(stored)
    return text, stored


def find_token(unit: UnitOfWork, text: str, at: datetime) -> ApiToken | None:
    """The token, if it still counts at a moment; None for whatever else."""
    if not _TOKEN.fullmatch(text):
        return None
    found = unit.accounts.token(_hash(text))
    if found is None or at >= found.expires:
        return None
    account = unit.accounts.get(found.person)
    return None if account.disabled or found.created < account.changed_at else found


def worth_noting(token: ApiToken, at: datetime) -> bool:
    """True if the use of a token is to be written down, with `unit.accounts.used`."""
    return token.last_used is None or at >= token.last_used + NOTED_EVERY


def bearer(authorization: str) -> str | None:
    """The token of an Authorization header, or None if it bears none."""
    scheme, _, text = authorization.partition(" ")
    return text.strip() if scheme.lower() == "bearer" and text.strip() else None


def _problems(name: str, scopes: tuple[str, ...], expires: datetime, at: datetime) -> list[Problem]:
    found = []
    if not name.strip() or len(name) > 100:
        found.append(Problem(_FILE, None, "name", "It has no name.", "Say in 100 letters what it is for."))
    if not scopes or not set(scopes) <= set(SCOPES):
        problem = "It needs scopes, of those that there are."
        found.append(Problem(_FILE, None, "scopes", problem, f"Scopes: {', '.join(SCOPES)}."))
    if not at < expires <= at + LONGEST:
        problem = "It must expire, and not later than in a year."
        found.append(Problem(_FILE, None, "expires", problem, f"At most {LONGEST.days} days from now."))
    return found


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
