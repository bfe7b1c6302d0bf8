# SPDX-License-Identifier: GPL-3.0-or-later
"""In the preview rows are left out and cells put right, with the keyboard or the mouse; too few people are stopped."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLineEdit

from checkin import translation
from checkin.core.lists.list_fields import ListField
from checkin.services.lists.list_importing import apply_list
from checkin.ui.import_export.import_table import FIRST
from tests.services.lists import a_list
from tests.services.public_lists import FOLDER
from tests.ui.import_dialogs import choose, column, open_list, people, row, warned

__all__ = ["open_list"]
HEADER = "Nom;Prénom;E-mail"
ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
LINES = ("Roux;Zoé;zoe@a.example", "Petit;Max;max@", "Noir;Ada;ada@a.example", "TOTAL;3;")
TWICE = ("2026-05-01 10:00;Roux;Zoé;z@x.example", "2026-05-02 10:00;Roux;Zoé;z@x.example")

FEW = ("Roux;Lyon", "Petit;Lyon", *[";Lyon"] * 8)


@pytest.fixture
def looked_at(open_list, tmp_path, qtbot):
    """The dialog of these lines, after the whole list was looked at."""

    def opened(*lines, header=HEADER):
        dialog = open_list(a_list(tmp_path, *lines, header=header))
        dialog.work()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return opened


@pytest.fixture
def dialog(looked_at):
    return looked_at(*LINES)


def select(dialog, *numbers, at=FIRST):
    view = dialog.form.table.columns
    view.setCurrentIndex(dialog.form.table.model.index(numbers[0], at))
    for number in numbers[1:]:
        view.selectionModel().setCurrentIndex(dialog.form.table.model.index(number, at), ROWS)
    view.setFocus()
    return view


def leave(dialog, *numbers):
    select(dialog, *numbers)
    dialog.form.row_actions.leave.click()


def retype(dialog, text):
    """What is typed into the open cell, and Enter."""
    (editor,) = dialog.form.table.columns.findChildren(QLineEdit)
    editor.setText(text)
    return editor


def imported(dialog):
    dialog.work()
    dialog.go_on.click()
    return {person.last_name: person.email for person in dialog.preview.interpreted.people}


# A row left out


def test_del_leaves_the_selected_row_out_and_again_takes_it_in(dialog, qtbot):
    qtbot.keyClick(select(dialog, 1), Qt.Key.Key_Delete)
    dialog.work()
    told = dialog.progress.text.text()
    assert ("1 row left out" in told, "rows to check" in told) == (True, False)
    assert (row(dialog, 1).left_out, dialog.form.row_actions.leave.text()) == ("Left out by you.", "Take in this row")
    qtbot.keyClick(dialog.form.table.columns, Qt.Key.Key_Delete)
    assert row(dialog, 1).left_out == ""
    assert set(imported(dialog)) == {"Roux", "Petit", "Noir"}


def test_a_row_left_out_with_the_button_is_not_imported_and_one_of_totals_can_be_taken_in(dialog):
    leave(dialog, 1)
    assert dialog.form.table.columns.currentIndex().row() == 1
    assert (row(dialog, 3).name, row(dialog, 3).left_out) == ("TOTAL", "Left out: a total.")
    dialog.form.only_out.click()
    assert people(dialog) == ["Max Petit", "TOTAL"]
    leave(dialog, 1)
    assert set(imported(dialog)) == {"Roux", "Noir", "TOTAL"}


def test_nobody_left_is_told_and_the_rows_can_be_taken_in_again(dialog):
    for number in range(3):
        leave(dialog, number)
    dialog.work()
    assert warned(dialog).startswith("Nobody would be imported")
    assert not dialog.go_on.isEnabled()
    dialog.form.row_actions.undo.click()
    dialog.work()
    assert warned(dialog) == ""
    assert set(imported(dialog)) == {"Noir"}


def test_several_selected_rows_are_left_out_at_once_and_one_undo_takes_them_in(dialog, qtbot):
    view, actions = select(dialog, 0, 1), dialog.form.row_actions
    assert (actions.story.text(), actions.leave.text()) == ("2 rows selected", "Leave out these 2 rows")
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [bool(row(dialog, n).left_out) for n in range(4)] == [True, True, False, True]
    assert actions.leave.text() == "Take in these 2 rows"
    dialog.work()
    assert "2 rows left out" in dialog.progress.text.text()
    actions.undo.click()
    assert (row(dialog, 0).left_out, actions.undo.isVisible()) == ("", False)
    leave(dialog, 2, 3)
    left = [row(dialog, n).left_out for n in (2, 3)]
    assert left == ["Left out by you.", "Left out: a total."], "of rows of which some are left out the others go first"
    actions.leave.click()
    assert [row(dialog, n).left_out for n in (2, 3)] == ["", ""]
    assert set(imported(dialog)) == {"Roux", "Petit", "Noir", "TOTAL"}


def test_of_two_answers_of_one_person_the_later_counts_and_the_other_or_all_can_be_taken_in(looked_at):
    dialog = looked_at(*TWICE, header="Horodateur;Nom;Prénom;E-mail")
    answers, told = dialog.form.answers, dialog.progress.text
    assert (row(dialog, 0).name, "row 3" in row(dialog, 0).left_out) == ("Zoé Roux", True)
    assert dialog.form.strip.text().startswith("Answered more than once: Zoé Roux.")
    assert told.text() == "People: 1 · earlier answers left out: 1"
    assert (answers.isVisible(), answers.text.text()) == (True, "Earlier answers: 1")
    leave(dialog, 0)
    dialog.work()
    assert (row(dialog, 0).left_out, told.text()[:9]) == ("", "People: 2")
    dialog.form.row_actions.undo.click()
    choose(answers.choice, "all")
    dialog.work()
    assert (told.text(), answers.isVisible()) == ("People: 2 · rows to check: 1", True)


# A cell put right


def test_f2_opens_the_cell_and_enter_keeps_it_without_importing(dialog, qtbot):
    qtbot.keyClick(select(dialog, 1, at=FIRST + 2), Qt.Key.Key_F2)
    qtbot.keyClick(retype(dialog, "max@a.example"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.form.table.model.row(1).changed == {2: "max@"})
    assert dialog.isVisible()
    assert "“max@”" in dialog.form.table.model.index(1, FIRST + 2).data(Qt.ItemDataRole.ToolTipRole)
    dialog.work()
    assert "rows to check" not in dialog.progress.text.text()
    assert imported(dialog)["Petit"] == "max@a.example"


def test_f2_on_a_person_puts_the_name_right_and_escape_leaves_it(dialog, qtbot):
    qtbot.keyClick(select(dialog, 1), Qt.Key.Key_F2)
    qtbot.keyClick(retype(dialog, "Grand"), Qt.Key.Key_Escape)
    assert (dialog.isVisible(), people(dialog)[1]) == (True, "Max Petit")
    qtbot.waitUntil(lambda: not dialog.form.table.columns.findChildren(QLineEdit))
    dialog.form.table.people.setFocus()
    qtbot.keyClick(dialog.form.table.people, Qt.Key.Key_F2)
    qtbot.keyClick(retype(dialog, "Grand"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: people(dialog)[1] == "Max Grand")


def test_a_change_survives_another_meaning_of_the_column_and_is_undone_step_by_step(dialog, qtbot):
    model = dialog.form.table.model
    model.setData(model.index(1, FIRST + 2), "Mairie")
    leave(dialog, 0)
    choose(column(dialog, "E-mail"), str(ListField.ORGANISATION))
    assert (row(dialog, 1).detail, row(dialog).left_out) == ("Mairie", "Left out by you.")
    undo = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(select(dialog, 0), *undo)
    assert (row(dialog, 1).detail, row(dialog).left_out) == ("Mairie", "")
    qtbot.keyClick(dialog.form.table.columns, *undo)
    assert row(dialog, 1).detail == "max@"
    assert not dialog.form.row_actions.undo.isVisible()


def test_an_answer_to_rows_as_they_were_is_not_taken(dialog):
    before = dialog._seen
    leave(dialog, 1)
    dialog._take_seen(before)
    dialog._agree()
    assert dialog.preview is None
    dialog.work()
    assert len(dialog.preview.interpreted.people) == 2


def test_what_was_changed_is_imported_and_the_file_is_left_alone(open_list, event, clock, tmp_path):
    path = a_list(tmp_path, *LINES, header=HEADER)
    before = path.read_bytes()
    dialog = open_list(path, event)
    model = dialog.form.table.model
    model.setData(model.index(0, FIRST), "ROUX-BLANC")
    imported(dialog)
    apply_list(event, dialog.preview, at=clock(), desk="d")
    assert "ROUX-BLANC" in {a.last_name for a, _ in event.attendees.all()}
    assert path.read_bytes() == before


# Why a column was taken


def reasons(dialog):
    titles = dialog.form.mapping.titles
    choices = dialog.form.table.header.choices
    return {title: choice.accessibleDescription() for title, choice in zip(titles, choices, strict=True)}


def test_every_column_says_at_its_head_why_it_was_taken(looked_at, open_list):
    lines = (f"Nom{chr(97 + n)};Zoé;p{n}@a.example;c@b.example" for n in range(6))
    dialog = looked_at(*lines, header="Nom;Prénom;fld_3;E-mail payeur")
    assert "6 of 6 are e-mail addresses" in reasons(dialog)["fld_3"]
    assert "only for people who have none" in reasons(dialog)["E-mail payeur"]
    assert warned(dialog).startswith("Recognised by contents: “fld_3” (E-mail).")
    assert "“fld_3” is taken" in warned(dialog)
    choose(column(dialog, "E-mail payeur"), str(ListField.EMAIL))
    assert reasons(dialog)["E-mail payeur"].endswith("As you chose.")
    assert all(reasons(dialog).values())
    dialog = open_list(FOLDER / "helloasso_participants.csv")
    assert "an export from HelloAsso" in dialog.form.understood.text()
    assert reasons(dialog)["Nom participant"].endswith("As in an export from HelloAsso.")


# Stopped and asked


def test_far_fewer_people_than_rows_are_imported_only_after_one_more_step(open_list, tmp_path, qtbot):
    dialog = open_list(a_list(tmp_path, *FEW, header="Nom;Ville"))
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    dialog.work()
    assert dialog.isVisible()
    assert warned(dialog).startswith("Only 2 of 10 rows would be imported: 8 without a name.")
    assert not dialog.go_on.isEnabled()
    assert dialog.focusWidget() is dialog.form.few
    dialog.form.only_out.click()
    assert dialog.form.table.model.rowCount() == 8
    dialog.form.few.click()
    assert dialog.go_on.isEnabled()
    assert "would be imported" not in warned(dialog)
    assert set(imported(dialog)) == {"Roux", "Petit"}


def test_nobody_under_the_column_of_names_is_mended_above_another(looked_at):
    dialog = looked_at(*[";Roux Zoé"] * 6, header="Nom;Appellation")
    assert "none of 6 rows has a name under “Nom”" in warned(dialog)
    assert not dialog.go_on.isEnabled()
    choose(column(dialog, "Appellation"), str(ListField.FULL_NAME))
    dialog.work()
    assert dialog.go_on.isEnabled()


@pytest.mark.parametrize(("answer", "expected"), [(0, {"confirmed", "cancelled"}), (1, {"confirmed"})])
def test_a_column_that_looks_like_a_status_is_asked_about(looked_at, answer, expected):
    names = ("Roux", "Petit", "Noir", "Kone", "Blanc", "Roy")
    lines = (f"{name};{('Inscrit', 'Annulé')[n % 2]}" for n, name in enumerate(names))
    dialog = looked_at(*lines, header="Nom;Newsletter")
    assert warned(dialog).startswith("Does “Newsletter” say who is coming?")
    assert not dialog.go_on.isEnabled()
    assert dialog.focusWidget() is dialog.form.doubts.answers[0]
    dialog.form.doubts.answers[answer].click()
    dialog.work()
    assert not dialog.form.doubts.isVisible()
    dialog.go_on.click()
    assert {person.status.value for person in dialog.preview.interpreted.people} == expected


def test_a_remark_of_who_withdrew_is_asked_about_and_the_first_words_of_free_answers_are_proposed(looked_at):
    lines = ("Roux;Zoé;Confirmé;végétarienne", "Petit;Max;Confirmé;Désisté le 3 mai", "Noir;Ada;Confirmé;")
    dialog = looked_at(*lines, header="Nom;Prénom;Statut;Remarques")
    assert warned(dialog).startswith("Does “Remarques” say who is coming?")
    dialog.form.doubts.answers[1].click()
    dialog.work()
    assert dialog.go_on.isEnabled()
    words = ("oui avec plaisir", "non hélas", "je viendrai l’après-midi", "peut-être", "on verra avec Ada")
    lines = (f"Durand{n};Zoé;{word}" for n, word in enumerate((*words, *(f"oui pour {n}" for n in range(12)))))
    dialog = looked_at(*lines, header="Nom;Prénom;Votre présence")
    assert warned(dialog).startswith("Does “Votre présence” say who is coming?")
    dialog.form.doubts.answers[0].click()
    dialog.work()
    assert "“on verra avec Ada”" in warned(dialog)
    choose(dialog.form.statuses.first_unknown(), "pending")
    dialog.work()
    dialog.go_on.click()
    states = {person.last_name: person.status.value for person in dialog.preview.interpreted.people}
    assert [states[f"Durand{n}"] for n in range(5)] == ["confirmed", "cancelled", "confirmed", "pending", "pending"]


def test_the_questions_are_french_when_the_desk_speaks_french(qapp, looked_at):
    translation.install(qapp, "fr")
    dialog = looked_at(*FEW, header="Nom;Ville")
    assert warned(dialog).startswith("Seulement 2 lignes sur 10 seraient importées")
    assert dialog.form.few.text() == "Importer quand même ces personnes (2)"
    assert reasons(dialog)["Nom"].endswith("D’après son titre.")
