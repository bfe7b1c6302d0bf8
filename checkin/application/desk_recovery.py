# SPDX-License-Identifier: GPL-3.0-or-later
"""What an open desk does after a crash, about trouble with its file, and when its window is closed. Decides nothing."""

import contextlib
import faulthandler
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from checkin import __version__
from checkin.core.message import CheckinError, Message, UserError
from checkin.core.sync.sync_status import SyncStatus
from checkin.devices.crash_marks import CrashMarks, Part
from checkin.error_handler import stop_logging
from checkin.paths import app_folder
from checkin.services.computer import crash_recovery
from checkin.services.computer.app_data import check_update
from checkin.services.computer.crash_recovery import (
    MOST_TRIES,
    AcknowledgedExtent,
    Missing,
    OpenMark,
    RecoveredState,
    ScreenState,
    find_interrupted,
    missing_entries_sentence,
    missing_sentence,
    read_recovered_state,
    recovery_sentence,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_service import MailService
from checkin.services.privacy.purge_day import ClosingReminder
from checkin.storage.copies import IS_RIGHT, PUT_RIGHT, RescuedEntries, find_rescued, merge_rescued
from checkin.storage.file_guard import SENTENCES
from checkin.storage.leftover_wal import OpenCopy, dismiss_open_copy, read_open_copy
from checkin.storage.regular_files import FileTrouble
from checkin.translation import clock_time, translate
from checkin.ui.desk.desk_bars import NoticeBar
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import CLOSED_WHEN_SCANNING
from checkin.ui.help.help_flow import HelpFlow
from checkin.ui.shell import DESK, LeavingDialog, Shell, is_session_ending
from checkin.ui.widgets.buttons import ask_confirmation
from checkin.ui.widgets.screen_page import CLOSING

STEADY_MS = 30_000
"""Milliseconds for which an event must stay open so that opening it does not count as the cause of a crash."""
UNDER_THE_HEADER = 1


class DeskRecovery(QObject):
    """The recovery of a desk. Call `mount` first. `watch` and `end_well` are for an event to be reopened after a
    crash.
    """

    def __init__(self, event: EventFile, desk: Desk, spoken: str, sync_status: Callable[[], SyncStatus]) -> None:
        super().__init__()
        self._event, self._desk, self._spoken, self._sync_status = event, desk, spoken, sync_status
        self._mark: OpenMark | None = None
        self._extent: AcknowledgedExtent | None = None
        self._is_older = False
        """Whether the notice is shown that the file lacks entries this computer remembers."""
        self._raw: TextIO | None = None
        self.notice, self.left_out = NoticeBar(), NoticeBar()
        self._show_again: Callable[[], object] | None = None
        self._do_more: Callable[[], object] = lambda: None

    def _closed_keys(self, shell: Shell) -> tuple[str, ...]:
        """Return the keys that this desk does not take because it only scans."""
        of_screens = (key.toString() for key in shell.screen_keys)
        return (*CLOSED_WHEN_SCANNING, *of_screens) if self._desk.scans_only else ()

    def mount(self, shell: Shell, menu: DeskMenu, spoken: str) -> None:
        """Connect a new window of the program, and show an unread notice again."""
        self._shell, self._spoken = shell, spoken
        self.helping = helping = HelpFlow(app_folder(), self._event, self._desk.now, shell)
        helping.sync_status = self._sync_status
        helping.closed_keys = lambda: self._closed_keys(shell)
        helping.may_remove = lambda: not self._desk.scans_only and menu.may("removal_wanted")
        menu.help_wanted.connect(helping.show_help)
        menu.report_wanted.connect(helping.ask_report)
        menu.removal_wanted.connect(helping.ask_removal)
        helping.reported.connect(shell.show_status)
        shell.desk.answered.connect(helping.step_aside)
        helping.removing.connect(self._stop_recording)
        listen_for_help(shell, helping)
        is_unread, are_left_out = not self.notice.isHidden(), not self.left_out.isHidden()
        self.notice, self.left_out = NoticeBar(), NoticeBar()
        column = shell.desk.layout()
        assert isinstance(column, QBoxLayout)
        for bar in (self.left_out, self.notice):
            column.insertWidget(UNDER_THE_HEADER, bar)
        self.notice.wanted.connect(lambda: self._do_more())
        shell.entered.connect(lambda screen: self._note(screen=screen))
        self._note(spoken=spoken)
        if is_unread and self._show_again:
            self._show_again()
        if are_left_out:
            self._show_left_out()

    def show_left_out(self, parts: Sequence[Part], marks: CrashMarks) -> None:
        """Show which parts the desk does without, because the program ended in them."""
        self._parts, self._marks = parts, marks
        if parts:
            self._show_left_out()

    def _show_left_out(self) -> None:
        text = " ".join(translate(_LEFT_OUT[part]) for part in self._parts)
        self.left_out.show_notice(f"{text} {translate(_LATER)}", "triangle-alert", translate(_TRY_AGAIN))
        self.left_out.wanted.connect(self._try_again)

    def _try_again(self) -> None:
        for part in self._parts:
            self._marks.remove(part)
        self._shell.show_status(translate(Message("resuming", "Checkin tries again at its next start.")))

    def watch(self, folder: Path) -> None:
        """Note that this event is open; show a notice if it was open when Checkin stopped."""
        self._raw = crash_recovery.watch_crashes(folder)
        _end_when_asked()
        mark = OpenMark(folder, self._event.path)
        found, self._mark = mark.found(), mark
        self._note(screen=found.screen if found else DESK, spoken=self._spoken, tries=found.tries + 1 if found else 0)
        QTimer.singleShot(STEADY_MS, self, lambda: self._note(tries=0))
        self._extent = AcknowledgedExtent(folder, self._event)
        is_whole = not self._show_missing(self._extent)
        if found:
            self._resume(found, is_whole=is_whole)
        elif is_whole and check_update(folder):
            self.show_updated()

    def _show_missing(self, extent: AcknowledgedExtent) -> bool:
        """Show a notice of missing entries, the most urgent first: those that can be restored at once."""
        if left := find_rescued(self._event.db):
            self._show_lacking(left)
        elif missing := extent.missing():
            self._show_older(missing)
        elif copy := read_open_copy(self._event.db):
            self._show_copy(copy)
        else:
            return False
        return True

    def checkpoint_wal(self) -> None:
        """Write the WAL into the file, for copies made while it is open, and note its extent."""
        self._event.checkpoint_wal()
        self.note_extent()

    def note_extent(self) -> None:
        """Note how far the file has come. If other desks have brought the missing entries, the notice is hidden."""
        if self._extent and self._extent.note() and self._is_older:
            self._is_older, self._show_again = False, None
            self.notice.hide()

    def show_updated(self) -> None:
        self._show_again, self._do_more = self.show_updated, lambda: self.helping.show_news()
        self.notice.show_notice(translate(_UPDATED, version=__version__), "circle-check", translate(_NEWS))

    def _show_lacking(self, left: RescuedEntries) -> None:
        """Show the rescued entries until they are merged: before that, attendees may be let in a second time."""
        self._show_again, self._do_more = lambda: self._show_lacking(left), lambda: self._take_in(left)
        self.notice.show_notice(missing_entries_sentence(left), "triangle-alert", translate(PUT_RIGHT), is_failure=True)
        self.notice.read.hide()

    def _take_in(self, left: RescuedEntries) -> None:
        try:
            merge_rescued(self._event.db)
        except CheckinError:
            self._show_lacking(left)
            raise
        self._desk.reload()
        self._shell.refresh()
        self._show_again = None
        if missing := self._extent and self._extent.missing():
            self._show_older(missing)
            return
        people, entries = self._event.attendees.count(), self._event.journal.count()
        self.notice.show_notice(translate(IS_RIGHT, people=people, entries=entries), "circle-check")

    def _show_older(self, missing: Missing) -> None:
        """Show that a backup was restored in the file's place, until the entries are back or a user confirms the
        notice.
        """
        self._is_older, self._show_again = True, lambda: self._show_older(missing)
        self.notice.show_notice(missing_sentence(missing, self._desk.now()), "triangle-alert", is_failure=True)
        self.notice.read.clicked.connect(self._accept_older)

    def _accept_older(self) -> None:
        if self._is_older and self._extent:
            self._is_older, self._show_again = False, None
            self._extent.accept()

    def _show_copy(self, copy: OpenCopy) -> None:
        """Show that the file is a copy of an open event, until a user confirms the notice."""
        self._show_again = lambda: self._show_copy(copy)
        at = copy.newest.astimezone(self._desk.now().tzinfo) if copy.newest else None
        sentence = (
            translate(_COPY, day=f"{at:%d/%m}", time=clock_time(at))
            if at
            else translate(_GAPS if copy.has_gaps else _EMPTY_COPY)
        )
        self.notice.show_notice(sentence, "triangle-alert")
        self.notice.read.clicked.connect(lambda: dismiss_open_copy(self._event.db))

    def end_well(self) -> None:
        """Note that a user closed the window."""
        if self._mark:
            self._mark.remove()
        self._mark = None

    def _resume(self, found: ScreenState, *, is_whole: bool) -> None:
        """Go back to the screen before the crash. That nothing is lost is only shown if the file is known to be
        whole.
        """
        if is_whole:
            state = read_recovered_state(self._event)  # as it was found: what comes now was not recovered
            self._show_again = lambda: self._show_resumed(state)
            self._show_resumed(state)
        with contextlib.suppress(IndexError):  # a screen that this version does not have
            self._shell.enter(found.screen)
        if self._shell.current != DESK:
            self._shell.show_status(self.notice.text)

    def _show_resumed(self, state: RecoveredState) -> None:
        self.notice.show_notice(recovery_sentence(state, self._desk.now()), "circle-check")

    def _stop_recording(self) -> None:
        """Stop keeping notes and logs, because all local data is about to be removed."""
        self.end_well()
        self._extent = None
        stop_logging()
        if self._raw:
            faulthandler.disable()
            self._raw.close()
        self._raw = None

    def _note(self, **changed: object) -> None:
        if self._mark:
            self._mark.note(**changed)


def reopen_after_crash(folder: Path, spoken: str | None) -> tuple[EventFile, str | None] | None:
    """Return the event that was open when Checkin crashed, and its language; None if there was none.

    Raises `CheckinError` if the event cannot be opened, or crashed Checkin again and again.
    """
    found = find_interrupted(folder)
    if found is None:
        return None
    mark, path = OpenMark(folder, Path(found.event)), Path(found.event)
    if found.tries >= MOST_TRIES:
        mark.remove()
        raise UserError(_TOO_OFTEN, count=MOST_TRIES, name=path.name)
    try:
        return EventFile.open(path), spoken or found.spoken or None
    except CheckinError:
        mark.remove()
        raise


def listen_for_help(window: QWidget, helping: HelpFlow) -> None:
    """Open the help with F1, anywhere in the window."""
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), window)
    shortcut.setWhatsThis(translate(Message("keys", "Help")))
    shortcut.activated.connect(helping.show_help)


