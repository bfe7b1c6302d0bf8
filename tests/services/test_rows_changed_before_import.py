# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that the user leaves out, takes in or puts right in the preview: what is written, and what is not."""

import pytest

from checkin.core.lists.list_fields import NO_CHANGES, ListField
from checkin.core.message import UserError
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import build_preview, read_basis, read_list, suggested_mapping
from tests.services.lists import a_list, bring, person, tables

HEADER = "Nom;Prénom;E-mail"
LINES = ("Roux;Zoé;zoe@a.example", "Petit;Max;max@", "Noir;Ada;ada@a.example", "TOTAL;3;")


def preview(event, path, changes, mapping=None):
    read = read_list(path).with_changes(changes)
    return build_preview(read_basis(event), read, mapping)


@pytest.fixture
def path(tmp_path):
    return a_list(tmp_path, *LINES, header=HEADER)


def cell(path, number, index, text):
    row = next(row for row in read_list(path).sheet.rows if row.number == number)
    return NO_CHANGES.with_cell(row, index, text)


def test_a_row_left_out_is_not_imported_and_its_problems_are_not_told(event, clock, path):
    seen = preview(event, path, NO_CHANGES.toggled(3))
    done = apply_list(event, seen, at=clock(), desk="d")
    assert {"Roux", "Petit", "Noir"} & {a.last_name for a, _ in event.attendees.all()} == {"Roux", "Noir"}
    assert (done.added, done.problems) == (2, ())


def test_a_cell_put_right_is_what_is_imported_and_the_file_stays(event, clock, path):
    before = path.read_bytes()
    seen = preview(event, path, cell(path, 3, 2, "max@a.example"))
    apply_list(event, seen, at=clock(), desk="d")
    assert person(event, "Petit").email == "max@a.example"
    assert seen.problems == ()
    assert path.read_bytes() == before


def test_a_changed_cell_survives_another_meaning_of_its_column(event, path):
    read = read_list(path).with_changes(cell(path, 3, 2, "Mairie"))
    mapping = suggested_mapping(read_basis(event), read).with_column(2, ListField.ORGANISATION)
    seen = build_preview(read_basis(event), read, mapping)
    assert [p.organisation for p in seen.interpreted.people if p.row == 3] == ["Mairie"]


def test_a_row_that_the_program_left_out_can_be_taken_in(event, path):
    assert preview(event, path, NO_CHANGES).interpreted.ignored == (5,)
    seen = preview(event, path, NO_CHANGES.toggled(5, is_ignored=True))
    assert seen.interpreted.ignored == ()
    assert seen.interpreted.people[-1].last_name == "TOTAL"


def test_somebody_known_whose_row_is_left_out_stays_as_they_are_and_is_not_gone(event, clock, tmp_path):
    bring(event, clock, *LINES[:3], header=HEADER)
    before = tables(event)
    path = a_list(tmp_path, "Roux;Zoé;zoe@a.example", "Noir;Ada;ada@a.example", header=HEADER, name="v2.csv")
    assert [a.last_name for a in preview(event, path, NO_CHANGES).difference.gone] == ["Petit"]
    seen = preview(event, path, NO_CHANGES.toggled(3))
    assert [a.last_name for a in seen.difference.gone] == ["Petit"]
    apply_list(event, seen, at=clock(), desk="d", cancel_gone=True)
    assert person(event, "Noir").status.value == "confirmed"
    assert before["visits"] == tables(event)["visits"]


def test_of_two_rows_of_one_person_the_one_left_out_is_nobody_more(event, clock, tmp_path):
    path = a_list(tmp_path, "Roux;Zoé;zoe@a.example", "Roux;Zoé;zoe@a.example", header=HEADER)
    apply_list(event, preview(event, path, NO_CHANGES.toggled(3)), at=clock(), desk="d")
    again = preview(event, path, NO_CHANGES.toggled(3))
    assert again.difference.is_empty
    assert again.problems == ()


def test_a_list_of_which_all_rows_are_left_out_says_so(event, path):
    changes = NO_CHANGES.toggled(2).toggled(3).toggled(4).toggled(5)
    with pytest.raises(UserError, match="every row is left out"):
        preview(event, path, changes)


def test_a_list_whose_column_of_names_is_empty_says_which(event, tmp_path):
    path = a_list(tmp_path, *[";Roux Zoé"] * 6, header="Nom;Appellation")
    with pytest.raises(UserError, match="none of 6 rows has a name under “Nom”"):
        preview(event, path, NO_CHANGES)
