"""Rows of hosts and clusters: vcpu, memory and disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from capacity.ledger import Ledger
from capacity.limits.hosting import POOLED, RESOURCES
from capacity.limits.limit import CLIP, Limit
from placement.applications import charges
from placement.batch.blocks import Block, block
from placement.batch.columns import Columns
from placement.batch.kinds import Kind


def host_blocks(ledger: Ledger, columns: Columns, kinds: Sequence[Kind], *, sure: bool) -> Iterator[Block]:
    """One block per resource; labels are names of limits."""
    hosts = ledger.hosting.hosts
    for resource in RESOURCES:
        amounts = [
            (charges(k.request)[resource] or 0) if k.request.kind == "application" else 0 for k in kinds
        ]
        rows: list[tuple[object, dict[int, int], int]] = []
        clusters: dict[str, tuple[Limit, dict[int, int]]] = {}
        for i, host in enumerate(hosts):
            limits = ledger.hosting.limits(host)
            rows.append((limits.host[resource], {i: 1}, _left(ledger, limits.host[resource], sure)))
            if host.cluster is not None and resource in POOLED:
                clusters.setdefault(host.cluster, (limits.cluster[resource], {}))[1][i] = 1
        rows += [(limit, parts, _left(ledger, limit, sure)) for limit, parts in clusters.values()]
        found = block("hosting", columns.host, amounts, len(hosts), rows)
        if found is not None:
            yield found


def _left(ledger: Ledger, limit: Limit, sure: bool) -> int:
    """What a limit still takes; an unknown capacity has no end where it is let pass, or at its best."""
    if limit.capacity is None:
        return 0 if sure and not ledger.hosting.lets_pass else CLIP
    return max(0, limit.capacity - (limit.most if sure else limit.used))
