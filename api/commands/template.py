"""titip template: empty tables to fill in, and what their columns hold."""

from __future__ import annotations

import json
from pathlib import Path

from capacity.errors import BadInput, Problem
from capacity.reading.problems import Suggestions, quoted
from capacity.reading.templates import ALL_TEMPLATES, TEMPLATES, explanation_of, write_templates


def run_template(name: str, out: Path, *, as_json: bool) -> int:
    """Write the template `name`, or all of a room and its requests, into the folder `out`; 0."""
    files = ALL_TEMPLATES if name == "all" else (_known(name),)
    written = write_templates(out, files)
    asked = [each for file in files for each in (file, explanation_of(file))]
    kept = [each for each in asked if each not in written]
    if as_json:
        print(json.dumps({"out": str(out), "files": written, "kept": kept}, indent=1, ensure_ascii=True))
        return 0
    from api.render.template import print_template

    print_template(str(out), written, kept)
    return 0


def _known(name: str) -> str:
    """The file that is meant by ``racks.csv`` or ``racks``."""
    file = name if name.endswith(".csv") else f"{name}.csv"
    if file in TEMPLATES:
        return file
    advice = Suggestions(TEMPLATES).advice(file, f"Name one of {', '.join(TEMPLATES)}, or all.")
    raise BadInput(
        [Problem("command line", None, "FILE", f"There is no template of {quoted(name)}.", advice)]
    )
