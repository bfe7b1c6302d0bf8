# SPDX-License-Identifier: GPL-3.0-or-later
"""The welcome window when no event was named: create, open or join an event, see the demonstration, recent events."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFileDialog, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.local_time import written_day
from checkin.core.message import Message
from checkin.services.computer.app_data import RecentEvent
from checkin.translation import current_language, day_text, error_text, translate
from checkin.ui.import_export.file_choosing import EVENTS, SUFFIX, FileDrop, attendee_list_filter, documents_folder
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import CENTRE, LEFT, draw_aligned, draw_button_ground, draw_card, draw_elided, draw_rounded
from checkin.ui.look.typesetting import fit
from checkin.ui.widgets.arrival_meter import format_number
from checkin.ui.widgets.boxes import REST, column_of, dismiss, row_of, wide
from checkin.ui.widgets.buttons import ChoiceButton, IconButton
from checkin.ui.widgets.form_fields import FormMessage, label, stack
from checkin.ui.widgets.screen_page import MOST, scroll_unless_large

HEIGHT, TITLE, ICON = 72, 44, 20
"""Pixels: of a row, of the two lines that a title has at most, of the icon."""


DETAIL_LINE = 20


class RecentRow(QWidget):
    """A recent event: title, day, number of people and folder; disabled, with the reason, if its file is gone. `opened`
    carries the path, `rescue_wanted` too if a copy replaces the lost file.

    `forgotten` takes the event off the list; the file stays.
    """

    opened = Signal(Path)
    rescue_wanted = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self, recent: RecentEvent, *, has_double: bool = False) -> None:
        """`has_double`: another event of the list has the same title, so the name of its file is shown."""
        super().__init__()
        self.recent, self.open = recent, _OpenButton(recent, recent_detail(recent, names_file=has_double))
        self.forget = IconButton("x", translate(_FORGET, title=recent.title))
        chosen = self.rescue_wanted if recent.rescued else self.opened
        self.open.clicked.connect(lambda: chosen.emit(recent.path))
        self.forget.clicked.connect(lambda: self.forgotten.emit(recent.path))
        self.setFixedHeight(theme.scale_px(HEIGHT))  # here: the style sheet has a least height for buttons
        row_of(wide(self.open), self.forget, spacing=4, of=self)


class _OpenButton(QPushButton):
    """A button with the whole title on up to two lines; the line below is elided and whole in the tool tip."""

    def __init__(self, recent: RecentEvent, detail: str) -> None:
        super().__init__(recent.title)
        self._detail = detail
        self.setEnabled(recent.trouble is None or recent.rescued is not None)
        self.setToolTip(f"{recent.title}\n{self._detail}\n{recent.path}")
        self.setAccessibleName(recent.title)
        self.setAccessibleDescription(self._detail)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(320, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = theme.design_rect(self)
        draw_button_ground(painter, self, box, theme.RADIUS - 2)
        middle = box.center().y()
        icon, ink = ("calendar", t.ink) if self.isEnabled() else ("calendar-x", t.quiet)
        drawing.draw(
            painter, icon, QRectF(12, middle - ICON / 2, ICON, ICON), t.accent if self.isEnabled() else t.quiet
        )
        words = box.adjusted(12 + ICON + 14, 0, -8, 0)
        setting = fit((self.text(),), theme.TEXT, 600, (words.width(), TITLE))
        top = middle - (setting.height + DETAIL_LINE) / 2
        for number, line in enumerate(setting.lines):
            at = QRectF(words.left(), top + number * setting.line_height, words.width(), setting.line_height)
            draw_aligned(painter, at, line, (setting.font, ink), LEFT)
        below = QRectF(words.left(), top + setting.height, words.width(), DETAIL_LINE)
        draw_elided(painter, below, self._detail, theme.font(theme.SMALL), t.quiet)


def recent_detail(recent: RecentEvent, *, names_file: bool = False) -> str:
    """Return its day, how many are on its list, and its folder; or why it cannot be opened. Where the name of its file
    is what tells it from another, that comes first.
    """
    if recent.rescued:
        return translate(Message("welcome", "Gone: press to carry on with the rescued copy"))
    if recent.trouble:
        return error_text(recent.trouble)
    parts = [
        recent.path.name if names_file else "",
        day_text(recent.day, current_language()) if recent.day else "",
        _people_text(recent),
        folder_text(recent.path),
    ]
    return " · ".join(part for part in parts if part)


def _people_text(recent: RecentEvent) -> str:
    """Return how many are on the list, or when the personal data was erased."""
    if recent.erased_on:
        return translate(Message("welcome", "data erased on {day}"), day=written_day(recent.erased_on))
    return people_count_text(recent.people)


def people_count_text(count: int) -> str:
    return translate(_ONE if count == 1 else _PEOPLE, count=format_number(count)) if count else ""


def folder_text(path: Path) -> str:
    """Return the folder, with "~" for the user's home."""
    home = Path.home()
    return str(Path("~") / path.parent.relative_to(home)) if path.is_relative_to(home) else str(path.parent)


