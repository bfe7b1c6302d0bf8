# SPDX-License-Identifier: GPL-3.0-or-later
"""The search box for a name, organisation or code, over its list of people found. Searches nothing itself."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from checkin.core.answer import SearchMatch
from checkin.core.keystrokes import SCANNER_PACE_MS
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import (
    draw_card,
    draw_elided,
    draw_focus_ring,
    draw_hairline,
    draw_key_cap,
    draw_paragraph,
    draw_rounded,
    match_description,
)
from checkin.ui.look.screen_reader import announce, announce_after_key
from checkin.ui.look.typesetting import cut
from checkin.ui.widgets.row_list import MOST_LINES, ROW, MatchRow, RowModel

ABOVE_PEOPLE, BELOW_PEOPLE = 4, 4
"""Design pixels between the edge of the list and the people."""
HINT_LINE, HINT_SPACE = 20, 12
"""Design pixels of a line that explains a key, and of the space around these lines."""


class MatchList(QWidget):
    """The list of people found, over what is below the box. Never takes the focus, so that typing goes on.

    At its foot stands `rest`, how many more people there are than were in sight at first, over `hints`: what the keys
    do with the highlighted person, or where none is highlighted.
    """

    chosen_changed = Signal()
    """Emitted when other people are found, or the highlight changes."""
    height_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hints: tuple[str, ...] = ()
        self.rest = ""
        self._more: int | None = 0
        self._has_rest = False
        """Whether there is a line for `rest`: more people are found than fit."""
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
        self.view.setAccessibleName(translate(Message("search", "People found")))
        self.view.selectionModel().currentChanged.connect(self.chosen_changed)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.view)
        self._lay_foot()
        self._sentence = ("", "")
        self._is_proposed = False
        """Whether the first row is marked without the user's choice: then the first arrow down chooses that one."""
        self.hide()

    def show_sentence(self, sentence: str, more: str = "") -> None:
        """Show a sentence in place of people; `more` on a line of its own."""
        self.matches.show(())
        self._sentence = (sentence, more)
        self.view.hide()
        self.setAccessibleName(" ".join(filter(None, self._sentence)))
        self.update()

    def show_matches(self, matches: Sequence[SearchMatch], more: int | None = 0, *, is_sure: bool) -> None:
        """Show the people found, of whom there are `more` (None: too many to count). With `is_sure`, a single exact
        match is marked at once, even above similar names.
        """
        self._more = more
        self.matches.show(matches)
        self._sentence = ("", "")
        self.view.show()
        self.setAccessibleName("")
        self._is_proposed = is_sure and sum(not match.is_near for match in matches) == 1
        if self._is_proposed:
            self.view.setCurrentIndex(self.matches.index(0))
        self.chosen_changed.emit()
        self.update()

    def show_hints(self, hints: Sequence[str]) -> None:
        """Show what the keys do, a line each."""
        self.hints = tuple(hints)
        self._lay_foot()
        self.height_changed.emit()
        self.update()

    def _foot_height(self, has_rest: bool) -> int:
        """Return the design pixels of the lines below the people."""
        lines = len(self.hints) + has_rest
        return HINT_SPACE + HINT_LINE * lines if lines else 0

    def _lay_foot(self, more: int = 0) -> None:
        """Leave room for the lines below the people, and so many pixels more."""
        below = theme.scale_px(BELOW_PEOPLE + self._foot_height(self._has_rest)) + more
        self._column.setContentsMargins(1, theme.scale_px(ABOVE_PEOPLE), 1, below)

    def height_for(self, width: int) -> int:
        """Return the height needed at a width, whatever the current height."""
        self._row.width = width - 2 - self.view.verticalScrollBar().sizeHint().width()
        self.view.doItemsLayout()
        foot = self._foot_height(self._more != 0)
        return sum(self._row_heights()) + theme.scale_px(
            ABOVE_PEOPLE + BELOW_PEOPLE + (foot if self.matches.rowCount() else ROW)
        )

    def _row_heights(self) -> Iterator[int]:
        return map(self.view.sizeHintForRow, range(self.matches.rowCount()))

    def share_out(self) -> None:
        """Make room for the line of `rest` where not everybody found is in sight at the current height."""
        room = self.height() - theme.scale_px(ABOVE_PEOPLE + BELOW_PEOPLE + self._foot_height(has_rest=False))
        self._has_rest = self.matches.rowCount() > 0 and (self._more != 0 or sum(self._row_heights()) > room)
        self._lay_foot(self._part_of_row() if self._has_rest else 0)
        self._column.activate()
        self._count_rest()

    def _part_of_row(self) -> int:
        """Return the pixels that the last row in sight would have, of which the rest is not: it is left out."""
        room = self.height() - theme.scale_px(ABOVE_PEOPLE + BELOW_PEOPLE + self._foot_height(has_rest=True))
        heights = accumulate(self._row_heights())
        return room - max((height for height in heights if height <= room), default=room)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_out()

    def _count_rest(self) -> None:
        """Count the people below those in sight before anybody scrolls: a number that changes with ↓ says nothing."""
        seen = self.view.viewport().height()
        below = sum(height > seen for height in accumulate(self._row_heights()))
        if self._more is None:
            self.rest = translate(Message("search", "Many more: add letters, or the first name"))
        else:
            count = below + self._more
            self.rest = translate(_MORE, count=count) if self._has_rest and count else ""
        self.view.setAccessibleDescription(self.rest)
        self.update()

    def move_by(self, rows: int) -> None:
        """Choose another row, stopping at both ends."""
        if self._is_proposed:
            self._is_proposed = False
            return
        row = max(0, min(self.matches.rowCount() - 1, self.view.currentIndex().row() + rows))
        self.view.setCurrentIndex(self.matches.index(row))

    def clear_highlight(self) -> None:
        """Remove the highlight, also a proposed one."""
        self._is_proposed = False
        self.view.setCurrentIndex(QModelIndex())

    def has_people(self) -> bool:
        return self.isVisible() and self.matches.rowCount() > 0

    def first(self) -> SearchMatch | None:
        """Return the person whom Enter highlights while none is."""
        index = self.matches.index(0)
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def chosen(self) -> SearchMatch | None:
        index = self.view.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def spoken(self, found: str) -> str:
        """Return the sentence shown in place of people, else `found`, the highlighted person or the first, and the
        keys.
        """
        if not self.matches.rowCount():
            return self.accessibleName()
        row = max(0, self.view.currentIndex().row())
        person = self.matches.index(row).data().replace(" · ", ", ")
        return ". ".join(part for part in (found, person, *self.hints) if part)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        draw_card(painter, theme.design_rect(self), t)
        sentence, more = self._sentence
        if sentence:
            inner = QRectF(16, 0, theme.design_rect(self).width() - 32, ROW + 10)
            small, ink = (theme.font(theme.TEXT), t.quiet) if more else (theme.font(theme.TEXT, 600), t.ink)
            lines = cut(sentence, QtGui.QFontMetricsF(small), inner.width(), 1 if more else MOST_LINES)
            draw_paragraph(painter, inner, "\n".join(filter(None, (*lines, more))), (small, ink))
        elif self.hints or self._has_rest:
            self._draw_foot(painter, t)

    def _draw_foot(self, painter: QtGui.QPainter, t: theme.Tokens) -> None:
        box = theme.design_rect(self)
        top = box.bottom() - self._foot_height(self._has_rest)
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(painter, 16, top, box.right() - 16, top)
        for number, hint in enumerate(([self.rest] if self._has_rest else []) + [*self.hints]):
            line = QRectF(16, top + HINT_SPACE / 2 + number * HINT_LINE, box.width() - 32, HINT_LINE)
            draw_elided(painter, line, hint, theme.font(theme.SMALL), t.quiet)


