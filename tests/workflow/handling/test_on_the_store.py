"""Details of the procedure, carried out on both databases: places, clocks, timers, mail."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from capacity.errors import BadInput
from tests.workflow.driving import sop
from tests.workflow.handling import small
from tests.workflow.handling.carrying import ADMIN, NINE, WITA, Carrier, furnish
from tests.workflow.offices import AGENCY, ASKER, HEAD, KABID, KASI, REGISTRAR, SECRETARY
from workflow.analysis import Assumption
from workflow.commands import (
    Answer,
    Ask,
    Claim,
    Close,
    Decide,
    DropQuestion,
    EndStay,
    Extend,
    HandOver,
    MoveToVersion,
    PutInitials,
)
from workflow.conflicts import KeyReused
from workflow.errors import Conflict, MissingPaper, NotAllowed, NotYet, OwnRequest
from workflow.handling import timers
from workflow.kept import Placed
from workflow.papers import Installed, ItemPlace, PlaceChoice
from workflow.procedure import publish
from workflow.roles import Holding, Person
from workflow.store import SqlStore
from workflow.worker import Worker

DAY = timedelta(days=1)


@pytest.fixture
def carrier(store: SqlStore) -> Carrier:
    """Somebody who carries cases on, in a room with two racks of four units."""
    furnish(store, small.room_files(), small.ROOM)
    return Carrier(store)


def at(carrier: Carrier, step: str, **request: object) -> Carrier:
    return carrier.file(small.server(**request)).to(step)  # type: ignore[arg-type]


def another(carrier: Carrier) -> Carrier:
    return Carrier(carrier.store, carrier.now)


def rows(carrier: Carrier) -> tuple[Placed, ...]:
    """What takes a place for the case."""
    with carrier.store.read() as unit:
        return tuple(one for one in unit.occupancy.of_case(carrier.name) if one.status == "live")


def racks(carrier: Carrier) -> list[str]:
    return sorted(place.rack for one in rows(carrier) if (place := one.row.place))


def log(carrier: Carrier) -> list[str]:
    with carrier.store.read() as unit:
        return [entry.news.kind for entry in unit.log.of("case", carrier.name)]


def mails(carrier: Carrier) -> list[tuple[str, tuple[str, ...]]]:
    """The occasion and the persons of all that went into the outbox, oldest first."""
    with carrier.store.engine.connect() as connection:
        found = connection.execute(text("SELECT body FROM job WHERE queue = 'mail' ORDER BY id")).scalars()
        bodies = [json.loads(body) for body in found]
    return [(body["occasion"], tuple(body["to"])) for body in bodies]


def work(carrier: Carrier, now: datetime) -> None:
    """What a worker does until `now`, a day after the other."""
    while carrier.now < now:
        carrier.now = min(carrier.now + DAY, now)
        Worker(carrier.store, timers.JOBS, [timers.QUEUE], lambda: carrier.now).drain()


def whole(carrier: Carrier) -> None:
    assert carrier.store.faults() == ()


def handed_over(carrier: Carrier, **values: object) -> Carrier:
    fields: dict[str, object] = {"serial": "SN-1", "place": "R1, unit 1", "weight_g": 21_000, "power_w": 110}
    one = Installed(**(fields | values))  # type: ignore[arg-type]
    return carrier.do(HandOver, KASI, installed=(one,), paper=carrier.paper("bast"))


def test_a_request_goes_through_all_steps_to_a_firm_place_and_into_the_register(carrier: Carrier) -> None:
    carrier.file(small.server()).to(None)
    assert carrier.case.status == "archived"
    assert (carrier.case.place, racks(carrier)) == ("firm", ["R1"])
    with carrier.store.read() as unit:
        (line,) = unit.cases.register()
        assert (line.name, line.status, line.agency) == ("PS-2026-0001", "archived", AGENCY)
        assert len([e for e in unit.log.of("case", line.name) if e.news.number]) == carrier.case.version
    whole(carrier)


def test_a_refused_request_is_followed_by_a_smaller_one_that_refers_to_it(carrier: Carrier) -> None:
    first = carrier.file(small.server(small.RACK_U + 1)).to("3").analyse()
    assert first.case.analysis is not None
    assert first.case.analysis.result == "does_not_fit"
    first.refuse().draft().agree().sign_reply()
    assert first.no == "8"
    first.archive()
    second = another(first).file(small.server(), refers_to=first.name).to(None)
    assert second.case.refers_to == first.name
    assert racks(first) == []
    assert racks(second) == ["R1"]
    whole(carrier)


def test_a_registrar_files_what_came_on_paper_and_the_clock_starts_when_it_was_complete(
    carrier: Carrier,
) -> None:
    since = datetime(2026, 6, 8, 8, 0, tzinfo=WITA)
    carrier.file(
        small.server(),
        by=REGISTRAR,
        channel="srikandi",
        agenda="A-17/2026",
        requester=ASKER,
        complete_since=since,
    )
    step = carrier.case.step
    assert step is not None
    assert (step.since, step.due) == (since, since + timedelta(hours=1))


def test_step_7_returns_to_the_analysis_when_the_hold_has_lapsed(carrier: Carrier) -> None:
    at(carrier, "7").initial()
    carrier.now += 25 * DAY
    carrier.sign_decision()
    assert carrier.no == "3"
    assert racks(carrier) == []
    assert "HoldLapsed" in log(carrier)
    carrier.to(None)
    assert racks(carrier) == ["R1"]
    whole(carrier)


def test_step_7_returns_to_the_analysis_when_the_room_has_changed(carrier: Carrier) -> None:
    at(carrier, "7").initial()
    with carrier.store.write() as unit:
        unit.rooms.load(small.ROOM, small.room_files(load_kg=10), carrier.now, ADMIN)
        unit.commit()
    carrier.sign_decision()
    assert carrier.no == "3"
    with carrier.store.read() as unit:
        (stopped,) = [e.news.body for e in unit.log.of("case", carrier.name) if '"place_lost"' in e.news.body]
    assert "weight" in stopped
    assert carrier.case.latest("penetapan") is None
    whole(carrier)


def test_step_7_returns_to_the_analysis_when_the_request_was_changed_after_it(carrier: Carrier) -> None:
    """Or the decision would grant what was never analysed, and hold what is no longer asked."""
    at(carrier, "7").do(Ask, HEAD, question="Really 100 W?")
    answer = Answer(by=ASKER, at=carrier.tick(), version=carrier.case.version, answer="150 W, in fact.")
    carrier.desk.answer(carrier.name, answer, small.server(power_w=150))
    assert carrier.case.request_revision == 2
    carrier.initial().sign_decision()
    assert carrier.no == "3"
    carrier.to(None)
    (held,) = rows(carrier)
    assert held.row.thing.power_w == 150  # type: ignore[union-attr]
    whole(carrier)


def test_a_paused_clock_keeps_the_place_and_gives_it_as_much_longer(carrier: Carrier) -> None:
    at(carrier, "4").do(Ask, KASI, question="Which port?")
    until = carrier.case.hold_until
    assert until is not None
    work(carrier, carrier.now + 60 * DAY)
    assert racks(carrier) == ["R1"]
    carrier.do(Answer, ASKER, answer="The first.")
    after = carrier.case.hold_until
    assert after is not None
    assert after > carrier.now
    assert [one.row.expires for one in rows(carrier)] == [after]
    whole(carrier)


def test_more_time_given_while_the_clock_stands_still_does_not_cost_the_place(carrier: Carrier) -> None:
    at(carrier, "4").do(Ask, KASI, question="Which port?")
    step = carrier.case.step
    assert step is not None
    assert step.due is not None
    carrier.do(Extend, KABID, due=step.due + DAY, reason="Odalan.")
    work(carrier, carrier.now + 60 * DAY)
    assert racks(carrier) == ["R1"]
    carrier.do(DropQuestion, KASI, reason="We looked it up.").to(None)
    assert carrier.case.place == "firm"
    whole(carrier)


def test_a_place_is_not_kept_for_ever_for_an_agency_that_never_answers(carrier: Carrier) -> None:
    at(carrier, "4").do(Ask, KASI, question="Which port?")
    work(carrier, carrier.now + 91 * DAY)
    assert racks(carrier) == []
    assert ("lapsed", (KASI,)) in mails(carrier)
    whole(carrier)


def test_a_rerun_of_the_analysis_releases_the_cases_own_hold_first(carrier: Carrier) -> None:
    at(carrier, "5")
    assert racks(carrier) == ["R1"]
    carrier.decide(KABID, "analyse_again", comment="The other rack?").analyse()
    assert racks(carrier) == []
    other = at(another(carrier), "4")
    assert racks(other) == ["R1"]
    carrier.analyse().accept()
    assert racks(carrier) == ["R2"]
    whole(carrier)


def test_a_refusal_frees_the_place(carrier: Carrier) -> None:
    at(carrier, "5").decide(KABID, "analyse_again", comment="No.").analyse().accept()
    carrier.to("5").decide(KABID, "analyse_again", comment="Too hot.")
    assert racks(carrier) == ["R1"]
    carrier.analyse().refuse()
    assert racks(carrier) == []
    whole(carrier)


@pytest.mark.parametrize(("by", "ends"), [(ASKER, "withdrawn"), (KABID, "cancelled")])
def test_a_withdrawal_and_a_cancellation_free_the_place(carrier: Carrier, by: str, ends: str) -> None:
    at(carrier, "6").do(Close, by, ends=ends, reason="No need any more.")
    assert carrier.case.status == ends
    assert racks(carrier) == []
    whole(carrier)


def test_a_hold_that_expires_frees_the_place_and_the_official_is_told(carrier: Carrier) -> None:
    at(carrier, "6")
    work(carrier, carrier.now + 25 * DAY)
    assert racks(carrier) == []
    assert ("lapsed", (KABID,)) in mails(carrier)
    whole(carrier)


def test_an_official_is_told_of_a_hold_that_somebody_else_freed_who_needed_the_room(carrier: Carrier) -> None:
    at(carrier, "6")
    later = Carrier(carrier.store, carrier.now + 25 * DAY)
    at(later, "4")
    assert racks(carrier) == []
    assert ("lapsed", (KABID,)) not in mails(carrier)
    work(carrier, later.now + DAY)
    assert mails(carrier).count(("lapsed", (KABID,))) == 1
    whole(carrier)


def test_a_place_that_was_offered_to_two_is_given_to_one(carrier: Carrier) -> None:
    first = at(carrier, "3").analyse()
    second = at(another(carrier), "3").analyse()
    second.accept()
    with pytest.raises(NotYet) as refused:
        first.accept()
    assert refused.value.guard == "fits"
    first.accept(2)
    assert (racks(first), racks(second)) == (["R2"], ["R1"])
    whole(carrier)


def test_the_kasi_overrides_the_offices_own_rule_with_a_reason_and_a_physical_limit_never(
    store: SqlStore,
) -> None:
    policy = b'version = "test"\n[space]\nkeep_free_u = 1\n'
    furnish(store, small.room_files() | {"policy.toml": policy}, small.ROOM)
    carrier = at(Carrier(store), "3").analyse()
    assert carrier.case.analysis is not None
    assert carrier.case.analysis.result == "does_not_fit"
    carrier.accept_own(ItemPlace(1, "R2", 2, "front"), reason="A patch panel will never come there.")
    assert racks(carrier) == ["R2"]
    heavy = at(another(carrier), "3", weight_kg=101).analyse()
    with pytest.raises(NotYet) as refused:
        heavy.accept_own(ItemPlace(1, "R1", 2, "front"), reason="It will hold.")
    assert "weight" in refused.value.sentence
    assert racks(heavy) == []
    whole(carrier)


def test_an_assumption_for_missing_data_is_recorded_and_the_place_holds_it(carrier: Carrier) -> None:
    carrier.file({key: value for key, value in small.server().items() if key != "weight_kg"}).to("3")
    carrier.analyse()
    assert carrier.case.analysis is not None
    assert carrier.case.analysis.result == "cannot_decide"
    carrier.analyse(Assumption("request", "", "weight_kg", "30", "As the one before it."))
    assert carrier.case.analysis is not None
    assert carrier.case.analysis.result == "fits"
    assert "30" in carrier.case.analysis.assumptions[0]
    carrier.accept()
    (held,) = rows(carrier)
    assert held.row.thing.weight_g == 30_000  # type: ignore[union-attr]
    whole(carrier)


def test_an_acting_official_decides_in_his_days_and_the_log_names_the_decree(carrier: Carrier) -> None:
    at(carrier, "5")
    with carrier.store.write() as unit:
        day = carrier.now.date()
        unit.office.put_person(Person("made", "Made", "NIP-made", "Pembina"))
        unit.office.put_holding(Holding("kabid", "made", day, day + 3 * DAY, "plh", "SK 800/12/2026"))
        unit.commit()
    with pytest.raises(Exception, match="Made"):
        carrier.agree()
    carrier.decide("made", "agree")
    with carrier.store.read() as unit:
        (decided,) = [e.news for e in unit.log.of("case", carrier.name) if '"agree"' in e.news.body]
    assert '"decree":"SK 800/12/2026"' in decided.body
    whole(carrier)


def test_no_acting_official_decides_his_own_request(carrier: Carrier) -> None:
    with carrier.store.write() as unit:
        day = NINE.date()
        unit.office.put_holding(Holding("kasi", ASKER, day, day + 9 * DAY, "plh", "SK 800/13/2026"))
        unit.commit()
    at_step = carrier.file(small.server()).forward().coordinate()
    with pytest.raises(OwnRequest):
        at_step.desk.analyse(at_step.name, by=ASKER, at=at_step.tick(), version=at_step.case.version)
    at_step.desk.analyse(at_step.name, by=KABID, at=at_step.tick(), version=at_step.case.version)
    whole(carrier)


def test_reminders_come_on_arrival_when_due_and_at_80_percent_and_then_the_superior(
    carrier: Carrier,
) -> None:
    at(carrier, "3")  # a day's step: at 80 % and when due
    assert mails(carrier)[-1] == ("arrived", (KASI,))
    work(carrier, carrier.now + 7 * DAY)
    told = mails(carrier)
    late = [
        ("reminder-share", (KASI,)),
        ("reminder-due", (KASI,)),
        ("overdue", (KABID,)),
        ("overdue", (HEAD,)),
    ]
    assert [one for one in told if one in late] == late
    assert log(carrier).count("Reminded") == 4
    carrier.to("5")  # an hour's step: on arrival and when due
    assert mails(carrier)[-1] == ("arrived", (KABID,))
    work(carrier, carrier.now + DAY)
    assert ("reminder-due", (KABID,)) in mails(carrier)
    assert ("reminder-share", (KABID,)) not in mails(carrier)
    whole(carrier)


def test_of_the_kepala_dinas_nobody_is_told(carrier: Carrier) -> None:
    at(carrier, "7")
    work(carrier, carrier.now + 7 * DAY)
    assert {occasion for occasion, to in mails(carrier) if to == (HEAD,)} >= {"arrived", "reminder-due"}
    assert "overdue" not in {occasion for occasion, _ in mails(carrier)}


def test_every_morning_each_official_is_told_what_waits_for_him(carrier: Carrier) -> None:
    at(carrier, "5")
    with carrier.store.write() as unit:
        timers.set_digest(unit, carrier.now)
        unit.commit()
    work(carrier, carrier.now + 3 * DAY)
    assert mails(carrier).count(("digest", (KABID,))) == 3
    whole(carrier)


def test_the_digest_tells_those_whose_initials_are_missing(carrier: Carrier) -> None:
    at(carrier, "7")
    carrier.do(PutInitials, KASI, role="kasi")
    with carrier.store.write() as unit:
        timers.set_digest(unit, carrier.now)
        unit.commit()
    work(carrier, carrier.now + DAY)
    told = {to for occasion, to in mails(carrier) if occasion == "digest"}
    assert told == {(HEAD,), (KABID,), (SECRETARY,)}


def test_an_extension_moves_the_due_date_in_the_inbox_and_keeps_the_original_one(carrier: Carrier) -> None:
    at(carrier, "3")
    before = carrier.case.step
    assert before is not None
    assert before.due is not None
    carrier.do(Extend, KABID, due=before.due + DAY, reason="Upacara.")
    after = carrier.case.step
    assert after is not None
    assert (after.due, after.original_due) == (before.due + DAY, before.due)
    with carrier.store.read() as unit:
        (task,) = unit.tasks.inbox(["kasi"])
    assert task.due == after.due


def test_a_running_case_stays_on_its_version_until_it_is_moved_and_its_inbox_follows(
    carrier: Carrier,
) -> None:
    at(carrier, "2")
    old = sop()
    steps = tuple(
        replace(step, actors=("sekretaris",)) if step.no == "2" else step for step in old.procedure.steps
    )
    newer = publish(replace(old.procedure, version=2, steps=steps))
    with carrier.store.write() as unit:
        unit.office.publish(newer, carrier.now, ADMIN)
        unit.commit()
    assert carrier.case.procedure == old.sha256
    assert another(carrier).file(small.server()).case.procedure == newer.sha256
    carrier.do(MoveToVersion, ADMIN, procedure=newer.sha256, step="2", reason="The Kabid is away.")
    with carrier.store.read() as unit:
        assert [task.case for task in unit.tasks.inbox(["sekretaris"], SECRETARY)].count(carrier.name) == 1
        assert carrier.name not in [task.case for task in unit.tasks.inbox(["kabid"], KABID)]
    carrier.decide(SECRETARY, "coordinated", carrier.paper("catatan_koordinasi"))
    assert carrier.no == "3"
    whole(carrier)


def test_a_case_that_is_moved_back_gives_its_firm_place_up_with_the_next_analysis(carrier: Carrier) -> None:
    at(carrier, "8")
    newer = publish(replace(sop().procedure, version=2))
    with carrier.store.write() as unit:
        unit.office.publish(newer, carrier.now, ADMIN)
        unit.commit()
    carrier.do(MoveToVersion, ADMIN, procedure=newer.sha256, step="3", reason="Analyse it again.")
    carrier.analyse()
    assert racks(carrier) == []
    carrier.accept(2)
    assert racks(carrier) == ["R2"]
    whole(carrier)


def test_at_the_handover_the_actual_values_are_verified_again_and_stand_in_the_room(carrier: Carrier) -> None:
    carrier.file(small.server()).to(None)
    with pytest.raises(NotYet) as refused:
        handed_over(carrier, weight_g=101_000)
    assert "weight" in refused.value.sentence
    assert carrier.case.stay == "awaited"
    handed_over(carrier)
    assert carrier.case.stay == "installed"
    with carrier.store.read() as unit:
        room = unit.rooms.now(small.ROOM)
    (device,) = room.devices
    assert (device.weight_g, device.power_w, device.rack) == (21_000, 110, "R1")
    assert room.reservations == ()
    whole(carrier)


def test_before_the_stay_ends_notice_is_given_and_then_the_place_is_given_back(carrier: Carrier) -> None:
    carrier.file(small.server(until="2026-08-31")).to(None)
    handed_over(carrier)
    work(carrier, datetime(2026, 7, 31, 23, 0, tzinfo=WITA))
    assert "stay-ends" not in {occasion for occasion, _ in mails(carrier)}
    work(carrier, datetime(2026, 8, 1, 1, 0, tzinfo=WITA))
    assert ("stay-ends", (KASI, KABID, ASKER)) in mails(carrier)
    carrier.do(EndStay, KASI, reason="Taken away.")
    assert racks(carrier) == []
    with carrier.store.read() as unit:
        assert unit.rooms.now(small.ROOM).devices == ()
    whole(carrier)


def test_an_application_is_held_and_installed_on_its_host(carrier: Carrier) -> None:
    carrier.file(small.application()).to(None)
    assert [one.row.host for one in rows(carrier)] == ["kvm-1"]
    handed_over(carrier, weight_g=None, power_w=None, place="kvm-1")
    with carrier.store.read() as unit:
        (vm,) = unit.rooms.now(small.ROOM).vms
    assert (vm.host, vm.vcpu) == ("kvm-1", 2)
    whole(carrier)


def test_an_analysis_that_is_sent_again_later_is_recorded_once(carrier: Carrier) -> None:
    """What comes out may be another a day later; what was asked is the same."""
    at(carrier, "3")
    version = carrier.case.version
    asked = {"by": KASI, "version": version, "key": "k"}
    first = carrier.desk.analyse(carrier.name, at=carrier.tick(), **asked)  # type: ignore[arg-type]
    again = carrier.desk.analyse(carrier.name, at=carrier.now + DAY, **asked)  # type: ignore[arg-type]
    assert again == first
    assert log(carrier).count("AnalysisRecorded") == 1
    with pytest.raises(KeyReused):
        carrier.desk.analyse(carrier.name, by=KASI, version=first.version, at=carrier.now + DAY, key="k")


def test_papers_are_required_before_a_step_is_decided(carrier: Carrier) -> None:
    at(carrier, "2")
    with pytest.raises(MissingPaper):
        carrier.decide(KABID, "coordinated")
    assert carrier.no == "2"


def test_a_second_claim_is_a_conflict(carrier: Carrier) -> None:
    carrier.file(small.server()).do(Claim, HEAD)
    with pytest.raises(Conflict):
        carrier.do(Claim, SECRETARY)
    with carrier.store.read() as unit:
        assert unit.tasks.inbox(["sekretaris"], SECRETARY) == ()
        assert len(unit.tasks.inbox(["kepala_dinas"], HEAD)) == 1


def test_initials_are_in_the_inbox_of_everybody_who_gives_them(carrier: Carrier) -> None:
    at(carrier, "7").do(PutInitials, KASI, role="kasi")
    for role in ("kasi", "kabid", "sekretaris", "kepala_dinas"):
        with carrier.store.read() as unit:
            assert [task.case for task in unit.tasks.inbox([role])] == [carrier.name]


def test_a_disagreement_comes_back_as_a_numbered_revision(carrier: Carrier) -> None:
    at(carrier, "5").decide(KABID, "disagree", comment="Name the rack.").draft()
    assert [one.revision for one in carrier.case.revisions("rancangan_balasan")] == [1, 2]


def test_a_refused_command_changes_nothing(carrier: Carrier) -> None:
    at(carrier, "3").analyse()
    before = carrier.case
    command = Decide(
        by=ASKER, at=carrier.now, version=before.version, outcome="fits", choice=PlaceChoice("", "first")
    )
    with pytest.raises(Exception, match="This is for"):
        carrier.desk.send(carrier.name, command)
    assert carrier.case == before
    assert racks(carrier) == []


def test_nobody_learns_what_stands_in_the_room_by_trying_what_he_may_not_decide(carrier: Carrier) -> None:
    at(carrier, "3").analyse()
    own = PlaceChoice("", "own", items=(ItemPlace(1, "R9", 2, "front"),))
    for person in (ASKER, SECRETARY):
        with pytest.raises(NotAllowed):
            carrier.decide(person, "fits", choice=own)
    with pytest.raises(BadInput, match="R9"):
        carrier.decide(KASI, "fits", choice=own)
    carrier.accept().to(None)
    one = Installed("SN", "There.", 999_000, 100)
    with pytest.raises(NotAllowed):
        carrier.do(HandOver, ASKER, installed=(one,), paper=carrier.paper("bast"))


def test_a_request_longer_than_a_comment_may_be_is_filed(carrier: Carrier) -> None:
    """How long its cells are is judged when it is read."""
    long = small.server(group="g" * 9_000, os="o" * 9_000, os_version="v" * 9_000)
    assert carrier.file(long).name == "PS-2026-0001"
