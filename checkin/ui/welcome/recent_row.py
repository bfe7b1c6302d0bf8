# SPDX-License-Identifier: GPL-3.0-or-later
"""A recent event: title, day, number of people and folder; disabled, with the reason, if its file is gone."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.core.typed_times import written_day
from checkin.services.computer.recent_events import RecentEvent
from checkin.translation import current_language, day_text, error_text, translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_button_ground, draw_elided
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, font, tokens
from checkin.ui.look.typesetting import fit
from checkin.ui.widgets.arrival_meter import format_number
from checkin.ui.widgets.buttons import IconButton

HEIGHT, TITLE, ICON = 72, 44, 20
"""Pixels: of a row, of the two lines that a title has at most, of the icon."""


DETAIL_LINE = 20


class RecentRow(QWidget):
    """A row. `opened` carries the path, `rescue_wanted` too if a copy replaces the lost file.

    `forgotten` takes the event off the list; the file stays.
    """

    opened = Signal(Path)
    rescue_wanted = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self, recent: RecentEvent, *, has_double: bool = False) -> None:
        """`has_double`: another event of the list has the same title, so the name of its file is shown."""
        super().__init__()
        self.recent, self.open = recent, _OpenButton(recent, recent_detail(recent, names_file=has_double))
        self.forget = IconButton("x", translate(_FORGET, title=recent.title))
        chosen = self.rescue_wanted if recent.rescued else self.opened
        self.open.clicked.connect(lambda: chosen.emit(recent.path))
        self.forget.clicked.connect(lambda: self.forgotten.emit(recent.path))
        self.setFixedHeight(scale_px(HEIGHT))  # here: the style sheet has a least height for buttons
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.open, 1)
        row.addWidget(self.forget)


class _OpenButton(QPushButton):
    """A button with the whole title on up to two lines; the line below is elided and whole in the tool tip."""

    def __init__(self, recent: RecentEvent, detail: str) -> None:
        super().__init__(recent.title)
        self._detail = detail
        self.setEnabled(recent.trouble is None or recent.rescued is not None)
        self.setToolTip(f"{recent.title}\n{self._detail}\n{recent.path}")
        self.setAccessibleName(recent.title)
        self.setAccessibleDescription(self._detail)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(320, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_button_ground(painter, self, box, RADIUS - 2)
        middle = box.center().y()
        icon, ink = ("calendar", t.ink) if self.isEnabled() else ("calendar-x", t.quiet)
        icons.draw(painter, icon, QRectF(12, middle - ICON / 2, ICON, ICON), t.accent if self.isEnabled() else t.quiet)
        words = box.adjusted(12 + ICON + 14, 0, -8, 0)
        setting = fit((self.text(),), TEXT, 600, (words.width(), TITLE))
        top = middle - (setting.height + DETAIL_LINE) / 2
        for number, line in enumerate(setting.lines):
            at = QRectF(words.left(), top + number * setting.line_height, words.width(), setting.line_height)
            draw_aligned(painter, at, line, (setting.font, ink), LEFT)
        below = QRectF(words.left(), top + setting.height, words.width(), DETAIL_LINE)
        draw_elided(painter, below, self._detail, font(SMALL), t.quiet)


def recent_detail(recent: RecentEvent, *, names_file: bool = False) -> str:
    """Return its day, how many are on its list, and its folder; or why it cannot be opened. Where the name of its file
    is what tells it from another, that comes first.
    """
    if recent.rescued:
        return translate(_RESCUED)
    if recent.trouble:
        return error_text(recent.trouble)
    parts = [
        recent.path.name if names_file else "",
        day_text(recent.day, current_language()) if recent.day else "",
        _people_text(recent),
        folder_text(recent.path),
    ]
    return " · ".join(part for part in parts if part)


def _people_text(recent: RecentEvent) -> str:
    """Return how many are on the list, or when the personal data was erased."""
    if recent.erased_on:
        return translate(_ERASED, day=written_day(recent.erased_on))
    return people_count_text(recent.people)


def people_count_text(count: int) -> str:
    return translate(_ONE if count == 1 else _PEOPLE, count=format_number(count)) if count else ""


def folder_text(path: Path) -> str:
    """Return the folder, with "~" for the user's home."""
    home = Path.home()
    return str(Path("~") / path.parent.relative_to(home)) if path.is_relative_to(home) else str(path.parent)


def rescued_sentence(recent: RecentEvent) -> str:
    """Return the sentence about a rescued copy; "" without one."""
    return translate(_STRANDED, name=recent.path.name, copy=recent.rescued.name) if recent.rescued else ""


_RESCUED = Message("welcome", "Gone: press to carry on with the rescued copy")
_STRANDED = Message(
    "welcome",
    "“{name}” is gone or damaged. What the desk recorded is in “{copy}”, next to it: choose the event below to "
    "carry on with it. If you moved the file, open it where it is now.",
)
_FORGET = Message("welcome", "Remove “{title}” from this list. The file stays.")
_PEOPLE = Message("welcome", "{count} {count:registration|registrations}")
_ERASED = Message("welcome", "data erased on {day}")
_ONE = Message("welcome", "1 registration")
