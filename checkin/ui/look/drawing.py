# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing functions that several widgets share: cards, pills, key caps, icons, photographs, lines of text."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from checkin.core.answer import RecentScan, SearchMatch, Then
from checkin.core.attendee import CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.people_list import PersonAtPoint, PersonState, person_state, state_text, status_text
from checkin.paths import resources
from checkin.translation import clock_time, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.answer_wording import accompanied_text
from checkin.ui.look.theme import LIGHT, RADIUS, SMALL, Colours, Tokens, font, scale_px, tokens

# Icons of one open set (Lucide, stroke 2), drawn as vectors in any colour.


class UnknownIcon(LookupError):
    """A programming error: no such file in resources/icons."""


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    path = resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise UnknownIcon(f"no icon is called {name}: {path.parent} has them all")
    return QSvgRenderer(QByteArray(path.read_text("utf-8").replace("currentColor", colour).encode()))


def draw(painter: QPainter, name: str, box: QRectF, ink: str | QColor) -> None:
    """Draw the icon `name` in `box`, sharp at every scale; a transparent ink makes the whole icon transparent."""
    colour = QColor(ink)
    try:
        renderer = _renderer(name, colour.name())
    except UnknownIcon:
        painter.end()  # Qt aborts if a widget goes while it is painted
        raise
    before = painter.opacity()
    painter.setOpacity(before * colour.alphaF())
    renderer.render(painter, box)
    painter.setOpacity(before)


