"""Jobs: leased by one worker at a time, tried again, given up; timers are jobs with a time to come."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.workflow.store.work import NOW
from workflow.conflicts import LeaseLost
from workflow.kept import Job, NewJob
from workflow.store import SqlStore

MINUTE = timedelta(minutes=1)


def mail(key: str | None = None, due: datetime = NOW, most_attempts: int = 5) -> NewJob:
    return NewJob("mail", "letter", {"to": "Dinkes", "n": 1}, due, key, most_attempts)


def put(store: SqlStore, *jobs: NewJob) -> list[bool]:
    with store.write() as unit:
        added = [unit.jobs.put(job, NOW) for job in jobs]
        unit.commit()
    return added


def lease(store: SqlStore, at: datetime = NOW, limit: int = 1, queue: str = "mail") -> tuple[Job, ...]:
    with store.write() as unit:
        jobs = unit.jobs.lease([queue], at, at + MINUTE, limit)
        unit.commit()
    return jobs


def test_a_job_comes_as_it_was_put(store: SqlStore) -> None:
    put(store, mail("k"))
    (job,) = lease(store)
    assert (job.queue, job.kind, job.body, job.due, job.key, job.attempt) == (
        "mail",
        "letter",
        {"to": "Dinkes", "n": 1},
        NOW,
        "k",
        1,
    )


def test_a_job_of_the_same_key_is_there_once(store: SqlStore) -> None:
    assert put(store, mail("k"), mail("k"), mail("l"), mail(), mail()) == [True, False, True, True, True]
    assert len(lease(store, limit=10)) == 4


def test_a_job_that_was_done_is_not_put_again(store: SqlStore) -> None:
    put(store, mail("k"))
    (job,) = lease(store)
    with store.write() as unit:
        unit.jobs.done(job, NOW)
        unit.commit()
    assert put(store, mail("k")) == [False]
    assert lease(store, NOW + 100 * MINUTE) == ()


def test_a_job_put_in_a_unit_that_is_not_committed_is_not_there(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.put(mail(), NOW)
    assert lease(store) == ()


def test_jobs_come_when_they_are_due_oldest_first_and_from_the_queues_asked_for(store: SqlStore) -> None:
    put(store, mail("later", NOW + 2 * MINUTE), mail("second", NOW), mail("first", NOW - MINUTE))
    assert lease(store, queue="webhook", limit=10) == ()
    assert [job.key for job in lease(store, limit=10)] == ["first", "second"]
    with store.read() as unit:
        assert unit.jobs.next_due() == unit.jobs.next_due(["mail"]) == NOW + 2 * MINUTE
        assert unit.jobs.next_due(["webhook"]) is None
    assert lease(store, NOW + MINUTE / 2, limit=10) == ()
    assert "later" in [job.key for job in lease(store, NOW + 2 * MINUTE, limit=10)]


def test_a_job_that_is_leased_comes_again_only_when_its_lease_runs_out(store: SqlStore) -> None:
    put(store, mail())
    (first,) = lease(store)
    assert lease(store, NOW + MINUTE / 2) == ()
    (second,) = lease(store, NOW + MINUTE)
    assert (second.id, second.attempt) == (first.id, 2)
    with store.write() as unit:
        with pytest.raises(LeaseLost):
            unit.jobs.done(first, NOW)
        with pytest.raises(LeaseLost):
            unit.jobs.keep(first, NOW + 5 * MINUTE)
        unit.jobs.done(second, NOW)
        unit.commit()


def test_a_lease_can_be_kept(store: SqlStore) -> None:
    put(store, mail())
    (job,) = lease(store)
    with store.write() as unit:
        assert unit.jobs.keep(job, NOW + 5 * MINUTE).leased_until == NOW + 5 * MINUTE
        unit.commit()
    assert lease(store, NOW + 2 * MINUTE) == ()


def test_a_job_that_failed_comes_again_and_is_given_up_after_its_last_attempt(store: SqlStore) -> None:
    put(store, mail("k", most_attempts=2))
    for attempt in (1, 2):
        (job,) = lease(store, NOW + attempt * MINUTE)
        with store.write() as unit:
            unit.jobs.failed(job, NOW, f"no route {attempt}", NOW + (attempt + 1) * MINUTE)
            unit.commit()
        assert lease(store, NOW + attempt * MINUTE) == ()
    assert lease(store, NOW + 100 * MINUTE) == ()
    with store.read() as unit:
        (dead,) = unit.jobs.dead()
    assert (dead.key, dead.attempts, dead.error) == ("k", 2, "no route 2")


def test_a_job_whose_workers_all_went_away_is_given_up(store: SqlStore) -> None:
    put(store, mail(most_attempts=2))
    for attempt in range(2):
        assert len(lease(store, NOW + attempt * MINUTE)) == 1
    assert lease(store, NOW + 3 * MINUTE) == ()
    with store.read() as unit:
        assert [dead.error for dead in unit.jobs.dead()] == ["Its worker went away."]
    assert store.faults() == ()


def test_a_timer_that_is_armed_again_fires_at_the_new_time_only(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.arm(mail("due:PS-1", NOW + MINUTE), NOW)
        unit.jobs.arm(mail("due:PS-1", NOW + 5 * MINUTE), NOW)
        unit.commit()
    assert lease(store, NOW + 4 * MINUTE) == ()
    assert len(lease(store, NOW + 5 * MINUTE)) == 1


def test_a_timer_that_fired_can_be_armed_again(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.arm(mail("k"), NOW)
        (job,) = unit.jobs.lease(["mail"], NOW, NOW + MINUTE)
        unit.jobs.done(job, NOW)
        unit.jobs.arm(mail("k", NOW + MINUTE), NOW)
        unit.commit()
    assert len(lease(store, NOW + MINUTE)) == 1
    assert store.faults() == ()


def test_a_worker_that_has_a_timer_as_it_is_armed_again_loses_it(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.arm(mail("k"), NOW)
        (job,) = unit.jobs.lease(["mail"], NOW, NOW + MINUTE)
        unit.jobs.arm(mail("k", NOW + MINUTE), NOW)
        with pytest.raises(LeaseLost):
            unit.jobs.done(job, NOW)


def test_a_timer_that_is_disarmed_does_not_fire(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.arm(mail("k"), NOW)
        unit.jobs.disarm("k")
        unit.jobs.disarm("never set")
        unit.commit()
    assert lease(store) == ()


def test_many_workers_do_every_job_once(store: SqlStore) -> None:
    put(store, *(mail(f"{number}") for number in range(100)))

    def work(_: int) -> list[str | None]:
        mine: list[str | None] = []
        while jobs := lease(store, limit=3):
            mine += [job.key for job in jobs]
        return mine

    with ThreadPoolExecutor(8) as pool:
        done = Counter(key for keys in pool.map(work, range(8)) for key in keys)
    assert done == Counter({f"{number}": 1 for number in range(100)})
