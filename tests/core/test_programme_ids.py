# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids made from names: readable, none twice, the same again for the same thing."""

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.programme.programme_edits import LONGEST, readable_id, tag, tag_of, tagged, unique_id


def test_an_id_is_the_first_words_of_the_name() -> None:
    assert readable_id("Atelier A – Écouter et cartographier un écosystème") == "atelier-a-ecouter-et"
    assert readable_id("L’Œuvre d’aujourd’hui !") == "l-oeuvre-d-aujourd-hui"
    assert readable_id("Donaudampfschifffahrtsgesellschaftskapitän") == "donaudampfschifffahrtsgesell"
    assert readable_id("Открытие") == "открытие"
    assert readable_id(" – ! ") == ""


@given(st.text())
def test_no_name_makes_an_id_that_is_long_or_has_spaces(name: str) -> None:
    made = readable_id(name)
    assert len(made) <= LONGEST
    assert made == made.strip("-")
    assert not any(c.isspace() for c in made)


@given(st.lists(st.sampled_from(["Atelier", "atelier", "ATELIER 2", "", "?", "x"]), max_size=12))
def test_no_id_is_given_twice(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        made = unique_id(readable_id(name), taken)
        assert made
        assert made not in taken
        taken.add(made)


@given(st.text(), st.text(), st.text())
def test_a_tagged_id_tells_its_origin_whatever_the_title(one: str, other: str, uid: str) -> None:
    assert tag_of(tagged(one, uid)) == tag_of(tagged(other, uid)) == tag(uid)
    assert len(tag(uid)) == 6
