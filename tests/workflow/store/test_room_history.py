"""What the store tells of a room's past: its versions, and what was held and placed in it."""

from __future__ import annotations

from datetime import timedelta

from tests.workflow.handling.carrying import ADMIN, NINE, ROOM, Carrier, furnish, room_files
from tests.workflow.offices import ASKER
from workflow.commands import Close
from workflow.installing import load_room
from workflow.store import SqlStore


def test_versions_come_newest_first_with_the_files_that_changed(store: SqlStore) -> None:
    furnish(store)
    files = dict(room_files())
    files["racks.csv"] += b"\n"
    del files["standards.csv"]
    files["trays.csv"] = files["trays.csv"].replace(b"A01,A02,0.7", b"A01,A02,0.8")
    with store.write() as unit:
        load_room(unit, ROOM, files, NINE, ADMIN)
        unit.commit()
    with store.read() as unit:
        found = unit.lists.versions(ROOM)
        assert unit.lists.versions("none").total == 0
        assert unit.lists.versions(ROOM, 1, 1).items == found.items[1:]
    newest, oldest = found.items
    assert found.total == 2
    assert (newest.version.number, newest.version.loaded_by, newest.version.loaded_at) == (2, ADMIN, NINE)
    assert newest.changed == ("racks.csv", "trays.csv")
    assert newest.gone == ("standards.csv",)
    assert (oldest.version.number, len(oldest.changed), oldest.gone) == (1, oldest.files, ())


def test_what_was_held_and_given_back_stays_to_be_seen(store: SqlStore) -> None:
    furnish(store)
    first = Carrier(store).file().to("3").analyse().accept()
    second = Carrier(store, NINE + timedelta(hours=1)).file().to("3").analyse().accept()
    first.do(Close, ASKER, ends="withdrawn", reason="Not needed.")
    with store.read() as unit:
        found = unit.lists.placed(ROOM)
        (later,) = unit.lists.placed(ROOM, 0, 1).items
        (held,) = unit.lists.placed(ROOM, held=True).items
        assert unit.lists.changed_at(ROOM) == second.now
        assert unit.lists.changed_at("none") is None
    assert found.total == 2
    assert [(one.placed.row.case, one.placed.status) for one in found.items] == [
        (second.name, "live"),
        (first.name, "released"),
    ]
    assert later == held == found.items[0]
    assert found.items[0].taken_at > found.items[1].taken_at
    assert found.items[1].placed.ended_at == first.now
