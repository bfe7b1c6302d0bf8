# SPDX-License-Identifier: GPL-3.0-or-later
"""The address of a new desk at the server: pasted, or made with the organiser's. Never this desk's own, by which the
two could not be told apart. Keeps nothing.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.language import say, sentence
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import TEXT
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.labels import Notice, Paragraph, caption
from checkin.ui.together.address_field import AddressField, role_of

WIDTH = 620
"""Pixels."""
MOST_LETTERS = 60

Admit = Callable[[str, str], str | None]
"""From the organiser's address and a desk's name to the desk's address; None where it told why not."""


class NewDeskDialog(QDialog):
    """`hub` is the new desk's address, "" if it is to meet elsewhere. `own` is this desk's."""

    def __init__(self, own: str, admit: Admit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hub = ""
        self._own, self._admit = own, admit
        self.setWindowTitle(say(_TITLE))
        self.address, self.organiser, self.name = AddressField(), AddressField(), QLineEdit()
        self.name.setMaxLength(MOST_LETTERS)
        self.notice = Notice()
        self.buttons = QDialogButtonBox()
        self.go_on = self.buttons.addButton(say(_GO_ON), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setDefault(True)
        self.without = self.buttons.addButton(say(_WITHOUT), QDialogButtonBox.ButtonRole.ActionRole)
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
        except UserError as error:  # told here: it is a field that is to be mended
            self.notice.setText(sentence(error))
            return
        if self.hub:
            self.accept()

    def _found(self) -> str:
        """ "" where the organiser's account did not do, which was told."""
        if self.address.url or not self.organiser.url:
            new = self.address.address()
            if new.who == role_of(self._own):
                raise UserError(_OWN)
            return new.url
        organiser = self.organiser.address()
        if not self.name.text().strip():
            self.name.setFocus()
            raise UserError(_NO_NAME)
        return self._admit(organiser.url, self.name.text().strip()) or ""

    def _assemble(self) -> None:
        how, other = Paragraph(TEXT), Paragraph(TEXT)
        column = dialog_column(self, say(_TITLE), 8)
        column.addWidget(how)
        for field, words in ((self.address, _ADDRESS), (self.organiser, _ORGANISER), (self.name, _NAME)):
            if field is self.organiser:
                column.addSpacing(12)
                column.addWidget(other)
            column.addWidget(caption(say(words), field))
            column.addWidget(field)
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setFixedWidth(sized(WIDTH))
        how.show_text(say(_HOW))
        other.show_text(say(_OTHER))

    def done(self, result: int) -> None:
        self.address.clear()
        self.organiser.clear()
        super().done(result)


_TITLE = Words("join", "The new desk at the server")
_HOW = Words(
    "join",
    "Each desk has an address of its own, so that a lost one can be shut out alone: a line that "
    "checkin hub-init --desks or checkin hub-desk printed.",
)
_OTHER = Words("join", "Or let Checkin make it, with the organiser’s address of the server: used now, kept nowhere.")
_ADDRESS = Words("join", "Address of the new desk")
_ORGANISER = Words("join", "Address of the organiser")
_NAME = Words("join", "Name of the new desk")
_GO_ON = Words("join", "Go on")
_WITHOUT = Words("join", "Without the server")
_OWN = Words("join", "This is the address of this desk. Nothing was changed; the new desk needs one of its own.")
_NO_NAME = Words("join", "The new desk has no name yet. Nothing was changed; type one.")
