# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions that several screens ask: how somebody paid, why something is done, a supervisor's PIN.

Records nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFont, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from checkin.core.attendee import Attendee
from checkin.core.keystrokes import SCANNER_PACE_MS, SURE_LENGTH
from checkin.core.message import Message
from checkin.core.payments import MEANS_NAMES, PaymentMeans, amount_text, currency_of, parse_cents
from checkin.core.people_list import capital
from checkin.core.supervisor import LONGEST
from checkin.services.supervision import LONGEST_WHY
from checkin.translation import translate
from checkin.ui.look.theme import DETAIL, LARGE, scale_px, scaled_font
from checkin.ui.look.undo_wording import amount_shown
from checkin.ui.widgets.boxes import column_of
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import Notice, TypedChoice, captioned, label

WIDTH, ROW = 440, 40
"""Pixels."""

WITHOUT = "without"
"""The choice to let somebody in who does not pay now."""


class PaymentDialog(Dialog):
    """The dialog. Accepted, `chosen` is a means of payment or `WITHOUT`.

    The choices are a list: a code that is scanned meanwhile chooses nothing there.
    """

    def __init__(self, people: Sequence[Attendee], parent: QWidget | None = None, *, may_enter: bool) -> None:
        super().__init__(translate(Message("payment", "Payment")), parent)
        question = _question(people)
        self.choices, self.notice = QListWidget(), Notice()
        self.choices.setAccessibleName(question)
        self.choices.setFont(scaled_font(LARGE, tabular=True))
        choices = [(str(means), capital(translate(words))) for means, words in MEANS_NAMES.items()]
        if may_enter:
            choices.append((WITHOUT, translate(Message("payment", "Comes in without paying"))))
        for number, (value, words) in enumerate(choices, start=1):
            item = QListWidgetItem(f"{number}  {words}")
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.choices.addItem(item)
        self.choices.setFixedHeight(scale_px(ROW) * len(choices) + 4)
        self.choices.itemActivated.connect(self._take)
        self.choices.itemClicked.connect(self._take)
        self.choices.itemSelectionChanged.connect(lambda: self.notice.setText(""))
        column_of(
            label(question, LARGE, 600),
            label(translate(Message("payment", "It is noted who paid and how. Take the money as you always do."))),
            self.choices,
            self.notice,
            self.confirm(translate(_ENTER_AND_NOTE if may_enter else _NOTE), self._take),
            spacing=8,
            around=(24, 20, 24, 20),
            of=self,
        )
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
            self.notice.setText(translate(Message("payment", "First choose how: type the number, or ↓.")))
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
    total = amount_shown(sum(cents), currency_of(people)) if all(cents) else ""
    return translate(_HOW_MUCH_TOGETHER if total else _HOW_TOGETHER, count=len(people), amount=total)


_HOW, _HOW_MUCH = Message("payment", "How does {name} pay?"), Message("payment", "How does {name} pay {amount}?")
_HOW_TOGETHER = Message("payment", "How do these {count} people pay?")
_HOW_MUCH_TOGETHER = Message("payment", "How do these {count} people pay {amount} in all?")
_NOTE, _ENTER_AND_NOTE = Message("payment", "Note it"), Message("payment", "Note it and let in")


JUSTIFICATION_WIDTH = 480
"""Pixels."""


class JustificationBox(TypedChoice):
    """A combo box with the usual reasons, which accepts any other."""

    def __init__(self, whys: tuple[str, ...]) -> None:
        super().__init__(translate(Message("supervisor", "Why")))
        self.addItems(whys)
        self.setCurrentIndex(-1)
        field = self.lineEdit()
        assert field
        field.setPlaceholderText(translate(Message("supervisor", "Choose with ↓, or type")))
        field.setMaxLength(LONGEST_WHY)


@dataclass(frozen=True, slots=True)
class JustificationRequest:
    """What is to be done, translated. `does` labels the button, `whys` are the usual reasons, `missing` is said where
    none is given.
    """

    title: str
    question: str
    detail: str
    does: str
    whys: tuple[str, ...]
    missing: str


class JustificationDialog(Dialog):
    """The dialog of a request. Accepted, it has a `why`."""

    def __init__(self, request: JustificationRequest, parent: QWidget | None = None) -> None:
        super().__init__(request.title, parent)
        self._missing = request.missing
        self.reason, self.notice = JustificationBox(request.whys), Notice()
        self.reason.editTextChanged.connect(lambda _: self.notice.setText(""))
        column_of(
            label(request.question, LARGE, 600),
            label(request.detail),
            captioned(translate(Message("supervisor", "Why")), self.reason),
            self.notice,
            4,
            self.confirm(request.does, self._take),
            spacing=8,
            around=(24, 20, 24, 20),
            of=self,
        )
        self.setFixedWidth(scale_px(JUSTIFICATION_WIDTH))
        self.reason.setFocus()

    @property
    def why(self) -> str:
        return self.reason.currentText().strip()

    def _take(self) -> None:
        """Accept only with a reason; otherwise say that it is missing."""
        if self.why:
            self.accept()
        else:
            self.notice.setText(self._missing)
            self.reason.setFocus()


def ask_justification(request: JustificationRequest, parent: QWidget | None) -> str:
    """Return the reason given, "" if the user cancelled."""
    dialog = JustificationDialog(request, parent)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.why if taken else ""


FEW_KEYS_PACE_MS = 20
"""The mean gap below which a few keys are a scanner's: a PIN known by heart is typed at 30."""
HEIGHT = 52
"""Height in pixels, easy to see and touch."""


class PinField(QLineEdit):
    """A PIN field of digits shown as dots; it detects a scanner, whose code must not count as an attempt.

    `clock` gives the milliseconds of a key event, as stamped by the system.
    """

    def __init__(self, clock: Callable[[QKeyEvent], int] = QKeyEvent.timestamp) -> None:
        super().__init__()
        self._clock = clock
        self._times: list[int] = []
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setFont(_spaced())
        self.setMinimumHeight(scale_px(HEIGHT))

    @property
    def was_scanned(self) -> bool:
        """Whether the keys since the last `clear` came faster than a person types; refused letters count too."""
        gaps = len(self._times) - 1
        took = self._times[-1] - self._times[0] if self._times else 0
        pace = SCANNER_PACE_MS if len(self._times) >= SURE_LENGTH else FEW_KEYS_PACE_MS
        return gaps > 1 and 0 < took < gaps * pace

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            self._times.append(self._clock(event))
        super().keyPressEvent(event)

    def clear(self) -> None:
        self._times.clear()
        super().clear()


def _spaced() -> QFont:
    made = scaled_font(DETAIL, 700, tabular=True)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 6)
    return made
