# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of the ready window: mark, topic, finding, remedy, and buttons.

The mark changes shape with its colour.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.ready.check_result import CheckResult, ReadinessGrade, ReadinessTopic
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_hairline, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px, scaled_font
from checkin.ui.look.theme import SMALL, TEXT, tokens
from checkin.ui.ready.ready_actions import KEYS, ReadyAction, action_words, available_ready_actions
from checkin.ui.ready.ready_wording import remedy_text, result_description, result_text, topic_name
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.layouts import FlowLayout

NAME, MARK, EDGE = 128, 22, 14
"""Pixels: the column of names, a mark, and the margin."""
NARROW = 680
"""Design pixels below which the buttons stand under the texts."""

MARKS = {
    ReadinessGrade.WELL: "circle-check",
    ReadinessGrade.ASIDE: "circle",
    ReadinessGrade.UNTRIED: "circle-question-mark",
    ReadinessGrade.LOOK: "triangle-alert",
    ReadinessGrade.STOP: "octagon-x",
}


class ReadyCheckRow(QWidget):
    """A row; `wanted` carries a `ReadinessTopic` and a `ReadyAction`."""

    wanted = Signal(object, object)

    def __init__(self, topic: ReadinessTopic) -> None:
        super().__init__()
        self._topic = topic
        self._finding: CheckResult | None = None
        self._offered: tuple[tuple[ReadyAction, ...], bool] = ((), False)
        self._name, self._message, self._remedy = label("", TEXT, 600), Paragraph(), Paragraph(SMALL, 600)
        self._buttons = FlowLayout()
        self._body = QBoxLayout(_BESIDE)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._assemble()

    def show_finding(self, finding: CheckResult, asked: Sequence[ReadinessTopic]) -> None:
        """Show a finding; unchanged buttons keep the focus. F7 and F8 belong to the first topic of `asked`."""
        self._finding = finding
        self._name.setText(topic_name(finding))
        self._message.show_text(result_text(finding))
        self._remedy.setFont(scaled_font(SMALL, 600 if finding.grade >= ReadinessGrade.UNTRIED else 400))
        self._remedy.show_text(remedy_text(finding))
        self._remedy.setVisible(bool(remedy_text(finding)))
        self.setAccessibleName(result_description(finding))
        offered = available_ready_actions(finding, asked), asked[:1] == (finding.topic,)
        if offered != self._offered:
            self._offered = offered
            self._offer(*offered)
        self.update()

    def _offer(self, acts: Sequence[ReadyAction], has_keys: bool) -> None:
        has_focus = any(button.hasFocus() for button in self.findChildren(QPushButton))
        _clear(self._buttons)
        for act in acts:
            button = self._button(act, KEYS.get(act, "") if has_keys else "")
            self._buttons.addWidget(button)
            if has_focus and act is acts[0]:
                button.setFocus()

    def _button(self, act: ReadyAction, key: str) -> QPushButton:
        text = translate(action_words(self._topic, act))
        button = QPushButton(f"{key}   {text}" if key else text)
        button.setAccessibleName(f"{text} ({key})" if key else text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.wanted.emit(self._topic, act))
        return button

    def _assemble(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self._message)
        texts.addWidget(self._remedy)
        texts.addStretch(1)
        self._name.setFixedWidth(scale_px(NAME))
        row = QHBoxLayout(self)
        row.setContentsMargins(scale_px(2 * EDGE + MARK), EDGE - 4, EDGE, EDGE - 4)
        row.setSpacing(12)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.setSpacing(12)
        self._body.addLayout(texts, 1)
        self._body.addLayout(self._buttons)
        row.addLayout(self._body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = design_rect(self).width() < NARROW
        self._body.setDirection(_BELOW if is_narrow else _BESIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._finding is None:
            return
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        grade, place = self._finding.grade, QRectF(EDGE, (design_rect(self).height() - MARK) / 2, MARK, MARK)
        if grade is ReadinessGrade.STOP:
            draw_rounded(painter, place.adjusted(-5, -5, 5, 5), MARK, t.pill_refused.ground)
        inks = {
            ReadinessGrade.WELL: t.ok,
            ReadinessGrade.ASIDE: t.quiet,
            ReadinessGrade.UNTRIED: t.accent,
            ReadinessGrade.LOOK: t.warn,
        }
        icons.draw(painter, MARKS[grade], place, inks.get(grade, t.pill_refused.ink))


_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.deleteLater()
