"""The forms of a scenario's changes: what each asks, and the changes in the contract's form that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.change_words import KIND_WORDS, POLICY, SETTABLE
from api.pages.fields import FIELDS, Field
from capacity.errors import BadInput, Problem
from capacity.room import Room
from capacity.scenario.alike import racks_like
from workflow.procedure import Text

Values = Mapping[str, str]
Changes = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a form; `listed` names the things of the room that it offers; `long` takes several lines."""

    field: Field
    listed: str = ""
    needed: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """A kind of change.

    Attributes
    ----------
    make
        The changes of what was filled in; raises BadInput with the names of fields as columns.
    columns
        Key of the contract -> field, where they differ; what has neither is told of the first field.
    """

    title: Text
    hint: Text
    fields: Mapping[str, Asked]
    make: Callable[[Values, Room], Changes]
    columns: Mapping[str, str]

    def field_of(self, column: str) -> str:
        """The field that a problem's column is about, such as ``name`` for ``changes[2].lose``."""
        key = column.rpartition(".")[2].partition("[")[0]
        found = self.columns.get(key, key)
        return found if found in self.fields else next(iter(self.fields))


_SERVER = (
    "quantity",
    "u_height",
    "depth_mm",
    "weight_kg",
    "power_w",
    "cords",
    "ports",
    "port_sides",
    "security_zone",
    "network",
)
_ONE_A_LINE = Text("Satu per baris, atau dipisah koma.", "One a line, or with commas between.")
_SERVERS: Mapping[str, Asked] = {
    "request": Asked(Field(Text("Nama perangkat baru", "Name of the new servers")), needed=True),
    **{name: Asked(FIELDS[name]) for name in _SERVER},
}
_NAMES = Asked(Field(Text("Perangkat", "Devices"), _ONE_A_LINE), "devices", needed=True, long=True)
_NEW = Text("Tulis nilai barunya.", "Write the new value.")


def names_in(text: str) -> list[str]:
    """The names of a list that was typed, one a line or with commas between."""
    return [name for line in text.split("\n") for part in line.split(",") if (name := part.strip())]


def _lose(values: Values, room: Room) -> Changes:
    kind = {"kind": values["kind"]} if values["kind"] else {}
    return [{"lose": values["name"], **kind}]


def _racks(values: Values, room: Room) -> Changes:
    names = names_in(values["names"].replace(" ", "\n"))
    return racks_like(room, values["like"], names, row=values["row"], pdus=values["pdus"] != "no")


def _remove(values: Values, room: Room) -> Changes:
    if values["owner"] and not values["names"]:
        return [{"remove": "devices", "where": {"owner": values["owner"]}}]
    return [{"remove": "devices", "names": names_in(values["names"])}]


def _place(values: Values, room: Room) -> Changes:
    filled = {name: values[name] for name in _SERVERS if values[name]}
    return [{"requests": [{"kind": "server", **filled}]}]


def _replace(values: Values, room: Room) -> Changes:
    return [{"remove": "devices", "names": names_in(values["names"])}, *_place(values, room)]


def _move(values: Values, room: Room) -> Changes:
    moved = {key: values[key] for key in ("rack", "position_u", "face", "cords", "ports") if values[key]}
    return [{"move": values["device"], **moved}]


def _set(values: Values, room: Room) -> Changes:
    table, _, column = values["what"].partition(".")
    return [{"set": table, "name": values["name"], "values": {column: values["value"]}}]


def _policy(values: Values, room: Room) -> Changes:
    section, _, key = values["what"].partition(".")
    return [{"policy": {section: {key: _number(values["value"])}}}]


def _number(text: str) -> int | float:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        problem = Problem("scenario", None, "value", f"{text!r} is not a number.", "Round the value.")
        raise BadInput([problem]) from None


def _choices(words: Mapping[str, Text]) -> tuple[tuple[str, Text], ...]:
    return tuple(words.items())


