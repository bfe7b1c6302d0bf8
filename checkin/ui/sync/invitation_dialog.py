# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs that invite a desk, give it an address at the hub, or revoke a lost one.

An invitation is a text to copy and a code for a scanner; whoever sees it can join.
"""

from collections.abc import Callable, Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from checkin.core.message import Message, UserError
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.sync_status import HubDesk
from checkin.translation import error_text, translate
from checkin.ui.look.theme import LARGE, SMALL, TEXT, scale_px, scaled_font
from checkin.ui.sync.join_dialog import ServerAddressField, database_role
from checkin.ui.widgets.boxes import REST, column_of, row_of, wide
from checkin.ui.widgets.buttons import DANGER, push_button
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.exchange_wording import age_text
from checkin.ui.widgets.form_fields import Notice, Paragraph, caption, captioned, label
from checkin.ui.widgets.trial_code import CodePicture

SIDE, TEXT_WIDTH = 380, 330
"""Pixels of the code with its quiet zone, and of the column beside it."""


class InvitationDialog(Dialog):
    """A dialog for an existing invitation."""

    def __init__(self, invitation: Invitation, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(translate(_TITLE), parent)
        self.text = QtWidgets.QPlainTextEdit(invitation.text())
        self.text.setReadOnly(True)
        self.text.setFont(scaled_font(TEXT))
        self.text.setAccessibleName(translate(_TITLE))
        self._notice = Notice()
        copy = QtWidgets.QPushButton(translate(Message("join", "Copy the text")))
        copy.clicked.connect(self._copy)
        self._notice.hide()
        row_of(
            CodePicture(invitation.text(), translate(Message("join", "The invitation as a code")), SIDE),
            column_of(
                label(translate(_TITLE), LARGE, 600),
                label(translate(_HOW)),
                self.text,
                copy,
                label(translate(_CARE)),
                self._notice,
                self.closing(),
                spacing=12,
            ),
            spacing=24,
            around=(24, 20, 24, 20),
            of=self,
        )
        self.text.setMinimumWidth(scale_px(TEXT_WIDTH))
        self.setFixedSize(self.sizeHint())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._notice.setText(translate(Message("join", "Copied.")))


_TITLE = Message("join", "Invite another desk")
_HOW = Message(
    "join",
    "On the other computer: start Checkin, choose “Join other desks”, and paste this text, or scan this code "
    "with a scanner.",
)
_CARE = Message(
    "join", "Anyone who has it can join as a desk of this event and see everyone: give it only to your team."
)


# The hub address for a new desk: pasted, or created with the organiser's address.
# Never this desk's own address, because the server could not tell the two apart. Stores nothing.

WIDTH = 620
"""Pixels."""
MOST_LETTERS = 60

Admit = Callable[[str, str], str | None]
"""A function from the organiser's address and a desk's name to the desk's address; None if refused, which
it has shown.
"""


class NewDeskDialog(Dialog):
    """The dialog. `hub` is the new desk's address, "" if it meets elsewhere; `own` is this desk's."""

    def __init__(self, own: str, admit: Admit, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(translate(Message("join", "The new desk on the server")), parent)
        self.hub = ""
        self._own, self._admit = own, admit
        self.address, self.organiser, self.name = ServerAddressField(), ServerAddressField(), QtWidgets.QLineEdit()
        self.name.setMaxLength(MOST_LETTERS)
        self.notice = Notice()
        self.without = push_button(translate(Message("join", "Without the server")), self.accept)
        self.buttons = self.confirm(translate(Message("join", "Continue")), self._try, others=[self.without])
        self.go_on = self.buttons.buttons()[0]
        self.arrange(
            label(translate(_NEW_DESK_HOW)),
            captioned(translate(Message("join", "Address of the new desk")), self.address),
            12,
            label(translate(_OTHER)),
            captioned(translate(Message("join", "Address of the organiser")), self.organiser),
            captioned(translate(Message("join", "Name of the new desk")), self.name),
            self.notice,
            REST,
            self.buttons,
            spacing=8,
            width=WIDTH,
        )
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

    def done(self, result: int) -> None:
        self.address.clear()
        self.organiser.clear()
        super().done(result)


_NEW_DESK_HOW = Message(
    "join",
    "Each desk has its own address, so that one lost desk can be shut out: a line printed by checkin hub-init "
    "--desks or checkin hub-desk.",
)
_OTHER = Message("join", "Or let Checkin create it, using the organiser’s address for the server: used once, not kept.")
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


class RevokeDialog(Dialog):
    """The dialog; `own` is this desk's address, which is listed but cannot be chosen."""

    def __init__(self, own: str, look: Look, revoke: Revoke, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(translate(Message("together", "Revoke a lost desk")), parent)
        self._own, self._look, self._revoke = own, look, revoke
        self.organiser, self.list, self.notice = ServerAddressField(), QtWidgets.QListWidget(), Notice()
        self.list.setFixedHeight(scale_px(LIST_HEIGHT))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.forgets = QtWidgets.QCheckBox(translate(_FORGETS))
        self.show_them = QtWidgets.QPushButton(translate(Message("together", "Show the desks")))
        self.show_them.setDefault(True)
        self.show_them.clicked.connect(self._show)
        self.buttons = self.closing()
        self.revoke = self.buttons.addButton(translate(_REVOKE), QtWidgets.QDialogButtonBox.ButtonRole.DestructiveRole)
        self.revoke.setProperty(DANGER, True)
        self.revoke.setAutoDefault(False)
        self.revoke.setEnabled(False)
        self.revoke.clicked.connect(self._do)
        self.list.itemSelectionChanged.connect(lambda: self.revoke.setEnabled(bool(self.list.selectedItems())))
        how, copy = Paragraph(TEXT), Paragraph(SMALL)
        self.arrange(
            how,
            4,
            caption(translate(_ORGANISER_OF_SERVER), self.organiser),
            row_of(wide(self.organiser), self.show_them),
            captioned(translate(Message("together", "Desks on the server")), self.list),
            self.forgets,
            copy,
            self.notice,
            REST,
            self.buttons,
            spacing=8,
            width=WIDTH,
        )
        how.show_text(translate(_REVOKE_HOW))
        copy.show_text(translate(_COPIES_REMAIN))
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
            item = QtWidgets.QListWidgetItem(_line(desk), self.list)
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

    def done(self, result: int) -> None:
        self.organiser.clear()
        super().done(result)


def _line(desk: HubDesk) -> str:
    if desk.age is None:
        return translate(Message("together", "{name} · not heard from for a day"), name=desk.name)
    return translate(_HEARD, name=desk.name, desk=desk.desk, ago=age_text(desk.age))


_REVOKE_HOW = Message(
    "together",
    "It is shut out of the server at once; what it sent stays. Nobody can be shut out of a shared folder: "
    "anyone who has the folder and the invitation can read it.",
)
_ORGANISER_OF_SERVER = Message("together", "The organiser’s address for the server (used once, not kept)")
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
