"""A request as it is read on the pages."""

from __future__ import annotations

from api.pages.fields import shown


def test_values_stand_in_the_order_of_the_form_in_words_with_their_units() -> None:
    told = shown(
        {"power_w": "450", "kind": "server", "u_height": "2", "depth": "half", "until": "2028-12-31"}
    )
    assert [(label.id, value.id) for label, value in told] == [
        ("Jenis", "server"),
        ("Tinggi", "2 U"),
        ("Kedalaman", "Setengah"),
        ("Daya", "450 W"),
        ("Sampai", "31 Des 2028"),
    ]


def test_what_has_no_field_is_shown_all_the_same_and_last() -> None:
    told = shown({"colour": "red", "group": "web", "memory_mb": "2048"})
    assert [(label.en, value.en) for label, value in told] == [
        ("Memory", "2,048 MB"),
        ("colour", "red"),
        ("Group", "web"),
    ]


def test_numbers_and_dates_are_written_as_the_language_writes_them_and_what_is_none_stays() -> None:
    told = {
        label.en: value
        for label, value in shown({"weight_kg": "21.9", "power_w": "7,5", "until": "soon", "kind": "server"})
    }
    assert (told["Weight"].id, told["Weight"].en) == ("21,9 kg", "21.9 kg")
    assert shown({"vcpu": "9" * 400})[0][1].en == "9" * 400
    assert (told["Draw"].id, told["Until"].en) == ("7,5 W", "soon")
