"""Papers of a case: numbered revisions, each with its hash, and how it was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Signature:
    """How a paper is signed.

    ``wet``: signed by hand and scanned; `attestation` says who vouches that the scan is what was signed, and
    nothing can be verified. ``electronic``: `verified` says whether the signatures were found to be good, and
    `signers` are the names in their certificates, oldest first.
    """

    kind: Literal["wet", "electronic"]
    attestation: str = ""
    verified: bool = False
    signers: tuple[str, ...] = ()

    @property
    def verifiable(self) -> bool:
        """True where a signature can be checked again by a program."""
        return self.kind == "electronic"


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file handed in as the paper `paper` of the procedure.

    `number` and `dated` are what stands on it, given by the national register or the own one.
    """

    paper: str
    sha256: str
    name: str
    size_bytes: int
    media_type: str
    number: str = ""
    dated: date | None = None
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class PaperRef:
    """One revision of a paper."""

    paper: str
    revision: int


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """A revision of a paper of a case, counted from 1.

    `visit` is the visit of a step in which it was made, `maker` the person. `file` is None for papers that
    a decision makes: these cover others. `signed_as` are the lines of the signature block.
    """

    paper: str
    revision: int
    visit: int
    maker: str
    sha256: str = ""
    file: NewPaper | None = None
    covers: tuple[PaperRef, ...] = ()
    signed_as: tuple[str, ...] = ()

    @property
    def ref(self) -> PaperRef:
        """What other papers and initials name it by."""
        return PaperRef(self.paper, self.revision)

    @property
    def signed(self) -> bool:
        """True for a revision that bears a signature."""
        return self.file is not None and self.file.signature is not None


@dataclass(frozen=True, slots=True)
class Initial:
    """Paraf: `person` has checked these revisions in the capacity of `role`."""

    role: str
    person: str
    papers: tuple[PaperRef, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a case keeps of a stored analysis: its hash, the request it is about, its result.

    `room` is the room it is about; `sha256` the file that holds all of it, frozen. `assumptions` are what was
    assumed for data that is missing, in words.
    """

    id: str
    sha256: str
    request_sha256: str
    result: Literal["fits", "does_not_fit", "cannot_decide"]
    assumptions: tuple[str, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item of the request goes; items count from 1.

    A server has `rack`, `position_hu` (rack numbering, half units), `face`, cords (``PDU`` or ``PDU:leg``)
    and ports (``switch/type:count``); an application has `host`, and nothing else.
    """

    item: int
    rack: str | None = None
    position_hu: int | None = None
    face: str | None = None
    cords: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    host: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The place that was taken: the first of the analysis, another of its places, or an own one.

    `place` says it in words, `items` exactly, in the room `room`. `number` counts the places of the analysis,
    the first is 1. `overrides` is the reason for overriding soft rules, `rules` are these; "" and () where
    none is.
    """

    place: str
    kind: Literal["first", "other", "own"] = "first"
    overrides: str = ""
    room: str = ""
    items: tuple[ItemPlace, ...] = ()
    number: int = 1
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """An item as it stands there in fact after the handover.

    `name` is what the room calls it from now on ("": the case's name and the item). Servers have a weight in
    grams and a draw in watts; `at` is where it stands, None: where its place was held.
    """

    serial: str
    place: str
    weight_g: int | None = None
    power_w: int | None = None
    item: int = 1
    name: str = ""
    at: ItemPlace | None = None
