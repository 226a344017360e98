"""titip case: papers, questions, sending, and steering the open step."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from api.commands.case.acting import Sender, Sending, moment, send, sending, tell
from api.commands.case.filing import read_table
from api.commands.case.papers import keep_papers
from api.options import bad_option
from workflow.commands import (
    Answer,
    Ask,
    Attach,
    Claim,
    Close,
    Command,
    Comment,
    ConfirmReceipt,
    DropQuestion,
    Extend,
    Reassign,
    Send,
    Unclaim,
)


def run_attach(name: str, paper: str, sender: Sender) -> int:
    """Hand in a paper without deciding; 0."""

    def make(ready: Sending) -> Command:
        (kept,) = keep_papers(ready.desk, ready.at, [paper])
        return ready.make(Attach, paper=kept)

    return send(name, sender, make)


def run_ask(name: str, question: str, sender: Sender) -> int:
    """Ask the agency; the clock stands still from now on; 0."""
    return send(name, sender, lambda ready: ready.make(Ask, question=question))


def run_answer(name: str, text: str, request: Path | None, papers: tuple[str, ...], sender: Sender) -> int:
    """Answer for the agency, with the request as it now is where that was changed; 0."""
    table = None if request is None else read_table(request)
    with sending(name, sender) as ready:
        kept = keep_papers(ready.desk, ready.at, papers)
        ready.desk.answer(name, ready.make(Answer, answer=text, papers=kept), table, ready.key)
        tell(ready.desk.store, name, ready.at, as_json=sender.as_json)
    return 0


def run_drop_question(name: str, reason: str, sender: Sender) -> int:
    """Go on without the answer; 0."""
    return send(name, sender, lambda ready: ready.make(DropQuestion, reason=reason))


def run_claim(name: str, sender: Sender) -> int:
    """Take the open step out of the common inbox; 0."""
    return send(name, sender, lambda ready: ready.make(Claim))


def run_unclaim(name: str, sender: Sender) -> int:
    """Put it back; 0."""
    return send(name, sender, lambda ready: ready.make(Unclaim))


def run_reassign(name: str, to: str, reason: str, sender: Sender) -> int:
    """Give the open step to another official; 0."""
    return send(name, sender, lambda ready: ready.make(Reassign, to=to, reason=reason))


def run_extend(name: str, until: str, reason: str, sender: Sender) -> int:
    """Give the open step more time; 0."""

    def make(ready: Sending) -> Command:
        return ready.make(Extend, due=moment(until, ready.zone, "--until"), reason=reason)

    return send(name, sender, make)


def run_comment(name: str, text: str, sender: Sender, *, visible: bool) -> int:
    """Say something, to the office or to the agency as well; 0."""
    return send(name, sender, lambda ready: ready.make(Comment, text=text, visible=visible))


def run_send(name: str, channel: str, note: str, sender: Sender) -> int:
    """Record that the letters went to the agency; 0."""
    return send(name, sender, lambda ready: ready.make(Send, channel=channel, note=note))


def run_receive(name: str, note: str, papers: tuple[str, ...], sender: Sender) -> int:
    """Record that the agency has the letters; 0."""
    if len(papers) > 1:
        raise bad_option("--paper", "There is one receipt.", "Name one paper.")

    def make(ready: Sending) -> Command:
        kept = keep_papers(ready.desk, ready.at, papers)
        return ready.make(ConfirmReceipt, note=note, receipt=kept[0] if kept else None)

    return send(name, sender, make)


def run_close(name: str, ends: Literal["withdrawn", "cancelled"], reason: str, sender: Sender) -> int:
    """End the case at its open step; 0."""
    return send(name, sender, lambda ready: ready.make(Close, ends=ends, reason=reason))
