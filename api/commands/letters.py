"""titip case letter, titip letters verify: letters made, and letters looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from api.commands.case.acting import act_moment, catalogue_of, moment, office_zone
from api.commands.shell import print_json
from api.office import letter_office, letters_of
from api.options import bad_option, day
from api.settings import Settings, read_settings
from api.store import open_store
from api.trust import desk_of, trusted
from workflow.conflicts import NotStored
from workflow.issued import IssuedLetter
from workflow.issuing import LetterDesk, Shown, shown
from workflow.letters import Letter, draft_docx, verification
from workflow.ports import UnitOfWork
from workflow.signing import Verified
from workflow.uploads import take_path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a letter, as it was typed: the options of that name."""

    out: Path | None
    docx: Path | None
    final: bool
    person: str
    number: str = ""
    dated: str | None = None
    electronic: bool = False
    at: str | None = None


def run_letter(name: str, paper: str, wanted: Wanted, *, as_json: bool) -> int:
    """Make a letter and write it to the files that were named; 0."""
    if wanted.out is None and wanted.docx is None:
        raise bad_option("--out", "No file is named.", "Give --out FILE.pdf, --docx FILE.docx, or both.")
    if wanted.final and not wanted.person:
        raise bad_option("--as", "A letter to be signed is made by somebody.", "Say --as PERSON.")
    if not wanted.final and (wanted.number or wanted.dated):
        raise bad_option("--number", "A draft bears no number and no date.", "Add --final.")
    dated = None if wanted.dated is None else day(wanted.dated, "--dated")
    settings = read_settings()
    with open_store(settings) as store:
        with store.read() as unit:
            catalogue, zone = catalogue_of(unit), office_zone(unit)
        letters = letters_of(settings, desk_of(settings, store, catalogue))
        at = (act_moment if wanted.final else moment)(wanted.at, zone)
        issued: IssuedLetter | None = None
        if wanted.final:
            made = letters.make(
                name,
                paper,
                by=wanted.person,
                at=at,
                number=wanted.number,
                dated=dated,
                electronic=wanted.electronic,
            )
            letter, issued = made.letter, made.issued
        else:
            letter = letters.draft(name, paper, at=at)
        _write(letters, letter, wanted)
    if as_json:
        print_json(_plain(paper, issued, settings, wanted))
    else:
        from api.render.letters import print_made

        print_made(issued, [path for path in (wanted.out, wanted.docx) if path], settings.url)
    return 0


def run_verify_letter(what: str, *, as_json: bool) -> int:
    """Look at a letter by its file or its code; 0 if it is genuine and counts, else 1."""
    settings = read_settings()
    path = Path(what)
    is_file = path.is_file()
    content = take_path(path).content if is_file else b""
    digest = sha256(content).hexdigest() if is_file else ""
    with open_store(settings) as store, store.read() as unit:
        letter, kind = _known(unit, settings, what if not is_file else "", digest)
    signatures = _signatures(content, settings) if is_file else None
    genuine = letter is not None and letter.standing == "issued" and kind != "made"
    good = genuine and (signatures is None or not signatures.signatures or signatures.good)
    if as_json:
        print_json(_verified(letter, kind, digest, signatures, genuine=good))
    else:
        from api.render.letters import print_verified

        print_verified(letter, kind, signatures, genuine=good)
    return 0 if good else 1


def _write(letters: LetterDesk, letter: Letter, wanted: Wanted) -> None:
    if wanted.out is not None:
        _to(wanted.out, letters.pdf(letter), "--out")
    if wanted.docx is not None:
        _to(wanted.docx, draft_docx(letter), "--docx")


def _to(path: Path, content: bytes, option: str) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        told = f"{path.name!r} cannot be written: {error.strerror}."
        raise bad_option(option, told, "Name another file.") from None


def _plain(paper: str, issued: IssuedLetter | None, settings: Settings, wanted: Wanted) -> dict[str, object]:
    return {
        "paper": paper,
        "final": issued is not None,
        "number": issued.number if issued else None,
        "dated": issued.dated.isoformat() if issued else None,
        "code": issued.code if issued else None,
        "link": verification(settings.url, issued.code).link if issued else None,
        "sha256": issued.made_sha256 if issued else None,
        "files": [str(path) for path in (wanted.out, wanted.docx) if path],
    }


def _known(unit: UnitOfWork, settings: Settings, code: str, digest: str) -> tuple[Shown | None, str]:
    """The letter of a code or a file, and which of its files that is: "signed", "made", or ""."""
    office = letter_office(settings.letters)
    if code:
        try:
            return shown(unit, code, office), ""
        except NotStored:
            raise NotStored("There is no such file, and no letter bears this code.", code[:80]) from None
    found = unit.letters.with_file(digest)
    if not found:
        return None, ""
    best = next((one for one in found if one.kept_sha256 == digest), found[-1])
    return shown(unit, best.code, office), "signed" if best.kept_sha256 == digest else "made"


def _signatures(content: bytes, settings: Settings) -> Verified | None:
    """The signatures of a PDF; None for what is none."""
    if not content.startswith(b"%PDF-"):
        return None
    from workflow.signing.verify import verify_apart

    return verify_apart(content, trusted(settings), datetime.now(UTC))


def _verified(
    letter: Shown | None, kind: str, digest: str, signatures: Verified | None, *, genuine: bool
) -> dict[str, object]:
    told = letter and {
        "what": letter.what,
        "number": letter.number,
        "dated": letter.dated.isoformat(),
        "office": letter.office,
        "agency": letter.agency,
        "standing": letter.standing,
        "signed": letter.signed,
        "verified": letter.verified,
        "as_made": letter.as_made,
        "sha256": letter.sha256,
    }
    found = signatures.signatures if signatures else ()
    return {
        "genuine": genuine,
        "file": kind or None,
        "sha256": digest or None,
        "letter": told,
        "signatures": [
            {
                "signer": one.signer,
                "issuer": one.issuer,
                "signed_at": one.claimed_at.isoformat() if one.claimed_at else None,
                "intact": one.intact,
                "trusted": one.trusted,
                "good": one.good,
                "problems": list(one.problems),
            }
            for one in found
        ],
    }
