# SPDX-License-Identifier: GPL-3.0-or-later
"""The form for the event's privacy record: purpose, recipients, retention date. Stores nothing."""

from datetime import date

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QWidget

from checkin.core.message import Message
from checkin.core.privacy.privacy_record import LONGEST, PrivacyRecord
from checkin.core.typed_times import NotATime, read_day, written_day
from checkin.services.privacy.privacy_register import (
    CONTROLLER,
    PURPOSE,
    RECIPIENTS,
    UNTIL,
    USUAL_PURPOSE,
    USUAL_RECIPIENTS,
)
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import labelled_field, line_field
from checkin.ui.widgets.labels import Notice, label
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 740
"""Pixels."""


class PrivacyForm(QDialog):
    """The form. `record` is the result, without the supervisor for `by_itself`; `wants_page`: also as a page.

    `proposal` is the usual retention date, or None.
    """

    def __init__(self, record: PrivacyRecord, proposal: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record, self.wants_page = record, False
        self.setWindowTitle(translate(_TITLE))
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
        self.by_itself = QCheckBox(translate(_BY_ITSELF))
        self.by_itself.setChecked(record.by_itself is not None)
        self.until.setPlaceholderText(translate(_PROPOSED, day=written_day(proposal)) if proposal else translate(_DAY))
        self.buttons = add_confirm_buttons(self, translate(_SAVE))
        self.page = self.buttons.addButton(translate(_PAGE), QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.accepted.connect(self._take)
        self.page.clicked.connect(self._take_with_page)
        self._assemble()

    def _take_with_page(self) -> None:
        self.wants_page = True
        self._take()

    def _take(self) -> None:
        try:
            until = read_day(self.until.text(), date.today())
        except NotATime:
            self.wants_page = False
            self.notice.setText(translate(_NO_DAY))
            self.until.setFocus()
            return
        if until is None and self.by_itself.isChecked():
            self.wants_page = False
            self.notice.setText(translate(_WHICH_DAY))
            self.until.setFocus()
            return
        self.record = PrivacyRecord(self.controller.text(), self.purpose.text(), self.recipients.text(), until)
        self.accept()

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 12)
        column.addWidget(label(translate(_WHY)))
        fields = ((self.controller, CONTROLLER), (self.purpose, PURPOSE), (self.recipients, RECIPIENTS))
        for field, words in (*fields, (self.until, UNTIL)):
            column.addWidget(labelled_field(field, translate(words)))
        column.addWidget(self.by_itself)
        column.addWidget(self.notice)
        column.addWidget(self.buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.controller.setFocus()


_TITLE = Message("privacy", "Register of personal data")
_WHY = Message(
    "privacy",
    "For the organisation’s register (GDPR, article 30). The day after “Kept until”, Checkin asks whether to "
    "erase the personal data. It does so automatically only if that was decided here.",
)
_BY_ITSELF = Message("privacy", "After that, erase personal data automatically when the event is opened")
_WHICH_DAY = Message("privacy", "To do this automatically, Checkin needs a date. Enter one.")
_PROPOSED = Message("privacy", "No date is set; {day} is usual, two weeks after the event")
_DAY = Message("privacy", "Date, like 18/07/2023")
_NO_DAY = Message("privacy", "This is not a date. Write it like 18/07/2023, or leave it empty.")
_SAVE = Message("privacy", "Save")
_PAGE = Message("privacy", "Save and write the page…")
