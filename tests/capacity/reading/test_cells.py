"""Numbers, choices, dates and lists: exactly right, or refused with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.reading import cells
from capacity.reading.dictionary import columns_of
from capacity.reading.problems import Refused, quoted
from capacity.room import Cord, PortUse


def parse(file: str, column: str, text: str) -> Any:
    return cells.parser(columns_of(file)[column])(text)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("power_w", "100", 100),
        ("power_w", "100.000", 100),
        ("power_w", "007", 7),
        ("power_w", "0" * 40 + "5", 5),
        ("power_w", "999999999999", 999_999_999_999),
        ("weight_kg", "20.0", 20_000),
        ("weight_kg", "0.1", 100),
        ("weight_kg", "15.125", 15_125),
        ("weight_kg", "999999999.999", 999_999_999_999),
        ("u_height", "1.5", 3),
        ("u_height", "0.50", 1),
        ("u_height", "2", 4),
        ("position_u", "7", 14),
        ("position_u", "7.5", 15),
        ("position_u", "0", 0),
        ("position_u", "0U", cells.ZERO_U),
    ],
)
def test_numbers_become_base_units_exactly(column: str, text: str, value: int) -> None:
    """W, g and half units, with no float on the way."""
    assert parse("devices.csv", column, text) == value


@pytest.mark.parametrize(
    ("text", "millionths"),
    [("1", 1_000_000), ("0.8", 800_000), ("0.333333", 333_333), ("0", 0), ("1.0", 10**6)],
)
def test_fractions_become_millionths(text: str, millionths: int) -> None:
    """Six decimals are kept exactly."""
    assert parse("power.csv", "usable_fraction", text) == millionths


@pytest.mark.parametrize(
    "text",
    [
        "1e2", "1E1", "1e400", "10,5", "1,000", "1 000", "1\u202f000", "1'000", "1_000", "1/2", "½", "nan",
        "NaN", "inf", "-Infinity", "+5", "-3", "-0", "-0.5", "--5", "5-", ".5", "5.", "1.2.3", "0x10", "five",
        "unknown", "٣", "１０", "²", "−5", "5 W", "5kg", "1000000000000", "9" * 5000, "100.5", "0.0001",
    ],
)  # fmt: skip
def test_everything_else_is_no_number_of_watts(text: str) -> None:
    """Exponents, commas, separators, signs, other scripts, too many digits, and parts of a watt."""
    with pytest.raises(Refused) as refused:
        parse("devices.csv", "power_w", text)
    assert refused.value.problem
    assert refused.value.advice


@pytest.mark.parametrize(
    ("file", "column", "text"),
    [
        ("racks.csv", "max_load_kg", "499.9999"),
        ("racks.csv", "max_heat_w", "4999.9"),
        ("racks.csv", "u_height", "101"),
        ("racks.csv", "u_height", "0"),
        ("racks.csv", "u_height", "42.5"),
        ("ports.csv", "max_cable_m", "5.0001"),
        ("power.csv", "usable_fraction", "80"),
        ("power.csv", "usable_fraction", "0.1234567"),
        ("power.csv", "failover_fraction", "1.000001"),
        ("power.csv", "phases", "2"),
        ("devices.csv", "u_height", "1.25"),
        ("devices.csv", "u_height", "1.05"),
        ("devices.csv", "position_u", "0u"),
        ("devices.csv", "position_u", "U7"),
        ("requests.csv", "quantity", "0"),
        ("requests.csv", "quantity", "1000000001"),
        ("requests.csv", "cords", "3"),
        ("requests.csv", "port_sides", "0"),
    ],
)
def test_values_too_fine_or_out_of_range_are_refused(file: str, column: str, text: str) -> None:
    """Each column has its own finest step and range, from the dictionary."""
    with pytest.raises(Refused):
        parse(file, column, text)


def test_coordinates_may_be_negative() -> None:
    """The origin of the floor is anywhere."""
    assert parse("racks.csv", "x_m", "-3.5") == -3_500
    assert parse("racks.csv", "y_m", "+0.001") == 1


@given(st.integers(0, 10**9 - 1), st.integers(0, 999), st.integers(0, 3))
def test_weights_agree_with_decimal_arithmetic(whole: int, thousandths: int, zeros: int) -> None:
    """What is written with three decimals is the same number of grams as Decimal finds."""
    text = f"{whole}.{thousandths:03}{'0' * zeros}"
    assert parse("devices.csv", "weight_kg", text) == Decimal(text) * 1000


@given(st.text(min_size=1, max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """No text raises anything but the refusal, and no float syntax slips through."""
    try:
        value = parse("devices.csv", "weight_kg", text)
    except Refused:
        return
    assert set(text) <= set("0123456789.")
    assert value == Decimal(text) * 1000


def test_choices_are_suggested() -> None:
    """A near miss names what was probably meant."""
    with pytest.raises(Refused, match="'actve' is not one of") as refused:
        parse("racks.csv", "status", "actve")
    assert "'active'" in refused.value.advice
    assert parse("devices.csv", "movable", "yes") is True
    assert parse("power.csv", "path", "A") == "A"


@pytest.mark.parametrize(
    "text", ["31/12/2027", "2027-13-01", "2027-02-29", "20271231", "2027-W01-1", "2027-1-1"]
)
def test_dates_are_iso_only(text: str) -> None:
    """Dates of other styles and days that do not exist are refused."""
    with pytest.raises(Refused):
        parse("reservations.csv", "until", text)
    assert parse("reservations.csv", "until", "2028-02-29") == date(2028, 2, 29)


def test_lists_of_cords_and_ports() -> None:
    """Cords may repeat a pdu; a switch's name may hold a slash."""
    assert parse("devices.csv", "cords", "P-A:L1  P-B P-B") == (Cord("P-A", "L1"), Cord("P-B"), Cord("P-B"))
    assert parse("devices.csv", "ports", "SW/1/10gbase-t:2") == (PortUse("SW/1", "10gbase-t", 2),)
    assert parse("requests.csv", "ports", "1000base-t@mgmt:1 10gbase-t:2") == (
        ("1000base-t", "mgmt", 1),
        ("10gbase-t", None, 2),
    )
    assert parse("requests.csv", "keep", "apart:rack apart:rack") == ("apart:rack",)


