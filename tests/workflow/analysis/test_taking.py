"""A place of the analysis, taken by its number."""

from __future__ import annotations

import pytest

from placement.placed import Placed
from tests.builders import SFP, group, host, rack, room
from tests.workflow.analysis.analysing import APPLICATION, analysed, two_racks
from workflow.analysis import take
from workflow.analysis.places import in_words, kept, placed
from workflow.errors import NoSuchChoice
from workflow.papers import ItemPlace


def test_the_first_place_is_exact() -> None:
    where = room(racks=(rack("R1"),), ports=(group("SW", 4),))
    choice = take(analysed(where, ports=f"{SFP}:2"))
    assert choice.kind == "first"
    assert choice.number == 1
    assert choice.room == "hall"
    assert choice.place == "rack R1, unit 1, front"
    assert choice.items == (ItemPlace(1, "R1", 2, "front", ("R1-A", "R1-B"), (f"SW/{SFP}:2",)),)
    assert (choice.overrides, choice.rules) == ("", ())


def test_the_others_are_the_alternatives_best_first() -> None:
    frozen = analysed(two_racks())
    second = take(frozen, 2)
    said = frozen.answer["alternatives"][0]["placement"][0]
    assert (second.kind, second.number) == ("other", 2)
    assert (second.items[0].rack, second.items[0].position_hu) == (said["rack"], 2 * said["position_u"])


def test_half_units_are_kept_exactly() -> None:
    frozen = analysed(room(racks=(rack("R1"),)), u_height="1.5")
    places = [take(frozen, number).items[0].position_hu for number in range(1, 19)]
    assert sorted(p for p in places if p is not None) == list(range(2, 20))


@pytest.mark.parametrize(("more", "told"), [({}, "its places are 1 to 18"), ({"u_height": 11}, "none")])
@pytest.mark.parametrize("number", [0, 19, -1])
def test_a_place_that_is_not_there_cannot_be_taken(more: dict[str, object], told: str, number: int) -> None:
    with pytest.raises(NoSuchChoice, match=told):
        take(analysed(two_racks(), **more), number)


def test_all_items_are_taken_at_once() -> None:
    choice = take(analysed(two_racks(), quantity=2, keep="apart:rack"))
    assert [item.item for item in choice.items] == [1, 2]
    assert {item.rack for item in choice.items} == {"R1", "R2"}
    assert choice.place.startswith("item 1: rack R")


def test_an_application_takes_a_host() -> None:
    choice = take(analysed(two_racks(hosts=(host("H1"),)), APPLICATION))
    assert choice.items == (ItemPlace(1, host="H1"),)
    assert choice.place == "host H1"


def test_long_lists_of_items_are_cut_in_words_only() -> None:
    items = [ItemPlace(number, host="H1") for number in range(1, 23)]
    assert in_words(items).endswith("item 20: host H1; and 2 more")


def test_places_go_through_their_forms_unchanged() -> None:
    item = ItemPlace(2, "R1", 35, "rear", ("R1-A:L2", "R1-B"), (f"a/b/{SFP}:2",))
    (there,) = placed([item], "PS-1")
    assert isinstance(there, Placed)
    assert kept(there) == item
    assert in_words([item]) == "rack R1, unit 17.5, rear"
