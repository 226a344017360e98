"""What each change does to a draft; one function per change, each telling its problems and going on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from capacity.reading.memo import BAD
from capacity.reading.policy import policy_from
from capacity.reading.problems import Problems, Suggestions, quoted
from capacity.reading.references import keys_of
from capacity.scenario.changes import LOSABLE, TABLES, Add, Lose, Move, Remove, Set, SetPolicy, Stand
from capacity.scenario.columns import table_of
from capacity.scenario.draft import Draft, Where, named, names_of, row_of

_MOVED = ("rack", "position_u", "face", "cords", "ports")


def lose(draft: Draft, change: Lose, where: Where) -> None:
    """Note what is lost; the losses are carried out once all changes are made."""
    kinds = list(LOSABLE) if change.kind is None else [change.kind]
    found = [kind for kind in kinds if _is_in(draft, kind, change.name)]
    if len(found) == 1:
        draft.lost[found[0], change.name] = None
        return
    if found:
        _tell(
            draft,
            where,
            "lose",
            f"{quoted(change.name)} is the name of several things: {', '.join(found)}.",
            f'Say which with kind = "{found[0]}".',
        )
        return
    names = [name for kind in kinds for name in _names(draft, kind)]
    what = "no power node, cooling unit, switch, host or rack" if change.kind is None else f"no {change.kind}"
    advice = Suggestions(names).advice(change.name, "Correct the name; a device is removed, not lost.")
    _tell(draft, where, "lose", f"There is {what} {quoted(change.name)}.", advice)


def _names(draft: Draft, kind: str) -> list[str]:
    file, column = LOSABLE[kind]  # the reader has refused other kinds
    return list(draft.table(file)[column])


def _is_in(draft: Draft, kind: str, name: str) -> bool:
    return name in _names(draft, kind)


def add(draft: Draft, change: Add, where: Where) -> None:
    """Put rows into a table; a name that stands there already is refused here, with the change."""
    file = _file(draft, change.table, where, "add")
    if file is None:
        return
    keys = keys_of(file)
    table = draft.table(file)
    there = set(zip(*(table[key] for key in keys), strict=True))
    for number, row in enumerate(change.rows, start=1):
        here = Where(where.file, f"{where.prefix}rows[{number}].")
        values = row_of(file, row, here, draft.problems, whole=True)
        if any(value is BAD for value in values.values()):
            continue
        name = tuple(values[key] for key in keys)
        if keys and name in there:
            told = " ".join(quoted(str(part)) for part in name if part is not None)
            _tell(
                draft,
                here,
                keys[0],
                f"{told} stands in {file} already.",
                "Give it another name, remove the other first, or use set.",
            )
            continue
        there.add(name)
        draft.add_row(file, values, here)


def remove(draft: Draft, change: Remove, where: Where) -> None:
    """Take rows out, by their names or by what stands in their cells."""
    file = _file(draft, change.table, where, "remove")
    if file is None:
        return
    if bool(change.names) == bool(change.where):
        _tell(
            draft,
            where,
            "remove",
            "It must say what to remove, in one way.",
            'Write names = ["..."], or where = {column = value}.',
        )
        return
    table = draft.table(file)
    gone: set[int] = set()
    for name in change.names:
        places = named(table, name)
        gone.update(places)
        if not places:
            advice = Suggestions(names_of(table)).advice(name, f"Name a row of {file}.")
            _tell(draft, where, "names", f"There is no {quoted(name)} in {file}.", advice)
    if change.where:
        gone.update(_matching(draft, file, change.where, where))
    for place in gone:
        _found_again(draft, file, place)
    draft.keep(file, [place for place in range(len(table.lines)) if place not in gone])


def _matching(draft: Draft, file: str, cells: Mapping[str, Any], where: Where) -> list[int]:
    """Places of the rows whose cells hold all these values."""
    here = Where(where.file, f"{where.prefix}where.")
    before = len(draft.problems)
    wanted = row_of(file, cells, here, draft.problems, whole=False)
    if len(draft.problems) > before:
        return []
    table = draft.table(file)
    rows = zip(*(table[name] for name in wanted), strict=True)
    values = [_comparable(value) for value in wanted.values()]
    found = [at for at, row in enumerate(rows) if list(map(_comparable, row)) == values]
    if not found:
        told = ", ".join(f"{name} {quoted(str(value))}" for name, value in cells.items())
        _tell(
            draft, where, "where", f"No row of {file} has {told}.", "Correct the value, or drop the change."
        )
    return found


def _comparable(value: Any) -> Any:
    """The value of a cell, so that lists are alike whatever their order, and an empty one is no value."""
    if not isinstance(value, tuple):
        return value
    if any(isinstance(each, tuple) for each in value):
        return _runs(value)
    return frozenset(value) or None


def _runs(ranges: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Ranges of units, joined where they touch; they are never counted out, for they may be huge."""
    runs: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if runs and low <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(high, runs[-1][1]))
        else:
            runs.append((low, high))
    return runs


