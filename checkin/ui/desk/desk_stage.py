# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle of the desk: one loud place beside the quiet ones. The camera moves aside for an answer."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.programme.programme import Programme
from checkin.ui.desk.answer_panel import AnswerPanel
from checkin.ui.desk.conflict_line import ConflictLine
from checkin.ui.desk.help_call_line import HelpCallLine
from checkin.ui.desk.idle_panel import IdlePanel
from checkin.ui.desk.pace_chart import PaceChart
from checkin.ui.desk.recent_scans import RecentScansCard
from checkin.ui.desk.speaker_alert import SpeakerAlert
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import GAP, MARGIN
from checkin.ui.widgets.camera_preview import CameraPreview, Polygon
from checkin.ui.widgets.scrolling import MOST, scroll_if_large
from checkin.ui.widgets.search_box import SearchBox

SIDE = (0.307, 340, 560)
"""Width of the quiet side: its share of the window, and its least and most in pixels."""
ASIDE, LOUD = 200, 600
"""Heights of the camera or the chart where they stand below, in pixels of the design; of an answer above, in pixels."""

FORM_ALONE = 1060
"""Pixels of the stage below which a form has all of its width."""


class DeskStage(QWidget):
    """`answer`, `chart`, `search`, `passages`, `help`, `alert`, `conflicts`: the widgets to connect to and to fill."""

    turned = Signal()
    """The loud place begins to show something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer, self.chart = AnswerPanel(), PaceChart()
        self.search, self.passages = SearchBox(), RecentScansCard()
        self.search.cover(self.passages)
        self.idle, self.small = IdlePanel(), CameraPreview()
        self.help, self.alert, self.conflicts = HelpCallLine(), SpeakerAlert(), ConflictLine()
        self._loud = _stack(self.idle, self.answer)
        self._aside = _stack(self.chart, self.small)
        self._side = QWidget()
        self._forms: dict[QWidget, QWidget] = {}
        self._seen, self._reply, self._line = 0, "", ""
        self._arrange()
        self.show_idle()
        self.answer.arranged.connect(self._share_out)  # how high it is to be depends on how wide it is

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._aside_place = _place(self._aside)
        column.addWidget(self._aside_place)
        column.addWidget(self.search)
        column.addWidget(self.passages, 1)
        column.addWidget(self.help)
        column.addWidget(self.alert)
        column.addWidget(self.conflicts)
        self._loud_place = _place(self._loud)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._loud_place, 1)
        row.addWidget(self._side)

    def stack(self, seen: int) -> None:
        """For large text: the loud place fills the `seen` pixels of height, the rest is below. 0 is side by side."""
        if (seen > 0) != (self._seen > 0):
            self._row.setDirection(QBoxLayout.Direction.TopToBottom if seen else QBoxLayout.Direction.LeftToRight)
            self._move_search(self._row if seen else self._column)
        self._seen = seen
        self._share_out()

    def _move_search(self, place: QBoxLayout) -> None:
        """What changes its parent loses the keyboard: where it had it, it keeps it."""
        had_keyboard = self.window().focusWidget() is self.search
        place.insertWidget(1, self.search)
        self.search.show()
        if had_keyboard:
            self.search.setFocus()

    def reply(self, text: str) -> bool:
        """Tell `text` where whoever pressed a key looks, until something else is shown; false where a form is there."""
        place = next((place for place in (self.answer, self.idle) if self.is_showing(place)), None)
        if place is not None:
            self._reply = text
            place.reply(text)
        return place is not None

    def show_undo_target(self, text: str) -> None:
        """Tell whom F8 is about while a line is highlighted, whatever is shown meanwhile; "" once none is."""
        before, self._line = self._line, text
        self.answer.lend_undo_key(bool(text))
        if text or self._reply == before:
            self.reply(text)

    @property
    def replied(self) -> str:
        """What is told there now."""
        return self._reply

    def show_answer(self, answer: Answer, programme: Programme) -> None:
        """At once, whatever was there."""
        self.answer.show_answer(answer, programme)
        self._show(self.answer, self.small)
        self.turned.emit()

    def show_idle(self) -> None:
        """The camera owns the loud place again."""
        self._show(self.idle, self.chart)

    def show_form(self, form: QWidget) -> None:
        """A page to fill in owns the loud place, until an answer or `show_idle`; of a narrow stage, all."""
        if form not in self._forms:
            self._forms[form] = scroll_if_large(form)
            self._loud.addWidget(self._forms[form])
        self._show(self._forms[form], self.small)
        self.turned.emit()

    def is_showing(self, page: QWidget) -> bool:
        return self._loud.currentWidget() is self._forms.get(page, page)

    def _show(self, loud: QWidget, aside: QWidget) -> None:
        self._reply = ""
        self.idle.reply("")
        self._loud.setCurrentWidget(loud)
        self._aside.setCurrentWidget(aside)
        if self._line:
            self.reply(self._line)
        self._share_out()

    @property
    def is_idle(self) -> bool:
        return self.is_showing(self.idle)

    def set_image(self, image: QImage | None) -> None:
        """The newest frame, for whichever preview is seen; None without a camera."""
        is_news = self.idle.preview.has_image != (image is not None)
        self.idle.preview.set_image(image)
        if is_news:
            self.idle.update()  # what it asks for depends on there being a camera
        self.small.set_image(image)

    def outline(self, polygons: Sequence[Polygon], ok: bool) -> None:
        self.idle.preview.outline(polygons, ok)
        self.small.outline(polygons, ok)

    def set_camera(self, caption: str, is_mirrored: bool = False) -> None:
        """What the camera is called, and whether it faces the guest."""
        for preview in (self.idle.preview, self.small):
            preview.set_caption(caption)
            preview.is_mirrored = is_mirrored

    @property
    def reached(self) -> Sequence[QWidget]:
        """What Tab goes through: one types, then does what the answer asks, then looks around."""
        return self.search, *self.answer.buttons, self.passages.list, self.help, self.alert, self.conflicts

    def sizeHint(self) -> QSize:
        return QSize(1366, 668)

    def minimumSizeHint(self) -> QSize:
        return self._row.totalMinimumSize() if self._seen else QSize(960, 440)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _least_loud(self, is_alone: bool) -> int:
        """An answer takes what it needs to be read, and scrolls; a form scrolls inside."""
        room = self._seen - 2 * GAP
        if not self._seen or is_alone:
            return max(0, room)
        return self.answer.height_for(max(LOUD, room)) if self.is_showing(self.answer) else max(LOUD, room)

    def _share_out(self) -> None:
        is_narrow = self._seen > 0 or self.width() < FORM_ALONE
        is_alone = is_narrow and self._loud.currentWidget() in self._forms.values()
        self._side.setVisible(not is_alone)
        self.search.setVisible(not is_alone)
        self._loud_place.setMinimumHeight(self._least_loud(is_alone))
        if self._seen:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(MOST)
            self._aside_place.setFixedHeight(scale_px(ASIDE))
            return
        share, least, most = SIDE
        width = round(min(most, max(least, self.width() * share)))
        self._side.setFixedWidth(width)
        self._aside_place.setFixedHeight(round(min(width * 9 / 16, self.height() * 0.42)))


def _stack(*pages: QWidget) -> QStackedLayout:
    stack = QStackedLayout()
    for page in pages:
        stack.addWidget(page)
    return stack


def _place(stack: QStackedLayout) -> QWidget:
    place = QWidget()
    place.setLayout(stack)
    place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return place
