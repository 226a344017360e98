"""What is frozen: everything that the decision rests on, the same for the same input."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from capacity.errors import BadInput
from tests.builders import device, host
from tests.workflow.analysis.analysing import (
    APPLICATION,
    AT,
    CASE,
    TODAY,
    analysed,
    holding,
    text,
    two_racks,
    version,
)
from workflow.analysis import analyse, read_frozen, take


def test_the_same_input_gives_the_same_bytes() -> None:
    """Twice the same, to the byte, and under the same name."""
    one, other = analysed(two_racks()), analysed(two_racks())
    assert one.text == other.text
    assert one.short() == other.short()


def test_a_frozen_analysis_reads_back_as_it_was() -> None:
    frozen = analysed(two_racks(), quantity=2, power_basis="nameplate")
    again = read_frozen(frozen.text)
    assert again == frozen
    assert again.text == frozen.text


def test_it_holds_all_that_the_decision_rests_on() -> None:
    where = two_racks()
    frozen = analysed(where)
    kept = json.loads(frozen.text)
    assert kept["case"] == CASE
    assert kept["asked"] == json.loads(text())
    assert kept["request_sha256"] == sha256(text()).hexdigest()
    assert kept["room"]["name"] == "hall"
    assert kept["room"]["revision"] == 7
    assert kept["room"]["policy_version"] == "test"
    assert kept["today"] == "2026-11-24"
    assert kept["at"] == "2026-11-24T02:00:00+00:00"
    assert kept["by"] == "kasi"
    assert kept["verdict"]["holds"] is True
    assert "There is no cooling.csv: cooling is not checked." in kept["verdict"]["conditions"]
    assert kept["program"]
    answer = kept["answer"]
    assert answer["decision"] == "fits"
    assert answer["proof"]["seed"] == 1
    assert answer["proof"]["bound"] == 1
    assert answer["proof"]["reproducible"] is True
    assert answer["proof"]["versions"]["ortools"]
    assert len(answer["input_sha256"]) == 64
    assert "seconds" not in answer
    assert len(answer["alternatives"]) == 17  # nine starts in each of two racks, but for the first


def test_the_hash_of_what_stands_tells_rooms_of_the_same_files_apart() -> None:
    one, other = analysed(two_racks()), analysed(two_racks(devices=(device(),)))
    assert one.room.sha256 == other.room.sha256
    assert one.room.stands_sha256 != other.room.stands_sha256


def test_the_case_keeps_its_name_hash_and_result() -> None:
    frozen = analysed(two_racks())
    short = frozen.short()
    assert short.sha256 == sha256(frozen.text).hexdigest()
    assert short.id == f"analysis-{short.sha256[:12]}" == frozen.id
    assert short.request_sha256 == sha256(text()).hexdigest()
    assert (short.result, short.room, short.assumptions) == ("fits", "hall", ())


@pytest.mark.parametrize(
    ("more", "result"),
    [({}, "fits"), ({"u_height": 11}, "does_not_fit"), ({"power_w": None}, "cannot_decide")],
)
def test_each_answer_has_its_result(more: dict[str, object], result: str) -> None:
    assert analysed(two_racks(), **more).short().result == result


def test_as_many_places_are_listed_as_asked_for() -> None:
    assert len(analysed(two_racks(), places=3).answer["alternatives"]) == 3


def test_what_the_case_itself_holds_is_released_first() -> None:
    """A second analysis of a case is not in the way of itself; that of another case is."""
    where = two_racks(racks=tuple(replace(rack, height_u=2) for rack in two_racks().racks[:1]))
    frozen = analysed(where)
    held = holding(where, frozen.request, take(frozen))
    assert analysed(held).result == "fits"
    assert analysed(held, case="PS-2").result == "does_not_fit"


def test_an_application_is_frozen_with_its_hosts() -> None:
    where = two_racks(hosts=(host("H1"), host("H2", vcpu=8)))
    frozen = analysed(where, APPLICATION)
    assert read_frozen(frozen.text) == frozen
    assert [take(frozen, number).items[0].host for number in (1, 2)] == ["H1", "H2"]


def test_texts_as_people_paste_them_are_read_again() -> None:
    """A no-break space comes along with text from a word processor."""
    frozen = analysed(two_racks(), owner="Dinas\u00a0Kominfo")
    assert read_frozen(frozen.text).request.owner == "Dinas\u00a0Kominfo"


@pytest.mark.parametrize("broken", [b"", b"[]", b"{}", b'{"answer": {"decision": "maybe"}}'])
def test_a_text_that_is_no_analysis_is_refused(broken: bytes) -> None:
    with pytest.raises(BadInput):
        read_frozen(broken)


def test_a_bad_request_is_no_analysis() -> None:
    with pytest.raises(BadInput):
        analyse(
            two_racks(),
            version(two_racks()),
            b'{"kind": "server", "power_w": "many"}',
            CASE,
            today=TODAY,
            at=AT,
            by="kasi",
            catalogue={},
        )
