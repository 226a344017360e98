"""Is a signed PDF the one that was made, with nothing added to it but signatures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis.commons import compare_dicts

from workflow.signing.loop import outside_of_loops

#: What signing adds to the catalogue and to the page that the signature belongs to.
_OF_ROOT = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"})
_OF_PAGE = frozenset({"/Annots"})


def signed_from(content: bytes, made: bytes) -> bool:
    """True if the PDF begins with the bytes of the one that was made, and adds signatures only.

    A signature says that nobody changed the file after it. This says that nobody changed it between the
    making and the first signature either. What a visible signature shows is up to who signs. For files whose
    signatures were found to be good in a process of their own: it is read here without a limit.
    """
    outside_of_loops()
    if not content.startswith(made):
        return False
    try:
        base = PdfFileReader(BytesIO(made)).xrefs.total_revisions - 1
        reader = PdfFileReader(BytesIO(content))
        revisions = range(base + 1, reader.xrefs.total_revisions)
        old = reader.get_historical_resolver(base)
        new = (reader.get_historical_resolver(number) for number in revisions)
        return len(revisions) > 0 and all(_adds_signatures(reader, old, one) for one in new)
    except Exception:
        # The reader meets hostile files with whatever Python raises: none of it is a fault of ours.
        return False


def _adds_signatures(reader: PdfFileReader, old: Any, new: Any) -> bool:
    """True if a revision changes nothing that was there but what signing changes, and adds signatures."""
    if new.root_ref != old.root_ref or new.refs_freed_in_revision():
        return False
    info = (reader.trailer.raw_get("/Info"), old.root.raw_get("/Metadata"))
    about = {(one.idnum, one.generation) for one in info}
    for ref in new.explicit_refs_in_revision():
        if reader.xrefs.get_historical_ref(ref, old.revision) is None:
            continue  # it is new, and seen only if something that was there leads to it
        if (ref.idnum, ref.generation) not in about and not _changed_by_signing(old(ref), new(ref)):
            return False
    form = _at(new.root, "/AcroForm")
    return all(_at(field, "/FT") == "/Sig" for field in _items(form, "/Fields"))


def _changed_by_signing(before: Any, after: Any) -> bool:
    if not isinstance(before, DictionaryObject) or not isinstance(after, DictionaryObject):
        return False
    kind = before.get("/Type")
    if kind == "/Catalog":
        return bool(compare_dicts(before, after, _OF_ROOT, raise_exc=False))
    if kind == "/Page":
        same = compare_dicts(before, after, _OF_PAGE, raise_exc=False)
        notes = _items(after, "/Annots")
        signature = ("/Widget", "/Sig")
        return bool(same) and all((_at(one, "/Subtype"), _at(one, "/FT")) == signature for one in notes)
    return False


def _at(node: Any, key: str) -> Any:
    """What stands under a key, references followed; None for nothing."""
    return node[key] if isinstance(node, DictionaryObject) and key in node else None


def _items(node: Any, key: str) -> list[Any]:
    found = _at(node, key)
    return [found[place] for place in range(len(found))] if isinstance(found, ArrayObject) else []
