"""What a draft of a request says: what is asked for as items, and the parts that are filled in one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from api.pages.fields import fill, request_of
from capacity.reading.catalogue import DeviceType
from workflow.errors import BadValue
from workflow.plain import canonical, from_canonical
from workflow.procedure import Text

Values = Mapping[str, str]
Status = Literal["new", "begun", "done", "problem"]
MOST_ITEMS = 100
#: Digits of a quantity; more of them are told as a fault by the reader of requests.
LONGEST_QUANTITY = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a request that has a page of its own: its fields, and those without which it is not whole."""

    name: str
    title: Text
    fields: tuple[str, ...]
    hint: Text | None = None
    needed: tuple[str, ...] = ()


_SIZE = ("device_type", "label", "quantity", "u_height", "depth", "depth_mm", "weight_kg")
_SOFTWARE = Part(
    "software",
    Text("Sistem operasi dan keamanan", "Operating system and security"),
    ("os", "os_version", "security_zone"),
    Text(
        "Standar kantor memuat versi yang didukung; zona menentukan rak yang boleh dipakai.",
        "The office's standard lists versions that are supported; the zone says which racks may be used.",
    ),
)
#: Parts of one item, by its kind.
PARTS: Mapping[str, tuple[Part, ...]] = {
    "server": (
        Part("size", Text("Server dan ukurannya", "Server and size"), _SIZE),
        Part(
            "power",
            Text("Daya dan pendinginan", "Power and cooling"),
            ("power_w", "power_basis", "cords"),
            Text(
                "Seluruh daya menjadi panas; pendinginan dihitung dari angka yang sama.",
                "All power becomes heat; cooling is calculated from the same figure.",
            ),
        ),
        Part("network", Text("Jaringan", "Network"), ("ports", "port_sides", "network")),
        _SOFTWARE,
    ),
    "application": (
        Part(
            "size",
            Text("Aplikasi dan kebutuhannya", "Application and what it needs"),
            ("label", "quantity", "vcpu", "memory_mb", "disk_gb"),
        ),
        Part("network", Text("Jaringan", "Network"), ("network",)),
        _SOFTWARE,
    ),
}
ABOUT = Part("about", Text("Tentang permohonan", "About the request"), ("subject",), None, ("subject",))
ABOUT_BEHALF = replace(
    ABOUT,
    fields=("agency", "subject", "channel", "agenda"),
    needed=("agency", "subject", "channel", "agenda"),
)
TOGETHER = Part(
    "together",
    Text("Terpisah atau bersama", "Apart or together"),
    ("keep",),
    Text("Berlaku antara semua yang diminta di sini.", "It holds among everything that is asked for here."),
)
TIME = Part("time", Text("Jangka waktu", "Duration"), ("from", "until"))
CONTACT = Part(
    "contact", Text("Narahubung dan dokumen", "Contact and documents"), ("sha256", "file"), None, ("sha256",)
)
CONTACT_BEHALF = replace(
    CONTACT,
    fields=("requester", "complete_since", "sha256", "file"),
    needed=("requester", "complete_since", "sha256"),
)
STATUS_WORDS: Mapping[Status, Text] = {
    "new": Text("Belum dimulai", "Not yet started"),
    "begun": Text("Sedang diisi", "In progress"),
    "done": Text("Selesai", "Completed"),
    "problem": Text("Ada masalah", "There is a problem"),
}
#: What a field holds before anybody fills it in.
_BEFORE = {"quantity": "1"}


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of thing that is asked for, as often as its quantity says; `done` are its finished parts."""

    number: int
    values: Values = field(default_factory=dict)
    done: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``server`` or ``application``."""
        return "application" if self.values.get("kind") == "application" else "server"

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its parts, in their order."""
        return PARTS[self.kind]


@dataclass(frozen=True, slots=True)
class Content:
    """A draft: what holds for all of it, and its items.

    `pending` are the rows of a spreadsheet that were read and are not taken over yet.
    """

    values: Values = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    done: tuple[str, ...] = ()
    pending: tuple[Values, ...] = ()

    @classmethod
    def read(cls, body: str) -> Content:
        """What a draft's body says. Raises BadInput."""
        return from_canonical(cls, body, "draft")

    def written(self) -> str:
        """The text that `read` reads. Raises BadValue for half a character."""
        try:
            return canonical(self).decode()
        except UnicodeEncodeError:
            raise BadValue("A text holds characters that cannot be kept.", "draft") from None

    def item(self, number: int) -> Item | None:
        """The item of a number."""
        return next((one for one in self.items if one.number == number), None)

    def with_item(self, item: Item) -> Content:
        """With an item in place of the one of its number."""
        return replace(self, items=tuple(item if one.number == item.number else one for one in self.items))

    def without(self, number: int) -> Content:
        """Without an item."""
        return replace(self, items=tuple(one for one in self.items if one.number != number))

    def plus(self, *all_values: Values, done: tuple[str, ...] = ()) -> Content:
        """With more items after those that are there."""
        after = max((one.number for one in self.items), default=0)
        new = (Item(after + count, values, done) for count, values in enumerate(all_values, start=1))
        return replace(self, items=(*self.items, *new))

    @property
    def quantity(self) -> int:
        """How many things are asked for in all; what is no number counts as one."""
        told = (one.values.get("quantity", "") for one in self.items)
        return sum(int(one) if one.isdecimal() and len(one) <= LONGEST_QUANTITY else 1 for one in told)


