# SPDX-License-Identifier: GPL-3.0-or-later
"""The calibration of a printer from a measured test page, in millimetres. Prints nothing."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPushButton, QWidget

from checkin.core.badges.calibration_page import mark_distance, page_measurement, ruler_length
from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.printing.print_plan import Calibration, Medium
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Notice, label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.small_inputs import MillimetreField

WIDTH, FIELD = 520, 112
"""Pixels."""
LARGEST = 500.0
"""Millimetres."""


class PrinterCalibration(QDialog):
    """The dialog. `now` is the calibration of the test page, `calibration` the new one."""

    def __init__(self, name: str, paper: Medium, now: Calibration, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper, self._now = paper, now
        self.calibration = now
        self.setWindowTitle(translate(Message("printing", "Measure the printer")))
        at, length = mark_distance(paper), ruler_length(paper)
        self.left, self.top, self.length = _field(at), _field(at), _field(length)
        self.notice = Notice()
        form = QFormLayout()
        form.setSpacing(12)
        for field, words, right in (
            (self.left, _LEFT, at),
            (self.top, _TOP, at),
            (self.length, _LENGTH, length),
        ):
            text = translate(words, right=f"{right:g}")
            field.setAccessibleName(text)
            form.addRow(label(text), field)
        self._assemble(name, form)

    def _assemble(self, name: str, form: QFormLayout) -> None:
        buttons = add_confirm_buttons(self, translate(Message("printing", "Apply")))
        buttons.accepted.connect(self._take)
        reset = QPushButton(translate(Message("printing", "Reset the measurements")))
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        reset.setVisible(self._now != Calibration())
        buttons.addButton(reset, QDialogButtonBox.ButtonRole.ResetRole)
        column = dialog_column(self, name, 12)
        column.addWidget(label(translate(_HOW)))
        column.addLayout(form)
        column.addWidget(label(_correction_text(self._now)))
        column.addWidget(self.notice)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.left.setFocus()
        self.left.selectAll()

    def _take(self) -> None:
        page = page_measurement(self._paper, self.left.value(), self.top.value(), self.length.value())
        try:
            self.calibration = self._now.after(page)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
        else:
            self.accept()

    def _reset(self) -> None:
        self.calibration = Calibration()
        self.accept()


def _field(right: float) -> MillimetreField:
    field = MillimetreField("", -LARGEST, LARGEST, 0.1)
    field.setFixedWidth(scale_px(FIELD))
    field.show_value(right)
    return field


def _correction_text(now: Calibration) -> str:
    """Return the current correction as text."""
    if now == Calibration():
        return translate(_AS_DRAWN)
    x, y, scale = (_number(each) for each in (now.x, now.y, now.scale * 100))
    return translate(_MADE_UP, x=x, y=y, scale=scale)


def _number(value: float) -> str:
    """Return a number with one decimal and a minus sign of digit width, which no locale of Qt uses here."""
    return QLocale().toString(float(value), "f", 1).replace("-", "\u2212")


_HOW = Message(
    "printing", "Print a test page first. Measure it with a ruler and type the results, to the nearest half millimetre."
)
_LEFT = Message("printing", "From the left edge to the long line (should be {right} mm)")
_TOP = Message("printing", "From the top edge to the long line (should be {right} mm)")
_LENGTH = Message("printing", "The ruler from 0 to {right}")
_AS_DRAWN = Message("printing", "Nothing is corrected yet: badges are printed as they are drawn.")
_MADE_UP = Message(
    "printing", "Already corrected: {x} mm to the right, {y} mm down, {scale}%. Measure the latest test page."
)
