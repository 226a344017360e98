"""The number of a letter: given by the national register, or the next one of the office's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from capacity.errors import TitipError
from workflow.letters.office import LetterOffice, Register

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST_NUMBER = 100


class NoRegister(TitipError):
    """No register of the office numbers such a paper, and no number was given."""

    code = "no-register"


def number_of(
    office: LetterOffice,
    paper: str,
    dated: date,
    next_number: Callable[[str, int], int],
    outside: str = "",
) -> str:
    """The number of a paper of that date.

    Parameters
    ----------
    next_number
        Takes the next number of a register in a year, within the transaction in which the letter is
        signed, so that none is lost. It is not asked where `outside` is given.
    outside
        The number that another register gave, as it stands.

    Raises
    ------
    NoRegister
        Where nobody gives one.
    """
    given = " ".join(outside.split())
    if given:
        if len(given) > LONGEST_NUMBER or not given.isprintable():
            raise NoRegister(f"A number has at most {LONGEST_NUMBER} printable characters.", paper)
        return given
    register = office.register(paper)
    if register is None:
        raise NoRegister(
            "No register of the office numbers this paper. Enter the number that it was given elsewhere,"
            " or add the paper to a register.",
            paper,
        )
    return written(register, next_number(register.name, dated.year), dated)


def written(register: Register, number: int, dated: date) -> str:
    """The number as the register writes it, e.g. ``004/DKIS/2026``."""
    return register.pattern.format(
        code=register.code,
        number=f"{number:0{register.digits}}",
        unit=register.unit,
        month=_ROMAN[dated.month - 1],
        year=dated.year,
    )
