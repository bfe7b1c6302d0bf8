# SPDX-License-Identifier: GPL-3.0-or-later
"""An event that was opened on this computer before: its title and day, and where; greyed, with the reason, if gone."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from checkin.core.words import Words
from checkin.desk.computer.recent_events import Recent
from checkin.language import day_text, say, sentence, spoken
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, align, button_ground, write
from checkin.ui.look.measure import design_painter, sized, whole
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, font, tokens
from checkin.ui.look.typesetting import fit
from checkin.ui.parts.count import grouped
from checkin.ui.parts.icon_button import IconButton

HEIGHT, TITLE, ICON = 72, 44, 20
"""Pixels: of a row, of the two lines that its title has at most, of its icon."""


DETAIL_LINE = 20


class RecentRow(QWidget):
    """`opened` carries the path, `rescue_wanted` too where a copy takes its place, and `forgotten`: off the list, the
    file stays.
    """

    opened = Signal(Path)
    rescue_wanted = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self, recent: Recent) -> None:
        super().__init__()
        self.recent, self.open = recent, _OpenButton(recent)
        self.forget = IconButton("x", say(_FORGET, title=recent.title))
        chosen = self.rescue_wanted if recent.rescued else self.opened
        self.open.clicked.connect(lambda: chosen.emit(recent.path))
        self.forget.clicked.connect(lambda: self.forgotten.emit(recent.path))
        self.setFixedHeight(sized(HEIGHT))  # here: the style sheet has a least height for buttons
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.open, 1)
        row.addWidget(self.forget)


class _OpenButton(QPushButton):
    """Its title is whole, on two lines if need be; the line below ends in an ellipsis, and is whole in the tool tip."""

    def __init__(self, recent: Recent) -> None:
        super().__init__(recent.title)
        self._detail = detail(recent)
        self.setEnabled(recent.trouble is None or recent.rescued is not None)
        self.setToolTip(f"{recent.title}\n{self._detail}\n{recent.path}")
        self.setAccessibleName(recent.title)
        self.setAccessibleDescription(self._detail)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return sized(QSize(320, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = whole(self)
        button_ground(painter, self, box, RADIUS - 2)
        middle = box.center().y()
        icon, ink = ("calendar", t.ink) if self.isEnabled() else ("calendar-x", t.quiet)
        icons.draw(painter, icon, QRectF(12, middle - ICON / 2, ICON, ICON), t.accent if self.isEnabled() else t.quiet)
        words = box.adjusted(12 + ICON + 14, 0, -8, 0)
        setting = fit((self.text(),), TEXT, 600, (words.width(), TITLE))
        top = middle - (setting.height + DETAIL_LINE) / 2
        for number, line in enumerate(setting.lines):
            at = QRectF(words.left(), top + number * setting.line_height, words.width(), setting.line_height)
            align(painter, at, line, (setting.font, ink), LEFT)
        below = QRectF(words.left(), top + setting.height, words.width(), DETAIL_LINE)
        write(painter, below, self._detail, font(SMALL), t.quiet)


def detail(recent: Recent) -> str:
    """Its day, how many are on its list, and its folder; or why it cannot be opened."""
    if recent.rescued:
        return say(_RESCUED)
    if recent.trouble:
        return sentence(recent.trouble)
    parts = [day_text(recent.day, spoken()) if recent.day else "", people(recent.people), folder_of(recent.path)]
    return " · ".join(part for part in parts if part)


def people(count: int) -> str:
    return say(_ONE if count == 1 else _PEOPLE, count=grouped(count)) if count else ""


def folder_of(path: Path) -> str:
    """As people know it: from their own folder on."""
    home = Path.home()
    return str(Path("~") / path.parent.relative_to(home)) if path.is_relative_to(home) else str(path.parent)


def rescued_sentence(recent: Recent) -> str:
    """Return what is said of an event of which a rescued copy is left; nothing of another."""
    return say(_STRANDED, name=recent.path.name, copy=recent.rescued.name) if recent.rescued else ""


_RESCUED = Words("welcome", "Gone: press to go on with the rescued copy")
_STRANDED = Words(
    "welcome",
    "“{name}” is gone or damaged. What the desk recorded is in “{copy}”, beside it: choose the event below to go on "
    "with it. If you moved the file, open it where it is now.",
)
_FORGET = Words("welcome", "Take “{title}” off this list. The file stays.")
_PEOPLE = Words("welcome", "{count} people")
_ONE = Words("welcome", "1 person")
