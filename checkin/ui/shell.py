# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: the desk, and the other screens beside it; in full screen the desk alone.

A screen is made when it is first entered, so that the desk is ready at once. A code that is read brings the desk back,
so that no arrival goes unanswered while another screen is open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from checkin.core.keystrokes import SILENCE_MS
from checkin.core.local_time import written_day
from checkin.core.message import CheckinError, Message
from checkin.services.privacy.purge_day import LeftToDo
from checkin.translation import error_text, translate
from checkin.ui.desk.desk_bars import NoticeBar
from checkin.ui.desk.desk_chrome import Footer
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.screen_reader import announce
from checkin.ui.widgets import screen_page
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import label

LOOK_MS = 50
QUIET_LOOKS = SILENCE_MS // LOOK_MS + 2
"""Timer ticks without a key after which a scanner has finished and a code without line end has been read."""
MOST_LOOKS = 6_000 // LOOK_MS
"""Timer ticks after which a key held down keeps no window open."""


class TypingWait(QObject):
    """The wait for a scanner that is still typing when its window is closed; it ends when no more keys come.

    Silence is counted in timer ticks, not in time: a program busy with one code ticks once, however long that takes,
    and between two ticks the waiting keys are delivered.
    """

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._quiet = self._looks = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def wait(self) -> None:
        """Emit `ended` once, when no key has come for a while."""
        self._quiet = self._looks = 0
        self._timer.start()
        if app := QCoreApplication.instance():
            app.installEventFilter(self)

    def stop(self) -> None:
        """Stop waiting: the window is closed, or stays."""
        self._timer.stop()
        if app := QCoreApplication.instance():
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._quiet = 0
        return False

    def _look(self) -> None:
        self._quiet += 1
        self._looks += 1
        if self._quiet >= QUIET_LOOKS or self._looks >= MOST_LOOKS:
            self.stop()
            self.ended.emit()


DESK = 0
_DESK = Message("rail", "Desk")
_BACK = ("Ctrl+1", _DESK)


def show_in_folder(folder: Path) -> None:
    """Open `folder` in the computer's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen in the rail: its name, icon and factory. It is refreshed whenever it is entered.

    `make` is given the screen's parent: a screen that is moved after it was built is styled anew, widget by widget.
    """

    words: Message
    icon: str
    make: Callable[[QWidget], screen_page.ScreenPage]


