# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports, exports and the programme editor of an open desk.

Each is imported when first needed, so that a desk is ready at once.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.translation import translate
from checkin.ui.desk.desk_actions import SCANS_ONLY
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.import_export.file_choosing import FileDrop
from checkin.ui.shell import Shell

if TYPE_CHECKING:
    from checkin.ui.import_export.export_flow import ExportFlow
    from checkin.ui.import_export.import_flow import ImportFlow
    from checkin.ui.programme_editor.programme_edit_flow import ProgrammeEditFlow


class DeskFiles(QObject):
    """The file flows of one window; a child of `shell`."""

    def __init__(self, event: EventFile, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._event, self._desk, self._shell = event, desk, shell

    def mount(self, menu: DeskMenu) -> None:
        """Connect the menu, and files dropped on the window."""
        menu.guarded("list_wanted", lambda: self._in.ask_list())
        menu.guarded("programme_wanted", lambda: self._in.ask_programme())
        menu.guarded("connection_log_wanted", lambda: self._in.ask_connection_log())
        menu.guarded("photographs_wanted", lambda: self._in.photographs.ask_folder())
        FileDrop(self._shell).dropped.connect(lambda path: self._bring(path, menu))
        menu.guarded("export_wanted", lambda: self._out.ask_export())
        menu.guarded("save_copy_wanted", lambda: self._out.ask_save_copy())
        menu.guarded("save_programme_wanted", lambda: self._out.ask_save_programme())
        menu.guarded("paper_list_wanted", lambda: self._out.ask_paper_list())
        menu.guarded("blanks_wanted", lambda: self._out.ask_blanks())
        menu.guarded("codes_wanted", lambda: self._out.ask_codes())
        menu.edit_programme_wanted.connect(lambda: self._editing.ask_edit())

    def _bring(self, path: Path, menu: DeskMenu) -> None:
        """Import a file that was dropped on the window, as the menu would; not at a desk that only scans."""
        if self._desk.scans_only:
            self._shell.show_status(translate(SCANS_ONLY))
        elif self._in.is_programme(path) or menu.may("list_wanted"):
            self._in.bring(path)

    @cached_property
    def _in(self) -> "ImportFlow":
        from checkin.ui.import_export.import_flow import ImportFlow

        made = ImportFlow(self._event, self._desk, self._shell.desk)
        made.changed.connect(self._shell.refresh)
        made.reported.connect(self._shell.show_status)
        return made

    @cached_property
    def _out(self) -> "ExportFlow":
        from checkin.ui.import_export.export_flow import ExportFlow

        made = ExportFlow(self._event, self._desk, self._shell.desk)
        made.changed.connect(self._shell.refresh)
        made.written.connect(self._shell.show_written)
        return made

    @cached_property
    def _editing(self) -> "ProgrammeEditFlow":
        from checkin.ui.programme_editor.programme_edit_flow import ProgrammeEditFlow

        made = ProgrammeEditFlow(self._event, self._desk, self._shell.desk)
        made.changed.connect(self._shell.refresh)
        made.reported.connect(self._shell.show_status)
        return made
