"""The procedure that comes with Titip says what the signed sheet says, and marks what that leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflow.driving import sop
from workflow.procedure import Duration, Step, usual_walk

SOP = sop().procedure


def step(no: str) -> Step:
    found = SOP.step(no)
    assert found is not None
    return found


def titles(names: tuple[str, ...]) -> list[str]:
    return [paper.title.id for name in names if (paper := SOP.paper(name))]


def test_the_head_of_the_sheet_has_number_dates_and_who_approved_it() -> None:
    head = SOP.head
    assert (head.number, SOP.title.id) == ("205/004/DKIS/2018", "Penetapan Tata Cara Layanan Data Center")
    assert (head.made, head.revised, head.effective) == (date(2018, 1, 2), None, date(2018, 1, 2))
    assert head.approved_by == "Kepala Dinas Komunikasi, Informatika dan Statistik Kota Denpasar"
    assert (head.division, head.section) == ("e-Government", "Penyebaran Sistem Komunikasi")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("legal_basis", ["32 Tahun 2004", "3 Tahun 2003", "57 Tahun 2003"]),
        ("qualifications", ["hardware", "piranti lunak", "standarisasi sistem"]),
        ("related", ["SOP Penetapan Standarisasi Pembangunan Sistem e-Government"]),
        (
            "equipment",
            ["Standarisasi Pembangunan", "Hasil kajian pengembangan ruang server", "Komputer"],
        ),
        ("warnings", ["harus tepat waktu"]),
        ("recording", ["register"]),
    ],
)
def test_the_head_of_the_sheet_has_its_lists(field: str, words: list[str]) -> None:
    entries = [text.id for text in getattr(SOP.head, field)]
    assert len(entries) == len(words)
    for entry, word in zip(entries, words, strict=True):
        assert word in entry


def test_the_actors_are_those_of_the_sheet_in_its_order() -> None:
    assert [(actor.role, actor.title.id) for actor in SOP.actors] == [
        ("agency", "OPD"),
        ("kepala_dinas", "Kepala Dinas"),
        ("sekretaris", "Sekretaris Dinas"),
        ("kabid", "Kabid e-Government"),
        ("kasi", "Kasi Penyebaran Sistem Komunikasi"),
    ]


def test_a_late_step_goes_to_the_superior_and_the_kepala_dinas_has_none() -> None:
    assert {actor.role: SOP.superiors(actor.role) for actor in SOP.actors} == {
        "agency": (),
        "kepala_dinas": (),
        "sekretaris": ("kepala_dinas",),
        "kabid": ("kepala_dinas",),
        "kasi": ("kabid", "kepala_dinas"),
    }


# Number, actors, papers needed, time, output: the rows of the sheet.
ROWS = [
    ("1a", ["agency"], ["Surat Permohonan Penitipan Server"], None, ["Permohonan"]),
    ("1b", ["kepala_dinas", "sekretaris"], ["Surat Permohonan Penitipan Server"], "1 jam", ["Disposisi"]),
    ("2", ["kabid"], ["Surat Permohonan Penitipan Server"], "1 jam", ["Catatan hasil koordinasi"]),
    ("3", ["kasi"], ["Catatan hasil koordinasi"], "1 hari", ["Bentuk sistem yang sudah dianalisa"]),
    (
        "4",
        ["kasi"],
        ["Bentuk sistem yang sudah dianalisa"],
        "2 jam",
        ["Rancangan surat balasan", "Rancangan penetapan layanan", "Surat pengantar"],
    ),
    (
        "5",
        ["kabid"],
        ["Rancangan surat balasan"],
        "1 jam",
        ["Rancangan surat balasan yang sudah dikoreksi"],
    ),
    ("6", ["kabid"], ["Rancangan surat balasan yang sudah dikoreksi"], "30 menit", ["Surat balasan"]),
    ("7", ["kepala_dinas"], ["Surat pengantar"], "30 menit", ["Penetapan layanan"]),
    ("8", ["kasi"], ["Surat pengantar", "Penetapan layanan"], "1 hari", ["Arsip"]),
]


@pytest.mark.parametrize(("no", "actors", "needs", "time", "outputs"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_the_sheet(
    no: str, actors: list[str], needs: list[str], time: str | None, outputs: list[str]
) -> None:
    row = step(no)
    assert list(row.actors) == actors
    assert titles(row.needs) == needs
    assert row.time == (Duration.from_text(time) if time else None)
    assert titles(row.outputs) == outputs
    assert row.activity.id
    assert row.activity.en


def test_the_rows_stand_in_the_order_of_the_sheet() -> None:
    assert [row.no for row in SOP.steps] == [row[0] for row in ROWS]


@pytest.mark.parametrize(
    ("no", "assumed", "from_the_sheet"),
    [
        ("1a", [], ["actors", "needs", "outputs", "activity"]),
        ("1b", ["actors"], ["time", "outputs"]),
        ("2", [], ["actors", "needs", "time", "outputs"]),
        ("3", [], ["actors", "needs", "time", "outputs"]),
        ("4", ["actors", "needs", "time", "outputs", "activity"], []),
        ("5", [], ["actors", "needs", "time", "outputs"]),
        ("6", [], ["actors", "needs", "time", "outputs"]),
        ("7", ["initials"], ["actors", "needs", "time", "outputs"]),
        ("8", ["actors"], ["needs", "time", "outputs", "receiver"]),
    ],
)
def test_a_row_marks_its_source_field_by_field(
    no: str, assumed: list[str], from_the_sheet: list[str]
) -> None:
    assert [field for field in assumed if not step(no).is_assumed(field)] == []
    assert [field for field in from_the_sheet if step(no).is_assumed(field)] == []


def test_the_stated_standard_is_4_working_hours_and_2_working_days_without_step_4() -> None:
    times = [row.time for row in SOP.steps if row.time and row.no != "4"]
    assert sum(time.working_minutes or 0 for time in times) == 4 * 60
    assert sum(time.amount for time in times if time.unit == "hari") == 2


def test_step_3_decides_whether_it_can_be_placed() -> None:
    assert step("3").kind == "decision"
    labels = {outcome.id: outcome.label.id for outcome in step("3").outcomes}
    assert labels["fits"] == "Dapat"
    assert labels["does_not_fit"] == "Tidak dapat"


def test_step_5_says_setuju_or_tidak_setuju_and_goes_back_to_the_kasi() -> None:
    labels = {outcome.label.id: outcome.to for outcome in step("5").outcomes}
    assert labels["Setuju"] == "6"
    assert labels["Tidak setuju"] == "4"
    assert step("4").actors == ("kasi",)


def test_a_refusal_skips_step_7_and_is_assumed() -> None:
    path = SOP.path("refuse")
    assert path is not None
    assert (path.skips, path.source) == (("7",), "assumed")
    assert [row.no for row in usual_walk(SOP, "refuse")] == ["1a", "1b", "2", "3", "4", "5", "6", "8"]
    assert [row.no for row in usual_walk(SOP, "accept")] == [row[0] for row in ROWS]


def test_the_kabid_signs_a_n_the_kepala_dinas_with_a_copy_to_him() -> None:
    authority = step("6").authority
    assert authority is not None
    assert (authority.form, authority.signs_for, authority.copies) == (
        "a.n.",
        "kepala_dinas",
        ("kepala_dinas",),
    )


def test_step_7_carries_the_initials_of_kasi_kabid_and_sekretaris() -> None:
    initials = step("7").initials
    assert initials is not None
    assert initials.by == ("kasi", "kabid", "sekretaris")
    assert titles(initials.papers) == ["Rancangan penetapan layanan", "Surat pengantar"]
    assert initials.source == "assumed"


def test_step_7_verifies_again_and_returns_to_step_3_by_itself() -> None:
    sign = step("7").outcomes[0]
    assert "place_verified" in sign.guards
    (fallback,) = sign.fallbacks
    lost = step("7").outcome(fallback.outcome)
    assert lost is not None
    assert (lost.to, lost.automatic) == ("3", True)


def test_step_8_is_sent_by_the_kasi_and_received_by_the_opd() -> None:
    assert (step("8").actors, step("8").receiver) == (("kasi",), "agency")
    assert step("8").outcomes[0].ends == "archived"
    assert step("8").needs_as == "Arsip surat pengantar dan penetapan"


def test_the_clock_starts_when_complete_and_stands_while_the_opd_is_asked() -> None:
    clock = SOP.clock
    assert (clock.starts, clock.paused_while) == ("complete_since", ("question_to_agency",))
    assert clock.source == "assumed"
    assert all(row.time is None for row in SOP.steps if "agency" in row.actors)


def test_a_paused_clock_extends_the_hold() -> None:
    assert SOP.clock.on_resume == ("extend_hold",)


def test_the_place_is_held_at_step_3_firm_at_step_7_and_free_after_a_refusal() -> None:
    effects = {(row.no, outcome.id): outcome.effects for row in SOP.steps for outcome in row.outcomes}
    assert effects["3", "fits"] == ("hold_place",)
    assert effects["3", "does_not_fit"] == ("release_place",)
    assert effects["7", "sign"] == ("confirm_place",)


def test_withdrawal_and_cancellation_release_the_place() -> None:
    closings = {closing.ends: (closing.actors, closing.effects) for closing in SOP.closings}
    assert closings == {
        "withdrawn": (("agency",), ("release_place",)),
        "cancelled": (("kabid",), ("release_place",)),
    }


def test_after_the_archive_come_the_handover_record_and_the_end_of_the_stay() -> None:
    assert SOP.handover is not None
    assert SOP.stay is not None
    assert titles((SOP.handover.paper,)) == ["Berita acara serah terima (BAST)"]
    assert SOP.handover.guards == ("handover_verified",)
    assert SOP.stay.notice_days > 0


def test_everything_is_said_in_english_too() -> None:
    texts = [actor.title for actor in SOP.actors] + [paper.title for paper in SOP.papers]
    texts += [outcome.label for row in SOP.steps for outcome in row.outcomes]
    texts += [row.activity for row in SOP.steps] + [row.note for row in SOP.steps if row.note]
    assert all(text.id and text.en for text in texts)
