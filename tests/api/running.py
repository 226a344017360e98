"""Running `titip` inside the test's own process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from capacity.data import data_path

TODAY = "2026-11-24"
SAMPLE = data_path("rooms/denpasar")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs `titip` with words."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as done:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        assert isinstance(done.value.code, int)
        return Ran(done.value.code, captured.out, captured.err)

    return run


def sample(name: str) -> Path:
    """A request of the sample room."""
    return data_path("requests") / name


def request_file(folder: Path, **values: object) -> Path:
    """A small server's request, with `values` in the place of its own; None takes a key out."""
    asked: dict[str, object] = {
        "request": "REQ-1",
        "kind": "server",
        "owner": "bps",
        "u_height": 2,
        "depth_mm": 700,
        "weight_kg": 20,
        "power_w": 300,
        "cords": 2,
        "ports": "10gbase-x-sfpp:2",
        "port_sides": 2,
    }
    asked.update(values)
    path = folder / "request.json"
    path.write_text(json.dumps({k: v for k, v in asked.items() if v is not None}), encoding="utf-8")
    return path
