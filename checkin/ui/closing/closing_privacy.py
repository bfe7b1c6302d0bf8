# SPDX-License-Identifier: GPL-3.0-or-later
"""The section for personal data: retention date, privacy record, purge, and drives with names. Only emits signals."""

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.entries import Entry
from checkin.core.local_time import NotATime, read_day, written_day
from checkin.core.message import Message
from checkin.core.purge import LONGEST, PrivacyRecord
from checkin.core.sync.invitation import Volume
from checkin.services.privacy.purge_day import (
    CONTROLLER,
    PURPOSE,
    RECIPIENTS,
    UNTIL,
    USUAL_PURPOSE,
    USUAL_RECIPIENTS,
    PurgeDay,
)
from checkin.translation import clock_time, translate
from checkin.ui.closing.closing_sections import ClosingSection
from checkin.ui.look.theme import TEXT
from checkin.ui.look.typesetting import unbroken
from checkin.ui.sync.sync_dialog import UsbDriveWatch
from checkin.ui.widgets.boxes import at_top, column_of, dismiss, row_of, wide
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import Notice, Paragraph, label, labelled_field, line_field


class ClosingUsbDrives(QWidget):
    """The USB drives that still have the names after a purge; one that is put in can be emptied. Hidden while there is
    none. `empty_wanted` carries the `Volume`.
    """

    empty_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, ClosingUsbDriveRow] = {}
        self.watcher = UsbDriveWatch(self)
        self.watcher.found.connect(self.show_drives)
        self._column = column_of(spacing=8, of=self)
        self.hide()

    def watch(self, find: Callable[[], Iterable[Volume]]) -> None:
        """Look for drives with this, as long as a drive with names is shown."""
        self.watcher.use(find)

    def show_names(self, names: Iterable[str]) -> None:
        """Show these drives; a row that stays keeps its place, so that no click lands on another."""
        wanted = tuple(names)
        for name in self.rows.keys() - set(wanted):
            gone = self.rows.pop(name)
            dismiss(gone)
        for name in wanted:
            if name not in self.rows:
                self.rows[name] = row = ClosingUsbDriveRow(name)
                row.empty_wanted.connect(self.empty_wanted)
                self._column.addWidget(row)
        self.setVisible(bool(self.rows))

    def show_drives(self, drives: Iterable[Volume]) -> None:
        """Show which drives are plugged in now."""
        here = {drive.name: drive for drive in drives}
        for name, row in self.rows.items():
            row.show_drive(here.get(name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watcher.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watcher.rest()


class ClosingUsbDriveRow(QWidget):
    """One drive: that it has the names, and the button that empties it, or that it has to be put in."""

    empty_wanted = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._drive = name, Volume("")
        self.message, self.empty = Paragraph(TEXT, 600), WordButton(translate(_EMPTY), "trash-2")
        self.empty.setAccessibleDescription(name)
        self.empty.clicked.connect(lambda: self.empty_wanted.emit(self._drive))
        row_of(wide(self.message), at_top(self.empty), spacing=12, of=self)
        self.show_drive(None)

    def show_drive(self, drive: Volume | None) -> None:
        """Show one drive; `None` if it is not plugged in."""
        self._drive = drive or Volume("")
        self.empty.setVisible(drive is not None)
        self.message.show_text(translate(_HERE if drive else _AWAY, key=self._name))


_HERE = Message("privacy", "The drive {key} may still hold the names.")
_AWAY = Message("privacy", "The drive {key} may still hold the names: plug it in to empty it.")
_EMPTY = Message("privacy", "Empty it")


class ClosingPrivacy(ClosingSection):
    """`until` is the sentence of now, `unerased` the names of the USB drives that still have the people of a purge."""

    register_wanted = Signal()
    purge_wanted = Signal()

    def __init__(self, until: Callable[[], str], unerased: Callable[[], Iterable[str]] = tuple) -> None:
        super().__init__("shield-x", Message("privacy", "Personal data"), _WHY)
        self._until, self._unerased, self.day = until, unerased, Paragraph(TEXT, 600)
        self.usb_drives = ClosingUsbDrives()
        self.add(self.day)
        self.add(self.usb_drives)
        self.register = WordButton(translate(Message("privacy", "Register of personal data…")), "clipboard-pen")
        self.purge = WordButton(translate(Message("privacy", "Erase personal data…")), "trash-2")
        self.register.clicked.connect(self.register_wanted)
        self.purge.clicked.connect(self.purge_wanted)
        self.add_row(self.register, self.purge)

    def look(self) -> None:
        """Read again what day it is, and which drives have names."""
        self.day.show_text(self._until())
        self.usb_drives.show_names(self._unerased())

    def showEvent(self, event: QShowEvent) -> None:
        self.look()
        super().showEvent(event)


def retention_sentence(day: PurgeDay) -> str:
    """Return until when people are kept and who decided it, or that they were forgotten and when."""
    if erased := day.erased_on:
        return translate(ERASED_SINCE if day.knows_somebody else _ERASED, day=written_day(erased))
    if not day.knows_somebody:
        return translate(Message("privacy", "No names remain."))
    until = day.until
    if until is None:
        return translate(Message("privacy", "No date is set: the event has none yet."))
    words = _BY_ITSELF if day.decided else _CHOSEN if day.is_chosen else _USUAL
    return translate(words, day=written_day(until))


def foreign_purge_sentence(purge: Entry) -> str:
    """Return the sentence about the purge of another desk. The command line has no name of a desk."""
    words = _BY_COMMAND if purge.desk == COMMAND_LINE_DESK else _ELSEWHERE
    return translate(words, day=written_day(purge.at.date()), time=clock_time(purge.at), desk=unbroken(purge.desk))


_ELSEWHERE = Message(
    "privacy", "This event’s personal data was erased on {day} at {time} at “{desk}”, and so here too."
)
_BY_COMMAND = Message(
    "privacy", "This event’s personal data was erased on {day} at {time} by a command, and so here too."
)
_ERASED = Message("privacy", "Erased on {day}: no names remain here.")
ERASED_SINCE = Message(
    "privacy",
    "Erased on {day}. Codes or texts that came in since may still identify people: erase once more when "
    "everything is over.",
)
_USUAL = Message(
    "privacy", "Kept until {day}: the usual two weeks after the event. Another date can be set in the register."
)
_CHOSEN = Message("privacy", "Kept until {day}: after that Checkin asks whether to erase the personal data.")
_BY_ITSELF = Message("privacy", "Kept until {day}: erased automatically when the event is next opened after that.")
_WHY = Message(
    "privacy",
    "Once everything is exported and sent: names, addresses and codes are erased from this computer, and from "
    "the other desks at their next exchange. The figures stay.",
)


class PrivacyForm(Dialog):
    """The form for the event's privacy record: purpose, recipients, retention date. `record` is the result, without the
    supervisor for `by_itself`; `wants_page`: also as a page.

    `proposal` is the usual retention date, or None.
    """

    def __init__(self, record: PrivacyRecord, proposal: date | None, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("privacy", "Register of personal data")), parent)
        self.record, self.wants_page = record, False
        self.controller, self.purpose, self.recipients = (
            line_field(translate(CONTROLLER)),
            line_field(translate(PURPOSE)),
            line_field(translate(RECIPIENTS)),
        )
        self.until, self.notice = line_field(translate(UNTIL)), Notice()
        fields = ((self.controller, record.controller), (self.purpose, record.purpose or translate(USUAL_PURPOSE)))
        for field, text in (*fields, (self.recipients, record.recipients or translate(USUAL_RECIPIENTS))):
            field.setMaxLength(LONGEST)
            field.setText(text)
            field.setCursorPosition(0)
        self.until.setText(written_day(record.until or proposal))
        self.by_itself = QCheckBox(translate(_ERASE_BY_ITSELF))
        self.by_itself.setChecked(record.by_itself is not None)
        self.until.setPlaceholderText(translate(_PROPOSED, day=written_day(proposal)) if proposal else translate(_DAY))
        self.page = QPushButton(translate(Message("privacy", "Save and write the page…")))
        self.page.clicked.connect(self._take_with_page)
        self.buttons = self.confirm(translate(Message("privacy", "Save")), self._take, others=[self.page])
        named = ((self.controller, CONTROLLER), (self.purpose, PURPOSE), (self.recipients, RECIPIENTS))
        self.arrange(
            label(translate(_REGISTER_WHY)),
            *(labelled_field(field, translate(words)) for field, words in (*named, (self.until, UNTIL))),
            self.by_itself,
            self.notice,
            self.buttons,
            width=740,
        )
        self.controller.setFocus()

    def _take_with_page(self) -> None:
        self.wants_page = True
        self._take()

    def _take(self) -> None:
        try:
            until = read_day(self.until.text(), date.today())
        except NotATime:
            self.wants_page = False
            self.notice.setText(translate(_NOT_A_DATE))
            self.until.setFocus()
            return
        if until is None and self.by_itself.isChecked():
            self.wants_page = False
            self.notice.setText(translate(_WHICH_DAY))
            self.until.setFocus()
            return
        self.record = PrivacyRecord(self.controller.text(), self.purpose.text(), self.recipients.text(), until)
        self.accept()


_REGISTER_WHY = Message(
    "privacy",
    "For the organisation’s register (GDPR, article 30). The day after “Kept until”, Checkin asks whether to "
    "erase the personal data. It does so automatically only if that was decided here.",
)
_ERASE_BY_ITSELF = Message("privacy", "After that, erase personal data automatically when the event is opened")
_WHICH_DAY = Message("privacy", "To do this automatically, Checkin needs a date. Enter one.")
_PROPOSED = Message("privacy", "No date is set; {day} is usual, two weeks after the event")
_DAY = Message("privacy", "Date, like 18/07/2023")
_NOT_A_DATE = Message("privacy", "This is not a date. Write it like 18/07/2023, or leave it empty.")
