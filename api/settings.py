"""Settings of an installation, read from variables of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from capacity.errors import BadInput, Problem
from capacity.reading.problems import Problems

DATABASE = "TITIP_DATABASE"
URL = "TITIP_URL"
SMTP = "TITIP_SMTP"
MAIL_FROM = "TITIP_MAIL_FROM"
TRUST = "TITIP_TRUST"
LETTERS = "TITIP_LETTERS"
_PASSWORD = re.compile(r"(://[^/@:]*:|[?&]password=)[^@&]*")
_SCHEMES = ("sqlite:///", "postgresql://")
_SMTP_SCHEMES = ("smtp", "smtp+starttls", "smtps")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    Attributes
    ----------
    database
        Address of the database; it may hold a password, so it is not shown.
    url
        Where people's browsers reach the service; without TLS on a loopback address only.
    smtp
        Address of the mail server, with user and password where it wants them; "": no mail is sent.
    mail_from
        Who mails come from.
    trust
        A folder of certificates (PEM) that electronic signatures must lead to; "": none is trusted.
    letters
        The file with letterhead and registers of the office's letters; "": the one that comes with Titip.
    """

    database: str = field(default="sqlite:///titip.db", repr=False)
    url: str = "http://127.0.0.1:8000"
    smtp: str = field(default="", repr=False)
    mail_from: str = ""
    trust: str = ""
    letters: str = ""

    @property
    def shown(self) -> str:
        """The address of the database without its password."""
        return _PASSWORD.sub(r"\1***", self.database)


#: Field of `Settings` -> its variable.
VARIABLES = {
    "database": DATABASE,
    "url": URL,
    "smtp": SMTP,
    "mail_from": MAIL_FROM,
    "trust": TRUST,
    "letters": LETTERS,
}


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


def _faults(settings: Settings) -> Iterator[tuple[str, str, str]]:
    scheme = next((one for one in _SCHEMES if settings.database.startswith(one)), None)
    rest = settings.database.removeprefix(scheme or "").partition("?")[0]
    if scheme is None or (scheme == "sqlite:///" and rest in ("", ":memory:")):
        advice = "Write sqlite:///FILE (with four slashes for a full path), or postgresql://USER@HOST/NAME."
        # Not the value itself: it may hold a password.
        yield DATABASE, "It is the address of no database that Titip can use.", advice
    parts = _split(settings.url)
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path not in ("", "/")
    ):
        yield URL, "It is no address of a service.", "Write https://HOST, without a path."
    if settings.smtp:
        server = _split(settings.smtp)
        if server is None or server.scheme not in _SMTP_SCHEMES or not server.hostname:
            advice = "Write smtp://HOST, smtp+starttls://USER:PASSWORD@HOST or smtps://USER:PASSWORD@HOST."
            yield SMTP, "It is the address of no mail server.", advice
        if "@" not in settings.mail_from:
            yield MAIL_FROM, "Mails need a sender.", "Write the office's address, such as titip@OFFICE."


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None where it has none that make sense."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    return parts
