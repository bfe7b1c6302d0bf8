# SPDX-License-Identifier: GPL-3.0-or-later
"""Help, problem report and data removal, for any window. Decides nothing.

Used by the desk (F1, ⋮) and the welcome window. Its windows are imported when first needed.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from checkin import __version__
from checkin.core.message import ENGLISH, CheckinError, Message
from checkin.core.sync.sync_status import SyncStatus
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.translation import current_language, error_text, translate
from checkin.ui.import_export.file_choosing import documents_folder
from checkin.ui.widgets.dialogs import asked

if TYPE_CHECKING:
    from checkin.services.computer.problem_report import ReportPart
    from checkin.ui.help.help_window import HelpWindow
    from checkin.ui.help.problem_report_dialog import DataRemovalDialog, ProblemReportDialog


FRAME = 16
"""Pixels of a window's frame at its sides."""


class HelpFlow(QWidget):
    """An invisible widget. `folder` is Checkin's own; `event` the open event, or None.

    `removing`: everything this program holds open there must be closed, and nothing may be written any more.
    """

    reported = Signal(str)
    removing = Signal()

    def __init__(self, folder: Path, event: EventFile | None, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._folder, self._event, self._now = folder, event, now
        self._shown: HelpWindow | None = None
        self.sync_status: Callable[[], SyncStatus] = SyncStatus
        """The exchange with other desks, one of which may have a newer version."""
        self.closed_keys: Callable[[], Collection[str]] = tuple
        """The keys of a desk that only scans which it does not take; it does not open the program's folder either."""
        self.may_remove: Callable[[], bool] = lambda: True
        """Whether data may be removed now."""

    def show_help(self) -> None:
        """Show help beside the window, which goes on answering codes."""
        if self._shown is None:
            self._shown = self._help()
            self._shown.finished.connect(self._forget)
            _place_beside(self._shown, self.window())
        self._shown.show()
        self._shown.raise_()
        self._shown.activateWindow()

    def show_news(self) -> None:
        self.show_help()
        if self._shown:
            self._shown.show_news()

    def step_aside(self) -> None:
        """Close help where it covers a new answer; a window beside stays."""
        if self._shown is None:
            return
        covered, help_window = self.window().frameGeometry(), self._shown
        for each in (*help_window.guides, help_window):
            if each.isVisible() and each.frameGeometry().intersects(covered):
                each.close()

    def _forget(self) -> None:
        self._shown = None

    def ask_report(self) -> None:
        """Show the problem report, then save it where the user chooses."""
        from checkin.services.computer import problem_report
        from checkin.ui.help.problem_report_dialog import ProblemReportDialog

        parts = problem_report.gather(self._folder, self._event, self._now())
        name = f"{translate(_REPORT_NAME)} {self._now():%Y-%m-%d}.zip"
        dialog = ProblemReportDialog(parts, Path(documents_folder()) / name, self.window())
        dialog.chosen.connect(lambda path: self._save(parts, dialog, path))
        asked(dialog)

    def ask_removal(self) -> None:
        """Ask for the removal of all data, twice, and show what was removed."""
        if not self.may_remove():
            return
        from checkin.services.computer import app_data
        from checkin.ui.help.problem_report_dialog import DataRemovalDialog

        dialog = DataRemovalDialog(
            app_data.list_app_data(self._folder),
            app_data.known_events(self._folder),
            Path(documents_folder()),
            self.window(),
        )
        dialog.wanted.connect(lambda: self._remove(dialog))
        asked(dialog)

    def _help(self) -> "HelpWindow":
        from checkin.services.computer.release_notes import SHIPPED, program_parts, read_release_notes
        from checkin.ui.help.help_window import HelpContent, HelpWindow
        from checkin.ui.widgets.keyboard import list_key_bindings

        language = current_language()
        parts = (*SHIPPED, *program_parts())
        closed = self.closed_keys()
        keys = list_key_bindings(self.window(), without=closed)
        newer = self.sync_status().newer_than(__version__)
        today, is_at_desk = self._now().date(), self._event is not None
        about = HelpContent(keys, read_release_notes(language), parts, list_guides(language), today, newer, is_at_desk)
        window = HelpWindow(about, language, self.window())
        window.folder.setHidden(bool(closed))
        window.report_wanted.connect(self.ask_report)
        window.removal_wanted.connect(self.ask_removal)
        window.folder_wanted.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        window.finished.connect(window.deleteLater)
        return window

    def _remove(self, dialog: "DataRemovalDialog") -> None:
        from checkin.services.computer import app_data

        events = dialog.events
        try:
            app_data.refuse_open(events)
            self.removing.emit()
            count = app_data.remove_app_data(self._folder, events)
        except CheckinError as error:
            dialog.show_error(error_text(error))
            return
        sentence = translate(_REMOVED, count=count, events=len(events))
        dialog.show_removed(sentence)
        self.reported.emit(sentence)

    def _save(self, parts: "Sequence[ReportPart]", dialog: "ProblemReportDialog", path: Path) -> None:
        """Save exactly the parts that were shown."""
        from checkin.services.computer import problem_report

        try:
            problem_report.write_report(parts, path, self._now())
        except CheckinError as error:
            dialog.show_error(error_text(error))
            return
        finally:
            if self._event:
                self._event.relock()
        dialog.show_saved(path)


def _place_beside(dialog: QWidget, window: QWidget) -> None:
    """Place `dialog` at the right or left of `window` where the screen has room, else leave it to the system."""
    shown, screen = window.frameGeometry(), window.screen().availableGeometry()
    wide = dialog.width() + FRAME
    if screen.right() - shown.right() >= wide:
        dialog.move(shown.right() + FRAME // 2, shown.top())
    elif shown.left() - screen.left() >= wide:
        dialog.move(shown.left() - wide + FRAME // 2, shown.top())


def list_guides(language: str) -> list[Path]:
    """Return the guides to be printed (`resources/guides/NAME-fr.pdf`), then those to be read (`….md`).

    They are English where `language` has none.
    """
    folder = resources() / "guides"
    found = list(folder.glob(f"*-{language}.*")) or folder.glob(f"*-{ENGLISH}.*")
    return sorted(found, key=lambda path: (path.suffix != ".pdf", path.name))


_REMOVED = Message(
    "removal", "Removed from this computer: {count} {count:file|files}, including {events} {events:event|events}."
)
_REPORT_NAME = Message("report", "Checkin report")
