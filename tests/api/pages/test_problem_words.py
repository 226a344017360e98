"""What readers say of bad values, in Bahasa Indonesia."""

from __future__ import annotations

import pytest

from api.pages.problem_words import indonesian, told
from capacity.errors import BadInput
from tests.workflow.handling.carrying import catalogue
from workflow.analysis import canonical_request

WRONG = {
    "u_height": ["2,5", "-1", "2.3", "1e3", "9" * 30, "1 000"],
    "quantity": ["0", "x"],
    "depth": ["deep", "ful"],
    "cords": ["3"],
    "from": ["2028-02-30", "tomorrow"],
    "device_type": ["dell-r640", "a b"],
    "os": ["x" * 20_000, "a\u200bb"],
    "power_w": ["1.5"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in WRONG for text in WRONG[name]])
def test_whatever_the_form_can_hold_is_refused_in_bahasa_indonesia(name: str, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        canonical_request({name: text}, catalogue())
    for problem in refused.value.problems:
        for sentence in filter(None, (problem.problem, problem.advice)):
            assert indonesian(sentence) != sentence, sentence
        assert told(problem, "en") == f"{problem.problem} {problem.advice}".strip()


def test_a_question_is_translated_with_what_follows_it() -> None:
    asked = "Did you mean 'full'? Use one of full, half."
    assert indonesian(asked) == "Apakah maksudnya 'full'? Pakai salah satu dari full, half."


def test_quoted_text_cannot_reach_into_the_translation() -> None:
    assert indonesian(r"'\1{2}' is not a number.") == r"'\1{2}' bukan angka."


def test_a_sentence_without_a_translation_stays() -> None:
    assert indonesian("The moon is full.") == "The moon is full."
