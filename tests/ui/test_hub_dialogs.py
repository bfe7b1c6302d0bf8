# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows that ask for the address of a server: whose it is, and that its password is seen nowhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.sync_status import HubDesk, SyncStatus
from checkin.ui.sync.invitation_dialog import NewDeskDialog, RevokeDialog
from checkin.ui.sync.join_dialog import ServerAddressDialog, shown_address
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.welcome.join_event import joined_sentence
from tests.builders import KEY
from tests.ui.answering import Answering

OWN = "postgresql://poste1:secret@hub.example/checkin"
NEW = "postgresql://poste2:secret@hub.example/checkin"
ORGANISER = "postgresql://organiser:secret@hub.example/checkin"
DESKS = [HubDesk("Accueil 1", "poste1"), HubDesk("Accueil 2", "poste2", False, "Porte B", 720.0)]


def shown(qtbot, dialog):
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def seen(window):
    """All that somebody who looks, listens or copies could get from it."""
    texts = [w.text() for w in window.findChildren(QLabel)]
    texts += [w.displayText() for w in window.findChildren(QLineEdit)]
    parts = [window, *window.findChildren(QWidget)]
    return "\n".join([*texts, *(w.toolTip() + w.accessibleName() + w.accessibleDescription() for w in parts)])


@pytest.mark.parametrize(
    ("url", "shows"),
    [
        (OWN, "postgresql://poste1@hub.example/checkin"),
        ("postgresql://hub.example/checkin?user=poste1&password=secret", "postgresql://poste1@hub.example/checkin"),
        ("poste1:secret@hub.example/checkin", "The address saved here cannot be read. Choose it again."),
    ],
)
def test_of_an_address_role_server_and_database_are_shown(qtbot, url, shows):
    dialog = shown(qtbot, SyncDialog(Settings(hub=url), SyncStatus()))
    assert shown_address(url) == shows
    assert shows in seen(dialog)
    assert "secret" not in seen(dialog)


def test_a_password_is_not_shown(qtbot):
    """Neither the one that is kept, in the window that asks for another, nor the one that is typed."""
    dialog = shown(qtbot, SyncDialog(Settings(hub=OWN), SyncStatus()))

    def type_another(asking):
        before = asking.field.text()
        asking.field.setText(NEW)
        asking.field.selectAll()
        asking.field.copy()
        said.append((before, seen(asking), QGuiApplication.clipboard().text()))
        asking.accept()

    said, chosen = [], []
    QGuiApplication.clipboard().clear()
    dialog.hub_chosen.connect(chosen.append)
    hands = Answering(type_another)
    dialog._ask_hub()
    assert isinstance(hands.asked[0], ServerAddressDialog)
    ((before, everything, copied),) = said
    assert (before, "secret" in everything, copied, chosen) == ("", False, "", [NEW])


@pytest.mark.parametrize("typed", ["", "192.168.1.20/checkin", "poste1:secret@hub.example/checkin"])
def test_what_is_no_address_is_told_where_it_is_typed_and_not_kept(qtbot, typed):
    dialog = shown(qtbot, ServerAddressDialog())
    dialog.field.setText(typed)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "not the address" in dialog.notice.text()
    dialog.field.setText(f"Accueil 2\t{NEW}")  # a line of the command, pasted whole
    assert dialog.field.address().url == NEW


def test_a_new_desk_comes_by_an_address_of_its_own_or_without_the_server(qtbot):
    dialog = shown(qtbot, NewDeskDialog(OWN, None))
    dialog.address.setText(OWN)
    dialog.go_on.click()
    assert "this desk’s own address" in dialog.notice.text()
    dialog.address.setText(NEW)
    dialog.go_on.click()
    assert (dialog.result(), dialog.hub, dialog.address.text()) == (NewDeskDialog.DialogCode.Accepted, NEW, "")
    dialog = shown(qtbot, NewDeskDialog(OWN, None))
    dialog.without.click()
    assert (dialog.result(), dialog.hub) == (NewDeskDialog.DialogCode.Accepted, "")


def test_the_organisers_account_makes_an_address_if_the_desk_has_a_name(qtbot):
    asked, answers = [], [None, NEW]
    dialog = shown(qtbot, NewDeskDialog(OWN, lambda *said: asked.append(said) or answers.pop(0)))
    dialog.organiser.setText(ORGANISER)
    dialog.go_on.click()
    assert "no name yet" in dialog.notice.text()
    dialog.name.setText(" Accueil 3 ")
    dialog.go_on.click()
    assert (dialog.isVisible(), asked) == (True, [(ORGANISER, "Accueil 3")])  # refused, which was told
    dialog.go_on.click()
    assert (dialog.isVisible(), dialog.hub, dialog.organiser.text()) == (False, NEW, "")


def test_one_desk_of_the_list_is_revoked_and_never_this_one(qtbot):
    done, answers = [], [False, True]
    dialog = shown(qtbot, RevokeDialog(OWN, lambda _: DESKS, lambda *said: done.append(said) or answers.pop(0)))
    dialog.show_them.click()
    assert "not the address" in dialog.notice.text()
    dialog.organiser.setText(ORGANISER)
    QTest.keyClick(dialog.organiser, Qt.Key.Key_Return)
    rows = [dialog.list.item(row).text() for row in range(2)]
    assert (rows[0].startswith("Accueil 1 · not heard"), "(this computer)" in rows[0]) == (True, True)
    assert rows[1] == "Accueil 2 · heard from 12 min ago · calls itself “Porte B”"
    dialog.list.item(0).setSelected(True)
    assert not dialog.revoke.isEnabled()
    dialog.list.setCurrentRow(1)
    dialog.revoke.click()
    assert (dialog.list.count(), dialog.notice.text()) == (2, ""), "what the server refused changes nothing"
    dialog.forgets.click()
    dialog.revoke.click()
    assert done == [(ORGANISER, DESKS[1], False), (ORGANISER, DESKS[1], True)]
    assert dialog.list.count() == 1
    assert "personal data is erased from its copy when" in dialog.notice.text()
    assert not dialog.revoke.isEnabled()
    assert "secret" not in seen(dialog)


def test_a_folder_shuts_nobody_out_which_is_said(qtbot):
    dialog = shown(qtbot, SyncDialog(Settings(folder="/share"), SyncStatus()))
    assert not dialog.revoke.isVisible()
    assert "Anyone who has the folder and the invitation can see the list" in dialog._folder.text()
    dialog.show_settings(Settings(hub=OWN))
    assert dialog.revoke.isVisible()


def test_who_joins_to_meet_by_key_is_told_that_nobody_is_here_yet():
    """Invited without the server, where there is no folder either."""
    assert "nobody is on its list yet" in joined_sentence(Invitation("Rencontre", KEY), "Accueil 2", "Accueil 2")
    assert joined_sentence(Invitation("Rencontre", KEY, "/share"), "Accueil 2", "Accueil 2") == "Everything is here."
