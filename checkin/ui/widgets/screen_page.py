# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of the screens beside the desk: their interface, heading, navigation, band, and scroll areas."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal

from checkin.core.message import Message
from checkin.core.programme.programme import Event
from checkin.core.programme.programme_edits import first_and_last
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import (
    CENTRE,
    RIGHT,
    draw_aligned,
    draw_button_ground,
    draw_elided,
    draw_hairline,
    draw_rounded,
)
from checkin.ui.look.theme import (
    LARGE,
    MARGIN,
    RADIUS,
    SMALL,
    TEXT,
    design_painter,
    design_rect,
    font,
    scale_px,
    text_scale,
    tokens,
)
from checkin.ui.widgets.keyboard import number_keys

Keys = Sequence[tuple[str, Message]]
"""Pairs of the key as printed on the keyboard and a word for what it does."""


class ScreenPage(QtWidgets.QWidget):
    """The base of the screens beside the desk.

    `Shell` makes a screen when it is first entered, calls `refresh` at every entry, and shows `keys` in the footer. A
    subclass emits `keys_changed` when a page with other keys covers the screen, or goes. `scrolls_itself`, if set, says
    that the screen has a scroll area of its own.

        class NotesScreen(ScreenPage):
            def refresh(self) -> None:
                self.list.show_notes(self._desk.notes())
    """

    keys_changed = Signal()

    @property
    def keys(self) -> Keys:
        """The keys that work now."""
        return ()

    can_forget_people = False
    """Whether `forget_people` clears the page. One that cannot is made anew after a purge."""

    def refresh(self) -> None:
        """Read everything again: the screen was entered, or people have changed."""

    def forget_people(self) -> None:
        """Everybody was purged: what is shown or typed of people goes, before the page is read again."""


class Pages(QtWidgets.QWidget):
    """Pages in one place, with the methods of a `QStackedWidget`. That one has a role, which Orca says whenever the
    focus comes back into it: "layered pane, 0 items".
    """

    def __init__(self) -> None:
        super().__init__()
        self._stacked = QtWidgets.QStackedLayout(self)
        self.addWidget, self.removeWidget = self._stacked.addWidget, self._stacked.removeWidget
        self.currentWidget, self.setCurrentWidget = self._stacked.currentWidget, self._stacked.setCurrentWidget
        self.setCurrentIndex = self._stacked.setCurrentIndex


HEIGHT, CLOCK = 60, 76
"""Height of the row and width of the clock, in pixels."""
TICK_MS = 500


class ScreenHeading(QtWidgets.QWidget):
    """The top row of the screen called `words`: event and day, buttons, clock; `now` is the desk's clock, read while
    the row is visible.
    """

    def __init__(self, words: Message, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now, self._clock = now, ""
        self._title = _Title(words)
        self.setFixedHeight(scale_px(HEIGHT))
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 0, scale_px(MARGIN + CLOCK), 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title, 1)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_time)

    def add(self, part: QtWidgets.QWidget) -> None:
        """Add `part` to the left of the clock."""
        self._row.addWidget(part)

    def set_place(self, place: str) -> None:
        """Set the line with event and day."""
        self._title.set_place(place)
        self._clock = ""
        self._show_time()

    def _show_time(self) -> None:
        clock = clock_time(self._now())
        if clock != self._clock:
            self._clock = clock
            self.setAccessibleName(f"{self._title.accessibleName()}, {clock}")
            self.update()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._tick.start()

    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QtGui.QColor(t.surface))
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        clock = design_rect(self).adjusted(0, 0, -MARGIN, 0)
        draw_aligned(painter, clock, self._clock, (font(LARGE, 700, tabular=True), t.ink), RIGHT)


class _Title(QtWidgets.QWidget):
    """Screen name and event line; the line is cut where buttons need the room (whole in the tool tip)."""

    def __init__(self, words: Message) -> None:
        super().__init__()
        self._words, self._place = words, ""
        self.setMinimumWidth(scale_px(120))

    def set_place(self, place: str) -> None:
        self._place = place
        self.setToolTip(place)
        self.setAccessibleName(f"{translate(self._words)}, {place}")
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t, middle = tokens(self.palette()), design_rect(self).height() / 2
        painter = design_painter(self)
        draw_elided(
            painter,
            QRectF(0, middle - 21, design_rect(self).width(), 22),
            translate(self._words),
            font(LARGE, 700),
            t.ink,
        )
        draw_elided(painter, QRectF(0, middle + 2, design_rect(self).width(), 18), self._place, font(SMALL), t.quiet)


def event_line(event: Event) -> str:
    """Return the title and day of an event in the current language."""
    days = " – ".join(day_text(day, current_language()) for day in first_and_last(event))
    return " · ".join(filter(None, (event.title, days)))


