# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured on a test page, typed in millimetres: how the next badges are moved. Prints nothing."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPushButton, QWidget

from checkin.core.badges.measuring_page import line, mark, measured
from checkin.core.errors import CheckinError
from checkin.core.print_plan import Calibration, Medium
from checkin.core.words import Words
from checkin.language import say, sentence
from checkin.ui.look.measure import sized
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.labels import Notice, label
from checkin.ui.parts.small_inputs import Millimetres

WIDTH, FIELD = 520, 112
"""Pixels."""
LARGEST = 500.0
"""Millimetres."""


class PrinterCalibration(QDialog):
    """`now` is how the test page was drawn; `calibration` how badges are from now on."""

    def __init__(self, name: str, paper: Medium, now: Calibration, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper, self._now = paper, now
        self.calibration = now
        self.setWindowTitle(say(Words("printing", "Measure the printer")))
        at, length = mark(paper), line(paper)
        self.left, self.top, self.length = _field(at), _field(at), _field(length)
        self.notice = Notice()
        form = QFormLayout()
        form.setSpacing(12)
        for field, words, right in (
            (self.left, _LEFT, at),
            (self.top, _TOP, at),
            (self.length, _LENGTH, length),
        ):
            text = say(words, right=f"{right:g}")
            field.setAccessibleName(text)
            form.addRow(label(text), field)
        self._assemble(name, form)

    def _assemble(self, name: str, form: QFormLayout) -> None:
        buttons = do_or_go_back(self, say(Words("printing", "Apply")))
        buttons.accepted.connect(self._take)
        reset = QPushButton(say(Words("printing", "As if never measured")))
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        reset.setVisible(self._now != Calibration())
        buttons.addButton(reset, QDialogButtonBox.ButtonRole.ResetRole)
        column = dialog_column(self, name, 12)
        column.addWidget(label(say(_HOW)))
        column.addLayout(form)
        column.addWidget(label(_told(self._now)))
        column.addWidget(self.notice)
        column.addWidget(buttons)
        self.setFixedWidth(sized(WIDTH))
        self.left.setFocus()
        self.left.selectAll()

    def _take(self) -> None:
        page = measured(self._paper, self.left.value(), self.top.value(), self.length.value())
        try:
            self.calibration = self._now.after(page)
        except CheckinError as error:  # told here: the desk's own line is behind this window
            self.notice.setText(sentence(error))
        else:
            self.accept()

    def _reset(self) -> None:
        self.calibration = Calibration()
        self.accept()


def _field(right: float) -> Millimetres:
    field = Millimetres("", -LARGEST, LARGEST, 0.1)
    field.setFixedWidth(sized(FIELD))
    field.show_value(right)
    return field


def _told(now: Calibration) -> str:
    """What is made up for already."""
    if now == Calibration():
        return say(_AS_DRAWN)
    x, y, scale = (_number(each) for each in (now.x, now.y, now.scale * 100))
    return say(_MADE_UP, x=x, y=y, scale=scale)


def _number(value: float) -> str:
    """To a tenth, with the sign that is as wide as a digit: no locale of Qt's has it here."""
    return QLocale().toString(float(value), "f", 1).replace("-", "\u2212")


_HOW = Words(
    "printing", "Print a test page first. Measure it with a ruler and type what you find, to half a millimetre."
)
_LEFT = Words("printing", "From the left edge to the long line (right: {right} mm)")
_TOP = Words("printing", "From the upper edge to the long line (right: {right} mm)")
_LENGTH = Words("printing", "The ruler from 0 to {right}")
_AS_DRAWN = Words("printing", "Nothing is made up for yet: badges are printed as they are drawn.")
_MADE_UP = Words(
    "printing", "Made up for already: {x} mm to the right, {y} mm down, {scale}%. Measure the newest test page."
)
