# SPDX-License-Identifier: GPL-3.0-or-later
"""A problem report, shown in full before it is saved. Only asks where."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from checkin.core.message import Message
from checkin.services.computer.problem_report import ReportPart
from checkin.translation import translate
from checkin.ui.look.measure import scaled_font
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

WIDTH, HEIGHT, LIST = 1000, 580, 330
"""Pixels; fits the smallest window."""


class ProblemReportDialog(QDialog):
    """The dialog. `chosen` carries the file to write; the caller calls `show_saved` when it is written."""

    chosen = Signal(Path)

    def __init__(self, parts: Sequence[ReportPart], start: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_WINDOW))
        self._parts, self._start, self._saved = tuple(parts), start, start
        self.list, self.text, self.message = QListWidget(), QPlainTextEdit(), FormMessage()
        self.save, self.show_file, self.leave = (
            QPushButton(translate(words)) for words in (_SAVE, _SHOW, Message("report", "Close"))
        )
        self._assemble()
        self.save.clicked.connect(self._ask)
        self.show_file.clicked.connect(self._show)
        self.leave.clicked.connect(self.reject)
        self.list.currentRowChanged.connect(lambda row: self.text.setPlainText(self._parts[row].text))
        self.list.setCurrentRow(0)
        self.resize(WIDTH, HEIGHT)

    def show_saved(self, path: Path) -> None:
        """Show where the report is, and once more that it was not sent to anybody."""
        self._saved = path
        self.message.note(translate(_SAVED, name=path.name, folder=path.parent))
        self.show_file.show()
        self.leave.setDefault(True)
        self.leave.setFocus()

    def show_error(self, sentence: str) -> None:
        self.message.warn(sentence)

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, translate(_SAVE_TITLE), str(self._start), "*.zip")
        if chosen:
            self.chosen.emit(Path(chosen if chosen.lower().endswith(".zip") else f"{chosen}.zip"))

    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    def _assemble(self) -> None:
        column = dialog_column(self, translate(_WINDOW), 12)
        column.addWidget(label(translate(_WHY)))
        column.addLayout(self._texts(), 1)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(translate(_NOTHING_SENT), SMALL), 1)
        for button in (self.show_file, self.save, self.leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.save.setDefault(True)
        self.show_file.hide()
        column.addLayout(row)

    def _texts(self) -> QHBoxLayout:
        self.list.setFixedWidth(LIST)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setAccessibleName(translate(_CONTENT))
        self.list.addItems([translate(part.title) for part in self._parts])
        self.text.setReadOnly(True)
        self.text.setFont(scaled_font(SMALL + 1))
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(translate(_CONTENT))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        return row


_WINDOW = Message("report", "Report a problem")
_WHY = Message(
    "report",
    "What you see here helps someone find the fault. Read it, save it as one file, and give them the file with "
    "a few words on what you did and what you saw.",
)
_CONTENT = Message("report", "What is in the file")
_NOTHING_SENT = Message(
    "report", "It contains no names, e-mail addresses, codes, notes or organisations. Checkin never sends anything."
)
_SAVE = Message("report", "Save…")
_SAVE_TITLE = Message("report", "Save the report as")
_SHOW = Message("report", "Open the folder")
_SAVED = Message("report", "Saved as {name} in {folder}. Nothing was sent: it is up to you who gets it.")
