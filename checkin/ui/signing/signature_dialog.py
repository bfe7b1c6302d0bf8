# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which an attendee signs for a half-day or a session: name, occasion, pad.

It covers the window, because the guest who holds the screen must not read other names.
"""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checkin.core.attendance.sign_in_sheet import Occasion
from checkin.core.attendee import Attendee
from checkin.core.message import CheckinError, Message
from checkin.core.signature import NO_PRESSURE, Signature, Touch, capture_signature
from checkin.pdf_reports.page_canvas import paint_signature, paint_stroke
from checkin.pdf_reports.sheet_frame import occasion_heading
from checkin.services.desk import Desk
from checkin.translation import Translator, clock_time, current_language, error_text, translate
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.theme import CORNER, LARGE, scale_px, scaled_font, tokens
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import BUTTON_EDGE, ComboBox, FormMessage, FormTitle, labelled_field

# The pad for signatures by pen, finger or mouse. Keeps the strokes until it is cleared; stores nothing.
# A finger reaches Qt's widgets as a mouse. Once a pen was used, touches are taken for a resting hand.

PEN = 0.0045
"""Width of a stroke as a share of the pad's width."""

MOST_TOUCHES = 12_000
"""About a minute of a fast pen; further points are ignored."""

LINE, SIDE, CROSS = 0.72, 0.06, 12
"""The line to write on: its height and its distance from both sides, as shares; half its cross, in pixels."""


