"""Files that mean harm, sent as a room or as a paper: told what is wrong, nothing is kept; never a 5xx."""

from __future__ import annotations

import io
import stat
import zipfile
from importlib import import_module
from typing import Any

import pytest

from tests.api.http.serving import Site, problem
from tests.rooms import ROOM
from tests.workflow.offices import ADMIN, KASI

# The package gives its routers the names of their modules.
ROOMS = import_module("api.routes.rooms")


def zipped(files: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(name, text)
    return content.getvalue()


def room(file: str, old: str, new: str) -> bytes:
    """The small room with one text in one of its files replaced."""
    assert old in ROOM[file]
    return zipped({**ROOM, file: ROOM[file].replace(old, new, 1).encode("utf-8", "surrogateescape")})


def loaded(site: Site, content: bytes, name: str = "hostile") -> Any:
    return site.as_(ADMIN).put(f"/rooms/{name}", files={"file": ("room.zip", content)})


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms are read in this process: starting another takes a hundred times as long as reading one."""
    monkeypatch.setattr(ROOMS, "run_in_child", lambda work, content, **_: work(content))


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms are read in their child process, and a busy machine gets its time."""
    monkeypatch.setattr(ROOMS, "READ_S", 50.0)


def linked() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        entry = zipfile.ZipInfo("racks.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(entry, "/etc/hostname")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "file", "row", "column"),
    [
        (room("devices.csv", "20,300", "20," + "9" * 5000), "devices.csv", 2, "power_w"),
        (room("devices.csv", "20,300", "20,1e2"), "devices.csv", 2, "power_w"),
        (room("devices.csv", "web-1,R01,1", "web-1,R01,-1"), "devices.csv", 2, "position_u"),
        (room("racks.csv", "1 41-42", "1 41-999999999"), "racks.csv", 3, "blocked_units"),
        (room("power.csv", "PNL-A,panel,A,UPS-A", "PNL-A,panel,A,PNL-A"), "power.csv", None, "fed_by"),
        (room("racks.csv", "R02,B", "R01,B"), "racks.csv", 3, "rack"),
        (room("racks.csv", "u_height", "u_hieght"), "racks.csv", 1, "u_height"),
        (room("policy.toml", "usable_fraction = 0.8", "usable_fraction = [["), "policy.toml", None, ""),
    ],
    ids=["digits", "exponent", "below", "range", "cycle", "twice", "column", "policy"],
)
@pytest.mark.usefixtures("here")
def test_a_bad_room_is_told_by_file_row_and_column(
    shared: Site, content: bytes, file: str, row: int | None, column: str
) -> None:
    told = problem(loaded(shared, content), 422, "bad-input")
    places = [(one["file"], one["row"], one["column"]) for one in told["errors"]]
    assert any(place[0] == file and row in (None, place[1]) and column in place[2] for place in places)
    assert all(one["problem"] and one["advice"] for one in told["errors"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04" + b"\0" * 60,
        zipped({}),
        zipped({"../racks.csv": ROOM["racks.csv"]}),
        zipped({**ROOM, "devices.csv": b"device,rack\n\0,\xff\n"}),
        linked(),
    ],
    ids=["empty", "cut", "nothing", "leads-out", "bytes", "link"],
)
@pytest.mark.usefixtures("here")
def test_a_file_that_is_no_room_is_refused(shared: Site, content: bytes) -> None:
    answer = loaded(shared, content)
    told = problem(answer, 422, answer.json()["code"])
    assert told["errors"]
    assert "hostile" not in [one["room"] for one in shared.as_(ADMIN).get("/rooms").json()]


@pytest.mark.usefixtures("unhurried")
def test_a_bomb_is_refused_before_it_is_unpacked(shared: Site) -> None:
    told = problem(loaded(shared, zipped({**ROOM, "devices.csv": b"0" * (60 << 20)})), 422, "bad-input")
    assert told["errors"]


@pytest.mark.usefixtures("unhurried")
def test_every_fault_of_a_room_is_told_at_once(shared: Site) -> None:
    files = {**ROOM, "racks.csv": ROOM["racks.csv"].replace("active", "broken")}
    files["power.csv"] = ROOM["power.csv"].replace("UTIL,,,20000", "NIX,,,20000")
    told = problem(loaded(shared, zipped(files)), 422, "bad-input")
    assert {one["file"] for one in told["errors"]} == {"racks.csv", "power.csv"}


@pytest.mark.usefixtures("unhurried")
def test_a_room_without_a_policy_is_kept_with_the_standard_one(site: Site) -> None:
    files = {name: text for name, text in ROOM.items() if name != "policy.toml"}
    answer = loaded(site, zipped(files), "plain")
    assert answer.status_code == 201
    assert answer.json()["policy_version"] == ""
    assert site.as_(KASI).get("/rooms/plain").status_code == 200


@pytest.mark.parametrize("name", ["a%20b", "-x", "x" * 65, "a%00b", "%C3%A9", "%2E%2E", "%FF"])
def test_a_name_that_no_room_can_have_is_refused(shared: Site, name: str) -> None:
    assert loaded(shared, zipped({**ROOM}), name).status_code in (404, 405, 422)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 60),
        ("a.docx", zipped({"word/document.xml": "<x/>", "../../x": "x"})),
        ("a.docx", zipped({"[Content_Types].xml": "0" * (30 << 20)})),
        ("a.txt", b""),
    ],
    ids=["program", "leads-out", "bomb", "empty"],
)
def test_a_paper_that_is_none_is_refused(shared: Site, name: str, content: bytes) -> None:
    answer = shared.as_(KASI).post("/files", files={"file": (name, content)})
    told = problem(answer, 422, "bad-input")
    assert [one["file"] for one in told["errors"]] == [name]


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"\r\nX: y.txt', "‮fdp.exe", "a" * 500])
def test_the_name_of_a_file_is_made_harmless(shared: Site, name: str) -> None:
    answer = shared.as_(KASI).post("/files", files={"file": (name, b"hallo")})
    assert answer.status_code == 201
    kept = answer.json()["name"]
    assert kept.endswith(".txt")
    assert len(kept) <= 124
    assert not set(kept) & set('/\\"\r\n‮')


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
    ],
)
def test_what_a_browser_would_run_is_kept_as_the_text_that_it_is(
    shared: Site, name: str, content: bytes
) -> None:
    answer = shared.as_(KASI).post("/files", files={"file": (name, content)})
    assert answer.status_code == 201
    assert (answer.json()["media_type"], answer.json()["name"]) == ("text/plain", f"{name}.txt")
