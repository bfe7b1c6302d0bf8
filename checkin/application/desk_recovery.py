# SPDX-License-Identifier: GPL-3.0-or-later
"""An open desk and what goes wrong with it: what is kept in case it stops without warning, what is said when it had.
Connects; decides nothing.
"""

import contextlib
import faulthandler
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from checkin import __version__
from checkin.core.errors import CheckinError, UserError
from checkin.core.message import Message
from checkin.core.sync.sync_status import SyncStatus
from checkin.desk.computer import crash_notes
from checkin.desk.computer.acknowledged import AcknowledgedExtent, Missing, missing_sentence
from checkin.desk.computer.app_folder import app_folder
from checkin.desk.computer.crash_recovery import missing_entries_sentence, read_recovered_state, recovery_sentence
from checkin.desk.computer.open_mark import MOST_TRIES, OpenMark, ScreenState, find_interrupted
from checkin.desk.computer.release_notes import check_update
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.error_handler import stop_logging
from checkin.language import clock_time, translate
from checkin.storage.open_copy import OpenCopy, dismiss_open_copy, read_open_copy
from checkin.storage.rescue_copies import IS_RIGHT, PUT_RIGHT, RescuedEntries, find_rescued, merge_rescued
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.notice_bar import NoticeBar
from checkin.ui.help.help_flow import HelpFlow
from checkin.ui.shell import DESK, Shell

STEADY_MS = 30_000
"""An event that stayed open for so long does not end the program by being opened."""
UNDER_THE_HEADER = 1


