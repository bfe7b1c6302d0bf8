# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate of attendance: one page, in the attendee's language, with the code by which it is verified."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, WhyNone
from checkin.core.attendance.stays import ExitProof
from checkin.core.attendee import Presence
from checkin.core.badges.template import Box
from checkin.core.message import Message
from checkin.core.programme.programme_edits import first_and_last
from checkin.core.tokens import CodeValidity, in_groups
from checkin.documents.code_images import unseen_qr_matrix
from checkin.pdf_reports import sheet_frame
from checkin.pdf_reports.page_canvas import (
    BLACK,
    BOLD,
    CENTRE,
    GREY,
    HEIGHT,
    INNER,
    MARGIN,
    RIGHT,
    WIDTH,
    DrawPage,
    PageCanvas,
    ReportContext,
    style,
)
from checkin.pdf_reports.sheet_frame import ASSUMED_HOUR, duration, half_day
from checkin.translation import Translator

SIDE = 24.0
"""Millimetres of margin left and right, larger than on other reports: a certificate is framed, not filed."""

TABLE, TABLE_HEIGHT, LINE = 166.0, 56.0, 7.5
"""Top of the half-days, their total height, and the greatest height of a line."""

HOW, HOW_WIDE = 64.0, 76.0
"""Left edge and width of the text that says how the exit is known."""

NOTE = 4.2
"""Height of a note below the sum."""

