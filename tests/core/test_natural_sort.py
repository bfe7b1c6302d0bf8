# SPDX-License-Identifier: GPL-3.0-or-later
import random

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.text_folding import natural_sort_key

SORTED = ["12", "Accueil", "Accueil 1", "accueil 2", "Accueil 10", "Accueil 10 b", "Borne 3", "Étage 2", "Étage 11"]


def test_numbers_count_by_what_they_are_worth():
    assert sorted(random.Random(1).sample(SORTED, len(SORTED)), key=natural_sort_key) == SORTED


@given(st.lists(st.text(st.sampled_from("aA1²٣ 0-é"), max_size=6), max_size=8))
def test_any_names_have_one_order(names):
    assert sorted(names, key=natural_sort_key) == sorted(reversed(names), key=natural_sort_key)


def test_desks_are_told_of_in_that_order():
    desks = tuple(OtherDesk(f"Accueil {number}", 1.0, 0) for number in (10, 2, 1))
    assert [d.name for d in SyncStatus((PlaceStatus(SyncPlace.HUB, desks=desks),)).desks] == [
        "Accueil 1",
        "Accueil 2",
        "Accueil 10",
    ]
