# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a control sheet: the figures, how arrivals and exits are known, who confirmed the exit hour, the lines
that are not plain scans, and places to sign. One page, unless its list needs more.

All its sizes are at the top of this module.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial

from checkin.core.attendance.control_sheet import ONLINE, ControlCount, ControlLine, ControlSheet
from checkin.core.attendance.sign_in_sheet import SignInRemark
from checkin.core.attendance.stays import ConfirmedExit, ExitProof
from checkin.core.attendee import CheckInMethod
from checkin.core.badges.template import Box
from checkin.core.message import Message
from checkin.pdf_reports import sheet_frame as words
from checkin.pdf_reports.page_canvas import (
    BLACK,
    BOLD,
    GREY,
    INNER,
    MARGIN,
    PALE,
    RIGHT,
    WIDTH,
    DrawPage,
    PageCanvas,
    ReportContext,
    TextStyle,
    style,
)
from checkin.pdf_reports.sheet_frame import SheetPage, content_bottom, content_top, draw_frame, draw_place
from checkin.translation import Translator

# The texts of a control sheet: its figures, and what it says of arrivals, exits and the exit hour.


@dataclass(frozen=True, slots=True)
class ControlTopic:
    """A topic of the sheet: its name, and the lines beside it."""

    title: str
    lines: tuple[str, ...]


FigureRow = tuple[str, str, str, str]
"""What is counted, and how many: of the expected, of others, in all."""


def figure_rows(sheet: ControlSheet, setting: ReportContext) -> Iterator[FigureRow]:
    """Yield the figures: each line, then their sum. Before the end nobody is absent yet; where nobody was read, only
    who was expected is known.
    """
    translate, all_seen = setting.voice.translate, sheet.seen
    if not sheet.is_over:
        missing = ControlCount(sheet.expected - all_seen.expected)
        yield _row(translate(_SEEN, time=_clock(sheet.now, setting.zone)), all_seen)
        yield _row(translate(_NOT_SEEN), missing)
    elif sheet.is_observed:
        yield _row(translate(Message("sheet", "Present")), sheet.presences)
        yield _row(translate(_BRIEF, time=words.exact_duration(sheet.enough)), sheet.briefs)
        yield _row(translate(Message("sheet", "Absent")), ControlCount(sheet.absent))
    others = all_seen.others if not sheet.is_over else sheet.presences.others + sheet.briefs.others
    yield _row(translate(Message("sheet", "In all")), ControlCount(sheet.expected, others))


def _row(label: str, count: ControlCount) -> FigureRow:
    return label, str(count.expected), str(count.others), str(count.total)


def topics(sheet: ControlSheet, setting: ReportContext) -> Iterator[ControlTopic]:
    """Yield what the sheet says besides the figures, topic by topic."""
    translate = setting.voice.translate
    if sheet.is_over and not sheet.is_observed:
        yield ControlTopic("", (translate(words.nobody_read(sheet)),))
    if sheet.forgotten:
        yield ControlTopic("", (translate(words.FORGOTTEN, count=sheet.forgotten),))
    yield ControlTopic(translate(Message("sheet", "Arrivals")), tuple(_arrivals(sheet, setting)))
    yield ControlTopic(translate(Message("sheet", "Exits")), tuple(_exits(sheet, setting)))
    if sheet.half_day:
        yield ControlTopic(translate(Message("sheet", "Exit time")), tuple(_hours(sheet, setting)))
    if sheet.is_provisional:
        yield ControlTopic(translate(Message("sheet", "Provisional")), tuple(_whys(sheet, setting)))


def lines_title(sheet: ControlSheet, setting: ReportContext) -> str:
    return setting.voice.translate(_LINES, count=len(sheet.lines), listed=len(sheet.listed))


def _arrivals(sheet: ControlSheet, setting: ReportContext) -> Iterator[str]:
    found, translate = sheet.arrivals, setting.voice.translate
    if found.first and found.last:
        yield _read(found.total - found.earlier, (found.first, found.last), setting)
    if found.earlier:
        yield translate(Message("sheet", "{count} read in an earlier half-day, and still there"), count=found.earlier)
    if not found.total:
        yield translate(Message("sheet", "none read"))
        return
    ways = (translate(_WAYS[way], count=count) for way, count in found.ways.items() if count)
    yield " · ".join(ways)


def _exits(sheet: ControlSheet, setting: ReportContext) -> Iterator[str]:
    found, zone, translate = sheet.exits, setting.zone, setting.voice.translate
    if found.first and found.last:
        yield _read(found.read, (found.first, found.last), setting)
    elif sheet.arrivals.total:
        yield translate(Message("sheet", "none read"))
    unwritten = {ExitProof.ASSUMED: _ASSUMED_UNWRITTEN} if sheet.occasion.is_end_assumed else {}
    for proof, sentence in (_ASSUMED | unwritten).items():
        if hours := found.assumed.get(proof):
            known = {"count": sum(hours.values()), "hours": _hours_text(hours, zone, setting.voice)}
            yield translate(sentence, **known)
    if found.ongoing:
        yield translate(Message("sheet", "still there, or not known yet: {count}"), count=found.ongoing)
    if not sheet.arrivals.total:
        yield translate(Message("sheet", "none"))


