# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a sign-in sheet: a heading, a row for each person, and at the end the sums and places to sign.

All its sizes are at the top of this module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache, partial

from checkin.core.attendance.sign_in_sheet import SignInRow, SignInSheet
from checkin.core.attendance.stays import ExitProof
from checkin.core.badges.template import Box
from checkin.pdf_reports import sheet_frame as words
from checkin.pdf_reports.page_canvas import (
    BLACK,
    CENTRE,
    GREY,
    INNER,
    MARGIN,
    WIDTH,
    DrawPage,
    PageCanvas,
    ReportContext,
    style,
)
from checkin.pdf_reports.sheet_frame import PLACE, SheetPage, content_bottom, content_top, draw_frame, draw_place
from checkin.translation import Translator

# Heights in millimetres
HEAD, ROW = 7.0, 9.6
"""The titles of the columns, and the row of a person."""
SUMS, NOTE, TITLE, GAP = 11.0, 5.0, 7.0, 4.0
"""The sums, a note below them, the title of the signatures, the gap between two places to sign."""

BLANK = (8.0, 58.0, 58.0, 58.0)
FILLED = (8.0, 53.0, 50.0, 14.0, 14.0, 15.0, 28.0)
"""Widths in millimetres: number, name, organisation and signature; on a filled sheet arrival, exit and time before
it.
"""

PAD, NAME, SMALL, TWO_LINES = 1.2, 3.8, 2.6, 0.56
EDGE = 0.5
"""Millimetres left free above and below a signature in its cell."""

_NAME = style(bold=True, lines=3, least=1.4)
_ORGANISATION = style(lines=3, least=1.8)
_REMARK = style(lines=2, least=1.6)
_CENTRED = style(align=CENTRE)
_TIME = 5
"""Index of the time among the filled cells."""

COLUMNS = 2
"""Places to sign beside each other."""
SPARE = range(8, 3, -1)
"""Numbers of empty rows at the end of a blank sheet, for people who are not expected: fewer if that saves a page."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with the rows from `first` to before `end`; sums and signatures are on the last."""

    number: int
    first: int
    end: int
    has_tail: bool = False


def sign_in_pages(sheet: SignInSheet, setting: ReportContext) -> list[DrawPage]:
    spares, tail = SPARE if sheet.is_blank else (0,), _tail_height(sheet, setting)
    laid = min((list(_laid_out(len(sheet.listed) + spare, tail)) for spare in spares), key=len)
    return [partial(_draw, sheet, setting, page, len(laid)) for page in laid]


def _laid_out(rows: int, tail: float) -> Iterator[_Page]:
    """Yield pages with as many rows as they hold; the tail follows the last rows if it fits, else on a page of its
    own.
    """
    first = 0
    for number in range(1, rows + 2):
        room = content_bottom() - _top(number)
        end = min(rows, first + int(room / ROW))
        is_last = end == rows and (end - first) * ROW + tail <= room
        yield _Page(number, first, end, is_last)
        if is_last:
            return
        first = end


def _top(number: int) -> float:
    return content_top(number) + HEAD


def _draw(sheet: SignInSheet, setting: ReportContext, page: _Page, count: int, ink: PageCanvas) -> None:
    origin = words.BLANK_MADE if sheet.is_blank else words.FILLED_MADE
    draw_frame(sheet, setting, SheetPage(page.number, count), origin, ink)
    top, listed = _top(page.number), sheet.listed
    if page.end > page.first or page.number == 1:
        _draw_head(ink, top - HEAD, sheet.is_blank, setting.voice)
    _draw_rules(ink, [top + number * ROW for number in range(page.end - page.first)], sheet.is_blank)
    for place in range(page.first, page.end):
        row = listed[place] if place < len(listed) else None
        _draw_row(ink, top + (place - page.first) * ROW, (place + 1, row, sheet), setting.voice, setting.zone)
    if page.has_tail:
        _draw_tail(ink, top + (page.end - page.first) * ROW, sheet, setting)


