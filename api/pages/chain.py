"""The power chain of a room: drawn from the sources to the PDUs, and what the loss of a node does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.chain_figures import boxes, carried, group_of
from api.pages.chain_layout import lay_out
from api.pages.page import MemberPage
from api.pages.room_parts import Name, room_now
from api.pages.troubles import PageRoute

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Word = Annotated[str, Query(max_length=400)]


@router.get("/rooms/{room}/power")
def chain(room: Name, page: MemberPage, lose: Word = "", open: Word = "") -> Response:
    """The chain with the load, limit and share of each node, as it stands or with one node lost."""
    now = room_now(page, room)
    ledger = page.served.rooms.seen(now).summary.ledger
    names = [node.name for node in now.room.power]
    lost = lose if lose in names else None
    nodes, aftermath = carried(now.room, ledger, now.today, lost)
    drawn = boxes(nodes, open)
    key_of = {each.node.name: box.key for box in drawn for each in box.members}
    layout = lay_out(
        {box.key: tuple(key_of[name] for name in box.fed_by) for box in drawn},
        {box.key: tuple(key_of[name] for name in box.spare) for box in drawn},
    )
    return page.render(
        "chain.html",
        room=room,
        lost=lost,
        opened=open,
        boxes=drawn,
        group_of=group_of,
        layout=layout,
        options=[("", "–"), *((name, name) for name in names)],
        over=[each for each in nodes if each.state == "over"],
        moved=sorted((each for each in nodes if each.moved_w > 0), key=lambda each: -each.moved_w)[:40],
        aftermath=aftermath,
    )
