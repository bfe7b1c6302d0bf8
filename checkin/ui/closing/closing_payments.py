# SPDX-License-Identifier: GPL-3.0-or-later
"""The section with the payments noted at the desks: how many and how much, by desk and means."""

from collections.abc import Sequence

from checkin.core.message import Message
from checkin.core.payments import PaymentSum
from checkin.translation import translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.closing.figure_tables import FigureTables, Row
from checkin.ui.look.payment_wording import amount_shown, means_text


class ClosingPayments(ClosingSection):
    """The section, hidden where no payment was noted."""

    def __init__(self) -> None:
        super().__init__("banknote", _TITLE, _WHY)
        self._table = FigureTables()
        self.add(self._table)
        self.hide()

    def show_sums(self, sums: Sequence[PaymentSum]) -> None:
        """Show a line for each desk and means, and one for all."""

        def row(name: str, count: int, cents: int) -> Row:
            return [name, str(count), amount_shown(cents) or "–"]

        lines = [row(f"{each.desk} · {means_text(each.means)}", each.count, each.cents) for each in sums]
        total = row(translate(_ALL), sum(each.count for each in sums), sum(each.cents for each in sums))
        self._table.show_tables([[[translate(_BY), translate(_COUNT), translate(_AMOUNT)], *lines, total]], self)
        self.setVisible(bool(sums))


_TITLE = Message("closing", "Payments at the desks")
_WHY = Message(
    "closing",
    "What was noted for unpaid registrations, to compare with each desk’s cash box and card slips. This is a list of "
    "settlements, no till: amounts are those of your list.",
)
_BY, _COUNT = Message("closing", "Desk and means"), Message("closing", "Number")
_AMOUNT, _ALL = Message("export", "Amount paid"), Message("closing", "All desks")