FOOT = 236.0
QR = 30.0
_AT_RIGHT = style(align=RIGHT)
_WHEN_STYLE, _HOW_STYLE = style(least=2), style(least=1.6)
_CENTRED, _LOUD = style(align=CENTRE, lines=2), style(align=CENTRE, bold=True, lines=3, least=3)


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate with its number and code."""

    certificate: Certificate
    number: str
    code: str


def certificate_pages(issued: Sequence[IssuedCertificate], setting: ReportContext) -> list[DrawPage]:
    """Return one page per certificate, in the order given."""
    voices = {language: Translator(language) for language in {one.certificate.language for one in issued} if language}
    return [partial(_draw, one, setting, voices.get(one.certificate.language, setting.voice)) for one in issued]


def _draw(issued: IssuedCertificate, setting: ReportContext, voice: Translator, ink: PageCanvas) -> None:
    ink.picture(setting.logo, Box(SIDE, MARGIN + 6, 60, 24))
    ink.text(voice.translate(_TITLE), Box(SIDE, 50, WIDTH - 2 * SIDE, 14), 10, _LOUD)
    if issued.certificate.is_provisional:
        ink.text(voice.translate(sheet_frame.PROVISIONAL), Box(SIDE, 64.5, WIDTH - 2 * SIDE, 6), 4.6, _LOUD)
    _draw_who(ink, issued.certificate, voice)
    if issued.certificate.halves:
        _draw_halves(ink, issued.certificate, setting, voice)
    else:
        _draw_arrival(ink, issued.certificate, voice)
    _draw_signature(ink, issued.certificate, setting, voice)
    _draw_code(ink, issued, voice)


def _draw_who(ink: PageCanvas, certificate: Certificate, voice: Translator) -> None:
    event = certificate.event
    certifies = (
        voice.translate(_CERTIFIES, organiser=event.organiser) if event.organiser else voice.translate(_CERTIFIED)
    )
    texts = (
        (certifies, 72, 8, 4.2, _CENTRED),
        (certificate.name, 81, 17, 9, _LOUD),
        (certificate.organisation, 100, 12, 4.8, _CENTRED),
        (voice.translate(Message("certificate", "took part in")), 115, 7, 4.2, _CENTRED),
        (event.title, 123, 18, 6.4, _LOUD),
        (_when_and_where(certificate, voice), 142, 8, 4.2, _CENTRED),
    )
    for text, top, height, size, how in texts:
        ink.text(text, Box(SIDE, top, WIDTH - 2 * SIDE, height), size, how)


def _when_and_where(certificate: Certificate, voice: Translator) -> str:
    days = [half.half_day.day for half in certificate.halves] or [*first_and_last(certificate.event)]
    if not days:
        return certificate.event.place
    if days[0] == days[-1]:
        when = voice.translate(Message("certificate", "on {day}"), day=voice.day(days[0]))
    else:
        when = voice.translate(_ON_DAYS, first=voice.day(days[0]), last=voice.day(days[-1]))
    return ", ".join(filter(None, (when, certificate.event.place)))


def _draw_halves(ink: PageCanvas, certificate: Certificate, setting: ReportContext, voice: Translator) -> None:
    """Draw a line for each half-day, lower if there are many, then the sum."""
    ink.text(voice.translate(Message("certificate", "Attended")), Box(SIDE, TABLE - 8, INNER, 6), 3.4, BOLD, GREY)
    high = min(LINE, TABLE_HEIGHT / (len(certificate.halves) + 2))
    top = TABLE
    lines = [
        (
            sheet_frame.half_day(half.half_day, voice),
            _how(half, voice),
            sheet_frame.marked_duration(half.minutes, is_assumed_hour=half.is_assumed_hour),
        )
        for half in certificate.halves
    ]
    sizes = _common_sizes(ink, high, lines)
    for line in lines:
        ink.line(SIDE, top, WIDTH - SIDE, top)
        _draw_line(ink, Box(SIDE, top, WIDTH - 2 * SIDE, high), line, sizes)
        top += high
    ink.line(SIDE, top, WIDTH - SIDE, top, BLACK)
    ink.text(voice.translate(Message("certificate", "Total")), Box(SIDE, top, 60, high), high * 0.52, BOLD)
    total = Box(WIDTH - SIDE - 45, top, 42, high)
    in_all = sheet_frame.marked_duration(certificate.minutes, is_assumed_hour=certificate.is_assumed_hour)
    ink.text(in_all, total, high * 0.52, style(bold=True, align=RIGHT))
    for number, note in enumerate(_notes(certificate, setting, voice)):
        below = Box(SIDE, top + high + 1 + number * NOTE, WIDTH - 2 * SIDE, NOTE)
        ink.text(note, below, 2.8, style(least=2), GREY)


def _common_sizes(ink: PageCanvas, high: float, lines: Sequence[tuple[str, str, str]]) -> tuple[float, float]:
    """Return the sizes at which all half-days and all texts beside them fit: a smaller one among them looks lesser."""
    size = high * 0.52
    when = ink.common_size((when for when, _, _ in lines), Box(0, 0, HOW - 2, high), size, _WHEN_STYLE)
    how = ink.common_size((how for _, how, _ in lines), Box(0, 0, HOW_WIDE, high), size * 0.68, _HOW_STYLE)
    return when, how


def _draw_line(ink: PageCanvas, box: Box, texts: tuple[str, str, str], sizes: tuple[float, float]) -> None:
    (when, how, lasting), high, beside = texts, box.height, HOW + HOW_WIDE
    ink.text(when, Box(box.x, box.y, HOW - 2, high), sizes[0], _WHEN_STYLE)
    ink.text(how, Box(box.x + HOW, box.y, HOW_WIDE, high), sizes[1], _HOW_STYLE, GREY)
    ink.text(lasting, Box(box.x + beside, box.y, box.width - beside - 3, high), high * 0.52, _AT_RIGHT)


def _notes(certificate: Certificate, setting: ReportContext, voice: Translator) -> Iterator[str]:
    yield voice.translate(_MEASURED)
    if certificate.is_assumed_hour:
        yield voice.translate(sheet_frame.WHY_ASSUMED_HOUR)
    if certificate.has_missed:
        yield voice.translate(sheet_frame.BOOKED_DOOR)
    if certificate.is_provisional:
        yield sheet_frame.why_provisional(setting.made.astimezone(setting.zone), voice)


def _draw_arrival(ink: PageCanvas, certificate: Certificate, voice: Translator) -> None:
    """Draw the arrival, if the programme has no times: nothing else is known then."""
    if at := certificate.arrived:
        text = voice.translate(_ARRIVED, day=voice.day(at.date()), time=f"{at:%H:%M}")
        ink.text(text, Box(SIDE, TABLE, WIDTH - 2 * SIDE, 8), 4, _CENTRED)


def _draw_signature(ink: PageCanvas, certificate: Certificate, setting: ReportContext, voice: Translator) -> None:
    left, wide = WIDTH / 2 + 4, WIDTH / 2 - SIDE - 4
    made = voice.day(setting.made.astimezone(setting.zone).date())
    ink.text(voice.translate(Message("certificate", "Made on {day}"), day=made), Box(left, FOOT - 4, wide, 6), 3.6)
    ink.text(
        voice.translate(_FOR, organiser=certificate.event.organiser), Box(left, FOOT + 2, wide, 9), 3.6, style(lines=2)
    )
    ink.line(left, FOOT + 34, WIDTH - SIDE, FOOT + 34, BLACK)
    ink.text(voice.translate(_NAME_AND_ROLE), Box(left, FOOT + 35, wide, 5), 2.8, colour=GREY)


def _draw_code(ink: PageCanvas, issued: IssuedCertificate, voice: Translator) -> None:
    ink.modules(unseen_qr_matrix(issued.code), Box(SIDE - 3, FOOT - 4, QR, QR))
    beside = Box(SIDE + QR - 1, FOOT, WIDTH / 2 - SIDE - QR - 3, 6)
    ink.text(voice.translate(_NUMBER, number=in_groups(issued.number, 3)), beside, 3.4, style(bold=True, least=1.8))
    how = Box(beside.x, FOOT + 7, beside.width, 17)
    ink.text(voice.translate(_VERIFY), how, 2.6, style(lines=6, least=1.8), GREY)
    ink.text(in_groups(issued.code), Box(SIDE, HEIGHT - MARGIN - 18, WIDTH / 2 - SIDE, 5), 3)


def _how(half: CertifiedHalfDay, voice: Translator) -> str:
    """Return the way of attending and how the exit is known. "On site" is left out, and the exit of remote
    attendees.
    """
    way = "" if half.way is Presence.ON_SITE else voice.translate(_WAYS[half.way])
    has_exit = half.left is not None and half.way is not Presence.REMOTE
    if has_exit and half.left and half.exit is ExitProof.ASSUMED and half.is_assumed_hour:
        return " · ".join(filter(None, (way, voice.translate(_BOTH_ASSUMED, time=f"{half.left:%H:%M}"))))
    sentence = sheet_frame.exit_text(half.exit, half.left, voice) if has_exit and half.left else ""
    assumed = voice.translate(sheet_frame.ASSUMED_HOUR) if half.is_assumed_hour else ""
    return " · ".join(filter(None, (way, sentence, assumed)))


_BOTH_ASSUMED = Message("certificate", "exit and hour assumed: {time}")
_TITLE = Message("certificate", "Certificate of attendance")
_CERTIFIES = Message("certificate", "{organiser} certifies that")
_CERTIFIED = Message("certificate", "It is certified that")
_ON_DAYS = Message("certificate", "from {first} to {last}")
_MEASURED = Message(
    "certificate",
    "As the badge was scanned, within the hours of the programme. A minute that was begun does not count.",
)
_ARRIVED = Message("certificate", "Arrived on {day} at {time}")
_FOR = Message("certificate", "For the organiser, {organiser}")
_NAME_AND_ROLE = Message("certificate", "Name, position and signature")
_NUMBER = Message("certificate", "No. {number}")
_VERIFY = Message("certificate", "The organiser can verify this certificate with the code below and in the picture.")
_WAYS = {Presence.REMOTE: Message("export", "online"), Presence.BOTH: Message("export", "on site and online")}


# The sentences about certificates: the result of verifying one, and who gets none. Its own: `certificate_page`.


def verification_sentence(standing: CodeValidity, now: Certificate | None, voice: Translator) -> str:
    """Return the result as one sentence, with what the event's data says about the person today."""
    if now is None:
        return voice.translate(_NO_MORE if standing is CodeValidity.CHANGED else _VERDICTS[standing])
    return voice.translate(_VERDICTS[standing], what=_what(now, voice))


