"""The YAML file of a procedure to its values, or every problem that it has, at once."""

from __future__ import annotations

from capacity.data import data_path
from capacity.errors import BadInput
from capacity.reading.plain_yaml import YamlRefused, documents
from capacity.reading.problems import Refused, bad_file
from workflow.plain import from_plain
from workflow.procedure.values import Procedure

LARGEST_PROCEDURE = 256 * 1024


def read_procedure(data: bytes, file: str = "procedure.yaml") -> Procedure:
    """The procedure in the bytes of a YAML (or JSON) file. Raises BadInput with every problem of its form.

    Whether the procedure makes sense is asked by `publish`.
    """
    try:
        found = documents(data, LARGEST_PROCEDURE)
    except YamlRefused as refused:
        raise bad_file(file, Refused(str(refused), "Correct the file.")) from refused
    if len(found) != 1:
        raise bad_file(file, Refused(f"It holds {len(found)} documents.", "Keep to one procedure a file."))
    return from_plain(Procedure, found[0], file, tidy=True)


def shipped(name: str = "penitipan-2018") -> Procedure:
    """The procedure of that name that comes with Titip. Raises BadInput if there is none."""
    file = f"{name}.yaml"
    folder = data_path("procedures")
    path = folder / file
    if not name.replace("-", "").isalnum() or not path.is_file():
        known = ", ".join(sorted(other.stem for other in folder.glob("*.yaml")))
        raise bad_file(file, Refused("There is no such procedure.", f"Those that come with Titip: {known}."))
    return read_procedure(path.read_bytes(), file)


__all__ = ["BadInput", "read_procedure", "shipped"]
