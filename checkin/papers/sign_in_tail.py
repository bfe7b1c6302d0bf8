# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a sign-in sheet: the sums, and places to sign for the speakers and the organiser."""

from collections.abc import Iterator

from checkin.core.badges.template import Box
from checkin.core.evening.confirmed_exits import ExitProof
from checkin.core.evening.sign_in_sheet import SignInSheet
from checkin.papers import paper_wording as words
from checkin.papers.page_canvas import GREY, INNER, MARGIN, PageCanvas, style
from checkin.papers.paper_context import PaperContext

SUMS, NOTE, TITLE, PLACE, GAP = 11.0, 5.0, 7.0, 14.0, 4.0
"""Heights in millimetres: the sums, a note below them, the title of the signatures, one place to sign, the gap between
two places.
"""

COLUMNS = 2


def tail_height(sheet: SignInSheet, setting: PaperContext) -> float:
    places = len(_signing(sheet))
    return _sums_height(sheet, setting) + TITLE + -(-places // COLUMNS) * (PLACE + GAP / 2)


def draw_tail(ink: PageCanvas, top: float, sheet: SignInSheet, setting: PaperContext) -> None:
    voice = setting.voice
    ink.text(_sums(sheet, setting), Box(MARGIN, top + 3, INNER, 6), 3.6, style(bold=True, least=2.5))
    for number, told in enumerate(_notes(sheet, setting)):
        ink.text(told, Box(MARGIN, top + 9 + number * NOTE, INNER, 4), 2.8, style(least=2), GREY)
    top += _sums_height(sheet, setting)
    ink.text(voice.say(words.SIGNATURES), Box(MARGIN, top, INNER, 6), 3.4, style(bold=True), GREY)
    wide = (INNER - GAP) / COLUMNS
    for number, (name, role) in enumerate(_signing(sheet)):
        x = MARGIN + number % COLUMNS * (wide + GAP)
        y = top + TITLE + number // COLUMNS * (PLACE + GAP / 2)
        ink.frame(Box(x, y, wide, PLACE))
        ink.text(name or voice.say(words.THE_ORGANISER), Box(x + 1.5, y + 0.8, wide * 0.5, 5), 3, style(bold=True))
        told = role if name else sheet.event.organiser
        ink.text(told, Box(x + 1.5, y + 5.5, wide * 0.45, 7), 2.6, style(lines=4, least=1.5), GREY)


def _sums_height(sheet: SignInSheet, setting: PaperContext) -> float:
    return SUMS + NOTE * len(list(_notes(sheet, setting)))


def _notes(sheet: SignInSheet, setting: PaperContext) -> Iterator[str]:
    """Yield notes that explain the sums, and exits that were not scanned."""
    say = setting.voice.say
    if sheet.forgotten:
        yield say(words.FORGOTTEN, count=sheet.forgotten)
    if sheet.is_blank:
        return
    if _tells_absences(sheet) and sheet.brief:
        yield say(words.WHY_BRIEF, time=words.exact_duration(sheet.enough))
    for exit_ in (ExitProof.CONFIRMED, ExitProof.SESSION, ExitProof.ASSUMED):
        left = sorted({row.assumed.astimezone(setting.zone) for row in sheet.rows if row.assumed and row.exit is exit_})
        if left:
            told = say(words.EXITS[exit_], time=", ".join(f"{at:%H:%M}" for at in left))
            yield f"* {told[:1].upper()}{told[1:]}."
    if sheet.is_provisional:
        yield words.why_provisional(setting.made.astimezone(setting.zone), setting.voice)


def _signing(sheet: SignInSheet) -> list[tuple[str, str]]:
    """Return name and role of the people who sign; the name "" is the organiser."""
    speakers = [(s.name, ", ".join(filter(None, (s.role, s.organisation)))) for s in sheet.speakers]
    return [*speakers, ("", "")]


def _sums(sheet: SignInSheet, setting: PaperContext) -> str:
    say = setting.voice.say
    if sheet.is_blank:
        return say(words.EXPECTED, expected=sheet.expected)
    if not sheet.is_over:
        seen = [row for row in sheet.rows if row.came]
        added, time = sum(not row.is_expected for row in seen), f"{sheet.now.astimezone(setting.zone):%H:%M}"
        return say(words.SO_FAR, expected=sheet.expected, time=time, seen=len(seen), added=added)
    if not sheet.is_observed:
        return f"{say(words.EXPECTED, expected=sheet.expected)} · {say(words.NOBODY_READ)}"
    added = sum(row.is_present and not row.is_expected for row in sheet.rows)
    sums = say(words.SUMS, expected=sheet.expected, present=sheet.present, absent=sheet.absent, added=added)
    return f"{sums} · {_brief_sum(sheet, setting)}" if sheet.brief else sums


def _brief_sum(sheet: SignInSheet, setting: PaperContext) -> str:
    added = sum(not row.is_expected for row in sheet.brief)
    return setting.voice.say(words.BRIEF_SUM_ADDED if added else words.BRIEF_SUM, count=len(sheet.brief), added=added)


def _tells_absences(sheet: SignInSheet) -> bool:
    """Whether its rows say who was absent and who was there for too short a time."""
    return sheet.is_over and sheet.is_observed
