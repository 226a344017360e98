"""What is put into the room for a case: the rows that hold its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from capacity.policy import PPM, Policy
from capacity.room import Reservation
from placement.placed import Placed
from placement.request import Request
from workflow.analysis.assumptions import Assumption, assumed_request, still_asked
from workflow.analysis.places import placed
from workflow.papers import PlaceChoice


def holds(
    request: Request, choice: PlaceChoice, policy: Policy, *, assumptions: Sequence[Assumption] = ()
) -> tuple[Reservation, ...]:
    """The rows that hold a place: one per item, named ``case/item``, for the request of the case's name.

    They charge what the request charges, with what was assumed of it. A reservation knows no nameplate, so
    its draw is the request's times the factor of `policy`; a fraction of a watt is held as a whole one, never
    let go. `until` is empty: whoever keeps the rows knows how long.

    Raises BadInput where the choice names a cord or port that is none.
    """
    asked = assumed_request(request, still_asked(request, assumptions))
    return tuple(reservations(asked, placed(choice.items, request.name), policy))


def reservations(request: Request, items: Iterable[Placed], policy: Policy) -> Iterator[Reservation]:
    """As `holds`, for placed items."""
    for item in items:
        row = Reservation(
            name=f"{request.name}/{item.item}",
            request=request.name,
            item=item.item,
            owner=request.owner,
            group=request.group,
        )
        if request.kind == "application":
            yield replace(
                row,
                host=item.host,
                vcpu=request.vcpu,
                memory_mb=request.memory_mb,
                disk_gb=request.disk_gb,
            )
        else:
            yield replace(
                row,
                rack=item.rack,
                position_hu=item.position_hu,
                face=item.face or "front",
                height_hu=request.height_hu,
                depth=request.depth,
                depth_mm=request.depth_mm,
                weight_g=request.weight_g,
                power_w=held_power_w(request, policy),
                cords=item.cords,
                ports=item.ports,
            )


def held_power_w(request: Request, policy: Policy) -> int | None:
    """Whole watts that hold what an item of the request draws; None where that is not known."""
    if request.power_w is None or request.power_basis != "nameplate":
        return request.power_w
    return -(-request.power_w * policy.nameplate_ppm // PPM)