class DeskRecovery(QObject):
    """`serve` comes first. `watch` and `end_well` are of an event that is to be opened again by itself."""

    def __init__(self, event: EventFile, desk: Desk, spoken: str, together: Callable[[], SyncStatus]) -> None:
        super().__init__()
        self._event, self._desk, self._spoken, self._together = event, desk, spoken, together
        self._mark: OpenMark | None = None
        self._extent: AcknowledgedExtent | None = None
        self._is_older = False
        """Whether it is being said that the file lacks what this computer remembers."""
        self._raw: TextIO | None = None
        self.notice = NoticeBar()
        self._say_again: Callable[[], object] | None = None
        self._do_more: Callable[[], object] = lambda: None

    def mount(self, shell: Shell, menu: DeskMenu, spoken: str) -> None:
        """Of the program from now on."""
        self._shell, self._spoken = shell, spoken
        self.helping = helping = HelpFlow(app_folder(), self._event, self._desk.now, shell)
        helping.together = self._together
        menu.help_wanted.connect(helping.show_help)
        menu.report_wanted.connect(helping.ask_report)
        menu.removal_wanted.connect(helping.ask_removal)
        helping.told.connect(shell.tell)
        shell.desk.answered.connect(helping.step_aside)
        helping.removing.connect(self._let_go)
        listen_for_help(shell, helping)
        is_unread = not self.notice.isHidden()
        self.notice = NoticeBar()
        column = shell.desk.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(UNDER_THE_HEADER, self.notice)
        self.notice.wanted.connect(lambda: self._do_more())
        shell.entered.connect(lambda screen: self._note(screen=screen))
        self._note(spoken=spoken)
        if is_unread and self._say_again:
            self._say_again()

    def watch(self, folder: Path) -> None:
        """From now on it is known here that this event is open; and said, if it was open when Checkin stopped."""
        self._raw = crash_notes.watch_crashes(folder)
        _end_when_asked()
        mark = OpenMark(folder, self._event.path)
        found, self._mark = mark.found(), mark
        self._note(screen=found.screen if found else DESK, spoken=self._spoken, tries=found.tries + 1 if found else 0)
        QTimer.singleShot(STEADY_MS, self, lambda: self._note(tries=0))
        self._extent = AcknowledgedExtent(folder, self._event)
        is_whole = not self._says_what_is_missing(self._extent)
        if found:
            self._resume(found, is_whole=is_whole)
        elif is_whole and check_update(folder):
            self.show_updated()

    def _says_what_is_missing(self, extent: AcknowledgedExtent) -> bool:
        """The loudest first: what can be had back at once."""
        if left := find_rescued(self._event.db):
            self._say_lacking(left)
        elif missing := extent.missing():
            self._say_older(missing)
        elif copy := read_open_copy(self._event.db):
            self._say_copy(copy)
        else:
            return False
        return True

    def bring_in(self) -> None:
        """Take everything into the file, for whoever copies it while it is open; and remember it."""
        self._event.bring_in()
        self.note_extent()

    def note_extent(self) -> None:
        """Remember how far the file has come. Where something was missing and other desks have brought it, that is no
        longer said.
        """
        if self._extent and self._extent.note() and self._is_older:
            self._is_older, self._say_again = False, None
            self.notice.hide()

    def show_updated(self) -> None:
        self._say_again, self._do_more = self.show_updated, lambda: self.helping.show_news()
        self.notice.show_notice(translate(_UPDATED, version=__version__), "circle-check", translate(_NEWS))

    def _say_lacking(self, left: RescuedEntries) -> None:
        """Until it is taken in: who is let in before may be let in a second time."""
        self._say_again, self._do_more = lambda: self._say_lacking(left), lambda: self._take_in(left)
        self.notice.show_notice(missing_entries_sentence(left), "triangle-alert", translate(PUT_RIGHT), is_failure=True)
        self.notice.read.hide()

    def _take_in(self, left: RescuedEntries) -> None:
        try:
            merge_rescued(self._event.db)
        except CheckinError:
            self._say_lacking(left)
            raise
        self._desk.reload()
        self._shell.refresh()
        self._say_again = None
        if missing := self._extent and self._extent.missing():
            self._say_older(missing)
            return
        people, entries = self._event.attendees.count(), self._event.journal.count()
        self.notice.show_notice(translate(IS_RIGHT, people=people, entries=entries), "circle-check")

    def _say_older(self, missing: Missing) -> None:
        """Of a backup that was put in the file's place: until it is there again, or somebody says that they have read
        it.
        """
        self._is_older, self._say_again = True, lambda: self._say_older(missing)
        self.notice.show_notice(missing_sentence(missing, self._desk.now()), "triangle-alert", is_failure=True)
        self.notice.read.clicked.connect(self._accept_older)

    def _accept_older(self) -> None:
        if self._is_older and self._extent:
            self._is_older, self._say_again = False, None
            self._extent.accept()

    def _say_copy(self, copy: OpenCopy) -> None:
        """Of a file that was copied while its event was open: until somebody says that they have read it."""
        self._say_again = lambda: self._say_copy(copy)
        at = copy.newest.astimezone(self._desk.now().tzinfo) if copy.newest else None
        told = (
            translate(_COPY, day=f"{at:%d/%m}", time=clock_time(at))
            if at
            else translate(_GAPS if copy.has_gaps else _EMPTY_COPY)
        )
        self.notice.show_notice(told, "triangle-alert")
        self.notice.read.clicked.connect(lambda: dismiss_open_copy(self._event.db))

    def end_well(self) -> None:
        """The window was closed by somebody."""
        if self._mark:
            self._mark.remove()
        self._mark = None

    def _resume(self, found: ScreenState, *, is_whole: bool) -> None:
        """On the screen of before; that nothing is lost is said of a file of which that is known."""
        if is_whole:
            self._say_again = self._say_resumed
            self._say_resumed()
        with contextlib.suppress(IndexError):  # a screen that this version does not have
            self._shell.enter(found.screen)
        if self._shell.current != DESK:
            self._shell.tell(self.notice.text)

    def _say_resumed(self) -> str:
        told = recovery_sentence(read_recovered_state(self._event), self._desk.now())
        self.notice.show_notice(told, "circle-check")
        return told

    def _let_go(self) -> None:
        """All that is kept here is about to be removed: this window keeps nothing any more."""
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
    """The event that was open when Checkin stopped without warning, and the language it was in; None for no such event.
    Raises `CheckinError` if there is one and it cannot be opened, or stopped Checkin again and again.
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
    """F1, wherever in the window one is."""
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), window)
    shortcut.setWhatsThis(translate(_HELP))
    shortcut.activated.connect(helping.show_help)


def _end_when_asked() -> None:
    """The system ends programs so when somebody logs out: that is no accident."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: QCoreApplication.quit())


_HELP = Message("keys", "Help")
_NEWS = Message("help", "What is new")
_UPDATED = Message("help", "This is Checkin {version} now.")
_COPY = Message(
    "event file",
    "This copy was made while the event was open: what came after {day} at {time} may be missing. Bring the desks "
    "together (⋮, “Other desks…”), or choose “Save a copy…” at the other one.",
)
_GAPS = Message(
    "event file",
    "This copy was made while the event was open: arrivals may be missing. Bring the desks together (⋮, “Other "
    "desks…”), or choose “Save a copy…” at the other one.",
)
_EMPTY_COPY = Message(
    "event file",
    "This copy was made while the event was open, and nothing is in it. Choose “Save a copy…” at the desk that has it.",
)
_TOO_OFTEN = Message(
    "resuming",
    "Checkin stopped {count} times in a row with “{name}”. What was recorded is in the file. "
    "Open a copy of it; F1 helps you to report the problem.",
)
