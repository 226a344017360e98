"""Many at the same time on the Desk: one of them wins, the others are told so, nothing is done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.workflow.handling import small
from tests.workflow.handling.carrying import Carrier, furnish
from tests.workflow.offices import KABID, KASI
from workflow.commands import Comment, Decide
from workflow.conflicts import StaleVersion
from workflow.errors import CaseError, NotYet
from workflow.handling import Done
from workflow.papers import PlaceChoice
from workflow.store import SqlStore

APPROVERS = 32
ROUNDS = 50


def race(count: int, what: Callable[[int], object]) -> list[object]:
    """What `count` threads come to that begin at the same moment: a result, or how they were refused."""
    barrier = Barrier(count)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return what(number)
        except CaseError as refused:
            return refused

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def approvers(store: SqlStore, count: int, files: dict[str, bytes]) -> list[Carrier]:
    """Cases that have all been offered the same place."""
    furnish(store, files, small.ROOM)
    found = [Carrier(store).file(small.server()) for _ in range(count)]
    return [one.forward().coordinate().analyse() for one in found]


def accept(carrier: Carrier) -> Done:
    case, choice = carrier.case, PlaceChoice("", "first")
    command = Decide(by=KASI, at=carrier.now, version=case.version, outcome="fits", choice=choice)
    return carrier.desk.send(carrier.name, command)


def last_slot(store: SqlStore, count: int, rounds: int) -> None:
    cases = approvers(store, count, small.room_files(racks=1))
    for _ in range(rounds):
        told = race(count, lambda number: accept(cases[number]))
        winners = [one for one in told if isinstance(one, Done)]
        assert len(winners) == 1
        others = [one for one in told if not isinstance(one, Done)]
        assert {type(one) for one in others} == {NotYet}
        assert all(isinstance(one, NotYet) and one.guard == "fits" for one in others)
        assert all("rack R1 U1 is not free" in str(one) for one in others), others[0]
        with store.read() as unit:
            (held,) = unit.occupancy.live(small.ROOM)
        assert held.row.case == winners[0].case
        # The place is free again with the winner's next analysis.
        winner = next(one for one in cases if one.name == winners[0].case)
        winner.draft().decide(KABID, "analyse_again", comment="Once more.").analyse()
    assert store.faults() == ()


@pytest.mark.timeout(300)
def test_one_of_many_approvers_gets_the_last_slot_and_the_others_are_told_why(store: SqlStore) -> None:
    last_slot(store, APPROVERS, ROUNDS)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_one_of_more_approvers_gets_the_last_slot_for_longer(store: SqlStore) -> None:
    last_slot(store, 2 * APPROVERS, 10 * ROUNDS)


def test_of_many_who_saw_the_same_version_one_is_not_too_late(store: SqlStore) -> None:
    (carrier,) = approvers(store, 1, small.room_files())
    version = carrier.case.version

    def remark(number: int) -> str:
        command = Comment(by=KASI, at=carrier.now, version=version, text=f"{number}")
        carrier.desk.send(carrier.name, command)
        return "said"

    told = Counter(one if isinstance(one, str) else type(one) for one in race(16, remark))
    assert told == {"said": 1, StaleVersion: 15}
    assert store.faults() == ()


def test_a_command_sent_many_times_at_once_has_one_effect_and_one_answer(store: SqlStore) -> None:
    """An approval: the strictest of all, since doing it twice would take two places."""
    carriers = approvers(store, 10, small.room_files(racks=10))
    for carrier in carriers:
        carrier.analyse()  # the place before it is taken now
        case, choice = carrier.case, PlaceChoice("", "first")
        command = Decide(by=KASI, at=carrier.now, version=case.version, outcome="fits", choice=choice)
        key = f"key of {carrier.name}"
        told = race(10, lambda _, c=carrier, d=command, k=key: c.desk.send(c.name, d, k))  # type: ignore[misc]
        assert len({str(one) for one in told}) == 1
        assert isinstance(told[0], Done)
        with store.read() as unit:
            kinds = [entry.news.kind for entry in unit.log.of("case", carrier.name)]
            held = [one for one in unit.occupancy.of_case(carrier.name) if one.status == "live"]
        assert kinds.count("StepDecided") == 4  # filed, forwarded, coordinated, accepted
        assert len(held) == 1
    assert store.faults() == ()


def test_a_request_that_is_filed_many_times_at_once_is_one_case(store: SqlStore) -> None:
    furnish(store, small.room_files(), small.ROOM)
    carrier = Carrier(store)
    carrier.now = carrier.tick()

    def file(_: int) -> str:
        one = Carrier(store, carrier.now)
        return one.file(small.server(), key="once").name

    assert set(race(10, file)) == {"PS-2026-0001"}
    with store.read() as unit:
        assert len(unit.cases.register()) == 1
    assert store.faults() == ()
