"""The shape of a CSV file: encodings, line ends, quotes, headers, rows, and how much is read."""

from __future__ import annotations

import pytest

from capacity.errors import Problem
from capacity.reading import records
from capacity.reading.dictionary import columns_of
from capacity.reading.memo import BAD
from capacity.reading.problems import MOST_PER_FILE, Problems
from capacity.reading.table import Table, read_table

FILE = "vms.csv"


def read(data: bytes | str) -> tuple[Table, list[Problem]]:
    problems = Problems()
    table = read_table(FILE, data.encode() if isinstance(data, str) else data, columns_of(FILE), problems)
    return table, problems.listed()


def names_of(data: bytes | str) -> list[str]:
    table, problems = read(data)
    assert not problems
    return table["vm"]


@pytest.mark.parametrize(
    "data",
    [
        b"vm,vcpu\na,1\nb,2\n",
        b"vm,vcpu\na,1\nb,2",
        b"\xef\xbb\xbfvm,vcpu\na,1\nb,2\n",
        b"vm,vcpu\r\na,1\r\nb,2\r\n",
        b"vm,vcpu\ra,1\rb,2\r",
        b"vm,vcpu\n\na,1\n,\n  ,\t\n\nb,2\n\n\n",
        b" vm ,\tvcpu\n a , 1 \nb,2\n",
        b'"vm","vcpu"\n"a","1"\n"b","2"\n',
        b"vcpu,vm\n1,a\n2,b\n",
        b"vm,vcpu,,\na,1,,\nb,2,,\n",
        b"vm,vcpu,owner\na,1\nb\n",
    ],
)
def test_harmless_variants_read_alike(data: bytes) -> None:
    """Byte order mark, any line end, blank rows, blanks around cells, any order of columns."""
    assert names_of(data) == ["a", "b"]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    """Blank rows count, and a record over two lines counts once."""
    table, problems = read('vm,owner,vcpu\n\na,"x\ny",1\n\nb,,bad\n')
    assert table.lines == [3, 5]
    assert [(p.row, p.column) for p in problems] == [(3, "owner"), (5, "vcpu")]


@pytest.mark.parametrize("data", [b"", b"\n\n\r\n", b"\xef\xbb\xbf", b",,\n,,\n"])
def test_a_file_without_a_header_is_refused(data: bytes) -> None:
    """0 bytes, newlines and empty cells only are no table."""
    table, (problem,) = read(data)
    assert "empty" in problem.problem
    assert not table.complete


def test_a_header_alone_is_fine() -> None:
    """A table without rows says that there is nothing."""
    table, problems = read("vm\n")
    assert not problems
    assert table.complete
    assert table["memory_mb"] == []


@pytest.mark.parametrize(
    ("data", "row", "word"),
    [
        (b"vm,owner\na,\xe9\n", 2, "0xe9"),
        ("vm,owner\na,ü\n".encode("utf-16"), None, "UTF-16"),
        (b'vm,owner\na,x\n"b,y\n', 3, "never closed"),
        (b'vm,owner\n"a"b,x\n', 2, "closing quote"),
        (b"vm;owner\na;b\n", 1, "semicolons"),
        (b"vm\towner\na\tb\n", 1, "tabs"),
        (b"vm,owner\na,b,c\n", 2, "3 cells"),
        (b"vm,,owner\na,b,c\n", 1, "no name"),
        (b"vm\n" + b"x" * 250_000, 2, "longer"),
        (b'vm\n"' + b"x\n" * 250, 2, "longer"),
        (b"vm," + b"x," * 300 + b"y\n", 1, "302 columns"),
    ],
)
def test_malformed_files_are_refused_with_their_row(data: bytes, row: int | None, word: str) -> None:
    """One problem each, that says where and what."""
    table, (problem,) = read(data)
    assert problem.row == row
    assert word in problem.problem
    assert problem.advice
    assert not table.complete


def test_columns_unknown_missing_and_twice_are_all_told() -> None:
    """The header's faults come together, with a suggestion for the misspelt one."""
    _, problems = read("owner,owner,memroy_mb\nx,y,1\n")
    assert [(p.row, p.column) for p in problems] == [(1, "memroy_mb"), (1, "owner"), (1, "vm")]
    assert "'memory_mb'" in problems[0].advice


def test_a_refused_cell_leaves_the_rest_of_its_row_readable() -> None:
    """Every bad cell of a file is told, and the good ones are kept."""
    table, problems = read("vm,vcpu,memory_mb\na,x,y\nb,1,2\n,3,4\n")
    assert [(p.row, p.column) for p in problems] == [(2, "memory_mb"), (2, "vcpu"), (4, "vm")]
    assert table["vcpu"] == [BAD, 1, 3]
    assert table["vm"] == ["a", "b", BAD]


def test_a_cell_that_is_a_nul_is_refused() -> None:
    """No text of a file is taken for the reader's own mark of a broken row."""
    _, (problem,) = read(b"vm\n\x00\n")
    assert (problem.row, problem.column) == (2, "vm")


def test_ten_thousand_bad_cells_are_cut_off() -> None:
    """The list stays readable, says that it is cut, and the file is not read on."""
    table, problems = read("vm,vcpu\n" + "".join(f"v{n},x{n}\n" for n in range(100_000)))
    assert len(problems) <= MOST_PER_FILE + 1
    assert "Only the first" in problems[0].problem
    assert not table.complete


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit counts rows as a spreadsheet does, blank ones too."""
    monkeypatch.setattr(records, "MOST_ROWS", 10)
    assert len(names_of("vm\n" + "a\n" * 9)) == 9
    _, (problem,) = read("vm\n" + "\n" * 10)
    assert problem.row == 11


def test_defaults_can_be_left_out() -> None:
    """What a request leaves empty must be told from what it sets to the default."""
    problems = Problems()
    table = read_table(
        "r.csv", b"request,cords\na,\nb,2\n", columns_of("requests.csv"), problems, defaults=False
    )
    assert table["cords"] == [None, 2]
    assert table["quantity"] == [None, None]
