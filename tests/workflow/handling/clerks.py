"""Processes that work on one store at random, each through a Desk of its own.

``python -m tests.workflow.handling.clerks ADDRESS CLERKS COMMANDS SEED``. At the end a line of JSON tells how
often each command came to what.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

from capacity.errors import BadInput
from tests.workflow.handling import small
from tests.workflow.handling.carrying import ADMIN, NINE, Carrier, catalogue
from tests.workflow.offices import ASKER, HEAD, KABID, KASI
from workflow.commands import Answer, Ask, Claim, Close, Comment, EndStay, Extend, HandOver
from workflow.conflicts import Busy
from workflow.errors import CaseError
from workflow.handling import timers
from workflow.papers import Installed, ItemPlace
from workflow.store import SqlStore
from workflow.store.engine import make_engine
from workflow.worker import Worker

CASES = 40
RACKS = 40
OFTEN = 10


class Clerk:
    """Does one command after the other, on cases of everybody's."""

    def __init__(self, store: SqlStore, seed: int) -> None:
        self.store = store
        self.rng = Random(seed)
        self.seed = seed
        self.hand = Carrier(store, NINE)
        self.tally: Counter[str] = Counter()
        self.others: Sequence[tuple[int, str, Callable[[], object]]] = (
            (4, "file", self.file),
            (2, "withdraw", self.withdraw),
            (2, "cancel", lambda: self.hand.do(Close, KABID, ends="cancelled", reason="No.")),
            (2, "comment", lambda: self.hand.do(Comment, KASI, text="Well.")),
            (2, "claim", lambda: self.hand.do(Claim, HEAD)),
            (2, "ask", lambda: self.hand.do(Ask, KASI, question="Which?")),
            (3, "answer", self.answer),
            (2, "extend", self.extend),
            (3, "wait", self.wait),
            (1, "reload", self.reload),
            (2, "hand over", self.hand_over),
            (1, "end stay", lambda: self.hand.do(EndStay, KASI, reason="Gone.")),
        )

    def act(self) -> None:
        """One command, and what it came to."""
        self.hand.name = self.some_case()
        kinds = [(OFTEN * 3, "go on", self.go_on), *self.others]
        (kind,) = self.rng.choices(kinds, [weight for weight, *_ in kinds])
        _, name, command = kind
        try:
            command()
            self.tally[f"{name}: done"] += 1
        except Busy:
            raise  # nobody should have to give up
        except (CaseError, BadInput) as refused:
            self.tally[f"{name}: {refused.code}"] += 1

    def some_case(self) -> str:
        with self.store.read() as unit:
            lines = unit.cases.register(limit=10_000)
        going = [line.name for line in lines if line.status == "open"] or [line.name for line in lines]
        return self.rng.choice(going)

    def go_on(self) -> object:
        """What comes next at the step; at step 3 anything that may come."""
        no = self.hand.no
        if no != "3":
            ways: dict[str | None, Callable[[], object]] = {
                "1b": self.hand.forward,
                "2": self.hand.coordinate,
                "4": self.hand.draft,
                "5": self.correct,
                "6": self.hand.sign_reply,
                "7": lambda: self.hand.initial().sign_decision(),
                "8": self.hand.archive,
            }
            return ways.get(no, lambda: self.hand.do(Comment, KASI, text="It is over."))()
        case = self.hand.case
        if case.analysis is None or case.analysis_visit != case.visits:
            return self.hand.analyse()
        chance = self.rng.random()
        if chance < 0.2:
            return self.hand.refuse()
        if chance < 0.6 or case.analysis.result != "fits":
            place = ItemPlace(1, f"R{self.rng.randint(1, RACKS)}", 2 * self.rng.randint(1, 4), "front")
            return self.hand.accept_own(place)
        return self.hand.accept(self.rng.randint(1, 5))

    def correct(self) -> object:
        if self.rng.random() < 0.7:
            return self.hand.agree()
        return self.hand.decide(KABID, "analyse_again", comment="Once more.")

    def file(self) -> object:
        return self.hand.file(small.server(self.rng.randint(1, 4)), subject=f"{self.seed} {self.hand.now}")

    def withdraw(self) -> object:
        return self.hand.do(Close, ASKER, ends="withdrawn")

    def answer(self) -> object:
        """With a changed request, every other time."""
        hand = self.hand
        command = Answer(by=ASKER, at=hand.tick(), version=hand.case.version, answer="This one.")
        request = small.server(self.rng.randint(1, 4)) if self.rng.random() < 0.5 else None
        return hand.desk.answer(hand.name, command, request)

    def extend(self) -> object:
        step = self.hand.case.step
        due = max(step.due, self.hand.now) if step and step.due else self.hand.now
        return self.hand.do(Extend, HEAD, due=due + timedelta(7), reason="Odalan.")

    def wait(self) -> object:
        """Time passes, and this clerk does what a worker does."""
        self.hand.now += timedelta(hours=self.rng.randint(1, 150))
        worker = Worker(self.store, timers.JOBS, [timers.QUEUE], lambda: self.hand.now)
        return [worker.step() for _ in range(3)]

    def reload(self) -> object:
        def load(unit: object) -> None:
            unit.rooms.load(small.ROOM, small.room_files(RACKS), self.hand.now, ADMIN)  # type: ignore[attr-defined]
            unit.commit()  # type: ignore[attr-defined]

        return self.store.run(load)

    def hand_over(self) -> object:
        one = Installed(serial="SN-1", place="There.", weight_g=21_000, power_w=100)
        return self.hand.do(HandOver, KASI, installed=(one,), paper=self.hand.paper("bast"))


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
    catalogue()  # read once, before there are many of us
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
