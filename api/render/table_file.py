"""A table as a file: CSV, XLSX or Parquet, as its name ends; no spreadsheet runs what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from capacity.errors import BadInput, Problem
from capacity.reading.spreadsheet import escape_cell

NEEDS = {".xlsx": "xlsxwriter", ".parquet": "pyarrow"}


def check_table_path(path: Path) -> None:
    """Raise BadInput if no table can be written under that name."""
    if path.suffix not in (".csv", *NEEDS):
        raise _bad(f"{path.name!r} is no table.", "End its name in .csv, .xlsx or .parquet.")
    if not path.parent.is_dir():
        raise _bad(f"There is no folder {str(path.parent)!r}.", "Make it, or name another.")
    needed = NEEDS.get(path.suffix)
    if needed is not None:
        from importlib.util import find_spec

        if find_spec(needed) is None:
            raise _bad(f"For {path.suffix} {needed} is needed.", "Install titip[sweeps], or write .csv.")


def write_table(frame: pd.DataFrame, path: Path, sheet: str = "draws") -> None:
    """Write a table, in full or not at all; `sheet` is what the one sheet of XLSX is called.

    In CSV a text that a spreadsheet would run gets an apostrophe in front; in XLSX every text is a text.
    Raises BadInput if it cannot be written.
    """
    check_table_path(path)
    write: dict[str, Callable[[pd.DataFrame, Path], None]] = {
        ".csv": _csv,
        ".xlsx": lambda table, to: _xlsx(table, to, sheet),
        ".parquet": lambda table, to: table.to_parquet(to, index=False),
    }
    part = path.with_name(f".{path.name}.part{path.suffix}")
    try:
        write[path.suffix](frame, part)
        part.replace(path)
    except OSError as error:
        raise _bad(f"{path.name!r} cannot be written: {error.strerror}.", "Choose another place.") from None
    finally:
        part.unlink(missing_ok=True)


def _csv(frame: pd.DataFrame, path: Path) -> None:
    safe = frame.copy()
    texts = [str(name) for name, kind in safe.dtypes.items() if pd.api.types.is_string_dtype(kind)]
    for name in texts:
        safe[name] = safe[name].map(escape_cell, na_action="ignore")
    safe.to_csv(path, index=False, lineterminator="\n")


def _xlsx(frame: pd.DataFrame, path: Path, sheet: str) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.to_excel(writer, sheet_name=sheet, index=False)


def _bad(problem: str, advice: str) -> BadInput:
    return BadInput([Problem("command line", None, "--out", problem, advice)])
