"""The office that sends letters, as data: its letterhead, its registers of numbers, its fonts."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass

from capacity.data import data_path
from capacity.errors import BadInput, Problem
from capacity.reading.plain_yaml import YamlRefused, documents
from capacity.reading.problems import Refused, bad_file, quoted
from workflow.plain import from_plain

LARGEST_OFFICE = 256 * 1024
#: What a pattern of numbers may name: code of the classification, number, unit, month in Roman figures, year.
FIELDS = ("code", "number", "unit", "month", "year")


@dataclass(frozen=True, slots=True)
class Register:
    """A register of numbers, counted from 1 each year without gaps, for the papers that it names.

    `pattern` is what a number looks like, e.g. ``{code}/{number}/{unit}/{year}``; `digits` pads the number
    with zeros. `code` is the code of the classification, where the pattern asks for it.
    """

    name: str
    papers: tuple[str, ...]
    pattern: str
    unit: str = ""
    code: str = ""
    digits: int = 1


@dataclass(frozen=True, slots=True)
class AgencyName:
    """What letters call an agency that the office knows by a short name."""

    agency: str
    name: str


@dataclass(frozen=True, slots=True)
class LetterOffice:
    """What the letters of an office have in common.

    `address` and `contact` are empty until the office fills them in; `crest` is its crest as SVG. `room` is
    what the letters call the data centre. `fonts` are families, the first that is there is taken; without,
    the one that comes along. `agencies` are the full names of agencies; one without goes by its short name.
    """

    name: str
    government: str
    office: str
    place: str
    room: str
    registers: tuple[Register, ...]
    address: str = ""
    contact: str = ""
    crest: str = ""
    fonts: tuple[str, ...] = ()
    agencies: tuple[AgencyName, ...] = ()

    @property
    def unfilled(self) -> tuple[str, ...]:
        """What the office still has to fill in before a letter may leave it: keys of its file."""
        return tuple(key for key in ("address", "contact") if not getattr(self, key))

    def agency(self, short: str) -> str:
        """The full name of an agency."""
        return next((one.name for one in self.agencies if one.agency == short), short)

    def register(self, paper: str) -> Register | None:
        """The register that numbers a paper; None where none does."""
        return next((one for one in self.registers if paper in one.papers), None)


def read_office(data: bytes, file: str = "letters.yaml") -> LetterOffice:
    """The office in the bytes of a YAML (or JSON) file. Raises BadInput with every problem."""
    try:
        found = documents(data, LARGEST_OFFICE)
    except YamlRefused as refused:
        raise bad_file(file, Refused(str(refused), "Correct the file.")) from refused
    if len(found) != 1:
        raise bad_file(file, Refused(f"It holds {len(found)} documents.", "Keep to one office a file."))
    office = from_plain(LetterOffice, found[0], file, tidy=True)
    if problems := tuple(_problems(office, file)):
        raise BadInput(problems)
    return office


def shipped_office(name: str = "denpasar") -> LetterOffice:
    """The office of that name that comes with Titip. Raises BadInput if there is none."""
    file = f"{name}.yaml"
    folder = data_path("letters")
    path = folder / file
    if not name.replace("-", "").isalnum() or not path.is_file():
        known = ", ".join(sorted(other.stem for other in folder.glob("*.yaml")))
        raise bad_file(file, Refused("There is no such office.", f"Those that come with Titip: {known}."))
    return read_office(path.read_bytes(), file)


def _problems(office: LetterOffice, file: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    names: set[str] = set()
    for place, one in enumerate(office.registers, start=1):
        where = f"registers[{place}]"
        if one.name in names:
            yield Problem(file, None, where, f"The name {quoted(one.name)} is taken.", "Give it another.")
        names.add(one.name)
        for paper in one.papers:
            if paper in seen:
                told = f"{quoted(paper)} is numbered by {quoted(seen[paper])} already."
                yield Problem(file, None, f"{where}.papers", told, "Keep it in one register.")
            seen[paper] = one.name
        if not 1 <= one.digits <= 6:
            yield Problem(file, None, f"{where}.digits", f"{one.digits} is out of range.", "1 to 6.")
        yield from (Problem(file, None, f"{where}.pattern", *told) for told in _of_pattern(one))
    if office.crest and not office.crest.lstrip().startswith(("<svg", "<?xml")):
        yield Problem(file, None, "crest", "It is no SVG drawing.", "Paste the text of an SVG file.")


def _of_pattern(one: Register) -> Iterator[tuple[str, str]]:
    try:
        parts = list(string.Formatter().parse(one.pattern))
    except ValueError:
        yield f"{quoted(one.pattern)} cannot be read.", "Write e.g. {number}/{unit}/{year}."
        return
    fields = [field for _, field, _, _ in parts if field is not None]
    if any(spec or conversion for _, _, spec, conversion in parts):
        yield f"{quoted(one.pattern)} holds a format.", "Write the names in braces alone."
    for unknown in sorted(set(fields) - set(FIELDS)):
        yield f"There is no field {quoted(unknown)}.", f"Fields: {', '.join(FIELDS)}."
    for needed in ("number", "year"):
        if needed not in fields:
            yield f"It lacks {{{needed}}}.", "Numbers are counted anew each year, so both must be there."
    for name, value in (("code", one.code), ("unit", one.unit)):
        if name in fields and not value:
            yield f"It asks for {{{name}}}, which is not given.", f"Add the key '{name}'."
