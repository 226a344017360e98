"""titip case file: a request handed in, and its case begun."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from api.commands.case.acting import Sender, act_moment, catalogue_of, moment, office_zone, tell
from api.commands.case.papers import keep_papers
from api.commands.shell import content_of
from api.options import bad_option
from api.settings import read_settings
from api.store import open_store
from api.trust import desk_of
from capacity.errors import BadInput
from capacity.reading.problems import Problems
from placement.jsonfile import read_object
from workflow.commands import Channel
from workflow.handling import Filing

CHANNELS = ("online", "paper", "srikandi")


@dataclass(frozen=True, slots=True)
class Handed:
    """What stands on the front of a request; the fields of `Filing` as they were typed."""

    agency: str
    subject: str
    papers: tuple[str, ...]
    channel: str = "online"
    agenda: str = ""
    requester: str = ""
    since: str | None = None
    refers_to: str | None = None


def run_file(request: Path, handed: Handed, sender: Sender) -> int:
    """File the request of a JSON file, and print its case; 0."""
    if handed.channel not in CHANNELS:
        told = f"{handed.channel!r} is no way that a request comes in."
        raise bad_option("--channel", told, f"Say one of {', '.join(CHANNELS)}.")
    table = read_table(request)
    with open_store() as store:
        with store.read() as unit:
            zone = office_zone(unit)
            catalogue = catalogue_of(unit)
        desk = desk_of(read_settings(), store, catalogue)
        at = act_moment(sender.at, zone)
        filing = Filing(
            by=sender.person,
            at=at,
            agency=handed.agency,
            subject=handed.subject,
            request=table,
            papers=keep_papers(desk, at, handed.papers),
            channel=cast("Channel", handed.channel),
            agenda=handed.agenda,
            requester=handed.requester,
            complete_since=None if handed.since is None else moment(handed.since, zone, "--since"),
            refers_to=handed.refers_to,
        )
        done = desk.file(filing, sender.key)
        tell(store, done.case, at, as_json=sender.as_json)
    return 0


def read_table(path: Path) -> dict[str, object]:
    """The request object in a JSON file, its numbers as they were written. Raises BadInput."""
    problems = Problems()
    table = read_object(path.name, content_of(path), problems)
    if table is None or problems.listed():
        raise BadInput(problems.listed())
    return table
