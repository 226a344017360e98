"""Files that a room may be without, and the one sentence that every answer says so with."""

from __future__ import annotations

from collections.abc import Mapping

#: File -> what is not checked without it, as conditions, notes and letters say it.
UNCHECKED: Mapping[str, str] = {
    "power.csv": "There is no power.csv: power, cords and outlets are not checked.",
    "cooling.csv": "There is no cooling.csv: cooling is not checked.",
    "ports.csv": "There is no ports.csv: network ports are not checked.",
    "standards.csv": "There is no standards.csv: standards of products are not checked.",
}
