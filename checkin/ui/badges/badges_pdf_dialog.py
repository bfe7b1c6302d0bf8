# SPDX-License-Identifier: GPL-3.0-or-later
"""The options for a PDF of badges: whose, in which order, on which paper. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from checkin.core.attendee import Attendee, Status
from checkin.core.badges.badge_defaults import SIZES
from checkin.core.badges.imposition import impose
from checkin.core.badges.stocks import BOUGHT, SHEETS, Stock
from checkin.core.badges.template import BadgeTemplate
from checkin.core.message import Message
from checkin.services.badges.badge_building import BadgeOrder, category_of
from checkin.services.badges.badge_overview import BadgeOverview, CategoryTemplate
from checkin.translation import translate
from checkin.ui.badges.badges_wording import count_text, stock_text
from checkin.ui.badges.sheet_picture import SheetPicture
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import caption, label
from checkin.ui.widgets.layouts import dialog_column

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


class BadgesPdfDialog(QDialog):
    """The dialog; `shown` is the person on the screen. The result is described while options change."""

    def __init__(self, overview: BadgeOverview, shown: Attendee | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview, self._shown = overview, shown
        self.setAttribute(Qt.WidgetAttribute.WA_Resized, text_scale() > 1)  # scrolls then: boxes are added later
        self.setWindowTitle(translate(Message("badges", "Badges as a PDF")))
        self.whose, self.order = ComboBox(translate(_WHOSE)), ComboBox(translate(_ORDER))
        self.paper, self.sheet = ComboBox(translate(_PAPER)), SheetPicture()
        self.categories = [_box(claim) for claim in overview.claims()]
        self._stocks: list[Stock | None] = []
        self._is_paper_chosen = False
        self._place, self._sum = label("", SMALL), label("", weight=600)
        self._fill()
        self._assemble()
        self._choose_whose()

    @property
    def choice(self) -> BadgesPdfOptions:
        order = list(ORDERS)[self.order.currentIndex()]
        stock = self._stock()
        return BadgesPdfOptions(tuple(self._people()), order, stock, self.sheet.first if stock else 0)

    def _fill(self) -> None:
        self.whose.addItem(translate(_EVERYONE, count=len(self._overview.people)))
        self.whose.addItem(translate(_SOME))
        if self._shown:
            self.whose.addItem(translate(_ONE_PERSON, name=self._shown.name))
        self.order.addItems([translate(words) for words in ORDERS.values()])
        self.whose.currentIndexChanged.connect(self._choose_whose)
        self.paper.currentIndexChanged.connect(self._choose_paper)
        self.paper.activated.connect(self._keep_paper)
        self.sheet.moved.connect(self._show_summary)
        for box in self.categories:
            box.toggled.connect(self._offer_papers)

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 8)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(self._questions(), 1)
        right = QVBoxLayout()
        right.addWidget(self.sheet)
        right.addWidget(self._place)
        right.addStretch(1)
        row.addLayout(right)
        column.addLayout(row, 1)
        column.addWidget(self._sum)
        buttons = add_confirm_buttons(self, translate(_SAVE))
        buttons.accepted.connect(self.accept)
        self._save = buttons.buttons()[0]
        column.addWidget(buttons)
        self.sheet.setFixedWidth(scale_px(180))
        self._place.setFixedWidth(scale_px(180))
        self.setFixedWidth(scale_px(620))

    def _questions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(caption(translate(_WHOSE), self.whose))
        column.addWidget(self.whose)
        for box in self.categories:
            column.addWidget(box)
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
    return QCheckBox(f"{escape_mnemonic(claim.name or translate(_NO_CATEGORY))} ({claim.count})")


_WHOSE = Message("badges", "For whom")
_ORDER = Message("badges", "Order")
_PAPER = Message("badges", "Paper")
_EVERYONE = Message("badges", "Everyone ({count})")
_SOME = Message("badges", "Some categories")
_ONE_PERSON = Message("badges", "Only {name}")
_OWN_PAGE = Message("badges", "One page per badge")
_NO_CATEGORY = Message("badges", "No category")
_WITH_PENDING = Message("badges", "{badges}, {count} of them awaiting approval")
_WITH_UNPAID = Message("badges", "{badges}, {count} of them not paid")
_SUM = Message("badges", "{badges}, pages: {pages}. Print at 100%, not “fit to page”.")
_SAVE = Message("badges", "Save the PDF…")
