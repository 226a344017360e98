"""Dates, numbers, terms and conditions in Indonesian."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from capacity.data import data_path
from capacity.unchecked import UNCHECKED
from placement.rules import RULES as ALL_RULES
from tests.workflow.letters.dossiers import analysed
from workflow.letters.conditions import told_inside, told_outside
from workflow.letters.indonesian import DOTS, amount, counted, day, number, percent, spelled, weekday
from workflow.letters.terms import RULES, limit_name, reason, remedy, scenario_name, thing_name

REQUESTS = sorted(path.stem for path in data_path("requests").glob("*.json"))
HALL = sorted(f"hall/{path.stem}" for path in data_path("requests/hall").glob("*.json"))

# Conditions that the example rooms do not bring about; tests of placement/ fix their wording.
RARE = (
    *UNCHECKED.values(),
    "plan9 4 is not in the standard.",
    "Support of debian 12 may end before 2030-01-31: its date is not known.",
    "Unknown weight taken as 12.5 kg per U by policy for a, b and 3 more.",
    "max_load_kg of rack A1 is not known and is let pass by policy.",
    "memory_mb of host virt-1 is not known and is let pass by policy.",
    "One cord only: the loss of PDU-1, UPS-A switches it off.",
    "One cord only.",
    "Legs of R1-A are 30.5 % out of balance (policy: 20 %).",
    "64 kg reach up to unit 30 of rack A1: heavy equipment should stay within the lowest 20 U.",
    "vcpu is for applications; the request is for a server, so it was not used.",
    "power_w is for servers; the request is for an application, so it was not used.",
    "dell-r740 has 4 supplies; the request is for 2 cords.",
    "'rack.csv' was not read. Did you mean 'racks.csv'? The name is not one of a room's files.",
    "cooling.csv row 3 status: 'broken' is none of active, inactive, and counts as not active.",
)


def test_dates_are_written_out() -> None:
    assert day(date(2026, 6, 8)) == "8 Juni 2026"
    assert day(date(2026, 8, 17)) == "17 Agustus 2026"
    assert day(None) == DOTS
    assert weekday(date(2026, 6, 8)) == "Senin"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (20, "dua puluh"),
        (45, "empat puluh lima"),
        (100, "seratus"),
        (118, "seratus delapan belas"),
        (1000, "seribu"),
        (2026, "dua ribu dua puluh enam"),
    ],
)
def test_numbers_are_spelled(value: int, words: str) -> None:
    assert spelled(value) == words


def test_every_number_up_to_9999_is_spelled_in_its_own_way() -> None:
    assert len({spelled(value) for value in range(10_000)}) == 10_000
    with pytest.raises(ValueError, match="not spelled"):
        spelled(10_000)


def test_amounts_have_points_for_thousands_and_a_comma_for_decimals() -> None:
    assert number(1234567.5) == "1.234.567,5"
    assert number(360.5) == "360,5"
    assert amount(31131, "W") == "31.131 W"
    assert amount(1, "outlets") == "1 stopkontak"
    assert amount(0, "W") == "0 W"
    assert amount(None, "W") == "belum diketahui"
    assert counted(2, "berkas") == "2 (dua) berkas"


def test_a_share_is_never_full_while_something_is_left() -> None:
    assert percent(999, 1000) == "99%"
    assert percent(1000, 1000) == "100%"
    assert percent(1001, 1000) == "101%"


def test_every_rule_has_its_words() -> None:
    assert set(RULES) == set(ALL_RULES)
    told = {"rule": "heat", "racks": 7, "only_blocker": 1, "least_short": 448, "unit": "W", "nearest": "A3"}
    said = reason(told, application=False)
    assert said.endswith("dari rak (pada 7 rak; kekurangan terkecil 448 W).")
    assert "A3" not in said


def test_limits_and_losses_have_their_words() -> None:
    assert limit_name("cooling Z1 Z2") == "Pendinginan zona Z1 Z2"
    assert limit_name("ports mgt-a/1000base-t") == "Port 1000base-t pada mgt-a"
    assert limit_name("memory cluster virt-balai") == "Memori klaster virt-balai"
    assert limit_name("ups UPS-B") == "UPS-B"
    assert limit_name("pdu A03-B:L1") == "PDU A03-B:L1"
    assert scenario_name("ATS-A lost") == "bila ATS-A padam"
    assert scenario_name("1 largest lost") == "bila 1 host terbesar padam"
    assert scenario_name("nothing lost") == "keadaan normal"
    assert thing_name("capacity of cooling unit AC-1") == "unit pendingin AC-1"
    assert thing_name("draw of the request") == "permohonan"


def test_a_remedy_names_what_was_asked_where_that_is_known() -> None:
    asked = {"power_w": 2800, "u_height": None}.get
    assert remedy({"power_w": 2352}, asked) == "daya perangkat paling besar 2.352 W (diajukan 2.800 W)"
    assert remedy({"u_height": 1.5}, asked) == "tinggi perangkat paling besar 1,5 U"


@pytest.mark.parametrize("condition", RARE)
def test_every_kind_of_condition_is_told_in_indonesian(condition: str) -> None:
    (said,) = told_inside([condition])
    assert said != condition
    assert not {"the", "is", "of", "taken", "policy"} & set(said.replace(".", "").split())


@pytest.mark.parametrize("request_", [*REQUESTS, *HALL])
def test_every_condition_of_the_examples_is_told_in_indonesian(request_: str) -> None:
    conditions = analysed(request_).answer["conditions"]
    assert not set(conditions) & set(told_inside(conditions))


def test_a_condition_of_no_known_kind_is_printed_inside_and_counted_outside() -> None:
    strange = ["The moon is full over rack X9.", "One cord only."]
    assert strange[0] in told_inside(strange)
    said = told_outside(strange)
    assert not any("X9" in each for each in said)
    assert said[-1] == "Terdapat 1 catatan teknis lain yang tercantum dalam hasil analisis."


def test_legs_out_of_balance_are_told_together() -> None:
    legs = [f"Legs of R{n}-A are {20 + n}.5 % out of balance (policy: 20 %)." for n in (1, 2, 3)]
    (inside,) = told_inside(legs)
    assert inside.endswith("lebih dari 20% menurut kebijakan ruang: R1-A 21,5%, R2-A 22,5%, R3-A 23,5%.")
    (outside,) = told_outside(legs)
    assert outside == "Beban antarfase 3 PDU tidak seimbang, lebih dari 20% menurut kebijakan ruang."


def test_no_name_of_the_room_reaches_the_agency_with_its_conditions() -> None:
    with data_path("rooms/denpasar/devices.csv").open(encoding="utf-8", newline="") as file:
        names = {row["device"] for row in csv.DictReader(file)}
    for request in REQUESTS:
        said = " ".join(told_outside(analysed(request).answer["conditions"]))
        assert not {name for name in names if name in said.replace(",", " ").split()}
