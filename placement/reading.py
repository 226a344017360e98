"""Requests and placements from files and tables, or every problem they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from capacity.errors import BadInput
from capacity.policy import Policy
from capacity.reading.catalogue import DeviceType
from capacity.reading.dictionary import PLACEMENTS, POLICY, REQUESTS, columns_of
from capacity.reading.mapping import read_mapping
from capacity.reading.problems import Problems, Refused, bad_file, printable
from capacity.reading.references import check_keys, keys_of
from capacity.reading.source import LARGEST_TABLE, MIB, read_file
from capacity.reading.table import Table, read_table
from placement.interpret import Models, interpret
from placement.jsonfile import read_object
from placement.placed import Placed
from placement.placing import interpret_placements
from placement.request import Request

LARGEST_REQUEST = MIB
MOST_REQUESTS = 50_000

# What `headroom` and `stranded` ask for where a policy names no reference server.
DEFAULT_REFERENCE: Mapping[str, object] = {
    "request": "reference",
    "kind": "server",
    "u_height": "2",
    "power_w": "500",
    "weight_kg": "20",
    "depth_mm": "750",
    "cords": "2",
    "ports": "10gbase-x-sfpp:2",
    "port_sides": "2",
}


def read_request(path: str | Path, catalogue: Mapping[str, DeviceType]) -> Request:
    """The request in a JSON file.

    Raises `BadInput` with every problem; its column is the key, its row None.
    """
    path = Path(path)
    problems = Problems()
    file = printable(path.name)
    table = read_object(file, _bytes(path, LARGEST_REQUEST), problems)
    if table is None:
        raise BadInput(problems.listed())
    return _from_table(table, file, catalogue, problems)


def request_from_table(
    table: Mapping[str, object],
    where: str,
    catalogue: Mapping[str, DeviceType],
    *,
    row: int | None = None,
    prefix: str = "",
) -> Request:
    """The request in a table of values, e.g. a ``[[reference]]`` of policy.toml or a body of the API.

    `where` is the file that problems name, `prefix` stands before the key in their column.
    Numbers may be int, Decimal, `RawNumber` or text; a float counts as Python prints it.
    Raises `BadInput` with every problem.
    """
    return _from_table(table, where, catalogue, Problems(), row, prefix)


def reference_requests(policy: Policy, catalogue: Mapping[str, DeviceType]) -> tuple[Request, ...]:
    """The reference servers of a policy, named reference-1 ... where they have no name.

    Without any, the contract's default. Raises `BadInput`.
    """
    if not policy.references:
        return (request_from_table(DEFAULT_REFERENCE, POLICY, catalogue),)
    return tuple(
        request_from_table(table, POLICY, catalogue, prefix=f"reference[{number}].")
        for number, table in enumerate(reference_tables(policy), start=1)
    )


def reference_tables(policy: Policy) -> tuple[Mapping[str, object], ...]:
    """The reference servers as the policy writes them, each named; the contract's default without any."""
    if not policy.references:
        return (DEFAULT_REFERENCE,)
    named = enumerate(policy.references, start=1)
    return tuple({"request": f"reference-{number}", **table} for number, table in named)


def read_requests(path: str | Path, catalogue: Mapping[str, DeviceType]) -> tuple[Request, ...]:
    """The requests of a CSV file, in its order; their names are unique.

    Raises `BadInput` with every problem.
    """
    path = Path(path)
    problems = Problems()
    table = _table(path, REQUESTS, problems, defaults=False)
    check_keys(table, keys_of(REQUESTS), problems)
    if len(table.lines) > MOST_REQUESTS:
        problems.add(table.file, None, "", f"It has more than {MOST_REQUESTS} requests.", "Split it.")
        problems.raise_if_any()
    models = Models(catalogue)
    requests = []
    for place, line in enumerate(table.lines):
        values = {name: column[place] for name, column in table.columns.items()}
        requests.append(interpret(values, table.file, line, models, problems))
        if problems.full(table.file):
            break
    problems.raise_if_any()
    return tuple(request for request in requests if request is not None)


def read_placements(path: str | Path, requests: Iterable[Request]) -> tuple[Placed, ...]:
    """The placements of a CSV file, in its order, for items of `requests`.

    Raises `BadInput` with every problem: unknown requests, items twice or out of range, and
    cells that a server or an application cannot have.
    """
    path = Path(path)
    problems = Problems()
    table = _table(path, PLACEMENTS, problems)
    placed = interpret_placements(table, requests, problems)
    problems.raise_if_any()
    return placed


def _bytes(path: Path, largest: int) -> bytes:
    try:
        return read_file(path, largest)
    except Refused as refused:
        raise bad_file(path.name or str(path), refused) from None


def _table(path: Path, file: str, problems: Problems, *, defaults: bool = True) -> Table:
    data = _bytes(path, LARGEST_TABLE)
    return read_table(printable(path.name), data, columns_of(file), problems, defaults=defaults)


def _from_table(
    table: Mapping[str, object],
    where: str,
    catalogue: Mapping[str, DeviceType],
    problems: Problems,
    row: int | None = None,
    prefix: str = "",
) -> Request:
    values = read_mapping(table, columns_of(REQUESTS), problems, where, row, prefix)
    request = interpret(values, where, row, Models(catalogue), problems, prefix)
    problems.raise_if_any()
    assert request is not None, "a request without problems is a request"
    return request