def _read(count: int, between: tuple[datetime, datetime], setting: ReportContext) -> str:
    first, last = (_clock(at, setting.zone) for at in between)
    return setting.voice.translate(_READ if first != last else _READ_AT, count=count, first=first, last=last)


def _hours_text(hours: Mapping[datetime, int], zone: tzinfo, voice: Translator) -> str:
    """Return the hours, each with its number of people where there are several."""
    several = sorted(hours.items())
    if len(several) == 1:
        return _clock(several[0][0], zone)
    return ", ".join(voice.translate(_AT, time=_clock(at, zone), count=count) for at, count in several)


def _hours(sheet: ControlSheet, setting: ReportContext) -> Iterator[str]:
    """Yield the confirmation that counts, then those before it, the newest first."""
    zone, voice = setting.zone, setting.voice
    decisions = list(reversed(sheet.decisions))
    if not (decisions and isinstance(decisions[0], ConfirmedExit)):
        ends = sheet.half_day.time.ends if sheet.half_day else sheet.occasion.time.ends
        sentence = _UNWRITTEN if sheet.occasion.is_end_assumed else _UNCONFIRMED
        yield voice.translate(sentence, time=_clock(ends, zone))
    elif sheet.confirmed is None:
        yield voice.translate(_OUTSIDE, decision=words.decision_text(decisions.pop(0), zone, voice))
    else:
        yield words.decision_text(decisions.pop(0), zone, voice)
    for decision in decisions:
        yield voice.translate(_BEFORE, decision=words.decision_text(decision, zone, voice))


def _whys(sheet: ControlSheet, setting: ReportContext) -> Iterator[str]:
    translate = setting.voice.translate
    if not sheet.is_over:
        yield translate(_GOES_ON, time=_clock(sheet.occasion.time.ends, setting.zone))
    if assumed := sum(sheet.exits.assumed.get(ExitProof.ASSUMED, {}).values()):
        yield translate(Message("sheet", "exits assumed at a time that nobody has confirmed: {count}"), count=assumed)
    if sheet.is_over and sheet.exits.ongoing:
        yield translate(Message("sheet", "exits still to come: {count}"), count=sheet.exits.ongoing)


def _clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


ORIGIN = Message("sheet", "From the journal of all desks, as of {day} at {time}; the line below identifies it.")
THE_CONTROLLER = Message("sheet", "The controller")
FIGURE_COLUMNS = (
    None,
    Message("sheet", "Expected people"),
    Message("sheet", "Not expected"),
    Message("sheet", "In all"),
)
LINE_COLUMNS = (
    None,
    Message("sheet", "Name"),
    Message("sheet", "What is not a plain scan"),
    Message("sheet", "When and where"),
)
NO_LINE = Message("sheet", "None: no correction, nothing undone, nobody let in despite a refusal.")
_LINES = Message("sheet", "Lines of the sign-in sheet that are not plain scans: {count} of {listed}")

_BRIEF = Message("sheet", "Too short (less than {time})")
_SEEN, _NOT_SEEN = Message("sheet", "Seen by {time}"), Message("sheet", "Not seen yet")

_WAYS = {
    CheckInMethod.CODE: Message("sheet", "by code: {count}"),
    CheckInMethod.SEARCH: Message("sheet", "by search: {count}"),
    CheckInMethod.PAPER: Message("sheet", "on paper: {count}"),
    CheckInMethod.WALK_IN: Message("sheet", "registered at the desk: {count}"),
    ONLINE: Message("sheet", "online: {count}"),
}
_READ = Message("sheet", "{count} read, from {first} to {last}")
_READ_AT = Message("sheet", "{count} read at {first}")
_ASSUMED = {
    ExitProof.CONFIRMED: Message("sheet", "{count} assumed at the confirmed hour: {hours}"),
    ExitProof.SESSION: Message("sheet", "{count} assumed at the end of a session: {hours}"),
    ExitProof.ASSUMED: Message("sheet", "{count} assumed at the end of the programme, hour not confirmed: {hours}"),
}
_ASSUMED_UNWRITTEN = Message("sheet", "{count} assumed at an hour that the programme does not have: {hours}")
_AT = Message("sheet", "{time} ({count})")
_UNCONFIRMED = Message("sheet", "not confirmed; the programme ends at {time}")
_UNWRITTEN = Message("sheet", "not confirmed; {time} is assumed, the programme does not give it")
_OUTSIDE = Message("sheet", "{decision}; outside this half-day as it is planned now, so it does not count")
_BEFORE = Message("sheet", "before: {decision}")
_GOES_ON = Message("sheet", "it goes on until {time}: people may still come and leave")


