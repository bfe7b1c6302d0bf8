# SPDX-License-Identifier: GPL-3.0-or-later
"""The exports: attendance, programme, copy of the event, tick list on paper, code images. The desk does the work."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.badges.badge_fonts import load
from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.proposed_file_names import names_beside, propose_file_name
from checkin.services.attendance.tick_list_writing import TickListHeader, tick_list_sentence, write_tick_list
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.code_export import codes_sentence, export_codes
from checkin.services.exports.exporting import COPY_SAVED, ExportOrder, on_own_connection, save_copy
from checkin.services.programme.programme_importing import export_programme
from checkin.translation import Translator, current_language, translate
from checkin.ui.import_export.event_file_chooser import EVENTS, SUFFIX
from checkin.ui.import_export.export_dialog import KINDS, ExportDialog
from checkin.ui.import_export.file_choosing import PROGRAMME
from checkin.ui.import_export.writing_dialog import write_beside
from checkin.ui.widgets.dialog_buttons import ask_confirmation

Written = TypeVar("Written")


class ExportFlow(QWidget):
    """An invisible widget that runs the exports.

    `changed`: an export was recorded; `written` carries a sentence and the path. Files are written beside the window,
    on a connection of their own; a dialog shows the progress of long work, with Cancel, and why a file cannot be
    written. An earlier file stays until the new one is complete.
    """

    changed = Signal()
    written = Signal(str, object)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk, self._window = event, desk, parent

    def ask_export(self) -> None:
        """Ask for the options, then for the file, and export."""
        dialog = ExportDialog(self._window)
        is_wanted, options, suffix = dialog.exec(), dialog.options, dialog.suffix
        dialog.deleteLater()
        if is_wanted and (path := self._ask_export_to(suffix)):
            order = ExportOrder(path, options, Translator(current_language()), self._desk.now())
            if made := self._write(_EXPORTING, order.write):
                self.changed.emit()
                self.written.emit(made.sentence(translate), path)

    def _ask_export_to(self, suffix: str) -> Path | None:
        """Ask for the file and return it, None if cancelled.

        Another writable suffix that is typed decides the format.
        """
        title, start = Message("file", "Export the attendance"), self._proposed(_ATTENDANCE, suffix)
        if not (chosen := self._ask_save(title, start, f"{translate(KINDS[suffix])} (*{suffix})")):
            return None
        path = Path(chosen) if chosen.lower().endswith(tuple(KINDS)) else Path(f"{chosen}{suffix}")
        return path if confirm_replace(self._window, path, chosen) else None

    def ask_save_programme(self) -> None:
        title, start = Message("file", "Save the programme as"), self._proposed(_PLAN, ".toml")
        if chosen := self._ask_save(title, start, f"{translate(PROGRAMME)} (*.toml)"):
            path = Path(chosen) if chosen.lower().endswith(".toml") else Path(f"{chosen}.toml")
            export_programme(self._event, path)
            self.written.emit(translate(PROGRAMME_SAVED, name=path.name), path)

    def ask_save_copy(self) -> None:
        """Save a copy of the event file as it is now."""
        title, start = Message("file", "Save a copy of the event"), self._proposed(_COPY, SUFFIX)
        chosen = self._ask_save(title, start, f"{translate(EVENTS)} (*{SUFFIX})")
        if chosen and (path := self._write(_COPYING, lambda event, _: save_copy(event, Path(chosen)))):
            self.written.emit(translate(COPY_SAVED, name=path.name), path)

    def ask_paper_list(self) -> None:
        """Write a tick list of everybody as of now, for the case that no computer works."""
        title, start = Message("file", "List to print"), self._proposed(_ON_PAPER, ".pdf")
        if chosen := self._ask_save(title, start, "PDF (*.pdf)"):
            path = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
            here = TickListHeader(self._desk.now(), self._desk.name, self._desk.control_point)
            if done := self._write(
                _LISTING, lambda event, report: write_tick_list(event, path, here, translate, report)
            ):
                self.written.emit(tick_list_sentence(done, path, translate), path)

    def ask_blanks(self) -> None:
        """Ask how many blank badges are wanted, then for the file, and write them."""
        from checkin.services.badges.blank_badges import blanks_sentence, write_blanks
        from checkin.ui.import_export.blanks_dialog import BlanksDialog

        dialog = BlanksDialog(self._window)
        is_wanted, order = dialog.exec(), dialog.order
        dialog.deleteLater()
        title, start = Message("file", "Save the blank badges as"), self._proposed(_BLANKS, ".pdf")
        if is_wanted and (chosen := self._ask_save(title, start, "PDF (*.pdf)")):
            path = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
            if pages := self._write(_DRAWING, lambda event, report: write_blanks(event, path, order, report)):
                self.written.emit(blanks_sentence(order, pages, path.name, translate), path)

    def ask_codes(self) -> None:
        title = translate(Message("file", "Folder for the images of the codes"))
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(self._event.path.parent))
        self._event.relock()
        if chosen:
            folder = Path(chosen) / self._proposed(_CODES, "").name  # hundreds of images, in a folder of their own
            if done := self._write(_DRAWING, lambda event, report: export_codes(event, folder, translate, report)):
                self.written.emit(codes_sentence(done, folder.name, translate), folder)

    def _write(self, title: Message, work: Callable[[EventFile, ReportProgress], Written]) -> Written | None:
        load()  # fonts are loaded in the UI thread
        return write_beside(on_own_connection(self._event.path, work), translate(title), self._window)

    def _ask_save(self, title: Message, start: Path, kinds: str) -> str:
        """Ask for a file name and return it, "" if cancelled.

        The event file is held again, because file dialogs open files for their icons.
        """
        chosen, _ = QFileDialog.getSaveFileName(self._window, translate(title), str(start), kinds)
        self._event.relock()
        return chosen

    def _proposed(self, what: Message, suffix: str) -> Path:
        """Return the proposed path, beside the event file."""
        name = propose_file_name(self._desk.programme.event, self._desk.now(), translate(what))
        return self._event.path.with_name(f"{name}{suffix}")


def confirm_replace(parent: QWidget, path: Path, typed: str) -> bool:
    """Ask before an export to `path` replaces files beside it, or one with an added suffix.

    `typed` is what the file dialog asked about.

    Return True if no other file exists.
    """
    beside = [path.with_name(name) for name in names_beside(path.name)]
    there = [each.name for each in (path, *beside) if each != Path(typed) and each.exists()]
    return not there or ask_confirmation(
        parent, (translate(_THERE, names=", ".join(there)), translate(_WHAT_HAPPENS)), translate(_REPLACE)
    )


PROGRAMME_SAVED = Message("command", "Programme written to {name}.")
_EXPORTING, _COPYING = Message("file", "Exporting the attendance…"), Message("file", "Copying the event…")
_LISTING, _DRAWING = Message("file", "Writing the list to print…"), Message("file", "Drawing the codes…")
_ON_PAPER, _ATTENDANCE = Message("file", "paper"), Message("file", "attendance")
_COPY = Message("file", "copy")
_PLAN, _CODES = Message("file", "programme"), Message("file", "codes")
_BLANKS = Message("file", "blank badges")
_THERE = Message("file", "Already in this folder: {names}.")
_WHAT_HAPPENS = Message("file", "The new files replace them; a file this export does not write stays as it is.")
_REPLACE = Message("file", "Replace")
