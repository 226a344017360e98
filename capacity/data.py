"""Where the files of data/ lie: inside an installed wheel, or beside the packages in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
# The wheel carries data/ as capacity/_data; an editable install ignores that rule, and data/ lies beside.
_PACKAGED = _HERE / "_data"
_CHECKOUT = _HERE.parent / "data"


def data_path(name: str) -> Path:
    """Path of the file or folder `name` of data/, e.g. ``dictionary.csv`` or ``rooms``.

    The path is not promised to exist: a caller that can do without the file asks it.
    """
    return (_PACKAGED if _PACKAGED.is_dir() else _CHECKOUT) / name
