"""titip audit: a log that is as written, and ones that are not; titip worker from the shell."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.running import Run
from tests.api.stored import NOW, opened, tampered, written
from workflow.kept import NewJob


def test_a_log_that_is_whole_gives_its_head(titip: Run, database: Path) -> None:
    """To be kept, and to be given back."""
    said = titip("audit", "verify", "--json").said
    assert said == {"holds": True, "head": said["head"], "fault": None}
    ran = titip("audit", "verify", "--head", said["head"])
    assert ran.code == 0
    assert ran.out.endswith(f"\n{said['head']}\n")


def test_the_first_entry_that_was_altered_is_named(titip: Run, database: Path) -> None:
    with tampered(database) as connection:
        connection.execute("UPDATE event SET by = 'nobody' WHERE seq IN (4, 9)")
    ran = titip("audit", "verify", "--json")
    assert ran.code == 1
    assert ran.said["fault"] == {
        "entry": 4,
        "problem": "It was altered: its content does not have the hash that it bears.",
    }
    assert "NOT AS WRITTEN   entry 4" in titip("audit", "verify").out


def test_a_log_that_was_cut_short_with_its_head_is_found_by_a_head_kept_elsewhere(
    titip: Run, database: Path
) -> None:
    kept = titip("audit", "verify", "--json").said["head"]
    last = int(kept.split(":")[0])
    with tampered(database) as connection:
        connection.execute("DELETE FROM event WHERE seq = ?", [last])
        connection.execute(
            "UPDATE chain_head SET seq = seq - 1, sha256 = (SELECT sha256 FROM event WHERE seq = ?)",
            [last - 1],
        )
    assert titip("audit", "verify").code == 0
    ran = titip("audit", "verify", "--head", kept, "--json")
    assert (ran.code, ran.said["fault"]["entry"]) == (1, last)


@pytest.mark.parametrize("head", ["x", "12", "3:abc", "-1:" + "0" * 64])
def test_a_head_that_is_none_is_bad_input(titip: Run, database: Path, head: str) -> None:
    ran = titip("audit", "verify", f"--head={head}", "--json")
    assert (ran.code, ran.said["errors"][0]["column"]) == (2, "--head")


def test_what_is_stored_agrees_with_itself_or_the_contradictions_are_told(titip: Run, database: Path) -> None:
    ran = titip("audit", "faults", "--json")
    assert (ran.code, ran.said) == (0, {"holds": True, "faults": []})
    with tampered(database) as connection:
        connection.execute("UPDATE job SET attempts = most_attempts + 1")
    ran = titip("audit", "faults", "--json")
    assert ran.code == 1
    assert ran.said["faults"][0].startswith("a job has been tried more often than it may")
    assert "UNSOUND" in titip("audit", "faults").out


def put(kind: str, key: str, most_attempts: int = 1) -> None:
    with written() as unit:
        unit.jobs.put(
            NewJob("timers", kind, {"case": "none"}, NOW - timedelta(days=9), key, most_attempts), NOW
        )


def test_a_worker_does_what_is_due_and_tells_what_it_gave_up(titip: Run, database: Path) -> None:
    """The digest works on the real clock; a timer of a case that is not there fails."""
    put("remind", "step:none")
    ran = titip("worker", "--once", "--json")
    assert ran.code == 0
    assert (ran.said["failed"], ran.said["lost"]) == (1, 0)
    assert [(job["kind"], job["key"], job["attempts"]) for job in ran.said["given_up"]] == [
        ("remind", "step:none", 1)
    ]
    assert "1 job given up in all" in titip("worker", "--once").out


def test_a_digest_that_was_given_up_is_set_again(titip: Run, database: Path) -> None:
    with tampered(database) as connection:
        connection.execute("UPDATE job SET state = 'dead', attempts = most_attempts, ended_at = due")
    with opened() as store, store.read() as unit:
        assert unit.jobs.next_due() is None
    assert titip("worker", "--once", "--json").said["given_up"] == []
    with opened() as store, store.read() as unit:
        assert unit.jobs.next_due() is not None


def test_a_worker_that_waits_ends_when_it_is_told_to(database: Path) -> None:
    """The real process: SIGTERM wakes it, exit 0, and a last line that tells what it did."""
    words = [sys.executable, "-m", "api.cli", "worker"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline().startswith("working on timers")
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
        # The tidying up is due at once; it may have been done before the signal.
        assert child.stdout.read().endswith(" done, 0 failed; no jobs given up in all\n")


def test_a_worker_without_a_database_is_bad_input(titip: Run, no_database: Path) -> None:
    assert titip("worker", "--once").code == 2
    assert not no_database.exists()