def rescued_sentence(recent: RecentEvent) -> str:
    """Return the sentence about a rescued copy; "" without one."""
    return translate(_STRANDED, name=recent.path.name, copy=recent.rescued.name) if recent.rescued else ""


_STRANDED = Message(
    "welcome",
    "“{name}” is gone or damaged. What the desk recorded is in “{copy}”, next to it: choose the event below to "
    "carry on with it. If you moved the file, open it where it is now.",
)
_FORGET = Message("welcome", "Remove “{title}” from this list. The file stays.")
_PEOPLE = Message("welcome", "{count} {count:registration|registrations}")
_ONE = Message("welcome", "1 registration")


CARD_EDGE, DISC, STEP = 20, 32, 84
"""Pixels; for a step, the least height."""


class RecentList(QWidget):
    """The recent events on a card, or the first steps if there are none. `opened`, `rescue_wanted` and `forgotten`
    carry a path.
    """

    opened = Signal(Path)
    rescue_wanted = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RecentRow] = []
        self.setAccessibleName(translate(_RECENT))
        self._heading = label("", theme.LARGE, 600)
        self._heading.setContentsMargins(8, 0, 8, 0)
        self._column = column_of(
            self._heading, spacing=8, around=(CARD_EDGE - 8, CARD_EDGE - 4, CARD_EDGE - 8, CARD_EDGE - 4), of=self
        )
        self._body: QWidget | None = None

    def show_recent(self, recent: Sequence[RecentEvent]) -> None:
        """Replace the events shown; a row that is still there keeps the focus."""
        focused = next((row.recent.path for row in self.rows if row.open.hasFocus()), None)
        self._heading.setText(translate(_RECENT if recent else Message("welcome", "Three steps to your first arrival")))
        titles = Counter(one.title for one in recent)
        self.rows = [self._row(one, has_double=titles[one.title] > 1) for one in recent]
        body = _rows(self.rows) if recent else _Beginning()
        if self._body:
            self._column.removeWidget(self._body)
            dismiss(self._body)
        self._column.addWidget(body, 1)
        body.show()  # now: a window that becomes active gives its focus to a visible widget, and a layout shows later
        self._body = body
        if row := next((row for row in self.rows if row.recent.path == focused), None):
            row.open.setFocus()

    def of_day(self, day: date | None) -> RecentRow | None:
        """Return the newest event that takes place on `day` and can be opened, or None."""
        open_ones = (row for row in self.rows if row.recent.trouble is None)
        return next((row for row in open_ones if day and row.recent.day == day), None)

    def _row(self, recent: RecentEvent, *, has_double: bool) -> RecentRow:
        row = RecentRow(recent, has_double=has_double)
        row.opened.connect(self.opened)
        row.rescue_wanted.connect(self.rescue_wanted)
        row.forgotten.connect(self.forgotten)
        return row

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, theme.design_rect(self), theme.tokens(self.palette()))


def _rows(rows: Sequence[RecentRow]) -> QWidget:
    page = stack(*rows)
    if column := page.layout():
        column.setSpacing(4)
    return scroll_unless_large(page)


