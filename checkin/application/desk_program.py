# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of one open event: builds, connects, starts and stops all its parts. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLockFile, QObject, QSize, QTimer, Signal

from checkin import error_handler, translation
from checkin.application.desk_exchanges import DeskSync, DeskTicketing
from checkin.application.desk_modes import DeskKiosk, DeskPrinting, DeskScanOnly, DeskSignatures
from checkin.application.desk_phones import DeskPhones
from checkin.application.desk_readiness import (
    FIRST,
    DeskReadiness,
    DeskRehearsal,
    ReadinessDependencies,
    WindowOutcome,
    WindowStart,
    run_with_rehearsals,
)
from checkin.application.desk_recovery import DeskFileTrouble, DeskLeaving, DeskRecovery
from checkin.application.desk_screens import DeskFiles, DeskScreens, OrganiserLock, ScreenContext
from checkin.application.qt_application import SecondStarts, application, opened_files, show_fitting
from checkin.application.settings_windows import DeskSettings
from checkin.core.desk_settings import Settings, TiedCodes
from checkin.core.message import Message
from checkin.core.print_jobs import PrintPlan
from checkin.paths import app_folder
from checkin.services.computer.app_data import apply_computer_settings, save_computer_settings
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_service import MailService
from checkin.services.printing.print_threads import PrintService
from checkin.services.rehearsal import is_rehearsal
from checkin.services.threads import wait_for_all
from checkin.storage import settings_store as kept
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look import drawing
from checkin.ui.look.theme import Appearance
from checkin.ui.settings.settings_page import CurrentSettings
from checkin.ui.shell import Shell
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from checkin.ui.widgets.screen_page import DEMONSTRATION, DialogScroller

if TYPE_CHECKING:
    from checkin.application.desk_devices import DeskDevices


# The parts of one window of the program, each made and connected by a function: shell, menu, supervision.

SIZE = QSize(1366, 768)
"""Size of the window at first, in pixels; it can shrink to 1016x540."""


@dataclass(frozen=True, slots=True)
class BuiltWindow:
    """One window of the program with all that is connected to it; a change of language builds another."""

    shell: Shell
    menu: DeskMenu
    screens: DeskScreens
    printers: DeskPrinting


def make_shell(event: EventFile, desk: Desk, screens: DeskScreens, spoken: str) -> Shell:
    """Return a window with the desk and the screens beside it."""
    shell = Shell(DeskWindow(desk, DeskQueries(event), spoken), screens.screens())
    if event.programme().event.is_demo and not is_rehearsal(event):
        shell.show_occasion(DEMONSTRATION, translate(Message("occasion", "Leave the demonstration")))
        shell.band.left.connect(shell.close)
    shell.setWindowIcon(drawing.app_icon())
    shell.resize(SIZE)
    return shell


def make_menu(event: EventFile, desk: Desk, shell: Shell, *, is_real: bool) -> DeskMenu:
    """Return the ⋮ menu of the window's desk, connected to files and to the desk itself."""
    window = shell.desk
    menu = DeskMenu(window)
    DeskFiles(event, desk, shell).mount(menu)
    OrganiserLock(event, desk, shell, menu)
    menu.paper_wanted.connect(window.paper.ask)
    menu.code_wanted.connect(window.desk_actions.tie_code)
    menu.new_code_wanted.connect(window.desk_actions.replace_code)
    menu.full_screen_wanted.connect(window.desk_actions.toggle_full_screen)
    menu.another.setVisible(is_real)
    window.header.set_menu(menu)
    return menu


def make_supervision(event: EventFile, desk: Desk, shell: Shell, menu: DeskMenu) -> SupervisionFlow:
    """Return the acts that need a supervisor, connected to the keys and the menu that ask for them."""
    supervised = SupervisionFlow(event, desk, shell.desk)
    menu.undo_import_wanted.connect(supervised.ask_undo_import)
    menu.supervisors_wanted.connect(supervised.ask_supervisors)
    shell.desk.desk_actions.overrule_wanted.connect(supervised.ask_overrule)
    supervised.overruled.connect(shell.desk.operations.overrule)
    supervised.changed.connect(shell.refresh)
    supervised.reported.connect(shell.show_status)
    return supervised


