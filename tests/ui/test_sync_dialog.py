# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows about other desks and about pretix: what they say, ask and understand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.message import Cancelled, DeviceError, Message, SyncError
from checkin.core.sync.invitation import Invitation, UsbDriveVisit
from checkin.core.sync.sealed_entry import NotTaken
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.ticketing.position import TicketReason
from checkin.core.ticketing.ticketing_status import (
    NO_PRODUCT,
    UNDONE_ELSEWHERE,
    UNDONE_TOO_LATE,
    UNKNOWN_HERE,
    RefusedByServer,
    TicketingStatus,
)
from checkin.core.tokens import EventKey
from checkin.devices.camera import LIVE, FrameSourceState
from checkin.devices.decoder import decode_image
from checkin.services.threads import BackgroundTask, wait_for_all
from checkin.sync.pretix_connection import revoked, token_refused, unreachable
from checkin.ui.sync.invitation_dialog import InvitationDialog
from checkin.ui.sync.join_dialog import CodeCameraDialog, JoinDialog, is_join_text
from checkin.ui.sync.progress_dialog import ProgressDialog, run_with_progress
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.sync.ticketing_dialog import DeviceCodeDialog, DisconnectDialog, EventChoiceDialog, TicketingDialog
from checkin.ui.welcome.join_event import join_event
from checkin.ui.widgets.exchange_wording import (
    age_text,
    refused_reason,
    sync_sentences,
    ticketing_sentences,
    ticketing_trouble,
)
from tests.builders import MORNING
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering
from tests.ui.texts_on_screen import places_of

URL = "postgresql://poste2:secret@hub.example/checkin"
INVITATION = Invitation("9ᵉ Rencontre", EventKey("1f", bytes(32)), "/nowhere/share", URL)
LEAST_SCREEN = 600
"""Pixels that 1100x640 has below a title bar."""
CLOSED = OtherDesk("Accueil 4", 900, 0, identity="c", closed_at=datetime(2023, 7, 4, 18, 2, tzinfo=UTC))
SILENT, NEAR = OtherDesk("Accueil 2", 720, 3, 601.0), OtherDesk("Accueil 3", 2, 0, 0.0)


def hub(*desks, **fields):
    return SyncStatus((PlaceStatus(SyncPlace.HUB, desks=desks, **fields),))


def drive(unsaved=0):
    return UsbDriveVisit("CLE", MORNING, unsaved)


STRANGE = "2 files in the folder do not belong to this event or cannot be read; they are left alone"
AWAY = SyncError(Message("test", "away"))


