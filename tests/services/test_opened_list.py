# SPDX-License-Identifier: GPL-3.0-or-later
"""The choices of a user about an opened list, one value after another."""

import pytest

from checkin.services.lists.list_preview import OpenedList, read_basis_at, read_list, suggested_mapping


@pytest.fixture
def opened(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Prénom;Nom\nJeanne;Kermarec\nNoé;Petit\n", encoding="utf-8")
    read, basis = read_list(file), read_basis_at(None)
    return OpenedList(read, basis, suggested_mapping(basis, read))


def test_undo_takes_back_the_changes_of_rows_one_by_one_and_ends_where_they_began(opened):
    left_out = opened.toggle_rows([2, 3], are_ignored=False)
    edited = left_out.edit_cell(2, 1, "Le Goff")
    assert edited.read.changes.left_out == {2, 3}
    assert edited.read.changes.cells == {(2, 1): "Le Goff"}
    assert edited.undo().read.changes == left_out.read.changes
    assert edited.undo().undo() == opened
    assert opened.undo() == opened


def test_another_row_of_titles_changes_the_mapping_alone(opened):
    changed = opened.toggle_rows([3], are_ignored=False).titles_in(0)
    assert changed.mapping.titles != opened.mapping.titles
    assert changed.read.changes.left_out == {3}
    assert changed.undo().mapping == changed.mapping


def test_a_sheet_begins_without_changed_rows(opened):
    again = opened.edit_cell(2, 0, "Jeannette").on_sheet(opened.read.sheet.name)
    assert again == opened
