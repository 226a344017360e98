"""A large room is read in well under a second on a usual machine; here with room to spare."""

from __future__ import annotations

import time
from pathlib import Path

from capacity.reading import read_room
from tests.rooms import write_room


def test_a_room_of_a_thousand_racks_is_read_quickly(tmp_path: Path) -> None:
    """1,000 racks, 20,000 devices, 3,021 power nodes; each distinct text is parsed once."""
    names = [f"R{number:04}" for number in range(1_000)]
    racks = "rack,row,u_height,max_load_kg,cooling_zone\n" + "".join(f"{r},A,42,900.5,Z1\n" for r in names)
    power = "node,kind,path,fed_by,rack,rated_w,phases\nU,utility,,,,9000000,\n"
    for path in "AB":
        power += "".join(f"UPS-{path}{n},ups,{path},U,,900000,\n" for n in range(10))
        power += "".join(f"PNL-{path}{n},panel,{path},UPS-{path}{n % 10},,50000,\n" for n in range(500))
        power += "".join(
            f"{r}-{path},pdu,{path},PNL-{path}{n % 500},{r},11000,3\n" for n, r in enumerate(names)
        )
    devices = "device,rack,position_u,u_height,weight_kg,power_w,cords\n" + "".join(
        f"{r}-{n:02},{r},{2 * n + 1},2,{n}.25,{300 + n},{r}-A:L{n % 3 + 1} {r}-B:L{n % 3 + 1}\n"
        for r in names
        for n in range(20)
    )
    write_room(tmp_path, racks=racks, power=power, devices=devices, ports=None)
    start = time.process_time()
    room = read_room(tmp_path)
    assert time.process_time() - start < 2
    assert (len(room.racks), len(room.power), len(room.devices)) == (1_000, 3_021, 20_000)
