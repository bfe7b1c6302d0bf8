# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows about other desks: what they say, ask and understand."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import Message, SyncError
from checkin.core.progress import Cancelled
from checkin.core.sync.invitation import Invitation, UsbDriveVisit
from checkin.core.sync.sealed_entry import NotTaken
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.tokens import EventKey
from checkin.devices.decoder import decode_image
from checkin.services.background_task import BackgroundTask
from checkin.services.event_reading import wait_for_all
from checkin.ui.sync.invitation_dialog import InvitationDialog
from checkin.ui.sync.join_dialog import JoinDialog
from checkin.ui.sync.progress_dialog import ProgressDialog, run_with_progress
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.welcome.join_event import join_event
from checkin.ui.widgets.exchange_wording import age_text, sync_sentences
from tests.builders import MORNING
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering

URL = "postgresql://poste2:secret@hub.example/checkin"
INVITATION = Invitation("9ᵉ Rencontre", EventKey("1f", bytes(32)), "/nowhere/share", URL)
LEAST_SCREEN = 600
"""Pixels that 1100x640 has below a title bar."""
CLOSED = OtherDesk("Accueil 4", 900, 0, identity="c", closed_at=datetime(2023, 7, 4, 18, 2, tzinfo=UTC))
SILENT, NEAR = OtherDesk("Accueil 2", 720, 3, 601.0), OtherDesk("Accueil 3", 2, 0, 0.0)


def hub(*desks, **fields):
    return SyncStatus((PlaceStatus(SyncPlace.HUB, desks=desks, **fields),))


@pytest.mark.parametrize(
    ("together", "told"),
    [
        (SyncStatus(), ["works alone"]),
        (SyncStatus(usb_drive=UsbDriveVisit("CLE", MORNING)), ["on the drive CLE, which was here on 04/07 at 06:40"]),
        (
            SyncStatus(usb_drive=UsbDriveVisit("CLE", MORNING, 1)),
            ["1 record saved here since the drive CLE was last here"],
        ),
        (
            SyncStatus(usb_drive=UsbDriveVisit("CLE", MORNING, 17)),
            ["17 records saved here since the drive CLE was last here"],
        ),
        (replace(hub(NEAR), usb_drive=UsbDriveVisit("CLE", MORNING, 17)), ["1 other desk"]),
        (hub(), ["No other desk"]),
        (hub(NEAR), ["1 other desk, heard from in the last 5 s"]),
        (hub(NEAR, OtherDesk("X", 36.2, 0), CLOSED), ["2 other desks, all heard from in the last 40 s"]),
        (hub(CLOSED), ["No other desk is open"]),
        (hub(replace(CLOSED, waiting=4)), ["Accueil 4 closed at 18:02, 4 not yet sent: its arrivals may be missing"]),
        (hub(NEAR, name="accueil 3"), ["Two desks are called “accueil 3”: rename one of them"]),
        (hub(NEAR, replace(NEAR, identity="b")), ["Two desks are called “Accueil 3”"]),
        (hub(replace(CLOSED, name="Accueil 3"), NEAR), ["1 other desk"]),
        (
            hub(NEAR, strangers=2),
            [
                "1 other desk",
                "2 files in the folder do not belong to this event or cannot be read; they are left alone",
            ],
        ),
        (hub(SILENT, error=SyncError(Message("test", "away"))), ["away"]),
        (hub(NEAR, OtherDesk("X", 3, 0)), ["2 other desks"]),
        (hub(NEAR, SILENT), ["Accueil 2 silent for 12 min"]),
        (hub(OtherDesk("X", 9000, 0)), ["X silent for 2 h"]),
        (hub(NEAR, waiting=17), ["17 records saved here"]),
        (hub(error=SyncError(Message("test", "away")), waiting=1), ["away", "1 record saved"]),
        (hub(NEAR, offset=-600.0), ["10 min behind"]),
        (hub(OtherDesk("X", 3, 0, version="999.0")), ["1 other desk", "“X” has version 999.0"]),
        (hub(OtherDesk("X", 3, 0, version="0.0.1"), OtherDesk("Y", 3, 0, version="Dupont 9")), ["2 other desks"]),
    ],
)
def test_how_it_stands_is_said_the_gravest_first(together, told):
    said = sync_sentences(together)
    assert len(said) == len(told)
    assert all(part in sentence for part, sentence in zip(told, said, strict=True))


