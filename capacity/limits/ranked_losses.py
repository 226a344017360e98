"""Which losses leave least room at a limit of the power chain, among those that do not touch a new item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from capacity.limits.chain import Chain, Scenario


class RankedLosses:
    """The losses that change the load of each limit, heaviest first.

    Parameters
    ----------
    changes
        Per end (unknown draws at their least, at their most): how each loss changes each limit's load.
    """

    def __init__(self, chain: Chain, changes: Sequence[Mapping[int, Mapping[int, int]]]) -> None:
        self._chain = chain
        self._heaviest: list[list[list[int]]] = []
        self._still = [len(chain.scenarios)] * chain.size  # losses that leave it live and as it is
        for scenario in chain.scenarios:
            for node in chain.dead(scenario):
                self._still[node] -= 1
        for i, (pdu, _) in enumerate(chain.legs):
            self._still[len(chain.nodes) + i] = self._still[pdu]
        self._changed = [set[int]() for _ in range(chain.size)]
        for change_of in changes:
            ranked: list[list[tuple[int, int]]] = [[] for _ in range(chain.size)]
            for scenario, change in change_of.items():
                dead = chain.dead(scenario)
                for limit, moved in change.items():
                    if chain.holder(limit) not in dead:
                        ranked[limit].append((-moved, scenario))
                        self._changed[limit].add(scenario)
            self._heaviest.append([[s for _, s in sorted(r)] for r in ranked])
        for limit, changed in enumerate(self._changed):
            self._still[limit] -= len(changed)
        self._unchanged: dict[tuple[int, int], list[int]] = {}

    def tightest(self, limit: int, losses: set[int]) -> Iterator[Scenario]:
        """Losses outside `losses` that leave least room at `limit`: one per end, and an unchanged one."""
        given = set()
        for ranked in self._heaviest:
            for scenario in ranked[limit]:
                if scenario not in losses:
                    if scenario not in given:
                        given.add(scenario)
                        yield scenario
                    break
        if self._still[limit] > len(losses) or self._still[limit] > self._still_inside(limit, losses):
            yield next(s for s in self._first_unchanged(limit, len(losses) + 1) if s not in losses)

    def _still_inside(self, limit: int, losses: set[int]) -> int:
        """How many of the losses leave the limit live and its load as it is."""
        holder, changed = self._chain.holder(limit), self._changed[limit]
        return sum(1 for s in losses if s not in changed and holder not in self._chain.dead(s))

    def _first_unchanged(self, limit: int, count: int) -> list[int]:
        """The first `count` losses that leave the limit live and its load as it is."""
        if (limit, count) not in self._unchanged:
            holder, dead, changed = self._chain.holder(limit), self._chain.dead, self._changed[limit]
            found = (s for s in self._chain.scenarios if s not in changed and holder not in dead(s))
            self._unchanged[limit, count] = list(islice(found, count))
        return self._unchanged[limit, count]
