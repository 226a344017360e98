"""The data dictionary is complete, agrees with the code, and drives it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from capacity.policy import Policy
from capacity.reading import cells
from capacity.reading.dictionary import POLICY, ROOM_TABLES, Column, columns_of, dictionary
from capacity.reading.policy import policy_from
from capacity.reading.problems import Problems

ALL = [column for columns in dictionary().values() for column in columns.values()]


def test_it_describes_every_file() -> None:
    """Each table of a room, the policy, requests, placements and device types stand in it."""
    others = {"policy.toml", "requests.csv", "placements.csv", "device_types.csv"}
    assert set(dictionary()) == set(ROOM_TABLES) | others


@pytest.mark.parametrize("column", ALL, ids=lambda column: f"{column.file}:{column.name}")
def test_every_column_has_a_reader_and_a_description(column: Column) -> None:
    """A type without a parser, a bad range or a missing sentence would show here."""
    assert column.description
    assert column.required or column.default_means
    if column.kind != "requests":
        parse = cells.parser(column)
        if column.default is not None:
            parse(column.default)


@pytest.mark.parametrize("column", [c for c in ALL if c.refers], ids=lambda c: f"{c.file}:{c.name}")
def test_every_reference_names_a_column_that_exists(column: Column) -> None:
    """A reference leads to a key, or to the zones of the cooling units."""
    table, _, name = column.refers.partition(".")
    target = columns_of(f"{table}.csv")[name]
    assert target.key or column.refers == "cooling.zones"


def test_defaults_of_the_policy_are_the_same_in_dictionary_and_code() -> None:
    """A key that is left out and the dictionary's default written out mean the same."""
    tables: dict[str, dict[str, object]] = {}
    for name, column in columns_of(POLICY).items():
        if column.default is None:
            continue
        section, _, key = name.partition(".")
        value: object = column.default
        if column.kind in cells.LISTS:
            value = column.default.split()
        elif column.kind in cells.NUMBERS:
            value = float(column.default)
        tables.setdefault(section, {})[key] = value
    problems = Problems()
    written = policy_from(tables, problems)
    assert not problems.listed()
    for field in fields(Policy):
        assert getattr(written, field.name) == getattr(Policy(), field.name), field.name


def test_a_described_default_is_no_value() -> None:
    """(unknown) in brackets says what an empty cell means; 1 without is the value itself."""
    columns = columns_of("racks.csv")
    assert columns["max_load_kg"].default is None
    assert columns["max_load_kg"].default_means == "unknown"
    assert columns["starting_unit"].default == "1"
