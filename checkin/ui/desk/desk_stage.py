# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle of the desk: which of answer, camera and form has the large panel, and how the room is shared with the
quiet panels.
"""

from collections.abc import Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QResizeEvent

from checkin.core.answer import Answer
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.translation import translate
from checkin.ui.desk.answer_layout import answer_scale
from checkin.ui.desk.answer_panel import AnswerPanel
from checkin.ui.desk.desk_bars import ConflictLine, HelpCallLine, SpeakerAlert
from checkin.ui.desk.recent_scans import PaceChart, RecentScansCard
from checkin.ui.look import drawing
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import CORNER, DETAIL, GAP, MARGIN, SENTENCE, font, scale_px, text_scale, tokens
from checkin.ui.look.typesetting import fit
from checkin.ui.widgets.camera_preview import CameraPreview, Polygon
from checkin.ui.widgets.screen_page import MOST, scroll_if_large
from checkin.ui.widgets.search_box import SearchBox

BAND = 170
"""Height of the text under the camera at 1366x768."""

_PRESENT = Message("idle", "Show a code")
_TYPE = Message("idle", "Scan at any time. Two letters of a name are enough.")
_HOW = Message("idle", "Phone or paper, about 20 cm from the camera. No code: type two letters of the name.")
_TYPE_CODE = Message("idle", "Scan at any time, or type the code. No code: a supervisor can search (F3).")
_HOW_CODE = Message("idle", "Phone or paper, about 20 cm from the camera. No code: a supervisor can search (F3).")


class IdlePanel(QtWidgets.QWidget):
    """The large panel between two answers: the camera picture, and what to do. The stage gives images to `preview`."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = CameraPreview(self, is_large=True)
        self._point = self._note = self._reply = ""
        self._takes_codes_alone = False
        self.setAccessibleName(translate(_PRESENT))

    def show_codes_alone(self, is_on: bool) -> None:
        """Say that codes alone are taken, or names too."""
        self._takes_codes_alone = is_on
        self.preview.show_codes_alone(is_on)
        self.update()

    def set_point(self, name: str) -> None:
        """Set the control point that stands in place of what to do; "" where the event has only one."""
        self._point = name
        self.setAccessibleName(" · ".join(filter(None, (name, translate(_PRESENT)))))
        self.update()

    @property
    def words(self) -> tuple[Message, Message]:
        """The sentence that says what to do, and how."""
        if self._takes_codes_alone:
            return (_PRESENT, _HOW_CODE) if self.preview.has_image else (Message("idle", "Scan a code"), _TYPE_CODE)
        return (_PRESENT, _HOW) if self.preview.has_image else (Message("idle", "Scan a code or type a name"), _TYPE)

    def set_note(self, text: str) -> None:
        """Show the note for this control point in place of the sentence about presenting codes; "" for none."""
        self._note = text
        self.setAccessibleDescription(text)
        self.update()

    def reply(self, text: str) -> None:
        """Show `text` to the user of a key in place of the sentence about presenting codes; "" ends it."""
        self._reply = text
        self.setAccessibleDescription(text or self._note)
        announce(self, text, at_once=True)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setGeometry(0, 0, self.width(), self.height() - round(BAND * self._scale()))

    def _scale(self) -> float:
        return answer_scale(QSizeF(self.size()))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = tokens(self.palette()), self._scale()
        title_words, how_words = self.words
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, QRectF(self.rect()), CORNER, t.surface, t.line)
        band = QRectF(44 * u, self.preview.height(), self.width() - 88 * u, BAND * u)
        face = font(SENTENCE * u, 700)
        drawing.draw(painter, "scan-qr-code", QRectF(band.left(), band.top() + 24 * u, 52 * u, 52 * u), t.ink)
        title = QRectF(band.left() + 72 * u, band.top() + 20 * u, band.width() - 72 * u, 60 * u)
        if self._point:
            draw_elided(painter, title, self._point, face, t.accent)
        else:
            draw_aligned(painter, title, translate(title_words), (face, t.ink), LEFT)
        self._paint_below(painter, band.adjusted(0, 88 * u, 0, -18 * u), translate(how_words))

    def _paint_below(self, painter: QPainter, place: QRectF, how: str) -> None:
        """Draw how codes are presented, quietly, or a reply on a ground of its own."""
        t, u = tokens(self.palette()), self._scale()
        ink, weight = (t.ink, 600) if self._reply else (t.quiet, 400)
        text = self._reply or self._note or how
        words = fit((text,), min(DETAIL, 22) * u, weight, (place.width(), place.height()))
        height = QFontMetricsF(words.font).height()
        if self._reply:
            place = place.translated(0, 8 * u)
            ground = QRectF(place.left(), place.top(), place.width(), len(words.lines) * height)
            draw_rounded(painter, ground.adjusted(-16 * u, -8 * u, 16 * u, 8 * u), 12 * u, t.selected)
        for i, line in enumerate(words.lines):
            box = QRectF(place.left(), place.top() + i * height, place.width(), height)
            draw_aligned(painter, box, line, (words.font, ink), LEFT)


