# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's words by language: practical notes on each ticket, subject and text of the message. And whose
tickets go together in one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from checkin.core.errors import UserError
from checkin.core.languages import LANGUAGES
from checkin.core.mail.mail_text import TICKETS, MailText
from checkin.core.message import Message
from checkin.core.tickets.ticket_fields import TICKET_FIELDS
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketSettings
from checkin.translation import error_text, translate
from checkin.ui.badge_editor.badge_field_menu import badge_field_label, format_merge_fields, parse_merge_fields
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.buttons import DropDownButton
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, labelled_field
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

WIDTH, HEIGHT, NOTES_HEIGHT = 720, 620, 110
"""Pixels; fits the smallest window."""

LONGEST_PASTED = 20_000
"""Letters in a field; what may be kept is less, and said when it is saved."""

Words = Callable[[str], MailText]
"""A function from the code of a language to the words used where the organiser wrote none."""


class TicketTextsDialog(QDialog):
    """The dialog. `chosen` is what was written; `save` keeps it and raises `UserError` for what cannot be."""

    def __init__(
        self,
        settings: TicketSettings,
        language: str,
        defaults: Words,
        save: Callable[[TicketSettings], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._defaults, self._save, self._language = settings, defaults, save, ""
        self.setWindowTitle(translate(_TITLE))
        self.languages = QButtonGroup(self)
        self.notes, self.subject, self.text = _TextField(), QLineEdit(), _TextField()
        self.grouping, self.refusal = ComboBox(translate(_GROUPING)), FormMessage()
        self.fields = DropDownButton(translate(_INSERT))
        self._assemble()
        self._show_language(language)

    @property
    def chosen(self) -> TicketSettings:
        """The settings as they stand in the fields."""
        self._take_fields()
        return replace(self._settings, grouping=MessageGrouping(self.grouping.currentData()))

    def accept(self) -> None:
        try:
            self._save(self.chosen)
        except UserError as error:
            self.refusal.warn(error_text(error))
            return
        super().accept()

    def _show_language(self, language: str) -> None:
        """Show the words in one language; those in the other are kept."""
        if self._language:
            self._take_fields()
        self._language = language
        usual = self._defaults(language)
        self.notes.setPlainText(self._settings.notes.get(language, ""))
        self.subject.setText(format_merge_fields(self._settings.subject.get(language) or usual.subject))
        self.text.setPlainText(format_merge_fields(self._settings.text.get(language) or usual.text))
        self.languages.button(list(LANGUAGES).index(language)).setChecked(True)

    def _take_fields(self) -> None:
        """Keep what stands in the fields. The usual words are not kept: a newer version may have better ones."""
        usual, settings = self._defaults(self._language), self._settings
        subject, text = map(parse_merge_fields, (self.subject.text(), self.text.toPlainText()))
        self._settings = replace(
            settings,
            notes=self._with(settings.notes, self.notes.toPlainText()),
            subject=self._with(settings.subject, subject if subject != usual.subject else ""),
            text=self._with(settings.text, text if text != usual.text else ""),
        )

    def _with(self, words: Mapping[str, str], text: str) -> dict[str, str]:
        others = {code: each for code, each in words.items() if code != self._language}
        return {**others, self._language: text.strip()} if text.strip() else others

    def _refuse_text(self) -> None:
        self.refusal.warn(translate(_TOO_LONG, most=LONGEST_PASTED))

    def _insert(self, field: str) -> None:
        """Insert a field where the cursor is: in the subject if it was there last, else in the text."""
        target = self.subject if self.subject.hasFocus() else self.text
        if isinstance(target, QLineEdit):
            target.insert(format_merge_fields(f"{{{field}}}"))
        else:
            target.insertPlainText(format_merge_fields(f"{{{field}}}"))
        target.setFocus()

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 10)
        column.addLayout(self._language_row())
        self.notes.setFixedHeight(scale_px(NOTES_HEIGHT))
        self.notes.setPlaceholderText(translate(_NOTES_EXAMPLE))
        for field in (self.notes, self.text):
            field.setTabChangesFocus(True)
            field.overflowed.connect(self._refuse_text)
        column.addWidget(labelled_field(self.notes, translate(_NOTES)))
        column.addWidget(labelled_field(self.subject, translate(_SUBJECT)))
        column.addWidget(labelled_field(self.text, translate(_TEXT)), 1)
        column.addWidget(label(translate(_ATTACHED), SMALL))
        for grouping, words in _GROUPINGS.items():
            self.grouping.addItem(translate(words), grouping)
        self.grouping.setCurrentIndex(list(_GROUPINGS).index(self._settings.grouping))
        column.addWidget(labelled_field(self.grouping, translate(_GROUPING)))
        column.addWidget(self.refusal)
        buttons = add_confirm_buttons(self, translate(_SAVE))
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.resize(scale_px(WIDTH), scale_px(HEIGHT))

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for number, language in enumerate(LANGUAGES.values()):
            button = QPushButton(language.name)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.languages.addButton(button, number)
            row.addWidget(button)
        self.languages.idClicked.connect(lambda number: self._show_language(list(LANGUAGES)[number]))
        row.addStretch(1)
        menu = QMenu(self)
        for field in (*TICKET_FIELDS, TICKETS):
            menu.addAction(badge_field_label(field)).triggered.connect(partial(self._insert, field))
        self.fields.setMenu(menu)
        self.fields.setAutoDefault(False)
        self.fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cursor stays where the field goes
        row.addWidget(self.fields)
        return row


class _TextField(QPlainTextEdit):
    """A field for some lines. What is pasted beyond `LONGEST_PASTED` is refused: Qt would lay it out for minutes."""

    overflowed = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(source.text()) + self.document().characterCount() > LONGEST_PASTED:
            self.overflowed.emit()
        else:
            super().insertFromMimeData(source)


_TOO_LONG = Message(
    "tickets",
    "What was pasted is longer than {most} letters. It was left out; put it on a web page and give its address here.",
)
_TITLE = Message("tickets", "Texts of the tickets")
_NOTES = Message("tickets", "Practical notes, on each ticket")
_NOTES_EXAMPLE = Message("tickets", "How to come, what to bring, whom to call …")
_SUBJECT, _TEXT = Message("tickets", "Subject of the message"), Message("tickets", "Text of the message")
_ATTACHED = Message(
    "tickets", "The code is shown below the text; the ticket and an entry for the calendar are attached."
)
_GROUPING = Message("tickets", "Messages")
_GROUPINGS = {
    MessageGrouping.EACH: Message("tickets", "One for each person"),
    MessageGrouping.ORDER: Message("tickets", "One for all tickets of an order"),
    MessageGrouping.ADDRESS: Message("tickets", "One for all tickets of an address"),
}
_INSERT = Message("tickets", "Insert a field")
_SAVE = Message("tickets", "Save")
