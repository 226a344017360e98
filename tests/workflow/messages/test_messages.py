"""Messages worded, told once within Titip, and mailed where an address is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from capacity.errors import TitipError
from tests.workflow.driving import WITA, Desk, sop
from tests.workflow.handling.carrying import Carrier, furnish
from tests.workflow.offices import ASKER, KASI, office
from workflow.commands import Ask
from workflow.kept import NewJob
from workflow.messages import Mail, Messenger, worded
from workflow.messages.wording import OCCASIONS, digest
from workflow.ports import Store
from workflow.store import open_store
from workflow.worker import Worker

LATER = datetime(2026, 6, 9, 1, 0, tzinfo=UTC)


class Box:
    """A mailer that keeps what it is handed, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.mails: list[Mail] = []
        self.failures = failures

    def send(self, mails: Sequence[Mail]) -> None:
        if self.failures:
            self.failures -= 1
            raise TitipError("The mail server is away.")
        self.mails += mails


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'titip.db'}")
    furnish(opened)
    with opened.write() as unit:
        for person in office().people:
            unit.office.put_person(replace(person, email=f"{person.id}@denpasar.example"))
        unit.commit()
    return opened


def deliver(store: Store, box: Box | None, at: datetime = LATER) -> None:
    messenger = Messenger(box, "https://titip.example/")
    Worker(store, {"message": messenger.handle}, ("mail",), clock=lambda: at).drain()


def test_every_message_that_a_case_gives_reason_for_has_words() -> None:
    case = Desk().at("3").do(Ask, KASI, question="How heavy is {it}?").case
    for occasion in OCCASIONS:
        message = worded(occasion, case, sop().procedure.step("3"), WITA)
        for text in (message.subject, message.body):
            assert text.id
            assert text.en
            assert "{case}" not in text.id + text.en
    asked = worded("asked", case, sop().procedure.step("3"), WITA)
    assert "How heavy is {it}?" in asked.body.en


def test_people_are_told_within_titip_and_by_mail(store: Store) -> None:
    box = Box()
    case = Carrier(store).to("3")
    case.do(Ask, KASI, question="How heavy is it?")
    deliver(store, box)
    with store.read() as unit:
        told = unit.notifications.of(ASKER)
        assert "asked" in [one.occasion for one in told]
        assert "arrived" in [one.occasion for one in unit.notifications.of(KASI)]
    asked = next(mail for mail in box.mails if "How heavy" in mail.text)
    assert asked.to == f"{ASKER}@denpasar.example"
    assert f"https://titip.example/cases/{case.name}" in asked.text


def test_a_mail_server_that_is_away_is_tried_again_and_nobody_is_told_twice(store: Store) -> None:
    Carrier(store).file()
    box = Box(failures=1)
    deliver(store, box)
    first = len(box.mails)
    with store.read() as unit:
        told = {person.id: unit.notifications.of(person.id) for person in office().people}
    deliver(store, box, LATER + timedelta(hours=2))
    assert len(box.mails) > first
    assert len({mail.id for mail in box.mails}) == len(box.mails)
    with store.read() as unit:
        assert {person: unit.notifications.of(person) for person in told} == told


def test_without_an_address_or_a_mail_server_people_are_told_within_titip(store: Store) -> None:
    Carrier(store).to("2")
    deliver(store, None)
    with store.read() as unit:
        assert unit.notifications.of("agung")


def test_a_digest_names_every_case_that_waits(store: Store) -> None:
    box = Box()
    with store.write() as unit:
        body = {"occasion": "digest", "to": [KASI], "cases": ["PS-2026-0001", "PS-2026-0002"]}
        unit.jobs.put(NewJob("mail", "message", body, LATER, key="digest:komang:1"), LATER)
        unit.commit()
    deliver(store, box)
    (mail,) = box.mails
    assert mail.subject == digest(["a", "b"]).subject.id
    assert "PS-2026-0001, PS-2026-0002" in mail.text
