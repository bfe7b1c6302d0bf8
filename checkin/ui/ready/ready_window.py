# SPDX-License-Identifier: GPL-3.0-or-later
"""The “Ready to open?” window: verdict, findings with remedies, and the test code for camera and scanner.

Stays beside the desk, which goes on answering. Decides and measures nothing.
"""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.ready.check_result import CheckResult, ReadinessTopic
from checkin.translation import translate
from checkin.ui.look.measure import design_rect, scale_px
from checkin.ui.look.theme import GAP, LARGE, MARGIN, SMALL
from checkin.ui.ready.ready_actions import ReadyAction
from checkin.ui.ready.ready_band import ReadyBand
from checkin.ui.ready.ready_check_row import ReadyCheckRow
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.form_fields import stack
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.scrolling import MOST, scroll_unless_large
from checkin.ui.widgets.trial_code import SIDE, TrialCode

SIZE, LEAST, AROUND = QSize(1120, 700), QSize(860, 560), QSize(48, 64)
"""Size and least size in pixels; at least `AROUND` of the desk stays visible."""
NARROW = 860
"""Design pixels below which the code stands under the findings."""


class ReadyWindow(QDialog):
    """The window; `wanted` carries a `ReadinessTopic` and a `ReadyAction`."""

    wanted = Signal(object, object)
    again_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    rehearsal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(TITLE))
        self.band, self.message = ReadyBand(), label("", SMALL)
        self.rows = {topic: ReadyCheckRow(topic) for topic in ReadinessTopic}
        self._asked: tuple[ReadinessTopic, ...] = ()
        self._both, self._code, self._how = QBoxLayout(_ACROSS), QBoxLayout(_DOWN), Paragraph(SMALL)
        self.again = self._button(translate(_AGAIN), "refresh-cw", self.again_wanted, "F5")
        self.rehearse = self._button(translate(_REHEARSE), "flag", self.rehearsal_wanted)
        self._print = self._button(translate(_PRINT), "printer", self.print_wanted, "Ctrl+P")
        self._save = self._button(translate(_SAVE), "file-down", self.save_wanted, "Ctrl+S")
        self._assemble()
        for key, act in (("F7", ReadyAction.YES), ("F8", ReadyAction.NO)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda act=act: self._answer(act))

    def show_findings(
        self, findings: tuple[CheckResult, ...], asked: Collection[ReadinessTopic], sentence: str
    ) -> None:
        """Show the findings in this order.

        `asked` are topics whose trial awaits an answer, `text` says when this was checked.
        """
        self._asked = tuple(finding.topic for finding in findings if finding.topic in asked)
        self.band.show_findings(findings)
        self.message.setText(sentence)
        for place, finding in enumerate(findings):
            row = self.rows[finding.topic]
            row.show_finding(finding, self._asked)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        shown = {finding.topic for finding in findings}
        for topic, row in self.rows.items():
            row.setVisible(topic in shown)

    def sizeHint(self) -> QSize:
        return SIZE

    def _answer(self, act: ReadyAction) -> None:
        """Answer the first open question."""
        if self._asked:
            self.wanted.emit(self._asked[0], act)

    def _button(self, text: str, icon: str, wanted: object, key: str = "") -> WordButton:
        button = WordButton(text, icon)
        button.clicked.connect(wanted)
        if key:
            button.setToolTip(key)
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        return button

    def _assemble(self) -> None:
        page = stack(*self.rows.values())
        rows = page.layout()
        assert isinstance(rows, QVBoxLayout)
        self._column = rows
        rows.setSpacing(0)
        for row in self.rows.values():
            row.wanted.connect(self.wanted)
            row.hide()
        both = self._both
        both.setSpacing(GAP + 8)
        both.addWidget(scroll_unless_large(page), 1)
        both.addLayout(self._side())
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.band)
        column.addLayout(both, 1)
        column.addLayout(self._foot())
        self.setMinimumSize(LEAST)
        parent = self.parentWidget()
        self.resize(SIZE.boundedTo(parent.size() - AROUND) if parent else SIZE)
        self.again.setFocus()

    def _side(self) -> QVBoxLayout:
        """Return the column with the test code and its instructions."""
        self._how.show_text(translate(_HOW))
        code = self._code
        code.addWidget(TrialCode(), 0, Qt.AlignmentFlag.AlignTop)
        code.addWidget(self._how, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(translate(_CODE), LARGE, 600))
        column.addLayout(code)
        column.addStretch(1)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = design_rect(self).width() < NARROW
        self._both.setDirection(_DOWN if is_narrow else _ACROSS)
        self._code.setDirection(_ACROSS if is_narrow else _DOWN)
        self._code.setSpacing(GAP if is_narrow else 8)
        self._how.setMinimumWidth(0 if is_narrow else scale_px(SIDE))
        self._how.setMaximumWidth(MOST if is_narrow else scale_px(SIDE))

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.rehearse)
        row.addStretch(1)
        self.message.setWordWrap(False)
        row.addWidget(self.message)
        row.addSpacing(8)
        row.addLayout(FlowLayout(self._print, self._save, self.again, is_at_right=True))
        return row


_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
TITLE = Message("ready", "Ready to open?")
_AGAIN = Message("ready", "Check again")
_REHEARSE = Message("ready", "Rehearsal…")
_PRINT = Message("ready", "Print…")
_SAVE = Message("ready", "Save as a PDF…")
_CODE = Message("ready", "Test code")
_HOW = Message(
    "ready",
    "Scan it from this screen. For the camera, photograph it with a phone and show that, or show a test badge. "
    "It belongs to nobody: nothing is recorded.",
)
