# SPDX-License-Identifier: GPL-3.0-or-later
"""Modes of an open desk: self-service, scanning only; what it prints, and has signed."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from checkin import error_handler
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.print_jobs import PrintPlan
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import KioskService
from checkin.services.printing.print_threads import PrintService
from checkin.services.supervision import Supervision
from checkin.storage import settings_store
from checkin.translation import translate
from checkin.ui.desk.desk_actions import SCANS_ONLY
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.settings.settings_page import CurrentSettings
from checkin.ui.shell import Shell
from checkin.ui.supervision.supervision_flow import AuthorityRequest, ask_authority

if TYPE_CHECKING:
    from checkin.devices.computer import ScreenWakeLock
    from checkin.ui.kiosk.kiosk_pin import KioskGuard
    from checkin.ui.kiosk.kiosk_window import KioskWindow
    from checkin.ui.printing.print_queue_window import PrintWindows


Sounding = Callable[[Answer], AnswerFamily]


class KioskDevices(Protocol):
    """The devices, which are connected to one window at a time."""

    def mount(self, window: "DeskWindow | KioskWindow", family: Sounding = ...) -> None: ...

    def leave(self, window: "DeskWindow | KioskWindow") -> None: ...


class DeskKiosk(QObject):
    """The kiosk of a desk. Call `mount`, then `start`, and `use` once there are devices. `wake` tells other desks of
    new entries.
    """

    left = Signal()
    """The kiosk has ended; the desk is to be shown again."""

    def __init__(self, event: EventFile, desk: Desk, choices: CurrentSettings, wake: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._choices, self._wake = desk, choices, wake
        self._service = KioskService(event, desk)
        self._devices: KioskDevices | None = None
        self.window: KioskWindow | None = None
        self._guard: KioskGuard | None = None
        self._awake: ScreenWakeLock | None = None
        self._hidden: list[QWidget] = []
        self._is_in_trouble = False

    def mount(self, shell: Shell, menu: DeskMenu, spoken: str) -> None:
        """Connect a new window of the program."""
        self._shell, self._spoken = shell, spoken
        menu.kiosk_wanted.connect(self.ask)
        shell.desk.stage.help.clicked.connect(self._promise)
        shell.desk.updates.people_forgotten.connect(self._forget_people)

    def start(self) -> bool:
        """Open the kiosk if it was open when the program ended, or was requested; return whether it is open.

        Without a PIN to end it the desk is shown instead, with the dialog that asks for one.
        """
        if self._service.settings.is_open and self._service.can_be_left:
            self._open()
        elif self._service.settings.is_open:
            QTimer.singleShot(0, self, self.ask)
        return self.window is not None

    def use(self, devices: KioskDevices) -> None:
        """Connect the devices to the kiosk, if it is open, and keep them for later."""
        self._devices = devices
        if self.window:
            self._lend(devices, self.window)

    def ask(self) -> None:
        """Ask for the kiosk's settings, then open it."""
        from checkin.ui.kiosk.kiosk_pin import KioskDialog

        dialog = KioskDialog(self._service, self._desk.name, self._shell)
        is_begun = bool(dialog.exec())
        name = dialog.name
        dialog.deleteLater()
        if is_begun:
            self._choices.choose(desk=name)
            self._open()
        elif self._service.settings.is_open:
            self._service.give_up()

    def show_trouble(self, is_trouble: bool) -> None:
        """Show in the kiosk whether the event file is in trouble, with the text of the desk's band."""
        self._is_in_trouble = is_trouble
        if self.window:
            self.window.show_occasion(self._shell.band.text, is_trouble=is_trouble)

    def _forget_people(self) -> None:
        """Clear the answer: it names a guest who was purged."""
        if self.window:
            self.window.rest()

    def stop(self) -> None:
        """Stop keeping the screen on and guarding the window. That the kiosk is open stays stored."""
        self._stop_guarding()

    def _open(self) -> None:
        from checkin.ui.kiosk.kiosk_window import KioskWindow

        self._shell.enter_desk()
        self._shell.desk.rest()
        self.window = window = KioskWindow(self._service, self._spoken)
        window.answered.connect(self._wake)
        window.recorded.connect(self._wake)
        window.ended.connect(self._close)
        self._hidden = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        window.show_occasion(self._shell.band.text, is_trouble=self._is_in_trouble)
        window.open_over(self._shell)
        for other in self._hidden:
            other.hide()
        self._guard_it(window)
        error_handler.install_error_handler(window.fail, window.show_status)
        if self._devices:
            self._lend(self._devices, window)

    def _close(self) -> None:
        window, self.window = self.window, None
        assert window
        self._stop_guarding()
        error_handler.install_error_handler(self._shell.fail, self._shell.show_status)
        if self._devices:
            self._devices.leave(window)
            self._devices.mount(self._shell.desk)
        for other in self._hidden:
            if other is not self._shell and isValid(other):  # some end with the window they belong to
                other.show()
        self._shell.enter_desk()
        self._shell.refresh()
        self.left.emit()
        window.dismiss()
        window.deleteLater()
        self._shell.activateWindow()
        self._shell.desk.stage.search.setFocus()  # hidden windows lose the focus
        if self._service.save_error:
            self._shell.fail(self._service.save_error)

    def _lend(self, devices: KioskDevices, window: "KioskWindow") -> None:
        from checkin.ui.kiosk.kiosk_idle import sound_family

        devices.leave(self._shell.desk)
        devices.mount(window, sound_family)

    def _guard_it(self, window: "KioskWindow") -> None:
        from checkin.devices.computer import ScreenWakeLock
        from checkin.ui.kiosk.kiosk_pin import KioskGuard

        app = QCoreApplication.instance()
        assert app
        self._guard = KioskGuard(window)
        self._guard.install(app)
        self._awake = ScreenWakeLock(translate(Message("kiosk", "Self-service is on: people check in at this screen")))
        self._awake.keep()

    def _stop_guarding(self) -> None:
        app = QCoreApplication.instance()
        if self._guard and app:
            self._guard.remove(app)
        if self._awake:
            self._awake.release()
        self._guard = self._awake = None

    # Calls for help, at the other desks

    def _promise(self) -> None:
        """Promise help to the attendee who has waited longest."""
        if call := self._shell.desk.stage.help.call:
            self._desk.help.promise(call)
            self._shell.desk.refresh()
            self._shell.show_status(translate(_TOLD, desk=call.desk))
            self._wake()


