"""The drawing as a document: what it shows, how it is marked, and that it needs nothing from elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from tests.workflow.drawing.procedures import SOP, chain
from tests.workflow.procedure.broken import with_step
from workflow.drawing import draw, draw_identity
from workflow.drawing.flow import lines_of, marks_of, symbols_of
from workflow.drawing.words import WORDS, day, duration
from workflow.procedure import Text

SVG = "{http://www.w3.org/2000/svg}"
(SHEET,) = draw(SOP)


def parsed(document: str) -> ET.Element:
    return ET.fromstring(document)


def texts(document: str) -> str:
    return "\n".join(node.text or "" for node in parsed(document).iter(f"{SVG}text"))


def test_a_sheet_has_a_column_for_each_actor_and_the_columns_of_the_standard() -> None:
    said = texts(SHEET)
    for heading in (
        "No.",
        "Kegiatan",
        "Pelaksana",
        "Mutu Baku",
        "Kelengkapan",
        "Waktu",
        "Output",
        "Keterangan",
    ):
        assert heading in said.split("\n")
    for title in ("OPD", "Kepala Dinas", "Sekretaris Dinas", "Kabid", "Kasi Penyebaran"):
        assert title in said.split("\n")


def test_a_sheet_has_a_row_for_each_step_in_order() -> None:
    numbers = [line for line in texts(SHEET).split("\n") if re.fullmatch(r"\d[ab]?\*?", line)]
    assert numbers == ["1a", "1b", "2", "3", "4*", "5", "6", "7", "8"]


def test_the_title_block_says_whose_sheet_it_is_and_which() -> None:
    said = texts(SHEET)
    for words in (
        "PEMERINTAH KOTA DENPASAR",
        "DINAS KOMUNIKASI, INFORMATIKA DAN STATISTIK",
        "PENETAPAN TATA CARA LAYANAN DATA CENTER",
        ": 205/004/DKIS/2018",
        ": 2 Januari 2018",
        ": 1 dari 1 (versi 1)",
    ):
        assert words in said


def test_begin_and_end_are_capsules_decisions_diamonds_and_the_rest_boxes() -> None:
    shapes = {(symbol.step, symbol.role): symbol.shape for symbol in symbols_of(SOP)}
    assert [where for where, shape in shapes.items() if shape == "capsule"] == [
        ("1a", "agency"),
        ("8", "agency"),
    ]
    assert [where for where, shape in shapes.items() if shape == "diamond"] == [("3", "kasi"), ("5", "kabid")]
    assert shapes["8", "kasi"] == "box"


def test_a_last_step_without_receiver_is_itself_the_end() -> None:
    shapes = {symbol.step: symbol.shape for symbol in symbols_of(with_step("8", receiver=None))}
    assert shapes["8"] == "capsule"


def test_the_legend_shows_the_five_symbols() -> None:
    said = texts(SHEET).split("\n")
    assert [word for word in said if word in {WORDS[n].id for n in ("capsule", "box", "diamond", "arrow")}]
    assert "pindah halaman" in said


def test_the_arrow_of_1b_runs_through_the_sekretaris_to_the_kabid() -> None:
    lines = {(line.source, line.target) for line in lines_of(SOP, "id")}
    assert ("1b/kepala_dinas", "1b/sekretaris") in lines
    assert ("1b/sekretaris", "2/kabid") in lines


def test_outcomes_with_one_target_share_a_line_and_ways_that_part_are_named_after_their_paths() -> None:
    lines = {(line.source, line.target): line for line in lines_of(SOP, "id")}
    assert lines["3/kasi", "4/kasi"].label == "Dapat / Tidak dapat"
    assert lines["6/kabid", "7/kepala_dinas"].label == "Dapat"
    assert lines["6/kabid", "8/kasi"].label == "Tidak dapat"
    assert lines["5/kabid", "6/kabid"].label == "Setuju"
    assert lines["2/kabid", "3/kasi"].label == ""


def test_what_the_sheet_does_not_say_is_marked_by_an_asterisk_and_broken_lines() -> None:
    """Step 4, the actor of 1b, the sender of 8, the initials of 7, the refusal's way round step 7."""
    assert {symbol.step for symbol in symbols_of(SOP) if symbol.assumed} == {"1b", "4", "8"}
    lines = {(line.source, line.target): line.assumed for line in lines_of(SOP, "id")}
    assert lines["6/kabid", "8/kasi"]
    assert lines["7/kepala_dinas", "3/kasi"]
    assert not lines["5/kabid", "4/kasi"]
    assert [mark.role for mark in marks_of(SOP) if mark.assumed] == ["kasi", "kabid", "sekretaris"]
    said = texts(SHEET)
    assert "2 jam*" in said
    assert "- Surat balasan*" in said
    assert "* dan garis putus-putus: asumsi, tidak tertulis pada lembar SOP" in said


def test_a_paper_stands_in_the_words_of_the_sheet() -> None:
    assert "- Arsip surat pengantar" in texts(SHEET)


