"""Cases at random against the model of `model.py`, on both databases: the same outcome, the same places."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from capacity.errors import TitipError
from tests.workflow.conftest import emptied
from tests.workflow.handling import small
from tests.workflow.handling.carrying import NINE, Carrier, furnish
from tests.workflow.handling.model import ACTORS, DECISIONS, INITIALS, OFFICIALS, Known, Model
from tests.workflow.offices import ASKER, HEAD, KABID, KASI, OTHER_ASKER, REGISTRAR, SECRETARY, STRANGER
from workflow.commands import (
    Answer,
    Ask,
    Claim,
    Close,
    Comment,
    Decide,
    DropQuestion,
    EndStay,
    Extend,
    HandOver,
    PutInitials,
    Reassign,
    Send,
    Unclaim,
)
from workflow.errors import Conflict
from workflow.handling import Done, timers
from workflow.papers import Installed, ItemPlace, PlaceChoice
from workflow.store import SqlStore
from workflow.store.engine import make_engine
from workflow.worker import Worker

RACKS = ["R1", "R2"]
MOST_CASES = 4
PEOPLE = (HEAD, SECRETARY, KABID, KASI, ASKER, OTHER_ASKER, REGISTRAR, STRANGER)
CASES = st.integers(0, MOST_CASES - 1)
HEIGHTS = (1, 2, 3, 4, 4, 5)
ANYTHING = (
    *DECISIONS,
    *("analyse", "ask", "answer", "drop_question", "claim", "unclaim", "reassign", "extend", "comment"),
    *("withdraw", "cancel", "initial", "send", "hand_over", "end_stay"),
)
# What ends a case, or has it wait, is chosen less often.
RARELY = {"withdraw": 0.05, "cancel": 0.05, "end_stay": 0.1, "ask": 0.2, "comment": 0.03, "extend": 0.3}
# What comes next on the way, and what papers it brings.
NEXT = {
    "1b": "forward",
    "2": "coordinate",
    "4": "draft",
    "5": "agree",
    "6": "sign_reply",
}
OUTCOMES = {
    "coordinate": "coordinated",
    "accept": "fits",
    "refuse": "does_not_fit",
    "draft": "submit_draft",
    "sign_reply": "sign",
    "redraft": "back_to_draft",
    "sign_decision": "sign",
    "draft_anew": "back_to_draft",
}
PAPERS: dict[str, tuple[str, ...]] = {
    "forward": ("disposisi",),
    "coordinate": ("catatan_koordinasi",),
    "draft": ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar"),
    "sign_reply": ("surat_balasan",),
    "sign_decision": ("penetapan", "surat_pengantar"),
}


class Office(RuleBasedStateMachine):
    """The Desk on a store beside the model; after every step both have come to the same."""

    fresh: Callable[[], SqlStore]

    def __init__(self) -> None:
        super().__init__()
        self.store = self.fresh()
        furnish(self.store, small.room_files(len(RACKS)), small.ROOM)
        self.model = Model(RACKS, small.RACK_U)
        self.names: list[str] = []
        self.hand = Carrier(self.store, NINE)
        self.steps = 0
        self.sent = 0

    def teardown(self) -> None:
        for name in self.names:
            self.same(name)
        assert self.store.faults() == ()
        with self.store.read() as unit:
            assert unit.log.fault() is None
        self.store.close()

    # What people do.

    @precondition(lambda self: len(self.names) < MOST_CASES)
    @rule(height_u=st.sampled_from(HEIGHTS))
    def file(self, height_u: int) -> None:
        self.tick()
        self.hand.name = ""
        self.hand.file(small.server(height_u))
        self.names.append(self.hand.name)
        self.model.cases[self.hand.name] = Known(height_u)

    @precondition(lambda self: self.names)
    @rule(which=CASES, far=st.integers(3, 14), other=st.booleans())
    def go_on(self, which: int, far: int, other: bool) -> None:
        """The usual way, some steps of it."""
        name = self.name(which)
        for _ in range(far):
            self.one_step(name, other)

    def one_step(self, name: str, other: bool) -> None:
        case = self.model.cases[name]
        if case.asked:
            self.do(name, "answer", ASKER, {})
        elif case.step == "3" and case.analysed != (case.visits, case.height_u):
            self.do(name, "analyse", self.who(case), {})
        elif case.step == "3":
            what = "accept" if case.offers else "refuse"
            self.do(name, what, self.who(case), {"number": 2 if other and len(case.offers) > 1 else 1})
        elif case.step == "7" and len(case.initials) < len(INITIALS):
            who = next(one for one, role in INITIALS.items() if role not in case.initials)
            self.do(name, "initial", who, {"role": INITIALS[who]})
        elif case.step == "7":
            self.do(name, "sign_decision", self.who(case), {})
        elif case.step == "8":
            self.do(name, "archive" if case.sent else "send", self.who(case), {})
        elif case.step is not None:
            self.do(name, NEXT[case.step], self.who(case), {})
        elif case.place == "firm":
            self.do(name, "hand_over", KASI, {"kg": 21})

    @precondition(lambda self: self.names)
    @rule(which=CASES, seed=st.integers(0, 2**32))
    def do_anything(self, which: int, seed: int) -> None:
        """Some commands that the model allows, and some that are anybody's guess."""
        name, rng = self.name(which), Random(seed)
        for _ in range(10):
            case = self.model.cases[name]
            tries = [(what, who, self.args(rng, case, what)) for what in ANYTHING for who in PEOPLE]
            if case.step is None and rng.random() < 0.5:
                return
            chance = rng.random()
            if chance < 0.6:
                tries = [one for one in tries if self.model.allows(case, *one)] or tries
            elif chance < 0.85:
                # The right person too early or too late, and whoever likes at the right step.
                at = [one for one in tries if DECISIONS.get(one[0], (case.step,))[0] == case.step]
                tries = [one for one in at if one[1] == self.who(case) or rng.random() < 0.3] or tries
            kinds = sorted({what for what, *_ in tries})
            (kind,) = rng.choices(kinds, [RARELY.get(one, 1.0) for one in kinds])
            self.do(name, *rng.choice([one for one in tries if one[0] == kind]))

    def args(self, rng: Random, case: Known, what: str) -> dict[str, Any]:
        args: dict[str, Any] = {
            "to": rng.choice([HEAD, SECRETARY, KABID, KASI, ASKER]),
            "visible": rng.random() < 0.5,
            "role": rng.choice(["kasi", "kabid", "sekretaris"]),
            "kg": rng.choice([21, 101]),
        }
        if what == "accept":
            args |= {"number": rng.choice([0, 0, 1, 2]), "own": (rng.choice(RACKS), rng.randint(1, 4))}
            args["place"] = self.place(case, args)
        if what == "answer" and rng.random() < 0.3:
            args["height_u"] = rng.choice(HEIGHTS)
        return args

    @precondition(lambda self: self.names and len(self.names) < MOST_CASES)
    @rule(which=CASES, height_u=st.sampled_from(HEIGHTS))
    def revise(self, which: int, height_u: int) -> None:
        """A request that refers to an earlier one: if that was refused, or ended without a place."""
        earlier = self.model.cases[self.name(which)]
        refused = earlier.status == "archived" and earlier.path == "refuse"
        allowed = refused or earlier.status in ("withdrawn", "cancelled")
        self.tick()
        self.hand.name = ""
        try:
            self.hand.file(small.server(height_u), refers_to=self.name(which))
        except TitipError:
            assert not allowed
            return
        assert allowed
        self.names.append(self.hand.name)
        self.model.cases[self.hand.name] = Known(height_u)

    @precondition(lambda self: self.names)
    @rule(which=CASES)
    def come_too_late(self, which: int) -> None:
        """A command that saw an older version changes nothing."""
        name = self.name(which)
        version = self.case(name).version
        command = Comment(by=KASI, at=self.tick(), version=version - 1, text="Late.")
        with pytest.raises(Conflict):
            self.hand.desk.send(name, command)
        assert self.case(name).version == version

    @rule(days=st.sampled_from([1, 6, 40]))
    def wait(self, days: int) -> None:
        """Time passes, and the worker does what is due: holds lapse, officials are reminded."""
        self.hand.now += timedelta(days)
        self.drain()

    # How it is done.

    def do(self, name: str, what: str, who: str, args: dict[str, Any]) -> None:
        case = self.model.cases[name]
        at = self.tick()
        if what == "accept":
            args["place"] = self.place(case, args)
        allowed = self.model.allows(case, what, who, args)
        before = self.case(name)
        done, refusal = self.attempt(name, what, who, args)
        if not allowed:
            assert refusal is not None, f"{what} by {who} at step {case.step} was carried out"
            assert self.case(name) == before
            return
        assert done is not None, f"{what} by {who} at step {case.step}: {refusal}"
        now = self.case(name)
        assert now.version == done.version
        if what == "analyse":
            args["offers"] = self.offers(name)
            assert bool(args["offers"]) == self.model.fits(case), args["offers"]
        self.model.done(case, what, who, args)
        if case.place == "held":
            case.expires = at + timedelta(90) if case.asked and what == "ask" else case.expires
            case.expires = case.expires if case.asked else now.hold_until
        self.same(name)
        self.the_places_are_those_of_the_model()

    def attempt(
        self, name: str, what: str, who: str, args: dict[str, Any]
    ) -> tuple[Done | None, TitipError | None]:
        try:
            return self.command(name, what, who, args), None
        except TitipError as refusal:
            return None, refusal

    def command(self, name: str, what: str, who: str, args: dict[str, Any]) -> Done:
        """The command, every third sent twice under one key."""
        version, at, desk = self.case(name).version, self.hand.now, self.hand.desk
        self.sent += 1
        key = f"{self.sent}" if self.sent % 3 == 0 else None
        base = {"by": who, "at": at, "version": version}
        self.hand.name = name
        if what == "analyse":
            send = lambda: desk.analyse(name, key=key, **base)  # noqa: E731
        elif what == "answer":
            answer = Answer(answer="Yes.", **base)
            request = small.server(args["height_u"]) if "height_u" in args else None
            send = lambda: desk.answer(name, answer, request, key)  # noqa: E731
        else:
            command = self.plain(name, what, args, base)
            send = lambda: desk.send(name, command, key)  # noqa: E731
        done = send()
        if key:
            assert send() == done
        return done

    def plain(self, name: str, what: str, args: dict[str, Any], base: dict[str, Any]) -> Any:
        if what in DECISIONS:
            signed = what.startswith("sign_")
            kept = ("rancangan_balasan",) if self.model.cases[name].path == "refuse" else None
            names = (kept if what == "draft" and kept else None) or PAPERS.get(what, ())
            papers = tuple(self.hand.paper(one, signed=signed) for one in names)
            choice = self.choice(args) if what == "accept" else None
            outcome = OUTCOMES.get(what, what)
            return Decide(outcome=outcome, comment="Because.", papers=papers, choice=choice, **base)
        match what:
            case "ask":
                return Ask(question="Which?", **base)
            case "drop_question":
                return DropQuestion(reason="Known.", **base)
            case "claim":
                return Claim(**base)
            case "unclaim":
                return Unclaim(**base)
            case "reassign":
                return Reassign(to=args["to"], reason="Busy.", **base)
            case "extend":
                step = self.case(name).step
                due = step.due if step and step.due else base["at"]
                return Extend(due=max(due, base["at"]) + timedelta(9), reason="Odalan.", **base)
            case "comment":
                return Comment(text="Well.", visible=args["visible"], **base)
            case "withdraw" | "cancel":
                args["ends"] = {"withdraw": "withdrawn", "cancel": "cancelled"}[what]
                return Close(ends=args["ends"], reason="No need.", **base)
            case "initial":
                return PutInitials(role=args["role"], **base)
            case "send":
                return Send(channel="courier", **base)
            case "hand_over":
                one = Installed(serial="SN", place="There.", weight_g=1000 * args["kg"], power_w=100)
                return HandOver(installed=(one,), paper=self.hand.paper("bast"), **base)
            case "end_stay":
                return EndStay(reason="Gone.", **base)
        raise AssertionError(what)

    def choice(self, args: dict[str, Any]) -> PlaceChoice:
        if number := args["number"]:
            return PlaceChoice("", "first" if number == 1 else "other", number=number)
        rack, unit = args["own"]
        return PlaceChoice("", "own", items=(ItemPlace(1, rack, 2 * unit, "front"),))

    def place(self, case: Known, args: dict[str, Any]) -> tuple[str, int] | None:
        if number := args["number"]:
            return case.offers[number - 1] if number <= len(case.offers) else None
        own: tuple[str, int] = args["own"]
        return own

    def offers(self, name: str) -> list[tuple[str, int]]:
        """The places of the stored analysis."""
        analysis = self.case(name).analysis
        assert analysis is not None
        with self.store.read() as unit:
            answer = json.loads(unit.files.get(analysis.sha256)[1])["answer"]
        places = [answer["placement"], *(other["placement"] for other in answer["alternatives"])]
        return [(one[0]["rack"], int(one[0]["position_u"])) for one in places if one]

    # What both say.

    def same(self, name: str) -> None:
        known, case = self.model.cases[name], self.case(name)
        step = case.step
        assert (case.status, step.no if step else None, case.visits, case.path) == (
            known.status,
            known.step,
            known.visits,
            known.path,
        )
        assert (case.question is not None) == known.asked
        with self.store.read() as unit:
            task = unit.tasks.of_case(name)
        assert (task.step if task else None) == known.step
        if step:
            assert (step.holder, step.assigned) == (known.holder, known.assigned)
            assert task is not None
            assert task.holder == known.holder
        places = {"lapsed": "held", "installed": "firm", "ended": "firm"}
        assert case.place == places.get(known.place, known.place)
        stays = {"installed": "installed", "ended": "ended", "firm": "awaited"}
        if case.status == "archived":
            assert case.stay == stays.get(known.place)

    @invariant()
    def the_places_are_those_of_the_model(self) -> None:
        with self.store.read() as unit:
            live = [one.row for one in unit.occupancy.live(small.ROOM)]
        kinds = {"held": "hold", "firm": "hold", "installed": "device"}
        known = {
            (name, kinds[one.place], one.where, one.held_u, one.expires if one.place == "held" else None)
            for name, one in self.model.cases.items()
            if one.takes
        }
        told = set()
        for row in live:
            assert row.place is not None
            rack, start, end, *_ = row.place
            told.add((row.case, row.kind, (rack, start // 2), (end - start) // 2, row.expires))
        assert told == known

    @invariant()
    def nothing_contradicts_itself(self) -> None:
        self.steps += 1
        if self.steps % 8 == 0:
            assert self.store.faults() == ()

    # Helpers.

    def name(self, which: int) -> str:
        return self.names[which % len(self.names)]

    def case(self, name: str) -> Any:
        with self.store.read() as unit:
            return unit.cases.get(name)

    def who(self, case: Known) -> str:
        """Somebody who may decide the open step."""
        if case.step is None:
            return KASI
        able = [
            one for one in (*sorted(ACTORS[case.step]), *sorted(OFFICIALS)) if self.model.decides(case, one)
        ]
        return able[0]

    def tick(self) -> Any:
        now = self.hand.tick()
        if any(
            one.place == "held" and one.expires and one.expires <= now for one in self.model.cases.values()
        ):
            self.drain()
        return now

    def drain(self) -> None:
        Worker(self.store, timers.JOBS, [timers.QUEUE], lambda: self.hand.now).drain()
        self.model.lapse(self.hand.now)


@pytest.fixture
def fresh(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], SqlStore]:
    """A store with nothing in it, as often as one is asked for."""
    if kind == "sqlite":
        template, path = request.getfixturevalue("file_template"), tmp_path / "titip.db"

        def copied() -> SqlStore:
            for old in tmp_path.glob("titip.db*"):
                old.unlink()
            shutil.copy(template, path)
            return SqlStore(make_engine(f"sqlite:///{path}"))

        return copied
    address: str = request.getfixturevalue("address")

    def wiped() -> SqlStore:
        emptied(address)
        return SqlStore(make_engine(address))

    return wiped


def at_random(fresh: Callable[[], SqlStore], examples: int, steps: int) -> None:
    machine = type("Machine", (Office,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps))


@pytest.mark.timeout(300)
def test_cases_at_random_come_to_what_the_model_says(fresh: Callable[[], SqlStore]) -> None:
    at_random(fresh, examples=36, steps=30)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_many_cases_at_random_come_to_what_the_model_says(fresh: Callable[[], SqlStore]) -> None:
    at_random(fresh, examples=600, steps=60)