def test_ages_are_said_as_people_do():
    assert [age_text(age) for age in (2, 40, 200, 7200)] == ["a moment ago", "40 s ago", "3 min ago", "2 h ago"]


def test_desks_places_and_what_may_be_done(qtbot):
    dialog = SyncDialog(Settings(hub=URL), hub(NEAR, SILENT, CLOSED))
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [w.text() for w in dialog.findChildren(type(dialog._message).__bases__[0]) if w.isVisible()]
    assert any("its clock is 10 min ahead" in text for text in texts)
    assert {"closed at 18:02", "all sent"} <= set(texts)
    assert not any("secret" in text for text in texts)
    assert dialog.invite.isVisible()
    with qtbot.waitSignal(dialog.hub_chosen) as left:
        dialog._leave_hub.click()
    assert left.args == [""]
    dialog.show_settings(Settings())
    assert (dialog.invite.isVisible(), dialog._leave_hub.isVisible()) == (False, False)


def test_records_whose_clock_is_ahead_are_said_before_all_and_count_once_somebody_agrees(qtbot):
    ahead = hub(NEAR, SILENT, ahead=("Accueil 3", MORNING), left_out=frozenset(NotTaken))
    dialog = SyncDialog(Settings(hub=URL), ahead)
    qtbot.addWidget(dialog)
    assert not ahead.is_well
    told = sync_sentences(ahead)
    assert [line for line in told if "“Accueil 3”" in line and "04/07/2023 06:40" in line] == told[1:2]
    assert dialog.take_ahead.isVisibleTo(dialog)
    with qtbot.waitSignal(dialog.ahead_taken):
        dialog.take_ahead.click()
    dialog.show_sync_status(hub(NEAR))
    assert not dialog.take_ahead.isVisibleTo(dialog)


def test_words_that_wrap_end_above_the_next_desk(qtbot):
    silent = replace(SILENT, name="Accueil 1, partenaires et presse", waiting=12345)
    dialog = SyncDialog(Settings(hub=URL), hub(silent, NEAR, CLOSED))
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    (*_, trouble), (name, *_), _ = dialog.desks._rows
    assert trouble.height() > 1.5 * name.height()
    assert trouble.geometry().bottom() < name.geometry().top()


@pytest.mark.parametrize("count", [0, 1, 3, 15, 30])
def test_however_many_desks_all_buttons_are_on_the_least_screen(qtbot, count):
    desks = tuple(OtherDesk(f"Accueil {number} " + "Véranda " * number, 3, 2, 601.0) for number in range(1, count + 1))
    dialog = SyncDialog(Settings(folder="/share", hub=URL), hub(*desks))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() <= LEAST_SCREEN
    assert dialog.desks.isVisible() is bool(count)
    scrolls = dialog.desks.verticalScrollBar().maximum() > 0
    assert scrolls is (count >= 15)
    assert (dialog.desks.focusPolicy() is Qt.FocusPolicy.TabFocus) is scrolls


def test_many_silent_desks_do_not_push_the_buttons_off_the_screen(qtbot):
    desks = tuple(OtherDesk(f"Accueil {number}", 700 + number, 0) for number in range(1, 31))
    dialog = SyncDialog(Settings(folder="/share", hub=URL), hub(*desks))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() <= LEAST_SCREEN
    assert dialog._message.text().splitlines()[0].startswith("Accueil 30 silent")
    assert dialog._message.text().splitlines()[3:] == ["27 more: see the list"]


def test_who_scrolled_to_a_desk_still_sees_it_when_there_is_news(qtbot):
    desks = tuple(OtherDesk(f"Accueil {number}", 3, 0) for number in range(1, 31))
    dialog = SyncDialog(Settings(hub=URL), hub(*desks))
    qtbot.addWidget(dialog)
    dialog.show()
    bar = dialog.desks.verticalScrollBar()
    bar.setValue(300)
    dialog.show_sync_status(hub(*desks, waiting=1))
    QApplication.processEvents()
    assert bar.value() == 300


def test_the_invitation_is_read_by_a_camera(qtbot, tmp_path):
    dialog = InvitationDialog(INVITATION)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.grab().save(str(tmp_path / "invitation.png"))
    assert [seen.text for seen in decode_image(tmp_path / "invitation.png")] == [INVITATION.text()]


