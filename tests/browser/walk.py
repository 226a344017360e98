"""A request carried from the agency to the archive, with nothing but what the pages offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.browser.visiting import PDF, Visitor

REQUEST = {
    "subject": "Server web PPDB",
    "u_height": "2",
    "depth_mm": "750",
    "weight_kg": "26",
    "power_w": "450",
    "ports": "10gbase-x-sfpp:2 1000base-t@mgmt:1",
    "port_sides": "2",
    "os": "ubuntu",
    "os_version": "24.04",
    "security_zone": "internal",
    "until": "2028-12-31",
}
Look = Callable[[str], None]


def nothing(name: str) -> None:
    """Look at no page on the way."""


def file_request(visitor: Visitor, person: str = "sari", look: Look = nothing, **values: str) -> str:
    """The agency files a request; the name of its case."""
    visitor.sign_in(person).open("/requests/one-page")
    look("request-new")
    visitor.send("/requests/check", {**REQUEST, **values}, {"paper-surat_permohonan": PDF})
    assert visitor.problems() == ""
    look("request-check")
    visitor.send("/requests").ok()
    look("request-sent")
    return visitor.page.url.split("?")[0].rpartition("/")[2]


def decide(
    visitor: Visitor,
    case: str,
    person: str,
    outcome: str,
    values: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    where: str = "",
) -> None:
    """Somebody takes an outcome of the open step."""
    visitor.sign_in(person).open(f"/cases/{case}{where}")
    visitor.send(f"/cases/{case}/decide", values, files, having=f'[name="outcome"][value="{outcome}"]').ok()


def to_analysis(visitor: Visitor, case: str) -> None:
    """Through the first steps up to the Kasi's."""
    decide(visitor, case, "agung", "forward")
    decide(visitor, case, "nyoman", "coordinated")


def analyse(visitor: Visitor, case: str) -> None:
    visitor.sign_in("komang").open(f"/cases/{case}/analysis")
    visitor.send(f"/cases/{case}/analyse").ok()


def signed(
    visitor: Visitor, case: str, person: str, papers: tuple[str, ...], folder: Path
) -> dict[str, bytes]:
    """The letters that Titip wrote, as if they had been printed, signed and scanned."""
    found = {}
    visitor.sign_in(person).open(f"/cases/{case}")
    for paper in papers:
        visitor.send(f"/cases/{case}/letter", having=f'[name="paper"][value="{paper}"]').ok()
        found[f"paper-{paper}"] = visitor.download(f'a[href$="/letters/{paper}?made=true"]', folder)
    return found


def to_archive(visitor: Visitor, case: str, folder: Path, look: Look = nothing) -> None:
    """From the accepted analysis to the archive."""
    decide(visitor, case, "komang", "submit_draft")
    decide(visitor, case, "nyoman", "agree")
    reply = signed(visitor, case, "nyoman", ("surat_balasan",), folder)
    look("case-sign")
    decide(visitor, case, "nyoman", "sign", files=reply)
    for person in ("komang", "nyoman", "dewi"):
        visitor.sign_in(person).open(f"/cases/{case}")
        visitor.send(f"/cases/{case}/initial").ok()
    letters = signed(visitor, case, "agung", ("penetapan", "surat_pengantar"), folder)
    decide(visitor, case, "agung", "sign", files=letters)
    visitor.sign_in("komang").open(f"/cases/{case}")
    visitor.send(f"/cases/{case}/send", {"channel": "SRIKANDI"}).ok()
    decide(visitor, case, "komang", "archive")
