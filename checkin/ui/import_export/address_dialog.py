# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before all addresses are corrected that differ from one a message can go to only by their accents."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.services.registration import Registration
from checkin.translation import translate
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.import_export.text_tables import TextTableView
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

SIZE = QSize(1080, 520)
"""Pixels."""


class AddressDialog(QDialog):
    """The dialog: each person, with the address as the list has it and as it will be."""

    def __init__(self, found: Sequence[tuple[Attendee, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        rows = tuple((person.name, person.email, address) for person, address in found)
        self.table = TextTableView(TextTable(translate(_TITLE), tuple(map(translate, _HEADER)), rows))
        column = dialog_column(self, accents_text(len(found)), 12)
        column.addWidget(label(translate(_WHY)))
        column.addWidget(self.table, 1)
        buttons = add_confirm_buttons(self, translate(_CORRECT, count=len(found)))
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.resize(scale_px(SIZE))


def correct_addresses(
    found: Sequence[tuple[Attendee, str]], registration: Registration, parent: QWidget | None = None
) -> bool:
    """Show what would be corrected, and correct it if the user agrees; return whether they did."""
    dialog = AddressDialog(found, parent)
    is_wanted = bool(dialog.exec())
    dialog.deleteLater()
    if is_wanted:
        registration.correct_addresses(found)
    return is_wanted


def accents_text(count: int) -> str:
    """Return how many addresses only lack being written without accents."""
    return translate(_ACCENTS, count=count)


_TITLE = Message("addresses", "Correct addresses")
_ACCENTS = Message("addresses", "{count} {count:address|addresses} to correct: accents")
_WHY = Message(
    "addresses",
    "Mail servers take no accents before the @. Each address is corrected in the person’s record; the list itself is "
    "not changed.",
)
_HEADER = (
    Message("addresses", "Name"),
    Message("addresses", "On the list"),
    Message("addresses", "Corrected"),
)
_CORRECT = Message("addresses", "Correct {count} {count:address|addresses}")
