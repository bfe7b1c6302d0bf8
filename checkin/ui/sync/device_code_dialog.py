# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that makes this computer a device of the pretix whose list it has already. Connects nowhere.

The desk behind it has the camera and the scanner: both fill the field while the cursor is in it.
"""

from PySide6.QtWidgets import QDialog, QWidget

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.sync.pretix_device_code import DeviceCode, looks_like_device_code, server_name
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.scan_field import ScanField

WIDTH = 560
"""Pixels."""


class DeviceCodeDialog(QDialog):
    """The dialog. `code` is the device code understood, None until then. `server` is the name of the server that the
    event's list is from: a code of another one is refused.
    """

    def __init__(self, server: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code: DeviceCode | None = None
        self._server = server
        self.setWindowTitle(translate(_TITLE))
        self.field, self.notice = ScanField(), Notice()
        self.field.leaves = lambda code: not looks_like_device_code(code)
        self.understood = label("", weight=600)
        self.buttons = add_confirm_buttons(self, translate(_CONNECT))
        self.buttons.accepted.connect(self.accept)
        self.field.textChanged.connect(self._read)
        column = dialog_column(self, translate(_TITLE), 8)
        column.addWidget(label(translate(_HOW, server=server)))
        column.addSpacing(8)
        for part in (caption(translate(_TEXT), self.field), self.field, self.understood, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self._read()
        self.field.setFocus()

    def _read(self) -> None:
        """Say at every letter what was understood."""
        text, self.code, sentence = self.field.text(), None, ""
        try:
            code = DeviceCode.read(text)
        except UserError as error:
            sentence = error_text(error) if text.strip() else ""
        else:
            is_same = server_name(code.url) == self._server
            self.code, sentence = (code, "") if is_same else (None, self._of_another(code))
        self.notice.setText(sentence)
        self.understood.setText(translate(_SERVER, server=self._server) if self.code else "")
        self.buttons.buttons()[0].setEnabled(self.code is not None)

    def _of_another(self, code: DeviceCode) -> str:
        return translate(_OTHER, there=server_name(code.url), server=self._server)


_TITLE = Message("ticketing", "Connect this desk to pretix")
_HOW = Message(
    "ticketing",
    "In pretix ({server}), the organiser’s page “Devices”: “Connect a device”. Hold the code up to the camera, scan "
    "it, or paste its text.",
)
_TEXT = Message("ticketing", "Device code")
_CONNECT = Message("ticketing", "Connect")
_SERVER = Message("join", "pretix at {server}")
_OTHER = Message(
    "ticketing",
    "This code is of another pretix, {there}. This event is at {server}: nothing was changed. An event of another "
    "server becomes an event of its own: close this one, then “Join other desks…”.",
)
