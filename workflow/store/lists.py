"""Lists that people look through, as questions to the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Row,
    Select,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from workflow.accounts import ApiToken
from workflow.events import LettersSent
from workflow.kept import Entry, News
from workflow.lists import (
    CasesWanted,
    EntriesWanted,
    Found,
    JobLine,
    JobState,
    LetterFound,
    LettersWanted,
    PlacedFound,
    VersionFound,
)
from workflow.state import Case
from workflow.store import room_history
from workflow.store.accounts import api_token_of
from workflow.store.cases import read_case
from workflow.store.letters import issued
from workflow.store.session import Session
from workflow.store.tables.accounts import api_token, session
from workflow.store.tables.cases import case_file, event, stored_file
from workflow.store.tables.letters import letter
from workflow.store.tables.rooms import occupancy, room
from workflow.store.tables.service import letter_code
from workflow.store.tables.work import job

_CASES = {
    "name": case_file.c.name,
    "agency": case_file.c.agency,
    "subject": case_file.c.subject,
    "status": case_file.c.status,
    "step": case_file.c.step,
    "filed": case_file.c.filed_at,
    "due": case_file.c.due,
}
_LETTERS = {
    "made": letter_code.c.made_at,
    "number": letter.c.number,
    "dated": letter.c.dated,
    "case": letter_code.c.case_name,
    "agency": case_file.c.agency,
}


class StoredLists:
    """See `workflow.lists.Lists`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def cases(self, wanted: CasesWanted, offset: int = 0, limit: int = 25) -> Found[Case]:
        """Cases, filtered and sorted; those without a value come last."""
        where = self._of_cases(wanted)
        by = _CASES[wanted.order]
        order = (by.is_(None), by.desc() if wanted.descending else by.asc(), case_file.c.name)
        rows = select(case_file.c.body).where(where).order_by(*order)
        return self._page(rows, lambda row: read_case(row.body), offset, limit)

    def _of_cases(self, wanted: CasesWanted) -> ColumnElement[bool]:
        table = case_file.c
        where = [_has(words, table.name, table.agency, table.subject) for words in wanted.words]
        if wanted.agencies is not None:
            where.append(table.agency.in_(wanted.agencies))
        if wanted.status:
            where.append(table.status == wanted.status)
        if wanted.step:
            where.append(table.step == wanted.step)
        if wanted.filed_from is not None:
            where.append(table.filed_at >= wanted.filed_from)
        if wanted.filed_before is not None:
            where.append(table.filed_at < wanted.filed_before)
        if wanted.overdue_at is not None:
            where += [table.status == "open", table.due < wanted.overdue_at]
            where.append(self._inside("question", "at").is_(None))
        if wanted.room:
            placed = exists().where(
                occupancy.c.case_name == table.name,
                occupancy.c.room_id == room.c.id,
                room.c.name == wanted.room,
            )
            where.append(or_(self._inside("analysis", "room") == wanted.room, placed))
        return and_(true(), *where)

    def letters(self, wanted: LettersWanted, offset: int = 0, limit: int = 25) -> Found[LetterFound]:
        """Letters, filtered and sorted, with their cases."""
        newer, newer_code = letter.alias(), letter_code.alias()
        replaced = exists().where(
            newer.c.code == newer_code.c.code,
            newer_code.c.case_name == letter_code.c.case_name,
            newer_code.c.paper == letter_code.c.paper,
            newer.c.kept_sha256.is_not(None),
            or_(
                newer_code.c.made_at > letter_code.c.made_at,
                and_(newer_code.c.made_at == letter_code.c.made_at, newer.c.code > letter.c.code),
            ),
        )
        standings = {
            "void": letter.c.ended != "",
            "waiting": and_(letter.c.ended == "", letter.c.kept_sha256.is_(None)),
            "replaced": and_(letter.c.kept_sha256.is_not(None), replaced),
            "issued": and_(letter.c.kept_sha256.is_not(None), ~replaced),
        }
        table = letter_code.c
        where = [_has(one, letter.c.number, table.case_name, case_file.c.subject) for one in wanted.words]
        if wanted.agencies is not None:
            where.append(case_file.c.agency.in_(wanted.agencies))
        if wanted.case:
            where.append(table.case_name == wanted.case)
        if wanted.paper:
            where.append(table.paper == wanted.paper)
        if wanted.standing is not None:
            where.append(standings[wanted.standing])
        if wanted.dated_from is not None:
            where.append(letter.c.dated >= wanted.dated_from)
        if wanted.dated_until is not None:
            where.append(letter.c.dated <= wanted.dated_until)
        by = _LETTERS[wanted.order]
        rows = (
            select(
                letter,
                table.case_name,
                table.paper,
                table.made_at,
                case_file.c.body,
                replaced.label("is_replaced"),
            )
            .join(letter_code, table.code == letter.c.code)
            .join(case_file, case_file.c.name == table.case_name)
            .where(and_(true(), *where))
            .order_by(by.desc() if wanted.descending else by.asc(), table.made_at.desc(), letter.c.code)
        )
        return self._page(rows, _letter, offset, limit)

    def entries(self, wanted: EntriesWanted, offset: int = 0, limit: int = 50) -> Found[Entry]:
        """Entries of the audit log, the newest first."""
        table = event.c
        given = {"stream": wanted.stream, "name": wanted.name, "kind": wanted.kind, "by": wanted.by}
        where = [table[name] == value for name, value in given.items() if value]
        if wanted.since is not None:
            where.append(table.at >= wanted.since)
        if wanted.before is not None:
            where.append(table.at < wanted.before)
        rows = select(event).where(and_(true(), *where)).order_by(table.seq.desc())
        return self._page(rows, _entry, offset, limit)

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The streams of the audit log with the kinds of entries in each."""
        found = select(event.c.stream, event.c.kind).distinct().order_by(event.c.stream, event.c.kind)
        return tuple((row.stream, row.kind) for row in self._session.execute(found))

    def sendings(self, cases: Collection[str]) -> tuple[Entry, ...]:
        """The entries that tell which letters of these cases were sent."""
        of_cases = and_(event.c.stream == "case", event.c.name.in_(sorted(cases)))
        found = select(event).where(of_cases, event.c.kind == LettersSent.__name__).order_by(event.c.seq)
        return tuple(_entry(row) for row in self._session.execute(found)) if cases else ()

    def jobs(
        self, queue: str, state: JobState | None = None, offset: int = 0, limit: int = 50
    ) -> Found[JobLine]:
        """The jobs of a queue, the newest first."""
        where = [job.c.queue == queue] + ([] if state is None else [job.c.state == state])
        return self._page(select(job).where(*where).order_by(job.c.id.desc()), _job, offset, limit)

    def refused(self, since: datetime | None = None, before: datetime | None = None) -> tuple[Case, ...]:
        """Cases whose last analysis found no place, filed in that time, by name."""
        where = [self._inside("analysis", "result") == "does_not_fit"]
        if since is not None:
            where.append(case_file.c.filed_at >= since)
        if before is not None:
            where.append(case_file.c.filed_at < before)
        found = select(case_file.c.body).where(*where).order_by(case_file.c.name)
        return tuple(read_case(row.body) for row in self._session.execute(found))

    def versions(self, room: str, offset: int = 0, limit: int = 50) -> Found[VersionFound]:
        """The versions of a room, the newest first."""
        return room_history.versions(self._session, room, offset, limit)

    def placed(
        self, room: str, offset: int = 0, limit: int = 50, *, held: bool = False
    ) -> Found[PlacedFound]:
        """What Titip held and placed in a room, the newest first; or what it holds now."""
        return room_history.placed(self._session, room, offset, limit, held=held)

    def changed_at(self, room: str) -> datetime | None:
        """When a room changed last."""
        return room_history.changed_at(self._session, room)

    def contents(self, sha256: Collection[str]) -> dict[str, bytes]:
        """Files by their hash; those that are not there are left out."""
        wanted = stored_file.c.sha256.in_(sorted(sha256))
        found = select(stored_file.c.sha256, stored_file.c.content).where(wanted)
        return {row.sha256: bytes(row.content) for row in self._session.execute(found)} if sha256 else {}

    def sessions(self, at: datetime) -> dict[str, int]:
        """How many sessions of each person have not ended by a moment."""
        many = func.count().label("many")
        found = select(session.c.person, many).where(session.c.ends > at).group_by(session.c.person)
        return {row.person: int(row.many) for row in self._session.execute(found)}

    def tokens(self) -> tuple[ApiToken, ...]:
        """Everybody's API tokens, by person, the oldest first."""
        order = (api_token.c.person, api_token.c.created, api_token.c.prefix)
        return tuple(api_token_of(row) for row in self._session.execute(select(api_token).order_by(*order)))

    def _inside(self, *path: str) -> ColumnElement[Any]:
        """A text within the state of a case; what has its default value is not written, and is null."""
        body: Any = case_file.c.body
        plain = type_coerce(body, JSON) if self._session.sqlite else cast(body, JSON)
        found: ColumnElement[Any] = plain[path].as_string()
        return found

    def _page(self, rows: Select[Any], made: Any, offset: int, limit: int) -> Found[Any]:
        count = select(func.count()).select_from(rows.order_by(None).subquery())
        total = self._session.execute(count).scalar_one()
        shown: Iterable[Row[Any]] = self._session.execute(rows.offset(offset).limit(limit))
        return Found(tuple(made(row) for row in shown), int(total))


def _has(word: str, *columns: Any) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _letter(row: Row[Any]) -> LetterFound:
    one = issued(row)
    if one.ended:
        return LetterFound(one, read_case(row.body), "void")
    if one.kept_sha256 is None:
        return LetterFound(one, read_case(row.body), "waiting")
    return LetterFound(one, read_case(row.body), "replaced" if row.is_replaced else "issued")


def _entry(row: Row[Any]) -> Entry:
    news = News(row.stream, row.name, row.number, row.kind, row.at, row.by, row.body)
    return Entry(row.seq, news, row.previous, row.sha256)


def _job(row: Row[Any]) -> JobLine:
    return JobLine(
        id=row.id,
        queue=row.queue,
        kind=row.kind,
        key=row.key,
        body=json.loads(row.body),
        state=row.state,
        attempts=row.attempts,
        most_attempts=row.most_attempts,
        due=row.due,
        put_at=row.put_at,
        ended_at=row.ended_at,
        error=row.error or "",
    )