CHANGE_FORMS: Mapping[str, ChangeForm] = {
    "lose": ChangeForm(
        Text("Kehilangan", "Lose something"),
        Text(
            "Simpul daya, unit pendingin, switch, host, atau rak padam untuk seterusnya.",
            "A power node, cooling unit, switch, host or rack is gone for good.",
        ),
        {
            "name": Asked(Field(Text("Nama", "Name")), "losable", needed=True),
            "kind": Asked(
                Field(
                    Text("Jenis", "Kind"),
                    Text(
                        "Hanya bila namanya dipakai beberapa hal.", "Only where several things bear the name."
                    ),
                    "choice",
                    "",
                    (("", Text("apa saja", "any")), *_choices(KIND_WORDS)),
                )
            ),
        },
        _lose,
        {"lose": "name"},
    ),
    "racks": ChangeForm(
        Text("Tambah rak", "Add racks"),
        Text("Rak baru yang sama dengan rak yang ada.", "New racks that are as one that stands."),
        {
            "like": Asked(Field(Text("Seperti rak", "Like the rack")), "racks", needed=True),
            "names": Asked(
                Field(
                    Text("Nama rak baru", "Names of the new racks"),
                    Text("Dipisah spasi, misalnya A08 A09.", "With blanks between, such as A08 A09."),
                ),
                needed=True,
            ),
            "row": Asked(
                Field(Text("Baris", "Row"), Text("Kosong: baris yang sama.", "Empty: the same row."))
            ),
            "pdus": Asked(
                Field(
                    Text("PDU", "PDUs"),
                    None,
                    "choice",
                    "",
                    (
                        ("yes", Text("dengan PDU yang sama", "with the same PDUs")),
                        ("no", Text("tanpa PDU", "without PDUs")),
                    ),
                )
            ),
        },
        _racks,
        {"rack": "names", "node": "names", "add": "names"},
    ),
    "remove": ChangeForm(
        Text("Keluarkan perangkat", "Remove devices"),
        Text("Menurut nama, atau semua milik satu OPD.", "By name, or all of one agency."),
        {
            "names": Asked(_NAMES.field, "devices", long=True),
            "owner": Asked(Field(Text("Semua milik", "All that belong to")), "owners"),
        },
        _remove,
        {"remove": "names"},
    ),
    "replace": ChangeForm(
        Text("Ganti perangkat", "Replace devices"),
        Text("Yang lama keluar, yang baru dicarikan tempat.", "The old leave, the new get a place."),
        {"names": _NAMES, **_SERVERS},
        _replace,
        {"remove": "names"},
    ),
    "place": ChangeForm(
        Text("Tempatkan server", "Place servers"),
        Text(
            "Titip mencarikan tempat; penuh atau tidak terlihat di perbandingan.",
            "Titip finds a place; the comparison shows whether there is one.",
        ),
        _SERVERS,
        _place,
        {},
    ),
    "move": ChangeForm(
        Text("Pindahkan perangkat", "Move a device"),
        Text(
            "Yang tidak diisi di rak lain dianggap tidak diketahui.",
            "What is left empty in another rack counts as not known.",
        ),
        {
            "device": Asked(Field(Text("Perangkat", "Device")), "devices", needed=True),
            "rack": Asked(Field(Text("Ke rak", "To the rack")), "racks"),
            "position_u": Asked(Field(Text("Unit terbawah", "Lowest unit"), None, "number", "U")),
            "face": Asked(
                Field(
                    Text("Sisi", "Side"),
                    None,
                    "choice",
                    "",
                    (
                        ("", Text("seperti sekarang", "as it is")),
                        ("front", Text("depan", "front")),
                        ("rear", Text("belakang", "rear")),
                    ),
                )
            ),
            "cords": Asked(
                Field(
                    Text("Kabel daya", "Supply cords"),
                    Text(
                        "PDU dipisah spasi, misalnya A07-A A07-B.", "PDUs with blanks, such as A07-A A07-B."
                    ),
                )
            ),
            "ports": Asked(
                Field(
                    Text("Port jaringan", "Network ports"),
                    Text("switch/jenis:jumlah", "switch/type:count"),
                )
            ),
        },
        _move,
        {"move": "device"},
    ),
    "set": ChangeForm(
        Text("Ubah nilai atau batas", "Change a value or a limit"),
        Text(
            "Satu nilai dari satu simpul daya, rak, unit pendingin, perangkat, atau host.",
            "One value of a power node, rack, cooling unit, device or host.",
        ),
        {
            "what": Asked(
                Field(
                    Text("Apa", "What"),
                    None,
                    "choice",
                    "",
                    tuple(
                        (name, Text(f"{word.id} ({unit})", f"{word.en} ({unit})") if unit else word)
                        for name, (word, unit) in SETTABLE.items()
                    ),
                )
            ),
            "name": Asked(Field(Text("Dari", "Of")), "things", needed=True),
            "value": Asked(Field(Text("Menjadi", "Becomes"), _NEW), needed=True),
        },
        _set,
        {column.partition(".")[2]: "value" for column in SETTABLE} | {"set": "what", "values": "value"},
    ),
    "policy": ChangeForm(
        Text("Ubah kebijakan", "Change the policy"),
        Text("Satu ketentuan untuk seluruh ruang.", "One rule of the whole room."),
        {
            "what": Asked(Field(Text("Ketentuan", "Rule"), None, "choice", "", _choices(POLICY))),
            "value": Asked(Field(Text("Menjadi", "Becomes"), _NEW, "number"), needed=True),
        },
        _policy,
        {key.partition(".")[2]: "value" for key in POLICY},
    ),
}
