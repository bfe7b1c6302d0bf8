# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing the programme from the desk: on a supervisor's word where one is named, and the desk answers by it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from checkin.core.programme.programme_edits import put_item
from checkin.core.supervisor import Authority
from checkin.services.event_file import PROGRAMME_KINDS
from checkin.services.supervision import Supervision
from checkin.ui.programme_editor.programme_editor import ProgrammeEditFlow, ProgrammeEditor
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from tests.ui.answering import Answering


@pytest.fixture
def editing(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ProgrammeEditFlow(event, desk, window)
    made.heard = []
    made.reported.connect(made.heard.append)
    yield made
    window.close()


def rename(editor, room="Salle 9"):
    editor.sessions.choose_row("atelier-b")
    field = editor.sessions.form.fields["room"]
    field.line.setText(room)
    field.line.textEdited.emit(room)
    editor.save.click()


def test_what_is_saved_is_the_desks_programme(editing, event, desk, qtbot):
    hands = Answering(rename)
    with qtbot.waitSignal(editing.changed):
        editing.ask_edit()
    assert [type(window) for window in hands.asked] == [ProgrammeEditor]
    assert desk.programme.session("atelier-b").room == "Salle 9"
    assert editing.heard == ["Programme saved. Sessions: 1; control points: 4."]


def test_nothing_is_written_when_it_is_closed_again(editing, event):
    before = event.journal.count()
    hands = Answering(lambda editor: editor.reject())
    editing.ask_edit()
    assert (len(hands.asked), editing.heard, event.journal.count()) == (1, [], before)


def test_where_a_supervisor_is_named_their_pin_opens_it_and_their_name_is_kept(editing, event, desk, qtbot):
    def give(dialog):
        dialog.why.setEditText("Change of programme")
        qtbot.keyClicks(dialog.pin, "4071")
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)

    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "x"))
    hands = Answering(lambda dialog: dialog.reject(), give, rename)
    editing.ask_edit()
    editing.ask_edit()
    assert [type(window) for window in hands.asked] == [AuthorityDialog, AuthorityDialog, ProgrammeEditor]
    written = event.journal.entries_of_kinds(PROGRAMME_KINDS)[-1]
    assert (written.subject, written.body["allowed_by"], written.body["why"]) == (
        "atelier-b",
        "Ana",
        "Change of programme",
    )


def test_what_somebody_else_changed_meanwhile_is_told(editing, event, clock):
    def meanwhile(editor):
        point = editor.draft.opened.control_points[0]
        event.plan(put_item(event.programme(), replace(point, note="Badges")), at=clock(), desk="Accueil 2")
        rename(editor)

    hands = Answering(meanwhile)
    editing.ask_edit()
    assert len(hands.asked) == 1
    assert editing.heard[0].endswith("Someone else changed something in the meantime, and it was kept: Accueil.")
    assert event.programme().control_points[0].note == "Badges"
    assert event.programme().sessions[0].room == "Salle 9"
