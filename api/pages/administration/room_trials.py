"""Files of a room between trial and loading: kept under their hash, for the one who handed them in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workflow.conflicts import NotStored
from workflow.ports import Store, UnitOfWork

_MANIFEST = "titip-trial.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """The files, for which room they are, and what an importer could not tell of them."""

    room: str
    files: Mapping[str, bytes]
    report: tuple[tuple[str, ...], ...]


def keep(store: Store, kept: Kept, person: str, at: datetime) -> str:
    """Keep them; the hash by which they are found."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {"person": person, "room": kept.room, "report": kept.report}
        # A fixed moment: the same files are kept once.
        archive.writestr(zipfile.ZipInfo(_MANIFEST), json.dumps(told))
        for name, content in sorted(kept.files.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)

    def put(unit: UnitOfWork) -> str:
        sha256 = unit.files.put(out.getvalue(), at).sha256
        unit.commit()
        return sha256

    return store.run(put)


def find(unit: UnitOfWork, sha256: str, person: str) -> Kept:
    """What somebody handed in. Raises NotStored, also for any other file and for another's."""
    try:
        content = unit.files.get(sha256)[1]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told = json.loads(archive.read(_MANIFEST))
            if told["person"] != person:
                raise KeyError(person)
            files = {name: archive.read(name) for name in archive.namelist() if name != _MANIFEST}
    except (NotStored, zipfile.BadZipFile, KeyError, ValueError, TypeError):
        raise NotStored("There is nothing of that name.", sha256[:12]) from None
    return Kept(str(told["room"]), files, tuple(tuple(row) for row in told["report"]))
