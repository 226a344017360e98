"""After the archive: receipt, handover (BAST), end of the stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflow.driving import Desk, paper, sop
from tests.workflow.offices import ASKER, KABID, KASI, REGISTRAR, SECRETARY, STRANGER
from workflow.commands import Comment, ConfirmReceipt, EndStay, HandOver
from workflow.errors import BadValue, CommentNeeded, Conflict, MissingPaper, NoSuchChoice, NotAllowed, NotYet
from workflow.facts import Verdict
from workflow.papers import Installed
from workflow.procedure import publish

THERE = Installed("CZ2026-0417", "A03 front 7-8", 27_400, 430)


def archived(path: str = "accept") -> Desk:
    return Desk().at("8", path).archive()


def hand_over(desk: Desk, installed: Installed = THERE, name: str = "bast", by: str = KASI) -> Desk:
    return desk.do(HandOver, by, installed=(installed,), paper=paper(name))


def test_the_handover_keeps_actual_serial_weight_draw_and_place_and_was_verified_again() -> None:
    desk = hand_over(archived())
    assert desk.case.stay == "installed"
    assert desk.case.installed == (THERE,)
    assert desk.case.latest("bast") is not None
    assert desk.effects == ("install_place",)


@pytest.mark.parametrize("verdict", [None, Verdict(False, ("rack A03 carries 27 kg less",))])
def test_equipment_that_does_not_verify_as_installed_is_not_handed_over(verdict: Verdict | None) -> None:
    with pytest.raises(NotYet, match="the equipment as installed") as caught:
        hand_over(archived().told(handover=verdict))
    assert caught.value.guard == "handover_verified"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"serial": ""}, "The serial number is empty"),
        ({"place": " "}, "The place is empty"),
        ({"weight_g": 0}, "Weight and draw"),
        ({"power_w": -1}, "Weight and draw"),
    ],
)
def test_a_handover_without_its_values_is_none(changes: dict[str, object], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        hand_over(archived(), replace(THERE, **changes))  # type: ignore[arg-type]


def test_a_handover_is_recorded_on_its_own_paper_by_the_kasi() -> None:
    with pytest.raises(NoSuchChoice, match="recorded on 'bast'"):
        hand_over(archived(), name="lampiran")
    with pytest.raises(NotAllowed):
        hand_over(archived(), by=SECRETARY)


def test_nothing_is_handed_over_before_the_archive_nor_twice_nor_after_a_refusal() -> None:
    for desk in (Desk().at("8"), hand_over(archived()), archived("refuse")):
        with pytest.raises(Conflict, match="No equipment is awaited"):
            hand_over(desk)


def test_the_stay_ends_with_a_reason_and_the_place_is_given_back() -> None:
    desk = hand_over(archived())
    with pytest.raises(CommentNeeded):
        desk.do(EndStay, KABID, reason="")
    desk.do(EndStay, KABID, reason="The agency moved to the national data centre.")
    assert desk.case.stay == "ended"
    assert desk.effects == ("end_stay",)
    with pytest.raises(Conflict, match="No equipment stands"):
        desk.do(EndStay, KABID, reason="Again.")


def test_a_place_that_nobody_comes_to_is_given_back_too() -> None:
    assert archived().do(EndStay, KASI, reason="The server was never bought.").case.stay == "ended"


def test_a_version_may_know_no_stay() -> None:
    """One that only answers, and never holds a place."""
    steps = tuple(
        replace(step, outcomes=tuple(replace(outcome, effects=()) for outcome in step.outcomes))
        for step in sop().procedure.steps
    )
    answers = publish(replace(sop().procedure, steps=steps, hold=None, handover=None, stay=None))
    desk = Desk(published=answers).at("8").archive()
    assert desk.case.stay is None
    with pytest.raises(Conflict, match="No equipment stands"):
        desk.do(EndStay, KASI, reason="Over.")


def test_the_opd_confirms_that_it_has_the_letters_before_or_after_the_archive() -> None:
    before = Desk().at("8").send().do(ConfirmReceipt, ASKER)
    assert before.case.received_at == before.now
    after = archived().do(ConfirmReceipt, REGISTRAR, receipt=paper("tanda_terima"))
    assert after.case.latest("tanda_terima") is not None


def test_a_receipt_is_confirmed_once_by_the_agency_and_only_of_what_was_sent() -> None:
    with pytest.raises(NotYet, match="have not been sent"):
        Desk().at("8").do(ConfirmReceipt, ASKER)
    with pytest.raises(Conflict, match="confirmed already"):
        archived().do(ConfirmReceipt, ASKER).do(ConfirmReceipt, ASKER)
    with pytest.raises(NotAllowed):
        archived().do(ConfirmReceipt, STRANGER)


def test_a_closed_case_can_still_be_commented() -> None:
    desk = archived()
    version = desk.case.version
    assert desk.do(Comment, KASI, text="Cable labels are in the folder.").case.version == version + 1


def test_letters_are_sent_only_if_they_are_there() -> None:
    """A case that was moved to a version which needs more cannot be sent without it."""
    desk = Desk().at("8")
    step = sop().procedure.step("8")
    assert step is not None
    more = replace(step, also_needs=("surat_balasan", "tanda_terima"))
    steps = (*sop().procedure.steps[:-1], more)
    desk.published = replace(desk.published, procedure=replace(sop().procedure, steps=steps))
    with pytest.raises(MissingPaper, match="Tanda terima"):
        desk.send()
