"""The gate: signing in and out, and who a request is from."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.security.access import NOBODY, Subject, subject_of
from api.security.accounts import changed, is_login, login_of, tell
from api.security.errors import NotSignedIn, SignInFailed
from api.security.passwords import Passwords, check_strength
from api.security.sessions import SessionTimes, close_session, find_session, open_session
from api.security.sessions import worth_noting as session_worth_noting
from api.security.throttle import Throttle, enter, keys, succeeded
from api.security.tokens import bearer, find_token
from api.security.tokens import worth_noting as token_worth_noting
from workflow.accounts import Account
from workflow.facts import WITA
from workflow.ports import Store, UnitOfWork

_log = logging.getLogger("titip.sign_in")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in, and the id for the cookie; it is shown to nobody else."""

    person: str
    session_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything that signing in depends on. `zone` is the office's, for the day on which posts are held."""

    store: Store
    passwords: Passwords
    times: SessionTimes = field(default_factory=SessionTimes)
    throttle: Throttle = field(default_factory=Throttle)
    zone: ZoneInfo = WITA

    def sign_in(
        self, login: str, password: str, *, address: str, at: datetime, replaces: str | None = None
    ) -> SignedIn:
        """A new session for whoever knows the password; the one that the browser came with ends.

        Raises TooManyAttempts, SignInFailed, HashingBusy.
        """
        account = self._proved(login_of(login), password, address, at)
        renewed = self.passwords.hash(password) if self.passwords.outdated(account.password_hash) else None

        def opened(unit: UnitOfWork) -> SignedIn:
            now = self._same(unit, account)
            if renewed is not None:
                # The same password at today's cost: no reason to sign anybody out.
                unit.accounts.put(replace(now, password_hash=renewed))
            succeeded(unit, account.login, address, at)
            session_id = open_session(unit, account.person, at, self.times, replaces)
            tell(unit, "SignedIn", account.person, account.person, at)
            unit.commit()
            return SignedIn(account.person, session_id)

        return self.store.run(opened)

    def sign_out(self, session_id: str, at: datetime) -> None:
        """End a session; nothing if it has ended."""

        def closed(unit: UnitOfWork) -> None:
            found = find_session(unit, session_id, at, self.times)
            if close_session(unit, session_id) and found is not None:
                tell(unit, "SignedOut", found.person, found.person, at)
            unit.commit()

        self.store.run(closed)

    def sign_out_everywhere(self, person: str, *, by: str, at: datetime) -> int:
        """End all sessions of a person; how many there were."""

        def closed(unit: UnitOfWork) -> int:
            count = unit.accounts.end_sessions(person)
            tell(unit, "SignedOutEverywhere", person, by, at, sessions=count)
            unit.commit()
            return count

        return self.store.run(closed)

    def change_password(self, person: str, old: str, new: str, *, address: str, at: datetime) -> SignedIn:
        """The person's own change: every session and token ends, a new session begins.

        Raises TooManyAttempts, SignInFailed for a wrong old password, WeakPassword, HashingBusy.
        """
        with self.store.read() as unit:
            login = unit.accounts.get(person).login
        account = self._proved(login, old, address, at)
        check_strength(new, login)
        hashed = self.passwords.hash(new)

        def change(unit: UnitOfWork) -> SignedIn:
            now = self._same(unit, account)
            changed(unit, replace(now, password_hash=hashed, changed_at=at))
            succeeded(unit, login, address, at)
            session_id = open_session(unit, person, at, self.times)
            tell(unit, "PasswordChanged", person, person, at)
            unit.commit()
            return SignedIn(person, session_id)

        return self.store.run(change)

    def who(self, *, authorization: str | None, session_id: str | None, at: datetime) -> Subject:
        """Who a request is from: by its token, if it has one, else by its cookie; `NOBODY` without either.

        Raises NotSignedIn for an Authorization header that is no token, or one that counts no more: such a
        request is never taken for one of the cookie's. A cookie that counts no more is as none.
        """
        if authorization is not None:
            return self._by_token(authorization, at)
        return NOBODY if session_id is None else self._by_session(session_id, at)

    def _by_token(self, authorization: str, at: datetime) -> Subject:
        text = bearer(authorization)
        with self.store.read() as unit:
            token = None if text is None else find_token(unit, text, at)
            if token is None:
                raise NotSignedIn("The token is none, or counts no more.")
            subject = subject_of(unit.office.offices(), token.person, self._day(at), token.scopes)
        if token_worth_noting(token, at):
            sha256 = token.sha256
            self._note(lambda unit: unit.accounts.used(sha256, at))
        return subject

    def _by_session(self, session_id: str, at: datetime) -> Subject:
        with self.store.read() as unit:
            session = find_session(unit, session_id, at, self.times)
            if session is None:
                return NOBODY
            offices = unit.office.offices()
        if session_worth_noting(session, at):
            id_sha256 = session.id_sha256
            self._note(lambda unit: unit.accounts.seen(id_sha256, at))
        return subject_of(offices, session.person, self._day(at), session=session.id_sha256)

    def _proved(self, login: str, password: str, address: str, at: datetime) -> Account:
        """The account whose password this is. What is worked out is the same for logins that nobody has."""

        def counted(unit: UnitOfWork) -> None:
            enter(unit, login, address, at, self.throttle)
            unit.commit()

        self.store.run(counted)
        with self.store.read() as unit:
            account = unit.accounts.by_login(login) if is_login(login) else None
        right = self.passwords.verify(password, account.password_hash if account else None)
        if account is None or account.disabled or not right:
            # Neither what was typed as a login, which may be a password, nor whether anybody has it.
            _log.warning("a sign-in failed: %s", " ".join(keys(login, address)))
            raise SignInFailed("Login or password is wrong.")
        return account

    def _same(self, unit: UnitOfWork, account: Account) -> Account:
        """The account as it now stands, locked; it may have been changed while the password was looked at."""
        now = unit.accounts.get(account.person)
        if now.disabled or (now.login, now.changed_at) != (account.login, account.changed_at):
            raise SignInFailed("Login or password is wrong.")
        return now

    def _note(self, what: Callable[[UnitOfWork], None]) -> None:
        def noted(unit: UnitOfWork) -> None:
            what(unit)
            unit.commit()

        self.store.run(noted)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
