# SPDX-License-Identifier: GPL-3.0-or-later
"""The section with the payments noted at the desks: how many and how much, by desk and means."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from checkin.core.message import Message
from checkin.core.payments import PaymentSum
from checkin.core.person_state import capital
from checkin.translation import translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.payment_wording import amount_shown, means_text
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.widgets.labels import label

COLUMN_GAP, ROW_GAP = 24, 8
"""Pixels."""


class ClosingPayments(ClosingSection):
    """The section, hidden where no payment was noted."""

    def __init__(self) -> None:
        super().__init__("banknote", _TITLE, _WHY)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(4, 1)
        self.add(self._table)
        self.hide()

    def show_sums(self, sums: Sequence[PaymentSum]) -> None:
        """Show a line for each desk and means, and one for all."""
        self.setVisible(bool(sums))
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        total = sum(each.count for each in sums), sum(each.cents for each in sums)
        lines = [(each.desk, capital(means_text(each.means)), each.count, each.cents) for each in sums]
        self._lay(0, tuple(map(translate, (_DESK, _MEANS, _COUNT, _AMOUNT))), 600)
        for number, (desk, means, count, cents) in enumerate(lines, start=1):
            self._lay(number, (desk, means, str(count), amount_shown(cents) or "–"), 400)
        self._lay(len(lines) + 1, (translate(_ALL), "", str(total[0]), amount_shown(total[1]) or "–"), 600)
        said = (
            ", ".join(filter(None, (desk, means, str(count), amount_shown(cents))))
            for desk, means, count, cents in lines
        )
        self._table.setAccessibleName(". ".join(said))

    def _lay(self, row: int, texts: tuple[str, ...], weight: int) -> None:
        for column, text in enumerate(texts):
            side = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label(text, SMALL if row == 0 else TEXT, weight), row, column, side)


_TITLE = Message("closing", "Payments at the desks")
_WHY = Message(
    "closing",
    "What was noted for unpaid registrations, to compare with each desk’s cash box and card slips. This is a list of "
    "settlements, no till: amounts are those of your list.",
)
_DESK, _MEANS = Message("export", "Desk"), Message("export", "Paid by")
_COUNT, _AMOUNT = Message("closing", "Number"), Message("export", "Amount paid")
_ALL = Message("closing", "All desks")
