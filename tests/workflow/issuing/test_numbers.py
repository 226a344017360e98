"""Numbers of letters: given once, kept, without gaps, and none lost unseen."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import chain

import pytest

from tests.workflow.driving import WET
from tests.workflow.handling.carrying import NINE, Carrier
from tests.workflow.issuing.offices import Doors
from tests.workflow.offices import ASKER, HEAD, KABID, KASI
from workflow.commands import Close
from workflow.conflicts import NotStored
from workflow.errors import BadValue, NoSuchChoice, NotYet
from workflow.papers import NewPaper

TODAY = NINE.date()


def scan(doors: Doors, case: Carrier, paper: str, number: str = "") -> NewPaper:
    """A picture of what was signed by hand."""
    content = f"scan of {paper} {case.name}".encode()
    return doors.desk.keep_paper(
        content, case.now, paper=paper, name="scan.txt", number=number, signature=WET
    )


def test_a_letter_keeps_number_date_and_code_when_it_is_made_again(doors: Doors) -> None:
    case = doors.at("6")
    first = doors.made(case, "surat_balasan")
    assert (first.issued.number, first.issued.dated) == ("001/DKIS/2026", TODAY)
    assert re.fullmatch(r"[A-Za-z0-9]{22}", first.issued.code)
    case.at(case.now + timedelta(days=1))
    again = doors.made(case, "surat_balasan", KABID)
    assert (again.issued, again.pdf) == (first.issued, first.pdf)
    assert doors.register("surat-keluar") == [1]


def test_a_scan_that_says_no_number_bears_the_one_of_its_letter(doors: Doors) -> None:
    case = doors.at("6")
    made = doors.made(case, "surat_balasan")
    case.decide(KABID, "sign", scan(doors, case, "surat_balasan"))
    version = case.case.latest("surat_balasan")
    assert version is not None
    assert version.file is not None
    assert (version.file.number, version.file.dated) == ("001/DKIS/2026", TODAY)
    kept = doors.issued(case.name)["surat_balasan"]
    assert (kept.kept_sha256, kept.as_made, kept.open) == (version.sha256, None, False)
    assert kept.made_sha256 == made.issued.made_sha256


def test_a_paper_that_titip_made_no_letter_for_takes_no_number(doors: Doors) -> None:
    case = doors.at("6")
    case.decide(KABID, "sign", scan(doors, case, "surat_balasan"))
    version = case.case.latest("surat_balasan")
    assert version is not None
    assert version.file is not None
    assert version.file.number == ""
    assert doors.register("surat-keluar") == []


def test_a_number_from_another_register_is_taken_as_it_stands(doors: Doors) -> None:
    case = doors.at("6")
    made = doors.made(case, "surat_balasan", number="000.2/17/DKIS/2026", dated=TODAY)
    assert (made.issued.number, made.issued.counted) == ("000.2/17/DKIS/2026", None)
    assert doors.register("surat-keluar") == []


def test_a_number_that_is_given_up_stays_in_its_register_with_the_reason(doors: Doors) -> None:
    case = doors.at("6")
    own = doors.made(case, "surat_balasan")
    other = doors.made(case, "surat_balasan", number="17/X")
    assert other.issued.code != own.issued.code
    with doors.store.read() as unit:
        (given_up,) = unit.letters.of_register("surat-keluar", 2026)
    assert (given_up.code, given_up.ended) == (own.issued.code, "another number was given")
    assert doors.made(case, "surat_balasan").issued.code == other.issued.code


def test_a_scan_under_another_number_gives_up_the_letters_own(doors: Doors) -> None:
    case = doors.at("6")
    doors.made(case, "surat_balasan")
    case.decide(KABID, "sign", scan(doors, case, "surat_balasan", "17/X"))
    ended = doors.issued(case.name)["surat_balasan"]
    assert (ended.ended, ended.kept_sha256) == ("handed in under another number: 17/X", None)
    with pytest.raises(NotStored):
        doors.letters.made(case.name, "surat_balasan")


def test_a_case_that_ends_gives_up_the_numbers_that_wait(doors: Doors) -> None:
    case = doors.at("6")
    doors.made(case, "surat_balasan")
    case.do(Close, ASKER, ends="withdrawn", reason="Sudah tidak perlu.")
    assert doors.issued(case.name)["surat_balasan"].ended == "withdrawn: Sudah tidak perlu."
    later = doors.at("6")
    assert doors.made(later, "surat_balasan").issued.number == "002/DKIS/2026"
    assert doors.register("surat-keluar") == [1, 2]


def test_a_letter_that_went_back_to_the_draft_keeps_its_number(doors: Doors) -> None:
    case = doors.at("6")
    first = doors.made(case, "surat_balasan")
    case.decide(KABID, "back_to_draft", comment="Ejaan.").to("6")
    assert doors.made(case, "surat_balasan").issued.number == first.issued.number


def test_a_letter_that_is_dated_into_another_year_takes_a_number_of_that_year(doors: Doors) -> None:
    carrier = Carrier(doors.store, NINE.replace(year=2026, month=12, day=28))
    carrier.desk = doors.desk
    case = carrier.to("6")
    first = doors.made(case, "surat_balasan")
    case.at(case.now.replace(year=2027, month=1, day=4))
    again = doors.made(case, "surat_balasan", dated=date(2027, 1, 4))
    assert (first.issued.number, again.issued.number) == ("001/DKIS/2026", "001/DKIS/2027")
    with doors.store.read() as unit:
        (old,) = unit.letters.of_register("surat-keluar", 2026)
    assert old.ended == "dated in another year"


def test_a_date_before_the_request_or_after_today_is_refused(doors: Doors) -> None:
    case = doors.at("6")
    for dated in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(BadValue, match="dated from"):
            doors.made(case, "surat_balasan", dated=dated)
    assert doors.register("surat-keluar") == []


def test_only_the_step_that_signs_or_makes_a_paper_makes_its_letter(doors: Doors) -> None:
    case = doors.at("5")
    for paper in ("surat_balasan", "penetapan", "surat_pengantar", "rancangan_balasan", "bast", "disposisi"):
        with pytest.raises(NotYet):
            doors.made(case, paper)
    with pytest.raises(NoSuchChoice):
        doors.made(case, "lampiran")
    assert doors.issued(case.name) == {}


def test_the_sheet_of_the_analysis_takes_a_new_number_only_if_it_says_something_new(doors: Doors) -> None:
    case = doors.at("3").analyse()
    first = doors.made(case, "analisis")
    assert doors.made(case, "analisis") == first
    again = doors.made(case.analyse(), "analisis")
    assert [first.issued.number, again.issued.number] == ["001/ND/DKIS/2026", "002/ND/DKIS/2026"]


def test_letters_made_at_once_have_numbers_without_gaps_and_each_case_one(both: Doors) -> None:
    cases = [both.at("6") for _ in range(3)]

    def make(case: Carrier) -> str:
        return both.letters.make(case.name, "surat_balasan", by=KASI, at=case.now).issued.number

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(make, list(chain(cases, cases, cases))))
    assert sorted(set(numbers)) == [f"00{n}/DKIS/2026" for n in (1, 2, 3)]
    assert numbers[:3] == numbers[3:6] == numbers[6:]
    assert both.register("surat-keluar") == [1, 2, 3]

    def sign(case: Carrier) -> None:
        case.decide(KABID, "sign", scan(both, case, "surat_balasan"))
        case.initial()
        for paper in ("penetapan", "surat_pengantar"):
            both.made(case, paper, HEAD)
        case.decide(HEAD, "sign", *(scan(both, case, paper) for paper in ("penetapan", "surat_pengantar")))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(sign, cases))
    assert both.register("surat-keluar") == [1, 2, 3, 4, 5, 6]
    assert both.register("keputusan") == [1, 2, 3]
    assert all(one.kept_sha256 for case in cases for one in both.issued(case.name).values())
    assert both.store.faults() == ()
