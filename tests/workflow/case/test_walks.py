"""All walks of the procedure up to 14 decisions, on the machine itself: each ends, or can still end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.workflow.driving import PLACE, REQUEST, Desk, analysis, facts, paper, plain_due, signed, sop
from tests.workflow.offices import ASKER, HEAD, KABID, KASI, SECRETARY
from workflow.case import apply
from workflow.commands import (
    Answer,
    Ask,
    Close,
    Command,
    Decide,
    PutInitials,
    RecordAnalysis,
    Send,
)
from workflow.events import Event
from workflow.facts import Facts, Verdict
from workflow.procedure.walks import after
from workflow.state import Case

DECISIONS = 14
DECIDERS = {"1b": HEAD, "2": KABID, "3": KASI, "4": KASI, "5": KABID, "6": KABID, "7": HEAD, "8": KASI}
LOST = facts(again=Verdict(False, ("ups UPS-B is over its limit",)))
LAPSED = facts(hold="lapsed")

# What a later decision can depend on: where the case waits, its path, its place, and which papers there are.
Key = tuple[str | None, str | None, str, str, frozenset[str]]


def key_of(case: Case) -> Key:
    kinds = frozenset(version.paper for version in case.papers)
    return case.step.no if case.step else None, case.path, case.place, case.status, kinds


class Walker:
    """Carries single decisions out on a case, with all that has to be done before each."""

    def __init__(self, *, questions: bool) -> None:
        self.questions = questions
        self.seen: list[Event] = []

    def send(self, case: Case, kind: type[Command], by: str, told: Facts | None = None, **more: Any) -> Case:
        at: datetime = (case.step.since if case.step else case.filed_at) + timedelta(minutes=1)
        command = kind(by=by, at=at, version=case.version, **more)
        applied = apply(case, command, sop(), told or facts())
        self.seen += applied.events
        return applied.case

    def prepared(self, case: Case, outcome: str) -> Case:
        """The case with analysis, initials and sending done, as far as the step and the outcome want them."""
        no = case.step.no if case.step else ""
        if self.questions:
            case = self.send(case, Ask, DECIDERS[no], question="Which rails?")
            case = self.send(case, Answer, ASKER, answer="The standard ones.")
        if no == "3" and outcome in ("fits", "does_not_fit"):
            case = self.send(case, RecordAnalysis, KASI, analysis=analysis(outcome, outcome, REQUEST))
        if no == "7" and outcome == "sign":
            for person, role in ((KASI, "kasi"), (KABID, "kabid"), (SECRETARY, "sekretaris")):
                case = self.send(case, PutInitials, person, role=role)
        return self.send(case, Send, KASI, channel="courier") if no == "8" else case

    def decided(self, case: Case, outcome: str, told: Facts) -> Case:
        no = case.step.no if case.step else ""
        step = sop().procedure.step(no)
        assert step is not None
        row = step.outcome(outcome)
        assert row is not None
        case = self.prepared(case, outcome)
        papers = [signed(name) for name in row.signs]
        if "papers_complete" in row.guards and not row.signs:
            kinds = (sop().procedure.paper(name) for name in step.all_outputs)
            path = row.sets_path or case.path
            papers += [
                paper(kind.id)
                for kind in kinds
                if kind and kind.made == "attached" and kind.path in (None, path)
            ]
        more: dict[str, Any] = {"comment": "Because.", "choice": PLACE if outcome == "fits" else None}
        return self.send(case, Decide, DECIDERS[no], told, outcome=outcome, papers=tuple(papers), **more)

    def moves(self, case: Case) -> Iterator[tuple[str, Callable[[], Case]]]:
        """Every decision that somebody can take now; at step 7 the place may be lost as well."""
        step = sop().procedure.step(case.step.no if case.step else None)
        if step is None:
            return
        for outcome in step.outcomes:
            if not outcome.automatic:
                yield outcome.id, lambda name=outcome.id: self.decided(case, name, facts())
            if outcome.fallbacks:
                yield "lost", lambda name=outcome.id: self.decided(case, name, LOST)
                yield "lapsed", lambda name=outcome.id: self.decided(case, name, LAPSED)
        for ends, person in (("withdrawn", ASKER), ("cancelled", KABID)):
            yield ends, lambda e=ends, p=person: self.send(case, Close, p, ends=e, reason="No more need.")


def graph_of(walker: Walker) -> tuple[Key, dict[Key, Counter[Key]], dict[Key, Case]]:
    """Every state that can be reached, by its key, with how many decisions lead from one to the next."""
    first = Desk().file().case
    start = key_of(first)
    cases, edges, queue = {start: first}, {}, [start]
    for key in queue:
        edges[key] = Counter[Key]()
        for _, move in walker.moves(cases[key]):
            case = move()
            found = key_of(case)
            edges[key][found] += 1
            if found not in cases:
                cases[found] = case
                queue.append(found)
    return start, edges, cases


def walks_by_length(start: Key, edges: dict[Key, Counter[Key]], most: int) -> list[tuple[int, int]]:
    """For each number of decisions: how many walks have ended there, and how many go on."""
    at, told = Counter({start: 1}), []
    for _ in range(most):
        now = Counter[Key]()
        for key, count in at.items():
            for target, ways in edges[key].items():
                now[target] += count * ways
        told.append((sum(n for k, n in now.items() if k[0] is None), sum(n for k, n in now.items() if k[0])))
        at = Counter({key: count for key, count in now.items() if key[0] is not None})
    return told


@pytest.mark.parametrize("questions", [False, True], ids=["plain", "with a question at every step"])
def test_every_walk_of_up_to_14_decisions_ends_or_can_end(questions: bool) -> None:
    """Also after returns, corrections and lost places, and with questions to the agency in between."""
    start, edges, cases = graph_of(Walker(questions=questions))
    ending = {key for key, case in cases.items() if case.status != "open"}
    for _ in edges:
        ending |= {key for key, targets in edges.items() if ending & set(targets)}
    assert set(edges) == ending
    told = walks_by_length(start, edges, DECISIONS)
    assert len(told) == DECISIONS
    # Withdrawn and cancelled walks end from the first decision on.
    assert all(ended > 0 and going > 0 for ended, going in told)


def test_without_withdrawal_a_walk_ends_in_the_archive_only() -> None:
    """Every state can come to the archive by decisions of officials alone."""
    _, edges, cases = graph_of(Walker(questions=False))
    archived = {key for key, case in cases.items() if case.status == "archived"}
    assert {key[1] for key in archived} == {"accept", "refuse"}
    coming = set(archived)
    for _ in edges:
        coming |= {key for key, targets in edges.items() if coming & set(targets)}
    assert {key for key, case in cases.items() if case.status == "open"} <= coming


def test_the_memo_counts_the_walks_that_a_plain_enumeration_finds() -> None:
    """States with the same key lead to the same decisions: eleven decisions deep, without the memo."""
    walker = Walker(questions=False)
    start, edges, _ = graph_of(walker)
    told = walks_by_length(start, edges, 11)
    open_cases, found = [Desk().file().case], []
    for _ in range(11):
        after_ = [move() for case in open_cases for _, move in walker.moves(case)]
        open_cases = [case for case in after_ if case.status == "open"]
        found.append((len(after_) - len(open_cases), len(open_cases)))
    assert told == found


def test_the_machine_walks_as_the_table_says() -> None:
    """The machine has as many walks of each length as the table of the procedure, read by itself."""
    procedure = sop().procedure
    start, edges, _ = graph_of(Walker(questions=False))
    at, told = Counter[tuple[str, str | None]]({("1b", None): 1}), []
    for _ in range(DECISIONS):
        now, ended = Counter[tuple[str, str | None]](), 0
        for node, count in at.items():
            ended += count * len(procedure.closings)
            for outcome, target in after(procedure, node):
                ways = count * (2 if outcome.automatic else 1)  # a place lapses, or no longer verifies
                if target is None:
                    ended += ways
                else:
                    now[target] += ways
        told.append((ended, sum(now.values())))
        at = now
    assert told == walks_by_length(start, edges, DECISIONS)


def test_at_every_end_the_place_is_firm_or_free() -> None:
    """However a case went, nothing stays held by a case that is over, and an acceptance has its place."""
    _, _, cases = graph_of(Walker(questions=False))
    for case in cases.values():
        if case.status == "archived" and case.path == "accept":
            assert case.place == "firm"
        elif case.status != "open":
            assert case.place == "none"


def test_a_clock_runs_in_every_state_that_waits_for_the_office() -> None:
    """Each open step has its due date, as the calendar gives it for the step and its beginning."""
    _, _, cases = graph_of(Walker(questions=False))
    waiting = [case for case in cases.values() if case.step is not None]
    for case in waiting:
        step = sop().procedure.step(case.step.no if case.step else None)
        assert step is not None
        assert case.step is not None
        assert case.step.due == plain_due(step, case.step.since)
    assert {case.step.no for case in waiting if case.step} == set(DECIDERS)
