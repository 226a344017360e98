"""Entries of a case's log put into words: what each event fills into a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from workflow.events import (
    AgencyAsked,
    AnalysisRecorded,
    CaseClosed,
    CaseFiled,
    ClockResumed,
    CommentAdded,
    DueExtended,
    Event,
    HandedOver,
    LettersSent,
    PaperAdded,
    PaperInitialled,
    ProcedureMoved,
    ReceiptConfirmed,
    RequestChanged,
    StayEnded,
    StepDecided,
    StepOpened,
    StepReassigned,
)
from workflow.overview import words
from workflow.procedure import Procedure, Text


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, for the office; and for the agency, None where it does not see it."""

    text: Text
    for_agency: Text | None


class Teller:
    """Puts entries of one case into words, under the version of the procedure that it was on then."""

    def __init__(
        self, zone: ZoneInfo, names: Mapping[str, str], procedure: Callable[[str], Procedure], sha256: str
    ) -> None:
        self.zone = zone
        self.names = names
        self.procedures = procedure
        self.procedure = procedure(sha256)

    def event(self, event: Event) -> Told:
        """What an event says to the office, and to the agency."""
        if isinstance(event, CaseFiled | ProcedureMoved):
            self.procedure = self.procedures(event.procedure)
        key, fields = self._event(event)
        return self._told(key, fields, hidden=isinstance(event, PaperAdded) and not self._of_agency(event))

    def news(self, kind: str, body: Mapping[str, Any]) -> Told:
        """What the system's own news say; those of a kind that is not known are told by it."""
        fields = {"to": _same(", ".join(map(self.name, body.get("to", ()))))}
        if "expired" in body:
            fields["expired"] = _same(self.moment(datetime.fromisoformat(body["expired"])))
        if "occasion" in body:
            fields["occasion"] = words.OCCASIONS.get(body["occasion"], _same(body["occasion"]))
        if "paper" in body:
            fields["paper"] = self._title(body["paper"])
            fields["number"] = _same(f", {body['number']}" if body.get("number") else "")
        return self._told(kind, fields | {"room": _same(body.get("room", ""))}, hidden=False)

    def _told(self, key: str, fields: Mapping[str, Text], *, hidden: bool) -> Told:
        agency = None if hidden else words.AGENCY.get(key)
        return Told(
            _filled(words.OFFICE.get(key, _same(key)), fields),
            None if agency is None else _filled(agency, fields),
        )

    def name(self, person: str) -> str:
        """The name of a person; the short one where he is not known any more."""
        return self.names.get(person, person)

    def moment(self, at: datetime) -> str:
        """A moment on the office's clock."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M %Z}"

    def _of_agency(self, event: PaperAdded) -> bool:
        kind = self.procedure.paper(event.version.paper)
        return kind is not None and kind.by_agency

    def _event(self, event: Event) -> tuple[str, dict[str, Text]]:
        """The key of the table, and the fields that its words name."""
        kind = type(event).__name__
        match event:
            case PaperAdded():
                return self._paper(event)
            case StepDecided():
                return self._decided(event)
            case CaseClosed():
                stay = words.AWAITED if event.stay else _NOTHING
                return f"{kind}.{event.status}", {"stay": stay, "said": _said(event.reason)}
            case ClockResumed():
                key = f"{kind}.{'answered' if event.answered else 'dropped'}"
                return key, {"text": _same(event.text), "due": self._due(event.due)}
            case CommentAdded():
                return f"{kind}.{'visible' if event.visible else 'internal'}", {"text": _same(event.text)}
        return kind, self._plain_fields(event)

    def _plain_fields(self, event: Event) -> dict[str, Text]:
        match event:
            case CaseFiled():
                refers = _filled(words.REFERS, {"case": _same(event.refers_to or "")})
                return {
                    "subject": _same(event.subject),
                    "agency": _same(event.agency),
                    "refers": refers if event.refers_to else _NOTHING,
                    "since": _same(self.moment(event.complete_since)),
                }
            case RequestChanged():
                return {"revision": _same(event.revision)}
            case AnalysisRecorded():
                many = len(event.analysis.assumptions)
                return {
                    "room": _same(event.analysis.room),
                    "result": words.RESULTS[event.analysis.result],
                    "assumed": _filled(words.ASSUMED, {"count": _same(many)}) if many else _NOTHING,
                }
            case StepOpened():
                return {**self._step(event.step), "due": self._due(event.due)}
            case PaperInitialled():
                actor = self.procedure.actor(event.initial.role)
                papers = [f"{self._title(ref.paper).id} ({ref.revision})" for ref in event.initial.papers]
                papers_en = [f"{self._title(ref.paper).en} ({ref.revision})" for ref in event.initial.papers]
                return {
                    "role": actor.title if actor else _same(event.initial.role),
                    "papers": Text(", ".join(papers), ", ".join(papers_en)),
                }
            case AgencyAsked():
                return {"text": _same(event.question)}
            case StepReassigned():
                return {"to": _same(self.name(event.to)), "said": _said(event.reason)}
            case DueExtended():
                return {
                    "before": _same(self.moment(event.before)),
                    "until": _same(self.moment(event.due)),
                    "said": _said(event.reason),
                }
            case LettersSent():
                titles = [self._title(ref.paper) for ref in event.papers]
                told = Text(", ".join(one.id for one in titles), ", ".join(one.en for one in titles))
                return {"channel": _same(event.channel), "papers": told, "said": _said(event.note)}
            case ReceiptConfirmed():
                return {"said": _said(event.note)}
            case HandedOver():
                items = "; ".join(f"{one.serial}, {one.place}" for one in event.installed)
                return {"installed": _same(items)}
            case StayEnded():
                return {"said": _said(event.reason)}
            case ProcedureMoved():
                return {
                    "version": _same(self.procedure.version),
                    "step": _same(event.step),
                    "before": _same(event.step_before),
                    "due": self._due(event.due),
                    "said": _said(event.reason),
                }
        return {}

    def _paper(self, event: PaperAdded) -> tuple[str, dict[str, Text]]:
        version, file = event.version, event.version.file
        fields = {
            "paper": self._title(version.paper),
            "revision": _same(version.revision),
            "file": _same(f" ({file.name})" if file else ""),
        }
        if file is None or file.signature is None:
            return "PaperAdded", fields
        return "PaperAdded.signed", fields | {"signature": words.SIGNATURES[file.signature.kind]}

    def _decided(self, event: StepDecided) -> tuple[str, dict[str, Text]]:
        fields = {
            **self._step(event.step),
            "outcome": self._label(event.step, event.outcome),
            "place": _NOTHING,
            "held": _NOTHING,
            "said": _said(event.comment),
        }
        if event.guard is not None:
            return "StepDecided.automatic", fields | {"wanted": self._label(event.step, event.wanted or "")}
        if event.choice is not None:
            place = _filled(words.PLACE, {"place": _same(event.choice.place)})
            if event.choice.overrides:
                over = _filled(words.OVERRIDES, {"reason": _same(event.choice.overrides)})
                place = Text(place.id + over.id, place.en + over.en)
            fields["place"] = place
        if event.hold_until is not None:
            fields["held"] = _filled(words.HELD, {"at": _same(self.moment(event.hold_until))})
        return "StepDecided", fields

    def _step(self, no: str) -> dict[str, Text]:
        step = self.procedure.step(no)
        return {"step": _same(no), "activity": step.activity if step else _NOTHING}

    def _label(self, no: str, outcome: str) -> Text:
        step = self.procedure.step(no)
        found = step.outcome(outcome) if step else None
        return found.label if found else _same(outcome)

    def _title(self, paper: str) -> Text:
        kind = self.procedure.paper(paper)
        return kind.title if kind else _same(paper)

    def _due(self, due: datetime | None) -> Text:
        return _NOTHING if due is None else _filled(words.DUE, {"at": _same(self.moment(due))})


_NOTHING = Text("", "")


def _same(value: object) -> Text:
    """What reads alike in both languages."""
    return Text(str(value), str(value))


def _said(text: str) -> Text:
    """What somebody said with it, at the end of a sentence."""
    return _same(f": {text.strip()}" if text.strip() else "")


def _filled(words_: Text, fields: Mapping[str, Text]) -> Text:
    """The words with their fields filled in. What is filled in is not looked into for braces again."""
    return Text(
        words_.id.format_map({key: value.id for key, value in fields.items()}),
        words_.en.format_map({key: value.en for key, value in fields.items()}),
    )
