# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list or a programme file changes is looked at before it is written; no means that nothing was."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QStyle, QWidget

from checkin import translation
from checkin.core.lists.list_difference import list_difference_as_json
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_difference import compare_programmes
from checkin.paths import resources
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.lists.list_preview import preview_list
from checkin.services.programme.programme_importing import ProgrammePreview, load_programme, preview_programme
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import ImportFlow, ImportReport
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from checkin.ui.import_export.programme_difference_dialog import ProgrammeDifferenceDialog, build_programme_tables
from tests.builders import a_programme
from tests.services.lists import a_list, bring, person, tables
from tests.ui.answering import Answering, agree

HEADER = "Prénom;Nom;Société;E-mail;Ateliers;Statut;Catégorie;Repas"
ZOE = "Zoé;Durand;Région;z@x.example;;confirmé;presse;oui"
MAX = "Max;Petit;Mairie;m@x.example;;confirmé;;non"
CHANGED = "Zoé;Durand;<b>Mairie</b>;z@x.example;Atelier B;annulé;participant;"
AGAIN = "Zoé;Durand;Région;zoe@home.example;;confirmé;;"
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space
NEW, CHANGES, GONE, PAIRS = range(4)


@pytest.fixture
def listed(event, clock):
    """An event with the first list."""
    bring(event, clock, ZOE, MAX, header=HEADER)
    return event


@pytest.fixture
def compare(listed, tmp_path, qtbot):
    def compared(*lines, header=HEADER, **more):
        path = a_list(tmp_path, *lines, header=header, name="again.csv")
        made = ListDifferenceDialog(preview_list(listed, path), a_programme(), **more)
        qtbot.addWidget(made)
        made.resize(900, 600)
        made.show()
        return made

    return compared


@pytest.fixture
def dialog(compare):
    return compare(CHANGED, AGAIN)


@pytest.fixture
def second_list(listed, tmp_path):
    return a_list(tmp_path, CHANGED, AGAIN, header=HEADER, name="v2.csv")


def cells(dialog, tab):
    return cells_below(dialog.tabs.widget(tab).model())


def cells_below(model, *parent):
    rows, columns = model.rowCount(*parent), range(model.columnCount())
    return [[model.index(row, column, *parent).data() for column in columns] for row in range(rows)]


def tops(dialog):
    model = dialog.changes.model()
    return [model.index(row, 0) for row in range(model.rowCount())]


def groups(dialog):
    """The lines of the groups, each with the changes below it."""
    return {top.data(): cells_below(dialog.changes.model(), top) for top in tops(dialog)}


def choose(dialog, start):
    dialog.tabs.setCurrentIndex(CHANGES)
    dialog.changes.setCurrentIndex(next(top for top in tops(dialog) if top.data().startswith(start)))


def boxes(dialog):
    return [box for box in dialog.findChildren(QCheckBox) if box.isVisibleTo(dialog)]


def ticks(dialog):
    model = dialog.pairs.model()
    boxes = (model.index(row, model.columnCount() - 1) for row in range(model.rowCount()))
    return [box.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked for box in boxes]


def titles(dialog):
    return [dialog.tabs.tabText(i) for i in range(dialog.tabs.count())]


def test_each_kind_of_difference_has_a_tab_with_its_count_and_names(dialog):
    assert titles(dialog) == ["New (1)", "Changed (1)", "No longer on the list (1)", "Probable duplicates (1)"]
    assert dialog.tabs.currentIndex() == NEW
    assert dialog.tabs.currentWidget().accessibleName() == "New (1)"
    assert "Nothing is written yet" in dialog._opening_words()
    assert (dialog.width() <= 1366, dialog.height() <= 700, dialog.strip.isVisible()) == (True, True, False)
    assert cells(dialog, NEW) == [["3", "Zoé Durand", "Région", "zoe@home.example"]]
    assert [row[0] for row in cells(dialog, GONE)] == ["Max Petit"]
    known = "Zoé Durand\nRégion\nz@x.example\nalso in row 2 of this list"
    assert cells(dialog, PAIRS) == [["3", "Zoé Durand\nRégion\nzoe@home.example", known, "Same person"]]
    assert ticks(dialog) == [False]