# Heights in millimetres
HEADING, FIGURE, TEXT, ROW, GAP = 8.0, 6.0, 5.0, 9.6, 2.5
"""The title of a part and the titles of its columns, a row of figures, a line of text, a remark in the list, the gap
between two parts.
"""
FIGURES = (92.0, 30.0, 30.0, 30.0)
"""Widths in millimetres of the figures: what, expected, others, total."""
LABEL = 30.0
"""Width in millimetres of a topic's name beside its lines of text."""
LETTERS, WRAPPED = 105, 88
"""Letters of a text that fit on one line, if need be a little smaller; letters on each line of a longer one."""
LINE = (9.0, 58.0, 80.0, 35.0)
"""Widths in millimetres of the list: number on the sign-in sheet, name, remark, when and where."""
STAMP = 22.0
"""Height in millimetres of a place to sign: a controller may have a stamp."""
PAD = 1.2
TOGETHER = 8
"""Remarks of one person that stay on one page; of more, the name is repeated on the next."""
TWO_LINES = 0.62
"""The part of a row's height that is the upper of two texts."""

_NAME = style(bold=True, lines=3, least=1.4)
_SMALL = style(lines=2, least=1.7)
_NUMBER = style(align=RIGHT)
_TITLE, _NUMBER_TITLE = style(bold=True, least=2), style(bold=True, align=RIGHT, least=2)

