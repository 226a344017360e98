"""Accounts, sessions and API tokens as they are stored: hashes only, nothing that opens a door by itself.

An account belongs to a person of the office book (`workflow.roles.Person`). What the person may do follows
from the posts that he holds on the day, and is stored with neither account nor session.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Account:
    """A person's way in. `password_hash` is argon2id's own text.

    Sessions and tokens from before `changed_at` (login, password or `disabled` changed) count no more.
    """

    person: str
    login: str
    password_hash: str
    disabled: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session by the SHA-256 of its opaque id; it ends at `ends` however busy it is."""

    id_sha256: str
    person: str
    created: datetime
    last_seen: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token by the SHA-256 of its whole text; `prefix` is the readable beginning, by which it is named."""

    prefix: str
    sha256: str
    person: str
    name: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime
    last_used: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempts:
    """Sign-ins under one key (a login, an address) without success; none is looked at before `open_at`."""

    key: str
    failures: int
    last: datetime
    open_at: datetime


class Accounts(Protocol):
    """Who may sign in, open sessions, API tokens, and sign-ins that have failed."""

    def put(self, account: Account) -> None:
        """Keep an account in place of the person's earlier one. Raises AlreadyThere for another's login."""
        ...

    def get(self, person: str) -> Account:
        """A person's account; a writing unit keeps others from changing it. Raises NotStored."""
        ...

    def by_login(self, login: str) -> Account | None: ...

    def all(self) -> tuple[Account, ...]: ...

    def open_session(self, session: StoredSession) -> None: ...

    def session(self, id_sha256: str) -> StoredSession | None: ...

    def sessions(self, person: str) -> tuple[StoredSession, ...]: ...

    def seen(self, id_sha256: str, at: datetime) -> None:
        """Note that a session was used; one that was ended meanwhile stays so."""
        ...

    def end_session(self, id_sha256: str) -> bool: ...

    def end_sessions(self, person: str) -> int: ...

    def forget_sessions(self, idle_since: datetime, now: datetime) -> int:
        """Drop sessions that ended by `now` or were last used by `idle_since`; how many."""
        ...

    def add_token(self, token: ApiToken) -> None: ...

    def token(self, sha256: str) -> ApiToken | None: ...

    def tokens(self, person: str) -> tuple[ApiToken, ...]: ...

    def used(self, sha256: str, at: datetime) -> None: ...

    def revoke_token(self, person: str, prefix: str) -> bool: ...

    def revoke_tokens(self, person: str) -> int: ...

    def attempts(self, keys: Collection[str], at: datetime) -> dict[str, Attempts]:
        """What is kept of the keys, in a writing unit; others are kept from them until it ends."""
        ...

    def put_attempts(self, attempts: Attempts) -> None: ...

    def forget_attempts(self, *keys: str, before: datetime | None = None) -> int:
        """Drop what is kept of some keys, or of all that were last tried before a moment; how many."""
        ...
