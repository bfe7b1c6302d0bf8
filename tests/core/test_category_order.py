# SPDX-License-Identifier: GPL-3.0-or-later
"""Categories stand in the order of the programme wherever they are listed, however a list writes them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.programme.programme import Category
from tests.builders import a_programme

PROGRAMME = replace(
    a_programme(), categories=(Category("vip", "Officiel"), Category("b", "Équipe"), Category("a", "Presse"))
)


def test_those_of_the_programme_come_first_by_id_or_by_name():
    assert PROGRAMME.sort_categories(["presse", "B", "vip"]) == ["vip", "B", "presse"]


def test_those_it_does_not_know_follow_by_name_and_none_at_all_is_last():
    assert PROGRAMME.sort_categories(["", "Zone", "école", "a"]) == ["a", "école", "Zone", ""]


@given(st.permutations(["vip", "Équipe", "a", "Mécène", "école", ""]))
def test_how_they_were_found_does_not_matter(found):
    assert PROGRAMME.sort_categories(found) == ["vip", "Équipe", "a", "école", "Mécène", ""]
