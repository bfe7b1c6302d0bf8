# SPDX-License-Identifier: GPL-3.0-or-later
"""What files are called that the program proposes: after the event and what is in them, safe everywhere."""

from dataclasses import replace

import pytest

from checkin.core.programme.programme import Event
from checkin.core.proposed_file_names import LONGEST_TITLE, plain, propose_event_name, propose_file_name
from tests.builders import MORNING

GALA = Event("Gala d’été : 2ᵉ édition")
MOMENT = f"{MORNING:%Y-%m-%d-%H%M}"


def test_a_file_is_called_after_its_event_and_that_of_the_demonstration_says_so():
    assert propose_file_name(GALA, MORNING, "badges") == f"gala-d-été-2ᵉ-édition-badges-{MOMENT}"
    assert propose_file_name(replace(GALA, is_demo=True), MORNING, "badges").startswith("demo-gala-d-été")


def test_a_day_stands_in_a_name_once():
    today, other = f"{MORNING:%Y-%m-%d}", "1999-12-31"
    made = propose_file_name(GALA, MORNING, f"control sheets {today} morning")
    assert made == f"gala-d-été-2ᵉ-édition-control-sheets-{today}-morning-{MORNING:%H%M}"
    assert propose_file_name(GALA, MORNING, f"sheets {other}").endswith(f"sheets-{other}-{MOMENT}")


def test_without_a_title_it_is_the_program_s_and_a_long_one_is_cut():
    assert propose_file_name(Event("—"), MORNING, "codes") == f"checkin-codes-{MOMENT}"
    assert propose_file_name(Event("a" * 200), MORNING, "codes") == f"{'a' * LONGEST_TITLE}-codes-{MOMENT}"


def test_the_file_of_an_event_that_is_joined_has_the_words_of_its_title():
    assert propose_event_name("Semer & récolter : rencontre") == "Semer récolter rencontre"
    assert propose_event_name("—") == "event"
    assert propose_event_name("NUL") == "NUL_"
    assert len(propose_event_name("mot " * 50)) <= 60


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("feuilles d’émargement", "feuilles-d-émargement"),
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("..", ""),
        ("Re\u0301union", "Réunion"),
        ("İstanbul".lower(), "i\u0307stanbul"),
        ("हिन्दी सम्मेलन", "हिन्दी-सम्मेलन"),
        ("งานสัมมนา", "งานสัมมนา"),
        ("\u2764\ufe0f Fête \U0001f389", "Fête"),
        ("1\ufe0f\u20e3 Jour", "1-Jour"),
        ("con", "con_"),
        ("Aux.", "Aux_"),
        ("COM¹", "COM¹_"),
        ("Con 2026", "Con-2026"),
        ("compagnie", "compagnie"),
    ],
)
def test_only_letters_and_digits_are_kept_and_accents_are_letters(text, safe):
    assert plain(text) == safe
