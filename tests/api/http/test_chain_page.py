"""The power chain as a page: what is drawn, and what the loss of a node does there."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.api.http.serving import Site
from tests.api.http.visiting_pages import Got, counted, get, plain

AT = "/rooms/denpasar/power"


def nodes(got: Got) -> dict[str, list[str]]:
    """Name of a box -> its words."""
    (chain,) = got.drawings("chain")
    found = {}
    for link in chain.iter("a"):
        words = [" ".join((one.text or "").split()) for one in link.iter("text")]
        found[words[0]] = words[1:]
    return found


def test_every_node_is_drawn_with_load_limit_and_share(shared: Site) -> None:
    drawn = nodes(get(shared, "planner", AT))
    assert {"Mains PLN", "Generator GENSET", "Panel ATS-A", "UPS-A", "UPS-B", "PDU A01-STS"} <= set(drawn)
    load, share, act = drawn["UPS-A"]
    assert re.fullmatch(r"[\d.]+ of 28\.8 kW", load), load
    assert share.endswith(" %")
    assert act == "lose this"
    # UPS-A carries what its panels and it itself take, to the last watt of the room's figures.
    rows = {row[0]: row for row in get(shared, "planner", AT).rows("The chain as a table")}
    below = sum(float(rows[f"Panel PDP-A{n}"][2].removesuffix(" kW")) for n in (1, 2))
    assert float(rows["UPS-A"][2].removesuffix(" kW")) == pytest.approx(below + 0.5, abs=0.15)


def test_boxes_stand_right_of_what_feeds_them_and_apart(shared: Site) -> None:
    (chain,) = get(shared, "planner", AT).drawings("chain")
    corners = [(float(one.get("x", 0)), float(one.get("y", 0))) for one in boxes_of(chain)]
    for at, (x, y) in enumerate(corners):
        for other_x, other_y in corners[at + 1 :]:
            assert abs(x - other_x) >= 176 or abs(y - other_y) >= 62
    for wire in chain.iter("path"):
        start, *_, end = re.findall(r"-?[\d.]+(?: -?[\d.]+)", wire.get("d", "")) or ["0 0"]
        if "wire" in (wire.get("class") or ""):
            assert float(start.split()[0]) < float(end.split()[0])


def boxes_of(chain: ElementTree.Element) -> list[ElementTree.Element]:
    return [one for one in chain.iter("rect") if "node " in f"{one.get('class')} "]


def test_a_lost_ups_darkens_what_it_alone_feeds_and_loads_the_other(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}?lose=UPS-A")
    drawn = nodes(got)
    assert drawn["UPS-A"][0] == "lost"
    assert drawn["Panel PDP-A1"][0] == "dark"
    assert "(+" in drawn["UPS-B"][1]
    assert drawn["PDU A01-STS"][1].endswith("%")
    text = plain(got.text)
    assert "If UPS-A is lost" in text
    assert re.search(r"\b7 devices without power: env-a02", text)
    moved = {row[0]: row for row in got.rows("What moves to the rest of the chain")}
    before, more, after = (float(moved["UPS-B"][n].strip("+ kW")) for n in (1, 2, 3))
    assert before + more == pytest.approx(after, abs=0.15)


def test_with_the_mains_lost_the_generator_carries_it(shared: Site) -> None:
    drawn = nodes(get(shared, "planner", f"{AT}?lose=PLN"))
    assert drawn["Mains PLN"][0] == "lost"
    assert not drawn["Generator GENSET"][0].startswith("0 of")
    assert "No device goes dark." in plain(get(shared, "planner", f"{AT}?lose=PLN").text)


def test_pdus_that_are_fed_alike_are_one_box_until_it_is_opened(shared: Site) -> None:
    closed = nodes(get(shared, "planner", AT))
    opened = nodes(get(shared, "planner", f"{AT}?open=PDP-A2"))
    assert "PDU B01-A" not in closed
    assert {f"PDU B0{n}-A" for n in range(1, 8)} <= set(opened)
    (many,), (few,) = (get(shared, "planner", at).drawings("chain") for at in (f"{AT}?open=PDP-A2", AT))
    assert len(boxes_of(many)) == len(boxes_of(few)) + 6


def test_what_is_not_there_cannot_be_lost(shared: Site) -> None:
    got = get(shared, "planner", f"{AT}?lose=none")
    assert got.code == 200
    assert 'id="loss-head"' not in got.text
    assert "Loads while nothing is lost" in plain(got.text)


@pytest.mark.parametrize("role", ["agency", "registrar", "no_post"])
def test_who_may_not_see_rooms_sees_no_chain(shared: Site, role: str) -> None:
    assert get(shared, role, AT).code == 403


def test_the_chain_asks_the_store_no_more_with_a_loss(shared: Site) -> None:
    get(shared, "planner", AT)
    with counted(shared) as sent:
        get(shared, "planner", f"{AT}?lose=UPS-A")
    assert sum(one.lstrip().upper().startswith("SELECT") for one in sent) <= 12