def certificate_count(issued: int, without: Mapping[WhyNone, Sequence[str]], voice: Translator) -> str:
    """Return how many of those who came get a certificate and how many none; "" where all get one."""
    none = sum(map(len, without.values()))
    return voice.translate(_COUNT, came=issued + none, count=issued, none=none) if none else ""


def without_certificate(
    without: Mapping[WhyNone, Sequence[str]], voice: Translator, backwards: Sequence[str] = ()
) -> list[str]:
    """Return who came and gets no certificate, a line for each reason; `backwards` get one that lacks time."""
    lines = [voice.translate(_WHY_NONE[why], names=", ".join(without[why])) for why in WhyNone if why in without]
    return lines + ([voice.translate(_BACKWARDS, names=", ".join(backwards))] if backwards else [])


def _what(certificate: Certificate, voice: Translator) -> str:
    who = ", ".join(filter(None, (certificate.name, certificate.organisation)))
    assumed = f" ({voice.translate(ASSUMED_HOUR)})"
    halves = [
        f"{half_day(half.half_day, voice)} {duration(half.minutes)}{assumed if half.is_assumed_hour else ''}"
        for half in certificate.halves
    ]
    arrived = f"{certificate.arrived:%d/%m/%Y %H:%M}" if certificate.arrived else ""
    return " – ".join(filter(None, (who, certificate.event.title, " ; ".join(halves), arrived)))


