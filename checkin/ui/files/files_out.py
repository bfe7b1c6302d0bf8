# SPDX-License-Identifier: GPL-3.0-or-later
"""Files taken away: the attendance, the programme, everyone on paper, the codes. The work is the desk's."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.proposed_names import proposed_name
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.evening.papers import setting_for
from checkin.desk.evening.tick_list import Moment, write_list, written_sentence
from checkin.desk.event_file import EventFile
from checkin.desk.exports.codes import export_codes
from checkin.desk.exports.event_copy import save_copy
from checkin.desk.exports.exporting import export, is_attendance
from checkin.desk.exports.last_export import note_exported
from checkin.desk.exports.programme import export_programme
from checkin.language import Voice, say, spoken
from checkin.ui.files.choosing import PROGRAMME, Busy
from checkin.ui.files.export_dialog import KINDS, ExportDialog
from checkin.ui.files.import_place import EVENTS, SUFFIX
from checkin.ui.files.replacing import may_replace


class FilesOut(QWidget):
    """Invisible. `changed` after an export. A file that cannot be written is told by the program's one handler; the
    earlier one stays.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk, self._window = event, desk, parent

    def ask_export(self) -> None:
        """What, then where."""
        dialog = ExportDialog(self._window)
        is_wanted, wish, suffix = dialog.exec(), dialog.wish, dialog.suffix
        dialog.deleteLater()
        if is_wanted and (path := self._ask_export_to(suffix)):
            with Busy():
                setting = setting_for(self._event, Voice(spoken()), self._desk.now())
                place, made = self._event.journal.newest_place(), export(self._event, path, setting, wish)
                if is_attendance(path, wish):
                    note_exported(self._event, place, setting.made)
            self.changed.emit()
            self.told.emit(made.told(say))

    def _ask_export_to(self, suffix: str) -> Path | None:
        """What is typed with another suffix that can be written is written as that."""
        title, start = Words("file", "Export the attendance"), self._proposed(_ATTENDANCE, suffix)
        if not (chosen := self._ask_save(title, start, f"{say(KINDS[suffix])} (*{suffix})")):
            return None
        path = Path(chosen) if chosen.lower().endswith(tuple(KINDS)) else Path(f"{chosen}{suffix}")
        return path if may_replace(self._window, path, chosen) else None

    def ask_copy(self) -> None:
        title, start = Words("file", "Save a copy of the event"), self._proposed(_COPY, SUFFIX)
        if chosen := self._ask_save(title, start, f"{say(EVENTS)} (*{SUFFIX})"):
            path = Path(chosen) if chosen.lower().endswith(SUFFIX) else Path(f"{chosen}{SUFFIX}")
            with Busy():
                save_copy(self._event, path)
            self.told.emit(say(_COPIED, name=path.name, folder=path.parent))

    def ask_save_programme(self) -> None:
        title, start = Words("file", "Save the programme as"), self._proposed(_PLAN, ".toml")
        if chosen := self._ask_save(title, start, f"{say(PROGRAMME)} (*.toml)"):
            path = Path(chosen) if chosen.lower().endswith(".toml") else Path(f"{chosen}.toml")
            export_programme(self._event, path)
            self.told.emit(say(PROGRAMME_SAVED, name=path.name))

    def ask_paper_list(self) -> None:
        """Everyone of this minute, for when nothing else works."""
        title, start = Words("file", "Write the list for paper"), self._proposed(_ON_PAPER, ".pdf")
        if chosen := self._ask_save(title, start, "PDF (*.pdf)"):
            path = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
            with Busy():
                here = Moment(self._desk.now(), self._desk.name, self._desk.control_point)
                done = write_list(self._event, path, here, say)
            self.told.emit(written_sentence(done, path, say))

    def ask_codes(self) -> None:
        title = say(Words("file", "Folder for the images of the codes"))
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(self._event.path.parent))
        self._event.hold_again()
        if chosen:
            folder = Path(chosen) / self._proposed(_CODES, "").name  # hundreds of images, not loose beside others
            with Busy():
                count = export_codes(self._event, folder, say)
            self.told.emit(
                say(Words("file", "{count} {count:code|codes} written to “{folder}”."), count=count, folder=folder.name)
            )

    def _ask_save(self, title: Words, start: Path, kinds: str) -> str:
        """The event is held again afterwards: a file dialog opens files to find their icons."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, say(title), str(start), kinds)
        self._event.hold_again()
        return chosen

    def _proposed(self, what: Words, suffix: str) -> Path:
        """Beside the event."""
        name = proposed_name(self._desk.programme.event, self._desk.now(), say(what))
        return self._event.path.with_name(f"{name}{suffix}")


PROGRAMME_SAVED = Words("command", "Programme written to {name}.")
_ON_PAPER, _ATTENDANCE = Words("file", "paper"), Words("file", "attendance")
_COPIED = Words("file", "A copy of everything recorded until now: “{name}” in {folder}.")
_COPY = Words("file", "copy")
_PLAN, _CODES = Words("file", "programme"), Words("file", "codes")
