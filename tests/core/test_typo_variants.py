# SPDX-License-Identifier: GPL-3.0-or-later
from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.text_folding import typo_variants

WORDS = st.text(ascii_lowercase, min_size=5, max_size=14)


@given(WORDS, st.data())
def test_who_makes_one_error_is_understood(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from(ascii_lowercase))
    typed = data.draw(
        st.sampled_from(
            [
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word + letter,
            ]
        )
    )
    assert typed == word or word in typo_variants(typed)


@given(WORDS)
def test_nothing_is_meant_that_is_two_errors_away(word):
    assert all(abs(len(other) - len(word)) <= 1 for other in typo_variants(word))
    assert word not in typo_variants(word)
    assert f"{word}xx" not in typo_variants(word)


def test_three_letters_could_mean_nearly_anybody():
    assert typo_variants("abc") == set()
    assert "marc" in typo_variants("mrac")


def test_letters_of_other_alphabets_are_moved_and_taken_out():
    assert "кузнецов" in typo_variants("кузнеццов")
    assert "кузнецов" in typo_variants("кузненцов")