def test_changes_are_told_field_by_field_in_the_words_of_people_the_gravest_first(dialog):
    assert list(groups(dialog).items()) == [
        ("Cancelled or blocked (1)", [["2", "Zoé Durand", "Registration status", "confirmed", "cancelled"]]),
        (
            "Sessions, categories and places (2)",
            [
                ["2", "Zoé Durand", "Category", "Presse", "Participant"],
                ["2", "Zoé Durand", "Sessions", "–", "Atelier B"],
            ],
        ),
        ("Names, addresses and other details (1)", [["2", "Zoé Durand", "Organisation", "Région", "<b>Mairie</b>"]]),
        ("Your column “Repas” (1)", [["2", "Zoé Durand", "Repas", "oui", "–"]]),
    ]


def test_a_column_that_does_not_matter_is_muted_from_its_group_and_shown_again(dialog, qtbot):
    choose(dialog, "Cancelled")
    assert not dialog.mute.isVisible()
    top = dialog.changes.currentIndex()
    assert dialog.changes.isExpanded(top)
    qtbot.keyClick(dialog.changes, Qt.Key.Key_Left)
    assert not dialog.changes.isExpanded(top)
    choose(dialog, "Your column")
    assert "“Repas”" in dialog.mute.text()
    dialog.mute.click()
    assert dialog.muted == {"Repas"}
    assert groups(dialog)["“Repas”: 1 change not shown, as you asked"] == []
    assert not dialog.mute.isVisible()
    choose(dialog, "“Repas”")
    dialog.mute.click()
    assert (dialog.muted, "Your column “Repas” (1)" in groups(dialog)) == (set(), True)
    dialog.muted.add("Train")  # which does not change in this list
    dialog.changes.put(dialog._groups())
    choose(dialog, "“Train”: no change here")
    dialog.mute.click()
    assert dialog.muted == set()
    assert not any(title.startswith("“Train”") for title in groups(dialog))


def test_what_changes_with_every_export_is_one_line(compare, event, clock):
    header = "Prénom;Nom;E-mail;Exporté le;Repas"
    old, new = (
        [f"Zoé {n};Durand;z{n}@x.example;{day}/11/2026 10:00;{'oui' if n else day}" for n in range(300)]
        for day in (27, 28)
    )
    bring(event, clock, *old, header=header)
    dialog = compare(*new, header=header)
    assert [(title[:12], len(rows)) for title, rows in groups(dialog).items()] == [
        ("Your column ", 1),
        ("“Exporté le”", 0),
    ]
    assert "300 not shown" in list(groups(dialog))[1]
    assert dialog.tabs.tabText(CHANGES) == "Changed (1)"


