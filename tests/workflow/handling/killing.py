"""An official and a worker who are killed at work.

``python -m tests.workflow.handling.killing ADDRESS KILLS SEED``: an official decides about one case over and
over (analyse, accept, draft, analyse again), each time under a key, and says so once the Desk has returned.
He and a worker are killed with SIGKILL at a random moment, then the next two go on; the official begins by
sending the last command of the one before him once more. On standard output comes a line for each command
that was acknowledged: its key, and the case's version after it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from tests.workflow.handling import small
from tests.workflow.handling.carrying import NINE, Carrier, catalogue, furnish
from tests.workflow.offices import KABID, KASI
from workflow.commands import Decide
from workflow.events import SYSTEM
from workflow.handling import Done, mail
from workflow.kept import Job, News
from workflow.papers import PlaceChoice
from workflow.ports import Store
from workflow.store import SqlStore
from workflow.store.engine import make_engine
from workflow.worker import Worker

LONGEST_LIFE_S = 0.06
OPENS = NINE + timedelta(hours=6)


def begin(store: SqlStore) -> str:
    """The case that everybody decides about; its name."""
    furnish(store, small.room_files(racks=1), small.ROOM)
    return Carrier(store).file(small.server()).to("3").name


def next_command(hand: Carrier) -> tuple[str, int]:
    """What comes next for the case as it is, and the version that it was seen at."""
    case = hand.case
    analysed = case.analysis_visit == case.visits
    no = case.step.no if case.step else ""
    kind = {"3": "accept" if analysed else "analyse", "4": "draft", "5": "analyse_again"}[no]
    # Nothing is ever half done: the place is there from the approval until the next analysis.
    with hand.store.read() as unit:
        live = [one for one in unit.occupancy.of_case(hand.name) if one.status == "live"]
    assert len(live) == (case.place == "held") == (kind != "accept" and case.path is not None)
    return kind, case.version


def send(hand: Carrier, kind: str, version: int) -> Done:
    """Send the command under the key that belongs to the version it was decided on."""
    key = f"{hand.name} {version}"
    if kind == "analyse":
        return hand.desk.analyse(hand.name, by=KASI, at=hand.tick(), version=version, key=key)
    papers = ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar") if kind == "draft" else ()
    command = Decide(
        by=KABID if kind == "analyse_again" else KASI,
        at=hand.tick(),
        version=version,
        outcome={"accept": "fits", "draft": "submit_draft"}.get(kind, kind),
        comment="Once more.",
        papers=tuple(hand.paper(name) for name in papers),
        choice=PlaceChoice("", "first") if kind == "accept" else None,
    )
    return hand.desk.send(hand.name, command, key)


def decide_for_ever(address: str, name: str, last: list[str], tell: Callable[[str], object]) -> None:
    hand = Carrier(SqlStore(make_engine(address)), NINE)
    hand.name = name
    if last:
        kind, version = last[0], int(last[1])
        tell(f"done {name} {version} {send(hand, kind, version).version}\n")
    while True:
        kind, version = next_command(hand)
        tell(f"try {kind} {version}\n")
        tell(f"done {name} {version} {send(hand, kind, version).version}\n")


def told(store: Store, job: Job, at: datetime) -> None:
    """What stands for a mail that went out: an entry of the log, with the end of its job."""

    def once(unit: object) -> None:
        unit.log.tell(News("mail", str(job.key), None, "Told", at, SYSTEM, "{}"))  # type: ignore[attr-defined]
        unit.jobs.done(job, at)  # type: ignore[attr-defined]
        unit.commit()  # type: ignore[attr-defined]

    store.run(once)


def work_for_ever(address: str) -> None:
    worker = Worker(
        SqlStore(make_engine(address)), {"message": told}, [mail.QUEUE], lambda: OPENS, idle_s=0.005
    )
    worker.run()


def child(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)
    return pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"


def main(address: str, kills: int, seed: int) -> None:
    rng = Random(seed)
    catalogue()  # read once, before there are many of us
    store = SqlStore(make_engine(address))
    name = begin(store)
    store.close()
    last: list[str] = []
    for _ in range(kills):
        ours, theirs = os.pipe()

        def tell(line: str, to: int = theirs) -> object:
            return os.write(to, line.encode())

        worker = child(lambda: work_for_ever(address))
        official = child(lambda before=last, say=tell: decide_for_ever(address, name, before, say))  # type: ignore[misc]
        os.close(theirs)
        with os.fdopen(ours) as lines:
            said = [lines.readline()]
            while not said[-1].startswith("done"):  # until he is at work
                assert said[-1], "the official ended by himself"
                said.append(lines.readline())
            time.sleep(rng.uniform(0, LONGEST_LIFE_S))
            kill(official)
            kill(worker)
            said += lines
        for line in said:
            word, *rest = line.split()
            if word == "try":
                last = rest
            else:
                print(*rest)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
