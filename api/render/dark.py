"""Why a rack takes no item with two cords: what it lacks, or which loss switches off both."""

from __future__ import annotations

from itertools import product

from api.render.text import clean, listed
from capacity.limits.chain import Chain
from capacity.room import Room

MOST_LOSSES = 3


def why_no_cords(room: Room, rack: str) -> str:
    """``the loss of UPS-A switches off both cords``, ``the rack has no PDU of path B``; "" if neither.

    Of several pairs of PDUs it speaks of the one that the fewest losses switch off.
    """
    pdus = [node for node in room.power if node.kind == "pdu" and node.rack == rack]
    if not pdus:
        return "the rack has no PDU"
    on = {path: [pdu.name for pdu in pdus if pdu.path == path] for path in "AB"}
    lacking = [f"path {path}" for path, names in on.items() if not names]
    if lacking:
        return f"the rack has no PDU of {listed(lacking, 'or')}"
    chain = Chain(room.power, room.policy)
    pairs = ([chain.index[name] for name in pair] for pair in product(on["A"], on["B"]))
    losses = min(map(chain.dark, pairs), key=len)
    if not losses:
        return ""
    names = [clean(chain.nodes[loss].name) for loss in losses[:MOST_LOSSES]]
    rest = len(losses) - MOST_LOSSES
    lost = f"{', '.join(names)} or {rest} more" if rest > 0 else listed(names, "or")
    return f"the loss of {lost} switches off both cords"
