"""Folders and zips: what cannot be read is a problem, and a hostile zip does no harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.reading import read_room, source, zipped
from capacity.reading.problems import Refused
from tests.rooms import ROOM, write_room


def zip_of(path: Path, entries: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as bad:
        read_room(path)
    (problem,) = bad.value.problems
    assert problem.file
    assert problem.advice
    return problem.problem


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    """As is a path that no system can have."""
    assert "no folder or zip" in refusal(tmp_path / "nowhere")
    assert refusal(Path("a\0b"))
    assert refusal(tmp_path / ("x" * 5000))


def test_a_folder_without_racks_is_refused_with_the_likely_name(tmp_path: Path) -> None:
    """Names of files are case-sensitive, and the near miss is shown."""
    write_room(tmp_path, racks=None)
    (tmp_path / "Racks.csv").write_text(ROOM["racks.csv"])
    with pytest.raises(BadInput) as bad:
        read_room(tmp_path)
    (problem,) = bad.value.problems
    assert problem.file == "racks.csv"
    assert "'Racks.csv'" in problem.advice


@pytest.mark.parametrize("name", ["racks.csv", "devices.csv", "policy.toml"])
def test_a_directory_in_place_of_a_file_is_a_problem(tmp_path: Path, name: str) -> None:
    """It is told with the file's name, and names in it are not followed."""
    write_room(tmp_path)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    with pytest.raises(BadInput) as bad:
        read_room(tmp_path)
    assert {problem.file for problem in bad.value.problems} == {name}


