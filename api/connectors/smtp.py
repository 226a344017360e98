"""Mail over SMTP, to the one server that the settings name."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from capacity.errors import TitipError
from workflow.messages import Mail

TIMEOUT_S = 20.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SCHEMES = tuple(_PORTS)


class MailFailed(TitipError):
    """The mail server cannot be reached, or does not take a mail; it is tried again later."""

    code = "mail-failed"


@dataclass(frozen=True, slots=True)
class Smtp:
    """Sends mail through a server: ``smtp://``, ``smtp+starttls://`` or ``smtps://USER:PASSWORD@HOST:PORT``."""

    address: str
    sender: str

    def send(self, mails: Sequence[Mail]) -> None:
        """Hand the mails over, in one connection. Raises MailFailed, which shows no password."""
        parts = urlsplit(self.address)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        context = ssl.create_default_context()
        try:
            if parts.scheme == "smtps":
                server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
            else:
                server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
            with server:
                if parts.scheme == "smtp+starttls":
                    server.starttls(context=context)
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                for mail in mails:
                    server.send_message(self._message(mail))
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailed(f"The mail server {host} failed: {type(error).__name__}.") from None

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = mail.to
        # What an agency has written may stand in it, and must not become a header of its own.
        message["Subject"] = " ".join(mail.subject.split())
        message["Date"] = formatdate(localtime=False)
        domain = self.sender.rpartition("@")[2] or "titip"
        message["Message-ID"] = f"<{sha256(mail.id.encode()).hexdigest()[:32]}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message
