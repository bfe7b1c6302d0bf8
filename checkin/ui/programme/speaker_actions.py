# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions on one speaker, each with its key, and the form that names another. Performs none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.attendee import FIELD_NAMES, Attendee
from checkin.core.counts import SpeakerState, SpeakerStatus
from checkin.core.message import Message
from checkin.core.people.registration_form import tidy_field
from checkin.core.programme.programme import ControlPoint, PointMode, Speaker
from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_rounded, faded
from checkin.ui.look.theme import SMALL, TEXT, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.widgets.form_fields import label, labelled_field, line_field
from checkin.ui.widgets.form_page import CompletingField

HEIGHT, GAP = 36, 8


class SpeakerAction(StrEnum):
    """The actions on a speaker."""

    CHECK_IN = "check_in"
    CONFIRM = "confirm"
    UNCONFIRM = "unconfirm"
    SUBSTITUTE = "substitute"
    RESTORE = "restore"
    FIND = "find"


KEYS = {
    SpeakerAction.CHECK_IN: Qt.Key.Key_F7,
    SpeakerAction.CONFIRM: Qt.Key.Key_F5,
    SpeakerAction.UNCONFIRM: Qt.Key.Key_F5,
    SpeakerAction.SUBSTITUTE: Qt.Key.Key_F6,
    SpeakerAction.RESTORE: Qt.Key.Key_F8,
    SpeakerAction.FIND: Qt.Key.Key_F3,
}
"""The desk's keys where it has one with the same meaning."""

_WORDS = {
    SpeakerAction.CHECK_IN: Message("programme screen", "Let in"),
    SpeakerAction.CONFIRM: Message("programme screen", "Confirm"),
    SpeakerAction.UNCONFIRM: Message("programme screen", "Withdraw confirmation"),
    SpeakerAction.SUBSTITUTE: Message("programme screen", "Replace…"),
    SpeakerAction.RESTORE: Message("programme screen", "Reinstate"),
    SpeakerAction.FIND: Message("programme screen", "Find"),
}
_TIPS = {
    SpeakerAction.CHECK_IN: Message("programme screen", "Record their arrival here, at “{point}”"),
    SpeakerAction.CONFIRM: Message("programme screen", "They have said they are coming"),
    SpeakerAction.UNCONFIRM: Message("programme screen", "Not sure they are coming"),
    SpeakerAction.SUBSTITUTE: Message("programme screen", "Someone else is speaking in their place"),
    SpeakerAction.RESTORE: Message("programme screen", "{name} is speaking after all"),
    SpeakerAction.FIND: Message("programme screen", "Find them at the desk"),
}


def available_speaker_actions(line: SpeakerStatus | None, point: ControlPoint) -> list[SpeakerAction]:
    """Return the actions that make sense for a speaker, at a desk at `point`."""
    if line is None:
        return []
    is_here, is_listed = line.state is SpeakerState.ARRIVED, line.attendee is not None
    acts = [SpeakerAction.CHECK_IN] if is_listed and not is_here and point.mode is PointMode.ENTRY else []
    if not is_here:
        acts.append(SpeakerAction.UNCONFIRM if line.speaker.is_confirmed else SpeakerAction.CONFIRM)
    acts += [SpeakerAction.SUBSTITUTE] if not is_here else []
    acts += [SpeakerAction.RESTORE] if line.speaker.replaces else []
    return acts + ([SpeakerAction.FIND] if is_listed else [])


class SpeakerActionBar(QWidget):
    """A row of buttons, two where it is narrow. Hidden while no speaker is chosen."""

    chosen = Signal(SpeakerAction)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[_ActButton] = []

    @property
    def offered(self) -> list[SpeakerAction]:
        """The actions offered now."""
        return [button.act for button in self._buttons]

    def offer(self, line: SpeakerStatus | None, point: ControlPoint) -> None:
        acts = available_speaker_actions(line, point)
        if acts != self.offered:
            self._make(acts)
        name = line.speaker.replaces if line else ""
        for button in self._buttons:
            button.setToolTip(translate(_TIPS[button.act], point=point.name, name=name))
        self.setVisible(bool(acts))

    def _make(self, acts: Sequence[SpeakerAction]) -> None:
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = [_ActButton(act, self) for act in acts]
        for button in self._buttons:
            button.clicked.connect(lambda _=False, act=button.act: self.chosen.emit(act))
            button.show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = y = 0
        for button in self._buttons:
            size = button.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + size.height() + GAP
            button.setGeometry(x, y, size.width(), size.height())
            x += size.width() + GAP
        self.setFixedHeight(y + scale_px(HEIGHT))


