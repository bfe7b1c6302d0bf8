# SPDX-License-Identifier: GPL-3.0-or-later
"""Names with letters that French does not have are found as a French ear writes them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.search_terms import build_search_terms, fuzzy_words, heard_spellings, sounds_of
from tests.builders import an_attendee

HEARD = {
    "š": ("ch", "sh"),
    "ş": ("ch", "sh"),
    "ś": ("ch", "sh"),
    "č": ("tch", "ch"),
    "ć": ("tch", "ch"),
    "ž": ("j",),
    "ż": ("j",),
    "ü": ("u", "ou"),
    "ö": ("eu", "oe"),
    "ø": ("eu", "oe"),
    "ł": ("l",),
    "ñ": ("gn",),
    "đ": ("dj",),
}
"""What is written for a letter, each way."""


def is_found(typed, name):
    """Whether the text is written or sounds like a word of the name."""
    words = fuzzy_words(build_search_terms(an_attendee(1, first_name="", last_name=name), []))
    return any(word.startswith(typed) or sounds_of(word) & sounds_of(typed) for word in words)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zinzindoue", "Zinzindohoué"),
        ("shimounek", "Šimunek"),
        ("chimounek", "Šimunek"),
        ("shimunek", "Šimunek"),
        ("tchelik", "Çelik"),
        ("chelik", "Çelik"),
        ("selik", "Çelik"),
        ("mouler", "Müller"),
        ("muler", "Müller"),
        ("yovanovitch", "Jovanović"),
        ("jovanovitch", "Jovanović"),
        ("erdoan", "Erdoğan"),
        ("mougnoz", "Muñoz"),
        ("keunig", "König"),
        ("djokovitch", "Đoković"),
        ("valensa", "Wałęsa"),
    ],
)
def test_a_name_is_found_as_it_is_heard(typed, name):
    assert is_found(typed, name)
    assert is_found(typed, unicodedata.normalize("NFD", name))


@given(
    st.from_regex(r"[bdfklmprtv][aio][bdfklmprtv]", fullmatch=True),
    st.sampled_from(sorted(HEARD)),
    st.sampled_from(["ak", "ik", "amar"]),
    st.data(),
)
def test_whatever_is_heard_for_a_letter_finds_the_name(begin, letter, end, data):
    assert is_found(begin + data.draw(st.sampled_from(HEARD[letter])) + end, begin + letter + end)


@pytest.mark.parametrize("name", ["François", "Gonçalves", "Lourenço", "Quéméner", "Noël", "Le Goff", "Naïma"])
def test_letters_of_french_and_portuguese_are_read_as_they_are(name):
    assert list(heard_spellings(name)) == []
