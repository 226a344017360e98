"""Values become plain data and come back; what is wrong is told with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.errors import BadInput
from workflow.plain import canonical, from_canonical, from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Inner:
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    text: str
    number: int = 7
    flag: bool = False
    day: date | None = None
    moment: datetime | None = None
    kind: Literal["a", "b"] = "a"
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    names: frozenset[str] = frozenset()
    table: Mapping[str, int] = field(default_factory=dict)


VALUES = st.builds(
    Value,
    st.text(max_size=20),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.none() | st.dates(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.sampled_from(["a", "b"]),
    st.none() | st.builds(Inner, st.just("x"), st.integers(0, 9)),
    st.lists(st.builds(Inner, st.just("y"), st.integers(0, 9)), max_size=3).map(tuple),
    st.frozensets(st.sampled_from("pqr")),
    st.dictionaries(st.sampled_from("pqr"), st.integers(0, 9)),
)


@given(VALUES)
def test_any_value_comes_back_from_its_canonical_text(value: Value) -> None:
    assert from_canonical(Value, canonical(value), "v") == value


def test_what_has_its_default_is_not_written() -> None:
    """So a field that is added later leaves older texts, and their hashes, as they are."""
    assert to_plain(Value("x")) == {"text": "x"}
    assert canonical(Value("x", number=8)) == b'{"number":8,"text":"x"}'


@pytest.mark.parametrize("pasted", ["Dinas\u00a0Kominfo", "a\u200bb", "a\x00b", "", "x" * 20_001])
def test_what_titip_wrote_it_can_read_again(pasted: str) -> None:
    """A text that was let in once must never keep its case or room from being read."""
    assert from_canonical(Inner, canonical(Inner(pasted)), "v") == Inner(pasted)


@pytest.mark.parametrize("typed", ["a\u200bb", "", "x" * 20_001])
def test_files_that_people_write_hold_texts_that_can_be_printed(typed: str) -> None:
    with pytest.raises(BadInput):
        from_plain(Inner, {"name": typed}, "v", tidy=True)


def test_texts_are_kept_to_the_letter_unless_they_are_tidied() -> None:
    assert from_plain(Inner, {"name": " a\n b "}, "v").name == " a\n b "
    assert from_plain(Inner, {"name": " a\n b "}, "v", tidy=True).name == "a b"


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"text": "x", "number": True}, "number: It should be a single text"),
        ({"text": "x", "number": "7.5"}, "'7.5' is no whole number"),
        ({"text": "x", "number": "9" * 20}, "is no whole number"),
        ({"text": "x", "day": "2026-02-30"}, "day: '2026-02-30' is no date"),
        ({"text": "x", "moment": "yesterday"}, "moment: 'yesterday' is no time"),
        ({"text": "x", "moment": "2026-06-08T08:00:00"}, "has no time zone"),
        ({"text": "x", "table": ["p"]}, "table: It should be a list of names with values"),
        ({"text": "x", "table": {"p": "q"}}, "table.p: 'q' is no whole number"),
        ({"text": "x", "many": [{"name": "y", "size": "big"}]}, "many[1].size: 'big' is no whole number"),
        ({"text": "x", "inner": {}}, "inner.name: The key is missing"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(node: object, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        from_plain(Value, node, "v")
    assert words in str(caught.value)


def test_a_stored_text_that_is_no_json_is_told() -> None:
    with pytest.raises(BadInput, match="It is no JSON"):
        from_canonical(Value, b"{", "v")


def test_a_thing_without_plain_form_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="has no plain form"):
        to_plain(object())
