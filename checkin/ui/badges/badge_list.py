# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of badge templates as cards with a real badge: those of the event, then those shipped."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.message import Message
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_overview import BadgeOverview
from checkin.translation import translate
from checkin.ui.badges.badge_preview import thumbnail
from checkin.ui.badges.badges_wording import count_text, sample_person, template_size_text, whose_text
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.measure import scale_painter, scale_px
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, Tokens, font, tokens

CARD, HEADING, PICTURE = 108, 34, QSize(84, 92)
"""Heights of a card and of a section heading, and the space for the badge, in pixels."""

_Index = QModelIndex | QPersistentModelIndex
_CARD = Qt.ItemDataRole.UserRole
_NAME = Message("badges", "Badges")
_OWN = Message("badges", "In this event")
_SHIPPED = Message("badges", "Templates to copy")


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """A card; `whose` and `detail` stand under the name."""

    loaded: LoadedTemplate
    picture: QPixmap
    whose: str
    detail: str

    @property
    def key(self) -> str:
        """The key that identifies the card after everything was read again."""
        return card_key(self.loaded)


def card_key(loaded: LoadedTemplate) -> str:
    return loaded.id or f"shipped:{loaded.name}"


def list_cards(overview: BadgeOverview, ratio: float) -> list[tuple[str, list[BadgeCard]]]:
    """Return the sections with their cards, each on the badge of an attendee who gets that template."""
    own = [_card_of(overview, loaded, ratio) for loaded in overview.own]
    shipped = [_card_of(overview, loaded, ratio) for loaded in overview.shipped]
    return ([(translate(_OWN), own)] if own else []) + [(translate(_SHIPPED), shipped)]


def _card_of(overview: BadgeOverview, loaded: LoadedTemplate, ratio: float) -> BadgeCard:
    person = next(iter(overview.wearers(loaded)), None) or sample_person()
    count = sum(claim.count for claim in overview.claims() if claim.template == loaded)
    whose = whose_text(overview, loaded) if loaded.id else template_size_text(loaded.template)
    detail = count_text(count) if loaded.id or count else ""
    return BadgeCard(loaded, thumbnail(overview.badge(loaded, person), PICTURE, ratio), whose, detail)


class BadgeList(QListWidget):
    """The list. `moved` when the user chose another card; `opened` on Enter and double click."""

    moved = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(translate(_NAME))
        self.setItemDelegate(_CardDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", True)
        self.currentItemChanged.connect(self.moved)
        self.itemActivated.connect(self.opened)

    @property
    def chosen(self) -> LoadedTemplate | None:
        item = self.currentItem()
        card = item.data(_CARD) if item else None
        return card.loaded if isinstance(card, BadgeCard) else None

    def show_cards(self, sections: Sequence[tuple[str, Sequence[BadgeCard]]], key: str) -> None:
        """Show the sections; the card with this key is chosen, else the first."""
        self.blockSignals(True)
        self.clear()
        for heading, cards in sections:
            self._add_heading(heading)
            for card in cards:
                item = QListWidgetItem(", ".join(t for t in (card.loaded.name, card.whose, card.detail) if t), self)
                item.setData(_CARD, card)
                item.setSizeHint(scale_px(QSize(0, CARD)))
        self.blockSignals(False)
        self.choose(key)

    def choose(self, key: str) -> None:
        items = [self.item(row) for row in range(self.count())]
        cards = [item for item in items if isinstance(item.data(_CARD), BadgeCard)]
        wanted = [item for item in cards if item.data(_CARD).key == key] or cards
        if wanted:
            self.setCurrentItem(wanted[0])
            self.scrollToItem(wanted[0])

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(scale_px(QSize(0, HEADING)))


class _CardDelegate(QStyledItemDelegate):
    """The delegate for cards and headings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        shown = index.data(_CARD)
        t = tokens(option.palette)
        painter.save()
        box = scale_painter(painter, QRectF(option.rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(shown, BadgeCard):
            _paint_card(painter, box.adjusted(0, 0, 0, -8), shown, (t, option.state))
        else:
            draw_aligned(painter, box, str(index.data()), (font(SMALL, 600), t.quiet), LEFT)
        painter.restore()


def _paint_card(painter: QPainter, box: QRectF, shown: BadgeCard, how: tuple[Tokens, QStyle.StateFlag]) -> None:
    t, state = how
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
    ground = t.selected if is_chosen else t.hover if is_pointed_at else t.surface
    draw_rounded(painter, box, RADIUS, ground, t.accent if is_chosen else t.line)
    painter.drawPixmap(box.topLeft() + QRectF(8, (box.height() - PICTURE.height()) / 2, 0, 0).topLeft(), shown.picture)
    text = box.adjusted(PICTURE.width() + 18, 0, -12, 0)
    lines = [line for line in (shown.loaded.name, shown.whose, shown.detail) if line]
    for number, words in enumerate(lines):
        face, ink = (font(SMALL), t.quiet) if number else (font(TEXT, 600), t.ink)
        top = box.center().y() - 11 * len(lines) + 22 * number
        draw_elided(painter, QRectF(text.left(), top, text.width(), 22), words, face, ink)
