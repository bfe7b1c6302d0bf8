# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the self-service screen: header, what it shows between two guests, the answer, buttons, and their
texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from checkin.core.answer import Answer
from checkin.core.kiosk_answers import (
    GreetingStyle,
    GuestBadge,
    HelpEnd,
    KioskAnswer,
    greeting_name,
    guest_badge,
    kiosk_answer,
)
from checkin.core.message import LANGUAGES, Message
from checkin.translation import Translator, translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.drawing import CENTRE, LEFT, RIGHT, draw_aligned, draw_rounded, rounded_path
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.typesetting import WrappedText, fit
from checkin.ui.widgets.boxes import row_of
from checkin.ui.widgets.camera_preview import CameraPreview
from checkin.ui.widgets.screen_page import OccasionBand

# The texts of the self-service screen, in the guest's language. Draws nothing.
# Every answer to a ticket but the plain welcome is the same card: no reason is given, in words, colour or sound.


@dataclass(frozen=True, slots=True)
class KioskMessage:
    """The message of a card, in the guest's language. `name` is "" where none is shown, `columns` the values of the
    list that the guest may see.
    """

    icon: str
    title: str
    name: str
    line: str
    colours: theme.Colours
    columns: str = ""

    @property
    def spoken(self) -> str:
        """The message for a screen reader."""
        return " ".join(text for text in (self.title, self.name, self.columns, self.line) if text)


_BADGES = {
    GuestBadge.NONE: Message("kiosk", "Your arrival is recorded."),
    GuestBadge.COMING: Message("kiosk", "Your badge is coming out of the printer."),
    GuestBadge.READY: Message("kiosk", "Your badge is ready: please take it."),
    GuestBadge.AT_DESK: Message("kiosk", "Your badge is waiting for you at the welcome desk."),
}


def answer_message(
    answer: Answer, greeting: GreetingStyle, voice: Translator, columns: Sequence[str] = ()
) -> KioskMessage:
    """Return the message for an answer; `columns` are shown with a welcome alone."""
    if answer.is_certificate:
        return KioskMessage(
            "file-check", voice.translate(_CERTIFICATE), "", voice.translate(_VERIFIED_BY_TEAM), theme.BLUE
        )
    if kiosk_answer(answer, None) is not KioskAnswer.WELCOME or answer.attendee is None:
        return desk_message(voice)
    badge, name = voice.translate(_BADGES[guest_badge(answer.badge)]), greeting_name(answer.attendee, greeting)
    return KioskMessage("circle-check", voice.translate(_WELCOME), name, badge, theme.GREEN, " · ".join(columns))


def desk_message(voice: Translator) -> KioskMessage:
    """Return the message that sends a guest to the desk."""
    return KioskMessage("users-round", voice.translate(_SEE_DESK), "", voice.translate(_GLAD), theme.BLUE)


def help_called_message(voice: Translator) -> KioskMessage:
    """Return the message after a call; that somebody comes is said only once a desk has said so."""
    return KioskMessage("bell", voice.translate(_CALLED), "", voice.translate(_WAIT_HERE), theme.BLUE)


def help_coming_message(voice: Translator) -> KioskMessage:
    return KioskMessage("user-check", voice.translate(COMING), "", voice.translate(_STAY), theme.GREEN)


def sound_family(answer: Answer) -> AnswerFamily:
    """Return the sound family of the answer as played to guests."""
    if answer.is_certificate:
        return AnswerFamily.READ
    return AnswerFamily.WELCOME if kiosk_answer(answer, None) is KioskAnswer.WELCOME else AnswerFamily.PERSON


_WELCOME = Message("kiosk", "Welcome")
_CERTIFICATE = Message("kiosk", "This is a certificate, not a ticket")
_VERIFIED_BY_TEAM = Message("kiosk", "The team verifies it in Closing, field “Code on a certificate”.")
_SEE_DESK = Message("kiosk", "Please see the welcome desk")
_GLAD = Message("kiosk", "The team there will be glad to help you.")
_CALLED = Message("kiosk", "We are calling the welcome desk")
_WAIT_HERE = Message("kiosk", "Please wait here a moment. If nobody comes, please go to the welcome desk.")
_STAY = Message("kiosk", "Please wait here.")