def test_the_number_of_a_row_far_below_is_whole(compare, event, clock):
    header = "Prénom;Nom;E-mail;Repas"
    old = [f"Zoé {n};Durand;z{n}@x.example;non" for n in range(1200)]
    bring(event, clock, *old, header=header)
    changed = [line.replace(";non", ";oui") for line in old[150:160]]
    dialog = compare(*old[:150], *changed, *old[160:1199], f"{old[1199]} ", header=header)
    dialog.tabs.setCurrentIndex(CHANGES)
    view, model = dialog.changes, dialog.changes.model()
    number = model.index(0, 0, model.index(0, 0))
    assert len(number.data()) == 3
    room = view.visualRect(number).width() - 2 * (view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
    assert view.fontMetrics().horizontalAdvance(number.data()) <= room


def test_space_or_a_click_on_the_decision_decides_and_what_the_tick_does_stands_beside_it(dialog, listed, qtbot):
    def told():
        return len(
            [each for each in dialog.findChildren(QLabel) if each.text().startswith("Not ticked") and each.isVisible()]
        )

    assert told() == 0
    view = dialog.pairs
    dialog.tabs.setCurrentIndex(PAIRS)
    view.setFocus()
    assert told() == 1
    for decided in (True, False):
        qtbot.keyClick(view, SPACE)
        assert dialog.same == ({3: person(listed, "Durand").id} if decided else {})
        assert ticks(dialog) == [decided]
    for column, decided in ((1, 0), (3, 1), (2, 1)):
        at = view.visualRect(view.model().index(0, column)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert len(dialog.same) == decided
    dialog.tabs.setCurrentIndex(NEW)
    assert told() == 1


def test_a_new_row_is_at_most_one_of_those_it_resembles(compare, event, clock, qtbot):
    bring(event, clock, ZOE, MAX, "Zoé;Durand;Région;zoe@w.example;;confirmé;;", header=HEADER)
    dialog = compare(ZOE, MAX, "Zoé;Durand;Région;z@w.example;;confirmé;;")
    assert dialog.pairs.model().rowCount() == 2
    for pair in (0, 1):
        dialog.pairs.setCurrentIndex(dialog.pairs.model().index(pair, 0))
        qtbot.keyClick(dialog.pairs, SPACE)
        assert list(dialog.same) == [4]
    assert ticks(dialog) == [False, True]


def test_an_empty_tab_cannot_be_opened_and_the_first_full_one_is_in_front(compare):
    dialog = compare(ZOE.replace("oui", "non"), MAX)
    assert [dialog.tabs.isTabEnabled(i) for i in range(4)] == [False, True, False, False]
    assert (dialog.tabs.currentIndex(), boxes(dialog)) == (CHANGES, [])


def test_enter_imports_and_escape_does_not_and_tab_leaves_the_table(dialog, qtbot):
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.show()
    dialog.activateWindow()
    view = dialog.tabs.currentWidget()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(view, ENTER)
    assert not dialog.cancels_gone


def test_what_weighs_most_stands_first_and_who_is_here_already_is_said_loudly(compare, listed, desk):
    desk.check_in(person(listed, "Durand").id)
    lines = (MAX.replace("non", "oui"), "Zoé;Durand;Région;z@x.example;;annulé;presse;non", "Ada;Noir;;;;;;")
    dialog = compare(*lines, here={visit.attendee for visit in listed.attendees.visits()})
    changed = [(row[1], row[2]) for rows in groups(dialog).values() for row in rows]
    zoe = "Zoé Durand (already arrived)"
    assert changed == [(zoe, "Registration status"), (zoe, "Repas"), ("Max Petit", "Repas")]
    assert dialog.strip.text().startswith("1 person cancelled by this list has already arrived: Zoé Durand.")


def test_the_list_of_another_event_is_said_in_red_and_one_tick_does_not_cancel_everybody(
    compare, event, clock, tmp_path
):
    """One Enter less than usual: an early one does not skip the question either."""
    guests = [f"Zoé;Guest {n};Région;g{n}@x.example;;confirmé;;" for n in range(8)]
    bring(event, clock, ZOE, MAX, *guests, header=HEADER)
    dialog = compare(*(f"Ali;Other {n};;o{n}@x.example;;;;" for n in range(9)))
    assert dialog.strip.text().startswith("None of the 10 people")
    dialog._replaces.click()
    dialog._cancel_gone.click()
    hands = Answering(lambda box: box.reject())
    buttons = dialog._buttons.buttons()
    buttons[0].click()
    assert (len(hands.asked), dialog.isVisible()) == (1, True)
    dialog._cancel_gone.click()
    buttons[0].click()
    assert dialog.result() == ListDifferenceDialog.DialogCode.Accepted
    own = a_list(tmp_path, ZOE, MAX, header=HEADER, name="own.csv")
    assert not preview_list(event, own).difference.is_of_others


# A programme

DATA = Path(__file__).parents[1] / "data" / "programmes"
AGENDA, SCHEDULE = DATA / "agenda.ics", DATA / "frab_schedule.json"
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:atelier-b
SUMMARY:Atelier B – Lire
DTSTART:20230704T064000Z
DTEND:20230704T104000Z
LOCATION:Salle 2
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Clôture
DTSTART:20230705T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendar(tmp_path):
    path = tmp_path / "agenda.ics"
    path.write_text(CALENDAR, "utf-8")
    return path


@pytest.fixture
def look_at(event, qtbot):
    def opened(path):
        dialog = ProgrammeDifferenceDialog(preview_programme(event, path), {})
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return opened


def test_changes_of_a_programme_are_told_field_by_field_and_what_goes_with_how_many_are_registered(event, calendar):
    new, changed, gone = build_programme_tables(preview_programme(event, calendar), {})
    assert new.rows == (("Session", "Clôture", "Wed 5, 12:00"),)
    assert changed.rows == (
        ("Session", "Atelier B – Lire", "Title", "Atelier B", "Atelier B – Lire"),
        ("Session", "Atelier B – Lire", "Ends", "08:40", "Tue 4, 12:40"),
    )
    assert gone.rows == (("Speaker", "Sylvain REYMOND", "–"),)
    rows = build_programme_tables(preview_programme(event, SCHEDULE), {"atelier-b": 38})[2].rows
    told = "06:40 – 08:40 · Salle 2 · Registration required · people registered: 38"
    assert ("Session", "Atelier B", told) in rows


def test_every_kind_of_field_has_its_words():
    seed = load_programme(resources() / "demo" / "programme.toml")
    before, bare = a_programme(), Programme(a_programme().event)
    for one, other in ((before, seed), (bare, before), (before, bare)):
        seen = ProgrammePreview(one, other, None, compare_programmes(one, other))
        assert all(all(row) for table in build_programme_tables(seen, {}) for row in table.rows)
    seen = ProgrammePreview(bare, before, None, compare_programmes(bare, before))
    told = [row for row in build_programme_tables(seen, {})[0].rows if row[0] != "Category"]
    assert told[0] == ("Session", "Atelier B", "06:40 – 08:40 · Salle 2 · Registration required")
    assert ("Control point", "Atelier B", "Atelier B") in told


def test_what_was_left_out_is_told_above_and_that_our_own_file_is_the_whole_programme(look_at):
    dialog = look_at(AGENDA)
    assert "Visite du quartier" in dialog.summary.text()
    assert (dialog.width() <= 1100, dialog.height() <= 640) == (True, True)
    own = look_at(resources() / "demo" / "programme.toml")
    assert "the whole programme" in own.summary.text()
    assert not own.gone.isVisible()


def test_enter_applies_and_escape_does_not_and_nothing_is_removed_by_itself(look_at, qtbot):
    dialog = look_at(SCHEDULE)
    assert (dialog.gone.isVisible(), dialog.removes_gone) == (True, False)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.show()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.tabs.currentWidget(), ENTER)


def test_the_words_are_french_when_the_desk_speaks_french(qapp, event, calendar, compare):
    translation.install(qapp, "fr")
    dialog = compare(CHANGED, AGAIN)
    assert titles(dialog) == ["Nouveaux (1)", "Modifiés (1)", "Absents de la liste (1)", "Doublons probables (1)"]
    assert {button.text() for button in dialog.findChild(QDialogButtonBox).buttons()} == {"Importer", "Annuler"}
    told = build_programme_tables(preview_programme(event, calendar), {})
    assert [table.title.split(" (")[0] for table in told] == ["Nouveaux", "Modifiés", "Absents du fichier"]
    assert told[1].rows[1][2] == "Fin"


# From the menu


@pytest.fixture
def files(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ImportFlow(event, desk, window)
    made.heard = []
    made.reported.connect(made.heard.append)
    yield made
    window.close()


@pytest.fixture
def bring_in(files):
    """Brings a list in, gives these answers, and returns the kinds of windows that asked."""

    def brought(path, *answers):
        hands = Answering(*answers)
        files.bring_list(path)
        hands.stop()
        return [type(window) for window in hands.asked]

    return brought


def yes(dialog):
    dialog.accept()


def no(dialog):
    dialog.reject()


def test_a_list_that_changes_people_is_written_only_after_yes(bring_in, files, listed, second_list, tmp_path):
    before = tables(listed)
    assert bring_in(second_list, no) == [ImportDialog]
    assert bring_in(second_list, agree, no) == [ImportDialog, ListDifferenceDialog]
    assert (tables(listed), files.heard) == (before, ["Nothing was imported."] * 2)
    same = a_list(tmp_path, MAX, ZOE, header=HEADER, name="same.csv")
    assert bring_in(same, agree, yes) == [ImportDialog, ImportReport], "nothing that could be shown"
    assert bring_in(second_list, agree, yes, yes) == [ImportDialog, ListDifferenceDialog, ImportReport]
    assert person(listed, "Petit").status == "confirmed"


def test_those_who_left_are_cancelled_if_the_box_is_ticked(bring_in, listed, second_list):
    def tick(dialog):
        (box,) = boxes(dialog)
        box.setChecked(True)
        dialog.accept()

    bring_in(second_list, agree, tick, yes)
    assert person(listed, "Petit").status == "cancelled"


def test_a_list_of_other_people_takes_nobody_away_unless_the_organiser_says_that_it_replaces_theirs(
    bring_in, listed, tmp_path
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

    def other(name, *line):
        return a_list(tmp_path, *line, header=HEADER, name=name)

    bring_in(other("staff.csv", "Ana;Roux;Accueil;r@x.example;;confirmé;;"), agree, look, yes)
    assert len(asked) == 1
    assert "2 people" in asked[0]
    assert preview_list(listed, other("v2.csv", ZOE, MAX)).difference.is_empty
    bring_in(other("others.csv", "Eve;Gil;Accueil;e@x.example;;confirmé;;"), agree, replace_theirs, yes)
    assert {person(listed, name).status.value for name in ("Petit", "Durand", "Roux")} == {"cancelled"}


def test_a_muted_column_stays_muted_for_the_event_whether_or_not_the_list_is_imported(bring_in, listed, second_list):
    def mute(dialog):
        choose(dialog, "Your column")
        dialog.mute.click()
        dialog.reject()

    bring_in(second_list, agree, mute)
    assert newest_import(listed).changed == 0
    preview = preview_list(listed, second_list)
    kinds = list_difference_as_json(preview.difference, preview.muted)
    assert (preview.muted, kinds["noise"]) == ({"Repas"}, [])
    assert kinds["muted"] == [{"kind": "own_column", "column": "Repas", "changes": 1}]
    assert [kind["kind"] for kind in kinds["kinds"]] == ["cancellation", "sessions", "person"]


def decide(dialog):
    dialog.tabs.setCurrentIndex(PAIRS)
    QTest.keyClick(dialog.pairs, SPACE)
    dialog.accept()


def test_who_is_said_to_be_one_person_is_not_added_and_is_two_again_after_undo(bring_in, listed, second_list, clock):
    def look(report):
        told.extend(label.text() for label in report.findChildren(QLabel))
        report.accept()

    before, zoe, told = tables(listed), person(listed, "Durand"), []
    bring_in(second_list, agree, decide, look)
    assert person(listed, "Durand").id == zoe.id
    assert any("already known: 1" in text for text in told)
    undo_import(listed, newest_import(listed).import_id, at=clock(), desk="d")
    assert tables(listed) == before


def test_whoever_has_no_other_row_is_corrected_and_not_off_the_list(bring_in, listed, tmp_path):
    zoe = person(listed, "Durand")
    bring_in(a_list(tmp_path, MAX, AGAIN, header=HEADER, name="v2.csv"), agree, decide, yes)
    (found,) = (a for a, _ in listed.attendees.all() if a.last_name == "Durand")
    assert (found.id, found.email) == (zoe.id, "zoe@home.example")
    assert (newest_import(listed).added, newest_import(listed).gone) == (0, 0)


def test_a_programme_is_written_only_after_yes_and_the_same_file_again_asks_nothing(files, event, desk, calendar):
    before = event.journal.count()
    hands = Answering(no, yes)
    files.import_programme(calendar)
    assert (event.journal.count(), files.heard) == (before, ["Nothing was imported."])
    for _ in range(2):
        files.import_programme(calendar)
    assert desk.programme.session("atelier-b").title == "Atelier B – Lire"
    assert "2 sessions, 4 control points" in files.heard[1]
    assert [type(window) for window in hands.asked] == [ProgrammeDifferenceDialog] * 2


def test_sessions_that_the_file_does_not_name_go_if_that_is_ticked(files, event):
    hands = Answering(lambda dialog: (dialog.gone.setChecked(True), dialog.accept()))
    files.import_programme(SCHEDULE)
    assert len(hands.asked) == 1
    assert (event.programme().session("atelier-b"), event.programme().control_point("atelier-b")) == (None, None)
