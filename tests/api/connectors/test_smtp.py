"""Mail through a real server on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from api.connectors.smtp import MailFailed, Smtp
from workflow.messages import Mail


class Kept:
    """What a server took."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"

    def message(self, number: int = 0) -> EmailMessage:
        content = self.envelopes[number].content
        assert isinstance(content, bytes)
        found = message_from_bytes(content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
    return number


@pytest.fixture
def server(port: int) -> Iterator[Kept]:
    kept = Kept()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept
    controller.stop()


def smtp(port: int) -> Smtp:
    return Smtp(f"smtp://127.0.0.1:{port}", "titip@denpasar.example")


def test_mails_arrive_as_they_were_written(server: Kept, port: int) -> None:
    mails = [Mail("1", "sari@dinas.example", "Permohonan „PPDB“ dicatat", "Isi surat: é ü\n")]
    smtp(port).send(mails)
    message = server.message()
    assert message["Subject"] == "Permohonan „PPDB“ dicatat"
    assert message["To"] == "sari@dinas.example"
    assert message["From"] == "titip@denpasar.example"
    assert message.get_content().replace("\r\n", "\n") == "Isi surat: é ü\n"


def test_the_same_message_has_the_same_id_so_that_a_second_one_is_known(server: Kept, port: int) -> None:
    one, other = Mail("1", "a@b.example", "x", "y"), Mail("2", "a@b.example", "x", "y")
    smtp(port).send([one, one, other])
    ids = [server.message(number)["Message-ID"] for number in range(3)]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith("@denpasar.example>")


def test_a_subject_with_line_breaks_makes_no_header_of_its_own(server: Kept, port: int) -> None:
    smtp(port).send([Mail("1", "a@b.example", "Hello\r\nBcc: everybody@b.example", "y")])
    message = server.message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: everybody@b.example"


def test_a_server_that_is_away_is_told_without_its_password(port: int) -> None:
    away = Smtp(f"smtp://titip:secret@127.0.0.1:{port}", "titip@denpasar.example")
    with pytest.raises(MailFailed) as caught:
        away.send([Mail("1", "a@b.example", "x", "y")])
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(caught.value.__cause__)
