# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of photographs brought in: read beside the window, shown, then written."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.photograph_importing import PhotographFolder, PhotographPreview, PhotographWriting
from checkin.services.photograph_wording import written_sentence
from checkin.translation import translate
from checkin.ui.import_export.photographs_dialog import Look, PhotographsDialog
from checkin.ui.import_export.writing_dialog import write_beside


class PhotographFlow(QObject):
    """The steps. `changed`: photographs were written; `reported`: a sentence for the user."""

    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._event, self._desk, self._window = event, desk, window

    def ask_folder(self) -> None:
        """Ask for a folder and bring in its photographs."""
        start = str(self._event.path.parent)
        chosen = QFileDialog.getExistingDirectory(self._window, translate(_CHOOSE), start)
        self._event.relock()
        if chosen:
            self.bring(Path(chosen))

    def bring(self, folder: Path) -> None:
        """Show whose photographs are in the folder, then write them. Cancel keeps what was written so far."""
        looked_at = PhotographFolder(folder)

        def look(column: str = "") -> PhotographPreview | None:
            def read(report: ReportProgress) -> PhotographPreview:
                with self._event.reader() as event:
                    return looked_at.preview(event, column, report)

            return write_beside(read, translate(_READING, name=folder.name), self._window)

        if (found := look()) and (agreed := self._agreed(found, look)):
            self._write(agreed)
        else:
            self.reported.emit(translate(_NOTHING))

    def _agreed(self, found: PhotographPreview, look: Look) -> PhotographPreview | None:
        dialog = PhotographsDialog(found, look, self._window)
        is_wanted, agreed = dialog.exec(), dialog.found
        dialog.deleteLater()
        return agreed if is_wanted else None

    def _write(self, agreed: PhotographPreview) -> None:
        writing = PhotographWriting(self._event.path, agreed.ready, self._desk.now(), self._desk.name)
        write_beside(writing.run, translate(_WRITING, count=len(agreed.ready)), self._window)
        self.changed.emit()
        self.reported.emit(written_sentence(writing, translate))


_CHOOSE = Message("photograph", "Choose the folder with the photographs")
_READING = Message("photograph", "Reading the photographs in “{name}”…")
_WRITING = Message("photograph", "Writing {count} {count:photograph|photographs}…")
_NOTHING = Message("photograph", "No photograph was brought in.")
