# SPDX-License-Identifier: GPL-3.0-or-later
"""Where everything is built, connected, started and stopped. Nothing is decided here."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QLockFile, QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from checkin import faults, language
from checkin.core.print_plan import PrintPlan
from checkin.core.settings import Settings
from checkin.core.words import Words
from checkin.desk.board import Board
from checkin.desk.computer.own_folder import own_folder
from checkin.desk.computer.this_computer import begin_as_before, remember
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.leavable import end_all
from checkin.desk.press.room import PrintRoom
from checkin.devices.screen import has_screen
from checkin.garbage import GarbageCollection
from checkin.language import say
from checkin.paths import resources
from checkin.program.file_trouble import DeskFileTrouble
from checkin.program.files import DeskFiles
from checkin.program.kiosk import DeskKiosk
from checkin.program.leaving import DeskLeaving
from checkin.program.meetings import DeskMeetings
from checkin.program.opened_files import opened_files
from checkin.program.printers import DeskPrinters
from checkin.program.ready import DeskReady, OpenDesk
from checkin.program.rehearsal import FIRST, DeskRehearsal, Left, Stay, rehearsing
from checkin.program.screens import Around, DeskScreens
from checkin.program.settings import DeskSettings
from checkin.program.signatures import DeskSignatures
from checkin.program.trouble import DeskTrouble
from checkin.storage import settings as kept
from checkin.ui.desk.menu import DeskMenu
from checkin.ui.desk.window import DeskWindow
from checkin.ui.look import icons
from checkin.ui.look.theme import Appearance
from checkin.ui.parts.choices import Choices
from checkin.ui.parts.enter_key import EnterPresses
from checkin.ui.parts.occasion_band import DEMONSTRATION
from checkin.ui.parts.scrolling import RoomForDialogs
from checkin.ui.shell import Shell
from checkin.ui.supervision.supervised import Supervised

OPEN_TWICE = Words(
    "app",
    "This event is already open on this computer. Both windows work on the same file; nothing is lost.",
)
_LEAVE = Words("occasion", "Leave the demonstration")
_AS_BEFORE = Words(
    "app", "Camera, printer, sound and language are as for the last event here. Settings: Ctrl and the comma."
)
SIZE = QSize(1366, 768)
"""Of the desk at first, in pixels; it shrinks to 1016x540."""
BRING_IN_MS = 10_000
"""So old is at most what a copy of the file alone lacks that is made while the event is open (docs/adr/0050)."""
FRAME = 40
"""Pixels a title bar may take."""


class DeskProgram(QObject):
    """One event, open: its desk, window, camera or film, scanner and sounds. `ready` when `devices` are there."""

    ready = Signal()

    def __init__(
        self, event: EventFile, now: Callable[[], datetime], spoken: str | None = None, stay: Stay = FIRST
    ) -> None:
        super().__init__()
        self._event = event
        self.choices = Choices(kept.load(event.db), self)
        self._look = Appearance(application())
        self._look.wear(self.settings)
        self._room = RoomForDialogs(application())
        self._spoken = language.install(application(), spoken or self.settings.language or None)
        self.desk = Desk(event, now, self.settings.desk, self.settings.control_point)
        self.desk.printing.plan = self.settings.printing
        self.print_room = PrintRoom(event.path, self.desk.printing, now)
        self._lock = QLockFile(str(event.path) + ".lock")
        self._is_second = not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError
        self.signatures = DeskSignatures(self.desk, self.settings)
        self.meetings = DeskMeetings(event, self.desk, self.settings, now)
        self.meetings.settings_changed.connect(self._meet)
        self.kiosk = DeskKiosk(event, self.desk, self.choices, self.meetings.wake)
        self.kiosk.left.connect(self._show)
        self.file_trouble = DeskFileTrouble(event)
        self.file_trouble.told.connect(self.kiosk.show_trouble)
        self.trouble = DeskTrouble(event, self.desk, self._spoken, lambda: self.meetings.together)
        self.choices.changed.connect(self._change)
        self.desk_settings = DeskSettings(event, self.desk, self.choices, lambda: self.meetings.together)
        at = OpenDesk(event, self.desk, self.print_room, lambda: self.settings, lambda: self.meetings.together)
        self.doors = DeskReady(at, now, stay.trials)
        self.rehearsal = DeskRehearsal(event, self.desk, stay.told)
        self.doors.rehearsal_wanted.connect(self.rehearsal.ask)
        self.leaving = DeskLeaving(event, self.desk)
        self._bring_in = QTimer(self, interval=BRING_IN_MS)
        self._bring_in.timeout.connect(self.trouble.bring_in)
        self.shell = self._build_window()

    def start(self, film: Path | None = None) -> None:
        """Show the window, to guests theirs; the devices follow its first paint (QtMultimedia is slow to import)."""
        if not self.kiosk.start():
            self._show()
        QTimer.singleShot(0, self, lambda: self._start_devices(film))
        QTimer.singleShot(0, self, self.meetings.start)
        self._bring_in.start()
        opened_files(application()).take_beside(self._event.path, lambda: self.shell)

    def _show(self) -> None:
        show_fitting(self.shell)

    def watch(self) -> None:
        """Be opened again by itself, should this stop without warning."""
        if self._is_real:
            self.trouble.watch(own_folder())

    def begin_new(self, *, is_known: bool) -> None:
        """A new event: this computer is set up as it was for the last one, or now."""
        if is_known:
            self.shell.tell(say(_AS_BEFORE))
        else:
            self.desk_settings.set_up()
            remember(own_folder(), self.settings)

    def stop(self) -> None:
        """Ends every thread and closes the file."""
        self._bring_in.stop()
        opened_files(application()).take_to(None)
        if hasattr(self, "devices"):
            self.devices.stop()
        self.doors.stop()
        self.kiosk.stop()
        self.file_trouble.stop()
        self.meetings.stop()
        end_all()
        self._room.leave()
        self.trouble.note_extent()
        self._event.close()
        self._lock.unlock()

    @property
    def _is_real(self) -> bool:
        """Whether this is the window of an event that takes place."""
        return not (self._is_second or self.rehearsal.is_on or self._event.programme().event.is_demo)

    @property
    def settings(self) -> Settings:
        """As they are chosen now."""
        return self.choices.settings

    @property
    def window(self) -> DeskWindow:
        """The desk, first of the window's screens."""
        return self.shell.desk

    def _build_window(self) -> Shell:
        self._room.look()
        window = DeskWindow(self.desk, Board(self._event), self._spoken)
        window.posting.follows_clock = self.settings.follows_clock
        self._screens = DeskScreens(self._event, self.desk, self.print_room, self._spoken)
        self._screens.erased.connect(self.meetings.wake)
        shell = Shell(window, self._screens.screens())
        if self._event.programme().event.is_demo and not self.rehearsal.is_on:
            shell.show_occasion(DEMONSTRATION, say(_LEAVE))
            shell.band.left.connect(shell.close)
        shell.setWindowIcon(icons.app_icon())
        shell.resize(SIZE)
        self._menu = menu = DeskMenu(window)
        DeskFiles(self._event, self.desk, shell).serve(menu)
        menu.paper_wanted.connect(window.paper.ask)
        menu.full_screen_wanted.connect(window.toggle_full_screen)
        self._connect_supervised(shell)
        self._connect_printing(shell)
        self._screens.serve(Around(shell, menu, self._supervised))
        if self._is_real:
            self.leaving.serve(shell, menu)
        menu.another.setVisible(self._is_real)
        window.header.set_menu(menu)
        window.control_point_chosen.connect(self._remember_point)
        self.meetings.serve(window, menu)
        self.trouble.serve(shell, menu, self._spoken)
        self.signatures.serve(window)
        self.desk_settings.serve(shell, menu)
        self.doors.serve(shell, menu)
        self.kiosk.serve(shell, menu, self._spoken)
        self.rehearsal.serve(shell, menu, self.trouble.notice)
        self.file_trouble.serve(shell, self.trouble.notice)
        faults.hear(shell.fail, shell.tell)
        if self._is_second:
            window.say_always(say(OPEN_TWICE))
        return shell

    def _connect_printing(self, shell: Shell) -> None:
        self.printers = printers = DeskPrinters(self._event, self.desk, self.print_room, shell.desk)
        printers.serve(self._menu)
        printers.plan_chosen.connect(self._print_as)
        shell.desk.badges.asked_for.connect(self.print_room.wake)

    def _print_as(self, plan: PrintPlan) -> None:
        self._keep(replace(self.settings, printing=plan))
        if self._is_second:
            self.desk.printing.use(plan)
        else:
            self.print_room.use(plan)

    def _connect_supervised(self, shell: Shell) -> None:
        self._supervised = supervised = Supervised(self._event, self.desk, shell.desk)
        self._menu.undo_import_wanted.connect(supervised.ask_undo_import)
        self._menu.supervisors_wanted.connect(supervised.ask_supervisors)
        shell.desk.overrule_wanted.connect(supervised.ask_overrule)
        supervised.overruled.connect(shell.desk.overrule)
        supervised.changed.connect(shell.refresh)
        supervised.told.connect(shell.tell)

    def _start_devices(self, film: Path | None) -> None:
        from checkin.program.devices import DeskDevices

        self.devices = DeskDevices(self.desk, self.print_room, self._event.path, self.settings, application())
        self.devices.serve(self.window)
        self.desk_settings.use(self.devices)
        self.kiosk.use(self.devices)
        if not self._is_second:  # the first window prints for both
            self.print_room.use(self.settings.printing)
        self.ready.emit()
        self.devices.start(film)
        self.doors.start(self.devices)
        if self._is_real and not self.kiosk.window:
            QTimer.singleShot(0, self._screens, self._screens.propose_purge)

    def _remember_point(self, point: str) -> None:
        self._keep(replace(self.settings, control_point=point))

    def _meet(self, settings: Settings) -> None:
        """Where the desks meet was chosen in a window of its own."""
        known = self.settings
        self._keep(replace(known, folder=settings.folder, hub=settings.hub, identity=settings.identity))

    def _change(self, before: Settings, chosen: Settings) -> None:
        self._keep(chosen)
        self.meetings.use(chosen)
        self.signatures.use(chosen)
        self.desk.rename(chosen.desk)
        self.window.posting.follows_clock = chosen.follows_clock
        self._look.wear(chosen)
        if hasattr(self, "devices"):
            self.devices.use(chosen)
        if (chosen.language, chosen.text_size) != (before.language, before.text_size):
            self._speak(chosen.language or self._spoken)
        self.window.refresh()

    def _keep(self, settings: Settings) -> None:
        self.choices.take(settings)
        kept.save(self._event.db, settings)
        if self._is_real:
            remember(own_folder(), settings)

    def _speak(self, wanted: str) -> None:
        """Every word anew: the window is made again, the desk and its devices go on."""
        self._spoken = language.install(application(), wanted)
        old, self.shell = self.shell, self._build_window()
        self.shell.setGeometry(old.geometry())
        self.shell.setWindowState(old.windowState())
        self.devices.leave(old.desk)
        self.meetings.leave(old.desk)
        self.devices.serve(self.window)
        self.shell.show()
        old.close()
        old.deleteLater()


