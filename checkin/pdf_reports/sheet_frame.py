# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages of all sheets of a half-day or session share: heading, foot, places to sign, and their texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from checkin.core.attendance.control_sheet import ControlSheet
from checkin.core.attendance.half_days import DayPart, HalfDay, parse_half_day_id
from checkin.core.attendance.sign_in_sheet import Occasion, SignInRemark, SignInSheet
from checkin.core.attendance.stays import ConfirmedExit, ExitDecision, ExitProof, WithdrawnExit
from checkin.core.badges.template import Box
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.pdf_reports.page_canvas import (
    BOLD,
    GREY,
    HEIGHT,
    INNER,
    MARGIN,
    PALE,
    RIGHT,
    WIDTH,
    PageCanvas,
    ReportContext,
    style,
)
from checkin.translation import Translator

# The texts of PDF reports: titles and notes, and the wording of days, half-days and durations.

TITLE, CONTROL_TITLE = Message("sheet", "Sign-in sheet"), Message("sheet", "Control sheet")
ORGANISER = Message("sheet", "Organised by {name}")
PAGE = Message("sheet", "Page {number}/{count}")
BLANK_MADE = Message("sheet", "List of {day}, {time}.")
FILLED_MADE = Message(
    "sheet", "From the scans of the day; made on {day} at {time}. A minute that was begun does not count."
)
PROVISIONAL = Message("sheet", "provisional")
WHY_PROVISIONAL = Message(
    "sheet", "Provisional on {day} at {time}: some exit times have not passed or are not confirmed by the organiser."
)
BOOKED_DOOR = Message(
    "sheet", "A booked session with a control point counts, in the half-day too, only for those who were scanned there."
)
SO_FAR = Message("sheet", "Expected: {expected} · Seen by {time}: {seen}, of whom not expected: {added}")
EXITS = {
    ExitProof.READ: Message("sheet", "exit scanned"),
    ExitProof.CONFIRMED: Message("sheet", "exit assumed at {time}, hour confirmed by the organiser"),
    ExitProof.SESSION: Message("sheet", "exit assumed at {time}, the end of the session"),
    ExitProof.ASSUMED: Message("sheet", "exit assumed at {time}, hour not confirmed"),
    ExitProof.ONGOING: Message("sheet", "no exit scanned, counted until {time}"),
}
CONFIRMED_BY = Message("sheet", "exit assumed at {time}, hour confirmed by {who}")
ASSUMED_HOUR = Message("sheet", "assumed hour")
WHY_ASSUMED_HOUR = Message("sheet", "° Assumed hour: the programme does not give it.")
_ASSUMED = {
    (False, True): Message("sheet", "{hours} (assumed end)"),
    (True, False): Message("sheet", "{hours} (assumed beginning)"),
    (True, True): Message("sheet", "{hours} (assumed hours)"),
}
"""By whether the beginning is assumed, and whether the end is."""
ABSENT = Message("sheet", "absent")
BRIEF = Message("sheet", "too short")
EXPECTED = Message("sheet", "Expected: {expected}")
SUMS = Message(
    "sheet", "Expected: {expected} · Present: {present}, of whom not expected: {added} · Expected and absent: {absent}"
)
BRIEF_SUM = Message("sheet", "Too short: {count}")
BRIEF_SUM_ADDED = Message("sheet", "Too short: {count}, of whom not expected: {added}")
WHY_BRIEF = Message("sheet", "Too short: present for less than {time} (half of the time).")
_NOBODY_READ = Message("sheet", "No badge was read for this session: presence was not observed")
_NOBODY_READ_THEN = Message("sheet", "No badge was read for this half-day: presence was not observed")
FORGOTTEN = Message("sheet", "Counted here but not listed, because their names were erased: {count}")
SIGNATURES = Message("sheet", "Signatures of the speakers and of the organiser")
THE_ORGANISER = Message("sheet", "The organiser")

_NAME = Message("sheet", "Name")
_ORGANISATION = Message("export", "Organisation")
_SIGNATURE = Message("sheet", "Signature")
BLANK_COLUMNS = (None, _NAME, _ORGANISATION, _SIGNATURE)
FILLED_COLUMNS = (
    None,
    _NAME,
    _ORGANISATION,
    Message("sheet", "Arrival"),
    Message("sheet", "Exit"),
    Message("sheet", "Time"),
    _SIGNATURE,
)

_CONFIRMED = Message("sheet", "{hour}, confirmed on {day} at {time} ({place})")
_REASON = Message("sheet", "{sentence}: {why}")

_PARTS = {
    DayPart.MORNING: Message("sheet", "{day}, morning"),
    DayPart.AFTERNOON: Message("sheet", "{day}, afternoon"),
    DayPart.EVENING: Message("sheet", "{day}, evening"),
}


def half_day(half: HalfDay, voice: Translator) -> str:
    return _part_of(half.day, half.part, voice)


def _part_of(day: date, part: DayPart, voice: Translator) -> str:
    sentence = voice.day(day)
    return voice.translate(_PARTS[part], day=sentence[:1].upper() + sentence[1:])


def occasion_name(occasion: str, programme: Programme, voice: Translator) -> str:
    """Return the name of a half-day or session by its id, or the id if the programme no longer has the session."""
    if found := parse_half_day_id(occasion):
        return _part_of(*found, voice)
    session = programme.session(occasion)
    return session.title if session else occasion


