"""A room handed in on a page: tried with every problem told, its columns mapped, then kept as a version."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from tests.api.http.browsing import Visitor, words
from tests.api.http.serving import Site
from tests.workflow.handling.carrying import ROOM, room_files
from tests.workflow.offices import ADMIN, KABID, KASI
from workflow.conflicts import NotStored

TRY, LOAD = "/administration/rooms/try", "/administration/rooms/load"
RACKS = b"rack,row,u_height\nR1,A,42\nR2,A,42\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def hand_in(site: Site, name: str, content: bytes, person: str = KASI, **values: str) -> Any:
    return Visitor(site, person).post(
        TRY, {"room": ROOM, "kind": "room", **values}, files={"file": (name, content)}
    )


def hidden(answer: Any) -> dict[str, Any]:
    """What the form that loads the room sends."""
    form = re.search(
        r'<form method="post" action="/administration/rooms/load">(.*?)</form>', answer.text, re.S
    )
    assert form is not None, words(answer)[:600]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]):
        found.setdefault(name, []).append(value)
    return found


def versions(site: Site, room: str = ROOM) -> int:
    with site.store.read() as unit:
        try:
            return unit.rooms.version(room).number
        except NotStored:
            return 0


def row_of(answer: Any, name: str) -> list[str]:
    found = re.search(rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', answer.text, re.S)
    assert found is not None, name
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found[1].split("</td>")][:-1]


def test_a_zip_is_tried_and_then_kept_as_the_next_version(site: Site) -> None:
    tried = hand_in(site, "room.zip", zipped(room_files()))
    assert (tried.status_code, "Nothing was kept yet." in words(tried)) == (200, True)
    assert row_of(tried, "racks.csv")[1] == "as before"
    assert versions(site) == 1
    done = Visitor(site, KASI).post(LOAD, hidden(tried))
    assert done.headers["location"] == "/administration/rooms?done=room"
    assert versions(site) == 2
    with site.store.read() as unit:
        told = unit.log.of("room", ROOM)[-1].news
        assert unit.rooms.files(ROOM) == room_files()
    assert (told.kind, told.by) == ("RoomLoaded", KASI)


def test_every_problem_is_told_with_file_row_and_column_and_nothing_is_kept(site: Site) -> None:
    files = dict(room_files())
    files["racks.csv"] = files["racks.csv"].replace(b",42,", b",forty,", 2)
    files["devices.csv"] += b"no-such-rack,Z99,1,front,1,1,1,1,1,1\n"
    tried = hand_in(site, "room.zip", zipped(files))
    assert tried.status_code == 422
    told = words(tried)
    assert re.search(r"\d+ problems: nothing was kept\.", told)
    assert "racks.csv 2 u_height" in told
    assert "Load it" not in told
    assert versions(site) == 1


def test_one_table_takes_the_place_of_its_like(site: Site) -> None:
    content = room_files()["racks.csv"].replace(b"A03", b"A03", 1) + b"\n"
    tried = hand_in(site, "rak.csv", content, table="racks.csv")
    assert row_of(tried, "racks.csv")[1] == "changed"
    assert row_of(tried, "devices.csv")[1] == "as before"
    assert "It is not known which table this is." in words(hand_in(site, "rak.csv", content))
    assert row_of(hand_in(site, "racks.csv", content), "racks.csv")[1] == "changed"


def test_columns_of_another_name_are_mapped_and_separators_of_a_spreadsheet_taken(site: Site) -> None:
    content = b"Nama Rak;row;u_height;Catatan\nR1;A;42;x\nR2;A;42;y\n"
    tried = hand_in(site, "racks.csv", content, room="baru")
    assert tried.status_code == 422
    kept = re.findall(r'name="kept" value="([0-9a-f]{64})"', tried.text)[0]
    assert "Nama Rak" in words(tried)
    mapped = {"kept": kept, "column": ["1", "2"], "file-1": "racks.csv", "file-2": "racks.csv"}
    mapped |= {"header-1": "Nama Rak", "header-2": "Catatan", "to-1": "rack", "to-2": ""}
    again = Visitor(site, KASI).post(TRY, mapped)
    assert again.status_code == 200, words(again)[:600]
    assert versions(site, "baru") == 0
    assert Visitor(site, KASI).post(LOAD, hidden(again)).status_code == 303
    with site.store.read() as unit:
        table = list(csv.DictReader(io.StringIO(unit.rooms.files("baru")["racks.csv"].decode())))
    assert table == [{"rack": one, "row": "A", "u_height": "42"} for one in ("R1", "R2")]


def test_what_a_column_may_stand_for_is_proposed(site: Site) -> None:
    tried = hand_in(site, "racks.csv", RACKS.replace(b"u_height", b"U-Heigth"), room="baru")
    assert re.search(r'<option value="u_height" selected>', tried.text)


def test_json_holds_rows_of_tables_or_texts_of_files(site: Site) -> None:
    rows = {"racks": [{"rack": "R1", "row": "A", "u_height": 42}, {"rack": "R2", "row": "A", "u_height": 42}]}
    for told in (rows, {"files": {"racks.csv": RACKS.decode()}}, {"racks.csv": RACKS.decode()}):
        tried = hand_in(site, "room.json", json.dumps(told).encode(), room="baru")
        assert tried.status_code == 200, words(tried)[:600]
        assert row_of(tried, "racks.csv") == ["2", "new"]
    for bad in (b"{", b"{}", b'{"racks": 1}', b'{"hall": []}'):
        assert hand_in(site, "room.json", bad, room="baru").status_code == 422


def test_an_export_of_netbox_becomes_a_room_with_what_it_does_not_say(site: Site) -> None:
    export = {
        "racks.csv": b"name,site,location,status,u_height\nN1,HQ,DC,Active,42\nN2,HQ,DC,Active,42\n",
        "device-types.yaml": b"",
    }
    tried = hand_in(site, "export.zip", zipped(export), room="netbox", kind="netbox")
    assert tried.status_code == 200, words(tried)[:900]
    assert "What the export does not say" in words(tried)
    assert Visitor(site, KASI).post(LOAD, hidden(tried)).status_code == 303
    assert versions(site, "netbox") == 1


@pytest.mark.parametrize(
    ("name", "content", "values"),
    [
        ("room.zip", b"PK\x03\x04 broken", {}),
        ("room.zip", zipped({"notes.txt": b"x"}), {}),
        ("export.zip", b"no zip at all", {"kind": "netbox"}),
        ("racks.csv", b"\xff\xfe\x00", {}),
        ("racks.csv", RACKS, {"room": "../x"}),
        ("racks.csv", b"", {}),
    ],
)
def test_what_is_no_room_is_refused_in_words(
    site: Site, name: str, content: bytes, values: dict[str, str]
) -> None:
    answer = hand_in(site, name, content, **values)
    assert answer.status_code == 422
    assert "problem" in words(answer)
    assert versions(site) == 1


def test_without_a_file_one_is_asked_for(site: Site) -> None:
    answer = Visitor(site, KASI).post(TRY, {"room": ROOM})
    assert (answer.status_code, "Choose a file." in words(answer)) == (422, True)


def test_nobody_loads_what_another_handed_in_or_any_other_file(site: Site) -> None:
    kept = hidden(hand_in(site, "racks.csv", RACKS, room="baru"))["kept"][0]
    assert Visitor(site, ADMIN).post(LOAD, {"kept": kept}).status_code == 404
    with site.store.write() as unit:
        paper = unit.files.put(b"%PDF-1.7 secret of an agency", site.now).sha256
        unit.commit()
    for one in (paper, "0" * 64, "x"):
        answer = Visitor(site, ADMIN).post(LOAD, {"kept": one})
        assert (answer.status_code, "secret" in answer.text) == (404, False)
    assert Visitor(site, KABID).post(LOAD, {"kept": kept}).status_code == 403


def test_the_files_the_policy_and_the_standard_are_shown_and_downloaded(site: Site) -> None:
    page = Visitor(site, KABID).get(f"/administration/rooms/{ROOM}")
    assert row_of(page, "power.survive")[0] == "utility ups panel pdu"
    assert row_of(page, "ranking.heavy_low")[0] == "default"
    assert "almalinux" in words(page)
    file = Visitor(site, KABID).get(f"/administration/rooms/{ROOM}/files/racks.csv")
    assert file.content == room_files()["racks.csv"]
    assert file.headers["content-security-policy"].endswith("sandbox")
    assert Visitor(site, KABID).get(f"/administration/rooms/{ROOM}/files/secret.csv").status_code == 404
    assert Visitor(site, KABID).get("/administration/rooms/hall").status_code == 404
