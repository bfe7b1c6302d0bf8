# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a sign-in sheet: a heading, a row for each person, and at the end the sums and signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from checkin.core.badges.template import Box
from checkin.core.evening.sign_in_sheet import SignInSheet
from checkin.papers import paper_wording as words
from checkin.papers.page_canvas import BOLD, GREY, HEIGHT, INNER, MARGIN, PALE, RIGHT, WIDTH, PageCanvas, style
from checkin.papers.paper_context import PaperContext
from checkin.papers.paper_pdf import DrawPage
from checkin.papers.sign_in_rows import HEAD, ROW, draw_head, draw_row
from checkin.papers.sign_in_tail import draw_tail, tail_height

FIRST, NEXT, FOOT = 47.0, 18.0, 10.0
"""Millimetres: height of the heading on the first page and on the others, and of the line at the bottom."""

SPARE = range(8, 3, -1)
"""Numbers of empty rows at the end of a blank sheet, for people who are not expected: fewer if that saves a page."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with the rows from `first` to before `end`; sums and signatures are on the last."""

    number: int
    first: int
    end: int
    has_tail: bool = False


def sign_in_pages(sheet: SignInSheet, setting: PaperContext) -> list[DrawPage]:
    spares, tail = SPARE if sheet.is_blank else (0,), tail_height(sheet, setting)
    laid = min((list(_laid_out(len(sheet.listed) + spare, tail)) for spare in spares), key=len)
    return [partial(_draw, sheet, setting, page, len(laid)) for page in laid]


def _laid_out(rows: int, tail: float) -> Iterator[_Page]:
    """Yield pages with as many rows as they hold; the tail follows the last rows if it fits, else on a page of its
    own.
    """
    first = 0
    for number in range(1, rows + 2):
        room = _bottom() - _top(number)
        end = min(rows, first + int(room / ROW))
        is_last = end == rows and (end - first) * ROW + tail <= room
        yield _Page(number, first, end, is_last)
        if is_last:
            return
        first = end


def _top(number: int) -> float:
    return MARGIN + (FIRST if number == 1 else NEXT) + HEAD


def _bottom() -> float:
    return HEIGHT - MARGIN - FOOT


def _draw(sheet: SignInSheet, setting: PaperContext, page: _Page, count: int, ink: PageCanvas) -> None:
    (_first_heading if page.number == 1 else _heading)(sheet, setting, ink)
    top, listed = _top(page.number), sheet.listed
    if page.end > page.first or page.number == 1:
        draw_head(ink, top - HEAD, sheet.is_blank, setting.voice)
    for place in range(page.first, page.end):
        row = listed[place] if place < len(listed) else None
        draw_row(ink, top + (place - page.first) * ROW, (place + 1, row, sheet), setting.voice, setting.zone)
    if page.has_tail:
        draw_tail(ink, top + (page.end - page.first) * ROW, sheet, setting)
    _foot(setting, page.number, count, sheet.is_blank, ink)


def _first_heading(sheet: SignInSheet, setting: PaperContext, ink: PageCanvas) -> None:
    say, event = setting.voice.say, sheet.event
    wide = INNER - (50 if setting.logo else 0)
    ink.picture(setting.logo, Box(WIDTH - MARGIN - 45, MARGIN, 45, 22), at_right=True)
    ink.text(_title(sheet, setting), Box(MARGIN, MARGIN, wide, 9), 7, BOLD)
    ink.text(event.title, Box(MARGIN, MARGIN + 10, wide, 11), 5, style(bold=True, lines=2, least=3))
    what, when = words.occasion_heading(sheet.occasion, setting.voice, setting.zone)
    lines = [when, _place(sheet), say(words.ORGANISER, name=event.organiser) if event.organiser else ""]
    if what:
        ink.text(what, Box(MARGIN, MARGIN + 22, INNER, 6), 4.2, style(bold=True, least=3))
    for number, line in enumerate(line for line in lines if line):
        ink.text(line, Box(MARGIN, MARGIN + (28 if what else 23) + 5.5 * number, INNER, 5.5), 3.6)


def _place(sheet: SignInSheet) -> str:
    session = sheet.occasion.session
    return ", ".join(filter(None, (session.room if session else "", sheet.event.place)))


def _title(sheet: SignInSheet, setting: PaperContext) -> str:
    say = setting.voice.say
    return f"{say(words.TITLE)} ({say(words.PROVISIONAL)})" if sheet.is_provisional else say(words.TITLE)


def _heading(sheet: SignInSheet, setting: PaperContext, ink: PageCanvas) -> None:
    what, when = words.occasion_heading(sheet.occasion, setting.voice, setting.zone)
    ink.text(f"{_title(sheet, setting)} – {sheet.event.title}", Box(MARGIN, MARGIN, INNER, 7), 4.2, BOLD)
    ink.text(" – ".join(filter(None, (what, when))), Box(MARGIN, MARGIN + 7, INNER, 6), 3.6)


def _foot(setting: PaperContext, number: int, count: int, is_blank: bool, ink: PageCanvas) -> None:
    top, say = HEIGHT - MARGIN - 5, setting.voice.say
    made = setting.made.astimezone(setting.zone)
    origin = words.BLANK_MADE if is_blank else words.FILLED_MADE
    ink.line(MARGIN, top, WIDTH - MARGIN, top, PALE)
    told = say(origin, day=f"{made:%d/%m/%Y}", time=f"{made:%H:%M}")
    ink.text(told, Box(MARGIN, top + 1, INNER - 30, 4), 2.8, colour=GREY)
    page = say(words.PAGE, number=number, count=count)
    ink.text(page, Box(WIDTH - MARGIN - 30, top + 1, 30, 4), 2.8, style(align=RIGHT), GREY)


def all_pages(sheets: Sequence[SignInSheet], setting: PaperContext) -> list[DrawPage]:
    """Return the pages of all sheets, each sheet with its own page numbers."""
    return [page for sheet in sheets for page in sign_in_pages(sheet, setting)]
