"""Letters that were made to be signed, in their table, each with the code that it bears."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, insert, or_, select, update

from workflow.conflicts import AlreadyThere, NotStored
from workflow.issued import Counted, IssuedLetter
from workflow.store.session import Session
from workflow.store.tables.letters import letter
from workflow.store.tables.service import letter_code


class StoredLetters:
    """See `workflow.issued.IssuedLetters`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, one: IssuedLetter) -> None:
        """Keep a new one, and its code. Raises AlreadyThere."""
        code = {"code": one.code, "case_name": one.case, "paper": one.paper, "made_at": one.made_at}
        counted = one.counted
        number = {
            "register": counted and counted.register,
            "year": counted and counted.year,
            "count": counted and counted.count,
        }
        try:
            self._session.execute(insert(letter_code).values(**code))
            fixed = {"code": one.code, "made_by": one.made_by}
            self._session.execute(insert(letter).values(**fixed, **number, **_changing(one)))
        except AlreadyThere:
            raise AlreadyThere("That code or number is taken.", one.case) from None

    def save(self, one: IssuedLetter) -> None:
        """Keep what may change of one. Raises NotStored."""
        mine = update(letter).where(letter.c.code == one.code)
        if self._session.execute(mine.values(**_changing(one))).rowcount != 1:
            raise NotStored("No letter bears this code.", one.case)

    def get(self, code: str) -> IssuedLetter:
        """The letter that bears a code. Raises NotStored."""
        found = self._found(letter.c.code == code)
        if not found:
            raise NotStored("No letter bears this code.", "")
        return found[0]

    def of_case(self, case: str) -> tuple[IssuedLetter, ...]:
        """Those of a case, oldest first."""
        return self._found(letter_code.c.case_name == case)

    def with_file(self, sha256: str) -> tuple[IssuedLetter, ...]:
        """Those whose file it is, as handed in or as made."""
        return self._found(or_(letter.c.kept_sha256 == sha256, letter.c.made_sha256 == sha256))

    def of_register(self, register: str, year: int) -> tuple[IssuedLetter, ...]:
        """Those with a number of an own register, by number."""
        found = self._found(letter.c.register == register, letter.c.year == year)
        return tuple(sorted(found, key=lambda one: one.counted.count if one.counted else 0))

    def _found(self, *where: ColumnElement[bool]) -> tuple[IssuedLetter, ...]:
        found = (
            select(letter, letter_code.c.case_name, letter_code.c.paper, letter_code.c.made_at)
            .join(letter_code, letter_code.c.code == letter.c.code)
            .where(*where)
            .order_by(letter_code.c.made_at, letter.c.code)
        )
        return tuple(issued(row) for row in self._session.execute(found))


def _changing(one: IssuedLetter) -> dict[str, Any]:
    return {
        "number": one.number,
        "dated": one.dated,
        "made_sha256": one.made_sha256,
        "kept_sha256": one.kept_sha256,
        "as_made": one.as_made,
        "ended": one.ended,
    }


def issued(row: Row[Any]) -> IssuedLetter:
    """The letter of a row of `letter` with case, paper and moment of its code."""
    count = row._mapping["count"]  # a row has a method of that name
    return IssuedLetter(
        code=row.code,
        case=row.case_name,
        paper=row.paper,
        number=row.number,
        dated=row.dated,
        made_at=row.made_at,
        made_by=row.made_by,
        counted=None if count is None else Counted(row.register, row.year, count),
        made_sha256=row.made_sha256,
        kept_sha256=row.kept_sha256,
        as_made=row.as_made,
        ended=row.ended,
    )
