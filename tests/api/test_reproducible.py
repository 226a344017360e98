"""The same input gives the same answer, byte for byte, in another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from capacity.data import data_path


def said(request: str, seed: str) -> str:
    """What `titip check --json` prints with a hash seed, its time left out."""
    words = ["check", str(data_path("rooms/denpasar")), str(data_path(f"requests/{request}")), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words, "--today", "2026-06-01", "--alternatives", "all"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    answer = json.loads(done.stdout)
    for each in answer if isinstance(answer, list) else [answer]:
        del each["seconds"]
    return json.dumps(answer)


@pytest.mark.parametrize(
    "request_file",
    ["fits-web-server.json", "does-not-fit-gpu.json", "cannot-decide-siak-database.json", "requests.csv"],
)
def test_two_processes_with_different_hash_seeds_say_the_same(request_file: str) -> None:
    """Sets and dictionaries leave no trace in an answer."""
    assert said(request_file, "1") == said(request_file, "4711")
