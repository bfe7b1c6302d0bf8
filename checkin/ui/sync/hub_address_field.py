# SPDX-License-Identifier: GPL-3.0-or-later
"""The field for the address of a hub, shown as dots because it contains a password. Connects nowhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.sync.hub_address import HubAddress
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Notice, Paragraph, caption
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 560
"""Pixels."""


class ServerAddressField(QLineEdit):
    """A password field whose content can be neither seen nor copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setPlaceholderText("postgresql://…")

    @property
    def url(self) -> str:
        """The address; of a pasted line of `checkin hub-init`, without the name before it."""
        return (self.text().split() or [""])[-1]

    def address(self) -> HubAddress:
        """Return the parsed address. Raise `UserError` if it is not one of a shared server."""
        return HubAddress.read(self.url)


class ServerAddressDialog(QDialog):
    """The dialog for this desk's own address; accepted, the address is valid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.field, self.notice = ServerAddressField(), Notice()
        how = Paragraph(TEXT)
        buttons = add_confirm_buttons(self, translate(_MEET))
        buttons.accepted.connect(self._try)
        column = dialog_column(self, translate(_TITLE), 8)
        column.addWidget(how)
        column.addSpacing(8)
        for part in (caption(translate(_ADDRESS), self.field), self.field, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        how.show_text(translate(_HOW))

    def _try(self) -> None:
        try:
            self.field.address()
        except UserError as error:  # shown here: the field must be corrected
            self.notice.setText(error_text(error))
            self.field.setFocus()
        else:
            self.accept()


def shown_address(url: str) -> str:
    """Return role, server and database for display; nothing of an unreadable address, which may contain a password
    anywhere.
    """
    try:
        return HubAddress.read(url).shown
    except UserError:
        return translate(_UNREADABLE)


def database_role(url: str) -> str:
    """Return the role in the address, "" if it cannot be read."""
    try:
        return HubAddress.read(url).who
    except UserError:
        return ""


_TITLE = Message("together", "This desk on the server")
_HOW = Message(
    "together",
    "Each desk has its own address: a line that the server’s administrator gets for it (checkin hub-init, "
    "checkin hub-desk). It holds a password and is not shown.",
)
_ADDRESS = Message("together", "This desk’s address")
_MEET = Message("together", "Connect to it")
_UNREADABLE = Message("together", "The address saved here cannot be read. Choose it again.")
