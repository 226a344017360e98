"""The outbox: what people are told by mail, whether it was sent; what was given up is sent again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.addresses import Address, page_number, shown
from api.pages.forms import Sent
from api.pages.office_words import DONE_HERE, JOB_STATES, OCCASIONS
from api.pages.page import MemberPage, go
from api.pages.troubles import PageRoute
from workflow.conflicts import NotStored
from workflow.handling.mail import QUEUE
from workflow.kept import NewJob, News
from workflow.lists import JobLine, JobState
from workflow.plain import canonical
from workflow.ports import UnitOfWork
from workflow.roles import Person

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 50
HERE = "/administration/mail"
_STATES: dict[str, JobState] = {"waiting": "waiting", "leased": "leased", "done": "done", "dead": "dead"}


@router.get(HERE)
def mail(
    page: MemberPage,
    state: Annotated[str, Query(max_length=10)] = "",
    number: Annotated[str, Query(max_length=6, alias="page")] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The mails, newest first."""
    page.require("mail.read")
    at = page_number(number)
    with page.read() as unit:
        found = unit.lists.jobs(QUEUE, _STATES.get(state), (at - 1) * SHOWN, SHOWN)
        people = {one.id: one for one in unit.office.offices().people}
    return page.render(
        "mail.html",
        part=shown(found, at, SHOWN),
        address=Address(HERE, {"state": state if state in _STATES else "", "page": number}),
        state=state if state in _STATES else "",
        states=JOB_STATES,
        occasions=OCCASIONS,
        to={one.id: _people(one, people) for one in found.items},
        cases=page.may("case.read"),
        keeps=page.may("mail.keep"),
        sends=bool(page.served.settings.smtp),
        done=DONE_HERE.get(done),
    )


@router.post(HERE)
def again(page: MemberPage, form: Sent) -> Response:
    """Send again what was given up: people who were told within Titip are told there once, as ever."""
    page.require("mail.keep")
    key = form.text("key")

    def work(unit: UnitOfWork) -> None:
        dead = unit.lists.jobs(QUEUE, "dead", 0, 1_000).items
        one = next((job for job in dead if job.key == key), None)
        if one is None:
            raise NotStored("There is no such mail, or it was not given up.", key)
        unit.jobs.arm(
            NewJob(one.queue, one.kind, one.body, page.at, key=one.key, most_attempts=one.most_attempts),
            page.at,
        )
        body = canonical({"attempts": one.attempts}).decode()
        unit.log.tell(News("mail", key, None, "MailSentAgain", page.at, page.person, body))
        unit.commit()

    page.served.store.run(work)
    return go(f"{HERE}?done=again")


def _people(one: JobLine, known: Mapping[str, Person]) -> list[tuple[str, bool]]:
    """Whom a mail is for, by name, and whether his address is known."""
    to = one.body.get("to")
    ids = [str(person) for person in to] if isinstance(to, list | tuple) else []
    return [(known[id].name, bool(known[id].email)) if id in known else (id, False) for id in ids]
