"""The number, date and code of a letter: given when it is first made to be signed, and kept from then on."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflow.errors import BadValue, NotYet
from workflow.issued import Counted, IssuedLetter
from workflow.issuing.kinds import letter_of, made_now
from workflow.kept import News
from workflow.letters import LetterOffice, number_of
from workflow.letters.numbering import written
from workflow.plain import canonical
from workflow.ports import UnitOfWork
from workflow.state import Case

#: 22 letters and digits are 131 bits; no sign among them that a shell or an address would read otherwise.
CODE_LENGTH = 22
_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Wish:
    """A letter that somebody wants to be made: `number` and `dated` where they are given from outside."""

    paper: str
    by: str
    at: datetime
    number: str = ""
    dated: date | None = None


def reserve(unit: UnitOfWork, case: Case, office: LetterOffice, wish: Wish) -> IssuedLetter:
    """The letter that waits under that paper, or a new one with the next number, in this transaction.

    Raises NotYet where the open step does not make the paper, BadValue for a date that cannot be.
    """
    letter_of(wish.paper, case)
    procedure = unit.office.procedure(case.procedure).procedure
    if not made_now(wish.paper, case, procedure):
        told = f"'{wish.paper}' is not signed or made at this point of the case; look at its draft."
        raise NotYet(told, "papers_complete", case.name)
    _check_date(unit, case, wish)
    waiting = waiting_letter(unit, case, wish.paper)
    if waiting is None:
        return _new(unit, case, office, wish)
    if wish.number and " ".join(wish.number.split()) != waiting.number:
        return _instead(unit, case, office, wish, waiting, "another number was given")
    dated = wish.dated or waiting.dated
    if waiting.counted and dated.year != waiting.counted.year:
        return _instead(unit, case, office, wish, waiting, "dated in another year")
    return _dated(unit, office, waiting, dated)


def waiting_letter(unit: UnitOfWork, case: Case, paper: str) -> IssuedLetter | None:
    """The letter of a paper that was made and waits to be handed in."""
    return next((one for one in unit.letters.of_case(case.name) if one.paper == paper and one.open), None)


def _instead(
    unit: UnitOfWork, case: Case, office: LetterOffice, wish: Wish, old: IssuedLetter, why: str
) -> IssuedLetter:
    """A new letter in place of one whose number is given up, for a reason that is written down."""
    unit.letters.save(replace(old, ended=why))
    return _new(unit, case, office, wish)


def _new(unit: UnitOfWork, case: Case, office: LetterOffice, wish: Wish) -> IssuedLetter:
    dated = wish.dated or _today(unit, wish.at)
    counted: list[Counted] = []

    def next_number(register: str, year: int) -> int:
        counted.append(Counted(register, year, unit.office.next_number(register, year)))
        return counted[-1].count

    numbered = wish.number or office.register(wish.paper)
    letter = IssuedLetter(
        code="".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH)),
        case=case.name,
        paper=wish.paper,
        number=number_of(office, wish.paper, dated, next_number, wish.number) if numbered else "",
        dated=dated,
        made_at=wish.at,
        made_by=wish.by,
        counted=counted[0] if counted else None,
    )
    unit.letters.add(letter)
    body = canonical({"paper": letter.paper, "number": letter.number}).decode()
    unit.log.tell(News("case", case.name, None, "LetterMade", wish.at, wish.by, body))
    return letter


def _dated(unit: UnitOfWork, office: LetterOffice, letter: IssuedLetter, dated: date) -> IssuedLetter:
    """The letter with another date, which its number may show."""
    if dated == letter.dated:
        return letter
    register = office.register(letter.paper) if letter.counted else None
    number = written(register, letter.counted.count, dated) if register and letter.counted else letter.number
    again = replace(letter, dated=dated, number=number)
    unit.letters.save(again)
    return again


def _check_date(unit: UnitOfWork, case: Case, wish: Wish) -> None:
    if wish.dated is None:
        return
    first, today = _today(unit, case.filed_at), _today(unit, wish.at)
    if not first <= wish.dated <= today:
        raise BadValue(f"A letter of this case is dated from {first} to {today}.", case.name)


def _today(unit: UnitOfWork, at: datetime) -> date:
    return at.astimezone(ZoneInfo(unit.office.calendar().zone)).date()
