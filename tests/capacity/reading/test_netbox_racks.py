"""Racks and reservations from NetBox: labels, display values, names that repeat."""

from __future__ import annotations

from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.reading.netbox import import_netbox_csv
from tests.capacity.reading.netbox_export import gap_about, imported, room_of, rows, why_left_out


def test_labels_of_all_data_with_display_values_are_read(tmp_path: Path) -> None:
    """42U, 1000 kg and 740 are a height, a weight and a depth."""
    found = imported(
        tmp_path,
        racks="""\
        Name,Site,Location,Status,Height,Starting unit,Mounting depth,Weight,Max Weight
        R1,Hall,Row A,Active,42U,5,740,,1000 kg
        """,
    )
    (rack,) = room_of(found, tmp_path).racks
    assert (rack.name, rack.row, rack.height_u, rack.first_unit) == ("R1", "Row A", 42, 5)
    assert (rack.usable_depth_mm, rack.max_load_g, rack.status) == (740, 1_000_000, "active")


def test_names_of_the_import_form_are_read_too(tmp_path: Path) -> None:
    """u_height, mounting_depth, max_weight with weight_unit are what NetBox itself imports."""
    found = imported(
        tmp_path,
        racks="""\
        site,location,name,status,u_height,desc_units,mounting_depth,max_weight,weight_unit
        hall,row-a,R1,deprecated,47,true,900,500,kg
        """,
    )
    (rack,) = room_of(found, tmp_path).racks
    assert (rack.height_u, rack.usable_depth_mm, rack.max_load_g) == (47, 900, 500_000)
    assert rack.status == "retired"
    assert gap_about(found, "numbered from the top: Titip") == ("R1",)


def test_the_weight_of_the_rack_is_taken_off_what_it_carries(tmp_path: Path) -> None:
    """NetBox's maximum weight includes the rack itself."""
    found = imported(
        tmp_path,
        racks="""\
        Name,Status,Height,Weight,Max Weight
        R1,Active,42U,120 kg,1000 kg
        R2,Active,42U,,900 kg
        """,
    )
    assert [row["max_load_kg"] for row in rows(found, "racks.csv")] == ["880", "900"]
    assert gap_about(found, "whose weight is not given") == ("R2",)


def test_pounds_become_whole_grams_and_that_is_told(tmp_path: Path) -> None:
    """A weight in pounds is converted exactly, rounded once, and listed."""
    found = imported(tmp_path, racks="Name,Height,Max Weight\nR1,42U,2000 lb\n")
    assert rows(found, "racks.csv")[0]["max_load_kg"] == "907.185"
    assert gap_about(found, "rounded to whole grams") == ("R1",)


def test_rack_names_that_repeat_get_their_site_and_only_those(tmp_path: Path) -> None:
    """A name that is unique already stays as it is."""
    found = imported(
        tmp_path,
        racks="""\
        Name,Site,Location,Height
        Closet,North,,12U
        Closet,South,,12U
        R1,South,Row A,42U
        """,
    )
    names = [row["rack"] for row in rows(found, "racks.csv")]
    assert names == ["North/Closet", "South/Closet", "R1"]


def test_one_name_in_two_locations_of_a_site_stays_apart(tmp_path: Path) -> None:
    """The location comes in where the site is not enough, and devices find the right one."""
    found = imported(
        tmp_path,
        racks="""\
        Name,Site,Location,Height
        R1,Hall,Row A,42U
        R1,Hall,Row B,42U
        """,
        devices="""\
        Name,Site,Location,Rack,Manufacturer,Type,Position,U Height
        web,Hall,Row B,R1,Acme,S1,7,1
        """,
    )
    assert [row["rack"] for row in rows(found, "racks.csv")] == ["Hall/Row A/R1", "Hall/Row B/R1"]
    assert rows(found, "devices.csv")[0]["rack"] == "Hall/Row B/R1"


def test_rows_of_two_sites_with_one_name_are_two_rows(tmp_path: Path) -> None:
    """A rule such as apart:row must not mix the rows of two halls."""
    found = imported(
        tmp_path,
        racks="""\
        Name,Site,Location,Height
        R1,North,Row 1,42U
        R2,South,Row 1,42U
        R3,South,,42U
        """,
    )
    assert [row["row"] for row in rows(found, "racks.csv")] == ["North/Row 1", "South/Row 1", "South"]


@pytest.mark.parametrize(
    ("shown", "status"),
    [("Active", "active"), ("Available", "planned"), ("Reserved", "planned"), ("Deprecated", "retired")],
)
def test_only_active_racks_stay_active(tmp_path: Path, shown: str, status: str) -> None:
    """What NetBox does not call active takes no equipment, and the reading is listed."""
    found = imported(tmp_path, racks=f"Name,Status,Height\nR1,{shown},42U\n")
    assert rows(found, "racks.csv")[0]["status"] == status
    assert any(shown in gap.what for gap in found.gaps) == (status != "active")


