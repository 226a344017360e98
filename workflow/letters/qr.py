"""The link under which anybody can check a letter, and its QR code."""

from __future__ import annotations

import io
import re

import segno

from workflow.errors import BadValue
from workflow.letters.values import Verification

# 128 random bits take 22 characters of base64 for addresses, 26 of base 32, 32 of base 16.
_CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_BASE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
PATH = "v"


def verification(base_url: str, code: str) -> Verification:
    """The link ``base_url/v/code`` and its QR code. Raises BadValue.

    `code` is random and is all that one needs to see the letter's metadata and hash: 128 bits at least.
    """
    if not _BASE.fullmatch(base_url):
        raise BadValue(f"'{base_url}' is no base of links: write it as https://titip.example.", "base_url")
    if not _CODE.fullmatch(code):
        raise BadValue("A code has 22 to 64 letters, digits, - and _: 128 random bits.", "code")
    link = f"{base_url.rstrip('/')}/{PATH}/{code}"
    out = io.BytesIO()
    segno.make_qr(link, error="m").save(out, kind="svg", border=0, xmldecl=False, nl=False)
    return Verification(link, out.getvalue().decode())
