"""Numbers of letters, the file of the office, and the link under which a letter is checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import segno

from capacity.errors import BadInput
from tests.workflow.letters.dossiers import CODE, SIGNED, dossier, letters
from tests.workflow.letters.pages import dark_square, words
from workflow.errors import BadValue
from workflow.letters import (
    NoRegister,
    number_of,
    read_office,
    render_pdf,
    reply,
    shipped_office,
    verification,
)
from workflow.letters.numbering import written

DAY = date(2026, 6, 10)
GOOD = """
name: desa
government: Pemerintah Kota X
office: Dinas Y
place: X
room: Ruang Server
registers:
  - name: keluar
    papers: [surat_balasan]
    pattern: "{code}/{number}/{unit}/{month}/{year}"
    code: "555"
    unit: DY
    digits: 3
"""


class Counter:
    """A register that counts, and tells what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def __call__(self, name: str, year: int) -> int:
        self.asked.append((name, year))
        return len(self.asked)


def problems(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_office(text.encode(), "kantor.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_the_own_register_counts_in_the_year_of_the_letter() -> None:
    count = Counter()
    assert number_of(letters(), "surat_balasan", DAY, count) == "001/DKIS/2026"
    assert number_of(letters(), "surat_pengantar", DAY, count) == "002/DKIS/2026"
    assert number_of(letters(), "penetapan", date(2027, 1, 4), count) == "003/KEP/DKIS/2027"
    assert count.asked == [("surat-keluar", 2026), ("surat-keluar", 2026), ("keputusan", 2027)]


def test_a_number_from_outside_takes_none_of_the_own_register() -> None:
    count = Counter()
    given = number_of(letters(), "surat_balasan", DAY, count, " 000.1.2/ 77 /DKIS/2026 ")
    assert given == "000.1.2/ 77 /DKIS/2026"
    assert count.asked == []


def test_a_paper_that_no_register_numbers_needs_a_number() -> None:
    with pytest.raises(NoRegister):
        number_of(letters(), "tanda_terima", DAY, Counter())
    with pytest.raises(NoRegister):
        number_of(letters(), "surat_balasan", DAY, Counter(), "1" * 200)


def test_a_pattern_may_hold_code_month_and_padding() -> None:
    register = read_office(GOOD.encode()).registers[0]
    assert written(register, 7, date(2026, 9, 1)) == "555/007/DY/IX/2026"
    assert written(register, 12345, date(2026, 12, 1)) == "555/12345/DY/XII/2026"


def test_every_fault_of_the_file_is_told_with_its_place() -> None:
    (told,) = problems(GOOD.replace("papers: [surat_balasan]", "papers: [surat_balasan]\n    kode: 1"))
    assert told.startswith("kantor.yaml registers[1].kode: There is no key 'kode'. Did you mean 'code'?")
    again = problems(
        GOOD.replace('"{code}/{number}/{unit}/{month}/{year}"', '"{number}/{jahr}"').replace(
            "digits: 3", "digits: 9"
        )
    )
    assert len(again) == 3
    assert "registers[1].digits" in again[0]
    assert "There is no field 'jahr'" in again[1]
    assert "It lacks {year}" in again[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('    code: "555"\n', "", "It asks for {code}, which is not given."),
        ("{month}", "{month!r}", "holds a format"),
        ("{month}", "{", "cannot be read"),
        ("digits: 3", "digits: x", "'x' is no whole number."),
        ("place: X", "crest: gambar.png\nplace: X", "It is no SVG drawing."),
        ("place: X\n", "", "The key is missing."),
        ("registers:", "more:", "There is no key 'more'"),
    ],
)
def test_a_faulty_file_is_refused(old: str, new: str, told: str) -> None:
    assert any(told in problem for problem in problems(GOOD.replace(old, new)))


def test_a_paper_or_a_name_in_two_registers_is_refused() -> None:
    second = GOOD[GOOD.index("  - name") :]
    told = problems(GOOD + second)
    assert len(told) == 2
    assert "is taken" in told[0]
    assert "is numbered by 'keluar' already" in told[1]


def test_what_the_office_has_not_filled_in_is_marked_and_told() -> None:
    office = shipped_office()
    assert office.unfilled == ("address", "contact")
    assert "[alamat kantor belum diisi]" in words(render_pdf(reply(dossier(), SIGNED)))
    filled = replace(office, address="Jalan Contoh 1", contact="Telepon 000")
    assert filled.unfilled == ()
    said = words(render_pdf(reply(dossier(office=filled), SIGNED)))
    assert "Jalan Contoh 1 · Telepon 000" in said
    assert "belum diisi" not in said


def test_an_office_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match="denpasar"):
        shipped_office("../denpasar")


def test_the_link_holds_base_and_code() -> None:
    told = verification("https://titip.example/surat/", CODE)
    assert told.link == f"https://titip.example/surat/v/{CODE}"
    assert told.qr_svg.startswith("<svg")
    assert told == verification("https://titip.example/surat", CODE)
    assert told.qr_svg != verification("https://titip.example", CODE).qr_svg


def test_the_printed_code_is_that_of_the_link() -> None:
    assert SIGNED.verification is not None
    pdf = render_pdf(reply(dossier(), SIGNED))
    wanted = [
        [bool(cell) for cell in row] for row in segno.make_qr(SIGNED.verification.link, error="m").matrix
    ]
    printed = dark_square(pdf, 1, SIGNED.verification.link, 30, 19, len(wanted))
    assert printed == wanted


@pytest.mark.parametrize(
    ("base", "code"),
    [
        ("https://titip.example", "1234"),
        ("https://titip.example", CODE + "/../x"),
        ("javascript:alert(1)//", CODE),
        ("https://a b", CODE),
    ],
)
def test_a_short_code_or_a_strange_base_is_refused(base: str, code: str) -> None:
    with pytest.raises(BadValue):
        verification(base, code)


@pytest.mark.parametrize("code", ["W" * 22, "CJUJhM6L9kWXHVymqFU2l0", "VMOMrFtLKcgOUHAGw3VCjX"])
def test_a_link_stands_on_one_line_however_wide_its_letters_are(code: str) -> None:
    """Or whoever types it from paper leaves its end out."""
    checked = replace(SIGNED, verification=verification("https://titip.example", code))
    assert f"https://titip.example/v/{code}" in words(render_pdf(reply(dossier(), checked)))
