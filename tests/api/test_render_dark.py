"""Why no two cords of a rack will do: the PDU that is lacking, or the loss that kills both."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.render.dark import why_no_cords
from capacity.reading import read_room
from tests.api.running import Run, request_file
from tests.rooms import ROOM, write_room

POWER = ROOM["power.csv"]
ONE_UPS = POWER.replace("PNL-B,panel,B,UPS-B,", "PNL-B,panel,B,UPS-A,")
ONE_PANEL = ONE_UPS.replace("-B,pdu,B,PNL-B,", "-B,pdu,B,PNL-A,")
NO_PATH_B = POWER.replace("R01-B,pdu,B,", "R01-B,pdu,,")
NO_PDU = "".join(line for line in POWER.splitlines(keepends=True) if ",R01," not in line)


@pytest.mark.parametrize(
    ("power", "said"),
    [
        (ONE_UPS, "the loss of UPS-A switches off both cords"),
        (ONE_PANEL, "the loss of UPS-A or PNL-A switches off both cords"),
        (NO_PATH_B, "the rack has no PDU of path B"),
        (NO_PDU, "the rack has no PDU"),
        (POWER, ""),
    ],
)
def test_what_keeps_two_cords_out_is_named(tmp_path: Path, power: str, said: str) -> None:
    assert why_no_cords(read_room(write_room(tmp_path, power=power, devices=None)), "R01") == said


def test_the_pair_that_the_fewest_losses_switch_off_counts(tmp_path: Path) -> None:
    """A second pdu of path B hangs on the same panel as A; the first on the same UPS only."""
    second = "R01-C,pdu,B,PNL-A,,R01,4000,,12,,1,\n"
    room = read_room(write_room(tmp_path, power=ONE_UPS + second, devices=None))
    assert why_no_cords(room, "R01") == "the loss of UPS-A switches off both cords"


def test_many_losses_are_counted(tmp_path: Path) -> None:
    """The first three have names."""
    chain = "".join(f"X{n},panel,,{f'X{n - 1}' if n else 'UTIL'},,,20000,,,,1,\n" for n in range(5))
    power = POWER.replace("UPS-A,ups,A,UTIL,", "UPS-A,ups,A,X4,").replace(
        "UPS-B,ups,B,UTIL,", "UPS-B,ups,B,X4,"
    )
    room = read_room(write_room(tmp_path, power=power + chain, devices=None))
    assert why_no_cords(room, "R01") == "the loss of X0, X1, X2 or 2 more switches off both cords"


def test_an_answer_names_the_loss_at_the_nearest_rack(titip: Run, tmp_path: Path) -> None:
    """Also for a person's own choice."""
    room, asked = write_room(tmp_path / "room", power=ONE_UPS, devices=None), request_file(tmp_path)
    ran = titip("check", room, asked)
    assert ran.code == 3
    assert "cords: at R01, the loss of UPS-A switches off both cords." in ran.out
    own = titip("check", room, asked, "--rack", "R02", "--position", "5")
    assert own.code == 3
    assert "cords  the loss of UPS-A switches off both cords" in own.out