@pytest.mark.parametrize(
    ("together", "told"),
    [
        (SyncStatus(), ["works alone"]),
        (SyncStatus(usb_drive=drive()), ["on the drive CLE, which was here on 04/07 at 06:40"]),
        (SyncStatus(usb_drive=drive(1)), ["1 record saved here since the drive CLE was last here"]),
        (SyncStatus(usb_drive=drive(17)), ["17 records saved here since the drive CLE was last here"]),
        (replace(hub(NEAR), usb_drive=drive(17)), ["1 other desk"]),
        (hub(), ["No other desk"]),
        (hub(NEAR), ["1 other desk, heard from in the last 5 s"]),
        (hub(NEAR, OtherDesk("X", 36.2, 0), CLOSED), ["2 other desks, all heard from in the last 40 s"]),
        (hub(CLOSED), ["No other desk is open"]),
        (hub(replace(CLOSED, waiting=4)), ["Accueil 4 closed at 18:02, 4 not yet sent: its arrivals may be missing"]),
        (hub(NEAR, name="accueil 3"), ["Two desks are called “accueil 3”: rename one of them"]),
        (hub(NEAR, replace(NEAR, identity="b")), ["Two desks are called “Accueil 3”"]),
        (hub(replace(CLOSED, name="Accueil 3"), NEAR), ["1 other desk"]),
        (hub(NEAR, strangers=2), ["1 other desk", STRANGE]),
        (hub(SILENT, error=AWAY), ["away"]),
        (hub(NEAR, OtherDesk("X", 3, 0)), ["2 other desks"]),
        (hub(NEAR, SILENT), ["Accueil 2 silent for 12 min"]),
        (hub(OtherDesk("X", 9000, 0)), ["X silent for 2 h"]),
        (hub(NEAR, waiting=17), ["17 records saved here"]),
        (hub(error=AWAY, waiting=1), ["away", "1 record saved"]),
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


@pytest.fixture
def shown(qtbot):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def test_desks_places_and_what_may_be_done(shown, qtbot):
    dialog = shown(SyncDialog(Settings(hub=URL), hub(NEAR, SILENT, CLOSED)))
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


def test_records_whose_clock_is_ahead_are_said_before_all_and_count_once_somebody_agrees(shown, qtbot):
    ahead = hub(NEAR, SILENT, ahead=("Accueil 3", MORNING), left_out=frozenset(NotTaken))
    dialog = shown(SyncDialog(Settings(hub=URL), ahead))
    assert not ahead.is_well
    told = sync_sentences(ahead)
    assert [line for line in told if "“Accueil 3”" in line and "04/07/2023 06:40" in line] == told[1:2]
    assert dialog.take_ahead.isVisible()
    with qtbot.waitSignal(dialog.ahead_taken):
        dialog.take_ahead.click()
    dialog.show_sync_status(hub(NEAR))
    assert not dialog.take_ahead.isVisible()


def test_words_that_wrap_end_above_the_next_desk(shown):
    silent = replace(SILENT, name="Accueil 1, partenaires et presse", waiting=12345)
    dialog = shown(SyncDialog(Settings(hub=URL), hub(silent, NEAR, CLOSED)))
    QApplication.processEvents()
    (*_, trouble), (name, *_), _ = dialog.desks._rows
    assert trouble.height() > 1.5 * name.height()
    assert trouble.geometry().bottom() < name.geometry().top()


@pytest.mark.parametrize("count", [0, 1, 3, 15, 30])
@pytest.mark.parametrize("silent", [False, True])
def test_however_many_desks_all_buttons_are_on_the_least_screen(shown, count, silent):
    names = [f"Accueil {number}" + " Véranda" * number * (not silent) for number in range(1, count + 1)]
    desks = [OtherDesk(name, 700 + n if silent else 3, 2, 601.0) for n, name in enumerate(names)]
    dialog = shown(SyncDialog(Settings(folder="/share", hub=URL), hub(*desks)))
    assert dialog.height() <= LEAST_SCREEN
    if silent and count == 30:
        first, *_, rest = dialog._message.text().splitlines()
        assert (first.startswith("Accueil 30 silent"), rest.startswith("27 more")) == (True, True)
    scrolls = dialog.desks.verticalScrollBar().maximum() > 0
    assert (dialog.desks.isVisible(), scrolls) == (bool(count), count >= 15)
    assert (dialog.desks.focusPolicy() is Qt.FocusPolicy.TabFocus) is scrolls


def test_who_scrolled_to_a_desk_still_sees_it_when_there_is_news(shown):
    desks = tuple(OtherDesk(f"Accueil {number}", 3, 0) for number in range(1, 31))
    dialog = shown(SyncDialog(Settings(hub=URL), hub(*desks)))
    dialog.desks.verticalScrollBar().setValue(300)
    dialog.show_sync_status(hub(*desks, waiting=1))
    QApplication.processEvents()
    assert dialog.desks.verticalScrollBar().value() == 300


@pytest.mark.parametrize("is_erased", [False, True])
def test_nobody_is_said_to_see_a_list_that_was_erased(shown, is_erased):
    dialog = shown(SyncDialog(Settings(folder="/share"), SyncStatus(), is_erased=is_erased))
    assert any("can see the list" in each.text() for each in dialog.findChildren(QLabel)) != is_erased


# An invitation


@pytest.fixture
def joining(shown):
    return shown(JoinDialog("Accueil 2"))


def test_the_invitation_is_read_by_a_camera(shown, tmp_path):
    shown(InvitationDialog(INVITATION)).grab().save(str(tmp_path / "invitation.png"))
    assert [seen.text for seen in decode_image(tmp_path / "invitation.png")] == [INVITATION.text()]


def test_joining_asks_for_what_is_not_known_here(joining, tmp_path):
    assert not joining._join.isEnabled()
    joining.text.setPlainText(INVITATION.text()[:-5])
    assert "incomplete" in joining.notice.text()
    for folder in ("/" + "x" * 3000, "/nowhere/share"):
        joining.text.setPlainText(replace(INVITATION, folder=folder).text().lower())
        assert "9ᵉ Rencontre" in joining.understood.text()
        joining._join.click()
        assert "cannot be found" in joining.notice.text()
    joining.folder.setText(str(tmp_path))
    joining._join.click()
    assert joining.result() == JoinDialog.DialogCode.Accepted
    assert (joining.invitation.folder, joining.invitation.hub) == (str(tmp_path), URL)


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


def test_the_name_that_the_invitation_proposes_is_there_until_another_is_typed(joining):
    joining.text.setPlainText(replace(INVITATION, desk="Accueil 4").text())
    assert joining.desk == "Accueil 4"
    joining.name.clear()
    QTest.keyClicks(joining.name, "Presse")
    joining.text.setPlainText(replace(INVITATION, desk="Accueil 5").text())
    assert joining.desk == "Presse"


@pytest.mark.parametrize(
    ("folder", "told"),
    [(r"\\server\share", r"\\server\share"), ("//server/share", "//server/share"), ("/nowhere/share", "")],
)
def test_the_folder_of_an_invitation_is_not_looked_for_on_a_server_before_somebody_agrees(
    joining, monkeypatch, folder, told
):
    looked_for = []
    monkeypatch.setattr(Path, "is_dir", lambda path: looked_for.append(str(path)) or False)
    joining.text.setPlainText(replace(INVITATION, folder=folder).text())
    assert (joining.folder.text(), bool(looked_for)) == (told, not told)


# Work that is waited for


@pytest.fixture
def work(shown):
    """The dialog of this work, which has begun."""

    def begun(task, tell=str):
        dialog = shown(ProgressDialog(BackgroundTask(task), "Work", tell))
        dialog.start()
        return dialog

    return begun


def refuse(tell):
    raise AWAY


@pytest.mark.parametrize(
    ("task", "told", "result"), [(lambda tell: tell(1, 2) or 7, "7 done", 7), (refuse, "away", None)]
)
def test_a_piece_of_work_tells_how_it_ended(work, qtbot, task, told, result):
    dialog = work(task, lambda result: f"{result} done")
    qtbot.waitUntil(lambda: dialog._text.text() == told)
    assert dialog.result_of_work == result


def test_work_with_nothing_to_be_read_is_over_in_one_step(shown, qtbot):
    dialog, seen = ProgressDialog(BackgroundTask(lambda tell: 7), "Work"), []
    dialog.go_to_the_end("Wait")
    dialog.start()
    shown(dialog)
    dialog.finished.connect(lambda _: seen.append((dialog._text.text(), dialog._buttons.isVisible())))
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert (dialog.result_of_work, seen) == (7, [("Wait", False)])


def test_a_fault_of_the_program_ends_the_waiting_too(shown, qtbot):
    errand = BackgroundTask(lambda tell: 1 / 0)
    dialog = shown(ProgressDialog(errand, "Work", str))
    with qtbot.waitSignal(errand.failed):
        dialog.start()
        qtbot.waitUntil(lambda: "Stopped" in dialog._text.text())
    assert not dialog._bar.isVisible()
    assert run_with_progress(lambda: 7, "Work", can_be_left=False) == 7
    with qtbot.captureExceptions() as faults:
        assert run_with_progress(lambda: 1 / 0, "Work", can_be_left=False) is None
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]


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
    for words in ("Stopping", "Nothing is lost"):
        assert words in dialog._text.text()
    slow.goes_on.set()
    qtbot.waitUntil(lambda: "Stopped" in dialog._text.text())
    assert (dialog.isVisible(), dialog.result_of_work) == (True, None)
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


def test_work_that_must_be_heard_of_is_waited_for(shown, qtbot):
    """The server may have made a desk by then, whose password nobody else will ever know."""
    goes_on = Event()
    dialog = ProgressDialog(BackgroundTask(lambda tell: goes_on.wait(PATIENCE_S)), "Work", str)
    dialog.can_be_left = False
    dialog.start()
    shown(dialog)
    assert not dialog.findChild(QPushButton).isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert (dialog.isVisible(), dialog._bar.isVisible()) == (True, True)
    goes_on.set()
    qtbot.waitUntil(lambda: dialog._text.text() == "True")
    press(dialog)
    assert (dialog.isVisible(), dialog.result_of_work) == (False, True)


def test_a_result_that_came_as_somebody_cancelled_is_not_hidden(work, qtbot):
    """Everything was done by then: that is what is told."""
    dialog = work(lambda tell: 7, lambda result: f"{result} done")
    dialog._errand.wait()
    press(dialog)
    qtbot.waitUntil(lambda: dialog._text.text() == "7 done")
    press(dialog)
    assert (dialog.result(), dialog.result_of_work) == (dialog.DialogCode.Accepted, 7)


CODE = json.dumps({"handshake_version": 1, "url": "https://tickets.example/pretix/", "token": "kpp4jn8g2ynzonp6"})
WELL = TicketingStatus("tickets.example", "pionniers", "rencontre", 7, MORNING)
LOST = replace(WELL, error=unreachable(), waiting=3, since=MORNING)
REVOKED = replace(WELL, error=revoked(), is_revoked=True)
REFUSED = RefusedByServer(b"1", EntryKind.CHECKED_IN, "Zoé Île", MORNING, "Accueil 1", "invalid")


def test_a_device_code_is_understood_as_soon_as_it_is_whole_and_a_name_that_was_typed_is_kept(joining):
    joining.text.setPlainText(CODE[:-4])
    assert (joining.device_code, joining.understood.text()) == (None, "")
    joining.text.setPlainText(CODE)
    assert "tickets.example/pretix" in joining.understood.text()
    assert (joining.notice.text(), joining.desk) == ("", Settings().desk)
    joining.name.clear()
    QTest.keyClicks(joining.name, "Presse")
    joining.text.setPlainText(CODE)
    assert joining.desk == "Presse"
    joining._join.click()
    assert joining.result() == JoinDialog.DialogCode.Accepted
    assert (joining.device_code.url, joining.invitation) == ("https://tickets.example/pretix", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CODE.replace("https", "http"), "not encrypted"),
        ("https://tickets.example/", "not the code of a pretix device"),
        ("{}", "not the code of a pretix device"),
        ("CHK1AB", "incomplete"),
        ("bonjour", "incomplete"),
    ],
)
def test_what_cannot_be_joined_says_why(joining, text, told):
    joining.text.setPlainText(text)
    assert told in joining.notice.text()
    assert not joining._join.isEnabled()


