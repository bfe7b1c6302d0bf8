# SPDX-License-Identifier: GPL-3.0-or-later
"""A justification, chosen or typed: the box for it, and the dialog that asks for one before something is done."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.services.supervision import LONGEST_WHY
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import TypedChoice
from checkin.ui.widgets.labels import Notice, caption, label

WIDTH = 480
"""Pixels."""


class JustificationBox(TypedChoice):
    """A combo box with the usual reasons, which accepts any other."""

    def __init__(self, whys: tuple[str, ...]) -> None:
        super().__init__(translate(Message("supervisor", "Why")))
        self.addItems(whys)
        self.setCurrentIndex(-1)
        field = self.lineEdit()
        assert field
        field.setPlaceholderText(translate(Message("supervisor", "Choose with ↓, or type")))
        field.setMaxLength(LONGEST_WHY)


@dataclass(frozen=True, slots=True)
class JustificationRequest:
    """What is to be done, translated. `does` labels the button, `whys` are the usual reasons, `missing` is said where
    none is given.
    """

    title: str
    question: str
    detail: str
    does: str
    whys: tuple[str, ...]
    missing: str


class JustificationDialog(QDialog):
    """The dialog of a request. Accepted, it has a `why`."""

    def __init__(self, request: JustificationRequest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(request.title)
        self._missing = request.missing
        self.reason, self.notice = JustificationBox(request.whys), Notice()
        buttons = add_confirm_buttons(self, request.does)
        buttons.accepted.connect(self._take)
        self.reason.editTextChanged.connect(lambda _: self.notice.setText(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for part in (
            label(request.question, LARGE, 600),
            label(request.detail),
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
            self.notice.setText(self._missing)
            self.reason.setFocus()


def ask_justification(request: JustificationRequest, parent: QWidget | None) -> str:
    """Return the reason given, "" if the user cancelled."""
    dialog = JustificationDialog(request, parent)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.why if taken else ""
