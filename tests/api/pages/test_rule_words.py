"""Rules and limits have words in both languages, whatever the core calls them."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.rule_words import limit_words, rule_told, rule_words, scenario_words, term_words, unit_words
from capacity.data import data_path
from capacity.policy import Policy
from capacity.reading import read_room
from capacity.summary import summarise
from placement.rules import RULES


@pytest.mark.parametrize("rule", [*RULES, "leg_balance", "heavy_low"])
def test_every_rule_has_a_name_and_says_what_is_wrong_in_both_languages(rule: str) -> None:
    name, told = rule_words(rule), rule_told(rule)
    assert rule not in (name.id, name.en)
    assert rule not in (told.id, told.en)
    assert name.id != name.en


def test_a_rule_without_words_is_spelt_out() -> None:
    assert rule_words("power_b_w").en == "power b w"


def test_every_term_of_the_score_has_words() -> None:
    terms = Policy().ranking
    assert terms
    assert all("_" not in term_words(one).id and term_words(one).id != term_words(one).en for one in terms)


def test_every_limit_of_a_room_has_a_name_in_both_languages() -> None:
    room = read_room(data_path("rooms/denpasar"))
    names = {limit.name for limit in summarise(room, date(2026, 6, 8)).limits}
    assert {name.partition(" ")[0] for name in names} >= {"ups", "cooling", "ports", "weight", "memory"}
    for name in names:
        assert name not in (limit_words(name).id, limit_words(name).en)


@pytest.mark.parametrize(
    ("name", "id_", "en"),
    [
        ("ups UPS-B", "UPS-B", "UPS-B"),
        ("pdu A04-A:L1", "PDU A04-A:L1", "PDU A04-A:L1"),
        ("cooling Z1 Z2", "Pendinginan zona Z1 Z2", "Cooling of zone Z1 Z2"),
        ("ports tor-1/10gbase-x-sfpp", "Port 10gbase-x-sfpp pada tor-1", "Ports 10gbase-x-sfpp of tor-1"),
        ("memory cluster c1", "Memori klaster c1", "Memory of cluster c1"),
        ("something", "something", "something"),
    ],
)
def test_a_limit_is_named_by_what_it_is_and_where(name: str, id_: str, en: str) -> None:
    assert (limit_words(name).id, limit_words(name).en) == (id_, en)


@pytest.mark.parametrize(
    ("scenario", "id_", "en"),
    [
        ("", "–", "–"),
        ("nothing lost", "normal", "nothing is lost"),
        ("UPS-A lost", "UPS-A padam", "UPS-A is lost"),
        ("AC-1 AC-2 lost", "AC-1 AC-2 padam", "AC-1 AC-2 are lost"),
        ("1 largest lost", "1 host terbesar padam", "the 1 largest host is lost"),
    ],
)
def test_a_loss_is_told_as_a_sentence_tells_it(scenario: str, id_: str, en: str) -> None:
    assert (scenario_words(scenario).id, scenario_words(scenario).en) == (id_, en)


def test_units_stay_or_are_translated() -> None:
    assert (unit_words("W").id, unit_words("outlets").id, unit_words(None).en) == ("W", "stopkontak", "")
