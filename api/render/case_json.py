"""Cases in JSON: plain data, times with the zone UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.analysis import Frozen, Gap
from workflow.overview import Figure, Happening, Held, Row, Visit, Waiting
from workflow.papers import PaperVersion
from workflow.procedure import Procedure, Step, Text
from workflow.roles import Acting
from workflow.state import Case


def plain_row(row: Row, place: Held | None) -> dict[str, object]:
    """A case, and what it has of its place."""
    return {**plain_line(row), "place": None if place is None else plain_held(place)}


def plain_line(row: Row) -> dict[str, object]:
    """A row of the register."""
    return {
        "case": row.name,
        "version": row.version,
        "agency": row.agency,
        "subject": row.subject,
        "status": row.status,
        "path": row.path,
        "filed_at": stamp(row.filed_at),
        "closed_at": stamp(row.closed_at),
        "step": row.step,
        "activity": plain_text(row.activity),
        "turn": plain_people(row.turn),
        "holder": row.holder,
        "since": stamp(row.since),
        "due": stamp(row.due),
        "asked": stamp(row.asked),
        "in_time": row.in_time,
        "stay": row.stay,
    }


def plain_held(place: Held) -> dict[str, object]:
    """What a case has of its place."""
    return {
        "state": place.state,
        "room": place.room,
        "where": place.place,
        "until": stamp(place.until),
    }


def plain_show(case: Case, procedure: Procedure) -> dict[str, object]:
    """What `titip case show` tells beyond the register."""
    step = procedure.step(case.step.no if case.step else None)
    return {
        "procedure": case.procedure,
        "filed_by": case.filed_by,
        "channel": case.channel,
        "agenda": case.agenda or None,
        "refers_to": case.refers_to,
        "complete_since": stamp(case.complete_since),
        "requesters": list(case.requesters),
        "request": {"revision": case.request_revision, "sha256": case.request_sha256},
        "original_due": stamp(case.step.original_due if case.step else None),
        "question": case.question.text if case.question else None,
        "outcomes": [] if step is None else _plain_outcomes(step),
        "papers": [plain_paper(paper, procedure) for paper in case.papers],
        "initials": [{"role": one.role, "person": one.person} for one in case.initials],
        "analysis": None if case.analysis is None else case.analysis.id,
    }


def plain_paper(paper: PaperVersion, procedure: Procedure) -> dict[str, object]:
    """A revision of a paper."""
    kind, file = procedure.paper(paper.paper), paper.file
    return {
        "paper": paper.paper,
        "title": plain_text(kind.title if kind else None),
        "revision": paper.revision,
        "maker": paper.maker,
        "sha256": paper.sha256 or None,
        "file": file.name if file else None,
        "media_type": file.media_type if file else None,
        "size_bytes": file.size_bytes if file else None,
        "number": (file.number or None) if file else None,
        "dated": file.dated.isoformat() if file and file.dated else None,
        "signed": file.signature.kind if file and file.signature else None,
        "signed_as": list(paper.signed_as),
    }


def plain_waiting(one: Waiting) -> dict[str, object]:
    """A line of an inbox."""
    return {
        "kind": one.kind,
        "case": one.case,
        "agency": one.agency,
        "subject": one.subject,
        "step": one.step,
        "activity": plain_text(one.activity),
        "role": one.role,
        "instead_of": one.instead_of,
        "since": stamp(one.since),
        "due": stamp(one.due),
        "overdue": one.overdue,
        "holder": one.holder,
        "todo": plain_text(one.todo),
    }


def plain_happening(one: Happening) -> dict[str, object]:
    """An entry of a timeline; `person` and `name` are null where they are not told."""
    return {
        "version": one.number,
        "at": stamp(one.at),
        "kind": one.kind,
        "person": one.by.person or None,
        "name": one.name or None,
        "role": one.by.role,
        "title": one.by.title,
        "acting": one.by.kind,
        "decree": one.by.decree or None,
        "instead_of": one.by.instead_of,
        "text": plain_text(one.text),
        "visible": one.visible,
    }


def plain_visit(one: Visit) -> dict[str, object]:
    """A step that a case has gone through."""
    return {
        "step": one.step,
        "role": one.role,
        "person": one.person,
        "since": stamp(one.since),
        "due": stamp(one.due),
        "original_due": stamp(one.original_due),
        "until": stamp(one.until),
        "in_time": one.in_time,
        "outcome": one.outcome,
        "sent_back": one.sent_back,
    }


def plain_figure(one: Figure) -> dict[str, object]:
    """The figures of a group; times in working seconds."""
    return {
        "name": one.name,
        "decided": one.decided,
        "median_s": one.median.total_seconds(),
        "p90_s": one.p90.total_seconds(),
        "timed": one.timed,
        "in_time": one.in_time,
        "in_time_at_first": one.in_time_at_first,
        "sent_back": one.sent_back,
    }


def plain_analysis(frozen: Frozen, gaps: Sequence[Gap]) -> dict[str, object]:
    """An analysis: the answer of the contract, and the cells that may be assumed."""
    return {
        "id": frozen.id,
        "sha256": frozen.sha256,
        "room": frozen.room.name,
        "assumptions": [one.sentence for one in frozen.assumptions],
        "answer": frozen.answer,
        "assumable": [
            {"table": gap.table, "name": gap.name, "column": gap.column, "why": gap.why} for gap in gaps
        ],
    }


def _plain_outcomes(step: Step) -> list[dict[str, object]]:
    return [
        {
            "outcome": one.id,
            "label": plain_text(one.label),
            "comment_needed": one.comment_needed,
            "signs": list(one.signs),
        }
        for one in step.outcomes
        if not one.automatic
    ]


def plain_people(people: Sequence[Acting]) -> list[dict[str, object]]:
    """Who may act, and in which post."""
    return [
        {
            "person": one.person.id,
            "name": one.person.name,
            "role": one.post.role,
            "title": one.post.title,
            "kind": one.kind,
        }
        for one in people
    ]


def plain_text(text: Text | None) -> dict[str, str] | None:
    """A text in both languages."""
    return None if text is None else {"id": text.id, "en": text.en}


def stamp(at: datetime | None) -> str | None:
    """A moment as ISO text."""
    return None if at is None else at.isoformat()
