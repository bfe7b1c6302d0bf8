# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of an import: the counts, and each row with a problem, to be read and copied."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from checkin.core.lists.row_problems import ACCENTED_EMAIL, BAD_EMAIL, count_problem_rows
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
        self._done, self._registration = done, registration
        self.rows, self.problems, self.addresses = _label("", TEXT, 400), _list(), _label("", TEXT, 400)
        for part in (self.rows, self.problems, self.addresses):
            column.addWidget(part)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        self.mend = buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.mend.setAutoDefault(False)
        self.mend.clicked.connect(self._correct)
        column.addWidget(buttons)
        self._show_problems()
        self.resize(QSize(760, 480) if done.problems else self.sizeHint())

    def _show_problems(self, corrected: int = 0) -> None:
        """Show the rows to check, what was corrected of them here, and what is to be corrected elsewhere."""
        problems = self._done.problems
        found = self._registration.accented_addresses() if self._registration else []
        others = sum(problem.words == BAD_EMAIL for problem in problems) if corrected or found else 0
        told = (translate(_CORRECTED, count=corrected) if corrected else "", translate(_OTHERS, count=others))
        self.rows.setText(translate(_ROWS, rows=count_problem_rows(problems)))
        self.problems.setPlainText("\n".join(report_lines(self._done)))
        self.problems.setAccessibleName(self.rows.text())
        self.addresses.setText(" ".join(filter(None, told if others else told[:1])))
        self.mend.setText(translate(_MEND, count=len(found)))
        for part, is_shown in (
            (self.rows, problems),
            (self.problems, problems),
            (self.addresses, self.addresses.text()),
            (self.mend, found),
        ):
            part.setVisible(bool(is_shown))

    def _correct(self) -> None:
        assert self._registration
        found = self._registration.accented_addresses()
        if correct_addresses(found, self._registration, self):
            mended = {person.email for person, _ in found}
            left = (p for p in self._done.problems if p.words != ACCENTED_EMAIL or p.fields["email"] not in mended)
            self._done = replace(self._done, problems=tuple(left))
            self._show_problems(len(found))


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


def _list() -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setReadOnly(True)
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
_MEND = Message("file", "Correct the accents of {count} {count:address|addresses}…")
_CORRECTED = Message("file", "{count} {count:address|addresses} corrected.")
_OTHERS = Message(
    "file",
    "{count} {count:address has|addresses have} another mistake: correct {count:it|them} on “Tickets”, under “Address "
    "to correct”.",
)
_ROWS = Message(
    "file", "Rows to check: {rows}. The rows that could be read were imported; correct the list and import it again."
)