class PlayedCamera(QObject):
    """A camera reader without a camera."""

    code_seen = Signal(str)
    image_taken = Signal(QImage)
    outlines_seen = Signal(object)
    camera_changed = Signal(FrameSourceState)
    lost = Signal(DeviceError)

    def __init__(self, cameras):
        super().__init__()
        self._cameras, self.used, self.is_stopped = cameras, [], False

    def cameras(self):
        return self._cameras

    def use_camera(self, device_id):
        self.used.append(device_id)

    def stop(self):
        self.is_stopped = True


def test_the_camera_gives_the_first_code_that_fits_and_is_closed_then(shown):
    camera = PlayedCamera([("a", "One"), ("b", "Two")])
    dialog = shown(CodeCameraDialog(is_join_text, open_reader=lambda parent: camera))
    dialog.camera.setCurrentIndex(1)
    dialog.camera.activated.emit(1)
    camera.camera_changed.emit(FrameSourceState(True, LIVE, "Two"))
    assert (camera.used, dialog.camera.isHidden(), dialog.state.text()) == (["", "b"], False, "Two is working.")
    camera.code_seen.emit("BCDEFGHJKLNPRSTUVXBC")
    assert "another code" in dialog.state.text()
    assert dialog.isVisible()
    camera.code_seen.emit(CODE)
    assert (dialog.result(), dialog.text, camera.is_stopped) == (CodeCameraDialog.DialogCode.Accepted, CODE, True)


