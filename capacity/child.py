"""Work in a child process: it has a memory cap and a deadline, it can be cancelled, and it never outlives us.

A solver that is asked to stop after ten seconds may take sixty, and one that runs out of memory may take
the whole process with it. So long work runs in a process of its own, which is killed from outside.

The child is a new interpreter, not a fork: a fork of a process with threads may hang. It is not started
by `multiprocessing` either, which imports the caller's main program again, whatever that is, and leaves a
helper process behind.

Memory is counted as address space, since that is what the system can cap. Libraries map more than they
touch; what solvers need is in docs/explanation/child-processes.md.
"""

from __future__ import annotations

import pickle
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from capacity.child_main import ERROR, FAILED, MEMORY, VALUE, wants_memory
from capacity.child_process import Child
from capacity.errors import ChildFailed, ChildStopped

Result = TypeVar("Result")

#: What a solver is given where nobody says otherwise.
SOLVER_MEMORY_BYTES = 4 * 2**30

TICK_S = 0.1  # how often cancellation is looked at
LONGEST_QUOTE = 1000


def run_in_child(
    function: Callable[..., Result],
    *args: Any,
    seconds: float | None,
    memory_bytes: int | None,
    cancelled: threading.Event | Callable[[], bool] | None = None,
    progress: Callable[[Any], None] | None = None,
) -> Result:
    """``function(*args)``, worked out in a child process.

    What the function prints goes nowhere, but for its last words if it dies. When this returns or
    raises, the child is gone, and so is every process that it started.

    Parameters
    ----------
    function
        A top-level function of a module that can be imported; it, its arguments and its result are pickled.
    seconds
        Deadline, counted from this call, the start of the child included; None for none.
    memory_bytes
        Address space that the child may take; None for no cap.
    cancelled
        An event, or a function that says whether to give up; looked at ten times a second.
    progress
        Given this, `function` is called with one more argument, ``report``: a function that hands
        anything picklable to `progress`, which is called here, in this thread, in order.

    Raises
    ------
    ChildStopped
        With the reason: time, memory, cancelled, died.
    ChildFailed
        Any exception of the function that is no `TitipError`; it carries the child's traceback.
    TitipError
        As the function raised it.
    """
    begun = time.monotonic()
    give_up = cancelled.is_set if isinstance(cancelled, threading.Event) else cancelled
    if function.__module__ == "__main__":
        raise ValueError(f"{function.__qualname__} is in the main program, which a child cannot import.")
    work = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
    kills = system_kills()
    with closing(Child(work, seconds, memory_bytes, wants_progress=progress is not None)) as child:
        while not child.silent:
            taken = time.monotonic() - begun
            if seconds is not None and taken >= seconds:
                raise too_slow(seconds)
            if give_up is not None and give_up():
                raise ChildStopped("cancelled", f"The calculation was cancelled after {taken:.1f} s.")
            for kind, value in child.answers(TICK_S if seconds is None else min(TICK_S, seconds - taken)):
                if kind == VALUE:
                    result: Result = value
                    return result
                if kind == ERROR:
                    raise value
                if kind == FAILED:
                    raise ChildFailed(*value)
                if kind == MEMORY:
                    raise too_large(memory_bytes)
                if progress is not None:
                    progress(value)
    raise dead(child, seconds, memory_bytes, short=system_kills() > kills)


def too_slow(seconds: float) -> ChildStopped:
    """The error of a missed deadline."""
    return ChildStopped(
        "time",
        f"The calculation took longer than the {seconds:g} s it was given and was stopped. "
        "Give it more seconds, or ask for less at once.",
    )


def too_large(memory_bytes: int | None) -> ChildStopped:
    """The error of memory that was not to be had; None where the machine is the limit."""
    limit = (
        "there is on this machine"
        if memory_bytes is None
        else f"the {memory_bytes / 2**20:,.0f} MiB it was given"
    )
    return ChildStopped(
        "memory",
        f"The calculation wanted more memory (address space) than {limit} and was stopped. "
        "Give it more memory, or ask for less at once.",
    )


def dead(child: Child, seconds: float | None, memory_bytes: int | None, *, short: bool) -> ChildStopped:
    """The error of a child that ended without an answer; `short`: the system killed for want of memory."""
    code = child.process.returncode
    last_words = child.last_words
    if code == -signal.SIGALRM and seconds is not None:
        return too_slow(seconds)
    if code == -signal.SIGKILL and short:
        return too_large(None)
    if wants_memory(last_words):
        return too_large(memory_bytes)
    how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
    hint = " (as a system does that runs out of memory)" if code == -signal.SIGKILL else ""
    said = f" Its last words: {last_words[-LONGEST_QUOTE:]}" if last_words else ""
    return ChildStopped(
        "died",
        f"The calculation ended without an answer: {how}{hint}. Try it again; if it happens again, it is "
        f"a fault of Titip or of a library.{said}",
        last_words,
    )


def system_kills() -> int:
    """How many processes the system has killed so far because memory ran out; 0 where it does not say."""
    with suppress(OSError):
        for line in Path("/proc/vmstat").read_text(encoding="ascii").splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0
