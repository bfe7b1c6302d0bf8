# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.text_folding import are_near, are_one_letter_apart, deletion_variants, name_key

WORD = st.text("abc", max_size=6)


def test_a_name_is_its_words_in_any_order_and_spelling():
    assert name_key("Éléonore", "LE GOFF-Kermarrec") == name_key("", "le goff kermarrec ELEONORE")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("barnabe wamytan", "barnabe wamytant", True),
        ("martin sophie", "durand martin sophie", True),
        ("durand", "durand zoe", True),
        ("martin sophie", "durand sophie", False),
        ("paul martin", "anne duval", False),
        ("", "anne", False),
    ],
)
def test_near_names_on_one_address(one, other, near):
    assert are_near(one, other) is are_near(other, one) is near


def neighbours(word):
    """Every word one letter away, the slow way."""
    found = {word}
    for i in range(len(word) + 1):
        found |= {word[:i] + c + word[i:] for c in "abc"} | {word[:i] + word[i + 1 :]}
        if i < len(word):
            found |= {word[:i] + c + word[i + 1 :] for c in "abc"}
        if i + 1 < len(word):
            found.add(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    return found


@given(WORD, WORD)
def test_one_letter_apart_is_what_trying_every_letter_finds(one, other):
    assert are_one_letter_apart(one, other) is (other in neighbours(one))


@given(WORD, st.data())
def test_names_a_letter_apart_have_a_slip_in_common(one, data):
    other = data.draw(st.sampled_from(sorted(neighbours(one))))
    assert deletion_variants(one) & deletion_variants(other)
