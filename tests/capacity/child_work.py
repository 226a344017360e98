"""Functions that tests let children run; they import little, since every child imports them again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from capacity.child import run_in_child
from capacity.errors import BadInput, Problem, TitipError

MIB, GIB = 2**20, 2**30
KEPT: list[bytes] = []


def add(a: int, b: int) -> int:
    return a + b


def count(last: int, report: Callable[[object], None]) -> str:
    """Reports 1, 2, ... `last`."""
    for number in range(1, last + 1):
        report(number)
    return "done"


def setting(name: str) -> str | None:
    return os.environ.get(name)


def reverse(data: bytes) -> bytes:
    return data[::-1]


def wait(report: Callable[[object], None]) -> None:
    """Reports the number of its process, then waits for a signal."""
    report(os.getpid())
    signal.pause()


def start_another(report: Callable[[object], None]) -> None:
    """Starts a process that waits, reports its number, and waits too."""
    other = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    report(other.pid)
    signal.pause()


def leave_another(report: Callable[[object], None]) -> int:
    """Starts a process that waits, and ends without it."""
    other = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    report(other.pid)
    return 1


def fork_and_die(report: Callable[[object], None]) -> None:
    """Leaves a copy of itself, which holds all its pipes, and ends without an answer."""
    other = os.fork()
    if not other:
        signal.pause()
    report(other)
    os._exit(1)


def wait_in_a_grandchild(report: Callable[[object], None]) -> None:
    """Waits in a child of its own, whose number it reports."""
    run_in_child(wait, seconds=None, memory_bytes=None, progress=report)


def work_in_c() -> int:
    """A power that takes hours, in one instruction that lets no other thread run."""
    return int(3 ** (10**9) > 0)


def ignore_signals_and_work() -> None:
    """Only SIGKILL ends it."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        signal.pause()


def take(size: int) -> int:
    """Takes memory that it does not even touch."""
    return len(bytearray(size))


def take_and_wrap(size: int) -> int:
    """Like `take`, and hides the reason behind another error, as libraries do."""
    try:
        return take(size)
    except MemoryError as failed:
        raise ImportError("could not be set up") from failed


def fill_and_refuse() -> None:
    """Takes all memory down to the last pieces, keeps it, and has something long to say."""
    said = "x" * MIB
    for size in (MIB, 1 << 14, 1 << 10, 600):
        try:
            while True:
                KEPT.append(bytes(size))
        except MemoryError:
            pass
    raise OwnError(7, reason=said)


def abort_as_c_does() -> None:
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def die_by(number: int) -> None:
    os.kill(os.getpid(), number)


def end_with(code: int) -> None:
    os.write(1, b"one last thing\n")
    os._exit(code)


def refuse() -> None:
    raise BadInput([Problem("racks.csv", 3, "u_height", "'x' is no number.", "Write a number.")])


class OwnError(TitipError):
    """An error that is made of something else than a sentence."""

    code = "own"

    def __init__(self, number: int, *, reason: str) -> None:
        super().__init__(f"number {number}", "here")
        self.number = number
        self.reason = reason


def refuse_in_its_own_way() -> None:
    raise OwnError(7, reason="because")


class HoldsAFile(TitipError):
    """An error that cannot be sent anywhere."""

    def __init__(self) -> None:
        super().__init__("it holds a file")
        self.file = sys.stdin


def refuse_with_a_file() -> None:
    raise HoldsAFile


def fail() -> None:
    raise KeyError("no such key")


def leave() -> None:
    sys.exit(3)


def give_a_function() -> object:
    return lambda: 0


def chatter(lines: int) -> int:
    """Prints much, by Python and past it, on both streams."""
    for number in range(lines):
        print("x" * 100, number)
        print("y" * 100, number, file=sys.stderr)
        os.write(1, b"z" * 100)
    return lines


def read_input() -> str:
    return sys.stdin.read()


def in_a_grandchild(a: int, b: int) -> int:
    return run_in_child(add, a, b, seconds=30, memory_bytes=None)
