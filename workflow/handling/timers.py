"""Timers of a case: reminders, escalation, the expiry of its hold, the notice before its stay ends.

A timer is a job with a due time. When it fires the case is read again: what has moved meanwhile is set
anew, what is over does nothing. So a correction or an extension needs no timer to be found and removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from workflow.calendar import WorkingTime, working_time
from workflow.case.inbox import deciders, escalates_to, initials_missing
from workflow.deadlines import escalations, next_digest, reminders
from workflow.events import SYSTEM
from workflow.handling import mail
from workflow.handling.effects import LONGEST_PAUSE
from workflow.handling.facts import office_facts
from workflow.handling.lapsing import lapse
from workflow.kept import Job, NewJob, News
from workflow.plain import canonical
from workflow.ports import Store, UnitOfWork
from workflow.procedure import Published
from workflow.state import Case

QUEUE = "timers"
Handler = Callable[[Store, Job, datetime], None]


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody is to be told of the open step: those who decide it, or a superior in a role."""

    at: datetime
    occasion: str
    role: str | None = None


def set_for(unit: UnitOfWork, case: Case, published: Published, at: datetime) -> None:
    """Set the timers of a case as they follow from its state; those of what is over go."""
    calendar = unit.office.calendar()
    coming = [moment.at for moment in moments(case, published, working_time(calendar)) if moment.at > at]
    _set(unit, f"step:{case.name}", "remind", {"case": case.name}, min(coming, default=None), at)
    expires = case.hold_until if case.place == "held" else None
    if expires is not None and case.question is not None:
        expires = case.question.at + LONGEST_PAUSE
    room = case.choice.room if case.choice else ""
    _set(unit, f"hold:{case.name}", "lapse", {"room": room, "case": case.name}, expires, at)
    notice = _notice(unit, case, published, ZoneInfo(calendar.zone))
    _set(unit, f"stay:{case.name}", "stay", {"case": case.name}, notice, at)


def moments(case: Case, published: Published, time: WorkingTime) -> Iterator[Moment]:
    """When to tell whom of the open step: on arrival or at 80 %, when due, and then its superiors.

    None while the clock stands still.
    """
    step, row = case.step, published.procedure.step(case.step.no) if case.step else None
    if step is None or row is None or row.time is None or step.due is None or case.question is not None:
        return
    for reminder in reminders(time, step.since, row.time, step.due, step.pauses):
        if reminder.occasion != "arrival":  # whoever it arrives at is told by the arrival itself
            yield Moment(reminder.at, f"reminder-{reminder.occasion}")
    superiors = escalates_to(case, published.procedure)
    for role, moment in zip(superiors, escalations(time, step.due, len(superiors)), strict=True):
        yield Moment(moment, "overdue", role)


def remind(unit: UnitOfWork, case: Case, published: Published, at: datetime) -> None:
    """Put what is due of the open step into the outbox and the log, each once; set the next timer."""
    time = working_time(unit.office.calendar())
    facts = office_facts(unit, published, at)
    for moment in moments(case, published, time):
        if moment.at > at or case.step is None:
            continue
        if moment.role is None:
            to = [one.person.id for one in deciders(case, published.procedure, facts, at)]
        else:
            to = [one.person.id for one in facts.offices.acting(moment.role, facts.day(at))]
        key = f"{moment.occasion}:{case.name}:{case.step.visit}:{moment.role or ''}:{moment.at.isoformat()}"
        due = case.step.due.isoformat() if case.step.due else ""
        if to and mail.put(unit, case, moment.occasion, to, at, key=key, due=due):
            _log(unit, case, "Reminded", at, {"occasion": moment.occasion, "to": to, "step": case.step.no})
    set_for(unit, case, published, at)


def _log(unit: UnitOfWork, case: Case, kind: str, at: datetime, body: Mapping[str, Any]) -> None:
    unit.log.tell(News("case", case.name, None, kind, at, SYSTEM, canonical(body).decode()))


def _set(
    unit: UnitOfWork, key: str, kind: str, body: Mapping[str, Any], due: datetime | None, at: datetime
) -> None:
    if due is None:
        unit.jobs.disarm(key)
    else:
        unit.jobs.arm(NewJob(QUEUE, kind, body, due, key=key), at)