_TOLD = Message("help", "{desk} now says that someone is coming.")


# An open desk that only scans: no list of people, no export, no search without a supervisor. Closes the ways there,
# and asks the supervisor who begins or ends it. Decides nothing about a scan.


class DeskScanOnly(QObject):
    """The mode of a desk, kept in its event file on this computer: a restart changes nothing. Call `mount` for each new
    window.
    """

    def __init__(self, event: EventFile, desk: Desk) -> None:
        super().__init__()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)
        desk.admission.scans_only = settings_store.is_scan_only(event.db)

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program, and close it if this desk only scans."""
        self._shell, self._menu = shell, menu
        menu.scan_only_wanted.connect(self.ask)
        shell.desk.desk_actions.search_wanted.connect(self._ask_search)
        shell.desk.chrome.scan_only.opening_wanted.connect(self.ask)
        closed = (*menu.closed_keys, *shell.screen_keys, *(QKeySequence(key) for key in _OF_HIDDEN_LINES))
        self._closed = [_answering(key, shell) for key in closed]
        self._show()

    def ask(self) -> None:
        """Ask a supervisor, then begin or end it."""
        begins = not self._desk.scans_only
        words = (_BEGIN, Message("scan_only", "Only scan"), _BEGIN_WHYS) if begins else (_END, _ENDS, _END_WHYS)
        if self._ask(*words):
            settings_store.save_scan_only(self._event.db, begins)
            self._desk.admission.scans_only = begins
            self._shell.enter_desk()
            self._shell.desk.rest()
            if begins:
                self._close_others()
            self._show()
            self._shell.refresh()
            self._shell.show_status(translate(_BEGUN if begins else _ENDED))

    def _close_others(self) -> None:
        """Close the windows beside the desk: settings, a live screen, help."""
        for window in QApplication.topLevelWidgets():
            if window is not self._shell and window.isVisible():
                window.close()

    def _ask_search(self) -> None:
        if self._ask(Message("scan_only", "Search for one person by name?"), _SEARCHES, _SEARCH_WHYS):
            self._shell.desk.desk_actions.allow_search()

    def _ask(self, question: Message, allow: Message, whys: tuple[Message, ...]) -> bool:
        request = AuthorityRequest(
            translate(question),
            translate(allow),
            tuple(map(translate, whys)),
            detail=translate(_DETAIL),
            unguarded=translate(_UNGUARDED),
        )
        return ask_authority(self._supervision, request, self._shell) is not None

    def _show(self) -> None:
        is_on = self._desk.scans_only
        self._menu.show_scan_only(is_on)
        self._shell.show_desk_alone(is_on)
        self._shell.desk.chrome.show_scan_only(is_on)
        for key in self._closed:
            key.setEnabled(is_on)


def _answering(key: QKeySequence, shell: Shell) -> QShortcut:
    """Return a shortcut for a closed key, which says that the desk only scans."""
    shortcut = QShortcut(key, shell)
    shortcut.activated.connect(lambda: shell.desk.desk_actions.reply(translate(SCANS_ONLY)))
    return shortcut


_OF_HIDDEN_LINES = ("Ctrl+T",)
_BEGIN = Message("scan_only", "Let this desk only scan?")
_END = Message("scan_only", "Open the rest of this desk again?")
_ENDS = Message("scan_only", "Open")
_SEARCHES = Message("scan_only", "Search")
_DETAIL = Message(
    "scan_only",
    "A desk that only scans shows codes and their answers: no list, no last arrivals, no exports, no search. It stays "
    "so after a restart.",
)
_UNGUARDED = Message(
    "scan_only",
    "No supervisor has a PIN yet, so anyone can open this desk again. Name supervisors first: ⋮, Settings, "
    "Supervisors.",
)
_BEGIN_WHYS = (Message("scan_only", "A door for volunteers"), Message("scan_only", "Protect the attendees’ data"))
_END_WHYS = (Message("scan_only", "The doors are closed"), Message("scan_only", "This desk welcomes people again"))
_SEARCH_WHYS = (Message("scan_only", "Forgot their ticket"), Message("scan_only", "The code cannot be read"))
_BEGUN = Message("scan_only", "This desk only scans from now on. A supervisor opens the rest: ⋮.")
_ENDED = Message("scan_only", "Everything is open at this desk again.")


# What a desk prints, and has signed: the windows for it, imported when first needed.


class DeskPrinting(QObject):
    """The printing windows of one desk window, imported when first needed; a child of it."""

    plan_chosen = Signal(PrintPlan)

    def __init__(self, event: EventFile, desk: Desk, room: PrintService, window: DeskWindow) -> None:
        super().__init__(window)
        self._event, self._desk, self._room, self._window = event, desk, room, window

    def mount(self, menu: DeskMenu) -> None:
        menu.printer_wanted.connect(lambda: self.windows.show_settings())
        menu.print_queue_wanted.connect(lambda: self.windows.show_queue())
        self._window.chrome.printer_pressed.connect(lambda: self.windows.open())

    @cached_property
    def windows(self) -> "PrintWindows":
        from checkin.ui.printing.print_queue_window import PrintWindows

        made = PrintWindows(self._event, self._desk, self._room, self._window.desk_actions.badges, self._window)
        made.plan_chosen.connect(self.plan_chosen)
        self._window.answered.connect(made.make_room)
        self._window.updates.people_forgotten.connect(made.queue.refresh)
        return made


class DeskSignatures(QObject):
    """The signature pad of a desk with a signature screen, for the attendee of an answer. Call `mount` first."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self._desk = desk
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Use these settings from now on."""
        self._desk.signing.is_wanted = settings.has_signatures

    def mount(self, window: DeskWindow) -> None:
        """Connect a new window of the program."""
        self._window = window
        window.desk_actions.signature_wanted.connect(self.ask)

    def ask(self, person: Attendee) -> None:
        """Open the signature pad. Codes that are read meanwhile are answered afterwards."""
        from checkin.ui.signing.signature_dialog import SignatureDialog

        if not self._desk.signing.occasions():
            self._window.show_status(translate(_NO_TIMES))
            return
        dialog = SignatureDialog(self._desk, person, self._window)
        self._window.codes.pause(True)
        try:
            dialog.exec()
        finally:
            self._window.codes.pause(False)
        dialog.deleteLater()
        if dialog.message:
            self._window.show_status(dialog.message)


_NO_TIMES = Message(
    "signature",
    "The programme has no times yet, so there is nothing to sign for. Nothing was written; give its sessions times.",
)
