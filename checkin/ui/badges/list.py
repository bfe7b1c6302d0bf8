# SPDX-License-Identifier: GPL-3.0-or-later
"""The templates as cards, each with a real badge on it: those of the event, then those to copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.words import Words
from checkin.desk.badges.badges import Loaded
from checkin.desk.badges.board import BadgeBoard
from checkin.language import say
from checkin.ui.badges.preview import thumbnail
from checkin.ui.badges.words import count_text, size_text, somebody, whose_text
from checkin.ui.look.drawing import LEFT, align, fill, write
from checkin.ui.look.measure import sized, zoomed
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, Tokens, font, tokens

CARD, HEADING, PICTURE = 108, 34, QSize(84, 92)
"""Heights of a card and of the words above several, and the room for a badge on a card, in pixels."""

_Index = QModelIndex | QPersistentModelIndex
_CARD = Qt.ItemDataRole.UserRole
_NAME = Words("badges", "Badges")
_OWN = Words("badges", "Of this event")
_SHIPPED = Words("badges", "Models to copy")


@dataclass(frozen=True, slots=True)
class Card:
    """`whose` and `detail` stand under the name."""

    loaded: Loaded
    picture: QPixmap
    whose: str
    detail: str

    @property
    def key(self) -> str:
        """Tells it from others when everything was read again."""
        return card_key(self.loaded)


def card_key(loaded: Loaded) -> str:
    return loaded.id or f"shipped:{loaded.name}"


def cards_of(board: BadgeBoard, ratio: float) -> list[tuple[str, list[Card]]]:
    """Those of the event, if it has any, and those of the program, each on somebody whose badge it is."""
    own = [_card_of(board, loaded, ratio) for loaded in board.own]
    shipped = [_card_of(board, loaded, ratio) for loaded in board.shipped]
    return ([(say(_OWN), own)] if own else []) + [(say(_SHIPPED), shipped)]


def _card_of(board: BadgeBoard, loaded: Loaded, ratio: float) -> Card:
    person = next(iter(board.wearers(loaded)), None) or somebody()
    count = sum(claim.count for claim in board.claims() if claim.template == loaded)
    whose = whose_text(loaded.template, board.programme) if loaded.id else size_text(loaded.template)
    detail = count_text(count) if loaded.id or count else ""
    return Card(loaded, thumbnail(board.badge(loaded, person), PICTURE, ratio), whose, detail)


class BadgeList(QListWidget):
    """`moved` after another card was chosen by a person; `opened` for Enter and a double click."""

    moved = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(say(_NAME))
        self.setItemDelegate(_CardDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", True)
        self.currentItemChanged.connect(self.moved)
        self.itemActivated.connect(self.opened)

    @property
    def chosen(self) -> Loaded | None:
        item = self.currentItem()
        card = item.data(_CARD) if item else None
        return card.loaded if isinstance(card, Card) else None

    def show_cards(self, sections: Sequence[tuple[str, Sequence[Card]]], key: str) -> None:
        """Under their headings; the one of this key is chosen, else the first."""
        self.blockSignals(True)
        self.clear()
        for heading, cards in sections:
            self._add_heading(heading)
            for card in cards:
                item = QListWidgetItem(", ".join(t for t in (card.loaded.name, card.whose, card.detail) if t), self)
                item.setData(_CARD, card)
                item.setSizeHint(sized(QSize(0, CARD)))
        self.blockSignals(False)
        self.choose(key)

    def choose(self, key: str) -> None:
        items = [self.item(row) for row in range(self.count())]
        cards = [item for item in items if isinstance(item.data(_CARD), Card)]
        wanted = [item for item in cards if item.data(_CARD).key == key] or cards
        if wanted:
            self.setCurrentItem(wanted[0])
            self.scrollToItem(wanted[0])

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(sized(QSize(0, HEADING)))


class _CardDelegate(QStyledItemDelegate):
    """Paints cards and headings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        shown = index.data(_CARD)
        t = tokens(option.palette)
        painter.save()
        box = zoomed(painter, QRectF(option.rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(shown, Card):
            _paint_card(painter, box.adjusted(0, 0, 0, -8), shown, (t, option.state))
        else:
            align(painter, box, str(index.data()), (font(SMALL, 600), t.quiet), LEFT)
        painter.restore()


def _paint_card(painter: QPainter, box: QRectF, shown: Card, how: tuple[Tokens, QStyle.StateFlag]) -> None:
    t, state = how
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
    ground = t.selected if is_chosen else t.hover if is_pointed_at else t.surface
    fill(painter, box, RADIUS, ground, t.accent if is_chosen else t.line)
    painter.drawPixmap(box.topLeft() + QRectF(8, (box.height() - PICTURE.height()) / 2, 0, 0).topLeft(), shown.picture)
    text = box.adjusted(PICTURE.width() + 18, 0, -12, 0)
    lines = [line for line in (shown.loaded.name, shown.whose, shown.detail) if line]
    for number, words in enumerate(lines):
        face, ink = (font(SMALL), t.quiet) if number else (font(TEXT, 600), t.ink)
        top = box.center().y() - 11 * len(lines) + 22 * number
        write(painter, QRectF(text.left(), top, text.width(), 22), words, face, ink)
