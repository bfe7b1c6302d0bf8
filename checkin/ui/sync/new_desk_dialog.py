# SPDX-License-Identifier: GPL-3.0-or-later
"""The hub address for a new desk: pasted, or created with the organiser's address.

Never this desk's own address, because the server could not tell the two apart. Stores nothing.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import TEXT
from checkin.ui.sync.hub_address_field import ServerAddressField, database_role
from checkin.ui.widgets.labels import Notice, Paragraph, caption
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 620
"""Pixels."""
MOST_LETTERS = 60

Admit = Callable[[str, str], str | None]
"""A function from the organiser's address and a desk's name to the desk's address; None if refused, which
it has shown.
"""


class NewDeskDialog(QDialog):
    """The dialog. `hub` is the new desk's address, "" if it meets elsewhere; `own` is this desk's."""

    def __init__(self, own: str, admit: Admit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hub = ""
        self._own, self._admit = own, admit
        self.setWindowTitle(translate(_TITLE))
        self.address, self.organiser, self.name = ServerAddressField(), ServerAddressField(), QLineEdit()
        self.name.setMaxLength(MOST_LETTERS)
        self.notice = Notice()
        self.buttons = QDialogButtonBox(self)
        self.go_on = self.buttons.addButton(translate(_GO_ON), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setDefault(True)
        self.without = self.buttons.addButton(translate(_WITHOUT), QDialogButtonBox.ButtonRole.ActionRole)
        self.without.setAutoDefault(False)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._try)
        self.without.clicked.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._assemble()
        self.address.setFocus()

    def _try(self) -> None:
        try:
            self.hub = self._found()
        except UserError as error:  # shown here: a field must be corrected
            self.notice.setText(error_text(error))
            return
        if self.hub:
            self.accept()

    def _found(self) -> str:
        """Return the address, "" if the organiser's account was refused (and that was shown).

        Raise `UserError` for wrong input.
        """
        if self.address.url or not self.organiser.url:
            new = self.address.address()
            if new.who == database_role(self._own):
                raise UserError(_OWN)
            return new.url
        organiser = self.organiser.address()
        if not self.name.text().strip():
            self.name.setFocus()
            raise UserError(_NO_NAME)
        return self._admit(organiser.url, self.name.text().strip()) or ""

    def _assemble(self) -> None:
        how, other = Paragraph(TEXT), Paragraph(TEXT)
        column = dialog_column(self, translate(_TITLE), 8)
        column.addWidget(how)
        for field, words in ((self.address, _ADDRESS), (self.organiser, _ORGANISER), (self.name, _NAME)):
            if field is self.organiser:
                column.addSpacing(12)
                column.addWidget(other)
            column.addWidget(caption(translate(words), field))
            column.addWidget(field)
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setFixedWidth(scale_px(WIDTH))
        how.show_text(translate(_HOW))
        other.show_text(translate(_OTHER))

    def done(self, result: int) -> None:
        self.address.clear()
        self.organiser.clear()
        super().done(result)


_TITLE = Message("join", "The new desk on the server")
_HOW = Message(
    "join",
    "Each desk has its own address, so that one lost desk can be shut out: a line printed by checkin hub-init "
    "--desks or checkin hub-desk.",
)
_OTHER = Message("join", "Or let Checkin create it, using the organiser’s address for the server: used once, not kept.")
_ADDRESS = Message("join", "Address of the new desk")
_ORGANISER = Message("join", "Address of the organiser")
_NAME = Message("join", "Name of the new desk")
_GO_ON = Message("join", "Continue")
_WITHOUT = Message("join", "Without the server")
_OWN = Message("join", "This is this desk’s own address. Nothing was changed; the new desk needs its own.")
_NO_NAME = Message("join", "The new desk has no name yet. Nothing was changed; type one.")