class Shell(QWidget):
    """The top-level window; `desk` is its first screen."""

    closed = Signal()
    stays = Signal()
    """Emitted when closing was requested and the window stays open."""
    entered = Signal(int)
    """Emitted with the number of the screen that is visible from now on."""

    def __init__(self, desk: DeskWindow, screens: Sequence[ScreenEntry]) -> None:
        super().__init__()
        self.desk = desk
        self.may_close: Callable[[], bool] = lambda: True
        """Asked when the user closes the window."""
        self.may_enter: Callable[[Message], bool] = lambda _: True
        """Asked with the name of a screen before it is entered."""
        self.open_folder: Callable[[Path], object] = show_in_folder
        self._lies_in = Path()
        self._last_keys = TypingWait(self)
        self._last_keys.ended.connect(self._leave)
        self._is_desk_alone = False
        self._screens = tuple(screens)
        self._made: dict[int, screen_page.ScreenPage] = {}
        self._places: dict[int, QWidget] = {DESK: desk}
        self.band, self.notice = screen_page.OccasionBand(), NoticeBar()
        self.rail = screen_page.NavigationRail([(_DESK, "scan-qr-code"), *((s.words, s.icon) for s in screens)])
        self._stack = screen_page.Pages()
        self._stack.addWidget(desk)
        self._status = Footer(keys=())
        self._status.hide()
        self._assemble()
        self.rail.chosen.connect(self.enter)
        self.notice.wanted.connect(lambda: self.open_folder(self._lies_in))
        desk.called.connect(self.enter_desk)
        desk.updates.people_forgotten.connect(self._forget_people)
        desk.windowTitleChanged.connect(self._entitle)
        self._entitle()
        self.rail.set_current(DESK)

    @property
    def current(self) -> int:
        """Number of the visible screen: 0 is the desk, then the others in their order."""
        seen = self._stack.currentWidget()
        return next((number for number, place in self._places.items() if place is seen), DESK)

    def enter(self, number: int) -> None:
        """Show a screen and refresh it. Leaving the desk ends full screen. No other screen is shown while the desk is
        alone.
        """
        if self._is_desk_alone:
            number = DESK
        if number not in (DESK, self.current) and not self.may_enter(self.screen_at(number)):
            number = self.current
        if number != DESK and self.isFullScreen():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        page = self._page(number) if number != DESK else None
        self.rail.set_current(number)
        self._status.setVisible(page is not None)
        self._status.set_status(self.desk.chrome.standing)
        if number == self.current:
            return
        self.notice.hide()
        if page:
            page.refresh()
        self._stack.setCurrentWidget(self._places[number])
        self._show_keys()
        (page or self.desk.stage.search).setFocus()
        self._entitle()
        announce(self, translate(self.screen_at(number)))
        self.entered.emit(number)

    def enter_by_name(self, words: Message) -> screen_page.ScreenPage:
        """Show the screen called `words`, if it may be entered, and return its page."""
        number = 1 + [screen.words for screen in self._screens].index(words)
        self.enter(number)
        return self._page(number)

    def screen_at(self, number: int) -> Message:
        """Return the name of a screen."""
        return self._screens[number - 1].words if number != DESK else _DESK

    @property
    def screen_keys(self) -> list[QKeySequence]:
        """The keys of the screens beside the desk."""
        return self.rail.keys

    def enter_desk(self) -> None:
        self.enter(DESK)

    def show_desk_alone(self, is_alone: bool) -> None:
        """Close every screen but the desk, or open them again; those made before are forgotten."""
        self.enter(DESK)
        self._is_desk_alone = is_alone
        for number in list(self._made) if is_alone else ():
            self._drop(number)
        self._show_rail()

    def show_occasion(self, words: Message | None, way_out: str = "") -> None:
        """Show what this event is instead of the real one (such as a rehearsal), above every screen and in the window
        title.
        """
        self.band.show_occasion(words, way_out)
        self._allow_height()
        self._entitle()

    def refresh(self) -> None:
        """Refresh the desk and the visible screen, after data was imported."""
        self.desk.refresh()
        if (number := self.current) != DESK:
            self._made[number].refresh()

    def show_status(self, text: str) -> None:
        """Show one sentence at the bottom of the visible screen."""
        if self.current == DESK:
            self.desk.show_status(text)
        else:
            self._show_below(text)

    def show_written(self, text: str, path: Path) -> None:
        """Say that a file or folder was written, with a button that opens its folder."""
        self.show_status(text)
        self._lies_in = path if path.is_dir() else path.parent
        self.notice.show_notice(text, "circle-check", translate(Message("notice", "Open the folder")))

    def fail(self, error: CheckinError) -> None:
        """Show a failure: at the desk as a large answer, elsewhere as a sentence above the screen."""
        if self.current == DESK:
            self.desk.fail(error)
        else:
            self._show_below(error_text(error))
            self.notice.show_notice(error_text(error), "octagon-x", is_failure=True)

    def _show_below(self, text: str) -> None:
        self._status.set_status(text)
        announce(self._status, text)

    def _forget_people(self) -> None:
        """Drop the pages that cannot clear themselves after a purge; they are made anew when entered."""
        self._show_below(self.desk.chrome.standing)
        self.notice.hide()
        seen = self.current
        for number, page in list(self._made.items()):
            page.forget_people()
            if not page.can_forget_people:
                self._drop(number)
        if seen not in self._places:
            self.enter(seen)

    def _drop(self, number: int) -> None:
        place = self._places.pop(number)
        del self._made[number]
        self._stack.removeWidget(place)
        place.hide()
        place.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            is_full = bool(self.windowState() & Qt.WindowState.WindowFullScreen)
            self._show_rail()
            if is_full:
                self.enter(DESK)

    def _show_rail(self) -> None:
        is_full = bool(self.windowState() & Qt.WindowState.WindowFullScreen)
        self.rail.setVisible(not is_full and not self._is_desk_alone and bool(self._screens))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < screen_page.BELOW_NARROW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Record what a scanner is still typing before a window closed by the user goes away."""
        if event.spontaneous() and not is_session_ending():
            event.ignore()
            self.leave()
            return
        self._last_keys.stop()
        self.desk.close()
        super().closeEvent(event)
        self.closed.emit()

    def leave(self) -> None:
        """Close once a code that a scanner is typing is recorded, unless the user then stays."""
        if not self._last_keys.is_waiting:
            self._asked = self.desk.operations.asked
            self.show_status(translate(Message("app", "The window closes as soon as the last code is recorded.")))
            self._last_keys.wait()

    def _leave(self) -> None:
        """Close, unless a code that was still recorded asks a question, which would remain unseen."""
        self.desk.record_waiting()
        asked = self.desk.operations.asked
        if asked is not None and asked is not self._asked:
            self.show_status(translate(Message("app", "The window stays open: the last code asks a question.")))
            self.stays.emit()
        elif self.may_close():
            self.close()
        else:
            self.stays.emit()

    def _show_keys(self) -> None:
        """Show the keys of the visible screen, and the key back to the desk."""
        if (number := self.current) != DESK:
            self._status.show_keys((*self._made[number].keys, _BACK))

    def _page(self, number: int) -> screen_page.ScreenPage:
        if number not in self._made:
            self._made[number] = page = self._screens[number - 1].make(self._stack)
            page.keys_changed.connect(self._show_keys)
            self._places[number] = screen_page.scroll_if_large(page)
            self._stack.addWidget(self._places[number])
        return self._made[number]

    def _assemble(self) -> None:
        column_of(
            self.band,
            wide(
                row_of(self.rail, wide(column_of(self.notice, wide(self._stack), self._status, spacing=0)), spacing=0)
            ),
            spacing=0,
            of=self,
        )
        self.rail.setVisible(bool(self._screens))
        self._allow_height()
        self.desk.stage.search.setFocus()

    def _allow_height(self) -> None:
        """Add the height of the band to the desk's least height."""
        least, band = self.desk.minimumSize(), self.band.height() if self.band.text else 0
        self.setMinimumSize(least.width() + screen_page.NARROW, least.height() + band)

    def _entitle(self) -> None:
        """Set the window title, with the name of a screen beside the desk; a rehearsal's copy is already called so."""
        occasion, title = self.band.text, self.desk.windowTitle()
        is_said = occasion.partition(" – ")[0] in title
        screen = translate(self.screen_at(self.current)) if self.current != DESK else ""
        self.setWindowTitle(" – ".join(filter(None, ("" if is_said else occasion, screen, title))))


