# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of one open event: builds, connects, starts and stops all its parts. Decides nothing."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QLockFile, QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from checkin import error_handler, language
from checkin.application.desk_files import DeskFiles
from checkin.application.desk_kiosk import DeskKiosk
from checkin.application.desk_leaving import DeskLeaving
from checkin.application.desk_printing import DeskPrinting
from checkin.application.desk_readiness import DeskReadiness, ReadinessDependencies
from checkin.application.desk_recovery import DeskRecovery
from checkin.application.desk_rehearsal import FIRST, DeskRehearsal, WindowOutcome, WindowStart, run_with_rehearsals
from checkin.application.desk_screens import DeskScreens, ScreenContext
from checkin.application.desk_signatures import DeskSignatures
from checkin.application.desk_sync import DeskSync
from checkin.application.file_trouble import DeskFileTrouble
from checkin.application.opened_files import opened_files
from checkin.application.settings_windows import DeskSettings
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.print_plan import PrintPlan
from checkin.desk.computer.app_folder import app_folder
from checkin.desk.computer.computer_settings import apply_computer_settings, save_computer_settings
from checkin.desk.desk import Desk
from checkin.desk.desk_queries import DeskQueries
from checkin.desk.detached_thread import wait_for_all
from checkin.desk.event_file import EventFile
from checkin.desk.print_service.print_threads import PrintService
from checkin.devices.display import has_screen
from checkin.garbage import GarbageCollection
from checkin.language import translate
from checkin.paths import resources
from checkin.storage import settings_store as kept
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look import icons
from checkin.ui.look.theme import Appearance
from checkin.ui.shell import Shell
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from checkin.ui.widgets.current_settings import CurrentSettings
from checkin.ui.widgets.enter_key import EnterPresses
from checkin.ui.widgets.occasion_band import DEMONSTRATION
from checkin.ui.widgets.scrolling import DialogScroller

OPEN_TWICE = Message(
    "app",
    "This event is already open on this computer. Both windows work on the same file; nothing is lost.",
)
_LEAVE = Message("occasion", "Leave the demonstration")
_AS_BEFORE = Message(
    "app", "Camera, printer, sound and language are as for the last event here. Settings: Ctrl and the comma."
)
SIZE = QSize(1366, 768)
"""Size of the window at first, in pixels; it can shrink to 1016x540."""
CHECKPOINT_MS = 10_000
"""Milliseconds between checkpoints: what a copy of the file alone may lack if made while it is open (docs/adr/0050)."""
FRAME = 40
"""Pixels a title bar may take."""


