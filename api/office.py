"""The letters of an office, as the settings say."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from api.settings import LETTERS, Settings, bad_setting
from workflow.handling import Desk
from workflow.issuing import LetterDesk
from workflow.letters import LetterOffice, read_office, shipped_office


def letters_of(settings: Settings, desk: Desk) -> LetterDesk:
    """The door to the letters of the cases behind a desk. Raises BadInput for a bad file."""
    return LetterDesk(desk, letter_office(settings.letters), settings.url)


@lru_cache(maxsize=4)
def letter_office(file: str) -> LetterOffice:
    """The office's letterhead and registers; the one that comes with Titip for "". Raises BadInput."""
    if not file:
        return shipped_office()
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        told = f"{Path(file).name!r} cannot be read: {error.strerror}."
        raise bad_setting(LETTERS, told, "Name a file as in data/letters.") from None
    return read_office(content, Path(file).name)
