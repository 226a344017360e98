"""The request as it is kept: what was written, in one text, under the name of its case."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from capacity.errors import BadInput
from capacity.reading.catalogue import DeviceType
from capacity.reading.mapping import RawNumber
from tests.workflow.analysis.analysing import APPLICATION, SERVER, text
from workflow.analysis import canonical_request, request_named

R750 = DeviceType("r750", height_hu=4, depth_mm=760, weight_g=29_000, power_w=700, cords=2)


def test_the_case_takes_the_place_of_the_requests_own_name() -> None:
    """Two agencies may both call theirs web-1."""
    assert "request" not in json.loads(text())
    assert text() == text(request="another")
    assert request_named(text(), "PS-1", {}).name == "PS-1"


def test_a_request_needs_no_name_of_its_own() -> None:
    assert canonical_request({k: v for k, v in SERVER.items() if k != "request"}, {}) == text()


@pytest.mark.parametrize("power", [500, "500", RawNumber("500"), Decimal(500), " 500 "])
def test_one_number_has_one_text_however_it_came(power: object) -> None:
    assert text(power_w=power) == text(power_w="500")


def test_numbers_stay_as_they_were_written() -> None:
    """Nothing goes through a float, and nothing is rounded."""
    kept = json.loads(text(weight_kg=RawNumber("20.500"), u_height="2.0"))
    assert (kept["weight_kg"], kept["u_height"]) == ("20.500", "2.0")
    assert request_named(text(weight_kg=RawNumber("20.500")), "PS-1", {}).weight_g == 20_500


def test_a_list_and_a_cell_with_blanks_are_the_same() -> None:
    ports = ["10gbase-x-sfpp:2", "1000base-t@mgmt:1"]
    assert text(ports=ports) == text(ports="10gbase-x-sfpp:2 1000base-t@mgmt:1")


def test_dates_may_come_as_dates() -> None:
    assert text(until=date(2030, 12, 31)) == text(until="2030-12-31")


def test_what_is_empty_is_left_out_and_the_order_of_keys_is_no_matter() -> None:
    assert text(os="", group=None) == text()
    assert canonical_request(dict(reversed(SERVER.items())), {}) == text()


def test_a_device_type_is_kept_by_name_and_filled_in_when_read() -> None:
    """The text says what was asked; what the model is comes from the catalogue."""
    wanted = {"request": "x", "kind": "server", "device_type": "r750", "power_w": "450"}
    kept = canonical_request(wanted, {"r750": R750})
    assert json.loads(kept) == {"kind": "server", "device_type": "r750", "power_w": "450"}
    read = request_named(kept, "PS-1", {"r750": R750})
    assert (read.height_hu, read.weight_g, read.power_w) == (4, 29_000, 450)
    with pytest.raises(BadInput, match="not in the device-type catalogue"):
        request_named(kept, "PS-1", {})


def test_every_problem_of_a_request_is_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        text(power_w="many", u_height=-1, colour="red", kind="toaster")
    assert {p.column for p in caught.value.problems} == {"power_w", "u_height", "colour", "kind"}
    assert {p.file for p in caught.value.problems} == {"request"}


def test_an_application_is_kept_alike() -> None:
    read = request_named(text(APPLICATION), "PS-2", {})
    assert (read.kind, read.vcpu, read.memory_mb, read.disk_gb) == ("application", 4, 8192, 100)
