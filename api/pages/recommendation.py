"""What an official reads before deciding: the recommendation in a few lines, risks, what the place takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.page import Page
from api.pages.rule_words import limit_words, rule_told, rule_words, scenario_words
from api.pages.seen import Seen
from api.pages.words import DECISIONS
from api.pages.workbench import checker_of
from capacity.errors import TitipError
from workflow.analysis import Frozen, limits_in, read_frozen
from workflow.analysis.places import placed
from workflow.letters.findings import Findings
from workflow.ports import UnitOfWork
from workflow.procedure import Text

#: Part of a capacity from which what is left is called little.
LITTLE_LEFT = 0.9


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`lines` say what is proposed and why, `risks` what to think of; `limits` the tightest first."""

    lines: tuple[Text, ...]
    risks: tuple[Text, ...]
    limits: tuple[Mapping[str, Any], ...]


def recommendation(unit: UnitOfWork, page: Page, seen: Seen) -> Recommendation | None:
    """For an open case that was analysed, as officials see it; None for others."""
    case = seen.case
    if not seen.internal or case.analysis is None or case.status != "open":
        return None
    frozen = read_frozen(unit.files.get(case.analysis.sha256)[1])
    limits = _limits(unit, page, seen, frozen)
    return Recommendation(
        tuple(_lines(page, seen, frozen, limits)),
        tuple(_risks(page, seen, frozen, limits)),
        tuple(limits[:5]),
    )


def _limits(unit: UnitOfWork, page: Page, seen: Seen, frozen: Frozen) -> Sequence[Mapping[str, Any]]:
    """What the chosen place takes of the room as it stands, without what the case itself holds there."""
    choice = seen.case.choice
    if choice is None or not choice.items:
        return ()
    try:
        now = page.served.rooms.now(unit, choice.room or frozen.room.name, page.today)
        ledger = checker_of(page.served.rooms, now, frozen).compiled(frozen.request)[0]
        return limits_in(ledger, frozen.request, placed(choice.items, frozen.request.name))
    except (TitipError, KeyError):
        return ()  # the room was loaded anew without what the place names; signing verifies again


def _lines(page: Page, seen: Seen, frozen: Frozen, limits: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    case, path = seen.case, seen.procedure.path(seen.case.path) if seen.case.path else None
    said = DECISIONS[frozen.answer["decision"]]
    yield Text(f"Hasil analisis: {said.id}.", f"The analysis: {said.en}.")
    if path is not None:
        yield Text(f"Diusulkan: {path.title.id}.", f"Proposed: {path.title.en}.")
    if case.choice is not None:
        place = Findings.of(frozen).at(case.choice.items).place
        yield Text(f"Tempat: {place}.", f"Place: {case.choice.place}.")
    if limits and limits[0]["capacity"]:
        first = limits[0]
        name, when = limit_words(first["limit"]), scenario_words(first["scenario"])
        share = int(100 * first["after"] / first["capacity"])
        yield Text(
            f"Batas terketat: {name.id} ({when.id}), terpakai {share}%.",
            f"Tightest: {name.en} ({when.en}), {share}% used afterwards.",
        )
    for one in (
        frozen.answer["reasons"][:3] if case.path == "refuse" or not frozen.answer["placement"] else ()
    ):
        told = rule_told(one["rule"], application=frozen.request.kind == "application")
        yield Text(f"{told.id}.", f"{told.en}.")
    when_told = page.language.moment(frozen.at)
    agrees = frozen.verdict is not None and frozen.verdict.holds
    yield Text(
        f"Dianalisis {when_told}{'; pemeriksa kedua menyetujui' if agrees else ''}.",
        f"Analysed {when_told}{'; the verifier agrees' if agrees else ''}.",
    )


def _risks(page: Page, seen: Seen, frozen: Frozen, limits: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    case = seen.case
    if frozen.request_sha256 != case.request_sha256:
        yield Text("Permohonan berubah sesudah analisis.", "The request changed after the analysis.")
    if frozen.verdict is not None and not frozen.verdict.holds:
        yield Text("Pemeriksa kedua tidak menyetujui.", "The verifier does not agree.")
    if many := len(frozen.assumptions):
        yield Text(f"{many} data diandaikan.", f"Values assumed: {many}.")
    if case.choice is not None and case.choice.overrides:
        rules = [rule_words(rule) for rule in case.choice.rules]
        yield Text(
            f"Dikesampingkan: {', '.join(one.id for one in rules)}. Alasan: {case.choice.overrides}",
            f"Overridden: {', '.join(one.en for one in rules)}. Reason: {case.choice.overrides}",
        )
    tight = [one for one in limits if one["capacity"] and one["after"] >= LITTLE_LEFT * one["capacity"]]
    if tight:
        yield Text(
            f"{len(tight)} batas terpakai 90% atau lebih.", f"Limits used to 90% or more: {len(tight)}."
        )
    if many := len(frozen.answer["conditions"]):
        yield Text(f"Catatan dalam analisis: {many}.", f"Notes in the analysis: {many}.")
    if case.step is not None and case.step.due is not None and page.at > case.step.due:
        yield Text("Langkah ini sudah lewat tenggat.", "This step is late.")
