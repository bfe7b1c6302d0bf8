# SPDX-License-Identifier: GPL-3.0-or-later
"""The options for a PDF of badges: whose, in which order, on which paper. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.attendee import Attendee, Status
from checkin.core.badges.badge_defaults import SIZES
from checkin.core.badges.imposition import BOUGHT, SHEETS, Stock, impose
from checkin.core.badges.template import BadgeTemplate
from checkin.core.message import Message
from checkin.services.badges.badge_building import BadgeOrder, category_of
from checkin.services.badges.badge_templates import BadgeOverview, CategoryTemplate
from checkin.translation import translate
from checkin.ui.badges.badges_heading import count_text, stock_text
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_rounded
from checkin.ui.look.theme import SMALL, font, scale_px, text_scale, tokens
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.widgets.boxes import REST, column_of, row_of, wide
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import ComboBox, caption, captioned, label

HEIGHT = 240
"""Pixels."""

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


class SheetPicture(QWidget):
    """A picture of a sheet of paper on which the first free place is chosen. `first` is the index of the first free
    place; the arrow keys move it too.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stock: Stock | None = None
        self.first = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stock(self, stock: Stock | None) -> None:
        """Show another paper with all places free."""
        self._stock = stock
        self._move(0)

    def sizeHint(self) -> QSize:
        return QSize(HEIGHT, HEIGHT)

    def text(self) -> str:
        count = self._stock.per_page if self._stock else 1
        return translate(Message("badges", "First free place: {number} of {count}"), number=self.first + 1, count=count)

    def _move(self, first: int) -> None:
        most = self._stock.per_page - 1 if self._stock else 0
        self.first = min(max(0, first), most)
        self.setAccessibleName(self.text())
        self.update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._stock.columns if self._stock else 1
        steps = _STEPS | {Qt.Key.Key_Down: columns, Qt.Key.Key_Up: -columns}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._move(self.first + by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, place in enumerate(self._places()):
            if place.contains(event.position()):
                self._move(number)

    def _scale(self) -> float:
        return self.height() / self._stock.page[1] if self._stock else 1.0

    def _places(self) -> list[QRectF]:
        if self._stock is None:
            return []
        scale, stock = self._scale(), self._stock
        cells = [stock.cell(number) for number in range(stock.per_page)]
        size = QSizeF(stock.width, stock.height) * scale
        return [QRectF(QPointF(cell.x, cell.y) * scale, size) for cell in cells]

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stock is None:
            return
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = QRectF(QPointF(0, 0), QSizeF(*self._stock.page) * self._scale())
        draw_rounded(painter, page, 3, t.surface, t.accent if self.hasFocus() else t.quiet)
        for number, place in enumerate(self._places()):
            inner = place.adjusted(1, 1, -1, -1)
            if number < self.first:
                painter.setPen(QPen(QColor(t.line), 1, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(inner, 2, 2)
                continue
            draw_rounded(painter, inner, 2, t.accent if number == self.first else t.selected)
            ink = t.on_accent if number == self.first else t.ink
            draw_aligned(painter, inner, str(number - self.first + 1), (font(SMALL, 600), ink), CENTRE)


ALL, SOME, ONE = range(3)
"""Whose badges: everybody's, those of some categories, one person's."""

ORDERS = {
    BadgeOrder.NAME: Message("badges", "By name"),
    BadgeOrder.ORGANISATION: Message("badges", "By organisation"),
    BadgeOrder.CATEGORY: Message("badges", "By category"),
}


@dataclass(frozen=True, slots=True)
class BadgesPdfOptions:
    """The choice; `first` is the number of places already used on the first sheet of `stock`."""

    people: tuple[Attendee, ...]
    order: BadgeOrder
    stock: Stock | None
    first: int


class BadgesPdfDialog(Dialog):
    """The dialog; `shown` is the person on the screen. The result is described while options change."""

    def __init__(self, overview: BadgeOverview, shown: Attendee | None, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("badges", "Badges as a PDF")), parent)
        self._overview, self._shown = overview, shown
        self.setAttribute(Qt.WidgetAttribute.WA_Resized, text_scale() > 1)  # scrolls then: boxes are added later
        self.whose, self.order = ComboBox(translate(_WHOSE)), ComboBox(translate(_ORDER))
        self.paper, self.sheet = ComboBox(translate(_PAPER)), SheetPicture()
        self.categories = [_box(claim) for claim in overview.claims()]
        self._stocks: list[Stock | None] = []
        self._is_paper_chosen = False
        self._place, self._sum = label("", SMALL), label("", weight=600)
        self.whose.addItem(translate(Message("badges", "Everyone ({count})"), count=len(self._overview.people)))
        self.whose.addItem(translate(Message("badges", "Some categories")))
        if self._shown:
            self.whose.addItem(translate(Message("badges", "Only {name}"), name=self._shown.name))
        self.order.addItems([translate(words) for words in ORDERS.values()])
        self.whose.currentIndexChanged.connect(self._choose_whose)
        self.paper.currentIndexChanged.connect(self._choose_paper)
        self.paper.activated.connect(self._keep_paper)
        self.sheet.moved.connect(self._show_summary)
        for box in self.categories:
            box.toggled.connect(self._offer_papers)
        buttons = self.confirm(translate(Message("badges", "Save the PDF…")))
        self._save = buttons.buttons()[0]
        self.arrange(
            wide(row_of(wide(self._questions()), column_of(self.sheet, self._place, REST), spacing=24)),
            self._sum,
            buttons,
            spacing=8,
            width=620,
        )
        self.sheet.setFixedWidth(scale_px(180))
        self._place.setFixedWidth(scale_px(180))
        self.whose.setFocus()
        self._choose_whose()

    @property
    def choice(self) -> BadgesPdfOptions:
        order = list(ORDERS)[self.order.currentIndex()]
        stock = self._stock()
        return BadgesPdfOptions(tuple(self._people()), order, stock, self.sheet.first if stock else 0)

    def _questions(self) -> QVBoxLayout:
        column = column_of(captioned(translate(_WHOSE), self.whose), *self.categories, spacing=8)
        for words, field in ((_PAPER, self.paper), (_ORDER, self.order)):
            column.addSpacing(8)
            column.addWidget(caption(translate(words), field))
            column.addWidget(field)
        column.addStretch(1)
        return column

    def _choose_whose(self) -> None:
        for box in self.categories:
            box.setVisible(self.whose.currentIndex() == SOME)
        self._offer_papers()
        self.adjustSize()

    def _offer_papers(self) -> None:
        """Offer the papers that fit every badge, and keep the user's choice or the sheet the badge size comes from."""
        before = self._stock() if self._is_paper_chosen else proposed_paper(self._overview, self._people())
        self._stocks = [None, *fitting_stocks(self._overview, self._people())]
        self.paper.blockSignals(True)
        self.paper.clear()
        self.paper.addItems([stock_text(stock) if stock else translate(_OWN_PAGE) for stock in self._stocks])
        self.paper.setCurrentIndex(self._stocks.index(before) if before in self._stocks else 0)
        self.paper.blockSignals(False)
        self._choose_paper()

    def _keep_paper(self) -> None:
        self._is_paper_chosen = True

    def _choose_paper(self) -> None:
        stock = self._stock()
        self.sheet.show_stock(stock)
        self.sheet.setVisible(stock is not None)
        self._place.setVisible(stock is not None)

    def _show_summary(self) -> None:
        people = self._people()
        templates = [self._overview.template_for(p).template for p in people]
        pages = len(impose(templates, self._stock(), self.sheet.first)) if people else 0
        self._place.setText(self.sheet.text())
        badges = count_text(len(people))
        for status, words in ((Status.PENDING, _WITH_PENDING), (Status.UNPAID, _WITH_UNPAID)):
            if count := sum(person.status is status for person in people):
                badges = translate(words, badges=badges, count=count)
        self._sum.setText(translate(_SUM, badges=badges, pages=pages))
        self._save.setEnabled(bool(people))

    def _stock(self) -> Stock | None:
        which = self.paper.currentIndex()
        return self._stocks[which] if 0 <= which < len(self._stocks) else None

    def _people(self) -> Sequence[Attendee]:
        which = self.whose.currentIndex()
        if which == ONE and self._shown:
            return [self._shown]
        if which != SOME:
            return self._overview.people
        boxes = zip(self._overview.claims(), self.categories, strict=True)
        return [p for claim, box in boxes if box.isChecked() for p in self._overview.by_category[claim.category]]


def fitting_stocks(overview: BadgeOverview, people: Sequence[Attendee]) -> list[Stock]:
    """Return the papers whose places fit the badges of all these people, the tightest first."""
    sizes = {template.unfolded_size for template in templates_of(overview, people)}
    roomy = [s for s in SHEETS if all(w <= s.width + 0.5 and h <= s.height + 0.5 for w, h in sizes)]
    return sorted(roomy, key=lambda stock: stock.width * stock.height)


def proposed_paper(overview: BadgeOverview, people: Sequence[Attendee]) -> Stock | None:
    """Return the commercial sheet whose places have exactly the size of all these badges, or None.

    Of several, the one a template is named after, else the first. A usual size (card, A6) names no sheet, because such
    badges also go to card printers.
    """
    templates = templates_of(overview, people)
    sizes = {template.unfolded_size for template in templates}
    same = [stock for stock in BOUGHT if sizes == {(stock.width, stock.height)} and not sizes & set(SIZES.values())]
    named = [stock for stock in same if any(stock.name in template.name for template in templates)]
    return next(iter(named or same), None)


def templates_of(overview: BadgeOverview, people: Sequence[Attendee]) -> list[BadgeTemplate]:
    """Return the templates of these people's categories."""
    categories = {category_of(person, overview.programme) for person in people}
    return [overview.template_of(category).template for category in categories]


def _box(claim: CategoryTemplate) -> QCheckBox:
    return QCheckBox(f"{escape_mnemonic(claim.name or translate(Message('badges', 'No category')))} ({claim.count})")


_WHOSE = Message("badges", "For whom")
_ORDER = Message("badges", "Order")
_PAPER = Message("badges", "Paper")
_OWN_PAGE = Message("badges", "One page per badge")
_WITH_PENDING = Message("badges", "{badges}, {count} of them awaiting approval")
_WITH_UNPAID = Message("badges", "{badges}, {count} of them not paid")
_SUM = Message("badges", "{badges}, pages: {pages}. Print at 100%, not “fit to page”.")