def _draw_head(ink: PageCanvas, top: float, is_blank: bool, voice: Translator) -> None:
    titles = words.BLANK_COLUMNS if is_blank else words.FILLED_COLUMNS
    for box, title in zip(_cells(top, HEAD, is_blank), titles, strict=True):
        ink.text(voice.translate(title) if title else "", box, 3, style(bold=True, least=2), GREY)
    ink.line(MARGIN, top + HEAD, WIDTH - MARGIN, top + HEAD, BLACK)


def _draw_rules(ink: PageCanvas, tops: Sequence[float], is_blank: bool) -> None:
    """Draw the line below each row and the frame of its signature: one after the other they need one pen."""
    for top in tops:
        ink.line(MARGIN, top + ROW, WIDTH - MARGIN, top + ROW)
        signature = _cells(top, ROW, is_blank)[-1]
        ink.frame(Box(signature.x - PAD, top, signature.width + 2 * PAD, ROW))


def _draw_row(
    ink: PageCanvas, top: float, line: tuple[int, SignInRow | None, SignInSheet], voice: Translator, zone: tzinfo
) -> None:
    """Draw a row. `line`: its number, its person (None for an empty row), and its sheet."""
    number, row, sheet = line
    if row is None:
        return
    cells = _cells(top, ROW, sheet.is_blank)
    signature = cells[-1]
    if row.signature:
        ink.signature(row.signature, Box(signature.x, top + EDGE, signature.width, ROW - 2 * EDGE))
    ink.text(str(number), cells[0], 2.8, colour=GREY)
    word = " · ".join(dict.fromkeys(words.remark_text(remark, voice) for remark in row.remarks))
    _draw_person(ink, row, cells, word)
    if sheet.is_blank:
        return
    for cell, text in zip(cells[3:6], (_clock(row.came, zone), _clock(row.left, zone), _time(row)), strict=True):
        ink.text(text, cell, 3.2, _CENTRED)
    if row.assumed and row.exit is not ExitProof.ONGOING:
        ink.text(f"{_clock(row.assumed, zone)}*", cells[4], 3.2, _CENTRED, GREY)
    if not row.is_present and sheet.is_over and sheet.is_observed:
        absent = voice.translate(words.BRIEF if row.is_brief else words.ABSENT)
        _draw_absent(ink, row, cells, absent)


def _draw_absent(ink: PageCanvas, row: SignInRow, cells: Sequence[Box], sentence: str) -> None:
    """Write "absent" beside the signature of a person who signed and was not scanned; a short time is shown already."""
    if not row.signature:
        ink.text(sentence, cells[-1], 2.8, _CENTRED, GREY)
    elif not row.minutes:
        ink.text(sentence, cells[_TIME], 2.8, _CENTRED, GREY)


def _draw_person(ink: PageCanvas, row: SignInRow, cells: Sequence[Box], word: str) -> None:
    """Draw name and organisation, with remarks below them across both columns; so is a name without organisation."""
    high, whole = ROW * TWO_LINES if word else ROW, cells[2].right - cells[1].x
    width = cells[1].width if row.organisation else whole
    ink.text(row.name, Box(cells[1].x, cells[1].y, width, high), NAME, _NAME)
    ink.text(row.organisation, Box(cells[2].x, cells[2].y, cells[2].width, high), 3.2, _ORGANISATION)
    if not word:
        return
    below = Box(cells[1].x, cells[1].y + high, whole, ROW - high - 0.3)
    ink.text(word, below, SMALL, _REMARK, GREY)


@cache
def _cells(top: float, height: float, is_blank: bool) -> Sequence[Box]:
    left, boxes = MARGIN, []
    for width in BLANK if is_blank else FILLED:
        boxes.append(Box(left + PAD, top, width - 2 * PAD, height))
        left += width
    assert left <= MARGIN + INNER + 0.01
    return tuple(boxes)


