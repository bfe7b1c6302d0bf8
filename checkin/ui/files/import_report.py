# SPDX-License-Identifier: GPL-3.0-or-later
"""How an import went: the counts, and each row to look at with its reason, to read and to copy."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from checkin.core.lists.problems import rows_of
from checkin.core.words import Words
from checkin.desk.lists.importing import Imported
from checkin.language import say
from checkin.ui.look.measure import face
from checkin.ui.look.theme import LARGE, TEXT

MOST_PROBLEMS = 500
"""Lines shown; the rest is counted."""


class ImportReport(QDialog):
    """Small when all is well; with a list of the rows when there is something to look at."""

    def __init__(self, done: Imported, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(Words("file", "Import a list")))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(_label(_counts(done), LARGE, 600))
        if done.problems:
            column.addWidget(_label(say(_ROWS, rows=rows_of(done.problems)), TEXT, 400))
            column.addWidget(_list(done))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.resize(QSize(760, 480) if done.problems else self.sizeHint())


def report_lines(done: Imported) -> list[str]:
    """One line a row, in the order of the file."""
    lines = [
        say(Words("command", "row {row}: {what}"), row=p.row, what=say(p.words, **p.fields))
        for p in done.problems[:MOST_PROBLEMS]
    ]
    if len(done.problems) > MOST_PROBLEMS:
        lines.append(say(Words("file", "and {count} more"), count=len(done.problems) - MOST_PROBLEMS))
    return lines


def _counts(done: Imported) -> str:
    """A first import has nothing to say of changes."""
    sentences = [say(_ADDED, added=done.added, known=done.known)]
    if done.changed or done.gone:
        sentences.append(say(_UPDATED, changed=done.changed, gone=done.gone))
    if done.merged:
        sentences.append(say(_MERGED, merged=done.merged))
    if done.cancelled:
        cancelled = Words("command", "{count} of those no longer on the list were cancelled.")
        sentences.append(say(cancelled, count=done.cancelled))
    return " ".join(sentences)


def _list(done: Imported) -> QPlainTextEdit:
    text = QPlainTextEdit("\n".join(report_lines(done)))
    text.setReadOnly(True)
    text.setAccessibleName(say(_ROWS, rows=rows_of(done.problems)))
    text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    return text


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(face(size, weight))
    label.setWordWrap(True)
    return label


_ADDED = Words("file", "People added: {added}; unchanged: {known}.")
_UPDATED = Words("file", "Changed: {changed}; no longer on the list: {gone}.")
_MERGED = Words("file", "Rows that are another row of somebody known: {merged}.")
_ROWS = Words(
    "file", "Rows to check: {rows}. Those that could be read were imported; correct the list and import it again."
)
