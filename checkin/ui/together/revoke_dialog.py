# SPDX-License-Identifier: GPL-3.0-or-later
"""A lost laptop shut out of the server: with the organiser's address, one desk of the list, and what becomes of its
copy. Keeps nothing.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from checkin.core.errors import UserError
from checkin.core.together.hub_desk import HubDesk
from checkin.core.words import Words
from checkin.language import say, sentence
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.parts.dialog_buttons import DANGER
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.labels import Notice, Paragraph, caption
from checkin.ui.parts.together_words import ago
from checkin.ui.together.address_field import AddressField, role_of

WIDTH, LIST_HEIGHT = 620, 150
"""Pixels."""

Look = Callable[[str], Sequence[HubDesk] | None]
"""From the organiser's address to the desks there; None where it told why not."""
Revoke = Callable[[str, HubDesk, bool], bool]
"""The organiser's address, the desk, whether its copy is to forget everybody; False where it told why not."""


class RevokeDialog(QDialog):
    """`own` is the address of this desk, which is in the list and cannot be chosen."""

    def __init__(self, own: str, look: Look, revoke: Revoke, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own, self._look, self._revoke = own, look, revoke
        self.setWindowTitle(say(_TITLE))
        self.organiser, self.list, self.notice = AddressField(), QListWidget(), Notice()
        self.list.setFixedHeight(sized(LIST_HEIGHT))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.forgets = QCheckBox(say(_FORGETS))
        self.show_them = QPushButton(say(_SHOW))
        self.show_them.setDefault(True)
        self.show_them.clicked.connect(self._show)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self.revoke = self.buttons.addButton(say(_REVOKE), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.revoke.setProperty(DANGER, True)
        self.revoke.setAutoDefault(False)
        self.revoke.setEnabled(False)
        self.revoke.clicked.connect(self._do)
        self.list.itemSelectionChanged.connect(lambda: self.revoke.setEnabled(bool(self.list.selectedItems())))
        self._assemble()
        self.organiser.setFocus()

    def _show(self) -> None:
        try:
            address = self.organiser.address()
        except UserError as error:  # told here: it is the field that is to be mended
            self.notice.setText(sentence(error))
            self.organiser.setFocus()
            return
        desks = self._look(address.url)
        if desks is None:
            return
        self.notice.setText("" if desks else say(_NONE))
        self._fill(desks)

    def _fill(self, desks: Sequence[HubDesk]) -> None:
        self.list.clear()
        for desk in desks:
            item = QListWidgetItem(_line(desk), self.list)
            item.setData(Qt.ItemDataRole.UserRole, desk)
            if desk.role == role_of(self._own):
                item.setText(say(_THIS, desk=item.text()))
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setFocus()

    def _do(self) -> None:
        desk = self.list.selectedItems()[0].data(Qt.ItemDataRole.UserRole)
        if not self._revoke(self.organiser.url, desk, self.forgets.isChecked()):
            return
        self.list.takeItem(self.list.currentRow())
        self.list.clearSelection()
        self.notice.setText(say(_ASKED if self.forgets.isChecked() else _DONE, name=desk.name))

    def _assemble(self) -> None:
        how, copy = Paragraph(TEXT), Paragraph(SMALL)
        asked = QHBoxLayout()
        asked.addWidget(self.organiser, 1)
        asked.addWidget(self.show_them)
        column = dialog_column(self, say(_TITLE), 8)
        column.addWidget(how)
        column.addSpacing(4)
        column.addWidget(caption(say(_ORGANISER), self.organiser))
        column.addLayout(asked)
        for part in (caption(say(_DESKS), self.list), self.list, self.forgets, copy, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setFixedWidth(sized(WIDTH))
        how.show_text(say(_HOW))
        copy.show_text(say(_COPY))

    def done(self, result: int) -> None:
        self.organiser.clear()
        super().done(result)


def _line(desk: HubDesk) -> str:
    if desk.age is None:
        return say(_NEVER, name=desk.name)
    return say(_HEARD, name=desk.name, desk=desk.desk, ago=ago(desk.age))


_TITLE = Words("together", "Revoke a lost desk")
_HOW = Words(
    "together",
    "It is shut out of the server at once; what it told stays. Nobody is shut out of a shared folder: "
    "whoever has the folder and the invitation can read it.",
)
_ORGANISER = Words("together", "Address of the organiser at the server (used now, kept nowhere)")
_SHOW = Words("together", "Show the desks")
_DESKS = Words("together", "Desks at the server")
_NONE = Words("together", "There is no desk of this event at the server.")
_NEVER = Words("together", "{name} · not heard for a day")
_HEARD = Words("together", "{name} · heard {ago} · calls itself “{desk}”")
_THIS = Words("together", "{desk} (this computer)")
_FORGETS = Words("together", "Its copy forgets everybody when it meets the server again")
_COPY = Words(
    "together",
    "What it has not told by then keeps its figures and loses its names. A laptop that never meets the server again "
    "keeps its copy: only an encrypted disk protects that.",
)
_REVOKE = Words("together", "Revoke")
_DONE = Words("together", "“{name}” is shut out. What it told stays.")
_ASKED = Words("together", "“{name}” is shut out, and its copy forgets everybody when it meets the server again.")
