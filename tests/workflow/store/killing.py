"""Clerks that are killed at work: ``python -m tests.workflow.store.killing ADDRESS KILLS SEED``.

A clerk approves one case after the other, each in one unit of work, and acknowledges each once its commit
has returned. It is killed with SIGKILL at a random moment; then the next one goes on. What was acknowledged
comes out on standard output, a name a line.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from random import Random

from tests.workflow.store import work
from workflow.store import SqlStore
from workflow.store.engine import make_engine

LONGEST_LIFE_S = 0.06


def approve_for_ever(address: str, clerk: int, acknowledge: int) -> None:
    store = SqlStore(make_engine(address))
    number = 0
    while True:
        number += 1
        name = f"K{clerk}-{number}"
        with store.write() as unit:
            assert unit.keys.begin("clerk", name, work.fingerprint(name), work.NOW) is None
            work.file(unit, name)
            unit.files.put(f"letter of {name}".encode(), work.NOW)
            held = work.place(name, rack=f"R{clerk + 1}", unit=number, depth="half")
            work.approve(unit, name, held)
            unit.keys.answer("clerk", name, "held")
            unit.commit()
        os.write(acknowledge, f"{name}\n".encode())


def main(address: str, kills: int, seed: int) -> None:
    rng = Random(seed)
    for clerk in range(kills):
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                approve_for_ever(address, clerk, theirs)
            finally:
                os._exit(1)
        os.close(theirs)
        with os.fdopen(ours, "rb") as told:
            first = told.readline()  # it is at work now
            time.sleep(rng.uniform(0, LONGEST_LIFE_S))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            assert os.WTERMSIG(status) == signal.SIGKILL, "a clerk ended by itself"
            sys.stdout.write((first + told.read()).decode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
