# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user changes of the rows of a list stands whatever the columns hold, and the rows of the file stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import NO_CHANGES, ListRow
from checkin.core.lists.list_interpretation import ListShortfall
from checkin.core.lists.listed_person import A_REMARK, A_SEPARATOR, A_TOTAL, AN_EXAMPLE, TITLES_AGAIN, why_ignored

HEADER = ListRow(1, ("Nom", "Prénom"))
ROWS = [HEADER, ListRow(2, ("Roux", "Zoé")), ListRow(3, ("Petit",))]


def test_a_changed_cell_is_read_instead_of_that_of_the_file_which_stays():
    changes = NO_CHANGES.with_cell(ROWS[2], 1, "Max")
    assert changes.applied(ROWS)[2].cells == ("Petit", "Max")
    assert ROWS[2].cells == ("Petit",)


def test_a_cell_changed_back_is_no_change():
    assert NO_CHANGES.with_cell(ROWS[1], 0, "ROUX").with_cell(ROWS[1], 0, "Roux") == NO_CHANGES
    spaced = ListRow(4, ("Le  Goff ", ""))
    assert NO_CHANGES.with_cell(spaced, 0, "Le Goff") == NO_CHANGES


def test_an_empty_cell_is_a_change_too():
    assert NO_CHANGES.with_cell(ROWS[1], 1, "").applied(ROWS)[1].cells == ("Roux", "")


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=12))
def test_a_row_is_never_left_out_and_taken_in(steps):
    changes = NO_CHANGES
    for number, is_ignored in steps:
        changes = changes.toggled(number, is_ignored=is_ignored)
        assert not changes.left_out & changes.taken_in


def test_a_row_toggled_twice_is_as_before():
    for is_ignored in (False, True):
        once = NO_CHANGES.toggled(2, is_ignored=is_ignored)
        assert once != NO_CHANGES
        assert once.toggled(2, is_ignored=not is_ignored) == NO_CHANGES


def test_why_a_row_is_nobody_is_told():
    assert why_ignored(ListRow(9, HEADER.cells), HEADER) == TITLES_AGAIN
    assert why_ignored(ListRow(9, ("", "Total : 12")), HEADER) == A_TOTAL
    assert why_ignored(ListRow(9, ("Mc", "")), HEADER) == A_SEPARATOR
    assert why_ignored(ListRow(2, ("ex. DUPONT", "Anne")), HEADER) == AN_EXAMPLE
    assert why_ignored(ListRow(9, ("Liste arrêtée au 12 mai", "")), HEADER) == A_REMARK


@pytest.mark.parametrize(("people", "ignored", "is_asked"), [(34, 48, False), (4, 48, True), (40, 0, False)])
def test_totals_beside_many_people_are_no_reason_to_ask(people, ignored, is_asked):
    assert ListShortfall(people + ignored, people, ignored=ignored).is_far_fewer == is_asked
    assert ListShortfall(people + ignored + 50, people, unnamed=50, ignored=ignored).is_far_fewer
