# SPDX-License-Identifier: GPL-3.0-or-later
"""The options for blank badges: how many, from which number, on which paper. Writes nothing."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from checkin.core.badges.blank_template import MOST_AT_ONCE
from checkin.core.badges.stocks import SHEETS
from checkin.core.message import Message
from checkin.core.tokens import MOST_BLANKS
from checkin.services.badges.blank_badges import DEFAULT_SIZE, BlankOrder
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox, labelled_field
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.small_inputs import CountField

WIDTH, COUNT = 520, 200
"""Pixels; the number of blanks that is proposed."""


class BlanksDialog(QDialog):
    """The dialog; `order` is what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.count = CountField(translate(_COUNT), 1, MOST_AT_ONCE)
        self.first = CountField(translate(_FIRST), 1, MOST_BLANKS - MOST_AT_ONCE + 1)
        self.paper = ComboBox(translate(_PAPER))
        self.count.show_value(COUNT)
        width, height = DEFAULT_SIZE
        self.paper.addItem(translate(_EACH, size=f"{width:g} × {height:g} mm"), None)
        for stock in SHEETS:
            self.paper.addItem(translate(_SHEET, name=stock.name, count=stock.per_page), stock)
        self._assemble()
        self.count.setFocus()
        self.count.selectAll()

    @property
    def order(self) -> BlankOrder:
        return BlankOrder(self.count.value(), self.first.value(), self.paper.currentData())

    def _assemble(self) -> None:
        column = dialog_column(self, translate(_TITLE), 12)
        column.addWidget(label(translate(_WHAT)))
        numbers = QHBoxLayout()
        numbers.setSpacing(16)
        for field in (self.count, self.first):
            numbers.addWidget(labelled_field(field, field.accessibleName()), 1)
        column.addLayout(numbers)
        column.addWidget(labelled_field(self.paper, translate(_PAPER)))
        column.addStretch(1)
        buttons = add_confirm_buttons(self, translate(_WRITE))
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))


_TITLE = Message("blank", "Blank badges")
_WHAT = Message(
    "blank",
    "Badges with a code and a number, for nobody yet. At any desk, find the person, press Ctrl+L and scan one: it is "
    "theirs from then on. Two files never have the same codes.",
)
_COUNT = Message("blank", "How many")
_FIRST = Message("blank", "Number of the first one")
_PAPER = Message("blank", "Paper")
_EACH = Message("blank", "One per page, {size}")
_SHEET = Message("blank", "{name} ({count} per sheet)")
_WRITE = Message("blank", "Save as PDF…")
