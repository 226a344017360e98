"""What a text of a command may hold."""

from __future__ import annotations

import pytest

from tests.workflow.driving import NINE
from workflow.commands import Comment, Reassign
from workflow.errors import BadValue
from workflow.handling.texts import LONGEST, check_texts


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * (LONGEST + 1)])
def test_texts_that_cannot_be_kept_or_read_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        check_texts(Comment(by="komang", at=NINE, version=1, text=text))
    with pytest.raises(BadValue, match="reason"):
        check_texts(Reassign(by="komang", at=NINE, version=1, to="x", reason=text))


def test_what_people_write_is_taken_as_it_is() -> None:
    text = "Ya: 25,6 kg – „PPDB“ ÷ 漢字 🖥\n\tbaris kedua"
    check_texts(Comment(by="komang", at=NINE, version=1, text=text))
