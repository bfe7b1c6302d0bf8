# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: a list comes in, again, and in its next version; then it is taken back."""

import json

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from checkin.application import desk_program
from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import ImportReport
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from tests.builders import KEY
from tests.services.public_lists import FOLDER
from tests.ui.answering import STAYS, Answering, agree
from tests.ui.dropping import drop

NAME, NEXT = "helloasso_participants.csv", "helloasso_participants.v2.csv"
PEOPLE = json.loads((FOLDER / f"{NAME}.expected.json").read_text(encoding="utf-8"))["attendees"]
EXPECTED = json.loads((FOLDER / f"{NAME}.diff.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def program(qapp, tmp_path, clock):
    EventFile.create(tmp_path / "rencontre.checkin", KEY).close()
    made = desk_program.DeskProgram(EventFile.open(tmp_path / "rencontre.checkin"), clock, "en")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()


def accept(dialog):
    dialog.accept()


def bring(program, name, qtbot, *answers):
    """Dropped on the window, and every question answered. Returns the windows that asked."""
    hands = Answering(agree, *answers)
    assert drop(program.shell, FOLDER / name)
    qtbot.waitUntil(lambda: len(hands.asked) == len(answers) + 1 and QApplication.activeModalWidget() is None)
    return hands.asked


def names(program):
    return {attendee.name for attendee, _ in program._event.attendees.all()}


def test_a_list_its_next_version_and_back(program, qtbot):
    event = program._event
    windows = bring(program, NAME, qtbot, accept)
    assert [type(window) for window in windows] == [ImportDialog, ImportReport]
    first, entries = names(program), event.journal.count()
    assert event.attendees.count() == PEOPLE

    windows = bring(program, NAME, qtbot, accept)
    assert [type(window) for window in windows] == [ImportDialog, ImportReport]
    assert event.journal.count() == entries

    shown = []
    windows = bring(program, NEXT, qtbot, lambda dialog: (shown.append(counts(dialog)), dialog.accept()), accept)
    assert [type(window) for window in windows] == [ImportDialog, ListDifferenceDialog, ImportReport]
    added, changed, removed = (len(EXPECTED[kind]) for kind in ("added", "changed", "removed"))
    assert shown == [[added, changed, removed, len(EXPECTED["probable_duplicates"])]]
    record = newest_import(event)
    assert (record.added, record.changed, record.gone) == (added, changed, removed)

    take_back(program, qtbot)
    assert names(program) == first


def counts(dialog):
    """Of the tabs, as they are written on them."""
    titles = (dialog.tabs.tabText(at) for at in range(dialog.tabs.count()))
    return [int(title.rpartition("(")[2].rstrip(")")) for title in titles]


def take_back(program, qtbot):
    def allow(dialog):
        dialog.why.setCurrentIndex(0)
        dialog._try()

    hands = Answering(allow)
    program.built.menu.undo_import_wanted.emit()
    assert len(hands.asked) == 1


ACCENTS = (
    "Prénom;Nom;E-mail\n"
    "Béatrice;Abgrall;béatrice.abgrall@example.org\n"
    "Anaïs;Le Goff;anaïs@example.org\n"
    "Jean;Morvan;jean@example.org\n"
)


def test_addresses_with_accents_are_said_at_the_import_and_put_right_with_one_key(program, qtbot, tmp_path):
    """They are corrections of the people: the same list, imported again, does not bring the accents back."""
    event, seen = program._event, []
    (tmp_path / "liste.csv").write_text(ACCENTS, encoding="utf-8")

    def look_and_correct(report):
        (key,) = [button for button in report.findChildren(QPushButton) if button.text().startswith("Correct")]
        seen.append(key.text())
        QTimer.singleShot(0, key.click)
        return STAYS

    def see_both(dialog):
        model = dialog.table.model()
        seen.extend(model.table.rows[row][1:] for row in range(model.rowCount()))
        dialog.accept()

    windows = bring(program, tmp_path / "liste.csv", qtbot, look_and_correct, see_both, accept)
    assert "2 addresses to correct: accents" in windows[0].progress.text.text()
    assert [problem.row for problem in windows[0].preview.problems] == [2, 3]
    assert "2 addresses" in seen[0]
    assert seen[1:] == [
        ("béatrice.abgrall@example.org", "beatrice.abgrall@example.org"),
        ("anaïs@example.org", "anais@example.org"),
    ]
    addresses = {person.email for person, _ in event.attendees.all()}
    assert addresses == {"beatrice.abgrall@example.org", "anais@example.org", "jean@example.org"}
    corrected = event.journal.entries_of_kinds([EntryKind.ATTENDEE_CORRECTED])
    assert [entry.body["changes"] for entry in corrected] == [{"email": list(pair)} for pair in seen[1:]]
    windows = bring(program, tmp_path / "liste.csv", qtbot, accept)
    assert windows[-1].mend.isHidden()
    assert {person.email for person, _ in event.attendees.all()} == addresses
