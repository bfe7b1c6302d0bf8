# SPDX-License-Identifier: GPL-3.0-or-later
"""The search box for a name, organisation or code, and the list of people found. Searches nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from checkin.core.answer import SearchMatch
from checkin.core.keystrokes import SCANNER_PACE_MS
from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import (
    draw_card,
    draw_elided,
    draw_focus_ring,
    draw_hairline,
    draw_key_cap,
    draw_paragraph,
    draw_rounded,
)
from checkin.ui.look.measure import design_painter, design_rect, scale_px, scaled_font
from checkin.ui.look.pills import match_description
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import LARGE, RADIUS, SMALL, TEXT, Tokens, font, tokens
from checkin.ui.look.typesetting import cut
from checkin.ui.widgets.person_rows import MOST_LINES, ROW, MatchRow
from checkin.ui.widgets.row_list import RowModel

_PLACEHOLDER = Message("search", "Name, organisation or code")
_NONE = Message("search", "Nobody matches “{query}”.")
_NEW = Message("search", "F2 registers them.")
_AS_CODE = Message("search", "Enter: treat it as a code.")
_FOUND = Message("search", "People found")
MOST_ROWS = 6
HINT_LINE, HINT_SPACE = 20, 12
"""Design pixels of a line that explains a key, and of the space around these lines."""
SHORTEST_WORDLIKE_CODE = 16
"""Letters: longer than almost every name, shorter than a code of ours (20) that lost some."""


class MatchList(QWidget):
    """The list of people found, over what is below the box. Never takes the focus, so that typing goes on.

    `hints` are lines at its foot: what the keys do with the highlighted person.
    """

    chosen_changed = Signal()
    """Emitted when other people are found, or the highlight changes."""
    height_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hints: tuple[str, ...] = ()
        self.matches = RowModel(match_description)
        self.view = QListView(self)
        self.view.setModel(self.matches)
        self._row = MatchRow(self.view)
        self.view.setItemDelegate(self._row)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setStyleSheet("QListView { border: none; background: transparent; }")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(translate(_FOUND))
        self.view.selectionModel().currentChanged.connect(self.chosen_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 4, 1, 4)
        self._column.addWidget(self.view)
        self._told = ("", "")
        self._is_proposed = False
        """Whether the first row is marked without the user's choice: then the first arrow down chooses that one."""
        self.hide()

    def show_sentence(self, sentence: str, more: str = "") -> None:
        """Show a sentence in place of people; `more` on a line of its own."""
        self.matches.show(())
        self._told = (sentence, more)
        self.view.hide()
        self.setAccessibleName(" ".join(filter(None, self._told)))
        self.update()

    def show_matches(self, matches: Sequence[SearchMatch], is_sure: bool) -> None:
        """Show the people found. With `is_sure`, a single exact match is marked at once, even above similar names."""
        self.matches.show(matches)
        self._told = ("", "")
        self.view.show()
        self.setAccessibleName("")
        self._is_proposed = is_sure and sum(not match.is_near for match in matches) == 1
        if self._is_proposed:
            self.view.setCurrentIndex(self.matches.index(0))
        self.chosen_changed.emit()
        self.update()

    def show_hints(self, hints: Sequence[str]) -> None:
        """Show what the keys do, a line each; none while no person is highlighted, which leaves the space to the
        people.
        """
        self.hints = tuple(hints)
        self._column.setContentsMargins(1, 4, 1, 4 + scale_px(self._hints_height))
        self.height_changed.emit()
        self.update()

    @property
    def _hints_height(self) -> int:
        return HINT_SPACE + HINT_LINE * len(self.hints) if self.hints else 0

    def height_for(self, width: int) -> int:
        """Return the height needed at a width, whatever the current height."""
        self._row.width = width - 2 - self.view.verticalScrollBar().sizeHint().width()
        self.view.doItemsLayout()
        rows = range(min(self.matches.rowCount(), MOST_ROWS))
        return sum(map(self.view.sizeHintForRow, rows)) + scale_px(10 + self._hints_height if rows else ROW + 10)

    def move_by(self, rows: int) -> None:
        """Choose another row, stopping at both ends."""
        if self._is_proposed:
            self._is_proposed = False
            return
        row = max(0, min(self.matches.rowCount() - 1, self.view.currentIndex().row() + rows))
        self.view.setCurrentIndex(self.matches.index(row))

    def let_go(self) -> None:
        """Remove the highlight, also a proposed one."""
        self._is_proposed = False
        self.view.setCurrentIndex(QModelIndex())

    def has_people(self) -> bool:
        return self.isVisible() and self.matches.rowCount() > 0

    def chosen(self) -> SearchMatch | None:
        index = self.view.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        sentence, more = self._told
        if sentence:
            inner = QRectF(16, 0, design_rect(self).width() - 32, ROW + 10)
            small, ink = (font(TEXT), t.quiet) if more else (font(TEXT, 600), t.ink)
            lines = cut(sentence, QFontMetricsF(small), inner.width(), 1 if more else MOST_LINES)
            draw_paragraph(painter, inner, "\n".join(filter(None, (*lines, more))), (small, ink))
        elif self.hints:
            self._draw_hints(painter, t)

    def _draw_hints(self, painter: QPainter, t: Tokens) -> None:
        box = design_rect(self)
        top = box.bottom() - self._hints_height
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 16, top, box.right() - 16, top)
        for number, hint in enumerate(self.hints):
            line = QRectF(16, top + HINT_SPACE / 2 + number * HINT_LINE, box.width() - 32, HINT_LINE)
            draw_elided(painter, line, hint, font(SMALL), t.quiet)


