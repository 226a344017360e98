"""Random power chains, and where a load goes in them by a plain walk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from capacity.policy import PPM, Policy
from capacity.room import LEGS, Cord, PowerNode
from tests.builders import node

KINDS = ("utility", "generator", "ups", "panel", "pdu")


@st.composite
def networks(draw: st.DrawFn) -> list[PowerNode]:
    """Nodes of any kind, each fed by some of those before it, in any order of rows."""
    made: list[PowerNode] = []
    for number in range(draw(st.integers(2, 8))):
        parents = (
            draw(st.lists(st.sampled_from([n.name for n in made]), unique=True, max_size=3)) if made else []
        )
        kind = draw(st.sampled_from(KINDS))
        made.append(
            node(
                f"N{number}",
                kind,
                *parents,
                feeding=draw(st.sampled_from(("share", "transfer"))),
                phases=draw(st.sampled_from((1, 3))),
                rack="R1" if kind == "pdu" else None,
                path=draw(st.sampled_from(("A", "B", None))) if kind == "pdu" else None,
                rated_w=draw(st.integers(0, 60)),
                other_w=draw(st.sampled_from((0, 0, 0, 1, 5))),
                usable_ppm=draw(st.sampled_from((None, 800_000, 333_333))),
                failover_ppm=draw(st.sampled_from((None, 1_000_000, 500_000))),
            )
        )
    return draw(st.permutations(made))


@st.composite
def plugs(draw: st.DrawFn, nodes: list[PowerNode], most: int) -> tuple[Cord, ...]:
    """Up to `most` cords into pdus of the network, a pdu perhaps twice, with and without legs."""
    pdus = [n for n in nodes if n.kind == "pdu"]
    return tuple(
        Cord(pdu.name, draw(st.sampled_from((None, *LEGS))) if pdu.phases == 3 else None)
        for pdu in draw(st.lists(st.sampled_from(pdus), min_size=1, max_size=most))
    )


def naive_live(nodes: list[PowerNode], name: str, loss: str | None) -> bool:
    """A node is live if it is not lost and is a source, or has a live parent."""
    own = next(n for n in nodes if n.name == name)
    return name != loss and (not own.fed_by or any(naive_live(nodes, p, loss) for p in own.fed_by))


def naive_way(nodes: list[PowerNode], name: str, loss: str | None, part: Fraction) -> dict[str, Fraction]:
    """Walk up from a node, one walk per parent, and add the parts; legs by PDU:leg."""
    own = next(n for n in nodes if n.name == name)
    found = {name: part}
    if own.kind == "pdu" and own.phases == 3:
        found |= {f"{name}:{leg}": part / 3 for leg in LEGS}
    live = [p for p in own.fed_by if naive_live(nodes, p, loss)]
    takers = live[:1] if own.feeding == "transfer" else live
    for parent in takers:
        for limit, more in naive_way(nodes, parent, loss, part / len(takers)).items():
            found[limit] = found.get(limit, Fraction(0)) + more
    return found


def naive_load(nodes: list[PowerNode], cords: Sequence[Cord], loss: str | None) -> dict[str, Fraction]:
    """Parts of a draw on every limit: split over the live cords, each walked upwards."""
    live = [c for c in cords if naive_live(nodes, c.pdu, loss)]
    found: dict[str, Fraction] = {}
    for cord in live:
        way = naive_way(nodes, cord.pdu, loss, Fraction(1, len(live)))
        if cord.leg is not None:
            own = {leg: way.pop(f"{cord.pdu}:{leg}") for leg in LEGS}
            way[f"{cord.pdu}:{cord.leg}"] = sum(own.values(), Fraction(0))
        for limit, part in way.items():
            found[limit] = found.get(limit, Fraction(0)) + part
    return found


def naive_loads(
    nodes: list[PowerNode], things: Iterable[tuple[int, Sequence[Cord]]], loss: str | None
) -> dict[str, Fraction]:
    """Watts on every limit: of the things with their draw and cords, and the nodes' own."""
    found: dict[str, Fraction] = {}
    ways = [(Fraction(draw), naive_load(nodes, cords, loss)) for draw, cords in things]
    ways += [
        (Fraction(n.other_w), naive_way(nodes, n.name, loss, Fraction(1)))
        for n in nodes
        if n.other_w and naive_live(nodes, n.name, loss)
    ]
    for draw, way in ways:
        for limit, part in way.items():
            found[limit] = found.get(limit, Fraction(0)) + draw * part
    return found


def naive_capacity(nodes: list[PowerNode], limit: str, loss: str | None, policy: Policy) -> Fraction:
    """What a node, or a leg of it, may carry in a scenario."""
    name, _, leg = limit.partition(":")
    own = next(n for n in nodes if n.name == name)
    usable = own.usable_ppm if own.usable_ppm is not None else policy.usable_ppm
    part = usable if loss is None or own.failover_ppm is None else own.failover_ppm
    return Fraction(own.rated_w * part, PPM * (3 if leg else 1))
