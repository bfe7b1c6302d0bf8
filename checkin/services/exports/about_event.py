# SPDX-License-Identifier: GPL-3.0-or-later
"""The "about" sheet of an export: which event, when it was made, and the rules by which time was counted."""

from collections.abc import Iterator, Sequence
from datetime import date

from checkin.core.attendance.half_days import HalfDay
from checkin.core.message import Message, Translate
from checkin.core.programme.daily_points import event_days
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.export_source import ExportSource

AboutLine = tuple[str, str]
"""A label and its text."""


def describe_export(source: ExportSource, *, is_anonymous: bool, translate: Translate) -> list[AboutLine]:
    """Return the lines about an export; an anonymous one counts no time, so it has no rules."""
    event = source.programme.event
    named = ((_TITLE, event.title), (_DAYS, days_text(source)), (_PLACE, event.place), (_ORGANISER, event.organiser))
    lines = [(translate(words), text) for words, text in (*named, (_MADE, made_at_text(source))) if text]
    return [*lines, *([] if is_anonymous else _rules(source, translate))]


def event_table(lines: Sequence[AboutLine], translate: Translate) -> OutputTable:
    name = translate(Message("export", "Event"))
    columns = [
        OutputColumn(name, width=34),
        OutputColumn(translate(Message("export", "What the export says of it")), width=90),
    ]
    return OutputTable(name, columns, [list(line) for line in lines])


def about_lines(lines: Sequence[AboutLine], translate: Translate) -> list[str]:
    """Return the lines as texts for a single column."""
    return [translate(_LINE, what=what, text=text) if what else text for what, text in lines]


def title_line(source: ExportSource) -> str:
    """Return the event's title, days and place in one line."""
    event = source.programme.event
    return " – ".join(filter(None, (event.title, days_text(source), event.place)))


def days(source: ExportSource) -> list[date]:
    """Return the days of the programme, or the event's own day if it has no times."""
    event = source.programme.event
    return sorted({half.day for half in source.half_days}) or [*event_days(event)]


def days_text(source: ExportSource) -> str:
    found = days(source)
    return " – ".join(f"{day:%d/%m/%Y}" for day in dict.fromkeys((*found[:1], *found[-1:])))


def made_at_text(source: ExportSource) -> str:
    return f"{source.hall_time(source.occasions.now):%d/%m/%Y %H:%M}"


def _rules(source: ExportSource, translate: Translate) -> Iterator[AboutLine]:
    for half in source.half_days:
        yield translate(_HALF_DAY), _half_day(source, half, translate)
    if source.half_days:
        yield translate(_COUNTED), translate(_BY_SCANS)
        yield "", translate(_BOOKED_DOOR)
    if source.is_provisional:
        yield translate(_STATE), translate(_PROVISIONAL)


def _half_day(source: ExportSource, half: HalfDay, translate: Translate) -> str:
    """Return the times of a half-day, and when people without a scanned exit are taken to have left."""
    begins, ends = source.hall_time(half.time.begins), source.hall_time(half.time.ends)
    confirmed = source.occasions.exits.get(half.id)
    left = source.hall_time(confirmed.hour) if confirmed else ends
    who = confirmed.by if confirmed else ""
    words = (
        _CONFIRMED_BY
        if who
        else _CONFIRMED
        if confirmed
        else _ASSUMED
        if source.occasions.is_over(half.time)
        else _GOES_ON
    )
    told = translate(
        words,
        day=f"{half.day:%d/%m/%Y}",
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}",
        left=f"{left:%H:%M}",
        who=who,
    )
    is_assumed = half.is_begin_assumed or (half.is_end_assumed and not confirmed)
    return translate(_ASSUMED_HOUR, told=told) if source.tells_assumed and is_assumed else told


_LINE = Message("export", "{what}: {text}")
_TITLE, _DAYS, _PLACE = Message("export", "Title"), Message("export", "Days"), Message("export", "Place")
_ORGANISER, _MADE = Message("export", "Organiser"), Message("export", "Made on")
_HALF_DAY, _COUNTED, _STATE = (
    Message("export", "Half-day"),
    Message("export", "Time counted"),
    Message("export", "State"),
)
_CONFIRMED = Message("export", "{day}, {begins} – {ends}; exit assumed at {left}, hour confirmed by the organiser")
_CONFIRMED_BY = Message("export", "{day}, {begins} – {ends}; exit assumed at {left}, hour confirmed by {who}")
_ASSUMED = Message("export", "{day}, {begins} – {ends}; exit assumed at {left}, hour not confirmed")
_GOES_ON = Message("export", "{day}, {begins} – {ends}; not over when this was made")
_ASSUMED_HOUR = Message("export", "{told}; assumed hour: the programme does not give it")
_BY_SCANS = Message(
    "export", "Within the half-days, from scan to scan, and never past the moment at which this was made."
)
_BOOKED_DOOR = Message(
    "sheet",
    "A booked session with a control point counts, in the half-day too, only for those who were scanned there.",
)
_PROVISIONAL = Message(
    "export", "Provisional: not every exit hour was past and confirmed by the organiser. Export again afterwards."
)