class DeskProgram(QObject):
    """One open event: its desk, windows, devices and threads. `ready` is emitted when `devices` exist."""

    ready = Signal()

    def __init__(
        self, event: EventFile, now: Callable[[], datetime], spoken: str | None = None, stay: WindowStart = FIRST
    ) -> None:
        super().__init__()
        self._event, self._is_over = event, False
        self.choices = CurrentSettings(kept.load(event.db), self)
        self._look = Appearance(application())
        self._look.wear(self.settings)
        self._room = DialogScroller(application())
        self._spoken = language.install(application(), spoken or self.settings.language or None)
        self.desk = Desk(event, now, self.settings.desk, self.settings.control_point)
        self.desk.printing.plan = self.settings.printing
        self.print_service = PrintService(event.path, self.desk.printing, now)
        self._lock = QLockFile(str(event.path) + ".lock")
        self._is_second = not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError
        self.signatures = DeskSignatures(self.desk, self.settings)
        self.meetings = DeskSync(event, self.desk, self.settings, now)
        self.meetings.settings_changed.connect(self._meet)
        self.kiosk = DeskKiosk(event, self.desk, self.choices, self.meetings.wake)
        self.kiosk.left.connect(self._show)
        self.file_trouble = DeskFileTrouble(event)
        self.file_trouble.told.connect(self.kiosk.show_trouble)
        self.trouble = DeskRecovery(event, self.desk, self._spoken, lambda: self.meetings.together)
        self.choices.changed.connect(self._change)
        self.desk_settings = DeskSettings(event, self.desk, self.choices, lambda: self.meetings.together)
        at = ReadinessDependencies(event, self.desk, self.print_service, lambda: self.settings, self.meetings.look)
        self.doors = DeskReadiness(at, now, stay.trials)
        self.rehearsal = DeskRehearsal(event, self.desk, stay.told)
        self.doors.rehearsal_wanted.connect(self.rehearsal.ask)
        self.leaving = DeskLeaving(event, self.desk)
        self._bring_in = QTimer(self, interval=CHECKPOINT_MS)
        self._bring_in.timeout.connect(self.trouble.bring_in)
        self.shell = self._build_window()

    def start(self, film: Path | None = None) -> None:
        """Show the window or the kiosk; the devices follow after its first paint (QtMultimedia is slow to import)."""
        if not self.kiosk.start():
            self._show()
        QTimer.singleShot(0, self, lambda: self._start_devices(film))
        QTimer.singleShot(0, self, self.meetings.start)
        self._bring_in.start()
        opened_files(application()).take_beside(self._event.path, lambda: self.shell)

    def _show(self) -> None:
        show_fitting(self.shell)

    def watch(self) -> None:
        """Let this event be reopened after a crash."""
        if self._is_real:
            self.trouble.watch(app_folder())

    def begin_new(self, *, is_known: bool) -> None:
        """Set up a new event: like the last one on this computer, or with the setup wizard."""
        if is_known:
            self.shell.tell(translate(_AS_BEFORE))
        else:
            self.desk_settings.set_up()
            save_computer_settings(app_folder(), self.settings)

    def stop(self) -> None:
        """End every thread and close the file. A second call does nothing."""
        if self._is_over:
            return
        self._is_over = True
        self._bring_in.stop()
        opened_files(application()).take_to(None)
        if hasattr(self, "devices"):
            self.devices.stop()
        self.doors.stop()
        self.kiosk.stop()
        self.file_trouble.stop()
        self.meetings.stop()
        wait_for_all()
        self._room.leave()
        self.trouble.note_extent()
        self._event.close()
        self._lock.unlock()

    @property
    def _is_real(self) -> bool:
        """Whether this is the first window of a real event: no rehearsal, no demonstration."""
        return not (self._is_second or self.rehearsal.is_on or self._event.programme().event.is_demo)

    @property
    def settings(self) -> Settings:
        """The settings as chosen now."""
        return self.choices.settings

    @property
    def window(self) -> DeskWindow:
        """The desk, which is the first screen of the window."""
        return self.shell.desk

    def _build_window(self) -> Shell:
        self._room.look()
        window = DeskWindow(self.desk, DeskQueries(self._event), self._spoken)
        window.posting.follows_clock = self.settings.follows_clock
        self._screens = DeskScreens(self._event, self.desk, self.print_service, self._spoken)
        self._screens.erased.connect(self.meetings.wake)
        shell = Shell(window, self._screens.screens())
        if self._event.programme().event.is_demo and not self.rehearsal.is_on:
            shell.show_occasion(DEMONSTRATION, translate(_LEAVE))
            shell.band.left.connect(shell.close)
        shell.setWindowIcon(icons.app_icon())
        shell.resize(SIZE)
        self._menu = menu = DeskMenu(window)
        DeskFiles(self._event, self.desk, shell).mount(menu)
        menu.paper_wanted.connect(window.paper.ask)
        menu.full_screen_wanted.connect(window.toggle_full_screen)
        self._connect_supervised(shell)
        self._connect_printing(shell)
        self._screens.mount(ScreenContext(shell, menu, self._supervised, self.meetings))
        if self._is_real:
            self.leaving.mount(shell, menu)
        menu.another.setVisible(self._is_real)
        window.header.set_menu(menu)
        window.control_point_chosen.connect(self._remember_point)
        self.meetings.mount(window, menu)
        self.trouble.mount(shell, menu, self._spoken)
        self.signatures.mount(window)
        self.desk_settings.mount(shell, menu)
        self.doors.mount(shell, menu)
        self.kiosk.mount(shell, menu, self._spoken)
        self.rehearsal.mount(shell, menu, self.trouble.notice)
        self.file_trouble.mount(shell, self.trouble.notice)
        error_handler.install_error_handler(shell.fail, shell.tell)
        if self._is_second:
            window.set_default_message(translate(OPEN_TWICE))
        return shell

    def _connect_printing(self, shell: Shell) -> None:
        self.printers = printers = DeskPrinting(self._event, self.desk, self.print_service, shell.desk)
        printers.mount(self._menu)
        printers.plan_chosen.connect(self._print_as)
        shell.desk.badges.asked_for.connect(self.print_service.wake)

    def _print_as(self, plan: PrintPlan) -> None:
        self._keep(replace(self.settings, printing=plan))
        if self._is_second:
            self.desk.printing.use(plan)
        else:
            self.print_service.use(plan)

    def _connect_supervised(self, shell: Shell) -> None:
        self._supervised = supervised = SupervisionFlow(self._event, self.desk, shell.desk)
        self._menu.undo_import_wanted.connect(supervised.ask_undo_import)
        self._menu.supervisors_wanted.connect(supervised.ask_supervisors)
        shell.desk.overrule_wanted.connect(supervised.ask_overrule)
        supervised.overruled.connect(shell.desk.overrule)
        supervised.changed.connect(shell.refresh)
        supervised.told.connect(shell.tell)

    def _start_devices(self, film: Path | None) -> None:
        from checkin.application.desk_devices import DeskDevices

        self.devices = DeskDevices(self.desk, self.print_service, self._event.path, self.settings, application())
        self.devices.mount(self.window)
        self.desk_settings.use(self.devices)
        self.kiosk.use(self.devices)
        if not self._is_second:  # the first window prints for both
            self.print_service.use(self.settings.printing)
        self.ready.emit()
        self.devices.start(film)
        self.doors.start(self.devices)
        if self._is_real and not self.kiosk.window:
            QTimer.singleShot(0, self._screens, self._screens.propose_purge)

    def _remember_point(self, point: str) -> None:
        self._keep(replace(self.settings, control_point=point))

    def _meet(self, settings: Settings) -> None:
        """Store the meeting places that were chosen in the sync window."""
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
            save_computer_settings(app_folder(), settings)

    def _speak(self, wanted: str) -> None:
        """Change the language: the window is built again, while desk and devices go on."""
        self._spoken = language.install(application(), wanted)
        old, self.shell = self.shell, self._build_window()
        self.shell.setGeometry(old.geometry())
        self.shell.setWindowState(old.windowState())
        self.devices.leave(old.desk)
        self.meetings.leave(old.desk)
        self.devices.mount(self.window)
        self.shell.show()
        old.close()
        old.deleteLater()


