"""The state of a case follows from its events, and both survive a store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.errors import BadInput
from tests.workflow.case.test_walks import Walker
from tests.workflow.driving import NINE, Desk, paper
from tests.workflow.offices import ASKER, KABID, KASI
from workflow.case import evolve, replay
from workflow.commands import Answer, Ask, Claim, Comment, ConfirmReceipt, EndStay, Extend, HandOver, Unclaim
from workflow.events import EVENTS, By, Event, StepClaimed
from workflow.papers import Installed
from workflow.plain import canonical
from workflow.records import case_from_plain, case_to_plain, event_from_plain, event_to_plain


def full_life() -> Desk:
    """A case to which most things happen."""
    desk = Desk().file_on_paper().do(Claim, "dewi").do(Unclaim, "dewi").forward()
    desk.do(Ask, KABID, question="How heavy?\nAnd how deep?")
    desk.do(Answer, ASKER, answer="26 kg", papers=(paper("lampiran"),), request_sha256="ab" * 32)
    desk.coordinate().do(Extend, KABID, due=desk.now + timedelta(days=4), reason="Busy.").accept().draft()
    desk.decide(KABID, "disagree", comment="Name the rack.").draft("two").agree().sign_reply().initial()
    desk.sign_decision().archive().do(ConfirmReceipt, ASKER, receipt=paper("tanda_terima"))
    desk.do(HandOver, KASI, installed=(Installed("S1", "A03 front 7-8", 1, 0),), paper=paper("bast"))
    return desk.do(Comment, KASI, text="Done.").do(EndStay, KABID, reason="Moved.")


def test_replaying_the_events_gives_the_case() -> None:
    desk = full_life()
    assert replay(desk.events) == desk.case
    assert desk.case.version == len(desk.events)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_stored_row_and_the_events_after_it_give_the_case(share: float) -> None:
    desk = full_life()
    cut = int(len(desk.events) * share)
    row = case_from_plain(json.loads(canonical(case_to_plain(replay(desk.events[:cut])))))
    assert replay(desk.events[cut:], row) == desk.case


def test_events_survive_being_written_and_read() -> None:
    desk = full_life()
    written = [canonical(event_to_plain(event)) for event in desk.events]
    read = [event_from_plain(json.loads(text)) for text in written]
    assert read == desk.events
    assert [canonical(event_to_plain(event)) for event in read] == written


def test_times_are_stored_in_utc() -> None:
    event = StepClaimed(at=NINE, by=By(KASI, "kasi"))
    assert event_to_plain(event)["at"] == "2026-06-08T01:00:00+00:00"
    assert event_from_plain(event_to_plain(event)).at == NINE


def test_an_event_of_a_kind_that_is_not_known_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        event_from_plain({"event": "CaseDeleted"})
    with pytest.raises(BadInput, match="at: The key is missing"):
        event_from_plain({"event": "StepClaimed", "by": {"person": "x", "role": "kasi"}})


def test_a_case_begins_with_its_filing() -> None:
    with pytest.raises(ValueError, match="the first event of a case is CaseFiled"):
        evolve(None, StepClaimed(at=datetime.now(UTC), by=By(KASI, "kasi")))
    with pytest.raises(ValueError, match="at least one event"):
        replay([])


def test_an_event_without_its_step_changes_nothing_but_the_version() -> None:
    """A log that a later program reads may hold a claim after the end; it is kept, and has no meaning."""
    closed = full_life().case
    after = evolve(closed, StepClaimed(at=closed.filed_at, by=By(KASI, "kasi")))
    assert after.version == closed.version + 1
    assert after.step is None


def test_every_kind_of_event_is_registered_for_the_store() -> None:
    assert {kind.__name__ for kind in Event.__subclasses__()} == {kind.__name__ for kind in EVENTS}


@given(st.data())
def test_on_any_walk_the_state_is_what_its_events_say(data: st.DataObject) -> None:
    """Random decisions, with questions in between: replay equals the machine's own state after each."""
    filed = Desk().file()
    walker, case, events = Walker(questions=data.draw(st.booleans())), filed.case, list(filed.events)
    walker.seen = events
    for _ in range(10):
        moves = list(walker.moves(case))
        if not moves:
            break
        case = data.draw(st.sampled_from(moves))[1]()
        assert replay(events) == case
        assert case_from_plain(json.loads(canonical(case_to_plain(case)))) == case
