# SPDX-License-Identifier: GPL-3.0-or-later
"""One finding in the window: its mark, its name, what was found and what to do, and the buttons that do it.

A mark changes shape with its colour.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.ready.finding import Finding, Grade, Topic
from checkin.language import say
from checkin.ui.look import icons
from checkin.ui.look.drawing import fill, hairline
from checkin.ui.look.measure import design_painter, face, sized, whole
from checkin.ui.look.theme import SMALL, TEXT, tokens
from checkin.ui.parts.labels import Paragraph, label
from checkin.ui.parts.wrapping import Wrapping
from checkin.ui.ready.acts import KEYS, Act, acts_for, words_of
from checkin.ui.ready.words import remedy, said, story, topic_name

NAME, MARK, EDGE = 128, 22, 14
"""Pixels: the column of names, a mark, and the room around a row."""
NARROW = 680
"""Pixels of the design: in a row below that, its buttons stand under the texts."""

MARKS = {
    Grade.WELL: "circle-check",
    Grade.ASIDE: "circle",
    Grade.UNTRIED: "circle-question-mark",
    Grade.LOOK: "triangle-alert",
    Grade.STOP: "octagon-x",
}


class ReadyRow(QWidget):
    """`wanted` carries the `Topic` and the `Act`."""

    wanted = Signal(object, object)

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self._topic = topic
        self._finding: Finding | None = None
        self._offered: tuple[tuple[Act, ...], bool] = ((), False)
        self._name, self._said, self._remedy = label("", TEXT, 600), Paragraph(), Paragraph(SMALL, 600)
        self._buttons = Wrapping()
        self._body = QBoxLayout(_BESIDE)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._assemble()

    def show_finding(self, finding: Finding, asked: Sequence[Topic]) -> None:
        """In place of the one before; a button that stays keeps the focus. F7 and F8 are of the first `asked`."""
        self._finding = finding
        self._name.setText(topic_name(finding))
        self._said.show_text(said(finding))
        self._remedy.setFont(face(SMALL, 600 if finding.grade >= Grade.UNTRIED else 400))
        self._remedy.show_text(remedy(finding))
        self._remedy.setVisible(bool(remedy(finding)))
        self.setAccessibleName(story(finding))
        offered = acts_for(finding, asked), asked[:1] == (finding.topic,)
        if offered != self._offered:
            self._offered = offered
            self._offer(*offered)
        self.update()

    def _offer(self, acts: Sequence[Act], has_keys: bool) -> None:
        has_focus = any(button.hasFocus() for button in self.findChildren(QPushButton))
        _clear(self._buttons)
        for act in acts:
            button = self._button(act, KEYS.get(act, "") if has_keys else "")
            self._buttons.addWidget(button)
            if has_focus and act is acts[0]:
                button.setFocus()

    def _button(self, act: Act, key: str) -> QPushButton:
        text = say(words_of(self._topic, act))
        button = QPushButton(f"{key}   {text}" if key else text)
        button.setAccessibleName(f"{text} ({key})" if key else text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.wanted.emit(self._topic, act))
        return button

    def _assemble(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self._said)
        texts.addWidget(self._remedy)
        texts.addStretch(1)
        self._name.setFixedWidth(sized(NAME))
        row = QHBoxLayout(self)
        row.setContentsMargins(sized(2 * EDGE + MARK), EDGE - 4, EDGE, EDGE - 4)
        row.setSpacing(12)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.setSpacing(12)
        self._body.addLayout(texts, 1)
        self._body.addLayout(self._buttons)
        row.addLayout(self._body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = whole(self).width() < NARROW
        self._body.setDirection(_BELOW if is_narrow else _BESIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._finding is None:
            return
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 0, whole(self).height() - 1, whole(self).width(), whole(self).height() - 1)
        grade, place = self._finding.grade, QRectF(EDGE, (whole(self).height() - MARK) / 2, MARK, MARK)
        if grade is Grade.STOP:
            fill(painter, place.adjusted(-5, -5, 5, 5), MARK, t.pill_refused.ground)
        inks = {Grade.WELL: t.ok, Grade.ASIDE: t.quiet, Grade.UNTRIED: t.accent, Grade.LOOK: t.warn}
        icons.draw(painter, MARKS[grade], place, inks.get(grade, t.pill_refused.ink))


_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.deleteLater()
