# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a sign-in sheet: how many there were, and where the speakers and the organiser sign."""

from checkin.core.badges.template import Box
from checkin.core.evening.sign_in import SignInSheet
from checkin.language import Voice
from checkin.papers import paper_words as words
from checkin.papers.ink import GREY, INNER, MARGIN, Ink, style

SUMS, FORGOTTEN, TITLE, PLACE, GAP = 11.0, 5.0, 7.0, 14.0, 4.0
"""Millimetres high: the sums, the line of who was forgotten, the title of the signatures, one place to sign; then
between two places."""

COLUMNS = 2


def tail_height(sheet: SignInSheet) -> float:
    places = len(_signing(sheet))
    return _sums_height(sheet) + TITLE + -(-places // COLUMNS) * (PLACE + GAP / 2)


def draw_tail(ink: Ink, top: float, sheet: SignInSheet, voice: Voice) -> None:
    ink.text(_sums(sheet, voice), Box(MARGIN, top + 3, INNER, 6), 3.6, style(bold=True, least=2.5))
    if sheet.forgotten:
        told = voice.say(words.FORGOTTEN, count=sheet.forgotten)
        ink.text(told, Box(MARGIN, top + 9, INNER, 4), 2.8, style(least=2), GREY)
    top += _sums_height(sheet)
    ink.text(voice.say(words.SIGNATURES), Box(MARGIN, top, INNER, 6), 3.4, style(bold=True), GREY)
    wide = (INNER - GAP) / COLUMNS
    for number, (name, role) in enumerate(_signing(sheet)):
        x = MARGIN + number % COLUMNS * (wide + GAP)
        y = top + TITLE + number // COLUMNS * (PLACE + GAP / 2)
        ink.frame(Box(x, y, wide, PLACE))
        ink.text(name or voice.say(words.THE_ORGANISER), Box(x + 1.5, y + 0.8, wide * 0.5, 5), 3, style(bold=True))
        told = role if name else sheet.event.organiser
        ink.text(told, Box(x + 1.5, y + 5.5, wide * 0.45, 7), 2.6, style(lines=4, least=1.5), GREY)


def _sums_height(sheet: SignInSheet) -> float:
    return SUMS + (FORGOTTEN if sheet.forgotten else 0)


def _signing(sheet: SignInSheet) -> list[tuple[str, str]]:
    """Name and what they are; "" is the organiser."""
    speakers = [(s.name, ", ".join(filter(None, (s.role, s.organisation)))) for s in sheet.speakers]
    return [*speakers, ("", "")]


def _sums(sheet: SignInSheet, voice: Voice) -> str:
    if sheet.is_blank:
        return voice.say(words.EXPECTED, expected=sheet.expected)
    added = sum(row.is_present and not row.is_expected for row in sheet.rows)
    return voice.say(words.SUMS, expected=sheet.expected, present=sheet.present, absent=sheet.absent, added=added)
