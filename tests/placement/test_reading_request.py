"""A request in JSON: exact numbers, the contract's defaults, and no key that is silently ignored."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from capacity.errors import BadInput, Problem
from capacity.policy import Policy
from capacity.reading.catalogue import DeviceType
from placement.reading import read_request, reference_requests, request_from_table
from placement.request import PortNeed, Request

BOX = DeviceType(
    "box-1",
    height_hu=4,
    depth="half",
    depth_mm=400,
    weight_g=20_500,
    power_w=450,
    power_basis="nameplate",
    cords=2,
    ports=(("10gbase-x-sfpp", None, 2),),
)
TYPES = {
    "box-1": BOX,
    "blade": DeviceType("blade", height_hu=0, child=True),
    "big": DeviceType("big", power_w=5000, cords=6),
    "panel": DeviceType("panel", power_w=0, cords=0),
    "silent": DeviceType("silent", cords=0),
}


def read(path: Path, text: str | bytes) -> Request:
    file = path / "request.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return read_request(file, TYPES)


def problems_of(path: Path, text: str | bytes) -> list[Problem]:
    with pytest.raises(BadInput) as bad:
        read(path, text)
    assert all(p.file == "request.json" and p.row is None and p.advice for p in bad.value.problems)
    return list(bad.value.problems)


def test_a_server_is_read_in_base_units(tmp_path: Path) -> None:
    """Every key of a server, with numbers as numbers and lists as lists."""
    request = read(
        tmp_path,
        '{"request": "Q1", "kind": "server", "owner": "bps", "quantity": 2, "priority": 5,'
        ' "from": "2027-01-01", "until": "2030-12-31", "os": "ubuntu", "os_version": "22.04", "group": "web",'
        ' "keep": ["apart:rack"],'
        ' "security_zone": "internal", "network": "dmz", "u_height": 1.5, "depth": "half", "depth_mm": 400,'
        ' "weight_kg": 20.125, "power_w": 500, "power_basis": "measured", "cords": 1,'
        ' "ports": ["10gbase-x-sfpp:2", "1000base-t@mgmt:1"], "port_sides": 2}',
    )
    assert request == Request(
        name="Q1",
        owner="bps",
        quantity=2,
        priority=5,
        start=date(2027, 1, 1),
        until=date(2030, 12, 31),
        os="ubuntu",
        os_version="22.04",
        group="web",
        keep=("apart:rack",),
        security_zone="internal",
        network="dmz",
        height_hu=3,
        depth="half",
        depth_mm=400,
        weight_g=20_125,
        power_w=500,
        power_basis="measured",
        cords=1,
        ports=(PortNeed("10gbase-x-sfpp", 2), PortNeed("1000base-t", 1, "mgmt")),
        port_sides=2,
    )


def test_what_is_left_out_has_the_contract_s_default(tmp_path: Path) -> None:
    """null, empty text and absence are the same; sizes and draws stay unknown."""
    bare = read(tmp_path, '{"request": "Q1"}')
    assert bare == Request(name="Q1")
    assert (bare.cords, bare.ports, bare.port_sides, bare.depth, bare.quantity) == (2, (), 1, "full", 1)
    assert (bare.height_hu, bare.power_w, bare.weight_g, bare.depth_mm) == (None,) * 4
    assert read(tmp_path, '{"request": "Q1", "power_w": null, "ports": "", "keep": [], "depth": ""}') == bare
    assert read(tmp_path, b'\xef\xbb\xbf{"request": "Q1"}') == bare


def test_numbers_and_lists_may_be_text(tmp_path: Path) -> None:
    """As they stand in a row of requests.csv."""
    request = read(
        tmp_path,
        '{"request": "Q", "weight_kg": "20.5", "cords": "1", "keep": "apart:rack apart:row",'
        ' "ports": " a:1 b:2 "}',
    )
    assert (request.weight_g, request.cords, request.keep) == (20_500, 1, ("apart:rack", "apart:row"))
    assert request.ports == (PortNeed("a", 1), PortNeed("b", 2))


def test_an_application_is_read(tmp_path: Path) -> None:
    """What belongs to servers only is noted, and not used."""
    request = read(
        tmp_path,
        '{"request": "A", "kind": "application", "vcpu": 4, "memory_mb": 80, "power_w": 9, "cords": 0}',
    )
    assert (request.vcpu, request.memory_mb, request.disk_gb) == (4, 80, None)
    assert [note.split()[0] for note in request.notes] == ["power_w", "cords"]
    server = read(tmp_path, '{"request": "S", "vcpu": 4}')
    assert server.notes == ("vcpu is for applications; the request is for a server, so it was not used.",)


@pytest.mark.parametrize(
    ("pair", "column"),
    [
        ('"power_w": 1e2', "power_w"),
        ('"power_w": 1e400', "power_w"),
        ('"power_w": NaN', "power_w"),
        ('"power_w": Infinity', "power_w"),
        ('"power_w": -Infinity', "power_w"),
        ('"power_w": -1', "power_w"),
        ('"power_w": 100.5', "power_w"),
        ('"power_w": true', "power_w"),
        ('"power_w": [500]', "power_w"),
        ('"power_w": {"w": 500}', "power_w"),
        ('"power_w": "5oo"', "power_w"),
        (f'"power_w": {"9" * 5000}', "power_w"),
        ('"weight_kg": 20.0005', "weight_kg"),
        ('"weight_kg": "10,5"', "weight_kg"),
        ('"depth_mm": 700.5', "depth_mm"),
        ('"u_height": 1.25', "u_height"),
        ('"quantity": 0', "quantity"),
        ('"quantity": 1.5', "quantity"),
        ('"quantity": 10000000000', "quantity"),
        ('"cords": 3', "cords"),
        ('"cords": 0', "cords"),
        ('"cords": 0, "power_w": 10', "cords"),
        ('"port_sides": 3', "port_sides"),
        ('"kind": "toaster"', "kind"),
        ('"kind": 5', "kind"),
        ('"owner": 5', "owner"),
        ('"owner": ["bps"]', "owner"),
        ('"owner": "a\\u001b[2J"', "owner"),
        ('"owner": "\\ud800"', "owner"),
        ('"os_version": 22.04', "os_version"),
        ('"depth": "deep"', "depth"),
        ('"from": "01/02/2027"', "from"),
        ('"from": "2027-02-01", "until": "2027-01-31"', "until"),
        ('"keep": ["apart:moon"]', "keep"),
        ('"keep": [["apart:rack"]]', "keep"),
        ('"keep": [1]', "keep"),
        ('"ports": {"10gbase-t": 2}', "ports"),
        ('"ports": ["10gbase-t"]', "ports"),
        ('"ports": [2]', "ports"),
        ('"device_type": "bx-1"', "device_type"),
        ('"powr_w": 5', "powr_w"),
        ('"power_w": 1, "power_w": 500', "power_w"),
        ('"": 5', ""),
        ('"\\u001b": 5', "\\x1b"),
    ],
)
def test_what_is_not_as_described_is_refused(tmp_path: Path, pair: str, column: str) -> None:
    """One problem each, whose column is the key."""
    (problem,) = problems_of(tmp_path, f'{{"request": "Q1", {pair}}}')
    assert problem.column == column
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[1]",
        '"Q1"',
        "NaN",
        '{"request": "Q1"} {}',
        '{"request": "Q1",}',
        "[" * 100_000,
        '{"a":' * 100_000,
        b'{"request": "\xe9"}',
        b"\xff\xfe{\x00}\x00",
        b" " * (1 << 20) + b"{}",
    ],
)
def test_what_is_no_object_of_modest_size_is_refused(tmp_path: Path, text: str | bytes) -> None:
    """Other JSON, no JSON, other encodings, depth and size bombs."""
    with pytest.raises(BadInput) as bad:
        read(tmp_path, text)
    (problem,) = bad.value.problems
    assert (problem.file, problem.column) == ("request.json", "")


def test_all_problems_of_a_request_come_at_once(tmp_path: Path) -> None:
    """Misspelt, missing and wrong keys together, in order."""
    problems = problems_of(tmp_path, '{"powr_w": 1, "cords": 7, "depth": "deep", "keep": "x"}')
    assert [p.column for p in problems] == ["cords", "depth", "keep", "powr_w", "request"]
    assert "'power_w'" in problems[3].advice


def test_a_device_type_fills_what_is_left_empty(tmp_path: Path) -> None:
    """And nothing else; the basis goes with the figure it belongs to."""
    request = read(tmp_path, '{"request": "Q", "device_type": "box-1"}')
    assert (request.height_hu, request.depth, request.depth_mm, request.weight_g) == (4, "half", 400, 20_500)
    assert (request.power_w, request.power_basis, request.cords) == (450, "nameplate", 2)
    assert request.ports == (PortNeed("10gbase-x-sfpp", 2),)
    own = read(
        tmp_path, '{"request": "Q", "device_type": "box-1", "power_w": 300, "cords": 1, "depth": "full"}'
    )
    assert (own.power_w, own.power_basis, own.cords, own.depth, own.height_hu) == (
        300,
        "budget",
        1,
        "full",
        4,
    )


def test_a_child_device_type_stands_in_a_chassis(tmp_path: Path) -> None:
    """Which is not modelled: the request is marked, so that nobody decides it."""
    assert read(tmp_path, '{"request": "Q", "device_type": "blade"}').chassis
    assert not read(tmp_path, '{"request": "Q", "device_type": "box-1"}').chassis


def test_supplies_of_a_device_type_become_cords(tmp_path: Path) -> None:
    """Six supplies are two cords, with a note; none are none only where nothing is drawn."""
    big = read(tmp_path, '{"request": "Q", "device_type": "big"}')
    assert big.cords == 2
    assert "6 supplies" in big.notes[0]
    assert read(tmp_path, '{"request": "Q", "device_type": "panel"}').cords == 0
    assert read(tmp_path, '{"request": "Q", "device_type": "silent"}').cords == 2


def test_an_unknown_device_type_is_suggested(tmp_path: Path) -> None:
    """The slug is probably misspelt."""
    (problem,) = problems_of(tmp_path, '{"request": "Q", "device_type": "box-11"}')
    assert "'box-1'" in problem.advice


def test_no_cords_are_for_what_draws_nothing(tmp_path: Path) -> None:
    """An unknown draw is not nothing."""
    assert read(tmp_path, '{"request": "Q", "cords": 0, "power_w": 0}').cords == 0
    (problem,) = problems_of(tmp_path, '{"request": "Q", "cords": 0}')
    assert problem.column == "cords"


@pytest.mark.parametrize("weight", [20, 20.5, "20.5", Decimal("20.5")])
def test_a_table_of_values_is_a_request(weight: object) -> None:
    """As TOML or a caller in Python has them."""
    request = request_from_table({"request": "Q", "weight_kg": weight}, "body", {})
    assert request.weight_g == Decimal(str(weight)) * 1000
    assert request.file == "body"


@pytest.mark.parametrize(
    "weight", [float("nan"), float("inf"), 1e-7, 1e300, Decimal("1E+2"), 10**4000, b"5", object()]
)
def test_a_table_may_hold_no_other_numbers(weight: object) -> None:
    """Whatever Python calls a number must be one that a cell could hold."""
    with pytest.raises(BadInput) as bad:
        request_from_table({"request": "Q", "weight_kg": weight}, "body", {})
    (problem,) = bad.value.problems
    assert (problem.file, problem.column) == ("body", "weight_kg")


def test_references_are_requests() -> None:
    """Those of the policy, named by number where they have no name, else the contract's."""
    (default,) = reference_requests(Policy(), {})
    assert (default.height_hu, default.power_w, default.weight_g, default.depth_mm) == (4, 500, 20_000, 750)
    assert (default.cords, default.port_sides) == (2, 2)
    assert default.ports == (PortNeed("10gbase-x-sfpp", 2),)
    tables: tuple[dict[str, Any], ...] = ({"u_height": 1}, {"request": "big", "device_type": "big"})
    first, second = reference_requests(Policy(references=tables), TYPES)
    assert (first.name, first.height_hu) == ("reference-1", 2)
    assert (second.name, second.power_w) == ("big", 5000)
    with pytest.raises(BadInput) as bad:
        reference_requests(Policy(references=({}, {"device_type": "none"})), TYPES)
    assert (bad.value.problems[0].file, bad.value.problems[0].column) == (
        "policy.toml",
        "reference[2].device_type",
    )


def test_a_request_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    """As are folders in its place."""
    for path in (tmp_path / "request.json", tmp_path):
        with pytest.raises(BadInput):
            read_request(path, {})


def test_the_printed_request_reads_as_it_was(tmp_path: Path) -> None:
    """What json.dumps writes of exact halves is read exactly."""
    text = json.dumps({"request": "Q", "u_height": 2.5, "weight_kg": 0.1})
    request = read(tmp_path, text)
    assert (request.height_hu, request.weight_g) == (5, 100)
