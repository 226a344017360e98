"""The verifier's verdict as a person reads it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from api.render.verify import print_verdict
from placement.verify import Unknown, Verdict, Violation


def test_a_verdict_that_holds_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, and the conditions."""
    print_verdict(
        Verdict(True, (), (), ("There is no power.csv: power, cords and outlets are not checked.",)), 3
    )
    out = capsys.readouterr().out
    assert "HOLDS" in out
    assert "3 items checked: no rule is broken" in out
    assert "There is no power.csv: power, cords" in out


def test_violations_show_limit_scenario_and_items(capsys: pytest.CaptureFixture[str]) -> None:
    """By how much, where, when and by whom; a hair too much is not rounded away."""
    over = Violation("power", "pdu R03-A", "R03-B lost", "W", 3680, Fraction(7361, 2), ("A/1", "B/1"))
    print_verdict(Verdict(False, (over,), (), ()), 2)
    out = capsys.readouterr().out
    assert "VIOLATED" in out
    (line,) = [line for line in out.splitlines() if "pdu R03-A" in line]
    assert "R03-B lost" in line
    assert "3,680.5" in line
    assert "3,680 W" in line
    assert "B/1" in out


def test_many_items_of_one_violation_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """The first four, and how many more."""
    items = tuple(f"A/{n}" for n in range(1, 11))
    print_verdict(Verdict(False, (Violation("keep", "apart:rack A", "", "", None, None, items),), (), ()), 10)
    out = capsys.readouterr().out
    assert "A/4" in out
    assert "A/5" not in out
    assert "and 6 more" in out


def test_open_rules_name_the_cell(capsys: pytest.CaptureFixture[str]) -> None:
    """What is not known is told, and cleaned."""
    gap = Unknown(
        "weight", "rack B01\x1b[2J", ("A/1",), "weight_kg of x is not known", "devices.csv", 7, "weight_kg"
    )
    print_verdict(Verdict(True, (), (gap,), ()), 1)
    out = capsys.readouterr().out
    assert "1 rule cannot be judged" in out
    assert "devices.csv  7    weight_kg" in " ".join(out.split("  ")) or "devices.csv" in out
    assert all(line.isprintable() for line in out.splitlines())
