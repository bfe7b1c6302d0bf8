# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of a control sheet: its figures, and what it says of arrivals, exits and the exit hour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from checkin.core.attendance.confirmed_exits import ConfirmedExit, ExitProof
from checkin.core.attendance.control_sheet import ONLINE, ControlCount, ControlSheet
from checkin.core.attendee import CheckInMethod
from checkin.core.message import Message
from checkin.pdf_reports import report_wording as words
from checkin.pdf_reports.pdf_building import ReportContext
from checkin.translation import Translator


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
        yield _row(translate(_PRESENT), sheet.presences)
        yield _row(translate(_BRIEF, time=words.exact_duration(sheet.enough)), sheet.briefs)
        yield _row(translate(_ABSENT), ControlCount(sheet.absent))
    others = all_seen.others if not sheet.is_over else sheet.presences.others + sheet.briefs.others
    yield _row(translate(_TOTAL), ControlCount(sheet.expected, others))


def _row(label: str, count: ControlCount) -> FigureRow:
    return label, str(count.expected), str(count.others), str(count.total)


def topics(sheet: ControlSheet, setting: ReportContext) -> Iterator[ControlTopic]:
    """Yield what the sheet says besides the figures, topic by topic."""
    translate = setting.voice.translate
    if sheet.is_over and not sheet.is_observed:
        yield ControlTopic("", (translate(words.nobody_read(sheet)),))
    if sheet.forgotten:
        yield ControlTopic("", (translate(words.FORGOTTEN, count=sheet.forgotten),))
    yield ControlTopic(translate(_ARRIVALS), tuple(_arrivals(sheet, setting)))
    yield ControlTopic(translate(_EXITS), tuple(_exits(sheet, setting)))
    if sheet.half_day:
        yield ControlTopic(translate(_HOUR), tuple(_hours(sheet, setting)))
    if sheet.is_provisional:
        yield ControlTopic(translate(_PROVISIONAL), tuple(_whys(sheet, setting)))


def lines_title(sheet: ControlSheet, setting: ReportContext) -> str:
    return setting.voice.translate(_LINES, count=len(sheet.lines), listed=len(sheet.listed))


def _arrivals(sheet: ControlSheet, setting: ReportContext) -> Iterator[str]:
    found, translate = sheet.arrivals, setting.voice.translate
    if found.first and found.last:
        yield _read(found.total - found.earlier, (found.first, found.last), setting)
    if found.earlier:
        yield translate(_EARLIER, count=found.earlier)
    if not found.total:
        yield translate(_NO_ARRIVAL)
        return
    ways = (translate(_WAYS[way], count=count) for way, count in found.ways.items() if count)
    yield " · ".join(ways)


def _exits(sheet: ControlSheet, setting: ReportContext) -> Iterator[str]:
    found, zone, translate = sheet.exits, setting.zone, setting.voice.translate
    if found.first and found.last:
        yield _read(found.read, (found.first, found.last), setting)
    elif sheet.arrivals.total:
        yield translate(_NONE_READ)
    unwritten = {ExitProof.ASSUMED: _ASSUMED_UNWRITTEN} if sheet.occasion.is_end_assumed else {}
    for proof, sentence in (_ASSUMED | unwritten).items():
        if hours := found.assumed.get(proof):
            known = {"count": sum(hours.values()), "hours": _hours_text(hours, zone, setting.voice)}
            yield translate(sentence, **known)
    if found.ongoing:
        yield translate(_ONGOING, count=found.ongoing)
    if not sheet.arrivals.total:
        yield translate(_NO_EXIT)


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
        yield translate(_NOT_CONFIRMED, count=assumed)
    if sheet.is_over and sheet.exits.ongoing:
        yield translate(_TO_COME, count=sheet.exits.ongoing)


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

_PRESENT = Message("sheet", "Present")
_BRIEF = Message("sheet", "Too short (less than {time})")
_ABSENT = Message("sheet", "Absent")
_SEEN, _NOT_SEEN = Message("sheet", "Seen by {time}"), Message("sheet", "Not seen yet")
_TOTAL = Message("sheet", "In all")

_ARRIVALS = Message("sheet", "Arrivals")
_EARLIER = Message("sheet", "{count} read in an earlier half-day, and still there")
_NO_ARRIVAL = Message("sheet", "none read")
_WAYS = {
    CheckInMethod.CODE: Message("sheet", "by code: {count}"),
    CheckInMethod.SEARCH: Message("sheet", "by search: {count}"),
    CheckInMethod.PAPER: Message("sheet", "on paper: {count}"),
    CheckInMethod.WALK_IN: Message("sheet", "registered at the desk: {count}"),
    ONLINE: Message("sheet", "online: {count}"),
}
_EXITS = Message("sheet", "Exits")
_READ = Message("sheet", "{count} read, from {first} to {last}")
_READ_AT = Message("sheet", "{count} read at {first}")
_NONE_READ = Message("sheet", "none read")
_NO_EXIT = Message("sheet", "none")
_ASSUMED = {
    ExitProof.CONFIRMED: Message("sheet", "{count} assumed at the confirmed hour: {hours}"),
    ExitProof.SESSION: Message("sheet", "{count} assumed at the end of a session: {hours}"),
    ExitProof.ASSUMED: Message("sheet", "{count} assumed at the end of the programme, hour not confirmed: {hours}"),
}
_ASSUMED_UNWRITTEN = Message("sheet", "{count} assumed at an hour that the programme does not have: {hours}")
_ONGOING = Message("sheet", "still there, or not known yet: {count}")
_AT = Message("sheet", "{time} ({count})")
_HOUR = Message("sheet", "Exit time")
_UNCONFIRMED = Message("sheet", "not confirmed; the programme ends at {time}")
_UNWRITTEN = Message("sheet", "not confirmed; {time} is assumed, the programme does not give it")
_OUTSIDE = Message("sheet", "{decision}; outside this half-day as it is planned now, so it does not count")
_BEFORE = Message("sheet", "before: {decision}")
_PROVISIONAL = Message("sheet", "Provisional")
_GOES_ON = Message("sheet", "it goes on until {time}: people may still come and leave")
_NOT_CONFIRMED = Message("sheet", "exits assumed at a time that nobody has confirmed: {count}")
_TO_COME = Message("sheet", "exits still to come: {count}")
