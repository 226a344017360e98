"""Real children: they answer, are killed in time, say why, and leave nothing behind."""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from capacity import child
from capacity.child import run_in_child
from capacity.errors import BadInput, ChildFailed, ChildStopped, TitipError
from tests.capacity import child_work as work

MIB, GIB = 2**20, 2**30
ROOT = Path(__file__).resolve().parents[2]


def stopped(function: Callable[..., object], *args: object, **limits: object) -> ChildStopped:
    """The error of a call that has to be stopped."""
    settings: dict[str, object] = {"seconds": 30, "memory_bytes": None, **limits}
    with pytest.raises(ChildStopped) as caught:
        run_in_child(function, *args, **settings)  # type: ignore[arg-type]
    return caught.value


def ends_within(pid: int, seconds: float) -> bool:
    """Whether a process, which need not be a child of ours, ends in time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def children() -> set[str]:
    """Processes that this one has started and not yet seen the end of."""
    return {
        pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    }


def test_a_child_gives_what_the_function_gives() -> None:
    assert run_in_child(work.add, 2, 3, seconds=30, memory_bytes=GIB) == 5


def test_arguments_and_results_may_be_larger_than_a_pipe() -> None:
    data = os.urandom(3_000_000)
    assert run_in_child(work.reverse, data, seconds=30, memory_bytes=GIB) == data[::-1]


def test_progress_arrives_in_order_and_in_the_caller_s_thread() -> None:
    heard: list[tuple[object, int]] = []
    said = run_in_child(
        work.count,
        500,
        seconds=30,
        memory_bytes=GIB,
        progress=lambda value: heard.append((value, threading.get_ident())),
    )
    assert said == "done"
    assert heard == [(number, threading.get_ident()) for number in range(1, 501)]


def test_an_error_of_the_listener_ends_the_child() -> None:
    heard: list[int] = []

    def listen(pid: int) -> None:
        heard.append(pid)
        raise LookupError("I do not listen")

    with pytest.raises(LookupError):
        run_in_child(work.wait, seconds=30, memory_bytes=None, progress=listen)
    assert ends_within(heard[0], 0)


@pytest.mark.parametrize("function", [work.work_in_c, work.ignore_signals_and_work])
def test_whatever_runs_past_its_deadline_is_killed_within_a_second(function: Callable[[], object]) -> None:
    """Also where no other thread of the child could run, and where it listens to no signal."""
    begun = time.monotonic()
    error = stopped(function, seconds=0.5)
    assert 0.5 <= time.monotonic() - begun < 1.5
    assert error.reason == "time"
    assert "longer than the 0.5 s it was given" in str(error)
    assert "Give it more seconds" in str(error)


def test_a_child_ends_by_itself_where_nobody_enforces_its_deadline() -> None:
    """Its parent may be stopped, as by a debugger: the alarm goes some seconds later."""
    code = (
        "import signal; from capacity.child_main import *; limit(0.1 - ALARM_MARGIN_S, None); signal.pause()"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=20).returncode == -signal.SIGALRM
    assert stopped(work.die_by, signal.SIGALRM).reason == "time"


@pytest.mark.parametrize("function", [work.take, work.take_and_wrap])
def test_a_child_that_wants_too_much_memory_says_so(function: Callable[[int], int]) -> None:
    error = stopped(function, GIB, memory_bytes=512 * MIB)
    assert error.reason == "memory"
    assert "more memory (address space) than the 512 MiB it was given" in str(error)
    assert "Give it more memory" in str(error)


def test_the_same_memory_is_there_under_a_higher_cap() -> None:
    assert run_in_child(work.take, GIB, seconds=30, memory_bytes=2 * GIB) == GIB


def test_a_child_without_any_memory_left_can_still_answer() -> None:
    """The cap is lifted to tell what went wrong."""
    with pytest.raises(work.OwnError) as caught:
        run_in_child(work.fill_and_refuse, seconds=30, memory_bytes=64 * MIB)
    assert len(caught.value.reason) == MIB


def test_memory_that_the_machine_does_not_have_is_told_without_a_cap() -> None:
    error = stopped(work.take, 2**60)
    assert error.reason == "memory"
    assert "than there is on this machine" in str(error)


def test_a_cap_below_what_an_import_needs_is_told_as_memory() -> None:
    """The loader has an error of its own for a library that cannot be mapped."""
    pytest.importorskip("numpy")
    assert stopped(needs_numpy, memory_bytes=60 * MIB).reason == "memory"


def needs_numpy() -> int:
    import numpy

    return int(numpy.ones(3).sum())


def test_last_words_of_c_tell_that_memory_was_wanted() -> None:
    error = stopped(work.abort_as_c_does, memory_bytes=GIB)
    assert error.reason == "memory"
    assert "1,024 MiB" in str(error)


def test_a_kill_by_a_system_without_memory_is_told_as_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system counts its kills: one more than before, and the child has had it."""
    kills = iter([4, 5])
    monkeypatch.setattr(child, "system_kills", lambda: next(kills))
    assert stopped(work.die_by, signal.SIGKILL).reason == "memory"