_MORE = Message("search", "{count} more: ↓, or add the first name")


_PLACEHOLDER = Message("search", "Name, organisation or code")
_NONE_YET = Message("search", "Nobody matches “{query}” yet.")
_GO_ON = Message("search", "Type the next letters, or the first name.")
_NEW = Message("search", "F2 registers them.")
_FEWER = Message("search", "Try fewer words, or the name alone.")
_AS_CODE = Message("search", "Enter: treat it as a code.")
_COUNT_FOUND = Message("search", "{count} {count:person|people}")
_MANY = Message("search", "Many people")
TELL_MS, TELL_ROW_MS = 300, 50
"""How long after the last letter, and after an arrow key, a screen reader is told what the list shows."""
SHORTEST_WORDLIKE_CODE = 16
"""Letters: longer than almost every name, shorter than a code of ours (20) that lost some."""


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
        self._found = ""
        self._tell = QTimer(self, singleShot=True)
        self._tell.timeout.connect(self._say)
        self.is_typed_by_hand = True
        """Whether the newest key came slower than a scanner's; true where the system stamps no time."""
        self.matches.view.clicked.connect(self._take)
        self.matches.height_changed.connect(self.place_list)
        self.setFont(theme.scaled_font(theme.LARGE))
        self.setFixedHeight(24 + theme.scale_px(28))
        self.setTextMargins(theme.scale_px(44), 0, theme.scale_px(52), 0)
        self.setFrame(False)
        self.setStyleSheet("QLineEdit, QLineEdit:focus { background: transparent; border: none; padding: 0; }")
        self.setPlaceholderText(translate(_PLACEHOLDER))
        self.setAccessibleName(translate(_PLACEHOLDER))
        self.textChanged.connect(self.query_changed)  # also when a scanner's typing is removed
        self.textChanged.connect(self._withdraw_if_empty)

    def show_codes_alone(self, is_on: bool) -> None:
        """Say that the box takes codes alone, or names too."""
        words = translate(Message("search", "Scan or type a code") if is_on else _PLACEHOLDER)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)

    def cover(self, below: QWidget) -> None:
        """Set the widget that the list covers completely: half a visible row would look like a fault."""
        self._covered = below

    def set_matches(
        self, matches: Sequence[SearchMatch], more: int | None = 0, *, may_be_new: bool = True, may_lead: bool = False
    ) -> None:
        """Show the people found for the current text, and that there are so many `more` (None: too many to count); an
        empty box shows no list. Where nobody is found, an attendee who `may_be_new` is led to the registration, unless
        further letters `may_lead` to somebody.
        """
        if not (text := self.text().strip()):
            return
        if matches:
            count = None if more is None else len(matches) + more
            self._found = translate(_MANY) if count is None else translate(_COUNT_FOUND, count=count)
            self.matches.show_matches(matches, more, is_sure=not _has_digit(text))
        else:
            words = _AS_CODE if text.isdecimal() else _NEW if may_be_new and not _has_digit(text) else _FEWER
            is_begun = may_lead and not _has_digit(text)
            sentence = (_NONE_YET, _GO_ON) if is_begun else (Message("search", "Nobody matches “{query}”."), words)
            self.matches.show_sentence(translate(sentence[0], query=text), translate(sentence[1]))
        self._open_list()

    def show_sentence(self, sentence: str) -> None:
        """Show one sentence about the text in place of people."""
        self.matches.show_sentence(sentence)
        self._open_list()

    def _open_list(self) -> None:
        self.matches.setParent(self.window())
        self.window().installEventFilter(self)  # a bar that appears above moves the box without an event of its own
        self.place_list()
        self.matches.show()
        self.matches.raise_()
        self._tell.start(TELL_MS)

    def _say(self) -> None:
        """Announce the highlighted person after an arrow key; else what was found, and the first of the people."""
        if self.matches.isVisible():
            is_row = self._tell.interval() == TELL_ROW_MS
            announce(self, self.matches.spoken("" if is_row else self._found), at_once=is_row)

    @property
    def marks_first(self) -> bool:
        """Whether Enter highlights the first person found, while none is: never for a text with a digit."""
        return not _has_digit(self.text())

    def dismiss(self) -> None:
        """Empty the box, which closes the list."""
        self.clear()

    def give_up(self) -> None:
        """Empty the box for a key that says so; a screen reader is told."""
        if self.text():
            announce_after_key(self, translate(Message("search", "Search cleared.")))
        self.dismiss()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        before, self._key_ms = self._key_ms, event.timestamp()
        self.is_typed_by_hand = not self._key_ms or self._key_ms - before > SCANNER_PACE_MS
        match event.key():
            case Qt.Key.Key_Escape:
                self.give_up()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.enter()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.matches.isVisible():
                self.matches.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
                self._tell.start(TELL_ROW_MS)
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.matches.isVisible():
            QTimer.singleShot(0, self, self.place_list)
        return False

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_list()

    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        """Take the list along: it lies in the window, and would stay on the next screen."""
        if not event.spontaneous():
            self.matches.hide()
        super().hideEvent(event)

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self.text().strip():
            self.query_changed.emit(self.text())  # people may have come meanwhile

    def place_list(self) -> None:
        """Place the list below the box; it lies in the window, and does not scroll with the box by itself."""
        if self.matches.parent() is self:
            return
        below = self.mapTo(self.window(), self.rect().bottomLeft()) + QPoint(0, 7)
        self.matches.setGeometry(QRect(below, QSize(self.width(), self._height_from(below.y()))))
        self.matches.share_out()  # other people may be found without another height

    def _height_from(self, top: int) -> int:
        """Return a height down to the end of the covered widget, or of its parent if there are too many people or it is
        hidden.
        """
        needed = self.matches.height_for(self.width())
        around = self._covered.parentWidget() if self._covered else None
        if self._covered is None or around is None or not around.isVisible():
            return needed
        room, most = _bottom(self._covered) - top, _bottom(around) - top
        return room if self._covered.isVisible() and needed <= room else min(needed, most)

    def enter(self) -> None:
        """Handle Enter: of several people the first is only marked, so that none is taken unseen.

        A text with a digit marks nobody.
        """
        text = self.text().strip()
        marked = self.matches.chosen() if self.matches.isVisible() else None
        if marked is None and self.matches.has_people() and self.marks_first:
            self.matches.move_by(1)
            self.marked.emit()
            self._tell.start(TELL_ROW_MS)
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
            self._tell.stop()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        box = theme.design_rect(self)
        draw_rounded(painter, box, theme.RADIUS, t.surface, t.edge)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, theme.RADIUS - 1)
        drawing.draw(painter, "search", QRectF(16, box.center().y() - 10, 20, 20), t.quiet)
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
