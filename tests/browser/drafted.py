"""Drafts at different points, and a refused case that one of them asks for again."""

from __future__ import annotations

import json

from api.pages.draft_content import Content
from capacity.data import data_path
from tests.browser.serving import Served
from workflow.drafts import Draft
from workflow.ports import UnitOfWork
from workflow.rehearsal import Rehearsal

AGENCY = "Disdikpora"


def refused(site: Served) -> Rehearsal:
    """A request that does not fit: refused, sent, archived."""
    table = json.loads(data_path("requests/does-not-fit-gpu.json").read_text()) | {"owner": AGENCY}
    case = Rehearsal(site.desk, site.now).file(AGENCY, "Server GPU", table)
    case.decide("forward").decide("coordinated").analyse()
    return case.decide("does_not_fit", comment="Tidak dapat ditempatkan.").onward()


def drafted(site: Served, refers_to: str, canary: str) -> dict[str, str]:
    """Drafts of an agency and of a registrar, one of them sent; by what is shown with them."""
    server = {"kind": "server", "quantity": "2", "device_type": "dell-poweredge-r640", "power_w": "450"}
    several = Content({"subject": f"Beberapa {canary}", "keep": "apart:rack"}).plus(
        server | {"label": canary}, {"kind": "application", "quantity": "1", "vcpu": "4,5"}
    )
    changed = {"kind": "server", "quantity": "1", "u_height": "2", "power_w": "600", "cords": "2"}
    again = Content({"subject": "Server GPU", "refers_to": refers_to, "until": "2028-12-31"}).plus(changed)
    rows = ({"kind": "server", "quantity": "3", "label": canary, "u_height": "1"},)
    drafts = {
        "draft": (AGENCY, several),
        "draft-again": (AGENCY, again),
        "draft-sheet": (AGENCY, Content({"subject": "Pusat data sekolah"}, pending=rows)),
        "draft-empty": (AGENCY, Content()),
        "draft-registrar": (None, Content({"agency": AGENCY, "subject": "Surat"}).plus(server)),
        "draft-sent": (AGENCY, several),
    }

    def work(unit: UnitOfWork) -> dict[str, str]:
        ids = {}
        for number, (name, (agency, content)) in enumerate(drafts.items()):
            person = "sari" if agency else "wayan"
            ids[name] = f"D-{refers_to}-{number}"
            unit.drafts.add(Draft(ids[name], agency, person, site.now, site.now, person, content.written()))
        unit.drafts.sent(ids["draft-sent"], (refers_to,), "sari", site.now)
        unit.commit()
        return ids

    return site.store.run(work)
