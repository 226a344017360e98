"""Every kind of letter, for servers and applications, single and several, accepted and refused."""

from __future__ import annotations

import re

import pytest

from tests.workflow.letters.dossiers import AGENCY, CODE, SIGNED, dossier
from tests.workflow.letters.kinds import letters_of
from tests.workflow.letters.pages import ink_outside, pages, words
from workflow.letters import render_pdf

ACCEPTED = ("fits-web-server", "hall/cluster", "application-windows", "single-corded-appliance")
REFUSED = ("does-not-fit-gpu", "application-forbidden-os", "cannot-decide-no-draw")
CASES = [
    *((request, "accept", 7) for request in ACCEPTED),
    *((request, "refuse", 4) for request in REFUSED),
]


@pytest.mark.parametrize(("request_", "path", "many"), CASES)
def test_every_letter_holds_its_parts_and_nothing_that_is_no_word(
    request_: str, path: str, many: int
) -> None:
    made = letters_of(dossier(request_, path=path), SIGNED)
    assert len(made) == many
    for kind, letter in made.items():
        pdf = render_pdf(letter)
        said = words(pdf)
        assert "DINAS KOMUNIKASI, INFORMATIKA DAN STATISTIK" in pages(pdf)[0], kind
        assert "Berkas PS-1 · SOP 205/004/DKIS/2018 (versi 1)" in pages(pdf)[-1], kind
        assert f"https://titip.example/v/{CODE}" in said, kind
        assert AGENCY.upper() in said.upper(), kind
        assert not re.search(r"\b(None|null|nan|True|False|Infinity)\b|\(none\)|\b0 (W|kg|U|mm)\b", said), (
            kind
        )
        assert "RANCANGAN" not in said, kind
        if kind != "disposisi":
            assert "004/DKIS/2026" in said, kind
        assert ink_outside(pdf, 29, 19) == [], kind


@pytest.mark.parametrize("request_", [ACCEPTED[0], ACCEPTED[1], REFUSED[0]])
def test_a_draft_bears_the_mark_and_dots_where_number_and_date_are_lacking(request_: str) -> None:
    for kind, letter in letters_of(dossier(request_)).items():
        first = pages(render_pdf(letter))[0]
        assert "RANCANGAN" in first, kind
        assert "10 Juni 2026" not in first, kind
        if kind not in ("disposisi", "penetapan"):
            assert re.search(r"Nomor ?: ?\.{8,}", first), kind
        if kind == "surat_balasan":
            assert re.search(r"Denpasar, \.{8,}", first), kind


def test_an_acceptance_names_the_place_the_stay_and_its_conditions() -> None:
    said = words(render_pdf(letters_of(dossier(), SIGNED)["surat_balasan"]))
    assert "server dimaksud dapat ditempatkan di Data Center Kota Denpasar" in said
    assert "Tempat : rak A03 unit 7–8 sisi depan" in said
    assert "sampai dengan 31 Desember 2028" in said
    assert "diperhitungkan 150 W per U sesuai kebijakan ruang untuk 1 perangkat" in said


def test_a_reply_tells_the_agency_nothing_about_what_others_have_there() -> None:
    for request in ("fits-web-server", "does-not-fit-gpu"):
        said = words(render_pdf(letters_of(dossier(request), SIGNED)["surat_balasan"]))
        assert "pbx-gateway-1" not in said
        assert "TT-2025-044" not in said
    assert "TT-2025-044" in words(render_pdf(letters_of(dossier(), SIGNED)["analisis"]))


def test_a_refusal_states_the_reasons_and_what_would_make_it_fit() -> None:
    said = words(render_pdf(letters_of(dossier("does-not-fit-gpu"), SIGNED)["surat_balasan"]))
    assert "server dimaksud tidak dapat ditempatkan di Data Center Kota Denpasar karena:" in said
    assert (
        "Panas perangkat melampaui batas yang dapat dibuang dari rak (pada 7 rak; kekurangan terkecil" in said
    )
    assert "daya perangkat paling besar 2.352 W (diajukan 2.800 W);" in said
    assert "tinggi perangkat paling besar 2 U (diajukan 4 U);" in said
    assert "port jaringan dihubungkan ke 1 sisi jaringan saja (diajukan 2 sisi)." in said
    assert "mengajukan kembali permohonan yang telah disesuaikan dengan merujuk pada berkas PS-1" in said


def test_a_refusal_of_an_application_speaks_of_hosts() -> None:
    said = words(render_pdf(letters_of(dossier("application-does-not-fit"), SIGNED)["surat_balasan"]))
    assert "aplikasi dimaksud tidak dapat ditempatkan" in said
    assert "Kapasitas host atau klaster tidak mencukupi" in said
    assert "kebutuhan memori paling besar 491.520 MB (diajukan 524.288 MB)." in said


