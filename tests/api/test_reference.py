"""The reference is complete: every command, option, exit code, JSON key and check stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from api.cli import app
from capacity.data import data_path
from tests.api.running import SAMPLE, TODAY, Run, request_file, sample
from tests.api.stored import OFFICE
from tests.rooms import write_room

DOCS = Path(__file__).resolve().parents[2] / "docs/reference"
CLI, ANSWER = (DOCS / "cli.md").read_text(encoding="utf-8"), (DOCS / "answer.md").read_text(encoding="utf-8")
CASES = (DOCS / "cases.md").read_text(encoding="utf-8")


def commands(command: Any, name: str = "titip") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name."""
    if hasattr(command, "commands"):
        for word, below in command.commands.items():
            yield from commands(below, f"{name} {word}")
    else:
        yield name, command


def section(text: str, title: str) -> str:
    """The part of a document under a heading, up to the next one of its level."""
    (found,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return str(found)


def keys(value: object) -> set[str]:
    """Every key of a JSON value, at any depth."""
    if isinstance(value, list):
        return set().union(*map(keys, value)) if value else set()
    if isinstance(value, dict):
        return set(value) | set().union(*(keys(v) for k, v in value.items() if k not in OPEN))
    return set()


#: Objects whose keys are names of other things.
OPEN = {"terms", "versions", "would_fit_if", "places", "free", "changes"}


def told(title: str) -> set[str]:
    """Everything in code marks in a section of answer.md."""
    return set(re.findall(r"`([a-z0-9_]+)`", section(ANSWER, title)))


@pytest.mark.parametrize(("name", "command"), list(commands(typer.main.get_command(app))))
def test_every_command_and_every_option_stands_in_the_reference(name: str, command: Any) -> None:
    """Each command has a section of its own, with a row per option; those on cases share a few."""
    of_cases = name.startswith("titip case ")
    text = section(CASES if of_cases else CLI, name)
    shared = section(CASES, "What commands on cases share") if of_cases else ""
    options = {word for param in command.params for word in param.opts if word.startswith("--")}
    own, common = (set(re.findall(r"^\| `(--[a-z-]+)", part, re.MULTILINE)) for part in (text, shared))
    assert options >= {"--json"} or name == "titip serve"  # which prints no answer
    assert own <= options
    assert options - own <= common


def test_every_exit_code_stands_in_the_reference() -> None:
    """The contract's codes, and no others."""
    assert re.findall(r"^\| (\d+) \|", section(CLI, "Exit codes"), re.MULTILINE) == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "70",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "fits-web-server.json", "does-not-fit-gpu.json", "cannot-decide-no-draw.json",
        "application-fits.json", "application-does-not-fit.json", "application-windows.json",
    ],
)  # fmt: skip
def test_every_key_of_an_answer_stands_in_the_reference(titip: Run, name: str) -> None:
    """Whatever the decision."""
    assert (
        keys(titip("check", SAMPLE, sample(name), "--json", "--today", TODAY).said) - told("check") == set()
    )


def test_every_key_of_a_plan_stands_in_the_reference(titip: Run) -> None:
    """Of placed and left over requests and of shortfalls; places, reasons and proofs are told under check."""
    said = titip("plan", SAMPLE, sample("requests.csv"), "--json", "--today", TODAY).said
    assert said["shortfalls"]
    for way in said["remedies"]:
        for part in way["parts"]:  # a change has the keys of scenarios and requests
            assert part.pop("change")
    assert keys(said) - told("plan") - told("check") == set()
    for part in (said, said["requests"][0], said["shortfalls"][0]):
        assert set(part) - told("plan") == set()


def test_every_key_of_a_headroom_stands_in_the_reference(titip: Run) -> None:
    """With limits, with reasons, and undecided."""
    for name in ("fits-web-server.json", "dmz-web-server.json", "cannot-decide-no-draw.json"):
        said = titip("headroom", SAMPLE, sample(name), "--json", "--today", TODAY).said
        assert set(said) - told("headroom") == set()
        assert keys(said) - told("headroom") - told("plan") - told("check") == set()


@pytest.mark.parametrize(
    ("title", "made"),
    [("plan", "plan_json"), ("plan", "_request_json"), ("headroom", "headroom_json")],
)
def test_no_key_of_plans_and_headrooms_is_only_told_of(title: str, made: str) -> None:
    """The first table of the section, and that of planned requests, name keys that are written."""
    source = (DOCS.parents[1] / "placement/plan_json.py").read_text(encoding="utf-8")
    (body,) = re.findall(rf"^def {made}\(.*?(?=^def |\Z)", source, re.MULTILINE | re.DOTALL)
    written = set(re.findall(r'^ {8}"([a-z0-9_]+)":', body, re.MULTILINE))
    parts = section(ANSWER, title).split("\n### ")
    part = next(p for p in parts if p.startswith("Planned requests")) if made[0] == "_" else parts[0]
    named = {
        key
        for row in re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
        for key in re.findall(r"`(.+?)`", row)
    }
    assert named == written


def test_every_key_of_a_room_stands_in_the_reference(titip: Run) -> None:
    """Also of its tables; and the tables have no column that is only told of."""
    said = titip("room", SAMPLE, "--json", "--today", TODAY).said
    assert keys(said) - told("room") == set()
    of_tables = section(ANSWER, "room").split("### Tables")[1]
    columns = set(re.findall(r"`([a-z_]+)`", of_tables)) - {"per_rack", "per_row"}
    assert columns == keys(said["per_rack"]) | keys(said["per_row"])


