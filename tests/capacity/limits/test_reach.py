"""Cable lengths: over the trays where there is a route, else over the floor."""

from __future__ import annotations

from random import Random

import pytest

from capacity.limits.reach import Reach
from capacity.room import Tray
from tests.builders import POLICY, rack

# POLICY: 2,000 mm within a rack, 2,000 mm of riser at either end.
RACKS = (rack("R1"), rack("R2", x_mm=3_000, y_mm=1_200), rack("R3", x_mm=None), rack("R4", x_mm=-500))


def reach(*trays: tuple[str, str, int]) -> Reach:
    return Reach(RACKS, [Tray((a, b), mm) for a, b, mm in trays], POLICY)


def test_within_a_rack_the_policy_says_how_long() -> None:
    """Also where nobody knows where the rack stands."""
    assert reach().cable_mm("R1", "R1") == reach().cable_mm("R3", "R3") == 2_000


def test_over_the_floor_a_cable_goes_along_both_axes() -> None:
    """3,000 + 1,200 mm and two risers of 2,000 mm; coordinates may be negative."""
    assert reach().cable_mm("R1", "R2") == 8_200
    assert reach().cable_mm("R2", "R4") == 3_500 + 1_200 + 4_000


def test_over_the_trays_a_cable_takes_the_shortest_route() -> None:
    """R1 - T - R2 is 5,000 + 1,000 mm, R1 - R2 directly 7,000 mm; the floor is not used."""
    found = reach(("R1", "T", 5_000), ("T", "R2", 1_000), ("R1", "R2", 7_000))
    assert found.cable_mm("R1", "R2") == 6_000 + 4_000


def test_trays_run_both_ways() -> None:
    """From R2 to R1 as from R1 to R2."""
    found = reach(("R2", "R1", 900))
    assert found.cable_mm("R1", "R2") == found.cable_mm("R2", "R1") == 4_900


def test_of_two_trays_between_the_same_ends_the_shorter_counts() -> None:
    """Whichever stands first in the file."""
    assert reach(("R1", "R2", 900), ("R2", "R1", 700)).cable_mm("R1", "R2") == 4_700
    assert reach(("R1", "R2", 700), ("R2", "R1", 900)).cable_mm("R1", "R2") == 4_700


def test_without_a_route_it_is_the_floor() -> None:
    """A tray that leads elsewhere helps nobody."""
    assert reach(("R1", "T", 100)).cable_mm("R1", "R2") == 8_200


def test_without_a_route_and_without_a_place_nobody_knows() -> None:
    """R3 has no x; a tray to it would tell."""
    assert reach().cable_mm("R1", "R3") is None
    assert reach().cable_mm("R3", "R1") is None
    assert reach(("R1", "R3", 500)).cable_mm("R1", "R3") == 4_500


@pytest.mark.parametrize("most_mm", [0, 2_000, 4_000, 4_900, 4_901, 8_199, 8_200, 30_000])
def test_what_is_beyond_the_longest_cable_is_only_known_to_be_longer(most_mm: int) -> None:
    """Within it the length is the same as without; over the floor and where nobody knows, too."""
    rng = Random(5)
    ends = ["R1", "R2", "R3", "R4", "T", "S"]
    for _ in range(30):
        trays = [(*rng.sample(ends, 2), rng.choice([0, 450, 900, 4_199, 4_200])) for _ in range(4)]
        whole, cut = reach(*trays), reach(*trays)
        for a in ends[:4]:
            for b in ends[:4]:
                length, told = whole.cable_mm(a, b), cut.cable_mm(a, b, most_mm)
                if length is None or length <= most_mm:
                    assert told == length
                else:
                    assert told is not None
                    assert told > most_mm
