# SPDX-License-Identifier: GPL-3.0-or-later
"""Two spellings that are said alike in French have a sound in common; others mostly have none."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.search_terms import _SPELLED, sounds_of
from checkin.core.text_folding import words_in
from tests.bench.invented import people

SYLLABLES = (
    ("fo", "pho", "fau", "pheau"),
    ("ke", "que", "quai", "kei"),
    ("ri", "ry", "rhi"),
    ("lan", "len"),
    ("pin", "pain", "pein", "pyn"),
    ("bou",),
    ("ti", "thi", "ty"),
    ("gi", "ji", "gy", "jy"),
    ("che", "chai", "she"),
    ("gue", "guei"),
    ("vi", "wi", "vy"),
    ("loi", "loy"),
)
"""Each with the ways to write it; none begins with a letter that would unmake a nasal vowel before it."""


def spelled(word):
    return "".join(words_in(word))


def are_alike(one, other):
    return bool(sounds_of(spelled(one)) & sounds_of(spelled(other)))


@given(st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5), st.data())
def test_however_its_syllables_are_written_a_word_sounds_the_same(syllables, data):
    one, other = ("".join(data.draw(st.sampled_from(ways)) for ways in syllables) for _ in range(2))
    assert are_alike(one, other)


@given(st.from_regex(r"[bdfklmprtv]([aiou][bdflmrtv]){1,3}[aiou]", fullmatch=True), st.sampled_from("stdxz"))
def test_a_consonant_that_is_not_heard_at_the_end_changes_nothing(word, silent):
    assert are_alike(word, word + silent)


@given(st.from_regex(r"[aeiou][bdfkprtv][aou][bdfkprtv][aiou]", fullmatch=True))
def test_an_h_at_the_beginning_and_a_letter_written_twice_change_nothing(word):
    assert are_alike(word, f"h{word}")
    assert are_alike(word, word.replace(word[1], word[1] * 2, 1))


@given(st.text(max_size=30))
def test_any_text_has_at_most_four_sounds_of_plain_letters(text):
    found = sounds_of(text)
    assert len(found) <= 4
    assert all(sound.isascii() and sound.isalpha() for sound in found)


@given(st.from_regex(r"[a-z]{3,24}", fullmatch=True))
def test_no_sound_is_longer_than_its_word_with_every_letter_said(word):
    assert all(len(sound) <= 2 * len(word) for sound in sounds_of(word))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kemener", "Quéméner"),
        ("pelicier", "Pélissier"),
        ("gotier", "Gauthier"),
        ("lefevre", "Lefebvre"),
        ("tibo", "Thibault"),
        ("guiyaume", "Guillaume"),
        ("boulé", "Boulay"),
        ("leclair", "Leclerc"),
        ("kerek", "Querrec"),
        ("peltier", "Pelletier"),
        ("fransois", "François"),
        ("kouderc", "Couderc"),
        ("chesnot", "Cheneau"),
        ("garsia", "Garcia"),
    ],
)
def test_a_name_is_heard_in_its_misspelling(typed, name):
    assert are_alike(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("penaroc", "Penn-Ar-Roc’h"),
        ("penaroche", "Penn-Ar-Roc’h"),
        ("leflock", "Le Floc’h"),
        ("penmarque", "Penmarc’h"),
        ("guivark", "Guivarc’h"),
        ("floclay", "Floc’hlay"),
        ("kerguelenne", "Kerguélen"),
        ("kergelene", "Kerguelen"),
        ("goulvene", "Goulven"),
        ("jaouenne", "Jaouen"),
        ("nolwen", "Nolwenn"),
        ("guenole", "Gwénolé"),
        ("soizic", "Soizig"),
        ("breiz", "Breizh"),
        ("abgral", "Abgrall"),
    ],
)
def test_a_breton_name_is_heard_as_a_french_hand_writes_it(typed, name):
    assert are_alike(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("petijean", "Petitjean"),
        ("granjan", "Grandjean"),
        ("grojan", "Grosjean"),
        ("monfor", "Montfort"),
        ("lonchan", "Longchamp"),
        ("poncroix", "Pont-Croix"),
        ("sinjermin", "Saint-Germain"),
        ("singermain", "Saint-Germain"),
        ("boirobert", "Boisrobert"),
        ("hobois", "Hautbois"),
    ],
)
def test_two_words_that_are_heard_as_one_keep_the_letters_that_nobody_hears(typed, name):
    assert are_alike(typed, name)


def test_few_names_sound_like_another():
    """Each that does brings somebody who was not looked for: 0.202 on average, 0.200 without the Breton rules."""
    names = {word for person in people(3000) for word in words_in(f"{person.first_name} {person.last_name}")}
    named = defaultdict(set)
    for name in names:
        for sound in sounds_of(name):
            named[sound].add(name)
    strangers = [set().union(*(named[sound] for sound in sounds_of(name))) - {name} for name in names]
    assert sum(map(len, strangers)) < 0.21 * len(names)


@pytest.mark.parametrize(
    ("one", "other"),
    [("martin", "morton"), ("dupont", "dupin"), ("bernard", "bertrand"), ("moreau", "mourot"), ("petit", "petiot")],
)
def test_other_names_sound_otherwise(one, other):
    assert not are_alike(one, other)


@pytest.mark.parametrize("word", ["le", "42bis", "o’neill", ""])
def test_what_is_no_word_of_letters_has_no_sound(word):
    assert sounds_of(word) == frozenset()


PIECES = [each for spellings in SYLLABLES for each in spellings]
PIECES += [
    "kerg",
    "aults",
    "oulx",
    "lerc",
    "ranc",
    "bv",
    "ncps",
    "esm",
    "sch",
    "zh",
    "gn",
    "tion",
    "geo",
    "gui",
    "ggi",
    "cce",
    "xce",
]
PIECES += [
    "x",
    "z",
    "oua",
    "wa",
    "ill",
    "ail",
    "oya",
    "ayo",
    "ean",
    "oin",
    "iem",
    "eau",
    "oi",
    "oeu",
    "ee",
    "ig",
    "y",
    "e",
    "s",
    "d",
    "h",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
def test_a_rule_is_passed_over_only_where_it_would_change_nothing(word):
    for needed, rule, written in _SPELLED:
        changed = rule.sub(written, word)
        assert needed in word or changed == word, rule.pattern
        word = changed
