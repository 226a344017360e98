"""Names within a room: each stands for one thing, and what refers to a name finds it.

Names in a file that is absent, or that could not be read in full, are not followed: a
problem must not cause others about itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from capacity.reading.cells import LISTS
from capacity.reading.chain import check_chain
from capacity.reading.dictionary import columns_of
from capacity.reading.memo import BAD
from capacity.reading.problems import Problems, Suggestions, quoted
from capacity.reading.sockets import check_sockets
from capacity.reading.table import Table

# Entries of the lists in one column, over all its rows.
_MOST_NAMES = 1_000_000

Tables = Mapping[str, Table]


def check_references(tables: Tables, problems: Problems) -> None:
    """Report duplicate names, dangling names, cycles, and cords and ports that lead nowhere."""
    for table in tables.values():
        check_keys(table, keys_of(table.file), problems)
        _check_lists(table, problems)
    _check_switches(tables, problems)
    known: dict[str, tuple[Collection[str], Suggestions] | None] = {}
    for table in tables.values():
        for name, column in columns_of(table.file).items():
            if not column.refers or column.kind in ("cords", "port_uses"):
                continue
            if column.refers not in known:
                names = names_in(tables, column.refers)
                known[column.refers] = None if names is None else (names, Suggestions(names))
            target = known[column.refers]
            if target is not None:
                _check_column(table, name, column.refers, *target, problems)
    check_sockets(tables, problems)
    if "power.csv" in tables:
        check_chain(tables["power.csv"], problems)


def names_in(tables: Tables, refers: str) -> Collection[str] | None:
    """The names that ``table.column`` holds; None where they are not all known."""
    stem, _, column = refers.partition(".")
    table = tables.get(f"{stem}.csv")
    if table is None or not table.complete:
        return None
    values = table[column]
    if any(value is BAD for value in values):
        return None
    if columns_of(table.file)[column].kind != "words":
        return frozenset(values)
    # A unit that serves unknown zones may serve any.
    return None if None in values else frozenset(name for names in values for name in names)


def keys_of(file: str) -> tuple[str, ...]:
    """The columns that together name a row of the file; empty where rows have no name."""
    return tuple(name for name, column in columns_of(file).items() if column.key)


def check_keys(table: Table, keys: Sequence[str], problems: Problems) -> None:
    """Report rows that hold in all columns of `keys` what an earlier row holds."""
    names = list(zip(*(table[key] for key in keys), strict=True))
    if len(set(names)) == len(names):
        return
    first: dict[tuple[object, ...], int] = {}
    for line, name in zip(table.lines, names, strict=True):
        if any(part is BAD for part in name):
            continue
        if name in first:
            told = " ".join(quoted(str(part)) for part in name if part is not None)
            problems.add(
                table.file,
                line,
                keys[0],
                f"{told} stands there already, in row {first[name]}.",
                "Give it another name, or remove one of the rows.",
            )
        else:
            first[name] = line


def _check_lists(table: Table, problems: Problems) -> None:
    """Following names takes time for each: a million in one column is no room's."""
    for name, column in columns_of(table.file).items():
        if column.kind not in LISTS:
            continue
        values = table[name]
        if sum(len(value) for value in values if value and value is not BAD) > _MOST_NAMES:
            problem = f"The lists of the column hold more than {_MOST_NAMES} entries."
            problems.add(table.file, None, name, problem, "Split the room.")
            table.columns[name] = [BAD] * len(values)


def _check_switches(tables: Tables, problems: Problems) -> None:
    """A switch has a row per port type, but stands in one rack."""
    if "ports.csv" not in tables:
        return
    table = tables["ports.csv"]
    first: dict[str, tuple[str, int]] = {}
    for line, switch, rack in zip(table.lines, table["switch"], table["rack"], strict=True):
        if switch is BAD or rack is BAD:
            continue
        stands, row = first.setdefault(switch, (rack, line))
        if stands != rack:
            problems.add(
                table.file,
                line,
                "rack",
                f"Switch {quoted(switch)} stands in {quoted(stands)} in row {row}, and in {quoted(rack)}.",
                "Name the same rack in every row of the switch.",
            )


def _check_column(
    table: Table,
    name: str,
    refers: str,
    names: Collection[str],
    suggestions: Suggestions,
    problems: Problems,
) -> None:
    values = table[name]
    lists = columns_of(table.file)[name].kind == "words"
    stem, _, column = refers.partition(".")
    for line, value in zip(table.lines, values, strict=True):
        if value is None or value is BAD:
            continue
        if problems.full(table.file):
            return
        for word in dict.fromkeys(value) if lists else (value,):
            if word not in names:
                problems.add(
                    table.file,
                    line,
                    name,
                    f"{quoted(word)} is not in the column {column} of {stem}.csv.",
                    suggestions.advice(word, f"Correct the name, or add it to {stem}.csv."),
                )