SIDE = (0.307, 340, 560)
"""Width of the quiet side: its share of the window, its least and its most in pixels."""
ASIDE, LOUD = 200, 400
"""Height of camera or chart in the stacked layout, in design pixels; least height of the idle desk above them, in
pixels.
"""

FORM_ALONE = 1060
"""Width of the stage in pixels below which a form takes all of it."""
STACKED_GAP = 8
"""Pixels around the panels in the stacked layout, where height is scarce."""
SIDE_BY_SIDE = 960
"""Width in design pixels that the stage needs to be side by side."""


class DeskStage(QtWidgets.QWidget):
    """The stage. Other parts connect to and fill `answer`, `chart`, `search`, `recent_scans`, `help`, `alert`,
    `conflicts`.
    """

    turned = Signal()
    """Emitted when the large panel begins to show something."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer, self.chart = AnswerPanel(), PaceChart()
        self.search, self.recent_scans = SearchBox(), RecentScansCard()
        self.search.cover(self.recent_scans)
        self.idle, self.small = IdlePanel(), CameraPreview()
        self.help, self.alert, self.conflicts = HelpCallLine(), SpeakerAlert(), ConflictLine()
        self._loud = _stack(self.idle, self.answer)
        self._aside = _stack(self.chart, self.small)
        self._side, self._filler = QtWidgets.QWidget(), QtWidgets.QWidget()
        self._forms: dict[QtWidgets.QWidget, QtWidgets.QWidget] = {}
        self._seen, self._reply, self._line = 0, "", ""
        self._arrange()
        self.show_idle()
        self.answer.arranged.connect(self._share_out)  # its height depends on its width

    def _arrange(self) -> None:
        self._column = column = QtWidgets.QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._aside_place = _place(self._aside)
        column.addWidget(self._aside_place)
        column.addWidget(self.search)
        column.addWidget(self.recent_scans, 1)
        column.addWidget(self._filler, 1)
        column.addWidget(self.help)
        column.addWidget(self.alert)
        column.addWidget(self.conflicts)
        self._filler.hide()
        self._loud_place = _place(self._loud)
        self._row = row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._loud_place, 1)
        row.addWidget(self._side)

    def stack(self, seen: int, above: QtWidgets.QBoxLayout) -> None:
        """Stack the panels for large text, the large one `seen` pixels high below the search box, which goes to
        `above`; 0 puts them side by side.
        """
        if (seen > 0) != (self._seen > 0):
            self._row.setDirection(
                QtWidgets.QBoxLayout.Direction.TopToBottom if seen else QtWidgets.QBoxLayout.Direction.LeftToRight
            )
            self._move_search(*((above, 0) if seen else (self._column, 1)))
            around = STACKED_GAP if seen else GAP
            self._row.setContentsMargins(MARGIN, around, MARGIN, around)
        self._seen = seen
        self._share_out()

    def show_until(self, bottom: int) -> None:
        """Keep the answer's buttons above `bottom`, the end of what is seen of the stage; 0 leaves them in their
        place.
        """
        self.answer.show_until(max(1, bottom - STACKED_GAP) if bottom else 0)

    def _move_search(self, place: QtWidgets.QBoxLayout, index: int) -> None:
        """Move the search box, and give it back the focus that a change of parent takes away."""
        had_keyboard = self.window().focusWidget() is self.search
        place.insertWidget(index, self.search)
        self.search.show()
        if had_keyboard:
            self.search.setFocus()

    def show_recent_scans(self, is_shown: bool) -> None:
        """Show the recent scans, or leave their room empty."""
        self.recent_scans.setVisible(is_shown)
        self._filler.setVisible(not is_shown)

    def show_codes_alone(self, is_on: bool) -> None:
        """Say that this desk takes codes alone, or names too."""
        for part in (self.search, self.idle, self.small):
            part.show_codes_alone(is_on)

    def reply(self, text: str) -> bool:
        """Show `text` in the large panel until something else is shown; return False if a form is there."""
        place = next((place for place in (self.answer, self.idle) if self.is_showing(place)), None)
        if place is not None:
            self._reply = text
            place.reply(text)
        return place is not None

    def show_undo_target(self, text: str) -> None:
        """Show the person whose line F8 would undo while a line of the recent scans is highlighted; "" once none is."""
        before, self._line = self._line, text
        self.answer.lend_undo_key(bool(text))
        if text or self._reply == before:
            self.reply(text)

    @property
    def replied(self) -> str:
        """The reply that is shown now."""
        return self._reply

    def show_answer(self, answer: Answer, programme: Programme, photograph: bytes = b"") -> None:
        """Show an answer at once, whatever was there; the camera moves to the quiet side."""
        self._take_focus_from_answer()
        self.answer.show_answer(answer, programme, photograph)
        self._show(self.answer, self.small)
        self.turned.emit()

    def show_idle(self) -> None:
        """Show the camera in the large panel again."""
        self._take_focus_from_answer()
        self._show(self.idle, self.chart)

    def _take_focus_from_answer(self) -> None:
        """Move the focus from a button of the answer to the search box, before the button goes: Qt would move it to the
        recent scans and highlight a line for F8.
        """
        focused = self.window().focusWidget()
        if focused and self.answer.isAncestorOf(focused):
            self.search.setFocus()

    def show_form(self, form: QtWidgets.QWidget) -> None:
        """Show a form in the large panel until an answer or `show_idle`; in a narrow stage it takes all the width."""
        if form not in self._forms:
            self._forms[form] = scroll_if_large(form)
            self._loud.addWidget(self._forms[form])
        self._show(self._forms[form], self.small)
        self.turned.emit()

    def is_showing(self, page: QtWidgets.QWidget) -> bool:
        return self._loud.currentWidget() is self._forms.get(page, page)

    def _show(self, loud: QtWidgets.QWidget, aside: QtWidgets.QWidget) -> None:
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
        """Show the newest frame in both previews; None without a camera."""
        is_news = self.idle.preview.has_image != (image is not None)
        self.idle.preview.set_image(image)
        if is_news:
            self.idle.update()  # its text depends on whether there is a camera
        self.small.set_image(image)

    def outline(self, polygons: Sequence[Polygon], ok: bool) -> None:
        self.idle.preview.outline(polygons, ok)
        self.small.outline(polygons, ok)

    def set_camera(self, caption: str, is_mirrored: bool = False) -> None:
        """Set the caption of the camera and whether it faces the guest."""
        for preview in (self.idle.preview, self.small):
            preview.set_caption(caption)
            preview.is_mirrored = is_mirrored

    @property
    def reached(self) -> Sequence[QtWidgets.QWidget]:
        """The widgets in Tab order: search, buttons of the answer, lists."""
        return self.search, *self.answer.buttons, self.recent_scans.list, self.help, self.alert, self.conflicts

    def sizeHint(self) -> QSize:
        return QSize(1366, 668)

    def minimumSizeHint(self) -> QSize:
        return self._row.totalMinimumSize() if self._seen else QSize(960, 440)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _least_loud(self, is_alone: bool) -> int:
        """Return the least height of the large panel: an answer as high as is seen, or as it needs to be read; a form
        scrolls inside.
        """
        room = self._seen - 2 * STACKED_GAP
        if not self._seen or is_alone:
            return max(0, room)
        return self.answer.height_for(room) if self.is_showing(self.answer) else max(LOUD, room)

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


class StageScrollArea(QtWidgets.QScrollArea):
    """The scroll area around the stage: with large text in a narrow window the quiet panels come below the large one.

    It does nothing while the stage has room. An answer is never scrolled away: whatever the large panel begins to show
    is visible from its top, and the answer's buttons are visible wherever it is scrolled to. The search box stays in
    `above`, a place outside that does not scroll.
    """

    def __init__(self, stage: DeskStage, above: QtWidgets.QBoxLayout) -> None:
        super().__init__()
        self._stage, self._above, self._is_stacked = stage, above, False
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusProxy(stage)
        self.setWidget(stage)
        stage.turned.connect(lambda: self.verticalScrollBar().setValue(0))
        self.verticalScrollBar().valueChanged.connect(self._keep_buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = text_scale() > 1 and self.width() / text_scale() < SIDE_BY_SIDE
        self._is_stacked = is_narrow
        right = MARGIN + self.width() - self.viewport().width()  # as the large panel
        self._above.setContentsMargins(*(MARGIN, STACKED_GAP, right, 0) if is_narrow else (0, 0, 0, 0))
        self._stage.stack(self.viewport().height() if is_narrow else 0, self._above)
        self._keep_buttons()

    def _keep_buttons(self) -> None:
        """Keep the answer's buttons above the lower edge of what is seen."""
        seen = self.verticalScrollBar().value() + self.viewport().height()
        self._stage.show_until(seen - STACKED_GAP if self._is_stacked else 0)


def _stack(*pages: QtWidgets.QWidget) -> QtWidgets.QStackedLayout:
    stack = QtWidgets.QStackedLayout()
    for page in pages:
        stack.addWidget(page)
    return stack


def _place(stack: QtWidgets.QStackedLayout) -> QtWidgets.QWidget:
    place = QtWidgets.QWidget()
    place.setLayout(stack)
    place.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)
    return place
