# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before an import is taken back. Asks only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from checkin.core.words import Words
from checkin.desk.imports import ImportRecord
from checkin.language import say


def confirms_undo(record: ImportRecord, parent: QWidget | None) -> bool:
    """Whether the person wants it. Enter and Escape both mean no."""
    box = QMessageBox(parent)
    box.setWindowTitle(say(Words("file", "Undo the last import")))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    entry = record.entry
    counts = {"added": record.added, "changed": record.changed, "gone": record.gone}
    box.setText(say(_QUESTION, at=f"{entry.at:%d/%m %H:%M}", desk=entry.desk, **counts))
    box.setInformativeText(say(_CODES if record.added else _EVERYONE))
    undo = box.addButton(say(Words("file", "Undo the import")), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(say(Words("file", "Keep it")), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is undo


_QUESTION = Words(
    "file", "Undo the import of {at} ({desk}): {added} people added, {changed} changed, {gone} no longer on the list?"
)
_EVERYONE = Words("file", "Everyone will be as they were before it. Arrivals stay.")
_CODES = Words(
    "file",
    "Everyone will be as they were before it. The people it added leave the event, and codes already sent to them "
    "are not valid any more; those whom a desk has seen since stay.",
)
