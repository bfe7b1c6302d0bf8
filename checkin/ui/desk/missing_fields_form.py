# SPDX-License-Identifier: GPL-3.0-or-later
"""The form for the fields that an attendee lacks and that must be filled before check-in. Writes nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from checkin.core.answer import Answer
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.access_wording import person_field_label
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import DETAIL
from checkin.ui.widgets.form_fields import BIG, ComboBox, FormMessage, labelled_field, line_field
from checkin.ui.widgets.form_page import FormPage


class MissingFieldsForm(FormPage):
    """A form with one field for each missing value; Enter leads through them, and submits from the last."""

    filled = Signal(Answer, dict)
    """Emitted with the answer that asked and the new values by field name."""
    busy_changed = Signal(bool)
    """Emitted with whether the form is visible and contains text that an answer would interrupt."""

    def __init__(self) -> None:
        super().__init__("clipboard-pen", translate(_GO_ON), spacing=16)
        self._asked: Answer | None = None
        self.fields: dict[str, QLineEdit | ComboBox] = {}
        self._message = FormMessage()
        self._places = QVBoxLayout()
        self.column.addWidget(self._message)
        self.column.addLayout(self._places)
        self.column.addStretch(1)
        self.add_buttons()
        self.entered.connect(self._enter)
        self.do_button.clicked.connect(self._finish)

    def start(self, asked: Answer) -> None:
        """Begin for the attendee of an INCOMPLETE answer."""
        self._asked = asked
        self.title.show_title(asked.attendee.name if asked.attendee else "")
        self.setAccessibleName(translate(_MISSING))
        self._message.note(translate(_MISSING))
        self._take_fields_away()
        self.fields = {name: self._field(name, asked.choices.get(name, ())) for name in asked.missing}
        for name, field in self.fields.items():
            self._places.addWidget(labelled_field(field, person_field_label(name)))
        self.setFocusProxy(next(iter(self.fields.values()), self.do_button))

    def _field(self, name: str, choices: tuple[str, ...]) -> QLineEdit | ComboBox:
        if not choices:
            line = line_field(person_field_label(name), is_big=True)
            line.textChanged.connect(self._changed)
            return line
        box = ComboBox(person_field_label(name))
        box.setFixedHeight(scale_px(BIG))
        box.setFont(scaled_font(DETAIL, 600))
        box.setPlaceholderText(translate(_CHOOSE))
        box.addItems(list(choices))
        box.setCurrentIndex(-1)
        box.currentTextChanged.connect(self._changed)
        return box

    def clear(self) -> None:
        """Clear the form of its person."""
        self._asked, self.fields = None, {}
        self.title.show_title("")
        self._take_fields_away()

    def _take_fields_away(self) -> None:
        while (item := self._places.takeAt(0)) is not None:
            if place := item.widget():
                place.deleteLater()

    def show_error(self, text: str) -> None:
        """Show why nothing was saved; what was typed stays."""
        self._message.warn(text)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.busy_changed.emit(False)

    def _enter(self) -> None:
        empty = next((field for field in self.fields.values() if not _text(field)), None)
        if empty is not None and not empty.hasFocus():
            empty.setFocus()
        else:
            self._finish()

    def _finish(self) -> None:
        values = {name: text for name, field in self.fields.items() if (text := _text(field))}
        if self._asked is not None and values:
            self.filled.emit(self._asked, values)

    def _changed(self) -> None:
        self.busy_changed.emit(self.isVisible() and any(_text(field) for field in self.fields.values()))


def _text(field: QLineEdit | ComboBox) -> str:
    return (field.text() if isinstance(field, QLineEdit) else field.currentText()).strip()


_MISSING = Message("complete", "Fill in before they go in")
_CHOOSE = Message("complete", "Choose…")
_GO_ON = Message("complete", "Save and continue (Enter)")
