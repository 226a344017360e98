"""Settings of an installation, read from variables of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from capacity.errors import BadInput, Problem
from capacity.reading.problems import Problems

DATABASE = "TITIP_DATABASE"
_PASSWORD = re.compile(r"(://[^/@:]*:|[?&]password=)[^@&]*")
_SCHEMES = ("sqlite:///", "postgresql://")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    Attributes
    ----------
    database
        Address of the database; it may hold a password, so it is not shown.
    """

    database: str = field(default="sqlite:///titip.db", repr=False)

    @property
    def shown(self) -> str:
        """The address of the database without its password."""
        return _PASSWORD.sub(r"\1***", self.database)


#: Field of `Settings` -> its variable.
VARIABLES = {"database": DATABASE}


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings; a variable that is empty counts as not set. Raises BadInput with every problem."""
    given = {name: environment.get(variable, "").strip() for name, variable in VARIABLES.items()}
    settings = Settings(**{name: value for name, value in given.items() if value})
    problems = Problems()
    for variable, problem, advice in _faults(settings):
        problems.add("environment", None, variable, problem, advice)
    problems.raise_if_any()
    return settings


def bad_setting(variable: str, problem: str, advice: str) -> BadInput:
    """The error of a variable that turns out to be wrong when it is used."""
    return BadInput([Problem("environment", None, variable, problem, advice)])


def _faults(settings: Settings) -> list[tuple[str, str, str]]:
    scheme = next((one for one in _SCHEMES if settings.database.startswith(one)), None)
    rest = settings.database.removeprefix(scheme or "").partition("?")[0]
    if scheme is None or (scheme == "sqlite:///" and rest in ("", ":memory:")):
        advice = "Write sqlite:///FILE (with four slashes for a full path), or postgresql://USER@HOST/NAME."
        # Not the value itself: it may hold a password.
        return [(DATABASE, "It is the address of no database that Titip can use.", advice)]
    return []
