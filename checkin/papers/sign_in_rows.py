# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of a sign-in sheet: its head, and a row for each person."""

from datetime import datetime, tzinfo

from checkin.core.badges.template import Box
from checkin.core.evening.confirmed_exits import ExitProof
from checkin.core.evening.sign_in_sheet import SignInRow, SignInSheet
from checkin.language import Translator
from checkin.papers import paper_wording as words
from checkin.papers.page_canvas import BLACK, CENTRE, GREY, INNER, MARGIN, WIDTH, PageCanvas, style

HEAD, ROW = 7.0, 9.6
"""Heights in millimetres."""

BLANK = (8.0, 58.0, 58.0, 58.0)
FILLED = (8.0, 53.0, 50.0, 14.0, 14.0, 15.0, 28.0)
"""Widths in millimetres: number, name, organisation and signature; on a filled sheet arrival, exit and time before
it.
"""

PAD, NAME, SMALL, TWO_LINES = 1.2, 3.8, 2.6, 0.56
EDGE = 0.5
"""Millimetres left free above and below a signature in its cell."""

_NAME = style(bold=True, lines=2, least=1.9)
_ORGANISATION = style(lines=3, least=1.8)
_CENTRED = style(align=CENTRE)
_TIME = 5
"""Index of the time among the filled cells."""


def draw_head(ink: PageCanvas, top: float, is_blank: bool, voice: Translator) -> None:
    titles = words.BLANK_COLUMNS if is_blank else words.FILLED_COLUMNS
    for box, title in zip(_cells(top, HEAD, is_blank), titles, strict=True):
        ink.text(voice.say(title) if title else "", box, 3, style(bold=True, least=2), GREY)
    ink.line(MARGIN, top + HEAD, WIDTH - MARGIN, top + HEAD, BLACK)


def draw_row(
    ink: PageCanvas, top: float, line: tuple[int, SignInRow | None, SignInSheet], voice: Translator, zone: tzinfo
) -> None:
    """Draw a row. `line`: its number, its person (None for an empty row), and its sheet."""
    number, row, sheet = line
    cells = list(_cells(top, ROW, sheet.is_blank))
    ink.line(MARGIN, top + ROW, WIDTH - MARGIN, top + ROW)
    signature = cells[-1]
    ink.frame(Box(signature.x - PAD, top, signature.width + 2 * PAD, ROW))
    if row is None:
        return
    if row.signature:
        ink.signature(row.signature, Box(signature.x, top + EDGE, signature.width, ROW - 2 * EDGE))
    ink.text(str(number), cells[0], 2.8, colour=GREY)
    said = " · ".join(words.remark_text(remark, voice) for remark in row.remarks)
    _draw_person(ink, row, cells, said)
    if sheet.is_blank:
        return
    for cell, text in zip(cells[3:6], (_clock(row.came, zone), _clock(row.left, zone), _time(row)), strict=True):
        ink.text(text, cell, 3.2, _CENTRED)
    if row.assumed and row.exit is not ExitProof.ONGOING:
        ink.text(f"{_clock(row.assumed, zone)}*", cells[4], 3.2, _CENTRED, GREY)
    if not row.is_present and sheet.is_over and sheet.is_observed:
        absent = voice.say(words.BRIEF if row.is_brief else words.ABSENT)
        _draw_absent(ink, row, cells, absent)


def _draw_absent(ink: PageCanvas, row: SignInRow, cells: list[Box], told: str) -> None:
    """Write "absent" beside the signature of a person who signed and was not scanned; a short time is shown already."""
    if not row.signature:
        ink.text(told, cells[-1], 2.8, _CENTRED, GREY)
    elif not row.minutes:
        ink.text(told, cells[_TIME], 2.8, _CENTRED, GREY)


def _draw_person(ink: PageCanvas, row: SignInRow, cells: list[Box], said: str) -> None:
    """Draw name and organisation, with remarks below them across both columns."""
    high = ROW * TWO_LINES if said else ROW
    for text, cell, size, how in ((row.name, cells[1], NAME, _NAME), (row.organisation, cells[2], 3.2, _ORGANISATION)):
        ink.text(text, Box(cell.x, cell.y, cell.width, high), size, how)
    below = Box(cells[1].x, cells[1].y + high, cells[2].right - cells[1].x, ROW - high - 0.3)
    ink.text(said, below, SMALL, style(lines=2, least=1.6), GREY)


def _cells(top: float, height: float, is_blank: bool) -> list[Box]:
    left, boxes = MARGIN, []
    for width in BLANK if is_blank else FILLED:
        boxes.append(Box(left + PAD, top, width - 2 * PAD, height))
        left += width
    assert left <= MARGIN + INNER + 0.01
    return boxes


def _clock(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}" if at else ""


def _time(row: SignInRow) -> str:
    return words.duration(row.minutes) if row.minutes else ""
