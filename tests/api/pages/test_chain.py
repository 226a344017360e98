"""What a loss does to the chain in figures, and where boxes are put."""

from __future__ import annotations

from fractions import Fraction

from api.pages.chain_figures import Carried, boxes, carried
from api.pages.chain_layout import HEIGHT, WIDTH, lay_out
from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.reading import read_files, room_files
from tests.builders import TODAY, draws, room


def chain(lost: str | None, **draws_w: int) -> dict[str, Carried]:
    """The chain of the default room with devices on both cords, by name."""
    made = room(*(draws(name, watts, "R1-A", "R1-B") for name, watts in draws_w.items()))
    nodes, _ = carried(made, Ledger(made, TODAY), TODAY, lost)
    return {each.node.name: each for each in nodes}


def test_with_nothing_lost_two_cords_share_the_draw() -> None:
    found = chain(None, one=3_000)
    assert (found["R1-A"].load_w, found["R1-B"].load_w) == (1_500, 1_500)
    assert {each.state for each in found.values()} == {"live"}


def test_what_is_left_carries_all_and_is_over_its_limit_where_that_is_too_much() -> None:
    found = chain("UA", one=3_000, two=2_000)
    assert [found[name].state for name in ("UA", "PA", "R1-A")] == ["lost", "dark", "dark"]
    left = found["R1-B"]
    assert (left.load_w, left.before_w, left.moved_w, left.limit_w) == (5_000, 2_500, 2_500, 4_000)
    assert (left.state, left.share) == ("over", 125.0)
    assert found["UB"].state == "live"


def test_a_draw_that_is_not_known_leaves_the_load_open() -> None:
    made = room(draws("one", None, "R1-A"))
    nodes, _ = carried(made, Ledger(made, TODAY), TODAY, None)
    assert {each.node.name for each in nodes if each.open_end} == {"UTIL", "UA", "PA", "R1-A"}


def test_a_room_without_a_chain_has_none_to_show() -> None:
    made = room(power=(), files=frozenset({"racks.csv"}))
    assert carried(made, Ledger(made, TODAY), TODAY, None)[0] == ()


def test_few_pdus_stay_boxes_of_their_own() -> None:
    found = boxes(chain(None).values())
    assert all(not box.gathered for box in found)
    assert len(found) == 7


def test_boxes_are_right_of_what_feeds_them_and_in_its_order() -> None:
    feeds = {"s": (), "a": ("s",), "b": ("s",), "b1": ("b",), "a1": ("a",), "a2": ("a", "s")}
    found = lay_out(feeds, {"a2": ("s",)})
    for key, parents in feeds.items():
        assert all(found.places[parent][0] + WIDTH < found.places[key][0] for parent in parents)
    ys = {key: y for key, (_, y) in found.places.items()}
    assert (ys["a1"] < ys["b1"]) == (ys["a"] < ys["b"]), "wires of a tree do not cross"
    assert abs(ys["a1"] - ys["b1"]) >= HEIGHT
    assert [(wire.start, wire.end) for wire in found.wires if wire.spare] == [("s", "a2")]
    assert lay_out({}, {}).wires == ()


def test_a_loss_loads_the_rest_as_the_limits_of_that_loss_say() -> None:
    """Two ways to the same figures: the room without what is lost, and the ledger's scenario."""
    made = read_files(room_files(data_path("rooms/denpasar")))
    ledger = Ledger(made, TODAY)
    grid = ledger.power
    assert grid is not None
    for scenario in grid.chain.scenarios:
        lost = grid.chain.nodes[scenario].name
        nodes, aftermath = carried(made, ledger, TODAY, lost)
        dead = {grid.chain.nodes[at].name for at in grid.chain.dead(scenario)}
        assert set(aftermath.nodes) == dead == {each.node.name for each in nodes if each.state != "live"}
        for at, each in enumerate(nodes):
            limit = grid.limit(at, scenario)
            if each.node.name not in dead:
                assert each.load_w == Fraction(limit.used, limit.scale), (lost, each.node.name)
                assert each.limit_w == Fraction(limit.capacity or 0, limit.scale)
