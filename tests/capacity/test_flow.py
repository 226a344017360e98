"""The exact transport, against sums by hand and against the maximum flow of NetworkX."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from capacity.flow import Transport

SOURCES, SINKS = 4, 4

graphs = st.tuples(
    st.lists(
        st.permutations(range(SINKS)).flatmap(
            lambda order: st.integers(0, SINKS).map(lambda many: list(order[:many]))
        ),
        min_size=SOURCES,
        max_size=SOURCES,
    ),
    st.lists(st.integers(0, 9), min_size=SINKS, max_size=SINKS),
    st.lists(st.integers(0, 12), min_size=SOURCES, max_size=SOURCES),
)


def most(edges: list[list[int]], capacity: list[int], supplies: list[int]) -> int:
    """The maximum flow as NetworkX finds it."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(("from", "to"))
    for source, (sinks, supply) in enumerate(zip(edges, supplies, strict=True)):
        graph.add_edge("from", f"source {source}", capacity=supply)
        for sink in sinks:
            graph.add_edge(f"source {source}", f"sink {sink}", capacity=sum(supplies))
    for sink, room in enumerate(capacity):
        graph.add_edge(f"sink {sink}", "to", capacity=room)
    return int(nx.maximum_flow_value(graph, "from", "to"))


def test_what_a_sink_can_take_is_sent_and_not_one_more() -> None:
    """A sink of 5 takes 5 of 6."""
    assert Transport([[0]], [5]).send(0, 5) == 5
    assert Transport([[0]], [5]).send(0, 6) == 5


def test_the_first_sink_named_is_filled_first() -> None:
    """Of two sinks of 5, the one that is preferred gets 5 and the other 1."""
    flow = Transport([[1, 0]], [5, 5])
    assert flow.send(0, 6) == 6
    assert flow.flow == [{1: 5, 0: 1}]


def test_what_was_sent_gives_way_to_a_source_with_less_choice() -> None:
    """Source 0 sits in sink 0, the only one of source 1, and moves to sink 1."""
    flow = Transport([[0, 1], [0]], [3, 3])
    assert flow.send(0, 3) == 3
    assert flow.send(1, 3) == 3
    assert flow.flow[0][1] == 3
    assert flow.flow[1][0] == 3


def test_a_chain_of_sources_gives_way_one_after_the_other() -> None:
    """Source 2 pushes source 1 from sink 0 to sink 1, and that one source 0 to sink 2."""
    flow = Transport([[1, 2], [0, 1], [0]], [1, 1, 1])
    assert [flow.send(source, 1) for source in range(3)] == [1, 1, 1]
    assert flow.room == [0, 0, 0]


def test_a_source_without_sinks_sends_nothing() -> None:
    """No edge, no flow."""
    assert Transport([[]], [5]).send(0, 1) == 0


def test_a_copy_goes_its_own_way() -> None:
    """What is sent in a copy takes nothing from the original."""
    flow = Transport([[0]], [5])
    assert flow.copy().send(0, 5) == 5
    assert flow.send(0, 5) == 5


def test_reach_is_the_cut_that_stopped_a_source() -> None:
    """Sources 0 and 1 fill sink 0 (4) together; sink 1 and source 2 are no part of that cut."""
    flow = Transport([[0], [0], [1]], [4, 9])
    assert [flow.send(0, 3), flow.send(1, 3), flow.send(2, 3)] == [3, 1, 3]
    assert flow.reach(1) == ({0, 1}, {0})


@given(graphs)
def test_as_much_is_sent_as_networkx_can_send(graph: tuple[list[list[int]], list[int], list[int]]) -> None:
    """After every source the sum is the maximum flow of the sources so far, and no sink is over-full."""
    edges, capacity, supplies = graph
    flow, sent = Transport(edges, capacity), 0
    for source, supply in enumerate(supplies):
        sent += flow.send(source, supply)
        assert sent == most(edges[: source + 1], capacity, supplies[: source + 1])
    into = [sum(each.get(sink, 0) for each in flow.flow) for sink in range(SINKS)]
    assert all(0 <= used <= room for used, room in zip(into, capacity, strict=True))
    assert [room + used for room, used in zip(flow.room, into, strict=True)] == capacity
    for each, allowed in zip(flow.flow, edges, strict=True):
        assert all(sink in allowed and amount >= 0 for sink, amount in each.items())


@given(graphs)
def test_a_source_that_falls_short_is_behind_a_full_cut(
    graph: tuple[list[list[int]], list[int], list[int]],
) -> None:
    """Every sink in reach is full, and filled by the sources in reach alone."""
    edges, capacity, supplies = graph
    flow = Transport(edges, capacity)
    sent = [flow.send(source, supply) for source, supply in enumerate(supplies)]
    for source in range(SOURCES):
        flow.send(source, 10_000)
        sources, sinks = flow.reach(source)
        assert all(flow.room[sink] == 0 for sink in sinks)
        filled = sum(flow.flow[each].get(sink, 0) for each in sources for sink in sinks)
        assert filled == sum(capacity[sink] for sink in sinks)
    assert sum(sent) <= sum(supplies)
