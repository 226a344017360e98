"""Whether a letter is genuine: the page that its QR code leads to. Anybody may look who has the letter."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from api.office import letter_office
from api.pages.forms import Sent
from api.pages.office_words import NO_FILE, SAME, SIGNED, STANDING, STANDING_TAG
from api.pages.page import OpenPage, Page
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.security.limits import RequestLimits
from api.web.problems import status_of
from capacity.errors import TitipError
from workflow.conflicts import NotStored
from workflow.issuing import Comparison, Shown, compared, shown
from workflow.letters.qr import PATH
from workflow.uploads import take_from

router = APIRouter(include_in_schema=False, route_class=PageRoute)
JSON = "/api/v1/letters/"
COMMAND = "sha256sum surat.pdf"
LONGEST = 100
Code = Annotated[str, Path(max_length=2000)]


@router.get(f"/{PATH}/{{code}}")
def verification(code: Code, request: Request, page: OpenPage) -> Response:
    """The letter that bears a code, for a person; programs are led to the same as JSON."""
    if "text/html" not in request.headers.get("accept", ""):
        return RedirectResponse(f"{request.scope.get('root_path', '')}{JSON}{quote(code, safe='')}")
    return _show(page, code)


@router.post(f"/{PATH}/{{code}}", max_body_size=RequestLimits().upload_bytes)
def compare(code: Code, page: OpenPage, form: Sent) -> Response:
    """The same, with a file beside it: is it the letter, byte for byte? Nothing of it is kept."""
    sent = form.file("file")
    if sent is None:
        told = (Trouble("file", page.language.text(NO_FILE)),)
        return _show(page, code, status=422, troubles=told)
    try:
        content = take_from(sent.filename or "file", sent.file).content
        with page.read() as unit:
            found = compared(unit, code, content)
    except NotStored:
        return _show(page, code)
    except TitipError as error:
        if status_of(error) >= 500:
            raise
        return _show(page, code, status=status_of(error), troubles=troubles_of(error, page))
    return _show(page, code, comparison=found)


def _show(
    page: Page,
    code: str,
    *,
    status: int = 200,
    comparison: Comparison | None = None,
    troubles: tuple[Trouble, ...] = (),
) -> Response:
    letter = _letter(page, code)
    return page.render(
        "verification.html",
        status if letter else 404,
        borne=code,
        letter=letter,
        standing=STANDING,
        standing_tag=STANDING_TAG,
        ways=SIGNED,
        same=SAME,
        comparison=comparison,
        command=COMMAND,
        troubles=troubles if letter else (),
    )


def _letter(page: Page, code: str) -> Shown | None:
    """The letter; None where nobody ever wrote one with that code."""
    if len(code) > LONGEST:
        return None
    try:
        with page.read() as unit:
            return shown(unit, code, letter_office(page.served.settings.letters))
    except NotStored:
        return None
