"""The analysis on the made-up rooms that come along: the same bytes in every process, and a cluster."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from capacity.data import data_path
from capacity.reading import read_room
from capacity.reading.catalogue import read_catalogue
from capacity.room import Room
from tests.workflow.analysis.analysing import AT, TODAY, holding, version
from workflow.analysis import (
    Frozen,
    analyse,
    canonical_request,
    holds,
    installed_things,
    judge,
    judge_installed,
    limits_at,
    read_frozen,
    take,
    take_own,
)
from workflow.papers import Installed, ItemPlace

ROOT = Path(__file__).resolve().parents[3]
IN_ANOTHER_PROCESS = """
import sys
from tests.workflow.analysis.test_shipped_rooms import shipped
sys.stdout.buffer.write(shipped("denpasar", "fits-web-server.json").text)
"""


@cache
def room(name: str) -> Room:
    return read_room(data_path(f"rooms/{name}"))


def shipped(name: str, request: str, case: str = "PS-1") -> Frozen:
    catalogue = read_catalogue()
    asked = json.loads(data_path(f"requests/{request}").read_text(encoding="utf-8"))
    return analyse(
        room(name),
        version(room(name)),
        canonical_request(asked, catalogue),
        case,
        today=TODAY,
        at=AT,
        by="kasi",
        catalogue=catalogue,
    )


def test_every_process_freezes_the_same_bytes() -> None:
    """Names are put in order before they are written, whatever order a set of them has in a process."""
    texts = {
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            check=True,
            timeout=50,
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {shipped("denpasar", "fits-web-server.json").text}


@pytest.mark.parametrize("file", sorted(path.name for path in data_path("requests").glob("*.json")))
def test_every_sample_request_goes_through_the_whole_step(file: str) -> None:
    """Decided as the file's name says; what fits is accepted, held, and installed as it was asked."""
    denpasar, frozen = room("denpasar"), shipped("denpasar", file)
    assert read_frozen(frozen.text) == frozen
    for name, result in (
        ("cannot-decide", "cannot_decide"),
        ("does-not-fit", "does_not_fit"),
        ("fits", "fits"),
    ):
        assert not file.startswith(name) or frozen.result == result
    if frozen.result != "fits":
        return
    choice = take(frozen)
    held = holding(denpasar, frozen.request, choice)
    assert judge(held, frozen.request, choice, today=TODAY).holds
    assert len(holds(frozen.request, choice, denpasar.policy)) == frozen.request.quantity
    installed = [Installed(f"SN-{item.item}", "", item=item.item) for item in choice.items]
    assert judge_installed(held, frozen.request, choice, installed, today=TODAY).holds
    assert len(installed_things(frozen.request, choice, installed)) == frozen.request.quantity
    assert limits_at(denpasar, frozen.request, choice, today=TODAY)


def test_a_cluster_of_three_is_held_and_judged_as_one() -> None:
    """Apart by rack, power and cooling: each held, none of it another's, and moved together it is refused."""
    hall, frozen = room("hall"), shipped("hall", "hall/cluster.json")
    choice = take(frozen)
    assert len({item.rack for item in choice.items}) == 3
    held = holding(hall, frozen.request, choice)
    assert judge(held, frozen.request, choice, today=TODAY).holds
    other = judge(held, replace(frozen.request, name="PS-2"), choice, today=TODAY)
    assert sum("is not free for it" in reason for reason in other.reasons) == 3
    first = choice.items[0]
    crowd = replace(
        choice,
        items=tuple(replace(first, item=n, position_hu=(first.position_hu or 0) + 4 * n) for n in (1, 2, 3)),
    )
    assert "apart:rack is not kept" in judge(hall, frozen.request, crowd, today=TODAY).reasons


def test_a_cluster_may_be_placed_by_hand() -> None:
    hall, frozen = room("hall"), shipped("hall", "hall/cluster.json")
    bare = [ItemPlace(item.item, item.rack, item.position_hu) for item in take(frozen).items]
    own = take_own(hall, frozen, bare, today=TODAY)
    assert own.rules == ()
    assert judge(hall, frozen.request, own, today=TODAY).holds