def test_without_a_camera_the_dialog_says_so(shown):
    camera = PlayedCamera([])
    dialog = shown(CodeCameraDialog(is_join_text, open_reader=lambda parent: camera))
    camera.lost.emit(DeviceError(Message("test", "No camera was found.")))
    assert (dialog.state.text(), dialog.camera.isHidden()) == ("No camera was found.", True)
    dialog.reject()
    assert (camera.is_stopped, dialog.text) == (True, "")


def test_of_several_events_the_first_is_proposed(shown):
    dialog = shown(EventChoiceDialog([("a", "Assises (12/09/2023)"), ("b", "")]))
    assert (dialog.chosen, dialog.list.item(1).text()) == ("a", "b")
    dialog.list.setCurrentRow(1)
    assert dialog.chosen == "b"


def test_an_open_event_takes_a_code_of_its_own_server_alone(shown):
    dialog = shown(DeviceCodeDialog("tickets.example/pretix"))
    assert not dialog.buttons.buttons()[0].isEnabled()
    assert not dialog.field.take("BCDEFGHJKLNPRSTUVXBC")  # a ticket goes to the desk
    assert dialog.field.take(CODE.replace("tickets", "billets"))
    assert "of another pretix, billets.example/pretix" in dialog.notice.text()
    assert dialog.code is None
    assert dialog.field.take(CODE)
    assert (dialog.notice.text(), dialog.code.token) == ("", "kpp4jn8g2ynzonp6")
    assert dialog.buttons.buttons()[0].isEnabled()