Draw = Callable[[PageCanvas, float], None]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Texts beside each other with a line below. The first is at the left; `how` sets the others."""

    texts: Sequence[str]
    widths: Sequence[float]
    height: float
    how: TextStyle
    colour: str

    def draw(self, ink: PageCanvas, top: float) -> None:
        left = MARGIN
        for place, (text, width) in enumerate(zip(self.texts, self.widths, strict=True)):
            box = Box(left + (PAD if place else 0), top, width - 2 * PAD, self.height)
            ink.text(text, box, 3.4, self.how if place else style(bold=self.how.is_bold, least=2))
            left += width
        ink.line(MARGIN, top + self.height, left, top + self.height, self.colour)


@dataclass(slots=True)
class _Layout:
    """What stands at which height of each page; `repeated` begins each further page: the titles of a list."""

    pages: list[list[tuple[float, Draw]]] = field(default_factory=lambda: [[]])
    y: float = field(default_factory=lambda: content_top(1))
    repeated: tuple[float, Draw] | None = None

    def put(self, height: float, draw: Draw, *, with_next: float = 0.0) -> None:
        """Put a part on this page, or on the next if it and `with_next` millimetres do not fit."""
        if self.turns(height + with_next):
            self.pages.append([])
            self.y = content_top(len(self.pages))
            if self.repeated:
                self._add(*self.repeated)
        self._add(height, draw)

    def turns(self, height: float) -> bool:
        """Whether a part of this height goes to the next page."""
        return self.y + height > content_bottom() and bool(self.pages[-1])

    def _add(self, height: float, draw: Draw) -> None:
        self.pages[-1].append((self.y, draw))
        self.y += height

    def leave(self, height: float) -> None:
        self.y += height


def control_pages(sheet: ControlSheet, setting: ReportContext) -> list[DrawPage]:
    layout = _Layout()
    _lay_figures(layout, sheet, setting)
    for topic in topics(sheet, setting):
        _lay_topic(layout, topic)
    _lay_lines(layout, sheet, setting)
    layout.repeated = None
    layout.put(STAMP + GAP, partial(_draw_places, sheet, setting))
    count = len(layout.pages)
    return [
        partial(_draw_page, sheet, setting, SheetPage(number, count), drawn)
        for number, drawn in enumerate(layout.pages, 1)
    ]


def _draw_page(
    sheet: ControlSheet, setting: ReportContext, page: SheetPage, drawn: Sequence[tuple[float, Draw]], ink: PageCanvas
) -> None:
    draw_frame(sheet, setting, page, ORIGIN, ink)
    for y, draw in drawn:
        draw(ink, y)


def _lay_figures(layout: _Layout, sheet: ControlSheet, setting: ReportContext) -> None:
    translate = setting.voice.translate
    titles = [translate(title) if title else "" for title in FIGURE_COLUMNS]
    layout.put(HEADING, _Cells(titles, FIGURES, HEADING, _NUMBER_TITLE, BLACK).draw)
    *rows, total = figure_rows(sheet, setting)
    for row in rows:
        layout.put(FIGURE, _Cells(row, FIGURES, FIGURE, _NUMBER, PALE).draw)
    layout.put(FIGURE, _Cells(total, FIGURES, FIGURE, _NUMBER_TITLE, PALE).draw)
    layout.leave(GAP)


def _lay_topic(layout: _Layout, topic: ControlTopic) -> None:
    for place, text in enumerate(topic.lines):
        rows = 1 if len(text) <= LETTERS else 1 + len(text) // WRAPPED
        layout.put(TEXT * rows, partial(_draw_text, "" if place else topic.title, text, rows))
    layout.leave(GAP)


def _draw_text(title: str, text: str, rows: int, ink: PageCanvas, top: float) -> None:
    ink.text(title, Box(MARGIN, top, LABEL - PAD, TEXT), 3.4, _TITLE)
    least = 2.8 if rows == 1 else 3.1
    ink.text(text, Box(MARGIN + LABEL, top, INNER - LABEL, TEXT * rows), 3.4, style(lines=rows, least=least))


def _lay_lines(layout: _Layout, sheet: ControlSheet, setting: ReportContext) -> None:
    translate, lines = setting.voice.translate, sheet.lines
    layout.put(HEADING, partial(_draw_title, lines_title(sheet, setting)), with_next=HEADING + ROW)
    if not lines:
        layout.put(TEXT, partial(_draw_none, translate(NO_LINE)))
        layout.leave(GAP)
        return
    titles = [translate(title) if title else "" for title in LINE_COLUMNS]
    heading = (HEADING, _Cells(titles, LINE, HEADING, _TITLE, BLACK).draw)
    layout.put(*heading)
    layout.repeated = heading
    for line in lines:
        remarks = line.row.remarks
        for place, remark in enumerate(remarks):
            others = ROW * (len(remarks) - 1) if place == 0 and len(remarks) <= TOGETHER else 0.0
            is_first = place == 0 or layout.turns(ROW)
            layout.put(ROW, partial(_draw_remark, line, _told(remark, setting), is_first), with_next=others)
    layout.leave(GAP)


def _draw_title(text: str, ink: PageCanvas, top: float) -> None:
    ink.text(text, Box(MARGIN, top, INNER, HEADING), 4, BOLD)


def _draw_none(text: str, ink: PageCanvas, top: float) -> None:
    ink.text(text, Box(MARGIN, top, INNER, TEXT), 3.4)


def _draw_remark(line: ControlLine, told: tuple[str, str, str], is_first: bool, ink: PageCanvas, top: float) -> None:
    """Draw one remark and its moment; number and name stand beside the first of a person, below a line."""
    (text, at, desk), cells = told, list(_cells(top))
    if is_first:
        ink.line(MARGIN, top, WIDTH - MARGIN, top, PALE)
        ink.text(str(line.number), cells[0], 2.8, colour=GREY)
        _draw_person(line, cells[1], ink)
    ink.text(text, cells[2], 3.2, _SMALL)
    _draw_two(ink, cells[3], (at, 3.2, style()), (desk, 2.6, style(least=1.6)))


def _told(remark: SignInRemark, setting: ReportContext) -> tuple[str, str, str]:
    """Return what a remark says, and when and where."""
    at = f"{remark.at.astimezone(setting.zone):%d/%m %H:%M}" if remark.at else ""
    return words.remark_text(remark, setting.voice), at, remark.desk


def _draw_person(line: ControlLine, cell: Box, ink: PageCanvas) -> None:
    _draw_two(ink, cell, (line.row.name or "–", 3.4, _NAME), (line.row.organisation, 2.6, style(least=1.6)))


def _draw_two(
    ink: PageCanvas, cell: Box, upper: tuple[str, float, TextStyle], lower: tuple[str, float, TextStyle]
) -> None:
    """Draw a text above a smaller one, or in the middle if there is no other."""
    high = cell.height * TWO_LINES if lower[0] else cell.height
    ink.text(upper[0], Box(cell.x, cell.y, cell.width, high), upper[1], upper[2])
    ink.text(lower[0], Box(cell.x, cell.y + high, cell.width, cell.height - high), lower[1], lower[2], GREY)


def _cells(top: float) -> Iterator[Box]:
    left = MARGIN
    for width in LINE:
        yield Box(left + (PAD if left > MARGIN else 0), top + 0.3, width - 2 * PAD, ROW - 0.6)
        left += width


def _draw_places(sheet: ControlSheet, setting: ReportContext, ink: PageCanvas, top: float) -> None:
    wide, translate = (INNER - 4) / 2, setting.voice.translate
    organiser = Box(MARGIN, top + GAP, wide, STAMP)
    draw_place(ink, organiser, translate(words.THE_ORGANISER), sheet.event.organiser)
    draw_place(ink, Box(organiser.right + 4, top + GAP, wide, STAMP), translate(THE_CONTROLLER), "")
