# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of an import: the counts, and each row with a problem, to be read and copied."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from checkin.core.lists.row_problems import count_problem_rows
from checkin.core.message import Message
from checkin.services.lists.list_importing import ListImportResult
from checkin.services.registration import Registration
from checkin.translation import translate
from checkin.ui.import_export.address_dialog import correct_addresses
from checkin.ui.look.measure import scaled_font
from checkin.ui.look.theme import LARGE, TEXT

MOST_PROBLEMS = 500
"""Most lines shown; the rest is counted."""


class ImportReport(QDialog):
    """A dialog, small if there are no problems. With a `registration`, addresses that only their accents spoil can
    be corrected at once.
    """

    def __init__(
        self, done: ListImportResult, parent: QWidget | None = None, registration: Registration | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(Message("file", "Import a list")))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(_label(counts_text(done), LARGE, 600))
        if done.problems:
            column.addWidget(_label(translate(_ROWS, rows=count_problem_rows(done.problems)), TEXT, 400))
            column.addWidget(_list(done))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        if registration and (found := registration.accented_addresses()):
            mend = buttons.addButton(translate(_MEND, count=len(found)), QDialogButtonBox.ButtonRole.ActionRole)
            mend.setAutoDefault(False)
            mend.clicked.connect(lambda: mend.setDisabled(correct_addresses(found, registration, self)))
        column.addWidget(buttons)
        self.resize(QSize(760, 480) if done.problems else self.sizeHint())


def report_lines(done: ListImportResult) -> list[str]:
    """Return one line per problem, in the order of the file."""
    lines = [
        translate(Message("command", "row {row}: {what}"), row=p.row, what=translate(p.words, **p.fields))
        for p in done.problems[:MOST_PROBLEMS]
    ]
    if len(done.problems) > MOST_PROBLEMS:
        lines.append(translate(Message("file", "and {count} more"), count=len(done.problems) - MOST_PROBLEMS))
    return lines


def counts_text(done: ListImportResult) -> str:
    """Return the counts; a first import has no changes to mention."""
    both = done.totals.both(translate) if done.has_groups else ""
    words = _REGISTRATIONS_ADDED if both else _ADDED
    sentences = [translate(words, added=both or done.added, known=done.known)]
    if done.changed or done.gone:
        sentences.append(translate(_UPDATED, changed=done.changed, gone=done.gone))
    if done.merged:
        sentences.append(translate(_MERGED, merged=done.merged))
    if done.cancelled:
        cancelled = Message("command", "{count} of those no longer on the list were cancelled.")
        sentences.append(translate(cancelled, count=done.cancelled))
    return " ".join(sentences)


def _list(done: ListImportResult) -> QPlainTextEdit:
    text = QPlainTextEdit("\n".join(report_lines(done)))
    text.setReadOnly(True)
    text.setAccessibleName(translate(_ROWS, rows=count_problem_rows(done.problems)))
    text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    return text


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(scaled_font(size, weight))
    label.setWordWrap(True)
    return label


_ADDED = Message("file", "People added: {added}; unchanged: {known}.")
_REGISTRATIONS_ADDED = Message("file", "Added: {added}; unchanged: {known}.")
_UPDATED = Message("file", "Changed: {changed}; no longer on the list: {gone}.")
_MERGED = Message("file", "Further rows for someone already known: {merged}.")
_MEND = Message("file", "Correct {count} {count:address|addresses}…")
_ROWS = Message(
    "file", "Rows to check: {rows}. The rows that could be read were imported; correct the list and import it again."
)