OPEN_TWICE = Message(
    "app", "This event is already open on this computer. Both windows use the same file; nothing is lost."
)
_AS_BEFORE = Message(
    "app",
    "Camera, printer, sound and language are as for the last event on this computer. To change them: Settings "
    "(Ctrl+,).",
)
CHECKPOINT_MS = 10_000
"""Milliseconds between checkpoints: what a copy of the file alone may lack if made while it is open (docs/adr/0050)."""


class DeskProgram(QObject):
    """One open event: its desk, windows, devices and threads. `ready` is emitted when `devices` exist."""

    ready = Signal()

    def __init__(
        self, event: EventFile, now: Callable[[], datetime], spoken: str | None = None, stay: WindowStart = FIRST
    ) -> None:
        super().__init__()
        self._event, self._is_over = event, False
        self.choices = CurrentSettings(kept.load(event.db), self)
        self._look, self._room = Appearance(application()), DialogScroller(application())
        self._look.apply(self.settings)
        self._spoken = translation.install(application(), spoken or self.settings.language or None)
        self._lock = QLockFile(str(event.path) + ".lock")
        self._is_second = not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError
        self.desk = _open_desk(event, now, self.settings)
        self.print_service = PrintService(event.path, self.desk.printing, now)
        self.mail_service = MailService(event.path, now)
        self.signatures = DeskSignatures(self.desk, self.settings)
        self.sync = DeskSync(event, self.desk, self.settings, now)
        self.ticketing = DeskTicketing(event, self.desk, now)
        self.kiosk = DeskKiosk(event, self.desk, self.choices, self._wake_exchanges)
        self.scan_only = DeskScanOnly(event, self.desk)
        self.phones = DeskPhones(event, self.desk, self._wake_for_phone)
        self.file_trouble = DeskFileTrouble(event)
        self.trouble = DeskRecovery(event, self.desk, self._spoken, lambda: self.sync.status)
        self.desk_settings = DeskSettings(event, self.desk, self.choices, lambda: self.sync.status)
        at = ReadinessDependencies(
            event, self.desk, self.print_service, lambda: self.settings, self.sync.look, lambda: self.ticketing.status
        )
        self.readiness = DeskReadiness(at, now, stay.trials)
        self.rehearsal = DeskRehearsal(event, self.desk, stay.message)
        self.leaving = DeskLeaving(event, self.desk, self.mail_service)
        self._bring_in = QTimer(self, interval=CHECKPOINT_MS)
        self._second_starts: SecondStarts | None = None
        self._devices: DeskDevices | None = None
        """None until `ready`."""
        self._own_parts()
        self._connect_parts()
        self.built = self._build_window()

    def _own_parts(self) -> None:
        """Own the parts that outlast a window: Qt drops with them what a thread still had to tell them."""
        services = (self.print_service, self.mail_service, self.sync, self.ticketing)
        asking = (self.signatures, self.scan_only, self.desk_settings, self.readiness, self.rehearsal, self.leaving)
        for part in (*services, *asking, self.phones, self.kiosk, self.file_trouble, self.trouble):
            part.setParent(self)

    def _connect_parts(self) -> None:
        """Connect the parts that outlast a window to each other."""
        self.choices.changed.connect(self._change)
        self.sync.settings_changed.connect(self._save_peers)
        self.kiosk.left.connect(self._show)
        self.file_trouble.reported.connect(self.kiosk.show_trouble)
        for wake in (
            self._wake_exchanges,
            self.print_service.wake,
            self.readiness.look_again,
        ):  # they let go of the file
            self.file_trouble.reported.connect(wake)
        self.readiness.rehearsal_wanted.connect(self.rehearsal.ask)
        self._bring_in.timeout.connect(self.trouble.checkpoint_wal)

    def start(self, video: Path | None = None) -> None:
        """Show the window or the kiosk; the devices follow after its first paint (QtMultimedia is slow to import)."""
        if not self.kiosk.start():
            self._show()
        QTimer.singleShot(0, self, lambda: self._start_devices(video))
        QTimer.singleShot(0, self, self.sync.start)
        QTimer.singleShot(0, self, self.ticketing.start)
        self._bring_in.start()
        files = opened_files(application())
        files.take_beside(self._event.path, lambda: self.shell)
        if not self._is_second:
            self._second_starts = SecondStarts(self._event.path, self)
            self._second_starts.noticed.connect(lambda: files.take(self._event.path))

    def _show(self) -> None:
        show_fitting(self.shell)

    def watch(self) -> None:
        """Let this event be reopened after a crash."""
        if self._is_real:
            self.trouble.watch(app_folder())

    def begin_new(self, *, is_known: bool) -> None:
        """Set up a new event: like the last one on this computer, or with the setup wizard."""
        if is_known:
            self.shell.show_status(translate(_AS_BEFORE))
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
        if self._second_starts:
            self._second_starts.stop()
        if self._devices:
            self._devices.stop()
        self.phones.stop()
        self.readiness.stop()
        self.kiosk.stop()
        self.file_trouble.stop()
        self.sync.stop()
        self.ticketing.stop()
        self.mail_service.stop()
        wait_for_all()
        self._room.leave()
        self.trouble.note_extent()
        self._event.close()
        self._lock.unlock()

    def leave(self) -> None:
        """Stop, and drop the windows and all parts now. A thread's last word, which is still on its way, is dropped
        too: it would reach a window that is gone.
        """
        self.stop()
        self.shell.deleteLater()  # else its timers would use the closed file while another window is open
        self.deleteLater()
        application().sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @property
    def _is_real(self) -> bool:
        """Whether this is the first window of a real event: no rehearsal, no demonstration."""
        return not (self._is_second or self.rehearsal.is_on or self.desk.programme.event.is_demo)

    @property
    def settings(self) -> Settings:
        """The settings as chosen now."""
        return self.choices.settings

    @property
    def devices(self) -> "DeskDevices":
        """The devices, which exist from `ready` on."""
        assert self._devices
        return self._devices

    @property
    def shell(self) -> Shell:
        """The window as it is now."""
        return self.built.shell

    @property
    def window(self) -> DeskWindow:
        """The desk, which is the first screen of the window."""
        return self.shell.desk

    def _build_window(self) -> BuiltWindow:
        """Return a new window in the language of now, connected to all parts."""
        self._room.look()
        screens = DeskScreens(self._event, self.desk, self.print_service, self.mail_service, self._spoken)
        screens.erased.connect(self.sync.wake)
        shell = make_shell(self._event, self.desk, screens, self._spoken)
        shell.desk.desk_actions.switcher.follows_clock = self.settings.follows_clock
        shell.desk.desk_actions.tying.rule = TiedCodes.of(self.settings)
        shell.desk.control_point_chosen.connect(self._remember_point)
        menu = make_menu(self._event, self.desk, shell, is_real=self._is_real)
        printers = self._make_printing(shell, menu)
        supervised = make_supervision(self._event, self.desk, shell, menu)
        for part in (screens, printers):
            part.setParent(shell)  # what still comes for them goes with the window
        screens.mount(ScreenContext(shell, menu, supervised, self.sync))
        self._mount_parts(shell, menu)
        error_handler.install_error_handler(shell.fail, shell.show_status)
        if self._is_second:
            shell.desk.chrome.set_default_message(translate(OPEN_TWICE))
        return BuiltWindow(shell, menu, screens, printers)

    def _mount_parts(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect the parts that outlast a window to this one. `trouble` makes the notice that those after it use."""
        if self._is_real:
            self.leaving.mount(shell, menu)
        self.sync.mount(shell.desk, menu)
        self.ticketing.mount(shell.desk, menu)
        self.trouble.mount(shell, menu, self._spoken)
        self.signatures.mount(shell.desk)
        self.desk_settings.mount(shell, menu)
        self.readiness.mount(shell, menu)
        self.kiosk.mount(shell, menu, self._spoken)
        self.rehearsal.mount(shell, menu, self.trouble.notice)
        self.scan_only.mount(shell, menu)
        self.phones.mount(shell, menu)
        self.file_trouble.mount(shell, self.trouble.notice)

    def _make_printing(self, shell: Shell, menu: DeskMenu) -> DeskPrinting:
        printers = DeskPrinting(self._event, self.desk, self.print_service, shell.desk)
        printers.mount(menu)
        printers.plan_chosen.connect(self._print_as)
        shell.desk.desk_actions.badges.asked_for.connect(self.print_service.wake)
        return printers

    def _wake_exchanges(self, *_: object) -> None:
        """Tell the threads that exchange with other desks and with pretix of new entries."""
        self.sync.wake()
        self.ticketing.wake()

    def _wake_for_phone(self) -> None:
        """Tell the threads of what a phone recorded: its badge is printed here."""
        self._wake_exchanges()
        self.print_service.wake()

    def _print_as(self, plan: PrintPlan) -> None:
        self._keep(replace(self.settings, printing=plan))
        if self._is_second:
            self.desk.printing.use(plan)
        else:
            self.print_service.use(plan)

    def _start_devices(self, video: Path | None) -> None:
        from checkin.application.desk_devices import DeskDevices

        devices = DeskDevices(self.desk, self.print_service, self._event.path, self.settings, application())
        devices.setParent(self)
        self._devices = devices
        devices.mount(self.window)
        self.desk_settings.use(devices)
        self.kiosk.use(devices)
        self.trouble.show_left_out(devices.left_out, devices.marks)
        if not self._is_second:  # the first window prints for both
            self.print_service.use(self.settings.printing)
        self.ready.emit()
        devices.start(video)
        self.readiness.start(devices)
        if self.kiosk.window or self.desk.scans_only:
            return
        self.built.screens.import_in_turn()
        if self._is_real:
            QTimer.singleShot(0, self.built.screens, self.built.screens.propose_purge)

    def _remember_point(self, point: str) -> None:
        self._keep(replace(self.settings, control_point=point))

    def _save_peers(self, settings: Settings) -> None:
        """Store the peers that were chosen in the sync window."""
        known = self.settings
        self._keep(replace(known, folder=settings.folder, hub=settings.hub, identity=settings.identity))

    def _change(self, before: Settings, chosen: Settings) -> None:
        self._keep(chosen)
        self.sync.use(chosen)
        self.signatures.use(chosen)
        self.desk.rename(chosen.desk)
        self.window.desk_actions.switcher.follows_clock = chosen.follows_clock
        self.window.desk_actions.tying.rule = TiedCodes.of(chosen)
        self.desk.admission.ties_codes = TiedCodes.of(chosen) is not TiedCodes.ASK
        self._look.apply(chosen)
        if self._devices:
            self._devices.use(chosen)
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
        self._spoken = translation.install(application(), wanted)
        old, self.built = self.shell, self._build_window()
        self.shell.setGeometry(old.geometry())
        self.shell.setWindowState(old.windowState())
        self.devices.leave(old.desk)
        self.sync.leave(old.desk)
        self.ticketing.leave(old.desk)
        self.devices.mount(self.window)
        self.shell.show()
        old.close()
        old.deleteLater()


def _open_desk(event: EventFile, now: Callable[[], datetime], settings: Settings) -> Desk:
    desk = Desk(event, now, settings.desk, settings.control_point)
    desk.handover.stand_at_latest()
    desk.printing.plan = settings.printing
    desk.admission.ties_codes = TiedCodes.of(settings) is not TiedCodes.ASK
    return desk


def run(
    event: EventFile,
    now: Callable[[], datetime],
    spoken: str | None,
    video: Path | None = None,
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
        return _sit(program, video)

    return run_with_rehearsals(event, now, sit)


def _sit(program: DeskProgram, video: Path | None) -> WindowOutcome:
    program.start(video)
    program.watch()
    application().aboutToQuit.connect(program.stop)  # at log-off Windows runs nothing that stands after exec()
    try:
        code = application().exec()
        program.trouble.end_well()
        return WindowOutcome(
            code, program.readiness.trials, program.rehearsal.rehearsal_options, program.leaving.wants_another
        )
    finally:
        program.leave()
