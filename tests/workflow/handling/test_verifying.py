"""Electronic signatures are checked before the transaction that they are handed in with."""

from __future__ import annotations

import threading

from tests.workflow.handling.carrying import Carrier, catalogue, furnish
from tests.workflow.offices import KABID
from workflow.handling import Desk
from workflow.papers import Signature
from workflow.store import SqlStore


def test_others_can_write_while_a_signature_is_checked(store: SqlStore) -> None:
    furnish(store)
    other = Carrier(store)
    checked: list[str] = []

    def verify(content: bytes) -> bool:
        """As long as somebody else needs to file a request."""
        thread = threading.Thread(target=lambda: checked.append(other.file().name))
        thread.start()
        thread.join(timeout=20)
        assert not thread.is_alive()
        return True

    case = Carrier(store).to("6")
    case.desk = Desk(store, catalogue(), verify)
    paper = case.desk.keep_paper(
        b"%PDF-1.7 signed",
        case.now,
        paper="surat_balasan",
        name="surat.pdf",
        signature=Signature("electronic"),
    )
    case.decide(KABID, "sign", paper)
    assert (case.no, len(checked)) == ("7", 1)
    version = case.case.latest("surat_balasan")
    assert version is not None
    assert version.file is not None
    assert version.file.signature == Signature("electronic", verified=True)