def _found_again(draft: Draft, file: str, place: int) -> None:
    """What is removed is lost no longer: a new thing may take its name."""
    for kind, (losable, column) in LOSABLE.items():
        if losable == file:
            draft.lost.pop((kind, draft.table(file)[column][place]), None)


def set_cells(draft: Draft, change: Set, where: Where) -> None:
    """Set the given cells of the rows of one name."""
    file = _file(draft, change.table, where, "set")
    if file is None:
        return
    table = draft.table(file)
    places = named(table, change.name)
    if not places:
        advice = Suggestions(names_of(table)).advice(change.name, f"Name a row of {file}.")
        _tell(draft, where, "name", f"There is no {quoted(change.name)} in {file}.", advice)
    if not change.values:
        _tell(draft, where, "values", "There is nothing to set.", "Write values = {column = value}.")
    here = Where(where.file, f"{where.prefix}values.")
    _write(draft, file, places, row_of(file, change.values, here, draft.problems, whole=False), here)


def _write(draft: Draft, file: str, places: list[int], values: Mapping[str, Any], where: Where) -> None:
    for place in places:
        for name, value in values.items():
            if value is not BAD:
                draft.write(file, place, name, value, where)


def move(draft: Draft, change: Move, where: Where) -> None:
    """Move a device. In another rack its unit, and in which PDUs it is plugged, is only what is said."""
    table = draft.table("devices.csv")
    places = named(table, change.device)
    if not places:
        advice = Suggestions(names_of(table)).advice(change.device, "Name a device of devices.csv.")
        _tell(draft, where, "move", f"There is no device {quoted(change.device)}.", advice)
    given = {name: value for name, value in change.values.items() if name in _MOVED}
    for name in change.values:
        if name not in _MOVED:
            advice = Suggestions(_MOVED).advice(name, f"A move says: {', '.join(_MOVED)}.")
            _tell(draft, where, name, f"A move has no {quoted(name)}.", advice)
    if not given:
        _tell(draft, where, "move", "It does not say where to.", "Name the rack, or the position_u.")
    values = row_of("devices.csv", given, where, draft.problems, whole=False)
    for place in places:
        leaves = "rack" in values and values["rack"] != table["rack"][place]
        beside = table["u_height"][place] == 0
        # What was plugged in the old rack is unplugged; unless it is said, the new places are not known.
        unknown = {"position_u": None, "cords": ()} if leaves else {}
        if beside:
            unknown.pop("position_u", None)
        _write(draft, "devices.csv", [place], unknown | values, where)


def stand(draft: Draft, change: Stand, where: Where) -> None:
    """Put placed things into the room, in place of what was held for their requests."""
    held = draft.table("reservations.csv")
    kept = [at for at, name in enumerate(held["request"]) if name is None or name not in change.released]
    draft.keep("reservations.csv", kept)
    for file, things in (("devices.csv", change.devices), ("vms.csv", change.vms)):
        added = table_of(file, things)
        there = set(names_of(draft.table(file)))
        for place, name in enumerate(names_of(added)):
            if name in there:
                told = f"An item that is placed is called {quoted(name)}, as something in {file}."
                _tell(draft, where, "place", told, "Give the request another name.")
            else:
                draft.add_row(
                    file, {column: values[place] for column, values in added.columns.items()}, where
                )


def set_policy(draft: Draft, change: SetPolicy, where: Where) -> None:
    """Set keys of the policy, by the rules of policy.toml."""
    found = Problems()
    draft.policy = policy_from(change.values, found, where.file, base=draft.policy)
    for problem in found.listed() if len(found) else ():
        _tell(draft, where, f"policy.{problem.column}", problem.problem, problem.advice)


def _file(draft: Draft, table: str, where: Where, key: str) -> str | None:
    """The file of a table; None and a problem where there is no such table."""
    if table in TABLES:
        return f"{table}.csv"
    advice = Suggestions(TABLES).advice(table, f"Use one of {', '.join(TABLES)}.")
    _tell(draft, where, key, f"{quoted(table)} is no table of a room.", advice)
    return None


def _tell(draft: Draft, where: Where, key: str, problem: str, advice: str) -> None:
    draft.problems.add(where.file, None, f"{where.prefix}{key}", problem, advice)
