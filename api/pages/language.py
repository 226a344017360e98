"""The languages of the pages: texts, moments and numbers as a person reads them.

Templates are written in English; `api/locale/id.po` says the same in Bahasa Indonesia, the language that a
visitor gets who has not chosen. Texts in Python stand in both languages where they are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from fastapi import Request

from workflow.procedure import Text

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT = "id"
COOKIE = "titip_language"
CATALOGUES = Path(__file__).parents[1] / "locale"


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and the zone that moments are told in."""

    code: str
    zone: ZoneInfo

    def text(self, text: Text | None) -> str:
        """The text in this language; "" without one."""
        if text is None:
            return ""
        return text.en if self.code == "en" else text.id

    def moment(self, at: datetime | None) -> str:
        """Day and time in the office's zone; "-" without one."""
        if at is None:
            return "-"
        return format_datetime(at, "EEE d MMM y, HH:mm", tzinfo=self.zone, locale=self.code)

    def day(self, on: date | None) -> str:
        """A date; "-" without one."""
        return "-" if on is None else format_date(on, "d MMM y", locale=self.code)

    def written_day(self, text: str | None) -> str:
        """A date as a form sends it; the text itself where it is none, "" without one."""
        try:
            return self.day(date.fromisoformat(text)) if text else ""
        except ValueError:
            return text or ""

    def written_moment(self, text: str | None) -> str:
        """Day and time of the office as a form sends them; the text itself where it is none, "" without."""
        try:
            return self.moment(datetime.fromisoformat(text).replace(tzinfo=self.zone)) if text else ""
        except ValueError:
            return text or ""

    def number(self, value: int | float | Fraction | None) -> str:
        """A number with at most one decimal; "?" for what is not known."""
        if value is None:
            return "?"
        return str(format_decimal(round(float(value), 1), locale=self.code))


def code_of(request: Request) -> str:
    """The language that the visitor chose; else the default."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else DEFAULT


@lru_cache
def catalogue(code: str) -> NullTranslations:
    """The catalogue of a language; the one that templates are written in needs none."""
    file = CATALOGUES / f"{code}.po"
    if not file.exists():
        return NullTranslations()
    with file.open("rb") as source:
        messages = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)
