"""Device types from YAML: draws, weights, heights, and files that must not be trusted."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.data import data_path
from capacity.errors import BadInput
from capacity.reading.catalogue import read_catalogue
from capacity.reading.device_types import Catalogue, import_device_types, write_catalogue
from capacity.reading.plain_yaml import YamlRefused, documents

BASE = """\
manufacturer: Acme
model: {model}
slug: {slug}
u_height: 1
is_full_depth: true
"""


def library(folder: Path, *types: str, modules: tuple[str, ...] = ()) -> Catalogue:
    """Import device types and module types, one file each."""
    for kind, texts in (("device-types", types), ("module-types", modules)):
        (folder / kind / "Acme").mkdir(parents=True)
        for number, text in enumerate(texts):
            (folder / kind / "Acme" / f"{number}.yaml").write_text(text, encoding="utf-8")
    return import_device_types(folder)


def device(extra: str = "", model: str = "S1", slug: str = "acme-s1") -> str:
    return BASE.format(model=model, slug=slug) + dedent(extra)


def module(model: str, draw: str = "800") -> str:
    ports = f"power-ports:\n  - name: PSU\n    maximum_draw: {draw}\n" if draw else ""
    return f"manufacturer: Acme\nmodel: {model}\npart_number: {model}\n{ports}"


def ports(*draws: str) -> str:
    lines = (
        f"  - name: PSU{n}\n    type: iec-60320-c14\n    maximum_draw: {d}\n" for n, d in enumerate(draws)
    )
    return "power-ports:\n" + "".join(lines)


def bays(description: str = "", count: int = 2) -> str:
    lines = (
        f"  - name: PSU{n}\n    position: '{n}'\n    description: '{description}'\n" for n in range(count)
    )
    return "module-bays:\n" + "".join(lines)


@pytest.mark.parametrize(
    ("draws", "power_w", "cords"),
    [
        (("750",), 750, 1),
        (("750", "750"), 750, 2),
        (("750", "800"), 800, 2),
        (("750", ""), None, 2),
        (("0", "0"), None, 2),
        (("750", "750", "750", "750"), None, 2),
    ],
)
def test_the_draw_of_redundant_supplies_is_not_added(
    tmp_path: Path, draws: tuple[str, ...], power_w: int | None, cords: int
) -> None:
    """The larger of two counts; a missing one, a zero or more than two leave it unknown."""
    (kind,) = library(tmp_path, device(ports(*draws))).types
    assert (kind.draw.power_w, kind.cords) == (power_w, cords)


def test_a_bay_is_tied_to_a_supply_only_by_its_own_words(tmp_path: Path) -> None:
    """A rating or the name of a module; a supply of the same maker is only a candidate."""
    found = library(
        tmp_path,
        device(bays("1100W"), model="A", slug="a"),
        device(bays("Fits X-800PS"), model="B", slug="b"),
        device(bays(), model="C", slug="c"),
        device(bays(count=4), model="D", slug="d"),
        modules=(module("X-800PS", "800"), module("X-1400PS", "1400"), module("NIC-25G", "")),
    )
    assert [kind.draw.power_w for kind in found.types] == [1100, 800, None, None]
    assert found.modules == 3
    (gap,) = [gap for gap in found.gaps if "which one is fitted" in gap.what]
    assert gap.names == ("c", "d")
    assert "800 to 1400 W" in gap.what


def test_bays_for_other_modules_are_no_supplies(tmp_path: Path) -> None:
    """A slot for a network card takes no cord."""
    slots = "module-bays:\n  - name: PCIe1\n    position: '1'\n  - name: Riser 2\n    label: PSUs below\n"
    (kind,) = library(tmp_path, device(slots.replace("    label: PSUs below\n", ""))).types
    assert (kind.supplies, kind.cords) == (0, None)


@pytest.mark.parametrize(
    ("weight", "unit", "grams", "rounded"),
    [
        ("18.5", "kg", 18_500, False),
        ("900", "g", 900, False),
        ("40", "lb", 18_144, True),
        ("17.41", "lb", 7_897, True),
        ("10", "oz", 283, True),
        (".5", "kg", 500, False),
    ],
)
def test_weights_are_converted_exactly_and_rounded_once(
    tmp_path: Path, weight: str, unit: str, grams: int, rounded: bool
) -> None:
    """Whole grams, half up, and the rounding is told."""
    (kind,) = library(tmp_path, device(f"weight: {weight}\nweight_unit: {unit}\n")).types
    assert (kind.weight_g, kind.rounded) == (grams, rounded)


def test_a_weight_of_zero_is_not_believed(tmp_path: Path) -> None:
    """0.0 kg is a value that somebody left; it becomes unknown, and the file is named."""
    found = library(tmp_path, device("weight: 0.0\nweight_unit: kg\n"))
    assert found.types[0].weight_g is None
    assert [gap.names for gap in found.gaps if "given as 0" in gap.what] == [("acme-s1",)]


@pytest.mark.parametrize(("height", "half_units"), [("1", 2), ("1.0", 2), ("0.5", 1), ("0", 0), ("50", 100)])
def test_heights_come_in_halves_and_may_be_zero(tmp_path: Path, height: str, half_units: int) -> None:
    """1, 1.0 and 0.5 are read alike."""
    text = device().replace("u_height: 1", f"u_height: {height}")
    assert library(tmp_path, text).types[0].height_hu == half_units


def test_blades_and_half_depth_are_told(tmp_path: Path) -> None:
    """A child stands in a chassis; it has neither cords nor a gap about its draw."""
    text = device("subdevice_role: child\n").replace("is_full_depth: true", "is_full_depth: false")
    found = library(tmp_path, text)
    write_catalogue(found, tmp_path / "device_types.csv")
    kind = read_catalogue(tmp_path / "device_types.csv")["acme-s1"]
    assert (kind.child, kind.depth, kind.cords) == (True, "half", None)
    assert not [gap for gap in found.gaps if gap.column == "power_w"]


def test_models_that_differ_by_a_sign_are_told_apart_by_slug(tmp_path: Path) -> None:
    """TR4T and TR4T+ are two servers."""
    found = library(
        tmp_path,
        device(ports("500"), model="TR4T", slug="tr4t"),
        device(ports("900"), model="TR4T+", slug="tr4t-plus"),
    )
    write_catalogue(found, tmp_path / "out.csv")
    read = read_catalogue(tmp_path / "out.csv")
    assert {slug: (kind.model, kind.power_w) for slug, kind in read.items()} == {
        "tr4t": ("TR4T", 500),
        "tr4t-plus": ("TR4T+", 900),
    }


def test_the_catalogue_that_is_written_is_the_one_that_is_read(tmp_path: Path) -> None:
    """Every fact survives; what is in no library stays empty."""
    found = library(tmp_path, device(ports("750", "750") + "weight: 21.305\nweight_unit: kg\n"))
    write_catalogue(found, tmp_path / "out.csv")
    (kind,) = read_catalogue(tmp_path / "out.csv").values()
    assert (kind.height_hu, kind.depth, kind.weight_g, kind.power_w) == (2, "full", 21_305, 750)
    assert (kind.power_basis, kind.cords, kind.depth_mm, kind.ports) == ("nameplate", 2, None, ())
    assert kind.source == "device-types/Acme/0.yaml"


def test_a_catalogue_is_never_written_over(tmp_path: Path) -> None:
    """What is there stays as it was."""
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="there already"):
        write_catalogue(library(tmp_path, device()), tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_interfaces_do_not_become_ports_of_a_request(tmp_path: Path) -> None:
    """What a server has is not what it needs."""
    text = device(
        "interfaces:\n  - name: eth0\n    type: 10gbase-x-sfpp\n  - name: ilo\n    mgmt_only: true\n"
    )
    found = library(tmp_path, text)
    write_catalogue(found, tmp_path / "out.csv")
    assert read_catalogue(tmp_path / "out.csv")["acme-s1"].ports == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("manufacturer: Acme\nmodel: X\n", "'slug' is missing"),
        ("- a\n- b\n", "no device type"),
        (device("weight: 5\n"), "weight_unit"),
        (device("weight: 5\nweight_unit: stone\n"), "unit of weight"),
        (device("weight: 1e3\nweight_unit: kg\n"), "no plain number"),
        (device("weight: .inf\nweight_unit: kg\n"), "no plain number"),
        (device("weight: 99999\nweight_unit: kg\n"), "ten tonnes"),
        (device(ports("many")), "number of watts"),
        (device().replace("u_height: 1", "u_height: 1.3"), "steps of 0.5"),
        (device().replace("u_height: 1", "u_height: 101"), "steps of 0.5"),
        (device().replace("is_full_depth: true", "is_full_depth: perhaps"), "neither true nor false"),
        (device().replace("slug: acme-s1", "slug: =1+2"), "'slug'"),
        (device("power-ports: 2\n"), "list of entries"),
        (device("slug: other\n"), "a second time"),
        (device("a: &x 1\nb: *x\n"), "alias"),
        (device("a: !!python/object/apply:os.system [x]\n"), "tag"),
        (device("a: " + "[" * 50 + "]" * 50 + "\n"), "nested"),
        (device("a: 'open\n"), "no YAML"),
        ("", "empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_listed_with_the_reason(tmp_path: Path, text: str, why: str) -> None:
    """The others are imported all the same."""
    found = library(tmp_path, text, device(model="Good", slug="good"))
    assert [kind.slug for kind in found.types] == ["good"]
    (left,) = found.left_out
    assert left.file == "device-types/Acme/0.yaml"
    assert why in left.why


def test_a_file_that_is_no_text_or_too_large_is_listed(tmp_path: Path) -> None:
    """Neither stops the import."""
    folder = tmp_path / "device-types"
    folder.mkdir()
    (folder / "a.yaml").write_bytes(b"model: \xff\n")
    (folder / "b.yaml").write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    (folder / "c.yaml").write_text(device(), encoding="utf-8")
    (folder / "d.yaml").symlink_to(folder / "c.yaml")
    found = import_device_types(tmp_path)
    assert [left.file[-6:] for left in found.left_out] == ["a.yaml", "b.yaml", "d.yaml"]
    assert len(found.types) == 1


def test_files_that_disagree_about_a_slug_are_not_used(tmp_path: Path) -> None:
    """Which of them is right is not for the importer to say."""
    found = library(
        tmp_path,
        device(ports("500")),
        device(ports("600")),
        device(model="B", slug="b"),
        device(model="B", slug="b"),
    )
    assert [kind.slug for kind in found.types] == ["b"]
    assert [left.why.split()[0] for left in found.left_out] == ["Files", "Files", "It"]


def test_a_folder_without_types_is_bad_input(tmp_path: Path) -> None:
    """So is one that is not there."""
    with pytest.raises(BadInput, match="no usable device type"):
        import_device_types(tmp_path)
    with pytest.raises(BadInput, match="no folder"):
        import_device_types(tmp_path / "nowhere")


def test_yaml_files_may_lie_in_the_folder_itself(tmp_path: Path) -> None:
    """NetBox exports all types as documents of one file."""
    two = device() + "---\n" + device(model="B", slug="b")
    (tmp_path / "device-types.yaml").write_text(two, encoding="utf-8")
    assert [kind.slug for kind in import_device_types(tmp_path).types] == ["acme-s1", "b"]


def test_scalars_stay_the_text_that_was_written() -> None:
    """No float, no boolean, no octal number; only null is nothing."""
    (found,) = documents(b"a: 18.50\nb: 1e3\nc: no\nd: 010\ne: ~\nf: null\ng: 'null'\nh:\n")
    assert found == {
        "a": "18.50", "b": "1e3", "c": "no", "d": "010", "e": None, "f": None, "g": "null", "h": None
    }  # fmt: skip


@given(st.one_of(st.binary(max_size=200), st.text("ab:-[]{}&*!|>#\n\t '\"?,%@", max_size=80).map(str.encode)))
def test_no_bytes_do_anything_but_parse_or_be_refused(data: bytes) -> None:
    """Whatever a file holds, the answer is data or a sentence."""
    with suppress(YamlRefused):
        documents(data)


def test_the_catalogue_that_titip_brings_along_names_its_sources() -> None:
    """15 to 25 servers, each with the place its facts are from."""
    types = read_catalogue(data_path("device_types.csv"))
    assert 15 <= len(types) <= 25
    assert all(kind.source and kind.manufacturer and kind.model for kind in types.values())
    assert all(kind.height_hu is not None for kind in types.values())