# The band above every screen of an event that is not the real one. Takes no focus; nothing hides it.
# It is recognised by its text and its hatching, as on barrier tape; its colours are those of no answer.

DEMONSTRATION = Message("occasion", "DEMONSTRATION – nothing is real")
REHEARSAL = Message("occasion", "REHEARSAL – nothing counts")

BAND_HEIGHT, WITH_A_WAY_OUT = 28, 46
"""Height in pixels of the text alone, and with a button to touch."""
STRIPE, STEP = 9, 26
"""Width of a stripe of the hatching and distance to the next, in pixels."""
AROUND = 24
"""Pixels left free on each side of the text."""


class OccasionBand(QtWidgets.QWidget):
    """The band, hidden for the real event. Its text is one of the above, or another one."""

    left = Signal()
    """Emitted by the button that leads back to the real event."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.way_out = _WayOut(self)
        self.way_out.clicked.connect(self.left)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(AROUND, 0, AROUND, 0)
        row.addStretch(1)
        row.addWidget(self.way_out)
        self.setFixedHeight(scale_px(BAND_HEIGHT))
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """The text of the band, "" for the real event."""
        return self._text

    def show_occasion(self, words: Message | None, way_out: str = "") -> None:
        """Show an occasion; None is the real event. `way_out` labels the button back to it, "" for no button."""
        self.show_text(translate(words) if words else "", way_out)

    def show_text(self, text: str, way_out: str = "") -> None:
        """Show the text that another window's band shows."""
        self._text = text
        self.way_out.setText(way_out)
        self.way_out.setVisible(bool(way_out))
        self.setFixedHeight(scale_px(WITH_A_WAY_OUT if way_out else BAND_HEIGHT))
        self.setAccessibleName(self._text)
        self.setVisible(bool(self._text))
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """Draw the ground in the theme's ink and the text in its ground: the strongest contrast there is."""
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QtGui.QColor(t.ink))
        face = font(TEXT, 700)
        half = QtGui.QFontMetricsF(face).horizontalAdvance(self._text) / 2 + AROUND
        middle = design_rect(self).width() / 2
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        for left, right in ((0.0, middle - half), (middle + half, float(design_rect(self).width()))):
            _hatch(painter, QRectF(left, 0, right - left, design_rect(self).height()), t.background)
        draw_aligned(painter, design_rect(self), self._text, (face, t.background), CENTRE)


class _WayOut(QtWidgets.QAbstractButton):
    """The button in the theme's ground on the ink of the band."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        wide = QtGui.QFontMetricsF(font(TEXT, 600)).horizontalAdvance(self.text())
        return scale_px(QSize(round(wide) + 32, WITH_A_WAY_OUT - 10))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, 8, t.ink)
        draw_rounded(painter, box.adjusted(3, 3, -3, -3), 6, t.hover if self.underMouse() else t.surface)
        if self.hasFocus():
            painter.setPen(QtGui.QPen(QtGui.QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5), 5, 5)
        draw_aligned(painter, box, self.text(), (font(TEXT, 600), t.ink), CENTRE)


def _hatch(painter: QtGui.QPainter, box: QRectF, ink: str) -> None:
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QtGui.QPen(QtGui.QColor(ink), STRIPE))
    height = box.height() + 2 * STRIPE
    at = box.left() - height
    while at < box.right() + STRIPE:
        painter.drawLine(QPointF(at, box.bottom() + STRIPE), QPointF(at + height, box.top() - STRIPE))
        at += STEP
    painter.restore()


WIDE, NARROW = 104, 56
"""Width in pixels, with and without labels."""
ICON, LIGHT = 24, 9
LEAST, LEAST_WITH_WORDS = 32, 46
"""Least height of a button in design pixels, without and with its label."""
BELOW_NARROW = 1280
"""Window width in pixels below which the labels are hidden."""
PARTICIPANTS = Message("rail", "Attendees")
PROGRAMME = Message("rail", "Programme")
TICKETS = Message("rail", "Tickets")
BADGES = Message("rail", "Badges")
LIVE = Message("rail", "Live")
CLOSING = Message("rail", "Closing")
"""Defined here because the screen's own modules are imported only when it is first entered."""


