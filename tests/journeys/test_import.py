# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: a list comes in, again, and in its next version; then it is taken back."""

import json

import pytest
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_report import ImportReport
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from tests.builders import KEY
from tests.services.public_lists import FOLDER
from tests.ui.answering import Answering, agree
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
