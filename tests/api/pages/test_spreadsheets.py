"""Many servers from one file: every fault with row, column and advice; nothing is taken over unseen."""

from __future__ import annotations

import csv
import io
import json

import pytest

from api.pages.draft_content import MOST_ITEMS
from api.pages.sheet import COLUMNS, read_sheet, template
from tests.api.http.serving import Site
from tests.api.pages.visit import LETTER, Visit, said
from tests.workflow.handling.carrying import catalogue
from tests.workflow.offices import ASKER

GOOD = (
    "request,kind,quantity,device_type,u_height,power_w,vcpu,until\n"
    "web,server,2,dell-poweredge-r640,,450,,2028-12-31\n"
    ",application,1,,,,4,\n"
)
BAD = (
    "request,kind,u_height,power_w,colour,until\n"
    "web,server,2,450 W,red,2028-12-31\n"
    "good,server,1,300,,\n"
    "old,servr,0.3,450,,31/12/2028\n"
)


def read(text: str, agency: str = "Disdikpora") -> tuple[list[tuple[int | None, str]], list[object]]:
    sheet = read_sheet("x.csv", text.encode(), agency, catalogue())
    return [(one.row, one.column) for one in sheet.problems], [dict(values) for _, values in sheet.rows]


def test_every_fault_of_a_file_is_told_at_once_with_row_and_column() -> None:
    faults, _ = read(BAD)
    assert faults == [(1, "colour"), (2, "power_w"), (4, "kind"), (4, "u_height"), (4, "until")]


def test_rows_without_a_fault_are_told_beside_the_faults() -> None:
    faults, rows = read(BAD.replace(",colour", ",os").replace("red", "ubuntu"))
    assert {row for row, _ in faults} == {2, 4}
    assert rows == [{"kind": "server", "u_height": "1", "power_w": "300", "quantity": "1", "label": "good"}]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_is_read_as_the_spreadsheet_of_the_country_saves_it(mark: str) -> None:
    records = list(csv.reader(io.StringIO(GOOD)))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, lineterminator="\r\n").writerows(records)
    faults, rows = read("\ufeff" + text.getvalue())
    assert faults == []
    assert rows == [
        {
            "kind": "server",
            "quantity": "2",
            "device_type": "dell-poweredge-r640",
            "power_w": "450",
            "until": "2028-12-31",
            "label": "web",
        },
        {"kind": "application", "quantity": "1", "vcpu": "4"},
    ]


@pytest.mark.parametrize("code", ["id", "en"])
def test_the_file_to_begin_with_is_read_by_its_headings_in_either_language(code: str) -> None:
    faults, rows = read(template(code).decode("utf-8-sig"))
    assert faults == []
    assert rows == [
        {
            "kind": "server",
            "quantity": "2",
            "u_height": "2",
            "depth": "full",
            "depth_mm": "750",
            "weight_kg": "26",
            "power_w": "450",
            "power_basis": "budget",
            "cords": "2",
            "ports": "10gbase-x-sfpp:2",
            "port_sides": "2",
            "os": "ubuntu",
            "os_version": "24.04",
            "security_zone": "internal",
            "until": "2028-12-31",
            "label": "web",
        }
    ]


def test_what_contradicts_itself_within_a_row_is_a_fault_of_that_row() -> None:
    text = "kind,power_w,cords,from,until,device_type\nserver,450,0,2028-01-02,2028-01-01,r640\n"
    assert read(text)[0] == [(2, "cords"), (2, "device_type"), (2, "until")]


def test_another_agencys_row_is_refused() -> None:
    assert read("owner,u_height\nDisdikpora,1\nDinkes,1\n")[0] == [(3, "owner")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04", "It is a workbook, not a CSV file."),
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"u_height\n", "There is no row under the header."),
        (b"u_height\n\xff\n", "UTF-8"),
        (b'u_height\n"1\n', "A quote is opened and never closed."),
        (b"u_height\n" + b"1\n" * (MOST_ITEMS + 1), f"at most {MOST_ITEMS}"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content: bytes, told: str) -> None:
    sheet = read_sheet("x.csv", content, "", catalogue())
    assert sheet.rows == ()
    assert told in sheet.problems[0].problem
    assert sheet.problems[0].advice


def test_a_row_keeps_its_number_past_blank_rows() -> None:
    assert read("u_height\n\n1\n\nx\n")[0] == [(5, "u_height")]


def test_a_file_with_faults_is_shown_and_changes_nothing(site: Site) -> None:
    sari = Visit(site, ASKER, "id")
    draft = sari.begin("spreadsheet")
    page = sari.refused(422, draft, sheet=("s.csv", BAD.encode()))
    assert "Baris 2 Daya '450 W' bukan angka." in said(page)
    assert "Baris 4 Sampai '31/12/2028' bukan tanggal. Tulis sebagai TTTT-BB-HH" in said(page)
    assert "Tidak ada yang diambil alih" in page
    assert "Ambil alih" not in page
    assert "Pilih berkas lembar kerja." in sari.refused(422, draft, {})


def test_a_good_file_is_looked_at_then_taken_over_then_filed(site: Site) -> None:
    sari = Visit(site, ASKER)
    sheet = sari.begin("spreadsheet")
    draft = sheet.removesuffix("/spreadsheet")
    assert sari.send(sheet, sheet=("s.csv", GOOD.encode())) == sheet
    page = said(sari.get(sheet))
    assert "What would be asked for: 2" in page
    assert "Device type: dell-poweredge-r640; Draw: 450 W; Until: 31 Dec 2028" in page
    assert "Nothing is asked for yet" in sari.get(draft)
    sari.send(f"{sheet}/take", {"take": "yes"})
    assert "Completed" in sari.get(draft)
    sari.fill(f"{draft}/about", {"subject": "Banyak"})
    sari.fill(f"{draft}/contact", paper__surat_permohonan=LETTER)
    sari.send(f"{draft}/send", {"seen": sari.seen(f"{draft}/check")})
    with site.store.read() as unit:
        cases = [unit.cases.get(line.name) for line in unit.cases.register()[2:]]
        asked = [json.loads(unit.files.get(case.request_sha256)[1]) for case in cases]
    assert [case.subject for case in cases] == ["Banyak · web", "Banyak · 2/2"]
    assert [(one["kind"], one["quantity"], one.get("until")) for one in asked] == [
        ("server", "2", "2028-12-31"),
        ("application", "1", None),
    ]


def test_rows_can_be_left_as_well(site: Site) -> None:
    sari = Visit(site, ASKER)
    sheet = sari.begin("spreadsheet")
    sari.send(sheet, sheet=("s.csv", GOOD.encode()))
    sari.send(f"{sheet}/take", {"take": "no"})
    assert "What would be asked for" not in sari.get(sheet)


def test_the_file_to_begin_with_is_there(site: Site) -> None:
    text = Visit(site, ASKER).get("/requests/spreadsheet.csv")
    assert "Height (U)" in text
    assert len(COLUMNS) > text.splitlines()[0].count(",") > 20