_COUNT = Message(
    "certificate",
    "{came} {came:person|people} came: {count} {count:gets|get} a certificate, {none} {none:gets|get} none.",
)
_WHY_NONE = {
    WhyNone.NOT_YET: Message("certificate", "None yet, a half-day is going on: {names}"),
    WhyNone.DOOR: Message(
        "certificate",
        "None, not read at the door of the workshop they booked, so that its time does not count: {names}",
    ),
    WhyNone.TOO_SHORT: Message("certificate", "None, there for less than half of every half-day: {names}"),
    WhyNone.OUTSIDE: Message("certificate", "None, outside the half-days only: {names}"),
    WhyNone.CLOCK: Message(
        "certificate",
        "None, by the clocks of the desks they left before they came: {names}. Undo the wrong exit in their history; "
        "the exit time of the half-day then counts for them.",
    ),
}
_BACKWARDS = Message(
    "certificate",
    "With a certificate that lacks time, for by the clocks of the desks they left before they came: {names}. Undo the "
    "wrong exit in their history; the exit time of the half-day then counts for them.",
)
_NO_MORE = Message(
    "certificate", "Issued by this event, but the details have changed since: there would now be no certificate."
)
_VERDICTS = {
    CodeValidity.GENUINE: Message("certificate", "Genuine and still correct: {what}."),
    CodeValidity.CHANGED: Message(
        "certificate", "Issued by this event, but the details have changed since. It would now say: {what}."
    ),
    CodeValidity.GONE: Message(
        "certificate",
        "Issued by this event, whose data on this person has been erased: there is nothing to compare it with.",
    ),
    CodeValidity.FORGED: Message(
        "certificate", "Forged, or copied wrongly: this event never made that code. Compare every letter."
    ),
    CodeValidity.OTHER_EVENT: Message("certificate", "This code is from another event. Open that event to verify it."),
    CodeValidity.UNREADABLE: Message(
        "certificate", "This is not a certificate code: those have 24 letters in six groups."
    ),
}
