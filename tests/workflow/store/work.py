"""What the tests have people do: file requests, hold places, give them up; each in one unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from capacity.room import PortUse, Reservation
from tests.workflow.driving import REQUEST, facts, paper, sop
from tests.workflow.offices import AGENCY, ASKER, KABID, KASI
from workflow.calendar import Calendar, shipped_calendar
from workflow.case import Applied, apply, open_case
from workflow.commands import Close, Comment, File
from workflow.conflicts import HoldGone
from workflow.errors import Conflict
from workflow.kept import NewJob, Placed, news_of_case
from workflow.occupancy import hold
from workflow.ports import Store, UnitOfWork
from workflow.state import Case

NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ROOM = "ruang"
SWITCH = "SW1"
SFP = "10gbase-x-sfpp"


def room_files(racks: int = 40, height_u: int = 10, ports: int = 48, devices: str = "") -> dict[str, bytes]:
    """A room of equal racks R1, R2, ..., a switch in the first, and a host of 16 vcpu."""
    texts = {
        "racks.csv": "rack,row,u_height\n" + "".join(f"R{n},A,{height_u}\n" for n in range(1, racks + 1)),
        "ports.csv": f"switch,rack,serves,port_type,ports,used\n{SWITCH},R1,room,{SFP},{ports},0\n",
        "hosts.csv": "host,cluster,vcpu,memory_mb,disk_gb,vcpu_overcommit\nkvm-1,kvm,16,65536,2000,1\n",
        "policy.toml": 'version = "test"\n',
    }
    if devices:
        texts["devices.csv"] = "device,rack,position_u,face,u_height,depth\n" + devices
    return {name: text.encode() for name, text in texts.items()}


def furnish(store: Store, files: dict[str, bytes] | None = None) -> None:
    """A published procedure and a room."""
    with store.write() as unit:
        unit.office.publish(sop(), NOW, "kadek")
        unit.rooms.load(ROOM, files or room_files(), NOW, "kadek")
        unit.commit()


def place(
    name: str, rack: str = "R1", unit: int = 1, height_u: int = 1, ports: int = 0, depth: str = "full"
) -> Reservation:
    uses = (PortUse(SWITCH, SFP, ports),) if ports else ()
    return Reservation(
        name,
        request=name,
        rack=rack,
        position_hu=2 * unit,
        height_hu=2 * height_u,
        depth=depth,
        power_w=0,
        ports=uses,
    )


def keep(unit: UnitOfWork, seen: int, applied: Applied) -> Case:
    """What a handler does with what a command came to, but for the commit."""
    case = applied.case
    unit.cases.add(case) if seen == 0 else unit.cases.save(case, seen)
    unit.tasks.follow(case, _roles(case))
    for news in news_of_case(case.name, seen, applied.events):
        unit.log.tell(news)
    return case


def _roles(case: Case) -> Sequence[str]:
    step = sop().procedure.step(case.step.no) if case.step else None
    return step.actors if step else ()


def file(unit: UnitOfWork, name: str, at: datetime = NOW) -> Case:
    command = File(
        by=ASKER,
        at=at,
        case=name,
        agency=AGENCY,
        subject="Server aplikasi",
        request_sha256=REQUEST,
        papers=(paper("surat_permohonan"),),
    )
    return keep(unit, 0, open_case(command, sop(), facts()))


def remark(unit: UnitOfWork, case: Case, text: str, at: datetime = NOW) -> Case:
    command = Comment(by=KASI, at=at, version=case.version, text=text)
    return keep(unit, case.version, apply(case, command, sop(), facts()))


def approve(
    unit: UnitOfWork, name: str, held: Reservation, at: datetime = NOW, expires: datetime | None = NOW + DAY
) -> int:
    """Hold a place for a case, and say so in it."""
    case = unit.cases.get(name)
    if case.status != "open":
        raise Conflict("The case is closed.", name)
    unit.rooms.lock(ROOM)
    made = unit.occupancy.take(ROOM, hold(held, name, expires), at)
    remark(unit, case, f"hold {held.name}", at)
    unit.jobs.put(NewJob("mail", "held", {"case": name}, at, key=f"held:{held.name}"), at)
    return made


def release(unit: UnitOfWork, name: str, at: datetime = NOW) -> tuple[Placed, ...]:
    case = unit.cases.get(name)
    ended = unit.occupancy.release(name, at)
    remark(unit, case, "release", at)
    return ended


def withdraw(unit: UnitOfWork, name: str, at: datetime = NOW) -> tuple[Placed, ...]:
    case = unit.cases.get(name)
    ended = unit.occupancy.release(name, at)
    command = Close(by=KABID, at=at, version=case.version, ends="cancelled", reason="No need any more.")
    keep(unit, case.version, apply(case, command, sop(), facts()))
    return ended


def confirm(unit: UnitOfWork, name: str, at: datetime = NOW) -> int:
    """Make a hold firm; 0 if it is gone."""
    case = unit.cases.get(name)
    try:
        made = unit.occupancy.confirm(name, at)
    except HoldGone:
        return 0
    remark(unit, case, "confirm", at)
    return made


def fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def calendar() -> Calendar:
    return shipped_calendar()
