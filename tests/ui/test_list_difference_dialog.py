# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list changes is looked at before it is written; no means that nothing was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QStyle, QWidget

from checkin import translation
from checkin.core.lists.list_difference import list_difference_as_json
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.lists.list_preview import preview_list
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import ImportFlow, ImportReport
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from tests.builders import a_programme
from tests.services.lists import a_list, bring, person, tables
from tests.ui.answering import Answering, agree

HEADER = "Prénom;Nom;Société;E-mail;Ateliers;Statut;Catégorie;Repas"
ZOE = "Zoé;Durand;Région;z@x.example;;confirmé;presse;oui"
MAX = "Max;Petit;Mairie;m@x.example;;confirmé;;non"
CHANGED = "Zoé;Durand;<b>Mairie</b>;z@x.example;Atelier B;annulé;participant;"
AGAIN = "Zoé;Durand;Région;zoe@home.example;;confirmé;;"


@pytest.fixture
def event(event, clock):
    bring(event, clock, ZOE, MAX, header=HEADER)
    return event


@pytest.fixture
def second_list(tmp_path):
    return a_list(tmp_path, CHANGED, AGAIN, header=HEADER, name="v2.csv")


@pytest.fixture
def dialog(event, second_list, qtbot):
    made = ListDifferenceDialog(preview_list(event, second_list), a_programme())
    qtbot.addWidget(made)
    made.show()
    return made


def cells(dialog, tab):
    return cells_below(dialog.tabs.widget(tab).model())


def cells_below(model, *parent):
    rows, columns = model.rowCount(*parent), range(model.columnCount())
    return [[model.index(row, column, *parent).data() for column in columns] for row in range(rows)]


def groups(dialog):
    """The lines of the groups, each with the changes below it."""
    model = dialog.changes.model()
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    return {top.data(): cells_below(model, top) for top in tops}


def boxes(dialog):
    return [box for box in dialog.findChildren(QCheckBox) if box.isVisibleTo(dialog)]


def ticks(dialog):
    model = dialog.pairs.model()
    boxes = (model.index(row, model.columnCount() - 1) for row in range(model.rowCount()))
    return [box.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked for box in boxes]


def told(dialog):
    return [
        each.text() for each in dialog.findChildren(QLabel) if each.text().startswith("Not ticked") and each.isVisible()
    ]


def test_what_the_tick_does_stands_beside_the_pairs_and_stays_once_there_is_one(dialog, qtbot):
    assert told(dialog) == []
    dialog.tabs.setCurrentIndex(3)
    assert len(told(dialog)) == 1
    qtbot.keyClick(dialog.pairs, Qt.Key.Key_Space)
    dialog.tabs.setCurrentIndex(0)
    assert len(told(dialog)) == 1


def test_each_kind_of_difference_has_a_tab_with_its_count(dialog):
    titles = [dialog.tabs.tabText(i) for i in range(dialog.tabs.count())]
    assert titles == ["New (1)", "Changed (1)", "No longer on the list (1)", "Probable duplicates (1)"]
    assert dialog.tabs.currentIndex() == 0


def test_changes_are_told_field_by_field_in_the_words_of_people(dialog):
    shown = groups(dialog)
    assert shown == {
        "Cancelled or blocked (1)": [["2", "Zoé Durand", "Registration status", "confirmed", "cancelled"]],
        "Sessions, categories and places (2)": [
            ["2", "Zoé Durand", "Category", "Presse", "Participant"],
            ["2", "Zoé Durand", "Sessions", "–", "Atelier B"],
        ],
        "Names, addresses and other details (1)": [["2", "Zoé Durand", "Organisation", "Région", "<b>Mairie</b>"]],
        "Your column “Repas” (1)": [["2", "Zoé Durand", "Repas", "oui", "–"]],
    }
    assert next(iter(shown)).startswith("Cancelled")


