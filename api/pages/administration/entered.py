"""What was entered in a form of the administration, and what is wrong with it in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from api.pages.forms import Form
from api.pages.page import Page
from api.pages.troubles import Trouble, troubles_of
from api.web.problems import status_of
from capacity.errors import TitipError
from workflow.conflicts import NotStored
from workflow.errors import BadValue
from workflow.procedure import Text

LONGEST = 300
_MISSING = Text("Isian ini wajib diisi.", "This is needed.")
_LINE = Text(f"Paling banyak {LONGEST} huruf dalam satu baris.", f"At most {LONGEST} characters on one line.")
_DAY = Text("Tulis tanggal seperti 2026-06-08.", "Write the day as 2026-06-08.")


class Wrong(BadValue):
    """What was entered in one field cannot be taken."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text.en, field)
        self.field = field
        self.text = text


def line_in(form: Form, field: str, *, needed: bool = False) -> str:
    """A text on one line. Raises Wrong."""
    text = form.text(field)
    if needed and not text:
        raise Wrong(field, _MISSING)
    if len(text) > LONGEST or not text.isprintable():
        raise Wrong(field, _LINE)
    return text


def day_in(form: Form, field: str, *, needed: bool = False) -> date | None:
    """A day; None where the field is empty. Raises Wrong."""
    text = form.text(field)
    if not text:
        if needed:
            raise Wrong(field, _MISSING)
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(field, _DAY) from None


def attempt(page: Page, form: Form, work: Callable[[], None]) -> tuple[int, tuple[Trouble, ...]]:
    """Do something; status and troubles if it was refused, 200 and none if it was done.

    Raises what is no fault of the form: NotStored, and failures of Titip.
    """
    which = form.text("form")
    try:
        work()
    except Wrong as wrong:
        return 422, (Trouble(f"{which}-{wrong.field}", page.language.text(wrong.text)),)
    except NotStored:
        raise
    except TitipError as error:
        status = status_of(error)
        if status >= 500 and error.code != "busy":
            raise
        return status, troubles_of(error, page)
    return 200, ()
