# SPDX-License-Identifier: GPL-3.0-or-later
"""What the organiser says of the event's personal data: for what, for whom, until when. Only asks."""

from datetime import date

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QWidget

from checkin.core.privacy.privacy_record import LONGEST, PrivacyRecord
from checkin.core.typed_times import NotATime, read_day, written_day
from checkin.core.words import Words
from checkin.desk.privacy.privacy_register import (
    CONTROLLER,
    PURPOSE,
    RECIPIENTS,
    UNTIL,
    USUAL_PURPOSE,
    USUAL_RECIPIENTS,
)
from checkin.language import say
from checkin.ui.look.measure import sized
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.form_fields import labelled, line
from checkin.ui.parts.labels import Notice, label

WIDTH = 740
"""Pixels."""


class PrivacyForm(QDialog):
    """`record` is what was agreed to, but for who decides `by_itself`. `wants_page`: as a page to be kept, too.
    `proposal` is the usual day.
    """

    def __init__(self, record: PrivacyRecord, proposal: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record, self.wants_page = record, False
        self.setWindowTitle(say(_TITLE))
        self.controller, self.purpose, self.recipients = (
            line(say(CONTROLLER)),
            line(say(PURPOSE)),
            line(say(RECIPIENTS)),
        )
        self.until, self.notice = line(say(UNTIL)), Notice()
        fields = ((self.controller, record.controller), (self.purpose, record.purpose or say(USUAL_PURPOSE)))
        for field, text in (*fields, (self.recipients, record.recipients or say(USUAL_RECIPIENTS))):
            field.setMaxLength(LONGEST)
            field.setText(text)
            field.setCursorPosition(0)
        self.until.setText(written_day(record.until or proposal))
        self.by_itself = QCheckBox(say(_BY_ITSELF))
        self.by_itself.setChecked(record.by_itself is not None)
        self.until.setPlaceholderText(say(_PROPOSED, day=written_day(proposal)) if proposal else say(_DAY))
        self.buttons = do_or_go_back(self, say(_SAVE))
        self.page = self.buttons.addButton(say(_PAGE), QDialogButtonBox.ButtonRole.ActionRole)
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
            self.notice.setText(say(_NO_DAY))
            self.until.setFocus()
            return
        if until is None and self.by_itself.isChecked():
            self.wants_page = False
            self.notice.setText(say(_WHICH_DAY))
            self.until.setFocus()
            return
        self.record = PrivacyRecord(self.controller.text(), self.purpose.text(), self.recipients.text(), until)
        self.accept()

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 12)
        column.addWidget(label(say(_WHY)))
        fields = ((self.controller, CONTROLLER), (self.purpose, PURPOSE), (self.recipients, RECIPIENTS))
        for field, words in (*fields, (self.until, UNTIL)):
            column.addWidget(labelled(field, say(words)))
        column.addWidget(self.by_itself)
        column.addWidget(self.notice)
        column.addWidget(self.buttons)
        self.setFixedWidth(sized(WIDTH))
        self.controller.setFocus()


_TITLE = Words("privacy", "Register of personal data")
_WHY = Words(
    "privacy",
    "For the organisation’s register (GDPR, article 30). On the day after “Kept until”, Checkin asks whether everybody "
    "is to be forgotten. It does it by itself only where that was decided here.",
)
_BY_ITSELF = Words("privacy", "Afterwards, forget everybody by itself when the event is opened")
_WHICH_DAY = Words("privacy", "By itself it can only be done after a day. Write which.")
_PROPOSED = Words("privacy", "No day is set; {day} is usual, two weeks after the event")
_DAY = Words("privacy", "Day, like 18/07/2023")
_NO_DAY = Words("privacy", "This is no day. Write it like 18/07/2023, or leave it empty.")
_SAVE = Words("privacy", "Save")
_PAGE = Words("privacy", "Save, and write the page…")
