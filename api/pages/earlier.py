"""A request beside the earlier one that it refers to."""

from __future__ import annotations

import json
from collections.abc import Mapping

from api.pages.answers import Difference, differences
from api.pages.page import Page
from api.security.access import Thing, can
from workflow.conflicts import NotStored
from workflow.ports import UnitOfWork


def compared(
    unit: UnitOfWork, page: Page, earlier: str, request: Mapping[str, str]
) -> tuple[Difference, ...]:
    """What differs from the request of the case `earlier`; nothing if one may not see that."""
    try:
        case = unit.cases.get(earlier)
    except NotStored:
        return ()
    if not can(page.subject, "case.read", Thing(agency=case.agency)):
        return ()
    old: dict[str, str] = json.loads(unit.files.get(case.request_sha256)[1])
    return differences(old, request, page.served.desk.catalogue)