@pytest.mark.parametrize(
    ("status", "is_well", "told", "trouble"),
    [
        (WELL, True, ["pretix is reached; the list is that of"], ""),
        (replace(WELL, fetched_at=None), None, ["is being fetched"], ""),
        (LOST, False, ["cannot be reached", "Not reached since", "3 records still to be sent"], "pretix: 3 to send"),
        (replace(LOST, waiting=0), False, ["cannot be reached"], "pretix: not reached"),
        (replace(WELL, refused=2, unseen=1), False, ["not take 2 records: look at them."], "pretix: 2 to look at"),
        (replace(WELL, refused=2), True, ["pretix is reached"], ""),
        (
            replace(REVOKED, waiting=1),
            False,
            ["revoked", "1 record was not sent to pretix: connect again"],
            "pretix: revoked",
        ),
        (replace(WELL, device=0, has_others=True), None, ["from the other desks"], ""),
        (replace(WELL, device=0), None, ["No desk is connected to pretix any more", "is kept"], ""),
        (replace(WELL, is_over=True), None, ["were erased"], ""),
    ],
)
def test_every_state_has_its_words(status, is_well, told, trouble):
    said = "\n".join(ticketing_sentences(status, MORNING + timedelta(minutes=1)))
    assert all(words in said for words in told)
    assert (status.is_well, ticketing_trouble(status)) == (is_well, trouble)


def buttons_of(dialog):
    named = ("fetch", "join", "leave", "erase")
    return {name for name in named if not getattr(dialog, name).isHidden()}


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (WELL, {"fetch", "leave"}),
        (LOST, {"fetch", "leave"}),
        (replace(WELL, error=token_refused()), {"fetch", "join", "leave"}),
        (REVOKED, {"join", "leave", "erase"}),
        (replace(WELL, device=0), {"join"}),
        (replace(WELL, is_over=True), {"leave"}),
    ],
)
def test_the_page_offers_what_can_be_done(shown, status, offered):
    assert buttons_of(shown(TicketingDialog(status, MORNING))) == offered


