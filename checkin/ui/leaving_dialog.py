# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog of remaining tasks when the window is closed after the event.

Enter, Escape and the close button all close.
"""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from checkin.core.message import Message
from checkin.core.typed_times import written_day
from checkin.services.closing_reminder import LeftToDo
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 620
"""Pixels."""


class LeavingDialog(QDialog):
    """The reminder before closing. `stays` is true if the user chose the closing screen instead."""

    def __init__(self, left: LeftToDo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stays = False
        self.setWindowTitle(translate(_TITLE))
        buttons = QDialogButtonBox(self)
        self.leave = buttons.addButton(translate(_CLOSE), QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave.setDefault(True)
        self.stay = buttons.addButton(translate(_STAY), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        self.stay.clicked.connect(self._stay)
        column = dialog_column(self, translate(_TITLE), 12)
        for text in remaining_task_lines(left):
            paragraph = Paragraph()
            paragraph.show_text(text)
            column.addWidget(paragraph)
        column.addSpacing(4)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.leave.setFocus()

    def _stay(self) -> None:
        self.stays = True
        self.accept()


def remaining_task_lines(left: LeftToDo) -> list[str]:
    exported = translate(_EXPORTED if left.is_exported else _NOT_EXPORTED)
    if left.erased:
        return [exported, translate(_ERASED, day=written_day(left.erased))]
    if left.until is None:
        return [exported, translate(_NO_DAY)]
    return [exported, translate(_BY_ITSELF if left.by_itself else _UNTIL, day=written_day(left.until))]


_TITLE = Message("closing", "The event is over")
_EXPORTED = Message("closing", "The latest export is up to date.")
_NOT_EXPORTED = Message(
    "closing", "The attendance has not been exported from this computer, or something has been recorded since."
)
_UNTIL = Message("closing", "Personal data: kept until {day}, then to be erased from the Closing screen.")
_BY_ITSELF = Message(
    "closing",
    "Personal data: kept until {day}; it is erased automatically when the event is next opened after that. "
    "Export anything you still need before then.",
)
_ERASED = Message(
    "closing",
    "Personal data was erased on {day}. Codes or texts that came in since may still identify people: erase "
    "once more on the Closing screen.",
)
_NO_DAY = Message("closing", "Personal data: no date is set for erasing it.")
_CLOSE = Message("closing", "Close Checkin")
_STAY = Message("closing", "Show the Closing screen")
