"""Who may see and do what: one table, one function.

The table answers for the door: may this person do this to that thing at all. Whether the procedure allows
it, here and now and by him, is asked by `workflow.case` afterwards, for the post and the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from api.security.errors import NotSignedIn
from workflow.conflicts import NotStored
from workflow.errors import NotAllowed
from workflow.roles import ROLES, Offices

#: What a token may be good for. A token does at most what its person may.
SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "read": "see what the person may see",
        "check": "check, plan and count headroom",
        "file": "file requests, answer and withdraw them",
        "decide": "act in the steps of cases, as an official",
        "keep": "keep rooms, posts, calendars and procedures",
    }
)

_OFFICIALS = frozenset(name for name, role in ROLES.items() if role.official)
_EVERYBODY = frozenset(ROLES)
_INSIDE = _OFFICIALS | {"planner", "auditor"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Who asks: a person, the roles that he acts in today, the agencies that he acts for.

    `scopes` is None for a session, else what the token is good for; `session` is the hash of a session's id.
    """

    person: str | None
    roles: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None
    session: str | None = None


NOBODY = Subject(None)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: the agency that it is of, the person that it is of; None where it is nobody's."""

    agency: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one thing.

    `roles` may do it to everything; with `agency`, agencies may do it to their own; with `own`, a person to
    his own. `scope` is what a token needs; None: never by token. `sees` is the action without which
    the thing is not even told to be there; "" where its being there is no secret.
    """

    roles: frozenset[str] = frozenset()
    agency: bool = False
    own: bool = False
    scope: str | None = "read"
    sees: str = ""
    public: bool = False


def _case(roles: frozenset[str] | set[str], scope: str, *, agency: bool = False) -> Rule:
    return Rule(frozenset(roles), agency=agency, scope=scope, sees="case.read")


_READERS = _INSIDE | {"registrar"}
_PLANNERS = _OFFICIALS | {"planner"}
_ADMIN = frozenset({"administrator"})

TABLE: Mapping[str, Rule] = MappingProxyType(
    {
        # Cases. The agency sees its request, questions and the letters sent to it; not the work in between.
        "case.read": Rule(_READERS, agency=True, sees="case.read"),
        "case.read_internal": _case(_INSIDE, "read"),
        "case.file": Rule(frozenset({"registrar"}), agency=True, scope="file"),
        # A file by itself, to be handed in with a command: nobody finds it but by its content.
        "file.keep": Rule(_OFFICIALS | {"registrar", "agency"}, scope="file"),
        # A request that is not sent yet: its agency's people share it, a registrar's is his own.
        "draft.keep": Rule(agency=True, own=True, scope=None, sees="draft.keep"),
        "case.answer": _case({"registrar"}, "file", agency=True),
        "case.comment": _case(_PLANNERS | {"registrar"}, "file", agency=True),
        "case.withdraw": _case(_OFFICIALS | {"registrar"}, "file", agency=True),
        "case.decide": _case(_OFFICIALS, "decide"),
        "case.direct": _case(_OFFICIALS, "decide"),
        "case.pin": _case(_ADMIN, "keep"),
        "task.read": Rule(_OFFICIALS | {"auditor"}),
        "figures.read": Rule(_INSIDE),
        # Letters. Whoever has one in hand may ask whether it is genuine.
        "letter.read": Rule(_READERS, agency=True, sees="case.read"),
        "letter.verify": Rule(_EVERYBODY, public=True),
        # Rooms: what stands there is other agencies' equipment.
        "room.read": Rule(_INSIDE | _ADMIN, sees="room.read"),
        "room.keep": Rule(frozenset({"kasi"}) | _ADMIN, scope="keep", sees="room.read"),
        "check.stored": Rule(_INSIDE, scope="check", sees="room.read"),
        "check.inline": Rule(_EVERYBODY, scope="check"),
        "plan.run": Rule(_PLANNERS, scope="check", sees="room.read"),
        "job.read": Rule(_OFFICIALS | {"auditor"}, own=True, sees="job.read"),
        "job.cancel": Rule(_OFFICIALS, own=True, scope="check", sees="job.read"),
        # Scenarios name what stands in rooms. Only the owner changes his, or the head of section; that one
        # is to be carried out is decided by officials.
        "scenario.read": Rule(_INSIDE),
        "scenario.make": Rule(_PLANNERS, scope="check"),
        "scenario.change": Rule(frozenset({"kasi"}), own=True, scope="check"),
        "scenario.plan": Rule(_OFFICIALS, scope="decide"),
        # The office.
        "people.read": Rule(_EVERYBODY - {"agency"}),
        "people.keep": Rule(_ADMIN, scope="keep"),
        "calendar.read": Rule(_EVERYBODY),
        "calendar.keep": Rule(_ADMIN, scope="keep"),
        "procedure.read": Rule(_EVERYBODY),
        "procedure.keep": Rule(_ADMIN, scope="keep"),
        # The log holds everything of every case.
        "audit.read": Rule(frozenset({"auditor"})),
        "audit.verify": Rule(frozenset({"auditor", "administrator"})),
        # Mails: whom, of what, and whether it was sent; never what they say.
        "mail.read": Rule(frozenset({"auditor", "administrator"})),
        "mail.keep": Rule(_ADMIN, scope="keep"),
        # Accounts: never by token, so that a stolen token makes no other.
        "account.read": Rule(
            frozenset({"auditor", "administrator"}), own=True, scope=None, sees="account.read"
        ),
        "account.keep": Rule(_ADMIN, scope=None, sees="account.read"),
        "account.own": Rule(own=True, scope=None, sees="account.read"),
        "me.read": Rule(own=True),
    }
)


def subject_of(
    offices: Offices, person: str, on: date, scopes: tuple[str, ...] | None = None, session: str | None = None
) -> Subject:
    """Who a person is on a day of the office; roles follow from the posts that he then holds."""
    agencies = (acting.post.agency for acting in offices.acting("agency", on) if acting.person.id == person)
    return Subject(
        person,
        frozenset(offices.roles_of(person, on)),
        frozenset(agency for agency in agencies if agency is not None),
        None if scopes is None else frozenset(scopes),
        session,
    )


def can(subject: Subject, action: str, thing: Thing | None = None) -> bool:
    """True if the subject may do the action to the thing; without a thing, to anything at all.

    Raises KeyError for an action without a row.
    """
    rule = TABLE[action]
    if rule.public:
        return True
    if subject.person is None:
        return False
    if subject.scopes is not None and rule.scope not in subject.scopes:
        return False
    if subject.roles & rule.roles:
        return True
    of_agency = rule.agency and "agency" in subject.roles
    if thing is None:
        return rule.own or of_agency
    if of_agency and thing.agency is not None and thing.agency in subject.agencies:
        return True
    return rule.own and thing.person == subject.person


def require(subject: Subject, action: str, thing: Thing | None = None, name: str = "") -> None:
    """Nothing, if the subject may; else what he is told.

    Raises NotSignedIn; NotStored where he may not even know that the thing is there, in the words that
    are used where it is not; NotAllowed otherwise.
    """
    if can(subject, action, thing):
        return
    if subject.person is None:
        raise NotSignedIn("Sign in first.")
    sees = TABLE[action].sees
    if thing is not None and sees and not can(subject, sees, thing):
        raise not_there(name)
    if subject.scopes is not None and TABLE[action].scope not in subject.scopes:
        raise NotAllowed("The token is not good for this.", name)
    raise NotAllowed("You may not do this.", name)


def not_there(name: str) -> NotStored:
    """The one error for what is not there and for what one may not know of."""
    return NotStored("There is nothing of that name.", name)


@dataclass(frozen=True, slots=True)
class Visible:
    """Which cases somebody sees: all, or those of some agencies (sorted; none, if empty)."""

    all: bool
    agencies: tuple[str, ...] = ()

    def __contains__(self, agency: str) -> bool:
        return self.all or agency in self.agencies


def visible_cases(subject: Subject) -> Visible:
    """The filter for lists, searches and totals: the same answer as `can(subject, "case.read", ...)`."""
    if not can(subject, "case.read"):
        return Visible(False)
    if subject.roles & TABLE["case.read"].roles:
        return Visible(True)
    return Visible(False, tuple(sorted(subject.agencies)))
