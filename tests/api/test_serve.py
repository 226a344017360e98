"""titip serve: an empty database is made, requests are answered, and it ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.store import open_store


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
    return number


@pytest.fixture
def service(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    environment = os.environ | {
        "TITIP_DATABASE": f"sqlite:///{tmp_path / 'titip.db'}",
        "TITIP_URL": f"http://127.0.0.1:{port}",
    }
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait(port: int, path: str) -> tuple[int, bytes]:
    """The answer, as soon as somebody listens."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


def test_it_makes_its_database_answers_and_ends_when_told(
    service: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    status, body = wait(port, "/api/v1/openapi.json")
    assert (status, json.loads(body)["info"]["title"]) == (200, "Titip")
    status, body = wait(port, "/api/v1/rooms")
    assert (status, json.loads(body)["code"]) == (401, "not-signed-in")
    service.send_signal(signal.SIGTERM)
    _, told = service.communicate(timeout=30)
    assert service.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in told
    store = open_store(f"sqlite:///{tmp_path / 'titip.db'}")
    with store.read() as unit:
        assert unit.office.procedures()
    assert store.faults() == ()
    store.close()


def test_plain_http_is_for_this_machine_only(tmp_path: Path) -> None:
    environment = os.environ | {
        "TITIP_DATABASE": f"sqlite:///{tmp_path / 'titip.db'}",
        "TITIP_URL": "http://titip.denpasar.example",
    }
    words = [sys.executable, "-m", "api.cli", "serve"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "TITIP_URL" in done.stdout + done.stderr