def application() -> QApplication:
    """Return the QApplication, made at the first call."""
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
    """Teach Qt to recognise event files and their logs by name.

    For unknown names its file dialogs open the file to find its type, and closing it drops the locks that this process
    holds on it (docs/adr/0010).
    """
    places = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    os.environ["XDG_DATA_DIRS"] = f"{resources()}:{places}"


def show_fitting(window: QWidget) -> None:
    """Show a window at its own size if it fits the screen with its frame, else maximised."""
    room = window.screen().availableSize()
    is_small = room.width() <= window.width() or room.height() <= window.height() + FRAME
    if is_small and has_screen():  # pictures of the demonstration keep their size: the offscreen screen is 800x800
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
) -> WindowOutcome:
    """Run the desk of one event, and its rehearsals, until its window is closed.

    The first event on this computer is offered the setup; a later new one takes over the settings of the last.
    """
    error_handler.start_logging(app_folder())
    is_known = is_new and apply_computer_settings(event, app_folder())
    offers = iter((is_new,))  # only once, even if there is a rehearsal

    def sit(event: EventFile, now: Callable[[], datetime], stay: WindowStart) -> WindowOutcome:
        program = DeskProgram(event, now, spoken, stay)
        if next(offers, False):
            program.ready.connect(partial(program.begin_new, is_known=is_known))
        return _sit(program, film)

    return run_with_rehearsals(event, now, sit)


def _sit(program: DeskProgram, film: Path | None) -> WindowOutcome:
    program.start(film)
    program.watch()
    application().aboutToQuit.connect(program.stop)  # at log-off Windows runs nothing that stands after exec()
    try:
        code = application().exec()
        program.trouble.end_well()
        return WindowOutcome(code, program.doors.trials, program.rehearsal.wish, program.leaving.wants_another)
    finally:
        program.stop()
        program.shell.deleteLater()  # else its timers would use the closed file while another window is open
        application().sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
