"""What runs inside a child process: takes one call, answers it, and ends.

`capacity.child` starts it and tells why. The call comes in on stdin; answers go out over a pipe of
their own, so that whatever the work prints (solvers print from C too) cannot get between them.
"""

from __future__ import annotations

import ctypes
import errno
import faulthandler
import os
import pickle
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from capacity.errors import TitipError

LENGTH_BYTES = 8  # of the number before each pickled answer, big-endian
PROGRESS, VALUE, ERROR, MEMORY, FAILED = range(5)  # what an answer is: (one of these, the thing itself)
ALARM_MARGIN_S = 5.0
PR_SET_PDEATHSIG = 1  # from <sys/prctl.h>

# How want of memory shows where Python has no MemoryError for it: shared libraries that cannot be mapped,
# threads without room for a stack, and, as last words, what C++ and OpenBLAS print before they abort.
WANT_OF_MEMORY = (
    "failed to map segment",
    "cannot allocate memory",
    "can't start new thread",
    "std::bad_alloc",
    "memory allocation still failed",
    "memoryerror",
)


@dataclass(frozen=True, slots=True)
class Call:
    """What the parent sends ahead of function and arguments, whose unpickling may already import much."""

    parent_pid: int
    answers_fd: int
    seconds: float | None
    memory_bytes: int | None
    wants_progress: bool


def wants_memory(text: str) -> bool:
    """Whether a message, or the last words of a dead process, tell of memory that was not to be had."""
    return any(sign in text.lower() for sign in WANT_OF_MEMORY)


def main() -> NoReturn:
    """Answer the call that comes in on stdin; never returns."""
    call: Call = pickle.load(sys.stdin.buffer)
    die_with(call.parent_pid)
    faulthandler.enable()
    os.set_inheritable(call.answers_fd, False)
    limit(call.seconds, call.memory_bytes)
    lock = threading.Lock()

    def answer(kind: int, value: object) -> None:
        frame = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
        with lock:  # a solver reports from threads of its own
            write(call.answers_fd, len(frame).to_bytes(LENGTH_BYTES, "big") + frame)

    try:
        function, args = pickle.load(sys.stdin.buffer)
        more: dict[str, Callable[[Any], None]] = {}
        if call.wants_progress:
            more["report"] = lambda value: answer(PROGRESS, value)
        answer(VALUE, function(*args, **more))
    except BaseException as failed:
        unlimit_memory()  # there must be room to say so
        answer(*failure(failed))
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)  # nothing here is worth the time that tearing down takes


def failure(failed: BaseException) -> tuple[int, object]:
    """The answer that tells of an exception: want of memory, an error of ours, or a traceback as text."""
    if any(map(is_want_of_memory, chain(failed))):
        return MEMORY, None
    if isinstance(failed, TitipError):
        with suppress(Exception):
            pickle.loads(pickle.dumps(failed))
            return ERROR, failed
    summary = "".join(traceback.format_exception_only(failed)).strip()
    return FAILED, (summary, "".join(traceback.format_exception(failed)))


def chain(failed: BaseException | None) -> list[BaseException]:
    """An exception and those it came from."""
    found: list[BaseException] = []
    while failed is not None and failed not in found:
        found.append(failed)
        failed = failed.__cause__ or failed.__context__
    return found


def is_want_of_memory(failed: BaseException) -> bool:
    """Whether this exception says that memory was not to be had."""
    if isinstance(failed, OSError) and failed.errno == errno.ENOMEM:
        return True
    return isinstance(failed, MemoryError) or (
        isinstance(failed, ImportError | RuntimeError) and wants_memory(str(failed))
    )


def die_with(parent_pid: int) -> None:
    """Let the system kill this process when the thread that started it ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # it was faster
        os._exit(1)


def limit(seconds: float | None, memory_bytes: int | None) -> None:
    """Cap the address space; end some seconds after the deadline even if nobody is there to enforce it.

    No core files: they would be as large as the memory. Where the system as a whole runs out of
    memory, it shall take this process rather than its parent. A system that cannot cap address space
    (macOS) leaves it uncapped.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    if seconds is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds + ALARM_MARGIN_S)  # SIGALRM ends a process
    if memory_bytes is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        tightest = min(n for n in (memory_bytes, soft, hard) if n != resource.RLIM_INFINITY)
        with suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (tightest, hard))


def unlimit_memory() -> None:
    """Take the cap on the address space away again."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def write(descriptor: int, frame: bytes) -> None:
    """Write all of `frame`; a pipe takes as much as it has room for."""
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