def test_what_cannot_be_decided_says_what_the_request_lacks() -> None:
    said = words(render_pdf(letters_of(dossier("cannot-decide-no-draw"), SIGNED)["surat_balasan"]))
    assert "server dimaksud belum dapat ditempatkan" in said
    assert "1. Daya belum dinyatakan dalam permohonan." in said
    assert "2. Sebagian data ruang yang diperlukan untuk menilai permohonan belum lengkap." in said


def test_the_analysis_has_drawing_limits_verdict_and_hashes() -> None:
    one = dossier()
    assert one.analysis is not None
    pdf = render_pdf(letters_of(one, SIGNED)["analisis"])
    said, drawing = words(pdf), pages(pdf)[-1]
    assert "DAPAT DITEMPATKAN rak A03 unit 7–8 sisi depan" in said
    assert (
        "Batas yang paling ketat adalah UPS-B (bila ATS-A padam): terpakai 31.581 dari 34.200 W (92%)."
        in said
    )
    assert "UPS-B bila ATS-A padam 31.131 31.581 34.200 W 92%" in said
    assert "Pemeriksa kedua : tempat dinyatakan memenuhi seluruh batas" in said
    for digest in (one.analysis.sha256, one.analysis.request_sha256, one.analysis.answer["input_sha256"]):
        assert digest in said
    assert "Rak A03" in drawing
    assert drawing.count("PS-1") == 3  # front, rear, and the footer
    assert "dapodik-db-1" in drawing
    assert "TT-2026-022 (reservasi)" in drawing


def test_the_analysis_of_a_refusal_has_every_reason_and_what_is_missing() -> None:
    said = words(render_pdf(letters_of(dossier("does-not-fit-gpu"), SIGNED)["analisis"]))
    assert "TIDAK DAPAT DITEMPATKAN" in said
    assert "Panas perangkat melampaui batas yang dapat dibuang dari rak 7 1 448 W (A03)" in said
    assert "1 stopkontak (B04)" in said
    missing = words(render_pdf(letters_of(dossier("cannot-decide-no-draw"), SIGNED)["analisis"]))
    assert "BELUM DAPAT DIPUTUSKAN" in missing
    assert "racks.csv 13 max_heat_w rak B05" in missing
    assert "Daya : belum diketahui" in missing


def test_a_decision_has_the_parts_of_a_keputusan_in_their_order() -> None:
    said = words(render_pdf(letters_of(dossier(), SIGNED)["penetapan"]))
    parts = (
        "KEPUTUSAN KEPALA DINAS KOMUNIKASI, INFORMATIKA DAN STATISTIK KOTA DENPASAR NOMOR 004/DKIS/2026",
        "Menimbang",
        "Mengingat",
        "Undang-Undang Nomor 32 Tahun 2004",
        "MEMUTUSKAN:",
        "Menetapkan",
        "KESATU",
        "rak: A03;",
        "KEENAM",
        "Ditetapkan di Denpasar pada tanggal 10 Juni 2026",
        "Agung",
    )
    at = [said.find(part) for part in parts]
    assert -1 not in at
    assert at == sorted(at)


def test_a_decision_on_several_items_has_an_annex_with_each_and_a_place_for_the_signature() -> None:
    last = pages(render_pdf(letters_of(dossier("hall/cluster"), SIGNED)["penetapan"]))[-1]
    assert "LAMPIRAN KEPUTUSAN" in last
    for rack in ("R-B07", "R-C03", "R-C11"):
        assert rack in last
    assert last.endswith("Halaman 3 dari 3")
    assert "NIP. NIP-agung" in last


def test_a_handover_record_has_what_stands_there_beside_what_was_asked() -> None:
    said = words(render_pdf(letters_of(dossier(), SIGNED)["bast"]))
    assert (
        "Pada hari ini, Rabu, tanggal sepuluh bulan Juni tahun dua ribu dua puluh enam (10 Juni 2026)" in said
    )
    assert "1. SN-1 rak A03 unit 7–8 sisi depan 25,5 kg 431 W" in said
    assert "dinyatakan dengan berat 26 kg dan daya 450 W" in said
    assert "telah diperiksa kembali dan memenuhi seluruh batas ruang" in said
    assert "PIHAK KESATU, Kepala Subbagian Umum" in said


def test_a_cover_letter_lists_what_is_sent_and_has_a_receipt() -> None:
    said = words(render_pdf(letters_of(dossier(), SIGNED)["surat_pengantar"]))
    assert "SURAT PENGANTAR Nomor: 004/DKIS/2026" in said
    assert "1 (satu) berkas" in said
    assert "Nomor 001/KEP/DKIS/2026 tentang" in said
    assert re.search(r"Diterima tanggal [.…]+", said)
