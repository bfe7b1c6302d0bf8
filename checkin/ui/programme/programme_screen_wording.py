# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts about a session on the programme screen: figures, marks, and all of it for a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from checkin.core.counts import ArrivalShare, ColumnShares
from checkin.core.message import Message
from checkin.core.programme.daily_points import has_several_days
from checkin.core.programme.programme import Programme, Session
from checkin.core.programme.session_times import is_running, is_session_over
from checkin.core.speaker_status import SpeakerCounts, SpeakerStatus, count_speakers, overdue_speakers
from checkin.services.programme.programme_queries import ProgrammeDay, SessionFigures
from checkin.translation import current_language, day_text, translate
from checkin.ui.widgets.speaker_wording import SpeakerRemark, session_hours, speakers_now


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """A row of the programme: a session, or all speakers where `figures` is None.

    `hours` are the session's times, and `heading` the day that begins above this row, where the event has several.
    """

    figures: SessionFigures | None
    speakers: SpeakerCounts
    is_running: bool = False
    is_over: bool = False
    hours: str = ""
    heading: str = ""

    @property
    def id(self) -> str:
        """The id of the session, "" for all speakers."""
        return self.figures.session.id if self.figures else ""


def list_items(day: ProgrammeDay) -> list[ProgrammeItem]:
    """Return the row of all speakers, if there are any, then the sessions."""
    everybody = [_item(None, day.speakers, day)] if day.speakers else []
    sessions = [_item(figures, session_speakers(day, figures.session.id), day) for figures in day.sessions]
    return [*everybody, *with_day_headings(sessions, day.programme)]


def with_day_headings(items: Sequence[ProgrammeItem], programme: Programme) -> list[ProgrammeItem]:
    """Return rows of sessions, the first of each day with the day above it; as they are where there is only one."""
    days = [
        item.figures.session.starts.date() if item.figures and item.figures.session.starts else None for item in items
    ]
    if not has_several_days(programme):
        return list(items)
    before = (object(), *days)
    return [
        item if day == last else replace(item, heading=_day_heading(day))
        for item, day, last in zip(items, days, before[:-1], strict=True)
    ]


def _day_heading(day: date | None) -> str:
    text = day_text(day, current_language()) if day else translate(_NO_TIME)
    return text[:1].upper() + text[1:]


def session_speakers(day: ProgrammeDay, session: str) -> list[SpeakerStatus]:
    return [line for line in day.speakers if line.speaker.session == session]


def item_speakers(day: ProgrammeDay, item: ProgrammeItem) -> list[SpeakerStatus]:
    """Return the speakers of a session; of the whole day, the overdue first, then in order of their sessions."""
    if item.figures is not None:
        return session_speakers(day, item.id)
    missing = overdue_speakers(day.speakers)
    others = [line for line in day.speakers if line not in missing]
    order = {figures.session.id: place for place, figures in enumerate(day.sessions)}
    return [*missing, *sorted(others, key=lambda line: order.get(line.speaker.session, len(order)))]


def _item(figures: SessionFigures | None, lines: Sequence[SpeakerStatus], day: ProgrammeDay) -> ProgrammeItem:
    session = figures.session if figures else Session("", "")
    return ProgrammeItem(
        figures,
        count_speakers(lines),
        is_running(session, day.now),
        is_session_over(session, day.now),
        session_hours(session, day.programme),
    )


def session_marks(session: Session) -> list[SpeakerRemark]:
    streamed = [SpeakerRemark("radio", translate(_STREAMED))] if session.is_streamed else []
    return streamed + ([SpeakerRemark("ticket-check", translate(_BOOKED))] if session.is_booked else [])


def session_numbers(figures: SessionFigures) -> str:
    """Return inside / registered / seats as far as they are counted: "12 / 38 / 40"."""
    session = figures.session
    if not has_counts(figures):
        return translate(_CAPACITY, count=session.capacity) if session.capacity else ""
    parts = ["–" if figures.inside is None else str(figures.inside)]
    parts += [str(figures.registered)] if session.is_booked else []
    parts += [str(session.capacity)] if session.capacity else []
    return " / ".join(parts) if len(parts) > 1 else translate(_INSIDE_ONLY, count=parts[0])