PRESENT = Message("kiosk", "Show your code to the camera")
SCAN = Message("kiosk", "Hold your code in front of the scanner")
HOW = Message("kiosk", "On your phone or on paper, about 20 cm away. Hold it still.")
ONE_MOMENT = Message("kiosk", "One moment, please")
IF_LONG = Message("kiosk", "If it takes longer, please see the welcome desk.")
CAMERA_LOST = Message("kiosk", "The camera is coming back…")
CAMERA_STARTS = Message("kiosk", "The camera is starting…")
SCANNER_WORKS = Message("kiosk", "If there is a scanner here, it can still read your code.")

NOT_SAVED = Message("occasion", "NOTHING IS SAVED – call the team")
HELP = Message("kiosk", "Need help?")
NO_HELP = Message("kiosk", "I no longer need help")
COMING = Message("kiosk", "Someone is coming")
TEAM = Message("kiosk", "Team")


WIDE, TALL = 0.62, 0.58
"""The camera's share of the width beside the drawing, and of the height above it on a portrait screen."""
_HOW = 27
_DRAWING = (360, 190)


class KioskPreview(CameraPreview):
    """A camera preview that tells the guest when there is no picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, is_large=True)
        self.lines: tuple[str, ...] = ()
        self.scale = 1.0

    def _frame(self) -> QPainterPath:
        return rounded_path(QRectF(self.rect()), theme.CORNER * self.scale)

    def _paint_absence(self, painter: QPainter) -> None:
        u, middle = self.scale, QRectF(self.rect()).center()
        drawing.draw(
            painter, "camera", QRectF(middle.x() - 40 * u, middle.y() - 120 * u, 80 * u, 80 * u), theme.VIEWFINDER.ink
        )
        top = middle.y()
        for text, size in zip(self.lines, (theme.SENTENCE - 8, _HOW), strict=False):
            setting = fit((text,), size * u, 600, (self.width() - 64 * u, 110 * u))
            for line in setting.lines:
                row = QRectF(0, top, self.width(), setting.line_height)
                draw_aligned(painter, row, line, (setting.font, theme.VIEWFINDER.ink), CENTRE)
                top += setting.line_height
            top += 12 * u


class KioskIdle(QWidget):
    """The idle page; images go to its `preview`. If there never was a camera, the drawing takes all the space."""

    def __init__(self, voice: Translator) -> None:
        super().__init__()
        self.preview = KioskPreview(self)
        self._u = 1.0
        self._has_place, self._was_live, self._is_live = True, False, False
        self.set_language(voice)

    def set_language(self, voice: Translator) -> None:
        """Show the texts in another language."""
        self._voice = voice
        lost = CAMERA_LOST if self._was_live else CAMERA_STARTS
        self.preview.lines = (voice.translate(lost), voice.translate(SCANNER_WORKS))
        title, how = map(voice.translate, self._texts())
        self.setAccessibleName(title)
        self.setAccessibleDescription(how)
        self.update()
        self.preview.update()

    def tell(self) -> None:
        """Announce what to do, which is only painted."""
        announce(self, ". ".join(map(self._voice.translate, self._texts())))

    def set_scale(self, scale: float) -> None:
        self._u = self.preview.scale = scale
        self._arrange()

    def show_live(self, is_live: bool) -> None:
        """Set whether there are images. Once there were, the camera keeps its space."""
        self._is_live, self._was_live = is_live, self._was_live or is_live
        self._has_place = self._has_place or is_live
        if not is_live:
            self.preview.set_image(None)
        self.set_language(self._voice)
        self._arrange()

    def give_up_camera(self) -> None:
        """Drop the camera's space if no image has come: codes are read by a scanner here."""
        self._has_place = self._was_live
        self.set_language(self._voice)
        self._arrange()

    def _texts(self) -> tuple[Message, Message]:
        """Return what to do, and how."""
        if not self._has_place:
            return SCAN, HOW
        return (ONE_MOMENT, IF_LONG) if self._was_live and not self._is_live else (PRESENT, HOW)

    @property
    def _is_upright(self) -> bool:
        return self.height() > self.width()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        self.preview.setVisible(self._has_place)
        if self._is_upright:
            self.preview.setGeometry(0, 0, width, round(height * TALL))
        else:
            self.preview.setGeometry(0, 0, round(width * WIDE), height)
        self.update()

    def _beside(self) -> QRectF:
        """Return the area of the drawing and the sentence."""
        whole, gap = QRectF(self.rect()), theme.GAP * self._u
        if not self._has_place:
            return whole
        if self._is_upright:
            return whole.adjusted(0, self.preview.height() + gap, 0, 0)
        return whole.adjusted(self.preview.width() + gap, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = theme.tokens(self.palette()), self._u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._beside()
        draw_rounded(painter, box, theme.CORNER * u, t.surface, t.line)
        width = box.width() - 56 * u
        title = fit((self.accessibleName(),), theme.SENTENCE * u, 700, (width, box.height() * 0.36))
        how = fit((self.accessibleDescription(),), _HOW * u, 400, (width, box.height() * 0.24))
        drawn = min(1.0, width / (_DRAWING[0] * u))
        height = _DRAWING[1] * u * drawn
        gap = 28 * u
        top = box.center().y() - (height + title.height + how.height + 2 * gap) / 2
        _draw_how(painter, QPointF(box.center().x(), top), u * drawn, t)
        top += height + gap
        for setting, ink in ((title, t.ink), (how, t.quiet)):
            for line in setting.lines:
                draw_aligned(
                    painter,
                    QRectF(box.left(), top, box.width(), setting.line_height),
                    line,
                    (setting.font, ink),
                    CENTRE,
                )
                top += setting.line_height
            top += gap * 0.6


def _draw_how(painter: QPainter, top_middle: QPointF, u: float, t: theme.Tokens) -> None:
    """Draw a phone with a code, an arrow as long as a hand, and a reader."""
    painter.save()
    painter.translate(top_middle)
    painter.scale(u, u)
    pen = QPen(QColor(t.ink), 5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(t.background))
    painter.drawRoundedRect(QRectF(-176, 3, 104, 184), 16, 16)
    drawing.draw(painter, "qr-code", QRectF(-160, 58, 72, 72), t.ink)
    drawing.draw(painter, "arrow-left-right", QRectF(-40, 55, 80, 80), t.accent)
    painter.setPen(pen)
    painter.setBrush(QColor(t.background))
    painter.drawRoundedRect(QRectF(72, 33, 104, 124), 16, 16)
    painter.drawEllipse(QPointF(124, 95), 30, 30)
    painter.setBrush(QColor(t.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(124, 95), 14, 14)
    painter.restore()


_HEIGHT, _TITLE = 88, 34


class KioskHeader(QWidget):
    """Event title and time, drawn at `scale` times its size at 1366x768."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._clock, self._u = "", "", 1.0

    def show_texts(self, title: str, clock: str) -> None:
        if (title, clock) != (self._title, self._clock):
            self._title, self._clock = title, clock
            self.setAccessibleName(f"{title}, {clock}")
            self.update()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self.setFixedHeight(round(_HEIGHT * scale))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = theme.tokens(self.palette()), self._u
        painter = QPainter(self)
        face = theme.font(theme.SENTENCE * u, 700, tabular=True)
        draw_aligned(painter, QRectF(self.rect()), self._clock, (face, QColor(t.ink)), RIGHT)
        room = self.width() - QFontMetricsF(face).horizontalAdvance(self._clock) - 40 * u
        setting = fit((self._title,), _TITLE * u, 700, (room, self.height() - 8 * u))
        top = (self.height() - setting.height) / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(0, top + number * setting.line_height, room, setting.line_height)
            draw_aligned(painter, row, line, (setting.font, QColor(t.ink)), LEFT)


class KioskBand(OccasionBand):
    """The band of the desk's window, or, until something can be saved again, that a guest's code could not be."""

    def __init__(self) -> None:
        super().__init__()
        self._occasion, self.is_in_trouble, self._is_unsaved = "", False, False

    def show_desk_band(self, text: str, *, is_trouble: bool) -> None:
        """Show the text of the desk's band. `is_trouble`: the event file is damaged, which the text says."""
        self._occasion, self.is_in_trouble = text, is_trouble
        self._show()

    def note_saving(self, *, is_unsaved: bool) -> None:
        """Note whether the last code could be saved."""
        if is_unsaved != self._is_unsaved:
            self._is_unsaved = is_unsaved
            self._show()

    def _show(self) -> None:
        is_own = self._is_unsaved and not self.is_in_trouble
        self.show_text(translate(NOT_SAVED) if is_own else self._occasion)


_ICON, _GAP, _SIDE = 132, 26, 64
_LINE, _COLUMNS = 34, 44


class KioskCard(QWidget):
    """The answer for the guest, drawn at `scale` times its size at 1366x768. Decides nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.card: KioskMessage | None = None
        self._u = 1.0

    def show_card(self, card: KioskMessage) -> None:
        """Show a message at once, whatever was there."""
        self.card = card
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(card.spoken)
        announce(self, card.spoken, at_once=True)
        self.update()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.card is None:
            return
        u, ink = self._u, self.card.colours.ink
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded_path(QRectF(self.rect()), theme.CORNER * u))
        painter.fillRect(self.rect(), QColor(self.card.colours.ground))
        settings = self._settings(self.card)
        height = (_ICON + _GAP) * u + sum(s.height + _GAP * u for s in settings) - _GAP * u
        top = (self.height() - height) / 2
        icon = QRectF((self.width() - _ICON * u) / 2, top, _ICON * u, _ICON * u)
        drawing.draw(painter, self.card.icon, icon, ink)
        top = icon.bottom() + _GAP * u
        for setting in settings:
            _paint(painter, QRectF(0, top, self.width(), setting.height), setting, QColor(ink))
            top += setting.height + _GAP * u

    def _settings(self, card: KioskMessage) -> list[WrappedText]:
        """Return the wrapped texts; the title is largest if no name is shown."""
        u, width = self._u, self.width() - 2 * _SIDE * self._u
        title = theme.SENTENCE + 8 if card.name else theme.TITLE + 8
        parts = (
            (card.title, title, 700, 0.3),
            (card.name, theme.NAME + 16, 700, 0.3),
            (card.columns, _COLUMNS, 600, 0.2),
            (card.line, _LINE, 400, 0.22),
        )
        return [
            fit((text,), size * u, weight, (width, share * self.height()))
            for text, size, weight, share in parts
            if text
        ]


def _paint(painter: QPainter, box: QRectF, setting: WrappedText, ink: QColor) -> None:
    for number, line in enumerate(setting.lines):
        row = QRectF(box.left(), box.top() + number * setting.line_height, box.width(), setting.line_height)
        draw_aligned(painter, row, line, (setting.font, ink), CENTRE)


LEAST = 56
"""Least size in pixels, however small the screen."""
_BUTTON_HEIGHT, _PADDING, _BUTTON_ICON, _BUTTON_GAP = 68, 24, 28, 12


class KioskButton(QAbstractButton):
    """A large button to touch from an arm's length, drawn at `scale` times its size at 1366x768. It is marked when
    checked; `colours` make it stand out.
    """

    def __init__(self, icon: str = "", text: str = "") -> None:
        super().__init__()
        self._icon, self._u = icon, 1.0
        self._colours: theme.Colours | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_text(text)

    def show_text(self, text: str, icon: str = "", colours: theme.Colours | None = None) -> None:
        """Set the text; the icon stays unless another is given."""
        self._icon, self._colours = icon or self._icon, colours
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self.setMinimumSize(LEAST, max(LEAST, round(_BUTTON_HEIGHT * scale)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(theme.font(theme.DETAIL * self._u, 600)).horizontalAdvance(self.text())
        icon = _BUTTON_ICON + (_BUTTON_GAP if self.text() else 0) if self._icon else 0
        return QSize(round(words + (icon + 2 * _PADDING) * self._u) + 1, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press by Enter as by the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = theme.tokens(self.palette()), self._u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = (t.accent, t.on_accent) if self.isChecked() else (t.surface, t.ink)
        if self._colours:
            ground, ink = self._colours.ground, self._colours.ink
        if self.isDown():
            ground, ink = t.selected, t.ink
        box = QRectF(self.rect())
        draw_rounded(painter, box, theme.RADIUS * u, ground, t.line)
        if self.hasFocus():
            painter.setPen(QPen(QColor(ink if self._colours or self.isChecked() else t.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), (theme.RADIUS - 3) * u, (theme.RADIUS - 3) * u)
        self._write(painter, box, ink if self.isEnabled() else t.quiet)

    def _write(self, painter: QPainter, box: QRectF, ink: str) -> None:
        """Draw icon and text centred together, smaller where a translation is too long."""
        u = self._u
        side = _BUTTON_ICON * u if self._icon else 0.0
        gap = _BUTTON_GAP * u if self._icon and self.text() else 0.0
        room = box.width() - side - gap - 1.2 * _PADDING * u
        setting = fit((self.text(),), theme.DETAIL * u, 600, (room, box.height() - 8)) if self.text() else None
        width = side + gap + (setting.width if setting else 0.0)
        left = box.center().x() - width / 2
        if self._icon:
            drawing.draw(painter, self._icon, QRectF(left, box.center().y() - side / 2, side, side), ink)
        if setting is None:
            return
        top = box.center().y() - setting.height / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(left + side + gap, top + number * setting.line_height, setting.width, setting.line_height)
            draw_aligned(painter, row, line, (setting.font, ink), CENTRE)


class KioskBar(QWidget):
    """Languages, help, and the exit for the team. `language_chosen` carries the code of a language. `help` is pressed
    to call, and again to take the call back.
    """

    language_chosen = Signal(str)

    def __init__(self, voice: Translator) -> None:
        super().__init__()
        self.languages = {code: KioskButton("", each.name) for code, each in LANGUAGES.items()}
        self.help, self.team = KioskButton("bell"), KioskButton("lock")
        self._is_called = False
        self._end: HelpEnd | None = None
        self._row = row_of(of=self)
        for code, button in self.languages.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=code: self.language_chosen.emit(chosen))
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.help)
        self._row.addWidget(self.team)
        self.set_language(voice)

    def set_language(self, voice: Translator) -> None:
        self._voice = voice
        for code, button in self.languages.items():  # not a group: the tab key would reach only the checked one
            button.setChecked(code == voice.spoken)
        self.team.show_text(voice.translate(TEAM))
        self.show_help(self._is_called, self._end)

    def show_help(self, is_called: bool, end: HelpEnd | None) -> None:
        """Show whether a guest waits for help, and how a desk answered."""
        self._is_called, self._end = is_called, end
        if end is HelpEnd.COMING:
            self.help.show_text(self._voice.translate(COMING), "user-check", theme.GREEN)
        elif is_called:
            self.help.show_text(self._voice.translate(NO_HELP), "x")
        else:
            self.help.show_text(self._voice.translate(HELP), "bell")

    def set_scale(self, scale: float) -> None:
        self._row.setSpacing(round(theme.GAP * scale))
        for button in (*self.languages.values(), self.help, self.team):
            button.set_scale(scale)
