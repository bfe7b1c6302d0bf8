# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate of attendance: one page, in the language of its person, with the code by which it is known again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from checkin.core.badges.template import Box
from checkin.core.evening.certificates import Certificate, Half, in_groups
from checkin.core.model import Presence
from checkin.core.words import Words
from checkin.language import Voice
from checkin.papers import paper_words
from checkin.papers.ink import BLACK, BOLD, CENTRE, GREY, HEIGHT, INNER, MARGIN, RIGHT, WIDTH, Ink, style
from checkin.papers.pdf import DrawPage
from checkin.papers.setting import Setting

SIDE = 24.0
"""Millimetres at each side: a certificate is framed, not filed."""

TABLE, TABLE_HEIGHT, LINE = 166.0, 56.0, 7.5
"""Where the half-days begin, how much room they have, and how high a line of them may be."""

HOW, HOW_WIDE = 64.0, 76.0
"""Where a line says what tells when somebody left, and how wide that is."""

NOTE = 4.2
"""The height of a note below the sum."""

FOOT = 236.0
QR = 30.0
_AT_RIGHT = style(align=RIGHT)
_CENTRED, _LOUD = style(align=CENTRE, lines=2), style(align=CENTRE, bold=True, lines=3, least=3)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its number and its code."""

    certificate: Certificate
    number: str
    code: str


def pages_of(issued: Sequence[Issued], setting: Setting) -> list[DrawPage]:
    """In the order given, a page each."""
    voices = {language: Voice(language) for language in {one.certificate.language for one in issued} if language}
    return [partial(_draw, one, setting, voices.get(one.certificate.language, setting.voice)) for one in issued]


def _draw(issued: Issued, setting: Setting, voice: Voice, ink: Ink) -> None:
    ink.picture(setting.logo, Box(SIDE, MARGIN + 6, 60, 24))
    ink.text(voice.say(_TITLE), Box(SIDE, 50, WIDTH - 2 * SIDE, 14), 10, _LOUD)
    if issued.certificate.is_provisional:
        ink.text(voice.say(paper_words.PROVISIONAL), Box(SIDE, 64.5, WIDTH - 2 * SIDE, 6), 4.6, _LOUD)
    _draw_who(ink, issued.certificate, voice)
    if issued.certificate.halves:
        _draw_halves(ink, issued.certificate, setting, voice)
    else:
        _draw_arrival(ink, issued.certificate, voice)
    _draw_signature(ink, issued.certificate, setting, voice)
    _draw_code(ink, issued, voice)


def _draw_who(ink: Ink, said: Certificate, voice: Voice) -> None:
    event = said.event
    certifies = voice.say(_CERTIFIES, organiser=event.organiser) if event.organiser else voice.say(_CERTIFIED)
    texts = (
        (certifies, 72, 8, 4.2, _CENTRED),
        (said.name, 81, 17, 9, _LOUD),
        (said.organisation, 100, 12, 4.8, _CENTRED),
        (voice.say(_TOOK_PART), 115, 7, 4.2, _CENTRED),
        (event.title, 123, 18, 6.4, _LOUD),
        (_when_and_where(said, voice), 142, 8, 4.2, _CENTRED),
    )
    for text, top, height, size, how in texts:
        ink.text(text, Box(SIDE, top, WIDTH - 2 * SIDE, height), size, how)


def _when_and_where(said: Certificate, voice: Voice) -> str:
    days = [half.half_day.day for half in said.halves] or [d for d in (said.event.day,) if d]
    if not days:
        return said.event.place
    if days[0] == days[-1]:
        when = voice.say(_ON_DAY, day=voice.day(days[0]))
    else:
        when = voice.say(_ON_DAYS, first=voice.day(days[0]), last=voice.day(days[-1]))
    return ", ".join(filter(None, (when, said.event.place)))


def _draw_halves(ink: Ink, said: Certificate, setting: Setting, voice: Voice) -> None:
    """A line each, lower if there are many, then their sum."""
    ink.text(voice.say(_ATTENDED), Box(SIDE, TABLE - 8, INNER, 6), 3.4, BOLD, GREY)
    high = min(LINE, TABLE_HEIGHT / (len(said.halves) + 2))
    top = TABLE
    for half in said.halves:
        ink.line(SIDE, top, WIDTH - SIDE, top)
        when = paper_words.half_day(half.half_day, voice)
        _draw_line(ink, top, high, (when, _how(half, voice), paper_words.duration(half.minutes)))
        top += high
    ink.line(SIDE, top, WIDTH - SIDE, top, BLACK)
    ink.text(voice.say(_TOTAL), Box(SIDE, top, 60, high), high * 0.52, BOLD)
    total = Box(WIDTH - SIDE - 45, top, 42, high)
    ink.text(paper_words.duration(said.minutes), total, high * 0.52, style(bold=True, align=RIGHT))
    for number, note in enumerate(_notes(said, setting, voice)):
        below = Box(SIDE, top + high + 1 + number * NOTE, WIDTH - 2 * SIDE, NOTE)
        ink.text(note, below, 2.8, style(least=2), GREY)


def _draw_line(ink: Ink, top: float, high: float, texts: tuple[str, str, str]) -> None:
    when, how, lasting = texts
    size = high * 0.52
    ink.text(when, Box(SIDE, top, HOW - 2, high), size, style(least=2))
    ink.text(how, Box(SIDE + HOW, top, HOW_WIDE, high), size * 0.68, style(least=1.6), GREY)
    ink.text(lasting, Box(SIDE + HOW + HOW_WIDE, top, WIDTH - 2 * SIDE - HOW - HOW_WIDE - 3, high), size, _AT_RIGHT)


def _notes(said: Certificate, setting: Setting, voice: Voice) -> Iterator[str]:
    yield voice.say(_MEASURED)
    if said.has_missed:
        yield voice.say(paper_words.BOOKED_DOOR)
    if said.is_provisional:
        yield paper_words.why_provisional(setting.made.astimezone(setting.zone), voice)


def _draw_arrival(ink: Ink, said: Certificate, voice: Voice) -> None:
    """Of an event whose programme has no times, nothing else is known."""
    if at := said.arrived:
        text = voice.say(_ARRIVED, day=voice.day(at.date()), time=f"{at:%H:%M}")
        ink.text(text, Box(SIDE, TABLE, WIDTH - 2 * SIDE, 8), 4, _CENTRED)


def _draw_signature(ink: Ink, said: Certificate, setting: Setting, voice: Voice) -> None:
    left, wide = WIDTH / 2 + 4, WIDTH / 2 - SIDE - 4
    made = voice.day(setting.made.astimezone(setting.zone).date())
    ink.text(voice.say(_MADE, day=made), Box(left, FOOT - 4, wide, 6), 3.6)
    ink.text(voice.say(_FOR, organiser=said.event.organiser), Box(left, FOOT + 2, wide, 9), 3.6, style(lines=2))
    ink.line(left, FOOT + 34, WIDTH - SIDE, FOOT + 34, BLACK)
    ink.text(voice.say(_NAME_AND_ROLE), Box(left, FOOT + 35, wide, 5), 2.8, colour=GREY)


def _draw_code(ink: Ink, issued: Issued, voice: Voice) -> None:
    ink.code(issued.code, Box(SIDE - 3, FOOT - 4, QR, QR))
    beside = Box(SIDE + QR - 1, FOOT, WIDTH / 2 - SIDE - QR - 3, 6)
    ink.text(voice.say(_NUMBER, number=in_groups(issued.number, 3)), beside, 3.4, style(bold=True, least=1.8))
    how = Box(beside.x, FOOT + 7, beside.width, 17)
    ink.text(voice.say(_VERIFY), how, 2.6, style(lines=6, least=1.8), GREY)
    ink.text(in_groups(issued.code), Box(SIDE, HEIGHT - MARGIN - 18, WIDTH / 2 - SIDE, 5), 3)


def _how(half: Half, voice: Voice) -> str:
    """On site goes without saying; what tells when they left does not, but of who only watched."""
    way = "" if half.way is Presence.ON_SITE else voice.say(_WAYS[half.way])
    has_exit = half.left is not None and half.way is not Presence.REMOTE
    told = paper_words.exit_told(half.exit, half.left, voice) if has_exit and half.left else ""
    return " · ".join(filter(None, (way, told)))


_TITLE = Words("certificate", "Certificate of attendance")
_CERTIFIES = Words("certificate", "{organiser} certifies that")
_CERTIFIED = Words("certificate", "It is certified that")
_TOOK_PART = Words("certificate", "took part in")
_ON_DAY = Words("certificate", "on {day}")
_ON_DAYS = Words("certificate", "from {first} to {last}")
_ATTENDED = Words("certificate", "Attended")
_TOTAL = Words("certificate", "Total")
_MEASURED = Words("certificate", "As the badge was scanned, within the hours of the programme.")
_ARRIVED = Words("certificate", "Arrived on {day} at {time}")
_MADE = Words("certificate", "Made on {day}")
_FOR = Words("certificate", "For the organiser, {organiser}")
_NAME_AND_ROLE = Words("certificate", "Name, function and signature")
_NUMBER = Words("certificate", "No. {number}")
_VERIFY = Words("certificate", "The organiser can verify this certificate by its code, below and in the picture.")
_WAYS = {
    Presence.REMOTE: Words("export", "remote"),
    Presence.BOTH: Words("export", "on site and remote"),
}
