"""A case walked through the procedure by `titip case`, one command a minute on a simulated clock."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from capacity.data import data_path
from tests.api.running import Ran, Run

# A Monday morning, with a week of work ahead and no day off in it.
NINE = datetime(2026, 6, 8, 9, 0)
HEAD, SECRETARY, KABID, KASI = "agung", "dewi", "nyoman", "komang"
REGISTRAR, ADMIN, ASKER, OTHER_ASKER, STRANGER = "wayan", "kadek", "sari", "eka", "putu"
ATTEST = "Saya melihat naskah asli ditandatangani."


def asked(folder: Path, name: str = "fits-web-server", **changes: object) -> Path:
    """A sample request, changed, as a file."""
    table = json.loads(data_path(f"requests/{name}.json").read_text(encoding="utf-8")) | changes
    path = folder / f"{name}.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    return path


class Walk:
    """Commands to one case, each a minute after the other; what they print is JSON."""

    def __init__(self, titip: Run, folder: Path, now: datetime = NINE) -> None:
        self.titip = titip
        self.folder = folder
        self.now = now
        self.name = ""

    @property
    def clock(self) -> str:
        return self.now.isoformat()

    def paper(self, name: str, text: str = "") -> str:
        """NAME=FILE of a text."""
        path = self.folder / f"{name}.txt"
        path.write_text(text or name, encoding="utf-8")
        return f"{name}={path}"

    def file(self, request: Path | None = None, by: str = ASKER, **options: object) -> Ran:
        words: dict[str, object] = {"agency": "Disdikpora", "subject": "Server web"} | options
        told = [word for key, value in words.items() for word in (f"--{key.replace('_', '-')}", value)]
        ran = self.run("file", request or asked(self.folder), *told, *self.papers("surat_permohonan"), by=by)
        if ran.code == 0:
            self.name = ran.said["case"]
        return ran

    def papers(self, *names: str) -> list[str]:
        return [word for name in names for word in ("--paper", self.paper(name))]

    def signed(self, *names: str) -> list[str]:
        words = [word for name in names for word in ("--signed", self.paper(name, f"{name} signed"))]
        return [*words, "--attest", ATTEST]

    def run(self, command: str, *words: object, by: str) -> Ran:
        """Any command, a minute later."""
        self.now += timedelta(minutes=1)
        return self.titip("case", command, *words, "--as", by, "--at", self.clock, "--json")

    def do(self, command: str, *words: object, by: str) -> Ran:
        """A command to the case, whatever comes of it."""
        return self.run(command, self.name, *words, by=by)

    def done(self, command: str, *words: object, by: str) -> Any:
        """A command to the case that is carried out; how the case stands."""
        ran = self.do(command, *words, by=by)
        assert ran.code == 0, ran.out + ran.err
        return ran.said

    def refused(self, command: str, *words: object, by: str) -> tuple[int, str]:
        """A command that is refused: exit code, and the code of the refusal."""
        ran = self.do(command, *words, by=by)
        error = ran.said["error"]
        assert set(error) == {"code", "message", "case"}
        return ran.code, error["code"]

    def show(self) -> Any:
        return self.titip("case", "show", self.name, "--at", self.clock, "--json").said

    def inbox(self, person: str) -> list[tuple[str, str, str]]:
        """(kind, case, step) of everything that waits."""
        said = self.titip("case", "inbox", "--as", person, "--at", self.clock, "--json").said
        return [(one["kind"], one["case"], one["step"]) for one in said["waiting"]]

    def analysed(self, *words: object) -> Any:
        """Filed, sent on, coordinated, and analysed."""
        if not self.name:
            assert self.file().code == 0
        self.done("decide", "forward", *self.papers("disposisi"), by=HEAD)
        self.done("decide", "coordinated", *self.papers("catatan_koordinasi"), by=KABID)
        return self.done("analyse", *words, by=KASI)

    def drafted(self, *names: str) -> Any:
        """The drafts handed in."""
        drafts = names or ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar")
        return self.done("decide", "submit_draft", *self.papers(*drafts), by=KASI)

    def accepted(self) -> Any:
        """Carried to the archive, with the first place of the analysis."""
        self.analysed()
        self.done("decide", "fits", "--place", 1, by=KASI)
        self.drafted()
        self.done("decide", "agree", by=KABID)
        self.done("decide", "sign", *self.signed("surat_balasan"), by=KABID)
        for person in (KASI, KABID, SECRETARY):
            self.done("initial", by=person)
        self.done("decide", "sign", *self.signed("penetapan", "surat_pengantar"), by=HEAD)
        self.done("send", "--channel", "kurir", by=KASI)
        return self.done("decide", "archive", by=KASI)