def test_a_fifo_does_not_hang_the_reader(tmp_path: Path) -> None:
    """Nobody will ever write to it."""
    write_room(tmp_path, devices=None)
    os.mkfifo(tmp_path / "devices.csv")
    assert "not a regular file" in refusal(tmp_path)
    assert "not a regular file" in refusal(tmp_path / "devices.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    """The system's reason is passed on."""
    write_room(tmp_path)
    (tmp_path / "devices.csv").chmod(0)
    assert "ermission" in refusal(tmp_path)


def test_a_dangling_link_is_a_problem_and_a_good_one_is_followed(tmp_path: Path) -> None:
    """A folder on one's own disk may hold links."""
    write_room(tmp_path, devices=None)
    (tmp_path / "devices.csv").symlink_to(tmp_path / "elsewhere.txt")
    assert "cannot be read" in refusal(tmp_path)
    (tmp_path / "elsewhere.txt").write_text("device\nx\n")
    assert read_room(tmp_path).devices[0].name == "x"


def test_files_beyond_the_limits_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file, all files together, and the number of entries have limits."""
    write_room(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(source, "_MOST_ENTRIES", 3)
        assert "more than 3 entries" in refusal(tmp_path)
    (tmp_path / "policy.toml").write_text("#" * (64 * 1024 + 1))
    assert "64 KiB" in refusal(tmp_path)
    (tmp_path / "policy.toml").unlink()
    patched = source.Source(["a"], lambda name, largest: b"x" * 10, 15)
    assert len(patched.read("a")) == 10
    with pytest.raises(Refused, match="MiB"):
        patched.read("a")


@pytest.mark.parametrize("prefix", ["", "room/", "My Room/"])
def test_a_zip_reads_like_its_folder(tmp_path: Path, prefix: str) -> None:
    """In the zip's root or in one folder, with the litter that macOS adds."""
    entries: dict[str, str | bytes] = {f"{prefix}{name}": text for name, text in ROOM.items()}
    entries["__MACOSX/._racks.csv"] = b"\0\1"
    room = read_room(zip_of(tmp_path / "room.zip", entries))
    assert room == read_room(write_room(tmp_path / "folder"))


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.csv",
        "/srv/evil.csv",
        "room/../../evil.csv",
        "C:\\evil.csv",
        "..\\evil.csv",
        "./racks.csv",
        "..",
    ],
)
def test_a_zip_that_leads_out_of_itself_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is ever written, and the name is told."""
    assert "leads out of it" in refusal(zip_of(tmp_path / "room.zip", {**ROOM, name: "x"}))


def test_a_file_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    """Which of the two counts would depend on the reader."""
    path = zip_of(tmp_path / "room.zip", dict(ROOM))
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("racks.csv", "rack,row,u_height\n")
    assert "twice" in refusal(path)


def test_two_rooms_in_a_zip_are_refused(tmp_path: Path) -> None:
    """In two folders, or in the root and a folder."""
    two = {f"{folder}/{name}": text for folder in ("a", "b") for name, text in ROOM.items()}
    assert "2 folders" in refusal(zip_of(tmp_path / "two.zip", dict(two)))
    assert "two levels" in refusal(zip_of(tmp_path / "levels.zip", {**ROOM, "a/racks.csv": "x"}))


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    """A link could name any file of the machine."""
    link = zipfile.ZipInfo("devices.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "room.zip", "w") as archive:
        archive.writestr("racks.csv", ROOM["racks.csv"])
        archive.writestr(link, "/etc/passwd")
    assert "not a plain file" in refusal(tmp_path / "room.zip")


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(tmp_path: Path, how: int) -> None:
    """It unpacks slowly, and zip programs do not choose it by themselves."""
    assert "unusual" in refusal(zip_of(tmp_path / "room.zip", dict(ROOM), how))


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    """There is nobody to ask for the password."""
    path = zip_of(tmp_path / "room.zip", dict(ROOM), zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in refusal(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """By its ratio, by its sum, and by its number of entries."""
    assert "unpacks to" in refusal(zip_of(tmp_path / "ratio.zip", {"racks.csv": b"0" * 20_000_000}))
    many = zip_of(tmp_path / "many.zip", {f"{n}.txt": "" for n in range(201)})
    assert "more than 200 entries" in refusal(many)
    thousands = zip_of(
        tmp_path / "thousands.zip", {f"{n}.txt": "" for n in range(10_000)}, zipfile.ZIP_STORED
    )
    assert "more than 200 entries" in refusal(thousands)


def test_a_zip_that_declares_too_little_is_refused(tmp_path: Path) -> None:
    """What an entry says of its size is not trusted."""
    path = zip_of(tmp_path / "room.zip", {**ROOM, "vms.csv": "vm\n" + "x\n" * 5000})
    data = bytearray(path.read_bytes())
    entry = data.find(b"vms.csv", data.find(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    assert "damaged" in refusal(path)


def test_a_zip64_directory_is_refused(tmp_path: Path) -> None:
    """It could announce millions of entries elsewhere in the file; a room never needs it."""
    data = zip_of(tmp_path / "room.zip", dict(ROOM)).read_bytes()
    end = data.rfind(b"PK\x05\x06")
    (tmp_path / "room.zip").write_bytes(data[:end] + b"PK\x06\x07" + b"\0" * 16 + data[end:])
    assert "64-bit" in refusal(tmp_path / "room.zip")


@pytest.mark.parametrize(
    "data", [b"", b"rack,row\n", b"PK\x03\x04garbage", b"PK\x05\x06", b"PK\x03\x04" + b"\0" * 100]
)
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    """A file of another kind, and a zip that is only begun."""
    (tmp_path / "room.zip").write_bytes(data)
    assert refusal(tmp_path / "room.zip")


def test_an_empty_zip_has_no_racks(tmp_path: Path) -> None:
    """It is a zip, but no room."""
    assert "no racks.csv" in refusal(zip_of(tmp_path / "room.zip", {}))


def test_a_damaged_zip_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    """One byte after another is flipped: the room is read unchanged, or refused."""
    good = read_room(write_room(tmp_path / "folder"))
    data = zip_of(tmp_path / "room.zip", dict(ROOM)).read_bytes()
    for place in range(0, len(data), 7):
        broken = bytearray(data)
        broken[place] ^= 0x55
        (tmp_path / "room.zip").write_bytes(broken)
        try:
            room = read_room(tmp_path / "room.zip")
        except BadInput:
            continue
        assert room.racks == good.racks


def test_the_limits_are_the_documented_ones() -> None:
    """A change of a limit is a decision, not an accident."""
    assert (zipped.MOST_ENTRIES, zipped.LARGEST_SUM, zipped.HIGHEST_RATIO) == (200, 100 << 20, 100)
    assert io.DEFAULT_BUFFER_SIZE < source.LARGEST_TABLE