def test_the_count_of_the_system_s_kills_is_read() -> None:
    lines = Path("/proc/vmstat").read_text().splitlines()
    assert f"oom_kill {child.system_kills()}" in lines


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_killed_child_says_by_what(number: signal.Signals) -> None:
    error = stopped(work.die_by, number)
    assert error.reason == "died"
    assert f"without an answer: {number.name}" in str(error)


def test_a_child_that_ends_without_an_answer_leaves_its_last_words() -> None:
    error = stopped(work.end_with, 3)
    assert error.reason == "died"
    assert "exit code 3" in str(error)
    assert error.last_words == "one last thing"


def test_a_crash_shows_where_python_was() -> None:
    assert "in die_by" in stopped(work.die_by, signal.SIGSEGV).last_words


@pytest.mark.parametrize("as_event", [True, False])
def test_a_cancelled_child_is_gone_within_a_second(as_event: bool) -> None:
    event = threading.Event()
    moments: list[float] = []

    def listen(pid: int) -> None:
        moments.append(time.monotonic())
        event.set()

    error = stopped(work.wait, cancelled=event if as_event else event.is_set, progress=listen)
    assert time.monotonic() - moments[0] < 1
    assert error.reason == "cancelled"


def test_what_is_cancelled_from_another_thread_stops() -> None:
    event = threading.Event()
    timer = threading.Timer(0.3, event.set)
    begun = time.monotonic()
    timer.start()
    assert stopped(work.work_in_c, cancelled=event).reason == "cancelled"
    assert 0.3 <= time.monotonic() - begun < 1.3
    timer.join()