def choose(dialog, start):
    model = dialog.changes.model()
    tops = (model.index(row, 0) for row in range(model.rowCount()))
    dialog.changes.setCurrentIndex(next(top for top in tops if top.data().startswith(start)))


def test_a_column_that_does_not_matter_is_muted_from_its_group_and_shown_again(dialog, qtbot):
    dialog.tabs.setCurrentIndex(1)
    choose(dialog, "Cancelled")
    assert not dialog.mute.isVisible()
    choose(dialog, "Your column")
    assert dialog.mute.text() == "Do not show changes of “Repas” again"
    dialog.mute.click()
    assert dialog.muted == {"Repas"}
    assert groups(dialog)["“Repas”: 1 change not shown, as you asked"] == []
    assert not dialog.mute.isVisible()
    choose(dialog, "“Repas”")
    dialog.mute.click()
    assert (dialog.muted, "Your column “Repas” (1)" in groups(dialog)) == (set(), True)


def test_a_muted_column_that_does_not_change_in_this_list_is_shown_again_too(dialog, qtbot):
    dialog.tabs.setCurrentIndex(1)
    dialog.muted.add("Train")
    dialog.changes.put(dialog._groups())
    assert groups(dialog)["“Train”: no change here; not shown, as you asked"] == []
    choose(dialog, "“Train”")
    assert dialog.mute.text() == "Show changes of “Train” again"
    dialog.mute.click()
    assert dialog.muted == set()
    assert not any(title.startswith("“Train”") for title in groups(dialog))


def test_a_group_closes_and_opens(dialog, qtbot):
    dialog.tabs.setCurrentIndex(1)
    choose(dialog, "Cancelled")
    top = dialog.changes.currentIndex()
    assert dialog.changes.isExpanded(top)
    qtbot.keyClick(dialog.changes, Qt.Key.Key_Left)
    assert not dialog.changes.isExpanded(top)


def test_what_changes_with_every_export_is_one_line(event, clock, tmp_path, qtbot):
    header = "Prénom;Nom;E-mail;Exporté le;Repas"
    old, new = (
        [f"Zoé {n};Durand;z{n}@x.example;{day}/11/2026 10:00;{'oui' if n else day}" for n in range(300)]
        for day in (27, 28)
    )
    bring(event, clock, *old, header=header)
    dialog = ListDifferenceDialog(preview_list(event, a_list(tmp_path, *new, header=header)), a_programme())
    qtbot.addWidget(dialog)
    assert [(title, len(rows)) for title, rows in groups(dialog).items()] == [
        ("Your column “Repas” (1)", 1),
        ("“Exporté le”: a number or date that changes with every export (300 not shown)", 0),
    ]
    assert dialog.tabs.tabText(1) == "Changed (1)"


