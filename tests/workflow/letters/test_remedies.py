"""What would make it fit, in the letters: by name inside the office, without names outwards."""

from __future__ import annotations

import csv
from dataclasses import asdict
from typing import Any

import pytest

from capacity.data import data_path
from tests.workflow.letters.dossiers import analysed, dossier
from workflow.letters.analysis import analysis_sheet
from workflow.letters.findings import Findings
from workflow.letters.remedies import hours, keep_words, moves_searched, remedy_inside, remedy_outside
from workflow.letters.reply import reply
from workflow.letters.values import Letter


def _told(letter: Letter) -> str:
    return str([asdict(part) for part in letter.body])


def test_an_analysis_that_does_not_fit_says_what_would_make_it_fit() -> None:
    kinds = {one["kind"] for one in analysed("does-not-fit-gpu").answer["remedies"]}
    assert kinds == {"less", "move", "cooling"}
    assert analysed("fits-web-server").answer["remedies"] == []


def test_the_office_reads_each_move_in_its_order_with_its_price() -> None:
    rows = Findings.of(analysed("makes-room-tape-library")).work_table().rows
    assert rows[0] == (
        "Pindahkan lpse-app-2 dari rak B03 unit 17 ke rak A02 unit 13; lalu pindahkan simpeg-db-2 dari"
        " rak B03 unit 19 ke rak A03 unit 7; setelah itu server ditempatkan di rak B03 unit 17",
        "18 jam kerja",
    )
    assert rows[1] == ("Tempatkan di zona keamanan dmz: rak B06 unit 14", "40 jam kerja")
    assert len(rows) == 2  # asking for less is said where the request is spoken of


@pytest.mark.parametrize("request_", ["does-not-fit-gpu", "makes-room-tape-library"])
def test_the_refusal_says_what_the_office_may_do_and_names_nothing_of_others(request_: str) -> None:
    letter = reply(dossier(request_))
    told = _told(letter)
    assert "dimungkinkan setelah" in told
    assert "perangkat lain yang sudah terpasang" in told
    with data_path("rooms/denpasar/devices.csv").open(encoding="utf-8", newline="") as file:
        names = {row["device"] for row in csv.DictReader(file)}
    assert not [name for name in names if name in told]


def test_the_sheet_of_the_analysis_has_them_by_name() -> None:
    told = _told(analysis_sheet(dossier("makes-room-tape-library")))
    assert "Dapat ditempatkan setelah salah satu dilaksanakan" in told
    assert "lpse-app-2" in told


def test_a_refusal_that_nothing_mends_offers_nothing() -> None:
    assert "dimungkinkan" not in _told(reply(dossier("application-forbidden-os")))


_PLACED = [{"item": 1, "rack": "R1", "position_u": 5, "face": "front", "cords": [], "ports": []}]


@pytest.mark.parametrize(
    ("told", "inside", "outside"),
    [
        (
            {"kind": "split", "changes": [{"keep": "apart:row"}]},
            "Lepaskan satu ketentuan terpisah atau bersama (tinggal di baris terpisah): rak R1 unit 5",
            "pelepasan satu ketentuan penempatan terpisah atau bersama",
        ),
        (
            {"kind": "rating", "changes": [{"name": "UPS-A", "values": {"rated_w": 40000}}]},
            "Tingkatkan daya terpasang UPS-A menjadi 40.000 W",
            "peningkatan daya terpasang pada jalur catu daya",
        ),
        (
            {
                "kind": "pdu_pair",
                "changes": [
                    {
                        "rows": [
                            {"node": "R1-A2", "rack": "R1", "fed_by": "P-A"},
                            {"node": "R1-B2", "rack": "R1", "fed_by": "P-B"},
                        ]
                    }
                ],
            },
            "Tambahkan sepasang PDU di rak R1: R1-A2 (dicatu P-A) dan R1-B2 (dicatu P-B)",
            "penambahan sepasang unit distribusi daya di rak",
        ),
        (
            {
                "kind": "cooling",
                "changes": [{"rows": [{"unit": "AC-2", "capacity_w": 18000, "zones": "Z1"}]}],
            },
            "Pasang unit pendingin AC-2 sebesar 18.000 W untuk zona Z1",
            "penambahan unit pendingin",
        ),
        (
            {"kind": "leaving", "changes": [{"names": ["a", "b", "c", "d"]}]},
            "Tunggu sampai a, b, c dan 1 lainnya, yang memang akan ditarik, tidak ada lagi",
            "pengeluaran perangkat yang memang akan ditarik",
        ),
        (
            {"kind": "wait", "changes": [{"today": "2027-03-31", "lapsed": ["x", "y"]}]},
            "Tunggu sampai setelah 31 Maret 2027: saat itu x dan y berakhir",
            "penantian sampai setelah 31 Maret 2027, saat penahanan tempat yang lain berakhir",
        ),
        ({"kind": "less", "changes": [], "sentence": "Ask for less."}, "Ask for less", None),
    ],
)
def test_every_kind_has_its_words(told: dict[str, Any], inside: str, outside: str | None) -> None:
    whole = {"placement": _PLACED, "moves": [], "hours": 1200, **told}
    assert remedy_inside(whole, "server") == inside
    assert remedy_outside(whole) == outside
    assert hours(whole) == "1.200 jam kerja"


def test_a_cord_that_is_plugged_elsewhere_is_no_move_of_its_device() -> None:
    place = {"rack": "R1", "position_u": 5, "face": "rear"}
    move = {"device": "a", "from": {**place, "cords": ["P1"]}, "to": {**place, "cords": ["P2", "P3"]}}
    told = {"kind": "move", "changes": [], "moves": [move], "placement": _PLACED}
    assert remedy_inside(told, "server") == (
        "Pindahkan kabel a di rak R1 unit 5, belakang ke P2 P3;"
        " setelah itu server ditempatkan di rak R1 unit 5"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", ""),
        (
            "No plan of up to 3 moves makes it fit; searched: all 14 racks and 61 movable devices"
            " (1 more, not installed, left out).",
            "Rencana sampai 3 pemindahan terbukti tidak cukup (14 rak dan 61 perangkat yang dapat"
            " dipindahkan; 1 perangkat lain tidak ikut dicari).",
        ),
        (
            "No plan of up to 2 moves makes it fit; searched: the 40 most promising of 1000 racks for it,"
            " 60 for what moves, and the 9 movable devices in them.",
            "Rencana sampai 2 pemindahan terbukti tidak cukup di antara rak yang paling memungkinkan.",
        ),
        (
            "No plan of moves was found; searched in part: all 14 racks and 61 movable devices.",
            "Tidak ditemukan rencana pemindahan yang cukup; pencarian tidak menyeluruh.",
        ),
    ],
)
def test_what_was_searched_for_moves_is_told_as_far_as_it_is_proved(said: str, told: str) -> None:
    assert moves_searched(said) == told


def test_keep_rules_are_told_in_words() -> None:
    assert keep_words("apart:rack together:row") == "di rak terpisah, di baris yang sama"
