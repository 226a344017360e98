"""What a letter is built from, looked up within one unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from capacity.reading.catalogue import Catalogue
from workflow.analysis import Frozen
from workflow.errors import NotAllowed
from workflow.handling.asked import Asked
from workflow.issued import IssuedLetter
from workflow.issuing.kinds import Material
from workflow.letters import Dossier, LetterOffice, Outside, RackDrawing, rack_drawings, verification
from workflow.ports import UnitOfWork
from workflow.roles import Acting
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Looks up what the letters of an office are built from."""

    unit: UnitOfWork
    office: LetterOffice
    catalogue: Catalogue

    def material(self, case: Case, paper: str, at: datetime) -> Material:
        """What a letter of a case is built from, with the posts as of the day of `at`."""
        unit = self.unit
        calendar = unit.office.calendar()
        zone = ZoneInfo(calendar.zone)
        asked = Asked(unit, case, self.catalogue)
        analysis = asked.frozen() if case.analysis else None
        dossier = Dossier(
            case=case,
            procedure=unit.office.procedure(case.procedure).procedure,
            offices=unit.office.offices(),
            office=self.office,
            on=at.astimezone(zone).date(),
            analysis=analysis,
            agency=self.office.agency(case.agency),
            zone=zone,
        )
        racks = self._racks(dossier, analysis) if paper == "analisis" and analysis else ()
        return Material(dossier, asked.request(), racks, self._numbers(case))

    def _racks(self, dossier: Dossier, analysis: Frozen) -> tuple[RackDrawing, ...]:
        """The racks of the first place, as they stood when it was found: the drawing stays the same."""
        state = analysis.room
        room = self.unit.rooms.then(state.name, state.number, analysis.at)
        return rack_drawings(room, analysis.request, dossier.findings.items, analysis.today)

    def _numbers(self, case: Case) -> dict[str, str]:
        """The number of each paper: of the letter that waits to be signed, else of the one handed in."""
        handed = {one.paper: one.file.number for one in case.papers if one.file and one.file.number}
        made = {one.paper: one.number for one in self.unit.letters.of_case(case.name) if one.open}
        return handed | made


def outside_of(letter: IssuedLetter, url: str, signer: Acting | None) -> Outside:
    """What a letter that is to be signed bears: number, date, link."""
    return Outside(
        dated=letter.dated,
        number=letter.number,
        signer=signer,
        verification=verification(url, letter.code),
        draft=False,
    )


def signer_of(dossier: Dossier, paper: str, person: str, letter: IssuedLetter) -> Acting:
    """A person in the role that signs a paper on the letter's date. Raises NotAllowed."""
    step = dossier.step_of(paper)
    roles = step.actors if step else ()
    acting = (one for role in roles for one in dossier.offices.acting(role, letter.dated))
    found = next((one for one in acting if one.person.id == person), None)
    if found is None:
        raise NotAllowed(f"{person} does not sign '{paper}' on {letter.dated}.", dossier.case.name)
    return found
