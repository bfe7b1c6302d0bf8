# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the other desks: their state, peers, invitation. Only emits signals; `application` acts."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.sync.sync_status import SyncStatus
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE, SMALL, TEXT
from checkin.ui.sync.desk_list import DeskList
from checkin.ui.sync.hub_address_field import ServerAddressDialog, shown_address
from checkin.ui.sync.usb_drive_choice import UsbDriveChoice
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.sync_wording import sync_sentences

WIDTH = 680
"""Pixels."""
MOST_TOLD = 3
"""Most sentences above the list, which twenty silent desks would push off the screen."""


class SyncDialog(QDialog):
    """The dialog. `folder_chosen` and `hub_chosen` carry the new peer, "" for none."""

    folder_chosen = Signal(str)
    hub_chosen = Signal(str)
    invitation_wanted = Signal()
    revocation_wanted = Signal()
    ahead_taken = Signal()
    """Emitted when entries whose clock is ahead are to count here anyway."""
    drive_chosen = Signal(object)
    """Emitted with a `Volume` for one exchange in both directions."""

    def __init__(
        self, settings: Settings, sync_status: SyncStatus, parent: QWidget | None = None, *, is_erased: bool = False
    ) -> None:
        """`is_erased`: nobody is on the list any more."""
        super().__init__(parent)
        self._is_erased = is_erased
        self.setWindowTitle(translate(_TITLE))
        self._settings = settings
        self._message, self.desks = Paragraph(TEXT), DeskList()
        self._folder, self._hub = Paragraph(TEXT), Paragraph(TEXT)
        self._leave_folder, self._leave_hub = QPushButton(), QPushButton()
        self.usb_drives = UsbDriveChoice()
        self.usb_drives.chosen.connect(self.drive_chosen)
        self.invite = self._button(_INVITE, self.invitation_wanted.emit)
        self.revoke = self._button(_REVOKE, self.revocation_wanted.emit)
        self.take_ahead = self._button(_TAKE_AHEAD, self.ahead_taken.emit)
        self._assemble()
        self.show_settings(settings)
        self.show_sync_status(sync_status)

    def show_sync_status(self, sync_status: SyncStatus) -> None:
        """Show a changed state."""
        self._message.show_text("\n".join(_first(sync_sentences(sync_status))))
        self.desks.show_desks(sync_status.desks)
        self.take_ahead.setVisible(sync_status.ahead is not None)

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        warning = "" if self._is_erased else f"\n{translate(_OPEN)}"
        self._folder.show_text(f"{settings.folder}{warning}" if settings.folder else translate(_NO_FOLDER))
        self._hub.show_text(shown_address(settings.hub) if settings.hub else translate(_NO_HUB))
        self._leave_folder.setVisible(bool(settings.folder))
        self._leave_hub.setVisible(bool(settings.hub))
        self.invite.setVisible(bool(settings.folder or settings.hub))
        self.revoke.setVisible(bool(settings.hub))

    def sizeHint(self) -> QSize:
        return QSize(scale_px(WIDTH), super().sizeHint().height())

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(_FOLDER), self._settings.folder):
            self.folder_chosen.emit(chosen)

    def _ask_hub(self) -> None:
        dialog = ServerAddressDialog(self)
        is_given, url = dialog.exec(), dialog.field.url
        dialog.deleteLater()
        if is_given:
            self.hub_chosen.emit(url)

    def _button(self, words: Message, operation: object) -> QPushButton:
        button = QPushButton(translate(words))
        button.setAutoDefault(False)
        button.clicked.connect(operation)
        return button

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(translate(_TITLE), LARGE, 600))
        column.addWidget(self._message)
        column.addWidget(self.take_ahead, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.desks)
        column.addSpacing(4)
        column.addWidget(self.usb_drives)
        for words, where, choose, leave, forget in (
            (_FOLDER, self._folder, self._button(_CHOOSE, self._ask_folder), self._leave_folder, self.folder_chosen),
            (_HUB, self._hub, self._button(_CHOOSE, self._ask_hub), self._leave_hub, self.hub_chosen),
        ):
            leave.setText(translate(_LEAVE))
            leave.setAutoDefault(False)
            leave.clicked.connect(lambda _=False, signal=forget: signal.emit(""))
            column.addLayout(_row(words, where, (choose, leave)))
        column.addSpacing(8)
        column.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        last = QHBoxLayout()
        last.addWidget(self.invite)
        last.addWidget(self.revoke)
        last.addWidget(close, 1)
        column.addLayout(last)
        self.setFixedWidth(scale_px(WIDTH))


def _first(lines: list[str]) -> list[str]:
    """Return the gravest sentences; the list shows further silent desks."""
    rest = len(lines) - MOST_TOLD
    return lines if rest <= 1 else [*lines[:MOST_TOLD], translate(_MORE, count=rest)]


def _row(words: Message, where: QWidget, buttons: tuple[QPushButton, ...]) -> QHBoxLayout:
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(label(translate(words), SMALL, 600))
    texts.addWidget(where)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addLayout(texts, 1)
    for button in buttons:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
    return row


_TITLE = Message("together", "Other desks")
_MORE = Message("together", "{count} more: see the list")
_FOLDER = Message("together", "Shared folder")
_HUB = Message("together", "Server")
_NO_FOLDER = Message("together", "None. A shared or synchronised folder, or a USB drive, is enough for a few desks.")
_NO_HUB = Message("together", "None. A PostgreSQL server connects many desks, even over the internet.")
_CHOOSE = Message("together", "Choose…")
_LEAVE = Message("together", "Leave")
_OPEN = Message("together", "Anyone who has the folder and the invitation can see the list.")
_TAKE_AHEAD = Message("together", "Count these records anyway")
_REVOKE = Message("together", "Revoke a lost desk…")
_INVITE = Message("together", "Invite another desk…")
