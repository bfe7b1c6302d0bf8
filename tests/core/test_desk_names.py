# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.desk_settings import is_taken, next_free

NAMES = st.text(alphabet="Aé 19-", min_size=1, max_size=8).filter(str.strip)


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("Accueil 2", [], "Accueil 2"),
        ("Accueil 2", ["Accueil 1"], "Accueil 2"),
        ("Accueil 2", ["Accueil 1", "accueil  2", "Accueil 3"], "Accueil 4"),
        ("Presse", ["Presse"], "Presse 2"),
        ("Hall B2", ["HALL B2"], "Hall B3"),
        ("9", ["9"], "10"),
    ],
)
def test_the_next_name_is_the_one_people_would_give(name, taken, free):
    assert next_free(name, taken) == free


@settings(max_examples=60)
@given(NAMES, st.lists(NAMES, max_size=6))
def test_the_next_name_is_free(name, taken):
    free = next_free(name, taken)
    assert free
    assert not is_taken(free, taken)
    assert is_taken(name, taken) or free == " ".join(name.split())
