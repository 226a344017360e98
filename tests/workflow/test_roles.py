"""Posts are held by people for dated periods, also acting; who acts is asked for a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.offices import (
    AGENCY,
    ASKER,
    HEAD,
    KABID,
    KASI,
    OTHER_ASKER,
    SECRETARY,
    SINCE,
    STRANGER,
    office,
)
from workflow.roles import (
    ROLES,
    Holding,
    HoldingKind,
    Offices,
    Person,
    Post,
    own_request,
    problems_of_offices,
    who_decides,
)

DAY = date(2026, 6, 8)
UNTIL = date(2026, 6, 15)
ABOVE = ("kepala_dinas",)


def acting(offices: Offices, role: str, on: date = DAY) -> list[tuple[str, str]]:
    return [(found.person.id, found.kind) for found in offices.acting(role, on)]


def test_the_roles_are_those_of_the_procedure_and_of_the_system() -> None:
    assert set(ROLES) == {
        "agency",
        "registrar",
        "kabid",
        "kasi",
        "kepala_dinas",
        "sekretaris",
        "planner",
        "auditor",
        "administrator",
    }


def test_a_post_is_held_from_a_day_until_another_exclusive() -> None:
    offices = office(Holding("kasi", SECRETARY, DAY, UNTIL), without=("kasi",))
    assert acting(offices, "kasi", date(2026, 6, 7)) == []
    assert acting(offices, "kasi", DAY) == [(SECRETARY, "definitive")]
    assert acting(offices, "kasi", date(2026, 6, 14)) == [(SECRETARY, "definitive")]
    assert acting(offices, "kasi", UNTIL) == []


def test_a_plh_acts_instead_of_the_holder_who_is_away() -> None:
    offices = office(Holding("kabid", SECRETARY, DAY, UNTIL, "plh", "800/7"))
    assert acting(offices, "kabid") == [(SECRETARY, "plh")]
    assert acting(offices, "kabid", UNTIL) == [(KABID, "definitive")]


def test_a_plt_acts_while_the_post_is_vacant_and_not_beside_a_holder() -> None:
    plt = Holding("kabid", KASI, SINCE, UNTIL, "plt", "800/8")
    assert acting(office(plt, without=("kabid",)), "kabid") == [(KASI, "plt")]
    assert acting(office(plt), "kabid") == [(KABID, "definitive")]


def test_the_decree_of_an_acting_official_is_kept() -> None:
    offices = office(Holding("kabid", SECRETARY, DAY, UNTIL, "plh", "800/7"))
    (found,) = offices.acting("kabid", DAY)
    assert found.decree == "800/7"


def test_an_agency_has_several_people_and_only_its_own() -> None:
    offices = office()
    assert [a.person.id for a in offices.acting("agency", DAY, AGENCY)] == [OTHER_ASKER, ASKER]
    assert {a.person.id for a in offices.acting("agency", DAY)} == {ASKER, OTHER_ASKER, STRANGER}


def test_one_person_may_hold_several_posts() -> None:
    offices = office(Holding("planner", KASI, SINCE))
    assert offices.roles_of(KASI, DAY) == ("kasi", "planner")
    assert offices.roles_of("nobody", DAY) == ()


def test_a_functional_post_may_carry_the_role_of_the_kasi() -> None:
    """Since 2021 many Kasi posts are functional posts: the role stays, the title is the post's."""
    post = Post("pranata", "kasi", "Pranata Komputer Ahli Muda")
    base = office(Holding("pranata", SECRETARY, SINCE), without=("kasi",))
    (found,) = replace(base, posts=(*base.posts, post)).acting("kasi", DAY)
    assert found.post.title == "Pranata Komputer Ahli Muda"


def test_a_holding_of_somebody_unknown_is_nobodys() -> None:
    assert acting(office(Holding("kasi", "ghost", SINCE), without=("kasi",)), "kasi") == []


def test_nobody_decides_his_own_request() -> None:
    assert own_request(KASI, (ASKER, KASI))
    assert not own_request(KASI, (ASKER,))


