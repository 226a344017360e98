"""titip check on the command line: exit codes, JSON, options."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.running import SAMPLE, TODAY, Run, request_file, sample
from tests.rooms import write_room

KEYS = {
    "request", "decision", "placement", "score", "terms", "alternatives", "limits", "conditions", "missing",
    "reasons", "conflicts", "would_fit_if", "remedies", "moves_searched", "places", "proof", "input_sha256",
    "policy_version", "seconds",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code", "decision"),
    [
        ("fits-web-server.json", 0, "fits"),
        ("does-not-fit-gpu.json", 3, "does not fit"),
        ("cannot-decide-no-draw.json", 4, "cannot decide"),
        ("application-fits.json", 0, "fits"),
        ("application-does-not-fit.json", 3, "does not fit"),
    ],
)
def test_the_exit_code_tells_the_decision(titip: Run, name: str, code: int, decision: str) -> None:
    """0, 3 or 4, with the contract's keys in the JSON."""
    ran = titip("check", SAMPLE, sample(name), "--today", TODAY, "--json")
    assert (ran.code, ran.said["decision"]) == (code, decision)
    assert set(ran.said) == KEYS


def test_several_requests_give_a_list_and_the_worst_code(titip: Run, tmp_path: Path) -> None:
    """Each is decided by itself; cannot decide is worse than does not fit."""
    rows = ["request,kind,u_height,depth_mm,weight_kg,power_w,cords"]
    rows += ["A,server,1,700,10,100,2", "B,server,1,700,10,,2", "C,server,42,700,10,100,2"]
    (tmp_path / "requests.csv").write_text("\n".join(rows), encoding="utf-8")
    ran = titip("check", write_room(tmp_path / "room"), tmp_path / "requests.csv", "--json")
    assert [a["decision"] for a in ran.said] == ["fits", "cannot decide", "does not fit"]
    assert ran.code == 4


@pytest.mark.parametrize(("asked", "given"), [("0", 0), ("2", 2), ("all", 51)])
def test_alternatives_are_as_many_as_asked_for(titip: Run, asked: str, given: int) -> None:
    """A number, or every place."""
    ran = titip(
        "check", SAMPLE, sample("fits-web-server.json"), "--today", TODAY, "--json", "--alternatives", asked
    )
    assert len(ran.said["alternatives"]) == given


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["--alternatives", "many"], "--alternatives"),
        (["--today", "tomorrow"], "--today"),
        (["--rack", "A03"], "--rack/--position"),
        (["--rack", "A03", "--position", "7.3"], "--position"),
        (["--rack", "A03", "--position", "7", "--face", "top"], "--face"),
        (["--rack", "Z99", "--position", "7"], "--rack"),
    ],
)
def test_an_option_that_makes_no_sense_is_bad_input(titip: Run, words: list[str], column: str) -> None:
    """Exit 2, and the option is named."""
    ran = titip("check", SAMPLE, sample("fits-web-server.json"), "--json", *words)
    assert ran.code == 2
    (problem,) = ran.said["errors"]
    assert (problem["file"], problem["column"]) == ("command line", column)


def test_bad_input_in_json_has_file_row_column_problem_and_advice(titip: Run, tmp_path: Path) -> None:
    """The contract's shape, on stdout."""
    room = write_room(tmp_path / "room", racks=None)
    ran = titip("check", room, request_file(tmp_path), "--json")
    assert ran.code == 2
    assert ran.err == ""
    for problem in ran.said["errors"]:
        assert set(problem) == {"file", "row", "column", "problem", "advice"}


@pytest.mark.parametrize(
    ("height", "position", "told"), [(2, "20.5", True), (2, "20", False), (1.5, "20.5", False)]
)
def test_a_half_unit_is_no_start_for_a_server_of_whole_units(
    titip: Run, tmp_path: Path, height: float, position: str, told: bool
) -> None:
    """And the answer says so, rather than that there is no space."""
    room, asked = write_room(tmp_path / "room"), request_file(tmp_path, u_height=height)
    ran = titip("check", room, asked, "--rack", "R01", "--position", position)
    assert ran.code == (3 if told else 0)
    sentence = "space  a height of whole units starts at a whole unit, such as 20 or 21"
    assert (sentence in ran.out) is told


def test_an_own_choice_is_judged(titip: Run) -> None:
    """A place of one's own that holds, and one that does not."""
    words = ["check", SAMPLE, sample("fits-web-server.json"), "--today", TODAY, "--json", "--rack", "A03"]
    good = titip(*words, "--position", "7")
    assert (good.code, good.said["placement"][0]["position_u"]) == (0, 7)
    assert titip(*words, "--position", "5").code == 3


def test_reservations_lapse_by_the_day_given(titip: Run) -> None:
    """`--today` says which reservations still count."""
    words = ["check", SAMPLE, sample("fits-web-server.json"), "--json", "--today"]
    assert "TT-2026-022" not in str(titip(*words, "2026-11-24").said["conditions"])
    assert "TT-2026-022" in str(titip(*words, "2027-07-01").said["conditions"])


def test_an_internal_failure_ends_with_70_and_one_line(titip: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, and nothing that steers the terminal."""

    def fail(*_: object, **__: object) -> int:
        raise RuntimeError("broken\x1b[2J")

    monkeypatch.setattr("api.commands.check.run_check", fail)
    ran = titip("check", SAMPLE, sample("fits-web-server.json"))
    assert ran.code == 70
    assert ran.err == "titip: internal failure: RuntimeError: broken\\x1b[2J\n"


def test_titip_alone_shows_its_commands(titip: Run) -> None:
    """Help on stderr, exit 2, as is usual."""
    ran = titip()
    assert ran.code == 2
    assert ran.err.startswith("Usage:")
    for command in ("check", "plan", "headroom", "verify", "room", "import"):
        assert f"\n  {command} " in ran.err


def test_the_program_runs_as_one_and_loads_no_pandas() -> None:
    """The real process, piped: exit code, plain text; pandas takes longer to load than all the rest."""
    code = (
        "import sys\nfrom api.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    print('pandas' in sys.modules, file=sys.stderr)\n"
    )
    words = ["room", str(SAMPLE), "--today", TODAY]
    ran = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "False\n"
    assert "\x1b" not in ran.stdout


def test_json_is_ascii_and_a_single_value(titip: Run) -> None:
    """Whatever reads it needs no encoding to be told."""
    out = titip("check", SAMPLE, sample("fits-web-server.json"), "--json").out
    assert out.isascii()
    json.loads(out)


def test_a_reader_that_goes_early_is_no_failure() -> None:
    """As in `titip room ROOM | head -1`: exit 0, and nothing is printed about it."""
    words = [sys.executable, "-m", "api.cli", "room", str(SAMPLE)]
    ran = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert ran.stdout is not None
    assert ran.stderr is not None
    ran.stdout.close()
    said = ran.stderr.read()
    ran.stderr.close()
    assert (ran.wait(), said) == (0, b"")