class NavigationRail(QtWidgets.QWidget):
    """The column at the left with the screens of the program. `entries` are (label, icon) from top to bottom; `chosen`
    carries the number of one, Ctrl and the number work too.
    """

    chosen = Signal(int)

    def __init__(self, entries: Sequence[tuple[Message, str]], parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate(Message("rail", "Screens")))
        self._group = QtWidgets.QButtonGroup(self)
        self.keys: list[QtGui.QKeySequence] = []
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        for number, (words, icon) in enumerate(entries):
            button = _RailButton(translate(words), icon, number + 1, self)
            self._group.addButton(button, number)
            column.addWidget(button)
            keys = QtGui.QShortcut(self)  # a button's own would animate the click
            keys.setKeys(number_keys(number + 1, "Ctrl"))
            self.keys += number_keys(number + 1, "Ctrl")
            keys.setWhatsThis(translate(words))
            keys.activated.connect(button.click)
        column.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        self.set_narrow(False)

    def set_current(self, number: int) -> None:
        """Mark the visible screen, at whose button Tab stops."""
        chosen = self._group.button(number)
        chosen.setChecked(True)
        for button in self._group.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is chosen else Qt.FocusPolicy.NoFocus)

    def set_busy(self, number: int, is_busy: bool) -> None:
        """Show or remove the light beside a screen's icon: something goes on there."""
        button = self._group.button(number)
        if isinstance(button, _RailButton) and button.is_busy != is_busy:
            button.is_busy = is_busy
            button.update()

    def set_narrow(self, is_narrow: bool) -> None:
        self.setFixedWidth(scale_px(NARROW if is_narrow else WIDE))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QtGui.QColor(t.surface))
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(
            painter, design_rect(self).width() - 1, 0, design_rect(self).width() - 1, design_rect(self).height()
        )


