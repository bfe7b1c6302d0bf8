# SPDX-License-Identifier: GPL-3.0-or-later
"""The exports: attendance, programme, copy of the event, tick list on paper, code images. The desk does the work."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.message import Message
from checkin.core.proposed_file_names import names_beside, propose_file_name
from checkin.services.attendance.sign_in_sheets import make_report_context
from checkin.services.attendance.tick_list_writing import TickListHeader, tick_list_sentence, write_tick_list
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.code_export import codes_sentence, export_codes
from checkin.services.exports.exporting import COPY_SAVED, export, is_attendance, save_copy
from checkin.services.exports.last_export import note_exported
from checkin.services.programme.programme_importing import export_programme
from checkin.translation import Translator, current_language, translate
from checkin.ui.import_export.event_file_chooser import EVENTS, SUFFIX
from checkin.ui.import_export.export_dialog import KINDS, ExportDialog
from checkin.ui.import_export.file_choosing import PROGRAMME, Busy
from checkin.ui.widgets.dialog_buttons import ask_confirmation


class ExportFlow(QWidget):
    """An invisible widget that runs the exports.

    `changed`: an export was recorded; `written` carries a sentence and the path. If a file cannot be written the error
    goes to the error handler, and the earlier file stays.
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
            with Busy():
                setting = make_report_context(self._event, Translator(current_language()), self._desk.now())
                place, made = self._event.journal.newest_place(), export(self._event, path, setting, options)
                if is_attendance(path, options):
                    note_exported(self._event, place, setting.made)
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
        if chosen := self._ask_save(title, start, f"{translate(EVENTS)} (*{SUFFIX})"):
            with Busy():
                path = save_copy(self._event, Path(chosen))
            self.written.emit(translate(COPY_SAVED, name=path.name), path)

    def ask_paper_list(self) -> None:
        """Write a tick list of everybody as of now, for the case that no computer works."""
        title, start = Message("file", "List to print"), self._proposed(_ON_PAPER, ".pdf")
        if chosen := self._ask_save(title, start, "PDF (*.pdf)"):
            path = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
            with Busy():
                here = TickListHeader(self._desk.now(), self._desk.name, self._desk.control_point)
                done = write_tick_list(self._event, path, here, translate)
            self.written.emit(tick_list_sentence(done, path, translate), path)

    def ask_codes(self) -> None:
        title = translate(Message("file", "Folder for the images of the codes"))
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(self._event.path.parent))
        self._event.relock()
        if chosen:
            folder = Path(chosen) / self._proposed(_CODES, "").name  # hundreds of images, in a folder of their own
            with Busy():
                done = export_codes(self._event, folder, translate)
            self.written.emit(codes_sentence(done, folder.name, translate), folder)

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
_ON_PAPER, _ATTENDANCE = Message("file", "paper"), Message("file", "attendance")
_COPY = Message("file", "copy")
_PLAN, _CODES = Message("file", "programme"), Message("file", "codes")
_THERE = Message("file", "Already in this folder: {names}.")
_WHAT_HAPPENS = Message("file", "The new files replace them; a file this export does not write stays as it is.")
_REPLACE = Message("file", "Replace")
