"""The table of an answer as it is kept: JSON by columns, so that any format can be made of it later."""

from __future__ import annotations

import json

import pandas as pd


def write_table(table: pd.DataFrame) -> bytes:
    """The table as text: names, kinds and values of its columns."""
    columns = {
        str(name): {
            "kind": str(values.dtype),
            "values": [None if pd.isna(value) else value for value in values.tolist()],
        }
        for name, values in table.items()
    }
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()


def read_table(text: bytes) -> pd.DataFrame:
    """The table that `write_table` wrote."""
    columns = json.loads(text)
    return pd.DataFrame(
        {name: pd.Series(column["values"], dtype=column["kind"]) for name, column in columns.items()}
    )
