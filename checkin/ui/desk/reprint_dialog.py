# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a badge is printed again. One question; prints nothing."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import LARGE
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.labels import Notice, caption, label
from checkin.ui.parts.reason_box import ReasonBox

WIDTH = 480
"""Pixels."""


class ReprintDialog(QDialog):
    """`name` is whose badge. Closed with Enter it has a `why`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(Words("printing", "Print the badge again")))
        self.reason, self.notice = ReasonBox(tuple(map(say, _WHYS))), Notice()
        buttons = do_or_go_back(self, say(Words("printing", "Print")))
        buttons.accepted.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for part in (
            label(say(_QUESTION, name=name), LARGE, 600),
            label(say(_DETAIL)),
            caption(say(Words("supervisor", "Why")), self.reason),
            self.reason,
            self.notice,
        ):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(buttons)
        self.setFixedWidth(sized(WIDTH))
        self.reason.setFocus()

    @property
    def why(self) -> str:
        return self.reason.currentText().strip()

    def _take(self) -> None:
        """Not without a reason, and it says so."""
        if self.why:
            self.accept()
        else:
            self.notice.setText(say(_WHY_IS_MISSING))
            self.reason.setFocus()


def ask_why(name: str, parent: QWidget | None) -> str:
    """The reason that somebody gave, "" if they went back."""
    dialog = ReprintDialog(name, parent)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.why if taken else ""


_WHY_IS_MISSING = Words("printing", "Say why first: choose with ↓, or type. Then Enter prints.")
_WHYS = (
    Words("printing", "Badly printed"),
    Words("printing", "Damaged"),
    Words("printing", "Lost"),
    Words("printing", "Spelling corrected"),
)
_QUESTION = Words("printing", "Print the badge of {name} again?")
_DETAIL = Words("printing", "A badge was probably printed already. The reason is kept in the history.")
