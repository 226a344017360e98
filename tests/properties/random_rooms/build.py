"""The steps from a request to a room for it."""

from __future__ import annotations

from capacity.room import Room
from tests.properties.random_rooms.apps import host, standardise
from tests.properties.random_rooms.chain import build_chain
from tests.properties.random_rooms.cool import cool
from tests.properties.random_rooms.draft import Draft
from tests.properties.random_rooms.floor import lay_out
from tests.properties.random_rooms.network import wire
from tests.properties.random_rooms.stands import furnish
from tests.properties.random_rooms.tighten import tighten


def build(draft: Draft) -> Room:
    """Lay out, feed, furnish, cool and wire the room of a draft, and set its limits; return it."""
    lay_out(draft)
    build_chain(draft)
    furnish(draft)
    host(draft)
    cool(draft)
    wire(draft)
    standardise(draft)
    tighten(draft)
    if draft.reservations:
        draft.files.add("reservations.csv")
    return draft.room()
