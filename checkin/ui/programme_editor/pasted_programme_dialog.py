# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme pasted as text, and above it what is understood of it: sessions to take over, lines to look at again.

Accepted means take over; changes nothing itself.
"""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QGridLayout, QPlainTextEdit, QWidget

from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES
from checkin.core.schedules.programme_update import match_sessions
from checkin.core.schedules.schedule import ScheduledSession
from checkin.services.programme.programme_pasting import read_pasted_programme
from checkin.translation import clock_time, current_language, short_day_text, translate
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.import_export.text_tables import TextTableView
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

SIZE = QSize(1060, 600)
"""Pixels; fits the smallest window."""


class PastedProgrammeDialog(QDialog):
    """The dialog. `found` is what is understood of the text, which can be corrected here."""

    def __init__(self, text: str, programme: Programme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self._programme, self._column = programme, dialog_column(self, translate(_HEADLINE), 12)
        self.text, self.unread = QPlainTextEdit(text), QPlainTextEdit()
        self.found = read_pasted_programme(text, programme)
        self.table = self._make_table()
        self.notice, self._unread_name = FormMessage(), label("", SMALL, 600)
        self.buttons = add_confirm_buttons(self, translate(_TAKE, count=0))
        self.take = self.buttons.buttons()[0]
        self.buttons.accepted.connect(self.accept)
        self._assemble()
        self._show()
        self.text.textChanged.connect(self._read)
        (self.take if self.found.schedule.items else self.text).setFocus()

    def _read(self) -> None:
        self.found = read_pasted_programme(self.text.toPlainText(), self._programme)
        old, self.table = self.table, self._make_table()
        self._column.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()
        self._show()

    def _show(self) -> None:
        schedule, unread = self.found.schedule, self.found.unread
        self.take.setText(translate(_TAKE, count=len(schedule.items)))
        self.take.setEnabled(bool(schedule.items))
        notes = [translate(note.words, **note.fields) for note in schedule.notes]
        if schedule.items and not any(item.starts for item in schedule.items):
            notes.append(translate(_NO_DAY))
        self.notice.warn("\n".join(notes))
        self._unread_name.setText(translate(_UNREAD, count=len(unread)))
        self.unread.setPlainText("\n".join(unread))
        for part in (self._unread_name, self.unread):
            part.setVisible(bool(unread))

    def _make_table(self) -> TextTableView:
        items = self.found.schedule.items
        known = match_sessions(items, self._programme.sessions)
        header = (_DAY, _HOURS, PROGRAMME_FIELD_NAMES["title"], PROGRAMME_FIELD_NAMES["room"], _SPEAKERS, _IN_PROGRAMME)
        rows = [(*_row(item), translate(_CHANGED if n in known else _NEW)) for n, item in enumerate(items)]
        return TextTableView(TextTable(translate(_UNDERSTOOD), tuple(map(translate, header)), rows, (0, 1, 5)))

    def _assemble(self) -> None:
        for field, name in ((self.text, _TEXT), (self.unread, _LINES)):
            field.setAccessibleName(translate(name))
            field.setTabChangesFocus(True)
        self.text.setPlaceholderText(translate(_EXAMPLE))
        self.unread.setReadOnly(True)
        below = QGridLayout()
        below.setHorizontalSpacing(20)
        below.addWidget(label(translate(_TEXT), SMALL, 600), 0, 0)
        below.addWidget(self._unread_name, 0, 1)
        below.addWidget(self.text, 1, 0)
        below.addWidget(self.unread, 1, 1)
        self._column.addWidget(self.table, 3)
        self._column.addWidget(self.notice)
        self._column.addLayout(below, 2)
        self._column.addWidget(self.buttons)
        self.resize(SIZE)


def _row(item: ScheduledSession) -> tuple[str, ...]:
    """Return the day, the hours, the title with its seats, the room and the speakers of a session."""
    day = short_day_text(item.starts.date(), False, current_language()) if item.starts else ""
    hours = " – ".join(clock_time(at) for at in (item.starts, item.ends) if at)
    seats = translate(_SEATS, count=item.capacity) if item.capacity else ""
    title = " · ".join(filter(None, (item.title, seats, translate(_BOOKED) if item.is_booked else "")))
    return day, hours, title, item.room, ", ".join(each.name for each in item.speakers or ())


_TITLE = Message("programme editor", "Paste a programme")
_HEADLINE = Message("programme editor", "Nothing is taken over yet: what is understood of this text")
_TEXT = Message("programme editor", "Text of a mail, or a table")
_EXAMPLE = Message("programme editor", "Tuesday 2 December\n9:30 – 10:15 Opening (Auditorium)\n11:00 Workshop, Room 4")
_UNDERSTOOD = Message("programme editor", "Understood")
_UNREAD = Message("programme editor", "{count} {count:line|lines} not understood, and not taken over:")
_LINES = Message("programme editor", "Lines not understood")
_TAKE = Message("programme editor", "Take over {count} {count:session|sessions}")
_DAY, _HOURS = Message("programme editor", "Day"), Message("programme editor", "Hours")
_SPEAKERS = Message("programme editor", "Speakers")
_IN_PROGRAMME = Message("programme editor", "In the programme")
_NEW, _CHANGED = Message("programme editor", "new"), Message("programme editor", "replaces its times")
_SEATS = Message("programme editor", "{count} {count:seat|seats}")
_BOOKED = Message("programme editor", "registration required")
_NO_DAY = Message(
    "programme editor", "The event has no date yet: enter it under “Event” first, else these sessions have no hours."
)
