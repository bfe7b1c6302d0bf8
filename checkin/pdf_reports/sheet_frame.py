# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts that the pages of all sheets of a half-day or session share: heading, foot, and places to sign."""

from dataclasses import dataclass

from checkin.core.attendance.sign_in_sheet import SignInSheet
from checkin.core.badges.template import Box
from checkin.core.message import Message
from checkin.pdf_reports import report_wording as words
from checkin.pdf_reports.page_canvas import BOLD, GREY, HEIGHT, INNER, MARGIN, PALE, RIGHT, WIDTH, PageCanvas, style
from checkin.pdf_reports.pdf_building import ReportContext

FIRST, NEXT, FOOT = 47.0, 18.0, 10.0
"""Heights in millimetres: the heading on the first page and on the others, and the line at the bottom."""

PLACE = 14.0
"""Height in millimetres of a place to sign."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page of a sheet: its number, and of how many."""

    number: int
    count: int


def content_top(number: int) -> float:
    """Return where the content of a page begins."""
    return MARGIN + (FIRST if number == 1 else NEXT)


def content_bottom() -> float:
    return HEIGHT - MARGIN - FOOT


def draw_frame(sheet: SignInSheet, setting: ReportContext, page: SheetPage, origin: Message, ink: PageCanvas) -> None:
    """Draw the heading and the foot of a page. `origin` says what the sheet was made from."""
    (_draw_first_heading if page.number == 1 else _draw_heading)(sheet, setting, ink)
    top, translate = HEIGHT - MARGIN - 5, setting.voice.translate
    made = setting.made.astimezone(setting.zone)
    ink.line(MARGIN, top, WIDTH - MARGIN, top, PALE)
    sentence = translate(origin, day=f"{made:%d/%m/%Y}", time=f"{made:%H:%M}")
    ink.text(sentence, Box(MARGIN, top + 1, INNER - 30, 4), 2.8, colour=GREY)
    number = translate(words.PAGE, number=page.number, count=page.count)
    ink.text(number, Box(WIDTH - MARGIN - 30, top + 1, 30, 4), 2.8, style(align=RIGHT), GREY)


def draw_place(ink: PageCanvas, box: Box, name: str, role: str) -> None:
    """Draw a place to sign for a person of this name and role."""
    ink.frame(box)
    ink.text(name, Box(box.x + 1.5, box.y + 0.8, box.width * 0.5, 5), 3, style(bold=True))
    ink.text(role, Box(box.x + 1.5, box.y + 5.5, box.width * 0.45, 7), 2.6, style(lines=4, least=1.5), GREY)


def _draw_first_heading(sheet: SignInSheet, setting: ReportContext, ink: PageCanvas) -> None:
    translate, event = setting.voice.translate, sheet.event
    wide = INNER - (50 if setting.logo else 0)
    ink.picture(setting.logo, Box(WIDTH - MARGIN - 45, MARGIN, 45, 22), at_right=True)
    ink.text(_title(sheet, setting), Box(MARGIN, MARGIN, wide, 9), 7, BOLD)
    ink.text(event.title, Box(MARGIN, MARGIN + 10, wide, 11), 5, style(bold=True, lines=2, least=3))
    what, when = words.occasion_heading(sheet.occasion, setting.voice, setting.zone)
    lines = [when, _place(sheet), translate(words.ORGANISER, name=event.organiser) if event.organiser else ""]
    if what:
        ink.text(what, Box(MARGIN, MARGIN + 22, INNER, 6), 4.2, style(bold=True, least=3))
    for number, line in enumerate(line for line in lines if line):
        ink.text(line, Box(MARGIN, MARGIN + (28 if what else 23) + 5.5 * number, INNER, 5.5), 3.6)


def _place(sheet: SignInSheet) -> str:
    session = sheet.occasion.session
    return ", ".join(filter(None, (session.room if session else "", sheet.event.place)))


def _title(sheet: SignInSheet, setting: ReportContext) -> str:
    title = setting.voice.translate(words.sheet_title(sheet))
    return f"{title} ({setting.voice.translate(words.PROVISIONAL)})" if sheet.is_provisional else title


def _draw_heading(sheet: SignInSheet, setting: ReportContext, ink: PageCanvas) -> None:
    what, when = words.occasion_heading(sheet.occasion, setting.voice, setting.zone)
    ink.text(f"{_title(sheet, setting)} – {sheet.event.title}", Box(MARGIN, MARGIN, INNER, 7), 4.2, BOLD)
    ink.text(" – ".join(filter(None, (what, when))), Box(MARGIN, MARGIN + 7, INNER, 6), 3.6)
