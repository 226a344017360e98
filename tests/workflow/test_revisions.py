"""A further revision of a draft comes with what changed in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflow.revisions import Piece, changes


def test_a_changed_word_is_shown_as_taken_out_and_put_in() -> None:
    assert changes("Server ditempatkan di rak A03 depan.", "Server ditempatkan di rak B01 depan.") == (
        Piece("same", "Server ditempatkan di rak "),
        Piece("removed", "A03 "),
        Piece("added", "B01 "),
        Piece("same", "depan."),
    )


def test_what_was_only_added_or_only_removed_is_told_as_such() -> None:
    assert changes("a b ", "a b c") == (Piece("same", "a b "), Piece("added", "c"))
    assert changes("a b c", "a c") == (Piece("same", "a "), Piece("removed", "b "), Piece("same", "c"))
    assert changes("", "a") == (Piece("added", "a"),)


def test_two_revisions_that_say_the_same_have_one_piece() -> None:
    assert changes("a b", "a b") == (Piece("same", "a b"),)
    assert changes("", "") == ()


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_the_pieces_make_up_both_revisions(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_a_long_text_is_compared_by_lines() -> None:
    lines = [f"baris {number} dari surat\n" for number in range(1_200)]
    changed = [*lines[:600], "baris baru\n", *lines[601:]]
    pieces = changes("".join(lines), "".join(changed))
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert pieces[1].text == lines[600]


def test_a_text_that_is_too_long_to_compare_is_one_change() -> None:
    long = "kata\n" * 5_000
    assert changes(long, f"{long}akhir") == (Piece("removed", long), Piece("added", f"{long}akhir"))
