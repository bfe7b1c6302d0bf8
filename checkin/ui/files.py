# SPDX-License-Identifier: GPL-3.0-or-later
"""Files chosen with the mouse: lists and programmes in, attendance and codes out. The work is the desk's."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.exporting import export_attendance, export_codes, local_name
from checkin.desk.importing import Imported, import_list, import_programme
from checkin.language import say

MOST_PROBLEMS = 200
"""Lines shown; the rest is counted."""


class Files(QWidget):
    """Invisible. `changed` after something was brought in. Errors of the world rise to the program's one handler."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk

    def ask_list(self) -> None:
        if path := self._ask_open(Words("file", "Import a list"), list_filter()):
            with _Busy():
                done = import_list(self._event, path, at=self._desk.now(), desk=self._desk.name)
            self.changed.emit()
            tell_import(self.parentWidget(), done)

    def ask_programme(self) -> None:
        if path := self._ask_open(Words("file", "Load a programme"), f"{say(_PROGRAMME)} (*.toml)"):
            import_programme(self._event, path, at=self._desk.now(), desk=self._desk.name)
            self._desk.reload()
            self.changed.emit()

    def ask_export(self) -> None:
        name = local_name(self._desk.programme.event.title, self._desk.now())
        kinds = f"{say(_WORKBOOK)} (*.xlsx);;{say(_TEXT)} (*.csv)"
        title = say(Words("file", "Export the attendance"))
        start = str(self._event.path.with_name(f"{name}.xlsx"))
        chosen, kind = QFileDialog.getSaveFileName(self.parentWidget(), title, start, kinds)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in (".csv", ".xlsx"):
            path = path.with_name(path.name + (".csv" if "csv" in kind else ".xlsx"))
        with _Busy():
            rows = export_attendance(self._event, path, say)
        self.told.emit(say(Words("file", "{rows} rows written to {name}."), rows=rows, name=path.name))

    def ask_codes(self) -> None:
        title = say(Words("file", "Folder for the images of the codes"))
        if chosen := QFileDialog.getExistingDirectory(self.parentWidget(), title, str(self._event.path.parent)):
            with _Busy():
                count = export_codes(self._event, Path(chosen), say)
            self.told.emit(say(Words("file", "{count} codes written."), count=count))

    def _ask_open(self, title: Words, kinds: str) -> Path | None:
        start = str(self._event.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self.parentWidget(), say(title), start, kinds)
        return Path(chosen) if chosen else None


def list_filter() -> str:
    return f"{say(_LISTS)} (*.csv *.tsv *.txt *.xlsx)"


def documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def tell_import(parent: QWidget | None, done: Imported) -> None:
    """How an import went; each problem row with its number and reason."""
    box = QMessageBox(parent)
    box.setWindowTitle(say(Words("file", "Import a list")))
    box.setTextFormat(Qt.TextFormat.PlainText)
    added, known = done.added, done.known
    box.setText(say(Words("file", "{added} people added, {known} known already."), added=added, known=known))
    if done.problems:
        rows = len(done.problems)
        box.setInformativeText(say(Words("file", "{rows} rows to look at, in the list below."), rows=rows))
        box.setDetailedText(_problems(done))
    box.setIcon(QMessageBox.Icon.Warning if done.problems else QMessageBox.Icon.Information)
    box.exec()


def _problems(done: Imported) -> str:
    lines = [
        say(Words("command", "row {row}: {what}"), row=p.row, what=say(p.words, **p.fields))
        for p in done.problems[:MOST_PROBLEMS]
    ]
    if len(done.problems) > MOST_PROBLEMS:
        lines.append(say(Words("file", "and {count} more"), count=len(done.problems) - MOST_PROBLEMS))
    return "\n".join(lines)


class _Busy:
    """The waiting cursor for the length of a `with`."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()


_LISTS = Words("file", "Lists")
_PROGRAMME = Words("file", "Programmes")
_WORKBOOK = Words("file", "Excel workbook")
_TEXT = Words("file", "CSV text")