def test_the_rack_type_fills_what_the_rack_leaves_empty(tmp_path: Path) -> None:
    """Height, depth and weights may stand with the type alone."""
    found = imported(
        tmp_path,
        racks="Name,Type,Manufacturer,Height,Mounting depth\nR1,Tall,Acme,,\nR2,Tall,Acme,42U,700\n",
        rack_types="""\
        Model,Manufacturer,Height,Starting unit,Mounting depth,Weight,Max Weight
        Tall,Acme,48U,1,1000,100 kg,1100 kg
        """,
    )
    first, second = rows(found, "racks.csv")
    assert (first["u_height"], first["usable_depth_mm"], first["max_load_kg"]) == ("48", "1000", "1000")
    assert (second["u_height"], second["usable_depth_mm"]) == ("42", "700")


def test_a_mark_of_byte_order_and_foreign_line_ends_are_accepted(tmp_path: Path) -> None:
    """NetBox writes CRLF, and spreadsheets put a mark in front."""
    (tmp_path / "racks.csv").write_bytes(b"\xef\xbb\xbfName,Height\r\nR1,42U\r\n")
    assert rows(import_netbox_csv(tmp_path), "racks.csv")[0]["rack"] == "R1"


def test_a_column_that_is_not_used_may_stand_twice(tmp_path: Path) -> None:
    """Exports of reservations have Created twice."""
    found = imported(
        tmp_path,
        rack_reservations="""\
        Reservation,Site,Rack,Units,Status,User,Description,ID,Location,Created,Tenant,Created
        7,Hall,R1,1-10,Active,ayu,For later,7,Row A,2026-01-01,Dinas X,2026-01-01
        """,
    )
    (held,) = room_of(found, tmp_path).reservations
    assert (held.name, held.rack, held.position_hu, held.height_hu) == ("netbox-7", "R1", 2, 20)
    assert (held.owner, held.power_w, held.until) == ("Dinas X", None, None)


def test_a_reservation_of_scattered_units_becomes_one_row_per_run(tmp_path: Path) -> None:
    """1-3 and 7 are two places of one reservation."""
    found = imported(
        tmp_path, rack_reservations='site,location,rack,units\nHall,Row A,R1,"1,2,3,7"\nHall,Row A,R1,9\n'
    )
    places = [(r["reservation"], r["position_u"], r["u_height"]) for r in rows(found, "reservations.csv")]
    assert places == [("netbox-row-2.1", "1", "3"), ("netbox-row-2.2", "7", "1"), ("netbox-row-3", "9", "1")]


def test_stale_and_unplaceable_reservations_are_left_out_and_told(tmp_path: Path) -> None:
    """Nothing disappears without a reason."""
    found = imported(
        tmp_path,
        rack_reservations="""\
        ID,Site,Rack,Units,Status
        1,Hall,R1,1-10,Stale
        2,Hall,R9,1-10,Active
        """,
    )
    assert "reservations.csv" not in found.files
    assert "stale" in why_left_out(found, "1")
    assert "R9" in why_left_out(found, "2")


def test_a_tenant_of_a_rack_does_not_shut_others_out(tmp_path: Path) -> None:
    """NetBox does not say whether the tenant alone may use the rack."""
    found = imported(tmp_path, racks="Name,Tenant,Height\nR1,Dinas X,42U\n")
    assert rows(found, "racks.csv")[0]["dedicated_to"] == ""
    assert gap_about(found, "has a tenant") == ("R1",)


def test_a_cooling_capacity_in_kilowatts_is_the_heat_limit(tmp_path: Path) -> None:
    """NetBox 4.7 knows it; before, the limit stays unknown and is listed."""
    found = imported(tmp_path, racks="name,u_height,cooling_capacity\nR1,42,7.5\nR2,42,\n")
    assert [row["max_heat_w"] for row in rows(found, "racks.csv")] == ["7500", ""]
    assert ("R2",) in [gap.names for gap in found.gaps if gap.column == "max_heat_w"]


def test_every_bad_cell_is_told_at_once(tmp_path: Path) -> None:
    """The source is unusable; all its faults come together, with file, row and column."""
    with pytest.raises(BadInput) as raised:
        imported(
            tmp_path,
            racks="Name,Height,Starting unit,Max Weight\nR1,tall,1,9 stone\nR2,420U,x,\n,42U,1,\nR4,,1,\n",
        )
    places = [(p.file, p.row, p.column) for p in raised.value.problems]
    assert places == [
        ("racks.csv", 2, "height"),
        ("racks.csv", 2, "max_weight"),
        ("racks.csv", 3, "height"),
        ("racks.csv", 3, "starting_unit"),
        ("racks.csv", 4, "name"),
        ("racks.csv", 5, "height"),
    ]