@pytest.mark.parametrize("step", [row.no for row in SOP.steps])
def test_the_current_step_is_marked_and_not_by_colour_alone(step: str) -> None:
    """By a bar, a heavy outline, bold words and a pointer with its sentence."""
    (marked,) = draw(SOP, current=step)
    assert "Berkas ada di sini" in texts(marked)
    assert "langkah sekarang" in texts(marked)
    root = parsed(marked)
    heavy = [node for node in root.iter() if node.get("stroke-width") == "0.9"]
    symbols = [symbol for symbol in symbols_of(SOP) if symbol.step == step]
    assert len(heavy) == len(symbols) + 1  # and one in the legend
    bold = [node.text for node in root.iter(f"{SVG}text") if node.get("font-weight") == "bold"]
    row = next(other for other in SOP.steps if other.no == step)
    assert f"{step}{'*' if row.source == 'assumed' else ''}" in bold
    assert {node.get("fill") for node in root.iter()} <= {None, "none", "currentColor"}


def test_the_bare_sheet_has_no_mark() -> None:
    assert "Berkas ada di sini" not in texts(SHEET)
    assert 'stroke-width="0.9"' not in SHEET


def test_a_screen_reader_is_told_title_and_steps() -> None:
    (marked,) = draw(SOP, current="5", name="case-7")
    root = parsed(marked)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.get("id") == "case-7-1-title"
    assert "205/004/DKIS/2018" in (title.text or "")
    said = description.text or ""
    assert "Langkah 5 [Berkas ada di sini]: Mengoreksi rancangan surat balasan (Kabid e-Government)" in said
    assert "menuju 4 (Tidak setuju)" in said
    assert "selesai" in said
    assert all(f"Langkah {row.no}" in said for row in SOP.steps)


def test_a_drawing_that_stands_alone_has_its_size_and_its_colours_for_light_dark_and_paper() -> None:
    root = parsed(SHEET)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("297mm", "210mm", "0 0 297 210")
    assert "prefers-color-scheme:dark" in SHEET
    assert "@media print" in SHEET
    assert "size:A4 landscape" in SHEET


def test_a_drawing_for_a_page_takes_the_pages_colour_and_holds_no_style() -> None:
    (inside,) = draw(SOP, standalone=False)
    assert "<style" not in inside
    assert "style=" not in inside
    assert parsed(inside).get("width") is None
    assert 'stroke="currentColor"' in inside


@pytest.mark.parametrize("standalone", [True, False])
def test_a_drawing_needs_nothing_from_elsewhere_and_runs_nothing(standalone: bool) -> None:
    for document in (*draw(SOP, standalone=standalone), draw_identity(SOP, standalone=standalone)):
        rest = document.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?:|url\(|href|<script|<image|@import|@font-face|\son\w+=", rest)


def test_words_from_a_procedure_stay_words() -> None:
    evil = Text("<script>alert(1)</script> & \"'", "x")
    (document,) = draw(with_step("2", activity=evil))
    assert "<script" not in document
    assert "<script>" in texts(document).replace("\n", "")
    assert "&amp;" in document


def test_the_same_procedure_is_drawn_the_same_every_time() -> None:
    assert draw(SOP) == draw(SOP)
    assert draw(replace(SOP, title=Text("Lain", "Other")))[0] != SHEET


def test_a_sheet_in_english_says_everything_in_english() -> None:
    (document,) = draw(SOP, language="en", current="3")
    said = texts(document)
    for words in (
        "Performed by",
        "Papers needed",
        "1 hour",
        "30",
        "minutes",
        "Not agreed",
        "The case is here",
    ):
        assert words in said
    assert "Setuju" not in said


def test_a_long_procedure_takes_several_pages_each_with_its_number() -> None:
    pages = draw(chain(20))
    assert len(pages) > 1
    for number, document in enumerate(pages, start=1):
        assert f": {number} dari {len(pages)}" in texts(document)
        assert parsed(document).get("aria-labelledby", "").startswith(f"sop-{number}-title")


def test_the_first_sheet_shows_the_whole_head() -> None:
    document = draw_identity(SOP)
    said = texts(document)
    for words in (
        "205/004/DKIS/2018",
        "Tgl. Pembuatan",
        "Tgl. Revisi",
        "Disahkan oleh",
        "Dasar Hukum:",
        "Undang-Undang Nomor 32 Tahun 2004 tentang Pemerintahan Daerah",
        "Kualifikasi Pelaksana:",
        "Memahami standarisasi hardware",
        "Keterkaitan:",
        "Peralatan/Perlengkapan:",
        "Komputer",
        "Peringatan:",
        "Pelaksanaannya harus tepat waktu",
        "Pencatatan dan Pendataan:",
        "BIDANG E-GOVERNMENT",
        "SEKSI PENYEBARAN SISTEM KOMUNIKASI",
    ):
        assert words in said, words
    description = parsed(document).find(f"{SVG}desc")
    assert description is not None
    assert "Disahkan oleh Kepala Dinas" in (description.text or "")


def test_dates_and_times_are_written_out() -> None:
    assert day(SOP.head.made, "id") == "2 Januari 2018"
    assert day(SOP.head.made, "en") == "2 January 2018"
    assert day(None, "id") == "-"
    assert [duration(text, "en") for text in ("1 jam", "30 menit", "2 hari")] == [
        "1 hour",
        "30 minutes",
        "2 days",
    ]
