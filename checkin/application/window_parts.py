# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of one window of the program, each made and connected by a function: shell, menu, supervision."""

from dataclasses import dataclass

from PySide6.QtCore import QSize

from checkin.application.desk_files import DeskFiles
from checkin.application.desk_printing import DeskPrinting
from checkin.application.desk_screens import DeskScreens
from checkin.application.organiser_lock import OrganiserLock
from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.rehearsal import is_rehearsal
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look import icons
from checkin.ui.shell import Shell
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from checkin.ui.widgets.occasion_band import DEMONSTRATION

SIZE = QSize(1366, 768)
"""Size of the window at first, in pixels; it can shrink to 1016x540."""
_LEAVE = Message("occasion", "Leave the demonstration")


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
        shell.show_occasion(DEMONSTRATION, translate(_LEAVE))
        shell.band.left.connect(shell.close)
    shell.setWindowIcon(icons.app_icon())
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
