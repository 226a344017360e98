"""Processes that work on one store at random.

``python -m tests.workflow.store.clerks ADDRESS CLERKS COMMANDS SEED``: each clerk is a process of its own.
At the end a line of JSON tells how often each command came to what.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from tests.workflow.store import work
from workflow.conflicts import Busy
from workflow.errors import Conflict
from workflow.ports import UnitOfWork
from workflow.store import SqlStore
from workflow.store.engine import make_engine

CASES = 40
RACKS = 40
HEIGHT_U = 10


class Clerk:
    """Does one command after the other, on cases and racks of everybody's."""

    def __init__(self, store: SqlStore, seed: int) -> None:
        self.store = store
        self.rng = Random(seed)
        self.name = f"clerk-{seed}"
        self.done = 0
        self.tally: Counter[str] = Counter()
        self.commands: dict[str, tuple[int, Callable[[UnitOfWork], object]]] = {
            "hold": (10, self.hold),
            "release": (3, self.release),
            "lapse": (2, self.lapse),
            "extend": (2, self.extend),
            "confirm": (1, self.confirm),
            "file": (2, self.file),
            "withdraw": (1, self.withdraw),
            "work": (2, self.work),
            "reload": (1, self.reload),
        }

    def act(self) -> None:
        names = list(self.commands)
        (name,) = self.rng.choices(names, [self.commands[one][0] for one in names])
        command = self.commands[name][1]
        self.done += 1
        # A collision is tried again with the same choices.
        state = self.rng.getstate()

        def once(unit: UnitOfWork) -> object:
            self.rng.setstate(state)
            result = command(unit)
            unit.commit()
            return result

        try:
            self.store.run(once, attempts=20)
            self.tally[f"{name}: done"] += 1
        except Busy:
            raise  # nobody should have to give up
        except Conflict as conflict:
            self.tally[f"{name}: {conflict.code}"] += 1

    def now(self) -> datetime:
        return work.NOW + timedelta(minutes=self.done)

    def case(self, unit: UnitOfWork) -> str:
        names = [line.name for line in unit.cases.register(status="open", limit=10 * CASES)]
        return self.rng.choice(names) if names else work.file(unit, f"PS-more-{self.name}-{self.done}").name

    def hold(self, unit: UnitOfWork) -> object:
        height_u = self.rng.randint(1, 4)
        held = work.place(
            f"{self.name} {self.done}",
            rack=f"R{self.rng.randint(1, RACKS)}",
            unit=self.rng.randint(1, HEIGHT_U + 1 - height_u),
            height_u=height_u,
            ports=self.rng.choice([0, 0, 1, 2]),
            depth=self.rng.choice(["full", "full", "half"]),
        )
        expires = self.now() + timedelta(minutes=self.rng.randint(1, 60))
        return work.approve(unit, self.case(unit), held, self.now(), expires)

    def release(self, unit: UnitOfWork) -> object:
        return work.release(unit, self.case(unit), self.now())

    def lapse(self, unit: UnitOfWork) -> object:
        return unit.occupancy.lapse(work.ROOM, self.now())

    def extend(self, unit: UnitOfWork) -> object:
        case = unit.cases.get(self.case(unit))
        made = unit.occupancy.extend(case.name, self.now() + timedelta(hours=2), self.now())
        work.remark(unit, case, "extend", self.now())
        return made

    def confirm(self, unit: UnitOfWork) -> object:
        return work.confirm(unit, self.case(unit), self.now())

    def file(self, unit: UnitOfWork) -> object:
        return work.file(unit, f"PS-{self.name}-{self.done}", self.now())

    def withdraw(self, unit: UnitOfWork) -> object:
        return work.withdraw(unit, self.case(unit), self.now())

    def work(self, unit: UnitOfWork) -> object:
        """What a worker does: take what is due, do it, or fail, or go away."""
        for job in unit.jobs.lease(["mail"], self.now(), self.now() + timedelta(minutes=5), limit=3):
            chance = self.rng.random()
            if chance < 0.6:
                unit.jobs.done(job, self.now())
            elif chance < 0.8:
                unit.jobs.failed(job, self.now(), "no route", self.now() + timedelta(minutes=1))
        return None

    def reload(self, unit: UnitOfWork) -> object:
        return unit.rooms.load(work.ROOM, work.room_files(RACKS, HEIGHT_U), self.now(), self.name)


def clerk(address: str, commands: int, seed: int) -> Counter[str]:
    store = SqlStore(make_engine(address))
    try:
        one = Clerk(store, seed)
        for _ in range(commands):
            one.act()
        return one.tally
    finally:
        store.close()


def main(address: str, clerks: int, commands: int, seed: int) -> None:
    """Fork the clerks, and add up what they tell."""
    pipes = []
    for number in range(clerks):
        ours, theirs = os.pipe()
        if os.fork() == 0:
            code = 1
            try:
                told = clerk(address, commands, seed + number)
                os.write(theirs, json.dumps(told).encode())
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(theirs)
        pipes.append(ours)
    total: Counter[str] = Counter()
    for pipe in pipes:
        with os.fdopen(pipe, "rb") as told:
            total += Counter(json.loads(told.read() or b'{"a clerk died": 1}'))
    print(json.dumps(dict(sorted(total.items()))))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
