"""People, posts and holdings; versions of procedures and calendars; registers of numbers."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select

from workflow.calendar import Calendar, fingerprint
from workflow.conflicts import NotStored
from workflow.plain import canonical, from_canonical
from workflow.procedure import Published, restore
from workflow.roles import Holding, Offices, Person, Post
from workflow.store.session import Session
from workflow.store.tables.office import calendar, holding, person, post, procedure, register


class StoredOffice:
    """See `workflow.ports.OfficeBook`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # Read once in a unit of work: most commands ask for both several times.
        self._offices: Offices | None = None
        self._calendar: Calendar | None = None

    def offices(self) -> Offices:
        """Everybody and every post that is known."""
        if self._offices is None:
            self._offices = self._all()
        return self._offices

    def _all(self) -> Offices:
        people = self._session.execute(select(person).order_by(person.c.id))
        posts = self._session.execute(select(post).order_by(post.c.id))
        order = (holding.c.post, holding.c.person, holding.c.start)
        holdings = self._session.execute(select(holding).order_by(*order))
        return Offices(
            tuple(Person(row.id, row.name, row.nip, row.rank, row.email) for row in people),
            tuple(Post(row.id, row.role, row.title, row.agency) for row in posts),
            tuple(
                Holding(row.post, row.person, row.start, row.end, row.kind, row.decree) for row in holdings
            ),
        )

    def put_person(self, one: Person) -> None:
        """Keep a person, in place of one of the same id."""
        self._offices = None
        values = {"name": one.name, "nip": one.nip, "rank": one.rank, "email": one.email}
        new = self._session.insert(person).values(id=one.id, **values)
        self._session.execute(new.on_conflict_do_update(index_elements=["id"], set_=values))

    def put_post(self, one: Post) -> None:
        """Keep a post, in place of one of the same id."""
        self._offices = None
        values = {"role": one.role, "title": one.title, "agency": one.agency}
        new = self._session.insert(post).values(id=one.id, **values)
        self._session.execute(new.on_conflict_do_update(index_elements=["id"], set_=values))

    def put_holding(self, one: Holding) -> None:
        """Keep a holding, in place of one of the same post, person and start."""
        self._offices = None
        values = {"end": one.end, "kind": one.kind, "decree": one.decree}
        new = self._session.insert(holding).values(
            post=one.post, person=one.person, start=one.start, **values
        )
        same = ["post", "person", "start"]
        self._session.execute(new.on_conflict_do_update(index_elements=same, set_=values))

    def publish(self, published: Published, at: datetime, by: str) -> None:
        """Keep a version of a procedure for good. The same one twice is kept once."""
        known = select(procedure.c.sha256).where(procedure.c.sha256 == published.sha256)
        if self._session.execute(known).first() is None:
            number = select(func.coalesce(func.max(procedure.c.number), 0) + 1).scalar_subquery()
            new = self._session.insert(procedure).values(
                sha256=published.sha256,
                number=number,
                text=published.text.decode(),
                published_at=at,
                published_by=by,
            )
            self._session.execute(new)

    def procedure(self, sha256: str) -> Published:
        """A version of a procedure. Raises NotStored, AlteredVersion."""
        text = self._session.execute(select(procedure.c.text).where(procedure.c.sha256 == sha256)).scalar()
        if text is None:
            raise NotStored("There is no such version of a procedure.", sha256[:12])
        return _procedure(text, sha256)

    def procedures(self) -> tuple[str, ...]:
        """The versions by their hash, newest first."""
        found = select(procedure.c.sha256).order_by(procedure.c.number.desc())
        return tuple(self._session.execute(found).scalars())

    def adopt(self, one: Calendar, at: datetime, by: str) -> str:
        """Put a calendar in force; its fingerprint."""
        self._calendar = None
        print_ = fingerprint(one)
        number = select(func.coalesce(func.max(calendar.c.number), 0) + 1).scalar_subquery()
        new = self._session.insert(calendar).values(
            number=number, sha256=print_, text=canonical(one).decode(), adopted_at=at, adopted_by=by
        )
        self._session.execute(new)
        return print_

    def calendar(self, sha256: str | None = None) -> Calendar:
        """A calendar; without a hash the one in force. Raises NotStored."""
        if sha256 is None and self._calendar is not None:
            return self._calendar
        found = select(calendar.c.text).order_by(calendar.c.number.desc()).limit(1)
        if sha256 is not None:
            found = found.where(calendar.c.sha256 == sha256)
        text = self._session.execute(found).scalar()
        if text is None:
            raise NotStored(
                "There is no such calendar." if sha256 else "No calendar is in force.", "calendar"
            )
        one = _read_calendar(text)
        if sha256 is None:
            self._calendar = one
        return one

    def next_number(self, name: str, year: int) -> int:
        """The next number of a register in a year; others wait for the end of this transaction."""
        new = self._session.insert(register).values(name=name, year=year, last=1)
        same = ["name", "year"]
        counted = new.on_conflict_do_update(index_elements=same, set_={"last": register.c.last + 1})
        return int(self._session.execute(counted.returning(register.c.last)).scalar_one())


# Neither ever changes under its text; reading one takes longer than most commands.
@lru_cache(maxsize=8)
def _read_calendar(text: str) -> Calendar:
    return from_canonical(Calendar, text, "calendar")


@lru_cache(maxsize=64)
def _procedure(text: str, sha256: str) -> Published:
    return restore(text.encode(), sha256)