def _clock(at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def _time(row: SignInRow) -> str:
    if not (row.minutes or row.is_brief):
        return ""
    return words.marked_duration(row.minutes, is_assumed_hour=row.is_assumed_hour)


def _tail_height(sheet: SignInSheet, setting: ReportContext) -> float:
    places = len(_signing(sheet))
    return _sums_height(sheet, setting) + TITLE + -(-places // COLUMNS) * (PLACE + GAP / 2)


def _draw_tail(ink: PageCanvas, top: float, sheet: SignInSheet, setting: ReportContext) -> None:
    voice = setting.voice
    ink.text(_sums(sheet, setting), Box(MARGIN, top + 3, INNER, 6), 3.6, style(bold=True, least=2.5))
    for number, lines in enumerate(_notes(sheet, setting)):
        ink.text(lines, Box(MARGIN, top + 9 + number * NOTE, INNER, 4), 2.8, style(least=2), GREY)
    top += _sums_height(sheet, setting)
    ink.text(voice.translate(words.SIGNATURES), Box(MARGIN, top, INNER, 6), 3.4, style(bold=True), GREY)
    wide = (INNER - GAP) / COLUMNS
    for number, (name, role) in enumerate(_signing(sheet)):
        x = MARGIN + number % COLUMNS * (wide + GAP)
        y = top + TITLE + number // COLUMNS * (PLACE + GAP / 2)
        who = (name, role) if name else (voice.translate(words.THE_ORGANISER), sheet.event.organiser)
        draw_place(ink, Box(x, y, wide, PLACE), *who)


def _sums_height(sheet: SignInSheet, setting: ReportContext) -> float:
    return SUMS + NOTE * len(list(_notes(sheet, setting)))


def _notes(sheet: SignInSheet, setting: ReportContext) -> Iterator[str]:
    """Yield notes that explain the sums, and exits that were not scanned."""
    translate = setting.voice.translate
    if sheet.forgotten:
        yield translate(words.FORGOTTEN, count=sheet.forgotten)
    if sheet.is_blank:
        return
    if _shows_absences(sheet) and sheet.brief:
        yield translate(words.WHY_BRIEF, time=words.exact_duration(sheet.enough))
    for exit_ in (ExitProof.CONFIRMED, ExitProof.SESSION, ExitProof.ASSUMED):
        left = sorted({row.assumed.astimezone(setting.zone) for row in sheet.rows if row.assumed and row.exit is exit_})
        if left:
            yield words.exit_note(exit_, left, sheet.confirmed, setting.voice)
    if any(row.is_assumed_hour for row in sheet.rows):
        yield translate(words.WHY_ASSUMED_HOUR)
    if sheet.is_provisional:
        yield words.why_provisional(setting.made.astimezone(setting.zone), setting.voice)


def _signing(sheet: SignInSheet) -> list[tuple[str, str]]:
    """Return name and role of the people who sign; the name "" is the organiser."""
    speakers = [(s.name, ", ".join(filter(None, (s.role, s.organisation)))) for s in sheet.speakers]
    return [*speakers, ("", "")]


def _sums(sheet: SignInSheet, setting: ReportContext) -> str:
    translate = setting.voice.translate
    if sheet.is_blank:
        return translate(words.EXPECTED, expected=sheet.expected)
    if not sheet.is_over:
        seen = [row for row in sheet.rows if row.came]
        added, time = sum(not row.is_expected for row in seen), f"{sheet.now.astimezone(setting.zone):%H:%M}"
        return translate(words.SO_FAR, expected=sheet.expected, time=time, seen=len(seen), added=added)
    if not sheet.is_observed:
        return f"{translate(words.EXPECTED, expected=sheet.expected)} · {translate(words.nobody_read(sheet))}"
    added = sum(row.is_present and not row.is_expected for row in sheet.rows)
    sums = translate(words.SUMS, expected=sheet.expected, present=sheet.present, absent=sheet.absent, added=added)
    return f"{sums} · {_brief_sum(sheet, setting)}" if sheet.brief else sums


def _brief_sum(sheet: SignInSheet, setting: ReportContext) -> str:
    added = sum(not row.is_expected for row in sheet.brief)
    return setting.voice.translate(
        words.BRIEF_SUM_ADDED if added else words.BRIEF_SUM, count=len(sheet.brief), added=added
    )


def _shows_absences(sheet: SignInSheet) -> bool:
    """Whether its rows show who was absent and who was there for too short a time."""
    return sheet.is_over and sheet.is_observed
