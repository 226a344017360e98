"""Who may do what: every action, every role, {own, another agency's, nobody's}, session and token."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from api.security.access import (
    NOBODY,
    SCOPES,
    TABLE,
    Subject,
    Thing,
    can,
    not_there,
    require,
    subject_of,
    visible_cases,
)
from api.security.errors import NotSignedIn
from tests.workflow.offices import AGENCY, ASKER, KASI, OTHER_AGENCY, SINCE, STRANGER, office
from workflow.conflicts import NotStored
from workflow.errors import NotAllowed
from workflow.roles import ROLES, Holding

ON = date(2026, 6, 8)
DOCUMENT = Path(__file__).resolve().parents[3] / "docs/explanation/sign-in.md"
OFFICIALS = {"kepala_dinas", "sekretaris", "kabid", "kasi"}
MINE, THEIRS, NOBODYS = Thing(agency=AGENCY), Thing(agency=OTHER_AGENCY), Thing()


def of_role(role: str, scopes: frozenset[str] | None = None) -> Subject:
    return Subject("p", frozenset({role}), frozenset({AGENCY} if role == "agency" else ()), scopes)


def allowed(role: str, thing: Thing | None) -> set[str]:
    return {action for action in TABLE if can(of_role(role), action, thing)}


READS = {action for action in TABLE if TABLE[action].scope == "read"} - {"me.read", "letter.verify"}
ALWAYS = {"letter.verify", "check.inline", "calendar.read", "procedure.read"}
DECIDES = {"case.decide", "case.direct"}
KEEPS = {
    "people.keep",
    "calendar.keep",
    "procedure.keep",
    "room.keep",
    "account.keep",
    "case.pin",
    "mail.keep",
}


def test_an_agency_sees_its_own_and_nothing_of_anothers() -> None:
    own = {"case.read", "case.file", "case.answer", "case.comment", "case.withdraw", "letter.read"}
    own |= {"draft.keep"}
    anywhere = ALWAYS | {"file.keep"}
    assert allowed("agency", MINE) == anywhere | own
    assert allowed("agency", THEIRS) == anywhere
    assert allowed("agency", NOBODYS) == anywhere


@pytest.mark.parametrize("thing", [MINE, THEIRS, NOBODYS])
def test_an_auditor_reads_everything_and_changes_nothing(thing: Thing) -> None:
    everything = READS | ALWAYS | {"check.stored", "account.read"}
    assert allowed("auditor", thing) == everything


@pytest.mark.parametrize("thing", [MINE, THEIRS, NOBODYS])
def test_an_administrator_keeps_and_neither_decides_nor_reads_cases(thing: Thing) -> None:
    reads = {"people.read", "room.read", "audit.verify", "account.read", "mail.read"}
    assert allowed("administrator", thing) == ALWAYS | KEEPS | reads


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_officials_decide(role: str) -> None:
    assert bool(DECIDES & allowed(role, MINE)) == (role in OFFICIALS)


@pytest.mark.parametrize("role", sorted(OFFICIALS | {"registrar", "planner"}))
def test_nobody_who_handles_cases_keeps_the_office_the_accounts_or_the_log(role: str) -> None:
    kept = allowed(role, NOBODYS) & (KEEPS | {"account.read", "audit.read", "audit.verify"})
    assert kept == ({"room.keep"} if role == "kasi" else set())


def test_a_registrar_files_for_agencies_and_does_not_see_the_work_in_between() -> None:
    mine = {"case.read", "letter.read", "people.read"}
    files = {"file.keep", "case.file", "case.answer", "case.comment", "case.withdraw"}
    assert allowed("registrar", THEIRS) == ALWAYS | mine | files


def test_a_planner_asks_and_decides_nothing() -> None:
    plans = {"check.stored", "plan.run", "case.comment", "scenario.make", "scenario.read"}
    reads = {"case.read", "case.read_internal", "letter.read", "room.read", "people.read", "figures.read"}
    assert allowed("planner", THEIRS) == ALWAYS | plans | reads


def test_several_roles_add_up() -> None:
    both = Subject("p", frozenset({"agency", "planner"}), frozenset({AGENCY}))
    assert can(both, "case.answer", MINE)
    assert not can(both, "case.answer", THEIRS)
    assert can(both, "plan.run")


def test_whoever_holds_no_post_today_sees_only_himself() -> None:
    nobody_here = Subject("p")
    mine = Thing(person="p")
    allowed_here = {action for action in TABLE if can(nobody_here, action, mine)}
    assert allowed_here == {
        "letter.verify", "job.read", "job.cancel", "account.read", "account.own", "me.read", "draft.keep",
        "scenario.change",
    }  # fmt: skip
    assert not any(
        can(nobody_here, action, Thing(person="q")) for action in TABLE if action != "letter.verify"
    )


def test_without_signing_in_only_letters_can_be_verified() -> None:
    for thing in (None, MINE, NOBODYS, Thing(person=None)):
        assert {action for action in TABLE if can(NOBODY, action, thing)} == {"letter.verify"}


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("thing", [None, MINE, THEIRS, Thing(person="p")])
def test_a_token_does_what_its_scopes_say_and_never_more_than_its_person(
    role: str, thing: Thing | None
) -> None:
    person = {action for action in TABLE if can(of_role(role), action, thing)}
    by_scope = {
        scope: {action for action in TABLE if can(of_role(role, frozenset({scope})), action, thing)}
        for scope in SCOPES
    }
    for scope, actions in by_scope.items():
        assert actions == {a for a in person if TABLE[a].scope == scope or TABLE[a].public}
    by_all = {action for action in TABLE if can(of_role(role, frozenset(SCOPES)), action, thing)}
    assert by_all == set(chain(*by_scope.values()))
    assert not any(action.startswith("account.") for action in by_all)


def test_anothers_thing_is_not_there_in_the_same_words_as_one_that_is_not() -> None:
    stranger = subject_of(office(), STRANGER, ON)
    for action in ("case.read", "case.read_internal", "case.answer", "case.decide", "letter.read"):
        with pytest.raises(NotStored) as refused:
            require(stranger, action, MINE, "PS-1")
        assert str(refused.value) == str(not_there("PS-1"))


def test_what_one_sees_but_may_not_do_is_refused_openly() -> None:
    asker = subject_of(office(), ASKER, ON)
    require(asker, "case.read", MINE, "PS-1")
    with pytest.raises(NotAllowed):
        require(asker, "case.decide", MINE, "PS-1")
    with pytest.raises(NotAllowed, match="token"):
        require(subject_of(office(), ASKER, ON, ("read",)), "case.answer", MINE, "PS-1")
    with pytest.raises(NotSignedIn):
        require(NOBODY, "case.read", MINE, "PS-1")


def test_a_token_that_cannot_read_is_not_told_that_a_thing_is_there() -> None:
    blind = subject_of(office(), ASKER, ON, ("check",))
    with pytest.raises(NotStored):
        require(blind, "case.read", MINE, "PS-1")


def test_an_action_without_a_row_is_a_fault() -> None:
    with pytest.raises(KeyError):
        can(of_role("kasi"), "case.burn")


def test_roles_and_agencies_are_those_of_the_day() -> None:
    late = date(2026, 7, 1)
    offices = office(Holding("agency-dinkes", ASKER, late), Holding("kasi", "gede", SINCE, ON, "plh", "1"))
    assert subject_of(offices, ASKER, ON).agencies == {AGENCY}
    assert subject_of(offices, ASKER, late).agencies == {AGENCY, OTHER_AGENCY}
    assert "kasi" in subject_of(offices, KASI, ON).roles
    yesterday = date(2026, 6, 7)  # somebody stands in for her
    assert "kasi" not in subject_of(offices, KASI, yesterday).roles
    assert "kasi" in subject_of(offices, "gede", yesterday).roles


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("scopes", [None, frozenset({"read"}), frozenset({"file"})])
def test_lists_show_what_may_be_read_one_by_one(role: str, scopes: frozenset[str] | None) -> None:
    subject = of_role(role, scopes)
    visible = visible_cases(subject)
    for agency in (AGENCY, OTHER_AGENCY):
        assert (agency in visible) == can(subject, "case.read", Thing(agency=agency))
    assert visible.agencies == ((AGENCY,) if role == "agency" and can(subject, "case.read", MINE) else ())


def test_nobody_sees_no_cases() -> None:
    assert AGENCY not in visible_cases(NOBODY)
    assert not visible_cases(NOBODY).all


def test_the_table_in_the_documents_is_the_table() -> None:
    rows = re.findall(r"^\| `([a-z._]+)` \| (.*?) \| (.*?) \|$", DOCUMENT.read_text(encoding="utf-8"), re.M)
    told = {action: (who, scope) for action, who, scope in rows}
    assert told == {action: (_who(action), TABLE[action].scope or "never") for action in TABLE}


def _who(action: str) -> str:
    rule = TABLE[action]
    if rule.public:
        return "everybody, without signing in"
    if rule.roles == set(ROLES):
        return "every role"
    groups = ["officials"] if rule.roles >= OFFICIALS else []
    groups += [role for role in ROLES if role in rule.roles and not (groups and role in OFFICIALS)]
    groups += ["agency: its own"] if rule.agency else []
    groups += ["everybody: his own"] if rule.own else []
    return ", ".join(groups)


if __name__ == "__main__":
    for name in TABLE:
        print(f"| `{name}` | {_who(name)} | {TABLE[name].scope or 'never'} |")
