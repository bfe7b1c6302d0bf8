# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs that invite a desk, give it an address at the hub, or revoke a lost one.

An invitation is a text to copy and a code for a scanner; whoever sees it can join.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from checkin.core.message import Message, UserError
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.sync_status import HubDesk
from checkin.services.exports.exporting import code_modules
from checkin.translation import error_text, translate
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.theme import GLOW, LARGE, SMALL, TEXT, scale_px, scaled_font
from checkin.ui.sync.join_dialog import ServerAddressField, database_role
from checkin.ui.widgets.buttons import DANGER
from checkin.ui.widgets.camera_preview import paint_code_modules
from checkin.ui.widgets.exchange_wording import age_text
from checkin.ui.widgets.form_fields import Notice, Paragraph, caption, label
from checkin.ui.widgets.layouts import dialog_column

SIDE, TEXT_WIDTH = 380, 330
"""Pixels of the code with its quiet zone, and of the column beside it."""


class InvitationDialog(QDialog):
    """A dialog for an existing invitation."""

    def __init__(self, invitation: Invitation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.text = QPlainTextEdit(invitation.text())
        self.text.setReadOnly(True)
        self.text.setFont(scaled_font(TEXT))
        self.text.setAccessibleName(translate(_TITLE))
        self._notice = Notice()
        copy = QPushButton(translate(Message("join", "Copy the text")))
        copy.clicked.connect(self._copy)
        column = QVBoxLayout()
        column.setSpacing(12)
        for part in (
            label(translate(_TITLE), LARGE, 600),
            label(translate(_HOW)),
            self.text,
            copy,
            label(translate(_CARE)),
            self._notice,
        ):
            column.addWidget(part)
        self._notice.hide()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column.addWidget(close)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(24)
        row.addWidget(_Code(invitation.text()))
        row.addLayout(column)
        self.text.setMinimumWidth(scale_px(TEXT_WIDTH))
        self.setFixedSize(self.sizeHint())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._notice.setText(translate(Message("join", "Copied.")))


class _Code(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._modules = code_modules(text)
        self.setFixedSize(SIDE, SIDE)
        self.setAccessibleName(translate(_CODE))

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_rounded(painter, QRectF(self.rect()), 12, GLOW)
        side = SIDE // len(self._modules) * len(self._modules)
        edge = (SIDE - side) / 2
        paint_code_modules(painter, QRectF(edge, edge, side, side), self._modules)


_TITLE = Message("join", "Invite another desk")
_HOW = Message(
    "join",
    "On the other computer: start Checkin, choose “Join other desks”, and paste this text, or scan this code "
    "with a scanner.",
)
_CARE = Message(
    "join", "Anyone who has it can join as a desk of this event and see everyone: give it only to your team."
)
_CODE = Message("join", "The invitation as a code")


# The hub address for a new desk: pasted, or created with the organiser's address.
# Never this desk's own address, because the server could not tell the two apart. Stores nothing.

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
        self.setWindowTitle(translate(_NEW_DESK_TITLE))
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
            raise UserError(Message("join", "The new desk has no name yet. Nothing was changed; type one."))
        return self._admit(organiser.url, self.name.text().strip()) or ""

    def _assemble(self) -> None:
        how, other = Paragraph(TEXT), Paragraph(TEXT)
        column = dialog_column(self, translate(_NEW_DESK_TITLE), 8)
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
        how.show_text(translate(_NEW_DESK_HOW))
        other.show_text(translate(_OTHER))

    def done(self, result: int) -> None:
        self.address.clear()
        self.organiser.clear()
        super().done(result)


_NEW_DESK_TITLE = Message("join", "The new desk on the server")
_NEW_DESK_HOW = Message(
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


# The dialog that shuts a lost laptop out of the hub: organiser's address, desk, what becomes of its copy.
# Stores nothing.

LIST_HEIGHT = 150
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
        self.setWindowTitle(translate(_REVOKE_TITLE))
        self.organiser, self.list, self.notice = ServerAddressField(), QListWidget(), Notice()
        self.list.setFixedHeight(scale_px(LIST_HEIGHT))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.forgets = QCheckBox(translate(_FORGETS))
        self.show_them = QPushButton(translate(Message("together", "Show the desks")))
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
        self.notice.setText("" if desks else translate(Message("together", "No desk of this event is on the server.")))
        self._fill(desks)

    def _fill(self, desks: Sequence[HubDesk]) -> None:
        self.list.clear()
        for desk in desks:
            item = QListWidgetItem(_line(desk), self.list)
            item.setData(Qt.ItemDataRole.UserRole, desk)
            if desk.role == database_role(self._own):
                item.setText(translate(Message("together", "{desk} (this computer)"), desk=item.text()))
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
        column = dialog_column(self, translate(_REVOKE_TITLE), 8)
        column.addWidget(how)
        column.addSpacing(4)
        column.addWidget(caption(translate(_ORGANISER_OF_SERVER), self.organiser))
        column.addLayout(asked)
        for part in (caption(translate(_DESKS), self.list), self.list, self.forgets, copy, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setFixedWidth(scale_px(WIDTH))
        how.show_text(translate(_REVOKE_HOW))
        copy.show_text(translate(_COPIES_REMAIN))

    def done(self, result: int) -> None:
        self.organiser.clear()
        super().done(result)


def _line(desk: HubDesk) -> str:
    if desk.age is None:
        return translate(Message("together", "{name} · not heard from for a day"), name=desk.name)
    return translate(_HEARD, name=desk.name, desk=desk.desk, ago=age_text(desk.age))


_REVOKE_TITLE = Message("together", "Revoke a lost desk")
_REVOKE_HOW = Message(
    "together",
    "It is shut out of the server at once; what it sent stays. Nobody can be shut out of a shared folder: "
    "anyone who has the folder and the invitation can read it.",
)
_ORGANISER_OF_SERVER = Message("together", "The organiser’s address for the server (used once, not kept)")
_DESKS = Message("together", "Desks on the server")
_HEARD = Message("together", "{name} · heard from {ago} · calls itself “{desk}”")
_FORGETS = Message("together", "Erase personal data from its copy when it next reaches the server")
_COPIES_REMAIN = Message(
    "together",
    "What it has not sent by then keeps its figures and loses its names. A laptop that never reaches the "
    "server again keeps its copy: only an encrypted disk protects that.",
)
_REVOKE = Message("together", "Revoke")
_DONE = Message("together", "“{name}” is shut out. What it sent stays.")
_ASKED = Message(
    "together", "“{name}” is shut out, and personal data is erased from its copy when it next reaches the server."
)
