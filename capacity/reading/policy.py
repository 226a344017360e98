"""policy.toml to a `Policy`: every key by the data dictionary, with exact types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from capacity.policy import RANKING_DEFAULTS, Policy
from capacity.reading.dictionary import POLICY, REQUESTS, Column, columns_of
from capacity.reading.mapping import read_mapping, value_of
from capacity.reading.problems import Problems, Refused, Suggestions, quoted
from capacity.reading.tomlfile import read_toml

LARGEST_POLICY = 64 * 1024

_FIELDS = {
    "version": "version",
    "power.usable_fraction": "usable_ppm",
    "power.survive": "survive",
    "power.max_imbalance": "max_imbalance_ppm",
    "power.nameplate_factor": "nameplate_ppm",
    "cooling.spare": "cooling_spare",
    "space.keep_free_u": "keep_free_hu",
    "weight.heavy_kg": "heavy_g",
    "weight.heavy_below_u": "heavy_below_hu",
    "network.riser_m": "riser_mm",
    "network.in_rack_m": "in_rack_mm",
    "hosting.spare": "hosting_spare",
    "hosting.vcpu_overcommit": "overcommit_ppm",
    "standards.unlisted": "unlisted",
    "standards.expired": "expired",
    "unknown.draw_w_per_u": "draw_w_per_u",
    "unknown.weight_kg_per_u": "weight_g_per_u",
    "unknown.limits": "unknown_limits",
}
_REFERENCE = "reference"


def read_policy(data: bytes, problems: Problems, file: str = POLICY) -> Policy:
    """The policy in the bytes of a TOML file; the defaults where it cannot be read at all."""
    tables = read_toml(file, data, problems)
    return Policy() if tables is None else policy_from(tables, problems, file)


def policy_from(
    tables: Mapping[str, object], problems: Problems, file: str = POLICY, base: Policy | None = None
) -> Policy:
    """The policy that parsed TOML tables describe.

    Keys that are absent keep the value of `base`, or the dictionary's default without one.
    Floats must have been parsed as `RawNumber` or Decimal, so that they stay exact.
    """
    columns = columns_of(POLICY)
    given = _flat(tables, problems, file)
    values: dict[str, Any] = {}
    ranking: dict[str, int] = {}
    for name, raw in given.items():
        if name == _REFERENCE:
            values["references"] = _references(raw, problems, file)
            continue
        try:
            value = _value(raw, columns[name])
        except Refused as refused:
            problems.refuse(file, None, name, refused)
            continue
        if name in _FIELDS:
            values[_FIELDS[name]] = value
        else:
            ranking[name.partition(".")[2]] = value
    # A plain dict, not a proxy: a policy travels to worker processes.
    start = base or Policy()
    fields = {name: getattr(start, name) for name in Policy.__dataclass_fields__}
    weights = {**RANKING_DEFAULTS, **start.ranking, **ranking}
    return Policy(**(fields | values | {"ranking": weights}))


def _value(raw: object, column: Column) -> Any:
    value = value_of(raw, column, exact=True)
    if value is None and column.kind == "choices":
        return ()
    if value is None and column.default is not None:
        raise Refused("The value is empty.", f"Remove the key to get the default {column.default}.")
    return value


def _flat(tables: Mapping[str, object], problems: Problems, file: str) -> dict[str, object]:
    """The tables as ``section.key``; what the dictionary does not know is refused here."""
    columns = columns_of(POLICY)
    sections = dict.fromkeys(name.partition(".")[0] for name in columns if "." in name)
    top = [name for name in columns if "." not in name]
    flat: dict[str, object] = {}
    for name, value in tables.items():
        if name in top:
            flat[name] = value
        elif name not in sections:
            advice = Suggestions([*sections, *top]).advice(name, f"Known sections: {', '.join(sections)}.")
            problems.add(file, None, name, f"There is no section or key {quoted(name)}.", advice)
        elif not isinstance(value, Mapping):
            problems.add(file, None, name, f"{quoted(name)} must be a section.", f"Write [{name}] above it.")
        else:
            known = [key.partition(".")[2] for key in columns if key.startswith(f"{name}.")]
            for key, inner in value.items():
                if key in known:
                    flat[f"{name}.{key}"] = inner
                    continue
                advice = Suggestions(known).advice(key, f"Known keys of [{name}]: {', '.join(known)}.")
                problems.add(
                    file, None, f"{name}.{key}", f"There is no key {quoted(key)} in [{name}].", advice
                )
    return flat


def _references(raw: object, problems: Problems, file: str) -> tuple[Mapping[str, object], ...]:
    """The ``[[reference]]`` tables as they stand, once their keys and values have been looked at."""
    if not isinstance(raw, list) or not all(isinstance(table, Mapping) for table in raw):
        problems.add(
            file,
            None,
            _REFERENCE,
            "References must be tables.",
            "Write [[reference]] above each.",
        )
        return ()
    for number, table in enumerate(raw, start=1):
        # The name of a reference is a convenience: it may be missing.
        columns = {name: column for name, column in columns_of(REQUESTS).items() if name != "request"}
        named = {key: value for key, value in table.items() if key != "request"}
        read_mapping(named, columns, problems, file, prefix=f"{_REFERENCE}[{number}].")
        if "request" in table and not isinstance(table["request"], str):
            problems.add(
                file, None, f"{_REFERENCE}[{number}].request", "It must be text.", "Put it in quotes."
            )
    return tuple(dict(table) for table in raw)
