"""What people do in a case through its page: one form each, against the version that they saw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.office import letters_of
from api.pages.cases import show_case
from api.pages.deciding import decision
from api.pages.fields import LABELS
from api.pages.forms import LARGEST_FORM, Form, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.seen import find
from api.pages.troubles import PageRoute, troubles_of
from api.web.problems import status_of
from capacity.errors import TitipError
from workflow import commands
from workflow.conflicts import NotStored
from workflow.errors import BadValue
from workflow.handling import Done

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Path(max_length=100)]


@router.post("/cases/{case}/decide", max_body_size=LARGEST_FORM)
def decide(case: Name, page: MemberPage, form: Sent) -> Response:
    """Take an outcome of the open step, with its papers and the place."""

    def work() -> Done:
        return page.served.desk.send(case, decision(page, form, case), form.key)

    return _carried(page, case, form, "case.decide", "decide", work)


@router.post("/cases/{case}/{act}", max_body_size=LARGEST_FORM)
def act(case: Name, act: Annotated[str, Path(max_length=20)], page: MemberPage, form: Sent) -> Response:
    """Anything else that is done in a case."""
    if act == "letter":
        return _letter(page, case, form)
    if act not in _ACTS:
        raise NotStored("There is no such form.", act)
    action, made = _ACTS[act]

    def work() -> Done:
        return page.served.desk.send(case, made(page, form), form.key)

    return _carried(page, case, form, action, act, work)


def _carried(page: Page, case: str, form: Form, action: str, done: str, work: Callable[[], Done]) -> Response:
    """On to the case where it worked; else the page again, with what is wrong and what was entered."""
    with page.read() as unit:
        found = find(unit, page, case, action)
        procedure = unit.office.procedure(found.procedure).procedure
    try:
        work()
    except NotStored:
        raise
    except TitipError as error:
        status = status_of(error)
        if status >= 500:
            raise
        labels = {name: page.language.text(label) for name, label in LABELS.items()}
        told = troubles_of(error, page, procedure, labels, f"{form.text('form')}-")
        if form.text("from") == "analysis":
            from api.pages.analysis import show_analysis

            return show_analysis(page, case, status=status, troubles=told, form=form)
        return show_case(
            page, case, status=status, troubles=told, form=form.text("form"), values=form.texts()
        )
    return go(f"/cases/{quote(case)}?done={done}")


def _letter(page: Page, case: str, form: Form) -> Response:
    """Make a letter to be signed: it gets its number, and can then be printed."""

    def work() -> Done:
        made = letters_of(page.served.settings, page.served.desk).make(
            case,
            form.text("paper"),
            by=page.person,
            at=page.at,
            electronic=form.text("electronic") == "yes",
        )
        return Done(made.issued.case, 0)

    return _carried(page, case, form, "case.decide", "letter", work)


def _answer(page: Page, form: Form) -> commands.Command:
    paper = form.paper(page, "lampiran")
    return commands.Answer(
        by=page.person,
        at=page.at,
        version=form.version,
        answer=form.text("comment"),
        papers=() if paper is None else (paper,),
    )


def _simple(
    kind: type[commands.Command], *fields: str, **fixed: str
) -> Callable[[Page, Form], commands.Command]:
    """A command whose fields are those of its form; the long text of every form is called `comment`."""

    def made(page: Page, form: Form) -> commands.Command:
        texts = {field: form.text("comment" if field in _TEXTS else field) for field in fields}
        return kind(by=page.person, at=page.at, version=form.version, **texts, **fixed)

    return made


def _comment(page: Page, form: Form) -> commands.Command:
    return commands.Comment(
        by=page.person,
        at=page.at,
        version=form.version,
        text=form.text("comment"),
        visible=form.text("visible") == "yes",
    )


def _extend(page: Page, form: Form) -> commands.Command:
    """More time, until a day and time of the office."""
    try:
        due = datetime.fromisoformat(form.text("due")).replace(tzinfo=page.served.gate.zone)
    except ValueError:
        raise BadValue("Give day and time.", "due") from None
    return commands.Extend(
        by=page.person, at=page.at, version=form.version, due=due, reason=form.text("comment")
    )


_TEXTS = ("question", "reason", "note", "text")

#: Address of a form -> who may send it (`api.security.access`), and the command that it becomes.
_ACTS: dict[str, tuple[str, Callable[[Page, Form], commands.Command]]] = {
    "initial": ("case.decide", _simple(commands.PutInitials, "role")),
    "ask": ("case.decide", _simple(commands.Ask, "question")),
    "drop": ("case.decide", _simple(commands.DropQuestion, "reason")),
    "answer": ("case.answer", _answer),
    "claim": ("case.decide", _simple(commands.Claim)),
    "unclaim": ("case.decide", _simple(commands.Unclaim)),
    "send": ("case.decide", _simple(commands.Send, "channel", "note")),
    "receipt": ("case.answer", _simple(commands.ConfirmReceipt, "note")),
    "withdraw": ("case.withdraw", _simple(commands.Close, "reason", ends="withdrawn")),
    "cancel": ("case.direct", _simple(commands.Close, "reason", ends="cancelled")),
    "comment": ("case.comment", _comment),
    "reassign": ("case.direct", _simple(commands.Reassign, "to", "reason")),
    "extend": ("case.direct", _extend),
    "end-stay": ("case.decide", _simple(commands.EndStay, "reason")),
}
