"""Asking for a calculation, and stopping it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from capacity.errors import TitipError
from capacity.reading.catalogue import Catalogue
from workflow.computing.asked import Asked
from workflow.kept import NewJob
from workflow.ports import UnitOfWork
from workflow.serving import Computation

QUEUE = "compute"
MOST_OPEN = 100
MOST_OPEN_OF_PERSON = 5


class TooMany(TitipError):
    """Too many calculations wait, of a person or of all: try again later."""

    code = "too-many"


def ask(unit: UnitOfWork, question: Asked, person: str, catalogue: Catalogue, at: datetime) -> Computation:
    """Keep a question for a worker. The caller commits. Raises BadInput, NotStored, TooMany."""
    question.check(unit, catalogue)
    unit.rooms.version(question.room)
    if unit.computations.open() >= MOST_OPEN or unit.computations.open(person) >= MOST_OPEN_OF_PERSON:
        raise TooMany(
            f"{MOST_OPEN_OF_PERSON} calculations of a person may wait; cancel one, or wait.", person
        )
    asked = unit.files.put(question.text, at)
    id = f"{at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    one = Computation(id, question.kind, person, question.room, asked.sha256, at)
    unit.computations.add(one)
    unit.jobs.put(NewJob(QUEUE, "compute", {"id": id}, at, key=f"compute:{id}", most_attempts=2), at)
    return one


def cancel(unit: UnitOfWork, id: str, at: datetime) -> Computation:
    """Stop a calculation: one that waits never begins, one that runs ends soon; one that is over stays.

    The caller commits. Raises NotStored.
    """
    one = unit.computations.get(id)
    waiting = replace(one, state="cancelled", ended_at=at)
    if unit.computations.put(waiting, {"waiting"}):
        unit.jobs.disarm(f"compute:{id}")
        return waiting
    unit.computations.put(replace(one, state="cancelling"), {"running"})
    return unit.computations.get(id)