def _notice(unit: UnitOfWork, case: Case, published: Published, zone: ZoneInfo) -> datetime | None:
    """When to give notice that the stay will end; None without a stay, or without an end."""
    stay = published.procedure.stay
    if stay is None or case.stay not in ("awaited", "installed"):
        return None
    until = json.loads(unit.files.get(case.request_sha256)[1]).get("until")
    return None if not until else _midnight(date.fromisoformat(until) - timedelta(stay.notice_days), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _of_case(work: Callable[[UnitOfWork, Case, Published, datetime], None]) -> Handler:
    """A handler of a timer: read the case, do the work, end the job in the same transaction."""

    def handle(store: Store, job: Job, at: datetime) -> None:
        def once(unit: UnitOfWork) -> None:
            case = unit.cases.get(str(job.body["case"]))
            unit.jobs.done(job, at)
            work(unit, case, unit.office.procedure(case.procedure), at)
            unit.commit()

        store.run(once)

    return handle


def _lapse(unit: UnitOfWork, case: Case, published: Published, at: datetime) -> None:
    """Free what has expired; whoever decides is told, even if somebody who needed the room freed it first."""
    if case.place != "held" or case.choice is None:
        return
    lapse(unit, case.choice.room, at)
    gone = [one for one in unit.occupancy.of_case(case.name) if one.status == "lapsed"]
    for expired in sorted({one.row.expires for one in gone if one.row.expires is not None}):
        facts = office_facts(unit, published, at)
        to = [one.person.id for one in deciders(case, published.procedure, facts, at)]
        mail.put(unit, case, "lapsed", to, at, key=f"lapsed:{case.name}:{expired.isoformat()}")


def _stay(unit: UnitOfWork, case: Case, published: Published, at: datetime) -> None:
    stay = published.procedure.stay
    if stay is None or case.stay not in ("awaited", "installed"):
        return
    facts = office_facts(unit, published, at)
    officials = [one.person.id for role in stay.actors for one in facts.offices.acting(role, facts.day(at))]
    to = [*officials, *case.requesters]
    if mail.put(unit, case, "stay-ends", to, at, key=f"stay-ends:{case.name}"):
        _log(unit, case, "StayEndsSoon", at, {"to": to})


def digest(store: Store, job: Job, at: datetime) -> None:
    """Every morning of a working day: to each official, what waits for him; then the next one is set."""
    with store.read() as unit:
        waiting = _waiting(unit, at)
        day = at.astimezone(ZoneInfo(unit.office.calendar().zone)).date().isoformat()

    def once(unit: UnitOfWork) -> None:
        unit.jobs.done(job, at)
        for person, cases in sorted(waiting.items()):
            body = {"occasion": "digest", "to": [person], "cases": cases}
            unit.jobs.put(NewJob(mail.QUEUE, "message", body, at, key=f"digest:{person}:{day}"), at)
        set_digest(unit, at)
        unit.commit()

    store.run(once)


def _waiting(unit: UnitOfWork, at: datetime) -> dict[str, list[str]]:
    """The open cases by the person who may decide them, or whose initials they lack."""
    found: dict[str, list[str]] = {}
    for case in open_cases(unit):
        published = unit.office.procedure(case.procedure)
        facts = office_facts(unit, published, at)
        decide = deciders(case, published.procedure, facts, at)
        initial = initials_missing(case, published.procedure, facts, at)
        for person in {one.person.id for one in (*decide, *(acting for _, acting in initial))}:
            found.setdefault(person, []).append(case.name)
    return found


def open_cases(unit: UnitOfWork) -> Iterator[Case]:
    """Every open case, by name."""
    after: str | None = None
    while lines := unit.cases.register(status="open", after=after):
        for line in lines:
            yield unit.cases.get(line.name)
        after = lines[-1].name


def set_digest(unit: UnitOfWork, at: datetime) -> None:
    """Set the timer of the next daily digest; there is one for the office."""
    due = next_digest(working_time(unit.office.calendar()), at)
    unit.jobs.arm(NewJob(QUEUE, "digest", {}, due, key="digest"), at)


JOBS: Mapping[str, Handler] = MappingProxyType(
    {"remind": _of_case(remind), "lapse": _of_case(_lapse), "stay": _of_case(_stay), "digest": digest}
)