class SignaturePad(QWidget):
    """The pad. An earlier signature is drawn faintly until the first stroke replaces it."""

    changed = Signal()
    """Emitted when strokes were added or cleared."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._strokes: list[list[Touch]] = []
        self._is_down = self._has_pen = False
        self._earlier: Signature | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def signature(self) -> Signature | None:
        """Return the signature, None while there is none."""
        return capture_signature(self._strokes, self.height() / max(1, self.width()))

    @property
    def has_ink(self) -> bool:
        return bool(self._strokes)

    def clear(self) -> None:
        self._strokes, self._is_down = [], False
        self.update()
        self.changed.emit()

    def show_earlier(self, earlier: Signature | None) -> None:
        self._earlier = earlier
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1000, 380)

    # Input

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._has_pen = True
        kind = event.type()
        if kind == QTabletEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif kind == QTabletEvent.Type.TabletMove:
            self._go_on(event.position(), event.pressure())
        elif kind == QTabletEvent.Type.TabletRelease:
            self._end()
        event.accept()  # else it would come again as a mouse event

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._is_palm(event):
            self._begin(event.position(), NO_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_palm(event):
            self._go_on(event.position(), NO_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_palm(event):
            self._end()

    def _is_palm(self, event: QMouseEvent) -> bool:
        return self._has_pen and event.deviceType() == QInputDevice.DeviceType.TouchScreen

    def _begin(self, at: QPointF, pressure: float) -> None:
        self._is_down = True
        self._strokes.append([])
        self._go_on(at, pressure)

    def _go_on(self, at: QPointF, pressure: float) -> None:
        if not self._is_down or sum(map(len, self._strokes)) >= MOST_TOUCHES:
            return
        wide = max(1, self.width())
        stroke, touch = self._strokes[-1], (at.x() / wide, at.y() / wide, pressure)
        if stroke and stroke[-1][:2] == touch[:2]:
            return
        stroke.append(touch)
        edge = self._pen_width() * 2
        for before, now in pairwise(stroke[-2:]):
            line = QRectF(self._at(before), self._at(now)).normalized()
            self.update(line.adjusted(-edge, -edge, edge, edge).toAlignedRect())
        if len(stroke) == 1:
            self.update()

    def _end(self) -> None:
        if self._is_down:
            self._is_down = False
            self.changed.emit()

    # Output

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, QRectF(self.rect()), CORNER, t.surface, t.line)
        self._paint_line(painter, t.quiet)
        if self._earlier and not self._strokes:
            self._paint_earlier(painter, self._earlier, t.track)
        for stroke in self._strokes:
            paint_stroke(painter, [(self._at(touch), touch[2]) for touch in stroke], self._pen_width(), t.ink)

    def _paint_line(self, painter: QPainter, colour: str) -> None:
        """Draw the line to write on, after a cross as on paper."""
        y, left = self.height() * LINE, self.width() * SIDE
        painter.setPen(QPen(faded(colour, 0.7), 1.5))
        painter.drawLine(QPointF(left, y), QPointF(self.width() - left, y))
        top = QPointF(left + CROSS, y - 3 * CROSS)
        for side in (-CROSS, CROSS):
            painter.drawLine(top + QPointF(side, -CROSS), top + QPointF(-side, CROSS))

    def _paint_earlier(self, painter: QPainter, earlier: Signature, colour: str) -> None:
        box = QRectF(self.rect()).adjusted(60, 20, -60, -20)
        paint_signature(painter, earlier, box, self._pen_width(), colour)

    def _at(self, touch: Touch) -> QPointF:
        return QPointF(touch[0], touch[1]) * self.width()

    def _pen_width(self) -> float:
        return self.width() * PEN


BUTTON, EDGE = 60, 24
"""Pixels: height of a button to touch, and margin."""


class SignatureDialog(Dialog):
    """The signature of one person, for a programme with times.

    Accepted, `message` is the sentence about what was stored.
    """

    def __init__(self, desk: Desk, person: Attendee, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("signature", "Signature")), parent)
        self._desk, self._person = desk, person
        self._occasions = desk.signing.occasions()
        self._signed = desk.signing.signed(person.id)
        self.message = ""
        self.title, self.strip = FormTitle("pencil"), FormMessage()
        self.occasion, self.pad = ComboBox(translate(_FOR)), SignaturePad(translate(_PAD))
        self.clear, self.undo_button = QPushButton(translate(_CLEAR)), QPushButton(translate(_TAKE_BACK))
        self.close_button, self.done_button = QPushButton(translate(_CLOSE)), QPushButton(translate(_DONE))
        row = row_of(spacing=12)
        for button in (self.clear, self.undo_button, None, self.close_button, self.done_button):
            if button is None:
                row.addStretch(1)
                continue
            button.setFont(scaled_font(LARGE, 600))
            button.setStyleSheet(f"min-height: {scale_px(BUTTON - 2 * BUTTON_EDGE)}px")
            button.setAutoDefault(button is self.done_button)
            row.addWidget(button)
        self.done_button.setDefault(True)
        column_of(
            self.title,
            labelled_field(self.occasion, translate(_FOR)),
            self.strip,
            wide(self.pad),
            row,
            spacing=12,
            around=(EDGE, EDGE, EDGE, EDGE),
            of=self,
        )
        self.occasion.currentIndexChanged.connect(self._show_occasion)
        self.pad.changed.connect(self._look)
        self.clear.clicked.connect(self.pad.clear)
        self.undo_button.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.reject)
        self.done_button.clicked.connect(self._sign)
        self._look()
        self.title.show_title(person.name)
        self.occasion.addItems([self._called(occasion) for occasion in self._occasions])
        self.pad.setFocus()
        if parent:
            self.resize(parent.window().size())

    @property
    def chosen(self) -> Occasion:
        return self._occasions[max(0, self.occasion.currentIndex())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.pad.clear()
        else:
            super().keyPressEvent(event)

    def _show_occasion(self) -> None:
        """Show what is known of the chosen occasion; the current strokes stay."""
        earlier = self._signed.get(self.chosen.id)
        self.undo_button.setVisible(earlier is not None)
        self.pad.show_earlier(earlier.signature if earlier else None)
        if earlier:
            entry = earlier.entry
            at = clock_time(entry.at.astimezone(self._desk.now().tzinfo))
            self.strip.note(translate(_EARLIER, at=at, desk=entry.desk))
        else:
            self.strip.note(translate(Message("signature", "By signing I confirm that I am here.")))

    def _look(self) -> None:
        is_signed = self.pad.signature() is not None
        self.done_button.setEnabled(is_signed)
        self.clear.setEnabled(self.pad.has_ink)

    def _sign(self) -> None:
        signature = self.pad.signature()
        if signature is None:
            return
        try:
            self._desk.signing.sign(self._person.id, self.chosen.id, signature)
        except CheckinError as error:  # shown here: the desk is covered by this window, and the strokes are kept
            self.strip.warn(error_text(error))
        else:
            self._finish(Message("signature", "Signed: {name}, {what}."))

    def _undo(self) -> None:
        try:
            self._desk.signing.undo(self._person.id, self.chosen.id)
        except CheckinError as error:
            self.strip.warn(error_text(error))
        else:
            self._finish(Message("signature", "Signature removed: {name}, {what}."))

    def _finish(self, words: Message) -> None:
        self.message = translate(words, name=self._person.name, what=self._called(self.chosen))
        self.accept()

    def _called(self, occasion: Occasion) -> str:
        zone = self._desk.now().tzinfo
        assert zone
        return " – ".join(filter(None, occasion_heading(occasion, Translator(current_language()), zone)))


_FOR = Message("signature", "Signs for")
_PAD = Message("signature", "Place to sign, with a finger, a pen or the mouse")
_EARLIER = Message("signature", "Already signed, at {at} ({desk}). Signing again replaces it.")
_CLEAR = Message("signature", "Clear (Del)")
_TAKE_BACK = Message("signature", "Remove the signature")
_CLOSE = Message("walk-in", "Close (Esc)")
_DONE = Message("signature", "Done (Enter)")
