# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that asks why a badge is printed again. Prints nothing."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Notice, caption, label
from checkin.ui.widgets.reason_box import ReasonBox

WIDTH = 480
"""Pixels."""


class ReprintDialog(QDialog):
    """The question for the badge of the attendee `name`. Accepted, it has a `why`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(Message("printing", "Print the badge again")))
        self.reason, self.notice = ReasonBox(tuple(map(translate, _WHYS))), Notice()
        buttons = add_confirm_buttons(self, translate(Message("printing", "Print")))
        buttons.accepted.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for part in (
            label(translate(_QUESTION, name=name), LARGE, 600),
            label(translate(_DETAIL)),
            caption(translate(Message("supervisor", "Why")), self.reason),
            self.reason,
            self.notice,
        ):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.reason.setFocus()

    @property
    def why(self) -> str:
        return self.reason.currentText().strip()

    def _take(self) -> None:
        """Accept only with a reason; otherwise say that it is missing."""
        if self.why:
            self.accept()
        else:
            self.notice.setText(translate(_WHY_IS_MISSING))
            self.reason.setFocus()


def ask_reprint_reason(name: str, parent: QWidget | None) -> str:
    """Return the reason given, "" if the user cancelled."""
    dialog = ReprintDialog(name, parent)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.why if taken else ""


_WHY_IS_MISSING = Message("printing", "First say why: choose with ↓, or type. Then Enter prints.")
_WHYS = (
    Message("printing", "Badly printed"),
    Message("printing", "Damaged"),
    Message("printing", "Lost"),
    Message("printing", "Spelling corrected"),
)
_QUESTION = Message("printing", "Print the badge of {name} again?")
_DETAIL = Message("printing", "A badge has probably been printed already. The reason is kept in the history.")
