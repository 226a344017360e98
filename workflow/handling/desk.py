"""The door to the cases of a store: a command goes in, one transaction later it is done, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from capacity.reading.catalogue import Catalogue
from workflow.analysis import Assumption, Frozen, analyse, canonical_request
from workflow.case import apply
from workflow.commands import Answer, Command, RecordAnalysis
from workflow.conflicts import StaleVersion
from workflow.errors import BadValue
from workflow.handling import filing, letters, papers
from workflow.handling.asked import Asked
from workflow.handling.facts import Gatherer
from workflow.handling.filing import Filing
from workflow.handling.keeping import keep
from workflow.handling.signers import check_signers
from workflow.handling.texts import check_texts
from workflow.papers import NewPaper, Signature
from workflow.plain import canonical, from_canonical, to_plain
from workflow.ports import Store, UnitOfWork
from workflow.procedure import Published
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out: its case, and the case's version after it."""

    case: str
    version: int


class Desk:
    """Carries out commands; may be shared by threads.

    Parameters
    ----------
    store
        Where everything is kept.
    catalogue
        The device types that requests may name.
    verify
        Says whether the electronic signatures of a file are good; by default none is.

    All methods raise what the case and the store refuse (CaseError and its kinds, BadInput), and then
    nothing has happened. `key` is an idempotency key of the sender: the same command under the same key has
    one effect, and is answered as it was the first time.
    """

    def __init__(
        self, store: Store, catalogue: Catalogue, verify: papers.Verify = papers.nothing_verifies
    ) -> None:
        self.store = store
        self.catalogue = catalogue
        self.verify = verify
        self._procedures: dict[str, Published] = {}

    def keep_paper(
        self,
        content: bytes,
        at: datetime,
        *,
        paper: str,
        name: str,
        number: str = "",
        dated: date | None = None,
        signature: Signature | None = None,
    ) -> NewPaper:
        """Keep a file, so that a command can hand it in as the paper `paper`. Raises BadInput."""

        def work(unit: UnitOfWork) -> NewPaper:
            kept = papers.keep_paper(
                unit, content, at, paper=paper, name=name, number=number, dated=dated, signature=signature
            )
            unit.commit()
            return kept

        return self.store.run(work)

    def file(self, what: Filing, key: str | None = None) -> Done:
        """File a request; its case begins."""
        text = canonical_request(what.request, self.catalogue)

        def work(unit: UnitOfWork) -> Case:
            applied, published = filing.file(unit, what, text, self.verify)
            return keep(unit, None, applied, published, self.catalogue, what.at)

        # What was asked counts, not how its numbers were spelt.
        return self._once("", replace(what, request={"sha256": sha256(text).hexdigest()}), key, work)

    def send(self, name: str, command: Command, key: str | None = None) -> Done:
        """Carry out a command on a case."""
        verify = papers.verified_before(self.store, command, self.verify)
        return self._once(name, command, key, lambda unit: self._send(unit, name, command, verify=verify))

    def answer(
        self, name: str, command: Answer, request: Mapping[str, object] | None = None, key: str | None = None
    ) -> Done:
        """The agency's answer, with the request as it now is where that was changed."""
        if request is None:
            return self.send(name, command, key)
        text = canonical_request(request, self.catalogue)
        whole = replace(command, request_sha256=sha256(text).hexdigest())
        return self._once(name, whole, key, lambda unit: self._send(unit, name, whole, text))

    def analyse(
        self,
        name: str,
        *,
        by: str,
        at: datetime,
        version: int,
        room: str | None = None,
        assumptions: tuple[Assumption, ...] = (),
        key: str | None = None,
    ) -> Done:
        """Analyse the request in a stored room as it is now, with all holds, and record it in the case.

        `room` may be left out where there is one room only. The calculation keeps nobody waiting: it is done
        on what a reader sees, and the place is verified again when it is taken.
        """
        # What is asked for makes two of these the same; what came out may be another a minute later.
        asked = _Analyse(by, at, version, room, assumptions)
        if (done := self._done(name, asked, key)) is not None:
            return done
        frozen = self.analysis(name, by=by, at=at, room=room, assumptions=assumptions)
        command = RecordAnalysis(by=by, at=at, version=version, analysis=frozen.short())
        return self._once(name, asked, key, lambda unit: self._send(unit, name, command, frozen.text))

    def analysis(
        self,
        name: str,
        *,
        by: str,
        at: datetime,
        room: str | None = None,
        assumptions: tuple[Assumption, ...] = (),
    ) -> Frozen:
        """What `analyse` would record, without recording it."""
        with self.store.read() as unit:
            case = unit.cases.get(name)
            where = room or _only_room(unit, name)
            _, text = unit.files.get(case.request_sha256)
            version, now = unit.rooms.version(where), unit.rooms.now(where)
            today = at.astimezone(ZoneInfo(unit.office.calendar().zone)).date()
        return analyse(
            now,
            version,
            text,
            name,
            today=today,
            at=at,
            by=by,
            assumptions=assumptions,
            catalogue=self.catalogue,
        )

    def _send(
        self,
        unit: UnitOfWork,
        name: str,
        command: Command,
        *texts: bytes,
        verify: papers.Verify | None = None,
    ) -> Case:
        """Carry out a command, with the texts that it refers to, but for the commit."""
        before = unit.cases.get(name)
        if command.version != before.version:
            # Said before anything is looked up for a command that cannot be carried out anyway.
            raise StaleVersion(
                f"The case has changed (version {before.version}, you saw {command.version}).", name
            )
        for text in texts:
            unit.files.put(text, command.at)
        published = self._version(unit, before.procedure)
        gatherer = Gatherer(Asked(unit, before, self.catalogue), published, command.at)
        whole = papers.with_stored_papers(unit, command, verify or self.verify)
        check_signers(unit, whole)
        told = gatherer.told(letters.numbered(unit, before, published.procedure, whole))
        applied = apply(before, told.command, published, told.facts)
        after = self._version(unit, applied.case.procedure)
        return keep(unit, before, applied, after, self.catalogue, command.at)

    def _once(self, name: str, command: Any, key: str | None, work: Callable[[UnitOfWork], Case]) -> Done:
        check_texts(command)

        def attempt(unit: UnitOfWork) -> Done:
            if (known := _begin(unit, name, command, key)) is not None:
                return known
            case = work(unit)
            done = Done(case.name, case.version)
            if key is not None:
                unit.keys.answer(command.by, key, canonical(done).decode())
            unit.commit()
            return done

        return self.store.run(attempt)

    def _done(self, name: str, command: Any, key: str | None) -> Done | None:
        """What was answered under a key; None if it is new. Raises KeyReused."""
        # Nothing is committed: the key is free again.
        return None if key is None else self.store.run(lambda unit: _begin(unit, name, command, key))

    def _version(self, unit: UnitOfWork, sha256: str) -> Published:
        """A version of a procedure; it never changes, so it is read once."""
        if sha256 not in self._procedures:
            self._procedures[sha256] = unit.office.procedure(sha256)
        return self._procedures[sha256]


@dataclass(frozen=True, slots=True)
class _Analyse:
    """What `analyse` is asked for."""

    by: str
    at: datetime
    version: int
    room: str | None
    assumptions: tuple[Assumption, ...]


def _begin(unit: UnitOfWork, name: str, command: Any, key: str | None) -> Done | None:
    """The answer to a command that was carried out under its key before; None if it is to be carried out."""
    if key is None:
        return None
    known = unit.keys.begin(command.by, key, _fingerprint(name, command), command.at)
    return None if known is None else from_canonical(Done, known, "answer")


def _only_room(unit: UnitOfWork, case: str) -> str:
    names = unit.rooms.names()
    if len(names) != 1:
        known = ", ".join(names) or "none is loaded"
        raise BadValue(f"Say which room: {known}.", case)
    return names[0]


def _fingerprint(name: str, command: Any) -> str:
    """What makes two commands the same one: all but the moment at which they are sent."""
    plain = to_plain(command) | {"case": name, "kind": type(command).__name__}
    plain.pop("at")
    return sha256(canonical(plain)).hexdigest()
