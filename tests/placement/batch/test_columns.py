"""Columns: the racks, cords, faces and hosts that are open to an item of a kind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from capacity.limits.space import BOTH, FRONT, REAR
from capacity.room import Room
from placement.batch.columns import NOWHERE, Columns, Sockets, columns
from placement.batch.kinds import kinds
from placement.request import Request
from tests.builders import SERVER, app, chain, device, host, ledger, rack, room, server


def made(
    where: Room | None = None,
    *requests: Request,
    sure: bool = True,
    dropped: Sequence[str] = (),
    soft: Sequence[str] = (),
) -> Columns:
    own = ledger(where)
    sorted_kinds = kinds(own, requests or (SERVER,))
    return columns(
        own, sorted_kinds, Sockets(own), sure=sure, dropped=frozenset(dropped), soft=frozenset(soft)
    )


def test_a_rack_with_one_pair_of_pdus_is_one_column() -> None:
    """Full depth takes both faces."""
    found = made()
    assert len(found) == 1
    assert (found.kind[0], found.rack[0], found.socket[0], found.mode[0]) == (0, 0, 0, BOTH)
    assert found.host[0] == NOWHERE


def test_a_single_cord_has_a_column_per_pdu_and_half_depth_one_per_face() -> None:
    """Two pdus and two faces are four columns."""
    found = made(None, server(cords=1, depth="half", depth_mm=300))
    assert sorted(zip(found.socket.tolist(), found.mode.tolist(), strict=True)) == [
        (0, FRONT), (0, REAR), (1, FRONT), (1, REAR),
    ]  # fmt: skip


def test_legs_make_columns() -> None:
    """Three legs on either path are nine choices."""
    three = {"phases": 3}
    assert len(made(room(power=chain(R1_A=three, R1_B=three)))) == 9


def test_choices_of_one_and_of_two_cords_are_numbered_together() -> None:
    """The pair is 0, the single cords are 1 and 2."""
    own = ledger()
    sockets = Sockets(own)
    found = columns(
        own, kinds(own, [SERVER, server(name="Q2", cords=1)]), sockets, sure=True, dropped=frozenset()
    )
    assert found.socket.tolist() == [0, 1, 2]
    assert [str(c) for choices, i in sockets.choices for c in choices.cords(i)] == [
        "R1-A", "R1-B", "R1-A", "R1-B",
    ]  # fmt: skip


def test_an_item_without_cords_or_a_room_without_power_has_no_socket() -> None:
    """Its socket is nowhere."""
    assert made(None, server(cords=0, power_w=0)).socket.tolist() == [NOWHERE]
    assert made(room(power=())).socket.tolist() == [NOWHERE]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("status", {"status": "retired"}),
        ("zone", {"security_zone": "dmz"}),
        ("dedicated", {"dedicated_to": "bps"}),
        ("depth", {"usable_depth_mm": 1}),
        ("heat", {"max_heat_w": 1}),
        ("weight", {"max_load_g": 1}),
        ("space", {"height_u": 1}),
    ],
)
def test_a_rack_that_breaks_a_rule_has_no_column_unless_the_rule_is_left_out(
    rule: str, change: dict[str, object]
) -> None:
    """Left out for good or kept as rows alone, it excludes nothing; another rule does not matter."""
    where = room(racks=(rack(**change),))
    assert len(made(where)) == 0
    assert len(made(where, dropped=[rule])) == 1
    # A rack too low has no start, however soft its units are.
    assert len(made(where, soft=[rule])) == (0 if rule == "space" else 1)
    assert len(made(where, dropped=["standards"])) == 0


def test_without_space_items_take_no_units_but_soft_space_keeps_them() -> None:
    """A rack that is full has no column otherwise."""
    full = room(device(height_hu=20))
    assert len(made(full)) == 0
    assert made(full, dropped=["space"]).mode.tolist() == [NOWHERE]
    assert made(full, soft=["space"]).mode.tolist() == [BOTH]


def test_unknown_data_close_a_column_for_certain_and_leave_it_open_at_their_best() -> None:
    """A rack of unknown load, and a server of unknown weight."""
    unknown = room(racks=(rack(max_load_g=None),))
    assert len(made(unknown)) == 0
    assert len(made(unknown, sure=False)) == 1
    assert len(made(None, server(weight_g=None))) == 0
    assert len(made(None, server(weight_g=None), sure=False)) == 1


def test_a_server_of_unknown_height_goes_in_at_best_and_takes_no_units() -> None:
    """Nobody knows which."""
    tall = server(height_hu=None)
    assert len(made(None, tall)) == 0
    assert made(None, tall, sure=False).mode.tolist() == [NOWHERE]


def test_cords_that_all_die_at_once_are_no_choice() -> None:
    """Both panels on one ups."""
    assert len(made(room(power=chain(PB={"fed_by": ("UA",)})))) == 0
    assert len(made(room(power=chain(PB={"fed_by": ("UA",)})), server(cords=1))) == 2


def test_an_application_has_a_column_per_host_that_takes_it() -> None:
    """N1 does, N2 is too small, N3 is not active; the rack is that of the host's device."""
    hosts = (host("N1", device="D1"), host("N2", vcpu=3), host("N3", status="failed"))
    where = room(device(), hosts=hosts)
    found = made(where, app())
    assert found.host.tolist() == [0]
    assert (found.rack[0], found.socket[0], found.mode[0]) == (0, NOWHERE, NOWHERE)
    assert made(where, app(), soft=["hosting"]).host.tolist() == [0, 1]
    assert made(where, app(), dropped=["status"]).host.tolist() == [0, 2]


def test_a_host_without_device_stands_in_no_rack() -> None:
    """It may stand in any; the rules of racks are settled where all racks agree."""
    assert made(room(hosts=(host("N1"),)), app()).rack.tolist() == [NOWHERE]


def test_a_host_that_cannot_run_it_stays_out_whatever_its_size_is_worth() -> None:
    """What hosting runs is no amount: without the rule of amounts it is out all the same."""
    where = room(hosts=(host("N1", os_families=frozenset({"debian"})),))
    assert len(made(where, app(os="ubuntu"), dropped=["hosting"])) == 0
    assert len(made(where, app(os="debian"), dropped=["hosting"])) == 1


def test_what_is_not_modelled_has_no_columns() -> None:
    """And a batch of nothing else has none at all."""
    assert len(made(None, server(height_hu=0))) == 0
    assert made(None, SERVER, server(name="Q2", chassis=True)).kind.tolist() == [0]