def pixmap(name: str, ink: str | QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a pixmap. `size` in device-independent pixels, `ratio` that of the screen."""
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QRectF(0, 0, size, size), ink)
    painter.end()
    return made


def icon(name: str, ink: str | QColor, size: int = 20) -> QIcon:
    """Return the icon for actions and buttons, scaled with the text, for screens of ratio 1, 2 and 3."""
    made = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        made.addPixmap(pixmap(name, ink, scale_px(size), ratio))
    return made


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resources() / "icons" / "checkin.svg"))


# The small pill beside a name in a list: icon, word and colour of a person's state.


@dataclass(frozen=True, slots=True)
class Pill:
    """A pill. Shape and word carry the meaning; the colour only helps."""

    text: str
    icon: str
    colours: Colours


_IN = Message("passage", "In")
_OUT = Message("passage", "Out")
_LENT, _GIVEN_BACK = Message("passage", "Lent"), Message("passage", "Given back")
_LOAN_UNDONE, _RETURN_UNDONE = Message("passage", "Loan undone"), Message("passage", "Return undone")
_ASKED = Message("passage", "To check")
_REFUSED = Message("passage", "Refused")
_OUTCOMES = {
    Then.IN: Message("passage", "then in {time}"),
    Then.OUT: Message("passage", "then out {time}"),
    Then.UNDONE: Message("passage", "then arrival undone"),
    Then.SENT: Message("passage", "then sent to {to}"),
    Then.WAITING: Message("passage", "then on the waiting list"),
}
_LOAN_OUTCOMES = {
    Then.IN: Message("passage", "then lent {time}"),
    Then.OUT: Message("passage", "then given back {time}"),
    Then.UNDONE: Message("passage", "then loan undone"),
}
_ARRIVAL_UNDONE, _EXIT_UNDONE = Message("passage", "Arrival undone"), Message("passage", "Exit undone")


def scan_pill(passage: RecentScan, t: Tokens) -> Pill:
    """Return the pill of a recent scan, quiet once its case is settled."""
    pill = _happened(passage, t)
    return replace(pill, colours=t.pill_quiet) if passage.outcome else pill


def _happened(passage: RecentScan, t: Tokens) -> Pill:
    if passage.is_undone or passage.reason is Reason.UNDONE:
        arrival, leaving = (_LOAN_UNDONE, _RETURN_UNDONE) if passage.is_loan else (_ARRIVAL_UNDONE, _EXIT_UNDONE)
        is_exit = passage.reason in (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)
        return Pill(translate(leaving if is_exit else arrival), "undo-2", t.pill_quiet)
    match passage.verdict:
        case Verdict.ADMIT:
            return _admitted(passage, t)
        case Verdict.DUPLICATE:
            return Pill(translate(Message("passage", "Already in")), "clock", t.pill_person)
        case Verdict.ASK:
            return Pill(translate(_ASKED), "circle-question-mark", t.pill_person)
        case Verdict.REFUSE:
            return Pill(translate(_REFUSED), "x", t.pill_refused)


def _admitted(passage: RecentScan, t: Tokens) -> Pill:
    match passage.reason:
        case Reason.EXIT | Reason.EXIT_WITHOUT_ENTRY:
            return Pill(translate(_GIVEN_BACK if passage.is_loan else _OUT), "log-out", t.pill_exit)
        case _ if passage.is_loan:
            return Pill(translate(_LENT), "send", t.pill_ok)
        case Reason.REENTRY:
            return Pill(translate(Message("passage", "Back")), "log-in", t.pill_ok)
        case Reason.ATTENTION | Reason.SPEAKER_TO_CONFIRM:
            return Pill(translate(_IN), "star", t.pill_ok)
    if passage.how is CheckInMethod.PAPER:
        return Pill(translate(Message("passage", "Paper")), "pencil", t.pill_ok)
    return Pill(translate(_IN), "check", t.pill_ok)


def person_pill(standing: PersonAtPoint, t: Tokens) -> Pill:
    """Return the pill of a person's state at the control point."""
    state = person_state(standing)
    icon, colours = _STATES[state]
    return Pill(state_text(standing, translate, clock_time), icon, colours(t))


def status_pill(status: Status, t: Tokens) -> Pill:
    """Return the pill of a registration status, regardless of arrivals."""
    icon, colours = _STATUSES[status]
    return Pill(status_text(status, translate), icon, colours(t))


_STATUSES: dict[Status, tuple[str, Callable[[Tokens], Colours]]] = {
    Status.CONFIRMED: ("check", lambda t: t.pill_quiet),
    Status.PENDING: ("hourglass", lambda t: t.pill_person),
    Status.UNPAID: ("banknote", lambda t: t.pill_person),
    Status.CANCELLED: ("ticket-x", lambda t: t.pill_refused),
    Status.BLOCKED: ("ban", lambda t: t.pill_refused),
}
_STATES: dict[PersonState, tuple[str, Callable[[Tokens], Colours]]] = {
    PersonState.EXPECTED: ("circle", lambda t: t.pill_quiet),
    PersonState.ELSEWHERE: ("user-check", lambda t: t.pill_person),
    PersonState.ARRIVED: ("check", lambda t: t.pill_ok),
    PersonState.PART: ("users", lambda t: t.pill_person),
    PersonState.OUT: ("log-out", lambda t: t.pill_exit),
    PersonState.REMOTE: ("monitor", lambda t: t.pill_exit),
    PersonState.PENDING: _STATUSES[Status.PENDING],
    PersonState.UNPAID: _STATUSES[Status.UNPAID],
    PersonState.CANCELLED: _STATUSES[Status.CANCELLED],
    PersonState.REPLACED: ("arrow-left-right", lambda t: t.pill_refused),
    PersonState.BLOCKED: _STATUSES[Status.BLOCKED],
    PersonState.WAITING: ("hourglass", lambda t: t.pill_person),
    PersonState.NOT_BOOKED: ("circle-question-mark", lambda t: t.pill_person),
}


def match_details(match: SearchMatch) -> tuple[str, str]:
    """Return the two texts under a name: arrival desk, whom they accompany and organisation (may be shortened); and
    what tells namesakes apart, with columns of the list.
    """
    organisation = match.attendee.organisation
    apart = match.apart or (organisation,)
    first, others = (apart[0], apart[1:]) if apart[0] == organisation else ("", apart)
    parts = (match.arrived_desk if match.arrived_at else "", accompanied_text(match.accompanies), first)
    return " · ".join(part for part in parts if part), " · ".join((*others, *match.columns))


def match_detail_line(match: SearchMatch) -> str:
    """Return both detail texts in one line."""
    return " · ".join(part for part in match_details(match) if part)


def match_description(match: SearchMatch) -> str:
    """Return the full text of a found person: name, details, state here."""
    return " · ".join(p for p in (match.attendee.name, match_detail_line(match), person_pill(match, LIGHT).text) if p)


def passage_outcome(passage: RecentScan) -> str:
    """Return how the case of a refused scan ended, "" while it is open and for every other scan."""
    outcome = passage.outcome
    if outcome is None:
        return ""
    words = _OUTCOMES | _LOAN_OUTCOMES if passage.is_loan else _OUTCOMES
    return translate(words[outcome.then], time=clock_time(outcome.at) if outcome.at else "", to=outcome.to)


def passage_detail(passage: RecentScan) -> str:
    """Return the text under a name: how the case ended, what the line is about, and the organisation."""
    return " · ".join(part for part in (passage_outcome(passage), passage_about(passage), passage.organisation) if part)


def passage_about(passage: RecentScan) -> str:
    """Return what was lent or came back with a line, or how many of a group came; "" for every other line."""
    if passage.thing or passage.places == 1 or not passage.people:
        return passage.thing
    return translate(Message("passage", "{people} of {places} people"), people=passage.people, places=passage.places)


def scan_name(passage: RecentScan) -> str:
    """Return the name of the scan's person, or the title of the answer if there is none."""
    return passage.name or translate(LOOKS[passage.reason].title)


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def faded(colour: str, alpha: float) -> QColor:
    """Return `colour` with an opacity from 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def rounded_path(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path


def draw_rounded(painter: QPainter, box: QRectF, radius: float, ground: str | QColor, line: str | QColor = "") -> None:
    """Draw a rounded box; with `line`, a hairline inside its edge."""
    painter.setBrush(QColor(ground))
    painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
    painter.drawPath(rounded_path(box.adjusted(0.5, 0.5, -0.5, -0.5) if line else box, radius))


def draw_hairline(painter: QPainter, x: float, y: float, to_x: float, to_y: float) -> None:
    """Draw a line with the current pen."""
    painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))


def draw_focus_ring(painter: QPainter, box: QRectF, t: Tokens, radius: float = RADIUS) -> None:
    """Draw the focus ring inside `box`, so that nothing moves."""
    painter.setPen(QPen(QColor(t.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


def draw_button_ground(painter: QPainter, button: QAbstractButton, box: QRectF, radius: float) -> None:
    """Draw the ground of a flat button while it is hovered, pressed or checked, and its focus ring."""
    t = tokens(button.palette())
    is_chosen = button.isChecked() or button.isDown()
    if button.isEnabled() and (is_chosen or button.underMouse()):
        draw_rounded(painter, box, radius, t.selected if is_chosen else t.hover)
    if button.hasFocus():
        draw_focus_ring(painter, box, t, radius)


def draw_card(painter: QPainter, box: QRectF, t: Tokens) -> None:
    """Draw the ground of a quiet card."""
    draw_rounded(painter, box, RADIUS, t.surface, t.line)


def draw_elided(painter: QPainter, box: QRectF, text: str, face: QFont, ink: str | QColor) -> None:
    """Draw one line at the left of `box`, vertically centred, elided where needed."""
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    draw_aligned(painter, box, shown, (face, ink), LEFT)


def draw_aligned(
    painter: QPainter, box: QRectF, text: str, face: tuple[QFont, str | QColor], where: Qt.AlignmentFlag
) -> None:
    """Draw one line anywhere in `box`, never elided. `face`: font and ink."""
    painter.setFont(face[0])
    painter.setPen(QColor(face[1]))
    painter.drawText(box, int(where | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), text)


def draw_paragraph(painter: QPainter, box: QRectF, text: str, face: tuple[QFont, str | QColor]) -> None:
    """Draw wrapped lines in the middle of `box`."""
    painter.setFont(face[0])
    painter.setPen(QColor(face[1]))
    painter.drawText(box, int(CENTRE | Qt.TextFlag.TextWordWrap), text)


def draw_key_cap(painter: QPainter, right_middle: QPointF, key: str, t: Tokens) -> QRectF:
    """Draw a keyboard key with its right edge at `right_middle`; return its box."""
    face = font(SMALL, 600)
    width = QFontMetricsF(face).horizontalAdvance(key) + 16
    box = QRectF(right_middle.x() - width, right_middle.y() - 11, width, 22)
    draw_rounded(painter, box, 6, t.surface, t.line)
    draw_aligned(painter, box, key, (face, t.quiet), CENTRE)
    return box


def pill_width(pill: Pill, most: float = math.inf) -> float:
    return min(most, QFontMetricsF(font(SMALL, 600)).horizontalAdvance(pill.text) + 36)


def draw_pill(painter: QPainter, right_middle: QPointF, pill: Pill, most: float = math.inf) -> QRectF:
    """Draw a pill with its right edge at `right_middle`, at most `most` pixels wide; return its box."""
    width = pill_width(pill, most)
    box = QRectF(right_middle.x() - width, right_middle.y() - 12, width, 24)
    draw_rounded(painter, box, 8, pill.colours.ground)
    draw(painter, pill.icon, QRectF(box.left() + 8, box.center().y() - 7, 14, 14), pill.colours.ink)
    text = box.adjusted(26, 0, -10, 0)
    if width < most:
        draw_aligned(painter, text, pill.text, (font(SMALL, 600), pill.colours.ink), LEFT)
    else:
        draw_elided(painter, text, pill.text, font(SMALL, 600), pill.colours.ink)
    return box


# Photographs of people as screens show them: upright, with round corners, as fine as the screen.

ROUND = 0.06
"""The radius of the corners, as a share of the height."""


def photograph_image(data: bytes) -> QImage:
    """Return the picture of a photograph; a null one for b"", or for what cannot be read."""
    if not data:
        return QImage()
    from checkin.badges.pictures import read_stored_picture  # a start draws none

    return read_stored_picture(data)


def photograph_size(image: QImage, room: QSizeF) -> QSizeF:
    """Return the size of a photograph that fits into `room`; empty for a null one."""
    return QSizeF(image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio) if not image.isNull() else QSizeF(0, 0)


def draw_photograph(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Draw a photograph that fills `box`; nothing for a null one."""
    if image.isNull():
        return
    dots = box.size() * painter.deviceTransform().m11()
    shrunk = image.scaled(
        dots.toSize().expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(rounded_path(box, ROUND * box.height()), Qt.ClipOperation.IntersectClip)
    painter.drawImage(box, shrunk)
    painter.restore()
