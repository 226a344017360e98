"""A request as it is handed in: by an agency, or by a registrar on its behalf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.case import Applied, open_case
from workflow.commands import Channel, File
from workflow.conflicts import NotStored
from workflow.facts import Facts
from workflow.handling.facts import earlier, office_facts
from workflow.handling.papers import Verify, with_stored_papers
from workflow.papers import NewPaper
from workflow.ports import UnitOfWork
from workflow.procedure import Published

REGISTER = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What `File` says, with the request itself, a contract object, in place of its hash and the case's name.

    The name that the request gives itself is dropped: within Titip it goes by the case's name.
    """

    by: str
    at: datetime
    agency: str
    subject: str
    request: Mapping[str, object]
    papers: tuple[NewPaper, ...]
    channel: Channel = "online"
    agenda: str = ""
    requester: str = ""
    complete_since: datetime | None = None
    refers_to: str | None = None


def file(unit: UnitOfWork, filing: Filing, request: bytes, verify: Verify) -> tuple[Applied, Published]:
    """The new case, numbered in the register of the year, under the newest version of the procedure.

    `request` is its canonical text. Raises CaseError; NotStored where no procedure is published.
    """
    published = newest(unit)
    facts = office_facts(unit, published, filing.at)
    command = File(
        by=filing.by,
        at=filing.at,
        case=_next_name(unit, facts, filing.at),
        agency=filing.agency,
        subject=filing.subject,
        request_sha256=unit.files.put(request, filing.at).sha256,
        papers=filing.papers,
        channel=filing.channel,
        agenda=filing.agenda,
        requester=filing.requester,
        complete_since=filing.complete_since,
        refers_to=filing.refers_to,
    )
    told = replace(facts, earlier=earlier(unit, filing.refers_to))
    return open_case(with_stored_papers(unit, command, verify), published, told), published


def newest(unit: UnitOfWork) -> Published:
    """The version that new cases begin under. Raises NotStored."""
    versions = unit.office.procedures()
    if not versions:
        raise NotStored("No procedure is published; publish one first.", "procedure")
    return unit.office.procedure(versions[0])


def _next_name(unit: UnitOfWork, facts: Facts, at: datetime) -> str:
    year = facts.day(at).year
    return f"PS-{year}-{unit.office.next_number(REGISTER, year):04d}"
