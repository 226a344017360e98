"""Accounts, sessions, API tokens and failed sign-ins, in their tables."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Row, delete, or_, select, update

from workflow.accounts import Account, ApiToken, Attempts, StoredSession
from workflow.conflicts import NotStored
from workflow.store.session import Session
from workflow.store.tables.accounts import account, api_token, attempt, session


class StoredAccounts:
    """See `workflow.ports.Accounts`."""

    def __init__(self, opened: Session) -> None:
        self._session = opened

    def put(self, one: Account) -> None:
        """Keep an account in place of the person's earlier one. Raises AlreadyThere for another's login."""
        values = {
            "login": one.login,
            "password_hash": one.password_hash,
            "disabled": one.disabled,
            "changed_at": one.changed_at,
        }
        new = self._session.insert(account).values(person=one.person, **values)
        self._session.execute(new.on_conflict_do_update(index_elements=["person"], set_=values))

    def get(self, person: str) -> Account:
        """A person's account; a writing unit keeps others from changing it. Raises NotStored."""
        found = self._one(account.c.person == person)
        if found is None:
            raise NotStored("This person has no account.", person)
        return found

    def by_login(self, login: str) -> Account | None:
        """The account with a login, locked likewise; None if there is none."""
        return self._one(account.c.login == login)

    def all(self) -> tuple[Account, ...]:
        """All accounts, by person."""
        rows = self._session.execute(select(account).order_by(account.c.person))
        return tuple(_account(row) for row in rows)

    def open_session(self, one: StoredSession) -> None:
        """Keep a new session. Raises AlreadyThere."""
        values = {
            "id_sha256": one.id_sha256,
            "person": one.person,
            "created": one.created,
            "last_seen": one.last_seen,
            "ends": one.ends,
        }
        self._session.execute(session.insert().values(**values))

    def session(self, id_sha256: str) -> StoredSession | None:
        """A session by the hash of its id."""
        row = self._session.execute(select(session).where(session.c.id_sha256 == id_sha256)).one_or_none()
        return None if row is None else _session(row)

    def sessions(self, person: str) -> tuple[StoredSession, ...]:
        """A person's sessions, oldest first."""
        order = (session.c.created, session.c.id_sha256)
        rows = self._session.execute(select(session).where(session.c.person == person).order_by(*order))
        return tuple(_session(row) for row in rows)

    def seen(self, id_sha256: str, at: datetime) -> None:
        """Note that a session was used; one that was ended meanwhile stays so."""
        later = (session.c.id_sha256 == id_sha256, session.c.last_seen < at)
        self._session.execute(update(session).where(*later).values(last_seen=at))

    def end_session(self, id_sha256: str) -> bool:
        """End a session; False if there was none."""
        gone = self._session.execute(delete(session).where(session.c.id_sha256 == id_sha256))
        return gone.rowcount > 0

    def end_sessions(self, person: str) -> int:
        """End all sessions of a person; how many."""
        return self._session.execute(delete(session).where(session.c.person == person)).rowcount

    def forget_sessions(self, idle_since: datetime, now: datetime) -> int:
        """Drop sessions that ended by `now` or were last used by `idle_since`; how many."""
        over = or_(session.c.ends <= now, session.c.last_seen <= idle_since)
        return self._session.execute(delete(session).where(over)).rowcount

    def add_token(self, one: ApiToken) -> None:
        """Keep a new token. Raises AlreadyThere."""
        values = {
            "prefix": one.prefix,
            "sha256": one.sha256,
            "person": one.person,
            "name": one.name,
            "scopes": " ".join(one.scopes),
            "created": one.created,
            "expires": one.expires,
            "last_used": one.last_used,
        }
        self._session.execute(api_token.insert().values(**values))

    def token(self, sha256: str) -> ApiToken | None:
        """A token by the hash of its text."""
        row = self._session.execute(select(api_token).where(api_token.c.sha256 == sha256)).one_or_none()
        return None if row is None else api_token_of(row)

    def tokens(self, person: str) -> tuple[ApiToken, ...]:
        """A person's tokens, oldest first."""
        order = (api_token.c.created, api_token.c.prefix)
        rows = self._session.execute(select(api_token).where(api_token.c.person == person).order_by(*order))
        return tuple(api_token_of(row) for row in rows)

    def used(self, sha256: str, at: datetime) -> None:
        """Note that a token was used."""
        later = or_(api_token.c.last_used.is_(None), api_token.c.last_used < at)
        of_it = update(api_token).where(api_token.c.sha256 == sha256, later)
        self._session.execute(of_it.values(last_used=at))

    def revoke_token(self, person: str, prefix: str) -> bool:
        """Drop one of a person's tokens; False if he has none of that prefix."""
        where = (api_token.c.person == person, api_token.c.prefix == prefix)
        return self._session.execute(delete(api_token).where(*where)).rowcount > 0

    def revoke_tokens(self, person: str) -> int:
        """Drop all tokens of a person; how many."""
        return self._session.execute(delete(api_token).where(api_token.c.person == person)).rowcount

    def attempts(self, keys: Collection[str], at: datetime) -> dict[str, Attempts]:
        """What is kept of the keys; others are kept from them until the unit ends."""
        # A key's first attempt too has a row to wait at; all take them in the same order.
        for key in sorted(keys):
            new = self._session.insert(attempt).values(key=key, failures=0, last=at, open_at=at)
            self._session.execute(new.on_conflict_do_nothing())
        found = select(attempt).where(attempt.c.key.in_(keys)).order_by(attempt.c.key)
        rows = self._session.execute(found.with_for_update())
        return {row.key: Attempts(row.key, row.failures, row.last, row.open_at) for row in rows}

    def put_attempts(self, one: Attempts) -> None:
        """Keep the attempts under a key, in place of what was kept of it."""
        values = {"failures": one.failures, "last": one.last, "open_at": one.open_at}
        new = self._session.insert(attempt).values(key=one.key, **values)
        self._session.execute(new.on_conflict_do_update(index_elements=["key"], set_=values))

    def forget_attempts(self, *keys: str, before: datetime | None = None) -> int:
        """Drop what is kept of some keys, or of all that were last tried before a moment; how many."""
        over: ColumnElement[bool] = attempt.c.key.in_(keys)
        if before is not None:
            over = or_(over, attempt.c.last < before)
        return self._session.execute(delete(attempt).where(over)).rowcount

    def _one(self, where: ColumnElement[bool]) -> Account | None:
        found = select(account).where(where)
        if self._session.writes:
            found = found.with_for_update(key_share=True)
        row = self._session.execute(found).one_or_none()
        return None if row is None else _account(row)


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(row.person, row.login, row.password_hash, row.disabled, row.changed_at)


def _session(row: Row[tuple[object, ...]]) -> StoredSession:
    return StoredSession(row.id_sha256, row.person, row.created, row.last_seen, row.ends)


def api_token_of(row: Row[tuple[object, ...]]) -> ApiToken:
    """The token of a row."""
    return ApiToken(
        row.prefix,
        row.sha256,
        row.person,
        row.name,
        tuple(row.scopes.split()),
        row.created,
        row.expires,
        row.last_used,
    )
