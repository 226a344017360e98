"""Idempotency keys: the answer to a command is kept with its effect, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from workflow.conflicts import KeyReused, StoreFault
from workflow.store.session import Session
from workflow.store.tables.work import request_key


class StoredKeys:
    """See `workflow.ports.Keys`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._unanswered: set[tuple[str, str]] = set()

    def begin(self, subject: str, key: str, fingerprint: str, at: datetime) -> str | None:
        """None for a new key, else the answer that was given. Raises KeyReused.

        While another transaction works under the same key, this waits for its end.
        """
        new = self._session.insert(request_key).values(
            subject=subject, key=key, fingerprint=fingerprint, at=at
        )
        # Asked for what was inserted: not every driver counts the rows of such a statement.
        inserted = new.on_conflict_do_nothing().returning(request_key.c.key)
        if self._session.execute(inserted).first() is not None:
            self._unanswered.add((subject, key))
            return None
        where = (request_key.c.subject == subject, request_key.c.key == key)
        row = self._session.execute(select(request_key).where(*where)).one()
        if row.fingerprint != fingerprint:
            raise KeyReused("The key was used before, for something else.", key)
        answer: str = row.answer
        return answer

    def answer(self, subject: str, key: str, text: str) -> None:
        """Keep the answer to the command that `begin` was called for."""
        where = (request_key.c.subject == subject, request_key.c.key == key)
        self._session.execute(update(request_key).where(*where).values(answer=text))
        self._unanswered.discard((subject, key))

    def forget(self, before: datetime) -> int:
        """Drop the keys of commands before a moment; how many."""
        return self._session.execute(delete(request_key).where(request_key.c.at < before)).rowcount

    def check(self) -> None:
        """Refuse to commit an effect whose answer was not kept: its repetition would find nothing."""
        if self._unanswered:
            raise StoreFault("An idempotency key has no answer.", min(self._unanswered)[1])
