# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings window and the setup wizard of an open desk, connected to the present devices and windows. Decides
nothing; the pages are imported when first opened.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from checkin.core.message import Message
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.settings.settings_page import CurrentSettings, SettingsPage
from checkin.ui.shell import Shell

if TYPE_CHECKING:
    from checkin.application.desk_devices import DeskDevices
    from checkin.application.settings_pages import DeskSettingsPages
    from checkin.ui.settings.settings_window import SettingsWindow, SetupWizard


class DeskSettings(QObject):
    """The settings and setup windows. Call `mount` for each new window, `use` when the devices exist."""

    def __init__(
        self, event: EventFile, desk: Desk, choices: CurrentSettings, sync_status: Callable[[], SyncStatus]
    ) -> None:
        super().__init__()
        self._event, self._desk, self.choices, self._sync_status = event, desk, choices, sync_status
        self._devices: DeskDevices | None = None
        self.window: SettingsWindow | None = None
        self.wizard: SetupWizard | None = None
        self.more: tuple[SettingsPage, ...] = ()
        """Pages added by other modules, after the built-in ones."""

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program; reopen settings or setup at the same page if they were open."""
        page, step = (self.window.current if self.window else None), (self.wizard.step if self.wizard else None)
        field = self.window.focused_choice if self.window else -1
        self._shell, self._menu = shell, menu
        self.window = self.wizard = None
        menu.settings_wanted.connect(self.show)
        if page is not None:
            self.show(page).focus_choice(field)
        if step is not None:
            self.set_up(step)

    def use(self, devices: "DeskDevices") -> None:
        self._devices = devices
        devices.tries = self._tries

    def show(self, page: int = 0) -> "SettingsWindow":
        """Open the settings beside the desk, where scanning goes on; return their window."""
        from checkin.ui.settings.settings_window import SettingsWindow

        if self.window is None:
            self.window = window = SettingsWindow((*self._pages().all(), *self.more), self._shell)
            window.setup_wanted.connect(lambda: self._leave_for_setup(window))
            window.finished.connect(lambda _: self._forget_window(window))
        self.window.open_page(page)
        _bring_up(self.window)
        return self.window

    def set_up(self, step: int = 0) -> None:
        """Open the setup wizard. Codes scanned meanwhile are shown in it; it makes room for an answer of the desk."""
        from checkin.ui.settings.settings_window import SetupWizard

        if self.wizard is None:
            self.wizard = wizard = SetupWizard(self._pages().steps(), self._shell)
            self._shell.desk.answered.connect(wizard.make_room)
            wizard.finished.connect(lambda _: self._forget_wizard(wizard))
        self.wizard.enter(step)
        _bring_up(self.wizard)

    def _tries(self, code: str) -> bool:
        """Take a code that is scanned during setup as a trial: no attendee is checked in or refused."""
        if self.wizard is None or not self.wizard.isVisible():  # hidden: a kiosk has the screen
            return False
        self.wizard.show_read()
        return True

    def _leave_for_setup(self, window: "SettingsWindow") -> None:
        window.close()
        self.set_up()

    def _forget_window(self, window: "SettingsWindow") -> None:
        if self.window is window:
            self.window = None
        self._leave(window)

    def _forget_wizard(self, wizard: "SetupWizard") -> None:
        if self.wizard is wizard:
            self.wizard = None
            self._shell.show_status(translate(Message("settings", "All of this is in Settings too (Ctrl+,).")))
        self._leave(wizard)

    def _leave(self, window: QDialog) -> None:
        window.deleteLater()
        self._shell.desk.stage.search.setFocus()

    def _pages(self) -> "DeskSettingsPages":
        from checkin.application.settings_pages import DeskSettingsPages, SettingsDependencies

        at = SettingsDependencies(self._event, self._desk, self.choices, self._sync_status)
        return DeskSettingsPages(at, self._menu, self._devices)


def _bring_up(window: QDialog) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
