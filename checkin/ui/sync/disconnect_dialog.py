# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before this desk is disconnected from pretix. Disconnects nothing."""

from PySide6.QtWidgets import QDialog, QWidget

from checkin.core.message import Message
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import WrappingCheckBox
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.ticketing_wording import waiting_text

WIDTH = 520
"""Pixels."""


class DisconnectDialog(QDialog):
    """The dialog. `gives_up` tells whether pretix is to forget the device too, if it is still one."""

    def __init__(self, status: TicketingStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.give_up = WrappingCheckBox(translate(_GIVE_UP, number=status.device))
        self.give_up.setVisible(status.is_connected)
        self.give_up.setChecked(status.is_connected)
        buttons = add_confirm_buttons(self, translate(_DO), is_danger=True)
        buttons.accepted.connect(self.accept)
        column = dialog_column(self, translate(_TITLE), 12)
        column.addWidget(label(translate(_WHAT)))
        if status.waiting:
            column.addWidget(label(f"{waiting_text(status.waiting)} {translate(_LOST_THERE)}", weight=600))
        column.addWidget(self.give_up)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))

    @property
    def gives_up(self) -> bool:
        return self.give_up.isChecked()


_TITLE = Message("ticketing", "Disconnect this desk from pretix?")
_WHAT = Message(
    "ticketing",
    "The list and everything recorded stay here. This computer fetches nothing from pretix any more, and sends "
    "nothing. To connect it again, a new device code is needed.",
)
_LOST_THERE = Message("ticketing", "pretix will not get them from this computer.")
_GIVE_UP = Message("ticketing", "Give up device {number} in pretix too: its access ends there")
_DO = Message("ticketing", "Disconnect")