def application() -> QApplication:
    """The one QApplication, made at the first call."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    _know_event_files()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Checkin")
    app.setDesktopFileName("checkin")
    GarbageCollection(app)
    EnterPresses(app)
    opened_files(app)
    return app


def _know_event_files() -> None:
    """Have Qt tell event files, and the logs beside them, by their names.

    Its file dialogs open a file of which the name says nothing, and closing it drops the locks that this process holds
    on it (docs/adr/0010).
    """
    places = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    os.environ["XDG_DATA_DIRS"] = f"{resources()}:{places}"


def show_fitting(window: QWidget) -> None:
    """At its own size where the screen has room for it and its frame, else as large as the screen."""
    room = window.screen().availableSize()
    is_small = room.width() <= window.width() or room.height() <= window.height() + FRAME
    if is_small and has_screen():  # the pictures of the demonstration keep their size: offscreen is 800x800
        window.showMaximized()
    else:
        window.show()


def run(
    event: EventFile,
    now: Callable[[], datetime],
    spoken: str | None,
    film: Path | None = None,
    *,
    is_new: bool = False,
) -> Left:
    """The desk of one event, until its window is closed; and its rehearsals.

    The first on this computer is offered to be set up; a new one after it is set up like the last.
    """
    faults.keep_log(own_folder())
    is_known = is_new and begin_as_before(event, own_folder())
    offers = iter((is_new,))  # once, whatever is rehearsed

    def sit(event: EventFile, now: Callable[[], datetime], stay: Stay) -> Left:
        program = DeskProgram(event, now, spoken, stay)
        if next(offers, False):
            program.ready.connect(partial(program.begin_new, is_known=is_known))
        return _sit(program, film)

    return rehearsing(event, now, sit)


def _sit(program: DeskProgram, film: Path | None) -> Left:
    program.start(film)
    program.watch()
    try:
        code = application().exec()
        program.trouble.end_well()
        return Left(code, program.doors.trials, program.rehearsal.wish, program.leaving.wants_another)
    finally:
        program.stop()
        program.shell.deleteLater()  # another window may follow, and its own timers would ask a file that is closed
        application().sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
