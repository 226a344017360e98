"""Bad input as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.render.problems import print_problems
from capacity.errors import BadInput, Problem
from tests.api.running import Run, request_file
from tests.rooms import ROOM, write_room


def test_bad_input_lists_all_problems(titip: Run, tmp_path: Path) -> None:
    """File by file, with row, column and advice, on stderr; nothing on stdout."""
    room = write_room(
        tmp_path / "room",
        racks=ROOM["racks.csv"].replace("R01,A,0,0,42", "R01,A,0,0,x"),
        power=ROOM["power.csv"].replace("UPS-A,ups,A,UTIL", "UPS-A,ups,A,NOWHERE"),
    )
    ran = titip("check", room, request_file(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "BAD INPUT" in ran.err
    assert "2 problems in 2 files" in ran.err
    lines = ran.err.splitlines()
    assert lines.index(" power.csv") < lines.index(" racks.csv")
    for words in ("'NOWHERE' is not in the column node", "fed_by", "'x' is not a number", "u_height"):
        assert words in ran.err
    assert "Correct the name, or add it to power.csv." in ran.err


def test_a_problem_of_many_rows_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The rows stand together, runs joined."""
    print_problems(
        BadInput(
            [Problem("power.csv", row, "rated_w", "It is empty.", "Fill it in.") for row in (2, 3, 4, 9)]
        )
    )
    err = capsys.readouterr().err
    assert "4 problems" in err
    assert "2-4, 9" in err
    assert err.count("It is empty.") == 1


def test_no_escape_sequence_of_a_bad_file_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """File, column, problem and advice are cleaned, whoever wrote them."""
    evil = "\x1b]0;owned\x07\u202e[red]"
    print_problems(BadInput([Problem(evil, 1, evil, evil, evil)]))
    err = capsys.readouterr().err
    assert err.count("\\x1b]0;owned\\x07") == 4
    assert all(line.isprintable() for line in err.splitlines())


def test_a_wrong_word_on_the_command_line_is_bad_input(titip: Run) -> None:
    """Exit 2, and where to find help."""
    ran = titip("chek")
    assert ran.code == 2
    assert "No such command 'chek'." in ran.err
    assert "See titip --help." in ran.err