def decides(offices: Offices, *requesters: str, roles: tuple[str, ...] = ("kabid",)) -> list[str]:
    return [found.person.id for found in who_decides(offices, roles, ABOVE, DAY, requesters)]


def test_the_holder_decides_and_the_superior_only_in_his_place() -> None:
    assert decides(office()) == [KABID]
    assert decides(office(without=("kabid",))) == [HEAD]
    assert decides(office(), KABID) == [HEAD]


def test_own_requests_are_checked_after_substitution() -> None:
    """The Plh who asks decides neither way, and the holder who is away does not come back for it."""
    offices = office(Holding("kabid", SECRETARY, DAY, UNTIL, "plh", "800/7"))
    assert decides(offices) == [SECRETARY]
    assert decides(offices, SECRETARY) == [HEAD]
    assert decides(offices, KABID) == [SECRETARY]


def test_if_everybody_asks_nobody_decides() -> None:
    assert decides(office(), KABID, HEAD) == []


def test_of_two_roles_either_decides() -> None:
    roles = ("kepala_dinas", "sekretaris")
    assert decides(office(), roles=roles) == [HEAD, SECRETARY]
    assert decides(office(), HEAD, roles=roles) == [SECRETARY]


PEOPLE = (HEAD, SECRETARY, KABID, KASI)


@given(
    st.lists(
        st.builds(
            Holding,
            st.sampled_from(["kabid", "kepala_dinas", "kasi"]),
            st.sampled_from(PEOPLE),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
            st.sampled_from(["definitive", "plt", "plh"]),
            st.just("800/1"),
        ),
        max_size=8,
    ),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sets(st.sampled_from(PEOPLE)),
)
def test_whatever_the_holdings_no_requester_decides_and_only_holders_do(
    holdings: list[Holding], on: date, requesters: set[str]
) -> None:
    offices = office(*holdings)
    found = who_decides(offices, ("kasi",), ("kabid", "kepala_dinas"), on, tuple(sorted(requesters)))
    assert not {one.person.id for one in found} & requesters
    for one in found:
        assert any(
            h.post == one.post.id and h.person == one.person.id and h.covers(on) for h in offices.holdings
        )


def told(offices: Offices) -> str:
    return "\n".join(map(str, problems_of_offices(offices)))


def test_a_sound_office_has_no_problems() -> None:
    sound = office(
        Holding("kabid", SECRETARY, DAY, UNTIL, "plh", "800/7"),
        Holding("kasi", KABID, SINCE, UNTIL, "plt", "800/8"),
        Holding("kasi", KASI, UNTIL),
        without=("kasi",),
    )
    assert told(sound) == ""


def kind(name: str) -> HoldingKind:
    return name  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("holding", "words"),
    [
        (Holding("wali", KASI, SINCE), "There is no post 'wali'"),
        (Holding("kasi", "ghost", SINCE), "There is no person 'ghost'"),
        (Holding("planner", KASI, UNTIL, DAY), "It ends before it begins"),
        (Holding("planner", KASI, DAY, DAY), "It ends before it begins"),
        (Holding("kabid", KASI, DAY, UNTIL, "plh"), "needs the decree's number"),
        (Holding("kabid", KASI, DAY, UNTIL, "plh", " "), "needs the decree's number"),
        (Holding("kabid", KASI, DAY, None, "plh", "800/7"), "appointed for a time"),
        (Holding("kabid", KASI, DAY), "'nyoman' (definitive) and 'komang' (definitive) hold it"),
        (Holding("kabid", KASI, DAY, UNTIL, "plt", "800/8"), "(definitive) and 'komang' (plt) hold it"),
    ],
)
def test_holdings_that_contradict_each_other_are_told(holding: Holding, words: str) -> None:
    assert words in told(office(holding))


def test_posts_that_make_no_sense_are_told() -> None:
    posts = (Post("a", "camat", "Camat"), Post("b", "agency", "Staf"), Post("c", "kasi", "Kasi", AGENCY))
    found = told(Offices((Person("x", "X"),), posts))
    assert "There is no role 'camat'" in found
    assert found.count("name their agency") == 2