def _end_when_asked() -> None:
    """Quit on SIGTERM and SIGHUP, with which the system ends programs at log-out: that is no crash."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: QCoreApplication.quit())


_LEFT_OUT = {
    Part.SOUND: Message("resuming", "Checkin stopped while it used the sound of this computer: it stays silent."),
    Part.CAMERA: Message(
        "resuming", "Checkin stopped while it opened the camera: it does without. A scanner or a name works."
    ),
    Part.PRINTERS: Message(
        "resuming", "Checkin stopped while it used the printers of this computer: badges wait in the queue."
    ),
}
_LATER = Message("resuming", "Everything else works. Checkin tries again tomorrow, or when you ask for it.")
_TRY_AGAIN = Message("resuming", "Try again")
_NEWS = Message("help", "What is new")
_UPDATED = Message("help", "Checkin is now version {version}.")
_COPY = Message(
    "event file",
    "This copy was made while the event was open: anything after {day} at {time} may be missing. Connect the "
    "desks (⋮, “Other desks…”), or choose “Save a copy…” at the other one.",
)
_GAPS = Message(
    "event file",
    "This copy was made while the event was open: arrivals may be missing. Connect the desks (⋮, “Other "
    "desks…”), or choose “Save a copy…” at the other one.",
)
_EMPTY_COPY = Message(
    "event file",
    "This copy was made while the event was open, and is empty. At the desk that has the event, choose “Save a copy…”.",
)
_TOO_OFTEN = Message(
    "resuming",
    "Checkin stopped {count} times in a row with “{name}”. What was recorded is in the file. Open a copy of "
    "it; F1 helps you report the problem.",
)


# The alarm of an open desk when its file is replaced, damaged or removed by another program.
# It is shown above every screen, with the button that carries on with what this desk knows (docs/adr/0051).

LOOK_MS = 1_000


class DeskFileTrouble(QObject):
    """The watch over one event file. Call `mount` first; `look` runs every second. Rehearsals and demonstrations are
    not watched.
    """

    reported = Signal(bool)
    """The headline has changed; True if the file is in trouble."""

    def __init__(self, event: EventFile) -> None:
        super().__init__()
        self._event = event
        self._reported: FileTrouble | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def mount(self, shell: Shell, notice: NoticeBar) -> None:
        """Connect a new window of the program."""
        self._shell, self._notice, self._reported = shell, notice, None
        if not shell.band.text:
            shell.band.left.connect(self._repair)
            self._timer.start()

    def look(self) -> None:
        found = self._event.guard.trouble
        if found is self._reported:
            return
        self._reported = found
        if found:
            self._shell.show_occasion(HEADLINES[found], translate(PUT_RIGHT))
            self._shell.show_status(f"{translate(SENTENCES[found])} {translate(_PRESS)}")
            self.reported.emit(True)
            QAccessible.updateAccessibility(QAccessibleEvent(self._shell.band, QAccessible.Event.Alert))
        else:
            self._end(translate(_BACK))

    def stop(self) -> None:
        self._timer.stop()

    def _repair(self) -> None:
        done = self._event.guard.repair()
        self._reported = None
        sentence = translate(IS_RIGHT, people=self._event.attendees.count(), entries=self._event.journal.count())
        kept = translate(_KEPT, name=done.kept.name) if done.kept else ""
        self._end(f"{sentence} {kept}")
        self._notice.show_notice(
            f"{sentence} {translate(_LOST, lost=done.lost)}" if done.lost else sentence, "circle-check"
        )

    def _end(self, sentence: str) -> None:
        self._shell.show_occasion(None)
        self._shell.refresh()
        self._shell.show_status(sentence)
        self.reported.emit(False)


HEADLINES = {
    FileTrouble.GONE: Message("occasion", "NO LONGER SAVING – the event file has gone"),
    FileTrouble.FOREIGN: Message("occasion", "NO LONGER SAVING – another file is in its place"),
    FileTrouble.DAMAGED: Message("occasion", "NO LONGER SAVING – the event file was damaged"),
    FileTrouble.OLDER: Message("occasion", "NO LONGER SAVING – an older copy has replaced the file"),
}
_PRESS = Message("storage", "“Restore the file”, at the top, lets you carry on with it.")
_LOST = Message(
    "storage", "{lost} earlier {lost:entry|entries} could not be read: look in a backup, or at another desk."
)
_BACK = Message("storage", "The event file is back, with everything that was recorded. Carry on.")
_KEPT = Message("storage", "The file that was there is kept next to it: “{name}”.")


# What is asked when the window of an open desk is closed: while people come whether to close at all, after the event
# what is left to do. Connects only.


class DeskLeaving(QObject):
    """The reminder of one desk; not for rehearsals, demonstrations or second windows."""

    def __init__(self, event: EventFile, desk: Desk, mail: MailService) -> None:
        super().__init__()
        self._desk, self._mail = desk, mail
        self._leaving = ClosingReminder(event, desk)
        self.wants_another = False
        """Whether to show the first window next, to choose another event."""

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._shell = shell
        shell.may_close = self.may_leave
        menu.another_wanted.connect(self._ask_another)
        shell.stays.connect(self._forget_request)

    def _ask_another(self) -> None:
        self.wants_another = True
        self._shell.leave()

    def _forget_request(self) -> None:
        self.wants_another = False

    def may_leave(self) -> bool:
        """Ask, or show the reminder, if that is due; return whether the window may close. Never delays a computer that
        shuts down.
        """
        if is_session_ending():
            return True
        if self._mail.is_at_work and self._goes_on_sending():
            return False
        left = None if self._desk.scans_only else self._leaving.left()
        if left is None:
            return not self._leaving.is_running() or self._closes_while_people_come()
        self._leaving.note_reminded()
        dialog = LeavingDialog(left, self._shell)
        dialog.exec()
        stays = dialog.stays
        dialog.deleteLater()
        if stays:
            self._shell.enter_by_name(CLOSING)
        return not stays

    def _closes_while_people_come(self) -> bool:
        question = (translate(Message("leaving", "People are still arriving. Close this desk?")), translate(_SAVED))
        return ask_confirmation(self._shell, question, translate(_CLOSE), translate(_REMAIN), is_danger=False)

    def _goes_on_sending(self) -> bool:
        """Ask whether to close although tickets are being sent; return whether the window stays."""
        left = self._mail.progress.left if self._mail.progress else 0
        question = (translate(_SENDING, count=left), translate(_WAIT))
        return not ask_confirmation(self._shell, question, translate(_CLOSE), translate(_STAY), is_danger=False)


_SAVED = Message("leaving", "Everything is saved. Nobody can be checked in here until Checkin is opened again.")
_REMAIN = Message("leaving", "Stay")
_SENDING = Message("leaving", "{count} {count:ticket is|tickets are} still to be sent. Close all the same?")
_WAIT = Message("leaving", "They wait in this event, and are sent when you press “Send…” again.")
_CLOSE, _STAY = Message("leaving", "Close"), Message("leaving", "Go on sending")
