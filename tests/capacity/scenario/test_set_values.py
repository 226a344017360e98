"""The small door for a single row: cells set in a room that is there already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.errors import BadInput
from capacity.reading import read_files
from capacity.scenario import set_values
from tests.builders import device, room

FILES = {
    "racks.csv": b"rack,row,u_height\nR1,A,42\n",
    "devices.csv": b"device,rack,position_u,u_height,power_w\nSIAK-DB,R1,3,2,400\nWEB,R1,7,1,\n",
}


def test_a_known_weight_goes_into_the_row_and_nowhere_else() -> None:
    base = read_files(FILES)
    new = set_values(base, "devices", "SIAK-DB", {"weight_kg": "25"})
    assert new.devices == (replace(base.devices[0], weight_g=25_000), base.devices[1])
    assert replace(new, devices=base.devices, sha256=base.sha256) == base


def test_the_same_value_is_the_room_itself() -> None:
    base = read_files(FILES)
    assert set_values(base, "devices", "SIAK-DB", {"power_w": "400"}) is base


def test_rows_keep_their_numbers() -> None:
    new = set_values(read_files(FILES), "devices", "WEB", {"power_w": "90"})
    assert [d.line for d in new.devices] == [2, 3]


def test_refusals_name_the_row_of_the_file() -> None:
    with pytest.raises(BadInput) as caught:
        set_values(read_files(FILES), "devices", "WEB", {"power_w": "ninety", "rack": "R2", "kg": "1"})
    told = [(p.file, p.row, p.column) for p in caught.value.problems]
    assert told == [("devices.csv", 3, "kg"), ("devices.csv", 3, "power_w"), ("devices.csv", 3, "rack")]


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(BadInput) as caught:
        set_values(read_files(FILES), "devices", "SIAKDB", {"power_w": "1"})
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (None, "name")
    assert "'SIAK-DB'" in problem.advice


@pytest.mark.parametrize("table", ["gadgets", "cooling"])
def test_an_unknown_or_empty_table_is_refused(table: str) -> None:
    with pytest.raises(BadInput):
        set_values(room(device()), table, "D1", {"status": "active"})


def test_rows_of_no_file_stay_so_beside_rows_of_a_file() -> None:
    """A stored room holds rows of its files, and what was placed since."""
    base = read_files(FILES)
    mixed = replace(base, devices=(*base.devices, device("P1"), device("P2", position_hu=60)))
    assert set_values(mixed, "devices", "P2", {"power_w": "0"}) is mixed
    new = set_values(mixed, "devices", "P2", {"power_w": "9"})
    assert [d.line for d in new.devices] == [2, 3, 0, 0]
    assert [d.power_w for d in new.devices] == [400, None, 0, 9]
