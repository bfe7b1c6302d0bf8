# SPDX-License-Identifier: GPL-3.0-or-later
"""The “Ready to open?” window: verdict, findings with remedies, and the test code for camera and scanner.

Stays beside the desk, which goes on answering. Decides and measures nothing.
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QIODevice, QMarginsF, QRectF, QSaveFile, QSize, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from checkin.badges.badge_fonts import UNIT, load
from checkin.badges.badge_problems import MM_PER_INCH
from checkin.core.message import DeviceError, Message, UserError
from checkin.core.proposed_file_names import propose_file_name
from checkin.core.ready.checks import CheckResult, ReadinessGrade, ReadinessTopic, readiness
from checkin.core.tokens import TEST_CODE
from checkin.pdf_reports.page_canvas import PageCanvas, PdfMetadata, build_pdf
from checkin.pdf_reports.table_pages import ReadyPageRow, ReadyPageTexts, draw_ready_page
from checkin.services.desk import Desk
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import draw_hairline, draw_rounded
from checkin.ui.ready.ready_band import (
    KEYS,
    READINESS,
    ReadyAction,
    ReadyBand,
    action_words,
    available_ready_actions,
    ready_summary,
    remedy_text,
    result_description,
    result_text,
    topic_name,
)
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.form_fields import Paragraph, label, stack
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.screen_page import MOST, scroll_unless_large
from checkin.ui.widgets.trial_code import SIDE, TrialCode

# A row of the ready window: mark, topic, finding, remedy, and buttons.
# The mark changes shape with its colour.

NAME, MARK, EDGE = 128, 22, 14
"""Pixels: the column of names, a mark, and the margin."""
CHECK_NARROW = 680
"""Design pixels below which the buttons stand under the texts."""

MARKS = {
    ReadinessGrade.WELL: "circle-check",
    ReadinessGrade.ASIDE: "circle",
    ReadinessGrade.UNTRIED: "circle-question-mark",
    ReadinessGrade.LOOK: "triangle-alert",
    ReadinessGrade.STOP: "octagon-x",
}


class ReadyCheckRow(QtWidgets.QWidget):
    """A row; `wanted` carries a `ReadinessTopic` and a `ReadyAction`."""

    wanted = Signal(object, object)

    def __init__(self, topic: ReadinessTopic) -> None:
        super().__init__()
        self._topic = topic
        self._finding: CheckResult | None = None
        self._offered: tuple[tuple[ReadyAction, ...], bool] = ((), False)
        self._name, self._message, self._remedy = label("", theme.TEXT, 600), Paragraph(), Paragraph(theme.SMALL, 600)
        self._buttons = FlowLayout()
        self._body = QtWidgets.QBoxLayout(_BESIDE)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Minimum)
        self._assemble()

    def show_finding(self, finding: CheckResult, asked: Sequence[ReadinessTopic]) -> None:
        """Show a finding; unchanged buttons keep the focus. F7 and F8 belong to the first topic of `asked`."""
        self._finding = finding
        self._name.setText(topic_name(finding))
        self._message.show_text(result_text(finding))
        self._remedy.setFont(theme.scaled_font(theme.SMALL, 600 if finding.grade >= ReadinessGrade.UNTRIED else 400))
        self._remedy.show_text(remedy_text(finding))
        self._remedy.setVisible(bool(remedy_text(finding)))
        self.setAccessibleName(result_description(finding))
        offered = available_ready_actions(finding, asked), asked[:1] == (finding.topic,)
        if offered != self._offered:
            self._offered = offered
            self._offer(*offered)
        self.update()

    def _offer(self, acts: Sequence[ReadyAction], has_keys: bool) -> None:
        has_focus = any(button.hasFocus() for button in self.findChildren(QtWidgets.QPushButton))
        _clear(self._buttons)
        for act in acts:
            button = self._button(act, KEYS.get(act, "") if has_keys else "")
            self._buttons.addWidget(button)
            if has_focus and act is acts[0]:
                button.setFocus()

    def _button(self, act: ReadyAction, key: str) -> QtWidgets.QPushButton:
        text = translate(action_words(self._topic, act))
        button = QtWidgets.QPushButton(f"{key}   {text}" if key else text)
        button.setAccessibleName(f"{text} ({key})" if key else text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.wanted.emit(self._topic, act))
        return button

    def _assemble(self) -> None:
        texts = QtWidgets.QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self._message)
        texts.addWidget(self._remedy)
        texts.addStretch(1)
        self._name.setFixedWidth(theme.scale_px(NAME))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(theme.scale_px(2 * EDGE + MARK), EDGE - 4, EDGE, EDGE - 4)
        row.setSpacing(12)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.setSpacing(12)
        self._body.addLayout(texts, 1)
        self._body.addLayout(self._buttons)
        row.addLayout(self._body, 1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = theme.design_rect(self).width() < CHECK_NARROW
        self._body.setDirection(_BELOW if is_narrow else _BESIDE)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        if self._finding is None:
            return
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(
            painter,
            0,
            theme.design_rect(self).height() - 1,
            theme.design_rect(self).width(),
            theme.design_rect(self).height() - 1,
        )
        grade, place = self._finding.grade, QRectF(EDGE, (theme.design_rect(self).height() - MARK) / 2, MARK, MARK)
        if grade is ReadinessGrade.STOP:
            draw_rounded(painter, place.adjusted(-5, -5, 5, 5), MARK, t.pill_refused.ground)
        inks = {
            ReadinessGrade.WELL: t.ok,
            ReadinessGrade.ASIDE: t.quiet,
            ReadinessGrade.UNTRIED: t.accent,
            ReadinessGrade.LOOK: t.warn,
        }
        drawing.draw(painter, MARKS[grade], place, inks.get(grade, t.pill_refused.ink))


_BESIDE, _BELOW = QtWidgets.QBoxLayout.Direction.LeftToRight, QtWidgets.QBoxLayout.Direction.TopToBottom


def _clear(layout: QtWidgets.QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.deleteLater()


SIZE, LEAST, AROUND = QSize(1120, 700), QSize(860, 560), QSize(48, 64)
"""Size and least size in pixels; at least `AROUND` of the desk stays visible."""
NARROW = 860
"""Design pixels below which the code stands under the findings."""


class ReadyWindow(QtWidgets.QDialog):
    """The window; `wanted` carries a `ReadinessTopic` and a `ReadyAction`."""

    wanted = Signal(object, object)
    again_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    rehearsal_wanted = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(TITLE))
        self.band, self.message = ReadyBand(), label("", theme.SMALL)
        self.rows = {topic: ReadyCheckRow(topic) for topic in ReadinessTopic}
        self._asked: tuple[ReadinessTopic, ...] = ()
        self._both, self._code, self._how = (
            QtWidgets.QBoxLayout(_ACROSS),
            QtWidgets.QBoxLayout(_DOWN),
            Paragraph(theme.SMALL),
        )
        self.again = self._button(translate(Message("ready", "Check again")), "refresh-cw", self.again_wanted, "F5")
        self.rehearse = self._button(translate(Message("ready", "Rehearsal…")), "flag", self.rehearsal_wanted)
        self._print = self._button(translate(Message("ready", "Print…")), "printer", self.print_wanted, "Ctrl+P")
        self._save = self._button(translate(_SAVE), "file-down", self.save_wanted, "Ctrl+S")
        self._assemble()
        for key, act in (("F7", ReadyAction.YES), ("F8", ReadyAction.NO)):
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(lambda act=act: self._answer(act))

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
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(button.click)
        return button

    def _assemble(self) -> None:
        page = stack(*self.rows.values())
        rows = page.layout()
        assert isinstance(rows, QtWidgets.QVBoxLayout)
        self._column = rows
        rows.setSpacing(0)
        for row in self.rows.values():
            row.wanted.connect(self.wanted)
            row.hide()
        both = self._both
        both.setSpacing(theme.GAP + 8)
        both.addWidget(scroll_unless_large(page), 1)
        both.addLayout(self._side())
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.band)
        column.addLayout(both, 1)
        column.addLayout(self._foot())
        self.setMinimumSize(LEAST)
        parent = self.parentWidget()
        self.resize(SIZE.boundedTo(parent.size() - AROUND) if parent else SIZE)
        self.again.setFocus()

    def _side(self) -> QtWidgets.QVBoxLayout:
        """Return the column with the test code and its instructions."""
        self._how.show_text(translate(_HOW))
        code = self._code
        code.addWidget(TrialCode(), 0, Qt.AlignmentFlag.AlignTop)
        code.addWidget(self._how, 0, Qt.AlignmentFlag.AlignTop)
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(translate(_CODE), theme.LARGE, 600))
        column.addLayout(code)
        column.addStretch(1)
        return column

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = theme.design_rect(self).width() < NARROW
        self._both.setDirection(_DOWN if is_narrow else _ACROSS)
        self._code.setDirection(_ACROSS if is_narrow else _DOWN)
        self._code.setSpacing(theme.GAP if is_narrow else 8)
        self._how.setMinimumWidth(0 if is_narrow else theme.scale_px(SIDE))
        self._how.setMaximumWidth(MOST if is_narrow else theme.scale_px(SIDE))

    def _foot(self) -> QtWidgets.QHBoxLayout:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.rehearse)
        row.addStretch(1)
        self.message.setWordWrap(False)
        row.addWidget(self.message)
        row.addSpacing(8)
        row.addLayout(FlowLayout(self._print, self._save, self.again, is_at_right=True))
        return row


_ACROSS, _DOWN = QtWidgets.QBoxLayout.Direction.LeftToRight, QtWidgets.QBoxLayout.Direction.TopToBottom
TITLE = Message("ready", "Ready to open?")
_SAVE = Message("ready", "Save as a PDF…")
_CODE = Message("ready", "Test code")
_HOW = Message(
    "ready",
    "Scan it from this screen. For the camera, photograph it with a phone and show that, or show a test badge. "
    "It belongs to nobody: nothing is recorded.",
)


Place = tuple[str, Callable[[], None]]
"""The proposed folder, and a function to call after a file dialog."""


class ReadyPrinting(QtWidgets.QWidget):
    """The findings on paper or as a PDF: an invisible widget. `findings` is called anew each time."""

    reported = Signal(str)

    def __init__(
        self, findings: Callable[[], tuple[CheckResult, ...]], desk: Desk, place: Place, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._findings, self._desk = findings, desk
        self._folder, self._relock = place

    def ask_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.parentWidget())
        is_wanted = dialog.exec()
        dialog.deleteLater()
        self._relock()
        if is_wanted:
            print_rows(printer, *self.content())
            self.reported.emit(translate(_PRINTED, name=printer.printerName()))

    def ask_pdf(self) -> None:
        name = propose_file_name(self._desk.programme.event, self._desk.now(), translate(Message("file", "ready")))
        start = f"{self._folder}/{name}.pdf"
        chosen, _ = QtWidgets.QFileDialog.getSaveFileName(self.parentWidget(), translate(_SAVE), start, "PDF (*.pdf)")
        self._relock()
        if chosen:
            path = chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
            write_ready_pdf(path, *self.content())
            self.reported.emit(translate(Message("ready", "The page was written to {name}."), name=Path(path).name))

    def content(self) -> tuple[list[ReadyPageRow], ReadyPageTexts]:
        """Return the rows and texts of the page, as of now."""
        found, now = self._findings(), self._desk.now()
        rows = [
            ReadyPageRow(topic_name(f), result_text(f), remedy_text(f), f.grade is ReadinessGrade.WELL) for f in found
        ]
        made = translate(
            _MADE, desk=self._desk.name, day=day_text(now.date(), current_language()), time=clock_time(now)
        )
        title = self._desk.programme.event.title
        return rows, ReadyPageTexts(
            title, translate(READINESS[readiness(found)]), ready_summary(found), made, TEST_CODE, translate(_SIGNED)
        )


def print_rows(printer: QPrinter, rows: list[ReadyPageRow], texts: ReadyPageTexts) -> None:
    """Print the page. Raise `DeviceError` if the printer cannot be painted on."""
    load()
    margins = QMarginsF(0, 0, 0, 0)
    printer.setFullPage(True)
    printer.setPageLayout(
        QtGui.QPageLayout(
            QtGui.QPageSize(QtGui.QPageSize.PageSizeId.A4), QtGui.QPageLayout.Orientation.Portrait, margins
        )
    )
    painter = QtGui.QPainter()
    if not painter.begin(printer):
        raise DeviceError(_NOT_PRINTED)
    scale = printer.logicalDpiX() / MM_PER_INCH / UNIT
    painter.scale(scale, scale)
    draw_ready_page(rows, texts, PageCanvas(painter))
    if not painter.end():
        raise DeviceError(_NOT_PRINTED)


def write_ready_pdf(path: str, rows: list[ReadyPageRow], texts: ReadyPageTexts) -> None:
    """Write the page as a PDF, replacing the file only when complete. Raise `UserError` if it cannot be written."""
    content = build_pdf(PdfMetadata(texts.title, "Checkin"), [lambda ink: draw_ready_page(rows, texts, ink)])
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(content) != len(content) or not file.commit():
        raise UserError(_NOT_WRITTEN)


_MADE = Message("ready", "{desk} · {day}, {time}")
_SIGNED = Message("ready", "Checked by:")
_PRINTED = Message("ready", "The page was sent to the printer {name}.")
_NOT_WRITTEN = Message(
    "ready", "The PDF cannot be written there. Nothing was changed; choose another folder or another name."
)
_NOT_PRINTED = Message("ready", "The printer did not take the page. Choose another one, or save it as a PDF.")
