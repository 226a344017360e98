"""Letters tell of the place that was taken, and of the request as it was handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.letters.dossiers import AGENCY, SIGNED, dossier, room
from tests.workflow.letters.pages import words
from workflow.analysis import Assumption
from workflow.letters import (
    analysis_sheet,
    cover_letter,
    decision,
    handover_record,
    rack_drawings,
    render_pdf,
    reply,
)
from workflow.papers import Installed, ItemPlace, PlaceChoice

OTHER = PlaceChoice(
    "rack A06, unit 13, front",
    "other",
    overrides="Rak A03 dikosongkan untuk pemeliharaan.",
    items=(ItemPlace(1, "A06", 26, "rear", ("A06-A", "A06-B"), ("tor-a04/10gbase-x-sfpp:2",)),),
    number=4,
)


def test_every_outgoing_letter_tells_of_the_place_that_was_chosen() -> None:
    one = dossier()
    chosen = replace(one, case=replace(one.case, choice=OTHER))
    there = (Installed("SN-1", "", 26_000, 450),)
    assert "rak A06 unit 13–14 sisi belakang" in words(render_pdf(reply(chosen, SIGNED)))
    assert "rak: A06;" in words(render_pdf(decision(chosen, SIGNED)))
    record = words(render_pdf(handover_record(chosen, SIGNED, installed=there)))
    assert "rak A06 unit 13–14 sisi belakang" in record
    sheet = words(render_pdf(analysis_sheet(chosen, SIGNED)))
    assert "Tempat yang dipilih bukan tempat tersebut, melainkan rak A06 unit 13–14 sisi belakang" in sheet
    assert "Alasan: Rak A03 dikosongkan untuk pemeliharaan." in sheet


def test_a_chosen_place_that_is_not_kept_exactly_makes_no_letter() -> None:
    one = dossier()
    vague = replace(one, case=replace(one.case, choice=replace(OTHER, items=())))
    with pytest.raises(ValueError, match="not kept exactly"):
        reply(vague)


def test_an_acceptance_without_an_analysis_that_fits_is_no_letter() -> None:
    accepted = dossier()
    wrong = replace(accepted, analysis=dossier("does-not-fit-gpu").analysis)
    for build in (reply, decision):
        with pytest.raises(ValueError, match="does not say that it fits"):
            build(wrong)
    with pytest.raises(ValueError, match="no analysis yet"):
        cover_letter(replace(accepted, analysis=None))
    with pytest.raises(ValueError, match="nothing was installed"):
        handover_record(accepted)


def test_an_item_installed_elsewhere_is_recorded_where_it_stands() -> None:
    there = Installed("SN-1", "", None, None, at=ItemPlace(1, "A02", 27, "front"))
    said = words(render_pdf(handover_record(dossier(), SIGNED, installed=(there,))))
    assert "rak A02 mulai unit 13,5 setinggi 2 U sisi depan belum diketahui belum diketahui" in said


def test_the_number_and_date_of_the_request_are_quoted_where_they_are_known() -> None:
    one = dossier()
    papers = tuple(
        replace(paper, file=replace(paper.file, number="420/117/Disdikpora", dated=date(2026, 6, 5)))
        if paper.paper == "surat_permohonan" and paper.file
        else paper
        for paper in one.case.papers
    )
    numbered = replace(one, case=replace(one.case, papers=papers))
    quoted = "surat Saudara Nomor 420/117/Disdikpora tanggal 5 Juni 2026 hal Server aplikasi"
    assert quoted in words(render_pdf(reply(numbered, SIGNED)))
    assert "Menindaklanjuti surat Saudara hal Server aplikasi" in words(render_pdf(reply(one, SIGNED)))


def test_what_was_assumed_for_the_request_is_told_to_the_agency() -> None:
    draw = Assumption("request", "", "power_w", "300", "Menurut lembar data pabrikan.")
    heat = Assumption("racks", "B05", "max_heat_w", "5000", "Sama dengan rak tetangga.")
    assumed = dossier("cannot-decide-no-draw", assumptions=(draw, heat))
    letter = words(render_pdf(reply(assumed, SIGNED)))
    assert (
        "Daya pada permohonan belum diketahui dan diandaikan 300 W: Menurut lembar data pabrikan." in letter
    )
    assert "Terdapat 1 anggapan mengenai data ruang" in letter
    assert "B05" not in letter
    sheet = words(render_pdf(analysis_sheet(assumed, SIGNED)))
    assert "Daya : 300 W (diandaikan)" in sheet
    assert "max_heat_w pada B05 (racks) belum diketahui dan diandaikan 5000: Sama dengan rak" in sheet


def test_a_request_that_says_nothing_is_told_without_a_single_figure() -> None:
    silent = tuple(
        (name, "") for name in ("u_height", "depth_mm", "weight_kg", "power_w", "os", "os_version")
    )
    empty = dossier("cannot-decide-no-draw", changes=(*silent, ("until", ""), ("security_zone", "")))
    said = words(render_pdf(analysis_sheet(empty, SIGNED)))
    for label in ("Tinggi", "Kedalaman", "Berat", "Daya", "Sistem operasi"):
        assert f"{label} : belum diketahui" in said
    assert "Masa penitipan : tidak ditentukan" in said
    letter = words(render_pdf(reply(empty, SIGNED)))
    for label in ("Tinggi", "Berat", "Daya"):
        assert f"{label} belum dinyatakan dalam permohonan." in letter


def test_the_agency_s_own_name_stands_in_for_a_full_one() -> None:
    assert AGENCY in words(render_pdf(reply(dossier(), SIGNED)))
    assert "Kepala Disdikpora" in words(render_pdf(reply(dossier(agency=""), SIGNED)))


def test_a_drawing_is_cut_around_the_new_equipment_where_there_are_many_racks() -> None:
    one, three = dossier(), dossier("hall/cluster")
    for told, name, whole in ((one, "denpasar", True), (three, "hall", False)):
        assert told.analysis is not None
        drawn = rack_drawings(room(name), told.analysis.request, told.granted.items, told.on)
        racks = {rack.name: rack for rack in room(name).racks}
        assert [each.name for each in drawn] == [item.rack for item in told.granted.items]
        for each in drawn:
            assert (each.height_u == racks[each.name].height_u) == whole
            low, high = 2 * each.first_unit, 2 * (each.first_unit + each.height_u)
            assert all(low <= body.bottom_hu < body.top_hu <= high for body in each.bodies)
            assert sum(body.kind == "new" for body in each.bodies) == 1