class _ActButton(QAbstractButton):
    """A button with key and label; the arrival is drawn filled."""

    def __init__(self, act: SpeakerAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.act = act
        self._key = KEYS[act].name.removeprefix("Key_")
        self.setText(translate(_WORDS[act]))
        self.setAccessibleName(f"{self.text()} ({self._key})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(SMALL, 600))
        return scale_px(QSize(round(sum(map(metrics.horizontalAdvance, (self._key, self.text())))) + 34, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, face = tokens(self.palette()), font(SMALL, 600)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, is_primary = design_rect(self), self.act is SpeakerAction.CHECK_IN
        ink = t.on_accent if is_primary else t.ink
        if is_primary:
            draw_rounded(painter, box, 8, faded(t.accent, 0.86 if self.underMouse() else 1.0))
        else:
            draw_rounded(painter, box, 8, t.hover if self.underMouse() else t.surface, t.edge)
        if self.hasFocus():
            painter.setPen(QPen(faded(ink if is_primary else t.accent, 1), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 6, 6)
        key = QFontMetricsF(face).horizontalAdvance(self._key)
        draw_aligned(painter, box.adjusted(13, 0, 0, 0), self._key, (face, faded(ink, 0.72)), LEFT)
        draw_aligned(painter, box.adjusted(13 + key + 8, 0, 0, 0), self.text(), (face, ink), LEFT)


_SUBSTITUTE_TITLE = Message("programme screen", "Who is speaking in place of {name}?")
_REPLACE = Message("programme screen", "Replace (Enter)")
_LEAVE = Message("programme screen", "Close (Esc)")


@dataclass(frozen=True, slots=True)
class SpeakerSubstitute:
    """The substitute, and the id of the speaker replaced."""

    speaker_id: str
    name: str
    role: str = ""
    organisation: str = ""


class SubstituteForm(QWidget):
    """The form that names another speaker: an attendee of the list, or any name. Call `start` before showing it, the
    caller hides it again. `people` finds attendees by text.
    """

    named = Signal(SpeakerSubstitute)
    left = Signal()

    def __init__(self, people: Callable[[str], Sequence[Attendee]]) -> None:
        super().__init__()
        self._people = people
        self._proposed: dict[str, Attendee] = {}
        self._speaker_id = ""
        self._title = label("", TEXT, 600)
        self.name = CompletingField(translate(Message("programme screen", "Name")), self._propose)
        self.role, self.organisation = (line_field(translate(FIELD_NAMES[field])) for field in ("role", "organisation"))
        self.replace_button, self.leave_button = QPushButton(translate(_REPLACE)), QPushButton(translate(_LEAVE))
        self._arrange()
        self.setFocusProxy(self.name)
        self.name.textChanged.connect(self._name_changed)
        self.name.entered.connect(self._enter)
        self.replace_button.clicked.connect(self._enter)
        self.leave_button.clicked.connect(self.left)
        self.hide()

    def start(self, speaker: Speaker) -> None:
        self._speaker_id = speaker.id
        self._title.setText(translate(_SUBSTITUTE_TITLE, name=speaker.name))
        for field in (self.name, self.role, self.organisation):
            field.clear()
        self._name_changed("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _propose(self, typed: str) -> list[str]:
        people = self._people(typed) if len(tidy_field(typed)) > 1 else ()
        self._proposed = {_shown(person): person for person in people}
        return list(self._proposed)

    def _name_changed(self, text: str) -> None:
        """Fill all fields from a proposal that was taken."""
        if person := self._proposed.get(text):
            self.role.setText(person.role)
            self.organisation.setText(person.organisation)
            self.name.setText(person.name)
        self.replace_button.setEnabled(bool(tidy_field(text)))

    def _enter(self) -> None:
        texts = [tidy_field(field.text()) for field in (self.name, self.role, self.organisation)]
        if texts[0]:
            self.named.emit(SpeakerSubstitute(self._speaker_id, *texts))
        else:
            self.name.setFocus()

    def _arrange(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.addWidget(labelled_field(self.name, self.name.accessibleName()), 0, 0, 1, 2)
        for column, field in enumerate((self.role, self.organisation)):
            fields.addWidget(labelled_field(field, field.accessibleName()), 1, column)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.replace_button.setProperty("primary", True)
        buttons.addWidget(self.replace_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(8)
        column_.addWidget(self._title)
        column_.addLayout(fields)
        column_.addLayout(buttons)


def _shown(person: Attendee) -> str:
    """Return a proposal's text; namesakes are distinguished by organisation and end of their code."""
    return " · ".join(part for part in (person.name, person.organisation, person.ticket_code[-4:]) if part)