def has_counts(figures: SessionFigures) -> bool:
    """Whether people of the session are counted or booked."""
    return figures.inside is not None or figures.session.is_booked


def session_facts(figures: SessionFigures) -> list[tuple[str, str]]:
    """Return (text, number) for every figure that is counted. At the door as many are expected as in its header: of a
    session with registration only where that is another number than the registered.
    """
    session, door = figures.session, figures.door
    found: list[tuple[Message, int | None]] = [(_REGISTERED, figures.registered)] if session.is_booked else []
    if door and not (session.is_booked and door.expected == figures.registered):
        found += [(_EXPECTED, door.expected)]
    found += [(_ARRIVED, door.arrived)] if door and door.arrived != figures.inside else []
    found += [(_INSIDE, figures.inside)] if figures.inside is not None else []
    found += [(_MISSING, door.missing if door else figures.awaited)] if door or session.is_booked else []
    found += [(_FREE, figures.seats)] if figures.seats is not None and has_counts(figures) else []
    found += [(_WAITING, figures.waiting)] if figures.waiting else []
    return [(translate(words, count=count), str(count)) for words, count in found]


def column_counts(columns: Sequence[ColumnShares]) -> list[str]:
    """Return a line for each counted column: of those expected at the door, and who has arrived, by value."""
    return [
        translate(
            _BY_VALUE,
            column=column.name,
            values=" · ".join(_value(each) for each in shown),
        )
        for column in columns
        if (shown := [v for v in column.values if v.arrived or v.expected])
    ]


def _value(share: ArrivalShare) -> str:
    """Return a value with its figures, which stay on one line."""
    said = translate(_VALUE, name=share.name, arrived=share.arrived, expected=share.expected)
    return said.replace(" / ", "\u00a0/\u00a0")


def session_about(figures: SessionFigures, hours: str) -> str:
    """Return time, room and marks in one line."""
    session = figures.session
    parts = [hours, session.room, *(mark.text for mark in session_marks(session))]
    parts += [] if has_counts(figures) else [session_numbers(figures)]
    parts += [translate(FULL)] if figures.seats == 0 else []
    return " · ".join(part for part in parts if part)


def item_description(item: ProgrammeItem) -> str:
    """Return the full text of a row."""
    spoken = [translate(ALL_SPEAKERS)]
    if figures := item.figures:
        spoken = [figures.session.title, translate(NOW) if item.is_running else "", session_about(figures, item.hours)]
        spoken += [f"{what} {count}" for what, count in session_facts(figures)]
    spoken.append(speakers_now(item.speakers))
    return " · ".join(part for part in spoken if part)


_NO_TIME = Message("programme screen", "Without a time")
NOW = Message("programme screen", "Now")
FULL = Message("programme screen", "full")
LEGEND = Message("programme screen", "inside / registered / seats")
ALL_SPEAKERS = Message("programme screen", "All speakers")
_STREAMED = Message("programme screen", "streamed")
_BOOKED = Message("programme screen", "registration required")
_CAPACITY = Message("programme screen", "{count} {count:seat|seats}")
_INSIDE_ONLY = Message("programme screen", "{count} inside")
_REGISTERED = Message("programme screen", "{count:Registered|Registered}")
_INSIDE = Message("programme screen", "{count:Inside|Inside}")
_EXPECTED = Message("programme screen", "{count:Expected|Expected}")
_ARRIVED = Message("programme screen", "{count:Arrived|Arrived}")
_MISSING = Message("programme screen", "{count:Missing|Missing}")
_WAITING = Message("programme screen", "Waiting")
_BY_VALUE = Message("programme screen", "{column} (arrived / expected): {values}")
_VALUE = Message("programme screen", "{name}: {arrived} / {expected}")
_FREE = Message("programme screen", "{count:Free seat|Free seats}")
