# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on which what is written of a person is corrected. Writes nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.model import Attendee
from checkin.core.words import Words
from checkin.desk.form_choices import FormChoices
from checkin.desk.registration import Change
from checkin.language import say
from checkin.ui.look.drawing import fill
from checkin.ui.look.measure import design_painter, face, sized, whole
from checkin.ui.look.theme import CORNER, LARGE, tokens
from checkin.ui.participants.correction_fields import CorrectionFields
from checkin.ui.parts.form_fields import BUTTON_EDGE, Strip, Title, stacked
from checkin.ui.parts.name_fields import NameFields
from checkin.ui.parts.scrolling import once, reveal

PADDING, BUTTON = 24, 48


class CorrectionForm(QWidget):
    """`start` before it is shown. Escape leaves; what was typed is there again if it is started for the same person."""

    corrected = Signal(str, dict)
    """The id of the person, and the fields that are other than before."""
    left = Signal()

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._person: Attendee | None = None
        self._title, self._told = Title("pencil"), Strip()
        self.names, self.fields = NameFields(), CorrectionFields(choices)
        self.save_button, self.leave_button = QPushButton(say(_SAVE)), QPushButton(say(_LEAVE))
        self._moving = stacked(self.fields)
        self._arrange()
        self.setFocusProxy(self.names)
        self.names.changed.connect(self._look_at_names)
        self.fields.organisation.entered.connect(self._enter)
        self.save_button.clicked.connect(self._enter)
        self.leave_button.clicked.connect(self.left)

    def start(self, person: Attendee, titles: Sequence[str]) -> None:
        """For `person`; `titles` are the list's own columns that are offered."""
        is_kept = self._person is not None and self._person.id == person.id and bool(self.changes())
        self._told.note(say(_KEPT) if is_kept else "")
        if not is_kept:
            self._person = person
            self.names.set_names(person.first_name, person.last_name)
            self.names.first.setCursorPosition(0)
            self.fields.fill(person, titles)
            self._title.show_title(say(_TITLE, name=person.name))
            self.setAccessibleName(say(_TITLE, name=person.name))
            for top in (self.fields.top, self._title):
                reveal(top)
        self._look_at_names()

    def forget(self) -> None:
        """What was typed is written, or not wanted."""
        self._person = None

    def changes(self) -> dict[str, Change]:
        """What is other than when it was opened."""
        if self._person is None:
            return {}
        opened = (self._person.first_name, self._person.last_name)
        pairs = zip(("first_name", "last_name"), opened, self.names.names, strict=True)
        return {name: new for name, old, new in pairs if new != old} | self.fields.changes()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self._enter()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _enter(self) -> None:
        """In any field. A name that was there and is empty is gone to."""
        if self._person is None:
            return
        if self._is_name_gone():
            field = self.names.missing
            (field or self.names).setFocus()
        else:
            self.corrected.emit(self._person.id, self.changes())

    def _look_at_names(self) -> None:
        self.save_button.setEnabled(not self._is_name_gone())

    def _is_name_gone(self) -> bool:
        person = self._person
        if person is None:
            return True
        before = (person.first_name, person.last_name)
        return any(old and not new for old, new in zip(before, self.names.names, strict=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, whole(self), CORNER, t.surface, t.line)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 16, PADDING, 20)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self.names)
        column.addWidget(once(self._moving), 1)
        column.addWidget(self._told)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.save_button.setProperty("primary", True)
        for button in (self.save_button, self.leave_button):
            button.setFont(face(LARGE, 600))
            button.setStyleSheet(f"min-height: {sized(BUTTON - 2 * BUTTON_EDGE)}px")
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


_TITLE = Words("people", "Correct {name}")
_SAVE = Words("people", "Save (Enter)")
_LEAVE = Words("walk-in", "Close (Esc)")
_KEPT = Words("people", "What was typed before is still here and not yet saved.")
