# SPDX-License-Identifier: GPL-3.0-or-later
"""The top row of the badge editor: template name, saved or not, visible side, and the buttons to leave."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.badges.badges_heading import elided_label
from checkin.ui.look.drawing import draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import LARGE, MARGIN, SMALL, tokens
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.screen_heading import HEIGHT

_SIDES = (Message("badges", "Front"), Message("badges", "Back"))
_KEPT, _NOT_KEPT = Message("badge editor", "Saved in this event"), Message("badge editor", "Not saved yet")
_GIVE_UP = Message("badge editor", "Start again")
_GIVE_UP_TIP = Message("badge editor", "As it was when you opened the editor")
_DONE = Message("badge editor", "Done")


class EditorHeading(QWidget):
    """The row; `turned` carries the side to show."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._state = elided_label(LARGE, 700), elided_label(SMALL, 400)
        self._state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.sides = QButtonGroup(self)
        self.give_up = QPushButton(translate(_GIVE_UP))
        self.give_up.setToolTip(translate(_GIVE_UP_TIP))
        self.done = WordButton(translate(_DONE), "check", is_primary=True)
        self.done.setToolTip("Ctrl+S")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._state)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for number, words in enumerate(_SIDES, start=1):
            button = QPushButton(translate(words))
            button.setCheckable(True)
            self.sides.addButton(button, number)
            row.addWidget(button)
        row.addSpacing(16)
        row.addWidget(self.give_up)
        row.addWidget(self.done)
        self.sides.idClicked.connect(self.turned)
        self.setFixedHeight(scale_px(HEIGHT))

    def show_draft(self, editing: EditingSession) -> None:
        self._name.setText(editing.template.name)
        self._state.setText(translate(_KEPT if editing.is_saved else _NOT_KEPT))
        self.sides.button(editing.draft.side).setChecked(True)
        self.give_up.setEnabled(editing.is_changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
