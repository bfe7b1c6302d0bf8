# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog to join other desks: their invitation, this desk's name, and the path of the shared folder here."""

from dataclasses import replace

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

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.sync.invitation import Invitation, invitation_in
from checkin.services.sync.joining import folder_exists
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.layouts import dialog_column

WIDTH, TEXT_HEIGHT = 560, 110
"""Pixels."""
MOST_LETTERS = 60


class JoinDialog(QDialog):
    """The dialog. `invitation` is the one understood, with the local folder; None until then. Joins nothing."""

    def __init__(self, desk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invitation: Invitation | None = None
        self.setWindowTitle(translate(_TITLE))
        self.text, self.name, self.folder = QPlainTextEdit(), QLineEdit(desk), QLineEdit()
        self.text.setFixedHeight(scale_px(TEXT_HEIGHT))
        self.text.setTabChangesFocus(True)
        self.name.setMaxLength(MOST_LETTERS)
        self.notice = Notice()
        self._choose = QPushButton(translate(_CHOOSE))
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._ask_folder)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
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
        try:
            self.invitation = invitation_in(self.text.toPlainText())
        except UserError as error:
            self.invitation = None
            self.notice.setText(error_text(error) if self.text.toPlainText().strip() else "")
        else:
            self.notice.setText("")
            if self.invitation.desk and not self.name.isModified():
                self.name.setText(self.invitation.desk)
            if not self.folder.text() and (
                _is_of_server(self.invitation.folder) or folder_exists(self.invitation.folder)
            ):
                self.folder.setText(self.invitation.folder)
        meets_in_folder = self.invitation is not None and bool(self.invitation.folder)
        self._folder_place.setVisible(meets_in_folder)
        self._join.setEnabled(self.invitation is not None)
        self._event_title.setText(translate(_EVENT, title=self.invitation.title) if self.invitation else "")

    def _try(self) -> None:
        if self.invitation is None or not self.desk:
            self.name.setFocus()
            return
        if self.invitation.folder:
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
        self._event_title = label("", weight=600)
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
        column.addWidget(caption(translate(_TEXT), self.text))
        for part in (
            self.text,
            self._event_title,
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
_TEXT = Message("join", "Invitation text (paste it, or scan its code)")
_NAME = Message("join", "Name of this desk")
_FOLDER = Message("join", "The shared folder, as this computer sees it")
_CHOOSE = Message("join", "Choose…")
_JOIN = Message("join", "Join")
_EVENT = Message("join", "Event: {title}")
_NO_FOLDER = Message("join", "This folder cannot be found. Connect the share or the drive, then choose it.")
