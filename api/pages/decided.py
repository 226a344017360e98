"""The decision on a request in plain words, once it was sent: where it may stand, or why it may not."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal

from api.pages.fields import LABELS, UNITS
from api.pages.rule_words import rule_told, unit_words
from api.pages.seen import Seen
from api.routes.cases import sent_papers
from workflow.analysis import read_frozen
from workflow.letters.findings import MOST_REASONS, Findings
from workflow.letters.places import place_words
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.state import Case

REPLY = "surat_balasan"
#: Ends of a case after which the same may be asked for again, with reference to it.
ENDED = ("withdrawn", "cancelled")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: `reasons` and `remedies` of a refusal, each remedy alone enough."""

    accepted: bool
    reasons: tuple[Text, ...] = ()
    remedies: tuple[Text, ...] = ()


def decided(unit: UnitOfWork, seen: Seen) -> Decided | None:
    """The decision as the agency may read it; None before the reply was sent to it."""
    case = seen.case
    if case.path not in ("accept", "refuse") or case.analysis is None:
        return None
    if REPLY not in {paper for paper, _ in sent_papers(unit, case.name)}:
        return None
    if case.path == "accept":
        return Decided(True)
    found = Findings.of(read_frozen(unit.files.get(case.analysis.sha256)[1]))
    lacking = found.lacking()
    reasons = tuple(Text(one, _lacking_en(found)) for one in lacking[:1]) if lacking else _reasons(found)
    return Decided(False, reasons, _remedies(found))


def where(case: Case) -> Text:
    """The place that was chosen for a case, in words; a dash before there is one."""
    if case.choice is None:
        return Text("-", "-")
    told = case.choice.place or "-"
    return Text(place_words(case.choice.items, None) if case.choice.items else told, told)


def may_ask_again(seen: Seen) -> bool:
    """True where a new request may refer to this one: it was refused, or ended without a place."""
    case = seen.case
    return case.status in ENDED or (case.status == "archived" and case.path == "refuse")


def _reasons(found: Findings) -> tuple[Text, ...]:
    told = (found.answer.get("reasons") or ())[:MOST_REASONS]
    return tuple(
        Text(indonesian, _reason_en(one, application=found.application))
        for indonesian, one in zip(found.reasons(), told, strict=False)
    )


def _reason_en(told: dict[str, object], *, application: bool) -> str:
    said = rule_told(str(told["rule"]), application=application).en
    more = []
    if racks := told.get("racks"):
        more.append(f"in {racks} {'hosts' if application else 'racks'}")
    if told.get("least_short") is not None and told.get("unit") != "items":
        more.append(
            f"short by {_english(told['least_short'])} {unit_words(str(told.get('unit') or '')).en} at least"
        )
    return f"{said} ({'; '.join(more)})." if more else f"{said}."


def _lacking_en(found: Findings) -> str:
    missing = found.answer.get("missing") or ()
    own = [LABELS[m["column"]].en for m in missing if m.get("row") is None and m["column"] in LABELS]
    told = f"The request does not say: {', '.join(dict.fromkeys(own))}." if own else ""
    room = "Data of the room that are needed to decide it are incomplete." if len(own) < len(missing) else ""
    return " ".join(filter(None, (told, room)))


def _remedies(found: Findings) -> tuple[Text, ...]:
    def english(change: dict[str, object]) -> str:
        said = []
        for name, value in change.items():
            label = LABELS[name].en if name in LABELS else name
            was = found.asked(name)
            unit = f" {UNITS[name]}" if name in UNITS else ""
            asked = f" (asked for: {_english(was)}{unit})" if was is not None else ""
            said.append(f"{label}: at most {_english(value)}{unit}{asked}")
        return " and ".join(said)

    told = found.answer.get("would_fit_if") or ()
    return tuple(
        Text(indonesian, english(one)) for indonesian, one in zip(found.remedies(), told, strict=True)
    )


def _english(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(format_decimal(value, locale="en"))
    return str(value)
