"""How what was entered becomes requests that are filed; the same for one page and for drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from api.pages.page import Page
from capacity.reading.catalogue import Catalogue
from workflow.errors import BadValue
from workflow.handling import Filing
from workflow.papers import NewPaper
from workflow.roles import Offices

PAPER = "surat_permohonan"


def filing_of(
    page: Page, values: Mapping[str, str], agency: str, subject: str, request: Mapping[str, object]
) -> Filing:
    """What is filed: `values` are the letter, what it refers to, and what only a registrar says.

    Raises BadValue for a stamp that is no date.
    """
    registrar = agency not in page.subject.agencies
    return Filing(
        by=page.person,
        at=page.at,
        agency=agency,
        subject=subject,
        request=request,
        papers=(NewPaper(PAPER, values["sha256"], values.get("file", "") or PAPER, 0, ""),),
        channel=("srikandi" if values.get("channel") == "srikandi" else "paper") if registrar else "online",
        agenda=values.get("agenda", ""),
        requester=values.get("requester", ""),
        complete_since=_stamp(page, values) if registrar else None,
        refers_to=values.get("refers_to") or None,
    )


def _stamp(page: Page, values: Mapping[str, str]) -> datetime | None:
    text = values.get("complete_since", "")
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=page.served.gate.zone)
    except ValueError:
        raise BadValue("The stamp is a date and a time.", "complete_since") from None


def agencies_of(page: Page, offices: Offices) -> list[str]:
    """The agencies that whoever looks may file for: his own; any, for a registrar."""
    if "registrar" in page.subject.roles:
        return sorted({post.agency for post in offices.posts if post.agency})
    return sorted(page.subject.agencies)


def type_options(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The device types that stand in a rack, by manufacturer and model."""
    types = (one for one in catalogue.values() if not one.child)
    ordered = sorted(types, key=lambda one: (one.manufacturer or "", one.model or one.slug))
    return [(one.slug, f"{one.manufacturer or ''} {one.model or one.slug}".strip()) for one in ordered]
