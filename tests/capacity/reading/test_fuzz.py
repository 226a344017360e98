"""Mutated rooms: read or refused with places that exist, quickly, and nothing else."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from capacity.errors import BadInput
from capacity.reading import read_room
from tests.rooms import ROOM, write_room

PIECES = st.one_of(
    st.binary(max_size=8),
    st.text(max_size=8).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [
            b'"',
            b",",
            b"\n",
            b"\r",
            b";",
            b"\0",
            b"\xef\xbb\xbf",
            b"0U",
            b"-1",
            b"1e9",
            b"9" * 40,
            b"R01",
            b"=",
            b"[",
            b"UTIL",
        ]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=4)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with some cut out and others put in, at places between 0 (begin) and 1 (end)."""
    for place, cut, piece in edits:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


def refused(path: Path) -> BadInput | None:
    """What the reader says against the path; None where it reads a room, the same one twice."""
    try:
        room = read_room(path)
    except BadInput as bad:
        return bad
    assert read_room(path) == room
    return None


@given(st.sampled_from(sorted(ROOM)), EDITS)
def test_a_mutated_file_is_read_or_refused(file: str, edits: list[tuple[float, int, bytes]]) -> None:
    """Every problem names a file of the folder, a row that is there, and prints on one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_room(Path(folder))
        (path / file).write_bytes(edited((path / file).read_bytes(), edits))
        start = time.process_time()
        bad = refused(path)
        assert time.process_time() - start < 2
    for problem in bad.problems if bad else ():
        assert problem.file in ROOM
        assert problem.row is None or 1 <= problem.row <= 64
        assert str(problem).isprintable()


@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_room_or_refused(data: bytes) -> None:
    """As the one table that must be there, as a policy, and as a zip."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_room(Path(folder))
        for file in ("racks.csv", "policy.toml"):
            (path / file).write_bytes(data)
        (path / "room.zip").write_bytes(b"PK\x03\x04" + data)
        for target in (path, path / "room.zip"):
            bad = refused(target)
            assert bad is None or bad.problems