def test_joining_asks_for_what_is_not_known_here(qtbot, tmp_path):
    dialog = JoinDialog("Accueil 2")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._join.isEnabled()
    dialog.text.setPlainText(INVITATION.text()[:-5])
    assert "incomplete" in dialog.notice.text()
    dialog.text.setPlainText(INVITATION.text().lower())
    assert "9ᵉ Rencontre" in dialog.understood.text()
    dialog._join.click()
    assert "cannot be found" in dialog.notice.text()
    dialog.folder.setText(str(tmp_path))
    dialog._join.click()
    assert dialog.result() == JoinDialog.DialogCode.Accepted
    assert (dialog.invitation.folder, dialog.invitation.hub) == (str(tmp_path), URL)


def test_who_does_not_say_where_to_save_the_event_is_back_at_the_form_as_it_was(qtbot, tmp_path, monkeypatch):
    window, seen = QWidget(), []
    qtbot.addWidget(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))

    def fill_in(dialog):
        dialog.text.setPlainText(INVITATION.text())
        dialog.folder.setText(str(tmp_path))
        dialog._join.click()

    def leave(dialog):
        seen.append((dialog.text.toPlainText(), dialog.folder.text()))
        dialog.reject()

    Answering(fill_in, leave)
    assert join_event(window) is None
    assert seen == [(INVITATION.text(), str(tmp_path))]


def test_the_name_that_the_invitation_proposes_is_there_until_another_is_typed(qtbot):
    dialog = JoinDialog("Accueil 2")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.text.setPlainText(replace(INVITATION, desk="Accueil 4").text())
    assert dialog.desk == "Accueil 4"
    dialog.name.clear()
    QTest.keyClicks(dialog.name, "Presse")
    dialog.text.setPlainText(replace(INVITATION, desk="Accueil 5").text())
    assert dialog.desk == "Presse"


def ended(dialog, qtbot):
    qtbot.addWidget(dialog)
    dialog.start()
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog._text.text()))
    return dialog._text.text()


def test_a_piece_of_work_tells_how_it_ended(qtbot):
    done = ProgressDialog(BackgroundTask(lambda tell: tell(1, 2) or 7), "Work", lambda result: f"{result} done")
    assert ended(done, qtbot) == "7 done"
    assert done.result_of_work == 7

    def refuse(tell):
        raise SyncError(Message("test", "away"))

    refused = ProgressDialog(BackgroundTask(refuse), "Work", str)
    assert ended(refused, qtbot) == "away"
    assert refused.result_of_work is None


def test_work_with_nothing_to_be_read_is_over_in_one_step(qtbot):
    dialog = ProgressDialog(BackgroundTask(lambda tell: 7), "Work")
    qtbot.addWidget(dialog)
    dialog.go_to_the_end("Wait")
    dialog.start()
    dialog.show()
    shown = []
    dialog.finished.connect(lambda _: shown.append((dialog._text.text(), dialog._buttons.isVisible())))
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert (dialog.result_of_work, shown) == (7, [("Wait", False)])


def test_a_fault_of_the_program_ends_the_waiting_too(qtbot):
    errand = BackgroundTask(lambda tell: 1 / 0)
    dialog = ProgressDialog(errand, "Work", str)
    with qtbot.waitSignal(errand.failed):
        assert "Stopped" in ended(dialog, qtbot)
    assert not dialog._bar.isVisible()


class Slow:
    """Work that hangs in one piece of it, as reading a large file of a slow key or a share that is away does."""

    def __init__(self):
        self.hangs, self.goes_on, self.ended = Event(), Event(), []

    def __call__(self, tell):
        try:
            tell(1, 4)
            self.hangs.set()
            assert self.goes_on.wait(PATIENCE_S)
            tell(2, 4)
        except Cancelled:
            self.ended.append("cancelled")
            raise


@pytest.fixture
def slow():
    made = Slow()
    yield made
    made.goes_on.set()
    wait_for_all()
    assert made.ended == ["cancelled"]


def press(dialog):
    dialog.findChild(QPushButton).click()


