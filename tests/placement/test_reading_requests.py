"""Batches and placements in CSV: every row judged, every problem told with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.reading.catalogue import DeviceType
from capacity.room import Cord, PortUse
from placement import reading
from placement.placed import Placed
from placement.reading import read_placements, read_requests
from placement.request import PortNeed, Request

SERVER = Request("Q1", quantity=2)
APPLICATION = Request("A1", kind="application")


def write(path: Path, text: str, name: str = "batch.csv") -> Path:
    (path / name).write_text(text, encoding="utf-8", newline="")
    return path / name


def test_a_batch_is_read_in_its_order(tmp_path: Path) -> None:
    """With defaults, the row each came from, and the file's own name."""
    path = write(
        tmp_path,
        "request,kind,quantity,keep,u_height,power_w,cords,ports,device_type,vcpu\n"
        "Q2,server,3,apart:rack together:row,2,500,1,10gbase-t:2,,\n\n"
        "Q1,,,,,,,,box,\nA1,application,,,,,,,,4\n",
    )
    second, first, application = read_requests(path, {"box": DeviceType("box", height_hu=2, power_w=300)})
    assert (second.name, second.quantity, second.height_hu, second.cords) == ("Q2", 3, 4, 1)
    assert second.keep == ("apart:rack", "together:row")
    assert second.ports == (PortNeed("10gbase-t", 2),)
    assert (first.kind, first.cords, first.height_hu, first.power_w, first.line) == ("server", 2, 2, 300, 4)
    assert (application.vcpu, application.file, application.line) == (4, "batch.csv", 5)


def test_a_batch_may_be_empty_but_not_absent(tmp_path: Path) -> None:
    """A header alone asks for nothing; 0 bytes are no table."""
    assert read_requests(write(tmp_path, "request\n"), {}) == ()
    for path in (write(tmp_path, "", "empty.csv"), tmp_path / "nowhere.csv"):
        with pytest.raises(BadInput):
            read_requests(path, {})


def test_a_batch_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it the file is refused as a whole."""
    monkeypatch.setattr(reading, "MOST_REQUESTS", 3)
    assert len(read_requests(write(tmp_path, "request\na\nb\nc\n"), {})) == 3
    with pytest.raises(BadInput):
        read_requests(write(tmp_path, "request\na\nb\nc\nd\n"), {})


def test_all_problems_of_a_batch_come_at_once(tmp_path: Path) -> None:
    """Cells, contradictions, unknown types and names that stand twice."""
    path = write(
        tmp_path,
        "request,power_w,cords,device_type,from,until\nQ1,5oo,2,,,\nQ2,5,0,,,\nQ1,,,x,,\n,,,,,\nQ4,,,,2027-01-02,2027-01-01\n,1,,,,\n",
    )
    with pytest.raises(BadInput) as bad:
        read_requests(path, {})
    assert [(p.file, p.row, p.column) for p in bad.value.problems] == [
        ("batch.csv", 2, "power_w"),
        ("batch.csv", 3, "cords"),
        ("batch.csv", 4, "device_type"),
        ("batch.csv", 4, "request"),
        ("batch.csv", 6, "until"),
        ("batch.csv", 7, "request"),
    ]


def test_placements_are_read(tmp_path: Path) -> None:
    """Servers have a rack, a unit and a face; applications a host."""
    path = write(
        tmp_path,
        "request,item,rack,position_u,face,cords,ports,host\n"
        "Q1,2,R01,17.5,rear,R01-A:L1 R01-B,SW-A/10gbase-t:1,\nA1,1,,,,,,h1\nQ1,1,R02,1,,,,\n",
    )
    assert read_placements(path, [SERVER, APPLICATION]) == (
        Placed(
            "Q1",
            2,
            "R01",
            35,
            "rear",
            (Cord("R01-A", "L1"), Cord("R01-B")),
            (PortUse("SW-A", "10gbase-t", 1),),
            line=2,
        ),
        Placed("A1", 1, host="h1", line=3),
        Placed("Q1", 1, "R02", 2, "front", line=4),
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Q1,3,R01,1,,,,", "item"),
        ("Q1,0,R01,1,,,,", "item"),
        ("Q1,,R01,1,,,,", "item"),
        ("Q1,1.5,R01,1,,,,", "item"),
        ("Q1,2,R01,1,,,,", "item"),
        ("Q9,1,R01,1,,,,", "request"),
        (",1,R01,1,,,,", "request"),
        ("Q1,1,,1,,,,", "rack"),
        ("Q1,1,R01,,,,,", "position_u"),
        ("Q1,1,R01,1.25,,,,", "position_u"),
        ("Q1,1,R01,0U,,,,", "position_u"),
        ("Q1,1,R01,1,top,,,", "face"),
        ("Q1,1,R01,1,,R01-A:L9,,", "cords"),
        ("Q1,1,R01,1,,,SW-A:1,", "ports"),
        ("Q1,1,R01,1,,,,h1", "host"),
        ("A1,1,,,,,,", "host"),
        ("A1,1,R01,,,,,h1", "rack"),
        ("A1,1,,,,P-A,,h1", "cords"),
    ],
)
def test_placements_that_make_no_sense_are_bad_input(tmp_path: Path, row: str, column: str) -> None:
    """Items out of range or twice, unknown requests, and cells of the other kind."""
    path = write(tmp_path, f"request,item,rack,position_u,face,cords,ports,host\nQ1,2,R01,9,,,,\n{row}\n")
    with pytest.raises(BadInput) as bad:
        read_placements(path, [SERVER, APPLICATION])
    (problem,) = bad.value.problems
    assert (problem.file, problem.row, problem.column) == ("batch.csv", 3, column)


def test_a_misspelt_request_is_suggested(tmp_path: Path) -> None:
    """Among those of the batch."""
    path = write(tmp_path, "request,item\nweb-front,1\n")
    with pytest.raises(BadInput) as bad:
        read_placements(path, [Request("web-frnt")])
    assert "'web-frnt'" in bad.value.problems[0].advice
