"""Device types: read by slug, and a room's own laid over those that Titip brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.reading import catalogue
from capacity.reading.catalogue import DeviceType, catalogue_for, read_catalogue
from tests.rooms import write_room

TYPES = (
    "slug,manufacturer,model,u_height,depth,depth_mm,weight_kg,power_w,power_basis,cords,ports,child,source\n"
    "box-1,Acme,Box 1,1.5,half,,12.25,350,,2,10gbase-t:2 1000base-t@mgmt:1,,data sheet\n"
    "blade,Acme,Blade,0,,,,,budget,,,yes,\n"
)


def test_a_catalogue_is_read_in_base_units(tmp_path: Path) -> None:
    """Empty is unknown, but for the defaults of the dictionary."""
    (tmp_path / "types.csv").write_text(TYPES)
    types = read_catalogue(tmp_path / "types.csv")
    assert types["box-1"] == DeviceType(
        slug="box-1",
        manufacturer="Acme",
        model="Box 1",
        height_hu=3,
        depth="half",
        weight_g=12_250,
        power_w=350,
        cords=2,
        ports=(("10gbase-t", None, 2), ("1000base-t", "mgmt", 1)),
        source="data sheet",
        line=2,
    )
    assert types["blade"].child
    assert types["blade"].depth == "full"


def test_the_room_s_own_types_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They add to the catalogue, and correct it."""
    (tmp_path / "device_types.csv").write_text(TYPES)
    monkeypatch.setattr(catalogue, "data_path", lambda name: tmp_path / name)
    room = write_room(tmp_path / "room", device_types="slug,power_w\nbox-1,999\nown,1\n")
    types = catalogue_for(room)
    assert sorted(types) == ["blade", "box-1", "own"]
    assert types["box-1"].power_w == 999
    assert sorted(catalogue_for(write_room(tmp_path / "plain"))) == ["blade", "box-1"]


def test_the_catalogue_that_titip_brings_along_has_no_problem() -> None:
    """What ships must read."""
    assert all(slug == model.slug for slug, model in read_catalogue().items())


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("slug\na\na\n", 3, "slug"),
        ("slug,cords\na,x\n", 2, "cords"),
        ("slug\na b\n", 2, "slug"),
        ("", None, ""),
    ],
)
def test_a_bad_catalogue_is_refused(tmp_path: Path, text: str, row: int | None, column: str) -> None:
    """Under its own name, with the row."""
    (tmp_path / "types.csv").write_text(text)
    with pytest.raises(BadInput) as bad:
        read_catalogue(tmp_path / "types.csv")
    (problem,) = bad.value.problems
    assert (problem.file, problem.row, problem.column) == ("types.csv", row, column)


def test_a_missing_catalogue_or_room_is_bad_input(tmp_path: Path) -> None:
    """Like any other file that is named and is not there."""
    with pytest.raises(BadInput):
        read_catalogue(tmp_path / "types.csv")
    with pytest.raises(BadInput):
        catalogue_for(tmp_path / "nowhere")
