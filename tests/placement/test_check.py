"""check: two deciders and a verifier that must agree, digests, and an answer that is the same every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import placement.several
from api.cli import main
from capacity.reading import read_room
from capacity.room import Reservation
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer, answer_json
from placement.check import CERTIFY_UP_TO, Checker
from placement.errors import Disagreement
from placement.own import own_place
from placement.placed import Placed
from placement.reading import read_request
from placement.request import Request
from placement.solver.model import Decided
from placement.verify import Verifier
from placement.verify.findings import Verdict, Violation
from tests.builders import SERVER, TODAY, app, chain, check, device, host, need, rack, room, server
from tests.rooms import write_room

ROOT = Path(__file__).resolve().parents[2]
ASKED: dict[str, Any] = {
    "request": "Q1", "kind": "server", "u_height": 2, "power_w": 400, "weight_kg": 20, "depth_mm": 700,
    "ports": ["10gbase-x-sfpp:2"], "port_sides": 2, "group": "web", "keep": ["apart:rack"],
}  # fmt: skip


# --- disagreement ----------------------------------------------------------------------------


def says(decision: str) -> Any:
    """A CP-SAT that always comes to one decision."""
    return lambda *_, **__: Decided(decision, (Placed("Q1", 1, "R9", 2, "front"),))


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (SERVER, DOES_NOT_FIT),
        (SERVER, CANNOT_DECIDE),
        (server(weight_g=10**6), FITS),
        (server(power_w=None), DOES_NOT_FIT),
        (app(), FITS),
    ],
)
def test_a_solver_that_decides_otherwise_ends_the_check(
    monkeypatch: pytest.MonkeyPatch, request_: Request, said: str
) -> None:
    """The error shows both sides; no answer is given."""
    monkeypatch.setattr("placement.solver.model.decide", says(said))
    honest = {FITS, DOES_NOT_FIT, CANNOT_DECIDE} - {said}
    with pytest.raises(Disagreement) as raised:
        check(request=request_)
    assert repr(said) in raised.value.sentence
    assert any(repr(decision) in raised.value.sentence for decision in honest)
    assert raised.value.code == "deciders-disagree"


def test_a_solver_that_agrees_is_named_in_the_proof() -> None:
    """Both methods, proved, repeatable, with the version that said so."""
    proof = check().proof
    assert proof is not None
    assert (proof.method, proof.status, proof.bound, proof.gap, proof.reproducible) == (
        "both",
        "optimal",
        1,
        0.0,
        True,
    )
    assert "ortools" in proof.versions
    assert check(request=server(weight_g=10**6)).proof == replace(proof, status="infeasible", bound=0)


def verdict(*violations: Violation) -> Any:
    return lambda *_, **__: Verdict(not violations, violations, (), ())


@pytest.mark.parametrize("request_", [SERVER, replace(SERVER, quantity=2), app()])
def test_a_verifier_that_rejects_the_answer_ends_the_check(
    monkeypatch: pytest.MonkeyPatch, request_: Request
) -> None:
    """Nobody sees a placement that breaks a rule."""
    where = room(hosts=(host("N1"),))
    assert check(where, request_).decision == FITS
    broken = Violation("heat", "rack R1", "", "W", 1, 2, ("Q1 item 1",))
    monkeypatch.setattr(Verifier, "verify_one", verdict(broken))
    with pytest.raises(Disagreement, match="the verifier rejects"):
        check(where, request_)


def test_a_verifier_that_does_not_know_ends_the_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called certain may not rest on what is not known."""

    def unsure(*_: object, **__: object) -> Verdict:
        return Verdict(True, (), ("something",), ())  # type: ignore[arg-type]

    monkeypatch.setattr(Verifier, "verify_one", unsure)
    with pytest.raises(Disagreement):
        check()