@pytest.mark.parametrize(
    ("file", "column", "text"),
    [
        ("devices.csv", "cords", "P-A:L4"),
        ("devices.csv", "cords", "P-A:l1"),
        ("devices.csv", "cords", ":L1"),
        ("devices.csv", "ports", "SW1:2"),
        ("devices.csv", "ports", "SW1/10gbase-t"),
        ("devices.csv", "ports", "SW1/10gbase-t:0"),
        ("devices.csv", "ports", "SW1/10gbase-t:1.5"),
        ("devices.csv", "ports", "/10gbase-t:1"),
        ("requests.csv", "ports", "10gbase-t"),
        ("requests.csv", "ports", "@mgmt:1"),
        ("requests.csv", "ports", "10gbase-t@:1"),
        ("requests.csv", "keep", "apart:moon"),
        ("racks.csv", "blocked_units", "42-41"),
        ("racks.csv", "blocked_units", "1,2"),
        ("racks.csv", "blocked_units", "1-2-3"),
        ("racks.csv", "blocked_units", "-1"),
        ("power.csv", "node", "UPS A"),
        ("cooling.csv", "zones", " ".join(f"Z{n}" for n in range(201))),
    ],
)
def test_malformed_entries_are_refused(file: str, column: str, text: str) -> None:
    """A list is refused with its bad entry, and a name in lists may not hold a blank."""
    with pytest.raises(Refused):
        parse(file, column, text)


def test_blocked_units_stay_ranges() -> None:
    """A range of a billion units costs nothing."""
    assert parse("racks.csv", "blocked_units", "1 1-999999999") == ((1, 1), (1, 999_999_999))


@pytest.mark.parametrize(
    "text", ["a\x1b[2Jb", "b\x00", "a\nb", "a\tb", "a\u202eb", "R1\u200b", "\x9b2J", "x" * 10_001]
)
def test_what_cannot_be_seen_is_refused(text: str) -> None:
    """Control characters, direction marks and over-long cells are refused, and quoted harmlessly."""
    refused = cells.unseen(text)
    assert refused is not None
    assert refused.problem.isprintable()


def test_quoting_escapes_and_shortens() -> None:
    """A name in a message cannot clear the screen or fill it."""
    assert quoted("a\x1b[2Jb") == "'a\\x1b[2Jb'"
    assert len(quoted("x" * 5000)) < 70