def test_every_key_of_a_comparison_stands_in_the_reference(titip: Run) -> None:
    """With losses, with what is placed, and with a queue of which something is left over."""
    scenarios = [SAMPLE.parents[1] / f"scenarios/{name}.toml" for name in ("lose-ups-a", "ten-old-servers")]
    words = ("--requests", sample("requests.csv"), "--json", "--today", TODAY)
    said = titip("whatif", SAMPLE, *scenarios, *words).said
    assert set(said) - told("whatif") == set()
    for scenario in said["scenarios"]:
        own = {key: value for key, value in scenario.items() if key != "summary"}
        others = told("room") | told("headroom") | told("plan") | told("check")
        assert keys(own) - told("whatif") - others == set()
        assert set(own) - told("whatif") == set()
        for part in ("headroom", "differences"):
            assert keys([set_of(entry) for entry in scenario[part]]) - told("whatif") == set()
        assert set(scenario["aftermath"]) - told("whatif") == set()


def set_of(entry: dict[str, Any]) -> dict[str, None]:
    """The keys of an entry itself, whatever is below them."""
    return dict.fromkeys(entry)


def test_every_key_of_a_verdict_stands_in_the_reference(titip: Run, tmp_path: Path) -> None:
    """With a violation and with something unknown."""
    room = write_room(tmp_path / "room")
    (tmp_path / "r.csv").write_text(
        "request,kind,u_height,power_w,cords\nA,server,2,300,2\n", encoding="utf-8"
    )
    (tmp_path / "p.csv").write_text(
        "request,item,rack,position_u,cords\nA,1,R01,1,R01-A R01-B\n", encoding="utf-8"
    )
    said = titip("verify", room, tmp_path / "r.csv", tmp_path / "p.csv", "--json").said
    assert said["violations"]
    assert said["unknown"]
    assert keys(said) - told("verify") == set()


def test_every_key_of_a_report_and_of_bad_input_stands_in_the_reference(titip: Run, tmp_path: Path) -> None:
    """An import, and one that cannot be done."""
    (tmp_path / "racks.csv").write_text("Name,Site,Status,Height\nR1,Hall,Active,42U\n", encoding="utf-8")
    words = ["import", "netbox-csv", tmp_path, "--out", tmp_path / "room", "--json"]
    assert keys(titip(*words).said) - told("import") == set()
    assert keys(titip(*words).said) - told("Bad input") == set()


def test_every_key_of_templates_stands_in_the_reference(titip: Run, tmp_path: Path) -> None:
    """What was written and what was kept."""
    assert keys(titip("template", "all", "--out", tmp_path, "--json").said) - told("template") == set()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("setup", ["setup"]),
        ("setup", ["setup", "--office", OFFICE]),
        ("load", ["load", SAMPLE, "denpasar"]),
        ("office load", ["office", "load", OFFICE]),
        ("office load", ["user", "add", "ayu", "--name", "Contoh Ayu"]),
        ("office load", ["user", "hold", "gede", "auditor", "--from", "2026-01-02"]),
        ("office show", ["office", "show"]),
        ("user list", ["user", "list"]),
        ("procedure", ["procedure", "list"]),
        ("procedure", ["procedure", "publish", data_path("procedures") / "penitipan-2018.yaml"]),
        ("calendar", ["calendar", "adopt", data_path("calendars") / "denpasar.yaml"]),
        ("worker", ["worker", "--once"]),
        ("audit", ["audit", "verify"]),
        ("audit", ["audit", "verify", "--head", f"1:{64 * '0'}"]),
        ("audit", ["audit", "faults"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_every_key_about_the_office_stands_in_the_reference(
    titip: Run, database: Path, title: str, words: list[object]
) -> None:
    """Of each command that works on the database; those of a new office's parts under its own command."""
    said = titip(*words, "--json").said
    parts = told("office load") if title == "setup" else set()
    assert keys(said) - told(title) - parts == set()


def test_every_rule_stands_in_the_reference() -> None:
    """By the names that answers use."""
    from placement.rules import RULES

    (row,) = [line for line in ANSWER.splitlines() if line.startswith("| `rule` |")]
    assert set(row.split("|")[2].split()) == set(RULES)


def test_every_check_stands_in_the_reference() -> None:
    """Each name that a check of capacity.checks gives, and no other."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in (DOCS.parents[1] / "capacity/checks").glob("*.py")
    )
    named = set(re.findall(r'(?:Finding\(|exceeded\()\s*"([a-z-]+)"', source)) | {
        "weight-exceeded",
        "heat-exceeded",
    }
    listed = section(CLI, "titip room").split("### The checks")[1]
    rows = [line.split("|")[1] for line in listed.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)} == named


def test_the_examples_of_a_request_are_decided(titip: Run, tmp_path: Path) -> None:
    """What `would_fit_if` names fits, when it is asked for."""
    room = write_room(tmp_path / "room")
    asked = titip("check", room, request_file(tmp_path, power_w=9000), "--json").said
    (power,) = [w["power_w"] for w in asked["would_fit_if"] if "power_w" in w]
    assert titip("check", room, request_file(tmp_path, power_w=power), "--json").code == 0
    assert titip("check", room, request_file(tmp_path, power_w=power + 1), "--json").code == 3
