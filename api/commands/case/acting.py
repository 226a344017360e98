"""A command to a case, sent from the shell: who, when, on which version; and what is told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from api.commands.shell import now, print_json
from api.options import bad_option
from api.render.case_json import plain_row
from api.settings import read_settings
from api.store import open_store
from api.trust import desk_of
from capacity.reading.catalogue import Catalogue, catalogue_with
from capacity.reading.dictionary import DEVICE_TYPES
from workflow.commands import Command
from workflow.errors import BadValue
from workflow.handling import Desk
from workflow.overview import Held, Looking, Row, held, row
from workflow.ports import Store, UnitOfWork
from workflow.state import Case

C = TypeVar("C", bound=Command)
# By as much may the clocks of two machines differ before an act counts as dated ahead.
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sender:
    """What every command to a case is told: the options of that name.

    `at` is a time as it was typed, None the clock's; `version` None: the case's newest one.
    """

    person: str
    at: str | None = None
    version: int | None = None
    key: str | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """A command on its way: the desk, the case as it was read, and the head of every command."""

    desk: Desk
    zone: ZoneInfo
    case: Case
    by: str
    at: datetime
    version: int
    key: str | None

    def make(self, kind: type[C], **fields: object) -> C:
        """A command of a kind, with its head filled in."""
        return kind(by=self.by, at=self.at, version=self.version, **fields)


def send(name: str, sender: Sender, make: Callable[[Sending], Command]) -> int:
    """Carry out the command that `make` builds, and tell how the case stands; 0."""
    with sending(name, sender) as ready:
        ready.desk.send(name, make(ready), ready.key)
        tell(ready.desk.store, name, ready.at, as_json=sender.as_json)
    return 0


@contextmanager
def sending(name: str, sender: Sender) -> Iterator[Sending]:
    """The case and the desk for one command. Raises NotStored, BadInput, BadValue."""
    if sender.key is not None and sender.version is None:
        told = "A command that may be sent again names the version that it is meant for."
        raise bad_option("--key", told, "Give --version as well.")
    with open_store() as store:
        with store.read() as unit:
            case = unit.cases.get(name)
            zone = office_zone(unit)
            at = act_moment(sender.at, zone)
            version = case.version if sender.version is None else sender.version
            if version == case.version:
                _not_before(unit, case, at)
            catalogue = catalogue_of(unit)
        yield Sending(
            desk_of(read_settings(), store, catalogue), zone, case, sender.person, at, version, sender.key
        )


def office_zone(unit: UnitOfWork) -> ZoneInfo:
    """Where the office is. Raises NotStored without a calendar."""
    return ZoneInfo(unit.office.calendar().zone)


def moment(text: str | None, zone: ZoneInfo, option: str = "--at") -> datetime:
    """The moment given as ISO text, in the office's zone if it names none; the clock's without a text."""
    if text is None:
        return now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        advice = "Write it as 2026-06-08T09:00, or with a zone as 2026-06-08T09:00+08:00."
        raise bad_option(option, f"{text!r} is no time.", advice) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def act_moment(text: str | None, zone: ZoneInfo) -> datetime:
    """The moment at which something is said to have been done; what is to come is refused.

    An act dated ahead would keep the case from everybody until then: nothing is done before what is done.
    """
    at = moment(text, zone)
    if at > now() + _CLOCKS_DIFFER:
        raise bad_option("--at", f"{text!r} is to come.", "Give when it was done, or leave it out for now.")
    return at


def catalogue_of(unit: UnitOfWork) -> Catalogue:
    """Titip's device types, and those of the room where there is one room only."""
    names = unit.rooms.names()
    own = unit.rooms.files(names[0]).get(DEVICE_TYPES) if len(names) == 1 else None
    return catalogue_with(own)


def tell(store: Store, name: str, at: datetime, *, as_json: bool) -> None:
    """Print how a case stands after a command."""
    shown, place, zone = standing(store, name, at)
    if as_json:
        print_json(plain_row(shown, place))
    else:
        from api.render.case import print_done

        print_done(shown, place, zone)


def standing(store: Store, name: str, at: datetime) -> tuple[Row, Held | None, ZoneInfo]:
    """A case as the register shows it, and its place."""
    with store.read() as unit:
        case = unit.cases.get(name)
        return row(Looking(unit, at), case), held(unit, case, at), office_zone(unit)


def _not_before(unit: UnitOfWork, case: Case, at: datetime) -> None:
    """A case goes on in time. Raises BadValue."""
    last = max(entry.news.at for entry in unit.log.of("case", case.name) if entry.news.number is not None)
    if at < last:
        told = last.astimezone(office_zone(unit)).isoformat(timespec="seconds")
        raise BadValue(f"The case has gone on until {told}; nothing happens to it before.", case.name)
