"""Mutated requests and placements: read, or refused with their problems, and nothing else."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from capacity.errors import BadInput, Problem
from capacity.reading.dictionary import columns_of
from placement.reading import read_placements, read_request, read_requests, request_from_table
from placement.request import Request

REQUEST = b'{"request": "Q1", "u_height": 1.5, "weight_kg": 20.5, "keep": ["apart:rack"], "ports": "a@b:2"}'
BATCH = b"request,kind,quantity,power_w,ports,until\nQ1,server,2,500,a:1,2027-12-31\nQ2,application,,,,\n"
PLACEMENTS = b"request,item,rack,position_u,cords,ports\nQ1,1,R1,7.5,P:L1,S/a:1\nQ1,2,R1,9,P,\n"
PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b'"', b",", b"{", b"[", b"\\", b"\\ud800", b"null", b"NaN", b"1e9", b"-", b"9" * 30, b"\n"]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 10), PIECES), min_size=1, max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def read_or_refused(
    read: Callable[[Path], object], data: bytes, edits: list[tuple[float, int, bytes]]
) -> None:
    for place, cut, piece in edits:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + cut :]
    problems: tuple[Problem, ...] = ()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        try:
            read(path)
        except BadInput as bad:
            problems = bad.problems
    assert all(problem.file == "file" and str(problem).isprintable() for problem in problems)


def outcome(read: Callable[[], Request]) -> Request | set[str]:
    """The request, or the keys that are refused."""
    try:
        return read()
    except BadInput as bad:
        return {problem.column for problem in bad.problems}


@given(EDITS)
def test_a_mutated_request_is_read_or_refused(edits: list[tuple[float, int, bytes]]) -> None:
    """Every problem names the file and prints on one line."""
    read_or_refused(lambda path: read_request(path, {}), REQUEST, edits)


@given(EDITS)
def test_a_mutated_batch_is_read_or_refused(edits: list[tuple[float, int, bytes]]) -> None:
    """Every problem names the file and prints on one line."""
    read_or_refused(lambda path: read_requests(path, {}), BATCH, edits)


@given(EDITS)
def test_mutated_placements_are_read_or_refused(edits: list[tuple[float, int, bytes]]) -> None:
    """Every problem names the file and prints on one line."""
    read_or_refused(lambda path: read_placements(path, [Request("Q1", quantity=2)]), PLACEMENTS, edits)


@given(st.dictionaries(st.sampled_from(sorted(columns_of("requests.csv"))), JSON, max_size=6))
def test_any_values_are_a_request_or_refused(table: dict[str, object]) -> None:
    """Straight from Python, and through a JSON file, with the same outcome."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body"
        path.write_text(json.dumps(table))
        assert outcome(lambda: request_from_table(table, "body", {})) == outcome(
            lambda: read_request(path, {})
        )
