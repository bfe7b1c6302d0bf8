# SPDX-License-Identifier: GPL-3.0-or-later
"""The imports: attendee lists, programmes, connection logs, photographs.

Changes are shown before they are written; the desk does the work.
"""

from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QPlainTextEdit, QWidget

from checkin.core.lists.list_fields import ACCENTED_EMAIL, BAD_EMAIL, count_problem_rows
from checkin.core.lists.list_matching import UNDECIDED, MatchDecisions
from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists import connection_log_importing
from checkin.services.lists.list_importing import ListImportResult, ListWriting
from checkin.services.lists.list_preview import ListPreview, mute_columns
from checkin.services.programme import programme_importing
from checkin.services.programme.programme_use import registered
from checkin.services.registration import Registration
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.import_export.connection_log_dialog import ConnectionLogDialog
from checkin.ui.import_export.file_choosing import PROGRAMME, Busy, attendee_list_filter
from checkin.ui.import_export.import_dialog import ask_list
from checkin.ui.import_export.import_summary import correct_addresses
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from checkin.ui.import_export.photographs_dialog import PhotographFlow
from checkin.ui.import_export.programme_difference_dialog import ProgrammeDifferenceDialog
from checkin.ui.look.theme import LARGE, TEXT, scaled_font
from checkin.ui.supervision.supervision_flow import ask_where_named, programme_request
from checkin.ui.sync.progress_dialog import run_with_progress, write_list
from checkin.ui.widgets.boxes import column_of
from checkin.ui.widgets.dialogs import Dialog, asked

MOST_PROBLEMS = 500
"""Most lines shown; the rest is counted."""


class ImportReport(Dialog):
    """The counts of an import, and each row with a problem, to be read and copied. Small without problems. With a
    `registration`, addresses that only their accents spoil can be corrected at once.
    """

    def __init__(
        self, done: ListImportResult, parent: QWidget | None = None, registration: Registration | None = None
    ) -> None:
        super().__init__(translate(Message("file", "Import a list")), parent)
        self._done, self._registration = done, registration
        self.rows, self.problems, self.addresses = _label("", TEXT, 400), _list(), _label("", TEXT, 400)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        self.mend = buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.mend.setAutoDefault(False)
        self.mend.clicked.connect(self._correct)
        column_of(
            _label(counts_text(done), LARGE, 600),
            self.rows,
            self.problems,
            self.addresses,
            buttons,
            spacing=12,
            around=(24, 20, 24, 20),
            of=self,
        )
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
    words = _REGISTRATIONS_ADDED if both else Message("file", "People added: {added}; unchanged: {known}.")
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