def test_a_person_s_choice_passes_the_verifier_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As every answer."""
    broken = Violation("heat", "rack R1", "", "W", 1, 2, ("Q1 item 1",))
    monkeypatch.setattr(Verifier, "verify_one", verdict(broken))
    with pytest.raises(Disagreement):
        own_place(Checker(room(), TODAY), SERVER, "R1", 2, "front")


def test_a_refusal_has_nothing_to_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    """No placement, no verdict."""
    monkeypatch.setattr(Verifier, "verify_one", verdict(Violation("heat", "", "", "W", 1, 2, ())))
    assert check(request=server(weight_g=10**6)).decision == DOES_NOT_FIT


def test_a_disagreement_is_an_internal_failure_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 70, both sides on the error stream, nothing on the other."""
    monkeypatch.setattr("placement.solver.model.decide", says(DOES_NOT_FIT))
    folder, file = files(tmp_path)
    with pytest.raises(SystemExit) as done:
        main(["check", str(folder), str(file), "--json"])
    out, err = capsys.readouterr()
    assert (done.value.code, out) == (70, "")
    assert "'fits'" in err
    assert "'does not fit'" in err


def test_several_items_rest_on_the_solver_and_the_verifier(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that puts both items at the same place is caught."""
    same = (Placed("Q1", 1, "R1", 2, "front"), Placed("Q1", 2, "R1", 2, "front"))
    monkeypatch.setattr(placement.several, "decide", lambda *_, **__: Decided(FITS, same))
    with pytest.raises(Disagreement):
        check(room(power=()), server(quantity=2, power_w=1))


def test_in_a_large_room_the_solver_speaks_where_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above 200 racks the filter answers alone unless the answer is to be certified."""
    names = [f"R{i}" for i in range(CERTIFY_UP_TO + 1)]
    where = room(racks=tuple(rack(name) for name in names), power=chain(*names[:1]))
    monkeypatch.setattr("placement.solver.model.decide", says(DOES_NOT_FIT))
    alone = check(where)
    assert alone.proof is not None
    assert (alone.decision, alone.proof.method) == (FITS, "enumeration")
    with pytest.raises(Disagreement):
        check(where, certify=True)


# --- the request's own reservations ----------------------------------------------------------


def test_the_place_held_for_a_request_is_free_for_it_alone() -> None:
    """Q1 holds the whole rack: Q1 fits, Q2 does not; the compiled rooms are kept apart."""
    held = Reservation("H1", request="Q1", rack="R1", position_hu=2, height_hu=20, weight_g=0, power_w=0)
    checker = Checker(room(reservations=(held,)), TODAY)
    assert checker.check(SERVER).decision == FITS
    assert checker.check(replace(SERVER, name="Q2")).conflicts == (("space",),)
    assert checker.check(SERVER).decision == FITS
    assert checker.compiled(SERVER)[0] is checker.compiled(SERVER)[0]
    assert checker.compiled(SERVER)[0] is not checker.compiled(replace(SERVER, name="Q2"))[0]


def test_a_reservation_lapses_after_its_last_day() -> None:
    """The same room on two days."""
    held = Reservation(
        "H1", rack="R1", position_hu=2, height_hu=20, weight_g=0, power_w=0, until=date(2026, 11, 24)
    )
    where = room(reservations=(held,))
    assert Checker(where, date(2026, 11, 24)).check(SERVER).decision == DOES_NOT_FIT
    assert Checker(where, date(2026, 11, 25)).check(SERVER).decision == FITS


# --- digests ---------------------------------------------------------------------------------


def files(folder: Path, request: dict[str, Any] | None = None, **more: str) -> tuple[Path, Path]:
    """The room of `tests.rooms` and a request, as files."""
    file = folder / "request.json"
    file.write_text(json.dumps(ASKED if request is None else request), encoding="utf-8")
    return write_room(folder / "room", **more), file


def digest(folder: Path, request: dict[str, Any] | None = None, **more: str) -> str:
    folder.mkdir()
    where, file = files(folder, request, **more)
    return Checker(read_room(where), TODAY).check(read_request(file, {})).input_sha256


def test_the_digest_is_that_of_room_and_request(tmp_path: Path) -> None:
    """The same input has the same digest, in whatever folder; any change of either has another."""
    same = [digest(tmp_path / name) for name in "ab"]
    others = [
        digest(tmp_path / "c", ASKED | {"power_w": 401}),
        digest(tmp_path / "d", ASKED | {"until": "2030-01-01"}),
        digest(tmp_path / "e", ASKED | {"request": "Q2"}),
        digest(tmp_path / "f", cooling="unit,capacity_w,zones\nC1,12001,Z1\nC2,12000,Z1\n"),
        digest(tmp_path / "g", policy='version = "2026-2"\n'),
    ]
    assert same[0] == same[1]
    assert len({same[0], *others}) == 6
    assert all(len(each) == 64 for each in (*same, *others))


@pytest.mark.parametrize(
    ("field", "value"),
    [("height_hu", 6), ("keep", ("apart:row",)), ("ports", (need(3),)), ("os", "ubuntu"), ("quantity", 2)],
)
def test_every_field_of_the_request_is_in_the_digest(field: str, value: Any) -> None:
    """Also one that does not change the answer."""
    other = replace(SERVER, **{field: value})
    assert check(request=other).input_sha256 != check().input_sha256


def test_every_answer_names_its_policy_and_its_input() -> None:
    """Fits, does not fit, cannot decide, several items, not modelled."""
    for request in (
        SERVER,
        server(weight_g=10**6),
        server(weight_g=None),
        server(quantity=2),
        server(quantity=99),
        server(chassis=True),
    ):
        answer = check(request=request)
        assert answer.policy_version == "test"
        assert len(answer.input_sha256) == 64


# --- the answer as JSON ----------------------------------------------------------------------

KEYS = [
    "request", "decision", "placement", "score", "terms", "alternatives", "limits", "conditions", "missing",
    "reasons", "conflicts", "would_fit_if", "remedies", "moves_searched", "places", "proof", "input_sha256",
    "policy_version", "seconds",
]  # fmt: skip


def as_json(answer: Answer) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(json.dumps(answer_json(answer, 0.01234567)))
    return said


@pytest.mark.parametrize("request_", [SERVER, server(weight_g=10**6), server(weight_g=None), app()])
def test_every_answer_has_the_keys_of_the_contract(request_: Request) -> None:
    """Whatever the decision, so that a reader finds them."""
    said = as_json(check(room(hosts=(host("N1"),)), request_))
    assert list(said) == KEYS
    assert said["seconds"] == 0.0123


def test_a_placement_is_written_as_the_files_write_it() -> None:
    """Units with their half, cords with their leg, ports with their count."""
    nodes = chain(R1_A={"phases": 3})
    where = room(device(height_hu=1), power=nodes)
    said = as_json(check(where, server(height_hu=3), alternatives=0))
    (placed,) = said["placement"]
    assert placed == {
        "item": 1,
        "rack": "R1",
        "position_u": 1.5,
        "face": "front",
        "cords": ["R1-A:L1", "R1-B"],
        "ports": [],
    }
    assert as_json(check(room(hosts=(host("N1"),)), app()))["placement"] == [{"item": 1, "host": "N1"}]


def test_amounts_are_numbers_in_the_unit_of_the_rule() -> None:
    """Half a unit too high, 0.001 kg too heavy."""
    said = as_json(check(room(racks=(rack(height_u=2, max_load_g=19_999),)), server(height_hu=5)))
    amounts = {r["rule"]: (r["least_short"], r["unit"], r["nearest"]) for r in said["reasons"]}
    assert amounts == {"space": (0.5, "U", "R1"), "weight": (0.001, "kg", "R1")}
    assert said["conflicts"] == [["space"], ["weight"]]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"u_height": None, "weight_kg": None},
        {"quantity": 60, "keep": []},
    ],
)
def test_the_same_input_gives_the_same_bytes_whatever_the_seed_of_hashes(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    """Two processes with different PYTHONHASHSEED; only the seconds may differ."""
    asked = {key: value for key, value in (ASKED | changes).items() if value is not None}
    folder, file = files(tmp_path, asked)
    command = [
        sys.executable,
        "-m",
        "api.cli",
        "check",
        str(folder),
        str(file),
        "--json",
        "--today",
        "2026-11-24",
    ]
    running = [
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True
        )
        for seed in ("1", "2")
    ]
    texts = [process.communicate(timeout=50)[0] for process in running]
    assert all(process.returncode in (0, 3, 4) for process in running)
    lines = [[line for line in text.splitlines() if '"seconds"' not in line] for text in texts]
    assert lines[0] == lines[1]
    assert len(lines[0]) > len(KEYS)
