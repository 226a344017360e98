"""titip verify on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.running import Run
from tests.rooms import write_room

REQUESTS = "request,kind,u_height,depth_mm,weight_kg,power_w,cords\nA,server,2,700,20,300,2\n"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [("A,1,R01,5,front,R01-A R01-B", 0, "HOLDS"), ("A,1,R01,1,front,R01-A R01-B", 1, "VIOLATED")],
)
def test_the_exit_code_tells_the_verdict(titip: Run, tmp_path: Path, row: str, code: int, words: str) -> None:
    """0 holds, 1 violated; the same in JSON."""
    room = write_room(tmp_path / "room")
    (tmp_path / "requests.csv").write_text(REQUESTS, encoding="utf-8")
    (tmp_path / "placements.csv").write_text(
        f"request,item,rack,position_u,face,cords\n{row}\n", encoding="utf-8"
    )
    paths = (room, tmp_path / "requests.csv", tmp_path / "placements.csv")
    ran = titip("verify", *paths)
    assert ran.code == code
    assert words in ran.out
    said = titip("verify", *paths, "--json")
    assert said.code == code
    assert said.said["holds"] is (code == 0)
    assert {"holds", "violations", "unknown", "conditions"} == set(said.said)
    for violation in said.said["violations"]:
        assert set(violation) == {"rule", "where", "scenario", "unit", "capacity", "after", "items"}


def test_an_item_out_of_range_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """Exit 2 and the row."""
    room = write_room(tmp_path / "room")
    (tmp_path / "requests.csv").write_text(REQUESTS, encoding="utf-8")
    (tmp_path / "p.csv").write_text("request,item,rack,position_u\nA,2,R01,5\n", encoding="utf-8")
    ran = titip("verify", room, tmp_path / "requests.csv", tmp_path / "p.csv", "--json")
    assert ran.code == 2
    assert ran.said["errors"][0]["row"] == 2
