# SPDX-License-Identifier: GPL-3.0-or-later
"""Two programs as they are built, at a hub: one invites the other by an address of its own, and shuts it out alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.desk_settings import Settings
from checkin.core.sync.invitation import invitation_in
from checkin.services.sync.joining import ensure_identity, join, open_hub, read_desk_name
from checkin.storage import settings_store as kept
from checkin.ui.sync.invitation_dialog import InvitationDialog, NewDeskDialog, RevokeDialog
from checkin.ui.sync.join_dialog import database_role
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import an_attendee
from tests.sync.pg import Meeting

ONE = an_attendee(1)


@pytest.fixture
def meeting(cluster, event):
    made = Meeting(cluster, event=event.key.event)
    yield made
    made.close()


def started(event, clock):
    made = desk_program.DeskProgram(event, clock, "en")
    made.shell.show()
    made.sync.start()
    return made


@pytest.fixture
def first(qapp, event, clock, meeting, qtbot):
    kept.save(event.db, ensure_identity(Settings(desk="Accueil 1", hub=meeting.address("Accueil 1"))))
    made = started(event, clock)
    qtbot.waitUntil(lambda: bool(made.sync.status.peers) and not made.sync.status.waiting)
    yield made
    made.shell.close()
    made.stop()


class Hands:
    """Answers each window once, by what it is: the one that only waits for the server comes and goes as it likes."""

    def __init__(self, answers):
        self._answers, self._timer = dict(answers), QTimer(interval=10)
        self._timer.timeout.connect(self._answer)
        self._timer.start()

    def _answer(self):
        window = QApplication.activeModalWidget()
        if answer := self._answers.pop(type(window), None):
            QTimer.singleShot(0, lambda: answer(window))


def through_desks(program, button, answers):
    """Opens “Other desks”, presses one of its buttons, and answers the windows that come."""
    hands = Hands({SyncDialog: lambda dialog: button(dialog).click(), **answers})
    program.sync.show_desks()
    hands._timer.stop()


def leave(dialog):
    QTimer.singleShot(0, dialog.parent().reject)
    dialog.reject()


def invited(program, organiser):
    texts = []

    def have_it_made(dialog):
        dialog.organiser.setText(organiser)
        dialog.go_on.click()

    def read(dialog):
        texts.append(dialog.text.toPlainText())
        leave(dialog)

    through_desks(program, lambda dialog: dialog.invite, {NewDeskDialog: have_it_made, InvitationDialog: read})
    return invitation_in(texts[0])


def shut_out(program, organiser, row):
    def revoke(dialog):
        dialog.organiser.setText(organiser)
        dialog.show_them.click()
        dialog.list.setCurrentRow(row)
        dialog.forgets.click()
        dialog.revoke.click()
        leave(dialog)

    through_desks(program, lambda dialog: dialog.revoke, {RevokeDialog: revoke})


def test_who_was_invited_is_shut_out_alone_and_its_copy_forgets_everybody(first, meeting, clock, tmp_path, qtbot):
    organiser = meeting.cluster.url(meeting.database)
    invitation = invited(first, organiser)
    assert database_role(invitation.hub) not in ("", database_role(kept.load(first._event.db).hub))
    joined = join(invitation, tmp_path / "second.checkin", invitation.desk, open_hub)
    assert read_desk_name(joined) == "Accueil 2"
    share = tmp_path / "share"
    share.mkdir()
    kept.save(joined.db, replace(kept.load(joined.db), folder=str(share)))
    second = started(joined, clock)
    qtbot.waitUntil(lambda: [d.name for d in first.sync.status.desks] == ["Accueil 2"])

    shut_out(first, organiser, row=1)
    qtbot.waitUntil(lambda: joined.attendees.get(ONE.id) is None)
    qtbot.waitUntil(lambda: not kept.load(joined.db).folder)
    assert "its copy to be erased" in sync_sentences(second.sync.status)[0]
    assert first.sync.status.is_well
    assert first._event.attendees.get(ONE.id).name == ONE.name
    second.shell.close()
    second.stop()