def cancelled(slow, cancel=press):
    dialog = ProgressDialog(BackgroundTask(slow), "Work", str)
    dialog.start()
    dialog.show()
    assert slow.hangs.wait(PATIENCE_S)
    cancel(dialog)
    assert slow.ended == []  # nobody waited
    return dialog


@pytest.mark.parametrize("cancel", [press, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)])
def test_cancel_keeps_nobody_waiting_and_says_what_is_safe(qtbot, slow, cancel):
    dialog = cancelled(slow, cancel)
    qtbot.addWidget(dialog)
    assert "Stopping" in dialog._text.text()
    assert "Nothing is lost" in dialog._text.text()
    slow.goes_on.set()
    qtbot.waitUntil(lambda: "Stopped" in dialog._text.text())
    assert dialog.isVisible()
    assert dialog.result_of_work is None
    press(dialog)
    assert dialog.result() == dialog.DialogCode.Rejected


@pytest.mark.parametrize("leave", [ProgressDialog.reject, ProgressDialog.close])
def test_who_leaves_before_the_work_has_ended_is_free_and_so_is_the_window(qtbot, slow, leave):
    dialog = cancelled(slow)
    leave(dialog)
    assert not dialog.isVisible()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del dialog
    slow.goes_on.set()
    qtbot.waitUntil(lambda: slow.ended == ["cancelled"])


def test_work_that_must_be_heard_of_is_waited_for(qtbot):
    """The server may have made a desk by then, whose password nobody else will ever know."""
    goes_on = Event()
    dialog = ProgressDialog(BackgroundTask(lambda tell: goes_on.wait(PATIENCE_S)), "Work", str)
    qtbot.addWidget(dialog)
    dialog.can_be_left = False
    dialog.start()
    dialog.show()
    assert not dialog.findChild(QPushButton).isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert (dialog.isVisible(), dialog._bar.isVisible()) == (True, True)
    goes_on.set()
    qtbot.waitUntil(lambda: dialog._text.text() == "True")
    press(dialog)
    assert (dialog.isVisible(), dialog.result_of_work) == (False, True)


def test_an_answer_that_is_waited_for_ends_the_waiting(qtbot):
    assert run_with_progress(lambda: 7, "Work", can_be_left=False) == 7
    with qtbot.captureExceptions() as faults:
        assert run_with_progress(lambda: 1 / 0, "Work", can_be_left=False) is None
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]


def test_a_result_that_came_as_somebody_cancelled_is_not_hidden(qtbot):
    """Everything was done by then: that is what is told."""
    dialog = ProgressDialog(BackgroundTask(lambda tell: 7), "Work", lambda result: f"{result} done")
    qtbot.addWidget(dialog)
    dialog.start()
    dialog.show()
    dialog._errand.wait()
    dialog.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: dialog._text.text() == "7 done")
    dialog.findChild(QPushButton).click()
    assert (dialog.result(), dialog.result_of_work) == (dialog.DialogCode.Accepted, 7)


@pytest.mark.parametrize(
    ("folder", "shown"),
    [(r"\\server\share", r"\\server\share"), ("//server/share", "//server/share"), ("/nowhere/share", "")],
)
def test_the_folder_of_an_invitation_is_not_looked_for_on_a_server_before_somebody_agrees(
    qtbot, monkeypatch, folder, shown
):
    looked_for = []
    monkeypatch.setattr(Path, "is_dir", lambda path: looked_for.append(str(path)) or False)
    dialog = JoinDialog("Accueil 2")
    qtbot.addWidget(dialog)
    dialog.text.setPlainText(replace(INVITATION, folder=folder).text())
    assert dialog.folder.text() == shown
    assert bool(looked_for) == (not shown)


def test_a_folder_that_no_system_could_have_is_not_there(qtbot):
    dialog = JoinDialog("Accueil 2")
    qtbot.addWidget(dialog)
    dialog.text.setPlainText(replace(INVITATION, folder="/" + "x" * 3000).text())
    dialog._join.click()
    assert "cannot be found" in dialog.notice.text()


def test_nobody_is_said_to_see_a_list_that_was_erased(qtbot):
    for is_erased in (False, True):
        dialog = SyncDialog(Settings(folder="/share"), SyncStatus(), is_erased=is_erased)
        qtbot.addWidget(dialog)
        told = " ".join(each.text() for each in dialog.findChildren(QLabel))
        assert ("can see the list" in told) != is_erased