def shared_parts(content: Content, *, behalf: bool) -> tuple[Part, ...]:
    """The parts that hold for the whole draft; `behalf`: a registrar writes it for an agency."""
    among = (TOGETHER,) if content.quantity > 1 else ()
    about, contact = (ABOUT_BEHALF, CONTACT_BEHALF) if behalf else (ABOUT, CONTACT)
    return (about, *among, TIME, contact)


def status(part: Part, values: Values, done: tuple[str, ...], wrong: frozenset[str]) -> Status:
    """How far a part is; `wrong` are the fields whose values are refused."""
    if wrong & set(part.fields):
        return "problem"
    if part.name in done and all(values.get(name) for name in part.needed):
        return "done"
    begun = any(values.get(name, "") not in ("", _BEFORE.get(name)) for name in part.fields)
    return "begun" if begun or part.name in done else "new"


def request_of_item(content: Content, item: Item, agency: str, group: str) -> dict[str, object]:
    """The contract object of an item; `group` ties it to the others where they are kept apart or together."""
    own = {name: value for name, value in item.values.items() if value}
    both = {name: content.values.get(name, "") for name in ("from", "until", "keep")} | own
    found = request_of(both | {"agency": agency, "kind": item.kind})
    if both["keep"]:
        found["keep"] = both["keep"]
    if both.get("group"):
        found["group"] = both["group"]
    elif both["keep"] and len(content.items) > 1:
        found["group"] = group
    return found


def content_of_request(request: Values) -> Content:
    """A draft that asks for the same as an earlier request; its parts count as finished."""
    shared = {name: request[name] for name in ("from", "until", "keep") if name in request}
    left_out = {*shared, "owner", "group", "priority"}
    values = {name: value for name, value in request.items() if name not in left_out}
    item = Item(1, values)
    done = tuple(part.name for part in item.parts)
    return Content(shared, (replace(item, done=done),), ("together", "time"))


def filled(values: Values, model: DeviceType | None, before: DeviceType | None) -> dict[str, str]:
    """The values with those of a device type where they are empty, or were those of the type before."""
    new, old = fill(model), fill(before)
    return {
        name: new.get(name, "") if name in new and value in ("", old.get(name)) else value
        for name, value in (dict.fromkeys(new, "") | dict(values)).items()
    }


def titles(content: Content) -> Iterator[tuple[Item, str]]:
    """The items with what is added to the subject of each one's case; "" for an only one."""
    for place, item in enumerate(content.items, start=1):
        many = len(content.items) > 1
        yield item, item.values.get("label") or f"{place}/{len(content.items)}" if many else ""
