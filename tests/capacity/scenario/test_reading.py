"""Scenarios as TOML: what each change becomes, and every fault with its change and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.scenario import Add, Lose, Move, Place, Remove, Set, SetPolicy
from capacity.scenario.reading import LARGEST_SCENARIO, read_scenario, scenario_from

EVERY_CHANGE = """
name = "lose UPS A and grow"
owner = "Bidang TIK"
[[changes]]
lose = "UPS-A"
at = 2027-03-01
[[changes]]
add = "racks"
rows = [{rack = "R15", row = "C", u_height = 42}]
[[changes]]
remove = "devices"
names = ["old-web-1"]
[[changes]]
remove = "devices"
where = {owner = "Dinas X"}
[[changes]]
set = "power"
name = "UPS-B"
values = {rated_w = 60000, usable_fraction = 0.9}
[[changes]]
move = "old-web-2"
rack = "R07"
position_u = 12
cords = "R07-A:L1 R07-B:L1"
[[changes]]
policy = {cooling = {spare = 0}}
[[changes]]
place = "requests.csv"
[[changes]]
requests = [{request = "Q1", u_height = 2}]
"""


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        scenario_from(text.encode(), "s.toml", folder=Path())
    assert {problem.file for problem in caught.value.problems} == {"s.toml"}
    return [(problem.column, problem.problem) for problem in caught.value.problems]


def test_every_change_of_the_contract_is_read(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(EVERY_CHANGE, encoding="utf-8")
    found = read_scenario(tmp_path / "s.toml")
    assert (found.name, found.owner, found.file) == ("lose UPS A and grow", "Bidang TIK", "s.toml")
    assert found.changes == (
        Lose("UPS-A", at=date(2027, 3, 1)),
        Add("racks", ({"rack": "R15", "row": "C", "u_height": 42},)),
        Remove("devices", ("old-web-1",)),
        Remove("devices", where={"owner": "Dinas X"}),
        Set("power", "UPS-B", {"rated_w": 60000, "usable_fraction": "0.9"}),
        Move("old-web-2", {"rack": "R07", "position_u": 12, "cords": "R07-A:L1 R07-B:L1"}),
        SetPolicy({"cooling": {"spare": 0}}),
        Place((), str(tmp_path / "requests.csv")),
        Place(({"request": "Q1", "u_height": 2},)),
    )


def test_a_scenario_without_name_is_called_as_its_file() -> None:
    found = scenario_from(b"", "grow.toml")
    assert (found.name, found.changes) == ("grow", ())


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("name = 3", "name", "must be text"),
        ("name = 3.5", "name", "must be text"),
        ("nam = 'x'", "nam", "no key 'nam'"),
        ("changes = 3", "changes", "must be tables"),
        ("[[changes]]\nlost = 'A'", "changes[1]", "says no change"),
        ("[[changes]]\nlose = 'A'\nadd = 'racks'", "changes[1]", "several changes in one: lose, add"),
        ("[[changes]]\nlose = ['A']", "changes[1].lose", "must be text"),
        ("[[changes]]\nlose = 'A'\nkind = 'device'", "changes[1].kind", "cannot be lost"),
        ("[[changes]]\nlose = 'A'\nat = 'soon'", "changes[1].at", "not a date"),
        ("[[changes]]\nlose = 'A'\nat = 2027-01-01T10:00:00", "changes[1].at", "not a date"),
        ("[[changes]]\nadd = 'racks'", "changes[1].rows", "list of tables"),
        ("[[changes]]\nadd = 'racks'\nrows = [3]", "changes[1].rows", "list of tables"),
        ("[[changes]]\nremove = 'racks'\nnames = 'R1'", "changes[1].names", "list of texts"),
        ("[[changes]]\nremove = 'racks'\nwhere = 'R1'", "changes[1].where", "must be a table"),
        ("[[changes]]\nset = 'racks'\nvalues = {}", "changes[1].name", "must be text"),
        ("[[changes]]\nset = 'racks'\nname = 'R1'\nvalue = {}", "changes[1].value", "no key 'value'"),
        ("[[changes]]\nmove = 'D1'\nto = 'R1'", "changes[1].to", "no key 'to'"),
        ("[[changes]]\npolicy = 3", "changes[1].policy", "must be a table"),
        ("[[changes]]\nplace = '../q.csv'", "changes[1].place", "no name of a file"),
        ("[[changes]]\nplace = '/etc/passwd'", "changes[1].place", "no name of a file"),
        ("[[changes]]\nrequests = []", "changes[1].requests", "list of tables"),
        ("[[changes]", "", "not TOML"),
        ("x = " + "[" * 3000, "", "nested too deeply"),
        ("x." * 3000 + "y = 1", "", "more than 4000 characters"),
        ("[[changes]]\n" * 1001, "changes", "more than 1000 changes"),
    ],
)
def test_a_fault_is_told_with_its_change_and_key(text: str, column: str, words: str) -> None:
    ((found, problem),) = faults(text)
    assert found == column
    assert words in problem


def test_all_faults_are_told_at_once() -> None:
    text = "[[changes]]\nlose = 1\n[[changes]]\nadd = 'racks'\n[[changes]]\nmove = ''\n"
    assert [column for column, _ in faults(text)] == ["changes[1].lose", "changes[2].rows", "changes[3].move"]


def test_a_scenario_that_is_no_file_places_no_file() -> None:
    with pytest.raises(BadInput) as caught:
        scenario_from(b"[[changes]]\nplace = 'q.csv'", "s.toml")
    assert "requests = [" in caught.value.problems[0].advice


def test_a_file_that_is_too_large_or_absent_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes(b"#" * (LARGEST_SCENARIO + 1))
    for name in ("s.toml", "absent.toml"):
        with pytest.raises(BadInput):
            read_scenario(tmp_path / name)
