# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog to join an event: the invitation of another desk or the code of a pretix device, this desk's name, and the
path of the shared folder here.
"""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.sync.invitation import Invitation
from checkin.services.sync.joining import folder_exists
from checkin.sync.pretix_device_code import DeviceCode, server_name
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.sync.code_camera_dialog import CodeCameraDialog
from checkin.ui.sync.join_text import is_join_text, read_join_text
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.layouts import dialog_column

WIDTH, TEXT_HEIGHT = 560, 110
"""Pixels."""
MOST_LETTERS = 60


class JoinDialog(QDialog):
    """The dialog. `invitation` is the one understood, with the local folder, or `device_code` that of pretix; both None
    until then. Joins nothing.
    """

    def __init__(self, desk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invitation: Invitation | None = None
        self.device_code: DeviceCode | None = None
        self.setWindowTitle(translate(_TITLE))
        self.text, self.name, self.folder = QPlainTextEdit(), QLineEdit(desk), QLineEdit()
        self.text.setFixedHeight(scale_px(TEXT_HEIGHT))
        self.text.setTabChangesFocus(True)
        self.name.setMaxLength(MOST_LETTERS)
        self.notice = Notice()
        self._choose = QPushButton(translate(_CHOOSE))
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._ask_folder)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._join = self._buttons.addButton(translate(_JOIN), QDialogButtonBox.ButtonRole.AcceptRole)
        self._join.setDefault(True)
        self._buttons.accepted.connect(self._try)
        self._buttons.rejected.connect(self.reject)
        self.text.textChanged.connect(self._read)
        self._assemble()
        self._read()
        self.text.setFocus()

    @property
    def desk(self) -> str:
        return self.name.text().strip()

    def _read(self) -> None:
        """Read the invitation at every letter; incomplete text is no mistake yet."""
        text = self.text.toPlainText()
        found = read_join_text(text)
        self.invitation, self.device_code = found.invitation, found.device_code
        self.notice.setText(error_text(found.error) if found.error and text.strip() else "")
        if self.invitation:
            self._propose(self.invitation)
        elif self.device_code and not self.name.isModified():
            self.name.setText(Settings().desk)  # no other desk is known yet
        self._folder_place.setVisible(self.invitation is not None and bool(self.invitation.folder))
        self._join.setEnabled(found.is_understood)
        self.understood.setText(self._understood_text())

    def _propose(self, invitation: Invitation) -> None:
        """Fill in the name and the folder that the invitation names, unless the user has typed others."""
        if invitation.desk and not self.name.isModified():
            self.name.setText(invitation.desk)
        if not self.folder.text() and (_is_of_server(invitation.folder) or folder_exists(invitation.folder)):
            self.folder.setText(invitation.folder)

    def _understood_text(self) -> str:
        if self.device_code:
            return translate(_SERVER, server=server_name(self.device_code.url))
        return translate(_EVENT, title=self.invitation.title) if self.invitation else ""

    def _read_with_camera(self) -> None:
        dialog = CodeCameraDialog(is_join_text, self)
        if dialog.exec():
            self.text.setPlainText(dialog.text)
            self.name.setFocus()
        dialog.deleteLater()

    def _try(self) -> None:
        if not (self.invitation or self.device_code) or not self.desk:
            self.name.setFocus()
            return
        if self.invitation and self.invitation.folder:
            if not folder_exists(self.folder.text()):
                self.notice.setText(translate(_NO_FOLDER))
                self.folder.setFocus()
                return
            self.invitation = replace(self.invitation, folder=self.folder.text())
        self.accept()

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(_FOLDER), self.folder.text()):
            self.folder.setText(chosen)

    def _assemble(self) -> None:
        self.understood = label("", weight=600)
        camera = QPushButton(translate(_CAMERA))
        camera.setAutoDefault(False)
        camera.clicked.connect(self._read_with_camera)
        self.camera = camera
        self._folder_place = QWidget()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self._choose)
        inner = QVBoxLayout(self._folder_place)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(caption(translate(_FOLDER), self.folder))
        inner.addLayout(row)
        column = dialog_column(self, translate(_TITLE), 8)
        column.addWidget(label(translate(_HOW)))
        column.addWidget(label(translate(_HOW_PRETIX)))
        column.addWidget(caption(translate(_TEXT), self.text))
        column.addWidget(self.text)
        column.addWidget(camera, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (
            self.understood,
            caption(translate(_NAME), self.name),
            self.name,
            self._folder_place,
            self.notice,
        ):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setFixedWidth(scale_px(WIDTH))


def _is_of_server(folder: str) -> bool:
    """Whether looking for the folder would contact a server (a UNC path), to which Windows sends the user's
    identity.
    """
    return folder.replace("\\", "/").startswith("//")


_TITLE = Message("join", "Join other desks")
_HOW = Message("join", "At a desk that is already running: ⋮, “Other desks…”, “Invite another desk…”.")
_HOW_PRETIX = Message("join", "Or in pretix: the organiser’s page “Devices”, “Connect a device”.")
_TEXT = Message("join", "Invitation, or device code of pretix (paste it, or scan it)")
_CAMERA = Message("join", "Read with the camera…")
_SERVER = Message("join", "pretix at {server}")
_NAME = Message("join", "Name of this desk")
_FOLDER = Message("join", "The shared folder, as this computer sees it")
_CHOOSE = Message("join", "Choose…")
_JOIN = Message("join", "Join")
_EVENT = Message("join", "Event: {title}")
_NO_FOLDER = Message("join", "This folder cannot be found. Connect the share or the drive, then choose it.")