def is_session_ending() -> bool:
    """Return whether the computer shuts down or its user logs out: then the window closes without waiting."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()


# The dialog of remaining tasks when the window is closed after the event.
# Enter, Escape and the close button all close.

WIDTH = 620
"""Pixels."""


class LeavingDialog(Dialog):
    """The reminder before closing. `stays` is true if the user chose the closing screen instead."""

    def __init__(self, left: LeftToDo, parent: QWidget | None = None) -> None:
        super().__init__(translate(_TITLE), parent)
        self.stays = False
        self.stay = QPushButton(translate(_STAY))
        self.stay.clicked.connect(self._stay)
        buttons = self.confirm(translate(_CLOSE), others=[self.stay])
        buttons.setStandardButtons(QDialogButtonBox.StandardButton.NoButton)
        self.leave = buttons.buttons()[0]
        self.arrange(*map(label, remaining_task_lines(left)), 4, buttons, width=WIDTH)
        self.leave.setFocus()

    def _stay(self) -> None:
        self.stays = True
        self.accept()


def remaining_task_lines(left: LeftToDo) -> list[str]:
    exported = translate(Message("closing", "The latest export is up to date.") if left.is_exported else _NOT_EXPORTED)
    if left.erased:
        return [exported, translate(_ERASED, day=written_day(left.erased))]
    if left.until is None:
        return [exported, translate(Message("closing", "Personal data: no date is set for erasing it."))]
    return [exported, translate(_BY_ITSELF if left.by_itself else _UNTIL, day=written_day(left.until))]


_TITLE = Message("closing", "The event is over")
_NOT_EXPORTED = Message(
    "closing", "The attendance has not been exported from this computer, or something has been recorded since."
)
_UNTIL = Message("closing", "Personal data: kept until {day}, then to be erased from the Closing screen.")
_BY_ITSELF = Message(
    "closing",
    "Personal data: kept until {day}; it is erased automatically when the event is next opened after that. "
    "Export anything you still need before then.",
)
_ERASED = Message(
    "closing",
    "Personal data was erased on {day}. Codes or texts that came in since may still identify people: erase "
    "once more on the Closing screen.",
)
_CLOSE = Message("closing", "Close Checkin")
_STAY = Message("closing", "Show the Closing screen")
