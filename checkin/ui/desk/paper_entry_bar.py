# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip that stays under the header while arrivals are entered from paper, and shows their time.

It only asks for the time: the desk records it.
"""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.core.paper_entries import parse_paper_time
from checkin.services.desk import Desk
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px, scaled_font
from checkin.ui.look.theme import MARGIN, TEXT, tokens

HEIGHT = 52
"""Pixels."""


class PaperEntryBar(QWidget):
    """A strip, hidden in normal operation. `changed`: another time was set, or the entry ended."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(scaled_font(TEXT, 600))
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.another = _button(Message("paper", "Another time…"))
        self.another.clicked.connect(self.ask)
        self.end = _button(Message("paper", "Paper done"))
        self.end.setProperty("primary", True)
        self.end.clicked.connect(self.finish)
        self.setFixedHeight(scale_px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(scale_px(MARGIN + 32), 0, MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.another)
        row.addWidget(self.end)
        self._show()

    def ask(self) -> None:
        """Ask for the time of the next entries, valid for a series of people.

        Raise `UserError` if the text is no time; nothing is changed then.
        """
        written = self._desk.written
        before = f"{written.astimezone(self._desk.now().tzinfo):%H:%M}" if written else ""
        title, plain = translate(_TITLE), QLineEdit.EchoMode.Normal
        typed, is_given = QInputDialog.getText(self.window(), title, translate(_ASK), plain, before)
        if is_given:
            self._desk.enter_from_paper(parse_paper_time(typed, self._desk.now()))
            self._show()
            self.changed.emit()

    def finish(self) -> None:
        self._desk.enter_from_paper(None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        written = self._desk.written
        if written:
            now = self._desk.now()
            local = written.astimezone(now.tzinfo)
            time = f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"
            self._text.setText(translate(_ENTERED, time=time))
            self.setAccessibleName(self._text.text())
            self._text.setToolTip(self._text.text())
        self.setVisible(written is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.pill_person.ground))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        icons.draw(painter, "pencil", QRectF(MARGIN, design_rect(self).height() / 2 - 11, 22, 22), t.pill_person.ink)


def _button(words: Message) -> QPushButton:
    button = QPushButton(translate(words))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


_TITLE = Message("paper", "Arrivals from paper")
_ASK = Message("paper", "Time written on the paper (8:45). It applies until you type another:")
_ENTERED = Message("paper", "From paper: everyone you scan or name now arrived at {time}. The camera is off.")
CAMERA_OFF = Message(
    "paper",
    "The camera would see several lines of the paper at once. Use the handheld scanner, or type a name or a code.",
)
