# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the address of a shared server is typed or pasted: as dots, for it holds a password. Connects nowhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.language import say, sentence
from checkin.sync.hub_address import HubAddress
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import TEXT
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.labels import Notice, Paragraph, caption

WIDTH = 560
"""Pixels."""


class AddressField(QLineEdit):
    """What is in it can be neither seen nor copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setPlaceholderText("postgresql://…")

    @property
    def url(self) -> str:
        """Where a line of `checkin hub-init` was pasted whole, the name before it is left out."""
        return (self.text().split() or [""])[-1]

    def address(self) -> HubAddress:
        """Raises `UserError` for anything but the address of a shared server."""
        return HubAddress.read(self.url)


class AddressDialog(QDialog):
    """Asks for this desk's own address. Accepted means: it can be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(_TITLE))
        self.field, self.notice = AddressField(), Notice()
        how = Paragraph(TEXT)
        buttons = do_or_go_back(self, say(_MEET))
        buttons.accepted.connect(self._try)
        column = dialog_column(self, say(_TITLE), 8)
        column.addWidget(how)
        column.addSpacing(8)
        for part in (caption(say(_ADDRESS), self.field), self.field, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(sized(WIDTH))
        how.show_text(say(_HOW))

    def _try(self) -> None:
        try:
            self.field.address()
        except UserError as error:  # told here: it is the field that is to be mended
            self.notice.setText(sentence(error))
            self.field.setFocus()
        else:
            self.accept()


def shown_address(url: str) -> str:
    """To whoever stands at the desk: role, server and database. Of one that cannot be read nothing: it may hold a
    password anywhere.
    """
    try:
        return HubAddress.read(url).shown
    except UserError:
        return say(_UNREADABLE)


def role_of(url: str) -> str:
    """By which a desk comes to the server; "" if the address cannot be read."""
    try:
        return HubAddress.read(url).who
    except UserError:
        return ""


_TITLE = Words("together", "This desk at the server")
_HOW = Words(
    "together",
    "Each desk has an address of its own, a line that whoever runs the server was given for it "
    "(checkin hub-init, checkin hub-desk). It holds a password and is not shown.",
)
_ADDRESS = Words("together", "Address of this desk")
_MEET = Words("together", "Meet there")
_UNREADABLE = Words("together", "The address that is kept here cannot be read. Choose it again.")