class _RailButton(QtWidgets.QAbstractButton):
    """An icon over its label. Takes no focus, so that the next name can be typed at once."""

    def __init__(self, text: str, icon: str, number: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._icon, self.is_busy = icon, False
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to screen readers, not a check box
        self.setAccessibleName(text)
        self.setToolTip(f"{text} (Ctrl+{number})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(NARROW - 16, 60))

    def minimumSizeHint(self) -> QSize:
        return scale_px(QSize(NARROW - 16, LEAST))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_button_ground(painter, self, box, RADIUS)
        ink = t.accent if self.isChecked() else t.quiet
        has_words = box.width() > NARROW and box.height() >= LEAST_WITH_WORDS
        top = box.center().y() - (ICON / 2 if not has_words else ICON - 3)
        drawing.draw(painter, self._icon, QRectF(box.center().x() - ICON / 2, top, ICON, ICON), ink)
        if self.is_busy:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QtGui.QColor(t.ok))
            painter.drawEllipse(QRectF(box.center().x() + ICON / 2 - 1, top - LIGHT / 2 + 2, LIGHT, LIGHT))
        if has_words:
            under = QRectF(0, top + ICON + 3, box.width(), SMALL + 6)
            face = font(SMALL, 700 if self.isChecked() else 400)
            draw_aligned(painter, under, self.text(), (face, t.ink if self.isChecked() else t.quiet), CENTRE)


# Scroll areas for large text, around screens beside the desk and every dialog.
# Nothing is wrapped while text has its normal size: everything fits the least window then.

FRAME = 40
"""Pixels a title bar may take."""
BELOW = 8
"""Pixels between scrolled content and the buttons below it."""
FOOT = 5
"""The fraction (1/5) of the screen that buttons at the foot may take; higher ones scroll with the rest."""
LAYINGS = 2
"""Layout passes until wrapped text in a scroll area has its height."""
MOST = 16_777_215
"""Pixels: Qt's value for no greatest size."""


def scroll_if_large(page: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return the widget to show in place of `page`; itself at normal size, or if it has a scroll area of its own."""
    return scroll_area(page) if text_scale() > 1 and not getattr(page, "scrolls_itself", False) else page


def scroll_unless_large(page: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return `page` in a scroll area; with large text return it as it is, because everything around it
    scrolls already.
    """
    if text_scale() > 1:
        return page
    area = scroll_area(page)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for ground in (area.viewport(), page):
        ground.setAutoFillBackground(False)  # shows the ground below
    return area


def scroll_to(part: QtWidgets.QWidget) -> None:
    """Scroll `part` into view, whichever area contains it, after pending layouts are done."""
    for _ in range(LAYINGS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    place = part.parentWidget()
    while place and not isinstance(place, QtWidgets.QScrollArea):
        place = place.parentWidget()
    if isinstance(place, QtWidgets.QScrollArea):
        place.ensureWidgetVisible(part, 0, 0)


def scroll_area(page: QtWidgets.QWidget) -> QtWidgets.QScrollArea:
    """Return a scroll area around `page` that passes its focus on to it."""
    area = _holding(QtWidgets.QScrollArea(), page)
    area.setFocusProxy(page)  # after its focus policy, which Qt would hand on to the page's first field
    return area


def _holding(area: QtWidgets.QScrollArea, page: QtWidgets.QWidget) -> QtWidgets.QScrollArea:
    area.setWidgetResizable(True)
    area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


class _Around(QtWidgets.QScrollArea):
    """A scroll area around a whole dialog.

    The dialog may be made small only once it is visible: Qt first limits a window to two thirds of the screen unless
    its least size is larger.
    """

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self.window().setMinimumSize(0, 0)


class DialogScroller(QObject):
    """An event filter that makes each dialog of `app` scrollable before it is shown; call `look` when the text size
    changes.
    """

    def __init__(self, app: QtWidgets.QApplication) -> None:
        super().__init__()
        self._app = app

    def leave(self) -> None:
        """Stop filtering."""
        self._app.removeEventFilter(self)

    def look(self) -> None:
        self.leave()
        if text_scale() > 1:
            self._app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QtWidgets.QDialog)
            and event.type() == QEvent.Type.Polish
            and (layout := watched.layout())
        ):
            make_scrollable(watched, layout, watched.screen().availableSize())
        return False


def fit_height(dialog: QtWidgets.QDialog, size: QSize) -> None:
    """Resize a dialog to `size`, but no higher than its content: a scroll area would let itself be shrunk
    to nothing.
    """
    place = dialog.findChild(QtWidgets.QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
    inside = place.widget() if isinstance(place, QtWidgets.QScrollArea) else None
    if inside and (layout := inside.layout()) and (around := dialog.layout()):
        layout.activate()
        screen, wide = dialog.screen().availableSize(), scale_px(size.width())
        below = sum(item.sizeHint().height() for item in map(around.itemAt, range(1, around.count())) if item)
        wanted = QSize(wide, max(layout.totalSizeHint().height(), layout.totalHeightForWidth(wide)) + below)
        size = wanted.boundedTo(QSize(screen.width(), screen.height() - FRAME))
    dialog.resize(size)


def make_scrollable(dialog: QtWidgets.QDialog, layout: QtWidgets.QLayout, screen: QSize) -> None:
    """Make all of `dialog` reachable on a screen of this size: its layout moves into a scroll area."""
    wanted = layout.totalMinimumSize().expandedTo(dialog.minimumSize()).expandedTo(layout.totalSizeHint())
    room = QSize(screen.width(), screen.height() - FRAME)
    if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):  # a large one, whose parts may come later
        wanted = wanted.expandedTo(dialog.size() * text_scale())
    elif wanted.boundedTo(room) == wanted:
        return
    first = dialog.focusWidget()
    inside, foot = QtWidgets.QWidget(), _foot(layout, room.height() // FOOT)
    inside.setLayout(layout)
    area = _holding(_Around(), inside)
    around = QtWidgets.QVBoxLayout(dialog)
    around.setContentsMargins(0, 0, 0, 0)
    around.setSpacing(0)
    around.addWidget(area, 1)
    if foot:
        around.addWidget(foot)
    if first:  # what moves to another place loses the keyboard
        first.setFocus()
    dialog.setMaximumSize(MOST, MOST)
    wide = wanted.width() + area.verticalScrollBar().sizeHint().width()
    dialog.setMinimumSize(QSize(wide, wanted.height()).boundedTo(room))
    dialog.resize(dialog.minimumSize())


def _foot(layout: QtWidgets.QLayout, most: int) -> QtWidgets.QWidget | None:
    """Take the buttons at the foot out of the dialog's layout, so that they stay visible; `most` is their greatest
    height.

    Return None if there are none.
    """
    last = layout.itemAt(layout.count() - 1) if isinstance(layout, QtWidgets.QVBoxLayout) else None
    if last is None or not _has_buttons(last) or last.sizeHint().height() > most:
        return None
    margins, foot = layout.contentsMargins(), QtWidgets.QWidget()
    layout.setContentsMargins(margins.left(), margins.top(), margins.right(), BELOW)
    column = QtWidgets.QVBoxLayout(foot)
    column.setContentsMargins(margins.left(), BELOW, margins.right(), margins.bottom())
    if row := last.layout():
        layout.removeItem(row)
        column.addLayout(row)
    elif buttons := last.widget():
        # Taken, the item is Python's. `addWidget` alone deletes it in Qt, and its wrapper would be given out for the
        # next object at its address (docs/adr/0006).
        layout.takeAt(layout.count() - 1)
        column.addWidget(buttons)
    return foot


def _has_buttons(item: QtWidgets.QLayoutItem) -> bool:
    """Whether the item is a row of buttons without text."""
    if isinstance(item.widget(), QtWidgets.QDialogButtonBox):
        return True
    row = item.layout()
    parts = [part.widget() for number in range(row.count()) if (part := row.itemAt(number))] if row else []
    return any(parts) and all(isinstance(part, QtWidgets.QPushButton) for part in parts if part)