def rows_of(dialog):
    return [dialog.refused.list.item(row).text() for row in range(dialog.refused.list.count())]


TOLD = replace(REFUSED, id=b"2", kind=EntryKind.UNDONE, why=UNDONE_TOO_LATE, undone=EntryKind.CHECKED_IN)


def test_what_was_not_taken_is_listed_with_the_person_and_the_reason_and_sent_again(shown, qtbot):
    dialog = shown(TicketingDialog(WELL, MORNING))
    assert dialog.refused.isHidden()
    dialog.show_refused([REFUSED])
    (told,) = rows_of(dialog)
    assert all(words in told for words in ("Zoé Île · let in", "pretix does not know this ticket"))
    with qtbot.waitSignal(dialog.round_wanted):
        dialog.refused.again.click()
    assert places_of("Being sent again")
    dialog.show_status(REVOKED, MORNING)
    assert dialog.refused.again.isHidden()
    assert places_of("revoked this device")


def test_what_became_of_each_record_is_counted_and_what_was_read_is_taken_off_the_list(shown):
    dialog, taken = shown(TicketingDialog(replace(WELL, refused=2, unseen=1), MORNING)), []
    dialog.taken_off.connect(taken.append)
    dialog.show_refused([REFUSED, replace(REFUSED, id=b"3"), TOLD])
    for words in ("did not take 2 records", "Not taken by pretix: 2.", "told to pretix in another way: 1."):
        assert places_of(words)
    assert "pretix keeps the arrival, with an exit after it." in rows_of(dialog)[2]
    dialog.show_refused([TOLD])
    assert dialog.refused.again.isHidden()
    dialog.show_refused([REFUSED, TOLD])
    dialog.refused.take_off.click()
    dialog.refused.list.setCurrentRow(1)
    assert "(1)" in dialog.refused.take_off.text()
    dialog.show_refused([REFUSED, TOLD])
    dialog.refused.take_off.click()
    assert taken == [(b"1", b"2"), (b"2",)]
    dialog.show_refused([])
    assert dialog.refused.isHidden()


@pytest.mark.parametrize("status", [WELL, REVOKED])
def test_why_pretix_counts_fewer_people_is_said_and_no_part_of_the_page_lies_over_another(shown, status):
    dialog = shown(TicketingDialog(status, MORNING))
    assert places_of("Let in despite") == []
    dialog.show_let_in_despite(4)
    assert places_of("Let in despite")
    assert places_of("4: recorded in pretix too")
    dialog.show_refused([REFUSED, TOLD, replace(REFUSED, id=b"3"), replace(TOLD, id=b"4")])
    QTest.qWait(1)
    box = dialog.refused
    parts = [box.list, *(each for each in (box.again, box.take_off) if each.isVisible()), dialog.leave]
    places = [QRect(part.mapTo(dialog, QPoint()), part.size()) for part in parts]
    assert not [(one, other) for one, other in combinations(places, 2) if one.intersects(other)]


def test_every_reason_of_pretix_has_words_of_ours_and_others_are_left_as_they_are():
    for reason in TicketReason:
        if reason:
            assert "pretix says" not in refused_reason(replace(REFUSED, why=reason))
    for ours in (UNKNOWN_HERE, NO_PRODUCT, UNDONE_TOO_LATE, UNDONE_ELSEWHERE):
        assert "pretix says" not in refused_reason(replace(REFUSED, why=ours))
    other_way = replace(TOLD, why=UNDONE_ELSEWHERE, undone=EntryKind.CHECKED_OUT)
    assert refused_reason(other_way).startswith("pretix keeps the exit, with an arrival after it.")
    assert refused_reason(replace(REFUSED, why="gelöscht")) == "pretix says: gelöscht"


def test_leaving_says_what_is_not_sent_and_gives_the_device_up_only_where_there_is_one(shown):
    assert shown(DisconnectDialog(LOST)).gives_up
    assert places_of("3 records still to be sent")
    assert not shown(DisconnectDialog(REVOKED)).gives_up
