"""Rules `cords` and `outlets`: which pdus an item hangs on, and their sockets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from placement.verify.chain import Chain
from placement.verify.findings import Findings
from placement.verify.items import Item
from placement.verify.standing import Standing


class Cords:
    """Both rules for a room that has a power.csv."""

    def __init__(self, chain: Chain, standing: Iterable[Standing]) -> None:
        self._chain = chain
        # "Each cord takes one"; a device without cords in the data takes none (the contract).
        self._taken: dict[str, int] = defaultdict(int)
        for thing in standing:
            for cord in thing.cords:
                self._taken[cord.pdu] += 1

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        plugged: dict[str, list[str]] = defaultdict(list)
        for item in items:
            if item.is_server:
                self._judge_cords(item, findings)
                for cord in item.placed.cords:
                    plugged[cord.pdu].append(item.name)
        for pdu, names in plugged.items():
            outlets = self._chain.nodes[self._chain.number[pdu]].outlets
            after = self._taken.get(pdu, 0) + len(names)
            if outlets is not None and after > outlets:
                findings.violated(
                    "outlets",
                    f"pdu {pdu}",
                    dict.fromkeys(names),
                    unit="outlets",
                    capacity=outlets,
                    after=after,
                )

    def _judge_cords(self, item: Item, findings: Findings) -> None:
        """Judge one item's cords (the contract, power.csv and Power).

        As many cords as asked, from pdus of the own rack, with a leg on three-phase pdus; two cords
        come from different paths (A and B) and have a live one in every scenario. A single cord may
        die: a condition that names the losses.
        """
        chain, cords = self._chain, item.placed.cords
        assert item.rack is not None
        where = f"rack {item.rack.name}"
        asked = item.request.cords
        nodes = [chain.nodes[chain.number[cord.pdu]] for cord in cords]
        named = all(
            (node.phases == 3) == (cord.leg is not None) for node, cord in zip(nodes, cords, strict=True)
        )
        own = all(node.rack == item.rack.name for node in nodes)
        # A pdu without path never makes a pair.
        pair = asked != 2 or sorted(node.path or "" for node in nodes) == ["A", "B"]
        if len(cords) != asked:
            findings.violated("cords", where, [item.name], unit="cords", capacity=asked, after=len(cords))
        elif not (named and own and pair):
            findings.violated("cords", where, [item.name])
        if not cords:
            return
        deadly = chain.killers[chain.number[cords[0].pdu]]
        for cord in cords[1:]:
            deadly &= chain.killers[chain.number[cord.pdu]]
        if not deadly:
            return
        losses = chain.name_losses(deadly)
        if asked == 2:
            findings.violated("cords", where, [item.name], scenario=f"{losses[0]} lost")
        else:
            findings.condition(
                f"{item.name} has one cord: the loss of {' or '.join(losses)} switches it off."
            )