class SearchBox(QLineEdit):
    """The search box. Up and Down choose, Enter takes, Escape empties. Enter with nobody found emits the text."""

    query_changed = Signal(str)
    chosen = Signal(str)
    """Emitted with the id of the attendee taken from the list."""
    marked = Signal()
    """Emitted when Enter highlighted a person whom a second Enter takes."""
    entered = Signal(str, str)
    """Emitted on Enter with the text and the id of the marked attendee ("" for none)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matches = MatchList(self)
        self._covered: QWidget | None = None
        self._key_ms = 0
        self.is_typed_by_hand = True
        """Whether the newest key came slower than a scanner's; true where the system stamps no time."""
        self.matches.view.clicked.connect(self._take)
        self.matches.height_changed.connect(self._place_list)
        self.setFont(scaled_font(LARGE))
        self.setFixedHeight(scale_px(52))
        self.setTextMargins(scale_px(44), 0, scale_px(52), 0)
        self.setFrame(False)
        self.setStyleSheet("QLineEdit, QLineEdit:focus { background: transparent; border: none; padding: 0; }")
        self.setPlaceholderText(translate(_PLACEHOLDER))
        self.setAccessibleName(translate(_PLACEHOLDER))
        self.textChanged.connect(self.query_changed)  # also when a scanner's typing is removed
        self.textChanged.connect(self._withdraw_if_empty)

    def cover(self, below: QWidget) -> None:
        """Set the widget that the list covers completely: half a visible row would look like a fault."""
        self._covered = below

    def set_matches(self, matches: Sequence[SearchMatch]) -> None:
        """Show the people found for the current text; an empty box shows no list."""
        if not (text := self.text().strip()):
            return
        if matches:
            self.matches.show_matches(matches, not _has_digit(text))
        else:
            self.matches.show_sentence(translate(_NONE, query=text), translate(_AS_CODE if text.isdecimal() else _NEW))
        self._open_list()

    def tell(self, sentence: str) -> None:
        """Show one sentence about the text in place of people."""
        self.matches.show_sentence(sentence)
        announce(self, sentence)
        self._open_list()

    def _open_list(self) -> None:
        self.matches.setParent(self.window())
        self.window().installEventFilter(self)  # a bar that appears above moves the box without an event of its own
        self._place_list()
        self.matches.show()
        self.matches.raise_()

    def dismiss(self) -> None:
        """Empty the box, which closes the list."""
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before, self._key_ms = self._key_ms, event.timestamp()
        self.is_typed_by_hand = not self._key_ms or self._key_ms - before > SCANNER_PACE_MS
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.enter()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.matches.isVisible():
                self.matches.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.matches.isVisible():
            QTimer.singleShot(0, self, self._place_list)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_list()

    def _place_list(self) -> None:
        if self.matches.parent() is self:
            return
        below = self.mapTo(self.window(), self.rect().bottomLeft()) + QPoint(0, 7)
        self.matches.setGeometry(QRect(below, QSize(self.width(), self._height_from(below.y()))))

    def _height_from(self, top: int) -> int:
        """Return a height down to the end of the covered widget, or of its parent if there are too many people."""
        needed = self.matches.height_for(self.width())
        if self._covered is None or not self._covered.isVisible():
            return needed
        room, most = (_bottom(part) - top for part in (self._covered, self._covered.parentWidget()))
        return room if needed <= room else min(needed, most)

    def enter(self) -> None:
        """Handle Enter: of several people the first is only marked, so that none is taken unseen.

        A text with a digit marks nobody.
        """
        text = self.text().strip()
        marked = self.matches.chosen() if self.matches.isVisible() else None
        if marked is None and self.matches.has_people() and not _has_digit(text):
            self.matches.move_by(1)
            self.marked.emit()
        elif text:
            self.entered.emit(text, marked.attendee.id if marked else "")

    def _take(self) -> None:
        taken = self.matches.chosen()
        if taken is not None:
            self.dismiss()
            self.chosen.emit(taken.attendee.id)

    def _withdraw_if_empty(self, text: str) -> None:
        if not text.strip():
            self.matches.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, RADIUS, t.surface, t.edge)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, RADIUS - 1)
        icons.draw(painter, "search", QRectF(16, box.center().y() - 10, 20, 20), t.quiet)
        draw_key_cap(painter, QPointF(box.right() - 16, box.center().y()), "F3", t)
        painter.end()
        super().paintEvent(event)


def may_be_code(text: str) -> bool:
    """Whether a text that is no ticket may be a code: it contains a digit, or is one long word."""
    return _has_digit(text) or (len(text) >= SHORTEST_WORDLIKE_CODE and " " not in text)


def _bottom(part: QWidget | None) -> int:
    """Return the y in its window below the visible part of `part`."""
    bottoms = []
    while part:
        bottoms.append(part.mapTo(part.window(), part.rect().bottomLeft()).y() + 1)
        part = part.parentWidget()
    return min(bottoms)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