def test_a_child_does_not_outlive_a_killed_parent() -> None:
    code = (
        "from tests.capacity import child_work as work; from capacity.child import run_in_child\n"
        "run_in_child(work.wait, seconds=None, memory_bytes=None, progress=lambda n: print(n, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
        assert ends_within(pid, 2)


def test_what_a_killed_child_has_started_ends_too() -> None:
    heard: list[int] = []
    stopped(work.start_another, cancelled=lambda: bool(heard), progress=heard.append)
    assert ends_within(heard[0], 1)


def test_what_a_child_has_left_running_ends_too() -> None:
    heard: list[int] = []
    assert run_in_child(work.leave_another, seconds=30, memory_bytes=None, progress=heard.append) == 1
    assert ends_within(heard[0], 1)


def test_a_dead_child_is_noticed_though_what_it_started_lives_on() -> None:
    """That may hold the pipes open."""
    heard: list[int] = []
    error = stopped(work.fork_and_die, seconds=20, progress=heard.append)
    assert error.reason == "died"
    assert ends_within(heard[0], 1)


def test_a_killed_child_takes_its_own_child_with_it() -> None:
    heard: list[int] = []
    stopped(work.wait_in_a_grandchild, cancelled=lambda: bool(heard), progress=heard.append)
    assert ends_within(heard[0], 2)


def test_nothing_is_left_over_after_fifty_children() -> None:
    """Neither processes nor open files, whatever became of them."""
    given_up = threading.Event()
    given_up.set()
    before = children(), sorted(os.listdir("/proc/self/fd")), threading.active_count()
    for _ in range(10):
        assert run_in_child(work.add, 1, 2, seconds=30, memory_bytes=GIB) == 3
        assert stopped(work.wait, seconds=0.05, progress=print).reason == "time"
        assert stopped(work.work_in_c, cancelled=given_up).reason == "cancelled"
        assert stopped(work.end_with, 1).reason == "died"
        with pytest.raises(ChildFailed):
            run_in_child(work.fail, seconds=30, memory_bytes=GIB)
    assert (children(), sorted(os.listdir("/proc/self/fd")), threading.active_count()) == before


def test_errors_of_titip_come_through_as_they_are() -> None:
    with pytest.raises(BadInput) as here:
        work.refuse()
    with pytest.raises(BadInput) as bad:
        run_in_child(work.refuse, seconds=30, memory_bytes=None)
    assert (str(bad.value), bad.value.args) == (str(here.value), here.value.args)
    assert bad.value.problems[0].row == 3
    with pytest.raises(work.OwnError) as own:
        run_in_child(work.refuse_in_its_own_way, seconds=30, memory_bytes=None)
    assert (own.value.number, own.value.reason, str(own.value)) == (7, "because", "here: number 7")


@pytest.mark.parametrize(
    ("function", "summary"),
    [
        (work.fail, "KeyError: 'no such key'"),
        (work.leave, "SystemExit: 3"),
        (work.refuse_with_a_file, "HoldsAFile: it holds a file"),
        (work.give_a_function, "pickle"),
    ],
)
def test_other_errors_come_with_the_child_s_traceback(function: Callable[[], object], summary: str) -> None:
    with pytest.raises(ChildFailed) as caught:
        run_in_child(function, seconds=30, memory_bytes=None)
    assert isinstance(caught.value, TitipError)
    assert summary in str(caught.value)
    assert caught.value.traceback.startswith("Traceback")
    assert caught.value.traceback in caught.value.__notes__


def test_errors_of_a_child_can_be_sent_on() -> None:
    for error in (ChildStopped("time", "too slow", "words"), ChildFailed("ValueError: x", "Traceback ...")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_what_a_child_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither between the answers nor into ours."""
    assert run_in_child(work.chatter, 3_000, seconds=30, memory_bytes=None) == 3_000
    assert capfd.readouterr() == ("", "")


def test_a_child_has_no_input() -> None:
    assert run_in_child(work.read_input, seconds=30, memory_bytes=None) == ""


def test_children_run_side_by_side_in_threads() -> None:
    sums: dict[int, int] = {}

    def one(number: int) -> None:
        sums[number] = run_in_child(work.add, number, number, seconds=60, memory_bytes=GIB)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums == {number: 2 * number for number in range(8)}


def test_a_child_may_have_a_child() -> None:
    assert run_in_child(work.in_a_grandchild, 2, 3, seconds=60, memory_bytes=GIB) == 5


def test_the_main_program_is_not_run_again(tmp_path: Path) -> None:
    """A console script has no `if __name__` and no name that ends in .py."""
    script = tmp_path / "titip-like"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nprint('main')\n"
        "from capacity.child import run_in_child\nfrom tests.capacity import child_work as work\n"
        "print(run_in_child(work.add, 2, 3, seconds=30, memory_bytes=None))\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=30, cwd=tmp_path
    )
    assert (ran.stdout, ran.stderr) == ("main\n5\n", "")


def test_a_function_of_the_main_program_is_refused() -> None:
    code = (
        "from capacity.child import run_in_child\ndef own(): pass\n"
        "run_in_child(own, seconds=None, memory_bytes=None)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, cwd=ROOT)
    assert "own is in the main program, which a child cannot import" in ran.stderr


def test_linear_algebra_in_a_child_has_one_thread() -> None:
    """Each more would take address space for nothing."""
    assert run_in_child(work.setting, "OPENBLAS_NUM_THREADS", seconds=30, memory_bytes=None) == "1"


def test_starting_a_child_takes_less_than_a_third_of_a_second() -> None:
    """The best of five, as the machine may be busy."""
    taken = []
    for _ in range(5):
        begun = time.monotonic()
        run_in_child(work.add, 1, 1, seconds=30, memory_bytes=None)
        taken.append(time.monotonic() - begun)
    assert min(taken) < 0.3
