# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that shuts a lost laptop out of the hub: organiser's address, desk, what becomes of its copy.

Stores nothing.
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
from checkin.core.message import Message
from checkin.core.sync.sync_status import HubDesk
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.sync.hub_address_field import ServerAddressField, database_role
from checkin.ui.widgets.dialog_buttons import DANGER
from checkin.ui.widgets.labels import Notice, Paragraph, caption
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.sync_wording import age_text

WIDTH, LIST_HEIGHT = 620, 150
"""Pixels."""

Look = Callable[[str], Sequence[HubDesk] | None]
"""A function from the organiser's address to the desks there; None if refused, which it has shown."""
Revoke = Callable[[str, HubDesk, bool], bool]
"""A function of organiser's address, desk, and whether its copy is to be purged; False if refused, which it
has shown.
"""


class RevokeDialog(QDialog):
    """The dialog; `own` is this desk's address, which is listed but cannot be chosen."""

    def __init__(self, own: str, look: Look, revoke: Revoke, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own, self._look, self._revoke = own, look, revoke
        self.setWindowTitle(translate(_TITLE))
        self.organiser, self.list, self.notice = ServerAddressField(), QListWidget(), Notice()
        self.list.setFixedHeight(scale_px(LIST_HEIGHT))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.forgets = QCheckBox(translate(_FORGETS))
        self.show_them = QPushButton(translate(_SHOW))
        self.show_them.setDefault(True)
        self.show_them.clicked.connect(self._show)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self.revoke = self.buttons.addButton(translate(_REVOKE), QDialogButtonBox.ButtonRole.DestructiveRole)
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
        except UserError as error:  # shown here: the field must be corrected
            self.notice.setText(error_text(error))
            self.organiser.setFocus()
            return
        desks = self._look(address.url)
        if desks is None:
            return
        self.notice.setText("" if desks else translate(_NONE))
        self._fill(desks)

    def _fill(self, desks: Sequence[HubDesk]) -> None:
        self.list.clear()
        for desk in desks:
            item = QListWidgetItem(_line(desk), self.list)
            item.setData(Qt.ItemDataRole.UserRole, desk)
            if desk.role == database_role(self._own):
                item.setText(translate(_THIS, desk=item.text()))
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setFocus()

    def _do(self) -> None:
        desk = self.list.selectedItems()[0].data(Qt.ItemDataRole.UserRole)
        if not self._revoke(self.organiser.url, desk, self.forgets.isChecked()):
            return
        self.list.takeItem(self.list.currentRow())
        self.list.clearSelection()
        self.notice.setText(translate(_ASKED if self.forgets.isChecked() else _DONE, name=desk.name))

    def _assemble(self) -> None:
        how, copy = Paragraph(TEXT), Paragraph(SMALL)
        asked = QHBoxLayout()
        asked.addWidget(self.organiser, 1)
        asked.addWidget(self.show_them)
        column = dialog_column(self, translate(_TITLE), 8)
        column.addWidget(how)
        column.addSpacing(4)
        column.addWidget(caption(translate(_ORGANISER), self.organiser))
        column.addLayout(asked)
        for part in (caption(translate(_DESKS), self.list), self.list, self.forgets, copy, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setFixedWidth(scale_px(WIDTH))
        how.show_text(translate(_HOW))
        copy.show_text(translate(_COPY))

    def done(self, result: int) -> None:
        self.organiser.clear()
        super().done(result)


def _line(desk: HubDesk) -> str:
    if desk.age is None:
        return translate(_NEVER, name=desk.name)
    return translate(_HEARD, name=desk.name, desk=desk.desk, ago=age_text(desk.age))


_TITLE = Message("together", "Revoke a lost desk")
_HOW = Message(
    "together",
    "It is shut out of the server at once; what it sent stays. Nobody can be shut out of a shared folder: "
    "anyone who has the folder and the invitation can read it.",
)
_ORGANISER = Message("together", "The organiser’s address for the server (used once, not kept)")
_SHOW = Message("together", "Show the desks")
_DESKS = Message("together", "Desks on the server")
_NONE = Message("together", "No desk of this event is on the server.")
_NEVER = Message("together", "{name} · not heard from for a day")
_HEARD = Message("together", "{name} · heard from {ago} · calls itself “{desk}”")
_THIS = Message("together", "{desk} (this computer)")
_FORGETS = Message("together", "Erase personal data from its copy when it next reaches the server")
_COPY = Message(
    "together",
    "What it has not sent by then keeps its figures and loses its names. A laptop that never reaches the "
    "server again keeps its copy: only an encrypted disk protects that.",
)
_REVOKE = Message("together", "Revoke")
_DONE = Message("together", "“{name}” is shut out. What it sent stays.")
_ASKED = Message(
    "together", "“{name}” is shut out, and personal data is erased from its copy when it next reaches the server."
)
