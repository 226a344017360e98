"""Words of the register, the letters and the administration: both languages, and every kind of the log."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from api.pages import log_words, office_words
from api.pages.office_words import duration, source_words
from workflow.events import EVENTS
from workflow.messages import wording
from workflow.procedure import Text

ROOT = Path(__file__).parents[3]


def test_every_word_is_there_in_both_languages() -> None:
    told = [value for module in (office_words, log_words) for value in vars(module).values()]
    tables = [one for one in told if isinstance(one, MappingProxyType)]
    texts = [text for table in tables for text in table.values()]
    texts += [one for one in told if isinstance(one, Text)]
    assert len(texts) > 100
    assert not [one for one in texts if not (one.id.strip() and one.en.strip())]


def test_every_kind_of_entry_has_its_words() -> None:
    kinds = {event.__name__ for event in EVENTS}
    for file in [*ROOT.glob("workflow/**/*.py"), *ROOT.glob("api/**/*.py")]:
        text = file.read_text()
        kinds |= set(re.findall(r'(?:tell|News|_news)\([^()]*?"([A-Z][A-Za-z]+)"', text))
    kinds |= {"PasswordChanged", "SignedIn", "ScenarioMade", "ScenarioChanged", "StayEndsSoon"}
    assert len(kinds) > 35
    assert kinds - set(log_words.KINDS) == set()


def test_every_occasion_of_a_message_has_its_words() -> None:
    told = set(re.findall(r'(?m)^ {8}"([a-z-]+)": \($', Path(wording.__file__).read_text()))
    assert len(told) > 10
    assert told - set(office_words.OCCASIONS) == set()


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (0.4, "0 min"), (59, "59 min"), (60, "1 h"), (150, "2 h 30 min")]
)
def test_working_time_is_told_in_hours_and_minutes(minutes: float, said: str) -> None:
    assert duration(timedelta(minutes=minutes)).en == said


def test_where_a_day_off_is_known_from_is_told_with_the_package_that_knows_it() -> None:
    assert source_words("holidays 0.1, national holiday").id == "hari libur nasional (holidays 0.1)"
    assert source_words("Pawukon").id == "kalender Pawukon"
    assert source_words("a decree").id == "a decree"
