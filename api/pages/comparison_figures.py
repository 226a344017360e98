"""What a comparison shows: rows of figures, the room as it is in the first column, scenarios beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.dimension_words import dimension_words
from api.pages.rule_words import unit_words
from api.pages.words import AFTERMATH
from workflow.procedure import Text

Told = Mapping[str, Any]
CANNOT_DECIDE = "cannot decide"
MORE_OF = Text("Masih muat", "More of")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; None with no `mark` is not there at all.

    `mark` stands before a bound (≤ ≥ ~) or, with `?`, in the place of what is not known; `change` is how much
    more it is than in the room as it is; `good` whether that is for the better, None where it is neither.
    `of` is what it is a part of, `most` how many it may be at most.
    """

    value: float | None
    mark: str = ""
    change: float | None = None
    good: bool | None = None
    of: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in every room."""

    title: Text
    unit: Text
    cells: tuple[Cell, ...]
    name: str = ""

    @property
    def same(self) -> bool:
        """True where it is the same in every room."""
        return len({(cell.value, cell.mark, cell.of) for cell in self.cells}) == 1


_NO_UNIT = Text("", "")
_ITEMS = Text("unit", "items")


def holding(result: Told) -> tuple[Row, ...]:
    """What breaks, who is hit, and the failover budget."""
    rows = [_row(Text("Aturan yang dilanggar", "Broken rules"), _NO_UNIT,
                 [len(one["broken"]) for one in _rooms(result)], less=True)]  # fmt: skip
    for name, word in AFTERMATH.items():
        hit = [len(one["aftermath"][name]) for one in result["scenarios"]]
        if any(hit):
            rows.append(_row(word, _NO_UNIT, [0, *hit], less=True))
    budgets = [one["failover_budget"] for one in _rooms(result)]
    if any(budgets):
        values = [None if budget is None else budget["amount"] for budget in budgets]
        marks = ["" if budget is None or budget["most"] == budget["used"] else "≤" for budget in budgets]
        rows.append(
            _row(Text("Sisa daya saat gangguan", "Failover budget"), Text("W", "W"), values, marks=marks)
        )
    return tuple(rows)


def fitting(result: Told) -> tuple[Row, ...]:
    """How many more of each reference server fit, and how much of what was to be placed."""
    scenarios = result["scenarios"]
    rows = []
    for at, base in enumerate(scenarios[0]["headroom"]):
        counted = [(base["base"], base["base_bound"], "")]
        counted += [
            (one["headroom"][at]["scenario"], one["headroom"][at]["scenario_bound"],
             one["headroom"][at]["decision"])
            for one in scenarios
        ]  # fmt: skip
        name = base["request"]
        rows.append(
            Row(
                Text(f"{MORE_OF.id}: {name}", f"{MORE_OF.en} {name}"),
                _NO_UNIT,
                tuple(_counted(value, bound, decision, base["base"]) for value, bound, decision in counted),
                name,
            )
        )
    cases = frozenset(result["queue"]["cases"]) if result["queue"] else frozenset()
    own = [_placed(one, cases, waiting=False) for one in _rooms(result)]
    if any(of for _, of in own):
        cells = (Cell(placed, of=of) if of else Cell(None) for placed, of in own)
        rows.append(Row(Text("Ditempatkan skenario", "Placed by it"), _ITEMS, tuple(cells)))
    queues = [_placed(one, cases, waiting=True) for one in _rooms(result)]
    if cases:
        first = queues[0][0]
        cells = (Cell(placed, "", placed - first or None, placed > first, of) for placed, of in queues)
        rows.append(
            Row(Text("Dari permohonan yang menunggu", "Of the requests that wait"), _ITEMS, tuple(cells))
        )
    return tuple(rows)


def free(result: Told) -> tuple[Row, ...]:
    """What is free in every dimension; those of which a room has nothing at all are left out."""
    return tuple(_by_dimension(result, lambda one: one["free"]))


def measures(result: Told, measure: str) -> tuple[Row, ...]:
    """One measure of every dimension: capacity, used, held, free, stranded."""
    less = measure in ("used", "held", "stranded")
    return tuple(_by_dimension(result, lambda one: one[measure], less=less, marked=measure == "free"))


def _by_dimension(
    result: Told, value_of: Callable[[Told], float | None], *, less: bool = False, marked: bool = True
) -> Iterator[Row]:
    tables = [{one["dimension"]: one for one in room["dimensions"]} for room in _rooms(result)]
    for name in dict.fromkeys(name for table in tables for name in table):
        ones = [table.get(name) for table in tables]
        if not any(one["capacity"] or one["used"] or one["held"] for one in ones if one is not None):
            continue
        unit = next(one["unit"] for one in ones if one is not None)
        values = [None if one is None else value_of(one) for one in ones]
        marks = [_mark(one) if marked else _unknown(one, v) for one, v in zip(ones, values, strict=True)]
        yield _row(dimension_words(name), unit_words(unit), values, less=less, marks=marks, name=name)


def _mark(one: Told | None) -> str:
    if one is None:
        return ""
    if one["capacity"] is None:
        return "?"
    bounds = {(True, True): "~", (True, False): "≤", (False, True): "≥"}
    return bounds.get((one["unknown"] > 0, one["unknown_capacity"] > 0), "")


def _unknown(one: Told | None, value: float | None) -> str:
    return "?" if one is not None and value is None else ""


def _row(
    title: Text,
    unit: Text,
    values: Sequence[float | None],
    *,
    less: bool = False,
    marks: Sequence[str] | None = None,
    name: str = "",
) -> Row:
    base = values[0]
    cells = []
    for value, mark in zip(values, marks or [""] * len(values), strict=True):
        change = None if base is None or value is None else value - base
        good = None if not change else (change < 0) == less
        cells.append(Cell(value, mark, change or None, good))
    return Row(title, unit, tuple(cells), name)


def _counted(value: int, bound: int, decision: str, base: int) -> Cell:
    if decision == CANNOT_DECIDE:
        return Cell(None, "?")
    change = value - base
    return Cell(
        value, "", change or None, change > 0 if change else None, most=bound if bound > value else None
    )


def _placed(room: Told, cases: frozenset[str], *, waiting: bool) -> tuple[int, int]:
    """Items that found a place, and how many there were: of requests that wait, or of the scenario's own."""
    if "placed" not in room:
        return 0, 0
    placed = sum((one["request"] in cases) == waiting for one in room["placed"])
    left = [one for one in room["not_placed"] if (one["request"] in cases) == waiting]
    return placed, placed + sum(one["asked"] - one["placed"] for one in left)


def _rooms(result: Told) -> list[Told]:
    """The summaries of the rooms with what was placed in each: as it is, then the scenarios."""
    base = result["base"]
    return [base, *({**one["summary"], **_own(one)} for one in result["scenarios"])]


def _own(scenario: Told) -> Told:
    return {key: scenario[key] for key in ("placed", "not_placed", "broken")}
