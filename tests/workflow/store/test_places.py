"""Places: who may take what beside whom, what is counted, what a room looks like with everything in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from capacity.errors import BadInput
from capacity.room import Cord, Device, Reservation
from tests.workflow.store import work
from workflow.conflicts import AlreadyThere, HoldGone, NotEnough, NotStored, PlaceTaken, StoreFault
from workflow.kept import Differing
from workflow.occupancy import hold, installed
from workflow.ports import UnitOfWork
from workflow.store import SqlStore

# Two things in the same units, a third beside them; a half-depth one at the front of unit 8.
OVERLAPPING = (
    "old-1,R1,1,front,2,full\nold-2,R1,2,front,1,full\nold-3,R1,5,front,1,full\nflat,R1,8,front,1,half\n"
)


def take(store: SqlStore, *held: Reservation) -> None:
    with store.write() as unit:
        unit.rooms.lock(work.ROOM)
        for one in held:
            unit.occupancy.take(work.ROOM, hold(one, None, work.NOW + work.DAY), work.NOW)
        unit.commit()


def filed(store: SqlStore, name: str = "PS-1") -> None:
    with store.write() as unit:
        work.file(unit, name)
        unit.commit()


def names(store: SqlStore) -> list[str]:
    with store.read() as unit:
        return [one.row.name for one in unit.occupancy.live(work.ROOM)]


def test_what_was_loaded_with_overlaps_is_let_in_and_reported(store: SqlStore) -> None:
    with store.write() as unit:
        loaded = unit.rooms.load(work.ROOM, work.room_files(devices=OVERLAPPING), work.NOW, "kadek")
        unit.commit()
    assert loaded.overlaps == (("R1", "old-1", "old-2"),)
    with store.read() as unit:
        exempt = {one.row.name: one.row.exempt for one in unit.occupancy.live(work.ROOM)}
    assert exempt == {"old-1": True, "old-2": True, "old-3": False, "flat": False}
    assert store.faults() == ()


@pytest.mark.parametrize("unit", [1, 2, 5])
def test_nothing_of_ours_goes_where_something_loaded_stands(store: SqlStore, unit: int) -> None:
    work.furnish(store, work.room_files(devices=OVERLAPPING))
    with pytest.raises(PlaceTaken):
        take(store, work.place("new", unit=unit))


def test_a_half_depth_device_leaves_the_other_face(store: SqlStore) -> None:
    work.furnish(store, work.room_files(devices=OVERLAPPING))
    rear = Reservation("rear", rack="R1", position_hu=16, face="rear", height_hu=2, depth="half", power_w=0)
    take(store, rear)
    with pytest.raises(PlaceTaken):
        take(store, work.place("front", unit=8, depth="half"))
    with pytest.raises(PlaceTaken):
        take(store, work.place("both", unit=8))


def test_half_units_that_touch_do_not_overlap(store: SqlStore) -> None:
    work.furnish(store)
    take(store, Reservation("lower", rack="R1", position_hu=5, height_hu=1, power_w=0))
    take(store, Reservation("upper", rack="R1", position_hu=6, height_hu=1, power_w=0))
    with pytest.raises(PlaceTaken):
        take(store, Reservation("both", rack="R1", position_hu=5, height_hu=2, power_w=0))


def test_a_row_cannot_be_moved_onto_another_behind_the_programs_back(store: SqlStore) -> None:
    work.furnish(store)
    take(store, work.place("one", unit=1), work.place("other", unit=2))
    moved = text("UPDATE occupancy SET start_hu = 2, end_hu = 4 WHERE name = 'other'")
    with pytest.raises(Exception, match="ex_occupancy_place"), store.engine.begin() as connection:
        connection.execute(moved)


def test_a_place_that_was_given_up_cannot_be_brought_back_over_another(store: SqlStore) -> None:
    work.furnish(store)
    filed(store)
    with store.write() as unit:
        work.approve(unit, "PS-1", work.place("one"))
        work.release(unit, "PS-1")
        work.approve(unit, "PS-1", work.place("two"))
        unit.commit()
    again = text("UPDATE occupancy SET status = 'live', ended_at = NULL WHERE name = 'one'")
    with pytest.raises(Exception, match="ex_occupancy_place"), store.engine.begin() as connection:
        connection.execute(again)


def test_a_conflict_leaves_everything_as_it_was(store: SqlStore) -> None:
    work.furnish(store)
    with pytest.raises(PlaceTaken):
        take(store, work.place("one", unit=1), work.place("other", unit=1))
    assert names(store) == []
    with store.read() as unit:
        assert unit.rooms.version(work.ROOM).revision == 1


def test_a_unit_that_is_not_committed_keeps_nothing(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        unit.rooms.lock(work.ROOM)
        unit.occupancy.take(work.ROOM, hold(work.place("one"), None, None), work.NOW)
    assert names(store) == []


def test_ports_run_out_and_come_back(store: SqlStore) -> None:
    work.furnish(store, work.room_files(ports=2))
    filed(store)
    with store.write() as unit:
        work.approve(unit, "PS-1", work.place("one", unit=1, ports=2))
        unit.commit()
    with pytest.raises(NotEnough):
        take(store, work.place("two", unit=2, ports=1))
    with store.write() as unit:
        work.release(unit, "PS-1")
        unit.commit()
    take(store, work.place("two", unit=2, ports=1))
    assert store.faults() == ()


@pytest.mark.parametrize(("vcpu", "memory_mb", "fits"), [(16, 1, True), (17, 1, False), (1, 65537, False)])
def test_a_host_takes_no_more_than_it_has(store: SqlStore, vcpu: int, memory_mb: int, fits: bool) -> None:
    work.furnish(store)
    application = Reservation("app", host="kvm-1", vcpu=vcpu, memory_mb=memory_mb, disk_gb=1)
    if fits:
        take(store, application)
    else:
        with pytest.raises(NotEnough):
            take(store, application)


def test_what_a_room_does_not_say_is_not_taken_for_nothing(store: SqlStore) -> None:
    """Nobody knows how much is left of a disk that is not stated: the verifier says so, not the counter."""
    files = work.room_files()
    files["hosts.csv"] = b"host,cluster,vcpu,memory_mb,disk_gb\nkvm-1,kvm,16,65536,\n"
    work.furnish(store, files)
    take(store, Reservation("app", host="kvm-1", vcpu=1, memory_mb=1, disk_gb=10**6))
    assert store.faults() == ()


def test_an_excess_that_is_there_may_not_grow(store: SqlStore) -> None:
    files = work.room_files()
    files["ports.csv"] = b"switch,rack,serves,port_type,ports,used\nSW1,R1,room,10gbase-x-sfpp,4,4\n"
    files["devices.csv"] = (
        b"device,rack,position_u,u_height,ports\nold,R2,1,1,SW1/10gbase-x-sfpp:3\n"  # 7 of 4
    )
    work.furnish(store, files)
    take(store, work.place("none"))
    with pytest.raises(NotEnough):
        take(store, work.place("one", unit=3, ports=1))
    assert store.faults() == ()


def test_a_hold_lapses_when_its_time_has_come_and_not_before(store: SqlStore) -> None:
    work.furnish(store)
    take(store, work.place("one"))
    almost = work.NOW + work.DAY - timedelta(microseconds=1)
    with store.write() as unit:
        assert unit.occupancy.lapse(work.ROOM, almost) == ()
        (gone,) = unit.occupancy.lapse(work.ROOM, work.NOW + work.DAY)
        assert gone.row.name == "one"
        unit.commit()
    assert names(store) == []
    take(store, work.place("two"))


def test_a_firm_hold_never_lapses(store: SqlStore) -> None:
    work.furnish(store)
    filed(store)
    with store.write() as unit:
        work.approve(unit, "PS-1", work.place("one"))
        assert work.confirm(unit, "PS-1") == 1
        assert unit.occupancy.lapse(work.ROOM, work.NOW + 1000 * work.DAY) == ()
        unit.commit()
    with store.read() as unit:
        (held,) = unit.rooms.now(work.ROOM).reservations
    assert held.until is None


def test_a_hold_that_has_expired_can_be_neither_extended_nor_confirmed(store: SqlStore) -> None:
    """Whether or not anybody has swept it out yet."""
    work.furnish(store)
    filed(store)
    after = work.NOW + work.DAY
    with store.write() as unit:
        work.approve(unit, "PS-1", work.place("one"))
        with pytest.raises(HoldGone):
            unit.occupancy.extend("PS-1", after + work.DAY, after)
        with pytest.raises(HoldGone):
            unit.occupancy.confirm("PS-1", after)


def test_an_extended_hold_lives_longer(store: SqlStore) -> None:
    work.furnish(store)
    filed(store)
    with store.write() as unit:
        work.approve(unit, "PS-1", work.place("one"))
        unit.occupancy.extend("PS-1", work.NOW + 3 * work.DAY, work.NOW)
        assert unit.occupancy.lapse(work.ROOM, work.NOW + 2 * work.DAY) == ()
        assert len(unit.occupancy.lapse(work.ROOM, work.NOW + 3 * work.DAY)) == 1


def test_a_handover_turns_the_hold_into_equipment_that_stands_there(store: SqlStore) -> None:
    work.furnish(store)
    filed(store)
    device = Device("server-1", "R1", position_hu=2, height_hu=4, power_w=300, weight_g=20_000)
    with store.write() as unit:
        work.approve(unit, "PS-1", work.place("held", unit=1, height_u=2))
        unit.occupancy.release("PS-1", work.NOW)
        unit.occupancy.take(work.ROOM, installed(device, "PS-1"), work.NOW)
        unit.commit()
    with store.read() as unit:
        room = unit.rooms.now(work.ROOM)
        kinds = [(one.row.kind, one.status) for one in unit.occupancy.of_case("PS-1")]
    assert room.devices == (device,)
    assert room.reservations == ()
    assert kinds == [("hold", "released"), ("device", "live")]
    assert store.faults() == ()


def test_a_room_with_its_holds_is_what_placement_reads(store: SqlStore) -> None:
    work.furnish(store, work.room_files(devices=OVERLAPPING))
    held = work.place("PS-7", "R2", 3, 2, ports=2)
    take(store, held)
    with store.read() as unit:
        loaded, now = unit.rooms.as_loaded(work.ROOM), unit.rooms.now(work.ROOM)
    assert now.devices == loaded.devices
    (seen,) = now.reservations
    assert (seen.request, seen.rack, seen.position_hu, seen.ports) == ("PS-7", "R2", 6, held.ports)
    # Expires on 9 June 09:00 in Denpasar: it counts on that day still.
    assert str(seen.until) == "2026-06-09"


def test_a_room_that_is_loaded_again_keeps_what_titip_placed(store: SqlStore) -> None:
    work.furnish(store, work.room_files(ports=4))
    take(store, work.place("mine", "R3", ports=3))
    with store.write() as unit:
        files = work.room_files(ports=4, devices="other,R4,1,front,1,full\n")
        loaded = unit.rooms.load(work.ROOM, files, work.NOW, "kadek")
        unit.commit()
    assert loaded.version.number == 2
    assert names(store) == ["mine", "other"]
    with pytest.raises(NotEnough):
        take(store, work.place("too many", "R5", ports=2))
    with store.read() as unit:
        assert "devices.csv" not in unit.rooms.files(work.ROOM, 1)
        assert unit.rooms.files(work.ROOM) == files
    assert store.faults() == ()


def test_a_file_that_puts_something_where_a_place_is_held_is_refused(store: SqlStore) -> None:
    work.furnish(store)
    take(store, work.place("PS-1", "R3", 2))
    files = work.room_files(devices="intruder,R3,1,front,3,full\n")
    with store.write() as unit, pytest.raises(BadInput) as refused:
        unit.rooms.load(work.ROOM, files, work.NOW, "kadek")
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.column) == ("devices.csv", 2, "position_u")
    assert "PS-1" in problem.problem
    assert names(store) == ["PS-1"]


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({"racks.csv": b"rack,row,u_height\nR1,A,10\n"}, ["racks.csv rack 'R3'"]),
        ({"power.csv": b"node,kind,rated_w\nP,pdu,3000\n"}, ["power.csv node 'P3:L1'"]),
        (
            {
                "ports.csv": b"switch,rack,serves,port_type,ports,used\nSW1,R1,room,1000base-t,8,0\n",
                "hosts.csv": b"host,cluster,vcpu,memory_mb,disk_gb,vcpu_overcommit\nkvm-2,kvm,16,64,2,1\n",
            },
            ["hosts.csv host 'kvm-1'", "ports.csv switch 'SW1/10gbase-x-sfpp'"],
        ),
    ],
)
def test_a_room_without_what_a_place_of_ours_needs_is_refused(
    store: SqlStore, changed: dict[str, bytes], lacking: list[str]
) -> None:
    work.furnish(store)
    server = replace(work.place("PS-1", "R3", 2, ports=2), cords=(Cord("P3", "L1"),))
    take(store, server, Reservation("PS-2", request="PS-2", host="kvm-1", vcpu=2))
    with store.write() as unit, pytest.raises(BadInput) as refused:
        unit.rooms.load(work.ROOM, work.room_files() | changed, work.NOW, "kadek")
    told = [f"{one.file} {one.column} {one.problem}" for one in refused.value.problems]
    assert [one.partition(" is not there")[0] for one in told] == lacking
    assert sorted(names(store)) == ["PS-1", "PS-2"]
    with store.read() as unit:
        assert unit.rooms.version(work.ROOM).number == 1


def test_equipment_of_ours_that_comes_back_with_the_files_is_there_once_as_titip_has_it(
    store: SqlStore,
) -> None:
    work.furnish(store)
    filed(store)
    device = Device("server-1", "R1", position_hu=2, height_hu=2, power_w=300)
    with store.write() as unit:
        unit.cases.get("PS-1")
        unit.rooms.lock(work.ROOM)
        unit.occupancy.take(work.ROOM, installed(device, "PS-1"), work.NOW)
        table = b"device,rack,position_u,u_height,power_w\nserver-1,R1,1,1,450\n"
        files = work.room_files() | {"devices.csv": table}
        loaded = unit.rooms.load(work.ROOM, files, work.NOW, "kadek")
        unit.commit()
    assert names(store) == ["server-1"]
    assert loaded.differing == (Differing("devices.csv", 2, "server-1", ("power_w",)),)
    with store.read() as unit:
        assert unit.rooms.now(work.ROOM).devices == (device,)
    assert store.faults() == ()


@pytest.mark.parametrize(
    ("act", "refused"),
    [
        (
            lambda unit: unit.occupancy.take(work.ROOM, hold(work.place("x"), None, None), work.NOW),
            StoreFault,
        ),
        (lambda unit: unit.occupancy.release("PS-1", work.NOW), StoreFault),
        (lambda unit: unit.rooms.lock("nowhere"), NotStored),
        (lambda unit: unit.rooms.now("nowhere"), NotStored),
        (lambda unit: unit.rooms.files(work.ROOM, 9), NotStored),
    ],
)
def test_what_is_not_locked_or_not_there_is_refused(store: SqlStore, act: object, refused: type) -> None:
    work.furnish(store)
    with store.write() as unit, pytest.raises(refused):
        act(unit)  # type: ignore[operator]


def test_a_rack_that_the_room_lacks_is_named(store: SqlStore) -> None:
    work.furnish(store)
    with pytest.raises(NotStored, match="R99"):
        take(store, work.place("x", "R99"))


def test_a_name_is_held_once(store: SqlStore) -> None:
    work.furnish(store)
    take(store, work.place("one", "R1"))
    with pytest.raises(AlreadyThere):
        take(store, work.place("one", "R2"))


def test_every_change_of_a_room_counts(store: SqlStore) -> None:
    """So that an answer that was computed from an earlier state can be told."""
    work.furnish(store)
    filed(store)

    def revision(unit: UnitOfWork) -> int:
        return unit.rooms.version(work.ROOM).revision

    with store.write() as unit:
        seen = [revision(unit)]
        work.approve(unit, "PS-1", work.place("one"))
        seen.append(revision(unit))
        unit.occupancy.extend("PS-1", work.NOW + 2 * work.DAY, work.NOW)
        seen.append(revision(unit))
        work.release(unit, "PS-1")
        seen.append(revision(unit))
    assert seen == sorted(set(seen))
