"""The audit log: each entry carries the hash of the one before it. Tamper-evident, not tamper-proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, insert, select, update

from workflow.conflicts import StoreFault
from workflow.kept import NOTHING_BEFORE, ChainFault, Entry, Head, News, digest
from workflow.store.session import AT_ONCE, Session
from workflow.store.tables.cases import chain_head, event

_CHUNK = 2000


class ChainedLog:
    """See `workflow.ports.AuditLog`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: list[News] = []

    def tell(self, news: News) -> None:
        """Have it entered at the commit."""
        self._told.append(news)

    def write(self) -> None:
        """Enter what was told; the head stays locked until the transaction ends, so entries follow on."""
        if not self._told:
            return
        head = self._head(lock=True)
        rows = []
        seq, previous = head.seq, head.sha256
        for news in self._told:
            seq += 1
            sha256 = digest(seq, news, previous)
            rows.append({"seq": seq, "previous": previous, "sha256": sha256, **_columns(news)})
            previous = sha256
        self._session.execute(insert(event), rows)
        self._session.execute(update(chain_head).values(seq=seq, sha256=previous))
        self._told.clear()

    def of(self, stream: str, name: str) -> tuple[Entry, ...]:
        """The entries about one thing, oldest first."""
        found = select(event).where(event.c.stream == stream, event.c.name == name).order_by(event.c.seq)
        return tuple(self._entries(found))

    def of_several(self, stream: str, names: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """The entries about each of these things, oldest first, read at once."""
        wanted = tuple(names)
        told: dict[str, list[Entry]] = {name: [] for name in wanted}
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            found = (
                select(event).where(event.c.stream == stream, event.c.name.in_(some)).order_by(event.c.seq)
            )
            for entry in self._entries(found):
                told[entry.news.name].append(entry)
        return {name: tuple(entries) for name, entries in told.items()}

    def since(self, seq: int, limit: int = 1000) -> tuple[Entry, ...]:
        """The entries after a number."""
        found = select(event).where(event.c.seq > seq).order_by(event.c.seq).limit(limit)
        return tuple(self._entries(found))

    def head(self) -> Head:
        """The newest entry; number 0 without any."""
        return self._head()

    def fault(self, expected: Head | None = None) -> ChainFault | None:
        """The first entry that is missing, altered, or not where it was; None if all are as written."""
        seq, previous = 0, NOTHING_BEFORE
        while chunk := self.since(seq, _CHUNK):
            for entry in chunk:
                seq += 1
                if problem := _problem(entry, seq, previous):
                    return ChainFault(seq, problem)
                if expected and entry.seq == expected.seq and entry.sha256 != expected.sha256:
                    return ChainFault(
                        seq, "The log was written anew: its hash is not the one kept elsewhere."
                    )
                previous = entry.sha256
        try:
            head = self._head()
        except StoreFault as fault:
            return ChainFault(seq, fault.sentence)
        if expected and expected.seq > seq:
            return ChainFault(seq + 1, f"The log ends here, but entry {expected.seq} was there once.")
        if head.seq > seq:
            return ChainFault(seq + 1, f"The log ends here, but {head.seq} entries were written.")
        if head.seq < seq or head.sha256 != previous:
            return ChainFault(seq, "The head of the log names another entry as its newest.")
        return None

    def _head(self, *, lock: bool = False) -> Head:
        found = select(chain_head.c.seq, chain_head.c.sha256).where(chain_head.c.id == 1)
        row = self._session.execute(found.with_for_update() if lock else found).one_or_none()
        if row is None:
            raise StoreFault("The audit log has no head.", "audit log")
        return Head(row.seq, row.sha256)

    def _entries(self, found: Select[Any]) -> Iterator[Entry]:
        for row in self._session.execute(found):
            news = News(row.stream, row.name, row.number, row.kind, row.at, row.by, row.body)
            yield Entry(row.seq, news, row.previous, row.sha256)


def _columns(news: News) -> dict[str, object]:
    return {
        "stream": news.stream,
        "name": news.name,
        "number": news.number,
        "kind": news.kind,
        "at": news.at,
        "by": news.by,
        "body": news.body,
    }


def _problem(entry: Entry, seq: int, previous: str) -> str | None:
    if entry.seq != seq:
        return f"It is missing; the next entry there is {entry.seq}."
    if entry.previous != previous:
        return "It does not follow the entry before it."
    if entry.sha256 != digest(entry.seq, entry.news, entry.previous):
        return "It was altered: its content does not have the hash that it bears."
    return None