def test_the_number_of_a_row_far_below_is_whole(event, clock, tmp_path, qtbot):
    header = "Prénom;Nom;E-mail;Repas"
    old = [f"Zoé {n};Durand;z{n}@x.example;non" for n in range(1200)]
    bring(event, clock, *old, header=header)
    new = [*old[:150], *(line.replace(";non", ";oui") for line in old[150:160]), *old[160:1199], f"{old[1199]} "]
    path = a_list(tmp_path, *new, header=header)
    dialog = ListDifferenceDialog(preview_list(event, path), a_programme())
    qtbot.addWidget(dialog)
    dialog.resize(900, 600)
    dialog.tabs.setCurrentIndex(1)
    dialog.show()
    view, model = dialog.changes, dialog.changes.model()
    number = model.index(0, 0, model.index(0, 0))
    assert len(number.data()) == 3
    room = view.visualRect(number).width() - 2 * (view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
    assert view.fontMetrics().horizontalAdvance(number.data()) <= room


def test_a_muted_column_stays_muted_for_the_event_whether_or_not_the_list_is_imported(
    files, event, second_list, tmp_path
):
    def mute(dialog):
        dialog.tabs.setCurrentIndex(1)
        choose(dialog, "Your column")
        dialog.mute.click()
        dialog.reject()

    hands = Answering(agree, mute)
    files.bring_list(second_list)
    hands.stop()
    assert newest_import(event).changed == 0
    preview = preview_list(event, second_list)
    assert preview.muted == {"Repas"}
    kinds = list_difference_as_json(preview.difference, preview.muted)
    assert kinds["muted"] == [{"kind": "own_column", "column": "Repas", "changes": 1}]
    assert [kind["kind"] for kind in kinds["kinds"]] == ["cancellation", "sessions", "person"]
    assert kinds["noise"] == []


def test_probable_duplicates_stand_side_by_side(dialog):
    ((row, new, known, decision),) = cells(dialog, 3)
    assert (row, new) == ("3", "Zoé Durand\nRégion\nzoe@home.example")
    assert known == "Zoé Durand\nRégion\nz@x.example\nalso in row 2 of this list"
    assert decision == "Same person"
    assert ticks(dialog) == [False]


def test_the_space_bar_decides_that_it_is_one_person_and_that_it_is_two(dialog, event, qtbot):
    dialog.tabs.setCurrentIndex(3)
    dialog.pairs.setFocus()
    assert dialog.same == {}
    qtbot.keyClick(dialog.pairs, Qt.Key.Key_Space)
    assert dialog.same == {3: person(event, "Durand").id}
    assert ticks(dialog) == [True]
    qtbot.keyClick(dialog.pairs, Qt.Key.Key_Space)
    assert dialog.same == {}


def test_a_click_on_the_decision_decides_and_one_beside_it_does_not(dialog, qtbot):
    dialog.tabs.setCurrentIndex(3)
    view, where = dialog.pairs, dialog.pairs.model().index
    for column, decided in ((1, 0), (3, 1), (2, 1), (3, 0)):
        at = view.visualRect(where(0, column)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert len(dialog.same) == decided


def test_a_new_row_is_at_most_one_of_those_it_resembles(event, clock, tmp_path, qtbot):
    bring(event, clock, ZOE, MAX, "Zoé;Durand;Région;zoe@w.example;;confirmé;;", header=HEADER)
    again = a_list(tmp_path, ZOE, MAX, "Zoé;Durand;Région;z@w.example;;confirmé;;", header=HEADER, name="v3.csv")
    dialog = ListDifferenceDialog(preview_list(event, again), a_programme())
    qtbot.addWidget(dialog)
    assert dialog.pairs.model().rowCount() == 2
    for pair in (0, 1):
        dialog.pairs.setCurrentIndex(dialog.pairs.model().index(pair, 0))
        qtbot.keyClick(dialog.pairs, Qt.Key.Key_Space)
        assert list(dialog.same) == [4]
    assert ticks(dialog) == [False, True]


def test_who_is_new_and_who_left_are_named(dialog):
    assert cells(dialog, 0) == [["3", "Zoé Durand", "Région", "zoe@home.example"]]
    assert [row[0] for row in cells(dialog, 2)] == ["Max Petit"]


def test_an_empty_tab_cannot_be_opened_and_the_first_full_one_is_in_front(event, tmp_path, qtbot):
    preview = preview_list(event, a_list(tmp_path, ZOE.replace("oui", "non"), MAX, header=HEADER, name="v2.csv"))
    dialog = ListDifferenceDialog(preview, a_programme())
    qtbot.addWidget(dialog)
    assert [dialog.tabs.isTabEnabled(i) for i in range(4)] == [False, True, False, False]
    assert dialog.tabs.currentIndex() == 1
    assert boxes(dialog) == []


def test_it_fits_a_small_screen_and_is_named_for_a_screen_reader(dialog):
    assert (dialog.width() <= 1366, dialog.height() <= 700) == (True, True)
    assert dialog.tabs.currentWidget().accessibleName() == "New (1)"


def test_enter_imports_and_escape_does_not(dialog, qtbot):
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.show()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.tabs.currentWidget(), Qt.Key.Key_Return)
    assert not dialog.cancels_gone


def test_tab_leaves_the_table(dialog, qtbot):
    dialog.activateWindow()
    view = dialog.tabs.currentWidget()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


def test_the_words_are_french_when_the_desk_speaks_french(qapp, event, second_list, qtbot):
    translation.install(qapp, "fr")
    dialog = ListDifferenceDialog(preview_list(event, second_list), a_programme())
    qtbot.addWidget(dialog)
    titles = [dialog.tabs.tabText(i) for i in range(4)]
    texts = {button.text() for button in dialog.findChild(QDialogButtonBox).buttons()}
    translation.install(qapp, "en")
    assert titles == ["Nouveaux (1)", "Modifiés (1)", "Absents de la liste (1)", "Doublons probables (1)"]
    assert texts == {"Importer", "Annuler"}


# From the menu


@pytest.fixture
def files(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    yield ImportFlow(event, desk, window)
    window.close()


def test_a_list_that_changes_people_is_written_only_after_yes(files, event, second_list):
    before = tables(event)
    told = []
    files.reported.connect(told.append)
    answering = Answering(agree, lambda dialog: dialog.reject())
    files.bring_list(second_list)
    assert tables(event) == before
    assert told == ["Nothing was imported."]
    answering = Answering(agree, lambda dialog: dialog.accept(), lambda report: report.accept())
    files.bring_list(second_list)
    assert person(event, "Petit").status == "confirmed"
    assert [type(window) for window in answering.asked] == [ImportDialog, ListDifferenceDialog, ImportReport]


def test_those_who_left_are_cancelled_if_the_box_is_ticked(files, event, second_list):
    def tick(dialog):
        (box,) = boxes(dialog)
        box.setChecked(True)
        dialog.accept()

    answering = Answering(agree, tick, lambda report: report.accept())
    files.bring_list(second_list)
    assert person(event, "Petit").status == "cancelled"
    assert len(answering.asked) == 3


def test_a_list_of_other_people_takes_nobody_away_unless_the_organiser_says_that_it_replaces_theirs(
    files, event, tmp_path
):
    asked = []

    def look(dialog):
        asked.extend(box.text() for box in boxes(dialog))
        dialog.accept()

    def replace_theirs(dialog):
        (replaces,) = boxes(dialog)
        replaces.setChecked(True)
        _, cancels = boxes(dialog)
        cancels.setChecked(True)
        dialog.accept()

    staff = a_list(tmp_path, "Ana;Roux;Accueil;r@x.example;;confirmé;;", header=HEADER, name="staff.csv")
    hands = Answering(agree, look, lambda report: report.accept())
    files.bring_list(staff)
    hands.stop()
    assert len(asked) == 1
    assert "2 people" in asked[0]
    assert preview_list(event, a_list(tmp_path, ZOE, MAX, header=HEADER, name="v2.csv")).difference.is_empty
    others = a_list(tmp_path, "Eve;Gil;Accueil;e@x.example;;confirmé;;", header=HEADER, name="others.csv")
    hands = Answering(agree, replace_theirs, lambda report: report.accept())
    files.bring_list(others)
    hands.stop()
    assert {person(event, name).status.value for name in ("Petit", "Durand", "Roux")} == {"cancelled"}


def decide(dialog):
    dialog.tabs.setCurrentIndex(3)
    QTest.keyClick(dialog.pairs, Qt.Key.Key_Space)
    dialog.accept()


def test_who_is_said_to_be_one_person_is_not_added_and_is_two_again_after_undo(files, event, second_list, clock):
    before, zoe = tables(event), person(event, "Durand")
    answering = Answering(agree, decide, lambda report: report.accept())
    files.bring_list(second_list)
    assert len(answering.asked) == 3
    assert person(event, "Durand").id == zoe.id
    texts = [label.text() for label in answering.asked[2].findChildren(QLabel)]
    assert any("Further rows for someone already known: 1" in text for text in texts)
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert tables(event) == before


def test_whoever_has_no_other_row_is_corrected_and_not_off_the_list(files, event, tmp_path):
    zoe = person(event, "Durand")
    path = a_list(tmp_path, MAX, AGAIN, header=HEADER, name="v2.csv")
    answering = Answering(agree, decide, lambda report: report.accept())
    files.bring_list(path)
    assert len(answering.asked) == 3
    (found,) = (a for a, _ in event.attendees.all() if a.last_name == "Durand")
    assert (found.id, found.email) == (zoe.id, "zoe@home.example")
    assert (newest_import(event).added, newest_import(event).gone) == (0, 0)


def test_the_same_list_again_changes_nothing_that_could_be_shown(files, event, tmp_path):
    answering = Answering(agree, lambda report: report.accept())
    files.bring_list(a_list(tmp_path, MAX, ZOE, header=HEADER, name="v2.csv"))
    assert [type(window) for window in answering.asked] == [ImportDialog, ImportReport]


def test_a_list_that_is_given_up_before_it_is_understood_imports_nothing(files, event, second_list):
    before, told = tables(event), []
    files.reported.connect(told.append)
    answering = Answering(lambda dialog: dialog.reject())
    files.bring_list(second_list)
    assert (tables(event), told) == (before, ["Nothing was imported."])
    assert [type(window) for window in answering.asked] == [ImportDialog]


def test_what_weighs_most_stands_first_and_who_is_here_already_is_said_loudly(event, clock, desk, tmp_path, qtbot):
    zoe = person(event, "Durand")
    desk.check_in(zoe.id)
    lines = (
        "Max;Petit;Mairie;m@x.example;;confirmé;;oui",
        "Zoé;Durand;Région;z@x.example;;annulé;presse;non",
        "Ada;Noir;;;;;;",
    )
    again = a_list(tmp_path, *lines, header=HEADER, name="v3.csv")
    here = {visit.attendee for visit in event.attendees.visits()}
    dialog = ListDifferenceDialog(preview_list(event, again), a_programme(), here=here)
    qtbot.addWidget(dialog)
    dialog.show()
    changed = [(row[1], row[2]) for rows in groups(dialog).values() for row in rows]
    assert changed == [
        ("Zoé Durand (already arrived)", "Registration status"),
        ("Zoé Durand (already arrived)", "Repas"),
        ("Max Petit", "Repas"),
    ]
    assert dialog.strip.text().startswith("1 person cancelled by this list has already arrived: Zoé Durand.")


def test_where_nobody_who_is_here_is_cancelled_nothing_is_shouted(dialog):
    assert not dialog.strip.isVisible()


def test_the_list_of_another_event_is_said_in_red_and_one_tick_does_not_cancel_everybody(event, clock, tmp_path, qtbot):
    """One Enter less than usual: an early one does not skip the question either."""
    guests = [f"Zoé;Guest {n};Région;g{n}@x.example;;confirmé;;" for n in range(8)]
    bring(event, clock, ZOE, MAX, *guests, header=HEADER)
    theirs = a_list(
        tmp_path, *(f"Ali;Other {n};;o{n}@x.example;;;;" for n in range(9)), header=HEADER, name="other.csv"
    )
    seen = preview_list(event, theirs)
    dialog = ListDifferenceDialog(seen, a_programme())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.strip.text().startswith("None of the 10 people is on this list")
    dialog._replaces.click()
    dialog._cancel_gone.click()
    hands = Answering(lambda box: box.reject())
    buttons = dialog._buttons.buttons()
    buttons[0].click()
    assert len(hands.asked) == 1
    assert dialog.isVisible()
    dialog._cancel_gone.click()
    buttons[0].click()
    assert dialog.result() == ListDifferenceDialog.DialogCode.Accepted
    own = a_list(tmp_path, ZOE, MAX, header=HEADER, name="own.csv")
    assert not preview_list(event, own).difference.is_of_others