class ImportFlow(QWidget):
    """An invisible widget that runs the imports. `changed`: something was imported. Errors go to the error handler."""

    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self.photographs = PhotographFlow(event, desk, parent)
        self.photographs.changed.connect(self.changed)
        self.photographs.reported.connect(self.reported)

    def ask_list(self) -> None:
        """Ask for a list and import it.

        Every file dialog is followed by holding the event again (it opens files for icons).
        """
        if path := self._ask_open(Message("file", "Import a list"), attendee_list_filter()):
            self.bring_list(path)

    def bring(self, path: Path) -> None:
        """Import what was dropped on the window: a programme by its suffix, a folder as photographs, any other file as
        a list.
        """
        if path.is_dir():
            self.photographs.bring(path)
        elif self.is_programme(path):
            self.import_programme(path)
        else:
            self.bring_list(path)

    @staticmethod
    def is_programme(path: Path) -> bool:
        """Whether `import_programme` reads this file, which asks for a PIN itself."""
        return not path.is_dir() and programme_importing.is_programme_file(path)

    def bring_list(self, path: Path) -> None:
        """Show how the list is understood, then its changes, then import it. A first list has no changes to show."""
        agreed = self._agreed(path)
        if agreed is None:
            self.reported.emit(translate(Message("file", "Nothing was imported.")))
            return
        at, desk, same = self._desk.now(), self._desk.name, agreed.same or None
        writing = ListWriting(self._event.path, agreed.preview, at, desk, agreed.cancels_gone, same, agreed.replaces)
        done = write_list(writing, self.parentWidget())
        if done is None:
            self.reported.emit(translate(Message("file", "Nothing was imported.")))
            return
        self.changed.emit()
        self.reported.emit(translate(Message("file", "{name} was imported."), name=path.name))
        ImportReport(done, self.parentWidget(), self._desk.registration).exec()

    def _agreed(self, path: Path) -> "_Agreed | None":
        preview = ask_list(path, self._event.path, self.parentWidget())
        if preview is None or preview.is_first or preview.difference.is_empty:
            return _Agreed(preview) if preview else None
        here = self._event.attendees.have_come([change.person.id for change in preview.difference.changed])
        dialog = ListDifferenceDialog(preview, self._desk.programme, self.parentWidget(), here=here)
        is_wanted, muted = asked(dialog), dialog.muted
        agreed = _Agreed(preview, dialog.cancels_gone, dialog.same, dialog.replaces)
        if muted != preview.muted:
            mute_columns(self._event, muted, at=self._desk.now(), desk=self._desk.name)
        return agreed if is_wanted else None

    def ask_programme(self) -> None:
        if path := self._ask_open(Message("file", "Load a programme"), programme_filter()):
            self.import_programme(path)

    def import_programme(self, path: Path) -> None:
        """Show the changes and write the programme. Our own file into an empty event needs no look."""
        source = self._read_programme(path)
        if source is None:
            return
        with Busy():
            seen = programme_importing.preview_source(self._event, source)
        removes_gone = False
        if seen.needs_a_look:
            dialog = ProgrammeDifferenceDialog(seen, registered(self._event), self.parentWidget())
            is_wanted, removes_gone = asked(dialog), dialog.removes_gone
            if not is_wanted:
                self.reported.emit(translate(Message("file", "Nothing was imported.")))
                return
        supervision = Supervision(self._event, self._desk)
        is_allowed, authority = ask_where_named(supervision, programme_request(_LOAD), self.window())
        if not is_allowed:
            self.reported.emit(translate(Message("file", "Nothing was imported.")))
            return
        at, desk = self._desk.now(), self._desk.name
        programme = programme_importing.apply_programme(
            self._event, seen, at=at, desk=desk, removes_gone=removes_gone, authority=authority
        )
        self._desk.reload()
        self.changed.emit()
        counts = {"sessions": len(programme.sessions), "points": len(programme.control_points)}
        self.reported.emit(translate(PROGRAMME_LOADED, title=programme.event.title, **counts))

    def _read_programme(self, path: Path) -> programme_importing.ProgrammeFile | None:
        """Return the programme, read in a thread if it may take long.

        Return None if it was refused (and that was shown) or cancelled.
        """
        if not programme_importing.takes_long(path):
            return programme_importing.read_file(path)
        read = run_with_progress(
            partial(programme_importing.read_file, path), translate(_READING, name=path.name), self.parentWidget()
        )
        return cast(programme_importing.ProgrammeFile | None, read)

    def ask_connection_log(self) -> None:
        if path := self._ask_open(Message("file", "Import online attendance (Zoom, Teams)"), attendee_list_filter()):
            self.import_connection_log(path)

    def import_connection_log(self, path: Path) -> None:
        """Import a connection log: show the matches, let the user decide, then record the online attendees.

        The file is read once per encoding, so that what is written is what was shown.
        """
        rows = cache(partial(connection_log_importing.read_rows, path))

        def look(
            options: connection_log_importing.ConnectionLogOptions,
        ) -> connection_log_importing.ConnectionLogPreview:
            return connection_log_importing.preview_connection_log(self._event, rows(options.encoding), options)

        dialog = ConnectionLogDialog(look, self.parentWidget())
        is_wanted, options = asked(dialog), dialog.options
        if not is_wanted:
            self.reported.emit(translate(Message("file", "Nothing was imported.")))
            return
        done = connection_log_importing.apply_connection_log(
            self._event, rows(options.encoding), options, at=self._desk.now(), desk=self._desk.name
        )
        self.changed.emit()
        self.reported.emit(connection_log_importing.connection_log_summary(done, translate))

    def _ask_open(self, title: Message, kinds: str) -> Path | None:
        start = str(self._event.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self.parentWidget(), translate(title), start, kinds)
        self._event.relock()
        return Path(chosen) if chosen else None


def programme_filter() -> str:
    return f"{translate(PROGRAMME)} (*{' *'.join(programme_importing.SUFFIXES)})"


@dataclass(frozen=True, slots=True)
class _Agreed:
    """The preview that the user agreed to, with the decisions about people who left the list and about duplicates."""

    preview: ListPreview
    cancels_gone: bool = False
    same: MatchDecisions = field(default_factory=lambda: UNDECIDED)
    replaces: bool = False


_READING = Message("file", "Reading “{name}”…")
_LOAD = Message("file", "Load this programme?")
PROGRAMME_LOADED = Message(
    "command", "Programme of “{title}”: {sessions} {sessions:session|sessions}, {points} control {points:point|points}."
)
