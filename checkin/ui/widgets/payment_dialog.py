# SPDX-License-Identifier: GPL-3.0-or-later
"""The question how somebody paid, the same at the desk and in the list of people. Records nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.core.payments import MEANS_NAMES, PaymentMeans, amount_text, parse_cents
from checkin.core.person_state import capital
from checkin.translation import translate
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.payment_wording import amount_shown
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Notice, label

WIDTH, ROW = 440, 40
"""Pixels."""

WITHOUT = "without"
"""The choice to let somebody in who does not pay now."""


class PaymentDialog(QDialog):
    """The dialog. Accepted, `chosen` is a means of payment or `WITHOUT`.

    The choices are a list: a code that is scanned meanwhile chooses nothing there.
    """

    def __init__(self, people: Sequence[Attendee], parent: QWidget | None = None, *, may_enter: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        question = _question(people)
        self.choices, self.notice = QListWidget(), Notice()
        self.choices.setAccessibleName(question)
        self.choices.setFont(scaled_font(LARGE, tabular=True))
        choices = [(str(means), capital(translate(words))) for means, words in MEANS_NAMES.items()]
        if may_enter:
            choices.append((WITHOUT, translate(_WITHOUT)))
        for number, (value, words) in enumerate(choices, start=1):
            item = QListWidgetItem(f"{number}  {words}")
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.choices.addItem(item)
        self.choices.setFixedHeight(scale_px(ROW) * len(choices) + 4)
        self.choices.itemActivated.connect(self._take)
        self.choices.itemClicked.connect(self._take)
        self.choices.itemSelectionChanged.connect(lambda: self.notice.setText(""))
        buttons = add_confirm_buttons(self, translate(_ENTER_AND_NOTE if may_enter else _NOTE))
        buttons.accepted.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for part in (label(question, LARGE, 600), label(translate(_NO_TILL)), self.choices, self.notice, buttons):
            column.addWidget(part)
        self.setFixedWidth(scale_px(WIDTH))
        self.choices.setFocus()

    @property
    def chosen(self) -> str:
        item = self.choices.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item and item.isSelected() else ""

    def _take(self) -> None:
        """Accept only with a choice; otherwise say that it is missing."""
        if self.chosen:
            self.accept()
        else:
            self.notice.setText(translate(_MISSING))
            self.choices.setFocus()


def ask_payment(people: Sequence[Attendee], parent: QWidget | None, *, may_enter: bool) -> PaymentMeans | str:
    """Return how these people paid, `WITHOUT` for somebody who comes in without paying (only if they `may_enter`), ""
    if the user cancelled.
    """
    dialog = PaymentDialog(people, parent, may_enter=may_enter)
    is_taken, chosen = dialog.exec() == QDialog.DialogCode.Accepted, dialog.chosen
    dialog.deleteLater()
    if not is_taken:
        return ""
    return WITHOUT if chosen == WITHOUT else PaymentMeans(chosen)


def _question(people: Sequence[Attendee]) -> str:
    amounts = [amount_text(person).replace(" ", "\N{NO-BREAK SPACE}") for person in people]
    if len(people) == 1:
        return translate(_HOW_MUCH if amounts[0] else _HOW, name=people[0].name, amount=amounts[0])
    cents = [parse_cents(amount) for amount in amounts]
    total = amount_shown(sum(cents)) if all(cents) else ""
    return translate(_HOW_MUCH_TOGETHER if total else _HOW_TOGETHER, count=len(people), amount=total)


_TITLE = Message("payment", "Payment")
_HOW, _HOW_MUCH = Message("payment", "How does {name} pay?"), Message("payment", "How does {name} pay {amount}?")
_HOW_TOGETHER = Message("payment", "How do these {count} people pay?")
_HOW_MUCH_TOGETHER = Message("payment", "How do these {count} people pay {amount} in all?")
_NO_TILL = Message("payment", "It is noted who paid and how. Take the money as you always do.")
_WITHOUT = Message("payment", "Comes in without paying")
_NOTE, _ENTER_AND_NOTE = Message("payment", "Note it"), Message("payment", "Note it and let in")
_MISSING = Message("payment", "First choose how: type the number, or ↓.")
