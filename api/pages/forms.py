"""Forms as they are sent: texts, files, and the papers that they become."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from api.pages.page import Page
from api.security.limits import RequestLimits
from capacity.errors import BadInput, Problem
from workflow.errors import BadValue
from workflow.papers import NewPaper, Signature
from workflow.uploads import LARGEST_FILE_BYTES, take_from

MOST_FILES, MOST_FIELDS, LONGEST_FIELD = 6, 120, 64 * 1024
#: Bytes of the largest form with files in it.
LARGEST_FORM = MOST_FILES * LARGEST_FILE_BYTES // 2 + RequestLimits().body_bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: the first value of each name, without blanks around it."""

    data: FormData

    def text(self, name: str) -> str:
        """A text; "" where there is none."""
        value = self.data.get(name)
        return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""

    def texts(self) -> dict[str, str]:
        """Every text by its name, to be shown again."""
        return {name: self.text(name) for name, value in self.data.items() if isinstance(value, str)}

    def many(self, name: str) -> list[str]:
        """All texts of a name, as boxes that were ticked send them."""
        return [one for one in self.data.getlist(name) if isinstance(one, str)]

    def whole(self, name: str) -> int:
        """A whole number. Raises BadValue."""
        try:
            return int(self.text(name))
        except ValueError:
            raise BadValue(f"'{name}' is not a whole number.", name) from None

    @property
    def version(self) -> int:
        """The version of the case that the form was shown with. Raises BadValue."""
        return self.whole("version")

    @property
    def key(self) -> str | None:
        """What makes a form that is sent twice the same one."""
        found = self.text("key")
        return found if found.isascii() and 0 < len(found) <= 100 and found.isprintable() else None

    def file(self, name: str) -> UploadFile | None:
        """A file; None where none was chosen."""
        found = self.data.get(name)
        return found if isinstance(found, UploadFile) and found.filename else None

    def paper(self, page: Page, paper: str, *, signed: bool = False) -> NewPaper | None:
        """The file of a paper, kept; None where none was chosen. Raises BadInput, BadValue."""
        field = f"paper-{paper}"
        sent = self.file(field)
        if sent is None:
            return None
        upload = take_from(sent.filename or "file", sent.file)
        attestation = self.text(f"attest-{paper}")
        electronic = self.text(f"how-{paper}") == "electronic"
        signature = Signature("electronic") if electronic else Signature("wet", attestation)
        return page.served.desk.keep_paper(
            upload.content,
            page.at,
            paper=paper,
            name=upload.name,
            number=self.text(f"number-{paper}"),
            dated=_date(self.text(f"dated-{paper}"), field),
            signature=signature if signed else None,
        )


def _date(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            [Problem("form", None, field, f"{text!r} is no date.", "Write it as 2026-06-08.")]
        ) from None


async def sent_form(request: Request) -> AsyncIterator[Form]:
    """The form of a request; its files are dropped at the end."""
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD
    ) as data:
        yield Form(data)


Sent = Annotated[Form, Depends(sent_form)]
