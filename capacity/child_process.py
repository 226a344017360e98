"""The parent's end of a child process: starts it, feeds it, hears it, and sees to its end."""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import FileIO
from typing import IO, Any

from capacity.child_main import LENGTH_BYTES, Call
from capacity.errors import ChildStopped

READ_BYTES = 1 << 16
LAST_WORDS_BYTES = 16_000
SETTINGS = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}  # less address space for nothing
BOOT = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from capacity.child_main import main
main()
"""


class Child:
    """A started child, its pipes, and what has come out of them so far."""

    def __init__(
        self, work: bytes, seconds: float | None, memory_bytes: int | None, *, wants_progress: bool
    ) -> None:
        answers, for_child = os.pipe()
        call = Call(os.getpid(), for_child, seconds, memory_bytes, wants_progress)
        self._to_send = memoryview(pickle.dumps(sys.path) + pickle.dumps(call) + work)
        self._received = bytearray()
        self._printed = b""  # the end of it
        self.silent = False  # whether no answer will come any more
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-c", BOOT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                bufsize=0,
                pass_fds=(for_child,),
                start_new_session=True,  # Ctrl-C is for the parent; and a group can be killed as one
                env={**os.environ, **SETTINGS},
            )
        except OSError as failed:
            os.close(answers)
            raise ChildStopped("died", f"No process for the calculation could be started: {failed}") from None
        finally:
            os.close(for_child)
        self._answers = FileIO(answers)
        self._selector = selectors.DefaultSelector()
        self._watch(self.process.stdin, selectors.EVENT_WRITE, self._send)
        self._watch(self.process.stdout, selectors.EVENT_READ, self._hear_output)
        self._watch(self._answers, selectors.EVENT_READ, self._hear_answer)

    def _watch(self, pipe: IO[bytes] | FileIO | None, event: int, act: Callable[[Any], None]) -> None:
        assert pipe is not None  # asked for above
        os.set_blocking(pipe.fileno(), False)
        self._selector.register(pipe, event, act)

    @property
    def last_words(self) -> str:
        """The end of what it printed, on stdout and stderr."""
        return self._printed.decode(errors="replace").strip()

    def answers(self, wait_s: float) -> Iterator[tuple[int, Any]]:
        """What the child has answered, after waiting for it so long at most: (kind, value)."""
        ended = self.process.poll() is not None
        ready = {key.fileobj: key.data for key, _ in self._selector.select(0 if ended else wait_s)}
        for pipe, act in ready.items():
            act(pipe)
        if ended and self._answers not in ready:  # held open by a process that it started
            self.silent = True
        while len(self._received) >= LENGTH_BYTES:
            end = LENGTH_BYTES + int.from_bytes(self._received[:LENGTH_BYTES], "big")
            if len(self._received) < end:
                break
            kind, value = pickle.loads(self._received[LENGTH_BYTES:end])
            del self._received[:end]
            yield kind, value

    def _send(self, pipe: IO[bytes]) -> None:
        try:
            self._to_send = self._to_send[os.write(pipe.fileno(), self._to_send[:READ_BYTES]) :]
        except BrokenPipeError:  # it is dead, and its other pipes will say so
            self._to_send = self._to_send[:0]
        if not self._to_send:
            self._done_with(pipe)

    def _hear_answer(self, pipe: FileIO) -> None:
        heard = os.read(pipe.fileno(), READ_BYTES)
        self._received += heard
        if not heard:
            self.silent = True
            self._done_with(pipe)

    def _hear_output(self, pipe: IO[bytes]) -> None:
        heard = os.read(pipe.fileno(), READ_BYTES)
        self._printed = (self._printed + heard)[-LAST_WORDS_BYTES:]
        if not heard:
            self._done_with(pipe)

    def _done_with(self, pipe: IO[bytes] | FileIO) -> None:
        self._selector.unregister(pipe)
        pipe.close()

    def close(self) -> None:
        """Make sure that it and all it started are gone, and hear the last of what it printed."""
        if self.silent:  # it is ending: let it end in its own way, which is told
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        output = self.process.stdout
        with suppress(BlockingIOError):
            while output is not None and not output.closed:
                self._hear_output(output)
        for pipe in (self.process.stdin, output, self._answers):
            if pipe is not None:
                pipe.close()
        self._selector.close()
