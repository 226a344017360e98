"""A small exact transport: integer supplies sent to integer capacities along given edges.

Used where a maximum flow over two sides decides a rule: heat of zones to cooling units, port
needs to port groups. Augmenting paths by breadth first; edges are tried in the order given, so that
the result is the same every time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


class Transport:
    """Flow from sources to sinks.

    Parameters
    ----------
    edges
        For each source, the sinks it may use, in order of preference.
    capacity
        What each sink can take, >= 0.
    """

    def __init__(self, edges: Sequence[Sequence[int]], capacity: Sequence[int]) -> None:
        self.edges = [list(e) for e in edges]
        self.room = list(capacity)
        self.flow: list[dict[int, int]] = [{} for _ in edges]

    def copy(self) -> Transport:
        twin = Transport.__new__(Transport)
        twin.edges = self.edges
        twin.room = self.room.copy()
        twin.flow = [f.copy() for f in self.flow]
        return twin

    def send(self, source: int, amount: int) -> int:
        """Send up to `amount` from `source`, rerouting what was sent before; returns what could be sent."""
        sent = 0
        while sent < amount:
            path, reached = self._path(source)
            if reached < 0:
                break
            push = min(amount - sent, self.room[reached])
            for _, sink, back in path[1:]:
                push = min(push, self.flow[back][sink])
            for src, sink, back in path:
                self.flow[src][sink] = self.flow[src].get(sink, 0) + push
                if back >= 0:
                    self.flow[back][sink] -= push
            self.room[reached] -= push
            sent += push
        return sent

    def reach(self, source: int) -> tuple[set[int], set[int]]:
        """Sources and sinks that `source` can still push into; a cut once `send` fell short."""
        sources, sinks, queue = {source}, set[int](), deque([source])
        while queue:
            for sink in self.edges[queue.popleft()]:
                if sink in sinks:
                    continue
                sinks.add(sink)
                for other, flow in enumerate(self.flow):
                    if other not in sources and flow.get(sink, 0) > 0:
                        sources.add(other)
                        queue.append(other)
        return sources, sinks

    def _path(self, source: int) -> tuple[list[tuple[int, int, int]], int]:
        """Steps (source, sink, source that gives way at that sink or -1), last sink with room or -1."""
        came: dict[int, tuple[int, int]] = {}  # source -> (source before, sink between)
        seen: set[int] = set()
        queue = deque([source])
        while queue:
            now = queue.popleft()
            for sink in self.edges[now]:
                if sink in seen:
                    continue
                seen.add(sink)
                if self.room[sink] > 0:
                    steps = [(now, sink, -1)]
                    while now != source:
                        before, between = came[now]
                        steps.append((before, between, now))
                        now = before
                    return steps, sink
                for other, flow in enumerate(self.flow):
                    if other != source and other not in came and flow.get(sink, 0) > 0:
                        came[other] = (now, sink)
                        queue.append(other)
        return [], -1