class _Beginning(QWidget):
    """The three steps from a list to the first guest."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(theme.scale_px(STEP * len(_STEPS)))
        self.setAccessibleName(" ".join(translate(words) for pair in _STEPS for words in pair))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(112.0, theme.design_rect(self).height() / len(_STEPS))
        for number, (what, how) in enumerate(_STEPS):
            top = number * height + 8
            disc = QRectF(8, top, DISC, DISC)
            draw_rounded(painter, disc, DISC / 2, t.selected)
            draw_aligned(painter, disc, str(number + 1), (theme.font(theme.TEXT, 700), t.accent), CENTRE)
            left = 8 + DISC + 14
            wide = theme.design_rect(self).width() - left - 8
            draw_aligned(
                painter, QRectF(left, top, wide, 20), translate(what), (theme.font(theme.TEXT + 1, 600), t.ink), LEFT
            )
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(t.quiet)
            text = QRectF(left, top + 24, wide, height - 28)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), translate(how))


_RECENT = Message("welcome", "Recent events")
_STEPS = (
    (
        Message("welcome", "Choose your list"),
        Message("welcome", "As it is: Excel, LibreOffice, CSV, a ticketing export. It is only read."),
    ),
    (
        Message("welcome", "Check what was understood"),
        Message("welcome", "Names, organisations, e-mail addresses: anything odd is shown, row by row."),
    ),
    (
        Message("welcome", "Scan"),
        Message("welcome", "With the camera, a scanner, or by typing a name. Two letters are enough."),
    ),
)


SIZE, LEFT_WIDTH, EDGE, MARK = QSize(1040, 680), 408, 36, 56
"""Pixels."""
NARROW = 860
"""Design pixels below which the recent events stand under the buttons."""


class WelcomeWindow(QDialog):
    """The window; it only emits signals. `source_chosen` carries a list or programme to make an event of."""

    event_chosen = Signal(Path)
    rescue_wanted = Signal(Path)
    source_chosen = Signal(Path)
    forget_wanted = Signal(Path)
    join_wanted = Signal()
    usb_join_wanted = Signal()
    demo_chosen = Signal()

    def __init__(self, recent: Sequence[RecentEvent] = ()) -> None:
        super().__init__()
        self.setWindowTitle("Checkin")
        self.setWindowIcon(drawing.app_icon())
        self._message, self._promise = FormMessage(), label(translate(_PROMISE))
        self.rescued = FormMessage()
        """The sentence about a rescued copy of an event whose file is gone."""
        self._row, self._left = QBoxLayout(_BESIDE), QWidget()
        self.recent = RecentList()
        self.recent.opened.connect(self._open)
        self.recent.rescue_wanted.connect(self._go_on)
        self.recent.forgotten.connect(self.forget_wanted)
        buttons = self._buttons()
        self._primary = buttons[0]
        self._left.setLayout(
            column_of(
                _Mark(),
                8,
                label(translate(Message("welcome", "Who is coming today?")), theme.DETAIL, 700),
                self._promise,
                self._message,
                12,
                *buttons,
                REST,
                label(translate(_DROP), theme.SMALL),
                spacing=12,
            )
        )
        row = self._row
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.setSpacing(EDGE)
        row.addWidget(self._left)
        row.addLayout(self._right(), 1)
        self.setLayout(row)
        self.show_recent(recent)
        self._drop = FileDrop(self)
        self._drop.dropped.connect(self.take)
        self.setMinimumWidth(NARROW)  # with large text all of it scrolls and may be narrower
        self.resize(SIZE)

    def show_recent(self, recent: Sequence[RecentEvent], today: date | None = None) -> None:
        """Show the recent events. The one of `today` gets the focus, unless the user has moved it."""
        self.recent.show_recent(recent)
        sentence = next((sentence for sentence in map(rescued_sentence, recent) if sentence), "")
        if sentence != self.rescued.text():
            self.rescued.warn(sentence)
        row = self.recent.of_day(today)
        if row and self.focusWidget() in (None, self._primary):
            row.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, sentence: str) -> None:
        """Show above the buttons why a file was refused; another can be chosen at once."""
        self._promise.setVisible(not sentence)
        self._message.warn(sentence)

    def _open(self, path: Path) -> None:
        self.show_error("")
        self.event_chosen.emit(path)

    def _go_on(self, path: Path) -> None:
        self.show_error("")
        self.rescue_wanted.emit(path)

    def _ask_event(self) -> None:
        title = translate(Message("welcome", "Open an event"))
        chosen, _ = QFileDialog.getOpenFileName(self, title, documents_folder(), f"{translate(EVENTS)} (*{SUFFIX})")
        if chosen:
            self._open(Path(chosen))

    def _ask_new(self) -> None:
        title = translate(Message("welcome", "The list of people"))
        source, _ = QFileDialog.getOpenFileName(self, title, documents_folder(), attendee_list_filter())
        if source:
            self.source_chosen.emit(Path(source))

    def take(self, path: Path) -> None:
        """Take a file that was dropped here or passed by the system."""
        self.show_error("")
        (self.event_chosen if path.suffix.lower() == SUFFIX else self.source_chosen).emit(path)

    def _right(self) -> QVBoxLayout:
        return column_of(self.rescued, wide(self.recent), spacing=12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = theme.design_rect(self).width() < NARROW
        self._row.setDirection(_BELOW if is_narrow else _BESIDE)
        self._left.setMinimumWidth(0 if is_narrow else theme.scale_px(LEFT_WIDTH))
        self._left.setMaximumWidth(MOST if is_narrow else theme.scale_px(LEFT_WIDTH))

    def _buttons(self) -> list[ChoiceButton]:
        made: list[ChoiceButton] = []
        for icon, (words, detail), operation in (
            ("file-spreadsheet", _NEW, self._ask_new),
            ("folder-open", _OPEN, self._ask_event),
            ("waypoints", _JOIN, self.join_wanted.emit),
            ("usb", _JOIN_BY_KEY, self.usb_join_wanted.emit),
            ("play", _DEMO, self.demo_chosen.emit),
        ):
            button = ChoiceButton(icon, translate(words), translate(detail), is_primary=not made)
            button.clicked.connect(operation)
            made.append(button)
        return made


_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class _Mark(QWidget):
    """The program's icon, large."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        drawing.draw(painter, "checkin", theme.design_rect(self), theme.tokens(self.palette()).ink)


_PROMISE = Message("welcome", "An event is one file on this computer. No account, no network.")
_NEW = (
    Message("welcome", "New event from a list…"),
    Message("welcome", "Excel, LibreOffice, CSV, an export, a programme"),
)
_OPEN = (Message("welcome", "Open an event…"), Message("welcome", "A file on this computer or a USB drive"))
_JOIN = (Message("join", "Join other desks…"), Message("welcome", "An event of another desk, or of pretix"))
_JOIN_BY_KEY = (Message("join", "Join from a USB drive…"), Message("welcome", "Another desk put the event on it"))
_DEMO = (Message("welcome", "See the demonstration"), Message("welcome", "An invented day: none of it is real"))
_DROP = Message("welcome", "A list, a programme or an event can also be dropped on this window.")
