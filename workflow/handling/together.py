"""Several requests of one draft are filed together: all of them become cases, or none does."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.analysis import canonical_request
from workflow.drafts import DraftChanged
from workflow.errors import BadValue
from workflow.handling import filing
from workflow.handling.desk import Desk
from workflow.handling.filing import Filing
from workflow.handling.keeping import keep
from workflow.handling.texts import check_texts
from workflow.ports import UnitOfWork


def file_draft(desk: Desk, draft: str, version: int, filings: Sequence[Filing]) -> tuple[str, ...]:
    """File what a draft asks for and drop the draft, in one transaction; the names of the cases.

    A draft that was sent already is answered with the cases that came of it, so that sending twice does
    nothing more. `version` is the one that was looked at. Raises what `Desk.file` raises, NotStored, and
    DraftChanged where the draft has been changed since; then nothing has happened.
    """
    if not filings:
        raise BadValue("The draft asks for nothing yet.", draft)
    texts = [canonical_request(one.request, desk.catalogue) for one in filings]
    for one in filings:
        check_texts(one)

    def work(unit: UnitOfWork) -> tuple[str, ...]:
        seen = unit.drafts.get(draft)
        if seen.cases:
            return seen.cases
        if seen.version != version:
            raise DraftChanged("The draft was changed since it was checked; look at it again.", draft)
        names = []
        for what, text in zip(filings, texts, strict=True):
            applied, published = filing.file(unit, what, text, desk.verify)
            names.append(keep(unit, None, applied, published, desk.catalogue, what.at).name)
        unit.drafts.sent(draft, names, filings[0].by, filings[0].at)
        unit.commit()
        return tuple(names)

    return desk.store.run(work)
