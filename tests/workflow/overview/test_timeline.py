"""What happened in a case, in words of both languages; and what of it an agency sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from capacity.errors import TitipError
from tests.workflow.handling.carrying import Carrier, request
from tests.workflow.offices import (
    ASKER,
    HEAD,
    KABID,
    KASI,
    PLANNER,
    SECRETARY,
)
from workflow.commands import (
    Answer,
    Ask,
    Claim,
    Comment,
    ConfirmReceipt,
    DropQuestion,
    EndStay,
    Extend,
    HandOver,
    Reassign,
    Unclaim,
)
from workflow.events import EVENTS
from workflow.handling import timers
from workflow.overview import Happening, as_agency_sees, timeline
from workflow.overview.words import AGENCY, OFFICE
from workflow.papers import Installed
from workflow.roles import Holding


def told(carrier: Carrier) -> tuple[Happening, ...]:
    with carrier.store.read() as unit:
        return timeline(unit, carrier.name)


def last(carrier: Carrier) -> Happening:
    return told(carrier)[-1]


def texts(happenings: tuple[Happening, ...]) -> Iterator[str]:
    for one in happenings:
        yield from (one.text.id, one.text.en)


@pytest.fixture
def eventful(carrier: Carrier) -> Carrier:
    """A case in which nearly everything happens."""
    carrier.file().do(Claim, SECRETARY).do(Unclaim, SECRETARY)
    carrier.do(Reassign, HEAD, to=SECRETARY, reason="Rapat di Badung.")
    carrier.do(Extend, HEAD, due=carrier.now + timedelta(hours=3), reason="Rapat.")
    carrier.decide(SECRETARY, "forward", carrier.paper("disposisi"))
    carrier.coordinate().do(Ask, KASI, question="Berapa watt?").do(Answer, ASKER, answer="450 W")
    carrier.do(Ask, KASI, question="Kapan?").do(DropQuestion, KASI, reason="Tidak penting.")
    carrier.do(Comment, KASI, text="Rak A03 hampir penuh.").do(Comment, KASI, text="Kami kaji.", visible=True)
    carrier.analyse().accept().draft().decide(KABID, "disagree", comment="Sebut unitnya.")
    carrier.draft().agree().sign_reply().initial().sign_decision().archive()
    carrier.do(ConfirmReceipt, ASKER, receipt=carrier.paper("tanda_terima"))
    installed = (Installed("SN-77", "rack A03, unit 7", 26_000, 450),)
    carrier.do(HandOver, KASI, installed=installed, paper=carrier.paper("bast"))
    carrier.do(EndStay, KABID, reason="Pindah ke PDN.")
    return carrier


def test_every_event_has_words_in_both_languages() -> None:
    kinds = {key.partition(".")[0] for key in OFFICE}
    assert {event.__name__ for event in EVENTS} - kinds == set()
    assert set(AGENCY) <= set(OFFICE)
    for text in (*OFFICE.values(), *AGENCY.values()):
        assert text.id != text.en or text.id.startswith("{paper}")


def test_every_entry_is_a_sentence_with_nothing_left_open(eventful: Carrier) -> None:
    whole = told(eventful)
    assert {one.kind for one in whole} >= {
        event.__name__ for event in EVENTS if event.__name__ not in ("RequestChanged", "ProcedureMoved")
    }
    for text in texts(whole):
        assert text.strip()
        assert "{" not in text
        assert "None" not in text
    assert [one.number for one in whole] == list(range(1, len(whole) + 1))


def test_sentences_name_activity_outcome_place_and_dates(carrier: Carrier) -> None:
    carrier.to("3").analyse().accept(2)
    decided, opened = told(carrier)[-2:]
    assert decided.text.id == (
        "Langkah 3, Menganalisa spesifikasi server/aplikasi: dapat atau tidak ditempatkan di ruang server: "
        "„Dapat“, tempat rack A03, unit 9, front, ditahan sampai 2026-06-25 09:05 WITA"
    )
    assert opened.text.en == "Waits at step 4: Drafts the reply letter, due 2026-06-08 11:05 WITA"


def test_an_extension_tells_the_old_and_the_new_date(carrier: Carrier) -> None:
    carrier.file().do(Extend, HEAD, due=carrier.now + timedelta(hours=3), reason="Rapat.")
    moved = last(carrier)
    assert (
        moved.text.en == "The due time was moved from 2026-06-08 10:01 WITA to 2026-06-08 13:00 WITA: Rapat."
    )
    assert moved.for_agency is not None
    assert (
        moved.for_agency.id
        == "Batas waktu diperpanjang dari 2026-06-08 10:01 WITA menjadi 2026-06-08 13:00 WITA"
    )


def test_revisions_are_numbered(eventful: Carrier) -> None:
    drafts = [one.text.id for one in told(eventful) if one.text.id.startswith("Rancangan surat balasan, ")]
    assert drafts == [
        f"Rancangan surat balasan, revisi {number} (rancangan_balasan.txt)" for number in (1, 2)
    ]


def test_acting_officials_and_superiors_are_told_as_such(carrier: Carrier) -> None:
    carrier.to("3")
    with carrier.store.write() as unit:
        unit.office.put_holding(Holding("kasi", KASI, date(2024, 1, 2), date(2026, 6, 8)))
        unit.office.put_holding(
            Holding("kabid", PLANNER, date(2026, 6, 8), date(2026, 6, 20), "plh", "800/9/2026")
        )
        unit.commit()
    carrier.do(Claim, PLANNER)
    claimed = last(carrier)
    assert (claimed.name, claimed.by.title) == ("Gede", "Kepala Bidang e-Government")
    assert (claimed.by.kind, claimed.by.decree, claimed.by.instead_of) == ("plh", "800/9/2026", "kasi")


def test_an_agency_sees_no_inner_work_and_no_names_of_the_office(eventful: Carrier) -> None:
    seen = as_agency_sees(told(eventful))
    whole = "\n".join(texts(seen))
    for secret in ("Rak A03", "Sebut unitnya", "Rapat", "Tidak penting", "Rancangan surat balasan,", "Paraf"):
        assert secret not in whole
    people = {(one.by.person, one.name) for one in seen}
    assert people == {("", ""), (ASKER, "Sari")}
    for name in ("Agung", "Dewi", "Nyoman", "Komang"):
        assert name not in whole
    assert {one.kind for one in seen} == {
        "CaseFiled", "PaperAdded", "StepOpened", "DueExtended", "AgencyAsked", "ClockResumed", "CommentAdded",
        "LettersSent", "CaseClosed", "ReceiptConfirmed", "HandedOver", "StayEnded",
    }  # fmt: skip


def test_an_agency_sees_its_papers_and_the_letters_that_were_sent(eventful: Carrier) -> None:
    seen = [
        one.text.id for one in as_agency_sees(told(eventful)) if one.kind in ("PaperAdded", "LettersSent")
    ]
    assert seen == [
        "Surat Permohonan Penitipan Server, revisi 1 (surat_permohonan.txt)",
        "Dikirim (courier): Surat pengantar, Penetapan layanan, Surat balasan",
        "Tanda terima, revisi 1 (tanda_terima.txt)",
    ]


def test_the_system_s_own_news_stand_in_the_timeline(carrier: Carrier) -> None:
    carrier.file()
    due = carrier.case.step.due  # type: ignore[union-attr]
    assert due is not None
    run(carrier, "remind", due)
    reminded = [one for one in told(carrier) if one.kind == "Reminded"]
    assert {one.text.en for one in reminded} == {"Reminder (due now) to Agung, Dewi"}
    assert [(one.number, one.by.person, one.visible) for one in reminded] == [(None, "titip", False)]


def test_a_hold_of_several_items_lapses_in_one_sentence(carrier: Carrier) -> None:
    carrier.file(request(quantity=2)).to("4")
    until = carrier.case.hold_until
    assert until is not None
    run(carrier, "lapse", until)
    lapsed = [one.text.id for one in told(carrier) if one.kind == "HoldLapsed"]
    assert lapsed == ["Penahanan tempat di ruang denpasar berakhir 2026-06-25 09:05 WITA"]


def test_braces_that_people_write_are_left_alone(carrier: Carrier) -> None:
    carrier.file(subject="{since} {0}").do(Comment, HEAD, text="{text}")
    assert "“{since} {0}”" in told(carrier)[0].text.en
    assert last(carrier).text.en == "Internal comment: {text}"


def test_no_such_case_has_no_timeline(carrier: Carrier) -> None:
    carrier.name = "PS-1"
    with pytest.raises(TitipError) as caught:
        told(carrier)
    assert caught.value.code == "not-stored"


def run(carrier: Carrier, kind: str, at: datetime) -> None:
    """The timers of a kind that are due by then."""
    with carrier.store.write() as unit:
        jobs = unit.jobs.lease([timers.QUEUE], at, at + timedelta(minutes=5), 20)
        unit.commit()
    for job in jobs:
        if job.kind == kind:
            timers.JOBS[kind](carrier.store, job, at)
