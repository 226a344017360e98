"""titip case hand-over, end-stay, move-version: after the archive, and to another version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.commands.case.acting import Sender, Sending, send, sending
from api.commands.case.papers import keep_papers
from api.commands.case.places import rack_place
from api.commands.shell import print_json
from api.options import bad_option
from capacity.reading.dictionary import REQUESTS, columns_of
from capacity.reading.mapping import value_of
from capacity.reading.problems import Refused, quoted
from workflow.analysis.places import in_words
from workflow.case.moving import hindrances
from workflow.commands import Command, EndStay, HandOver, MoveToVersion
from workflow.papers import Installed, ItemPlace
from workflow.ports import UnitOfWork
from workflow.procedure import Published
from workflow.state import Case

_OF_ITEM = re.compile(r"(\d{1,6})=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """A handover record as it was typed: one serial number for each item, in their order.

    Weights and draws: one for all items, or one for each. `stands` and `names`: ``ITEM=`` before the value,
    which the only item may leave out.
    """

    serials: tuple[str, ...]
    weights_kg: tuple[str, ...] = ()
    draws_w: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    attest: str = ""


def run_hand_over(name: str, record: Record, sender: Sender) -> int:
    """Record that the equipment was installed, with its actual values; 0."""

    def make(ready: Sending) -> Command:
        installed = _installed(record, ready.case)
        kept = keep_papers(ready.desk, ready.at, record.papers, record.signed, record.attest)
        if len(kept) != 1:
            advice = "Give --paper bast=FILE, or --signed bast=FILE."
            raise bad_option("--paper", "The handover is recorded on one paper.", advice)
        return ready.make(HandOver, installed=installed, paper=kept[0])

    return send(name, sender, make)


def run_end_stay(name: str, reason: str, sender: Sender) -> int:
    """Record that the equipment leaves, or will not come; 0."""
    return send(name, sender, lambda ready: ready.make(EndStay, reason=reason))


def run_move_version(
    name: str, to: str | None, step: str, reason: str, sender: Sender, *, dry_run: bool
) -> int:
    """Put the case on another version of its procedure; with `dry_run`, print what is in the way; 0."""
    if dry_run:
        return _preview(name, to, step, sender)

    def make(ready: Sending) -> Command:
        with ready.desk.store.read() as unit:
            target = _version(unit, to)
        return ready.make(MoveToVersion, procedure=target.sha256, step=step, reason=reason)

    return send(name, sender, make)


def _preview(name: str, to: str | None, step: str, sender: Sender) -> int:
    with sending(name, sender) as ready, ready.desk.store.read() as unit:
        target = _version(unit, to)
        before = unit.office.procedure(ready.case.procedure).procedure
        found = hindrances(ready.case, before, target, step)
    if sender.as_json:
        print_json({"case": name, "procedure": target.sha256, "step": step, "hindrances": list(found)})
    else:
        from api.render.case import print_preview

        print_preview(name, target, step, found)
    return 0


def _version(unit: UnitOfWork, to: str | None) -> Published:
    """The version whose hash begins so; without a text the newest."""
    known = [sha256 for sha256 in unit.office.procedures() if sha256.startswith(to or "")]
    if not known or (to is not None and len(known) > 1):
        told = f"{quoted(to or '')} begins the hash of {len(known) or 'no'} versions."
        raise bad_option("--to", told, "See `titip procedure list`.")
    return unit.office.procedure(known[0])


def _installed(record: Record, case: Case) -> tuple[Installed, ...]:
    many = len(record.serials)
    weights = _numbers(record.weights_kg, "weight_kg", "--weight-kg", many)
    draws = _numbers(record.draws_w, "power_w", "--power-w", many)
    stands = _of_items(record.stands, "--stands", many)
    names = _of_items(record.names, "--name", many)
    held = {item.item: item for item in case.choice.items} if case.choice else {}
    found = []
    for item, serial in enumerate(record.serials, start=1):
        at = rack_place(stands[item], item, "--stands") if item in stands else None
        one = Installed(serial, "", weights[item - 1], draws[item - 1], item, names.get(item, ""), at)
        where = at or held.get(item, ItemPlace(item))
        found.append(replace(one, place=in_words([where])))
    return tuple(found)


def _numbers(words: Sequence[str], column: str, option: str, many: int) -> list[int | None]:
    """The values in base units: none, one for all, or one for each."""
    if len(words) not in (0, 1, many):
        told = f"{len(words)} values for {many} items."
        raise bad_option(option, told, "Give it once for all items, or once for each.")
    try:
        values = [value_of(word, columns_of(REQUESTS)[column]) for word in words]
    except Refused as refused:
        raise bad_option(option, refused.problem, refused.advice) from None
    return [None] * many if not values else values * many if len(values) == 1 else values


def _of_items(words: Sequence[str], option: str, many: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for word in words:
        split = _OF_ITEM.fullmatch(word)
        if split is None and many > 1:
            advice = f"Write ITEM=VALUE, such as {option} 2={word}."
            raise bad_option(option, f"{quoted(word)} does not say of which item.", advice)
        item, value = (int(split[1]), split[2]) if split else (1, word)
        if item in found or not 1 <= item <= many:
            raise bad_option(option, f"Item {item} is not there, or twice.", f"Items are 1 to {many}.")
        found[item] = value
    return found
