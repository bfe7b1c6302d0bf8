# SPDX-License-Identifier: GPL-3.0-or-later
"""A section of the closing screen as a card: icon, title, purpose, choices and buttons; and two with but one button."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_card
from checkin.ui.look.measure import design_painter, design_rect, scale_px, text_scale
from checkin.ui.look.theme import LARGE, SMALL, TEXT, tokens
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.labels import Paragraph, caption, label
from checkin.ui.widgets.reading_stop import read_by_tab

ICON, EDGE = 22, 20
"""Pixels."""
LARGE_TEXT = 1.5
"""Text scale above which a row of buttons is too wide and is stacked."""


class ClosingSection(QWidget):
    """A card; `add` puts a widget below the others, `add_row` several side by side."""

    def __init__(self, icon: str, title: Message, why: Message) -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(translate(title))
        self.setAccessibleDescription(translate(why))
        read_by_tab(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(scale_px(EDGE + ICON + 12), EDGE - 4, EDGE, EDGE)
        self._column.setSpacing(12)
        self._column.addWidget(label(translate(title), LARGE, 600))
        self.why = Paragraph(SMALL)
        self.why.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.why.show_text(translate(why))
        self._column.addWidget(self.why)

    def add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def add_row(self, *widgets: QWidget) -> QWidget:
        """Add widgets side by side from the left, in their own width; return their row."""
        whole, row = self._row(12)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if _is_large() else Qt.AlignmentFlag(0))
        row.addStretch(1)
        return whole

    def add_choices(self, *choices: tuple[Message, QWidget]) -> QWidget:
        """Add fields of equal width side by side, each under its label; return their row."""
        whole, row = self._row(16)
        for words, field in choices:
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(caption(translate(words), field))
            column.addWidget(field)
            row.addLayout(column, 1)
        return whole

    def _row(self, spacing: int) -> tuple[QWidget, QHBoxLayout]:
        """Return a row in a widget of its own, which may be hidden; stacked where text is large."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing)
        if _is_large():
            row.setDirection(QBoxLayout.Direction.TopToBottom)
        self._column.addWidget(whole)
        return whole, row

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        icons.draw(painter, self._icon, QRectF(EDGE, EDGE - 2, ICON, ICON), t.accent)


def _is_large() -> bool:
    return text_scale() > LARGE_TEXT


class ClosingExport(ClosingSection):
    """The export, by the same question as in the menu; `state` says when the last one was, and what came since."""

    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("download", _EXPORT_TITLE, _EXPORT_WHY)
        self.state = Paragraph(TEXT, 600)
        self.add(self.state)
        self.button = WordButton(translate(_EXPORT), "file-down", is_primary=True)
        self.button.clicked.connect(self.export_wanted)
        self.add_row(self.button)


class ClosingConnectionLog(ClosingSection):
    """The connection log of the stream; `wanted`: a log is to be imported."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("monitor", _REMOTE_TITLE, _REMOTE_WHY)
        self.button = WordButton(translate(_BRING), "download")
        self.button.clicked.connect(self.wanted)
        self.add_row(self.button)


_EXPORT_TITLE = Message("closing", "Attendance")
_EXPORT_WHY = Message("closing", "Who came and when, as an Excel workbook or CSV, with every correction.")
_EXPORT = Message("menu", "Export the attendance…")
_REMOTE_TITLE = Message("closing", "Who watched online")
_REMOTE_WHY = Message(
    "closing",
    "From the log of Zoom, Teams or another platform. You see who is who before anything is recorded, and nobody is "
    "counted twice.",
)
_BRING = Message("closing", "Import online attendance (Zoom, Teams)…")