def occasion_heading(occasion: Occasion, voice: Translator, zone: tzinfo) -> tuple[str, str]:
    """Return the session's title, "" for a half-day, and the day with its hours."""
    begins, ends = (at.astimezone(zone) for at in (occasion.time.begins, occasion.time.ends))
    if occasion.half_day:
        what, day = "", half_day(occasion.half_day, voice)
    else:
        what, day = occasion.session.title if occasion.session else "", voice.day(begins.date())
    hours = f"{day[:1].upper()}{day[1:]}, {begins:%H:%M} – {ends:%H:%M}"
    words = _ASSUMED.get((occasion.is_begin_assumed, occasion.is_end_assumed))
    return what, voice.translate(words, hours=hours) if words else hours


def exit_text(exit_: ExitProof, left: datetime, voice: Translator) -> str:
    """Return how the exit is known; `left` must be in the event's time zone."""
    return voice.translate(EXITS[exit_], time=f"{left:%H:%M}")


def exit_note(exit_: ExitProof, left: Sequence[datetime], confirmed: ConfirmedExit | None, voice: Translator) -> str:
    """Return the note on exits assumed at these hours, by the same evidence; it names the supervisor who confirmed the
    hour. Times must be in the event's time zone.
    """
    words, who = EXITS[exit_], confirmed.by if confirmed and [confirmed.hour] == [*left] else ""
    if exit_ is ExitProof.CONFIRMED and who:
        words = CONFIRMED_BY
    sentence = voice.translate(words, time=", ".join(f"{at:%H:%M}" for at in left), who=who)
    return f"* {sentence[:1].upper()}{sentence[1:]}."


def decision_text(decision: ExitDecision, zone: tzinfo, voice: Translator) -> str:
    """Return what was confirmed or withdrawn, when, by whom and at which desk, and why."""
    at, who = decision.at.astimezone(zone), decision.by
    place = f"{who}, {decision.desk}" if who else decision.desk
    known = {"day": f"{at:%d/%m}", "time": f"{at:%H:%M}", "place": place}
    if isinstance(decision, WithdrawnExit):
        sentence = voice.translate(Message("sheet", "withdrawn on {day} at {time} ({place})"), **known)
    else:
        sentence = voice.translate(_CONFIRMED, hour=f"{decision.hour.astimezone(zone):%H:%M}", **known)
    return voice.translate(_REASON, sentence=sentence, why=decision.why) if decision.why else sentence


def nobody_read(sheet: SignInSheet) -> Message:
    """Return the sentence of a sheet on which nobody was seen."""
    return _NOBODY_READ_THEN if sheet.occasion.half_day else _NOBODY_READ


def sheet_title(sheet: SignInSheet) -> Message:
    return CONTROL_TITLE if isinstance(sheet, ControlSheet) else TITLE


def why_provisional(made: datetime, voice: Translator) -> str:
    return voice.translate(WHY_PROVISIONAL, day=f"{made:%d/%m/%Y}", time=f"{made:%H:%M}")


def duration(minutes: int) -> str:
    """Return a duration such as "3 h 05": the same in both languages, with non-breaking spaces."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02}" if hours else f"{rest}\u00a0min"


def marked_duration(minutes: int, *, is_assumed_hour: bool) -> str:
    """Return a duration with the mark of `WHY_ASSUMED_HOUR` where it rests on an hour that nobody wrote."""
    return f"{duration(minutes)}\u00a0°" if is_assumed_hour else duration(minutes)


def exact_duration(length: timedelta) -> str:
    """Return a duration such as "1 h 22 min 30 s": a limit is given to the second, where minutes attended are cut."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    unit = "\u00a0min" if minutes >= 60 else ""
    return f"{duration(minutes)}{unit}\u00a0{seconds:02}\u00a0s" if seconds else duration(minutes)


def remark_text(remark: SignInRemark, voice: Translator) -> str:
    fields = {name: voice.translate(v) if isinstance(v, Message) else v for name, v in remark.fields.items()}
    return voice.translate(remark.words, **fields)


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
    number = translate(PAGE, number=page.number, count=page.count)
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
    what, when = occasion_heading(sheet.occasion, setting.voice, setting.zone)
    lines = [when, _place(sheet), translate(ORGANISER, name=event.organiser) if event.organiser else ""]
    if what:
        ink.text(what, Box(MARGIN, MARGIN + 22, INNER, 6), 4.2, style(bold=True, least=3))
    for number, line in enumerate(line for line in lines if line):
        ink.text(line, Box(MARGIN, MARGIN + (28 if what else 23) + 5.5 * number, INNER, 5.5), 3.6)


def _place(sheet: SignInSheet) -> str:
    session = sheet.occasion.session
    return ", ".join(filter(None, (session.room if session else "", sheet.event.place)))


def _title(sheet: SignInSheet, setting: ReportContext) -> str:
    title = setting.voice.translate(sheet_title(sheet))
    return f"{title} ({setting.voice.translate(PROVISIONAL)})" if sheet.is_provisional else title


def _draw_heading(sheet: SignInSheet, setting: ReportContext, ink: PageCanvas) -> None:
    what, when = occasion_heading(sheet.occasion, setting.voice, setting.zone)
    ink.text(f"{_title(sheet, setting)} – {sheet.event.title}", Box(MARGIN, MARGIN, INNER, 7), 4.2, BOLD)
    ink.text(" – ".join(filter(None, (what, when))), Box(MARGIN, MARGIN + 7, INNER, 6), 3.6)
